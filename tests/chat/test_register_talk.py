"""台账 in the chat: counted with what is asked, shown, explained, counted again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace

import pytest

from drafter.chat.chat_commands import Said, read_command
from drafter.desk.acts import LEDGER
from drafter.desk.merged_cells import keep_parts
from drafter.draft.draft_model import Cell, Origin
from drafter.session.session_file import open_session

from ..conftest import LONGEST_S

HEAD = "编号,收到日期,申请人,申请人类型,办理结果,办结日期\n"
ROWS = (
    "1,2023-03-03,欧阳某某,公民,公开,2023-03-20\n2,2023-04-03,某某商贸公司,企业,转办,2023-04-20\n"
)
NATURAL = "applications/received/natural"


@pytest.fixture
def register(tmp_path):
    path = tmp_path / "台账.csv"
    path.write_text(HEAD + ROWS, "utf-8")
    return path


@pytest.mark.parametrize(
    ("line", "rest"),
    [("台账", ""), ("台账 a.xlsx", "a.xlsx"), ("台账 重新统计", "重新统计"), ("台账 到期", "到期")],
)
def test_it_is_a_command_where_a_text_is_asked_for(line, rest):
    assert read_command(line, lambda _: True) == Said(LEDGER, rest)


def test_a_sentence_that_begins_so_is_an_answer():
    assert read_command("台账 已经逐件登记", lambda _: True) is None


def test_a_register_is_counted_asked_about_and_shown(talked, register):
    desk, talk, _ = talked("2023", "某局", f"台账 {register}", "1", "/台账 予以公开 自然人")
    told = "\n".join(talk.told)
    assert "读到 2 行：2 件已归类。" in told
    assert "第2行（编号1），2023年3月3日收到，自然人，2023年3月20日办结，予以公开" in told
    assert desk.state.draft.cells["applications/not_held/business"].value == 1
    assert not any(secret in told for secret in ("欧阳", "商贸公司"))


def test_a_doubt_can_be_left_and_a_command_said_instead(talked, register):
    desk, talk, _ = talked("2023", "某局", f"台账 {register}", "")
    assert "还有没归类的，其余的格子没有当作零。" in talk.told
    assert desk.state.draft.confirmed == frozenset()
    desk, talk, _ = talked("2023", "某局", f"台账 {register}", "目录")
    assert any("现在在这里" in line for line in talk.told)


def test_figures_that_are_there_are_replaced_only_when_agreed(talked, register):
    lines = ("2023", "某局", "去 表三", "本年新收 自然人 5", "")
    desk, talk, _ = talked(*lines, f"台账 {register}", "1", "")
    assert desk.state.draft.cells[NATURAL].value == 5
    assert "没有记下，表里还是原来的数。" in talk.told
    desk, talk, _ = talked(*lines, f"台账 {register}", "1", "是")
    assert desk.state.draft.cells[NATURAL].value == 1


def test_a_figure_typed_over_a_counted_one_is_asked_about(talked, register):
    lines = ("2023", "某局", f"台账 {register}", "1", "去 表三", "本年新收 自然人 5", "是")
    desk, _, _ = talked(*lines, "另有四件")
    assert desk.state.progress.tallied[NATURAL].reason == "另有四件"


def test_a_file_that_is_not_there_is_told(talked, tmp_path):
    _, talk, _ = talked("2023", "某局", f"台账 {tmp_path / '没有.xlsx'}")
    assert any("没有这个文件" in line for line in talk.told)


def test_a_changed_register_is_told_in_greeting_and_shows_old_and_new(talked, register):
    talked("2023", "某局", f"台账 {register}", "1")
    text = HEAD + ROWS + "3,2023-05-03,司马某某,公民,公开,2023-05-20\n"
    register.write_text(text, "utf-8")
    os.utime(register, ns=(10**18, 10**18))
    desk, talk, _ = talked("台账", "是")
    assert "台账改过了，可以重新统计。" in talk.told
    assert "台账改过了，重新统计：" in talk.told
    assert "  表三，本年新收：自然人 1 → 2" in talk.told
    assert desk.state.draft.cells[NATURAL].value == 2


def test_of_a_merged_cell_the_units_are_shown(talked, session_path):
    def prepare(desk):
        draft = desk.state.draft
        cells = {**draft.cells, NATURAL: Cell(7, Origin.MERGED)}
        desk.state = replace(desk.state, draft=replace(draft, cells=cells))
        keep_parts(desk.session.path, {NATURAL: [("甲局", 3), ("乙局", 4)]})

    _, talk, _ = talked("2023", "某局", "/台账 本年新收 自然人", prepare=prepare)
    assert "  乙局 4" in talk.told


def test_other_heads_are_asked_about(talked, tmp_path):
    path = tmp_path / "台账.csv"
    path.write_text("哪天来的,谁来的,哪天回的,回了什么\n2023.2.6,尤某,2023.2.10,公开\n", "utf-8")
    desk, talk, _ = talked("2023", "某局", f"台账 {path}", "1", "1", "1", "1", "1")
    told = "\n".join(talk.told)
    assert "台账里没有认出“收到日期”。哪一列是？回答会记住。" in talk.told
    assert "“哪天来的”（1 格，都是日期）" in told
    assert desk.state.draft.cells["applications/granted/natural"].value == 1
    assert desk.state.progress.register.settings.heads["回了什么"] == "result"
    assert "尤某" not in told


@pytest.mark.posix
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 3), (signal.SIGTERM, 143)])
def test_ctrl_c_gives_up_the_reading_and_not_the_chat(
    number, code, session_path, drafter_env, tmp_path
):
    # Nobody writes into it: so it is being read until the signal comes.
    os.mkfifo(tmp_path / "台账.csv")
    with subprocess.Popen(
        [sys.executable, "-m", "drafter", "chat", "示例", "--plain"],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=drafter_env,
        cwd=tmp_path,
    ) as child:
        child.stdin.write("2023\n某局\n台账 台账.csv\n3\n".encode())
        child.stdin.close()
        told = ""
        while "正在读台账" not in told:
            told = child.stderr.readline().decode()
        child.send_signal(number)
        rest = child.stderr.read().decode()
        assert child.wait(LONGEST_S) == code
    assert ("没有读完，停下了" in rest) == (number == signal.SIGINT)
    with open_session(session_path) as session:
        assert session.saved.draft.answers["organ.name"] == "某局"
        went_on = session.saved.draft.answers.get("organ.kind") == "政府部门"
    assert went_on == (number == signal.SIGINT)


def test_what_was_answered_is_kept_though_the_count_was_not_ended(talked, register):
    more = "3,2023-05-03,司马某某,公民,阅,2023-05-20\n"
    register.write_text(HEAD + ROWS + more, "utf-8")
    desk, talk, _ = talked("2023", "某局", f"台账 {register}", "1", KeyboardInterrupt())
    first, second = [line for line in talk.told if "算哪一种" in line]
    assert desk.state.progress.register.digest == ""
    assert not desk.state.draft.cells
    _, talk, _ = talked("台账", "")
    assert "台账还没有统计完，可以重新统计。" in talk.told
    assert [line for line in talk.told if "算哪一种" in line] == [second] != [first]


def test_what_was_answered_is_kept_where_the_figures_are_not_wanted(talked, register):
    lines = ("2023", "某局", "去 表三", "本年新收 自然人 5", "")
    talked(*lines, f"台账 {register}", "1", "")
    desk, talk, _ = talked(f"台账 {register}", "是")
    assert desk.state.draft.cells[NATURAL].value == 1
    assert not any("算哪一种" in line for line in talk.told)
