"""What the words of a register stand for: exactly, nearly, or not known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from drafter.form.definitions import Form, Line
from drafter.form.label_numbers import without_number
from drafter.ledger.register_model import PERSON
from drafter.ledger.register_words import (
    LONGEST,
    OPEN,
    UNCOUNTED,
    Meaning,
    Named,
    RegisterWords,
    compact,
    plain,
)


class Understood(NamedTuple):
    """The lines that a word may stand for, in the form's order; none where it is not known.

    sure: whether these are the word's own; else they only lie near, and the clerk is asked
    each: whether it has to be asked of every application
    """

    to: tuple[str, ...] = ()
    sure: bool = False
    each: bool = False

    @property
    def decided(self) -> str:
        """The line, where there is no doubt; else ""."""
        return self.to[0] if self.sure and len(self.to) == 1 else ""


_UNKNOWN = Understood()
_PIECES = re.compile(r"[\s()（）\[\]【】<>《》:：,，;；、/|—–\-~。.]+")
_NUMBER = re.compile(r"[一二三四五六七八九十0-9]{1,3}")
_ASIDE = re.compile(r"[（(\[【]")
_ITEM = re.compile(r"^[（(]?[一二三四五六七八九十0-9]{1,2}[）).、．]")
_NEGATIONS = "不非未无"
_PAPER = re.compile(r"[〔\[（(【]20\d\d[〕\]）)】].{0,6}号")
_GAP = "…"


def _pattern(word: str) -> str:
    return ".{1,15}?".join(map(re.escape, word.split(_GAP)))


@dataclass(frozen=True, eq=False)
class Meanings:
    """The words of one kind (for applicants, or for outcomes) with all that they stand for.

    order: every line there is, as the form has them
    """

    words: Mapping[str, Understood]
    order: tuple[str, ...]
    fillers: tuple[str, ...] = ()
    given: str = ""
    mixed: str = ""
    withheld: frozenset[str] = frozenset()

    @cached_property
    def _contained(self) -> re.Pattern[str]:
        known = sorted((word for word in self.words if len(word) > 1), key=len, reverse=True)
        return re.compile("|".join(map(_pattern, known)) or "(?!)")

    @cached_property
    def _open_ended(self) -> tuple[tuple[re.Pattern[str], Understood], ...]:
        """The words that have anything in their middle: 请向…申请."""
        return tuple((re.compile(_pattern(w)), u) for w, u in self.words.items() if _GAP in w)

    def _of(self, word: str) -> Understood | None:
        if found := self.words.get(word):
            return found
        return next((u for pattern, u in self._open_ended if pattern.fullmatch(word)), None)

    def read(self, text: str) -> Understood:
        """What stands in one cell."""
        text = text[:LONGEST]
        if found := self._whole(text) or self._of_pieces(text):
            return found
        # 某公开〔2025〕1号 is what a paper is called.
        return _UNKNOWN if _PAPER.search(text) else self._near(plain(text))

    def is_word(self, text: str) -> bool:
        """Whether this is a known word, and nothing beside it."""
        return self._of(plain(text)) is not None

    def refine(self, understood: Understood, reason: str) -> Understood:
        """What was understood of an answer, less what its reason rules out."""
        if not reason or understood.decided or not understood.to:
            return understood
        said = self.read(reason)
        both = tuple(line for line in understood.to if line in said.to)
        return Understood(both, understood.sure and said.sure) if both else understood

    def _whole(self, text: str) -> Understood | None:
        word = plain(_ITEM.sub("", compact(text)))
        if found := self._of(word):
            return found
        # 信息公开 says no more than 告知书 does.
        for filler in self.fillers if word not in self.fillers else ():
            shorter = word.removeprefix(filler).removesuffix(filler)
            if shorter != word and (found := self._of(shorter)):
                return found
        return None

    def _of_pieces(self, text: str) -> Understood | None:
        """`不予公开（过程性信息）`: every piece is known, and what they share is meant."""
        pieces = [p for p in _PIECES.split(text) if plain(p) and not _NUMBER.fullmatch(p)]
        if len(pieces) < 2:
            return self._of_words(plain(text))
        read = [self._whole(piece) or self._of_words(plain(piece)) for piece in pieces]
        found = [understood for understood in read if understood]
        rest = [p for p, understood in zip(pieces, read, strict=True) if understood is None]
        if all(self._is_filling(plain(piece)) for piece in rest) and found:
            # 公开，信息不存在: one answer that gives a part. In brackets it may be a remark.
            return self._agreed(found, several=not _ASIDE.search(text))
        # Whatever is said of 部分公开 beside it, it is one, unless it is not done yet.
        if any(u.to == (self.mixed,) for u in found):
            near = {line for piece in rest for line in self._near(plain(piece)).to}
            if not near - {self.given, self.mixed, *self.withheld}:
                return Understood((self.mixed,), True)
        return self._of_words(plain(text))

    def _is_filling(self, word: str) -> bool:
        """Whether these words say nothing of what the answer is."""
        while filler := next((f for f in self.fillers if word.startswith(f)), ""):
            word = word[len(filler) :]
        return not word

    def _of_words(self, word: str) -> Understood | None:
        """`涉及商业秘密不公开`: known words and nothing else, one after the other."""
        found = []
        while word:
            match = self._contained.match(word)
            filler = next((f for f in self.fillers if word.startswith(f)), "")
            # The longer one: 信息公开 says nothing, 信息不存在 does.
            if match is not None and match.end() >= len(filler):
                known = self._of(match[0])
                assert known is not None
                found.append(known)
                word = word[match.end() :]
            elif filler:
                word = word[len(filler) :]
            else:
                return None
        return self._agreed(found, several=False) if found else None

    def _agreed(self, found: list[Understood], *, several: bool) -> Understood:
        """What several words of one cell mean together."""
        every = tuple(x for x in self.order if any(x in u.to for u in found))
        is_partly = set(every) <= {self.given, self.mixed, *self.withheld}
        if is_partly and any(understood.to == (self.mixed,) for understood in found):
            return Understood((self.mixed,), True)
        shared = tuple(x for x in self.order if all(x in understood.to for understood in found))
        if shared:
            return Understood(shared, True, len(shared) > 1 and any(u.each for u in found))
        if several and is_partly and any(u.to == (self.given,) for u in found):
            return Understood((self.mixed,), True)
        return Understood(every, True, True)

    def _near(self, word: str) -> Understood:
        """The known words within a longer one; a negation before one makes it another."""
        found = []
        for match in self._contained.finditer(word):
            known = self._of(match[0])
            if known and not word[: match.start()].endswith(tuple(_NEGATIONS)):
                found.append(known)
        if not found:
            return _UNKNOWN
        shared = tuple(x for x in self.order if all(x in u.to for u in found))
        return Understood(shared or tuple(x for x in self.order if any(x in u.to for u in found)))


@lru_cache(maxsize=4)
def outcome_meanings(form: Form, words: RegisterWords) -> Meanings:
    """The words for what became of an application."""
    special = {words.received, words.carried_in, words.carried_out}
    rows, groups = _lines(form, words, is_row=True)
    order = (*(row for row in rows if row not in special), OPEN, UNCOUNTED)
    own = {word: (row,) for row in order if row in rows for word in line_words(rows[row])}
    known = _known(own, words.outcomes, groups, order)
    fillers = tuple(sorted(map(plain, words.fillers), key=len, reverse=True))
    withheld = frozenset(leaf for name in words.withheld for leaf in groups.get(name, (name,)))
    return Meanings(known, order, fillers, words.given, words.mixed, withheld)


@lru_cache(maxsize=4)
def kind_meanings(form: Form, words: RegisterWords) -> Meanings:
    """The words for the kind of applicant."""
    columns, groups = _lines(form, words, is_row=False)
    own = {word: (name,) for name, line in columns.items() for word in line_words(line)}
    order = tuple(columns)
    known = _known(own, words.kinds, groups, order)
    # What is left of a name: its ending, or that it is a person's.
    for meaning in words.names:
        for word in meaning.words:
            known[plain(name_token(word))] = Understood(meaning.to, True)
    if words.person:
        known[plain(name_token(PERSON))] = Understood((words.person,), True)
    return Meanings(known, order)


def name_token(ending: str) -> str:
    """What stands for a name in a register: `名称以“公司”结尾`; a word of its own."""
    return "申请人像是个人的姓名" if ending == PERSON else f"申请人名称以“{ending}”结尾"


def _known(
    own: Mapping[str, tuple[str, ...]],
    meanings: tuple[Meaning, ...],
    groups: Mapping[str, tuple[str, ...]],
    order: tuple[str, ...],
) -> dict[str, Understood]:
    known = {word: Understood(to, True) for word, to in own.items()}
    for meaning in meanings:
        wanted = {leaf for name in meaning.to for leaf in groups.get(name, (name,))}
        to = tuple(name for name in order if name in wanted)
        for word in meaning.words:
            known[_GAP.join(map(plain, word.split(_GAP)))] = Understood(to, True, meaning.each)
    return known


def _lines(
    form: Form, words: RegisterWords, *, is_row: bool
) -> tuple[dict[str, Line], dict[str, tuple[str, ...]]]:
    """The rows (or columns) with cells to be given, and the leaves of every group of them."""
    cells = [c for c in form.tables[words.table].cells if c.address not in form.computed]
    given = {cell.row if is_row else cell.column for cell in cells}
    leaves: dict[str, Line] = {}
    groups: dict[str, tuple[str, ...]] = {}
    for line in form_lines(form, words):
        own = tuple(leaf for leaf in line.leaves if leaf.id in given)
        leaves |= {leaf.id: leaf for leaf in own}
        if line.id and line.children and own:
            groups[line.id] = tuple(leaf.id for leaf in own)
    return leaves, groups


def name_ending(words: RegisterWords) -> re.Pattern[str]:
    """A pattern for the longest known ending of a name."""
    known = sorted({w for each in words.names for w in each.words}, key=len, reverse=True)
    return re.compile(f"({'|'.join(map(re.escape, known)) or '(?!)'})$")


def pairs(lists: tuple[Named, ...]) -> Iterator[tuple[str, str]]:
    """Every word of a simple list with what it stands for."""
    for each in lists:
        for word in each.words:
            yield plain(word), each.to


def form_lines(form: Form, words: RegisterWords) -> Iterator[Line]:
    """Every row and column of the table that is counted, groups among them."""
    for block in form.tables[words.table].blocks:
        yield from _all_lines((*block.rows, *block.columns))


def _all_lines(lines: tuple[Line, ...]) -> Iterator[Line]:
    for line in lines:
        yield line
        yield from _all_lines(line.children)


def line_words(line: Line) -> Iterator[str]:
    """What a form's own line is called: its label without number, and its short name."""
    for label in dict.fromkeys((without_number(line.label), line.short)):
        if label:
            yield plain(label)
            yield plain(re.sub("（[^）]*）", "", label))
