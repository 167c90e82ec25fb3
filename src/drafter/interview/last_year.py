"""Beginning from last year's file: what stands, what opens, and figures to be accepted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from drafter.draft.answers_file import Answers
from drafter.draft.answers_writer import write_answer
from drafter.draft.draft_facts import Facts
from drafter.draft.draft_model import Draft, Origin, Record, Records, Value, with_answer, with_cell
from drafter.draft.relation_trials import finder
from drafter.draft.typed_answers import read_answer
from drafter.errors import Problem
from drafter.form.arithmetic import Figure, format_figure
from drafter.form.definitions import YEAR, Address, Form, Question, Relation, Term, Verb
from drafter.interview.interview_state import CarriedFigure, InterviewState, Progress


class CarriedCell(NamedTuple):
    """Last year's closing figure, at `source`, as this year's opening one at `address`.

    A total (`computed`) follows from the others; it is listed to be compared, never written.
    """

    address: Address
    source: Address
    value: Figure
    computed: bool


class Carried(NamedTuple):
    """A new year's beginning.

    standing: the questions whose answers were taken over
    opening: the closing figures taken over, totals among them
    not_carried: what could not be taken over, and why
    """

    draft: Draft
    standing: tuple[str, ...]
    opening: tuple[CarriedCell, ...]
    not_carried: tuple[Problem, ...]


def carry_over(form: Form, last: Answers, year: int) -> Carried:
    """A draft for `year` from the file of the year before. Texts are never taken over.

    What nobody has confirmed in that file (待核) is not confirmed here either.
    """
    draft, standing = Draft(form.id), list[str]()
    not_carried: list[Problem] = []
    if form.serves(year):
        draft = with_answer(draft, YEAR, year)
    for question in last.form.questions.values():
        if question.standing and question.id in last.draft.answers:
            value = read_anew(form, question, last)
            if isinstance(value, Problem):
                not_carried.append(value)
            else:
                draft = with_answer(draft, question.id, value)
                standing.append(question.id)
    draft = replace(draft, verify=draft.verify | (last.draft.verify & set(standing)))
    opening = tuple(_opening(form, last, year, not_carried))
    for cell in opening:
        if not cell.computed:
            draft = with_cell(form, draft, cell.address, cell.value, Origin.CARRIED)
    return Carried(draft, tuple(standing), opening, tuple(dict.fromkeys(not_carried)))


def start_from(
    form: Form, last: Answers, carried: Carried, *, express: bool = False
) -> InterviewState:
    """The interview that begins with what was carried; each opening figure is to be accepted.

    express: by the short way, which asks first whether last year's answers still stand
    """
    figures = {
        cell.address: CarriedFigure(format_figure(cell.value))
        for cell in carried.opening
        if not cell.computed
    }
    standing = frozenset(carried.standing)
    progress = Progress(carried=figures, express=express and form.express is not None)
    if progress.express:  # the whole way shows them in the review, as all that was answered
        progress = replace(progress, standing=standing)
    return InterviewState(form, carried.draft, progress, last=last)


def read_anew(form: Form, asked: Question, last: Answers) -> Value | Problem:
    """Last year's answer read anew by this year's question, or why it cannot be."""
    question = form.questions.get(asked.id)
    if question is None:
        what = "本年的报告没有这个问题，上年的回答没有带过来。"
        return Problem(f"“{asked.label}”", what, "不用处理。")
    value = read_answer(question, write_answer(asked, last.draft.answers[asked.id]))
    if isinstance(value, Problem):
        what = f"上年的回答本年不能用：{value.what}"
        return Problem(f"“{question.label}”", what, "到这一题重新回答。")
    return value


def begun_records(question: Question, last: Answers) -> Records:
    """Last year's entries, as far as this year's question about them has the same fields."""
    said = last.draft.answers.get(question.again)
    listed = said if isinstance(said, tuple) else ()
    entries = (
        {field.id: entry.get(field.id, "") for field in question.fields}
        for entry in listed
        if isinstance(entry, Record)
    )
    return tuple(Record(entry) for entry in entries if any(entry.values()))


def _opening(
    form: Form, last: Answers, year: int, not_carried: list[Problem]
) -> Iterator[CarriedCell]:
    """The cells that must equal one of last year's figures."""
    # What stands (a name, an address) may come from any year; a closing figure opens one only.
    before = last.draft.year
    if before != year - 1:
        what = f"上年的文件是{before or '没有写明年度的'}，不是{year - 1}年的，数字没有带过来。"
        not_carried.append(Problem("年度", what, "换成上一年度的文件，或者自己填写。"))
        return
    if last.form.id != form.id and last.form.id not in form.former:
        what = f"用的是另一种格式（{last.form.name}），表格的数字没有带过来。"
        not_carried.append(Problem("上年的报告", what, "对照上年的报告自己填写。"))
        return
    # What was printed counts, also where a total was stated that its parts do not add up to.
    find = finder(Facts(form, Draft(form.id)), Facts(last.form, last.draft))
    for address, source in filter(None, map(_pair, form.relations)):
        value = find(Term(1, source, True))
        if value is not None:
            yield CarriedCell(address, source, value, address in form.computed)
        else:
            what = form.why_unlike(last.form, source) or "上年的报告没有对应的数字，没有带过来。"
            not_carried.append(Problem(form.place(address), what, "对照上年的报告自己填写。"))
    known = form.former.get(last.form.id)
    told: dict[str, list[str]] = {}
    for name, why in known.unlike.items() if known else ():
        told.setdefault(why, []).append(form.place(name))
    for why, places in told.items():
        not_carried.append(Problem("；".join(places), why, "要对照，看上年的报告。"))


def _pair(relation: Relation) -> tuple[Address, Address] | None:
    """`this = last:that` and nothing more."""
    left = [term for side in relation.left for term in side.terms]
    right = [term for side in relation.right for term in side.terms]
    if relation.verb is not Verb.REQUIRES or not relation.equal or len(left) + len(right) != 2:
        return None
    here, there = (left[0], right[0]) if right[0].last else (right[0], left[0])
    plain = here.factor == there.factor == 1 and here.address and there.address
    return (here.address, there.address) if plain and there.last and not here.last else None
