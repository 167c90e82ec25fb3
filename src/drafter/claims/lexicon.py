"""The words that the reader knows, found longest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Word:
    """All that one word may mean.

    nouns, agents, echoes: topics
    aspects: of whatever topic is spoken of; explicit: (topic, aspect)
    columns: of a table; rates: metrics; marks: what the grammar makes of it
    """

    nouns: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()
    echoes: tuple[str, ...] = ()
    aspects: tuple[str, ...] = ()
    explicit: tuple[tuple[str, str], ...] = ()
    columns: tuple[str, ...] = ()
    rates: tuple[str, ...] = ()
    marks: frozenset[str] = frozenset()

    def __or__(self, other: Word) -> Word:
        return Word(
            self.nouns + other.nouns,
            self.agents + other.agents,
            self.echoes + other.echoes,
            self.aspects + other.aspects,
            self.explicit + other.explicit,
            self.columns + other.columns,
            self.rates + other.rates,
            self.marks | other.marks,
        )

    @property
    def light(self) -> bool:
        """Whether it says nothing by itself: 共, 的, 全年."""
        return "light" in self.marks

    @property
    def means(self) -> bool:
        """Whether it can say what a number counts."""
        return bool(self.nouns or self.aspects or self.explicit or self.columns or self.rates)


Plain = tuple[list[tuple[Any, ...]], dict[str, int], dict[str, list[int]]]
"""The meanings, each word's place among them, and the lengths of words by their beginning."""


class Lexicon:
    """Words by their first two characters; looking one up does not depend on their number."""

    def __init__(self) -> None:
        self._words: dict[str, Word] = {}
        self._lengths: dict[str, list[int]] = {}

    @classmethod
    def of(cls, plain: Plain) -> Lexicon:
        """The lexicon that `plain` came from."""
        meanings, words, lengths = plain
        made = cls()
        known = [Word(*parts) for parts in meanings]
        made._words = {text: known[place] for text, place in words.items()}
        made._lengths = lengths
        return made

    def plain(self) -> Plain:
        """All of it as tuples, lists and dicts, which `marshal` can keep."""
        places: dict[Word, int] = {}
        words = {text: places.setdefault(w, len(places)) for text, w in self._words.items()}
        meanings = [
            (w.nouns, w.agents, w.echoes, w.aspects, w.explicit, w.columns, w.rates, w.marks)
            for w in places
        ]
        return meanings, words, self._lengths

    def __len__(self) -> int:
        return len(self._words)

    def add(self, text: str, word: Word) -> None:
        """Enter a word; what is entered twice means both."""
        known = self._words.get(text)
        self._words[text] = known | word if known and known != word else word
        lengths = self._lengths.get(text[:2])
        if lengths is None:
            self._lengths[text[:2]] = [len(text)]
        elif len(text) not in lengths:
            lengths.append(len(text))
            lengths.sort(reverse=True)

    def get(self, text: str) -> Word | None:
        """What a word means, if it is known."""
        return self._words.get(text)

    def longest(self, text: str, start: int) -> tuple[int, Word] | None:
        """The longest word that begins at `start`, with its length."""
        for length in self._lengths.get(text[start : start + 2], ()):
            piece = text[start : start + length]
            word = self._words.get(piece)
            if word is not None:
                return len(piece), word
        word = self._words.get(text[start : start + 1])
        return (1, word) if word is not None else None
