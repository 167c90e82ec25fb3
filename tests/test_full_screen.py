"""`drafter open` as a process: where it does not start it says why, where it does it ends well."""

from __future__ import annotations

import os
import signal
import sys

import pytest

from drafter.draft.draft_model import Draft, with_answer
from drafter.form.form_file import load_form
from drafter.session.session_shelf import create

from .conftest import LONGEST_S


@pytest.fixture
def kept(tmp_path):
    """The file of a session, and the folder that it lies in."""
    draft = with_answer(with_answer(Draft("disclosure-2021"), "year", 2021), "organ.name", "甲局")
    with create(tmp_path, load_form("disclosure-2021"), draft, name="甲局2021") as session:
        return session.path


@pytest.fixture
def screen(clean_env, kept):
    """`screen("open", "甲局2021", TERM="xterm")`: drafter in a terminal of 80 x 24."""
    pexpect = pytest.importorskip("pexpect")
    children = []

    def run(*args, lines=24, **env):
        child = pexpect.spawn(
            sys.executable,
            ["-m", "drafter", *args],
            env=clean_env | {"DRAFTER_DIR": str(kept.parent), "TERM": "xterm-256color"} | env,
            cwd=str(kept.parent),
            encoding="utf-8",
            dimensions=(lines, 80),
            timeout=LONGEST_S,
        )
        children.append(child)
        return child

    yield run
    for child in children:
        child.close(force=True)


def ended(child) -> int:
    child.read()
    child.close()
    return child.exitstatus


def test_without_a_terminal_it_says_so_and_offers_the_chat(run_drafter):
    done = run_drafter("open")
    assert done.code == 2
    assert done.out == ""
    said = "全屏界面：打不开：输入不是从终端来的。可以一问一答地填：drafter chat\n"
    assert done.err == said


def test_a_report_that_is_not_there_is_told_first(run_drafter, kept):
    done = run_drafter("open", "甲局", "--dir", kept.parent)
    assert done.code == 2
    assert "没有这样一份报告" in done.err


@pytest.mark.terminal
@pytest.mark.parametrize(
    ("env", "lines", "said"),
    [({"TERM": "dumb"}, 24, "一行一行"), ({}, 10, "至少要 60 列 16 行")],
)
def test_a_terminal_that_cannot_show_it_is_told_why(screen, env, lines, said):
    child = screen("open", "甲局2021", lines=lines, **env)
    child.expect("全屏界面：打不开")
    child.expect(said)
    assert ended(child) == 2


@pytest.mark.terminal
def test_drafter_alone_opens_the_list_and_leaves_without_a_word(screen):
    child = screen()
    child.expect("接着填哪一份")
    child.send("\x11")
    assert ended(child) == 0


@pytest.mark.terminal
@pytest.mark.parametrize(
    ("number", "code"),
    [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)],
)
def test_a_signal_saves_and_gives_the_session_back(screen, kept, number, code):
    child = screen("open", "甲局2021")
    child.expect("目录")
    child.sendline("")
    child.kill(number)
    child.expect("接着填：drafter open 甲局2021")
    assert ended(child) == code
    again = screen("open", "甲局2021")
    again.expect("目录")
    assert "没有正常退出" not in again.before
    again.send("\x11")
    assert ended(again) == 0


@pytest.mark.terminal
def test_a_mistake_of_ours_saves_and_shows_no_traceback(screen, kept):
    mistake = "from drafter.tui.app import DrafterApp\nDrafterApp.action_leave = lambda _: 1 / 0\n"
    (kept.parent / "sitecustomize.py").write_text(mistake, "utf-8")
    child = screen("open", "甲局2021", PYTHONPATH=str(kept.parent))
    child.expect("目录")
    child.send("1\r\x11")
    said = child.read()
    assert "接着填：drafter open 甲局2021" in said
    assert "Traceback" not in said
    assert ended(child) == 70
    assert "kind: " in kept.read_text("utf-8")


@pytest.mark.terminal
def test_a_terminal_of_the_chinese_code_page_is_read(screen, kept):
    child = screen("open", "甲局2021")
    child.expect("目录")
    child.send("\x10")
    child.expect("去哪里")
    os.write(child.child_fd, "机关全称".encode("gbk"))
    child.expect("机关全称")
    child.send("\r")
    child.expect("本机关的全称")
    child.send("\x15")
    os.write(child.child_fd, "甲县水利局".encode("gbk"))
    child.expect("甲县水利局")
    child.send("\r\x11")
    assert ended(child) == 0
    assert "name: 甲县水利局" in kept.read_text("utf-8")


NO_KEYS = (
    b"\x1b[99999999999999u",
    b"\x1b[97:65;2u",
    b"\x1b[1;1;55296u",
    b"\x1b[48;24;80;0;0t\x1b[<0;5;5M",
    b"\xff\xfe\x80",
    b"\x1b[200~\xff\x1b[201~",
)


@pytest.mark.terminal
def test_what_no_terminal_should_send_ends_nothing(screen, kept):
    child = screen("open", "甲局2021")
    child.expect("目录")
    for sent in NO_KEYS:
        os.write(child.child_fd, sent)
        child.send("\x10")
        child.expect("去哪里")
        child.send("\x1b[27u")
        child.expect("目录")
    child.send("\x11")
    assert ended(child) == 0
