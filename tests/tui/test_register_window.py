"""A register on the screen: counted, asked about, shown behind a cell, explained, counted anew."""

from __future__ import annotations

import os
from threading import Event

import pytest
from textual.pilot import Pilot

from drafter.cli import main
from drafter.draft.draft_model import Origin
from drafter.form.form_file import load_form
from drafter.interview.interview_state import table_place
from drafter.limited_process import LimitError

from .clerk import Pasted
from .driving import BIG, SMALL, at_work, burst, new_path, seen

HEAD = "编号,收到日期,申请人,申请人类型,办理结果,办结日期\n"
ROWS = (
    "1,2023-03-03,欧阳某某,公民,公开,2023-03-20\n"
    "2,2023-04-03,某某商贸公司,企业,转办,2023-04-20\n"
    "3,2023-12-18,司马某某,公民,办理中,\n"
)
NATURAL = "applications/received/natural"


@pytest.fixture
def register(tmp_path):
    path = tmp_path / "台账.csv"
    path.write_text(HEAD + ROWS, "utf-8")
    return path


@pytest.fixture
def session(tmp_path):
    return new_path(tmp_path, load_form("disclosure-2021"))


async def was_read(app):
    """Once the register was read beside the screen."""
    await seen(app)
    await app.workers.wait_for_complete()


async def take(app, register, *answers):
    """The register counted and recorded, with what is asked answered by number."""
    app.workspace.action_do("ledger")
    await burst(app, [Pasted(str(register)), "enter"])
    await was_read(app)
    for answer in answers:
        await seen(app)
        await burst(app, [answer])


@pytest.mark.parametrize("size", [SMALL, BIG], ids=str)
async def test_a_register_is_counted_and_recorded(session, register, size):
    async with at_work(session, size=size) as app:
        await take(app, register)
        screen = await seen(app)
        assert "“转办”" in screen
        assert "不是政府信息公开申请，不计" in screen
        await burst(app, ["1"])
        assert "读到 3 行：3 件已归类。" in await seen(app)
        await burst(app, ["1"])
        screen = await seen(app)
        state = app.workspace.work.state
        assert state.draft.cells[NATURAL].value == 2
        assert state.draft.cells[NATURAL].origin is Origin.TALLIED
        assert state.progress.register.file == str(register)
        assert "某某" not in screen + session.read_text("utf-8")


async def test_nothing_is_recorded_that_was_not_agreed_to(session, register):
    async with at_work(session) as app:
        await take(app, register, "1", "2")
        await seen(app)
        state = app.workspace.work.state
        assert state.draft.cells == {}
        record = state.progress.register
        assert (record.digest, len(record.settings.outcomes)) == ("", 1)
        # What was answered is not asked again.
        app.workspace.action_do("ledger")
        assert "台账还没有统计完，可以重新统计。" in await seen(app)
        await burst(app, ["1"])
        await was_read(app)
        assert "读到 3 行：3 件已归类。" in await seen(app)


async def test_an_answer_is_kept_though_the_next_question_is_left(session, register):
    register.write_text(HEAD + ROWS + "4,2023-04-05,司马某某,公民,合并办理,2023-04-20\n", "utf-8")
    async with at_work(session) as app:
        await take(app, register, "1")
        assert "合并办理" in await seen(app)
        record = app.workspace.work.state.progress.register
        assert (record.digest, len(record.settings.outcomes)) == ("", 1)
        # It is no step of its own: nothing would be seen of taking it back.
        assert app.workspace.work.desk.session.before() is None


async def test_r_shows_the_applications_behind_a_cell(session, register):
    async with at_work(session) as app:
        await take(app, register, "1", "1")
        app.workspace.work.go(NATURAL)
        await seen(app)
        await burst(app, ["r"])
        screen = await seen(app)
        assert "表三，“本年新收·自然人”：台账里有 2 件。" in screen
        assert "某某" not in screen
        await burst(app, ["escape"])
        assert "r 看申请" in await seen(app)


async def test_a_figure_typed_over_wants_a_reason(session, register):
    async with at_work(session) as app:
        await take(app, register, "1", "1")
        app.workspace.work.go(NATURAL)
        await seen(app)
        await burst(app, ["9", "enter", "f10"])
        assert "有的数与台账的统计不同：按 F9 写原因" in await seen(app)
        await burst(app, ["f9"])
        assert "台账统计是 2，这里填的是 9。" in await seen(app)
        await burst(app, [Pasted("另有七件"), "enter"])
        await seen(app)
        assert app.workspace.work.state.progress.tallied[NATURAL].reason == "另有七件"


async def test_a_changed_register_is_noticed_on_coming_back(session, register):
    async with at_work(session) as app:
        await take(app, register, "1", "1")
        await seen(app)
    text = HEAD + ROWS.replace("办理中,", "部分公开,2023-12-29")
    register.write_text(text, "utf-8")
    os.utime(register, ns=(10**18, 10**18))
    async with at_work(session) as app:
        assert "台账改过了，可以重新统计。" in await seen(app)
        app.workspace.action_do("ledger")
        await burst(app, ["1"])
        await was_read(app)
        screen = await seen(app)
        assert "部分公开：自然人 0 → 1" in screen
        assert "结转下年度：自然人 1 → 0" in screen
        await burst(app, ["1"])
        await seen(app)
        assert "applications/carried_out/natural" not in app.workspace.work.state.draft.cells


async def test_without_a_register_r_is_no_key(session):
    async with at_work(session) as app:
        app.workspace.work.go(table_place("applications"))
        before = await seen(app)
        await burst(app, ["r"])
        assert "台账" not in await seen(app)
        assert "看申请" not in before


@pytest.mark.parametrize("size", [SMALL, BIG], ids=str)
async def test_other_heads_are_asked_about(session, tmp_path, size):
    path = tmp_path / "台账.csv"
    path.write_text("哪天来的,谁来的,哪天回的,回了什么\n2023.2.6,尤某,2023.2.10,公开\n", "utf-8")
    async with at_work(session, size=size) as app:
        await take(app, path)
        screen = await seen(app)
        assert "没有认出“收到日期”" in screen
        assert "“哪天来的”（1 格，都是日期）" in screen
        for _ in range(6):
            await burst(app, ["1"])
            await was_read(app)
            assert "尤某" not in await seen(app)
        assert app.workspace.work.state.draft.cells["applications/granted/natural"].value == 1


class Endless:
    """What reads a register until it is ended."""

    def __init__(self):
        self.ended = Event()

    def run(self, data):
        self.ended.wait()
        raise LimitError

    def close(self):
        self.ended.set()


async def begin_reading(app, register):
    app.workspace.action_do("ledger")
    await burst(app, [Pasted(str(register)), "enter"])
    assert "正在读台账" in await seen(app)


async def test_reading_can_be_given_up_and_keys_work_meanwhile(session, register, monkeypatch):
    hand = Endless()
    monkeypatch.setattr("drafter.tui.register_page.register_hand", lambda: hand)
    async with at_work(session) as app:
        await begin_reading(app, register)
        await burst(app, ["escape"])
        await app.workers.wait_for_complete()
        screen = await seen(app)
        assert hand.ended.is_set()
        assert "正在读台账" not in screen
        assert app.workspace.work.state.draft.cells == {}
        assert app.screen is app.workspace


async def test_a_register_may_be_read_while_the_window_is_too_small(session, register, monkeypatch):
    hand = Endless()
    monkeypatch.setattr("drafter.tui.register_page.register_hand", lambda: hand)
    async with at_work(session) as app:
        await begin_reading(app, register)
        await Pilot(app).resize_terminal(40, 10)
        assert "窗口太小" in await seen(app)
        hand.ended.set()
        await app.workers.wait_for_complete()
        assert "窗口太小" in await seen(app)
        await Pilot(app).resize_terminal(*SMALL)
        screen = await seen(app)
        assert "用的时间或内存太多" in screen
        assert "正在读台账" not in screen
        assert app.screen is app.workspace


async def test_what_is_due_stands_in_the_list_of_reports(session, register, capsys):
    async with at_work(session) as app:
        await take(app, register, "1", "1")
        await seen(app)
    async with at_work(None, session.parent) as app:
        await seen(app)
        await app.workers.wait_for_complete()
        assert "台账：还有 1 件 7 天内到期" in await seen(app)
    assert main(["list", "--dir", str(session.parent), "--today", "2024-01-20"]) == 0
    assert "台账：有 1 件申请已经过了答复期限" in capsys.readouterr().out


async def test_all_that_came_of_a_count_can_be_read_on_a_small_screen(session, register):
    results = ("公开", "部分公开", "国家秘密", "商业秘密", "执法案卷", "信息不存在", "信访", "撤回")
    rows = (f"{n},2023-03-03,某某,公民,{r},2023-03-20\n" for n, r in enumerate(results, start=1))
    register.write_text(HEAD + "".join(rows), "utf-8")
    async with at_work(session) as app:
        await take(app, register)
        screen = await seen(app)
        assert "上面还有没显示的，按 PgDn 往下看。" in screen
        assert "各列这样认的：" not in screen
        await burst(app, ["pagedown"] * 3)
        screen = await seen(app)
        assert "各列这样认的：" in screen
        assert "办结日期。" in screen
        await burst(app, ["pageup"] * 3)
        assert "读到 8 行：8 件已归类。" in await seen(app)
