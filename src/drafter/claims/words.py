"""What a form's claims are about: claims.yaml beside form.yaml, loaded and checked.

docs/claims.md tells what every key means.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import get_args, get_origin, get_type_hints

from drafter.claims.expand import PatternError, expand
from drafter.claims.lexicon import Lexicon, Word
from drafter.claims.plain import fold
from drafter.claims.readings import Readings, readings_of
from drafter.claims.vocabulary import MARKS, Texts, Vocabulary
from drafter.errors import DrafterError
from drafter.files import read_text
from drafter.form.kept import Kept
from drafter.form.model import Form
from drafter.form.shape import Shape
from drafter.nodes import Node, pack, parse, unpack

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
        _check_topics(shape, node, file)
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


def _check_topics(shape: Shape, node: Node | None, file: Vocabulary) -> None:
    """Every topic that another key names is one of `topics`."""
    keys = shape.pairs(node) if node else {}
    named = {
        "channels": (file.channels.topic, file.channels.whole),
        "carry": (file.carry.topic,),
        "wholes": [topic for whole in file.wholes for topic in whole.topics],
        "absolutes": [absolute.topic for absolute in file.absolutes],
    }
    for key in named.keys() & keys.keys():
        for topic in dict.fromkeys(named[key]):
            if topic not in file.topics and (topic or key == "channels"):
                what = f"{key} 说的“{topic}”不在 topics 里。"
                shape.complain(keys[key].line, what, shape.suggestion(topic, file.topics))


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
