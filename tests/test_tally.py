"""`drafter tally`: a register becomes an answers file; what it does not know it says, or asks."""

from __future__ import annotations

import pytest

from drafter.cli import main
from drafter.draft.answers_file import load_answers
from drafter.draft.draft_model import Origin

REGISTER = """\
编号,收到日期,申请人,申请人类型,办理结果,办结日期
1,2025-01-03,欧阳某某,公民,公开,2025-01-20
2,2025-02-03,某某商贸公司,法人,转办,2025-02-20
3,2025-03-03,司马某某,公民,不予公开,2025-03-20
4,2025-03-04,司马某某,公民,不予公开,2025-03-21
合计,,4,,,
"""


@pytest.fixture
def register(tmp_path):
    path = tmp_path / "台账.csv"
    path.write_text(REGISTER, "utf-8")
    return path


def test_the_sample_becomes_the_tables_of_its_report(root, run_drafter, tmp_path):
    path, out = root / "sample_answers/county-bureau-2023-register.xlsx", tmp_path / "a.yaml"
    run = run_drafter("tally", path, "--year", "2023", "-o", out)
    assert run.code == 0
    assert "读到 11 行：10 件已归类，1 行跳过。" in run.out
    mine = load_answers(out).draft
    theirs = load_answers(root / "sample_answers/county-bureau-2023.yaml").draft
    own = {a: c.value for a, c in theirs.cells.items() if not a.startswith("disclosed/")}
    assert {a: c.value for a, c in mine.cells.items()} == own
    assert {c.origin for c in mine.cells.values()} == {Origin.TALLIED}
    assert mine.confirmed == {"applications"}
    for question in ("by_channel", "extended", "on_time"):
        key = f"overview.requests.{question}"
        assert mine.answers[key] == theirs.answers[key] or question == "by_channel"
    checked = run_drafter("check", out, "--today", "2024-01-10")
    assert "表三" not in checked.out


def test_in_a_pipe_what_is_not_known_is_named(run_drafter, register, tmp_path):
    run = run_drafter("tally", register, "--year", "2025", "-o", tmp_path / "a.yaml")
    assert run.code == 0
    assert "读到 5 行：1 件已归类，3 件待问，1 行跳过。" in run.out
    assert "第 3 行：“转办”不止一种可能。" in run.out
    assert "第 4、5 行：“不予公开”要逐件确认。" in run.out
    assert "第 6 行（“合计”）" in run.out
    draft = load_answers(tmp_path / "a.yaml").draft
    assert draft.confirmed == frozenset()
    assert "还有没归类的" in run.err
    assert not (tmp_path / "台账-设置.yaml").exists()


def test_a_file_that_is_there_is_kept(run_drafter, register, tmp_path):
    out = tmp_path / "a.yaml"
    out.write_text("mine")
    assert run_drafter("tally", register, "--year", "2025", "-o", out).code == 2
    assert out.read_text() == "mine"


class Terminal:
    """Standard input and error of somebody who types these lines."""

    def __init__(self, stream):
        self.stream = stream

    def isatty(self):
        return True

    def __getattr__(self, name):
        return getattr(self.stream, name)


@pytest.fixture
def typed(monkeypatch, capsys):
    """Runs the command as on a terminal, with these lines typed; what was said on stderr."""

    def run(*args, lines=()):
        import io
        import sys

        left = list(lines)
        monkeypatch.setattr(sys, "stdin", Terminal(io.StringIO()))
        monkeypatch.setattr(sys, "stderr", Terminal(sys.stderr))

        def answer():
            if not left:
                raise EOFError
            return left.pop(0)

        monkeypatch.setattr("builtins.input", answer)
        assert main([*map(str, args)]) == 0
        assert not left
        return capsys.readouterr()

    return run


def test_on_a_terminal_it_is_asked_and_remembered(typed, register, tmp_path):
    said = typed("tally", register, "--year", "2025", lines=["9", "1", "2", "1"])
    assert "“转办”（第 3 行，共 1 件）：算哪一种？" in said.err
    assert "写 1 到 3 的编号。" in said.err
    assert (
        "第4行（编号3），2025年3月3日收到，2025年3月20日办结：办理结果写的是“不予公开”" in said.err
    )
    assert "4 件已归类" in said.out
    kept = (tmp_path / "台账-设置.yaml").read_text("utf-8")
    assert "转办: not_held" in kept
    again = typed("tally", register, "--year", "2025")
    assert "4 件已归类" in again.out
    assert "编号，回车" not in again.err
    for secret in ("欧阳", "司马", "商贸"):
        assert secret not in said.out + said.err + kept


def test_who_leaves_keeps_what_was_answered(typed, register, tmp_path):
    said = typed("tally", register, "--year", "2025", lines=["1"])
    assert "2 件待问" in said.out
    assert "转办" in (tmp_path / "台账-设置.yaml").read_text("utf-8")


def test_settings_can_be_written_by_hand(run_drafter, register, tmp_path):
    words = tmp_path / "词.yaml"
    words.write_text(
        "outcomes: {转办: uncounted, 不予公开: secret}\nkinds: {法人: business}", "utf-8"
    )
    run = run_drafter("tally", register, "--year", "2025", "--words", words)
    assert "3 件已归类，1 件不是申请，不计，1 行跳过" in run.out


def test_check_looks_at_the_register_that_filled_the_report(root, run_drafter, tmp_path):
    path, out = tmp_path / "台账.csv", tmp_path / "a.yaml"
    head = "编号,收到日期,申请人,申请人类型,办理结果,办结日期"
    path.write_text(f"{head}\n1,2025-01-03,欧阳某某,公民,公开,2025-05-06\n", "utf-8")
    run_drafter("tally", path, "--year", "2025", "-o", out)
    checked = run_drafter("check", out, "--today", "2026-01-10")
    assert "台账第 2 行：答复期限是2025年2月7日（次日起算），2025年5月6日答复。" in checked.out
    assert "欧阳" not in checked.out + checked.err + out.read_text("utf-8")
    path.unlink()
    assert "台账不在原来的地方了" in run_drafter("check", out).err
    sample = root / "sample_answers/county-bureau-2023.yaml"
    register = root / "sample_answers/county-bureau-2023-register.xlsx"
    held = run_drafter("check", sample, "--today", "2024-01-22", "--register", register)
    assert "需要改 0 处，需要确认 1 处，提示 0 处" in held.out
    assert "台账第 13 行：2024年1月16日到期，还没有答复。" in held.out
    assert "台账的上年结转与上年报告一致" in held.out  # not run: there is no last year's report


def test_a_new_register_is_written_and_watched(run_drafter, tmp_path):
    path = tmp_path / "2025.xlsx"
    made = run_drafter("ledger", "new", path, "--year", "2025", "--today", "2025-01-02")
    assert (made.code, made.err) == (0, "")
    assert made.out == f"新建了2025年的台账：\n{path}\n"
    again = run_drafter("ledger", "new", path, "--year", "2025")
    assert again.code == 2
    assert "这个文件已经有了，没有改动它。" in again.err
    assert "文件名以 .xlsx 结尾。" in run_drafter("ledger", "new", tmp_path / "a.csv").err
    assert "在办 0 件" in run_drafter("ledger", "due", path, "--today", "2025-03-01").out


def test_what_is_due_is_listed_the_soonest_first(run_drafter, tmp_path):
    path = tmp_path / "台账.csv"
    path.write_text(
        "编号,收到日期,申请人,申请人类型,补正告知日期,补正收到日期,办理结果,办结日期\n"
        "1,2025-03-03,欧阳某某,公民,,,办理中,\n"
        "2,2025-02-20,司马某某,公民,,,,\n"
        "3,2025-03-05,上官某某,公民,2025-03-10,,,\n"
        "4,2025-03-24,上官某某,公民,,,,\n"
        "5,2025-02-03,上官某某,公民,,,公开,2025-02-20\n"
        "6,某日,上官某某,公民,,,,\n",
        "utf-8",
    )
    run = run_drafter("ledger", "due", path, "--today", "2025-03-26", "--days", "10")
    assert run.out.splitlines() == [
        "2025年3月26日：在办 5 件。",
        "已经逾期：1 件。",
        "  第3行（编号2），2025年2月20日收到，自然人，结转下年度，2025年3月20日到期，已逾期 6 天",
        "10 天以内到期：1 件。",
        "  第2行（编号1），2025年3月3日收到，自然人，结转下年度，2025年3月31日到期，还有 5 天",
        "期限停计：1 件。",
        "  第4行（编号3），2025年3月5日收到，自然人，结转下年度，等待补正",
        "算不出期限：第 7 行，收到日期没有写或者读不懂。",
    ]
    assert "某某" not in run.out


def test_a_register_with_other_heads_is_asked_about_and_remembered(typed, tmp_path):
    path = tmp_path / "台账.csv"
    rows = "2025.2.6,尤某,换届结果,2025.2.10,公开\n2025.3.1,许某,清运费凭据,2025.3.24,信息不存在\n"
    path.write_text(f"登记本,,,,\n哪天来的,谁来的,要什么,哪天回的,回了什么\n{rows}", "utf-8")
    said = typed("tally", path, "--year", "2025", lines=["1", "1", "2", "1", "1"])
    assert "表头里没有认识的名目，第 2 行像是表头。" in said.err
    assert "台账里没有认出“收到日期”。哪一列是？" in said.err
    assert "“哪天来的”（2 格，都是日期）" in said.err
    assert "2 件已归类" in said.out
    assert "哪天来的: received" in (tmp_path / "台账-设置.yaml").read_text("utf-8")
    assert "2 件已归类" in typed("tally", path, "--year", "2025").out
    assert not any(secret in said.out + said.err for secret in ("尤某", "清运费"))


def test_what_is_due_asks_for_columns_and_not_for_words(typed, tmp_path):
    path = tmp_path / "台账.csv"
    rows = "2025.2.6,尤某,,\n2025.2.7,许某,2025.2.24,转办\n2025.2.7,许某,2025.2.24,公开\n"
    path.write_text(f"哪天来的,谁来的,哪天回的,回了什么\n{rows}", "utf-8")
    told = typed("ledger", "due", path, "--today", "2025-03-03", lines=["1", "1", "1", "1"])
    assert "在办 1 件。" in told.out
    assert "第2行，2025年2月6日收到，2025年3月5日到期，还有 2 天" in told.out
    assert "转办" not in told.out + told.err
    again = typed("ledger", "due", path, "--today", "2025-03-03")
    assert again.out == told.out
