"""Chats over a session in a folder of its own: scripted, through pipe input, as a process."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import date, datetime
from functools import cache
from pathlib import Path

import pytest

from drafter.chat.chat_loop import run_chat
from drafter.chat.conversation import Chat
from drafter.chat.talk import EndedError, Prompt
from drafter.desk.desk import Around, Desk
from drafter.draft.answers_file import load_answers
from drafter.draft.answers_writer import write_answers
from drafter.draft.draft_model import Draft
from drafter.form.form_file import load_form
from drafter.interview.interview_state import InterviewState, new_state, to_saved
from drafter.interview.transcript import Act, perform, transcript
from drafter.session.session_file import open_session
from drafter.session.session_shelf import create

from ..conftest import LONGEST_S

ROOT = Path(__file__).parents[2]
SAMPLES = sorted((ROOT / "sample_answers").glob("*.yaml"))
_SHORT = (
    "bazhou-commerce-2021",
    "county-bureau-2023",
    "nil-township-2023",
    "suqian-2023",
    "suqian-2024",
    "nil-township-2020",
    "township-2020",
    "enforcement-nil-2024",
    "enforcement-urban-2020",
)
_BOTH = ("county-bureau-2024-rule-of-law", "enforcement-county-2024")
WALKS = [
    pytest.param(path, express, id=f"{path.stem}-{'short' if express else 'whole'} way")
    for path in SAMPLES
    for express in (False, True)
    if express == (path.stem in _SHORT) or path.stem in _BOTH
]
"""Every sample the whole way or the short way, every form both ways: samples, and whether by the
short way. The core goes both ways with each (`tests/interview`), and a front end but hands on."""
TODAY = date(2024, 1, 10)
NOON = datetime(2024, 1, 10, 12)


class Script:
    """Talk whose clerk says the given lines; everything told is in `told`."""

    def __init__(self, lines, *, plain=True):
        self.plain = self.piped = plain
        self.lines = list(lines)
        self.told: list[str] = []
        self.given: list[str] = []
        self.prompts: list[Prompt] = []

    @property
    def asked(self):
        return len(self.prompts)

    def say(self, *lines):
        self.told += lines

    def give(self, text):
        self.given.append(text)

    def ask(self, prompt):
        self.prompts.append(prompt)
        self.told += prompt.lines
        if not self.lines:
            raise EndedError
        line = self.lines.pop(0)
        if isinstance(line, BaseException):
            raise line
        self.told.append(f"> {line}")
        return line

    def waiting(self):
        return nullcontext()

    @property
    def text(self):
        return "\n".join(self.told)


@pytest.fixture(scope="session")
def national():
    return load_form("disclosure-2021")


@pytest.fixture
def session_path(tmp_path, national) -> Path:
    """An empty session of the national form, not open."""
    with create(tmp_path / "s", national, Draft(national.id), name="示例") as session:
        return session.path


@pytest.fixture
def talked(session_path, tmp_path) -> Callable[..., tuple[Chat, Script, int]]:
    """`talked("2023", "某局", …)`: the chat after these lines, and its exit code."""

    def run(*lines, plain=True, path=session_path, around=None, prepare=lambda desk: None, **more):
        talk = Script(lines, plain=plain)
        with open_session(path, clock=lambda: NOON) as session:
            desk = Desk(session)
            prepare(desk)
            chat = Chat(desk, talk, around or Around(TODAY, tmp_path), **more)
            code = run_chat(chat)
        return chat, talk, code

    return run


@pytest.fixture
def drafter_env(clean_env, tmp_path):
    """The environment of a `drafter` process whose sessions lie in `tmp_path / "s"`."""
    more = {"DRAFTER_DIR": str(tmp_path / "s"), "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1"}
    return clean_env | more


@contextmanager
def pty(env, *args, cwd) -> Iterator[object]:
    """`drafter` on a real pseudo-terminal."""
    pexpect = pytest.importorskip("pexpect")
    child = pexpect.spawn(
        sys.executable,
        ["-m", "drafter", *map(str, args)],
        env={**env, "PYTHONPATH": os.pathsep.join(sys.path)},
        cwd=str(cwd),
        encoding="utf-8",
        dimensions=(60, 120),
        timeout=LONGEST_S,
    )
    child.delaybeforesend = None
    try:
        yield child
    finally:
        child.close(force=True)


def over(child) -> int:
    """The exit code of a pseudo-terminal's process; one that does not end shows what it shows."""
    pexpect = pytest.importorskip("pexpect")
    child.expect(pexpect.EOF)
    child.wait()
    return child.exitstatus


@cache
def acts_of(path: Path, *, express: bool = False) -> tuple[Act, ...]:
    """What a clerk does to give a sample; worked out once for all front ends."""
    sample = load_answers(path)
    return transcript(sample.form, sample.draft, express=express)


@cache
def left_by_core(path: Path, *, express: bool = False) -> InterviewState:
    """What a sample's transcript leads to: as a clerk leaves it."""
    state = new_state(load_answers(path).form, express=express)
    for act in acts_of(path, express=express):
        after = perform(state, act)
        assert isinstance(after, InterviewState), (act, after)
        state = after
    return state


def by_core(path: Path, *, express: bool = False) -> str:
    """The session file that the core leaves after a sample's transcript."""
    state = left_by_core(path, express=express)
    return write_answers(state.form, *to_saved(state))
