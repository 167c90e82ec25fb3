"""`drafter new`, `list`, `rename`, `remove`, `restore`, `where`, as a clerk runs them."""

from __future__ import annotations

from datetime import date

import pytest

from drafter.draft.draft_model import Draft, with_answer
from drafter.errors import ExitCode
from drafter.form.form_file import load_form
from drafter.interview.interview_state import from_saved, to_saved
from drafter.session.session_file import open_session
from drafter.session.session_shelf import create


@pytest.fixture
def drafter(run_drafter, tmp_path):
    """Runs a command with the sessions in a folder of their own."""
    return lambda *args: run_drafter(*args, env={"DRAFTER_DIR": str(tmp_path / "s")})


def test_the_life_of_a_session(drafter, tmp_path):
    assert drafter("list").err.startswith("还没有报告")
    run = drafter("new", "巴州 2025", "--year", "2025")
    made, others, going_on = run.out.splitlines()
    assert made == f"新建了“巴州 2025”：{tmp_path / 's' / '巴州 2025.yaml'}"
    assert "别种报告用 --form 选：" in others
    assert going_on.startswith("接着填：drafter open ")
    assert drafter("rename", "巴州 2025", "巴州").code == 0
    assert "巴州" in drafter("list").out
    assert "单位未填，2025年；还没有填" in drafter("list").out
    assert drafter("where", "巴州").out == f"{tmp_path / 's' / '巴州.yaml'}\n"
    assert drafter("remove", "巴州").out.endswith("drafter restore 巴州\n")
    assert drafter("where", "巴州").code == ExitCode.UNREADABLE
    assert drafter("restore").out.startswith("巴州  ")
    assert drafter("restore", "巴州").code == 0
    assert drafter("where").out == f"{tmp_path / 's'}\n"


def test_reports_of_one_organ_and_year_are_told_apart(drafter, tmp_path):
    """By name and in the list; the report that most write is not named."""
    for form in map(load_form, ("disclosure-2021", "rule-of-law")):
        draft = with_answer(with_answer(Draft(form.id), "organ.name", "示例局"), "year", 2025)
        create(tmp_path / "s", form, draft).close()
    listed = drafter("list").out
    assert "示例局2025  " in listed
    assert "示例局2025法治政府建设年度报告  " in listed
    assert "示例局，2025年；" in listed
    assert "示例局，2025年，法治政府建设年度报告；" in listed


def test_dir_is_another_place(drafter, tmp_path):
    drafter("new", "甲", "--dir", str(tmp_path / "other"))
    assert (tmp_path / "other" / "甲.yaml").is_file()
    assert drafter("list").out == ""
    assert drafter("list", "--dir", str(tmp_path / "other")).out.startswith("甲  ")


def test_a_name_stands_for_its_file(drafter):
    drafter("new", "甲", "--year", "2025")
    run = drafter("print", "甲")
    assert run.code == 0
    assert "2025年政府信息公开工作年度报告" in run.out
    assert "没有这个文件" in drafter("print", "乙").err


def test_last_year_is_carried_over_and_kept_beside(drafter, tmp_path, sample):
    run = drafter("new", "--from", str(sample))
    assert run.out.startswith("新建了“巴州商务局2022”")
    assert "从上年带入了" in run.out
    folder = tmp_path / "s"
    assert (folder / "巴州商务局2022.last").read_bytes() == sample.read_bytes()
    text = (folder / "巴州商务局2022.yaml").read_text("utf-8")
    assert "year: 2022" in text
    assert "origin: carried" in text
    drafter("rename", "巴州商务局2022", "甲")
    assert (folder / "甲.last").is_file()
    with open_session(folder / "甲.yaml") as session:
        assert session.last_year().draft.answers["year"] == 2021
        state = from_saved(session.form, session.saved, last=session.last_year())
        assert to_saved(state) == session.saved


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["new", "CON"], "可以写成“CON-”。"),
        (["new", "--year", "1999"], "没有用于1999年的报告格式"),
        (["new", "--year", "99"], "年度要写成 2021 这样的四位数"),
        (["new", "--form", "discosure-2021"], "是不是“disclosure-2021”？"),
        (["rename", "无", "甲"], "没有这样一份报告"),
        (["remove", "无"], "没有这样一份报告"),
        (["restore", "无"], "里面是空的"),
        (["rename", "无"], "还缺少：新名字"),
    ],
)
def test_a_refusal_is_one_chinese_line(drafter, args, said):
    run = drafter(*args)
    assert (run.code, run.out) == (ExitCode.UNREADABLE, "")
    assert said in run.err
    assert run.err.count("\n") == 1


def test_a_folder_that_cannot_be_made_is_told(drafter, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    run = drafter("new", "甲", "--dir", str(tmp_path / "file" / "x"))
    assert "不是文件夹" in run.err
    assert run.err.count("\n") == 1


def test_the_list_counts_what_is_left(drafter, run_drafter, tmp_path):
    drafter("new", "甲", "--year", "2023")
    assert "还没有填" in drafter("list").out
    env = {"DRAFTER_DIR": str(tmp_path / "s")}
    run_drafter("chat", "甲", "--plain", env=env, input="示例局\n3\n".encode())
    assert "示例局，2023年；做到“基本信息”，还有 15 处没有完" in drafter("list").out
    lines = "去 第三部分\n有\n没有\n1\n1\n没有\n新收 自然人 5，其余为零\n\n"
    run_drafter("chat", "甲", "--plain", env=env, input=lines.encode())
    assert "处没有完" in drafter("list").out


def test_new_without_a_word_and_a_terminal_says_what_to_type(drafter, tmp_path):
    run = drafter("new")
    assert (run.code, run.out) == (ExitCode.UNREADABLE, "")
    assert "drafter new 名字 --year 2023" in run.err
    assert not (tmp_path / "s").exists()


def test_closing_waits_for_nobody_and_overwrites_nobody(drafter, tmp_path, sample):
    drafter("new", "甲", "--from", str(sample))
    path = tmp_path / "s" / "甲.yaml"
    before = path.read_bytes()
    with open_session(path):
        run = drafter("close", "甲", "T03", "--reason", "无误")
    assert (run.code, run.out) == (ExitCode.UNREADABLE, "")
    assert "打开着这份报告。先在那里保存退出。" in run.err
    assert path.read_bytes() == before


def test_a_closed_finding_is_a_step_of_the_session_s_undo(drafter, tmp_path):
    drafter("new", "甲", "--year", "2023")
    path = tmp_path / "s" / "甲.yaml"
    with open_session(path) as session:
        session.save(with_answer(session.saved.draft, "report.signed", date(2024, 3, 1)))
    run = drafter("close", "甲", "D05", "--reason", "当天印发", "--today", "2024-02-01")
    assert run.code == 0
    with open_session(path) as session:
        assert session.saved.draft.closures
        assert not session.before().draft.closures
