"""However the program ends, the session is the one that Ctrl+S would have left."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from time import monotonic

import pytest
from textual.color import Color

from drafter.draft.answers_file import load_answers
from drafter.errors import DrafterError, Problem
from drafter.form.form_file import load_form
from drafter.interview.interview_state import table_place, text_place

from ..conftest import LONGEST_S
from .clerk import Pasted, sent
from .driving import TODAY, at_work, burst, ended, new_path, seen, terminal

FORM = load_form("disclosure-2021")
TYPED = ["2", "0", "2", "3", "enter", *"甲县水利", Pasted("局[/b]")]
"""An answer, and the next one only half given."""
GO_ON = "接着填：drafter open 示例"


ENDS = {
    "SIGTERM": (lambda child: child.kill(signal.SIGTERM), 128 + signal.SIGTERM),
    "SIGHUP": (lambda child: child.kill(signal.SIGHUP), 128 + signal.SIGHUP),
    "Ctrl+Q": (lambda child: child.send(sent("ctrl+q")), 0),
}


@pytest.fixture
def saved(tmp_path_factory):
    """What Ctrl+S leaves after these keys."""

    async def save():
        path = new_path(tmp_path_factory.mktemp("saved") / "s", FORM)
        async with at_work(path) as app:
            await burst(app, [*TYPED, "ctrl+s"])
            return path.read_text("utf-8")

    return asyncio.run(save())


@pytest.mark.terminal
@pytest.mark.parametrize("end", ENDS)
def test_what_was_half_typed_is_kept(saved, tmp_path, clean_env, end):
    path = new_path(tmp_path / "s", FORM)
    act, expected = ENDS[end]
    with terminal(clean_env, path) as child:
        child.send("".join(map(sent, TYPED)))
        child.expect("b]")
        act(child)
        said, code = ended(child)
    assert code == expected
    assert GO_ON in said
    assert path.read_text("utf-8") == saved
    assert "typing:" in saved


@pytest.mark.terminal
def test_the_same_when_the_window_is_closed(saved, tmp_path, clean_env):
    path = new_path(tmp_path / "s", FORM)
    with terminal(clean_env, path) as child:
        child.send("".join(map(sent, TYPED)))
        child.expect("b]")
        child.ptyproc.fileobj.close()
        end = monotonic() + LONGEST_S
        while child.ptyproc.isalive():  # its own `wait` would wait for ever
            assert monotonic() < end
        assert child.ptyproc.exitstatus == 128 + signal.SIGHUP
    assert path.read_text("utf-8") == saved


@pytest.mark.terminal
def test_the_same_when_the_terminal_goes_without_a_signal(saved, tmp_path, clean_env):
    import pty

    path = new_path(tmp_path / "s", FORM)
    ours, theirs = pty.openpty()
    # Not its controlling terminal: then the system sends no SIGHUP when it is closed.
    child = subprocess.Popen(
        [sys.executable, "-m", "drafter", "open", path.stem, "--today", str(TODAY)],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=tmp_path,
        env={
            **clean_env,
            "PYTHONPATH": os.pathsep.join(sys.path),
            "DRAFTER_DIR": str(path.parent),
            "TERM": "xterm-256color",
            **{"COLUMNS": "80", "LINES": "24"},
        },
    )
    os.close(theirs)
    said = b""
    for keys, wait in (("", "目录"), ("".join(map(sent, TYPED)), "b]")):
        os.write(ours, keys.encode())
        while wait.encode() not in said:
            said += os.read(ours, 4096)
    os.close(ours)
    assert child.wait(LONGEST_S) == 128 + signal.SIGHUP
    assert path.read_text("utf-8") == saved


UNDER_WAY = {
    "a cell": (table_place("applications"), ["g", "ctrl+home", *"12"]),
    "a cell that cannot be used": (table_place("applications"), ["g", "ctrl+home", *"1件2"]),
    "a text": (text_place("overview.proactive"), ["f5", *"一段话", "enter", *"又一段"]),
    "an entry": ("problems.items", [*"问题", "enter"]),
    "a choice": ("overview.opening.approach", ["1", "2"]),
}


@pytest.mark.parametrize(("place", "keys"), UNDER_WAY.values(), ids=UNDER_WAY)
async def test_a_signal_keeps_what_ctrl_s_keeps_wherever_one_types(tmp_path, place, keys):
    left = []
    for folder in ("asked", "signalled"):
        path = new_path(tmp_path / folder, FORM)
        async with at_work(path) as app:
            app.workspace.work.go(place)
            await burst(app, keys)
            if folder == "asked":
                await burst(app, ["ctrl+s"])
            else:
                app._signalled(signal.SIGTERM)
            left.append(path.read_text("utf-8"))
    asked, signalled = left
    assert signalled == asked
    assert "typing:" in asked or "cells:" in asked


async def test_a_full_disk_is_told_in_red_and_made_good_once_there_is_room(tmp_path, monkeypatch):
    def full(*_, **__):
        raise DrafterError(Problem("示例", "磁盘满了。", "腾出地方。"))

    path = new_path(tmp_path / "s", FORM)
    async with at_work(path) as app:
        work = app.workspace.work
        with monkeypatch.context() as patch:
            patch.setattr("drafter.session.session_file.write_file", full)
            await burst(app, TYPED)
            await burst(app, ["enter", "3", "enter"])
            work.desk.flush()
            assert "！没有存下来" in (await seen(app)).split("\n")[0]
            assert is_red(app, "没有存下来")
            assert "示例：磁盘满了。腾出地方。内容还在这里" in "".join((await seen(app)).split())
            assert work.state.draft.answers["organ.name"] == "甲县水利局[/b]"
            assert "organ.name" not in load_answers(path).draft.answers
        await burst(app, ["2"])
        work.desk.flush()
        assert "又能保存了" in await seen(app)
        await burst(app, ["ctrl+s"])
        assert "已保存" in (await seen(app)).split("\n")[0]
        assert load_answers(path).draft.answers == work.state.draft.answers


def is_red(app, words):
    """Whether the segment that holds the words stands out in the colour of errors."""
    error = Color.parse(app.theme_variables["error"])
    (segment,) = (s for s in app.screen._compositor.render_strips()[0] if words in s.text)
    assert segment.style is not None
    colours = (segment.style.color, segment.style.bgcolor)
    return any(c is not None and c.triplet == (error.r, error.g, error.b) for c in colours)
