"""Tables of a web page: every figure names the headers that it stands under."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from drafter.report.cells import PlacedCell, place_cells
from drafter.report.document import Grid

if TYPE_CHECKING:
    from markupsafe import Markup

_ILLEGAL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)


def legal(text: str) -> str:
    """The text without the characters that no web page may hold, nor show."""
    return _ILLEGAL.sub("", text)


def web_table(grid: Grid, caption: str, name: str) -> Markup:
    """The grid as a table; `name` begins the ids of its headers.

    A caption row begins a body of its own; without any, the header rows repeat in print.
    """
    from markupsafe import Markup

    lines = [f"<table>\n<caption>{_escaped(caption)}</caption>", *_parts(grid, name), "</table>"]
    return Markup("\n".join(lines))


def _parts(grid: Grid, name: str) -> Iterator[str]:
    placed = place_cells(grid)
    rows = [[place for place in placed if place.row == row] for row in range(len(grid.rows))]
    if grid.header_rows:
        yield from _body("thead", rows[: grid.header_rows], rows[: grid.header_rows], name)
    start = grid.header_rows
    captions = [row for row in range(start, len(rows)) if _is_caption(rows[row])]
    ends = [*(row for row in captions if row != start), len(rows)]
    for end in ends:
        yield from _body("tbody", rows[start:end], rows[: grid.header_rows] + rows[start:end], name)
        start = end


def _is_caption(row: list[PlacedCell]) -> bool:
    return any(place.cell.kind == "caption" for place in row)


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
    text = _escaped(cell.text)
    if cell.kind == "figure":
        ids = " ".join(_id(head, name) for head in heads if _heads(head, place))
        return f'<td{spans} headers="{ids}">{text}</td>'
    if not cell.text:
        return f"<td{spans}></td>"
    scope = {"caption": "rowgroup", "header": "col"}.get(cell.kind, "row")
    look = ' class="group"' if cell.kind == "label" and cell.rows > 1 else ""
    return f'<th{spans} id="{_id(place, name)}" scope="{scope}"{look}>{text}</th>'


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
