"""The window changes its size at any moment, while one types: nothing is lost."""

from __future__ import annotations

import random

from textual import events
from textual.geometry import Size

from drafter.draft.answers_file import load_answers
from drafter.form.form_file import load_form

from ..chat.conftest import SAMPLES, acts_of, by_core
from .clerk import Clerk, event
from .driving import at_work, burst, new_path, seen

SIZES = ((80, 24), (60, 16), (140, 40), (115, 30), (116, 30), (97, 20), (200, 60))
"""Each side of every width at which something moves."""
TOO_SMALL = 59, 15


def resize(app, size):
    """What the driver says when the window has another size."""
    app.post_message(events.Resize(Size(*size), Size(*size)))


async def test_while_a_whole_report_is_typed(tmp_path):
    """Every few keys another size, with the keys after it already on their way."""
    rng = random.Random(3)
    known = next(path for path in SAMPLES if path.stem == "enforcement-police-2022")
    sample = load_answers(known)
    path = new_path(tmp_path / "s", sample.form)
    async with at_work(path) as app:
        clerk = Clerk(sample.form, sample.draft, acts_of(known))
        while strokes := clerk.strokes(app):
            for stroke in strokes:
                if rng.random() < 0.2:
                    resize(app, rng.choice(SIZES))
                app.post_message(event(stroke))
            await app.typed_off()
        await burst(app, ["ctrl+q"])
    assert path.read_text("utf-8") == by_core(known)


async def test_a_window_that_was_too_small_gives_back_what_was_being_typed(tmp_path):
    path = new_path(tmp_path / "s", load_form("disclosure-2021"))
    async with at_work(path) as app:
        work = app.workspace.work
        work.go("organ.name")
        await burst(app, "甲县")
        resize(app, TOO_SMALL)
        assert "窗口太小" in await seen(app)
        resize(app, SIZES[0])
        assert "甲县" in await seen(app)
        await burst(app, [*"水利局", "enter"])
        assert work.state.draft.answers["organ.name"] == "甲县水利局"
