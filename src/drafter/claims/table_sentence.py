"""From a sentence typed at a table to the cells it means.

`今年收到申请5件，自然人4件、企业1件，都公开了` is four cells. A clause is understood as a whole or
not at all: one word that is unknown, or two names that fit no cell together, and none of its
figures is taken; each of them is told instead. Nothing is guessed: a figure has its row and its
column from its own clause, from the list or heading it stands in, or it has no cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import product
from typing import NamedTuple

from drafter.claims.claim_lexicon import fold
from drafter.claims.table_words import Cells, Sense, TableWords
from drafter.claims.typed_clauses import (
    Piece,
    clauses_of,
    columns_among,
    distributed,
    is_column_first,
    is_plain,
    is_zero,
    marked,
    plainer,
    segments_of,
    unknown_size,
    without_objects,
    zeros_told,
)
from drafter.draft.relation_trials import broken_by
from drafter.draft.typed_answers import read_figure
from drafter.draft.typed_figures import MEASURES, Misread, read_count
from drafter.form.arithmetic import Figure
from drafter.form.definitions import Address, Form, Kind
from drafter.form.form_texts import figure as shown

_LONGEST = 2000
_MOST_NAMED = 4
_HAN = "零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟"
_SIGNED = re.compile(r"(?<![0-9])[-+](?=[0-9])")
_GAPS = re.compile(r"(?<=[^0-9 ])\s+|\s+(?=[^0-9 +-]|[+-][^0-9])|(?<=[0-9])\s+(?=[0-9+-])")
"""White space; that between figures parts them (2 +4), all other says nothing."""
_NUMBER = re.compile(
    rf"(?:[0-9]+(?:,[0-9]{{3}})*(?![0-9])(?:\.[0-9]+)?|[{_HAN}]+(?:点[{_HAN}]+)?)"
    rf"(?:[十百千万亿]+[0-9]{{0,4}}[千百]?)?(?P<unit>{MEASURES}(?!人|年|机关|单位|级))?"
)
_YEAR = re.compile(r"([0-9]{4})年度?")
_SENTENCES = re.compile(r"[。！!]|(?<![0-9])\.(?![0-9])")
_NEVER = frozenset(("",))
_ROUND = re.compile(r"[0-9][千万亿]")
"""A count like 1.3万件 was rounded, more often than not."""
_CUTS = "|,;、()"
_STOP = str.maketrans({"，": "|", "\n": ";"})
"""A full-width comma never stands within a figure, as a half-width one may."""
_ABOUT = re.compile(r"[余多来几]|以上|以下|左右|上下|%")


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


class _Met(NamedTuple):
    """Names brought together: the cells meant, and what the names alone say of row and column."""

    cells: Cells
    row: Cells | None
    column: Cells | None


class _Total(NamedTuple):
    """A figure for several cells together."""

    cells: Cells
    value: Figure
    said: str


def read_sentence(
    form: Form, words: TableWords, text: str, year: int, standing: Standing
) -> TableSentence:
    """The cells that the text gives a figure for. Never raises."""
    reader = _Reader(form, words, year, standing)
    if len(text) > _LONGEST:
        reader.out.left.append("这一行太长了，请分成几行写。")
        return reader.out
    text = plainer(text)
    for turn, word in words.turns:
        text = turn.sub(word, text)
    for sentence in _SENTENCES.split(fold(text.translate(_STOP))):
        reader.sentence(sentence)
    reader.settle()
    return reader.out


def named_cells(form: Form, words: TableWords, text: str) -> Cells | str:
    """The cells that names alone mean: of a row, a column or both; else what was not understood."""
    reader = _Reader(form, words, 0, Standing())
    pieces = without_objects(reader.pieces(fold(text.translate(_STOP))))
    names = [piece for piece in pieces if piece.kind == "name"]
    odd = [piece.text for piece in pieces if piece.kind != "name" and not is_plain(piece)]
    unknown = odd[0] if odd else ""
    if unknown or not names:
        return unknown or text.strip()
    met = reader.met(names)
    return frozenset[Address]().union(*met) if met else "".join(piece.text for piece in names)


class _Reader:
    def __init__(self, form: Form, words: TableWords, year: int, standing: Standing) -> None:
        self.form, self.words, self.year, self.standing = form, words, year, standing
        self.out = TableSentence()
        self.values: dict[Address, Figure] = {}
        self.twice: set[Address] = set()
        self.totals: list[_Total] = []
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
        self.colon = self.lost = self.rest = self.among = False

    # Tokens

    def pieces(self, text: str) -> Iterator[Piece]:
        """The sentence in words; characters that no word explains stand together."""
        text = _GAPS.sub(lambda m: " " if m[0] and self._between(text, m) else "", text)
        at, unknown = 0, ""
        while at < len(text):
            token, size = self._token(text, at)
            if token is None:
                unknown, at = unknown + text[at], at + 1
                continue
            if unknown:
                yield Piece("unknown", unknown)
                unknown = ""
            at += size
            yield token
        if unknown:
            yield Piece("unknown", unknown)

    def _mended(self, text: str, tokens: list[Piece], said: tuple[str, ...]) -> list[Piece]:
        """自燃人 read as 自然人: a label with one character wrong, told as a doubt.

        Only where that leaves nothing unknown: one slip among words that are not understood
        may be no slip.
        """
        for start in range(len(text)):
            for label in self.words.labels:
                piece = text[start : start + len(label)]
                if len(piece) == len(label) and sum(map(str.__ne__, piece, label)) == 1:
                    mended = f"{text[:start]}{label}{text[start + len(label) :]}"
                    again = without_objects(self.pieces(mended))
                    if unknown_size(again) < unknown_size(tokens):
                        told = (*said, f"“{piece}”当作“{label}”。")
                        if not unknown_size(again):
                            self.out.doubts += told
                            return again
                        further = self._mended(mended, again, told)
                        if not unknown_size(further):
                            return further
        return tokens

    @staticmethod
    def _between(text: str, match: re.Match[str]) -> bool:
        before, after = text[: match.start()][-1:], text[match.end() :][:1]
        return before.isdigit() and bool(after) and after in "0123456789+-"

    def _token(self, text: str, at: int) -> tuple[Piece | None, int]:
        char = text[at]
        # （一）予以公开 is a name: what it is called comes before what a bracket does.
        if char in _CUTS and self.words.longest(text, at) is None:
            return Piece("cut", char), 1
        if char in " \t\r“”‘’\"'【】":
            return Piece("blank", char), 1
        if char in ":=":
            return Piece("colon", char), 1
        if self.words.signed and (sign := _SIGNED.match(text, at)):
            piece, size = self._token(text, sign.end())
            if piece is not None and piece.kind == "number":
                return piece._replace(text=sign[0] + piece.text), size + 1
        number, word = _NUMBER.match(text, at), self.words.longest(text, at)
        if (year := _YEAR.match(text, at)) and (not word or word[0] < len(year[0])):
            return Piece("blank" if int(year[1]) == self.year else "unknown", year[0]), len(year[0])
        if number and (about := _ABOUT.match(text, at + len(number[0]))):
            return Piece("unknown", f"{number[0]}{about[0]}"), len(number[0]) + len(about[0])
        if number and (word is None or word[0] < len(number[0])):
            return Piece("number", number[0]), len(number[0])
        if word is None:
            return None, 1
        kind = "name" if word[1].senses else "mark"
        if "elsewhere" in word[1].marks and not word[1].senses:
            kind = "elsewhere"
        return Piece(kind, text[at : at + word[0]], word[1].senses, word[1].marks), word[0]

    # Sentences and clauses

    def sentence(self, text: str) -> None:
        """One sentence; what the one before spoke of is forgotten."""
        self.row, self.column, self.lead = self.standing.focus.row, None, None
        self.changing, self.kind = False, None
        self.changed, self.begun, self.placed = None, len(self.totals), None
        self.last = (None, None)
        self.columns = set()
        self.colon = self.lost = self.rest = self.among = self.asked = False
        tokens = without_objects(self.pieces(text))
        if any(token.kind == "unknown" for token in tokens):
            tokens = self._mended(text, tokens, ())
        if not tokens:
            return
        if self._figures_in_a_row(tokens) or self._none_at_all(tokens):
            return
        for clause in clauses_of(distributed(zeros_told(tokens))):
            self._clause(clause)
        self._give_up()
        self._drop_heading()

    def _none_at_all(self, tokens: Sequence[Piece]) -> bool:
        """都没有, 全部为零; 其余为零 after figures."""
        if not all(
            is_plain(t) or marked(t, "none") or marked(t, "all") or is_zero(t) for t in tokens
        ):
            return False
        if not any(marked(t, "none") or is_zero(t) for t in tokens):
            return False
        row, column = self.standing.focus
        focused = row if column is None else (row & column if row else column)
        many = any(marked(t, "all") for t in tokens) or "都" in "".join(t.text for t in tokens)
        # 都没有, said at one cell, is of more than that cell.
        alone = focused and (len(focused) > 1 or not many)
        if focused and alone and not any(marked(t, "rest") for t in tokens):
            for address in sorted(focused & self.standing.used or focused):
                self._put(address, "0", 0)
            return True
        if is_zero(tokens[0]) and len(tokens) == 1:
            return False
        self.out.rest_zero = True
        told = any(marked(t, "rest") for t in tokens)
        if not told and any(self.standing.values.get(a) for a in self.words.typed):
            self.out.doubts.append("表里已经有数字：这一行只把其余没有看过的格子记为 0。")
        return True

    def _figures_in_a_row(self, tokens: Sequence[Piece]) -> bool:
        """`本年新收 6 2 1 0 0 0`: a line's name, then a figure for each of its cells."""
        names = [t for t in tokens if t.kind == "name"]
        numbers = [t for t in tokens if t.kind == "number"]
        tail = tokens[next((i for i, t in enumerate(tokens) if t.kind == "number"), 0) :]
        if len(numbers) < 2 or any(t.kind not in ("number", "cut", "blank") for t in tail):
            return False
        if any(t.kind in ("unknown", "elsewhere") or t.marks - {"light"} for t in tokens):
            return False
        here = self.standing.focus.row or frozenset(self.words.typed)
        combined = self._meet(names, inherit=False) if names else [_Met(here, None, None)]
        if len(combined) != 1 or self._cuts_thousands(tail):
            return False
        cells = [c.address for c in self.words.table.cells if c.address in combined[0].cells]
        return self._assign_row(cells, numbers, "".join(t.text for t in tokens))

    @staticmethod
    def _cuts_thousands(tail: Sequence[Piece]) -> bool:
        return any(t.kind == "cut" and t.text in "()" for t in tail)

    def _assign_row(self, cells: list[Address], numbers: Sequence[Piece], said: str) -> bool:
        """As many figures as cells, with or without the totals among them, or as cells in use."""
        sums = {address: whole for whole, address in self.words.parts.items()}
        within = frozenset(cells)
        all_cells = [c.address for c in self.words.table.cells
                     if c.address in within or sums.get(c.address, _NEVER) <= within]  # fmt: skip
        used = [a for a in cells if a in self.standing.used]
        if len(numbers) == len(cells):
            pairs = list(zip(cells, numbers, strict=True))
        elif len(numbers) == len(all_cells):
            pairs = list(zip(all_cells, numbers, strict=True))
        elif len(numbers) == len(used):
            pairs = list(zip(used, numbers, strict=True))
            names = "、".join(self.form.cells[a].label for a in used)
            self.out.doubts.append(f"{len(numbers)} 个数依次记为：{names}。")
        else:
            what = f"有 {len(numbers)} 个数，这里要填的是 {len(cells)} 格"
            self.out.left.append(f"“{_short(said)}”{what}，对不上。")
            return True
        for address, number in pairs:
            value = self._value(number, address)
            if value is None:
                return True
            if address in sums:
                self.totals.append(_Total(sums[address], value, number.text))
            else:
                self._put(address, number, value)
        return True

    def _clause(self, tokens: Sequence[Piece]) -> None:
        said = "".join(t.text for t in tokens if t.text not in _CUTS)
        self.after_stop = bool(tokens) and tokens[0].text == ";"
        if self.after_stop:
            self.among = False
        tokens = self._headed([t for t in tokens if t.kind != "cut"])
        if not tokens:
            return
        unknown = [t for t in tokens if t.kind in ("unknown", "elsewhere")]
        numbers = [t for t in tokens if t.kind == "number"]
        names = [t for t in tokens if t.kind == "name"]
        self.asked = self.asked or any(marked(t, "asks") for t in tokens)
        if all(is_plain(t) or marked(t, "asks") for t in tokens):
            return
        denied = any(marked(t, "none") for t in tokens)
        refused = any(marked(t, "not") for t in tokens)
        if self.waits and not (names and not numbers and not unknown and not denied):
            self._give_up()
        if unknown or (numbers and (denied or refused)) or (refused and not names):
            self._refuse(said, unknown, numbers, names)
        elif any(marked(t, "becomes", "more", "less") for t in tokens) or (
            self.changing and numbers
        ):
            self._change(tokens, names, numbers, said)
        elif numbers:
            self._numbers(tokens, said)
        elif denied or refused:
            self._none(names, tokens, said)
        elif self.waits:
            self._take_waiting(names, said)
        elif any(marked(t, "all", "rest") for t in tokens):
            self._all(names, tokens, said)
        elif names:
            self._names_alone(names, tokens, said)

    def _headed(self, tokens: list[Piece]) -> list[Piece]:
        """What stands behind a heading within the clause: 企业：新收2公开2."""
        at = next((i for i, t in enumerate(tokens) if t.kind == "colon"), 0)
        head = [t for t in tokens[:at] if t.kind == "name"]
        after = tokens[at + 1 :]
        column = self._axis(head, row=False) if head else None
        twice = sum(t.kind == "number" for t in after) > 1
        if not twice or column is None or self._is_row(head) or len(head) + 1 != at + 1:
            return tokens
        self.row, self.column, self.colon, self.columns = None, column, True, set()
        return after

    def _give_up(self) -> None:
        """A figure that waited for what became of it has no cell."""
        if self.waits:
            _, _, said = self.waits
            self.waits = None
            self._unplaced(said, "没有写明是哪一行")

    def _take_waiting(self, names: Sequence[Piece], said: str) -> None:
        """自然人的5件，全部公开了: the row comes after the figure."""
        assert self.waits is not None
        number, before, first = self.waits
        self.waits = None
        if not self._is_row(names):
            self._unplaced(first, "没有写明是哪一行")
            return
        # 律所申请了1件，公开了: it came in, too; 律所的1件公开了 says nothing of when.
        column = self._axis(before, row=False)
        if self.asked and column is not None and len(self.words.new & column) == 1:
            self._target(self.words.new & column, number, first)
        self._number(number, [*before, *names], f"{first}{said}", ())

    def _refuse(
        self, said: str, unknown: Sequence[Piece], numbers: Sequence[Piece],
        names: Sequence[Piece],
    ) -> None:  # fmt: skip
        """A clause that is not understood: nothing of it is taken, nothing goes on from it."""
        self._drop_heading()
        word = max((t.text for t in unknown), key=len) if unknown else ""
        if all(t.kind == "elsewhere" for t in unknown) and unknown:
            self.out.left.append(f"“{_short(said)}”不是这张表的，没有记。")
        elif word and word != said:
            self.out.left.append(f"没有听懂“{_short(word)}”，“{_short(said)}”没有记。")
        else:
            self.out.left.append(f"没有听懂“{_short(said)}”，没有记。")
        if numbers or names:
            self._lose()

    def _lose(self) -> None:
        """Nothing goes on from here."""
        self.row = self.column = self.lead = None
        self.last = (None, None)
        self.lost = True

    def _unplaced(self, said: str, why: str) -> None:
        self._drop_heading()
        self.out.left.append(f"“{_short(said)}”{why}，没有记。")
        self._lose()

    # Figures with names

    def _numbers(self, tokens: Sequence[Piece], said: str) -> None:
        self.rest = self.rest or any(marked(t, "except") for t in tokens)
        self.among = self.among or any(marked(t, "among") for t in tokens)
        segments = segments_of(tokens)
        if segments is None:
            self._unplaced(said, "分不清哪个数是哪一格的")
            return
        for number, names in segments:
            self._number(number, names, said, tokens)

    def _number(
        self,
        number: Piece,
        names: Sequence[Piece],
        said: str,
        tokens: Sequence[Piece],
    ) -> None:
        if any(marked(t, "carried") for t in tokens) and not self._is_row(names):
            self._carried(number, names, said)
            return
        if self._two_rows(number, names, said, tokens):
            return
        if self.lead is not None and self.after_stop and not self._is_row(names):
            self.row = self.lead
            self.out.doubts.append(f"“{_short(said)}”按前面的写法，记在同一行。")
        met = self._meet(names, inherit=True) if names else self._at_focus()
        follows = self.row is None or not names
        if not met and not self._is_row(names) and follows and not self.lost:
            self.waits = (number, names, said)
            return
        if len(met) != 1:
            self._unplaced(said, self._why(names, met))
            return
        if not self._target(met[0].cells, number, said):
            return
        self.heading = ""
        self._go_on(met[0], names)

    def _two_rows(
        self,
        number: Piece,
        names: Sequence[Piece],
        said: str,
        tokens: Sequence[Piece],
    ) -> bool:
        """上年结转的1件公开了: what came in, and what became of it."""
        order = [t for t in tokens if t.kind in ("name", "number")]
        if number not in order or len([t for t in order if t.kind == "number"]) != 1:
            return False
        at = order.index(number)
        before, after = order[:at], order[at + 1 :]
        if not self._is_row(before) or not self._is_row(after):
            return False
        rows = [self._meet(before, inherit=False), self._meet([*columns_among(before), *after],
                                                              inherit=False)]  # fmt: skip
        if any(len(met) != 1 for met in rows):
            return False
        came, gone = rows[0][0], rows[1][0]
        arrived = self.words.new | self.words.into
        if not came.cells <= arrived or not gone.cells <= self.words.results | self.words.out:
            return False
        done = self._target(came.cells, number, said) and self._target(gone.cells, number, said)
        if done:
            self._go_on(came, before)
        return True

    def _go_on(self, met: _Met, names: Sequence[Piece]) -> None:
        """What the next clauses take over from one that was placed."""
        self.heading = ""
        row, column = met.row, met.column
        # 复议后起诉维持1件、未结1件: what comes next is of the same kind of case.
        if row is not None and len(row) == 1 and column in (None, row):
            row, column = min((w for w in self.words.parts if row < w), key=len, default=row), None
        if column is not None:
            self.columns.add(column)
        if column is not None and row is not None and is_column_first(names):
            self.column, self.lead = column, row
        elif column is not None and not self.colon:
            self.column = None
        # 自然人：新收6件，公开5件；企业1件: the last row was only 自然人's.
        if row is not None:
            followed = self.column is not None and self.lead not in (None, row)
            self.row = None if followed else row
        if column is None:
            column = self.last[1] if self.among else self.column
        self.last = (row or self.row, column)

    def _is_row(self, names: Sequence[Piece]) -> bool:
        return any(sense.row is not None for n in names for sense in n.senses)

    def _axis(self, names: Sequence[Piece], *, row: bool) -> Cells | None:
        """The cells of the names of one axis; None where none names it.

        不予公开、国家秘密 are the part of the group; 许可和处罚, apart, are both.
        """
        common: Cells | None = None
        for name in names:
            senses = [s.row if row else s.column for s in name.senses]
            cells = next((s for s in senses if s is not None), None)
            if len(name.senses) > 1 and self._known(not row, names, name):
                cells = next((s for s in senses if s is not None), None)
            if cells is not None:
                common = cells if common is None else (common & cells or common | cells)
        return common

    def _known(self, row: bool, names: Sequence[Piece], but: Piece) -> bool:
        return any(
            (s.row if row else s.column) is not None
            for n in names
            if n is not but
            for s in n.senses
        )

    def _meet(self, names: Sequence[Piece], *, inherit: bool) -> list[_Met]:
        """Every way to bring the names together, with the cells that are meant."""
        found: dict[Cells, _Met] = {}
        for senses in product(*(name.senses for name in names)):
            row, column = _together(s.row for s in senses), _together(s.column for s in senses)
            if row == frozenset() or column == frozenset():
                continue
            named = row, column
            if inherit:
                row, column = self._inherited(row, column)
            if row is not None:
                cells = row if column is None else row & column
            else:
                cells = self._only_row(column or frozenset())
            if cells:
                found.setdefault(cells, _Met(cells, *named))
        # 新收 其他 2: the column, as a row has been named; 其他 自然人 2: the row.
        # 败诉 is of either kind of suit: here, of that at hand.
        if len(found) > 1 and inherit and self.row is not None:
            found = {c: met for c, met in found.items() if c <= self.row} or found
        single = [met for met in found.values() if len(met.cells) == 1]
        return single if single and len(found) > 1 else list(found.values())

    def met(self, names: Sequence[Piece]) -> list[Cells]:
        """The cells of names alone; a column's are those of every row."""
        rows = [met.cells for met in self._meet(names, inherit=False)]
        column = self._axis(names, row=False)
        return rows or ([column] if column and not self._is_row(names) else [])

    def _only_row(self, cells: Cells) -> Cells:
        """A column alone: where the gates or the form leave it one cell, that."""
        used = cells if len(cells) == 1 else cells & self.standing.used
        return used if len(used) == 1 else frozenset()

    def _at_focus(self) -> list[_Met]:
        """Where a figure without any name goes: after a heading, or to the row or cell at hand."""
        row, column = self.standing.focus
        if self.kind is not None:
            return [_Met(self.kind[0] & self.kind[1], *self.kind)]
        if self.heading and self.row is not None and not self.lost:
            cells = self.row if self.column is None else self.row & self.column
            return [_Met(cells, self.row, self.column)]
        if self.lost or row is None or self.row != row:
            return []
        return [_Met(row if column is None else row & column, row, column)]

    def _inherited(
        self, row: Cells | None, column: Cells | None
    ) -> tuple[Cells | None, Cells | None]:
        if row is None:
            # 不予公开2件，其中国家秘密1件: a part of what was spoken of, in the same column.
            row = self.row
            if row is None and self.among:
                row = self.last[0]
        elif column is None:
            if self.column is not None and (self.colon or len(self.columns) <= 1):
                column = self.column
            elif self.among:
                column = self.last[1]
        return row, column

    def _why(self, names: Sequence[Piece], placed: Sequence[_Met]) -> str:
        if not names:
            return "没有写明是哪一格"
        if len(placed) > 1:
            return "可以是几格，没有写明是哪一格"
        if not self._is_row(names) and self.row is None:
            return "没有写明是哪一行"
        return "合不成一格"

    def _target(self, cells: Cells, number: Piece, said: str) -> bool:
        """The figure goes into one cell, or waits as the total of several."""
        address = next(iter(cells)) if len(cells) == 1 else None
        value = self._value(number, address)
        if value is None:
            return False
        self.placed = (cells, value)
        if address is not None:
            self._put(address, number, value)
        else:
            self.totals.append(_Total(cells, value, said))
        return True

    def _value(self, number: Piece, address: Address | None) -> Figure | None:
        if address is not None:
            value = read_figure(self.form.cells[address], number.text)
        else:
            value = read_count(number.text)
        if isinstance(value, Misread):
            self.out.left.append(f"{value.what}{value.fix}")
            return None
        return value

    def _put(self, address: Address, number: Piece | str, value: Figure) -> None:
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

    # 结转, which may go either way

    def _carried(self, number: Piece, names: Sequence[Piece], said: str) -> None:
        column = self._axis(names, row=False) or self.column
        if not self.words.out or column is None:
            self._unplaced(said, "没有写明是上年结转，还是结转下年度")
            return
        self.carried.append((column, number.text, said))
        self.heading = ""

    # Clauses without figures

    def _names_alone(self, names: Sequence[Piece], tokens: Sequence[Piece], said: str) -> None:
        """A heading; or the kind of what was counted right before: 上年结转1件，自然人."""
        row, column = self._axis(names, row=True), self._axis(names, row=False)
        # 本年新收，其他，3: behind the name of a row what may be a column is one.
        columns = columns_among(names, every=False)
        if self.row is not None and self.column is None and len(columns) == len(names):
            row, column = None, self._axis(columns, row=False)
            if self.heading:
                self.column, self.heading = column, f"{self.heading}{said}"
                self.last = (self.row, column)
                return
        if row is not None and self.last[0] is not None and row >= self.last[0]:
            return
        if self._what_became(row, column, said):
            return
        waiting = self._waiting()
        if waiting and (inside := self._inside(waiting, names)):
            self._give(waiting, inside, said, every=False)
            return
        colon = tokens[-1].kind == "colon" or any(t.kind == "colon" for t in tokens)
        if waiting and column is not None and row is None and not colon:
            self._give(waiting, column, said, every=False)
            return
        self._drop_heading()
        self.heading, self.colon = said, column is not None and (colon or self.row is None)
        if row is not None:
            self.row = row
        self.column = column
        self.last = (self.row, self.column)

    def _what_became(self, row: Cells | None, column: Cells | None, said: str) -> bool:
        """企业只有1件，也公开了: the outcome of the one case just spoken of."""
        if row is None or column is not None or self.lost or not self.placed or self.after_stop:
            return False
        cells, value = self.placed
        arrived = self.words.new | self.words.into
        if value != 1 or not cells <= arrived or not row <= self.words.results | self.words.out:
            return False
        if not self._single_row(row):
            return False
        columns = {a.rpartition("/")[2] for a in cells}
        mine = frozenset(a for a in row if a.rpartition("/")[2] in columns)
        self._target(mine, Piece("number", shown(value)), said)
        self.out.doubts.append(f"“{_short(said)}”说的是前面那 1 件。")
        return True

    def _drop_heading(self) -> None:
        if self.heading:
            self.out.left.append(f"“{_short(self.heading)}”后面没有写数字。")
        self.heading = ""

    def _waiting(self) -> _Total | None:
        """The total spoken of last, while nothing has been said of its parts."""
        if not self.totals or self.lost:
            return None
        last = self.totals[-1]
        return None if last.cells & self.values.keys() else last

    @staticmethod
    def _inside(total: _Total, names: Sequence[Piece]) -> Cells | None:
        """复议后起诉1件，败诉: of the cells that the word may mean the one that was spoken of."""
        senses = [s.row for name in names for s in name.senses if s.row is not None]
        inside = [cells for cells in senses if cells < total.cells]
        return inside[0] if len(inside) == 1 < len(senses) else None

    def _give(self, total: _Total, column: Cells, said: str, *, every: bool) -> None:
        cells = total.cells & column
        if len(cells) != 1:
            self._unplaced(said, "没有写明是哪一格")
            return
        (address,) = cells
        self._put(address, shown(total.value), total.value)
        # 复议2件，输了 may be of one of them.
        if not every and total.value > 1:
            self.out.doubts.append(f"“{_short(said)}”：{shown(total.value)} 件都记为这一种。")

    def _none(self, names: Sequence[Piece], tokens: Sequence[Piece], said: str) -> None:
        """规章没有, 未收到企业的申请: every cell that the names leave is zero."""
        if not names and not any(marked(t, "rest", "all") for t in tokens):
            self._unplaced(said, "没有写明是哪几格")
            return
        if not names or any(marked(t, "rest") for t in tokens):
            self._drop_heading()
            # 自然人5，其余都是0, said at a row, is of that row.
            row = self.standing.focus.row
            if row and self.values and self.values.keys() <= row:
                for address in sorted((row & self.standing.used or row) - self.values.keys()):
                    self._put(address, "0", 0)
                return
            self.out.rest_zero = True
            # 新收自然人8，企业3，其余为零 may be of that row alone.
            rows = {address.rpartition("/")[0] for address in self.values}
            if self.standing.values or len(self.values) > len(rows) == 1:
                self.out.doubts.append("整张表其余没有看过的格子都记为 0。")
            return
        met = self._meet(names, inherit=self._is_row(names) or self.row is not None)
        found = [m.cells for m in met]
        if not found:
            row, column = self._axis(names, row=True), self._axis(names, row=False)
            row = self.row if row is None else row
            cells = column if row is None else (row if column is None else row & column)
            found = [cells] if cells else []
            if row is None:
                self.out.doubts.append(f"“{_short(said)}”：这一列的格子都记为 0。")
        # 复议诉讼都没有: one word for several rows.
        if len(names) == 1 and len(found) > 1 and all(m.column is None for m in met):
            found = [frozenset[Address]().union(*found)]
        if len(found) != 1:
            self._unplaced(said, self._why(names, met))
            return
        if len(met) == 1:
            self._go_on(met[0], names)
        cells = found[0] & self.standing.used or found[0]
        self.heading = ""
        for address in sorted(cells):
            self._put(address, "0", 0)

    def _all(self, names: Sequence[Piece], tokens: Sequence[Piece], said: str) -> None:
        """均为自然人, 都公开了, 其余都公开了."""
        row, column = self._axis(names, row=True), self._axis(names, row=False)
        rest = self.rest or any(marked(t, "rest") for t in tokens)
        if not names:
            return
        if self.lost:
            self._unplaced(said, "前面有没听懂的")
            return
        waits = self._waiting()
        if waits and (inside := self._inside(waits, names)):
            self._give(waits, inside, said, every=True)
            return
        again = self._meet(names, inherit=True)
        if self.placed and [met.cells for met in again] == [self.placed[0]]:
            return
        if row is None and column is not None:
            waiting = self.totals[-1] if self.totals and not self.lost else None
            if rest and waiting is not None:
                self._give_rest(waiting, column, said)
            elif waiting is not None and not waiting.cells & self.values.keys():
                for total in self.totals[self.begun :]:
                    if not total.cells & self.values.keys():
                        self._give(total, column, said, every=True)
            elif self.row is not None and not rest and not self.totals:
                # 全部维持，共3件: here too.
                self.kind, self.heading = (self.row, column), said
            else:
                self._unplaced(said, "没有说是多少件")
        elif row is not None and row <= self.words.results:
            if self._single_row(row) and column is None and self._all_became(row, said):
                return
            if self._single_row(row):
                self.spreads.append((row, column, rest, said))
            else:
                self._unplaced(said, f"没有写明是哪一种结果。{self._parts_wanted(row)}")
        elif row is not None and column is not None and row <= self.words.new | self.words.into:
            if self._waiting():
                self._give(self._waiting() or self.totals[-1], column, said, every=True)
            else:
                # 新收的都是自然人，一共7件: the figure is yet to come.
                self.kind, self.row, self.heading = (row, column), row, said
        elif row is not None and column is not None and self._waiting():
            self._give(self._waiting() or self.totals[-1], column, said, every=True)
        else:
            self._unplaced(said, "没有写明是哪几格")

    def _all_became(self, row: Cells, said: str) -> bool:
        """上年结转的2件都公开了: the same total, where it is not known whose they are."""
        if not self.placed or len(self.placed[0]) == 1 or self.rest:
            return False
        cells, value = self.placed
        if not cells <= self.words.new | self.words.into or cells & self.values.keys():
            return False
        return self._target(row, Piece("number", shown(value)), said)

    def _single_row(self, row: Cells) -> bool:
        return len({a.rpartition("/")[0] for a in row}) == 1

    def _give_rest(self, total: _Total, column: Cells, said: str) -> None:
        cells = total.cells & column
        parts = sum((v for a, v in self.values.items() if a in total.cells), start=Decimal(0))
        left = total.value - parts
        if len(cells) != 1 or left < 0:
            self._unplaced(said, "算不出是多少件")
            return
        (address,) = cells
        self._put(address, shown(left), left)
        self.out.doubts.append(f"其余的 {shown(left)} 件是算出来的。")

    # Changes of what stands there

    def _change(
        self, tokens: Sequence[Piece], names: Sequence[Piece], numbers: Sequence[Piece],
        said: str,
    ) -> None:  # fmt: skip
        """改成7件, 由5件改为6件, 再加1件."""
        becomes = self.changing or any(marked(t, "becomes") for t in tokens)
        wanted = (1, 2) if becomes else (1,)
        if not numbers and not names:
            # 刚才写错了，自然人是5件: said of the figure that follows.
            self.changing = becomes
            return
        others = {"rest", "all", "none", "except", "each", "carried", "respectively", "among"}
        if len(numbers) not in wanted or any(t.marks & others and not t.senses for t in tokens):
            self._unplaced(said, "没有写清楚改哪一格、改成多少")
            return
        address = self._changed(names)
        if address is None:
            self._unplaced(said, "没有写明改哪一格")
            return
        value = self._value(numbers[-1], address)
        if value is None:
            return
        now = self.values.get(address, self.standing.values.get(address, 0))
        if len(numbers) == 2 and self._value(numbers[0], address) != now:
            self._unplaced(said, f"说原来是 {numbers[0].text}，表里现在是 {shown(now)}")
            return
        self.heading = ""
        if becomes:
            self.values.pop(address, None)
            self._put(address, numbers[-1], value)
            self.out.doubts.append("这是改已经填的数字。")
            return
        more = any(marked(t, "more") for t in tokens)
        # 多算了一件，减1 and 少填了1件，再加1件 say one change twice.
        if not names and self.changed == (more, value):
            return
        self.changed = more, value
        after = now + value if more else now - value
        if after < 0:
            self._unplaced(said, f"表里现在是 {shown(now)}，减不了")
            return
        self.values.pop(address, None)
        self._put(address, shown(after), after)
        sign = "+" if more else "-"
        self.out.doubts.append(f"算出来的：{shown(now)} {sign} {shown(value)} = {shown(after)}。")

    def _changed(self, names: Sequence[Piece]) -> Address | None:
        """The one cell that a change can mean: the one named, or the only one filled in."""
        given = {a for a, v in {**self.standing.values, **self.values}.items() if v}
        recent = frozenset(self.values) or frozenset(self.standing.recent)
        row, focus = self.standing.focus
        if not names and row is not None and focus is not None and len(row & focus) == 1:
            return next(iter(row & focus))
        if not names:
            return next(iter(recent)) if len(recent) == 1 else (
                next(iter(given)) if len(given) == 1 and not recent else None
            )  # fmt: skip
        found = [met.cells for met in self._meet(names, inherit=True)]
        if not found and not self._is_row(names):
            column = self._axis(names, row=False)
            found = [column] if column else []
        if len(found) != 1:
            return None
        cells = found[0]
        for fit in (cells, cells & recent, cells & given):
            if len(fit) == 1:
                return next(iter(fit))
        return None

    # When all is said

    def settle(self) -> None:
        """What depends on the whole line: totals, 都公开了, 结转."""
        for column, raw, said in self.carried:
            self._settle_carried(column, raw, said)
        only = self._only_column()
        for total in self.totals:
            self._settle_total(total, only)
        open_ = [t for t in self.totals if not t.cells & self.values.keys() and t.value]
        for spread in self.spreads:
            if any(t.cells <= self.words.results for t in open_):
                self.out.left.append(f"“{_short(spread[3])}”：别的办理结果还没有写全，没有记。")
                continue
            self._spread(*spread)
        self._doubt_excess()
        self._doubt_broken()
        given = {address for address, value in self.values.items() if value}
        self.out.doubts += [said for cells, said in self.words.unusual if cells & given]
        for address in self.twice:
            label = self.form.cells[address].label
            self.out.left.append(f"“{label}”写了两个不同的数，没有记。")
            self.out.cells.pop(address, None)

    def _doubt_excess(self) -> None:
        """More was answered than came in: one of the figures of the line cannot be so."""
        came = self._told(self.words.new), self._told(self.words.into)
        gone = self._told(self.words.results | self.words.out)
        if came[0] is None or gone is None or gone <= came[0] + (came[1] or 0):
            return
        if came[1] is not None or not any(self.standing.values.get(a) for a in self.words.into):
            self.out.doubts.append("办结和结转的比收到的多，请核对。")

    def _doubt_broken(self) -> None:
        """Figures of this line that the form's own relations set against each other."""
        for relation in self.form.relations:
            own = relation.table == self.words.table.id and relation.when is None
            if not own or relation.crosses_years or not relation.terms:
                continue
            if all(not t.address or t.address in self.values for t in relation.terms):
                found = broken_by(relation, lambda term: self.values.get(term.address, 1))
                if found is not None:
                    self.out.doubts.append(f"请核对：{found.said}。")

    def _told(self, cells: Cells) -> Figure | None:
        """What this line says of the cells together; None for nothing."""
        parts = [self.values[a] for a in cells if a in self.values]
        rows = [t.value for t in self.totals if t.cells <= cells]
        whole: Figure = sum(rows, start=Decimal(0))
        told: Figure = sum(parts, start=Decimal(0))
        return max(whole, told) if parts or rows else None

    def _settle_carried(self, column: Cells, raw: str, said: str) -> None:
        """结转 goes the one way in which this column balances."""
        value = read_count(raw)
        fits = []
        for row, sign in ((self.words.into, 1), (self.words.out, -1)):
            (address,) = row & column or (None,)
            if address is None or isinstance(value, Misread) or address in self.values:
                continue
            come = self._sum((self.words.new | self.words.into) & column)
            gone = self._sum((self.words.results | self.words.out) & column)
            if gone + come and come - gone + sign * value == 0:
                fits.append(address)
        if len(fits) != 1 or isinstance(value, Misread):
            self._unplaced(said, "没有写明是上年结转，还是结转下年度")
            return
        self._put(fits[0], raw, value)
        label = self.form.cells[fits[0]].label
        self.out.doubts.append(f"“{_short(said)}”按收办平衡记为“{label}”。")

    def _sum(self, cells: Iterable[Address]) -> Figure:
        total: Figure = 0
        for address in cells:
            total += self.values.get(address, self.standing.values.get(address, 0))
        return total

    def _only_column(self) -> Cells | None:
        """Where all applicants are of one kind, the cells of that kind."""
        rows = self.words.new | self.words.into
        known = {**self.standing.values, **self.values}
        columns = {a.rpartition("/")[2] for a in rows if known.get(a)}
        if len(columns) != 1:
            return None
        (column,) = columns
        return frozenset(a for a in self.words.typed if a.rpartition("/")[2] == column)

    def _settle_total(self, total: _Total, only: Cells | None) -> None:
        parts = [a for a in total.cells if a in self.values]
        made = self._plain_sum(parts)
        if parts:
            self.out.totals[total.cells] = total.value
            if made != total.value:
                said = f"“{_short(total.said)}”：各项加起来是 {shown(made)}"
                self.out.left.append(f"{said}，不是 {shown(total.value)}，请核对。")
            return
        if total.value == 0:
            for address in sorted(total.cells & self.standing.used or total.cells):
                self._put(address, "0", 0)
            return
        for cells in (
            total.cells & only if only else frozenset(),
            total.cells & self.standing.used,
        ):
            if len(cells) == 1:
                (address,) = cells
                self._put(address, shown(total.value), total.value)
                return
        self.out.totals[total.cells] = total.value
        self.out.left.append(f"“{_short(total.said)}”没有记：{self._parts_wanted(total.cells)}。")

    def _parts_wanted(self, cells: Cells) -> str:
        """What would make cells of a total."""
        rows = {a.rpartition("/")[0] for a in cells}
        if len(rows) > 1 and cells in self.words.parts:
            return "这是合计，由 drafter 计算"
        known = [self.form.cells[a] for a in self.words.typed if a in cells]
        path = "column_path" if len(rows) == 1 else "row_path"
        names = list(dict.fromkeys(getattr(cell, path)[-1].short for cell in known))
        more = "……" if len(names) > _MOST_NAMED else ""
        return f"还要写明各是多少，例如：{'、'.join(names[:_MOST_NAMED])}{more}"

    def _plain_sum(self, cells: Iterable[Address]) -> Figure:
        total: Figure = 0
        for address in cells:
            total += self.values[address]
        return total

    def _spread(self, row: Cells, column: Cells | None, rest: bool, said: str) -> None:
        """都公开了: in each column what was received and carried in, less the rest's others."""
        known = {**self.standing.values, **self.values}
        taken = False
        for address in sorted(row & column if column else row):
            of = address.rpartition("/")[2]
            mine = {a for a in self.words.typed if a.rpartition("/")[2] == of}
            hand = sum(known.get(a, 0) for a in (self.words.new | self.words.into) & mine)
            others = sum(known.get(a, 0) for a in (self.words.results | self.words.out) & mine
                         if a != address)  # fmt: skip
            if not hand:
                continue
            if (others and not rest) or others > hand:
                self.out.left.append(f"“{_short(said)}”：别的办理结果里已经有数，没有记。")
                return
            self._put(address, shown(hand - others), hand - others)
            taken = True
        if not taken:
            self.out.left.append(f"“{_short(said)}”：还不知道一共有多少件，没有记。")
        elif rest or not (self.words.new | self.words.into) & self.values.keys():
            self.out.doubts.append(f"“{_short(said)}”的件数是算出来的。")


def _together(sets: Iterable[Cells | None]) -> Cells | None:
    """What the names of one axis have in common; nothing at all where they exclude each other."""
    common: Cells | None = None
    for cells in sets:
        if cells is not None:
            common = cells if common is None else common & cells
    return common


def _short(text: str) -> str:
    return text if len(text) <= 24 else f"{text[:23]}…"
