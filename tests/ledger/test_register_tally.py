"""Every row of a register is counted once, or named as not counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from drafter.draft.answers_file import load_answers
from drafter.importing.register_file import load_register
from drafter.ledger.form_meanings import head_reader
from drafter.ledger.register_facts import known_facts
from drafter.ledger.register_heads import RawSheet
from drafter.ledger.register_model import PERSON, Sheet
from drafter.ledger.register_settings import NO_HEAD, Settings
from drafter.ledger.register_tally import Doubt, answered_settings, settled, tally
from drafter.ledger.word_meanings import name_token
from drafter.ledger.written_dates import NO, YES

SAMPLES = Path(__file__).parents[2] / "sample_answers"


def short(cells) -> dict[str, int]:
    return {address.removeprefix("applications/"): number for address, number in cells.items()}


def test_the_sample_register_gives_the_county_bureau_s_tables(form, words):
    path = SAMPLES / "county-bureau-2023-register.xlsx"
    register = load_register(path, head_reader(form, words, Settings(), 2023)).register
    counted = tally(form, words, register, Settings(), 2023)
    assert not counted.waiting
    draft = load_answers(SAMPLES / "county-bureau-2023.yaml").draft
    own = {a: c.value for a, c in draft.cells.items() if not a.startswith("disclosed/")}
    facts = known_facts(counted)
    assert own == counted.cells | {a: len(rows) for a, rows in facts.behind.items()}
    assert facts.answers["overview.requests.by_channel"] == "当面提交 1，邮寄 2，网络提交 6"
    assert facts.answers["overview.requests.extended"] == "2"
    assert facts.unread == {}


def test_a_row_is_counted_by_its_days(count, rows):
    counted = count(
        rows(
            ("2025-03-01", "公民", "2025-03-20", "公开"),
            ("2024-12-20", "公民", "2025-01-10", "信息不存在"),
            ("2025-12-20", "企业", "", "办理中"),
            ("2025-12-25", "企业", "2026-01-10", "公开"),
            ("2024-12-20", "企业", "", ""),
            ("2024-03-01", "公民", "2024-03-20", "公开"),
            ("2026-01-03", "公民", "", ""),
        )
    )
    assert short(counted.cells) == {
        "received/natural": 1,
        "granted/natural": 1,
        "carried_in/natural": 1,
        "not_held/natural": 1,
        "received/business": 2,
        "carried_out/business": 3,
        "carried_in/business": 1,
    }
    assert counted.outside == (5, 6)
    assert counted.behind["applications/carried_out/business"] == (2, 3, 4)


@pytest.mark.parametrize(
    ("application", "why"),
    [
        (("", "公民", "2025-03-20", "公开"), "没有收到日期"),
        (("某日", "公民", "2025-03-20", "公开"), "收到日期读不懂"),
        (("3月8日", "公民", "2025-03-20", "公开"), "收到日期没有写年份"),
        (("2025-03-01", "公民", "次日", "公开"), "办结日期读不懂"),
        (("2025-03-01", "公民", "2025-02-01", "公开"), "办结日期早于收到日期"),
        (("2025-03-01", "公民", "2024-03-20", "公开"), "办结日期早于收到日期"),
        (("2025-03-01", "公民", "2025-03-20", "不予公开"), "“不予公开”要逐件确认"),
        (("2025-03-01", "公民", "2025-03-20", "转办"), "“转办”不止一种可能"),
        (("2025-03-01", "公民", "2025-03-20", "阅"), "“阅”不认识"),
        (
            ("2025-03-01", "公民", "2025-03-20", "经核对信息不存在"),
            "“经核对信息不存在”像是已知的说法，要确认",
        ),
        (("2025-03-01", "公民", "2025-03-20", ""), "“办结了，没有写结果”要逐件确认"),
        (("2025-03-01", "公民", "2025-03-20", "办理中"), "有办结日期，结果却写着还没有办结"),
        (("2025-03-01", "公民", "", "公开"), "有结果，没有办结日期"),
        (("2025-03-01", "法人", "2025-03-20", "公开"), "“法人”不止一种可能"),
        (("2025-03-01", "", "2025-03-20", "公开"), "申请人类型：没有写申请人类型"),
        (("2025-03-01", "公民", "2025-03-20", "申请内容不明确"), "“申请内容不明确”不止一种可能"),
    ],
)
def test_what_is_not_understood_is_named_and_not_counted(count, rows, application, why):
    good = ("2025-03-01", "公民", "2025-03-20", "公开")
    counted = count(rows(good, application))
    if "法人" in application:
        why = "申请人类型：法人"
    assert counted.waiting == {1: why}
    assert counted.counted == (0,)


def test_what_is_no_application_is_not_counted(count, rows):
    counted = count(rows(("2025-03-01", "公民", "2025-03-20", "更正申请")))
    assert counted.uncounted == (0,)
    assert not counted.cells


def test_the_name_s_ending_settles_an_undecided_kind(count):
    counted = count(
        [
            ["编号", "收到日期", "申请人", "申请人类型", "办理结果", "办结日期"],
            ["1", "2025-01-03", "某某建设有限公司", "法人", "公开", "2025-01-10"],
            ["2", "2025-01-03", "某某", "法人/其他组织", "公开", "2025-01-10"],
        ]
    )
    assert short(counted.cells) == {"received/business": 1, "granted/business": 1}
    assert [(d.part, d.of, d.rows) for d in counted.doubts] == [("rows", "kinds", (1,))]


def test_a_kind_read_off_names_is_asked_about_once(count):
    lines = [
        ["编号", "收到日期", "申请人", "办理结果", "办结日期"],
        *(
            [str(n), "2025-01-03", name, "公开", "2025-01-10"]
            for n, name in enumerate(["张某", "李某", "王某"])
        ),
    ]
    (doubt,) = count(lines).doubts
    assert (doubt.part, doubt.choices, doubt.near, doubt.rows) == (
        "kinds",
        ("natural",),
        True,
        (0, 1, 2),
    )
    settings = Settings(kinds={doubt.word: "natural"})
    assert short(count(lines, settings).cells) == {"received/natural": 3, "granted/natural": 3}


def test_an_unclear_application_is_one_only_after_a_correction(count):
    lines = [
        ["编号", "收到日期", "申请人类型", "补正告知日期", "办理结果", "办结日期"],
        ["1", "2025-01-03", "公民", "2025-01-08", "申请内容不明确", "2025-02-10"],
        ["2", "2025-01-03", "公民", "", "申请内容不明确", "2025-02-10"],
    ]
    counted = count(lines)
    assert counted.behind["applications/unclear/natural"] == (0,)
    assert counted.waiting.keys() == {1}


def answer(said):
    return lambda tally, doubt: said.get(doubt.word) or said.get(doubt.said)


def test_answers_are_remembered_by_word_and_row(form, words, read, rows):
    lines = rows(
        ("2025-03-01", "公民", "2025-03-20", "转办"),
        ("2025-03-02", "公民", "2025-03-20", "转办"),
        ("2025-03-03", "法人", "2025-03-20", "不予公开"),
        ("3.8", "公民", "2025-03-20", "公开"),
        ("2025-03-03", "公民", "", "公开"),
    )
    register = read(lines)
    asked: list[Doubt] = []

    def ask(counted, doubt):
        asked.append(doubt)
        if doubt.part == "days":
            return YES
        return {"转办": "not_held", "不予公开": "secret", "法人": "other"}[doubt.said]

    counted, settings = settled(lambda s: tally(form, words, register, s, 2025), Settings(), ask)
    assert not counted.waiting
    assert [doubt.said for doubt in asked if doubt.part != "days"].count("转办") == 1
    assert short(counted.cells) == {
        "received/natural": 4,
        "not_held/natural": 2,
        "received/other": 1,
        "secret/other": 1,
        "granted/natural": 2,
    }
    again, _ = settled(lambda s: tally(form, words, register, s, 2025), settings, lambda *_: 1 / 0)
    assert again.cells == counted.cells


def test_a_refused_proposal_keeps_the_rows_out(count, rows):
    counted = count(rows(("3.8", "公民", "2025-03-20", "公开")), Settings(days={"yearless": NO}))
    assert counted.waiting
    assert not counted.doubts


def test_a_doubt_left_open_is_not_asked_again(form, words, read, rows):
    register = read(rows(("2025-03-01", "公民", "2025-03-20", "转办")))
    asked = []
    counted, settings = settled(
        lambda s: tally(form, words, register, s, 2025), Settings(), lambda *_: asked.append(1)
    )
    assert len(asked) == 1
    assert counted.waiting
    assert settings == Settings()
    doubt = counted.doubts[0]
    assert answered_settings(settings, register, doubt, "not_held").outcomes == {"转办": "not_held"}


def test_reviews_and_suits_fill_table_four(count):
    counted = count(
        [
            [
                "编号",
                "收到日期",
                "申请人类型",
                "办理结果",
                "办结日期",
                "是否复议",
                "复议结果",
                "诉讼类型",
                "诉讼结果",
                "判决日期",
            ],
            ["1", "2025-01-03", "公民", "公开", "2025-01-10", "是", "维持", "", "", ""],
            [
                "2",
                "2025-01-03",
                "公民",
                "公开",
                "2025-01-10",
                "是",
                "",
                "复议后起诉",
                "驳回诉讼请求",
                "2025-09-01",
            ],
            [
                "3",
                "2024-01-03",
                "公民",
                "公开",
                "2024-01-10",
                "否",
                "",
                "直接起诉",
                "撤销",
                "2024-09-01",
            ],
            [
                "4",
                "2025-01-03",
                "公民",
                "公开",
                "2025-01-10",
                "",
                "",
                "直接起诉",
                "撤销",
                "2026-01-08",
            ],
            ["5", "2025-01-03", "公民", "公开", "2025-01-10", "是", "另行通知", "", "", ""],
        ]
    )
    facts = known_facts(counted)
    assert {a.rpartition("/")[2]: rows for a, rows in facts.behind.items()} == {
        "review_upheld": (0,),
        "review_pending": (1,),
        "after_upheld": (1,),
        "direct_pending": (3,),
    }
    assert facts.unread == {"另行通知": (4,)}


def test_fees_are_summed(count):
    counted = count(
        [
            [
                "编号",
                "收到日期",
                "申请人类型",
                "办理结果",
                "办结日期",
                "收费通知日期",
                "应收金额",
                "缴费日期",
                "实收金额",
            ],
            [
                "1",
                "2025-01-03",
                "公民",
                "公开",
                "2025-03-10",
                "2025-01-20",
                "880元",
                "2025-01-25",
                "880元",
            ],
            ["2", "2025-02-03", "公民", "逾期未缴费", "2025-05-10", "2025-03-01", 1270.5, "", ""],
            ["3", "2025-02-03", "公民", "公开", "2025-02-10", "否", "", "", ""],
        ]
    )
    answers = known_facts(counted).answers
    assert answers["other.fee_notices"] == "2"
    assert answers["other.fee_billed"] == "2150.5"
    assert (answers["other.fee_received"], answers["other.fee_cases"]) == ("880", "1")


def test_a_near_reason_is_asked_about_not_the_result_beside_it(count, rows):
    lines = rows(
        ("2025-03-01", "公民", "2025-03-20", "不予公开", "某个内部讨论记录"),
        ("2025-03-01", "公民", "2025-03-20", "不予公开", "商业秘密"),
    )
    (doubt,) = count(lines).doubts
    assert (doubt.word, doubt.choices, doubt.near) == ("某个内部讨论记录", ("process",), True)
    said = count(lines, Settings(outcomes={doubt.word: "process"}))
    assert short(said.cells) == {
        "received/natural": 2,
        "process/natural": 1,
        "third_party/natural": 1,
    }


def test_an_answer_about_a_row_goes_with_it_when_lines_move(form, words, read, count, rows):
    applications = [
        ("2025-03-01", "公民", "2025-03-20", "不予公开"),
        ("2025-03-02", "公民", "2025-03-20", "不予公开"),
    ]
    lines = rows(*applications)
    register = read(lines)
    doubt = count(lines).doubts[0]
    settings = answered_settings(Settings(), register, doubt, "secret")
    assert count(lines, settings).behind["applications/secret/natural"] == (0,)
    moved = [lines[0], lines[2], lines[1]]
    assert count(moved, settings).behind["applications/secret/natural"] == (1,)
    # Rows that nothing tells apart but their lines are remembered by these.
    same = [lines[0], lines[1], lines[1]]
    both = count(same).doubts
    settings = answered_settings(Settings(), read(same), both[1], "secret")
    assert count(same, settings).behind["applications/secret/natural"] == (1,)


STRANGE = [
    ["某街道2025年登记本", "", "", "", ""],
    ["哪天来的", "谁来的", "要什么", "哪天回的", "回了什么"],
    ["2025.2.6", "尤某", "换届结果", "2025.2.10", "公开"],
    ["2025.3.1", "某某物业公司", "清运费凭据", "2025.3.24", "信息不存在"],
]


def test_a_register_with_other_heads_is_asked_about_and_remembered(count):
    counted = count(STRANGE)
    assert [d.word for d in counted.doubts] == ["received", "result", "kind", "answered"]
    assert set(counted.waiting.values()) == {"没有认出“收到日期”一列"}
    assert counted.cells == {}
    # What fits the column best comes first; of what stands there only its kind is told.
    assert counted.doubts[1].choices[0] == "回了什么"
    under = {head.head: head.under for head in counted.register.sheets[0].heads}
    assert (under["哪天来的"].filled, under["哪天来的"].days, under["谁来的"].days) == (2, 2, 0)
    assert "尤某" not in str(counted.register.plain())
    said = {"哪天来的": "received", "谁来的": "kind", "哪天回的": "answered", "回了什么": "result"}
    settled = count(STRANGE, Settings(heads=said, kinds={name_token(PERSON): "natural"}))
    assert settled.cells["applications/granted/natural"] == 1
    assert [d.said or d.word for d in settled.doubts] == [name_token("公司")]


def test_a_column_that_there_is_not_is_not_asked_about_again(count):
    lines = [["编号", "收到日期", "申请人类型", "办理结果", "又一列"]]
    lines += [["1", "2025-02-06", "公民", "公开", "2025-02-10"]]
    assert [d.word for d in count(lines).doubts] == ["answered", "undated"]
    none = Settings(heads={NO_HEAD + "answered": "answered"})
    assert [d.word for d in count(lines, none).doubts] == ["undated"]


def test_without_its_result_no_application_is_taken_for_an_open_one(count):
    lines = [["编号", "收到日期", "申请人类型", "又一列"], ["1", "2025-02-06", "公民", "某事"]]
    counted = count(lines)
    assert counted.cells == {}
    assert set(counted.waiting.values()) == {"没有认出“办理结果”一列"}


def test_a_due_date_is_no_day_of_an_answer(count):
    heads = ["编号", "收到日期", "申请人类型", "办理结果", "应答复时间"]
    counted = count([heads, ["1", "2025-12-06", "公民", "", "2026-01-06"]])
    assert counted.cells["applications/carried_out/natural"] == 1
    assert counted.days.day(0, "answered") is None


def test_words_near_one_line_are_asked_about_together(count, rows):
    near = ("经核对信息不存在", "已当面公开", "转办")
    lines = rows(*(("2025-03-01", "公民", "2025-03-20", word) for word in near))
    group, *others = count(lines).doubts
    assert [(d.word, d.choices) for d in group.group] == [
        ("经核对信息不存在", ("not_held",)),
        ("已当面公开", ("granted",)),
    ]
    assert {d.word for d in others} == set(near)
    settings = answered_settings(Settings(), count(lines).register, group, YES)
    assert [d.word for d in count(lines, settings).doubts] == ["转办"]


def test_nothing_is_asked_twice_in_one_go(count, rows):
    lines = rows(("2025-03-01", "公民", "2025-03-20", "阅"))
    asked: list[str] = []

    def ask(counted, doubt):
        asked.append(doubt.word)
        return "no such line"

    settled(lambda settings: count(lines), Settings(), ask)
    assert asked == ["阅"]


def test_a_mark_under_a_word_is_that_word(count):
    lines = [
        ["编号", "收到日期", "申请人类型", "", "办理结果（打√）", "", "", "办结日期"],
        ["", "", "公民", "企业", "予以公开", "信息不存在", "部分公开", ""],
        ["1", "2025-02-06", "√", "", "", "√", "", "2025-02-20"],
        ["2", "2025-02-07", "", "√", "√", "", "", "2025-02-21"],
        ["合计", "", "1", "1", "1", "1", "", ""],
    ]
    merged = [(0, 2, 0, 3), (0, 4, 0, 6), (0, 0, 1, 0), (0, 1, 1, 1), (0, 7, 1, 7)]
    counted = count(lines, merged=merged)
    assert {a for a in counted.cells if "received" not in a} == {
        "applications/not_held/natural",
        "applications/granted/business",
    }


def test_yes_and_no_count_only_under_a_head_that_asks(count):
    heads = ["编号", "收到日期", "申请人类型", "是否公开", "不公开原因", "办结日期"]
    body = [["1", "2025-02-06", "公民", "否", "个人隐私", "2025-02-20"]]
    body += [["2", "2025-02-06", "公民", "是", "", "2025-02-20"]]
    counted = count([heads, *body])
    assert [counted.outcome_of[row] for row in (0, 1)] == ["third_party", "granted"]
    heads[3] = "办理结果"
    assert count([heads, *body]).cells == {}


def test_a_day_before_the_result_is_the_day_of_the_answer(count):
    lines = [["编号", "收到日期", "申请人类型", "办理结果及时间"]]
    lines += [
        ["1", "2025-02-06", "公民", "2025-02-20信息不存在"],
        ["2", "2025-12-20", "公民", "在办"],
    ]
    counted = count(lines)
    assert counted.days.day(0, "answered").isoformat() == "2025-02-20"
    assert counted.cells["applications/not_held/natural"] == 1


def test_an_ending_that_many_names_have_decides_nothing(count):
    lines = [["编号", "收到日期", "申请人", "申请人类型", "办理结果", "办结日期"]]
    lines += [["1", "2025-02-06", "某某公益中心", "民办非企业", "公开", "2025-02-20"]]
    assert count(lines).cells == {}


def test_words_that_are_left_together_are_not_asked_about_one_by_one(count, rows):
    near = ("经核对信息不存在", "已当面公开")
    lines = rows(*(("2025-03-01", "公民", "2025-03-20", word) for word in near))
    for said, then in ((None, []), ("", [*near])):
        asked: list[str] = []

        def ask(counted, doubt, said=said, asked=asked):
            if doubt.part != "group":
                asked.append(doubt.word)
            return said

        settled(lambda settings: count(lines), Settings(), ask)
        assert asked == then


SHEET = ["序号", "收到日期", "申请人", "申请人类型", "申请内容", "办结日期", "办理结果"]
MARCH = ["1", "2025-03-03", "某甲", "公民", "征地批复", "2025-03-20", "公开"]
APRIL = ["1", "2025-04-03", "某乙", "公民", "规划许可", "2025-04-20", "信息不存在"]
OPEN_MAY = ["1", "2025-05-06", "某甲", "公民", "预算", "", ""]
MONTHS = [RawSheet.of_lines("4月", [SHEET, APRIL]), RawSheet.of_lines("5月", [SHEET, OPEN_MAY])]


def summed(*rows):
    """A sheet that has these rows again, numbered anew."""
    return RawSheet.of_lines(
        "汇总", [SHEET, *([str(n), *row[1:]] for n, row in enumerate(rows, start=1))]
    )


def test_what_a_sheet_of_all_months_has_again_waits_until_somebody_says_so(count):
    counted = count([SHEET, MARCH], more=[*MONTHS, summed(MARCH, APRIL, OPEN_MAY)])
    assert counted.cells["applications/received/natural"] == 3
    (doubt,) = counted.doubts
    assert (doubt.part, doubt.rows, doubt.said) == ("sheets", (3, 4, 5), "“台账”第 2 行")
    assert {counted.register.place(row) for row in counted.waiting} == {
        f"“汇总”第 {line} 行" for line in (2, 3, 4)
    }
    once = answered_settings(Settings(), counted.register, doubt, YES)
    again = count([SHEET, MARCH], once, more=[*MONTHS, summed(MARCH, APRIL, OPEN_MAY)])
    assert again.cells == counted.cells
    assert not again.waiting
    assert again.register.asides[-1] == (3, (2, 3, 4), "别的工作表里也有")
    both = answered_settings(Settings(), counted.register, doubt, NO)
    again = count([SHEET, MARCH], both, more=[*MONTHS, summed(MARCH, APRIL, OPEN_MAY)])
    assert again.cells["applications/received/natural"] == 6


def test_of_a_repeated_application_the_row_with_its_answer_counts(count):
    answered = [*OPEN_MAY[:5], "2025-05-20", "公开"]
    counted = count([SHEET, OPEN_MAY], more=[RawSheet.of_lines("办结", [SHEET, MARCH, answered])])
    assert counted.cells["applications/granted/natural"] == 2
    assert [counted.register.place(row) for row in counted.waiting] == ["“台账”第 2 行"]


@pytest.mark.parametrize(
    "other",
    [
        ["1", "2025-03-03", "某乙", "公民", "征地批复", "2025-03-20", "公开"],
        ["1", "2025-03-03", "某甲", "公民", "另一批复", "2025-03-21", "公开"],
        ["1", "2025-03-04", "某甲", "公民", "征地批复", "2025-03-20", "公开"],
        ["1", "2025-03-03", "", "公民", "", "2025-03-21", "公开"],
    ],
)
def test_what_differs_on_two_sheets_is_two_applications(count, other):
    counted = count([SHEET, MARCH], more=[RawSheet.of_lines("窗口", [SHEET, other])])
    assert len(counted.counted) == 2


def test_one_application_with_two_results_on_two_sheets_is_asked_about_and_counts_once(count):
    other = [*MARCH[:5], "2025-03-21", "信息不存在"]

    def counted(settings=None):
        more = [*MONTHS, summed(other, APRIL)]
        return count([SHEET, MARCH], settings, more=more)

    first = counted()
    assert {first.register.place(row): why for row, why in first.waiting.items()} == {
        "“台账”第 2 行": "像是同一件，结果写的是“公开”和“信息不存在”",
        "“汇总”第 2 行": "像是同一件，结果写的是“公开”和“信息不存在”",
        "“汇总”第 3 行": "别的工作表里也有",
    }
    sheets, which = first.doubts
    assert (sheets.part, which.part) == ("sheets", "rows")
    assert (which.rows, which.choices) == ((0, 3), ("granted", "not_held"))
    once = answered_settings(Settings(), first.register, sheets, YES)
    second = counted(once)
    assert second.doubts[0].rows == (0, 3)
    said = answered_settings(once, second.register, second.doubts[0], "not_held")
    done = counted(said)
    assert not done.waiting
    assert short(done.cells)["not_held/natural"] == 2
    assert short(done.cells)["received/natural"] == 3
    both = answered_settings(Settings(), first.register, sheets, NO)
    assert short(counted(both).cells)["received/natural"] == 5


def test_where_one_of_both_results_is_not_understood_any_other_may_be_said(count):
    more = [RawSheet.of_lines("汇总", [SHEET, [*MARCH[:6], "某种说法"]])]
    (_, which) = count([SHEET, MARCH], more=more).doubts
    assert (which.part, which.choices, which.near) == ("rows", ("granted",), True)


def test_of_an_old_application_with_two_results_nothing_is_asked(count):
    old = [*MARCH[:1], "2024-03-03", *MARCH[2:5], "2024-03-20"]
    more = [RawSheet.of_lines("汇总", [SHEET, [*old, "信息不存在"]])]
    assert [d.part for d in count([SHEET, [*old, "公开"]], more=more).doubts] == ["sheets"]


@pytest.mark.parametrize("result", ["公开", "信息不存在"])
def test_a_number_that_tells_an_application_is_enough(count, result):
    heads = ["编号", *SHEET[1:]]
    row = ["2025-003", *MARCH[1:]]
    again = [*row[:4], "征地批复（摘要）", *row[5:6], result]
    counted = count([heads, row], more=[RawSheet.of_lines("汇总", [heads, again])])
    assert [*counted.waiting] == ([1] if result == "公开" else [0, 1])


def test_several_of_one_day_are_those_of_the_other_sheet_by_their_results(count):
    rows = [[str(n), *MARCH[1:6], result] for n, result in enumerate(("公开", "信息不存在"))]
    sheets = [RawSheet.of_lines("汇总", [SHEET, *reversed(rows)])]
    counted = count([SHEET, *rows], more=sheets)
    assert [doubt.part for doubt in counted.doubts] == ["sheets"]
    assert [*counted.waiting] == [2, 3]


@pytest.mark.parametrize(
    ("detail", "again"),
    [
        (SHEET, [head for head in SHEET if head != "申请内容"]),
        (SHEET[:2] + SHEET[3:4] + SHEET[5:], SHEET[:2] + SHEET[3:4] + SHEET[5:]),
        (SHEET[:2] + SHEET[3:], SHEET[:2] + SHEET[3:]),
    ],
)
def test_fewer_columns_are_enough_where_the_rest_agrees(count, detail, again):
    def of(heads):
        return [[row[SHEET.index(head)] for head in heads] for row in (SHEET, MARCH, OPEN_MAY)]

    assert [*count(of(detail), more=[RawSheet.of_lines("汇总", of(again))]).waiting] == [2, 3]


def test_a_sheet_of_counts_beside_the_applications_is_none(count):
    sums = RawSheet.of_lines("统计", [["月份", "收到", "办结", "予以公开"], ["3月", 1.0, 1.0, 1.0]])
    counted = count([SHEET, MARCH], more=[sums])
    assert len(counted.register) == 1
    assert counted.register.sheets[1] == Sheet("统计", 0)


def test_of_two_days_in_one_cell_the_first_counts_once_somebody_says_so(count, rows):
    lines = rows(("2025-01-03", "公民", "2025-12-30、2026-01-10", "公开"))
    counted = count(lines)
    assert [(d.part, d.word, d.of) for d in counted.doubts] == [("days", "several", "answered")]
    assert not counted.cells
    said = count(lines, Settings(days={"several": YES}))
    assert short(said.cells) == {"received/natural": 1, "granted/natural": 1}


STATES = ["编号", "收到日期", "申请人类型", "受理状态", "办理结果", "办结日期"]


@pytest.mark.parametrize(
    ("state", "waits"),
    [
        ("待答复", ""),
        ("", ""),
        ("已撤销", "有结果，没有办结日期"),
        ("已答复", "“已答复”要逐件确认"),
        ("流转", "“流转”不认识"),
    ],
)
def test_where_no_result_is_written_the_state_must_not_belie_that_it_is_open(count, state, waits):
    done = ["2", "2025-03-03", "公民", "已答复", "公开", "2025-03-20"]
    counted = count([STATES, ["1", "2025-03-03", "公民", state, "", ""], done])
    assert counted.waiting.get(0, "") == waits
    assert counted.outcome_of.get(1) == "granted"


def test_the_state_of_something_else_is_none_of_the_application(count):
    heads = [head.replace("受理状态", "快递状态") for head in STATES]
    rows = [
        ["1", "2025-03-03", "公民", "已签收", "公开", "2025-03-20"],
        ["2", "2025-03-04", "公民", "无", "", ""],
    ]
    assert count([heads, *rows]).outcome_of == {0: "granted", 1: "carried_out"}


def test_a_state_is_no_result_where_there_is_no_other(count):
    heads = [head for head in STATES if head != "办理结果"]
    counted = count([heads, ["1", "2025-03-03", "公民", "已办结", "2025-03-20"]])
    (doubt,) = counted.doubts
    assert (doubt.part, doubt.word, doubt.choices[0]) == ("heads", "result", "受理状态")


def test_which_kind_of_organization_it_is_stands_in_a_second_column(count):
    heads = ["编号", "收到日期", "申请人类别", "法人组织类型", "办理结果", "办结日期"]
    rows = (("法人或其他组织", "工商企业"), ("法人", "社会公益组织"), ("公民", ""))
    lines = [[str(n), "2025-03-03", *kinds, "公开", "2025-03-20"] for n, kinds in enumerate(rows)]
    assert short(count([heads, *lines]).cells) == {
        f"{row}/{kind}": 1
        for row in ("received", "granted")
        for kind in ("business", "welfare", "natural")
    }


@pytest.mark.parametrize("kind", ["个体户", "代理人"])
def test_the_name_of_a_person_does_not_decide_for_whom_it_is(count, kind):
    heads = ["编号", "收到日期", "申请人", "申请人类型", "办理结果", "办结日期"]
    counted = count([heads, ["1", "2025-03-03", "欧阳某某", kind, "公开", "2025-03-20"]])
    assert [(doubt.part, doubt.of) for doubt in counted.doubts] == [("rows", "kinds")]


def test_what_was_not_supplemented_in_time_is_dealt_with_no_more(count, rows):
    counted = count(rows(("2025-03-03", "公民", "2025-03-20", "逾期未补正，不再处理")))
    assert short(counted.cells)["not_supplemented/natural"] == 1
