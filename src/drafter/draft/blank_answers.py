"""An empty answers file that explains itself: every question a comment to be uncommented."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from drafter.draft.answers_file import FORMAT
from drafter.form.definitions import CellDefinition, Form, Kind, Need, Question, Section, Table
from drafter.form.year_words import in_year

_PLAIN = re.compile(r"(?:[\w（《“](?:[^:#\s]|(?<![:\s])[:#](?=\S)| (?!#))*)?")
_EXAMPLE_YEAR = 2024
_NEEDS = {
    Need.REQUIRED: "必填",
    Need.OPTIONAL: "选填",
    Need.LOCAL: "当地有要求时填",
}
_SHAPES = {
    Kind.COUNT: "数字",
    Kind.MONEY: "金额",
    Kind.YESNO: "是 或 否",
    Kind.CHOICE: "选一项",
    Kind.CHOICES: "可选多项，写成 [甲, 乙]",
    Kind.LINE: "一行文字",
    Kind.PROSE: "一段或几段文字",
    Kind.DATE: "日期，如 2022-01-20",
    Kind.YEAR: "年份",
    Kind.BREAKDOWN: "名称和数量，写成 {甲: 1, 乙: 2}",
    Kind.RECORDS: "一条一条写",
}


def blank_answers(form: Form) -> str:
    """The file's text. As it stands it is an answers file without answers."""
    return "\n".join(_lines(form)) + "\n"


def _lines(form: Form) -> Iterator[str]:
    yield f"# {form.name}（{form.source}）"
    yield "# 去掉行首的“#”并填上内容；没有的内容不用管，表格里没填的格子是 0。"
    yield "# 填好后运行：drafter print 本文件"
    yield f"format: {FORMAT}"
    yield f"form: {form.id}"
    yield from _basics(form)
    yield ""
    yield "answers:"
    for section in form.sections:
        yield from _section(section)
    for table in form.tables.values():
        yield from _gates(table)
    yield ""
    yield "# 不用起草的文字、要自己写某一部分时，在下面写全文，每段一行："
    yield "texts:"
    for section in form.sections:
        if section.text:
            yield f"# {section.short}"
            yield f"#  {section.id}: |"
            yield "#    第一段"
    yield ""
    yield "# 表格：只填不是 0 的格子，总数自动计算；核对无误、其余确实为零的表，写 confirmed: true"
    yield "tables:"
    for table in form.tables.values():
        yield from _table(form, table)


def _basics(form: Form) -> Iterator[str]:
    questions = [q for q in form.basics.questions if _top_level(q)]
    year = [q for q in questions if q.id == "year"]
    for question in year:
        yield from _question(question, "year", "")
    yield "organ:"
    for question in questions:
        if question.id != "year":
            yield from _question(question, question.id.removeprefix("organ."), "  ")


def _top_level(question: Question) -> bool:
    return question.id == "year" or question.id.startswith("organ.")


def _section(section: Section) -> Iterator[str]:
    questions = [question for question in section.questions if not _top_level(question)]
    if questions:
        yield ""
        yield f"# ── {section.short} ──"
    for question in questions:
        yield from _question(question, question.id, "  ")


def _gates(table: Table) -> Iterator[str]:
    """The questions whose answers settle which cells of a table are in use."""
    if table.gates:
        yield ""
        yield f"# ── {table.short}：先答这几题，核对时就只看用得到的格子；不答也可以直接填表 ──"
    for gate in table.gates:
        yield from _question(gate.question, gate.question.id, "  ")


def _question(question: Question, key: str, indent: str) -> Iterator[str]:
    unit = f"，单位：{question.unit}" if question.unit else ""
    example = in_year(question, _EXAMPLE_YEAR).example
    question = in_year(question, None)
    need = "有这种情况才" if question.when and question.need is Need.REQUIRED else ""
    shape = f"{_SHAPES[question.kind]}{unit}；{need}{_NEEDS[question.need]}"
    yield f"# {_line(question.ask)}（{shape}）"
    for words in (question.hint, _choices(question)):
        if words:
            yield f"#     {_line(words)}"
    if question.kind is Kind.RECORDS:
        yield f"#{indent}{key}:"
        for place, field in enumerate(question.fields):
            mark = "-" if place == 0 else " "
            yield f"#{indent}  {mark} {field.id}:  # {_line(field.label)}"
    else:
        yield f"#{indent}{key}: {_value(example)}".rstrip()


def _line(words: str) -> str:
    """Several lines as one, which a comment is."""
    return " ".join(words.split())


def _value(example: str) -> str:
    """The example as YAML reads it back, in quotes where it needs them."""
    return example if _PLAIN.fullmatch(example) else json.dumps(example, ensure_ascii=False)


def _choices(question: Question) -> str:
    return (
        f"可选：{'、'.join(question.choices)}{'等' if question.free else ''}"
        if question.choices
        else ""
    )


def _table(form: Form, table: Table) -> Iterator[str]:
    yield f"# {_line(table.short)}：{_line(table.title)}"
    yield f"#  {table.id}:"
    yield "#    confirmed: true"
    yield "#    cells:"
    for row, cells in _typed_rows(form, table).items():
        words = "、".join(f"{cell.column}（{cell.column_path[-1].short}）" for cell in cells)
        label = "·".join(line.label for line in cells[0].row_path if line.label)
        yield f"#      # {_line(label or table.title)}：{_line(words)}"
        yield f"#      {row}: {{{cells[0].column}: 0}}"


def _typed_rows(form: Form, table: Table) -> dict[str, list[CellDefinition]]:
    rows: dict[str, list[CellDefinition]] = {}
    for cell in table.cells:
        if cell.address not in form.computed:
            rows.setdefault(cell.row, []).append(cell)
    return rows
