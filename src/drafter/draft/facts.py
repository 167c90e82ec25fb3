"""What the texts and conditions of a form see of a draft."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from drafter.draft.model import Draft, figures
from drafter.form.arithmetic import Figure, Figures
from drafter.form.compiled import value_of
from drafter.form.model import Form, Need, Question, Section, Table, Text
from drafter.form.tables import all_lines
from drafter.form.texts import paragraphs_of, texts_of


class Names:
    """Values by name, as `a.b` finds them in a text; a name of several words is a `Names`."""

    __slots__ = ("_values",)

    def __init__(self, values: dict[str, Any]) -> None:
        self._values = values

    def __getattr__(self, name: str) -> Any:
        try:
            return self._values[name]
        except KeyError:
            raise AttributeError(name) from None


class Facts:
    """One draft as its form's texts see it.

    Everything is worked out from the draft given; a changed draft wants new `Facts`.
    """

    def __init__(self, form: Form, draft: Draft) -> None:
        self.form = form
        self.draft = draft
        self.figures = figures(form, draft)
        self.texts = texts_of(form)
        self.names = self._everywhere()
        self._local: dict[str, Mapping[str, Any]] = {}

    def holds(self, condition: Text | None, section: str = "") -> bool:
        """Whether a condition is true; a missing one always is."""
        if condition is None:
            return True
        return bool(value_of(self.texts.expression(condition.source), self._in(section)))

    def render(self, text: Text, section: str = "") -> str:
        """A one-line text (a title, a zero wording)."""
        return "".join(paragraphs_of(self.texts.template(text.source).render(self._in(section))))

    def paragraphs(self, section: Section) -> tuple[str, ...]:
        """The paragraphs that the form drafts for a section."""
        names = self._in(section.id)
        return tuple(
            paragraph
            for text in section.text
            for paragraph in paragraphs_of(self.texts.template(text.source).render(names))
        )

    def asked(self, question: Question) -> bool:
        """Whether the question concerns this organ at all."""
        if question.need is Need.GOVERNMENTS and not self.holds(self.form.governments):
            return False
        return self.holds(question.when, question.section)

    def required(self, question: Question) -> bool:
        """Whether the report is unfinished without an answer."""
        return question.need in (Need.REQUIRED, Need.GOVERNMENTS) and self.asked(question)

    def _everywhere(self) -> dict[str, Any]:
        tree: dict[str, Any] = {}
        for question in self.form.questions.values():
            *above, last = question.id.split(".")
            branch = tree
            for word in above:
                branch = branch.setdefault(word, {})
            branch[last] = _shown(self.draft.answers.get(question.id))
        for table in self.form.tables.values():
            tree[table.id] = _table_names(table, self.form.arithmetic.index, self.figures)
        names = {word: _names(branch) for word, branch in tree.items()}
        for word, text in self.form.facts.items():
            names[word] = value_of(self.texts.expression(text.source), names)
        return names

    def _in(self, section_id: str) -> Mapping[str, Any]:
        """The names that a text of this section may use."""
        if not section_id:
            return self.names
        if section_id not in self._local:
            questions = [q for q in self.form.questions.values() if q.section == section_id]
            own = {q.name: _shown(self.draft.answers.get(q.id)) for q in questions}
            names = {**self.names, **own}
            self._local[section_id] = names | {"zero": _Zeros(self, section_id, questions)}
        return self._local[section_id]


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


def _names(branch: Any) -> Any:
    if isinstance(branch, dict):
        return Names({word: _names(inner) for word, inner in branch.items()})
    return branch


def _shown(value: Any) -> Any:
    """A value as a text reads it: the fields of records become names."""
    if isinstance(value, tuple) and value and isinstance(value[0], Mapping):
        return [Names(dict(record)) for record in value]
    return value


def _table_names(table: Table, index: Mapping[str, int], values: Figures) -> Names:
    rows: dict[str, Any] = {}
    for block in table.blocks:
        columns = [(line.id, line.leaves) for line in all_lines(block.columns) if line.id]
        for row in (line for line in all_lines(block.rows) if line.id):
            rows[row.id] = _RowNames(
                {
                    column: [index[f"{table.id}/{r.id}/{c.id}"] for r in row.leaves for c in leaves]
                    for column, leaves in columns
                },
                values,
            )
    return Names(rows)


class _RowNames:
    """The figures of a row, or of a group of rows, by column or group of columns."""

    __slots__ = ("_places", "_values")

    def __init__(self, places: dict[str, list[int]], values: Figures) -> None:
        self._places = places
        self._values = values

    def __getattr__(self, column: str) -> Figure:
        try:
            places = self._places[column]
        except KeyError:
            raise AttributeError(column) from None
        return sum(self._values[place] for place in places)


def missing_answers(facts: Facts) -> Iterator[Question]:
    """The required questions without an answer, in the form's order."""
    for question in facts.form.questions.values():
        if question.id not in facts.draft.answers and facts.required(question):
            yield question
