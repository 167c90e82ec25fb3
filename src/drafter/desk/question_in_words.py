"""A question and its answer in words that both front ends say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import zip_longest
from typing import TYPE_CHECKING

from drafter.draft.answers_file import Mark
from drafter.draft.draft_facts import Facts
from drafter.draft.draft_model import Origin, Raw, Value
from drafter.draft.empty_answers import is_mobile
from drafter.draft.relation_trials import Break, finder, trial_of
from drafter.draft.typed_figures import Misread, read_count
from drafter.errors import Problem
from drafter.form.arithmetic import format_figure
from drafter.form.definitions import Form, Kind, Question, Relation
from drafter.form.form_texts import day
from drafter.interview.given_answers import record_answer
from drafter.interview.interview_state import InterviewState, gate_of
from drafter.interview.progress import skip, verified
from drafter.interview.reasons import typed
from drafter.interview.steps import Ask, Spot

if TYPE_CHECKING:
    from drafter.checks.rule_packs import Pack

YES_NO = ("是", "否")
NONE = ("无", "没有")
"""Say that there is no entry at all."""
SAME = "同上年"
"""Says that last year's answer is this year's, too."""
_LONG = 120
_NEAR = 0.8
"""The share of a limit from which on the length is told."""


def place_titles(form: Form, spot: Spot) -> tuple[str, ...]:
    """The part, and the section unless it is all of its part or has no name of its own."""
    alone = any(part.id == spot.part and len(part.sections) == 1 for part in form.parts)
    own = "" if alone or spot.section_title in spot.part_title else spot.section_title
    return (spot.part_title, own) if own else (spot.part_title,)


def need_words(form: Form, ask: Ask) -> str:
    """`（必填）` or `（选填）`; nothing of a gate."""
    if is_gate(form, ask.question):
        return ""  # neither: it opens the table or leaves it out
    return "（必填）" if ask.required else "（选填）"


def hint_line(ask: Ask) -> str:
    """What stands under the question: why it is asked (said once), or is not, and its hint."""
    because = "" if ask.why.again else ask.why.told
    return (ask.beside or because) + ask.question.hint


def explain_lines(ask: Ask, *, hinted: bool = False) -> list[str]:
    """All that the form says of the question; hinted: `hint_line` stands beside it."""
    question = ask.question
    parts = (
        ("为什么问", "" if hinted and not ask.why.again else str(ask.why)),
        ("提示", "" if hinted else question.hint),
        ("计入", question.counts),
        ("不计入", question.excludes),
        ("依据", question.source if question.source != "drafter" else ""),
        ("例子", question.example),
        ("单位", question.unit),
        ("上年", ask.last),
    )
    said = [f"  {title}：{text}" for title, text in parts if text]
    return [f"“{question.label}”", *(said or ["  没有另外的说明。"])]


def answer_line(question: Question, answer: Value | None) -> str:
    """The answer as the clerk typed it, but for a date, which is written out; "" for none."""
    if answer is None:
        return ""
    if isinstance(answer, date):
        return day(answer)
    return " ".join(typed(question, answer).split())


def heard(question: Question, raw: str, value: Value) -> str:
    """What was understood, where that is not simply what was typed; "" where it is."""
    said = typed(question, value)
    if question.kind in (Kind.PROSE, Kind.RECORDS) or raw.strip() == said:
        return ""
    if isinstance(value, date):
        return "" if raw.strip() == day(value) else f"记下：{day(value)}"
    unit = question.unit if question.kind in (Kind.COUNT, Kind.MONEY) else ""
    return f"记下：{said}{unit}"


def contradictions(state: InterviewState, question_id: str, last: Facts | None = None) -> list[str]:
    """What the form says should hold between this answer and others, and does not."""
    said = []
    for relation, broken in _broken(state.facts, question_id, last):
        rule = f"（{relation.says}）" if relation.says and not relation.bare else ""
        said.append(f"请核对：{broken.said}{rule}。")
    more = (_odd_day, _grave, _put_aside, _own_number, _cut_short)
    return [*said, *(text for rule in more for text in rule(state, question_id))]


def sum_words(state: InterviewState, question: Question, raw: Raw) -> str:
    """`合计 86 条`, of the counts of a list as far as they are written, and what it should be."""
    if question.kind is not Kind.BREAKDOWN or not isinstance(raw, Mapping):
        return ""
    counts = [read_count(str(text), question.unit) for text in raw.values() if str(text).strip()]
    read = [count for count in counts if not isinstance(count, Misread)]
    if not read:
        return ""
    after = record_answer(state, question.id, raw)
    broken = [] if isinstance(after, Problem) else _broken(after.facts, question.id)
    against = [broken.said for relation, broken in broken if question.id in relation.addresses]
    return "；".join((f"合计 {format_figure(sum(read))} {question.unit}", *against))


def _broken(
    facts: Facts, question_id: str, last: Facts | None = None
) -> Iterator[tuple[Relation, Break]]:
    """The relations between answers that speak of this one and do not hold.

    Not those with a table that nobody has begun: there zeros are nobody's word.
    """
    form, cells = facts.form, facts.draft.cells
    begun = {form.cells[a].table for a, cell in cells.items() if cell.origin is not Origin.CARRIED}
    untouched = {form.cells[a].table for a in facts.open_cells} - begun
    for relation in form.relations:
        condition = relation.when.source if relation.when else ""
        named = relation.addresses
        about = question_id in named or question_id in condition
        if (
            not relation.table
            and about
            and not relation.crosses_years
            and not any(a in form.cells and form.cells[a].table in untouched for a in named)
            and facts.holds(relation.when)
        ):
            trial = trial_of(relation, finder(facts, last))
            if trial.broken is not None:
                yield relation, trial.broken


def _odd_day(state: InterviewState, question_id: str) -> list[str]:
    """A day that cannot be when the report of its year was signed."""
    day_, year = state.facts.answers.get(question_id), state.draft.year
    if not isinstance(day_, date) or year is None or day_.year == year + 1:
        return []
    return [f"请核对：{year}年的报告应当在{year + 1}年签发，这里写的是{day(day_)}。"]


def _grave(state: InterviewState, question_id: str) -> list[str]:
    """An answer that nobody wants to see in print by a slip of the finger."""
    question, value = state.form.questions[question_id], state.facts.answers.get(question_id)
    if not question.grave or not value:
        return []
    said = f"{answer_line(question, value)}{question.unit}"
    return [f"请核对：“{question.label}”记的是{said}，报告会照写。"]


def _put_aside(state: InterviewState, question_id: str) -> list[str]:
    """Figures of a table that the answer to its gate leaves out: they no longer count."""
    form, gate = state.form, gate_of(state.form, question_id)
    table = next((t for t in form.tables.values() if gate in t.gates), None)
    if gate is None or table is None:
        return []
    unused = state.facts.unused_cells
    aside = [a for a, cell in unused.items() if cell.value and form.cells[a].table == table.id]
    if not aside:
        return []
    first = f"{form.cells[aside[0]].label} {format_figure(unused[aside[0]].value)}"
    rest = f"等 {len(aside)} 格" if len(aside) > 1 else ""
    return [f"请核对：{table.short}里填过的“{first}”{rest}不再算数；答错了的，改回来就还在。"]


def _own_number(state: InterviewState, question_id: str) -> list[str]:
    """A mobile number, which is somebody's own."""
    question, value = state.form.questions[question_id], state.facts.answers.get(question_id)
    if question.looks != "phone" or not is_mobile(str(value or "")):
        return []
    return [f"请核对：“{value}”像个人的手机号码，报告会公布；请写办公电话。"]


def _cut_short(state: InterviewState, question_id: str) -> list[str]:
    """A name that stops where only the place is named."""
    question, value = state.form.questions[question_id], state.facts.answers.get(question_id)
    name = value if isinstance(value, str) else ""
    ending = next((end for end in question.not_ending if name.endswith(end)), "")
    if not ending:
        return []
    return [f"请核对：“{name}”写到“{ending}”为止，好像还不是完整的{question.label}。"]


def shortened(text: str) -> str:
    """At most so much of a text as can be taken in at a glance, on one line."""
    line = " / ".join(part for part in text.split("\n") if part)
    return line if len(line) <= _LONG else f"{line[:_LONG]}……"


def length_words(facts: Facts, packs: tuple[Pack, ...], section: str, text: str) -> str:
    """`这一部分现有 850 字，一般不超过 1000 字。`; "" while there is room, or no limit.

    text: what would stand as the section's text
    """
    for pack in packs:
        for longest in pack.longest:
            part = next(part for part in facts.form.parts if part.id == longest.part)
            if any(own.id == section for own in part.sections):
                others = [own for own in part.sections if own.id != section]
                length = sum(len(p) for own in others for p in facts.printed(own))
                length += sum(len(line.strip()) for line in text.split("\n"))
                if length >= _NEAR * longest.characters:
                    return f"这一部分现有 {length} 字，一般不超过 {longest.characters} 字。"
    return ""


def choices_of(question: Question) -> tuple[str, ...]:
    """What can be chosen by number."""
    if question.kind is Kind.YESNO:
        return YES_NO
    return question.choices if question.kind in (Kind.CHOICE, Kind.CHOICES) else ()


def is_gate(form: Form, question: Question) -> bool:
    """Whether the answer decides what is asked of a table: such a one is not passed with Enter."""
    return gate_of(form, question.id) is not None


def go_on(state: InterviewState, ask: Ask) -> InterviewState | Problem:
    """Enter: what stands there stays, the default is taken, or the question is skipped."""
    question = ask.question
    if ask.typed:
        # To pass an answer marked 待核 knowingly is to have looked at it.
        after = verified(state, question.id) if ask.verify else state
        return after if isinstance(after, Problem) else skip(after, question.id)
    if ask.default:
        return record_answer(state, question.id, ask.default)
    if ask.required or is_gate(state.form, question):
        chosen = question.kind in (Kind.YESNO, Kind.CHOICE, Kind.CHOICES)
        how = "选一项" if chosen else "写上回答"
        how = "填一个数，没有就填 0" if question.kind in (Kind.COUNT, Kind.MONEY) else how
        fix = f"{how}；现在答不了的，可以先选“不确定”，或者“跳过”。"
        return Problem(f"“{question.label}”", "这一题要有回答。", fix)
    return skip(state, question.id)


def as_entries(question: Question, texts: Sequence[str]) -> list[dict[str, str]]:
    """The texts, field by field and entry after entry, as `record_answer` takes them."""
    ids = [field.id for field in question.fields]
    starts = range(0, len(texts), len(ids))
    return [dict(zip(ids, texts[start : start + len(ids)], strict=True)) for start in starts]


def bare(text: str, label: str) -> str:
    """The text without its label before it, which some write."""
    for mark in "：:":  # not a bare label: it may be the beginning of the text
        text = text.removeprefix(label + mark).strip()
    return text


def pairs_line(texts: Mark) -> str:
    """Names, each with its count behind it, as one would type them: `网站 120，微信 30`."""
    flat = [str(text) for text in texts] if isinstance(texts, tuple) else []
    pairs = zip_longest(flat[::2], flat[1::2], fillvalue="")
    return "，".join(" ".join(filter(None, pair)) for pair in pairs)
