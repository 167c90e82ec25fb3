"""A document as a page to paste into the editor of a web site.

Such editors drop style sheets, classes, ids and what a screen reader is told, and keep of a table
`width border align`, of its cells `colspan rowspan align valign`, and mostly `style`. All looks are
therefore said twice, by attribute and by style, and indents are blanks.
"""

from __future__ import annotations

from collections.abc import Iterator

from drafter.report.document import Document, Grid, GridCell, Heading, PrintedTable
from drafter.report.table_markup import breakable, is_upright, legal, web_prose
from drafter.report.title_lines import bracketed, title_lines

_INDENT = "　　"
_TABLE = 'width="100%" border="1" align="center" style="width:100%;border-collapse:collapse"'
_CELL = "border:1px solid #000;padding:4px;vertical-align:middle;text-align:"

_UPRIGHT = ";writing-mode:vertical-rl;width:2em"
"""A label beside many rows: across, its words would be torn."""


def render_paste(document: Document) -> str:
    """The page, to be opened in a browser, marked whole, copied and pasted."""
    title = document.title + bracketed(document.mark)
    page = (
        "<!DOCTYPE html>",
        '<html lang="zh-CN">',
        f'<head><meta charset="utf-8"><title>{_escaped(title)}</title></head>',
        "<body>",
        _title(document),
        *_blocks(document),
        *(_text("p", line, "right") for line in (document.signed_by, document.signed_on) if line),
        "</body>",
        "</html>",
    )
    return legal("\n".join(page)) + "\n"


def _title(document: Document) -> str:
    lines = title_lines(document.title, document.signed_by, mark=document.mark)
    words = "<wbr>".join(map(_escaped, lines)) + bracketed(document.mark)
    style = "text-align:center;word-break:keep-all;overflow-wrap:anywhere"
    return f'<h1 style="{style}">{words}</h1>'


def _blocks(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, PrintedTable):
            yield from _table(block.grid)
        elif isinstance(block, Heading):
            yield _text(f"h{block.level + 1}", block.text, "left")
        else:
            yield f'<p style="text-align:justify">{_INDENT}{web_prose(block.text)}</p>'


def _text(tag: str, text: str, align: str) -> str:
    return f'<{tag} style="text-align:{align}">{_escaped(text)}</{tag}>'


def _table(grid: Grid) -> Iterator[str]:
    yield f"<table {_TABLE}>"
    yield "<tbody>"
    for row in grid.rows:
        yield "<tr>" + "".join(_cell(cell, grid) for cell in row) + "</tr>"
    yield "</tbody>"
    yield "</table>"


def _cell(cell: GridCell, grid: Grid) -> str:
    tag = "th" if cell.kind in ("caption", "header") else "td"
    align = "left" if cell.kind == "label" and cell.rows == 1 else "center"
    spans = f' colspan="{cell.columns}"' * (cell.columns > 1)
    spans += f' rowspan="{cell.rows}"' * (cell.rows > 1)
    if cell.kind == "figure" and cell.columns == 1:  # else columns are as wide as their words
        share = 100 if not grid.label_columns else 60
        spans += f' width="{share // (grid.columns - grid.label_columns)}%"'
    # Words of a narrow head stay whole; where an editor drops the marks, it only grows wider.
    upright = is_upright(cell)
    whole = tag == "th" or (cell.rows > 1 and not upright)
    style = f"{_CELL}{align}" + ";word-break:keep-all" * whole + _UPRIGHT * upright
    text = breakable(cell) if whole else _escaped(cell.text)
    return f'<{tag}{spans} align="{align}" valign="middle" style="{style}">{text}</{tag}>'


def _escaped(text: str) -> str:
    from html import escape  # what only this page needs

    return escape(text).replace("\n", "<br>")
