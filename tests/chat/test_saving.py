"""Sessions held, changed, unwritable: told plainly, asked about, and nothing is lost."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from drafter.desk.desk import Desk
from drafter.draft.answers_file import load_answers
from drafter.errors import ExitCode, Problem
from drafter.file_writer import SaveError
from drafter.interview.given_answers import record_answer
from drafter.session.session_file import Session, open_session
from drafter.session.session_lock import Holder, this_process, write_holder

from ..conftest import LONGEST_S
from .conftest import NOON

FULL = SaveError(Problem("某处", "磁盘满了，没有存下来；原来的文件没有动。", "腾出一些空间。"))


@pytest.fixture
def full_disk(monkeypatch):
    """Saving fails while `full_disk["full"]`."""
    state = {"full": True}
    write = Session.write

    def failing(self, *args, **kwargs):
        if state["full"]:
            raise FULL
        write(self, *args, **kwargs)

    monkeypatch.setattr(Session, "write", failing)
    return state


class Freeing(str):
    """A line that makes room on the disk when it is typed."""

    def __new__(cls, text, state):
        line = super().__new__(cls, text)
        line.state = state
        return line

    def strip(self, *args):
        self.state["full"] = False
        return super().strip(*args)


def answers(path):
    return load_answers(path).draft.answers


def test_a_full_disk_is_told_and_tried_again_at_each_answer(talked, session_path, full_disk):
    _, talk, code = talked("2023", "某局", Freeing("3", full_disk))
    assert talk.text.count("磁盘满了") == 1
    assert "内容还在这里" in talk.text
    assert "又能保存了" in talk.text
    assert answers(session_path)["organ.name"] == "某局"
    assert code == ExitCode.UNFINISHED


def test_leaving_with_a_full_disk_keeps_a_copy_where_there_is_room(talked, full_disk):
    _, talk, code = talked("2023", "保存退出")
    assert "磁盘满了" in talk.text
    kept = Path(talk.text.rpartition("这里的内容另存为：")[2].strip())
    assert (answers(kept), code) == ({"year": 2023}, ExitCode.UNREADABLE)


def test_undo_works_while_nothing_can_be_saved(talked, full_disk):
    chat, _, _ = talked("2023", "某局", "撤销")
    assert dict(chat.state.draft.answers) == {"year": 2023}


class Changing(str):
    """A line that is typed while somebody else changes the file."""

    path = None

    def strip(self, *args):
        if self.path is not None:
            with self.path.open("a", encoding="utf-8") as file:
                file.write("organ: {name: 乙县}\n")
        Changing.path = None
        return super().strip(*args)


@pytest.mark.parametrize(
    ("choice", "name", "aside"),
    [
        ("1", "乙县", "mine"),
        ("用文件里的", "乙县", "mine"),
        ("2", "甲县", "theirs"),
        ("3", "乙县", "mine"),
    ],
)
def test_a_file_changed_meanwhile_is_asked_about(talked, session_path, choice, name, aside):
    Changing.path = session_path
    _, talk, _ = talked("2023", Changing("甲县"), "什么", choice)
    assert "文件被别的程序改过" in talk.text
    assert "打 1、2 或者 3" in talk.text
    assert answers(session_path)["organ.name"] == name
    [kept] = session_path.parent.glob(f"示例.{aside}-*.yaml")
    assert answers(kept)["organ.name"] == {"乙县": "甲县", "甲县": "乙县"}[name]


def test_the_end_of_input_while_asking_about_it_loses_nothing(talked, session_path):
    Changing.path = session_path
    talked("2023", Changing("甲县"))
    kept = list(session_path.parent.glob("示例.mine-*.yaml"))
    assert [answers(path)["organ.name"] for path in kept] == ["甲县"]
    assert answers(session_path)["organ.name"] == "乙县"


def test_a_file_taken_away_is_written_again(talked, session_path):
    class Removing(str):
        paths = [session_path]  # noqa: RUF012

        def strip(self, *args):
            if self.paths:
                self.paths.pop().unlink()
            return super().strip(*args)

    _, talk, _ = talked("2023", Removing("甲县"), "")
    assert "文件不见了" in talk.text
    assert answers(session_path)["organ.name"] == "甲县"


def test_a_second_chat_can_only_look(start_drafter, session_path, tmp_path):
    env = {"DRAFTER_DIR": str(tmp_path / "s")}
    with open_session(session_path) as first:
        run = start_drafter("chat", "示例", "--plain", env=env, input="2023\n目录\n".encode())
        assert "打开着这份报告" in run.err
        assert "起" in run.err
        assert "没有记下" in run.err
        assert "基本信息：未开始" in run.err
        Desk(first)
    assert answers(session_path) == {}


@pytest.mark.parametrize(("reply", "name"), [("1", "乙局"), ("接过来", "乙局"), ("", None)])
def test_a_lock_left_on_another_computer_is_asked_about(
    run_drafter, session_path, tmp_path, reply, name
):
    lock = session_path.with_suffix(".lock")
    write_holder(lock, Holder("别处", "老王", 4711, "2024年1月9日 09:30"))
    env = {"DRAFTER_DIR": str(tmp_path / "s")}
    given = f"{reply}\n2023\n乙局\n".encode()
    run = run_drafter("chat", "示例", "--plain", env=env, input=given)
    assert "电脑“别处”上的用户“老王”（2024年1月9日 09:30 起）打开着这份报告" in run.err
    assert "接过来填，还是只看？" in run.err
    assert answers(session_path).get("organ.name") == name
    assert ("现在只能看" in run.err) == (name is None)


def test_the_lock_of_a_killed_chat_is_followed_without_a_question(
    run_drafter, session_path, tmp_path
):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait(LONGEST_S)
    here = this_process(NOON)
    write_holder(session_path.with_suffix(".lock"), here._replace(process=gone.pid))
    env = {"DRAFTER_DIR": str(tmp_path / "s")}
    run = run_drafter("chat", "示例", "--plain", env=env, input=b"2023\n")
    assert "上次没有正常退出" in run.err
    assert answers(session_path) == {"year": 2023}


@pytest.mark.posix
def test_a_disk_that_takes_no_more_is_told_and_nothing_on_it_changes(
    drafter_env, session_path, tmp_path
):
    """The system itself refuses, at 700 bytes a file; what was saved before stays."""
    import resource  # Windows has none

    limits = (700, 700)
    long = "很长的总体成效" * 40
    with subprocess.Popen(
        [sys.executable, "-m", "drafter", "chat", "示例", "--plain"],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=drafter_env | {"PYTHONDONTWRITEBYTECODE": "1"},  # it would keep half a module
        cwd=tmp_path,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limits),
    ) as child:
        lines = f"2023\n示例局\n去 编制说明的文字\n写\n{long}\n完\n保存退出\n"
        told = child.communicate(lines.encode(), timeout=LONGEST_S)[1].decode()
    assert child.returncode == ExitCode.UNREADABLE
    assert "文件超过了系统允许的大小，没有存下来；原来的文件没有动。" in told
    assert "内容还在这里，每答一题都会再试着保存，先不要关掉。" in told
    assert "最后的改动没有存下来。" in told
    assert answers(session_path) == {"year": 2023, "organ.name": "示例局"}
    assert not list(session_path.parent.glob("*.tmp"))


def test_a_folder_that_cannot_be_written_is_only_looked_at(talked, session_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    _, talk, code = talked("2023", "目录", "保存退出")
    assert "现在只能看：文件或它所在的文件夹是只读的" in talk.text
    assert "马上保存" not in talk.text
    assert "没有记下" in talk.text
    assert "基本信息：未开始" in talk.text
    assert code == ExitCode.OK
    assert answers(session_path) == {}


def test_two_chats_on_one_session_lose_no_update(start_drafter, session_path, tmp_path):
    env = {"DRAFTER_DIR": str(tmp_path / "s")}
    with open_session(session_path) as first:
        desk = Desk(first)
        start_drafter("chat", "示例", "--plain", env=env, input=b"2020\n")
        desk.take(record_answer(desk.state, "year", "2023"))
        assert desk.trouble is None
    start_drafter("chat", "示例", "--plain", env=env, input="乙局\n".encode())
    assert answers(session_path) == {"year": 2023, "organ.name": "乙局"}


def test_a_report_is_never_written_over_another(talked, tmp_path):
    _, talk, _ = talked("2023", "甲/乙局", "生成", "生成")
    title = "甲-乙局2023年政府信息公开工作年度报告（草稿）"
    assert (tmp_path / f"{title}.txt").is_file()
    assert (tmp_path / f"{title}-2.txt").is_file()
    assert "这是草稿" in talk.text


def test_a_damaged_session_is_mended_when_the_clerk_says_so(run_drafter, session_path, tmp_path):
    env = {"DRAFTER_DIR": str(tmp_path / "s")}
    run_drafter("chat", "示例", "--plain", env=env, input="2023\n甲局\n".encode())
    session_path.write_text("format: 1\nform: disclosure-2021\n: [", "utf-8")
    run = run_drafter("chat", "示例", "--plain", env=env, input=b"\n")
    assert "恢复好了" in run.err
    assert answers(session_path)["year"] == 2023


def test_the_sessions_there_are_can_be_chosen_from(run_drafter, session_path, tmp_path):
    env = {"DRAFTER_DIR": str(tmp_path / "s")}
    run = run_drafter("chat", "--plain", env=env, input=b"9\n\n2023\n")
    assert "1 示例（" in run.err
    assert "2 新建一份" in run.err
    assert answers(session_path)["year"] == 2023
    run = run_drafter("chat", "--plain", env=env, input="2\n2018\n2022\n某局\n".encode())
    assert "不用这种格式" in run.err
    assert answers(tmp_path / "s" / "某局2022.yaml")["year"] == 2022


def test_an_unknown_name_is_told(run_drafter, session_path, tmp_path):
    run = run_drafter("resume", "示列", "--plain", env={"DRAFTER_DIR": str(tmp_path / "s")})
    assert run.code == ExitCode.UNREADABLE
    assert "没有这样一份报告" in run.err
