"""What the rows of a register come to in one year's Table 3: every row counted once, or named.

domain.md 9.3 of the field: a row received in the year is new, one received before and not
answered before is carried in; answered in the year it is a result, else it is carried out. So
every column balances, whatever the words say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from drafter.form.definitions import Address, Form
from drafter.ledger.form_meanings import kind_meanings, outcome_meanings
from drafter.ledger.register_model import Column, Register, Under
from drafter.ledger.register_settings import NO_HEAD, Settings, row_part
from drafter.ledger.register_words import OPEN, UNCOUNTED, RegisterWords
from drafter.ledger.repeated_rows import REPEATED, repeated_rows
from drafter.ledger.word_meanings import Meanings, Understood
from drafter.ledger.written_dates import DOUBTS, NO, UNREAD, YES, RegisterDays, WrittenDay

UNDATED = "undated"
"""The doubt of results without a day: were they given in the year?"""


class Doubt(NamedTuple):
    """What the clerk is asked about some rows.

    part: of `Settings`, where the answer belongs: heads, sheets, kinds, outcomes, days, or rows
    word: what it is remembered by: a word, a kind of doubtful day, a row's key, REPEATED; of heads
        the column that was not found
    rows: the rows that wait for it
    choices: the lines (or heads) to choose from; for sheets and days none
    near: whether `choices` only lie near, and any other line may be meant
    of: for a row whether its kind or its outcome is asked
    said: what stands there; for sheets where the first of the rows stands, too
    group: of part `group` the doubts that one answer may settle: each lies near one line alone
    """

    part: str
    word: str
    rows: tuple[int, ...]
    choices: tuple[str, ...] = ()
    near: bool = False
    of: str = ""
    said: str = ""
    group: tuple[Doubt, ...] = ()


@dataclass(frozen=True, eq=False)
class Tally:
    """One year's counts, and where every row went.

    behind: the rows counted in a cell, by address; never of a total
    outside: rows of other years; uncounted: rows that are no application
    waiting: rows that were not counted, each with why; doubts: what would settle them
    """

    form: Form
    words: RegisterWords
    register: Register
    year: int
    behind: Mapping[Address, tuple[int, ...]]
    outside: tuple[int, ...]
    uncounted: tuple[int, ...]
    waiting: Mapping[int, str]
    doubts: tuple[Doubt, ...]
    outcome_of: Mapping[int, str]
    kind_of: Mapping[int, str]
    days: RegisterDays

    @property
    def cells(self) -> dict[Address, int]:
        """What each cell comes to; zeros are left out."""
        return {address: len(rows) for address, rows in self.behind.items()}

    @cached_property
    def counted(self) -> tuple[int, ...]:
        """The rows that are in the table, in the register's order."""
        return tuple(sorted(self.kind_of))


def tally(
    form: Form, words: RegisterWords, register: Register, settings: Settings, year: int
) -> Tally:
    """The rows counted for a year, as far as their words are known."""
    tallying = _Tallying(form, words, register, settings, year)
    if settings.sheets.get(REPEATED) == YES:
        repeated = tallying.repeated()
        again = repeated.keys() - tallying.differing(repeated)
        register = register.without(again, _ON_OTHER_SHEETS)
        tallying = _Tallying(form, words, register, settings, year)
    return tallying.tally()


_Combination = tuple[int, ...]
_BEFORE, _IN, _AFTER, _BLANK = range(4)
_WRONG_ORDER = -1
_ON_OTHER_SHEETS = "别的工作表里也有"
_NEEDED = (("received",), ("result",), ("kind", "applicant"))
"""Columns of which one is needed."""
_MOST_TOGETHER = 8
"""Words that one question may be about: a small screen shows no more."""


class _Tallying:
    """Rows that agree in all that counts are looked at together: there are only a few hundred
    ways to be, and there may be 100,000 rows."""

    def __init__(
        self,
        form: Form,
        words: RegisterWords,
        register: Register,
        settings: Settings,
        year: int,
    ) -> None:
        self.form, self.words, self.register = form, words, register
        self.settings, self.year = settings, year
        self.kinds = kind_meanings(form, words)
        self.outcomes = outcome_meanings(form, words)
        self.days = RegisterDays(register, settings, year)
        self.behind: dict[Address, list[int]] = defaultdict(list)
        self.outside: list[int] = []
        self.uncounted: list[int] = []
        self.waiting: dict[int, str] = {}
        self.doubts: dict[tuple[str, str, str], Doubt] = {}
        self.outcome_of: dict[int, str] = {}
        self.kind_of: dict[int, str] = {}

    def tally(self) -> Tally:
        """All that the register comes to."""
        if missing := self._ask_for_columns():
            # Without it nothing else can be told: an application would only seem to be open.
            self._wait([*range(len(self.register))], f"没有认出“{missing}”一列")
        left = set() if missing else self._ask_for_repeated()
        for combination, rows in () if missing else self._combinations().items():
            own = [row for row in rows if row not in left] if left else rows
            if own:
                self._count(combination, own)
        return Tally(
            self.form,
            self.words,
            self.register,
            self.year,
            {a: tuple(sorted(rows)) for a, rows in self.behind.items()},
            tuple(sorted(self.outside)),
            tuple(sorted(self.uncounted)),
            dict(sorted(self.waiting.items())),
            tuple(sorted((*self.doubts.values(), *self._groups()), key=_order)),
            self.outcome_of,
            self.kind_of,
            self.days,
        )

    def _groups(self) -> Iterator[Doubt]:
        """Words that lie near one line each are asked about together, before one by one."""
        for of in ("outcomes", "kinds"):
            own = [
                d for d in self.doubts.values() if d.part == of and d.near and len(d.choices) == 1
            ]
            for start in range(0, len(own), _MOST_TOGETHER):
                some = tuple(own[start : start + _MOST_TOGETHER])
                rows = tuple(sorted(row for doubt in some for row in doubt.rows))
                if len(some) > 1:
                    yield Doubt("group", some[0].word, rows, (), False, of, "", some)

    def _ask_for_columns(self) -> str:
        """Which head is meant, where a column that is needed was not found.

        Returns what a register calls the first that cannot be done without; "" for none.
        """
        register, said = self.register, self.settings.heads
        free = [h for sheet in register.sheets for h in sheet.heads if not h.column]
        kept = {h.head: h.under for h in free if h.head not in said and h.under.filled}
        needed = [*_NEEDED, *(() if UNDATED in self.settings.days else (("answered",),))]
        missing = [n[0] for n in needed if not any(name in register.columns for name in n)]
        asked = []
        for name in missing:
            heads = sorted(kept, key=lambda head: -_likeness(name, kept[head]))
            likely = heads and (name != "answered" or _likeness(name, kept[heads[0]]))
            if likely and NO_HEAD + name not in said:
                choices = (*heads, NO_HEAD + name)
                self._doubt(Doubt("heads", name, tuple(range(len(register))), choices))
                asked.append(name)
        first = next((name for name in asked if name != "answered"), "")
        return self.words.heads[first][0] if first else ""

    def repeated(self) -> Mapping[int, int]:
        """Rows that another sheet has, too, with the row there; none where they are to be told
        apart."""
        is_told = self.settings.sheets.get(REPEATED) == NO
        return {} if is_told else repeated_rows(self.register, self.days)

    def differing(self, repeated: Mapping[int, int]) -> set[int]:
        """Those whose results are not the same: one of both sheets is wrong."""
        results = {row: self._result_of(row) for row in {*repeated, *repeated.values()}}
        return {
            row
            for row, kept in repeated.items()
            if results[row] and results[kept] and results[row] != results[kept]
            if not self._is_outside(kept)
        }

    def _is_outside(self, row: int) -> bool:
        """Whether it came in after the year, or was answered before it."""
        received, answered = (self.days.written(row, name) for name in ("received", "answered"))
        return self._class(received) // 100 == _AFTER or self._class(answered) // 100 == _BEFORE

    def _result_of(self, row: int) -> str:
        """The line of a row's result, or the word that is not understood; "" for none yet."""
        said = self._said_of(row, "outcomes") or self._understood(row).decided
        return "" if said == OPEN else said or self.register.word(row, "result")

    def _understood(self, row: int) -> Understood:
        result, reason = (self.register.word(row, name) for name in ("result", "reason"))
        return self._read(result, reason) if result or reason else Understood()

    def _ask_for_repeated(self) -> set[int]:
        """Whether what several sheets have is one application each; until then one counts.

        Returns the rows that are not counted: of two with different results none is.
        """
        repeated = self.repeated()
        if repeated and REPEATED not in self.settings.sheets:
            self._wait([*repeated], _ON_OTHER_SHEETS)
            said = self.register.place(next(iter(repeated.values())))
            self._doubt(Doubt("sheets", REPEATED, tuple(repeated), said=said))
        left = {*repeated}
        for row in sorted(self.differing(repeated)):
            both = (repeated[row], row)
            left |= {*both}
            words = "”和“".join(self.register.word(each, "result") for each in both)
            self._wait([*both], f"像是同一件，结果写的是“{words}”")
            read = [self._understood(each) for each in both]
            to = {line for each in read for line in each.to}
            order = self.outcomes.order[:-1]
            choices = tuple(line for line in order if line in to) or order
            is_known = all(each.decided for each in read)
            key = self.register.key(both[0])
            self._doubt(Doubt("rows", key, both, choices, not is_known, "outcomes", words))
        return left

    def _combinations(self) -> Mapping[_Combination, list[int]]:
        count = len(self.register)
        nothing = [0] * count
        parts: list[Sequence[int]] = []
        for name in ("received", "answered"):
            # Days matter by the year alone, but a doubtful one by what is doubtful.
            classes = [self._class(day) for day in self.days.values(name)]
            column = self.register.columns.get(name)
            blank = _BLANK * 100
            told = map(classes.__getitem__, column.codes) if column else ()
            parts.append(list(told) or [blank] * count)
        for name in ("kind", "applicant", "result", "reason", "status"):
            if (column := self.register.columns.get(name)) is not None:
                parts.append(column.codes)
        corrected = self.register.columns.get("correction_received")
        asked = self.register.columns.get("correction_asked")
        parts.append(_any(corrected, asked, count))
        singles = {key.rpartition("/")[0] for key in self.settings.rows}
        alone = [i for i in range(count) if self.register.key(i) in singles] if singles else []
        wrong = self._in_wrong_order()
        special = nothing
        if alone or wrong:
            special = nothing.copy()
            for row in wrong:
                special[row] = _WRONG_ORDER
            for row in alone:
                special[row] = row + 1
        groups: dict[_Combination, list[int]] = defaultdict(list)
        for row, combination in enumerate(zip(*parts, special, strict=True)):
            groups[combination].append(row)
        return groups

    def _class(self, day: WrittenDay) -> int:
        doubt = 0
        if self.days.is_doubtful(day):
            doubt = 1 + [UNREAD, *DOUBTS].index(day.doubt)
        if day.day is None:
            return _BLANK * 100 + doubt
        when = _IN if day.day.year == self.year else _AFTER
        return (_BEFORE if day.day.year < self.year else when) * 100 + doubt

    def _in_wrong_order(self) -> set[int]:
        """Rows answered before they came in: one of the two days is wrong."""
        columns = self.register.columns
        if "received" not in columns or "answered" not in columns:
            return set()
        received, answered = (self.days.values(name) for name in ("received", "answered"))
        least = [written.day.toordinal() if written.day else 0 for written in received]
        most = [written.day.toordinal() if written.day else 9**9 for written in answered]
        codes = zip(columns["received"].codes, columns["answered"].codes, strict=True)
        return {row for row, (r, a) in enumerate(codes) if most[a] < least[r]}

    def _count(self, combination: _Combination, rows: list[int]) -> None:
        received, received_doubt = divmod(combination[0], 100)
        answered, answered_doubt = divmod(combination[1], 100)
        if received_doubt:
            self._doubtful_day("received", received_doubt, rows)
        elif received == _BLANK:
            self._wait(rows, "没有收到日期")
        elif received == _AFTER:
            self.outside += rows
        elif answered_doubt:
            self._doubtful_day("answered", answered_doubt, rows)
        elif combination[-1] == _WRONG_ORDER:
            self._wait(rows, "办结日期早于收到日期")
        elif answered == _BEFORE:
            self.outside += rows
        else:
            outcome = self._outcome(rows[0], rows, answered, bool(combination[-2]))
            if outcome is not None:
                self._place(rows, received, answered, outcome)

    def _place(self, rows: list[int], received: int, answered: int, outcome: str) -> None:
        """Into the table, as far as the kind of applicant is known."""
        if outcome == UNCOUNTED:
            self.uncounted += rows
            return
        if outcome == OPEN and answered == _IN:
            self._wait(rows, "有办结日期，结果却写着还没有办结")
            return
        if answered == _BLANK and outcome != OPEN and not self._was_dated(received, rows):
            return
        kind = self._kind(rows[0], rows)
        if kind is None:
            return
        came = self.words.received if received == _IN else self.words.carried_in
        went = self.words.carried_out if outcome == OPEN else outcome
        for row in (came, went):
            self.behind[f"{self.words.table}/{row}/{kind}"] += rows
        self.kind_of |= dict.fromkeys(rows, kind)
        self.outcome_of |= dict.fromkeys(rows, went)

    def _was_dated(self, received: int, rows: list[int]) -> bool:
        """Whether results without a day were given in the year."""
        said = self.settings.days.get(UNDATED)
        if received == _IN and said == YES:
            return True
        self._wait(rows, "有结果，没有办结日期")
        if said is None and received == _IN:
            self._doubt(Doubt("days", UNDATED, tuple(rows)))
        return False

    def _outcome(self, first: int, rows: list[int], answered: int, corrected: bool) -> str | None:
        """The row that the application is counted in, OPEN or UNCOUNTED; None where it waits."""
        result, reason = (self.register.word(first, name) for name in ("result", "reason"))
        if own := self._said_of(first, "outcomes"):
            return own
        if answered == _AFTER and (not result or self._read(result, "").decided != UNCOUNTED):
            # What became of it belongs into next year's report.
            return OPEN
        if not result and not reason:
            result = self.register.word(first, "status")
            if answered == _BLANK and (not result or self._read(result, "").decided == OPEN):
                return OPEN
            if not result:
                self._ask_each(rows, "outcomes", self.outcomes.order[:-2], "办结了，没有写结果")
                return None
        understood = self._read(result, reason)
        if not understood.decided and self.words.unclear in understood.to and corrected:
            return self.words.unclear
        if understood.decided:
            return understood.decided
        # A reason that narrows a result down is what is asked about: the result's own word
        # stands beside other reasons elsewhere.
        narrowed = bool(result and reason) and understood != self.outcomes.read(result)
        self._ask(rows, "outcomes", reason if narrowed or not result else result, understood)
        return None

    def _said_of(self, row: int, part: str) -> str | None:
        """What the clerk said of this very application; keys of all rows are made for few."""
        rows = self.settings.rows
        return rows.get(row_part(self.register.key(row), part)) if rows else None

    def _read(self, result: str, reason: str) -> Understood:
        said = self.settings.outcomes.get(result)
        if said is not None:
            return Understood((said,), True)
        told = self.settings.outcomes.get(reason) if reason else None
        if not result:
            return Understood((told,), True) if told else self.outcomes.read(reason)
        understood = self.outcomes.read(result)
        if told and not understood.decided and (told in understood.to or not understood.to):
            return Understood((told,), True)
        if reason and not understood.to:
            return self.outcomes.read(reason)._replace(sure=False)
        return self.outcomes.refine(understood, reason)

    def _kind(self, first: int, rows: list[int]) -> str | None:
        """The column of the applicant; None where it waits."""
        if own := self._said_of(first, "kinds"):
            return own
        kind, name = self.register.word(first, "kind"), self.register.word(first, "applicant")
        for word in (kind, name):
            if said := self.settings.kinds.get(word):
                return said
        ending = self.kinds.read(name) if name else Understood()
        if kind and ending.decided == self.words.person:
            ending = Understood()  # a lawyer, or who runs a 个体户, has a person's name, too
        if not kind:
            if not ending.to:
                self._ask_each(rows, "kinds", self.kinds.order, "没有写申请人类型")
                return None
            # A name is no kind: what it looks like is asked about once.
            self._ask(rows, "kinds", name, ending._replace(sure=False))
            return None
        understood = self.kinds.read(kind)
        if not understood.decided and ending.to:
            both = tuple(line for line in understood.to if line in ending.to)
            if both and understood.sure:
                understood = Understood(both, True)
        if understood.decided:
            return understood.decided
        each = understood.sure and len(understood.to) > 1
        self._ask(rows, "kinds", kind, understood._replace(each=each))
        return None

    def _ask(self, rows: list[int], part: str, word: str, understood: Understood) -> None:
        if understood.each:
            self._ask_each(rows, part, understood.to, word)
            return
        meanings: Meanings = self.kinds if part == "kinds" else self.outcomes
        why = f"“{word}”不止一种可能" if understood.sure else f"“{word}”像是已知的说法，要确认"
        self._wait(rows, why if understood.to else f"“{word}”不认识")
        choices = understood.to or meanings.order
        self._doubt(Doubt(part, word, tuple(rows), choices, not understood.sure, part, word))

    def _ask_each(self, rows: list[int], part: str, choices: tuple[str, ...], said: str) -> None:
        """One question for each row; for the kind of one applicant, for all rows of that one."""
        self._wait(rows, f"“{said}”要逐件确认" if part == "outcomes" else f"申请人类型：{said}")
        alike = self.register.alike.get("applicant") if part == "kinds" else None
        groups: dict[int, list[int]] = {}
        for row in rows:
            same = alike[row] if alike else 0
            groups.setdefault(same or -1 - row, []).append(row)
        for own in groups.values():
            key = self.register.key(own[0])
            self._doubt(Doubt("rows", key, tuple(own), choices, False, part, said))

    def _doubtful_day(self, name: str, doubt: int, rows: list[int]) -> None:
        kind = [UNREAD, *DOUBTS][doubt - 1]
        label = self.words.heads[name][0]
        why = "读不懂" if kind == UNREAD else DOUBTS[kind].partition("（")[0]
        self._wait(rows, f"{label}{why}")
        if kind != UNREAD and self.settings.days.get(kind) != NO:
            word = self.register.word(rows[0], name)
            self._doubt(Doubt("days", kind, tuple(rows), said=word, of=name))

    def _wait(self, rows: list[int], why: str) -> None:
        self.waiting |= dict.fromkeys(rows, why)

    def _doubt(self, doubt: Doubt) -> None:
        key = (doubt.part, doubt.word, doubt.of if doubt.part != "days" else "")
        before = self.doubts.get(key)
        if before is not None:
            doubt = doubt._replace(rows=tuple(sorted({*before.rows, *doubt.rows})))
        self.doubts[key] = doubt


def _order(doubt: Doubt) -> tuple[int, tuple[int, ...]]:
    """Columns first: without them no words can be told; what settles most before the rest."""
    first = ("heads", "sheets", "days", "group")
    return (first.index(doubt.part) if doubt.part in first else len(first)), doubt.rows[:1]


def _likeness(column: str, under: Under) -> float:
    """The share of the cells under a head that could stand in such a column."""
    fitting = {"result": under.results, "kind": under.kinds}
    return fitting.get(column, under.days) / max(under.different, 1)


def _any(one: Column | None, other: Column | None, count: int) -> Sequence[int]:
    """1 where either column says something."""
    marks = [0] * count
    for column in (one, other):
        if column is not None:
            said = [bool(value.strip()) for value in column.values]
            if not any(said):
                continue
            marks = [m or said[c] for m, c in zip(marks, column.codes, strict=True)]
    return marks


def answered_settings(settings: Settings, register: Register, doubt: Doubt, said: str) -> Settings:
    """What the clerk said of a doubt, remembered for next time."""
    if doubt.part == "heads":
        return settings.with_answer("heads", said, doubt.word)
    if doubt.part == "group":
        for each in doubt.group:
            settings = settings.with_answer(each.part, each.word, each.choices[0])
        return settings
    if doubt.part != "rows":
        return settings.with_answer(doubt.part, doubt.word, said)
    for row in doubt.rows:
        key = row_part(register.key(row), doubt.of)
        settings = settings.with_answer("rows", key, said)
    return settings


_Key = tuple[str, str, str]
"""What tells one doubt from another: its part, its word, and what it is of."""


def next_doubt(counted: Tally, asked: Set[_Key]) -> Doubt | None:
    """The first doubt that was not asked about yet."""
    return next((d for d in counted.doubts if (d.part, d.word, d.of) not in asked), None)


def asked_with(doubt: Doubt, said: str | None) -> set[_Key]:
    """What is not asked about again in one go: whatever an answer leaves open is named at the end.

    Of a group that is left, its words neither.
    """
    own = (doubt, *(doubt.group if said is None else ()))
    return {(each.part, each.word, each.of) for each in own}


def settled(
    count: Callable[[Settings], Tally],
    settings: Settings,
    ask: Callable[[Tally, Doubt], str | None],
) -> tuple[Tally, Settings]:
    """The tally once everything was asked: an answer may settle, or raise, other doubts.

    ask: the line (or YES, NO) that the clerk says; None to leave it, "" to take words one by one
    """
    left: set[_Key] = set()
    while True:
        counted = count(settings)
        doubt = next_doubt(counted, left)
        if doubt is None:
            return counted, settings
        said = ask(counted, doubt)
        left |= asked_with(doubt, said)
        if said:
            settings = answered_settings(settings, counted.register, doubt, said)


def lines_of(form: Form, words: RegisterWords) -> Iterator[tuple[str, str]]:
    """Every line that an application may stand for, with what the clerk calls it."""
    for cell in form.tables[words.table].cells:
        yield cell.row, cell.row_path[-1].short
        yield cell.column, cell.column_path[-1].short
    yield OPEN, "还没有办结"
    yield UNCOUNTED, words.uncounted
