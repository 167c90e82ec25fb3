"""Last year's report as this year's beginning: what was read of it, shown on one page, confirmed.

Nothing that was read out of a finished report counts before the clerk has seen it: `sheet` is the
page, `confirmed` what is left of it afterwards.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from drafter.draft.answers_file import Answers, load_answers
from drafter.draft.draft_model import Draft, Record, Value
from drafter.errors import Problem
from drafter.files import is_answers_file, read_bytes
from drafter.form.arithmetic import format_figure
from drafter.form.definitions import Form, Kind
from drafter.importing.report_notes import (
    Note,
    Proposal,
    Sure,
    counts_line,
    doubts,
    sentence_at,
)
from drafter.interview.interview_state import InterviewState, PageKind
from drafter.interview.last_year import carry_over, read_anew
from drafter.interview.reasons import typed
from drafter.interview.steps import Page

if TYPE_CHECKING:
    from drafter.importing.any_report import AnyReport

_QUOTED = 56
"""Characters of a piece of the file."""


class LastFile(NamedTuple):
    """Last year's report.

    kept: what a session keeps of it, the bytes of an answers file
    notes, proposals, counts: of a finished report, as in `Published`; none of an answers file
    """

    answers: Answers
    kept: bytes
    notes: tuple[Note, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    counts: Mapping[str, int] = {}

    @property
    def was_read(self) -> bool:
        """Whether it was a finished report, of which something may have been lost."""
        return bool(self.counts)

    @property
    def doubts(self) -> tuple[str, ...]:
        """A line for all that was not read, one for all that wants a look."""
        return tuple(f"上年的报告{line}" for line in doubts(self.notes))


def last_file(path: Path, own: Path | None) -> LastFile:
    """Last year's report in an answers file or as it was published. Raises: DrafterError."""
    if is_answers_file(path):
        return LastFile(load_answers(path, own), read_bytes(path))
    # The reader of finished reports is needed by them alone.
    from drafter.importing.any_report import load_report

    return as_last_file(load_report(path, own))


def as_last_file(report: AnyReport) -> LastFile:
    """A report that was read, as a beginning."""
    kept = report.text.encode()
    return LastFile(report.answers, kept, report.notes, report.proposals, report.counts)


class SheetRow(NamedTuple):
    """A line of the page.

    question: whose answer it proposes, which can be left out; "" for what is only told
    quote: the piece of the file that it came from
    """

    said: str
    quote: str = ""
    question: str = ""


class SheetGroup(NamedTuple):
    """Rows under a heading.

    beside: whether they are not carried over, but stand beside this year's questions
    """

    title: str
    rows: tuple[SheetRow, ...]
    beside: bool = False


def sheet_head(last: LastFile) -> tuple[str, ...]:
    """Whose report it is, and how its tables were read."""
    draft = last.answers.draft
    organ = draft.organ or "单位没有读到"
    return (f"{organ}，{draft.year or ''}年", counts_line(last.counts))


def sheet(last: LastFile) -> tuple[SheetGroup, ...]:
    """All that was read of last year's report and all that was not, on one page."""
    form, draft = last.answers.form, last.answers.draft
    proposed = {f"“{form.questions[each.question].label}”" for each in last.proposals}
    standing = [each for each in last.proposals if form.questions[each.question].standing]
    beside = [each for each in last.proposals if not form.questions[each.question].standing]
    groups = (
        ("没有读到，要自己补", _notes(last, Sure.UNREAD, ())),
        ("读到了，要看一眼", _notes(last, Sure.UNCERTAIN, proposed)),
        ("带到新报告里用的情况", [offer(last, each) for each in standing]),
        ("上年的期末数，作新报告的期初数", list(_opening(last))),
        ("上年写的问题，新报告要写改进得怎样", list(_problems(form, draft))),
        ("上年的数字和写法，填的时候供对照", [offer(last, each) for each in beside]),
    )
    found = [SheetGroup(title, tuple(rows)) for title, rows in groups if rows]
    if beside:
        found[-1] = found[-1]._replace(beside=True)
    return tuple(found)


def confirmed(last: LastFile, left_out: Collection[str] = ()) -> LastFile:
    """The file as the clerk confirmed it: its proposals are answers, but for what is left out."""
    seen = tuple(note for note in last.notes if note.sure is Sure.UNREAD)
    return _settled(last, left_out, verify=frozenset())._replace(notes=seen)


def unconfirmed(last: LastFile) -> LastFile:
    """The file with all that it proposes, marked 待核: nobody has looked at it."""
    asked = (each.question for each in last.proposals)
    return _settled(last, (), verify=last.answers.draft.verify | frozenset(asked))


def last_year_proposals(form: Form, last: Answers) -> tuple[Proposal, ...]:
    """What last year's report proposes as this year's answers, each with its sentence.

    The standing questions that `form` asks this year; a quote is "" where the file has no prose.
    """
    from drafter.importing.prose_answers import proposed_answers

    found = proposed_answers(last.form, last.draft.texts, last.draft.year)
    quotes = {each.question: each.quote for each in found}
    proposals = []
    for question in last.form.questions.values():
        if question.standing and question.id in last.draft.answers:
            value = read_anew(form, question, last)
            if not isinstance(value, Problem):
                quote = quotes.get(question.id) or _sentence_with(value, last.draft)
                proposals.append(Proposal(question.id, value, quote))
    return tuple(proposals)


def sentences(state: InterviewState, page: Page) -> Mapping[str, str]:
    """By line of the short way's first page, the sentence of last year's report that says it."""
    last = state.last
    if page.kind is not PageKind.STANDING or last is None or not last.draft.texts:
        return {}
    proposals = last_year_proposals(state.form, last)
    return {
        each.question: excerpt(each.quote, typed(state.form.questions[each.question], each.value))
        for each in proposals
        if each.quote
    }


def _sentence_with(value: Value, draft: Draft) -> str:
    """The first sentence that has the very words of the answer."""
    if isinstance(value, str) and len(value) > 1:
        for text in draft.texts.values():
            if (at := text.find(value)) >= 0:
                return sentence_at(text, at)
    return ""


def _settled(last: LastFile, left_out: Collection[str], *, verify: frozenset[str]) -> LastFile:
    if not last.was_read:
        return last
    from drafter.draft.answers_writer import write_answers

    form, draft = last.answers.form, last.answers.draft
    answers = {**draft.answers, **{each.question: each.value for each in last.proposals}}
    kept = {question: value for question, value in answers.items() if question not in left_out}
    draft = replace(draft, answers=kept, verify=verify & {*kept, *draft.cells})
    text = write_answers(form, draft)
    return last._replace(answers=last.answers._replace(draft=draft), kept=text.encode())


def _notes(last: LastFile, sure: Sure, besides: Collection[str]) -> list[SheetRow]:
    return [
        SheetRow(f"{note.where}：{note.what}", excerpt(note.quote))
        for note in last.notes
        if note.sure is sure and note.where not in besides
    ]


def offer(last: LastFile, each: Proposal) -> SheetRow:
    """One proposed answer in words, with its sentence."""
    question = last.answers.form.questions[each.question]
    value = typed(question, each.value)
    told = [note.what for note in last.notes if note.where == f"“{question.label}”"]
    more = f"（{told[0].removeprefix(f'{value}，').rstrip('。')}）" if told else ""
    unit = question.unit if question.kind in (Kind.COUNT, Kind.MONEY) else ""
    return SheetRow(
        f"{question.label}：{value}{unit}{more}", excerpt(each.quote, value), question.id
    )


def _opening(last: LastFile) -> Iterator[SheetRow]:
    """This year's opening figures, a row a row of the table."""
    form, year = last.answers.form, last.answers.draft.year
    if year is None:
        return
    rows: dict[str, list[str]] = {}
    for cell in carry_over(form, last.answers, year + 1).opening:
        here, source = form.cells[cell.address], form.cells[cell.source]
        names = [path[-1].short or path[-1].label for path in (here.row_path, source.row_path)]
        shown = rows.setdefault(f"“{names[0]}”（上年的“{names[1]}”）", [])
        column = here.column_path[-1]
        shown.append(f"{column.short or column.label} {format_figure(cell.value)}")
    yield from (SheetRow(f"{name}：{'、'.join(shown)}") for name, shown in rows.items())


def _problems(form: Form, draft: Draft) -> Iterator[SheetRow]:
    for question in form.questions.values():
        value = draft.answers.get(question.id)
        if question.kind is Kind.RECORDS and isinstance(value, tuple):
            for record in value:
                if isinstance(record, Record):
                    first, *rest = filter(None, record.values())
                    yield SheetRow(first, "；".join(rest))


def excerpt(quote: str, value: str = "") -> str:
    """So much of a sentence as fits a line, the part with the value."""
    if len(quote) <= _QUOTED:
        return quote
    start = max(quote.find(value), 0) if value else 0
    begin = max(min(start - 16, len(quote) - _QUOTED), 0)
    end = begin + _QUOTED
    return "…" * (begin > 0) + quote[begin:end] + "…" * (end < len(quote))
