"""Every sample typed into the chat leaves the session file that the core leaves, byte for byte.

All of them in plain talk; at the editing prompt those in which each kind of prompt comes, small
ones, and every character that any of them types: the chat around both is the same.
"""

from __future__ import annotations

from functools import cache, partial
from io import BytesIO, StringIO
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
from drafter.chat.talk import PlainTalk, Prompt
from drafter.chat.terminal_talk import PromptTalk
from drafter.desk.desk import Around, Desk
from drafter.draft.answers_file import load_answers
from drafter.draft.draft_model import Draft
from drafter.interview.interview_state import new_state, to_saved
from drafter.interview.transcript import Answer
from drafter.session.session_shelf import create

from .clerk import Clerk
from .conftest import NOON, SAMPLES, TODAY, WALKS, acts_of, by_core, over, pty


class PlainClerkTalk(PlainTalk):
    """Plain talk, of a clerk who types each line when it is asked for."""

    def __init__(self, clerk):
        super().__init__(BytesIO(), StringIO(), StringIO(), Signals())
        self.clerk, self.chat = clerk, None
        self.typed = []

    def ask(self, prompt):
        line = self.clerk.line(self.chat.state)
        self.typed.append(line)
        self._given = BytesIO(f"{line}\n".encode())
        return super().ask(prompt)


class PipeTalk(PromptTalk):
    """The editing prompt, over prompt_toolkit's pipe input."""

    def __init__(self, pipe, clerk):
        super().__init__(Signals(), lambda _: None)
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


def typed_in(path, talk_of, *, express=False) -> Typed:
    """A sample, line by line, as `talk_of(clerk)` takes it."""
    sample = load_answers(path)
    clerk = Clerk(sample.form, sample.draft, acts_of(path, express=express))
    empty = to_saved(new_state(sample.form, express=express))
    with (
        TemporaryDirectory() as folder,
        create(Path(folder), sample.form, *empty, name="示例", clock=lambda: NOON) as session,
    ):
        talk = talk_of(clerk)
        talk.chat = Chat(Desk(session), talk, Around(TODAY, Path(folder)))
        assert run_chat(talk.chat) == 0
        return Typed(talk.typed, session.path.read_text("utf-8"))


@cache
def through_pipe(path: Path, *, express: bool = False) -> Typed:
    """Type a sample into an open prompt; the pseudo-terminal gets the same lines."""
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        return typed_in(path, partial(PipeTalk, pipe), express=express)


@pytest.mark.parametrize(("path", "express"), WALKS)
def test_in_plain_talk(path, express):
    typed = typed_in(path, PlainClerkTalk, express=express)
    assert typed.text == by_core(path, express=express)
    assert len(typed.lines) > 10


@pytest.mark.parametrize(
    ("name", "express"),
    [
        ("bazhou-commerce-2021", False),
        ("suqian-2024", True),
        ("enforcement-police-2022", False),
    ],
)
def test_through_pipe_input(name, express):
    path = next(path for path in SAMPLES if path.stem == name)
    typed = through_pipe(path, express=express)
    assert typed.text == by_core(path, express=express)
    assert len(typed.lines) > 10


def test_what_the_samples_type_comes_through_a_prompt():
    lines = "\n".join(
        line
        for path in SAMPLES
        for act in acts_of(path)
        if isinstance(act, Answer) and isinstance(act.raw, str)
        for line in act.raw.split("\n")
        if line
    )
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text(f"{lines}\n完\n".replace("\n", "\r"))
        talk = PromptTalk(Signals(), lambda _: None)
        assert talk.ask(Prompt((), several=True)) == lines


@pytest.mark.terminal
def test_a_whole_report_through_a_pseudo_terminal(tmp_path, drafter_env):
    """A small one is enough: what is typed was typed above, and only the terminal is another."""
    path = next(path for path in SAMPLES if path.stem == "enforcement-police-2022")
    form = load_answers(path).form
    with create(tmp_path / "s", form, Draft(form.id), name="示例") as session:
        session_path = session.path
    with pty(drafter_env, "chat", "示例", "--today", TODAY, cwd=tmp_path) as child:
        for marker, line in through_pipe(path).lines:
            child.expect_exact(marker.strip()[:14])
            child.send(line.replace("\n", "\r") + "\r")
        child.expect_exact("已经保存")
        over(child)
    assert child.exitstatus == 0
    assert session_path.read_text("utf-8") == through_pipe(path).text
