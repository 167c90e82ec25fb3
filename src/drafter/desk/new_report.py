"""A new report: which kinds there are, the form that serves a year, what a session begins with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from drafter.checks.deadlines import deadline_words
from drafter.desk.last_report import LastFile
from drafter.draft.answers_file import Answers, Marks, load_answers
from drafter.draft.draft_model import Draft
from drafter.draft.empty_answers import meant_by
from drafter.errors import Problem
from drafter.form.arithmetic import format_figure
from drafter.form.definitions import ENDLESS, FIRST, YEAR, Form
from drafter.form.form_file import form_folders, read_form
from drafter.interview.given_answers import accepting, record_answer, record_cells
from drafter.interview.interview_state import InterviewState, new_state, parts, to_saved
from drafter.interview.last_year import carry_over, start_from
from drafter.interview.progress import finish_part
from drafter.interview.way import unadopted
from drafter.resources import data_dir

_NAME = re.compile(r"[^\W\dA-Za-z年_]{2}[^\s\dA-Za-z年]{2,}")


class Beginning(NamedTuple):
    """A new session's draft and marks, and what was and was not carried over into it."""

    form: Form
    draft: Draft
    marks: Marks
    told: tuple[str, ...]


class ReportKind(NamedTuple):
    """A yearly report by the name that people know it by, with its editions, the newest first."""

    name: str
    forms: tuple[Form, ...]

    @property
    def about(self) -> str:
        """`2019年起；次年1月31日截止，人民政府3月31日截止`."""
        newest, oldest = self.forms[0], self.forms[-1]
        until = "起" if newest.last_year == ENDLESS else f"至{newest.last_year}年"
        told = (f"{oldest.first_year}年{until}", deadline_words(newest))
        return "；".join(filter(None, told))

    @property
    def sample_name(self) -> str:
        """The session that holds the copy of its sample; "" where there is none."""
        newest = self.forms[0]
        name = "示例" if newest.order == FIRST else f"示例-{self.name}"
        return name if newest.sample else ""


def report_kinds(own: Path | None) -> list[ReportKind]:
    """What a clerk chooses from before a year is known. Raises: DrafterError."""
    forms = [read_form(folder) for folder in form_folders(own).values()]
    forms.sort(key=lambda form: form.first_year, reverse=True)
    newest = [form for form in forms if not any(form.id in each.former for each in forms)]
    return [
        ReportKind(form.name, tuple(each for each in forms if is_edition(each, form)))
        for form in sorted(newest, key=lambda form: form.order)
    ]


def sample_beginning(kind: ReportKind, own: Path | None) -> Beginning:
    """A copy of a filled-in report of that kind to look around in, at something to be seen: a slip
    in a table tells more of the program than an address does.

    Raises: DrafterError.
    """
    answers = load_answers(data_dir("sample_answers") / f"{kind.forms[0].sample}.yaml", own)
    state = new_state(answers.form, answers.draft)
    for part in parts(state):  # what was not come to yet would not be told
        finished = finish_part(state, part)
        state = state if isinstance(finished, Problem) else finished
    tables = (t for t in answers.form.tables if any(True for _ in answers.form.balances(t)))
    if (table := next(tables, None)) is None:
        return Beginning(
            answers.form, *to_saved(_adopted(state)), ("这是示例，随便改，不影响自己的报告。",)
        )
    own_cells = [a for a, cell in answers.draft.cells.items() if cell.value]
    slip = next(a for a in reversed(own_cells) if answers.form.cells[a].table == table)
    wrong = {slip: format_figure(answers.draft.cells[slip].value + 1)}
    slipped = record_cells(state, table, wrong)
    state = _adopted(state if isinstance(slipped, Problem) else slipped)
    state = replace(state, at=slip)
    short = answers.form.tables[table].short
    told = f"这是示例，随便改。{short}里有一格故意填错了：看“差”，怎么改看“核对”（全屏按 F2）。"
    return Beginning(answers.form, *to_saved(state), (told,))


def _adopted(state: InterviewState) -> InterviewState:
    for text in unadopted(state):
        state = accepting(state, text.section)
    return replace(state, at="", after="")


def is_edition(one: Form, other: Form) -> bool:
    """Whether both are the same report, of other years perhaps."""
    return one.id == other.id or one.id in other.former or other.id in one.former


def known_forms(own: Path | None) -> list[Form]:
    """Every form in the order to choose from, of one report the newest first.

    Raises: DrafterError.
    """
    return [form for kind in report_kinds(own) for form in kind.forms]


def read_year(forms: Sequence[Form], raw: str, today: date) -> int | Problem:
    """The year that was typed, where it has begun and any form serves it, else what is wrong."""
    tries = [record_answer(new_state(form), YEAR, raw) for form in forms]
    for found in tries:
        if not isinstance(found, Problem):
            assert found.draft.year is not None
            return not_yet(found.draft.year, today) or found.draft.year
    problem = tries[0]  # of the newest form: it is the one that is meant
    assert isinstance(problem, Problem)
    return problem


def is_plainly_a_name(line: str) -> bool:
    """Whether what was typed for the year is the organ's name, which many clerks write first."""
    return bool(_NAME.fullmatch(line.strip())) and meant_by(line) is None


def not_yet(year: int, today: date) -> Problem | None:
    """Of a year that has not begun: that it cannot be reported on."""
    if year <= today.year:
        return None
    fix = f"写所报告的那一年，例如：{today.year - 1}。"
    return Problem(f"“{year}”", f"{year}年还没有到。", fix)


def forms_for(forms: Sequence[Form], year: int) -> list[Form]:
    """The forms that serve the year; never none for a year that `read_year` took."""
    return [form for form in forms if form.serves(year)]


def empty_beginning(form: Form, draft: Draft) -> Beginning:
    """A session in which little is given yet, to be gone through by the short way."""
    state = new_state(form, draft, express=True)
    return Beginning(form, draft, to_saved(state).marks, ())


def carried_beginning(form: Form, last: LastFile, year: int) -> Beginning:
    """A year's beginning from the file of the year before."""
    carried = carry_over(form, last.answers, year)
    state = start_from(form, last.answers, carried, express=True)
    if last.was_read and not carried.draft.verify:
        # A finished report was looked at before: what stands in it is not asked again.
        state = replace(state, progress=replace(state.progress, standing=frozenset()))
    draft, marks = to_saved(state)
    told = f"从上年带入了 {len(carried.standing)} 项情况、{len(carried.opening)} 格结转的数字。"
    problems = (f"没有带过来：{problem}" for problem in carried.not_carried)
    return Beginning(form, draft, marks, (told, *problems, *last.doubts))


def following(last: LastFile, own: Path | None) -> Beginning | Problem:
    """The beginning of the year after last year's report, by its form or a newer edition of it."""
    year = year_after(last.answers)
    if year is None:
        return Problem("上年的报告", "没有写明年度。", "换一个文件，或者新建一份空白的。")
    fitting = forms_for(known_forms(own), year)
    form = edition_of(last.answers.form, fitting)
    if form is None:
        what = f"没有用于{year}年的“{last.answers.form.name}”格式。"
        return Problem("上年的报告", what, "换一个文件。")
    return carried_beginning(form, last, year)


def edition_of(form: Form, fitting: Sequence[Form]) -> Form | None:
    """Of these the form itself, else another edition of the same report."""
    editions = [each for each in fitting if is_edition(each, form)]
    return next((each for each in editions if each.id == form.id), next(iter(editions), None))


def year_after(last: Answers) -> int | None:
    """The year that follows the file's; None where it does not say its own."""
    year = last.draft.year
    return None if year is None else year + 1
