"""Shorthand for tables: what a clerk writes, what is refused, and that it is what was said."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafter.desk.table_phrases import Figures, hear, read_cells, read_figures, tell_figures
from drafter.draft.answers_file import load_answers
from drafter.errors import Problem
from drafter.form.definitions import Kind
from drafter.form.form_file import load_form
from drafter.typed_lines.typed_line import Standing

SAMPLES = sorted((Path(__file__).parents[2] / "sample_answers").glob("*.yaml"))
FORM = load_form("disclosure-2021")
TABLES = list(FORM.tables.values())


def read(table, line):
    return hear(FORM, FORM.tables[table], line, 2025, Standing())


def hear_in(table, line):
    return hear(FORM, table, line, 2025, Standing())


R = {"received/natural": "5", "received/business": "2"}


@pytest.mark.parametrize(
    ("table", "line", "cells"),
    [
        ("applications", "新收 自然人 5 商业企业 2", R),
        ("applications", "新收自然人5商业企业2", R),
        (
            "applications",
            "本年新收，自然人，3；其他情形，自然人，2；部分公开，其他，1",
            {"received/natural": "3", "other_outcome/natural": "2", "partial/other": "1"},
        ),
        (
            "applications",
            "本年新收，自然人，3；其他情形，自然人，2，其他，1",
            {"received/natural": "3", "other_outcome/natural": "2", "other_outcome/other": "1"},
        ),
        ("applications", "本年新收：自然人５，商业企业２。", R),
        ("applications", "新收、自然人5件、商业企业2件", {c: f"{n}件" for c, n in R.items()}),
        (
            "applications",
            "新收 自然人 五 商业企业 两件",
            {"received/natural": "五", "received/business": "两件"},
        ),
        (
            "applications",
            "自然人 新收 5 予以公开 3",
            {"received/natural": "5", "granted/natural": "3"},
        ),
        ("applications", "予以公开 自然人3", {"granted/natural": "3"}),
        (
            "applications",
            "新收 自然人 5；予以公开 自然人 3",
            {"received/natural": "5", "granted/natural": "3"},
        ),
        (
            "applications",
            "新收 自然人 1,234，商业企业 2",
            {"received/natural": "1,234", "received/business": "2"},
        ),
        ("applications", "新收 自然人 5,商业企业 2", R),
        ("applications", "1.属于国家秘密 自然人 1", {"secret/natural": "1"}),
        ("applications", "三安全一稳定 自然人 1", {"stability/natural": "1"}),
        ("applications", "新收 其他 2", {"received/other": "2"}),
        ("applications", "其他 自然人 2", {"other_outcome/natural": "2"}),
        ("applications", "结转下年度 自然人 无", {"carried_out/natural": "0"}),
        ("applications", "逾期不补正 法律服务 4", {"not_supplemented/legal": "4"}),
        (
            "disclosed",
            "行政许可 12 行政处罚 3",
            {"permits/decisions": "12", "penalties/decisions": "3"},
        ),
        (
            "disclosed",
            "规范性文件 制发 2 现行有效 9",
            {"documents/issued": "2", "documents/in_force": "9"},
        ),
        ("disclosed", "收费 59237.2449万元", {"fees/amount": "59237.2449万元"}),
        (
            "disputes",
            "行政复议 维持 1 尚未审结 2",
            {"cases/review_upheld": "1", "cases/review_pending": "2"},
        ),
        ("disputes", "直接起诉维持 1", {"cases/direct_upheld": "1"}),
    ],
)
def test_what_is_said(table, line, cells):
    said = read(table, line)
    assert isinstance(said, Figures), said
    assert dict(said.given) == {f"{table}/{cell}": figure for cell, figure in cells.items()}
    assert not said.rest_zero


@pytest.mark.parametrize(
    "line", ["其余为零", "其余都是0", "剩下的都是零", "其余为０。", "别的都没有", "其余各项均为零"]
)
def test_the_rest_is_zero(line):
    assert read("applications", line) == Figures((), rest_zero=True)
    both = read("applications", f"新收 自然人 5，{line}")
    assert both.given == (("applications/received/natural", "5"),)
    assert both.rest_zero
    assert not both.doubts
    row = read("applications", f"新收 自然人 5，企业 1，{line}")
    assert row.doubts  # of the row or of the whole table? It is told, and wants a yes.


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("新收 自燃人 5", ("“自燃人”当作“自然人”",)),
        ("新受 自然人 5", ("没有听懂“新受”", "没有记")),
        ("新收 5", ("“新收5”没有记", "各是多少", "自然人", "商业企业")),
        ("不予公开 自然人 2", ("各是多少", "属于国家秘密")),
        ("新收 总计 7", ("各是多少",)),
        ("总计 7", ("没有写明是哪一行",)),
        ("新收 自然人", ("后面没有写数字",)),
        ("新收 自然人 5 6", ("有 2 个数", "对不上")),
        ("新收 自然人 5 新收 自然人 6", ("写了两个不同的数",)),
        ("新收 予以公开 自然人 3", ("合不成一格",)),
        ("5", ("没有写明是哪一行",)),
        ("", ("没有听出",)),
        ("随便写写", ("没有听懂", "写成：本年新收 自然人 5")),
    ],
)
def test_what_is_not_taken_is_told_with_its_words(line, words):
    heard = read("applications", line)
    told = str(heard) if isinstance(heard, Problem) else " ".join((*heard.left, *heard.doubts))
    assert all(word in told for word in words), told


def test_names_alone_mean_a_cell_a_row_or_a_group():
    table = FORM.tables["applications"]
    assert [c.address for c in read_cells(FORM, table, "予以公开 自然人")] == [
        "applications/granted/natural"
    ]
    assert len(read_cells(FORM, table, "予以公开")) == 6
    assert len(read_cells(FORM, table, "不予公开 自然人")) == 8
    assert isinstance(read_cells(FORM, table, "没有这个"), Problem)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.id)
def test_every_cell_can_be_said_by_its_own_words(table):
    for cell in table.cells:
        if cell.address not in FORM.computed:
            said = hear_in(table, tell_figures(FORM, [(cell.address, 7)]))
            assert said.given[0][0] == cell.address
            assert said.given[0][1].removesuffix("万元") == "7"
            assert not said.given[1:]
            assert not said.left
            assert bool(said.doubts) == (cell.row == "regulations")


CELLS = st.sampled_from(TABLES).flatmap(
    lambda table: st.tuples(
        st.just(table),
        st.dictionaries(
            st.sampled_from([c.address for c in table.cells if c.address not in FORM.computed]),
            st.integers(0, 999_999),
            min_size=1,
            max_size=12,
        ),
    )
)
STYLES = st.sampled_from(
    [
        lambda text: text,
        lambda text: text.replace(" ", "，"),
        lambda text: text.replace(" ", "、").replace("；", "\n"),
        lambda text: text.translate({ord(d): ord(d) + 0xFEE0 for d in "0123456789"}),
        lambda text: text.replace("；", "。 "),
    ]
)


@settings(max_examples=150)
@given(CELLS, STYLES)
def test_what_is_read_back_is_what_was_said(cells, style):
    table, figures = cells
    said = hear_in(table, style(tell_figures(FORM, figures.items())))
    assert isinstance(said, Figures), said
    digits = {
        a: int(
            figure.removesuffix("万元").translate({c: c - 0xFEE0 for c in range(0xFF10, 0xFF1A)})
        )
        for a, figure in said.given
    }
    assert digits == figures


WORDS = [
    line.short
    for table in TABLES
    for b in table.blocks
    for line in (*b.row_leaves, *b.column_leaves)
]
JUNK = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.one_of(
            st.sampled_from(
                [*WORDS, "其余为零", "，", "；", "5", "１２", "-", ".", "1.", "3、", "五"]
            ),
            st.text(max_size=3),
        ),
        max_size=12,
    ).map("".join),
)


@settings(max_examples=300)
@given(st.sampled_from(TABLES), JUNK)
def test_it_never_raises_and_only_names_cells_that_are_typed(table, line):
    said = hear_in(table, line)
    if isinstance(said, Figures):
        assert all(a in FORM.cells and a not in FORM.computed for a, _ in said.given)
    else:
        assert said.what
        assert said.fix


def test_a_long_line_takes_no_time():
    for line in ("新收 自然人 " * 2000, "新" * 5000, "5" * 5000, "自然人" * 500):
        assert isinstance(read("applications", line), Problem | Figures)


def test_money_cells_are_of_their_kind():
    assert FORM.cells["disclosed/fees/amount"].kind is Kind.MONEY


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("结转自然人1件", ("上年结转", "结转下年度")),
        ("律所1", ("没有写明是哪一行",)),
        ("公司3件", ("没有写明是哪一行",)),
    ],
)
def test_what_may_be_several_rows_is_asked_without_a_guess(line, words):
    problem = hear(FORM, FORM.tables["applications"], line, 2025, Standing())
    assert isinstance(problem, Problem)
    assert all(word in str(problem) for word in words)
    assert "是不是" not in str(problem)


def test_what_a_total_is_said_of_goes_into_no_cell():
    heard = hear(FORM, FORM.tables["applications"], "办理自然人6件", 2025, Standing())
    assert heard.given == ()
    assert "由 drafter 计算" in heard.left[0]


def test_cells_of_a_group_are_told_in_the_order_of_the_table():
    heard = hear(FORM, FORM.tables["disputes"], "诉讼没有", 2025, Standing())
    order = list(FORM.cells)
    places = [order.index(address) for address, _ in heard.given]
    assert places == sorted(places)
    assert len(places) == 8


def test_the_example_names_a_cell_that_is_in_use():
    used = frozenset({"disclosed/permits/decisions"})
    told = hear(FORM, FORM.tables["disclosed"], "随便写写", 2025, Standing(used=used))
    assert isinstance(told, Problem)
    assert told.fix == "写成：行政许可 本年处理决定 5。"


@pytest.mark.parametrize(
    "line",
    [
        "行政许可 上一年项目 21 本年增/减 -8 处理决定 36",
        "行政许可 21 -8 36",
        "行政许可 上一年项目２１，增减－８，处理决定３６",
    ],
)
def test_a_change_is_told_with_its_sign(line):
    trial = load_form("disclosure-2019")
    heard = hear(trial, trial.tables["disclosed"], line, 2020, Standing())
    assert isinstance(heard, Figures)
    figures = read_figures(trial, heard)
    assert figures == [
        ("disclosed/permits/items", 21),
        ("disclosed/permits/change", -8),
        ("disclosed/permits/decisions", 36),
    ]
    again = hear(trial, trial.tables["disclosed"], tell_figures(trial, figures), 2020, Standing())
    assert read_figures(trial, again) == figures


def test_a_sign_has_no_place_where_nothing_has_one():
    heard = hear_in(FORM.tables["applications"], "新收 自然人 -8")
    assert isinstance(heard, Problem)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_the_figures_of_a_sample_are_heard_as_they_are_told(path):
    sample = load_answers(path)
    for table in sample.form.tables.values():
        cells = sample.draft.cells.items()
        figures = [(a, cell.value) for a, cell in cells if sample.form.cells[a].table == table.id]
        heard = hear(sample.form, table, tell_figures(sample.form, figures), 2023, Standing())
        if figures:
            assert isinstance(heard, Figures)
            assert not heard.left
            assert read_figures(sample.form, heard) == sorted(
                figures, key=lambda figure: list(sample.form.cells).index(figure[0])
            )
