"""What stands outside the form's tables: every piece that is none of theirs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from drafter.form.definitions import Form, Table
from drafter.importing.align import Found
from drafter.importing.labels import Wanted, is_title_of, plain, table_words
from drafter.importing.pieces import Piece
from drafter.importing.runs import Run

_FURTHEST = 80
"""How many pieces a table's head may be broken into."""


def outside_tables(
    form: Form,
    pieces: Sequence[Piece],
    rows: Sequence[Wanted],
    runs: Sequence[Run],
    found: Sequence[Found],
) -> tuple[Piece, ...]:
    """The title, headings, paragraphs and signature, in order."""
    inside: set[int] = set()
    tables: set[int] = set()
    for table in form.tables.values():
        own = [runs[each.at] for each in found if rows[each.row].table == table.id]
        tables.update(run.table for run in own)
        loose = [run for run in own if not run.table]
        if loose:
            first = _head(form, table, pieces, loose[0].start)
            inside.update(range(first, loose[-1].end + 1))
    tables.discard(0)
    outside = (
        piece
        for number, piece in enumerate(pieces)
        if number not in inside and piece.table not in tables
    )
    return tuple(_lines(outside))


def _head(form: Form, table: Table, pieces: Sequence[Piece], start: int) -> int:
    """Where a table without borders begins: after its heading, else with the first label of
    those that lead up to its first figure."""
    part = next(part for part in form.parts if part.table is table)
    reach = range(start - 1, max(start - _FURTHEST, 0) - 1, -1)
    for number in reach:
        if is_title_of(part, pieces[number].text):
            return number + 1
    words = table_words(table)
    for number in reach:
        if not all(_is_among(word, words) for word in pieces[number].text.split()):
            return number + 1
    return min(reach, default=start)


def _is_among(word: str, words: Sequence[str]) -> bool:
    bare = plain(word)
    return any(bare in known for known in words)


def _lines(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Cells of tables that are not the form's hold a paragraph a line."""
    for piece in pieces:
        if not piece.row:
            yield piece
            continue
        yield from (Piece(line) for line in piece.text.split("\n") if line.strip())
