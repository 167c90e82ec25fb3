"""Clauses with figures: into which cell each goes, and what the next ones go on from."""

from __future__ import annotations

from collections.abc import Sequence

from drafter.draft.typed_figures import Misread, read_count
from drafter.typed_lines.cell_names import (
    Met,
    at_focus,
    axis,
    columns_among,
    is_column_first,
    is_row,
    meet,
    why_not,
)
from drafter.typed_lines.table_words import Cells
from drafter.typed_lines.typed_clauses import segments_of
from drafter.typed_lines.typed_line import TypedLine, short
from drafter.typed_lines.typed_pieces import (
    Piece,
    any_marked,
)


def give_up(line: TypedLine) -> None:
    """A figure that waited for what became of it has no cell."""
    if line.waits:
        _, _, said = line.waits
        line.waits = None
        line.unplaced(said, "没有写明是哪一行")


def take_waiting(line: TypedLine, names: Sequence[Piece], said: str) -> None:
    """自然人的5件，全部公开了: the row comes after the figure."""
    assert line.waits is not None
    number, before, first = line.waits
    line.waits = None
    if not is_row(names):
        line.unplaced(first, "没有写明是哪一行")
        return
    # 律所申请了1件，公开了: it came in, too; 律所的1件公开了 says nothing of when.
    column = axis(before, row=False)
    if line.asked and column is not None and len(line.words.new & column) == 1:
        line.target(line.words.new & column, number, first)
    _number(line, number, [*before, *names], f"{first}{said}", ())


def read_numbers(line: TypedLine, tokens: Sequence[Piece], said: str) -> None:
    """Each figure of a clause, with its own names."""
    line.rest = line.rest or any_marked(tokens, "except")
    line.counts_rest = line.rest and any_marked(tokens, "rest")
    segments = segments_of(tokens)
    if segments is None:
        line.unplaced(said, "分不清哪个数是哪一格的")
        return
    for number, names in segments:
        _number(line, number, names, said, tokens)


def _number(
    line: TypedLine,
    number: Piece,
    names: Sequence[Piece],
    said: str,
    tokens: Sequence[Piece],
) -> None:
    if any_marked(tokens, "carried") and not is_row(names):
        _keep_carried(line, number, names, said)
        return
    if _two_rows(line, number, said, tokens):
        return
    if line.lead is not None and line.after_stop and not is_row(names):
        line.row = line.lead
        line.out.doubts.append(f"“{short(said)}”按前面的写法，记在同一行。")
    met = meet(line, names, inherit=True) if names else at_focus(line)
    follows = line.row is None or not names
    within = any_marked(tokens, "within")
    if within and line.row is None and not is_row(names) and not line.lost:
        _take_whole(line, number, names, said)
        return
    if not met and not is_row(names) and follows and not line.lost:
        line.waits = (number, names, said)
        return
    if len(met) != 1:
        line.unplaced(said, why_not(line, names, met))
        return
    if _is_part(line, met[0].cells, number):
        line.out.left.append(f"“{short(said)}”是前面那些里的，没有记。")
        return
    if not line.target(met[0].cells, number, said):
        return
    line.heading = ""
    go_on(line, met[0], names)


def _is_part(line: TypedLine, cells: Cells, number: Piece) -> bool:
    """处罚14件，其中罚款11件: a kind of what the cell counts has no cell of its own."""
    value = read_count(number.text)
    if not line.among or line.placed is None or isinstance(value, Misread):
        return False
    return line.placed[0] == cells and value < line.placed[1]


def _take_whole(line: TypedLine, number: Piece, names: Sequence[Piece], said: str) -> None:
    """自然人6件里: what came in of theirs; 9件里 alone may be of this year or carried in."""
    column = axis(names, row=False)
    if column is None or len(line.words.new & column) != 1:
        line.out.left.append(f"“{short(said)}”没有写明是哪一行，没有记。")
        return
    line.target(line.words.new & column, number, said)
    line.heading, line.column, line.lead, line.row = "", column, line.words.new, None
    line.columns.add(column)
    line.last = (None, column)


def _two_rows(line: TypedLine, number: Piece, said: str, tokens: Sequence[Piece]) -> bool:
    """上年结转的1件公开了: what came in, and what became of it."""
    order = [t for t in tokens if t.kind in ("name", "number")]
    if number not in order or len([t for t in order if t.kind == "number"]) != 1:
        return False
    at = order.index(number)
    before, after = order[:at], order[at + 1 :]
    if not is_row(before) or not is_row(after):
        return False
    arrivals = meet(line, before, inherit=False)
    outcomes = meet(line, [*columns_among(before), *after], inherit=False)
    if len(arrivals) != 1 or len(outcomes) != 1:
        return False
    came, gone = arrivals[0], outcomes[0]
    arrived = line.words.new | line.words.into
    if not came.cells <= arrived or not gone.cells <= line.words.results | line.words.out:
        return False
    done = line.target(came.cells, number, said) and line.target(gone.cells, number, said)
    if done:
        go_on(line, came, before)
    return True


def _form_row(line: TypedLine, cells: Cells) -> Cells:
    """The whole row of a cell: what goes on after one cell of a row without sums."""
    row = next(iter(cells)).rpartition("/")[0]
    return frozenset(a for a in line.words.typed if a.rpartition("/")[0] == row)


def go_on(line: TypedLine, met: Met, names: Sequence[Piece]) -> None:
    """What the next clauses take over from one that was placed."""
    line.heading = ""
    row, column = met.row, met.column
    # 复议后起诉维持1件、未结1件: what comes next is of the same kind of case.
    alone = row is None and line.row is None and column is not None and len(column) == 1
    if alone and any(column < whole for whole in line.words.parts if column):
        row = column
    if row is not None and len(row) == 1 and column in (None, row):
        wider = (w for w in line.words.parts if row < w)
        row, column = min(wider, key=len, default=_form_row(line, row)), None
    if column is not None:
        line.columns.add(column)
    if column is not None and row is not None and is_column_first(names):
        line.column, line.lead = column, row
    elif column is not None and not line.colon:
        line.column = None
    # 自然人：新收6件，公开5件；企业1件: the last row was only 自然人's.
    if row is not None:
        followed = line.column is not None and line.lead not in (None, row)
        line.row = None if followed else row
    if column is None:
        column = line.last[1] if line.among else line.column
    line.last = (row or line.row, column)


def _keep_carried(line: TypedLine, number: Piece, names: Sequence[Piece], said: str) -> None:
    column = axis(names, row=False) or line.column
    if not line.words.out or column is None:
        line.unplaced(said, f"没有写明是{line.words.either}")
        return
    line.carried.append((column, number.text, said))
    line.heading = ""
