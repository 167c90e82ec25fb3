"""What a form's claims are about: claims.yaml beside form.yaml, loaded and checked.

docs/claims.md tells what every key means."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple, get_args, get_origin, get_type_hints

from drafter.claims.claim_lexicon import Lexicon, PatternError, Word, expand, fold
from drafter.errors import DrafterError
from drafter.files import read_text
from drafter.form.definitions import Address, Form, Line, Table
from drafter.form.kept import Kept
from drafter.form.shape import Shape
from drafter.nodes import Node, pack, parse, unpack

Texts = tuple[str, ...]
Lists = Mapping[str, Texts]

MARKS = frozenset(
    {"light", "own", "this_year", "last_year", "next_year", "past", "compare", "versus"}
    | {"others", "plans", "ifs", "always", "provided", "strangers", "blocks", "asides", "ways"}
    | {"negations", "all", "each", "respectively", "both", "joins", "totals", "among", "some"}
    | {
        "and_so_on",
        "partly",
        "manner",
        "timely",
        "up",
        "down",
        "share",
        "carried",
        "exists",
        "people",
    }
    | {"submitted", "whole_report", "channels"}
)
"""The kinds of words that the grammar knows; claims.yaml lists the words of each."""


@dataclass(frozen=True, eq=False)
class Topic:
    """Something that numbers are said of, as 政府信息公开申请.

    nouns, loose: its names; a loose one (申请) counts only where nothing else qualifies it
    bare: the aspect that a number right after a noun states
    none: the aspect that is zero where the text says there is none of it
    units: measure words it is counted in ("" for none); money: the unit of its `amounts`
    figures: by aspect the metric, with `{column}` where it has columns
    explicit: words by aspect that name the topic too
    agents: words that turn the talk to it but are not counted
    echoes: words that mean it where it is spoken of, and something else elsewhere
    within: the topic of which it is a part, as 行政诉讼 of 复议后起诉
    """

    nouns: Texts = ()
    loose: Texts = ()
    agents: Texts = ()
    echoes: Texts = ()
    within: str = ""
    bare: str = ""
    none: str = ""
    total: str = ""
    units: Texts = ()
    money: str = ""
    amounts: Texts = ()
    figures: Mapping[str, str] = field(default_factory=dict)
    explicit: Lists = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Carry:
    """The topic whose cases are carried from year to year, and its aspects."""

    topic: str = ""
    new: str = ""
    into: str = ""
    hand: str = ""
    done: str = ""
    out: str = ""
    takes: Texts = ()


@dataclass(frozen=True, eq=False)
class Whole:
    """What is claimed where words say that `aspect` is true of every case.

    `timely` is the metric instead where they say that it was in time; then `also` will do
    for `aspect`.
    """

    aspect: str = ""
    topics: Texts = ()
    metric: str = ""
    timely: str = ""
    also: str = ""
    value: str = "1"


@dataclass(frozen=True, eq=False)
class Absolute:
    """A claim about every case, and the metrics that must then be zero.

    unless: an answer that must not be 否; certain: whether a break is an error
    """

    metric: str = ""
    topic: str = ""
    zeros: Texts = ()
    unless: str = ""
    certain: str = ""


@dataclass(frozen=True, eq=False)
class Channels:
    """Items counted by the channel they were published on."""

    topic: str = ""
    metric: str = ""
    whole: str = ""
    verbs: Texts = ()


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """claims.yaml, key by key."""

    topics: Mapping[str, Topic] = field(default_factory=dict)
    aspects: Lists = field(default_factory=dict)
    groups: Lists = field(default_factory=dict)
    lists: Lists = field(default_factory=dict)
    columns: Lists = field(default_factory=dict)
    total: str = ""
    anyone: Texts = ()
    rest: Mapping[str, str] = field(default_factory=dict)
    carry: Carry = field(default_factory=Carry)
    wholes: tuple[Whole, ...] = ()
    channels: Channels = field(default_factory=Channels)
    rates: Lists = field(default_factory=dict)
    rated: str = ""
    parts: str = ""
    unnegated: Texts = ()
    marks: Lists = field(default_factory=dict)
    readings: Mapping[str, Texts] = field(default_factory=dict)
    quiet: Texts = ()
    certain: Texts = ()
    absolutes: tuple[Absolute, ...] = ()
    balance: Mapping[str, str] = field(default_factory=dict)
    bases: Texts = ()
    says: Mapping[str, str] = field(default_factory=dict)


_READING = re.compile(r"(?P<says>[^:：]+)[:：](?P<terms>[^:：]+)")
_TERM = re.compile(r"\s*([+-]?)\s*([^\s+-]+)")


class Term(NamedTuple):
    """A cell or question, added or taken away."""

    sign: int
    address: Address


class Reading(NamedTuple):
    """One way to understand a metric; `says` is what a clerk calls it, "" for the plain one."""

    says: str
    terms: tuple[Term, ...]


@dataclass(frozen=True, eq=False)
class Readings:
    """The readings of every metric, the plain one first.

    certain: metrics that can mean one thing only
    labels: what a clerk calls a metric
    """

    form: Form
    others: Mapping[str, tuple[Reading, ...]]
    certain: frozenset[str]
    labels: Mapping[str, str]

    def knows(self, metric: str) -> bool:
        return bool(self.of(metric))

    def of(self, metric: str) -> tuple[Reading, ...]:
        """How the metric may be understood; nothing for one that no cell holds."""
        addresses = leaves_of(self.form, metric)
        plain = (Reading("", tuple(Term(1, a) for a in addresses)),) if addresses else ()
        return plain + self.others.get(metric, ())

    def label(self, metric: str) -> str:
        """What a clerk calls the metric."""
        if metric in self.labels:
            return self.labels[metric]
        if metric in self.form.cells:
            return self.form.cells[metric].label
        if metric in self.form.questions:
            return self.form.questions[metric].label
        return _group_label(self.form, metric)


def readings_of(
    shape: Shape,
    form: Form,
    node: Node | None,
    raw: Mapping[str, tuple[str, ...]],
    certain: tuple[str, ...],
    labels: Mapping[str, str],
    columns: tuple[str, ...],
) -> Readings:
    """The `readings` of claims.yaml; complains of those that name no cell."""
    nodes = shape.pairs(shape.pairs(node).get("readings")) if node else {}
    others: dict[str, tuple[Reading, ...]] = {}
    for pattern, texts in raw.items():
        line = nodes[pattern].line
        for column in columns if "{column}" in pattern else ("",):
            metric = pattern.replace("{column}", column)
            read = [_reading(shape, form, t.replace("{column}", column), line) for t in texts]
            others[metric] = tuple(reading for reading in read if reading)
    sure = [c.replace("{column}", k) for c in certain for k in columns or ("",)]
    named = {k.replace("{column}", c): v for k, v in labels.items() for c in columns or ("",)}
    return Readings(form, others, frozenset(sure), named)


def leaves_of(form: Form, address: str) -> tuple[Address, ...]:
    """The cells that an address with group names stands for; nothing for an unknown one."""
    if address in form.cells or address in form.questions:
        return (address,)
    table_id, _, rest = address.partition("/")
    row, _, column = rest.partition("/")
    table = form.tables.get(table_id)
    if table is None:
        return ()
    rows, columns = _leaves(table, row), _leaves(table, column)
    whole = tuple(f"{table_id}/{r}/{c}" for r in rows for c in columns)
    return whole if all(a in form.cells for a in whole) else ()


def _reading(shape: Shape, form: Form, text: str, line: int) -> Reading | None:
    match = _READING.fullmatch(text)
    if match is None:
        shape.complain(line, f"“{text}”不是“说法: 单元格 + 单元格”。", "补上冒号两边的内容。")
        return None
    terms: list[Term] = []
    for sign, name in _TERM.findall(match["terms"]):
        addresses = leaves_of(form, name)
        if not addresses:
            shape.complain(line, f"格式里没有“{name}”。", "改成单元格的名称。")
        terms += [Term(-1 if sign == "-" else 1, address) for address in addresses]
    return Reading(match["says"].strip(), tuple(terms))


def _leaves(table: Table, name: str) -> tuple[str, ...]:
    found = _find(table, name)
    return tuple(leaf.id for leaf in found.leaves) if found else ()


def _find(table: Table, name: str) -> Line | None:
    for block in table.blocks:
        waiting = [*block.rows, *block.columns]
        while waiting:
            line = waiting.pop()
            if line.id == name:
                return line
            waiting += line.children
    return None


def _group_label(form: Form, metric: str) -> str:
    table_id, _, rest = metric.partition("/")
    row, _, column = rest.partition("/")
    table = form.tables.get(table_id)
    if table is None:
        return metric
    lines = [found for name in (row, column) if (found := _find(table, name))]
    words = [re.sub(r"^（[一二三四五六七八九十]+）", "", line.short) for line in lines]
    return "·".join(word for word in words if word) or metric


CLAIMS_FILE = "claims.yaml"


@dataclass(frozen=True, eq=False)
class ClaimWords:
    """The vocabulary of one form, ready for reading."""

    file: Vocabulary
    lexicon: Lexicon
    readings: Readings
    group_of: Mapping[str, str]
    list_of: Mapping[str, str]

    def metric(self, topic: str, aspect: str, column: str = "") -> str:
        """The metric of an aspect, or "" where the topic has no such figure."""
        known = self.file.topics.get(topic)
        pattern = known.figures.get(aspect, "") if known else ""
        if "{column}" in pattern:
            return pattern.replace("{column}", column or self.file.total)
        return "" if column and column != self.file.total else pattern


@lru_cache(maxsize=4)
def claim_words(form: Form) -> ClaimWords:
    """The words of a form. Raises: DrafterError with every mistake in claims.yaml."""
    path = form.folder / CLAIMS_FILE
    shape = Shape(f"{form.folder.name}/{CLAIMS_FILE}")
    text = read_text(path) if path.is_file() else ""
    kept = Kept(form.folder, "claims")
    known = kept.get(f"{form.digest} {text}")
    node = unpack(known[0]) if known else parse(text, shape.name) if text else None
    file = _Reader(shape, sure=bool(known)).read(node, Vocabulary) if node else Vocabulary()
    lexicon = Lexicon.of(known[1]) if known else _lexicon(shape, node, file)
    readings = readings_of(
        shape, form, node, file.readings, file.certain, file.says, tuple(file.columns)
    )
    if not known:
        _check_figures(shape, node, file, readings)
    if shape.problems:
        raise DrafterError(shape.problems)
    if node and not known:
        kept.clear()
        kept.put(f"{form.digest} {text}", (pack(node), lexicon.plain()))
        kept.write()
    group_of = {member: group for group, members in file.groups.items() for member in members}
    list_of = {member: name for name, members in file.lists.items() for member in members}
    return ClaimWords(file, lexicon, readings, group_of, group_of | list_of)


class _Reader:
    """Reads mappings as the dataclasses that describe them.

    sure: this very text has been found right before, so its patterns are not tried again
    """

    def __init__(self, shape: Shape, *, sure: bool) -> None:
        self.shape = shape
        self.sure = sure

    def read(self, node: Node, kind: type) -> Vocabulary:
        """One mapping."""
        hints = get_type_hints(kind)
        entries = self.shape.entries(node, (), tuple(hints))
        made = kind(**{name: self._value(value, hints[name]) for name, value in entries.items()})
        return made  # type: ignore[no-any-return]

    def _value(self, node: Node, hint: object) -> object:
        if hint is str:
            return self.shape.text(node)
        if hint == Texts:
            return tuple(self._pattern(item) for item in self.shape.items(node))
        if get_origin(hint) is tuple:
            items = self.shape.items(node)
            return tuple(self.read(item, get_args(hint)[0]) for item in items)
        if isinstance(hint, type):
            return self.read(node, hint)
        inner = get_args(hint)[1]
        return {key: self._value(value, inner) for key, value in self.shape.pairs(node).items()}

    def _pattern(self, node: Node) -> str:
        text = self.shape.text(node)
        try:
            if not self.sure:
                expand(text)
        except PatternError:
            fix = "写成“(甲|乙|)丙”。"
            self.shape.complain(node.line, f"“{text}”的括号不成对，或代表的词太多。", fix)
            return ""
        return text


def _lexicon(shape: Shape, node: Node | None, file: Vocabulary) -> Lexicon:
    lexicon = Lexicon()

    def add(texts: Texts, word: Word) -> None:
        for text in texts:
            for one in expand(text):
                lexicon.add(fold(one), word)

    for name, topic in file.topics.items():
        add(topic.nouns, Word(nouns=(name,)))
        add(topic.loose, Word(nouns=(name,), marks=frozenset({"loose"})))
        add(topic.agents, Word(agents=(name,)))
        add(topic.echoes, Word(echoes=(name,)))
        for aspect, texts in topic.explicit.items():
            add(texts, Word(explicit=((name, aspect),)))
    for aspect, texts in file.aspects.items():
        add(texts, Word(aspects=(aspect,)))
    for column, texts in file.columns.items():
        add(texts, Word(columns=(column,)))
    for metric, texts in file.rates.items():
        add(texts, Word(rates=(metric,)))
    lines = shape.pairs(shape.pairs(node).get("marks")) if node else {}
    for mark, texts in file.marks.items():
        if mark not in MARKS:
            shape.complain(
                lines[mark].said, f"不认识的标记“{mark}”。", shape.suggestion(mark, MARKS)
            )
        add(texts, Word(marks=frozenset({mark})))
    return lexicon


def _check_figures(shape: Shape, node: Node | None, file: Vocabulary, readings: Readings) -> None:
    """Every metric can be looked up in the form, and every aspect named has a figure."""
    topics = shape.pairs(node).get("topics") if node else None
    for name, topic in file.topics.items():
        line = shape.pairs(topics)[name].line if topics else 1
        for aspect in (topic.bare, topic.none, topic.total, *topic.explicit):
            if aspect and aspect not in topic.figures:
                shape.complain(
                    line, f"“{name}”没有“{aspect}”这项数字。", "在 figures 里写上它，或改名。"
                )
        for aspect, pattern in topic.figures.items():
            for column in file.columns if "{column}" in pattern else ("",):
                metric = pattern.replace("{column}", column)
                if not readings.knows(metric):
                    shape.complain(
                        line,
                        f"“{aspect}”的“{metric}”不是格式里的单元格或问题。",
                        "改正名称，或在 readings 里写明怎样算。",
                    )
