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

    @cached_property
    def _contained(self) -> re.Pattern[str]:
        known = sorted((word for word in self.words if len(word) > 1), key=len, reverse=True)
        return re.compile("|".join(map(re.escape, known)) or "(?!)")

    def read(self, text: str) -> Understood:
        """What stands in one cell."""
        text = text[:LONGEST]
        return self._whole(text) or self._of_pieces(text) or self._near(plain(text))

    def refine(self, understood: Understood, reason: str) -> Understood:
        """What was understood of an answer, less what its reason rules out."""
        if not reason or understood.decided or not understood.to:
            return understood
        said = self.read(reason)
        both = tuple(line for line in understood.to if line in said.to)
        return Understood(both, understood.sure and said.sure) if both else understood

    def _whole(self, text: str) -> Understood | None:
        word = plain(_ITEM.sub("", compact(text)))
        if found := self.words.get(word):
            return found
        for filler in self.fillers:
            shorter = word.removeprefix(filler).removesuffix(filler)
            if shorter != word and (found := self.words.get(shorter)):
                return found
        return None

    def _of_pieces(self, text: str) -> Understood | None:
        """`不予公开（过程性信息）`: every piece is known, and what they share is meant."""
        pieces = [p for p in _PIECES.split(text) if plain(p) and not _NUMBER.fullmatch(p)]
        read = [self._whole(piece) for piece in pieces]
        found = [understood for understood in read if understood]
        if len(pieces) < 2 or len(found) < len(pieces):
            return self._of_words(plain(text))
        # 公开，信息不存在: one answer that gives a part. In brackets it may be a remark.
        return self._agreed(found, several=not _ASIDE.search(text))

    def _of_words(self, word: str) -> Understood | None:
        """`涉及商业秘密不公开`: known words and nothing else, one after the other."""
        found = []
        while word:
            match = self._contained.match(word)
            filler = next((f for f in self.fillers if word.startswith(f)), "")
            if match is None and not filler:
                return None
            if match is not None:
                found.append(self.words[match[0]])
            word = word[match.end() if match else len(filler) :]
        return self._agreed(found, several=False) if len(found) > 1 else None

    def _agreed(self, found: list[Understood], *, several: bool) -> Understood:
        """What several words of one cell mean together."""
        if any(self.mixed in understood.to for understood in found if len(understood.to) == 1):
            return Understood((self.mixed,), True)
        shared = tuple(x for x in self.order if all(x in understood.to for understood in found))
        if shared:
            return Understood(shared, True, len(shared) > 1 and any(u.each for u in found))
        if several and any(u.to == (self.given,) for u in found):
            return Understood((self.mixed,), True)
        every = tuple(x for x in self.order if any(x in u.to for u in found))
        return Understood(every, True, True)

    def _near(self, word: str) -> Understood:
        """The known words within a longer one; a negation before one makes it another."""
        found = []
        for match in self._contained.finditer(word):
            if not word[: match.start()].endswith(tuple(_NEGATIONS)):
                found.append(self.words[match[0]])
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
    return Meanings(known, order, tuple(map(plain, words.fillers)), words.given, words.mixed)


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
            known[plain(word)] = Understood(to, True, meaning.each)
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
