"""What a register knows beside Table 3: reviews and suits, channels, topics, extensions, fees.

All of it is proposed: no source says which reviews and suits a year's Table 4 counts (domain.md
9.4 of the field has what the laws' own words suggest).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from drafter.form.definitions import Address
from drafter.ledger.register_tally import Tally
from drafter.ledger.register_words import Named, compact, plain
from drafter.ledger.word_meanings import pairs


class Known(NamedTuple):
    """What a register answers.

    behind: the rows of each cell of Table 4; answers: as typed, by question
    unread: words of these columns that were not understood, and the rows that have them
    """

    behind: Mapping[Address, tuple[int, ...]]
    answers: Mapping[str, str]
    unread: Mapping[str, tuple[int, ...]]


_MOST_TOPICS = 5


def known_facts(tally: Tally, late: Sequence[int] | None = None) -> Known:
    """What the register answers for the year.

    late: rows answered in the year after their time; None where that was not reckoned
    """
    facts = _Facts(tally)
    behind = facts.disputes()
    answers = dict(facts.answers(late))
    answers.pop("", None)  # a form without that question
    return Known(behind, answers, {word: tuple(rows) for word, rows in facts.unread.items()})


class _Facts:
    def __init__(self, tally: Tally) -> None:
        self.tally, self.words, self.register = tally, tally.words, tally.register
        self.unread: dict[str, list[int]] = defaultdict(list)
        self.none = {compact(word) for word in (*self.words.none, *self.words.disputes.none)}

    def says(self, row: int, column: str) -> str:
        """What stands there; "" where it says that there is none."""
        word = self.register.word(row, column)
        return "" if compact(word) in self.none else word

    def day(self, row: int, column: str) -> date | None:
        """The day that stands there, where it is one."""
        return self.tally.days.day(row, column)

    def some(self, *columns: str) -> list[int]:
        """The rows in which one of these columns says something."""
        found: set[int] = set()
        for name in columns:
            if (column := self.register.columns.get(name)) is not None:
                said = [compact(word) not in {*self.none, ""} for word in column.values]
                if not any(said):
                    continue
                found |= {row for row, code in enumerate(column.codes) if said[code]}
        return sorted(found)

    def disputes(self) -> dict[Address, tuple[int, ...]]:
        """The rows of each cell of Table 4."""
        own, behind = self.words.disputes, defaultdict[Address, list[int]](list)
        for row in self.some("review", "review_result"):
            said = self._result(row, "review")
            if said:
                behind[f"{own.table}/{own.row}/{own.review}_{said}"].append(row)
        for row in self.some("suit", "suit_kind", "suit_result"):
            said = self._result(row, "suit")
            if said:
                behind[f"{own.table}/{own.row}/{self._suit_kind(row)}_{said}"].append(row)
        return {address: tuple(rows) for address, rows in behind.items()}

    def _suit_kind(self, row: int) -> str:
        """Whether a review came before the suit."""
        own = self.words.disputes
        kinds = dict(pairs(own.kinds))
        for column in ("suit_kind", "suit"):
            if kind := kinds.get(plain(self.register.word(row, column))):
                return own.direct if kind == "direct" else own.after
        reviewed = self.says(row, "review") or self.says(row, "review_result")
        return own.after if reviewed else own.direct

    def _result(self, row: int, kind: str) -> str:
        """What it came to in the year; "" where it belongs into another one, or is not known."""
        year = self.tally.year
        decided, received = self.day(row, f"{kind}_day"), self.day(row, "received")
        if (decided and decided.year < year) or (received and received.year > year):
            return ""
        word = self.says(row, f"{kind}_result")
        if not word or (decided and decided.year > year):
            return "pending"
        said = _meant(self.words.disputes.results, word)
        if not said:
            self.unread[word].append(row)
        return said

    def answers(self, late: Sequence[int] | None) -> Iterator[tuple[str, str]]:
        """Every question that can be answered, with the answer as it would be typed."""
        tally, words = self.tally, self.words
        asked = words.answers
        came, went = (self._counted(row) for row in (words.received, words.carried_out))
        waiting = set(went)
        handled = [row for row in tally.counted if row not in waiting]
        if came and (channels := self._channels(came)):
            yield asked.channels, channels
        if topics := self._topics(tally.counted):
            yield asked.topics, topics
        if handled and "extended" in self.register.columns:
            extended = set(self.some("extended"))
            yield asked.extended, str(sum(row in extended for row in handled))
        if handled and late is not None:
            yield asked.on_time, "否" if late else "是"
            if late:
                yield asked.late, str(len(late))
        if tally.counted:
            yield from self._fees()

    def _counted(self, row: str) -> list[int]:
        prefix = f"{self.words.table}/{row}/"
        behind = self.tally.behind
        return [r for address, rows in behind.items() if address.startswith(prefix) for r in rows]

    def _channels(self, rows: Sequence[int]) -> str:
        """How many came in which way; nothing where that of one is not known: they must add up."""
        column = self.register.columns.get("channel")
        if column is None:
            return ""
        counted = Counter[str]()
        for code, count in Counter(map(column.codes.__getitem__, rows)).items():
            word = column.values[code]
            way = _meant(self.words.channels, word)
            if not way:
                self.unread[word] += (row for row in rows if column.codes[row] == code)
            counted[way] += count
        order = [way.to for way in self.words.channels]
        return "" if counted[""] else "，".join(f"{w} {counted[w]}" for w in order if counted[w])

    def _topics(self, rows: Sequence[int]) -> str:
        column = self.register.columns.get("content")
        if column is None:
            return ""
        counted = Counter[str]()
        for code, count in Counter(map(column.codes.__getitem__, rows)).items():
            for topic in filter(None, column.values[code].split("、")):
                counted[topic] += count
        often = [t for t, count in counted.most_common() if count >= self.words.topic_least]
        return "，".join(often[:_MOST_TOPICS])

    def _fees(self) -> Iterator[tuple[str, str]]:
        asked, year = self.words.answers, self.tally.year
        if "fee_notice" not in self.register.columns:
            return
        noticed = [row for row in self.some("fee_notice") if self._in(row, "fee_notice", year)]
        yield asked.fee_notices, str(len(noticed))
        if "fee_billed" in self.register.columns:
            yield asked.fee_billed, _money(self.says(row, "fee_billed") for row in noticed)
        if "fee_received" in self.register.columns:
            paid = [r for r in self.some("fee_received") if self._in(r, "fee_paid", year)]
            sums = _money(self.says(row, "fee_received") for row in paid)
            yield asked.fee_received, sums
            if Decimal(sums):
                yield asked.fee_cases, str(len(paid))

    def _in(self, row: int, column: str, year: int) -> bool:
        """Whether it was in the year; without a day, whether the application is counted in it."""
        day = self.day(row, column)
        return row in self.tally.kind_of if day is None else day.year == year


def _meant(lists: tuple[Named, ...], text: str) -> str:
    """What a word stands for, or a known one within it; "" for none, or for two that differ."""
    word, known = plain(text), dict(pairs(lists))
    if word in known:
        return known[word]
    inside = {to for each, to in known.items() if len(each) > 1 and each in word}
    return inside.pop() if len(inside) == 1 else ""


_AMOUNT = re.compile(r"\d[\d,]*(?:\.\d+)?")


def _money(texts: Iterator[str]) -> str:
    amounts = (_AMOUNT.search(compact(text)) for text in texts)
    total = sum((Decimal(a[0].replace(",", "")) for a in amounts if a), Decimal(0))
    return f"{total.normalize():f}"
