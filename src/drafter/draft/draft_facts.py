"""What the texts and conditions of a form see of a draft."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from drafter.draft.draft_cells import closed_cells, figures, idle_gates, open_cells, unused_cells
from drafter.draft.draft_model import Cell, Draft, Origin
from drafter.draft.text_names import failure, names_of, shown, value_in
from drafter.errors import DrafterError, harmless
from drafter.form.definitions import Address, Form, Need, Question, Section, Table, Text
from drafter.form.form_texts import paragraphs_of, texts_of


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
