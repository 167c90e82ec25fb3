"""What the words of a register stand for, and what they never stand for."""

from __future__ import annotations

import pytest

from drafter.ledger.form_meanings import kind_meanings, outcome_meanings
from drafter.ledger.register_words import OPEN, UNCOUNTED
from drafter.ledger.word_meanings import Meanings, Understood, name_token


@pytest.fixture(scope="module")
def outcomes(form, words):
    return outcome_meanings(form, words)


@pytest.fixture(scope="module")
def kinds(form, words):
    return kind_meanings(form, words)


def test_every_word_of_the_file_is_understood_exactly(words, outcomes, kinds):
    for meanings, lists in ((outcomes, words.outcomes), (kinds, words.kinds)):
        for meaning in lists:
            for word in meaning.words:
                # What has anything in its middle is tried with something there.
                word = word.replace("…", "某局")
                assert meanings.read(word).sure, word
                assert meanings.read(f" {word[:1]} {word[1:]} ").sure, word


def test_no_word_stands_in_two_lists(words):
    for lists in (words.outcomes, words.kinds):
        said = [word for meaning in lists for word in meaning.words]
        assert len(said) == len(set(said))
    heads = [head for heads in words.heads.values() for head in heads] + [*words.unused]
    assert len(heads) == len(set(heads))


def test_the_form_s_own_labels_are_understood(form, words, outcomes, kinds):
    for cell in form.tables[words.table].cells:
        row = cell.row_path[-1]
        if cell.address not in form.computed and row.id in outcomes.order:
            assert row.id in outcomes.read(row.label).to, row.label
            column = cell.column_path[-1]
            assert kinds.read(column.label).decided == column.id


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("（三）不予公开—6.属于四类过程性信息", "process"),
        ("不予公开（国家秘密）", "secret"),
        ("无法提供：信息不存在", "not_held"),
        ("部分公开（个人隐私）", "partial"),
        ("信息不存在，部分公开", "partial"),
        ("予以公开、不予公开（商业秘密）", ""),
        ("公开；信息不存在", "partial"),
        ("已予以公开", "granted"),
        ("不予公开告知书", ""),
        ("危及“三安全一稳定”", "stability"),
        ("逾期未补正，不再处理", "not_supplemented"),
        ("未缴费，不再处理", "fee_unpaid"),
        ("撤回答复", ""),
        ("已撤销答复", ""),
        ("#N/A", ""),
        ("涉及商业秘密不公开", "third_party"),
        ("属执法案卷，不公开", "enforcement_file"),
        ("依法予以公开", "granted"),
        ("政府信息不存在告知书", "not_held"),
        ("办理中", OPEN),
        ("补正告知", OPEN),
        ("更正申请", UNCOUNTED),
        # All that stands beside known words says nothing of its own.
        ("经检索，该信息不存在", "not_held"),
        ("告知本机关不掌握，建议向某某镇人民政府申请", "not_held"),
        ("查档告知书（按企业登记档案查询规定办理）", "registry_query"),
        ("第十四条 依法确定为国家秘密", "secret"),
        ("过程性材料，不提供", "process"),
        ("第三十六条第（四）项", "not_held"),
        ("部分公开，坐标数据作区分处理", "partial"),
        ("视为放弃告知书（补正期满未补）", "not_supplemented"),
    ],
)
def test_an_outcome_is_decided_where_all_its_pieces_are_known(outcomes, text, row):
    assert outcomes.read(text).decided == row


@pytest.mark.parametrize(
    "text",
    [
        "不予公开",
        "转办",
        "不公开也不提供",
        "信息不存在不予公开",
        "主动公开信访事项",
        "政府信息公开告知书",
        "未公开",
        "经研究，决定不予公开的一部分",
        "非公开",
        "同意",
        "建议部分公开",
        "部分公开，办理中",
        "申请人向我局申请，已公开",
        "已公开，投诉件",
        "第十四条",
        "某教公开〔2024〕1号",
        "按规定办理",
        "信息公开",
        "部分信息不存在，其余已公开",
        "申请人未撤回",
        "不属于国家秘密",
        "同意延期",
        "",
    ],
)
def test_nothing_is_decided_that_might_be_something_else(outcomes, text):
    assert not outcomes.read(text).decided


def test_a_near_word_is_a_proposal(outcomes):
    near = outcomes.read("经与档案室核对信息不存在")
    assert near.to == ("not_held",)
    assert not near.sure
    assert outcomes.read("不公开").to == outcomes.read("不予公开").to


def test_a_reason_tells_which_of_eight(outcomes):
    refused = outcomes.read("不予公开")
    assert len(refused.to) == 8
    assert refused.each
    assert outcomes.refine(refused, "商业秘密").decided == "third_party"
    assert outcomes.refine(refused, "信息不存在") == refused
    assert outcomes.refine(refused, "属于过程性质的东西").decided == ""


def test_a_name_s_ending_tells_the_kind(kinds):
    assert kinds.read(name_token("律师事务所")).decided == "legal"
    assert kinds.read("法人").to == ("business", "research", "welfare", "legal", "other")
    assert kinds.read("个体工商户").decided == ""


def test_a_cell_without_end_takes_no_time(outcomes):
    assert not outcomes.read("公" + "\u0316\u0301" * 200_000).decided


@pytest.mark.usefixtures("within_bounds")
def test_a_word_of_many_gaps_is_looked_for_once():
    """Else each gap would multiply the work by fifteen; only two of them are any."""
    meanings = Meanings({"…".join("甲甲甲甲甲甲甲甲乙"): Understood(("a",), True)}, ("a",))
    assert meanings.read("甲" * 400) == Understood()
