"""What the clerk said of a register's heads and words (台账设置), as sessions and files keep it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

NO_HEAD = "没有这一列："
"""Before a column in `Settings.heads`: what the clerk calls it where the register has none."""


class Settings(NamedTuple):
    """All that was said.

    heads: the column of a head; sheets: whether what several sheets have counts once (`yes`)
    kinds, outcomes: the line that a word stands for
    days: of kinds of doubtful days, whether they are right as proposed (`yes`)
    rows: of single rows, by `Register.key`: the line that its kind or outcome stands for
    """

    heads: Mapping[str, str] = {}
    sheets: Mapping[str, str] = {}
    kinds: Mapping[str, str] = {}
    outcomes: Mapping[str, str] = {}
    days: Mapping[str, str] = {}
    rows: Mapping[str, str] = {}

    def with_answer(self, part: str, word: str, said: str) -> Settings:
        """These, and one more answer."""
        own: Mapping[str, str] = getattr(self, part)
        return self._replace(**{part: {**own, word: said}})

    def marks(self) -> dict[str, Mapping[str, str]]:
        """As a session or a file keeps them."""
        return self._asdict()


def settings_of(marks: object) -> Settings:
    """What was kept; whatever cannot be used is passed over."""
    if not isinstance(marks, Mapping):
        return Settings()
    return Settings(**{part: dict(_texts(marks.get(part))) for part in Settings._fields})


def _texts(entries: object) -> Iterator[tuple[str, str]]:
    if isinstance(entries, Mapping):
        for key, value in entries.items():
            if isinstance(key, str) and isinstance(value, str):
                yield key, value


def row_part(key: str, part: str) -> str:
    """What one answer about one row is kept under; `part` is `kinds` or `outcomes`."""
    return f"{key}/{part}"
