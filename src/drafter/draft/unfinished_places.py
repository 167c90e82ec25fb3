"""Where a draft still keeps a report from being final; the checks say what is wrong there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from drafter.draft.draft_facts import Facts, lines_opened, missing_answers
from drafter.draft.draft_model import Cell
from drafter.draft.relation_trials import trials_of
from drafter.form.definitions import Address, Form, Gate, Line, Section, Severity


def gaps(facts: Facts) -> Iterator[Address]:
    """Every place where an error stands whatever the checks over prose say, kind by kind."""
    yield from (question.id for question in missing_answers(facts))
    yield from (section.id for section in empty_sections(facts))
    yield from facts.open_cells
    for trial in trials_of(facts):
        if trial.broken and trial.relation.verb.severity is Severity.ERROR:
            yield trial.relation.addresses[0]
    yield from hidden_cells(facts)
    yield from marked(facts)


def hidden_cells(facts: Facts) -> Mapping[Address, Cell]:
    """The figures that were typed and are not printed, since an answer before says none."""
    return {address: cell for address, cell in facts.unused_cells.items() if cell.value}


def empty_sections(facts: Facts) -> Iterator[Section]:
    """The sections that must say something and do not."""
    for section in facts.form.sections:
        if section.text and not section.optional and not facts.printed(section):
            yield section


def marked(facts: Facts) -> Iterator[Address]:
    """What is marked 待核 and counts: not what is no longer asked, nor a cell put out of use."""
    form = facts.form
    for question in form.questions.values():
        if question.id in facts.draft.verify and facts.asked(question):
            yield question.id
    yield from (a for a in form.cells if a in facts.draft.verify and a not in facts.closed)


def empty_lines(facts: Facts) -> Iterator[tuple[Gate, Line, list[Address]]]:
    """The rows and columns that an answer opened and that are all zero, each with its cells.

    A line with a cell that nobody has looked at is not told: it is being filled in. Nor is one of
    several that a 是 opened, while another has figures, or one that it only says may have some.
    """
    index, untouched = facts.form.arithmetic.index, set(facts.open_cells)
    for gate in facts.form.gates:
        opened = opened_lines(facts, gate)
        empty = [
            (gate, line, own)
            for line, own in opened
            if own
            and not untouched.intersection(own)
            and not any(facts.figures[index[address]] for address in own)
        ]
        if facts.answers.get(gate.question.id) is not True or len(empty) == len(opened):
            yield from empty


def opened_lines(facts: Facts, gate: Gate) -> list[tuple[Line, list[Address]]]:
    """The rows and columns of which an answer said that there is something, with their cells."""
    answer = facts.answers.get(gate.question.id)
    if answer is None or gate.without:
        return []
    return [(line, line_cells(facts.form, gate, line)) for line in lines_opened(gate, answer)]


def line_cells(form: Form, gate: Gate, line: Line) -> list[Address]:
    """The cells of a row or column that an answer opens, less the totals."""
    leaves = {leaf.id for leaf in line.leaves}
    return [
        cell.address
        for cell in form.tables[gate.question.section].cells
        if (cell.row if line in gate.rows else cell.column) in leaves
        and cell.address not in form.computed
    ]
