"""A new register as a workbook: heads that drafter knows, lists to choose from, due dates reckoned.

Its formulas need no macro and no function newer than 2007, so that WPS and Excel both reckon them.
"""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from drafter.form.definitions import CellDefinition, Form
from drafter.ledger.register_words import RegisterWords
from drafter.ledger.work_calendar import WorkCalendar

ROWS = 500
"""Lines made ready."""
_CHOICES, _DAYS = "选项", "工作日"
_RED, _YELLOW = "#FFC7CE", "#FFEB9C"


class _Column(NamedTuple):
    """One column: its name in ledger.yaml, its width in characters, what may stand in it."""

    name: str
    width: int
    is_day: bool = False
    choices: tuple[str, ...] = ()


def blank_register(
    form: Form, words: RegisterWords, calendar: WorkCalendar, year: int, made: date
) -> bytes:
    """The workbook for a year; `made` is written into it as its day of creation."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.set_properties({"created": datetime(made.year, made.month, made.day)})
    columns = _columns(form, words)
    main = book.add_worksheet(f"{year}年")
    _notes(book.add_worksheet("说明"), words, calendar, year)
    choices = book.add_worksheet(_CHOICES)
    days = working_days(book, book.add_worksheet(_DAYS), calendar, year)
    head = book.add_format({"bold": True, "text_wrap": True, "border": 1, "bg_color": "#DDEBF7"})
    day, text = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "@"})
    for place, column in enumerate(columns):
        main.write(0, place, words.heads[column.name][0], head)
        main.set_column(place, place, column.width, day if column.is_day else text)
        if column.choices:
            choices.write_column(0, place, column.choices)
            letter = xl_col_to_name(place)
            source = f"={_CHOICES}!${letter}$1:${letter}${len(column.choices)}"
            # Other words may be typed: a register of one's own has its own.
            main.data_validation(
                1,
                place,
                ROWS,
                place,
                {"validate": "list", "source": source, "error_type": "information"},
            )
        elif column.is_day and column.name != "due":
            main.data_validation(1, place, ROWS, place, _only_days())
    choices.hide()
    at = {column.name: xl_col_to_name(place) for place, column in enumerate(columns)}
    due = [column.name for column in columns].index("due")
    for line in range(1, ROWS + 1):
        formula = due_formula(at, line + 1, days, words)
        main.write_formula(line, due, formula, day, "")
    _colours(book, main, at, due)
    main.freeze_panes(1, 2)
    main.autofilter(0, 0, ROWS, len(columns) - 1)
    book.close()
    return file.getvalue()


def outcome_words(form: Form, words: RegisterWords) -> tuple[str, ...]:
    """What the result's list offers: every row of the table in words that are read exactly."""
    special = {words.received, words.carried_in, words.carried_out}
    rows: dict[str, str] = {}
    for cell in form.tables[words.table].cells:
        if cell.row not in special and cell.address not in form.computed:
            rows.setdefault(cell.row, _row(cell))
    return (*rows.values(), "办理中")


def _row(cell: CellDefinition) -> str:
    *groups, leaf = [line.short for line in cell.row_path[1:] or cell.row_path]
    return f"{groups[-1]}（{leaf}）" if groups else leaf


def _columns(form: Form, words: RegisterWords) -> list[_Column]:
    kinds: dict[str, str] = {}
    for cell in form.tables[words.table].cells:
        if cell.address not in form.computed:
            kinds.setdefault(cell.column, cell.column_path[-1].short)
    ways = tuple(way.to for way in words.channels)
    results = tuple(each.words[0] for each in words.disputes.results)
    suits = tuple(each.words[0] for each in words.disputes.kinds)
    return [
        _Column("number", 12),
        _Column("received", 12, True),
        _Column("applicant", 14),
        _Column("kind", 14, choices=tuple(kinds.values())),
        _Column("channel", 11, choices=ways),
        _Column("content", 40),
        _Column("correction_asked", 12, True),
        _Column("correction_received", 12, True),
        _Column("opinion_asked", 12, True),
        _Column("opinion_received", 12, True),
        _Column("extended", 12, True),
        _Column("fee_notice", 12, True),
        _Column("fee_billed", 10),
        _Column("fee_paid", 12, True),
        _Column("fee_received", 10),
        _Column("due", 12, True),
        _Column("answered", 12, True),
        _Column("result", 24, choices=outcome_words(form, words)),
        _Column("delivered", 12, True),
        _Column("review_result", 12, choices=results),
        _Column("review_day", 12, True),
        _Column("suit_kind", 14, choices=suits),
        _Column("suit_result", 12, choices=results),
        _Column("suit_day", 12, True),
    ]


def _only_days() -> dict[str, Any]:
    return {
        "validate": "date",
        "criteria": "between",
        "minimum": date(2008, 5, 1),
        "maximum": date(2099, 12, 31),
        "error_title": "日期",
        "error_message": "写成 2025-01-31 这样的日期。",
        "error_type": "warning",
    }


def working_days(book: Any, sheet: Any, calendar: WorkCalendar, year: int) -> str:
    """Every working day that a due date may need, and the range that holds them."""
    day, last = date(year - 1, 1, 1), date(year + 2, 1, 1)
    style = book.add_format({"num_format": "yyyy-mm-dd"})
    line = 0
    while day < last:
        if calendar.is_working(day):
            sheet.write_datetime(line, 0, datetime(day.year, day.month, day.day), style)
            line += 1
        day += timedelta(1)
    sheet.hide()
    return f"{_DAYS}!$A$1:$A${line}"


def due_formula(at: dict[str, str], line: int, days: str, words: RegisterWords) -> str:
    """The last day to answer: counted along the list of working days."""

    def cell(name: str) -> str:
        return f"{at[name]}{line}"

    def place(what: str) -> str:
        return f"MATCH({what},{days},1)"

    start = f"MAX({cell('received')},{cell('correction_received')},{cell('fee_paid')})"
    told, asked = cell("opinion_received"), cell("opinion_asked")
    waited = f'IF(AND({asked}<>"",{told}>{start}),{place(told)}-{place(f"MAX({asked},{start})")},0)'
    extra = f'IF({cell("extended")}<>"",{words.terms.extension},0)'
    counted = f"INDEX({days},{place(start)}+{words.terms.answer}+{extra}+{waited})"
    waits = [
        (cell("correction_asked"), cell("correction_received"), "等待补正"),
        (asked, told, "征求意见中"),
        (cell("fee_notice"), cell("fee_paid"), "等待缴费"),
    ]
    formula = counted
    for begun, ended, said in reversed(waits):
        open_ = f'AND({cell("answered")}="",{begun}<>"",{ended}="")'
        formula = f'IF({open_},"{said}",{formula})'
    return f'=IF({cell("received")}="","",IFERROR({formula},""))'


def _colours(book: Any, sheet: Any, at: dict[str, str], due: int) -> None:
    """Red what is overdue, yellow what is due within a week; for those without an answer."""
    own, answered = f"${at['due']}2", f"${at['answered']}2"
    is_open = f'ISNUMBER({own}),{answered}=""'
    for limit, colour in (("<TODAY()", _RED), ("<=TODAY()+7", _YELLOW)):
        criteria = f"=AND({is_open},{own}{limit})"
        sheet.conditional_format(
            1,
            due,
            ROWS,
            due,
            {
                "type": "formula",
                "criteria": criteria,
                "format": book.add_format({"bg_color": colour}),
                "stop_if_true": True,
            },
        )


def _notes(sheet: Any, words: RegisterWords, calendar: WorkCalendar, year: int) -> None:
    terms = words.terms
    known = "、".join(
        f"{y}年（{calendar.sources[y]}）"
        for y in (year - 1, year, year + 1)
        if y in calendar.sources
    )
    lines = [
        "一件申请一行，不要合并单元格，不要另起行写同一件申请。",
        "申请人类型、申请方式、办理结果从下拉列表里选；列表里没有的，也可以自己写。",
        f"到期日自动算出：收到申请次日起 {terms.answer} 个工作日，"
        f"延期的再加 {terms.extension} 个工作日（《条例》第三十三条）；"
        "补正的，从收到补正重新起算（第三十条）；征求意见的时间不算（第三十二条至第三十四条）；"
        "收费的，从缴费重新起算。",
        "快到期的显示黄色，过了期限的显示红色。到期日仅供提醒，以《条例》为准。",
        f"节假日按{known or '周一至周五'}计算；别的年份按周一至周五计算。",
        "年底统计：drafter tally 这个文件 --year 年度。平时看期限：drafter ledger due 这个文件。",
    ]
    sheet.set_column(0, 0, 100)
    for line, text in enumerate(lines):
        sheet.write(line, 0, text)
