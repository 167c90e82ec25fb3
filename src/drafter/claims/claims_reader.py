"""claims.yaml read and checked.

docs/claims.md tells what every key means."""

import re
from collections.abc import Sequence
from itertools import chain

from drafter.claims.claim_lexicon import Lexicon, PatternError, Word, expand
from drafter.claims.claim_words import (
    CLAIMS_FILE,
    COLUMN,
    Metric,
    Pattern,
    Patterns,
    ReadClaims,
    Reading,
    Readings,
    Term,
    Topic,
    TopicName,
    Turn,
    Vocabulary,
    Written,
    in_column,
    leaves_of,
)
from drafter.form.definitions import Form
from drafter.form.field_reader import FieldReader
from drafter.form.form_layers import Layer, root_of
from drafter.nodes import Node

_LONGEST_TURN = 300
_REPEATED = re.compile(r"\((?:\?:)?[^()*+?{}]*\)[*+]")
_ENDLESS = re.compile(r"\)[*+{]")
"""A repeated group that repeats something itself can take years over one line."""
_READING = re.compile(r"(?P<says>[^:：]+)[:：](?P<terms>[^:：]+)")
_TERM = re.compile(r"\s*([+-]?)\s*([^\s+-]+)")


def read_claims_file(form: Form, layers: Sequence[Layer]) -> ReadClaims:
    """What claims.yaml says, `layers` of it. Raises: DrafterError with every mistake in it."""
    reader = _ClaimsReader(form, f"{form.folder.name}/{CLAIMS_FILE}")
    root = root_of(layers)
    file = reader.vocabulary(root) if root is not None else Vocabulary()
    known = reader.readings(file)
    return reader.done(ReadClaims(file, _lexicon(file), known.others, known.certain, known.labels))


class _ClaimsReader(FieldReader):
    """Reads claims.yaml; names that it gives itself must be given there."""

    def __init__(self, form: Form, name: str) -> None:
        super().__init__(form, name)
        self.form = form
        self.metrics: list[Written] = []
        self.readers |= {
            Topic: self._topic,
            Pattern: self._pattern,
            Turn: self._turn,
            Metric: self._metric,
            Written: lambda node: Written(self.shape.text(node), node.line),
        }

    def vocabulary(self, root: Node) -> Vocabulary:
        """The whole file."""
        topics = root.value.get("topics") if isinstance(root.value, dict) else None
        self.readers[TopicName] = self.one_of(self.shape.pairs(topics))
        return self.read(root, Vocabulary)

    def readings(self, file: Vocabulary) -> Readings:
        """How metrics may be understood; with it known, every metric named is looked up."""
        others: dict[str, tuple[Reading, ...]] = {}
        for pattern, texts in file.readings.items():
            for column in _columns(file, pattern):
                read = [self._reading(written, column) for written in texts]
                others[in_column(pattern, column)] = tuple(reading for reading in read if reading)
        # A metric that stands for one a column is certain, and named, in each of them.
        certain = frozenset(in_column(m, c) for m in file.certain for c in _columns(file, m))
        said = {in_column(k, c): v for k, v in file.says.items() for c in _columns(file, k)}
        readings = Readings(self.form, others, certain, said)
        for metric, line in self.metrics:
            for column in _columns(file, metric):
                if not readings.of(name := in_column(metric, column)):
                    fix = "改正名称，或在 readings 里写明怎样算。"
                    self.shape.complain(line, f"“{name}”不是格式里的单元格或问题。", fix)
        return readings

    def _topic(self, node: Node) -> Topic:
        topic = self.read(node, Topic)
        for aspect in (topic.bare, topic.none, topic.total, *topic.explicit):
            if aspect and aspect not in topic.figures:
                fix = "在 figures 里写上它，或改名。"
                self.shape.complain(node.said, f"没有“{aspect}”这项数字。", fix)
        return topic

    def _pattern(self, node: Node) -> str:
        text = self.shape.text(node)
        try:
            expand(text)
        except PatternError:
            fix = "写成“(甲|乙|)丙”。"
            self.shape.complain(node.line, f"“{text}”的括号不成对，或代表的词太多。", fix)
            return ""
        return text

    def _turn(self, node: Node) -> str:
        text = self.shape.text(node)
        try:
            if len(text) > _LONGEST_TURN or _ENDLESS.search(_REPEATED.sub("", text)):
                raise re.error("endless")
            re.compile(text)
        except (re.error, OverflowError, RecursionError):
            fix = "对照自带的 claims.yaml；要重复的，写成“(?:甲|乙)*”。"
            self.shape.complain(node.line, f"“{text[:20]}”不是能用的正则表达式。", fix)
            return "(?!)"
        return text

    def _metric(self, node: Node) -> str:
        text = self.shape.text(node)
        self.metrics.append(Written(text, node.line))
        return text

    def _reading(self, written: Written, column: str) -> Reading | None:
        match = _READING.fullmatch(in_column(written.text, column))
        if match is None:
            what = f"“{written.text}”不是“说法: 单元格 + 单元格”。"
            self.shape.complain(written.line, what, "补上冒号两边的内容。")
            return None
        terms: list[Term] = []
        for sign, name in _TERM.findall(match["terms"]):
            addresses = leaves_of(self.form, name)
            if not addresses:
                what = f"格式里没有“{name}”。"
                self.shape.complain(written.line, what, "改成单元格的名称。")
            terms += [Term(-1 if sign == "-" else 1, address) for address in addresses]
        return Reading(match["says"].strip(), tuple(terms))


def _columns(file: Vocabulary, metric: str) -> tuple[str, ...]:
    """The columns that a metric is to be filled in with."""
    return tuple(file.columns) if COLUMN in metric else ("",)


def _lexicon(file: Vocabulary) -> Lexicon:
    words: dict[str, Word] = {}

    def add(patterns: Patterns, word: Word) -> None:
        for text in chain.from_iterable(map(expand, patterns)):
            known = words.get(text)
            words[text] = word if known is None or known == word else known | word

    for name, topic in file.topics.items():
        add(topic.nouns, Word(nouns=(name,)))
        add(topic.loose, Word(nouns=(name,), marks=frozenset({"loose"})))
        add(topic.agents, Word(agents=(name,)))
        add(topic.echoes, Word(echoes=(name,)))
        for aspect, texts in topic.explicit.items():
            add(texts, Word(explicit=((name, aspect),)))
    for aspect, texts in file.aspects.items():
        add(texts, Word(aspects=(aspect,)))
    for aspect, texts in file.blurs.items():
        add(texts, Word(blurs=(aspect,), marks=frozenset({"asides"})))
    for column, texts in file.columns.items():
        add(texts, Word(columns=(column,)))
    for metric, texts in file.rates.items():
        add(texts, Word(rates=(metric,)))
    channels = file.channels
    placed = {"leads": channels.leads, "things": channels.things}
    placed |= {
        "channels": (*channels.carriers, *channels.screens, *channels.unnamed, *channels.several),
        "unnamed": channels.unnamed,
        "several": channels.several,
        "screens": channels.screens,
        "videos": channels.videos,
        "media": channels.media,
        "taken": channels.taken,
        "every": channels.every,
        "fillers": channels.fillers,
        "aims": channels.aims,
    }
    for mark, texts in (file.marks._asdict() | placed).items():
        add(texts, Word(marks=frozenset({mark})))
    return Lexicon(words)
