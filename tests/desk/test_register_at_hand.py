"""A register in a session: its figures, its applications, its reasons, and what changed since."""

from __future__ import annotations

import os
from datetime import date
from types import SimpleNamespace

import pytest

from drafter.checks.check_run import run_checks
from drafter.desk.desk import Around
from drafter.desk.open_points import open_items
from drafter.desk.register_at_hand import (
    behind,
    cells_named,
    count_lines,
    count_of,
    news,
    notes,
    reader_of,
    recounted,
    refusal,
    settings_for,
)
from drafter.desk.register_in_words import head_lines, soon_words
from drafter.draft.draft_model import Origin
from drafter.errors import DrafterError, Problem
from drafter.form.form_file import load_form
from drafter.interview.given_answers import explain_carried, record_answer
from drafter.interview.interview_state import from_saved, new_state, to_saved
from drafter.ledger.ledger_file import register_words
from drafter.ledger.register_model import Sheet, TakenHead
from drafter.ledger.register_settings import Settings

TODAY = date(2026, 1, 10)
HEAD = "编号,收到日期,申请人,申请人类型,申请方式,办理结果,办结日期,是否复议,复议结果\n"
ROWS = (
    "1,2025-03-03,欧阳某某,公民,网络,公开,2025-03-20,否,\n"
    "2,2025-04-03,某某商贸公司,企业,邮寄,信息不存在,2025-04-20,是,维持\n"
    "3,2025-12-22,司马某某,公民,网络,办理中,,,\n"
)
NATURAL = "applications/received/natural"


@pytest.fixture
def register(tmp_path):
    path = tmp_path / "台账.csv"
    path.write_text(HEAD + ROWS, "utf-8")
    return path


def write(path, text):
    """Another file, and seen to be one on a file system whose clock is coarse."""
    before = os.stat(path).st_mtime_ns
    path.write_text(text, "utf-8")
    os.utime(path, ns=(before + 10**9, before + 10**9))


def counted(state, path, settings=None):
    reader = reader_of(state, path, TODAY)
    found = recounted(state, reader.count(settings or settings_for(state, path)))
    assert not isinstance(found, Problem), found
    return found


@pytest.fixture
def filled(register):
    return counted(new_state(load_form("disclosure-2021")), register).after


def test_its_figures_are_tallied_and_the_rest_is_zero(filled):
    assert filled.facts.cell_at(NATURAL).origin is Origin.TALLIED
    assert filled.facts.cell_at("applications/secret/natural").origin is Origin.CONFIRMED
    assert filled.draft.answers["year"] == 2025
    assert filled.draft.answers["applications.any_received"] is True
    assert filled.draft.answers["applications.any_carried_in"] is False
    assert filled.draft.answers["applications.applicants"] == ("自然人", "商业企业")
    # The register has no column of suits: these are still asked.
    assert "disputes.suits" not in filled.draft.answers
    assert filled.draft.confirmed == {"applications"}
    assert filled.draft.answers["overview.requests.on_time"] is True


def test_what_is_saved_comes_back_and_names_nobody(filled):
    saved = to_saved(filled)
    again = from_saved(filled.form, saved)
    assert again.progress == filled.progress
    for secret in ("欧阳", "司马", "商贸"):
        assert secret not in repr(saved)


def test_the_applications_behind_a_cell_are_shown_without_names(filled):
    lines = behind(filled, NATURAL, TODAY)
    assert lines[0] == "表三，“本年新收·自然人”：台账里有 2 件。"
    assert "第2行（编号1），2025年3月3日收到，自然人，2025年3月20日办结，予以公开" in lines[1]
    assert "某某" not in "".join(lines)
    assert behind(filled, "applications/secret/natural", TODAY)[0].endswith("没有这样的申请。")
    assert cells_named(filled, "予以公开 自然人") == ("applications/granted/natural",)
    assert cells_named(filled, "台账.xlsx") == ()


def test_a_figure_typed_over_a_counted_one_wants_a_reason(filled):
    typed = record_answer(filled, NATURAL, "5")
    (item,) = [i for i in open_items(typed, adopts=False) if i.where == NATURAL]
    assert item.what == "表三，“本年新收·自然人”：与台账的统计不同，还没有写原因"
    told = explain_carried(typed, NATURAL, "纸质台账另有三件")
    assert not [i for i in open_items(told, adopts=False) if i.where == NATURAL]
    assert from_saved(told.form, to_saved(told)).progress == told.progress
    assert isinstance(explain_carried(typed, "applications/secret/natural", "因"), Problem)


def test_a_changed_register_is_noticed_and_counts_old_to_new(filled, register):
    assert news(filled) == ""
    write(register, HEAD + ROWS.replace("办理中,,", "部分公开,2025-12-30,"))
    assert news(filled) == "台账改过了"
    assert notes(filled, TODAY)[-1] == "台账改过了，可以重新统计。"
    found = counted(filled, register)
    assert [(c.address, c.old, c.new) for c in found.changed] == [
        ("applications/partial/natural", 0, 1),
        ("applications/carried_out/natural", 1, 0),
    ]
    lines = count_lines(found)
    assert "  表三，部分公开：自然人 0 → 1" in lines
    assert news(found.after) == ""
    assert found.after.draft.answers["applications.any_carried_out"] is False


def test_a_reason_outlives_another_count(filled, register):
    told = explain_carried(record_answer(filled, NATURAL, "5"), NATURAL, "另有三件")
    again = counted(told, register)
    assert again.changed == ()
    assert again.after.draft.cells[NATURAL].value == 5
    assert again.after.progress.tallied[NATURAL].reason == "另有三件"


def test_an_answer_of_the_clerk_s_own_stays(register):
    state = record_answer(new_state(load_form("disclosure-2021")), "year", "2025")
    first = counted(state, register).after
    own = record_answer(first, "overview.requests.on_time", "否")
    assert counted(own, register).after.draft.answers["overview.requests.on_time"] is False
    write(register, (HEAD + ROWS).replace("邮寄", "传真"))
    ways = counted(first, register).after.draft.answers["overview.requests.by_channel"]
    assert [(way.name, way.count) for way in ways] == [("网络提交", 2), ("传真", 1)]


def test_words_that_are_not_known_leave_the_table_open(register):
    write(register, HEAD + ROWS.replace("信息不存在", "转办"))
    state = new_state(load_form("disclosure-2021"))
    found = counted(state, register)
    assert found.after.draft.confirmed == frozenset()
    assert "还有没归类的，其余的格子没有当作零。" in count_lines(found)
    said = counted(state, register, Settings(outcomes={"转办": "not_held"}))
    assert said.after.draft.confirmed == {"applications"}
    # And it is remembered in the session.
    assert settings_for(said.after, register) == Settings(outcomes={"转办": "not_held"})


def test_the_year_must_be_the_report_s(register):
    state = record_answer(new_state(load_form("disclosure-2021")), "year", "2024")
    found = recounted(new_state(state.form), reader_of(state, register, TODAY).count(Settings()))
    assert not isinstance(found, Problem)
    other = record_answer(state, "year", "2023")
    assert isinstance(recounted(other, found.read), Problem)


def test_checks_look_at_a_register_that_was_read(filled, tmp_path):
    around = Around(TODAY, tmp_path)
    codes = {finding.code for finding in run_checks(around.material(filled)).findings}
    assert not codes & {"A02"}
    typed = record_answer(filled, NATURAL, "5")
    codes = {finding.code for finding in run_checks(around.material(typed)).findings}
    assert "A02" in codes
    told = explain_carried(typed, NATURAL, "另有三件")
    codes = {finding.code for finding in run_checks(around.material(told)).findings}
    assert "A02" not in codes


def test_a_register_that_is_gone_is_told(filled, register):
    register.unlink()
    assert news(filled) == ""
    with pytest.raises(DrafterError, match="没有这个文件"):
        count_of(filled, TODAY)


@pytest.mark.parametrize(
    ("due", "said"),
    [
        ((), ""),
        (("2026-01-20",), ""),
        (("2026-01-17",), "还有 1 件 7 天内到期"),
        (
            ("2026-01-09", "2026-01-10", "2026-01-11"),
            "有 1 件申请已经过了答复期限，还有 2 件 7 天内到期",
        ),
        (("x",), ""),
    ],
)
def test_what_is_due_is_told(due, said):
    assert soon_words(due, TODAY) == said


def test_a_form_without_words_of_registers_says_so(tmp_path, root):
    tiny = load_form("tiny", root / "tests/forms")
    assert isinstance(refusal(new_state(tiny)), Problem)


def test_sheets_with_the_same_heads_are_told_together():
    heads = (TakenHead("收到日期", "received"), TakenHead("电话", ""))
    months = [Sheet(f"{month}月", 1, heads) for month in range(1, 13)]
    sheets = [*months, Sheet("旧", 0, hidden=True), Sheet("说明", 0)]
    words = register_words(load_form("disclosure-2021"))
    register, tallied = SimpleNamespace(sheets=sheets), SimpleNamespace(words=words)
    assert [*head_lines(SimpleNamespace(register=register, tally=tallied))] == [
        "工作表“1月”、“2月”、“3月”等 12 张，表头在第 1 行：收到日期。",
        "  没有用到的列：电话。",
        "工作表“旧”是隐藏的，没有读。",
        "工作表“说明”：没有认出表头，没有读。",
    ]
