"""Reading form.yaml: its nodes become a `Form`, and every mistake in it is told at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from graphlib import CycleError
from pathlib import Path

from drafter.errors import DrafterError
from drafter.files import decode
from drafter.form.definitions import (
    ENDLESS,
    ORGAN,
    UNORDERED,
    YEAR,
    Address,
    BarDefinition,
    ChartDefinition,
    Express,
    Form,
    FormerForm,
    KeyFigure,
    Kind,
    PageWords,
    Part,
    Relation,
    Section,
    Signature,
    Table,
    Text,
    Verb,
)
from drafter.form.equations import read_relations
from drafter.form.form_parts import (
    MOST_CELLS,
    read_name,
    read_section,
    read_table,
    read_text,
    too_large,
)
from drafter.form.form_texts import texts_of
from drafter.form.known_names import check_texts
from drafter.form.shape import Shape
from drafter.nodes import Node, parse

_MOST_NAMES = 2_000
"""Facts, questions, parts and sections of a form: whatever is filled in is given all of them."""
_MOST_DIGITS = 9
_YEARS = re.compile(r"(\d{4})-(\d{4})?\Z")
_FOLDER_NAME = re.compile(r"[\w-]+")
_NEEDED = ("form", "name", "source", "years", "title", "basics", "parts")
_OPTIONAL = (
    *("signature", "facts", "preamble", "relations", "watched", "key_figures", "express"),
    *("picture", "carried", "former", "order", "sample", "like"),
)

_PAGES = {
    "standing": PageWords(
        "下面各项仍然是这样吗？", "都是{last_year}年报告里的。变了的，到那一行改。"
    ),
    "events": PageWords("下面哪些是{year}年有的？", "有的选上；没有选的就是没有。"),
    "extras": PageWords(
        "还有哪些内容要写进报告？",
        "都是选填的。要写的选上，接着逐项问；没有选的，报告里不写。",
    ),
    "usual": PageWords(
        "以下按惯例填好，对吗？", "这一页看完，报告就有了全文。哪一行不对，到那一行改。"
    ),
}
"""The pages of the short way, in the words of a form that has none of its own."""


def form_of(data: bytes, path: Path, digest: str) -> Form:
    """The form that a form.yaml of these bytes describes, `digest` their sha256.

    Raises: DrafterError with every mistake in it.
    """
    folder = path.parent
    shape = Shape(f"{folder.name}/{path.name}")
    root = parse(decode(data, str(path)), shape.name)
    # Nothing stops at the first mistake: whoever writes a form wants to see all of them.
    reader = _Reader(shape, folder, digest)
    form = reader.form(root)
    named = (form.facts, form.questions, form.parts, form.sections)
    if (names := sum(map(len, named))) > _MOST_NAMES:
        what = f"“facts”、问题、部分和小节一共 {names} 个，太多了。"
        shape.complain(root.line, what, f"一种格式最多 {_MOST_NAMES} 个。")
        raise DrafterError(shape.problems)
    reader.check(form, root)
    check_texts(shape, form, texts_of(form))
    if shape.problems:
        raise DrafterError(shape.problems)
    return form


class _Reader:
    """Reads the top of the file and puts the pieces together."""

    def __init__(self, shape: Shape, folder: Path, digest: str) -> None:
        self.shape = shape
        self.folder = folder
        self.digest = digest
        self.cells = 0

    def form(self, root: Node) -> Form:
        """The form with its relations."""
        shape = self.shape
        entries = shape.entries(root, _NEEDED, _OPTIONAL)
        blank = Node({}, root.line)
        preamble = entries.get("preamble")
        pieces = [self._part(node) for node in shape.items(entries.get("parts"))]
        first, last = self._years(entries.get("years"))
        across = entries.get("relations")
        figures = tuple(map(self._key_figure, shape.items(entries.get("key_figures"))))
        charts = tuple(map(self._chart, shape.items(entries.get("picture"))))
        form = Form(
            id=shape.text(entries.get("form")),
            name=shape.text(entries.get("name")),
            source=shape.text(entries.get("source")),
            like=self._like(entries.get("like")),
            first_year=first,
            last_year=last,
            folder=self.folder,
            digest=self.digest,
            title=read_text(shape, entries.get("title")) or Text("", root.line),
            signature=self._signature(entries.get("signature", blank)),
            facts={
                name: text
                for name, node in shape.pairs(entries.get("facts")).items()
                if (text := read_text(shape, node)) is not None
            },
            basics=read_section(shape, "basics", entries.get("basics", blank), basics=True),
            preamble=read_section(shape, "preamble", preamble) if preamble else None,
            parts=tuple(part for part, _ in pieces),
            relations=(),  # they name cells and questions: read once all of these are known
            watched=shape.words(entries.get("watched")),
            key_figures=figures,
            express=self._express(entries["express"]) if "express" in entries else None,
            picture=charts or tuple(_plain_charts(figures)),
            order=self._order(entries.get("order")),
            sample=shape.text(entries.get("sample")),
            carried=shape.text(entries.get("carried")) or "从上年带",
            former={
                name: self._former(node)
                for name, node in shape.pairs(entries.get("former")).items()
            },
        )
        return replace(form, relations=tuple(self._relations(form, pieces, across)))

    def check(self, form: Form, root: Node) -> None:
        """Complain about what can only be seen of the whole."""
        entries = root.value if isinstance(root.value, dict) else {}
        try:
            form.totals  # noqa: B018
        except CycleError as error:
            self._complain_of_circle(form, error.args[1])
        for item in self.shape.items(entries.get("watched")):
            address = self.shape.text(item)
            if address not in form.cells:
                fix = self.shape.suggestion(address, form.cells)
                self.shape.complain(item.line, f"格子“{address}”不存在。", fix)
        self._check_order(form)
        if "express" in entries:
            self._check_express(form, entries["express"])
        if "former" in entries:
            self._check_former(form, entries["former"])
        if form.id != self.folder.name:
            line = entries["form"].line if "form" in entries else root.line
            what = f"格式名“{form.id}”与文件夹名“{self.folder.name}”不一致。"
            self.shape.complain(line, what, "改成一致。")
        self._check_basics(form, root.line)

    def _complain_of_circle(self, form: Form, addresses: list[Address]) -> None:
        computing = (each for each in form.relations if each.verb is Verb.COMPUTES)
        # The last one: it closed the circle, and is likelier what was just written.
        [*_, relation] = (each for each in computing if each.total in addresses)
        what = f"“{relation.total}”要由它自己算出来（循环）。"
        self.shape.complain(relation.line, what, "改写其中一条 computes。")

    def _years(self, node: Node | None) -> tuple[int, int]:
        match = _YEARS.match(self.shape.text(node))
        if match is None:
            if node is not None:
                self.shape.complain(node.line, "年度读不懂。", "写成“2021-”或“2019-2020”。")
            return 0, ENDLESS
        first, last = int(match[1]), int(match[2] or ENDLESS)
        if node is not None and first > last:
            self.shape.complain(node.line, f"{first}年在{last}年之后。", "先写较早的一年。")
        return first, last

    def _order(self, node: Node | None) -> int:
        written = self.shape.text(node)
        if written.isdecimal() and len(written) <= _MOST_DIGITS:
            return int(written)
        if node is not None:
            self.shape.complain(node.line, f"“{written}”不是数字。", "写成“order: 2”。")
        return UNORDERED

    def _like(self, node: Node | None) -> str:
        name = self.shape.text(node)
        # It becomes a path: a name and no more.
        if node is not None and not _FOLDER_NAME.fullmatch(name):
            self.shape.complain(node.line, f"“{name}”不是报告格式的名称。", "写成“like: 格式名”。")
            return ""
        return name

    def _signature(self, node: Node) -> Signature:
        entries = self.shape.entries(node, (), ("name", "date"))
        name = read_text(self.shape, entries.get("name")) or Text("", node.line)
        return Signature(name, self.shape.text(entries.get("date")))

    def _key_figure(self, node: Node) -> KeyFigure:
        entries = self.shape.entries(node, ("label", "value"), ("unit",))
        value = read_text(self.shape, entries.get("value")) or Text("none", node.line)
        label, unit = self.shape.text(entries.get("label")), self.shape.text(entries.get("unit"))
        return KeyFigure(label, value, unit)

    def _express(self, node: Node) -> Express:
        shape = self.shape
        entries = shape.entries(node, ("first",), tuple(_PAGES))
        words, happened = dict(_PAGES), Node({}, node.line)
        for page in _PAGES:
            if page not in entries:
                continue
            more = ("questions",) if page == "events" else ()
            inner = shape.entries(entries[page], ("ask",), ("hint", *more))
            words[page] = PageWords(shape.text(inner.get("ask")), shape.text(inner.get("hint")))
            happened = inner.get("questions", happened)
        said = {name: shape.text(inner) for name, inner in shape.pairs(happened).items()}
        return Express(shape.words(entries.get("first")), happened=said, **words)

    def _check_express(self, form: Form, node: Node) -> None:
        """Every question of the short way is there, and those to be ticked can be."""
        assert form.express is not None
        for name in (*form.express.first, *form.express.happened):
            question = form.questions.get(name)
            if question is None:
                fix = self.shape.suggestion(name, form.questions)
                self.shape.complain(node.line, f"“express”里的问题“{name}”不存在。", fix)
            elif name in form.express.happened and question.kind not in (Kind.YESNO, Kind.CHOICES):
                what = f"“express”里的“{name}”不能打勾。"
                self.shape.complain(node.line, what, "换一个 kind 是 yesno 或 choices 的问题。")

    def _former(self, node: Node) -> FormerForm:
        shape = self.shape
        entries = shape.entries(node, ("source",), ("tables", "unlike", "labels"))
        unlike, labels = shape.pairs(entries.get("unlike")), shape.pairs(entries.get("labels"))
        return FormerForm(
            shape.text(entries.get("source")),
            shape.words(entries.get("tables")),
            {name: shape.text(why) for name, why in unlike.items()},
            {table: shape.words(names) for table, names in labels.items()},
        )

    def _check_former(self, form: Form, node: Node) -> None:
        """What is said of earlier forms names tables and rows of this one."""
        rows = {f"{cell.table}/{cell.row}" for cell in form.cells.values()}
        for known in form.former.values():
            wrong = [name for name in (*known.tables, *known.labels) if name not in form.tables]
            wrong += [name for name in known.unlike if name not in rows | form.tables.keys()]
            for name in wrong:
                fix = self.shape.suggestion(name, [*form.tables, *sorted(rows)])
                self.shape.complain(node.line, f"“former”里的“{name}”不是表格或者行。", fix)

    def _chart(self, node: Node) -> ChartDefinition:
        shape = self.shape
        entries = shape.entries(node, ("title",), ("unit", "bars", "each"))
        if len(entries.keys() & {"bars", "each"}) != 1:
            shape.complain(node.line, "图里要有“bars”或“each”，只写一种。", "留下一种。")
        bars = tuple(map(self._bar, shape.items(entries.get("bars"))))
        title, unit = shape.text(entries.get("title")), shape.text(entries.get("unit"))
        return ChartDefinition(title, unit, bars, read_text(shape, entries.get("each")))

    def _bar(self, node: Node) -> BarDefinition:
        entries = self.shape.entries(node, ("label", "value"))
        value = read_text(self.shape, entries.get("value")) or Text("none", node.line)
        return BarDefinition(self.shape.text(entries.get("label")), value)

    def _part(self, node: Node) -> tuple[Part, list[Node]]:
        """A part, with the nodes of its table's relations for later."""
        shape = self.shape
        entries = shape.entries(
            node,
            ("id", "title"),
            ("short", "optional", "after", "level", "sections", "questions", "text", "table"),
        )
        part_id = read_name(shape, entries.get("id"))
        if not {"questions", "text"} & entries.keys():
            shape.define(part_id, node.line)
        title = read_text(shape, entries.get("title")) or Text("", node.line)
        short = shape.text(entries.get("short")) or title.source
        relations: list[Node] = []
        table: Table | None = None
        if "table" in entries:
            known = ("short", "unit", "gates", "notes", "relations")
            inner = shape.entries(entries["table"], ("blocks",), known)
            # A title that names the year is one only in a report; elsewhere the short word does.
            plain = short if "{{" in title.source else title.source
            table = read_table(shape, part_id, plain, inner)
            self.cells += len(table.cells)
            if self.cells > MOST_CELLS:
                raise too_large(shape, entries["table"].line)
            relations = shape.items(inner.get("relations"))
        sections = tuple(self._sections(part_id, entries))
        after = shape.words(entries.get("after"))
        level = shape.one_of(entries.get("level"), {"1": 1, "2": 2}, 1)
        return Part(part_id, title, short, sections, table, after, level), relations

    def _sections(self, part_id: str, entries: dict[str, Node]) -> Iterator[Section]:
        for item in self.shape.items(entries.get("sections")):
            inner = self.shape.pairs(item)
            name = read_name(self.shape, inner.get("id"))
            if "id" not in inner:
                self.shape.complain(item.line, "缺少“id”。", "补上“id: …”一行。")
            yield read_section(self.shape, f"{part_id}.{name}", item)
        # A part with one section writes its questions and text itself, and no `sections`.
        if "questions" in entries or "text" in entries:
            own = {
                key: node
                for key, node in entries.items()
                if key in ("short", "optional", "questions", "text")
            }
            line = entries["id"].line if "id" in entries else 1
            yield read_section(self.shape, part_id, Node(dict(own), line))

    def _relations(
        self, form: Form, pieces: list[tuple[Part, list[Node]]], across: Node | None
    ) -> Iterator[Relation]:
        for part, nodes in pieces:
            yield from read_relations(self.shape, nodes, part.table, form.cells, form.questions)
        nodes = self.shape.items(across)
        yield from read_relations(self.shape, nodes, None, form.cells, form.questions)

    def _check_order(self, form: Form) -> None:
        """Every `after` names a part, and no two parts wait for each other."""
        shape = self.shape
        ids = [part.id for part in form.parts]
        order = [part.id for part in form.asking_order]
        for place, part in enumerate(form.asking_order):
            if unknown := [name for name in part.after if name not in ids]:
                what = f"“after”里的“{unknown[0]}”不是一个部分。"
                shape.complain(part.title.line, what, shape.suggestion(unknown[0], ids))
            if late := [name for name in part.after if name in order[place:]]:
                what = f"“{part.id}”和“{late[0]}”互相排在后面。"
                shape.complain(part.title.line, what, "去掉其中一个“after”。")

    def _check_basics(self, form: Form, line: int) -> None:
        """What our own code asks of every form: it has these questions."""
        needed = (
            (YEAR, Kind.YEAR),
            (ORGAN, Kind.LINE),
            (form.signature.date, Kind.DATE),
        )
        for name, kind in needed:
            question = form.questions.get(name)
            if name and (question is None or question.kind is not kind):
                what = f"缺少问题“{name}”（kind: {kind.value}）。"
                self.shape.complain(line, what, "在 basics 里补上。")


def _plain_charts(figures: tuple[KeyFigure, ...]) -> Iterator[ChartDefinition]:
    """The picture of a form that draws none: its key figures, a chart for each unit."""
    for unit in dict.fromkeys(each.unit for each in figures):
        bars = (BarDefinition(each.label, each.value) for each in figures if each.unit == unit)
        yield ChartDefinition("主要数字", unit, tuple(bars), None)
