"""Why a question is asked, and why it is not, in the clerk's words."""

from __future__ import annotations

from collections.abc import Iterator

from drafter.form.filters import figure
from drafter.form.model import Need, Question
from drafter.interview.resting import condition_rests_on
from drafter.interview.state import InterviewState
from drafter.interview.typed import typed

_NEEDS = {
    Need.REQUIRED: "必填。",
    Need.OPTIONAL: "选填，不写可以跳过。",
    Need.GOVERNMENTS: "政府的报告必填。",
}


def why_asked(state: InterviewState, question: Question) -> str:
    """Whether it must be answered, and which answers or figures led to it."""
    if any(gate.question is question for gate in state.form.gates):
        need = "答了以后，这张表只问用得到的格子。"
    elif question.need is Need.LOCAL:
        here = question.id in state.local
        need = "当地要求写明。" if here else "当地有要求的才写，没有要求可以跳过。"
    else:
        need = _NEEDS[question.need]
    because = grounds(state, question) if state.facts.asked(question) else ""
    return f"{need}前面{because}，所以问这一题。" if because else need


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
    return "、".join(_grounds(state, question))


def _grounds(state: InterviewState, question: Question) -> Iterator[str]:
    """The answers and figures that the question's condition looks at, as they are."""
    conditions = [question.when]
    if question.need is Need.GOVERNMENTS:
        conditions.append(state.form.governments)
    form = state.form
    addresses = (a for c in conditions if c for a in condition_rests_on(form, c, question.section))
    for address in dict.fromkeys(addresses):
        if (cell := state.form.cells.get(address)) is not None:
            value = state.facts.figures[state.form.arithmetic.index[address]]
            table = state.form.tables[cell.table].short
            yield f"{table}“{cell.label}”是 {figure(value)}"
            continue
        other = state.form.questions[address]
        answer = state.facts.answers.get(address)
        said = "还没有回答" if answer is None else f"答的是“{typed(other, answer)}”"
        yield f"“{other.label}”{said}"
