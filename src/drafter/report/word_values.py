"""What a Word template may print of a document, and how a text becomes XML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from drafter.report.document import Document, PrintedTable
from drafter.report.width import width_cells

_TITLE_CELLS = 40
"""What a line of the title holds, in half characters."""
# What XML 1.0 forbids. A regular expression for it takes 5 ms to compile.
_LEGAL: dict[int, str | None] = dict.fromkeys(
    (*range(0x20), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF)
)
_LEGAL |= {ord("\t"): "\t", ord("\n"): "\n"}
_KEPT_SPACE = '<w:t xml:space="preserve">'
_WRITTEN = _LEGAL | {
    ord("&"): "&amp;",
    ord("<"): "&lt;",
    ord(">"): "&gt;",
    ord("\n"): f"</w:t><w:br/>{_KEPT_SPACE}",
    ord("\t"): f"</w:t><w:tab/>{_KEPT_SPACE}",
}


class Named:
    """Values by name, without methods that a row or a column could share its name with."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    def __getitem__(self, name: str) -> Any:
        return self._values[name]


def context_of(document: Document) -> dict[str, Any]:
    """`document`, its `title` in lines, and `figures` by table, row and column."""
    tables = {
        block.address: _figures(block)
        for block in document.blocks
        if isinstance(block, PrintedTable)
    }
    return {"document": document, "title": title_lines(document), "figures": Named(tables)}


def title_lines(document: Document) -> str:
    """A title too long for one line breaks after the name of the organ that it begins with."""
    title, organ = document.title, document.signed_by
    rest = title.removeprefix(organ)
    if not rest or rest == title or width_cells(title) <= _TITLE_CELLS:
        return title
    return f"{organ}\n{rest}"


def legal(text: str) -> str:
    """The text without what XML 1.0 forbids; line ends as `\\n`."""
    return _one_line_end(text).translate(_LEGAL)


def written(value: object) -> Markup:
    """A value as it is written inside a w:t; a filter may have escaped it before."""
    text = value.unescape() if isinstance(value, Markup) else str(value)
    return Markup(_one_line_end(text).translate(_WRITTEN))


def _one_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _figures(table: PrintedTable) -> Named:
    rows: dict[str, dict[str, str]] = {}
    for cell in (cell for cells in table.grid.rows for cell in cells if cell.address):
        _, row, column = cell.address.split("/")
        rows.setdefault(row, {})[column] = cell.text
    return Named({row: Named(figures) for row, figures in rows.items()})
