"""Raw answers to values, by kind, and back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.draft.answers_writer import write_answer
from drafter.draft.draft_model import Item, Raw, Record, Value
from drafter.draft.typed_answers import FIRST_YEAR, LAST_YEAR, read_answer
from drafter.errors import Problem
from drafter.form.definitions import Field, Kind, Need, Question

CHOICES = ("自有网站", "依托上级门户", "没有网站", "12345热线")
FIELDS = (Field("problem", "问题", "", True), Field("measure", "措施", "", False))


def question(kind: str, **more: Any) -> Question:
    return Question("a.b", "a", "问什么？", "标签", Kind(kind), Need.REQUIRED, **more)


QUESTIONS = {
    "count": question("count", unit="条"),
    "money": question("money", unit="万元"),
    "yesno": question("yesno"),
    "choice": question("choice", choices=CHOICES),
    "free choice": question("choice", choices=CHOICES, free=True),
    "choices": question("choices", choices=CHOICES),
    "free choices": question("choices", choices=CHOICES, free=True),
    "line": question("line"),
    "prose": question("prose"),
    "date": question("date"),
    "year": question("year"),
    "breakdown": question("breakdown", unit="条"),
    "records": question("records", fields=FIELDS),
}

YES = "是 有 对 y Y YES true on 1 １ 开展了 已开展 是的。"
NO = "否 没有 无 不 不是 n No false off 0 未开展 没有。"
DAYS = (
    "2022-01-20 2022/1/20 2022.1.20 20220120 2022年1月20日 ２０２２年１月２０日 "
    "二〇二二年一月二十日 二○二二年一月二十日 2022年1月20号 ２０２２－１－２０"
)
YEARS = "2021 ２０２１ 二〇二一 2021年 2021年度 二○二一年"
NO_YEARS = "1999 3021 2007 2100 21 一九九九年"

READ: list[tuple[str, Raw, Value]] = [
    ("count", "0", 0),
    ("count", "无", 0),
    ("count", "1,246条", 1246),
    ("money", "380元", Decimal("0.038")),
    ("money", "0", Decimal(0)),
    *(("yesno", word, True) for word in YES.split()),
    *(("yesno", word, False) for word in NO.split()),
    ("choice", "自有网站", "自有网站"),
    ("choice", "2", "依托上级门户"),
    ("choice", "３", "没有网站"),
    ("choice", "一", "自有网站"),
    ("choice", "第二项", "依托上级门户"),
    ("choice", "依托", "依托上级门户"),
    ("choice", "１２３４５热线", "12345热线"),
    ("choice", "12345", "12345热线"),
    ("free choice", "市政府大厅", "市政府大厅"),
    ("free choice", "9", "9"),
    ("free choice", "1", "自有网站"),
    ("choices", "1、3", ("自有网站", "没有网站")),
    ("choices", "3 1", ("没有网站", "自有网站")),
    ("choices", "没有网站和自有网站", ("没有网站", "自有网站")),
    ("choices", ["自有网站", "12345热线"], ("自有网站", "12345热线")),
    ("choices", "自有网站，依托；自有网站", ("自有网站", "依托上级门户")),
    ("choices", "无", ()),
    ("choices", [], ()),
    ("free choices", "公开栏, 1", ("公开栏", "自有网站")),
    ("line", " 巴州\n商务局 ", "巴州商务局"),
    ("prose", "　　一。\r\n\r\n　　二。", "一。\n二。"),
    ("prose", ["一。", "二。"], "一。\n二。"),
    *(("date", day, date(2022, 1, 20)) for day in DAYS.split()),
    ("date", "2022 年 1 月 20 日", date(2022, 1, 20)),
    *(("year", year, 2021) for year in YEARS.split()),
    *(
        ("breakdown", text, (Item("门户网站", 100), Item("公众号", 24)))
        for text in (
            "门户网站 100，公众号 24",
            "门户网站100条、公众号24条",
            "门户网站：100；公众号：24。",
            "门户网站 100\n公众号 24",
            "门户网站 100 公众号 24",
            "门户网站100条和公众号24条",
            "其中：门户网站 100 条，公众号 二十四条",
            "门户网站１００，公众号２４",
            ["门户网站 100", "公众号 24"],
            {"门户网站": "100", "公众号": "24"},
        )
    ),
    (
        "breakdown",
        "门户网站 1,246，公众号 1，024条",
        (Item("门户网站", 1246), Item("公众号", 1024)),
    ),
    ("breakdown", "12345热线30、第1期简报 2", (Item("12345热线", 30), Item("第1期简报", 2))),
    ("breakdown", "和平街道 3、公开栏：无", (Item("和平街道", 3), Item("公开栏", 0))),
    ("breakdown", "无", ()),
    ("breakdown", {}, ()),
    *(
        (
            "records",
            raw,
            (
                Record({"problem": "意识不强。\n人手不足。", "measure": "培训。"}),
                Record({"problem": "形式单一。", "measure": ""}),
            ),
        )
        for raw in (
            "问题：意识不强。\n人手不足。\n措施：培训。\n\n问题：形式单一。",
            "问题1：意识不强。\n　　人手不足。\n措施1: 培训。\n问题2：形式单一。",
            [{"problem": "意识不强。\n\n人手不足。", "措施": "培训。"}, {"问题": "形式单一。"}],
        )
    ),
    ("records", "无。", ()),
    ("records", [], ()),
]


@pytest.mark.parametrize(("kind", "raw", "value"), READ)
def test_answers_are_read_by_kind(kind: str, raw: Raw, value: Value) -> None:
    read = read_answer(QUESTIONS[kind], raw)
    assert read == value
    assert type(read) is type(value)


REFUSED: list[tuple[str, Any, str]] = [
    *((kind, "", "还没有填写") for kind in QUESTIONS),
    ("count", ["1"], "好几项"),
    ("count", {"a": "1"}, "好几项"),
    ("yesno", "不清楚", "“是”还是“否”"),
    ("yesno", "2", "“是”还是“否”"),
    ("choice", "有网址", "没有“有网址”这个选项"),
    ("choice", "5", "没有“5”这个选项"),
    ("choices", "自有网站、电视", "没有“电视”这个选项"),
    ("choices", ["自有网站", ["x"]], "不是文字"),
    ("choices", {"a": "b"}, "几个选项"),
    ("choices", "甲、" * 2000, "太多了"),
    ("prose", {"a": "b"}, "一段文字"),
    ("date", "2022-02-30", "不是日历上有的日子"),
    ("date", "2022年13月1日", "不是日历上有的日子"),
    ("date", "0000-01-01", "不是日历上有的日子"),
    ("date", "1月20日", "没有写全年份"),
    ("date", "22-1-20", "没有写全年份"),
    ("date", "明天", "读不成日期"),
    ("date", "2022-1/20", "读不成日期"),
    *(("year", year, "不在能编报告的年份里") for year in NO_YEARS.split()),
    ("year", "去年", "读不成年份"),
    ("breakdown", "甲 1，甲 2", "“甲”写了两次"),
    ("breakdown", "门户网站", "看不出名称和数"),
    ("breakdown", "24", "看不出名称和数"),
    ("breakdown", "门户网站约100", "大概的数"),
    ("breakdown", "门户网站100余条", "大概的数"),
    ("breakdown", "甲 1.5", "不是整数"),
    ("breakdown", "甲3-5", "范围"),
    ("breakdown", "甲100条乙", "看不出名称和数"),
    ("breakdown", "甲3件乙4件", "看不出名称和数"),
    ("breakdown", {"甲": ["1"]}, "缺少名称或者数"),
    ("breakdown", {"": "1"}, "缺少名称或者数"),
    ("records", "意识不强", "前面没有写是哪一栏"),
    ("records", "措施：培训", "“问题”还没有填写"),
    ("records", [{"problm": "甲"}], "没有“problm”这一栏"),
    ("records", [{"problem": "甲", "问题": "乙"}], "写了两次"),
    ("records", [{"problem": ["甲"]}], "不是文字"),
    ("records", ["甲"], "一条一条"),
]


@pytest.mark.parametrize(("kind", "raw", "why"), REFUSED)
def test_what_cannot_be_read_is_a_problem_at_the_label(kind: str, raw: Any, why: str) -> None:
    problem = read_answer(QUESTIONS[kind], raw)
    assert isinstance(problem, Problem), problem
    assert problem.where == "“标签”"
    assert why in problem.what
    assert problem.fix


def test_an_ambiguous_beginning_names_what_it_may_mean() -> None:
    problem = read_answer(question("choice", choices=("公开", "公示")), "公")
    assert isinstance(problem, Problem)
    assert "“公开”、“公示”" in problem.what


def test_words_out_of_one_choice_are_short_for_it() -> None:
    known = ("政府办公室", "政府部门", "商业企业", "无法提供", "甲乙")
    short = question("choice", choices=known)
    assert read_answer(short, "部门") == "政府部门"
    assert read_answer(short, "企业") == "商业企业"
    for word in ("提供", "乙", "府", "部门里"):  # the opposite, too short, of two, more than that
        assert isinstance(read_answer(short, word), Problem)
    assert read_answer(question("choice", choices=known, free=True), "部门") == "部门"


def test_an_unknown_field_is_met_with_the_nearest() -> None:
    problem = read_answer(QUESTIONS["records"], [{"problm": "甲"}])
    assert isinstance(problem, Problem)
    assert problem.fix == "是不是“problem”？"


def test_a_record_is_a_mapping_that_compares_and_hashes_by_content() -> None:
    record = Record({"problem": "甲", "measure": ""})
    assert record["problem"] == "甲"
    assert record == Record({"measure": "", "problem": "甲"})
    assert hash(record) == hash(Record({"measure": "", "problem": "甲"}))
    assert dict(record) == {"problem": "甲", "measure": ""}


def test_a_sandboxed_template_reads_records_and_items() -> None:
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    template = ImmutableSandboxedEnvironment().from_string(
        "{{ r.problem }}{{ i.name }}{{ i.count }}"
    )
    assert template.render(r=Record({"problem": "甲"}), i=Item("乙", 3)) == "甲乙3"


TEXT = st.text(
    st.characters() | st.sampled_from("是否无一二〇十百千万亿年月日件条：，、；。\n 0123456789-")
)
RAW = st.recursive(
    TEXT | st.none() | st.integers() | st.booleans(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=8,
)
LIKELY = st.fixed_dictionaries({}, optional={"problem": TEXT, "措施": TEXT}) | st.dictionaries(
    TEXT, st.integers(0, 10**12).map(str), max_size=4
)
ANSWERS = TEXT | RAW | LIKELY | st.lists(LIKELY, max_size=3) | st.lists(TEXT, max_size=4)


@pytest.mark.parametrize("kind", QUESTIONS)
@given(raw=ANSWERS)
def test_whatever_is_read_is_written_so_that_it_reads_the_same(kind: str, raw: Any) -> None:
    value = read_answer(QUESTIONS[kind], raw)
    if isinstance(value, Problem):
        str(value).encode()
    else:
        assert value is not None
        assert isinstance(hash(value), int)
        assert read_answer(QUESTIONS[kind], write_answer(QUESTIONS[kind], value)) == value


VALUES: dict[str, st.SearchStrategy[Any]] = {
    "count": st.integers(0, 10**12 - 1),
    "money": st.builds(lambda n: Decimal(n).scaleb(-6), st.integers(0, 10**18 - 1)),
    "yesno": st.booleans(),
    "choice": st.sampled_from(CHOICES),
    "choices": st.lists(st.sampled_from(CHOICES), unique=True).map(tuple),
    "date": st.dates(),
    "year": st.integers(FIRST_YEAR, LAST_YEAR),
}


@pytest.mark.parametrize("kind", VALUES)
@given(data=st.data())
def test_every_value_of_a_kind_survives_a_file(kind: str, data: st.DataObject) -> None:
    value = data.draw(VALUES[kind])
    written = write_answer(QUESTIONS[kind], value)
    read = read_answer(QUESTIONS[kind], written)
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("kind", "value", "written"),
    [
        ("count", 0, "0"),
        ("money", Decimal("59237.2449"), "59237.2449"),
        ("yesno", False, "否"),
        ("date", date(2022, 1, 20), "2022-01-20"),
        ("year", 2021, "2021"),
        ("choices", (), []),
        ("choices", ("甲", "乙"), ["甲", "乙"]),
        ("breakdown", (), {}),
        ("breakdown", (Item("甲", 0),), {"甲": "0"}),
        ("records", (Record({"problem": "甲", "measure": ""}),), [{"problem": "甲"}]),
    ],
)
def test_files_hold_scalars_as_text(kind: str, value: Value, written: Raw) -> None:
    assert write_answer(QUESTIONS[kind], value) == written


PIECES = [
    "1",
    "一",
    " ",
    "\n",
    "甲 1，",
    "甲1条",
    "问题：",
    "问题：甲\n\n",
    "a ",
    "、",
    "其中",
    "１,",
    "\u0300ﾞ",
]


@pytest.mark.usefixtures("within_bounds")
@pytest.mark.parametrize("kind", QUESTIONS)
def test_whatever_is_pasted_is_answered_in_linear_time(kind: str) -> None:
    # Squared, so many characters are a thousand million steps.
    for piece in PIECES:
        read_answer(QUESTIONS[kind], piece * (40_000 // len(piece)))


def test_a_list_that_holds_itself_is_answered() -> None:
    loop: list[object] = []
    loop.append(loop)
    for asked in QUESTIONS.values():
        assert isinstance(read_answer(asked, loop), Problem)


@pytest.mark.parametrize("word", ["今年成立", "本年成立", "今年"])
def test_a_choice_may_say_this_year_either_way(word):
    """What a session says that was begun when the form's own choice was 今年成立."""
    asked = question("choice", choices=("本年成立", "以前已经成立"))
    assert read_answer(asked, word) == "本年成立"


@pytest.mark.parametrize("kind", ["choices", "free choices"])
@pytest.mark.parametrize("raw", ["自有网站、无", "没有，自有网站", "一项也没有、自有网站"])
def test_none_and_a_choice_are_no_answer_together(kind, raw):
    read = read_answer(QUESTIONS[kind], raw)
    assert isinstance(read, Problem)
    assert "选了别的，就不能又写" in read.what
    assert read_answer(QUESTIONS[kind], "一项也没有") == ()
