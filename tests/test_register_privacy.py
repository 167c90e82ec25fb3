"""No name, identity number, telephone or content of an application leaves the register."""

from __future__ import annotations

import io
import json

import pytest
import xlsxwriter

from drafter.desk.register_count import RegisterReader
from drafter.desk.register_in_words import asked
from drafter.form.form_file import load_form
from drafter.ledger.register_settings import Settings

NAMES = ("欧阳某某", "司马某某", "示例商贸公司")
SECRETS = (*NAMES, "110101199003078515", "13800138000", "宅基地审批表", "人民路8号", "夫妻矛盾")
HEADS = (
    *("编号", "收到日期", "申请人", "申请人类型", "身份证号码", "联系电话", "通讯地址", "申请内容"),
    *("办理结果", "不予公开理由", "办结日期", "备注"),
)


def row(number, name, kind, result, reason="", answered="2023-03-20"):
    return (
        *(number, "2023-03-01", name, kind, "110101199003078515", "13800138000", "人民路8号"),
        *("某户的宅基地审批表", result, reason, answered, f"{name}与邻居有夫妻矛盾"),
    )


ROWS = (
    row("1", NAMES[0], "公民", "公开"),
    row("110101199003078515", NAMES[1], "公民", f"告知{NAMES[1]}政府信息不存在"),
    row("3", NAMES[2], "法人", "不予公开", f"涉及{NAMES[2]}的商业秘密"),
    row("4", NAMES[0], f"公民（{NAMES[0]}）", "公开"),
    row("5", NAMES[0], "", f"转办，联系电话13800138000，{NAMES[0]}"),
    row("6", f"{NAMES[0]}、{NAMES[1]}", "公民", "不予公开"),
    row("7", NAMES[1], "公民", "办理中", answered=""),
    row("8", "", NAMES[0], "公开"),
)


@pytest.fixture
def register(tmp_path):
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet("台账")
    for line, cells in enumerate([HEADS, *ROWS]):
        sheet.write_row(line, 0, cells)
    book.close()
    path = tmp_path / "台账.xlsx"
    path.write_bytes(file.getvalue())
    return path


def leaks(*texts: str) -> list[str]:
    return [secret for text in texts for secret in SECRETS if secret in text]


def test_nothing_is_told_or_kept_by_the_commands(run_drafter, register, tmp_path):
    out = tmp_path / "a.yaml"
    told = run_drafter("tally", register, "--year", "2023", "-o", out)
    due = run_drafter("ledger", "due", register, "--today", "2023-03-25")
    checked = run_drafter("check", out, "--today", "2024-01-10", "--format", "json")
    listed = run_drafter("check", out, "--today", "2024-01-10")
    assert (told.code, due.code) == (0, 0)
    assert "第 3 行" in told.out
    texts = [text for run in (told, due, checked, listed) for text in (run.out, run.err)]
    assert leaks(*texts, out.read_text("utf-8")) == []


@pytest.mark.parametrize("kind", ["json", "html", "txt", "review"])
def test_nothing_is_in_a_finished_file(run_drafter, register, tmp_path, kind):
    answers, folder = tmp_path / "a.yaml", tmp_path / "out"
    run_drafter("tally", register, "--year", "2023", "-o", answers)
    folder.mkdir()
    made = run_drafter("export", answers, "--to", kind, "-o", folder)
    assert made.code == 0
    files = [path.read_bytes().decode("utf-8", "replace") for path in folder.iterdir()]
    assert files
    assert leaks(*files) == []


def test_nothing_is_said_or_saved_in_a_session(run_drafter, register, tmp_path):
    folder = tmp_path / "sessions"
    run_drafter("new", "示例", "--form", "disclosure-2021", "--year", "2023", "--dir", folder)
    lines = [
        f"/台账 {register}",
        *[""] * 8,
        *("/台账 予以公开 自然人", "/台账 到期", "/台账 重新统计", *[""] * 8),
        *("/核对", "/预览", "保存退出"),
    ]
    run = run_drafter(
        *("chat", "示例", "--plain", "--dir", folder, "--today", "2024-01-10"),
        input="\n".join(lines).encode(),
    )
    assert "台账里有" in run.out + run.err
    kept = [
        path.read_text("utf-8", errors="replace") for path in folder.rglob("*") if path.is_file()
    ]
    assert kept
    assert leaks(run.out, run.err, *kept) == []


def test_heads_that_are_not_known_are_asked_about_without_what_stands_under_them(
    run_drafter, tmp_path
):
    path = tmp_path / "台账.csv"
    heads = "谁来的,哪天来的,要什么,怎么联系,回了什么,哪天回的"
    rows = [
        f"{name},2023-03-0{n},某户的宅基地审批表,13800138000,告知{name}不存在,2023-03-20"
        for n, name in enumerate(NAMES, start=1)
    ]
    path.write_text("\n".join([heads, *rows]), "utf-8")
    run = run_drafter("tally", path, "--year", "2023")
    assert "没有认出“收到日期”一列" in run.out
    form = load_form("disclosure-2021")
    reader = RegisterReader(form, path, 2023)
    questions = []

    def ask(count, doubt):
        question = asked(count.found, doubt)
        questions.extend([*question.lines, *(words for _, words in question.choices)])
        meant = {"received": "哪天来的", "result": "回了什么", "kind": "谁来的"}
        return meant.get(doubt.word, question.choices[0][0])

    count = reader.settle(Settings(), ask)
    assert len(questions) > 20
    kept = json.dumps(count.found.register.plain(), ensure_ascii=False)
    assert leaks(run.out, run.err, kept, str(count.found.settings), *questions) == []
