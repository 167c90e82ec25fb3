"""The words a clerk uses for the cells of one table, from its labels and from claims.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from drafter.claims.claim_lexicon import expand, fold
from drafter.claims.claim_words import ClaimWords, Patterns, leaves_of
from drafter.form.definitions import Address, Form, Kind, Line, Table
from drafter.form.label_numbers import without_number

Cells = frozenset[Address]

_NUMERALS = "一二三四五六七八九十"


class Sense(NamedTuple):
    """One thing that a name may mean: cells of a row, of a column, or (both) one cell itself.

    `row` and `column` are the cells of the lines named; None where the name says nothing of them.
    """

    row: Cells | None
    column: Cells | None


class TableWord(NamedTuple):
    """A word: the senses of a name, or what else it does in a sentence (`marks`)."""

    senses: tuple[Sense, ...] = ()
    marks: frozenset[str] = frozenset()


class TableWords(NamedTuple):
    """Every word for one table.

    labels: what the form itself calls rows and columns, for slips of the pen, longest first
    typed: the cells that are typed, in the form's order
    parts: of every total, the typed cells it is made up of
    new, into: the cells of the rows whose sum the results must share out, by column
    results: those results
    turns: what is said at length, and the word that it stands for
    signed: whether there are cells whose figures may have a sign
    unusual: cells that are seldom other than zero, and what to say where one is
    """

    table: Table
    words: dict[str, TableWord]
    lengths: tuple[int, ...]
    labels: tuple[str, ...]
    typed: tuple[Address, ...]
    parts: dict[Cells, Address]
    new: Cells
    into: Cells
    results: Cells
    out: Cells
    signed: bool
    unusual: tuple[tuple[Cells, str], ...]
    turns: tuple[tuple[re.Pattern[str], str], ...]

    @property
    def either(self) -> str:
        """`上年结转，还是结转下年度`: the two rows that 结转 may mean."""
        rows = {
            cell.row_path[-1].short: None
            for cells in (self.into, self.out)
            for cell in self.table.cells
            if cell.address in cells
        }
        return "，还是".join(rows)

    def longest(self, text: str, start: int) -> tuple[int, TableWord] | None:
        """The longest word that begins at `start`, with its length."""
        for length in self.lengths:
            word = self.words.get(text[start : start + length])
            if word is not None and start + length <= len(text):
                return length, word
        return None


@lru_cache(maxsize=16)
def table_words(form: Form, words: ClaimWords, table_id: str) -> TableWords:
    """The words of a table. A form without claims.yaml has its labels alone."""
    maker = _Maker(form, words, form.tables[table_id])
    maker.labels()
    maker.own = tuple(maker.senses)
    maker.topics()
    maker.typing()
    maker.elsewhere()
    return maker.done()


class _Maker:
    def __init__(self, form: Form, words: ClaimWords, table: Table) -> None:
        self.form, self.claims, self.table = form, words, table
        self.senses: dict[str, dict[Sense, None]] = {}
        self.marks: dict[str, set[str]] = {}
        self.own: tuple[str, ...] = ()
        self.parted: dict[str, str] = {}
        self.typed = tuple(c.address for c in table.cells if c.address not in form.computed)
        # One row without a name: the groups of its columns are what is told apart first.
        leaves = [row for block in table.blocks for row in block.row_leaves]
        self.flat = len(leaves) == 1 and not leaves[0].label
        sums = {relation.total: relation for relation in form.totals}
        self.below: dict[Address, Cells] = {a: frozenset((a,)) for a in self.typed}

        def parts(address: Address) -> Cells:
            if address not in self.below:
                made: Cells = frozenset()
                if address in sums:
                    terms = (t for side in sums[address].right for t in side.terms if t.address)
                    made = frozenset().union(*(parts(term.address) for term in terms))
                self.below[address] = made
            return self.below[address]

        for cell in table.cells:
            parts(cell.address)

    def labels(self) -> None:
        """Rows, columns and groups as the form calls them."""
        for block in self.table.blocks:
            for line in block.rows:
                self._line(line, as_row=True, depth=0)
            for line in block.columns:
                self._line(line, as_row=False, depth=0)

    def _line(self, line: Line, *, as_row: bool, depth: int) -> None:
        if "，" in line.label:
            self.parted[without_number(line.label)] = line.short
        ids = [line.id] if line.id else []
        ids += [leaf.id for leaf in line.leaves]
        cells = self._of(ids, as_row=as_row)
        if self.flat and not as_row:
            group = bool(line.children) or line.id not in {a.rpartition("/")[2] for a in self.typed}
            sense = Sense(cells, None) if group else Sense(cells, cells)
            if not group:
                alike = [leaf.id for leaf in self._columns() if leaf.label == line.label]
                self._name([line.label], Sense(None, self._of(alike, as_row=False)))
            self._name([line.short, *([line.label] if group else [])], sense)
        elif as_row or any(a.rpartition("/")[2] in ids for a in self.typed):
            sense = Sense(cells, None) if as_row else Sense(None, cells)
            bare = without_number(line.label)
            self._name([line.short, line.label, bare, bare.partition("（")[0]], sense)
        for child in line.children:
            self._line(child, as_row=as_row, depth=depth + 1)

    def _columns(self) -> list[Line]:
        return [leaf for block in self.table.blocks for leaf in block.column_leaves]

    def _of(self, ids: Iterable[str], *, as_row: bool) -> Cells:
        """The typed cells of these rows or columns; a total's stand for those it adds up."""
        wanted = set(ids)
        found: set[Address] = set()
        for cell in self.table.cells:
            path = cell.row_path if as_row else cell.column_path
            if wanted & {line.id for line in path}:
                found |= self.below[cell.address]
        return frozenset(found)

    def topics(self) -> None:
        """What claims.yaml calls them."""
        file = self.claims.file
        for name, topic in file.topics.items():
            aspects = {aspect: self._metric(m) for aspect, m in topic.figures.items()}
            whole = self._whole(name)
            if not whole:
                continue
            wide = name == file.carry.topic
            nouns = (*topic.nouns, *topic.loose)
            if wide:
                self._mark(nouns, "light")
            else:
                self._name(_words(nouns), Sense(whole, None))
                self._mark(topic.echoes, "light")
            for aspect, patterns in topic.explicit.items():
                cells = aspects[aspect]
                if cells:
                    sense = Sense(cells, None) if wide else Sense(whole, cells)
                    self._name(_words(patterns), sense)
        for aspect, patterns in file.aspects.items():
            wide = aspect in file.topics[file.carry.topic].figures if file.carry.topic else False
            cells = self._aspect(aspect)
            if cells:
                wide = wide and self.table.id == self._carried()
                sense = Sense(cells, None) if wide else Sense(None, cells)
                self._name(_words(patterns), sense)
        for column, patterns in file.columns.items():
            cells = self._of([column], as_row=False)
            if cells and not self.flat:
                self._name(_words(patterns), Sense(None, cells))

    def _whole(self, name: str) -> Cells:
        """All the cells of a topic, and of those within it."""
        topics = self.claims.file.topics
        own = [t for other, t in topics.items() if name in (other, t.within)]
        cells = [self._metric(metric) for topic in own for metric in topic.figures.values()]
        return frozenset().union(*cells)

    def _carried(self) -> str:
        carry = self.claims.file.carry
        return self.claims.metric(carry.topic, carry.new).partition("/")[0]

    def _aspect(self, aspect: str) -> Cells:
        found: Cells = frozenset()
        for topic in self.claims.file.topics.values():
            if aspect in topic.figures:
                found |= self._metric(topic.figures[aspect])
        return found

    def _metric(self, metric: str) -> Cells:
        address = metric.replace("{column}", self.claims.file.total)
        found: Cells = frozenset()
        for leaf in leaves_of(self.form, address):
            found |= self.below.get(leaf, frozenset())
        return found

    def typing(self) -> None:
        """The words that only clerks use, and those that do something in a sentence."""
        file = self.claims.file
        agents = {name: tuple(_words(topic.agents)) for name, topic in file.topics.items()}
        for name, patterns in file.typed.lines.get(self.table.id, {}).items():
            for sense in self._named(name):
                for text in _words(patterns):
                    self._name([text], self._theirs(text, sense, agents))
        for mark, patterns in file.typed.words.items():
            self._mark(patterns, mark)

    def _theirs(self, text: str, sense: Sense, agents: Mapping[str, tuple[str, ...]]) -> Sense:
        """法院维持 is of suits, and of no review: as far as a word names who decided."""
        if sense.column is None:
            return sense
        named = [name for name, known in agents.items() if any(each in text for each in known)]
        own = frozenset[Address]().union(*(self._whole(name) for name in named))
        return sense._replace(column=sense.column & own or sense.column)

    def _named(self, name: str) -> Iterator[Sense]:
        """What a key of `typed` stands for: a row, a column, a group, a topic or an aspect."""
        file = self.claims.file
        row, column = self._of([name], as_row=True), self._of([name], as_row=False)
        if row:
            yield Sense(row, None)
        if column:
            yield Sense(column, None) if self.flat else Sense(None, column)
        if row or column:
            return
        if name in file.topics:
            yield Sense(self._whole(name), None)
        elif cells := self._aspect(name):
            yield Sense(None, cells)

    def elsewhere(self) -> None:
        """Names of other tables: a figure beside one of them is none of this table's."""
        for topic in self.claims.file.topics.values():
            for text in _words((*topic.nouns, *topic.loose)):
                if text not in self.senses and text not in self.marks:
                    self.marks[text] = {"elsewhere"}

    def _name(self, texts: Iterable[str], sense: Sense) -> None:
        for text in texts:
            if text := fold("".join(text.split())):
                self.senses.setdefault(text, {})[sense] = None

    def _mark(self, patterns: Patterns, mark: str) -> None:
        for text in _words(patterns):
            self.marks.setdefault(text, set()).add(mark)

    def done(self) -> TableWords:
        words = {}
        for text in {**self.senses, **self.marks}:
            marks = frozenset(self.marks.get(text, ()))
            # （七）总计 without its number is the word for any sum.
            senses = () if "light" in marks else tuple(self.senses.get(text, ()))
            words[text] = TableWord(senses, marks)
        lengths = tuple(sorted({len(text) for text in words}, reverse=True))
        parts = {cells: a for a, cells in self.below.items() if a not in self.typed and cells}
        carry, file = self.claims.file.carry, self.claims.file
        rows = [frozenset[Address]()] * 4
        if carry.topic and self.table.id == self._carried():
            figures = file.topics[carry.topic].figures
            rows = [
                self._metric(figures[a]) for a in (carry.new, carry.into, carry.done, carry.out)
            ]
        labels = tuple(sorted((t for t in self.own if len(t) > 2), key=len, reverse=True))
        return TableWords(
            self.table,
            words,
            lengths,
            labels,
            self.typed,
            parts,
            rows[0],
            rows[1],
            rows[2],
            rows[3],
            any(cell.kind is Kind.CHANGE for cell in self.table.cells),
            tuple(self.unusual()),
            tuple(self.turns()),
        )

    def turns(self) -> Iterator[tuple[re.Pattern[str], str]]:
        """What takes more than a word to say; the words are this table's, if they mean anything."""
        # A label's own comma would part it.
        for label, short in self.parted.items():
            yield re.compile(rf"(?:[（(][{_NUMERALS}]+[)）])?{_any_width(label)}"), short
        for word, patterns in self.claims.file.typed.turns.items():
            if word in self.senses or word in self.marks:
                yield from ((re.compile(pattern), word) for pattern in patterns)

    def unusual(self) -> Iterator[tuple[Cells, str]]:
        """What hardly any organ has a figure for."""
        for name, said in self.claims.file.typed.unusual.items():
            for sense in self._named(name):
                yield sense.row or sense.column or frozenset(), said


def _any_width(label: str) -> str:
    """The label as a pattern, its marks as wide as whoever copied it had them."""
    pattern = re.escape(label)
    for wide, narrow in ("，,", "（(", "）)", "、,"):
        pattern = pattern.replace(wide, f"[{wide}{narrow}]")
    return pattern


def _words(patterns: Iterable[str]) -> Iterator[str]:
    for pattern in patterns:
        yield from expand(pattern)
