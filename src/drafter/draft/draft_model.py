"""A draft: all answers, texts and cells that the clerk has given so far."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import NamedTuple

from drafter.form.arithmetic import Figure
from drafter.form.definitions import ORGAN, YEAR, Address, Form

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


class Origin(Enum):
    """Where a cell's figure came from: a zero nobody typed is not a zero somebody confirmed."""

    DEFAULT = "default"
    CONFIRMED = "confirmed"
    ENTERED = "entered"
    CARRIED = "carried"
    TALLIED = "tallied"
    IMPORTED = "imported"
    MERGED = "merged"
    COMPUTED = "computed"


class Cell(NamedTuple):
    """A figure and its origin. Counts are ints; amounts are Decimals in the cell's unit."""

    value: Figure
    origin: Origin


class Closure(NamedTuple):
    """A 提醒 that the clerk has looked at and explained.

    It holds while the values seen stay what they were (`seen`); then the finding comes back.
    """

    code: str
    address: Address
    seen: tuple[str, ...]
    reason: str
    closed_on: str


@dataclass(frozen=True, slots=True)
class Draft:
    """All that the clerk has given; what is absent was not given.

    answers: by question id
    texts: paragraphs (separated by newlines) that stand instead of a section's drafted
        ones, by section id
    cells: figures given, by address; never a computed cell
    confirmed: tables whose remaining cells the clerk has said are zero
    verify: addresses of cells and questions to be looked at again (待核)
    stated: totals as another document prints them, by address of a computed cell; they
        are only ever compared with the computed ones
    blanks: cells that another document leaves without a figure, with what stands there ("",
        `/`, `-`); known only where it was just read, and not written
    former: tables that another document has in an earlier edition, with the document that
        brought it in; known as `blanks` are
    closures: the 提醒 closed with a reason
    """

    form: str
    answers: Mapping[str, Value] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[Address, Cell] = field(default_factory=dict)
    confirmed: frozenset[str] = frozenset()
    verify: frozenset[str] = frozenset()
    stated: Mapping[Address, Figure] = field(default_factory=dict)
    closures: tuple[Closure, ...] = ()
    blanks: Mapping[Address, str] = field(default_factory=dict)
    former: Mapping[str, str] = field(default_factory=dict)

    @property
    def year(self) -> int | None:
        """The year that the report is on, once it is known."""
        year = self.answers.get(YEAR)
        return year if isinstance(year, int) else None

    @property
    def organ(self) -> str:
        """The organ's full name; "" until it is known."""
        return str(self.answers.get(ORGAN, ""))


def with_answer(draft: Draft, question_id: str, value: Value | None) -> Draft:
    """The draft with one answer given, or taken back (`None`)."""
    answers = {key: given for key, given in draft.answers.items() if key != question_id}
    if value is not None:
        answers[question_id] = value
    return replace(draft, answers=answers)


def with_cell(
    form: Form,
    draft: Draft,
    address: Address,
    value: Figure | None,
    origin: Origin = Origin.ENTERED,
) -> Draft:
    """The draft with one figure given, or taken back to the form's zero (`None`).

    Raises: ValueError for a computed cell: totals follow, they are never typed.
    """
    if address in form.computed:
        raise ValueError(f"{address} is computed")
    cells = {key: given for key, given in draft.cells.items() if key != address}
    if value is not None:
        cells[address] = Cell(value, origin)
    return replace(draft, cells=cells)
