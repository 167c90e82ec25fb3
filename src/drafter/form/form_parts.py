"""Reading the parts of a form: sections with their questions, tables with their gates."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from math import prod

from drafter.errors import DrafterError
from drafter.form.definitions import (
    LOOKS,
    Block,
    CellDefinition,
    Field,
    Gate,
    Kind,
    Line,
    Need,
    Question,
    Section,
    Table,
    Text,
    all_lines,
)
from drafter.form.label_numbers import without_number
from drafter.form.shape import Shape
from drafter.nodes import Node

_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
_FULL_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*){0,9}\Z")
MOST_CELLS = 10_000
"""Of a form: more of them take minutes to draw."""
_MOST_COLUMNS = 100
"""Of a table, as what reads it back takes no more."""
_KINDS = {kind.value: kind for kind in Kind if kind is not Kind.CHANGE}
_NEEDS = {need.value: need for need in Need}
_MONEY_UNITS = ("元", "万元")
_HELP = ("hint", "counts", "excludes", "example", "source", "default")
_OPTIONAL = (
    *(*_HELP, "proposes", "unit", "need", "when", "zero"),
    *("choices", "free", "fields", "standing", "looks", "again", "grave"),
    "not_ending",
)


def read_section(shape: Shape, section_id: str, node: Node, *, basics: bool = False) -> Section:
    """A section; `basics` write the full ids of their questions themselves."""
    known = ("id", "title", "short", "optional", "questions", "text")
    entries = shape.entries(node, (), known)
    shape.define(section_id, node.line)
    title = read_text(shape, entries.get("title")) or Text("", node.line)
    questions = tuple(
        read_question(shape, section_id, item, full_id=basics)
        for item in shape.items(entries.get("questions"))
    )
    paragraphs = read_texts(shape, entries.get("text"))
    short = shape.text(entries.get("short")) or title.source
    optional = shape.flag(entries.get("optional"))
    return Section(section_id, title, short, optional, questions, paragraphs)


def read_text(shape: Shape, node: Node | None) -> Text | None:
    """A template with its line; whether it can be compiled is seen later."""
    if node is None:
        return None
    source = shape.text(node)
    # Blank lines above the text are cut off with its other white space, but count as lines.
    above = str(node.value).partition(source)[0] if source else ""
    return Text(source, node.line + above.count("\n"))


def read_texts(shape: Shape, node: Node | None) -> tuple[Text, ...]:
    """A list of templates."""
    texts = (read_text(shape, item) for item in shape.items(node))
    return tuple(text for text in texts if text is not None)


def read_name(shape: Shape, node: Node | None, *, full: bool = False) -> str:
    """An id: lower case letters, digits and `_`; with dots when `full`."""
    if node is None:
        return "?"
    name = shape.text(node)
    if not (_FULL_NAME if full else _NAME).match(name):
        shape.complain(
            node.line,
            f"“{name[:60]}”不能作名称。",
            "名称用小写英文字母、数字和下划线，以字母开头；带点的最多十段。"
            if full
            else "名称用小写英文字母、数字和下划线，以字母开头。",
        )
    return name


def read_question(shape: Shape, section_id: str, node: Node, *, full_id: bool = False) -> Question:
    """One question, checked for what its kind needs."""
    entries = shape.entries(node, ("id", "ask", "label", "kind"), _OPTIONAL)
    name = read_name(shape, entries.get("id"), full=full_id)
    kind = shape.one_of(entries.get("kind"), _KINDS, Kind.LINE)
    fields = tuple(_read_field(shape, item) for item in shape.items(entries.get("fields")))
    question = Question(
        id=name if full_id else f"{section_id}.{name}",
        section=section_id,
        ask=shape.text(entries.get("ask")),
        label=shape.text(entries.get("label")),
        kind=kind,
        need=shape.one_of(entries.get("need"), _NEEDS, Need.OPTIONAL),
        unit=shape.text(entries.get("unit")),
        choices=shape.words(entries.get("choices")),
        free=shape.flag(entries.get("free")),
        fields=fields,
        when=read_text(shape, entries.get("when")),
        zero=read_text(shape, entries.get("zero")),
        proposes=read_text(shape, entries.get("proposes")),
        standing=shape.flag(entries.get("standing")),
        grave=shape.flag(entries.get("grave")),
        looks=shape.one_of(entries.get("looks"), {name: name for name in LOOKS}, ""),
        again=shape.text(entries.get("again")),
        not_ending=shape.words(entries.get("not_ending")),
        **{key: shape.text(entries.get(key)) for key in _HELP},
    )
    shape.define(question.id, node.line)
    _check_kind(shape, question, node.line)
    return question


def _read_field(shape: Shape, node: Node) -> Field:
    entries = shape.entries(node, ("id", "label"), ("need", "hint"))
    need = shape.one_of(entries.get("need"), _NEEDS, Need.OPTIONAL)
    name = read_name(shape, entries.get("id"))
    return Field(
        name,
        shape.text(entries.get("label")),
        shape.text(entries.get("hint")),
        need is Need.REQUIRED,
    )


def _check_kind(shape: Shape, question: Question, line: int) -> None:
    if question.kind is Kind.MONEY and question.unit not in _MONEY_UNITS:
        shape.complain(line, "金额的单位应当是“元”或“万元”。", "写“unit: 元”或“unit: 万元”。")
    if question.kind in (Kind.CHOICE, Kind.CHOICES) and not question.choices:
        shape.complain(line, "选择题没有写选项。", "补上“choices: [甲, 乙]”。")
    if (question.kind is Kind.RECORDS) != bool(question.fields):
        shape.complain(line, "“fields”与“kind: records”要同时有。", "补上或去掉“fields”。")


_CELL_KINDS = {kind.value: kind for kind in (Kind.COUNT, Kind.CHANGE, Kind.MONEY)}


def read_table(shape: Shape, table_id: str, title: str, entries: dict[str, Node]) -> Table:
    """The table of a part; `entries` are the keys of its `table:`."""
    unit = shape.text(entries.get("unit"))
    blocks = tuple(_read_block(shape, node, unit) for node in shape.items(entries.get("blocks")))
    sizes = [[len(list(_paths(along))) for along in (each.rows, each.columns)] for each in blocks]
    if sum(map(prod, sizes)) > MOST_CELLS or any(width > _MOST_COLUMNS for _, width in sizes):
        raise too_large(shape, entries["blocks"].line)
    cells = tuple(cell for block in blocks for cell in _cells(table_id, block))
    gates = tuple(
        read_gate(shape, table_id, blocks, node) for node in shape.items(entries.get("gates"))
    )
    short = shape.text(entries.get("short")) or title
    notes = read_texts(shape, entries.get("notes"))
    table = Table(table_id, title, short, unit, blocks, cells, gates, notes)
    line = entries["blocks"].line if "blocks" in entries else 1
    _check_names(shape, table, line)
    if not blocks or not all(block.columns and block.rows for block in blocks):
        shape.complain(line, "表格里没有行或列。", "每张表至少一块，每块至少一行一列。")
    return table


def too_large(shape: Shape, line: int) -> DrafterError:
    """What is said of tables beyond all measure, before anything is made of them."""
    shape.complain(line, "表格太大。", f"最多 {_MOST_COLUMNS} 列，一共最多 {MOST_CELLS} 格。")
    return DrafterError(shape.problems)


def _read_block(shape: Shape, node: Node, unit: str) -> Block:
    entries = shape.entries(node, ("columns", "rows"), ("caption", "corner"))
    columns = tuple(
        _read_line(shape, item, "columns", unit) for item in shape.items(entries.get("columns"))
    )
    rows = tuple(_read_line(shape, item, "rows", unit) for item in shape.items(entries.get("rows")))
    return Block(
        shape.text(entries.get("caption")), shape.text(entries.get("corner")), columns, rows
    )


def _read_line(shape: Shape, node: Node, within: str, unit: str) -> Line:
    entries = shape.entries(
        node, ("label",), ("id", "short", within, "counts", "excludes", "source", "kind", "unit")
    )
    children = tuple(
        _read_line(shape, item, within, unit) for item in shape.items(entries.get(within))
    )
    if "id" not in entries and not children:
        shape.complain(node.line, "有格子的行和列要有“id”。", "补上“id: …”。")
    label, short = shape.text(entries.get("label")), shape.text(entries.get("short"))
    says = None
    if "{{" in label:
        says = read_text(shape, entries["label"])
        label = short
        if within == "columns" or children or not short:
            what = "只有一行的名称能是模板，这一行还要有“short”。"
            shape.complain(node.line, what, "补上“short: …”，或写成不变的名称。")
    return Line(
        id=read_name(shape, entries["id"]) if "id" in entries else "",
        label=label,
        says=says,
        short=short or without_number(label),
        children=children,
        counts=shape.text(entries.get("counts")),
        excludes=shape.text(entries.get("excludes")),
        source=shape.text(entries.get("source")),
        kind=shape.one_of(entries.get("kind"), _CELL_KINDS, Kind.COUNT),
        unit=shape.text(entries.get("unit")) or unit,
    )


def _cells(table_id: str, block: Block) -> Iterator[CellDefinition]:
    column_paths = list(_paths(block.columns))
    for row_path in _paths(block.rows):
        row = row_path[-1]
        for column_path in column_paths:
            column = column_path[-1]
            yield CellDefinition(
                address=f"{table_id}/{row.id}/{column.id}",
                table=table_id,
                row=row.id,
                column=column.id,
                kind=column.kind,
                unit=column.unit,
                row_path=row_path,
                column_path=column_path,
            )


def _paths(lines: tuple[Line, ...], above: tuple[Line, ...] = ()) -> Iterator[tuple[Line, ...]]:
    for line in lines:
        if line.children:
            yield from _paths(line.children, (*above, line))
        else:
            yield (*above, line)


def _check_names(shape: Shape, table: Table, line: int) -> None:
    # An address is `table/row/column`: rows are unique in a block, the columns of a row in all
    # the blocks that it stands in.
    for block in table.blocks:
        rows = [row.id for row in all_lines(block.rows) if row.id]
        for name, times in Counter(rows).items():
            if times > 1:
                shape.complain(line, f"行“{name}”有 {times} 个。", "同一块里行的名称各不相同。")
    for row in dict.fromkeys(row.id for b in table.blocks for row in all_lines(b.rows) if row.id):
        columns = [column.id for column in all_lines(table.continued(row)) if column.id]
        for name, times in Counter(columns).items():
            if times > 1:
                what = f"列“{name}”有 {times} 个。"
                shape.complain(line, what, "同一行的各列名称各不相同。")


_GATE_NEEDED = ("id", "ask", "label", "kind")
_GATE_KNOWN = ("hint", "counts", "excludes", "example", "source", "when", "standing")
_GATE_KINDS = (Kind.YESNO, Kind.CHOICES)


def read_gate(shape: Shape, table_id: str, blocks: tuple[Block, ...], node: Node) -> Gate:
    """One gate; the choices of one with several are called as the form calls their lines."""
    # One that only says what stands instead of the table leaves no line out.
    alone = isinstance(node.value, dict) and "without" in node.value
    needed = _GATE_NEEDED if alone else (*_GATE_NEEDED, "opens")
    entries = shape.entries(node, needed, (*_GATE_KNOWN, "opens", "without"))
    opens = entries.pop("opens", Node({}, node.line))
    names = shape.entries(opens, (), ("rows", "columns"))
    rows = _opened_lines(
        shape, names.get("rows"), [line for b in blocks for line in all_lines(b.rows)]
    )
    columns = _opened_lines(
        shape, names.get("columns"), [line for b in blocks for line in all_lines(b.columns)]
    )
    without = read_text(shape, entries.pop("without", None))
    shorts = [Node(line.short, node.line) for line in (*rows, *columns)]
    # The choices follow from the lines that they open; written twice they would drift apart.
    asks_choices = shape.text(entries.get("kind")) == Kind.CHOICES.value
    if asks_choices and shorts:
        entries["choices"] = Node(shorts, node.line)
    question = read_question(shape, table_id, Node(entries, node.line))
    gate = Gate(question, rows, columns, without)
    _check_gate(shape, gate, opens.line)
    return gate


def _opened_lines(shape: Shape, node: Node | None, known: list[Line]) -> tuple[Line, ...]:
    by_name = {line.id: line for line in known if line.id}
    found = []
    for item in shape.items(node):
        name = shape.text(item)
        if name in by_name:
            found.append(by_name[name])
        else:
            fix = shape.suggestion(name, by_name)
            shape.complain(item.line, f"“opens”里的“{name}”不存在。", fix)
    return tuple(found)


def _check_gate(shape: Shape, gate: Gate, line: int) -> None:
    if gate.question.kind not in _GATE_KINDS:
        words = " 或 ".join(kind.value for kind in _GATE_KINDS)
        shape.complain(line, "这样的问题不能管表格的行和列。", f"写“kind: {words}”。")
    if gate.without and gate.question.kind is not Kind.YESNO:
        shape.complain(line, "“without”只能写在答是否的问题里。", "写“kind: yesno”。")
    if not gate.lines and not gate.without:
        shape.complain(line, "“opens”里没有行或列。", "写“opens: {rows: [...], columns: [...]}”。")
    for short, times in Counter(each.short for each in gate.lines).items():
        if times > 1 and gate.question.kind is Kind.CHOICES:
            shape.complain(line, f"有 {times} 个选项都叫“{short}”。", "分成两个问题。")
