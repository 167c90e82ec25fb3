"""What the words of a register stand for: exactly, nearly, or not known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from drafter.ledger.register_model import PERSON
from drafter.ledger.register_words import (
    LONGEST,
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
GAP = "…"
"""Stands for anything in the middle of a word."""
_MOST_GAPS = 2
"""Each multiplies the work of looking through a cell; ours have one."""


def _pattern(word: str) -> str:
    return ".{1,15}?".join(map(re.escape, word.split(GAP, _MOST_GAPS)))


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
        return tuple((re.compile(_pattern(w)), u) for w, u in self.words.items() if GAP in w)

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


def name_token(ending: str) -> str:
    """What stands for a name in a register: `名称以“公司”结尾`; a word of its own."""
    return "申请人像是个人的姓名" if ending == PERSON else f"申请人名称以“{ending}”结尾"


def name_ending(words: RegisterWords) -> re.Pattern[str]:
    """A pattern for the longest known ending of a name."""
    known = sorted({w for each in words.names for w in each.words}, key=len, reverse=True)
    return re.compile(f"({'|'.join(map(re.escape, known)) or '(?!)'})$")


def pairs(lists: tuple[Named, ...]) -> Iterator[tuple[str, str]]:
    """Every word of a simple list with what it stands for."""
    for each in lists:
        for word in each.words:
            yield plain(word), each.to
