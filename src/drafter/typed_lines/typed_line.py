"""A line typed at a table, under way: what has been said, and what was taken of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from drafter.draft.typed_figures import Misread, read_count, read_figure
from drafter.form.arithmetic import Figure
from drafter.form.definitions import Address, Form, Kind
from drafter.typed_lines.table_words import Cells, Sense, TableWords
from drafter.typed_lines.typed_pieces import Piece

_ROUND = re.compile(r"[0-9][千万亿]")
"""A count like 1.3万件 was rounded, more often than not."""


class Standing(NamedTuple):
    """What the table holds before the sentence.

    values: the figures given
    used: the cells that the gates left in use; empty where nothing was said of them
    recent: the cells that were filled last
    focus: the row or the cell at which the clerk stands
    """

    values: Mapping[Address, Figure] = {}
    used: Cells = frozenset()
    recent: tuple[Address, ...] = ()
    focus: Sense = Sense(None, None)


@dataclass
class TableSentence:
    """What a sentence says of a table.

    cells: figures as typed, by address
    totals: figures for several cells together, which have no cell of their own to be typed in
    rest_zero: all others of the table are zero
    left: what was not taken, each told in a sentence
    doubts: what was taken and must be looked at: a plain Enter is no consent
    """

    cells: dict[Address, str] = field(default_factory=dict)
    totals: dict[Cells, Figure] = field(default_factory=dict)
    rest_zero: bool = False
    left: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


class Total(NamedTuple):
    """A figure for several cells together; `rest`: for what is left of them (其余9件)."""

    cells: Cells
    value: Figure
    said: str
    rest: bool = False


class TypedLine:
    """A line under way: what was said so far, and what was taken of it.

    values, totals: what was taken, of one cell and of several together
    row, column: what the next figures are of where their own clause names none
    last: the row and the column of the figure before
    waits: a figure whose row is still to come, with its names and what was said
    lost: something was not understood; nothing goes on from before it
    """

    def __init__(self, form: Form, words: TableWords, year: int, standing: Standing) -> None:
        self.form, self.words, self.year, self.standing = form, words, year, standing
        self.out = TableSentence()
        self.values: dict[Address, Figure] = {}
        self.twice: set[Address] = set()
        self.totals: list[Total] = []
        self.spreads: list[tuple[Cells, Cells | None, bool, str]] = []
        self.carried: list[tuple[Cells, str, str]] = []
        self.row: Cells | None = None
        self.column: Cells | None = None
        self.heading: str = ""
        self.lead: Cells | None = None
        self.waits: tuple[Piece, Sequence[Piece], str] | None = None
        self.asked = False
        self.placed: tuple[Cells, Figure] | None = None
        self.after_stop = False
        self.changed: tuple[bool, Figure] | None = None
        self.changing = False
        self.kind: tuple[Cells, Cells] | None = None
        self.begun = 0
        self.last: tuple[Cells | None, Cells | None] = (None, None)
        self.columns: set[Cells] = set()
        self.colon = self.lost = self.rest = self.among = self.counts_rest = False
        self.closed, self.headed = "", False
        self.spared: list[Piece] = []

    def begin(self) -> None:
        """A new sentence: what the one before spoke of is forgotten."""
        self.row, self.column, self.lead = self.standing.focus.row, None, None
        self.changing, self.kind, self.spared = False, None, []
        self.changed, self.begun, self.placed = None, len(self.totals), None
        self.last = (None, None)
        self.columns = set()
        self.colon = self.lost = self.rest = self.among = self.asked = False

    def lose(self) -> None:
        """Nothing goes on from here."""
        self.row = self.column = self.lead = None
        self.last = (None, None)
        self.lost = True

    def unplaced(self, said: str, why: str) -> None:
        self.drop_heading()
        self.out.left.append(f"“{short(said)}”{why}，没有记。")
        self.lose()

    def target(self, cells: Cells, number: Piece, said: str) -> bool:
        """The figure goes into one cell, or waits as the total of several."""
        address = next(iter(cells)) if len(cells) == 1 else None
        value = self.value(number, address)
        if value is None:
            return False
        self.placed = (cells, value)
        if address is not None:
            self.put(address, number, value)
        else:
            self.totals.append(Total(cells, value, said, self.counts_rest))
        return True

    def value(self, number: Piece, address: Address | None) -> Figure | None:
        if address is not None:
            value = read_figure(self.form.cells[address], number.text)
        else:
            value = read_count(number.text)
        if isinstance(value, Misread):
            self.out.left.append(f"{value.what}{value.fix}")
            return None
        return value

    def put(self, address: Address, number: Piece | str, value: Figure) -> None:
        if self.values.get(address, value) != value:
            self.twice.add(address)
        self.values[address] = value
        cell = self.form.cells[address]
        if cell.kind is Kind.COUNT and _ROUND.search(
            number if isinstance(number, str) else number.text
        ):
            self.out.doubts.append(f"“{cell.label}”要填确切的数。")
        raw = number if isinstance(number, str) else number.text
        self.out.cells[address] = raw

    def drop_heading(self) -> None:
        if self.heading:
            self.out.left.append(f"“{short(self.heading)}”后面没有写数字。")
        self.heading = ""

    def waiting(self) -> Total | None:
        """The total spoken of last, while nothing has been said of its parts."""
        if not self.totals or self.lost:
            return None
        last = self.totals[-1]
        return None if last.cells & self.values.keys() else last


def short(text: str) -> str:
    """As much of what was typed as a message can take."""
    return text if len(text) <= 24 else f"{text[:23]}…"
