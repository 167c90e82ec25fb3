"""Every sample typed into the chat leaves the session file that the core leaves, byte for byte."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from drafter.chat.chat_loop import run_chat
from drafter.chat.conversation import Chat
from drafter.chat.signals import Signals
from drafter.chat.terminal_talk import PromptTalk
from drafter.desk.desk import Around, Desk
from drafter.draft.answers_file import load_answers
from drafter.interview.interview_state import new_state
from drafter.interview.saved_state import to_saved
from drafter.session.session_shelf import create

from .clerk import Clerk
from .conftest import NOON, SAMPLES, TODAY, by_core, over, pty


class PipeTalk(PromptTalk):
    """Types what the clerk says into prompt_toolkit's pipe input."""

    def __init__(self, pipe, clerk, told):
        super().__init__(Signals(), told.append)
        self.pipe, self.clerk, self.chat = pipe, clerk, None
        self.typed = []

    def ask(self, prompt):
        line = self.clerk.line(self.chat.state)
        self.typed.append((next((w for w in prompt.lines if w.strip()), prompt.label), line))
        self.pipe.send_text(line.replace("\n", "\r") + "\r")
        return super().ask(prompt)


class Typed(NamedTuple):
    """What was typed at which prompts, and the session file that it left."""

    lines: list[tuple[str, str]]
    text: str


@cache
def through_pipe(path: Path, *, express: bool = False) -> Typed:
    """Type a sample into an open prompt; the pseudo-terminal gets the same lines."""
    sample, told = load_answers(path), []
    with TemporaryDirectory() as folder:
        empty = to_saved(new_state(sample.form, express=express))
        with (
            create_pipe_input() as pipe,
            create_app_session(input=pipe, output=DummyOutput()),
            create(Path(folder), sample.form, *empty, name="示例", clock=lambda: NOON) as session,
        ):
            talk = PipeTalk(pipe, Clerk(sample.form, sample.draft, express=express), told)
            talk.chat = Chat(Desk(session), talk, Around(TODAY, Path(folder)))
            assert run_chat(talk.chat) == 0, "".join(told)[-2000:]
        return Typed(talk.typed, session.path.read_text("utf-8"))


@pytest.mark.parametrize("express", [False, True], ids=["whole way", "short way"])
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_through_pipe_input(path, express):
    sample, typed = load_answers(path), through_pipe(path, express=express)
    assert typed.text == by_core(sample.form, sample.draft, express=express)
    assert len(typed.lines) > 10


@pytest.mark.terminal
def test_the_largest_through_a_pseudo_terminal(session_path, tmp_path, drafter_env):
    """One is enough: what is typed was typed above, and only the terminal is another."""
    path = max(SAMPLES, key=lambda path: path.stat().st_size)
    with pty(drafter_env, "chat", "示例", "--today", TODAY, cwd=tmp_path) as child:
        for marker, line in through_pipe(path).lines:
            child.expect_exact(marker.strip()[:14])
            child.send(line.replace("\n", "\r") + "\r")
        child.expect_exact("已经保存")
        over(child)
    assert child.exitstatus == 0
    assert session_path.read_text("utf-8") == through_pipe(path).text
