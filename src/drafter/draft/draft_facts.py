"""What follows from a draft: cells in use, their figures, what texts and conditions see."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import Any

from drafter.draft.draft_model import Cell, Draft, Origin, Value
from drafter.errors import DrafterError, Problem, harmless
from drafter.form.arithmetic import Figures
from drafter.form.definitions import (
    Address,
    Form,
    Gate,
    Line,
    Need,
    Question,
    Section,
    Table,
    Text,
)
from drafter.form.form_file import FORM_FILE
from drafter.form.form_texts import Names, paragraphs_of, table_names, texts_of
from drafter.form.sandbox import line_in, mishap


class Facts:
    """One draft as its form's texts see it.

    Everything is worked out from the draft given; a changed draft wants new `Facts`.
    `answers` are those in use: an answer to a question that is no longer asked stays in the
    draft and counts as not given. `closed` are the cells that the gates leave out.
    """

    def __init__(self, form: Form, draft: Draft) -> None:
        self.form = form
        self.draft = draft
        self.texts = texts_of(form)
        # One budget for all that is worked out here, each thing once: a form has thousands.
        self._spent = [0]
        self.texts.budgeted(self._begin, self._spent)

    def _begin(self) -> None:
        form, draft = self.form, self.draft
        idle = idle_gates(form, draft.answers)
        self.answers = {key: given for key, given in draft.answers.items() if key not in idle}
        self._hear()
        # An answer no longer asked may have been what another question hangs on: until none is
        # left.
        while unused := self._unused():
            for question_id in unused:
                del self.answers[question_id]
            self._hear()

    @cached_property
    def open_cells(self) -> tuple[Address, ...]:
        """The cells that nobody has looked at."""
        return tuple(open_cells(self.form, self.draft, self.closed))

    @cached_property
    def unused_cells(self) -> Mapping[Address, Cell]:
        """The figures kept for cells that a gate leaves out."""
        return unused_cells(self.form, self.draft, self.closed)

    def cell_at(self, address: Address) -> Cell:
        """The figure in one cell of the report and where it came from.

        A cell that a gate leaves out is a zero that was confirmed, whatever is kept for it.
        """
        if address in self.closed:
            return Cell(0, Origin.CONFIRMED)
        given = self.draft.cells.get(address)
        if given is not None:
            return given
        if address in self.form.computed:
            return Cell(self.figures[self.form.arithmetic.index[address]], Origin.COMPUTED)
        confirmed = self.form.cells[address].table in self.draft.confirmed
        return Cell(0, Origin.CONFIRMED if confirmed else Origin.DEFAULT)

    def holds(self, condition: Text | None, section: str = "") -> bool:
        """Whether a condition is true; a missing one always is."""
        return condition is None or bool(self.value(condition, section))

    def value(self, text: Text, section: str = "") -> Any:
        """What a condition or a figure that the form works out comes to."""
        key = text, section
        if key not in self._values:
            names = self._in(section)
            self._values[key] = self.texts.budgeted(
                lambda: value_in(self.form, text, names), self._spent
            )
        return self._values[key]

    def render(self, text: Text, section: str = "") -> str:
        """A one-line text (a title, a zero wording)."""
        return "".join(self._paragraphs(text, section))

    def paragraphs(self, section: Section) -> tuple[str, ...]:
        """The paragraphs that the form drafts for a section."""
        return tuple(p for text in section.text for p in self._paragraphs(text, section.id))

    def printed(self, section: Section) -> tuple[str, ...]:
        """The clerk's own paragraphs where there are any, else the drafted ones."""
        own = self.draft.texts.get(section.id)
        if own is None:
            return self.paragraphs(section)
        return tuple(line.strip() for line in own.split("\n") if line.strip())

    def instead(self, table: Table) -> str:
        """The sentence that stands instead of the table; "" where it is printed."""
        gates = (gate for gate in table.gates if self.answers.get(gate.question.id) is False)
        return next((self.render(gate.without, table.id) for gate in gates if gate.without), "")

    def asked(self, question: Question) -> bool:
        """Whether the question concerns this organ at all."""
        return self.holds(question.when, question.section)

    def required(self, question: Question) -> bool:
        """Whether the report is unfinished without an answer."""
        return question.need is Need.REQUIRED and self.asked(question)

    def _hear(self) -> None:
        """Lay out the names anew from the answers in use."""
        self.closed = closed_cells(self.form, self.answers)
        self.figures = figures(self.form, self.draft, self.closed)
        self.names = names_of(self.form, self.answers, self.figures)
        self._local: dict[str, Mapping[str, Any]] = {}
        self._values: dict[tuple[Text, str], Any] = {}
        self._drafted: dict[tuple[Text, str], tuple[str, ...]] = {}

    def _unused(self) -> list[str]:
        return [key for key in self.answers if not self.asked(self.form.questions[key])]

    def _in(self, section_id: str) -> Mapping[str, Any]:
        """The names that a text of this section may use."""
        if not section_id:
            return self.names
        if section_id not in self._local:
            questions = [q for q in self.form.questions.values() if q.section == section_id]
            own = {q.name: shown(self.answers.get(q.id)) for q in questions}
            zeros = {"zero": _Zeros(self, section_id, questions)}
            self._local[section_id] = {**self.names, **own, **zeros}
        return self._local[section_id]

    def _paragraphs(self, text: Text, section: str) -> tuple[str, ...]:
        key = text, section
        if key not in self._drafted:
            names = self._in(section)
            self._drafted[key] = self.texts.budgeted(
                lambda: self._rendered(text, names), self._spent
            )
        return self._drafted[key]

    def _rendered(self, text: Text, names: Mapping[str, Any]) -> tuple[str, ...]:
        try:
            rendered = self.texts.text(text.source).render(names)
            return tuple(map(harmless, paragraphs_of(rendered)))
        except DrafterError:
            raise
        except Exception as error:
            raise failure(self.form, text, error) from None


class _Zeros:
    """The zero wordings of a section, rendered when a text asks for one."""

    __slots__ = ("_facts", "_section", "_zeros")

    def __init__(self, facts: Facts, section: str, questions: list[Question]) -> None:
        self._facts = facts
        self._section = section
        self._zeros = {q.name: q.zero for q in questions if q.zero}

    def __getattr__(self, name: str) -> str:
        if name not in self._zeros:
            raise AttributeError(name)
        return self._facts.render(self._zeros[name], self._section)


def missing_answers(facts: Facts) -> Iterator[Question]:
    """The required questions without an answer, in the form's order.

    A part that the clerk wrote asks for none of its own: no answer would be printed.
    """
    texts = facts.draft.texts
    own = {q.id for s in facts.form.sections if s.id in texts for q in s.questions}
    for question in facts.form.questions.values():
        if question.id in own:
            continue
        if question.id not in facts.answers and facts.required(question):
            yield question


# The cells in use


def closed_cells(form: Form, answers: Mapping[str, Value]) -> frozenset[Address]:
    """The cells left out: zero in the report, whatever figure is kept for them.

    A table none of whose gates is answered (a file written by hand) is in use as a whole.
    Once one is, a gate still open leaves its rows and columns in use, one that is not asked
    leaves them out.
    """
    if not any(gate.question.id in answers for gate in form.gates):
        return frozenset()
    names = _gate_names(form, answers)
    return frozenset(
        address
        for table in form.tables.values()
        for address in _closed(form, table, answers, _asked(form, table, answers, names))
    )


def idle_gates(form: Form, answers: Mapping[str, Value]) -> frozenset[str]:
    """The gates that are answered though, as the other answers stand, they are not asked."""
    if not any(gate.question.id in answers for gate in form.gates):
        return frozenset()
    names = _gate_names(form, answers)
    asked = {
        gate.question.id
        for table in form.tables.values()
        for gate in _asked(form, table, answers, names)
    }
    return frozenset(
        g.question.id for g in form.gates if g.question.id in answers and g.question.id not in asked
    )


def lines_opened(gate: Gate, answer: Value | None) -> tuple[Line, ...]:
    """The rows and columns that an answer opens; all of them while there is none."""
    if answer is None or answer is True:
        return gate.lines
    chosen: Collection[object] = answer if isinstance(answer, tuple) else ()
    return tuple(line for line in gate.lines if line.short in chosen)


def closing_gate(
    form: Form, answers: Mapping[str, Value], address: Address
) -> tuple[Gate, Line] | None:
    """The answered gate that leaves a cell out, with the row or column that it was asked about."""
    cell = form.cells[address]
    for gate in form.tables[cell.table].gates:
        answer = answers.get(gate.question.id)
        shut = [line for line in gate.lines if line not in lines_opened(gate, answer)]
        for line in shut if answer is not None else ():
            own = cell.row if line in gate.rows else cell.column
            if own in {leaf.id for leaf in line.leaves}:
                return gate, line
    return None


def _gate_names(form: Form, answers: Mapping[str, Value]) -> Mapping[str, Any]:
    """Names for the gates' conditions, which see no figures: these are all zero here."""
    return names_of(form, answers, form.arithmetic.zeros)


def _asked(
    form: Form, table: Table, answers: Mapping[str, Value], names: Mapping[str, Any]
) -> list[Gate]:
    """The gates that are asked; one that is not counts as unanswered for those after it."""
    asked, local = [], dict(names)
    for gate in table.gates:
        when = gate.question.when
        # A gate sees the gates before it; itself and those behind are not answered yet.
        local[gate.question.name] = None
        if when is None or value_in(form, when, local):
            asked.append(gate)
            local[gate.question.name] = shown(answers.get(gate.question.id))
    return asked


def _closed(
    form: Form, table: Table, answers: Mapping[str, Value], asked: Collection[Gate]
) -> Iterator[Address]:
    if not any(gate.question.id in answers for gate in asked):
        return
    governed, opened = set(), set()
    for gate in table.gates:
        governed |= _leaves(gate, gate.lines)
        if gate in asked:
            opened |= _leaves(gate, lines_opened(gate, answers.get(gate.question.id)))
    shut = governed - opened
    for cell in table.cells:
        left_out = ("row", cell.row) in shut or ("column", cell.column) in shut
        if left_out and cell.address not in form.computed:
            yield cell.address


def _leaves(gate: Gate, lines: Collection[Line]) -> set[tuple[str, str]]:
    rows = {("row", leaf.id) for line in gate.rows if line in lines for leaf in line.leaves}
    columns = {
        ("column", leaf.id) for line in gate.columns if line in lines for leaf in line.leaves
    }
    return rows | columns


def figures(form: Form, draft: Draft, closed: Collection[Address] | None = None) -> Figures:
    """Every figure of the report with the totals derived, in `form.arithmetic`'s order.

    closed: the cells left out, where they are known already
    """
    arithmetic = form.arithmetic
    index, values = arithmetic.index, arithmetic.zeros.copy()
    closed = closed_cells(form, draft.answers) if closed is None else closed
    for address, cell in draft.cells.items():
        if address not in closed:
            values[index[address]] = cell.value
    arithmetic.complete(values)
    return values


def open_cells(
    form: Form, draft: Draft, closed: Collection[Address] | None = None
) -> Iterator[Address]:
    """The cells that nobody has looked at: still the form's zero, in a table not confirmed.

    closed: as for `figures`
    """
    closed = closed_cells(form, draft.answers) if closed is None else closed
    for address, cell in form.cells.items():
        given = address in draft.cells or address in closed or address in form.computed
        if not given and cell.table not in draft.confirmed:
            yield address


def unused_cells(
    form: Form, draft: Draft, closed: Collection[Address] | None = None
) -> Mapping[Address, Cell]:
    """The figures kept for cells that a gate leaves out: they count when it opens again.

    closed: as for `figures`
    """
    closed = closed_cells(form, draft.answers) if closed is None else closed
    return {address: cell for address, cell in draft.cells.items() if address in closed}


# Names for the texts and conditions of a form


def names_of(form: Form, answers: Mapping[str, Value], figures: Figures) -> dict[str, Any]:
    """Every answer by full id, every cell as `table.row.column`, every fact.

    Raises: DrafterError for a fact that cannot be worked out.
    """
    tree: dict[str, Any] = {}
    for question in form.questions.values():
        *above, last = question.id.split(".")
        branch = tree
        for word in above:
            branch = branch.setdefault(word, {})
        branch[last] = shown(answers.get(question.id))
    for table in form.tables.values():
        rows = table_names(table, form.arithmetic.index, figures)
        tree.setdefault(table.id, {}).update(rows)
    names = {word: _laid_out(branch) for word, branch in tree.items()}
    for word, text in form.facts.items():
        names[word] = value_in(form, text, names)
    return names


def shown(value: Any) -> Any:
    """A value as a text reads it: the fields of records become names."""
    if isinstance(value, tuple) and value and isinstance(value[0], Mapping):
        return [Names(dict(record)) for record in value]
    return value


def value_in(form: Form, text: Text, names: Mapping[str, Any]) -> Any:
    """What a condition or fact comes to. Raises: DrafterError."""
    try:
        return texts_of(form).expression(text.source).value(names)
    except DrafterError:
        raise
    except Exception as error:
        raise failure(form, text, error) from None


def failure(form: Form, text: Text, error: Exception) -> DrafterError:
    """A text that is well formed and still cannot be worked out is a fault of the form."""
    where = f"{form.folder.name}/{FORM_FILE}:{text.line + max(line_in(error) - 1, 0)}"
    return DrafterError(
        Problem(where, f"这段模板算不出来（{mishap(error)}）。", "核对这一处的名称和用法。")
    )


def _laid_out(branch: Any) -> Any:
    if isinstance(branch, dict):
        return Names({word: _laid_out(inner) for word, inner in branch.items()})
    return branch
