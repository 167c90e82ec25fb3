"""Free text at a table: what it fills, what it leaves and names, what it doubts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafter.claims.claims_file import claim_words
from drafter.form.form_file import load_form
from drafter.typed_lines.table_sentence import read_sentence
from drafter.typed_lines.table_words import Sense, table_words
from drafter.typed_lines.typed_line import Standing, TableSentence

FORM = load_form("disclosure-2021")
WORDS = claim_words(FORM)
APPLICANTS = [
    cell
    for cell in FORM.tables["applications"].cells
    if cell.row == "received" and cell.address not in FORM.computed
]


def read(table: str, text: str, standing: Standing | None = None) -> TableSentence:
    words = table_words(FORM, WORDS, table)
    return read_sentence(FORM, words, text, 2025, standing or Standing())


def cells(said: TableSentence) -> dict[str, str]:
    return {address.partition("/")[2]: figure for address, figure in said.cells.items()}


PLAIN = [
    ("公开自然人3件", {"granted/natural": "3件"}),
    ("答复公开自然人3件", {"granted/natural": "3件"}),
    ("上年结转1件，自然人", {"carried_in/natural": "1"}),
    ("本机关不掌握2件，都是自然人", {"not_held/natural": "2"}),
    ("收到6件，全是老百姓个人申请的", {"received/natural": "6"}),
    ("去年转过来1件，自然人", {"carried_in/natural": "1"}),
    ("新收自然人、企业各2件", {"received/natural": "2件", "received/business": "2件"}),
    ("收到自然人6件、企业3件，自然人的都公开了",
     {"received/natural": "6件", "received/business": "3件", "granted/natural": "6"}),
    ("收到9件，自然人6件，其余是企业", {"received/natural": "6件", "received/business": "3"}),
    ("不予公开自然人2件，其中国家秘密1件、过程性信息1件",
     {"secret/natural": "1件", "process/natural": "1件"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "figures"), PLAIN)
def test_plain_sentences(text, figures):
    said = read("applications", text)
    assert cells(said) == figures
    assert not said.left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("拒绝自然人2件", "还要写明各是多少"),
        ("办理自然人6件", "由 drafter 计算"),
        ("结转自然人1件", "没有写明是上年结转，还是结转下年度"),
        ("企业1件", "没有写明是哪一行"),
        ("去年收到自然人6件", "“去年收到自然人6件”没有记"),
        ("2024年收到自然人6件", "没有听懂“2024年”"),
        ("收到自然人30余件", "没有听懂“30余件”"),
        ("不是自然人6件", "没有听懂"),
        ("受理并公开自然人3件", "合不成一格"),
        ("收到申请5件", "还要写明各是多少"),
    ],
)
def test_what_is_not_understood_is_told_and_lends_no_figure(text, left):
    said = read("applications", text)
    assert not said.cells
    assert left in " ".join(said.left)


def test_a_list_does_not_go_on_over_what_was_not_understood():
    said = read("applications", "予以公开自然人3件，xx企业2件，科研机构1件")
    assert cells(said) == {"granted/natural": "3件"}
    assert len(said.left) == 2


def test_all_but_some_is_not_all():
    said = read("applications", "收到自然人6件、企业3件，除2件不掌握外都公开了")
    assert cells(said) == {"received/natural": "6件", "received/business": "3件"}
    assert len(said.left) == 2


def test_what_was_carried_goes_where_the_column_balances_and_is_doubted():
    said = read("applications", "自然人：新收6件，结转1件，公开5件")
    assert cells(said)["carried_out/natural"] == "1件"
    assert said.doubts


def test_changes_need_to_know_what_stood_there():
    held = Standing({"applications/received/natural": 6})
    for text, figure in (("自然人改成7件", "7件"), ("再加1件", "7"), ("由6件改为7件", "7件")):
        said = read("applications", text, held)
        assert cells(said) == {"received/natural": figure}
        assert said.doubts
    assert not read("applications", "自然人由5件改为7件", held).cells
    two = Standing({"applications/received/natural": 6, "applications/granted/natural": 6})
    assert not read("applications", "自然人改成7件", two).cells


@pytest.mark.parametrize("text", ["都没有", "全部为零", "全是0", "均为0", "无", "没有"])
def test_a_whole_table_of_zeros(text):
    assert read("disclosed", text).rest_zero


@pytest.mark.parametrize(
    ("table", "text", "zeros"),
    [
        ("disclosed", "规章没有", 3),
        ("disclosed", "强制没有", 1),
        ("applications", "上年结转 0", 6),
        ("applications", "结转下年 无", 6),
        ("applications", "没有收到申请", 6),
        ("disputes", "诉讼没有", 8),
    ],
)
def test_a_line_of_zeros(table, text, zeros):
    said = read(table, text)
    assert list(said.cells.values()) == ["0"] * zeros
    assert not said.rest_zero


def test_what_stands_in_the_table_is_none_of_the_rest():
    row = frozenset(f"applications/received/{c.column}" for c in APPLICANTS)
    held = {"applications/received/business": 2, "applications/received/other": 0}
    at = Sense(row, frozenset({"applications/received/natural"}))
    said = cells(read("applications", "自然人5，其余都是0", Standing(held, row, (), at)))
    assert said.pop("received/natural") == "5"
    assert set(said.values()) == {"0"}
    assert set(said) == {a.partition("/")[2] for a in row - held.keys()} - {"received/natural"}
    headed = cells(read("applications", "新收：自然人5，科研机构1，其余0", Standing(held)))
    assert not headed.keys() & {"received/business", "received/other"}


def test_a_row_of_figures():
    row = "本年新收 6 2 1 0 0 0"
    assert list(read("applications", row).cells.values()) == ["6", "2", "1", "0", "0", "0"]
    pasted = "一、本年新收政府信息公开申请数量\t6\t2\t1\t0\t0\t0\t9"
    assert len(read("applications", pasted).cells) == 6
    assert not read("applications", pasted).left
    assert read("applications", pasted.removesuffix("9") + "8").left
    assert not read("applications", "本年新收 6 2 1").cells


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(list(FORM.tables)),
    st.text(
        alphabet="收到申请5件，、；自然人企业都均公开了没有全部上年结转改成加其余诉讼维持0%（）。\n",
        max_size=60,
    ),
)
def test_it_never_raises_and_only_names_cells_that_are_typed(table, text):
    said = read(table, text)
    assert all(a in FORM.cells and a not in FORM.computed for a in said.cells)
