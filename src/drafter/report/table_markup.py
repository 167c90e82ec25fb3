"""Markup: tables as Markdown's pipe tables and as tables of a web page, and its prose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING

from drafter.report.document import Grid, GridCell, PlacedCell, place_cells
from drafter.report.drawn_tables import SEAM, cell_lines

if TYPE_CHECKING:
    from markupsafe import Markup


_UPRIGHT_ROWS = 10
"""A label beside so many rows stands upright: in a narrow column its words would be torn."""
_HEAD_CELLS = 6
"""The column of a head has room for 自然人."""
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&])")
_LIST_MARK = re.compile(r"^(\s*\d*)([-+]|(?<=\d)[.)])(?=\s|-|$)")


def escape(text: str) -> str:
    """Text that Markdown shows as it is."""
    return _LIST_MARK.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", text))


def pipe_tables(grid: Grid) -> str:
    """One pipe table for each band of the grid, under its caption."""
    bands: list[tuple[str, list[list[GridCell]]]] = []
    for row in _spread(grid):
        if row[0].kind == "caption":
            bands.append((row[0].text, []))
        else:
            head = row[0].kind == "header"
            # Heads below figures begin a band without a caption: a row goes on under others.
            if not bands or (head and bands[-1][1] and bands[-1][1][-1][0].kind != "header"):
                bands.append(("", []))
            bands[-1][1].append(row)
    return "\n\n".join("\n".join(_band(caption, rows)) for caption, rows in bands)


def _spread(grid: Grid) -> Iterator[list[GridCell]]:
    """Every row with a cell at every grid column: Markdown knows no spans, so they are repeated."""
    below: dict[int, tuple[GridCell, int]] = {}
    for cells in grid.rows:
        waiting = iter(cells)
        row: list[GridCell] = []
        while len(row) < grid.columns:
            column = len(row)
            if column in below:
                cell, left = below.pop(column)
            else:
                cell, left = next(waiting), 0
                left = cell.rows
            row += [cell] * cell.columns
            if left > 1:
                below[column] = (cell, left - 1)
        yield row


def _band(caption: str, rows: list[list[GridCell]]) -> Iterator[str]:
    if caption:
        yield f"**{escape(caption)}**"
        yield ""
    keep = _distinct_columns(rows)
    head = [row for row in rows if all(cell.kind == "header" for cell in row)]
    # A head over several columns is said once.
    yield _line(["" if _goes_on(head, c) else _join([row[c] for row in head]) for c in keep])
    # The last row has no headers any more, so it tells what a column holds.
    marks = (" :-- " if rows[-1][column].kind == "label" else " --: " for column in keep)
    yield f"|{'|'.join(marks)}|"
    for row in rows[len(head) :]:
        yield _line([row[c].text if c == _first(row, c) else "" for c in keep])


def _distinct_columns(rows: list[list[GridCell]]) -> list[int]:
    """The grid columns less those in which every cell only continues the one before."""
    return [
        c for c in range(len(rows[0])) if c == 0 or any(row[c] is not row[c - 1] for row in rows)
    ]


def _goes_on(rows: list[list[GridCell]], column: int) -> bool:
    return column > 0 and bool(rows) and all(row[column] is row[column - 1] for row in rows)


def _first(row: list[GridCell], column: int) -> int:
    while column and row[column - 1] is row[column]:
        column -= 1
    return column


def _join(cells: list[GridCell]) -> str:
    words: list[str] = []
    for cell in cells:
        if cell.text and cell.text not in words:
            words.append(cell.text)
    return " / ".join(words)


def _line(words: list[str]) -> str:
    return "| " + " | ".join(escape(word).replace("\n", " ") for word in words) + " |"


_LONG = 7
"""Digits that have room in a column of any table as it is printed."""
_ADDRESS = re.compile(r"[!-~]{24,}")
_AFTER_MARK = re.compile(r"(?<=[^/:][/?=.])(?=\w)|(?<=&amp;)(?=\w)")
# Not compiled here: only a web page needs it.
_ILLEGAL = (
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)


def legal(text: str) -> str:
    """The text without the characters that no web page may hold, nor show."""
    return re.sub(_ILLEGAL, "", text)


def web_prose(text: str) -> Markup:
    """A paragraph, with the places marked at which a long address in it may break.

    A browser breaks it nowhere before it must, and spreads the line above over the page.
    """
    from markupsafe import Markup

    return Markup(_ADDRESS.sub(lambda found: _AFTER_MARK.sub("<wbr>", found[0]), _escaped(text)))


def web_table(grid: Grid, caption: str, name: str) -> Markup:
    """The grid as a table; `name` begins the ids of its headers.

    A caption row begins a body of its own; without any, the header rows repeat in print.
    """
    from markupsafe import Markup

    figures = (cell.text for cell in chain(*grid.rows) if cell.kind == "figure")
    long = ' class="long"' * any(len(text) > _LONG for text in figures)
    head = f"<table{long}>\n<caption>{_escaped(caption)}</caption>"
    return Markup("\n".join([head, *_columns(grid), *_parts(grid, name), "</table>"]))


def is_upright(cell: GridCell) -> bool:
    """Whether a label stands upright."""
    return cell.kind == "label" and cell.rows >= _UPRIGHT_ROWS


def _columns(grid: Grid) -> Iterator[str]:
    """What each column of labels holds, so that a style sheet can say how wide it is printed."""
    if grid.label_columns:
        groups = ["group"] * (grid.label_columns - 1)
        if any(map(is_upright, chain(*grid.rows))):
            groups[:1] = ["upright"]
        columns = "".join(f'<col class="{look}">' for look in (*groups, "label"))
        yield f'<colgroup>{columns}<col span="{grid.columns - grid.label_columns}"></colgroup>'


def _parts(grid: Grid, name: str) -> Iterator[str]:
    placed = place_cells(grid)
    rows = [[place for place in placed if place.row == row] for row in range(len(grid.rows))]
    if grid.header_rows:
        yield from _body("thead", rows[: grid.header_rows], rows[: grid.header_rows], name)
    start = grid.header_rows
    after = range(start + 1, len(rows))
    captions = (r for r in after if any(place.cell.kind == "caption" for place in rows[r]))
    ends = [*captions, len(rows)]
    for end in ends:
        yield from _body("tbody", rows[start:end], rows[: grid.header_rows] + rows[start:end], name)
        start = end


def _body(
    tag: str, rows: list[list[PlacedCell]], around: list[list[PlacedCell]], name: str
) -> Iterator[str]:
    """One group of rows; `around` are those whose headers may stand over its figures."""
    heads = [place for row in around for place in row if place.cell.kind != "figure"]
    yield f"<{tag}>"
    for row in rows:
        yield "<tr>" + "".join(_cell(place, heads, name) for place in row) + "</tr>"
    yield f"</{tag}>"


def _cell(place: PlacedCell, heads: Iterable[PlacedCell], name: str) -> str:
    cell = place.cell
    spans = f' colspan="{cell.columns}"' * (cell.columns > 1)
    spans += f' rowspan="{cell.rows}"' * (cell.rows > 1)
    if cell.kind == "figure":
        ids = " ".join(_id(head, name) for head in heads if _heads(head, place))
        return f'<td{spans} headers="{ids}">{_escaped(cell.text)}</td>'
    if not cell.text:
        return f"<td{spans}></td>"
    scope = {"caption": "rowgroup", "header": "col"}.get(cell.kind, "row")
    group = "upright" if is_upright(cell) else "group"
    look = f' class="{group}"' if cell.kind == "label" and cell.rows > 1 else ""
    text = breakable(cell)
    return f'<th{spans} id="{_id(place, name)}" scope="{scope}"{look}>{text}</th>'


def breakable(cell: GridCell) -> str:
    """A head or label with the places marked at which a narrow cell may break: between words."""
    if cell.kind == "header":
        pieces = cell_lines(cell.text, "header", _HEAD_CELLS, False)
        if "".join(pieces) == cell.text:
            return "<wbr>".join(map(_escaped, pieces))
    if cell.kind == "label" and cell.rows > 1:
        return "<wbr>".join(map(_escaped, SEAM.split(cell.text)))
    return _escaped(cell.text)


def _heads(head: PlacedCell, figure: PlacedCell) -> bool:
    """Whether a header or label is one of this figure's: over it, or beside it."""
    if not head.cell.text:
        return False
    if head.cell.kind == "label":
        return head.row <= figure.row < head.end_row
    return head.column < figure.end_column and figure.column < head.end_column


def _id(place: PlacedCell, name: str) -> str:
    return f"{name}-{place.row + 1}-{place.column + 1}"


def _escaped(text: str) -> str:
    from markupsafe import escape

    return str(escape(text)).replace("\n", "<br>")
