"""The summary as a workbook: a sheet each for units, findings, alike paragraphs, and the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any

from drafter.errors import harmless
from drafter.form.definitions import Table
from drafter.gather.gathered_report import SEVERITIES, Gathered, State
from drafter.gather.report_comparison import Compared
from drafter.gather.summary_page import Summary
from drafter.gather.unit_sums import UnitSums
from drafter.report.width import width_cells

_COLOURS = {
    State.ABSENT: "#F2DDEC",
    State.UNREAD: "#FCEBCB",
    State.WRONG: "#F8D7D7",
    State.USABLE: "#DDF0E0",
}
_LONGEST = 32_000
"""Characters that a cell of a workbook can hold, and a few less."""
_MOST_ROWS = 1_000_000
_MOST_UNITS = 16_000
"""Columns of a sheet, and a few less."""
_LINE, _HIGHEST = 15.0, 405.0
"""Points of a line of words, and of the highest row that there is."""


class Book:
    """A workbook under way, of sheets with heads that stay in sight and can be filtered."""

    def __init__(self, file: IO[bytes], *, large: bool = False) -> None:
        import xlsxwriter

        # A stranger's words that begin with = are words; of many rows only one is held.
        options = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": large}
        self.book = xlsxwriter.Workbook(file, options)
        self.head = self.book.add_format(
            {"bold": True, "bg_color": "#EEF2F6", "border": 1, "text_wrap": True}
        )
        self.wrapped = self.book.add_format({"text_wrap": True, "valign": "top"})
        self._fills: dict[str, Any] = {}

    def __enter__(self) -> Book:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self.book.close()

    def fill(self, colour: str) -> Any:
        """A format with this ground."""
        if colour not in self._fills:
            self._fills[colour] = self.book.add_format(
                {"bg_color": colour, "valign": "top", "text_wrap": True}
            )
        return self._fills[colour]

    def sheet(
        self,
        name: str,
        heads: Sequence[tuple[str, int]],
        rows: Iterable[Sequence[Any]],
        colour_at: tuple[int, dict[Any, str]] | None = None,
    ) -> int:
        """A sheet of rows under heads with their widths; gives the number of rows.

        colour_at: the column whose value gives its cell's ground
        """
        sheet = self.book.add_worksheet(name)
        sheet.freeze_panes(1, 1)
        for column, (head, width) in enumerate(heads):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, head, self.head)
        number = 0
        for number, row in enumerate(rows, start=1):
            if number > _MOST_ROWS:
                break
            sheet.set_row(number, _height(row, heads))
            for column, value in enumerate(row):
                look = self.wrapped
                if colour_at is not None and column == colour_at[0]:
                    look = self.fill(colour_at[1].get(value, "#FFFFFF"))
                _write(sheet, number, column, value, look)
        sheet.autofilter(0, 0, max(number, 1), len(heads) - 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        return number


def write_book(file: IO[bytes], summary: Summary, reports: Iterator[tuple[str, Gathered]]) -> None:
    """The whole workbook; `reports`: units with the report that counts, read one by one."""
    with Book(file, large=True) as book:
        heads = [("单位", 30), ("状态", 9), ("需要改", 9), ("需要确认", 10), ("迟报天数", 10)]
        heads += [("落款日期", 13), ("文件", 45), ("说明", 60), ("退回意见", 30)]
        colours = {state.value: colour for state, colour in _COLOURS.items()}
        book.sheet("汇总", heads, _lines(summary), (1, colours))
        heads = [("单位", 30), ("轻重", 10), ("位置", 36), ("问题", 70), ("怎么办", 50)]
        book.sheet("问题", [*heads, ("文件里", 50), ("编号", 8), ("文件", 45)], _findings(reports))
        if summary.alike:
            heads = [("组", 6), ("单位", 30), ("年度", 8), ("部分", 24), ("文字", 100)]
            book.sheet("相似段落", heads, _alike(summary))
        rest = list(_rest(summary))
        if rest:
            book.sheet("没有计入的文件", [("文件", 60), ("原因", 80)], rest)


def write_sums(file: IO[bytes], sums: UnitSums) -> None:
    """What is behind each cell: a sheet a table, a row a cell, a column a unit."""
    form, most = sums.form, _MOST_UNITS
    with Book(file) as book:
        for table in form.tables.values():
            heads = [("格", 34), ("合计", 10), *((name, 12) for name in sums.counted[:most])]
            book.sheet(table.short, heads, _sum_rows(sums, table))
        rest = [(name, "已计入", "报告还有错误" * (name in sums.doubtful)) for name in sums.counted]
        rest += [(each.unit, "没有计入", each.why) for each in (*sums.missing, *sums.held)]
        book.sheet("单位", [("单位", 34), ("是否计入", 10), ("说明", 60)], rest)


def write_comparison(file: IO[bytes], names: Sequence[str], compared: Sequence[Compared]) -> None:
    """A row a measure, a column a subject, with what there is to say of each behind them."""
    heads = [("比较的项目", 40), ("单位", 8), *((name, 14) for name in names[:_MOST_UNITS])]
    with Book(file) as book:
        book.sheet("比较", [*heads, ("说明", 60)], _comparison_rows(names, compared))


def _comparison_rows(names: Sequence[str], compared: Sequence[Compared]) -> Iterator[Sequence[Any]]:
    for each in compared:
        told = (f"{name}{said}" for name, said in zip(names, each.told, strict=True) if said)
        figures = ("" if figure is None else figure for figure in each.figures[:_MOST_UNITS])
        yield each.measure.label, each.measure.unit, *figures, "；".join(told)


def _sum_rows(sums: UnitSums, table: Table) -> Iterator[Sequence[Any]]:
    for cell in table.cells:
        if cell.address not in sums.form.computed:
            parts = {part.unit: part.figure for part in sums.behind.get(cell.address, ())}
            units = (parts.get(name, 0) for name in sums.counted[:_MOST_UNITS])
            yield cell.label, sums.figure(cell.address), *units


def _lines(summary: Summary) -> Iterator[Sequence[Any]]:
    for line in summary.lines:
        yield (
            line.name,
            line.state.value,
            line.errors,
            line.warnings,
            line.late,
            line.signed,
            line.file,
            "；".join(line.remarks),
            line.letter,
        )


def _findings(reports: Iterator[tuple[str, Gathered]]) -> Iterator[Sequence[Any]]:
    for unit, report in reports:
        for place, what, quote in report.unread:
            yield unit, "没有读到", place, what, "", quote, "", report.path
        for each in report.findings:
            severity = SEVERITIES[each["severity"]]
            told = each["place"], each["what"], each["fix"], each.get("quote", ""), each["code"]
            yield unit, severity, *told, report.path


def _alike(summary: Summary) -> Iterator[Sequence[Any]]:
    for number, group in enumerate(summary.alike, start=1):
        for each in group.paragraphs:
            yield number, each.unit, each.year, each.section, each.text


def _rest(summary: Summary) -> Iterator[Sequence[Any]]:
    for path, name, near in summary.strangers:
        yield path, f"写的是“{name}”，名单里没有" + (f"，像是“{near}”" if near else "")
    yield from summary.nameless
    for path, name, year in summary.others:
        yield path, f"{name}，是{year}年的"
    yield from summary.passed


def _height(row: Sequence[Any], heads: Sequence[tuple[str, int]]) -> float:
    """In points, so that all wrapped words are seen: not every office program finds it itself."""
    lines = (
        sum(-(-max(width_cells(line), 1) // width) for line in value.split("\n"))
        for value, (_, width) in zip(row, heads, strict=True)
        if isinstance(value, str)
    )
    return min(_LINE * max(lines, default=1), _HIGHEST)


def _write(sheet: Any, row: int, column: int, value: Any, look: Any) -> None:
    if isinstance(value, str):
        if value:
            sheet.write_string(row, column, harmless(value)[:_LONGEST], look)
        else:
            sheet.write_blank(row, column, None, look)
    else:
        sheet.write_number(row, column, float(value), look)
