"""Samples typed into the full screen leave the core's session, byte for byte.

Those in which all comes that the screen does otherwise for any sample; the chat takes each of
them, and the core each in both ways.
"""

from __future__ import annotations

import asyncio

import pytest

from drafter.draft.answers_file import load_answers
from drafter.interview.interview_state import new_state, to_saved
from drafter.session.saver import Saver
from drafter.session.session_file import open_session

from ..chat.conftest import SAMPLES, acts_of, by_core
from .clerk import Clerk, sent
from .driving import NOON, at_work, burst, ended, new_path, terminal

TYPED = {
    "county-government-2023": False,  # the largest
    "county-bureau-2023": True,  # a page of every kind, with all answered
    "suqian-2024": True,  # much is left open
    "nil-township-2020": True,  # a page comes a second time, changed
    "county-bureau-2024-rule-of-law": False,
    "enforcement-police-2022": False,
    "enforcement-county-2024": False,
}
"""Samples of every form, and whether by the short way."""


@pytest.fixture
def saves(monkeypatch):
    """What was handed over to be saved, in order; text under way waits until it is asked for."""
    monkeypatch.setattr("drafter.session.saver.DELAY_S", 1e9)
    handed, save = [], Saver.save

    def spied(self, saved, act):
        handed.append((*saved, act))
        save(self, saved, act)

    monkeypatch.setattr(Saver, "save", spied)
    return handed


async def type_in(app, path, *, express=False):
    """The whole sample, each act in one burst; every stroke of it."""
    sample, strokes = load_answers(path), []
    clerk = Clerk(sample.form, sample.draft, acts_of(path, express=express))
    while now := clerk.strokes(app):
        with app.batch_update():  # drawn between acts; between keys it is in test_resizing
            await burst(app, now)
        strokes += now
    await burst(app, ["ctrl+q"])
    return strokes


def kept(path):
    """What a session consists of on disk."""
    return path.read_bytes(), path.with_suffix(".history").read_bytes()


def path_of(name):
    return next(path for path in SAMPLES if path.stem == name)


def met_in(paths):
    """The forms of these samples, and the kinds of questions that they answer."""
    known = [load_answers(path) for path in paths]
    kinds = {given.form.questions[q].kind for given in known for q in given.draft.answers}
    return {given.form.id for given in known} | kinds


def test_no_other_sample_has_what_none_of_these_has():
    assert met_in(map(path_of, TYPED)) == met_in(SAMPLES)


@pytest.mark.parametrize("name", TYPED)
async def test_a_whole_sample(name, tmp_path, saves):
    sample, express = path_of(name), TYPED[name]
    form = load_answers(sample).form
    empty = to_saved(new_state(form, express=express))
    path = new_path(tmp_path / "s", form, *empty)
    beside = new_path(tmp_path / "beside", form, *empty)
    async with at_work(path) as app:
        strokes = await type_in(app, sample, express=express)
        assert app.return_value.lines[-1].startswith("已经保存")
    assert len(strokes) > 50
    assert path.read_text("utf-8") == by_core(sample, express=express)
    with open_session(beside, clock=lambda: NOON) as session:
        for saved in saves:
            session.save(*saved)
    assert kept(path) == kept(beside)


@pytest.mark.terminal
def test_through_a_pseudo_terminal_in_one_chunk(tmp_path, clean_env):
    """The whole of a report, without a look at the screen, faster than anybody types."""
    sample = path_of("enforcement-police-2022")
    form = load_answers(sample).form
    strokes = typed_headless(tmp_path, form, sample)
    path = new_path(tmp_path / "s", form)
    with terminal(clean_env, path) as child:
        child.send("".join(map(sent, strokes)) + sent("ctrl+q"))
        said, code = ended(child)
    assert code == 0, said[-500:]
    assert "已经保存。接着填：drafter open 示例" in said
    assert path.read_text("utf-8") == by_core(sample)


def typed_headless(tmp_path, form, sample):
    """What a clerk who does look types."""

    async def run():
        async with at_work(new_path(tmp_path / "looked", form)) as app:
            return await type_in(app, sample)

    return asyncio.run(run())
