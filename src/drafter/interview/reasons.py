"""Why a question is asked or not, what a text rests on, and an answer as a clerk would type it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from drafter.draft.answers_writer import write_answer
from drafter.draft.draft_model import Record, Value
from drafter.draft.typed_answers import read_answer
from drafter.form.definitions import Address, Form, Kind, Need, Question
from drafter.form.form_texts import figure, names_in, texts_of
from drafter.form.sandbox import expression_source
from drafter.interview.interview_state import InterviewState, gate_of

_NONE = "无"


def typed(question: Question, value: Value) -> str:
    """The text that `read_answer` reads as this value, wherever there is one.

    There is none for a few values from files (a choice with a 、 in its name): then it is
    only what to show. `reads_back` tells.
    """
    raw = write_answer(question, value)
    if isinstance(raw, str):
        return raw
    if not raw:
        return _NONE
    if isinstance(raw, Mapping):
        return "，".join(f"{name} {count}" for name, count in raw.items())
    if question.kind is Kind.RECORDS:
        return "\n\n".join(_record(question, entry) for entry in value if isinstance(entry, Record))  # type: ignore[union-attr]
    return "、".join(str(item) for item in raw)


def reads_back(question: Question, value: Value) -> bool:
    """Whether the typed text gives exactly this value."""
    return read_answer(question, typed(question, value)) == value


def rests_on(form: Form, source: str, section: str) -> Iterator[Address]:
    """The questions and cells that a paragraph's text names, through the form's facts."""
    for path, _ in names_in(texts_of(form).nodes(source)):
        whole, local, cell = ".".join(path), f"{section}.{path[0]}", "/".join(path)
        if local in form.questions:
            yield local
        elif whole in form.questions:
            yield whole
        elif cell in form.cells:
            yield cell
        elif path[0] in form.facts:
            yield from rests_on(form, expression_source(form.facts[path[0]].source), "")
        else:
            # A row or a group alone stands for all of its cells, as where a sum is printed.
            yield from (a for a in form.cells if a.startswith(f"{cell}/"))


_NEEDS = {Need.REQUIRED: "必填。", Need.OPTIONAL: "选填，不写可以跳过。"}


class Why(NamedTuple):
    """Why a question is asked: whether it must be answered, and what led to it ("" for nothing).

    plain: it is a question like most, required or not, of which nothing more needs to be said
    again: the question before it, which was answered, is asked for the same reason
    """

    need: str
    led: str
    plain: bool
    again: bool = False

    def __str__(self) -> str:
        return f"{self.need}{self.led}"

    @property
    def told(self) -> str:
        """What of it stands under the question."""
        return self.led or ("" if self.plain else self.need)


def why_asked(state: InterviewState, question: Question) -> Why:
    """Whether it must be answered, and which answers or figures led to it."""
    is_gate = gate_of(state.form, question.id) is not None
    if is_gate:
        need = "答了以后，这张表只问用得到的格子。"
    elif question.need is Need.LOCAL:
        here = question.id in state.local
        need = "当地要求写明。" if here else "当地有要求的才写，没有要求可以跳过。"
    else:
        need = _NEEDS[question.need]
    # An answer that is not there yet is no reason that a clerk could follow.
    told = list(_grounds(state, question, given=True)) if state.facts.asked(question) else []
    # Beside a yes, a no in the same condition is what the question is asked in spite of.
    because = "、".join([words for words, holds in told if holds] or [words for words, _ in told])
    led = f"前面{because}，所以问这一题。" if because else ""
    plain = not is_gate and question.need in (Need.REQUIRED, Need.OPTIONAL)
    return Why(need, led, plain)


def why_not_asked(state: InterviewState, question_id: str) -> str:
    """Why the way passes a question by; "" when it does not."""
    question = state.form.questions[question_id]
    if not state.facts.asked(question):
        because = grounds(state, question)
        return f"前面{because}，所以不用回答这一题；答了也不会写进报告。"
    asked_here = question.id in state.local or question.id in state.draft.answers
    if question.need is Need.LOCAL and not asked_here:
        return "当地有要求的才写，平时不问。"
    return ""


def grounds(state: InterviewState, question: Question) -> str:
    """What the question's condition rests on, as it stands: `“机关类别”答的是“政府部门”`."""
    return "、".join(words for words, _ in _grounds(state, question))


def _grounds(
    state: InterviewState, question: Question, *, given: bool = False
) -> Iterator[tuple[str, bool]]:
    """Each with whether it is more than a no or a zero; given: only what rests on an answer."""
    form, when = state.form, question.when
    source = expression_source(when.source) if when else ""
    for address in dict.fromkeys(rests_on(form, source, question.section) if when else ()):
        if (cell := state.form.cells.get(address)) is not None:
            value = state.facts.figures[form.arithmetic.index[address]]
            table = form.tables[cell.table].short
            yield f"{table}“{cell.label}”是 {figure(value)}", bool(value)
            continue
        other = form.questions[address]
        answer = state.facts.answers.get(address)
        if given and (answer is None or address == question.id):
            continue
        said = "还没有回答" if answer is None else f"答的是“{typed(other, answer)}”"
        yield f"“{other.label}”{said}", bool(answer)


def _record(question: Question, record: Record) -> str:
    return "\n".join(f"{f.label}：{record[f.id]}" for f in question.fields if record[f.id])
