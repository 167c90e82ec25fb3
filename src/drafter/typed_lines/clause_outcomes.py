"""Clauses without figures: 都没有, 均为自然人, 都公开了, and headings."""

from __future__ import annotations

from collections.abc import Sequence, Set
from decimal import Decimal

from drafter.form.definitions import Address
from drafter.form.form_texts import figure as shown
from drafter.typed_lines.cell_names import (
    axis,
    columns_among,
    is_row,
    is_single_row,
    meet,
    part_inside,
    parts_wanted,
    why_not,
)
from drafter.typed_lines.clause_figures import go_on
from drafter.typed_lines.table_words import Cells
from drafter.typed_lines.typed_line import Total, TypedLine, short
from drafter.typed_lines.typed_pieces import (
    Piece,
    any_marked,
    is_plain,
    is_zero,
    marked,
)


def read_names(line: TypedLine, names: Sequence[Piece], tokens: Sequence[Piece], said: str) -> None:
    """A heading; or the kind of what was counted right before: 上年结转1件，自然人."""
    row, column = axis(names, row=True), axis(names, row=False)
    # 1件，要另外加工，没给: how it ended is told by the reason already.
    told = line.placed[0] if line.placed and not (line.after_stop or line.heading) else None
    senses = names[0].senses if len(names) == 1 else ()
    if told and any(s.row and told < s.row for s in senses) and not any(s.column for s in senses):
        return
    # 本年新收，其他，3: behind the name of a row what may be a column is one.
    columns = columns_among(names, every=False)
    if line.row is not None and line.column is None and len(columns) == len(names):
        row, column = None, axis(columns, row=False)
        if line.heading:
            line.column, line.heading = column, f"{line.heading}{said}"
            line.last = (line.row, column)
            return
    if row is not None and line.last[0] is not None and row >= line.last[0]:
        return
    if _what_became(line, row, column, said):
        return
    waiting = line.waiting()
    # 不予公开1件（国家秘密）: the part of the group that was meant.
    if (
        waiting
        and row is not None
        and column is None
        and row < waiting.cells
        and not _colon(tokens)
    ):
        line.totals[-1] = waiting._replace(cells=row)
        return
    if waiting and (inside := part_inside(waiting, names)):
        _give(line, waiting, inside, said, every=False)
        return
    colon = _colon(tokens)
    if waiting and column is not None and row is None and not colon:
        _give(line, waiting, column, said, every=False)
        return
    line.drop_heading()
    line.heading, line.colon = said, column is not None and (colon or line.row is None)
    if row is not None:
        line.row = row
    line.column = column
    line.last = (line.row, line.column)


def _what_became(line: TypedLine, row: Cells | None, column: Cells | None, said: str) -> bool:
    """企业只有1件，也公开了: the outcome of the one case just spoken of."""
    if row is None or column is not None or line.lost or not line.placed or line.after_stop:
        return False
    cells, value = line.placed
    arrived = line.words.new | line.words.into
    if value != 1 or not cells <= arrived or not row <= line.words.results | line.words.out:
        return False
    if not is_single_row(row):
        return False
    columns = {a.rpartition("/")[2] for a in cells}
    mine = frozenset(a for a in row if a.rpartition("/")[2] in columns)
    line.target(mine, Piece("number", shown(value)), said)
    line.out.doubts.append(f"“{short(said)}”说的是前面那 1 件。")
    return True


def _give(line: TypedLine, total: Total, column: Cells, said: str, *, every: bool) -> None:
    cells = total.cells & column
    if len(cells) != 1:
        line.unplaced(said, "没有写明是哪一格")
        return
    (address,) = cells
    line.put(address, shown(total.value), total.value)
    # 复议2件，输了 may be of one of them.
    if not every and total.value > 1:
        line.out.doubts.append(f"“{short(said)}”：{shown(total.value)} 件都记为这一种。")


def read_none(line: TypedLine, names: Sequence[Piece], tokens: Sequence[Piece], said: str) -> None:
    """规章没有, 未收到企业的申请: every cell that the names leave is zero."""
    if line.spared or any_marked(tokens, "except"):
        _none_but(line, line.spared or names, said)
        return
    if not names and not line.rest and not any_marked(tokens, "rest", "all"):
        line.unplaced(said, "没有写明是哪几格")
        return
    if not names or any_marked(tokens, "rest"):
        _rest_is_none(line)
        return
    met = meet(line, names, inherit=is_row(names) or line.row is not None)
    found = [m.cells for m in met]
    if not found:
        row, column = axis(names, row=True), axis(names, row=False)
        row = line.row if row is None else row
        cells = column if row is None else (row if column is None else row & column)
        found = [cells] if cells else []
        if row is None:
            line.out.doubts.append(f"“{short(said)}”：这一列的格子都记为 0。")
    # 复议诉讼都没有: one word for several rows.
    if len(names) == 1 and len(found) > 1 and all(m.column is None for m in met):
        found = [frozenset[Address]().union(*found)]
    if len(found) != 1:
        line.unplaced(said, why_not(line, names, met))
        return
    if len(met) == 1:
        go_on(line, met[0], names)
    line.heading = ""
    _put_zeros(line, found[0])


def _rest_is_none(line: TypedLine) -> None:
    """其余都是0: of the row at hand, of the row named first, else of the table."""
    line.drop_heading()
    # What stands in the table already is none of the rest.
    filled = line.values.keys() | line.standing.values.keys()
    # 自然人5，其余都是0, said at a row, is of that row.
    row = line.standing.focus.row
    if row and line.values and line.values.keys() <= row:
        _put_zeros(line, row, but=filled)
        return
    # 新收：自然人8，企业3，其余0 names the row first: the rest is of it.
    rows = {address.rpartition("/")[0] for address in line.values}
    if line.headed and len(rows) == 1 and len(line.values) > 1:
        mine = {a for a in line.words.typed if a.rpartition("/")[0] in rows}
        _put_zeros(line, mine, but=filled)
        return
    line.out.rest_zero = True
    # 新收自然人8，企业3，其余为零 may be of that row alone.
    if line.standing.values or len(line.values) > len(rows) == 1:
        line.out.doubts.append("整张表其余没有看过的格子都记为 0。")


def _put_zeros(line: TypedLine, cells: Set[Address], but: Set[Address] = frozenset()) -> None:
    """Zero in those of the cells that are in use, in all where none is."""
    for address in sorted((cells & line.standing.used or cells) - but):
        line.put(address, "0", 0)


def _none_but(line: TypedLine, names: Sequence[Piece], said: str) -> None:
    """除自然人外都没有: the others of the row at hand, or of the table, are zero."""
    line.drop_heading()
    row, column = axis(names, row=True), axis(names, row=False)
    # 新收除自然人外都没有 is of that row; 除许可外都没有 of the table.
    here = (row or line.row) if column is not None else frozenset(line.words.typed)
    spared = column if column is not None else row
    if spared is None or here is None:
        line.unplaced(said, "没有写明是哪几格")
        return
    others = here - spared - line.values.keys()
    _put_zeros(line, others)
    line.out.doubts.append(f"“{short(said)}”：别的 {len(others)} 格记为 0。")


def read_all(line: TypedLine, names: Sequence[Piece], tokens: Sequence[Piece], said: str) -> None:
    """均为自然人, 都公开了, 其余都公开了."""
    row, column = axis(names, row=True), axis(names, row=False)
    rest = line.rest or any_marked(tokens, "rest")
    if not names:
        return
    if line.lost:
        line.unplaced(said, "前面有没听懂的")
        return
    waits = line.waiting()
    # 诉讼2件都是复议后起诉的
    if waits and row is not None and column is None and row < waits.cells:
        line.totals[-1], line.row = waits._replace(cells=row), row
        return
    if waits and (inside := part_inside(waits, names)):
        _give(line, waits, inside, said, every=True)
        return
    if row == line.words.results and row and column is None and not rest:
        _all_closed(line, said)
        return
    again = meet(line, names, inherit=True)
    if line.placed and [met.cells for met in again] == [line.placed[0]]:
        return
    if row is None and column is not None:
        _all_of_kind(line, column, said, rest=rest)
    elif row is not None and row <= line.words.results:
        _all_ended(line, row, column, said, rest=rest)
    elif row is not None and column is not None:
        if line.waiting():
            _give(line, line.waiting() or line.totals[-1], column, said, every=True)
        else:
            # 新收的都是自然人，一共7件: the figure is yet to come.
            line.kind, line.row, line.heading = (row, column), row, said
    else:
        line.unplaced(said, "没有写明是哪几格")


def _all_of_kind(line: TypedLine, column: Cells, said: str, *, rest: bool) -> None:
    """均为自然人: of the total that was told before, or is yet to come."""
    waiting = line.totals[-1] if line.totals and not line.lost else None
    if waiting is not None and waiting.rest:
        # 除1件律所的，其余9件都是自然人: the nine are no whole that has parts.
        line.totals.remove(waiting)
        _give(line, waiting, column, said, every=True)
    elif rest and waiting is not None:
        _give_rest(line, waiting, column, said)
    elif waiting is not None and not waiting.cells & line.values.keys():
        for total in line.totals[line.begun :]:
            if not total.cells & line.values.keys():
                _give(line, total, column, said, every=True)
    elif line.row is not None and not rest and not line.totals:
        # 全部维持，共3件: here too.
        line.kind, line.heading = (line.row, column), said
    else:
        line.unplaced(said, "没有说是多少件")


def _all_ended(line: TypedLine, row: Cells, column: Cells | None, said: str, *, rest: bool) -> None:
    """都公开了, 其余都公开了: the outcome of all that were told."""
    if not is_single_row(row):
        line.unplaced(said, f"没有写明是哪一种结果。{parts_wanted(line, row)}")
    elif column is None and _all_became(line, row, said):
        return
    elif column is None and not _begun(line):
        # 全部予以公开，共8件: here, too.
        line.row, line.heading = row, said
    else:
        line.spreads.append((row, column, rest, said))


def _begun(line: TypedLine) -> bool:
    """Whether the line or the table has figures of which all may be said."""
    known = (line.values, line.totals, line.standing.values, line.waits)
    return any(known)


def _colon(tokens: Sequence[Piece]) -> bool:
    return any(token.kind == "colon" for token in tokens)


def _all_closed(line: TypedLine, said: str) -> None:
    """均已办结 tells no outcome; at 结转下年度 it says that none is left."""
    here = line.standing.focus.row
    if here and here <= line.words.out and line.standing.focus.column is None:
        _put_zeros(line, here)
    else:
        line.closed = said


def _all_became(line: TypedLine, row: Cells, said: str) -> bool:
    """上年结转的2件都公开了: the same total, where it is not known whose they are."""
    if not line.placed or len(line.placed[0]) == 1 or line.rest:
        return False
    cells, value = line.placed
    # 收到7件，全部公开 and 答复5件，都公开了.
    whole = cells <= line.words.new | line.words.into or cells == line.words.results
    if not whole or cells & line.values.keys():
        return False
    if cells == line.words.results:
        line.totals = [total for total in line.totals if total.cells != cells]
    return line.target(row, Piece("number", shown(value)), said)


def _give_rest(line: TypedLine, total: Total, column: Cells, said: str) -> None:
    cells = total.cells & column
    parts = sum((v for a, v in line.values.items() if a in total.cells), start=Decimal(0))
    left = total.value - parts
    if len(cells) != 1 or left < 0:
        line.unplaced(said, "算不出是多少件")
        return
    (address,) = cells
    line.put(address, shown(left), left)
    line.out.doubts.append(f"其余的 {shown(left)} 件是算出来的。")


def none_at_all(line: TypedLine, tokens: Sequence[Piece]) -> bool:
    """都没有, 全部为零; 其余为零 after figures."""
    if not all(is_plain(t) or marked(t, "none") or marked(t, "all") or is_zero(t) for t in tokens):
        return False
    if not any(marked(t, "none") or is_zero(t) for t in tokens):
        return False
    row, column = line.standing.focus
    focused = row if column is None else (row & column if row else column)
    many = any_marked(tokens, "all") or "都" in "".join(t.text for t in tokens)
    # 都没有, said at one cell, is of more than that cell.
    alone = focused and (len(focused) > 1 or not many)
    if focused and alone and not any_marked(tokens, "rest"):
        _put_zeros(line, focused)
        return True
    if is_zero(tokens[0]) and len(tokens) == 1:
        return False
    line.out.rest_zero = True
    told = any_marked(tokens, "rest")
    if not told and any(line.standing.values.get(a) for a in line.words.typed):
        line.out.doubts.append("表里已经有数字：这一行只把其余没有看过的格子记为 0。")
    return True
