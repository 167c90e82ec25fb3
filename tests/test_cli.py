"""What a clerk meets before any report: Chinese help, Chinese errors, honest exit codes."""

from __future__ import annotations

import errno
import os
import re
import sys

import pytest

from drafter import __version__, cli
from drafter.errors import DrafterError, ExitCode, Problem

KNOWN_WORDS = {"drafter", "YAML", "Markdown", "Word", "Ctrl", "C", *cli.COMMANDS}
KNOWN_WORDS |= {"text", "md", "docx", "html", "txt", "pdf", "json", "sarif"}
KNOWN_WORDS |= {"review", "paste", "T", "xlsx", "xls", "et", "csv"}
KNOWN_WORDS |= {"due", "Excel", "chart", "package"}
MISTAKES = {
    "unknown command": (["prnt"], "没有“prnt”这个命令。是不是“print”？"),
    "unknown option": (["--versio"], "没有“--versio”这个选项。是不是“--version”？"),
    "unknown option of print": (["print", "文", "--finl"], "是不是“--final”？"),
    "abbreviation": (["print", "文", "--fin"], "没有“--fin”这个选项。"),
    "nothing to print": (["print"], "还缺少：文件。"),
    "two things left out": (["merge"], "还缺少：名单、文件夹。"),
    "word too many": (["print", "文", "多"], "“多”是多出来的。"),
    "no value": (["print", "文", "--to"], "--to 后面要写一个值。"),
    "value not wanted": (["print", "文", "--final=1"], "--final 后面不带值，多写了“1”。"),
    "unknown choice": (["print", "文", "--to", "md5"], "--to 不能是“md5”。是不是“md”？"),
    "width not a number": (["print", "文", "--width", "宽"], "要写 80 到 400 的整数"),
    "width too small": (["print", "文", "--width", "79"], "不能是“79”。"),
    "form left out": (["blank"], "还缺少：格式。"),
}


def english_in(text: str) -> list[str]:
    words = re.findall(r"(?<![\w-])(?!-)[A-Za-z][A-Za-z_]*", text)
    return [word for word in words if word not in KNOWN_WORDS]


@pytest.mark.parametrize("command", [[], *([name] for name in cli.COMMANDS)], ids=str)
def test_help_is_chinese(run_drafter, command):
    run = run_drafter(*command, "--help")
    assert (run.code, run.err) == (ExitCode.OK, "")
    assert run.out.startswith("用法：drafter")
    assert not english_in(run.out)


@pytest.mark.parametrize(("args", "sentence"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_in_one_chinese_line(run_drafter, args, sentence):
    run = run_drafter(*args)
    assert (run.code, run.out) == (ExitCode.UNREADABLE, "")
    assert sentence in run.err
    assert run.err.count("\n") == 1
    assert not set(english_in(run.err)) - {"prnt"}


def test_without_a_command_the_help_is_printed(run_drafter):
    assert run_drafter() == run_drafter("--help")


def test_version(run_drafter):
    assert run_drafter("--version") == (ExitCode.OK, f"drafter {__version__}\n", "")


@pytest.mark.parametrize("place", ["--help", "docs/commands.md"])
def test_every_exit_code_is_told(run_drafter, root, place):
    text = run_drafter(place).out if place == "--help" else (root / place).read_text("utf-8")
    for code in ExitCode:
        assert re.search(rf"^(\|| ) ?{int(code)} ", text, re.MULTILINE), code.name


def test_the_documented_messages_are_the_real_ones(root):
    text = (root / "docs" / "commands.md").read_text("utf-8")
    messages = re.findall(r"\| `(drafter.*?：.*?写法见.*?)` \|", text)
    said = {str(problem) for args in DOCUMENTED for problem in problems_of(args)}
    assert set(messages) == said


DOCUMENTED = [
    ["print", "x", "--finl"],
    ["prnt"],
    ["print"],
    ["print", "x", "--to"],
    ["print", "x", "--to", "pdf"],
    ["print", "x", "--width", "3"],
    ["print", "x", "y"],
]


def problems_of(args: list[str]) -> tuple[Problem, ...]:
    with pytest.raises(DrafterError) as caught:
        cli._dispatch(args)
    return caught.value.problems


def test_every_problem_has_a_line(monkeypatch, capsys):
    raise_instead(
        monkeypatch, DrafterError([Problem("甲", "错。", "改。"), Problem("乙", "错。", "")])
    )
    assert cli.main([]) == ExitCode.UNREADABLE
    assert capsys.readouterr() == ("", "甲：错。改。\n乙：错。\n")


def test_ctrl_c_is_quiet(monkeypatch, capsys):
    raise_instead(monkeypatch, KeyboardInterrupt())
    assert cli.main([]) == ExitCode.INTERRUPTED
    assert capsys.readouterr() == ("", "")


def test_a_bug_is_told_without_a_traceback(monkeypatch, capsys):
    monkeypatch.delenv("DRAFTER_DEBUG", raising=False)
    raise_instead(monkeypatch, KeyError("inner"))
    assert cli.main([]) == ExitCode.BUG
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert english_in(err) == ["KeyError", "DRAFTER_DEBUG"]


def test_a_traceback_is_there_for_those_who_ask(monkeypatch, capsys):
    monkeypatch.setenv("DRAFTER_DEBUG", "1")
    raise_instead(monkeypatch, KeyError("inner"))
    cli.main([])
    assert "KeyError: 'inner'" in capsys.readouterr().err


def raise_instead(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def fail(_argv: object) -> int:
        raise error

    monkeypatch.setattr(cli, "_dispatch", fail)


def test_a_reader_that_went_away_is_no_error(start_drafter):
    reading, writing = os.pipe()
    os.close(reading)
    run = start_drafter("--help", capture_output=False, stdout=writing, stderr=-1)
    os.close(writing)
    assert (run.code, run.err) == (ExitCode.READER_GONE, "")


def test_nor_is_it_where_windows_calls_it_an_invalid_argument(monkeypatch):
    monkeypatch.setattr(sys, "platform", "win32")
    raise_instead(monkeypatch, OSError(errno.EINVAL, ""))
    monkeypatch.setattr(cli, "abandon", lambda _stream: None)
    assert cli.main([]) == ExitCode.READER_GONE


def test_the_code_stands_with_nobody_to_tell(start_drafter):
    reading, writing = os.pipe()
    os.close(reading)
    run = start_drafter("prnt", capture_output=False, stdout=writing, stderr=writing)
    os.close(writing)
    assert run.code == ExitCode.UNREADABLE


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_a_full_disk_is_told(start_drafter):
    with open("/dev/full", "wb") as full:
        run = start_drafter("--help", capture_output=False, stdout=full, stderr=-1)
    assert run.code == ExitCode.UNREADABLE
    assert run.err == "输出：没有写完就写不进去了。看看磁盘是不是满了。\n"


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")
def test_a_closed_output_is_no_error(start_drafter):
    assert start_drafter("--help", preexec_fn=lambda: os.close(1)) == (ExitCode.OK, "", "")


@pytest.mark.parametrize("console", ["gbk", "gb18030", "utf-8"])
def test_a_chinese_console_keeps_its_encoding(start_drafter, console):
    run = start_drafter("--help", env={"PYTHONIOENCODING": console}, encoding=console)
    assert run.out == start_drafter("--help").out


@pytest.mark.parametrize("console", ["ascii", "latin-1", "cp437"])
def test_a_console_without_chinese_gets_utf8(start_drafter, console):
    run = start_drafter("--help", env={"PYTHONIOENCODING": console})
    assert run.out == start_drafter("--help").out


def test_a_character_unknown_to_the_console_does_not_end_the_program(start_drafter):
    run = start_drafter("😀", env={"PYTHONIOENCODING": "gbk:strict"}, encoding="gbk")
    assert run.code == ExitCode.UNREADABLE
    assert "没有“?”这个命令。" in run.err
