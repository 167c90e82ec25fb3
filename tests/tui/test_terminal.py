"""Whether the screen can be shown at all, and what the terminal says of its widths."""

from __future__ import annotations

import io
import os
import pty
import termios
import tty

import pytest

from drafter.tui import terminal, terminal_text
from drafter.tui.terminal import Look, ask_width, keys_kept, look, unfit

FINE = Look(reads=True, shows=True, term="xterm-256color", columns=80, lines=24)


@pytest.mark.parametrize(
    ("seen", "said"),
    [
        (FINE, ""),
        (FINE._replace(columns=0, lines=0), ""),
        (FINE._replace(columns=60, lines=16), ""),
        (FINE._replace(reads=False), "输入不是从终端来的"),
        (FINE._replace(shows=False), "输出不是在终端上"),
        (FINE._replace(term="dumb"), "一行一行"),
        (FINE._replace(term=""), "一行一行"),
        (FINE._replace(term="linux"), "没有汉字"),
        (FINE._replace(columns=59), "现在是 59 列 24 行，至少要 60 列 16 行"),
        (FINE._replace(lines=15), "至少要 60 列 16 行"),
    ],
)
def test_why_the_screen_cannot_be_shown(seen, said):
    why = unfit(seen)
    assert said in why
    assert bool(why) == bool(said)


def test_a_pipe_is_no_terminal_and_neither_is_a_closed_stream():
    closed = io.StringIO()
    closed.close()
    seen = look({"TERM": "xterm"}, io.StringIO(), closed)
    assert (seen.reads, seen.shows, seen.term) == (False, False, "xterm")


@pytest.fixture
def answering(monkeypatch):
    """A terminal that answers a question for the cursor in its own way."""
    ours, theirs = pty.openpty()

    class Stream:
        def fileno(self):
            return theirs

    monkeypatch.setattr(terminal.sys, "stdin", Stream())
    monkeypatch.setattr(terminal.sys, "stderr", Stream())

    tty.setcbreak(theirs)
    yield lambda said: os.write(ours, said)
    os.close(ours)
    os.close(theirs)


@pytest.mark.parametrize(
    ("said", "wide"),
    [(b"\x1b[5;2R", False), (b"\x1b[5;3R", True), (b"\x1b[?1;2R", False), (b"xR", False)],
)
def test_the_terminal_says_how_wide_a_quotation_mark_is(answering, said, wide):
    answering(said)
    assert ask_width().is_wide is wide


def test_what_is_typed_around_the_answer_is_kept(answering):
    answering("甲\r".encode() + b"\x1b[5;3R" + "乙".encode())
    assert ask_width() == (True, "甲\r乙".encode())


def test_keys_come_as_they_were_pressed_while_the_screen_loads(answering):
    ways = termios.tcgetattr(terminal.sys.stdin.fileno())
    with keys_kept():
        answering(b"1\r")
        assert os.read(terminal.sys.stdin.fileno(), 9) == b"1\r"
    assert termios.tcgetattr(terminal.sys.stdin.fileno()) == ways


def test_no_answer_means_one_cell(answering, monkeypatch):
    monkeypatch.setattr(terminal, "_ANSWER_S", 0.0)
    assert ask_width() == (False, b"")


def test_a_terminal_with_wide_marks_gets_others():
    terminal_text.use(safe=True)
    assert terminal_text.shown("“甲”——乙") == '"甲"--乙'
    terminal_text.use(safe=False)
    assert terminal_text.shown("“甲”——乙") == "“甲”——乙"
    assert str(terminal_text.content("[/b]甲[red]")) == "[/b]甲[red]"
