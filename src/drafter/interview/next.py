"""Which step comes next, and all that it shows."""

from __future__ import annotations

from drafter.draft.gaps import gaps, marked
from drafter.draft.model import open_cells, unused_cells
from drafter.draft.values import Value
from drafter.form.model import Question, Section
from drafter.interview.carried import unsettled
from drafter.interview.filling import fill_step
from drafter.interview.moving import shown_place
from drafter.interview.opening import gate_default
from drafter.interview.places import Place, is_answered, missing, place_of, way
from drafter.interview.reasons import why_asked, why_not_asked
from drafter.interview.state import TABLES, TEXTS, InterviewState
from drafter.interview.steps import Ask, Done, Review, Spot, Step, Write
from drafter.interview.tasks import Status, task_list, title_of
from drafter.interview.texts import (
    changed_text,
    changed_texts,
    is_settled,
    last_paragraphs,
    was_accepted,
)
from drafter.interview.typed import typed


def next_step(state: InterviewState) -> Step:
    """The step to show: where the clerk went, else the next that is open, else the review."""
    where = shown_place(state)
    place = place_of(state, where)
    if place is None:
        return _end(state)
    if place.id.startswith(TABLES):
        cursor = where if where in state.form.cells else ""
        return fill_step(state, _spot(state, place), cursor)
    if place.id.startswith(TEXTS):
        return _write(state, place)
    return _ask(state, place)


def _ask(state: InterviewState, place: Place) -> Ask:
    question = state.form.questions[place.id]
    value = state.draft.answers.get(question.id)
    return Ask(
        spot=_spot(state, place),
        question=question,
        required=state.facts.required(question),
        value=value,
        typed=_said(question, value),
        default=_default(state, question),
        last=_last_answer(state, question),
        why=why_asked(state, question),
        beside=why_not_asked(state, question.id),
        verify=question.id in state.draft.verify,
    )


def _default(state: InterviewState, question: Question) -> str:
    """The form's proposal; a gate's follows from the figures that are there already."""
    gate = next((gate for gate in state.form.gates if gate.question is question), None)
    return question.default if gate is None else gate_default(state, gate)


def _last_answer(state: InterviewState, question: Question) -> str:
    if state.last is None:
        return ""
    asked = state.last.form.questions.get(question.id)
    return _said(asked, state.last.draft.answers.get(question.id)) if asked else ""


def _said(question: Question, value: Value | None) -> str:
    return "" if value is None else typed(question, value)


def _write(state: InterviewState, place: Place) -> Write:
    section = _section(state, place.section)
    return Write(
        spot=_spot(state, place),
        section=section,
        drafted=state.drafted[section.id],
        own=state.draft.texts.get(section.id),
        accepted=is_settled(state, section.id) and section.id not in state.draft.texts,
        again=was_accepted(state, section.id),
        changed=changed_text(state, section.id),
        last=last_paragraphs(state, section.id),
    )


def _end(state: InterviewState) -> Review | Done:
    tasks = task_list(state)
    carried = unsettled(state)
    finished = all(task.status is Status.FINISHED for task in tasks[:-1])
    if finished and not carried and not any(True for _ in gaps(state.facts)):
        return Done(tasks)
    form, draft = state.form, state.draft
    open_ = dict.fromkeys(form.cells[a].table for a in open_cells(form, draft))
    left = [p for p in way(state) if not is_answered(state, p)]
    lacking = missing(state)
    return Review(
        tasks=tasks,
        missing=lacking,
        tables=tuple(open_),
        texts=tuple(p.section for p in left if p.id.startswith(TEXTS)),
        verify=tuple(marked(state.facts)),
        changed=changed_texts(state),
        unsettled=carried,
        kept=tuple(unused_cells(form, draft)),
        skipped=tuple(p.id for p in left if p.id in form.questions and p.id not in lacking),
    )


def _section(state: InterviewState, section_id: str) -> Section:
    return next(section for section in state.form.sections if section.id == section_id)


def _spot(state: InterviewState, place: Place) -> Spot:
    own = [known.id for known in way(state) if known.part == place.part]
    shorts = {section.id: section.short for section in state.form.sections}
    number = own.index(place.id) + 1 if place.id in own else 0
    section = shorts.get(place.section, "")
    title = title_of(state, place.part)
    return Spot(place.id, place.part, title, section, number, len(own))
