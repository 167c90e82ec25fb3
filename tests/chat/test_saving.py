"""Sessions held, changed, unwritable: told plainly, asked about, and nothing is lost."""

from __future__ import annotations

import pytest

from drafter.desk.desk import Desk
from drafter.draft.answers_file import load_answers
from drafter.errors import ExitCode, Problem
from drafter.interview.acts import record_answer
from drafter.saving import SaveError
from drafter.session.opening import open_session
from drafter.session.store import Session

FULL = SaveError(Problem("某处", "磁盘满了，没有存下来；原来的文件没有动。", "腾出一些空间。"))


@pytest.fixture
def full_disk(monkeypatch):
    """Saving fails while `full_disk["full"]`."""
    state = {"full": True}
    save = Session.save

    def failing(self, *args, **kwargs):
        if state["full"]:
            raise FULL
        save(self, *args, **kwargs)

    monkeypatch.setattr(Session, "save", failing)
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


def test_leaving_with_a_full_disk_says_what_is_lost(talked, full_disk):
    _, talk, code = talked("2023", "保存退出")
    assert "最后的改动没有存下来" in talk.text
    assert code == ExitCode.UNREADABLE


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


def test_a_second_chat_can_only_look(run_drafter, session_path, tmp_path):
    env = {"DRAFTER_DIR": str(tmp_path / "s")}
    with open_session(session_path) as first:
        run = run_drafter("chat", "示例", "--plain", env=env, input="2023\n目录\n".encode())
        assert "打开着这份报告" in run.err
        assert "起" in run.err
        assert "没有记下" in run.err
        assert "基本信息：未开始" in run.err
        Desk(first)
    assert answers(session_path) == {}


def test_two_chats_on_one_session_lose_no_update(run_drafter, session_path, tmp_path):
    env = {"DRAFTER_DIR": str(tmp_path / "s")}
    with open_session(session_path) as first:
        desk = Desk(first)
        run_drafter("chat", "示例", "--plain", env=env, input=b"2020\n")
        desk.take(record_answer(desk.state, "year", "2023"))
        assert desk.trouble is None
    run_drafter("chat", "示例", "--plain", env=env, input="乙局\n".encode())
    assert answers(session_path) == {"year": 2023, "organ.name": "乙局"}


def test_a_report_is_never_written_over_another(talked, tmp_path):
    _, talk, _ = talked("2023", "甲/乙局", "生成", "生成")
    title = "甲-乙局2023年政府信息公开工作年度报告"
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
    run = run_drafter("chat", "--plain", env=env, input="2\n2019\n2022\n某局\n".encode())
    assert "不用这种格式" in run.err
    assert answers(tmp_path / "s" / "某局2022.yaml")["year"] == 2022


def test_an_unknown_name_is_told(run_drafter, session_path, tmp_path):
    run = run_drafter("resume", "示列", "--plain", env={"DRAFTER_DIR": str(tmp_path / "s")})
    assert run.code == ExitCode.UNREADABLE
    assert "没有这样一份报告" in run.err
