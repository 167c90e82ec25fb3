"""What an answer is: as a file or a person gives it, and once it is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

Raw = str | Sequence[object] | Mapping[str, object]
"""An answer as YAML gives it, every scalar a string, or the text that was typed."""


class Item(NamedTuple):
    """One line of a breakdown."""

    name: str
    count: int  # type: ignore[assignment]  # the word of docs/forms.md; hides tuple.count


class Record(Mapping[str, str]):
    """One entry of a `records` answer: every field of the form, "" for one left blank.

    Immutable and hashable. Jinja reads `{{ item.problem }}` as `item["problem"]` after
    finding no such attribute, so a field must not be called get, items, keys or values.
    """

    __slots__ = ("_pairs",)

    def __init__(self, pairs: Mapping[str, str]) -> None:
        self._pairs = tuple(pairs.items())

    def __getitem__(self, field: str) -> str:
        return dict(self._pairs)[field]

    def __iter__(self) -> Iterator[str]:
        return (field for field, _ in self._pairs)

    def __len__(self) -> int:
        return len(self._pairs)

    def __hash__(self) -> int:
        return hash(frozenset(self._pairs))

    def __repr__(self) -> str:
        return f"Record({dict(self._pairs)!r})"


Breakdown = tuple[Item, ...]
Records = tuple[Record, ...]
Value = int | Decimal | bool | str | date | tuple[str, ...] | Breakdown | Records
"""An answer once it is read: immutable, hashable, never None."""
