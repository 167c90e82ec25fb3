"""Going, and being made to go: everything is saved, one line says how to go on, codes tell."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys

import pytest

from drafter.draft.answers_file import load_answers
from drafter.errors import ExitCode
from drafter.session.session_file import open_session

from ..conftest import LONGEST_S
from .conftest import TODAY, over, pty

SAVED = "已经保存。接着填：drafter resume 示例"
READY = "\x1b[?2004h"
"""prompt_toolkit takes keys from here on; before, the terminal itself would act on them."""
BASICS = "2023\n示例县水利局\n3\n"
# Windows has no SIGHUP, and leaves out what is sent one.
SIGNALS = [(signal.SIGTERM, 143), (getattr(signal, "SIGHUP", 0), 129), (signal.SIGINT, 130)]


@pytest.fixture
def plain(run_drafter, session_path, tmp_path):
    """`drafter chat 示例 --plain` with these lines in a pipe."""

    def run(text, *more, name="示例"):
        env = {"DRAFTER_DIR": str(tmp_path / "s")}
        given = text if isinstance(text, bytes) else text.encode()
        options = ("--plain", "--today", TODAY, *more)
        return run_drafter("chat", name, *options, env=env, input=given, cwd=tmp_path)

    return run


def plain_chat(env, cwd):
    """A running `drafter chat 示例 --plain`, its pipes open."""
    return subprocess.Popen(
        [sys.executable, "-m", "drafter", "chat", "示例", "--plain"],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=env,
        cwd=cwd,
    )


def answers(path):
    return load_answers(path).draft.answers


def test_the_end_of_a_pipe_has_its_own_code_and_says_where(plain, session_path):
    run = plain(BASICS)
    assert run.code == ExitCode.UNFINISHED == 3
    assert run.out == ""
    assert run.err.splitlines()[-2].startswith("还有 ")
    assert run.err.splitlines()[-1] == SAVED
    assert answers(session_path)["organ.kind"] == "政府部门"


def test_leaving_on_purpose_is_no_failure(plain):
    assert plain(BASICS + "保存退出\n").code == ExitCode.OK


def test_plain_talk_has_one_line_a_question_and_nothing_to_draw(plain):
    run = plain("2023\n[/b]\n3\n去 第三部分\n有\n没有\n1、2\n1\n没有\n看表\n核对\n\n")
    questions = [line for line in run.err.splitlines() if line.startswith("第 ")]
    assert len(questions) == 10  # four of the basics, five gates, the table
    assert "\x1b" not in run.err
    assert "\r" not in run.err
    assert not set("┌─│┼└━") & set(run.err)


def test_a_pipe_needs_no_option(start_drafter, session_path, tmp_path):
    env = {"DRAFTER_DIR": str(tmp_path / "s"), "TERM": "xterm"}
    run = start_drafter("resume", env=env, input=BASICS.encode())
    assert run.code == ExitCode.UNFINISHED
    assert "第 1 题" in run.err


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_lines_in_the_clerk_s_encoding(plain, session_path, encoding):
    plain("2023\n示例县水利局\n".encode(encoding))
    assert answers(session_path)["organ.name"] == "示例县水利局"


def test_bytes_that_are_no_text_end_nothing(plain, session_path):
    run = plain(b"2023\n\xff\xfe\x80\n")
    assert run.code == ExitCode.UNFINISHED
    assert "里面有认不出的字" in run.err
    assert "organ.name" not in answers(session_path)


@pytest.mark.posix
@pytest.mark.parametrize(("number", "code"), SIGNALS)
def test_a_signal_saves_in_plain_talk(number, code, session_path, drafter_env, tmp_path):
    with plain_chat(drafter_env, tmp_path) as child:
        child.stdin.write(BASICS.encode())
        child.stdin.flush()
        told = ""
        while "第 4 题" not in told:
            told += child.stderr.readline().decode()
        child.send_signal(number)
        last = child.stderr.read().decode()
        assert child.wait(LONGEST_S) == code
    assert last.strip() == SAVED
    assert answers(session_path)["organ.kind"] == "政府部门"


@pytest.mark.posix
@pytest.mark.parametrize(("number", "code"), SIGNALS)
def test_a_signal_keeps_a_text_half_written_in_plain_talk(
    number, code, session_path, drafter_env, tmp_path
):
    with plain_chat(drafter_env, tmp_path) as child:
        child.stdin.write(f"{BASICS}去 编制说明的文字\n写\n第一段\n第二段\n".encode())
        child.stdin.flush()
        wait_for(lambda: "第二段" in session_path.read_text("utf-8"))
        child.send_signal(number)
        assert child.wait(LONGEST_S) == code
    with open_session(session_path) as session:
        assert session.saved.marks["typing"] == {"texts/preamble": "第一段\n第二段"}
        assert session.saved.draft.texts == {}


@pytest.mark.terminal
@pytest.mark.parametrize("args", [("chat",), ("chat", "--dir", "none"), ("resume", "示例")])
def test_a_signal_before_the_first_answer_changes_nothing(
    args, session_path, drafter_env, tmp_path
):
    before = session_path.read_bytes()
    with pty(drafter_env, *args, cwd=tmp_path) as child:
        child.expect_exact(READY)
        os.kill(child.pid, signal.SIGTERM)
        over(child)
    assert child.exitstatus == 143
    assert session_path.read_bytes() == before
    assert not (tmp_path / "none").exists()


@pytest.mark.terminal
@pytest.mark.parametrize(("end", "code"), [("\x03", 130), ("\x04", 0), *SIGNALS])
def test_a_terminal_is_left_with_everything_saved(end, code, session_path, drafter_env, tmp_path):
    with pty(drafter_env, "chat", "示例", "--today", TODAY, cwd=tmp_path) as child:
        child.expect_exact("第 1 题")
        child.send("2023\r")
        child.expect_exact("第 2 题")
        child.expect_exact(READY)
        if end != "\x04":
            child.send("打到一半")
            child.expect_exact("打到一半")
        if isinstance(end, str):
            child.send(end)
        else:
            os.kill(child.pid, end)
        child.expect_exact("drafter resume 示例")
        over(child)
    assert child.exitstatus == code
    assert answers(session_path)["year"] == 2023
    with open_session(session_path) as session:
        typing = session.saved.marks.get("typing", {})
    assert typing == ({} if end == "\x04" else {"organ.name": "打到一半"})


@pytest.mark.terminal
def test_text_under_way_is_on_disk_soon_and_there_the_next_time(
    session_path, drafter_env, tmp_path
):
    with pty(drafter_env, "chat", "示例", cwd=tmp_path) as child:
        child.expect_exact("第 1 题")
        child.send("2023\r")
        child.expect_exact("第 2 题")
        child.expect_exact(READY)
        child.send("半个名字")
        wait_for(lambda: "半个名字" in session_path.read_text("utf-8"))
        os.kill(child.pid, signal.SIGKILL)
    with pty(drafter_env, "resume", cwd=tmp_path) as child:
        child.expect_exact("上次写到一半的在这里")
        child.expect_exact("半个名字")
        child.send("\r")
        child.expect_exact("第 3 题")
        child.expect_exact(READY)
        child.send("\x03")
        over(child)
    assert answers(session_path)["organ.name"] == "半个名字"


@pytest.mark.terminal
def test_hostile_text_in_the_file_and_typed_steers_no_terminal(session_path, drafter_env, tmp_path):
    hostile = 'year: 2023\norgan: {name: "甲\\e[2J[/b]{{x}}\\u009b2J"}\n'
    session_path.write_text(f"format: 1\nform: disclosure-2021\n{hostile}", "utf-8")
    with pty(drafter_env, "resume", cwd=tmp_path) as child:
        child.expect_exact("甲[2J[/b]{{x}}2J2023年政府信息公开工作年度报告")
        child.expect_exact("第 3 题")
        child.expect_exact(READY)
        assert "\x1b[2J" not in child.before
        child.send("[/b]{{y}}\x1b[31m")
        child.expect_exact("[/b]{{y}}")
        child.send("\r")
        child.expect_exact("没有“[/b]{{y}}")
        assert "Traceback" not in child.before
        child.send("\x03")
        over(child)
    assert child.exitstatus == 130


@pytest.mark.terminal
def test_a_terminal_of_the_chinese_code_page_is_read(session_path, drafter_env, tmp_path):
    with pty(drafter_env, "chat", "示例", cwd=tmp_path) as child:
        child.expect_exact("第 1 题")
        child.send("2023\r")
        child.expect_exact("第 2 题")
        child.expect_exact(READY)
        os.write(child.child_fd, b"\xff\r")
        child.expect_exact("里面有认不出的字")
        child.expect_exact(READY)
        child.send("\x15")  # what was typed has stayed
        os.write(child.child_fd, "甲县水利局\r".encode("gbk"))
        child.expect_exact("第 3 题")
        child.expect_exact(READY)
        child.send("\x03")
        over(child)
    assert answers(session_path)["organ.name"] == "甲县水利局"


@pytest.mark.terminal
def test_a_dumb_terminal_is_talked_to_plainly(session_path, drafter_env, tmp_path):
    with pty(drafter_env | {"TERM": "dumb"}, "chat", "示例", cwd=tmp_path) as child:
        child.expect_exact("第 1 题")
        child.send("2023\n")
        child.expect_exact("第 2 题")
        child.sendeof()
        child.expect_exact("已经保存")
        assert "\x1b" not in child.before
        over(child)
    assert child.exitstatus == ExitCode.OK


def wait_for(true):
    """Looks again and again, without sleeping longer than it takes to look."""
    from time import monotonic

    end = monotonic() + LONGEST_S
    while not true():
        assert monotonic() < end


def test_how_to_go_on_is_what_one_has_to_type(run_drafter, tmp_path):
    env = {"DRAFTER_DIR": str(tmp_path / "s")}
    for args in (("甲 乙",), ("丙", "--dir", tmp_path / "t")):
        run_drafter("new", *args, "--year", "2023", env=env)
        first = run_drafter("chat", *args, "--plain", env=env, input="示例局\n".encode())
        _, _, typed = first.err.strip().splitlines()[-1].partition("drafter ")
        again = run_drafter(*shlex.split(typed), "--plain", env=env, input=b"")
        assert "机关全称" not in again.err
        assert "还有" in again.err


def test_a_breakdown_half_typed_on_the_full_screen_is_gone_on_with(talked):
    where = "overview.proactive.by_channel"
    kept = ("政府门户网站", "120", "微信公众号")
    _, script, _ = talked("去 分渠道公开数量", prepare=lambda desk: desk.typed(where, kept))
    assert "上次写到一半的在这里" in script.text
    assert script.prompts[-1].start == "政府门户网站 120，微信公众号"
