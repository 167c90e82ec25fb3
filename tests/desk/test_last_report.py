"""Last year's published report as the beginning: one page, confirmed, and little to type."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from drafter.desk.last_report import (
    confirmed,
    last_file,
    last_year_proposals,
    sentences,
    sheet,
    unconfirmed,
)
from drafter.desk.new_report import following
from drafter.desk.question_in_words import go_on
from drafter.draft.answers_file import load_answers, read_answers
from drafter.draft.draft_facts import Facts
from drafter.draft.draft_model import Cell, Origin
from drafter.errors import Problem
from drafter.interview.express_pages import take_page
from drafter.interview.given_answers import accept_text, confirm_rest_zero, record_answer
from drafter.interview.interview_state import InterviewState, PageKind, Saved, from_saved
from drafter.interview.progress import skip_rest
from drafter.interview.steps import Ask, Done, Fill, Page, Review, Write, next_step
from drafter.report.document import build_document
from drafter.report.word_file import render_docx

SAMPLES = Path(__file__).parents[2] / "sample_answers"
YEAR = 2024


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    """The report of a sample as a Word file, read as last year's; once, for it is frozen."""
    folder = tmp_path_factory.mktemp("published")

    @cache
    def one(name, cells=()):
        answers = load_answers(SAMPLES / f"{name}.yaml")
        given = {address: Cell(figure, Origin.ENTERED) for address, figure in cells}
        draft = replace(answers.draft, cells={**answers.draft.cells, **given})
        path = folder / f"{name}.docx"
        document = build_document(Facts(answers.form, draft), draft=False)
        path.write_bytes(render_docx(answers.form, document))
        return last_file(path, None)

    return one


def begun(last) -> InterviewState:
    began = following(last, None)
    assert not isinstance(began, Problem)
    return from_saved(began.form, Saved(began.draft, began.marks), last=last.answers)


def rows(last, title):
    return [row for group in sheet(last) if title in group.title for row in group.rows]


TYPED = {
    "report.signed": "2025年1月15日",
    "overview.proactive.items_published": "90",
    "disclosed.matters": "无",
    "applications.any_received": "否",
    "applications.any_carried_in": "否",
    "disputes.any_review": "否",
    "disputes.suits": "无",
    "overview.supervision.exam_done": "否",
    "overview.supervision.social_done": "否",
    "overview.supervision.accountability": "0",
}


def walked(state):
    """The questions that Enter did not pass, until nothing is left; what was wanted of each."""
    typed = []
    for _ in range(300):
        match next_step(state):
            case Ask(question=question) as ask:
                after = go_on(state, ask)
                if isinstance(after, Problem):
                    typed.append(question.id)
                    after = record_answer(state, question.id, TYPED.get(question.id, ask.last))
                elif not ask.typed and not ask.default:
                    after = skip_rest(state)
            case Fill(table=table):
                after = confirm_rest_zero(state, table.id)
            case Write(section=section):
                after = accept_text(state, section.id)
            case Page(kind=kind):
                after = take_page(state, kind)
            case Review() | Done():
                return typed, state
        assert isinstance(after, InterviewState), after
        state = after
    raise AssertionError(typed)


def test_a_nil_return_is_made_from_last_years_word_file(read):
    typed, state = walked(begun(confirmed(read("nil-township-2023"))))
    assert isinstance(next_step(state), Review | Done)
    assert len(typed) <= 4, typed
    assert state.draft.answers["organ.level"] == "乡镇级"


def test_every_proposal_stands_on_the_page_with_its_sentence(read):
    last = read("county-bureau-2023")
    offered = [row for row in rows(last, "带到新报告") if row.question == "organ.office"]
    assert [row.said for row in offered] == ["政府信息公开工作机构：示例县水利局办公室"]
    assert "请与示例县水利局办公室联系" in offered[0].quote
    assert all(row.quote for row in rows(last, "带到新报告"))


def test_nothing_counts_before_it_is_confirmed(read):
    last = read("county-bureau-2023")
    assert "organ.office" not in last.answers.draft.answers
    assert "organ.office" not in confirmed(last, {"organ.office"}).answers.draft.answers
    state = begun(confirmed(last))
    assert state.draft.answers["organ.office"] == "示例县水利局办公室"
    assert not state.draft.verify
    assert not state.progress.standing
    # Where nobody could look (`drafter new --from`), the short way's first page asks.
    state = begun(unconfirmed(last))
    assert "organ.office" in state.draft.verify & state.progress.standing
    after = take_page(state, PageKind.STANDING)
    assert not after.draft.verify
    assert after.draft.answers["organ.office"] == "示例县水利局办公室"


def test_what_is_kept_with_the_session_is_what_was_confirmed(read):
    last = confirmed(read("county-bureau-2023"), {"organ.office"})
    assert read_answers(last.kept.decode(), "kept").draft == last.answers.draft


def test_closing_figures_open_the_year_in_all_columns(read):
    columns = ("natural", "business", "research", "welfare", "legal", "other")
    cells = [
        (f"applications/{row}/{column}", number)
        for row in ("received", "carried_out")
        for number, column in enumerate(columns, 2)
    ]
    cells += [(f"applications/{row}/natural", 0) for row in ("carried_in", "granted", "partial")]
    last = confirmed(read("nil-township-2023", tuple(cells)))
    opened = {address: figure.value for address, figure in begun(last).progress.carried.items()}
    for number, column in enumerate(columns, 2):
        assert opened[f"applications/carried_in/{column}"] == str(number)
    assert "总计 27" in rows(last, "期初数")[0].said


def test_figures_in_prose_stand_beside_this_years_questions(read):
    state = begun(confirmed(read("county-bureau-2023")))
    state = replace(state, at="overview.proactive.items_published")
    assert next_step(state).last == "246"


def test_the_standing_answers_are_one_call_away(read):
    last = confirmed(read("county-bureau-2023"))
    proposals = {
        each.question: each for each in last_year_proposals(last.answers.form, last.answers)
    }
    assert proposals["overview.supervision.unit"].value == "办公室"
    assert "承担" in proposals["overview.supervision.unit"].quote
    assert "我局" in proposals["organ.self"].quote


def test_last_years_problems_begin_the_entries_on_how_they_were_mended(read):
    state = begun(confirmed(read("nil-township-2023")))
    step = next_step(replace(state, at="problems.last_items"))
    assert [entry["problem"][:8] for entry in step.begun] == [
        "公开内容以惠民惠",
        "村务公开栏更新不",
    ]
    assert {entry["result"] for entry in step.begun} == {""}
    given = [dict(entry) | {"result": "已改进"} for entry in step.begun]
    after = record_answer(state, "problems.last_items", given)
    assert next_step(replace(after, at="problems.last_items")).begun == ()


def test_the_first_page_of_the_short_way_has_the_sentences(read):
    state = begun(unconfirmed(read("county-bureau-2023")))
    page = next_step(state)
    said = sentences(state, page)
    assert {line.id for line in page.lines} >= set(said)
    assert "由办公室承担" in said["overview.supervision.unit"]
