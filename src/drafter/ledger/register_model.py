"""A register as columns of the words that stand in it.

Neither names nor contents of applications are in it: of a name only what it ends in (and which
rows have the same one), of a content only the topics that it speaks of.
"""

from __future__ import annotations

from array import array
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

NUMBER_SIGN = "#"
"""Before what a workbook has as a number where a day is due: 3.1 may have been 3.10."""
PERSON = "人名"
"""What stands for the name of a person."""


class Column(NamedTuple):
    """The words of one column: what is in row `i` is `values[codes[i]]`.

    A register of 100,000 rows has a few hundred days and a few dozen words, and each is looked
    at once.
    """

    values: Sequence[str]
    codes: Sequence[int]

    def word(self, row: int) -> str:
        """What stands in a row."""
        return self.values[self.codes[row]]


class Under(NamedTuple):
    """What kind of cells stand under a head, never what is in them: how many there are, how many
    different ones; and of the different ones how many are days, numbers, words for a result,
    words for a kind of applicant."""

    filled: int = 0
    different: int = 0
    days: int = 0
    numbers: int = 0
    results: int = 0
    kinds: int = 0


class TakenHead(NamedTuple):
    """A head of a sheet, and the column that it was taken for; "" for one that is not used.

    sure: whether its words are known; else its words are like known ones and what stands under
        it fits
    under: of a head that is not used
    """

    head: str
    column: str
    sure: bool = True
    under: Under = Under()


class Sheet(NamedTuple):
    """One sheet: the line of its head (from 1; 0 where none was found), and its heads.

    guessed: whether none of the heads is known, and the line only looks like one
    hidden: whether nobody sees it
    """

    name: str
    line: int
    heads: tuple[TakenHead, ...] = ()
    guessed: bool = False
    hidden: bool = False


class Aside(NamedTuple):
    """Lines of a sheet that are no application, and why."""

    sheet: int
    lines: tuple[int, ...]
    why: str


@dataclass(frozen=True, eq=False)
class Register:
    """What was read of a register.

    columns: by name, as in ledger.yaml; of `applicant` and `content` only what the module says
    alike: by `applicant` and `content`, a number from 1 that rows with the same one share; 0 for
        a blank
    sheet_of, line_of: where each row stands
    asides: lines that are no application; merged: how many rows got a merged cell's words
    year: the year that the titles name, 0 for none
    """

    sheets: tuple[Sheet, ...]
    columns: Mapping[str, Column]
    alike: Mapping[str, Sequence[int]]
    sheet_of: Sequence[int]
    line_of: Sequence[int]
    asides: tuple[Aside, ...] = ()
    merged: int = 0
    year: int = 0

    def __len__(self) -> int:
        return len(self.line_of)

    def word(self, row: int, column: str) -> str:
        """What stands in a column of a row; "" where the register has no such column."""
        return self.columns[column].word(row) if column in self.columns else ""

    @cached_property
    def single(self) -> bool:
        """Whether all lines are of one sheet, so that a line's number names it."""
        return len({*self.sheet_of, *(aside.sheet for aside in self.asides)}) < 2

    def place(self, row: int) -> str:
        """`第 12 行`, with the sheet where there are several."""
        sheet = "" if self.single else f"“{self.sheets[self.sheet_of[row]].name}”"
        return f"{sheet}第 {self.line_of[row]} 行"

    def places(self, rows: Sequence[int], most: int = 8) -> str:
        """`第 3、4、12 行`: at most so many of them named, the sheets told apart."""
        told = []
        for sheet in dict.fromkeys(self.sheet_of[row] for row in rows[:most]):
            lines = "、".join(
                str(self.line_of[r]) for r in rows[:most] if self.sheet_of[r] == sheet
            )
            told.append(("" if self.single else f"“{self.sheets[sheet].name}”") + f"第 {lines} 行")
        more = f"等 {len(rows)} 行" if len(rows) > most else ""
        return "，".join(told) + more

    def key(self, row: int) -> str:
        """What a row is remembered by: sheet, number and day of receipt, so that lines may move.

        Where these do not tell it from another, its line as well.
        """
        return self._keys[row]

    @cached_property
    def _keys(self) -> list[str]:
        names = [sheet.name for sheet in self.sheets]
        keys = []
        for row, (sheet, line) in enumerate(zip(self.sheet_of, self.line_of, strict=True)):
            number, received = self.word(row, "number"), self.word(row, "received")
            keys.append(f"{names[sheet]}!{number or line} {received}".strip())
        often = {key for key, count in Counter(keys).items() if count > 1}
        if not often:
            return keys
        lines = zip(keys, self.line_of, strict=True)
        return [f"{key} {line}" if key in often else key for key, line in lines]

    def without(self, rows: Collection[int], why: str) -> Register:
        """The register without some rows, whose lines are named with why."""
        kept = [row for row in range(len(self)) if row not in rows]
        lines: dict[int, list[int]] = {}
        for row in rows:
            lines.setdefault(self.sheet_of[row], []).append(self.line_of[row])
        more = (Aside(sheet, tuple(own), why) for sheet, own in lines.items())

        def of_kept(codes: Sequence[int]) -> list[int]:
            return list(map(codes.__getitem__, kept))

        return replace(
            self,
            columns={n: c._replace(codes=of_kept(c.codes)) for n, c in self.columns.items()},
            alike={name: of_kept(codes) for name, codes in self.alike.items()},
            sheet_of=of_kept(self.sheet_of),
            line_of=of_kept(self.line_of),
            asides=(*self.asides, *more),
        )

    def plain(self) -> dict[str, Any]:
        """All of it as JSON has it; `register_of` makes it a register again."""
        return {
            "sheets": self.sheets,
            "columns": {name: _packed(column) for name, column in self.columns.items()},
            "alike": {name: _bytes_of(codes) for name, codes in self.alike.items()},
            "sheet_of": _bytes_of(self.sheet_of),
            "line_of": _bytes_of(self.line_of),
            "asides": self.asides,
            "merged": self.merged,
            "year": self.year,
        }


def register_of(plain: Mapping[str, Any]) -> Register:
    """What `Register.plain` was made of."""
    sheets = (
        Sheet(
            name,
            line,
            tuple(TakenHead(head, to, sure, Under(*under)) for head, to, sure, under in heads),
            *rest,
        )
        for name, line, heads, *rest in plain["sheets"]
    )
    asides = (Aside(sheet, tuple(lines), why) for sheet, lines, why in plain["asides"])
    sheet_of, line_of = _numbers_of(plain["sheet_of"]), _numbers_of(plain["line_of"])
    count = len(line_of)
    columns = {name: _unpacked(pair[0], pair[1], count) for name, pair in plain["columns"].items()}
    return Register(
        tuple(sheets),
        columns,
        {name: _numbers_of(text) for name, text in plain["alike"].items()},
        sheet_of,
        line_of,
        tuple(asides),
        plain["merged"],
        plain["year"],
    )


def _packed(column: Column) -> tuple[Sequence[str], str]:
    """Without codes where all rows have one word, or each its own in their order."""
    is_plain = len(column.values) == 1 or isinstance(column.codes, range)
    return column.values, "" if is_plain else _bytes_of(column.codes)


def _unpacked(values: Sequence[str], codes: str, count: int) -> Column:
    if codes:
        return Column(values, _numbers_of(codes))
    return Column(values, [0] * count if len(values) == 1 else range(count))


# As JSON has them, numbers of 100,000 rows would take longer than all that is done with them.
def _bytes_of(numbers: Sequence[int]) -> str:
    try:
        return "B" + b64encode(bytes(numbers)).decode()
    except ValueError:  # one of them is more than a byte holds
        return "i" + b64encode(array("i", numbers).tobytes()).decode()


def _numbers_of(text: str) -> Sequence[int]:
    numbers = array(text[0])
    numbers.frombytes(b64decode(text[1:]))
    return numbers
