"""The prompt of a real terminal: what goes wrong in it is told by drafter, not by its library."""

from __future__ import annotations

import os
import signal
from contextlib import contextmanager

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from drafter.chat.signals import Signals, Stopped
from drafter.chat.talk import Prompt
from drafter.chat.terminal_talk import PromptTalk, Words


@pytest.fixture
def asked():
    """`asked(prompt, keys)`: what the prompt gives for these keys."""

    def ask(prompt, keys):
        with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
            pipe.send_text(keys)
            return PromptTalk(Signals(), lambda text: None).ask(prompt)

    return ask


def test_a_mistake_of_ours_ends_the_question(asked):
    def broken():
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        asked(Prompt(("问",), toolbar=broken), "")


def test_several_lines_end_where_they_say(asked):
    prompt = Prompt(("问",), several=True)
    assert asked(prompt, "甲\r乙\r完\r") == "甲\n乙"
    assert asked(prompt, "甲\r\r\r") == "甲"
    assert asked(prompt, "\r") == ""


def test_a_pasted_text_of_several_lines_is_one_answer(asked):
    pasted = "\x1b[200~甲\n乙\x1b[201~"
    assert asked(Prompt(("问",), several=True), f"{pasted}\r完\r") == "甲\n乙"


@pytest.mark.posix
@pytest.mark.parametrize("code", ["utf-8", "gb18030"])
def test_what_a_terminal_of_either_code_sends_is_read(code):
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        talk = PromptTalk(Signals(), lambda text: None)
        pipe.send_bytes("甲县水利局\r".encode(code))
        assert talk.ask(Prompt(("问",))) == "甲县水利局"


@pytest.mark.posix
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_while_the_prompt_is_starting_ends_it(number, monkeypatch):
    with (
        create_pipe_input() as pipe,
        create_app_session(input=pipe, output=DummyOutput()),
        Signals() as signals,
    ):
        talk = PromptTalk(signals, lambda text: None)
        prompt = talk._session.prompt

        def interrupted(*args, **more):
            os.kill(os.getpid(), number)
            pipe.send_text("\r")  # else a signal that is lost would hold the test for ever
            return prompt(*args, **more)

        monkeypatch.setattr(talk._session, "prompt", interrupted)
        with pytest.raises(Stopped) as stopped:
            talk.ask(Prompt(("问",)))
        assert stopped.value.number == number


@pytest.mark.posix
def test_signals_that_come_together_end_it_once(caplog):
    with (
        create_pipe_input() as pipe,
        create_app_session(input=pipe, output=DummyOutput()),
        Signals() as signals,
    ):
        talk = PromptTalk(signals, lambda text: None)

        def toolbar():
            for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGINT):
                os.kill(os.getpid(), number)
            return ""

        with pytest.raises(Stopped) as stopped:
            talk.ask(Prompt(("问",), toolbar=toolbar))
        assert stopped.value.number == signal.SIGHUP
    assert not caplog.records  # asyncio logs what its handlers raise, and the clerk would see it


@pytest.mark.posix
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_while_a_question_ends_is_kept_for_the_next(number, monkeypatch):
    with (
        create_pipe_input() as pipe,
        create_app_session(input=pipe, output=DummyOutput()),
        Signals() as signals,
    ):
        talk = PromptTalk(signals, lambda text: None)

        @contextmanager
        def raw_mode():
            yield
            os.kill(os.getpid(), number)

        monkeypatch.setattr(talk._session.app.input, "raw_mode", raw_mode)
        pipe.send_text("甲\r")
        assert talk.ask(Prompt(("问",))) == "甲"
        pipe.send_text("乙\r")
        with pytest.raises((Stopped, KeyboardInterrupt)):
            talk.ask(Prompt(("问",)))


def completions(words, typed):
    found = Words(words).get_completions(Document(typed), CompleteEvent())
    return [completion.text for completion in found]


def test_choices_and_commands_are_completed_from_their_beginning_or_a_piece_of_them():
    words = ("县级", "市级", "上一题", "上年")
    assert completions(words, "县") == ["县级"]
    assert completions(words, "新收 上") == ["上一题", "上年"]
    assert completions(words, "级") == ["县级", "市级"]
    assert completions(words, "/上一") == ["上一题"]
    assert completions(words, "甲、市") == ["市级"]
    assert completions(words, "乙") == []


def test_what_was_typed_before_comes_back_with_the_arrow():
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        talk = PromptTalk(Signals(), lambda text: None)
        pipe.send_text("新收 自然人 5\r")
        talk.ask(Prompt(("问",)))
        pipe.send_text("\x1b[A\r")
        assert talk.ask(Prompt(("问",))) == "新收 自然人 5"
