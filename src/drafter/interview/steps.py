"""The steps a front end shows: everything on them follows from the state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from drafter.draft.model import Cell
from drafter.draft.values import Value
from drafter.form.arithmetic import Figure
from drafter.form.model import Address, Block, Line, Question, Section, Table
from drafter.interview.tasks import Task
from drafter.interview.texts import ChangedText


class Spot(NamedTuple):
    """Where a step is: its place, its part (a row of the task list) and section, by name too.

    number, of: its number among the steps of the part; 0 for one that is not on the way
    """

    place: str
    part: str
    part_title: str
    section_title: str
    number: int
    of: int


class Ask(NamedTuple):
    """One question. Its hint, help, source and example are the question's own.

    value: the answer so far; `typed` the same as a clerk would type it
    default: the proposed answer, as text; "" for none
    last: last year's answer, as text
    why: why it is asked; `beside` why it is not, when the clerk went to it all the same
    """

    spot: Spot
    question: Question
    required: bool
    value: Value | None
    typed: str
    default: str
    last: str
    why: str
    beside: str
    verify: bool


@dataclass(frozen=True, slots=True)
class CellState:
    """One cell as it stands: the report's figure and its origin.

    used: False for one that the gates leave out; its `kept` figure does not count (未使用)
    last: last year's figure
    was_carried: what was taken over from last year, where something was
    """

    cell: Cell
    used: bool = True
    kept: Figure | None = None
    verify: bool = False
    last: Figure | None = None
    was_carried: str = ""


class FillBlock(NamedTuple):
    """The rows and columns of one block that are in use, totals among them."""

    block: Block
    rows: tuple[Line, ...]
    columns: tuple[Line, ...]


class Fill(NamedTuple):
    """A table. `blocks` is what is in use; `cells` has every cell of the form, used or not.

    cursor: the cell to begin at; "" for none
    open: the cells in use that nobody has looked at, in the form's order
    kept: the cells left out for which a figure is kept
    unsettled: figures taken over from last year, to be accepted or explained
    """

    spot: Spot
    table: Table
    blocks: tuple[FillBlock, ...]
    cells: Mapping[Address, CellState]
    cursor: Address
    open: tuple[Address, ...]
    kept: tuple[Address, ...]
    unsettled: tuple[Address, ...]
    confirmed: bool


class Write(NamedTuple):
    """A section's paragraphs. `own` is the clerk's text, None where the drafted ones stand.

    again: they were accepted once, and are others now
    changed: what no longer agrees with the clerk's own text
    last: last year's paragraphs, to be read beside
    """

    spot: Spot
    section: Section
    drafted: tuple[str, ...]
    own: str | None
    accepted: bool
    again: bool
    changed: ChangedText | None
    last: tuple[str, ...]


class Review(NamedTuple):
    """Nothing is left to ask in order; this is what still stands open.

    missing: required questions without an answer
    tables: tables with cells that nobody has looked at
    texts: sections whose paragraphs nobody has accepted or written
    verify: what is marked 待核
    changed: texts of the clerk's own that facts have left behind
    unsettled: figures taken over from last year, neither accepted nor explained
    kept: cells left out for which a figure is kept (未使用)
    skipped: other places that were skipped
    """

    tasks: tuple[Task, ...]
    missing: tuple[Address, ...]
    tables: tuple[str, ...]
    texts: tuple[str, ...]
    verify: tuple[Address, ...]
    changed: tuple[ChangedText, ...]
    unsettled: tuple[Address, ...]
    kept: tuple[Address, ...]
    skipped: tuple[str, ...]


class Done(NamedTuple):
    """Every part was said to be finished, and nothing stands between the draft and the report."""

    tasks: tuple[Task, ...]


Step = Ask | Fill | Write | Review | Done
