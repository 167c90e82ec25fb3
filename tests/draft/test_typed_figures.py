"""Typed figures: what is read, and what is refused with which words."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from drafter.draft.typed_figures import Misread, read_change, read_count, read_money, read_numeral
from drafter.form.arithmetic import format_figure

MONEY = st.builds(lambda n: Decimal(n).scaleb(-6), st.integers(0, 10**18 - 1))


def to_chinese(number: int) -> str:
    """The usual numeral, for the law that every one is read back."""
    if number == 0:
        return "零"
    text = ""
    for scale, mark in ((10**8, "亿"), (10**4, "万"), (1, "")):
        section = number // scale % 10**4
        if not section:
            continue
        gap = text and (section < 1000 or not text.endswith({1: "万", 10**4: "亿"}[scale]))
        text += ("零" if gap else "") + _section(section) + mark
    return text


def _section(number: int) -> str:
    text, skipped = "", False
    for place, mark in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            text += ("零" if skipped and text else "") + "零一二三四五六七八九"[digit] + mark
        skipped = not digit
    return text


COUNTS = {
    0: "0 00 ０ 零 〇 无 没有 没 暂无 无。 - － — —— － / ／ 0件 零件 未发生 未收到 没有发生 均无",
    2: "2 两 二 贰 两件 2个",
    12: "12 １２ 012 12. 12.0 12.00 12件 12条 12宗 12起 12次 12份 12封 12个 12项 共12件 合计12 "
    "共计：12件 十二 一十二 十二件 拾贰 全年共12件 12。",
    105: "一百零五 一百〇五 105 壹佰零伍",
    110: "一百一十 一百十 一百一",
    305: "三百零五 三〇五 305",
    1234: "1,234 1，234 1234 １，２３４ 一千二百三十四 一二三四 1.234千",
    2000: "两千 二千 2千 2000",
    2021: "二〇二一 二○二一 二零二一 二O二一 2021",
    12000: "一万二 一万二千 1.2万 1万2 1万2千 1万2000 １．２万件 12,000 12，000件",
    10002: "一万零二 10002",
    102000: "十万二 十万二千 十万零二千 10.2万",
    30_000_000: "3千万 三千万 3000万 0.3亿",
    120_000_000: "1.2亿 一亿二千万 1亿2000万 一亿二",
    999_999_999_999: "999999999999 999,999,999,999 九千九百九十九亿九千九百九十九万九千九百九十九",
}


@pytest.mark.parametrize(
    ("typed", "count"),
    [(typed, count) for count, texts in COUNTS.items() for typed in texts.split()]
    + [(" 12 ", 12), ("　12　", 12), ("12 条", 12), ("1 234", 1234), ("1\u00a0234 件", 1234)]
    + [("1 234 567", 1_234_567), ("1.2 万", 12000), ("12\u200b", 12)],
)
def test_counts_are_read_as_people_type_them(typed: str, count: int) -> None:
    assert read_count(typed, "件") == count
    assert type(read_count(typed, "件")) is int


REFUSED = {
    "负数": "-3 －3 −3 负三 -0 (3) （3）",
    "不是整数": "1.5 半件 一半 1/2 三分之一 1.5件 1.23456万",
    "大概的数": "约12 12余 12余件 100多 一百多件 十几 几十件 近百 100左右 ~100 大约十二 数十件 >5",
    "范围": "3-5 3～5 3至5件 3到5 3—5",
    "不止一个数": "3、4 1、234",
    "逗号": "1,23 12,34,567 1，23 3,4 1234,567",
    "小数点": "1.2.3",
    "算式": "=3+2 3+2 3*4 3×4 =12",
    "日期": "2022-01-20 2022/1/20 2021.1.20 2021年 二〇二一年 1月 2022年1月20日",
    "科学记数法": "1e3 1E3 1.2e+5",
    "比例": "12% 百分之十二 12％",
    "特殊的数字符号": "² ① Ⅻ ٣ १२ 1² ㈢",
    "中文数字": "十百 三千五百万万 三四 一千二十 两十 三百两 万 一亿五千 百 一万亿 十零五",
    "看不懂": "12abc 12个项目 0x1F 1_000 1'234 3万500",
    "不是数字": "NaN inf abc 俩 廿 不清楚 会议次数 ？",
    "太大": "1000000000000 9999999999999999 10000亿",
    "金额": "12万元 12元 ¥12 十二万元",
    "单位是人": "12人 12人次",
}


@pytest.mark.parametrize(
    ("typed", "why"), [(typed, why) for why, texts in REFUSED.items() for typed in texts.split()]
)
def test_doubtful_counts_are_refused_with_the_reason(typed: str, why: str) -> None:
    misread = read_count(typed, "件")
    assert isinstance(misread, Misread), misread
    assert why in misread.what
    assert misread.what.startswith("“")
    assert misread.what.endswith("。")
    assert misread.fix.endswith("。")


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("3 4", "不止一个数"),
        ("1\t234", "不止一个数"),
        ("3\n4", "不止一个数"),
        ("1 2345", "不止一个数"),
    ],
)
def test_a_gap_that_is_not_between_thousands_is_two_figures(typed: str, why: str) -> None:
    misread = read_count(typed)
    assert isinstance(misread, Misread)
    assert why in misread.what


@pytest.mark.parametrize("typed", ["", " ", "　", "\n", "\ufeff", "\u200b"])
def test_nothing_typed_is_not_zero(typed: str) -> None:
    assert read_count(typed) == Misread("还没有填写。", "填一个整数，例如 12；没有就填 0。")


@pytest.mark.parametrize(
    ("typed", "unit", "count"),
    [
        ("12件", "", 12),
        ("12人", "", 12),
        ("3个", "人", 3),
        ("3名", "人", 3),
        ("30人次", "人次", 30),
        ("3条", "件", 3),
        ("12个平台", "个平台", 12),
        ("12", "万次", 12),
        ("12万", "万次", 12),
        ("12万次", "万次", 12),
        ("120000次", "万次", 12),
        ("380元", "元", 380),
    ],
)
def test_measure_words_follow_the_unit(typed: str, unit: str, count: int) -> None:
    assert read_count(typed, unit) == count


@pytest.mark.parametrize(
    ("typed", "unit"),
    [("3件", "人"), ("30人次", "次"), ("3件", "元"), ("3元", ""), ("5千", "万次")],
)
def test_a_measure_word_of_another_thing_is_refused(typed: str, unit: str) -> None:
    assert isinstance(read_count(typed, unit), Misread)


@pytest.mark.parametrize(
    ("typed", "in_wan", "in_yuan"),
    [
        ("59237.2449", "59237.2449", "59237.2449"),
        ("59237.2449万元", "59237.2449", "592372449"),
        ("59,237.2449 万元", "59237.2449", "592372449"),
        ("380元", "0.038", "380"),
        ("1,234.56元", "0.123456", "1234.56"),
        ("三百八十元", "0.038", "380"),
        ("叁佰捌拾元整", "0.038", "380"),
        ("0.5亿", "5000", "50000000"),
        ("1.2亿元", "12000", "120000000"),
        ("￥380", "0.038", "380"),
        ("¥380元", "0.038", "380"),
        ("人民币 380 元", "0.038", "380"),
        ("3万", "3", "30000"),
        ("三万", "3", "30000"),
        ("一万二", "1.2", "12000"),
        (".5", "0.5", "0.5"),
        ("1.0000000", "1", "1"),
        ("0.000001", "0.000001", "0.000001"),
        ("无", "0", "0"),
        ("0元", "0", "0"),
    ],
)
def test_money_is_read_exactly(typed: str, in_wan: str, in_yuan: str) -> None:
    for unit, amount in (("万元", in_wan), ("元", in_yuan)):
        read = read_money(typed, unit)
        assert isinstance(read, Decimal)
        assert str(read) == amount


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("-3", "负数"),
        ("0.001元", "超过 6 位小数"),
        ("0.1234567", "超过 6 位小数"),
        ("12件", "不是金额"),
        ("12人", "不是金额"),
        ("5千", "没有写明是元还是万元"),
        ("三百八十", "没有写明是元还是万元"),
        ("约380元", "大概的数"),
        ("3元5角", "看不懂"),
        ("1e3", "科学记数法"),
        ("9" * 13, "太大"),
        ("1." + "0" * 100, "太长"),
        ("NaN", "不是数字"),
        ("", "还没有填写"),
    ],
)
def test_doubtful_amounts_are_refused_with_the_reason(typed: str, why: str) -> None:
    misread = read_money(typed, "万元")
    assert isinstance(misread, Misread), misread
    assert why in misread.what


@given(st.integers(0, 10**12 - 1))
def test_every_count_is_read_back(number: int) -> None:
    assert read_count(format_figure(number)) == number
    assert read_count(f"{number:,}件", "件") == number
    assert read_count(f"{number:,}".replace(",", " ")) == number


@given(st.integers(0, 10**12 - 1))
@example(10_000_005)
@example(100_010_000)
def test_every_numeral_is_read_back(number: int) -> None:
    assert read_numeral(to_chinese(number)) == number


@given(st.text("〇零一二三四五六七八九十百千万亿两", max_size=8))
def test_a_numeral_says_what_its_usual_spelling_says_or_nothing(text: str) -> None:
    number = read_numeral(text)
    assert number is None or read_numeral(to_chinese(number)) == number or number >= 10**12


@given(MONEY, st.sampled_from(["元", "万元"]))
def test_every_amount_is_read_back(amount: Decimal, unit: str) -> None:
    assert read_money(format_figure(amount), unit) == amount
    assert read_money(format_figure(amount) + unit, unit) == amount


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (1234, "1234"),
        (Decimal("0.000"), "0"),
        (Decimal("-0.0"), "0"),
        (Decimal("59237.24490"), "59237.2449"),
        (Decimal("1E+3"), "1000"),
        (Decimal("1E-6"), "0.000001"),
        (Decimal("380.0"), "380"),
        (100, "100"),
    ],
)
def test_figures_are_printed_plainly(value: int | Decimal, text: str) -> None:
    assert format_figure(value) == text


@given(
    st.text() | st.text("0123456789.,，、 -—/件条元万亿千百十两〇零负约多"),
    st.sampled_from("件人元"),
)
def test_any_text_is_a_figure_or_refused(text: str, unit: str) -> None:
    count, money = read_count(text, unit), read_money(text, "万元")
    assert isinstance(count, Misread) or 0 <= count < 10**12
    assert isinstance(money, Misread) or 0 <= money < 10**12


@pytest.mark.usefixtures("within_bounds")
@pytest.mark.parametrize("piece", ["1", "1,", "1 ", "一", "万", ".", "-", " ", "=", "²", "约"])
def test_a_long_text_is_answered_in_linear_time(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    assert isinstance(read_count(text), Misread)
    assert isinstance(read_money(text, "万元"), Misread)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        *(("-8", "-8"), ("－8", "-8"), ("−8", "-8"), ("减8", "-8"), ("减少 8 项", "-8")),
        *(("+1036", "+1036"), ("＋1,036", "+1036"), ("增加14项", "+14"), ("+0", "0")),
        *(("8", "8"), ("1036项", "1036"), ("-", "0"), ("没有变化", "0"), ("-0", "0"), ("无", "0")),
    ],
)
def test_a_change_is_printed_as_it_was_typed(typed: str, printed: str) -> None:
    change = read_change(typed, "项")
    assert not isinstance(change, Misread)
    assert format_figure(change) == printed
    assert read_change(format_figure(change)) == change


@pytest.mark.parametrize("typed", ["", "+", "--8", "+-8", "约8", "-1.5", "八点半"])
def test_a_change_that_is_no_whole_number_is_refused(typed: str) -> None:
    refused = read_change(typed, "项")
    assert isinstance(refused, Misread)
    assert "-8" in refused.fix
