"""The trial form to the letter (国办公开办函〔2019〕60号), as reports of 2019 print it."""

from __future__ import annotations

from pathlib import Path

import pytest

from drafter.draft.answers_file import load_answers
from drafter.draft.draft_facts import Facts
from drafter.draft.draft_model import Draft
from drafter.form.definitions import Form, Kind
from drafter.form.form_file import load_form
from drafter.report.document import grid_of

SAMPLES = Path(__file__).parents[2] / "sample_answers"
TITLES = [
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
]
# Every cell of table two as text, with the columns that it spans; "." stands for a figure.
DISCLOSED = [
    [("第二十条第（一）项", 4)],
    [("信息内容", 1), ("本年新制作数量", 1), ("本年新公开数量", 1), ("对外公开总数量", 1)],
    [("规章", 1), (".", 1), (".", 1), (".", 1)],
    [("规范性文件", 1), (".", 1), (".", 1), (".", 1)],
    [("第二十条第（五）项", 4)],
    [("信息内容", 1), ("上一年项目数量", 1), ("本年增/减", 1), ("处理决定数量", 1)],
    [("行政许可", 1), (".", 1), (".", 1), (".", 1)],
    [("其他对外管理服务事项", 1), (".", 1), (".", 1), (".", 1)],
    [("第二十条第（六）项", 4)],
    [("信息内容", 1), ("上一年项目数量", 1), ("本年增/减", 1), ("处理决定数量", 1)],
    [("行政处罚", 1), (".", 1), (".", 1), (".", 1)],
    [("行政强制", 1), (".", 1), (".", 1), (".", 1)],
    [("第二十条第（八）项", 4)],
    [("信息内容", 1), ("上一年项目数量", 1), ("本年增/减", 2)],
    [("行政事业性收费", 1), (".", 1), (".", 2)],
    [("第二十条第（九）项", 4)],
    [("信息内容", 1), ("采购项目数量", 1), ("采购总金额", 2)],
    [("政府集中采购", 1), (".", 1), (".", 2)],
]


@pytest.fixture(scope="module")
def form() -> Form:
    return load_form("disclosure-2019")


@pytest.fixture(scope="module")
def now() -> Form:
    return load_form("disclosure-2021")


def printed(form: Form, table: str) -> list[list[tuple[str, int, int]]]:
    figures = Facts(form, Draft(form.id)).figures
    return [
        [("." if cell.address else cell.text, cell.columns, cell.rows) for cell in row]
        for row in grid_of(form, form.tables[table], figures).rows
    ]


def test_years_and_parts(form):
    assert (form.first_year, form.last_year) == (2019, 2020)
    facts = Facts(form, Draft(form.id))
    assert [facts.render(part.title) for part in form.parts] == TITLES


def test_cells(form):
    assert {id_: len(table.cells) for id_, table in form.tables.items()} == {
        "disclosed": 22,
        "applications": 161,
        "disputes": 15,
    }


def test_table_two_in_five_bands(form):
    cells = [[(text, columns) for text, columns, _ in row] for row in printed(form, "disclosed")]
    assert cells == DISCLOSED


def test_table_three_has_one_row_of_other_treatment(form, now):
    """All else is as in the form that followed it; 三 spans 20 rows instead of 22."""
    later = printed(now, "applications")
    gone = [row for row in later if any(text.startswith("1.申请人无正当") for text, *_ in row)]
    at = later.index(gone[0])
    figures = [cell for cell in later[at] if cell[0] == "."]
    expected = [*later[:at], [("（六）其他处理", 2, 1), *figures], *later[at + 3 :]]
    expected = [
        [
            (text, columns, 20 if text == "三、本年度办理结果" else rows)
            for text, columns, rows in row
        ]
        for row in expected
    ]
    assert printed(form, "applications") == expected


def test_table_four_is_the_same(form, now):
    assert printed(form, "disputes") == printed(now, "disputes")


def test_kinds_and_units(form):
    signed = {address for address, cell in form.cells.items() if cell.kind is Kind.CHANGE}
    rows = ("permits", "services", "penalties", "coercion", "fees")
    assert signed == {f"disclosed/{row}/change" for row in rows}
    money = form.cells["disclosed/procurement/amount"]
    assert (money.kind, money.unit) == (Kind.MONEY, "元")


def test_published_figures_come_out_as_published():
    """The totals that 上海市人民政府办公厅 printed for 2019."""
    answers = load_answers(SAMPLES / "province-office-2019.yaml")
    figures, index = Facts(answers.form, answers.draft).figures, answers.form.arithmetic.index
    of = {address: figures[place] for address, place in index.items()}
    printed = {
        **{"applications/handled/natural": 767, "applications/handled/business": 35},
        **{"applications/handled/total": 805, "applications/received/total": 859},
        **{"applications/carried_in/total": 18, "applications/carried_out/total": 72},
        **{"disputes/cases/review_total": 7, "disputes/cases/direct_total": 9},
        **{"disputes/cases/after_total": 0},
    }
    assert {address: of[address] for address in printed} == printed
    assert of["disclosed/procurement/amount"] == 251000


def test_the_form_that_followed_knows_it(form, now):
    """Every cell of the newer form is one of the older's, or said not to be."""
    said = now.former[form.id]
    assert said.source == form.source
    for address, cell in now.cells.items():
        assert now.is_same_in(form, address) != bool(now.why_unlike(form, address)), address
        if now.is_same_in(form, address):
            older = form.cells[address]
            paths = [
                [[line.label for line in path] for path in (c.row_path, c.column_path)]
                for c in (cell, older)
            ]
            assert paths[0] == paths[1]
    labels = {
        line.label
        for cell in form.cells.values()
        for path in (cell.row_path, cell.column_path)
        for line in path
    }
    assert set(said.labels["disclosed"]) <= labels
