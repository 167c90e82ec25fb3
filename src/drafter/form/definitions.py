"""What a report form is: frozen definitions, as `load_form` makes them from form.yaml.

docs/forms.md describes every field in the words of its author.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from graphlib import TopologicalSorter
from pathlib import Path
from typing import NamedTuple

from drafter.errors import Problem
from drafter.form.arithmetic import Arithmetic, Comparison, Sum

Address = str
"""`table/row/column` of a cell, or the full id of a question (`overview.proactive.items`)."""


YEAR, ORGAN = "year", "organ.name"
"""Questions that every form has, by their ids."""
ENDLESS = 9999
"""The last year of a form that is still in force."""
FIRST, UNORDERED = 1, 1000
"""The places of the form that most clerks write, and of those that name none."""


class Kind(Enum):
    """What sort of answer a question takes, or of figure a cell holds.

    change: a whole number that may be below zero; of cells alone
    """

    COUNT = "count"
    CHANGE = "change"
    MONEY = "money"
    YESNO = "yesno"
    CHOICE = "choice"
    CHOICES = "choices"
    LINE = "line"
    PROSE = "prose"
    DATE = "date"
    YEAR = "year"
    BREAKDOWN = "breakdown"
    RECORDS = "records"


class Need(Enum):
    """Who has to answer a question."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    LOCAL = "local"


class Severity(Enum):
    """How much a broken relation or a finding weighs; the value is what a clerk reads."""

    ERROR = "错误"
    WARNING = "提醒"
    NOTE = "提示"


class Text(NamedTuple):
    """A Jinja2 source with the line it stands on."""

    source: str
    line: int


class Field(NamedTuple):
    """One blank of a `records` question."""

    id: str
    label: str
    hint: str
    required: bool


LOOKS = ("postcode", "phone", "email")
"""What lines of a known look are called in form.yaml."""


class Question(NamedTuple):
    """One question to the clerk. `id` is the full id; `section` the id of its section."""

    id: str
    section: str
    ask: str
    label: str
    kind: Kind
    need: Need
    hint: str = ""
    counts: str = ""
    excludes: str = ""
    example: str = ""
    source: str = ""
    unit: str = ""
    default: str = ""
    proposes: Text | None = None
    """The default where it follows from other answers."""
    choices: tuple[str, ...] = ()
    free: bool = False
    fields: tuple[Field, ...] = ()
    when: Text | None = None
    zero: Text | None = None
    standing: bool = False
    """Whether last year's answer stands until the clerk changes it."""
    looks: str = ""
    """What a line looks like: postcode, phone, email; "" for anything (`draft/empty_answers`)."""
    again: str = ""
    """Of records: the question whose answer of last year they begin with, in the fields shared."""
    grave: bool = False
    """Whether an answer that is not 0 or 否 is asked about once more: a slip would be grave."""
    not_ending: tuple[str, ...] = ()
    """An answer that ends in one of these is only the beginning of one; it is asked about once."""

    @property
    def name(self) -> str:
        """The last word of the id, as texts of the same section use it."""
        return self.id.rpartition(".")[2]


class Section(NamedTuple):
    """Questions and the paragraphs drafted from them. The basics have no text.

    An `optional` section may stay without a paragraph in a finished report.
    """

    id: str
    title: Text
    short: str
    optional: bool
    questions: tuple[Question, ...]
    text: tuple[Text, ...]


class Line(NamedTuple):
    """A row, a column, or a group of them (`children`); `id` is empty for a mere header."""

    id: str
    label: str
    short: str
    children: tuple["Line", ...] = ()
    counts: str = ""
    excludes: str = ""
    source: str = ""
    kind: Kind = Kind.COUNT
    unit: str = ""
    says: Text | None = None
    """What the report prints instead of the label: a row that is called as the organ is."""

    @property
    def leaves(self) -> tuple["Line", ...]:
        """The rows or columns with cells, in the form's order; itself when it is one."""
        if not self.children:
            return (self,)
        return tuple(leaf for child in self.children for leaf in child.leaves)

    @property
    def depth(self) -> int:
        """Levels of headers, this one counted."""
        return 1 + max((child.depth for child in self.children), default=0)


class Block(NamedTuple):
    """A run of rows under one header."""

    caption: str
    corner: str
    columns: tuple[Line, ...]
    rows: tuple[Line, ...]

    @property
    def column_leaves(self) -> tuple[Line, ...]:
        return tuple(leaf for column in self.columns for leaf in column.leaves)

    @property
    def row_leaves(self) -> tuple[Line, ...]:
        return tuple(leaf for row in self.rows for leaf in row.leaves)


class CellDefinition(NamedTuple):
    """One cell of the form. `row_path` and `column_path` run from group to leaf."""

    address: Address
    table: str
    row: str
    column: str
    kind: Kind
    unit: str
    row_path: tuple[Line, ...]
    column_path: tuple[Line, ...]

    @property
    def label(self) -> str:
        """`予以公开·自然人`: what a clerk calls the cell within its table."""
        return "·".join(
            line.short for line in (self.row_path[-1], self.column_path[-1]) if line.short
        )


class Gate(NamedTuple):
    """A question before a table: `lines` are the rows and columns that its answer opens.

    A 是 opens all of them; of several choices each opens the line of that name.
    without: the sentence that stands instead of the table where the answer is 否
    """

    question: Question
    rows: tuple[Line, ...]
    columns: tuple[Line, ...]
    without: Text | None = None

    @property
    def lines(self) -> tuple[Line, ...]:
        return (*self.rows, *self.columns)


class Table(NamedTuple):
    """A table of the form; its id is its part's id. `notes` are the paragraphs under it."""

    id: str
    title: str
    short: str
    unit: str
    blocks: tuple[Block, ...]
    cells: tuple[CellDefinition, ...]
    gates: tuple[Gate, ...] = ()
    notes: tuple[Text, ...] = ()

    def continued(self, row: str) -> tuple[Line, ...]:
        """The columns of every block that the row stands in: one too wide goes on in a second."""
        blocks = (b for b in self.blocks if any(line.id == row for line in all_lines(b.rows)))
        return tuple(column for block in blocks for column in block.columns)


class Verb(Enum):
    """What a relation does; the severity of a break follows from it."""

    COMPUTES = "computes"
    REQUIRES = "requires"
    EXPECTS = "expects"
    NOTES = "notes"

    @property
    def severity(self) -> Severity:
        if self is Verb.EXPECTS:
            return Severity.WARNING
        return Severity.NOTE if self is Verb.NOTES else Severity.ERROR


class Term(NamedTuple):
    """`factor` times the figure at `address`; a whole number when `address` is empty.

    `last` says that the figure is last year's.
    """

    factor: int
    address: Address
    last: bool = False


class Side(NamedTuple):
    """One name of an equation as it was written, with the terms it stands for.

    A group name stands for several terms; `label` is what the clerk calls it.
    """

    label: str
    terms: tuple[Term, ...]


class Relation(NamedTuple):
    """One relation, for one row or column: the sum of `left` = or >= the sum of `right`.

    `each` is "row" or "column", `at` names that one in the clerk's words and `along` gives
    its id (all three empty where the relation names its cells itself); `name` and `table`
    tell which statement of the form it comes from.
    """

    name: str
    table: str
    each: str
    at: str
    along: str
    verb: Verb
    equal: bool
    left: tuple[Side, ...]
    right: tuple[Side, ...]
    says: str
    source: str
    when: Text | None
    line: int

    @property
    def terms(self) -> Iterator[Term]:
        """Every term, those of the left side first."""
        return (term for side in (*self.left, *self.right) for term in side.terms)

    @property
    def addresses(self) -> tuple[Address, ...]:
        """This year's cells and questions that it names, those of the left side first."""
        return tuple(term.address for term in self.terms if term.address and not term.last)

    @property
    def bare(self) -> bool:
        """Whether it compares with a plain number or a multiple: `says` tells more than sums."""
        multiples = not self.equal and any(abs(term.factor) != 1 for term in self.terms)
        return multiples or any(not term.address for term in self.terms)

    @property
    def crosses_years(self) -> bool:
        """Whether it needs last year's report."""
        return any(term.last for term in self.terms)

    @property
    def place(self) -> str:
        """`自然人列：`, to stand before what is said of it; "" where it names its cells itself."""
        return f"{self.at}{'列' if self.each == 'column' else '行'}：" if self.at else ""

    @property
    def is_balance(self) -> bool:
        """Whether it is what a column of typed figures must come to, whatever else is given."""
        must = self.verb is Verb.REQUIRES and self.equal and self.when is None
        return must and self.each == "column" and not self.crosses_years

    @property
    def total(self) -> Address:
        """The cell that a `computes` relation derives."""
        return self.left[0].terms[0].address


class Part(NamedTuple):
    """A numbered part of the report: sections of text, then a table; one with neither is a heading.

    after: the parts that the clerk is asked before this one, because its texts rest on them
    level: of its heading; 2 where it stands under the heading of a part before it
    """

    id: str
    title: Text
    short: str
    sections: tuple[Section, ...]
    table: Table | None
    after: tuple[str, ...] = ()
    level: int = 1

    @property
    def is_heading(self) -> bool:
        """Whether it has nothing of its own to be asked or printed."""
        return not self.sections and self.table is None


class Signature(NamedTuple):
    """Who signs, and the id of the question that holds the date; both may be empty."""

    name: Text
    date: str


class FormerForm(NamedTuple):
    """What an earlier form is to this one.

    source: the document that has it
    tables: those whose rows and columns mean the same wherever their ids are the same
    unlike: why others do not compare, by table or by `table/row`
    labels: by table of this form, what only the earlier one says there, and no prose does
    """

    source: str
    tables: tuple[str, ...]
    unlike: Mapping[Address, str]
    labels: Mapping[str, tuple[str, ...]]


class PageWords(NamedTuple):
    """What one page of the short way says: its sentence and a line of hint."""

    ask: str
    hint: str = ""


class Express(NamedTuple):
    """The short way through a form: what is asked first, and its pages.

    first: the questions asked before anything else
    standing: last year's answers, whether they still stand
    events: what happened in the year, to be ticked; `happened` has the questions behind it, each
        with the words that stand beside the tick (or above its choices)
    extras: the optional questions, to be ticked
    usual: all that follows from the answers and from what is usual, to be taken as one
    """

    first: tuple[str, ...]
    standing: PageWords
    events: PageWords
    happened: Mapping[str, str]
    extras: PageWords
    usual: PageWords


class KeyFigure(NamedTuple):
    """A figure that whoever signs looks at first; `value` is an expression, as of a fact."""

    label: str
    value: Text
    unit: str


class BarDefinition(NamedTuple):
    """One bar of a chart; `value` is an expression, as of a fact."""

    label: str
    value: Text


class ChartDefinition(NamedTuple):
    """One chart of the picture of the year: its own bars, or one for each name with a count.

    each: an expression that comes to names with counts, as a breakdown; None where the chart
        has `bars`
    """

    title: str
    unit: str
    bars: tuple[BarDefinition, ...]
    each: Text | None


# By identity: comparing two forms would compare thousands of cells at each look into a cache.
@dataclass(frozen=True, eq=False)
class Form:
    """A whole report form. `folder` holds its templates, `digest` is form.yaml's sha256.

    What is worked out from the whole is kept with it.
    """

    id: str
    name: str
    source: str
    like: str
    """The form whose words stand wherever this one has none (`form_layers`); "" for none."""
    first_year: int
    last_year: int
    folder: Path
    digest: str
    title: Text
    signature: Signature
    facts: Mapping[str, Text]
    basics: Section
    preamble: Section | None
    parts: tuple[Part, ...]
    relations: tuple[Relation, ...]
    """Every relation, table by table, then those across tables."""
    watched: tuple[Address, ...]
    """The cells whose jump from one year to the next is worth a second look."""
    key_figures: tuple[KeyFigure, ...]
    express: Express | None
    picture: tuple[ChartDefinition, ...]
    """What the picture of the year shows; nothing where the form has none."""
    order: int
    """Its place among the forms that a clerk chooses from."""
    sample: str
    """The answers in `sample_answers/` that show what it can do; "" for none."""
    carried: str
    """What figures that open the year as last year's report closed are: `上年结转` + 来的数."""
    former: Mapping[str, FormerForm]
    """By id, the earlier forms: last year's report may be in one of them."""

    @property
    def years(self) -> str:
        """`用于2021年起的报告`."""
        until = "起" if self.last_year == ENDLESS else f"至{self.last_year}年"
        return f"用于{self.first_year}年{until}的报告"

    def serves(self, year: int) -> bool:
        """Whether reports of that year have this form."""
        return self.first_year <= year <= self.last_year

    def unserved(self, where: str, year: int) -> Problem | None:
        """Why no report of that year can have this form; None where one can."""
        if self.serves(year):
            return None
        return Problem(
            where, f"{year}年不用这种格式（{self.years}）。", "核对年度，或换一种报告格式。"
        )

    @property
    def part_shorts(self) -> Mapping[str, str]:
        """The short names of the rows of the task list, by part."""
        own = {part.id: part.short for part in self.parts}
        return {self.basics.id: self.basics.short, **own}

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """Every section in the order a clerk meets them: basics, preamble, the parts'."""
        opening = (self.basics,) if self.preamble is None else (self.basics, self.preamble)
        return opening + tuple(section for part in self.parts for section in part.sections)

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """Every question by full id, in order; the gates of the tables come last."""
        asked = (q for section in self.sections for q in section.questions)
        return {q.id: q for q in (*asked, *(gate.question for gate in self.gates))}

    @cached_property
    def gates(self) -> tuple[Gate, ...]:
        """Every gate, table by table."""
        return tuple(gate for table in self.tables.values() for gate in table.gates)

    @cached_property
    def asking_order(self) -> tuple[Part, ...]:
        """The parts as the clerk is asked them: the form's order, but each after its `after`."""
        placed: list[Part] = []
        waiting = list(self.parts)
        # Parts that wait for each other are told by the loader; until then the first goes ahead.
        while waiting:
            done = {part.id for part in placed}
            ready = (place for place, part in enumerate(waiting) if done.issuperset(part.after))
            placed.append(waiting.pop(next(ready, 0)))
        return tuple(placed)

    @cached_property
    def tables(self) -> Mapping[str, Table]:
        """Every table by id, in order."""
        return {part.table.id: part.table for part in self.parts if part.table}

    @property
    def blocks(self) -> Iterator[tuple[Table, Block]]:
        """Every block with its table, in order."""
        return ((table, block) for table in self.tables.values() for block in table.blocks)

    @cached_property
    def cells(self) -> Mapping[Address, CellDefinition]:
        """Every cell by address, in the order it is printed."""
        return {cell.address: cell for table in self.tables.values() for cell in table.cells}

    @cached_property
    def totals(self) -> tuple[Relation, ...]:
        """The relations that derive a cell, one a cell, each after those it builds on.

        Raises: CycleError, with the addresses, where a cell follows from itself.
        """
        deriving: dict[Address, Relation] = {}
        for relation in self.relations:
            if relation.verb is Verb.COMPUTES:
                # A grand total follows along its row and along its column: either will do, and
                # the other is one of the relations that are tested.
                deriving.setdefault(relation.total, relation)
        needed = {
            address: [t.address for side in relation.right for t in side.terms]
            for address, relation in deriving.items()
        }
        order = TopologicalSorter(needed).static_order()
        return tuple(deriving[address] for address in order if address in deriving)

    @cached_property
    def computed(self) -> frozenset[Address]:
        """The cells that follow from others and are never typed."""
        return frozenset(relation.total for relation in self.totals)

    @cached_property
    def plain(self) -> tuple[Relation, ...]:
        """The relations that speak only of this year's cells, without a condition."""
        return tuple(
            relation
            for relation in self.relations
            if relation.when is None
            and all(not t.address or t.address in self.cells for t in relation.terms)
            and not relation.crosses_years
        )

    @cached_property
    def arithmetic(self) -> Arithmetic:
        """The sums of the relations over figures in the order of the cells.

        `arithmetic.broken` gives places in `plain`.
        """
        index = {address: place for place, address in enumerate(self.cells)}
        totals = [(index[total.total], _sum(total.right, index)) for total in self.totals]
        comparisons = [
            Comparison(_sum(each.left, index), _sum(each.right, index), each.equal)
            for each in self.plain
        ]
        return Arithmetic(index, totals, comparisons)

    def balances(self, table: str) -> Iterator[Relation]:
        """The relations of a table that each column of typed figures must fulfil."""
        return (r for r in self.relations if r.table == table and r.is_balance)

    def row_name(self, table: str, row: str) -> str:
        """What a clerk calls a row; "" where there is none."""
        rows = (c.row_path[-1].short for c in self.tables[table].cells if c.row == row)
        return next(rows, "")

    def place(self, address: Address) -> str:
        """A cell, row, question or section in the clerk's words: `表三，“予以公开·自然人”`."""
        if (cell := self.cells.get(address)) is not None:
            return f"{self.tables[cell.table].short}，“{cell.label}”"
        shorts = {table.id: table.short for table in self.tables.values()}
        shorts |= {section.id: section.short for section in self.sections}
        if (question := self.questions.get(address)) is not None:
            return f"{shorts[question.section]}，“{question.label}”"
        table, _, row = address.partition("/")
        if table in self.tables and (name := self.row_name(table, row)):
            return f"{shorts[table]}，“{name}”"
        return shorts.get(address, address)

    def is_same_in(self, last: "Form", address: Address) -> bool:
        """Whether a report in the form `last` has this cell, with the same meaning."""
        if address not in last.cells:
            return False
        known = self.former.get(last.id)
        return last.id == self.id or (
            known is not None
            and last.cells[address].table in known.tables
            and not self.why_unlike(last, address)
        )

    def why_unlike(self, last: "Form", address: Address) -> str:
        """Why a report in the form `last` has no such figure; "" where nothing is said of it."""
        known = self.former.get(last.id)
        table, row, _ = address.split("/")
        return known.unlike.get(f"{table}/{row}") or known.unlike.get(table, "") if known else ""

    def texts(self) -> Iterator[tuple[str, Text]]:
        """Every text with the id of the section it is read in ("" for none)."""
        yield "", self.title
        yield "", self.signature.name
        for part in self.parts:
            yield part.id, part.title
        for table in self.tables.values():
            for text in table.notes:
                yield table.id, text
            for block in table.blocks:
                yield from ((table.id, row.says) for row in block.row_leaves if row.says)
            yield from ((table.id, gate.without) for gate in table.gates if gate.without)
        for section in self.sections:
            yield section.id, section.title
            for paragraph in section.text:
                yield section.id, paragraph
            for question in section.questions:
                if question.zero:
                    yield section.id, question.zero
                if question.proposes:
                    yield section.id, question.proposes

    def conditions(self) -> Iterator[tuple[str, Text]]:
        """Every condition with the id of the section it is read in ("" for none)."""
        for question in self.questions.values():
            if question.when:
                yield question.section, question.when
        for key_figure in self.key_figures:
            yield "", key_figure.value
        for chart in self.picture:
            yield from (("", bar.value) for bar in chart.bars)
            if chart.each is not None:
                yield "", chart.each
        # One statement became a relation for each row or column, all with the same condition.
        seen: set[int] = set()
        for relation in self.relations:
            if relation.when and relation.when.line not in seen:
                seen.add(relation.when.line)
                yield "", relation.when


def all_lines(lines: tuple[Line, ...]) -> Iterator[Line]:
    """Every line of a tree, groups before their members."""
    for line in lines:
        yield line
        yield from all_lines(line.children)


def _sum(sides: tuple[Side, ...], index: Mapping[Address, int]) -> Sum:
    terms = [term for side in sides for term in side.terms]
    constant = sum(term.factor for term in terms if not term.address)
    cells = [(term.factor, index[term.address]) for term in terms if term.address]
    places = tuple(place for factor, place in cells if factor == 1)
    return Sum(constant, places, tuple(cell for cell in cells if cell[0] != 1))
