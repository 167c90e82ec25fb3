"""Every sample typed into the chat leaves the session file that the core leaves, byte for byte."""

from __future__ import annotations

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from drafter.chat.loop import Chat
from drafter.chat.prompting import PromptTalk
from drafter.chat.stopping import Signals
from drafter.desk.around import Around
from drafter.desk.desk import Desk
from drafter.draft.answers_file import load_answers
from drafter.session.opening import open_session

from .clerk import Clerk
from .conftest import NOON, SAMPLES, TODAY, by_core, pty


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


def through_pipe(path, sample, out):
    """Type a sample into an open prompt; the markers of the prompts with what was typed."""
    told = []
    with (
        create_pipe_input() as pipe,
        create_app_session(input=pipe, output=DummyOutput()),
        open_session(path, clock=lambda: NOON) as session,
    ):
        talk = PipeTalk(pipe, Clerk(sample.form, sample.draft), told)
        talk.chat = Chat(Desk(session), talk, Around(TODAY, out))
        assert talk.chat.run() == 0, "".join(told)[-2000:]
    return talk.typed


@pytest.fixture(params=SAMPLES, ids=lambda path: path.stem)
def sample(request):
    return load_answers(request.param)


def test_through_pipe_input(sample, session_path, tmp_path):
    typed = through_pipe(session_path, sample, tmp_path)
    assert session_path.read_text("utf-8") == by_core(sample.form, sample.draft)
    assert len(typed) > 30


def test_through_a_pseudo_terminal(sample, session_path, tmp_path, drafter_env, national):
    empty = session_path.read_bytes()
    typed = through_pipe(session_path, sample, tmp_path)
    session_path.write_bytes(empty)
    session_path.with_suffix(".history").unlink()
    with pty(drafter_env, "chat", "示例", "--today", TODAY, cwd=tmp_path) as child:
        for marker, line in typed:
            child.expect_exact(marker.strip()[:14])
            child.send(line.replace("\n", "\r") + "\r")
        child.expect_exact("已经保存")
        child.wait()
    assert child.exitstatus == 0
    assert session_path.read_text("utf-8") == by_core(sample.form, sample.draft)
