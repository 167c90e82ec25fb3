"""Reports as PDFs of other people: narrow columns with labels a character or two a line, tables
cut by the page, a page number between dashes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from drafter.form.arithmetic import format_figure
from drafter.form.definitions import Address, Block, Form, Line

from ..conftest import skip_without_chinese_fonts
from . import wild_reports as wild

_PAGE = """#set page(height: HEIGHT, width: 21cm, margin: 2cm,
  footer: context align(center)[— #counter(page).display() —])
#set text(font: ("Noto Serif CJK SC", "SimSun", "Songti SC"), size: 10pt, lang: "zh")
"""


def page_report(
    form: Form, figures: Mapping[Address, object], narrow: str, height: str = "16cm"
) -> bytes:
    """The report as a PDF; `narrow`: how wide the columns of the groups are."""
    skip_without_chinese_fonts()
    import typst

    printed = {address: format_figure(figures[address]) for address in form.cells}

    def table(form: Form, figures: Mapping[Address, str], table: str) -> str:
        blocks = form.tables[table].blocks
        return "\n".join(_table(block, table, figures, narrow) for block in blocks)

    body = wild.report(form, printed, table, wrap=lambda text: f"{text}\n")
    data = typst.compile((_PAGE.replace("HEIGHT", height) + body).encode())
    assert isinstance(data, bytes)
    return data


def _table(block: Block, table: str, figures: Mapping[Address, str], narrow: str) -> str:
    depth, height = _depth(block.rows), _depth(block.columns)
    columns = block.column_leaves
    cells = [f"table.cell(colspan: {depth}, rowspan: {height})[{block.corner}]"]
    level, at = list(block.columns), 0
    while level:
        for line in level:
            rows = 1 if line.children else height - at
            spans = f"colspan: {len(line.leaves)}, rowspan: {rows}"
            cells.append(f"table.cell({spans})[{line.label}]")
        level, at = [child for line in level for child in line.children], at + 1

    def rows(lines: Sequence[Line], level: int) -> Iterator[str]:
        for line in lines:
            if line.children:
                yield f"table.cell(rowspan: {len(line.leaves)})[{line.label}]"
                yield from rows(line.children, level + 1)
            else:
                yield f"table.cell(colspan: {depth - level})[{line.label}]"
                yield from (f"[{figures[f'{table}/{line.id}/{each.id}']}]" for each in columns)

    widths = ", ".join([*[narrow] * (depth - 1), "8em", *["1fr"] * len(columns)])
    inside = ",\n".join([*cells, *rows(block.rows, 0)])
    return f"#table(columns: ({widths}), inset: 3pt, align: center,\n{inside})\n"


def _depth(lines: Sequence[Line]) -> int:
    return 1 + max((_depth(line.children) if line.children else 0) for line in lines)
