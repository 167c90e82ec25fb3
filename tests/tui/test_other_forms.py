"""Forms with other parts, tables and questions, in every pane about texts and findings."""

from __future__ import annotations

import pytest

from drafter.draft.draft_model import Draft
from drafter.form.form_file import load_form
from drafter.interview.given_answers import record_answer
from drafter.interview.interview_state import REVIEW, text_place
from drafter.tui.findings_panel import FindingsPanel
from drafter.tui.paragraph_pane import WritePane
from drafter.tui.preview_panel import PreviewPanel
from drafter.tui.review_pane import ReviewPane

from .screens import screen_text
from .stage import FORMS, Stage, work_over


@pytest.fixture(params=["tiny", "kinds"])
def work(request, tmp_path):
    form = load_form(request.param, FORMS)
    with work_over(Draft(form.id), tmp_path, form=form) as work:
        for where, raw in {"year": "2024", "organ.name": "示例馆"}.items():
            work.act(lambda state, where=where, raw=raw: record_answer(state, where, raw))
        yield work


async def test_every_answer_is_listed(work):
    work.go(REVIEW)
    async with Stage(ReviewPane(work)).run_test() as pilot:
        assert "示例馆" in screen_text(pilot.app)
        assert "生成草稿" in screen_text(pilot.app)


async def test_every_text_is_shown(work):
    sections = [section for section in work.state.form.sections if section.text]
    async with Stage(WritePane(work)).run_test() as pilot:
        for section in sections:
            work.go(text_place(section.id))
            await pilot.pause()
            assert f"{section.short}的文字" in screen_text(pilot.app)


async def test_findings_and_preview_are_shown(work):
    for pane in (FindingsPanel(work, wait_s=0), PreviewPanel(work, wait_s=0)):
        work.listeners.clear()
        async with Stage(pane).run_test() as pilot:
            await pilot.pause()
            assert screen_text(pilot.app).strip()
