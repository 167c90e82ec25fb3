"""Which line is a register's head, what its columns are, and what of its words is kept."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from drafter.ledger.register_heads import RawSheet
from drafter.ledger.register_model import Aside, register_of
from drafter.ledger.register_settings import Settings


def taken(register) -> dict[str, str]:
    return {head.head: head.column for sheet in register.sheets for head in sheet.heads}


def words_in(register, column) -> list[str]:
    return [register.word(row, column) for row in range(len(register))]


def test_a_head_below_titles_is_found_in_any_order(read):
    register = read(
        [
            ["某局2024年依申请公开台账", "", "", ""],
            ["填报单位：某局", "", "", ""],
            ["办理结果", "序号", "申请人类别", "申请时间"],
            ["公开", 1.0, "公民", datetime(2024, 5, 6, 8, 30)],
        ]
    )
    assert taken(register) == {
        "办理结果": "result",
        "序号": "number",
        "申请人类别": "kind",
        "申请时间": "received",
    }
    assert words_in(register, "received") == ["2024-05-06"]
    assert words_in(register, "number") == ["1"]
    assert register.year == 2024
    assert register.place(0) == "第 4 行"


def test_a_head_of_two_lines_is_joined(read):
    lines = [
        ["编号", "收到申请", "", "申请人类型", "答复", ""],
        ["", "日期", "方式", "", "日期", "结果"],
        ["1", "2025-01-03", "邮寄", "公民", "2025-01-20", "公开"],
    ]
    for merged in ((), ((0, 1, 0, 2), (0, 4, 0, 5), (0, 0, 1, 0), (0, 3, 1, 3))):
        columns = taken(read(lines, merged=merged))
        assert columns["收到申请日期"] == "received"
        assert columns["收到申请方式"] == "channel"
        assert columns["答复结果"] == "result"


def test_a_title_over_all_columns_is_no_part_of_a_head(read):
    lines = [
        ["某局2025年台账", "", "", ""],
        ["序号", "收到日期", "办理结果", "备注"],
        ["1", "2025-01-03", "公开", ""],
    ]
    register = read(lines, merged=[(0, 0, 0, 3)])
    assert register.sheets[0].line == 2
    assert "备注" not in taken(register)  # known, and not needed


def test_a_short_head_is_belied_by_what_stands_under_it_a_long_one_is_not(read):
    body = [["1", "2025-01-03", "甲类", "公开"], ["2", "某日", "乙类", "公开"]]
    short = read([["编号", "收到日期", "类型", "办理结果"], *body])
    assert taken(short)["类型"] == ""
    long = read([["编号", "收到日期", "申请人类型", "办理结果"], *body])
    assert taken(long)["申请人类型"] == "kind"
    broken = [["1", "某日", "公民", "公开"], ["2", "待定", "公民", "公开"]]
    assert (
        taken(read([["编号", "收到日期", "类型", "办理结果"], *broken]))["收到日期"] == "received"
    )


def test_lines_that_are_no_application_are_named(read):
    register = read(
        [
            ["编号", "收到日期", "申请人", "办理结果"],
            ["1", "2025-01-03", "张某", "公开"],
            ["", "", "", ""],
            ["编号", "收到日期", "申请人", "办理结果"],
            ["2", "2025-02-03", "李某", "公开"],
            ["3", "", "", ""],
            ["合计", "", "2", ""],
            ["填表人：某某", "", "", ""],
        ]
    )
    assert len(register) == 2
    assert {aside.why: aside.lines for aside in register.asides} == {
        "又一次表头": (4,),
        "只有编号或备注": (6,),
        "“合计”": (7,),
        "“填表人：某某”": (8,),
    }


def test_merged_cells_are_filled_and_counted(read):
    lines = [
        ["编号", "收到日期", "申请人", "办理结果"],
        ["1", "2025-01-03", "张某", "公开"],
        ["2", "", "", "部分公开"],
        ["", "", "", ""],
    ]
    register = read(lines, merged=[(1, 1, 3, 1), (1, 2, 3, 2)])
    assert words_in(register, "received") == ["2025-01-03", "2025-01-03"]
    assert register.merged == 2


def test_all_sheets_with_a_head_are_read_and_others_named(read):
    head = ["编号", "收到日期", "申请人类型", "办理结果"]
    more = [
        RawSheet.of_lines("二季度", [["", *head], ["", "2", "2025-04-03", "企业", "公开"]]),
        RawSheet.of_lines("说明", [["本表由办公室填写"]]),
    ]
    register = read([head, ["1", "2025-01-03", "公民", "公开"]], more=more)
    assert [sheet.line for sheet in register.sheets] == [1, 1, 0]
    assert words_in(register, "kind") == ["公民", "企业"]
    assert register.place(1) == "“二季度”第 2 行"
    assert register.places((0, 1)) == "“台账”第 2 行，“二季度”第 2 行"


def test_an_unusual_head_is_taken_where_what_stands_under_it_fits(read):
    body = [["1", "2025-01-03", "公民", "公开"], ["2", "2025-01-04", "公民", "信息不存在"]]
    register = read([["编号", "收到日期", "申请人类型", "最终答复结果"], *body])
    assert taken(register)["最终答复结果"] == "result"
    assert not register.sheets[0].heads[-1].sure
    other = [["1", "2025-01-03", "公民", "张三"], ["2", "2025-01-04", "公民", "李四"]]
    assert (
        taken(read([["编号", "收到日期", "申请人类型", "录入办理结果人"], *other]))[
            "录入办理结果人"
        ]
        == ""
    )


def test_the_clerk_s_word_on_a_head_counts(read):
    lines = [
        ["编号", "收到日期", "申请人类型", "状态"],
        ["1", "2025-01-03", "公民", "公开"],
    ]
    assert "result" not in taken(read(lines)).values()
    assert taken(read(lines, Settings(heads={"状态": "result"})))["状态"] == "result"


def test_kinds_under_the_applicant_s_head_are_kinds(read):
    register = read([["编号", "收到日期", "申请人", "结果"], ["1", "2025-01-03", "公民", "公开"]])
    assert words_in(register, "kind") == ["公民"]


def test_of_two_columns_of_one_kind_the_fitting_one_is_taken(read):
    register = read(
        [
            ["编号", "申请日期", "收到日期", "办理结果"],
            ["1", "2025-01-02", "2025-01-03", "公开"],
        ]
    )
    assert words_in(register, "received") == ["2025-01-03"]


NAME, IDENTITY, PHONE = "欧阳某某", "110101199003078515", "13800138000"
CONTENT = "关于某某路征收补偿的决定"


@pytest.fixture
def private(read):
    return read(
        [
            ["编号", "收到日期", "申请人", "身份证号", "申请内容", "办理结果", "不予公开理由"],
            ["1", date(2025, 1, 3), NAME, IDENTITY, CONTENT, f"告知{NAME}信息不存在", PHONE],
            [IDENTITY, date(2025, 1, 3), NAME, IDENTITY, CONTENT, f"公开 {IDENTITY}", ""],
            ["3", date(2025, 1, 3), f"{NAME}、李某", PHONE, CONTENT + "一", "公开", ""],
        ]
    )


def test_neither_names_nor_contents_nor_numbers_of_persons_are_in_a_register(private):
    whole = repr(private.plain())
    for secret in (NAME, IDENTITY, PHONE, CONTENT):
        assert secret not in whole
    assert private.alike["applicant"] == [1, 1, 2]
    assert private.alike["content"] == [1, 1, 2]
    assert private.word(0, "content") == "土地征收"


def test_a_register_comes_back_from_its_plain_form(private):
    again = register_of(private.plain())
    assert again.plain() == private.plain()
    assert again.place(1) == private.place(1)


@pytest.mark.parametrize("below", [["", "", "姓名", "备注"], ["", "", "申请人", "电话"]])
def test_of_a_head_merged_over_two_lines_neither_is_an_application(read, below):
    head = [["收到日期", "办理结果", "申请人", ""], below]
    rows = [["2025-01-03", "公开", "某甲", ""], *head, ["2025-02-03", "公开", "某乙", ""]]
    register = read([*head, *rows], merged=[(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3)])
    assert list(register.line_of) == [3, 6]
    assert register.asides == (Aside(0, (4, 5), "又一次表头"),)


def test_before_it_is_known_when_one_came_in_no_open_one_is_left_out(read):
    lines = [
        ["顺序", "哪天来的", "要什么", "谁来的", "答复日期", "办理结果"],
        ["1", "2025年3月3日", "预算", "某甲", "2025年3月20日", "公开"],
        ["2", "2025年12月22日", "决算", "某乙", "", ""],
        ["3", "", "", "", "", ""],
    ]
    register = read(lines)
    assert len(register) == 2
    assert [aside.lines for aside in register.asides] == [(4,)]
