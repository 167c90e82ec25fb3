"""The words that the reader knows, found longest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property


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


class Lexicon:
    """Words by their first two characters; looking one up does not depend on their number."""

    def __init__(self) -> None:
        self._words: dict[str, Word] = {}

    def __len__(self) -> int:
        return len(self._words)

    def add(self, texts: Iterable[str], word: Word) -> None:
        """Enter words that mean the same; what is entered twice means both."""
        words = self._words
        for text in texts:
            known = words.get(text)
            words[text] = known | word if known and known != word else word

    @cached_property
    def _lengths(self) -> dict[str, list[int]]:
        """How long the words are that begin so, the longest first."""
        found: dict[str, set[int]] = {}
        for text in self._words:
            found.setdefault(text[:2], set()).add(len(text))
        return {start: sorted(lengths, reverse=True) for start, lengths in found.items()}

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
