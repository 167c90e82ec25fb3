"""Text that means something to a terminal or to a template is text, in every field."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from drafter.draft.answers_file import load_answers
from drafter.draft.clean_text import scrub_line
from drafter.draft.draft_model import Draft, Item, Record
from drafter.form.form_file import load_form
from drafter.interview.given_answers import record_answer
from drafter.interview.interview_state import REVIEW, table_place, text_place
from drafter.tui.command_palette import Palette
from drafter.tui.dialogs import Choose, TypeLine
from drafter.tui.workspace import Workspace

from ..chat.conftest import SAMPLES
from .clerk import Pasted
from .driving import BIG, at_work, burst, new_path, seen

FORM = load_form("disclosure-2021")
MARKUP = "[/b][@click=app.quit]{{x}}"
TEXTS_TYPED = {
    "markup": MARKUP,
    "template": "{% for x in y %}{{ cells }}[red]",
    "control": "甲\x1b[2J\x1b]0:乙\x07丙",
    "emoji": "👍🏽 🇨🇳 👩‍👩‍👧",
    "long": "很长的一句话。" * 286,
}
FIELDS = {
    "organ.name": ("enter",),
    "organ.self": ("enter",),
    "overview.proactive.main_topics": ("enter",),
    "overview.proactive.measures": ("f10",),
    "overview.proactive.by_category": ("enter", "3", "enter", "f10"),
    "problems.items": ("enter", "enter", *"x", "enter", "f10"),
}
"""A question of each kind that takes words, and the keys that end it."""


@pytest.fixture
def path(tmp_path):
    """A session in which nothing was given."""
    return new_path(tmp_path / "s", FORM)


def words_of(value):
    """All that was given as one answer."""
    match value:
        case str():
            return value
        case Record():
            return "".join(value.values())
        case Item():
            return value.name
    return "".join(map(words_of, value))


@pytest.mark.parametrize("text", TEXTS_TYPED.values(), ids=TEXTS_TYPED)
async def test_in_every_kind_of_question(path, text):
    clean = scrub_line(text)
    async with at_work(path, size=BIG) as app:
        for question, ending in FIELDS.items():
            app.workspace.work.go(question)
            if question.endswith("by_category"):
                await burst(app, ["enter"] * len(FORM.questions[question].choices))
            await burst(app, [Pasted(text)])
            assert clean[:12] in await seen(app)
            await burst(app, ending)
            assert clean in words_of(app.workspace.work.state.draft.answers[question]), question
            assert "\x1b" not in await seen(app)
        assert isinstance(app.screen, Workspace)


async def test_typed_by_hand_as_well(path):
    async with at_work(path) as app:
        app.workspace.work.go("organ.name")
        await burst(app, [*MARKUP, "enter"])
        assert app.workspace.work.state.draft.answers["organ.name"] == MARKUP
        assert MARKUP in (await seen(app)).split("\n")[0]


@pytest.mark.parametrize("place", ["year", "report.signed", "other.fee_cases", "organ.kind"])
async def test_where_a_number_a_day_or_a_choice_is_wanted_it_is_refused_literally(path, place):
    async with at_work(path, size=BIG) as app:
        app.workspace.work.go(place)
        await burst(app, [Pasted(MARKUP)])
        shown = await seen(app)
        await burst(app, ["enter"])
        assert place not in app.workspace.work.state.draft.answers
        assert f"“{MARKUP[:12]}" in shown + await seen(app)


async def test_in_a_table(path):
    async with at_work(path, size=BIG) as app:
        app.workspace.work.go(table_place("applications"))
        await burst(app, ["g", "ctrl+home", Pasted("1[/b]"), "enter", "up"])
        assert "1[/b]" in await seen(app)
        assert not app.workspace.work.state.draft.cells
        await burst(app, [Pasted(f"{MARKUP}\t[red]3\n[/]\t5\n"), "escape"])
        assert isinstance(app.screen, Workspace)


async def test_in_a_text(path):
    async with at_work(path, size=BIG) as app:
        app.workspace.work.go(text_place("overview.proactive"))
        await burst(app, ["f5", "enter", Pasted(f"{MARKUP}\n{TEXTS_TYPED['control']}"), "f10"])
        kept = app.workspace.work.state.draft.texts["overview.proactive"]
        assert MARKUP in kept
        assert "\x1b" not in kept
        app.workspace.work.go(text_place("overview.proactive"))
        assert MARKUP in await seen(app)


async def test_in_what_is_looked_for(path):
    async with at_work(path) as app:
        await burst(app, ["ctrl+p", Pasted(MARKUP), "enter"])
        assert isinstance(app.screen, Palette)
        assert app.screen.query_one(Input).value == MARKUP
        assert MARKUP in await seen(app)


@pytest.fixture
def finished(tmp_path):
    """A finished report of an organ with such a name."""
    given = load_answers(next(path for path in SAMPLES if path.stem == "county-bureau-2023"))
    answers = {**given.draft.answers, "organ.name": MARKUP, "organ.self": f"我{MARKUP}"}
    draft = Draft(**{**_fields(given.draft), "answers": answers})
    return new_path(tmp_path / "s", FORM, draft)


def _fields(draft):
    return {name: getattr(draft, name) for name in draft.__dataclass_fields__}


async def test_every_panel_shows_it_as_it_stands(finished):
    async with at_work(finished, size=BIG) as app:
        workspace = app.workspace
        workspace.work.go(REVIEW)
        assert MARKUP in (await seen(app)).split("\n")[0]
        assert (await seen(app)).count(MARKUP) > 2
        await burst(app, ["f3"])
        assert MARKUP in "".join((await seen(app)).split("\n")[1:4])
        await burst(app, ["escape", "f2"])
        assert isinstance(app.screen, Workspace)


async def test_in_a_reason(finished):
    async with at_work(finished, size=BIG) as app:
        work = app.workspace.work
        work.act(lambda state: record_answer(state, "overview.proactive.items_published", "9999"))
        open_before = len(work.told().result.findings)
        await burst(app, ["f2", "a"])
        assert isinstance(app.screen, Choose)
        ways = len(app.screen._ways)
        await burst(app, [str(ways)])
        assert isinstance(app.screen, TypeLine)
        await burst(app, [Pasted(MARKUP)])
        assert MARKUP in await seen(app)
        await burst(app, ["enter"])
        assert work.state.draft.closures[0].reason == MARKUP
        assert len(work.told().result.findings) < open_before


async def test_names_and_words_of_files_are_drawn_and_steer_nothing(path):
    hostile = "\x1b[2J\x9b2J\u202e\u2066\r乙"
    told = path.rename(path.with_name(f"{hostile}.yaml"))
    told.with_suffix(".lock").write_text(
        f" 电脑：x{hostile}\n用户：{hostile}\n进程：1\n打开时间：{hostile}\n", "utf-8"
    )
    async with at_work(None, path.parent, size=BIG) as app:
        said = await seen(app)
        assert "\ufffd[2J" in said
        await burst(app, ["enter"])
        said += await seen(app)
    assert not set("\x1b\x9b\u202e\u2066\r").intersection(said)
