"""Drafted texts read aloud: what a head of an organ would stumble over, in many situations."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drafter.draft.draft_facts import Facts
from drafter.draft.draft_model import Cell, Draft, Item, Origin, Record
from drafter.draft.typed_answers import read_answer
from drafter.errors import Problem
from drafter.form.definitions import Form, Kind, Question
from drafter.form.form_file import load_form

FORM = load_form("disclosure-2021")
BUREAU = {
    "year": "2023",
    "organ.name": "示例县水利局",
    "organ.kind": "政府部门",
    "organ.level": "县级",
    "organ.self": "我局",
    "report.signed": "2024-01-20",
}
COUNTY = BUREAU | {
    "organ.name": "示例县人民政府",
    "organ.kind": "人民政府",
    "organ.self": "我县",
    "organ.place": "全县",
}
P, R, M = "overview.proactive.", "overview.requests.", "overview.management."
W, S = "overview.platform.", "overview.supervision."
APPLICANTS = ["natural", "business", "research", "welfare", "legal", "other"]
OUTCOMES = {
    "granted": "予以公开",
    "partial": "部分公开",
    "secret": "不予公开（属于国家秘密）",
    "forbidden": "不予公开（其他法律行政法规禁止公开）",
    "stability": "不予公开（危及“三安全一稳定”）",
    "third_party": "不予公开（保护第三方合法权益）",
    "internal": "不予公开（属于三类内部事务信息）",
    "process": "不予公开（属于四类过程性信息）",
    "enforcement_file": "不予公开（属于行政执法案卷）",
    "registry_query": "不予公开（属于行政查询事项）",
    "not_held": "无法提供（本机关不掌握相关政府信息）",
    "to_be_made": "无法提供（没有现成信息需要另行制作）",
    "unclear": "无法提供（补正后申请内容仍不明确）",
    "petition": "不予处理（信访举报投诉类申请）",
    "repeated": "不予处理（重复申请）",
    "publication": "不予处理（要求提供公开出版物）",
    "excessive": "不予处理（无正当理由大量反复申请）",
    "confirmation": "不予处理（要求行政机关确认或重新出具已获取信息）",
    "not_supplemented": "其他处理（逾期不补正）",
    "fee_unpaid": "其他处理（逾期未缴费）",
    "other_outcome": "其他处理",
}
UNITS = (
    "年月日条件份次场个处名人篇期号起元项分站村台%",
    ("万元", "人次", "个月", "小时", "工作日", "年度"),
)


@dataclass(frozen=True)
class Situation:
    """What a clerk gave; `cells` as table/row/column."""

    answers: Mapping[str, Any] = field(default_factory=dict)
    cells: Mapping[str, int] = field(default_factory=dict)
    organ: Mapping[str, str] = field(default_factory=lambda: BUREAU)


def cells_of(**rows: Mapping[str, int]) -> dict[str, int]:
    return {
        f"applications/{row}/{column}": n for row, cs in rows.items() for column, n in cs.items()
    }


def cases_of(**columns: int) -> dict[str, int]:
    return {f"disputes/cases/{column}": number for column, number in columns.items()}


def facts_of(situation: Situation) -> Facts:
    answers = {}
    for key, raw in {**situation.organ, **situation.answers}.items():
        value = read_answer(FORM.questions[key], raw)
        assert not isinstance(value, Problem), (key, value)
        answers[key] = value
    cells = {address: Cell(number, Origin.ENTERED) for address, number in situation.cells.items()}
    return Facts(FORM, Draft(FORM.id, answers=answers, cells=cells))


def read_aloud(facts: Facts) -> dict[str, list[str]]:
    """The paragraphs of each section."""
    return {section.id: list(facts.paragraphs(section)) for section in facts.form.sections}


def stumbles(paragraph: str) -> list[str]:
    """What is wrong with a paragraph whatever it is about."""
    found = []
    if not paragraph.endswith(("。", "。”", "？", "！")):
        found.append("ends without a full stop")
    if paragraph.strip() != paragraph or "  " in paragraph or "　" in paragraph:
        found.append("spaces")
    if "\n" in paragraph:
        found.append("line break")
    if re.search(r"None|True|False|Undefined|[{}\[\]]|<", paragraph):
        found.append("a value that is no text")
    # marks that never meet, an opening bracket closed at once, a sentence begun with a mark
    if re.search(r"[，。；、：（]{1}[，。；、：）]|（）|《》|“”|^[，。；、：）]", paragraph):
        found.append("punctuation marks that meet")
    if re.search(r"[，、；：]$|[，、](?=[）])", paragraph):
        found.append("a mark with nothing after it")
    if re.search(r"(?<=[一-鿿》”）])[,.;:!?()]|[,;:!?()](?=[一-鿿《“（])", paragraph):
        found.append("half-width punctuation")
    if re.search(r"[\s](?=[一-鿿])|(?<=[一-鿿])[\s]", paragraph):
        found.append("a space beside a Chinese character")
    for opening, closing in ("（）", "《》", "〈〉", "“”"):
        if paragraph.count(opening) != paragraph.count(closing):
            found.append(f"{opening} and {closing} do not pair")
    for number in re.finditer(r"(?<![\d.])(\d+(?:\.\d+)?)", paragraph):
        after = paragraph[number.end() :]
        before = paragraph[: number.start()]
        inside = before.endswith(("〔", "第")) and after.startswith(("〕", "条", "项"))
        if not (inside or after.startswith(tuple(UNITS[0])) or after.startswith(UNITS[1])):
            found.append(f"{number[0]} without a unit: …{before[-6:]}{number[0]}{after[:4]}")
    # not across 、: 基本目录、政府信息公开目录、政府信息公开指南 is a list of three
    if re.search(r"([^、]{4,})\1", paragraph) and not re.search(r"(\d)\1", paragraph):
        found.append("says it twice")
    return found


def assert_reads_well(facts: Facts) -> dict[str, list[str]]:
    texts = read_aloud(facts)
    problems = {
        paragraph: found
        for paragraphs in texts.values()
        for paragraph in paragraphs
        if (found := stumbles(paragraph))
    }
    assert not problems
    return texts


@pytest.mark.parametrize(
    "slip",
    [
        "公开信息3条",
        "公开信息3条，。",
        "公开信息3条。。",
        "网站、、公报。",
        "共3条（）。",
        "共3条,已公开。",
        "共3条(已公开)。",
        "共None条。",
        "共3条  已公开。",
        "共 3条。",
        "信息3，公报2期。",
        "，公开3条。",
        "公开3条、。",
        "实行“先审后发。",
        "主动公开主动公开3条。",
    ],
)
def test_a_slip_is_noticed(slip):
    assert stumbles(slip)


NIL = Situation()
ONE = Situation(cells=cells_of(received={"natural": 1}, granted={"natural": 1}))
CARRIED_IN_ONLY = Situation(
    {R + "on_time": "是"},
    cells=cells_of(carried_in={"natural": 2, "business": 1}, granted={"natural": 2, "business": 1}),
)
ALL_CARRIED_OUT = Situation(cells=cells_of(received={"natural": 3}, carried_out={"natural": 3}))
ONE_CARRIED_OUT = Situation(cells=cells_of(received={"legal": 1}, carried_out={"legal": 1}))
ONE_CARRIED_IN_AND_OUT = Situation(
    cells=cells_of(carried_in={"natural": 1}, carried_out={"natural": 1})
)
ONE_LATE = Situation(
    {R + "on_time": "否", R + "late": "1", R + "late_reason": "征求意见用时较长"},
    cells=ONE.cells,
)
ONE_EXTENDED = Situation({R + "on_time": "是", R + "extended": "1"}, cells=ONE.cells)
MANY = Situation(
    {R + "on_time": "是", R + "extended": "0", R + "by_channel": "网络提交 20，邮寄 10"},
    cells=cells_of(
        received=dict.fromkeys(APPLICANTS, 5),
        carried_in={"natural": 1},
        granted={"natural": 3, "business": 1},
        **{row: {"natural": 1} for row in ("secret", "third_party", "petition")},
        not_held=dict.fromkeys(APPLICANTS[1:], 4),
        carried_out={"other": 1, "legal": 1, "welfare": 1, "research": 1},
    ),
)
COMPANIES = Situation(
    {R + "on_time": "是"},
    cells=cells_of(received={"business": 2}, granted={"business": 2}),
)
ALL_ONE_OUTCOME = Situation(
    {R + "on_time": "否", R + "late": "2", R + "extended": "1"},
    cells=cells_of(received={"natural": 4}, not_held={"natural": 4}),
)
OLD_DISPUTES = Situation(cells=cases_of(review_upheld=1, direct_other=1))
GOVERNMENT = Situation(
    {
        S + "exam_done": "是",
        S + "exam_place": "纳入全县年度绩效考核，占4分",
        S + "exam_result": "优秀12个、良好30个、合格6个。",
        S + "social_done": "是",
        S + "social_how": "网上问卷",
        S + "social_result": "满意率为96.5%",
        S + "accountability": "0",
    },
    organ=COUNTY,
)
GOVERNMENT_NONE = Situation(
    {S + "exam_done": "否", S + "social_done": "否", S + "accountability": "0"}, organ=COUNTY
)
GOVERNMENT_BARE = Situation(
    {S + "exam_done": "是", S + "social_done": "是", S + "accountability": "2"}, organ=COUNTY
)
NO_PLATFORM = Situation({W + "has_site": "否", W + "host_site": "示例县人民政府门户网站"})
OWN_SITE = Situation(
    {
        W + "has_site": "是",
        W + "site_name": "示例县水利局网站",
        W + "visits": "12000",
        W + "columns_new": "1",
        W + "columns_named": "“节水”",
    }
)
ZEROS = Situation(
    {
        question.id: "0"
        for question in FORM.questions.values()
        if question.kind in (Kind.COUNT, Kind.MONEY)
    }
)
ONE_FACT_EACH = Situation(
    {
        "overview.opening.approach": ["突出公开重点"],
        P + "items_published": "12",
        R + "practices": ["畅通申请受理渠道"],
        M + "secrecy_review": "是",
        W + "media_accounts": "1",
        S + "unit": "办公室",
        "problems.items": [{"problem": "内容不够", "measure": "充实内容"}],
    }
)
FINISHED_FIXING = Situation(
    {S + "self_inspections": "2", S + "problems_found": "3", S + "problems_fixed": "0"}
)
FEES = Situation(
    {"other.fee_notices": "2", "other.fee_billed": "300", "other.fee_received": "0"},
    cells=ONE.cells,
)
FEE_PAID = Situation(
    {
        "other.fee_notices": "2",
        "other.fee_billed": "300",
        "other.fee_received": "100",
        "other.fee_cases": "1",
        "other.fee_refunded": "20.5",
        "other.innovation": "推行双公示做法",
    },
    cells=ONE.cells,
)
TWO_STOCKS = Situation(
    {M + "documents_told": "是"},
    cells={"disclosed/documents/repealed": 2, "disclosed/documents/in_force": 5},
)
TYPED_STOPS = Situation(
    {
        "overview.opening.results": "成效明显。",
        P + "promotion_occasions": "各类活动。",
        P + "promotion_topics": "节水；",
        M + "measures": "专人归档",
        S + "measures": "列入议事日程。。",
        "problems.items": [
            {
                "problem": "解读少。",
                "cause": "人手不足；",
                "measure": "加强培训。",
                "next": "年内。",
            }
        ],
        "problems.plan": "继续努力",
        "other.matters": "无。",
    }
)

SITUATIONS = {
    "nil": NIL,
    "one": ONE,
    "one, late": ONE_LATE,
    "one, extended": ONE_EXTENDED,
    "one, carried out": ONE_CARRIED_OUT,
    "one, carried in and out": ONE_CARRIED_IN_AND_OUT,
    "carried in only": CARRIED_IN_ONLY,
    "all carried out": ALL_CARRIED_OUT,
    "many": MANY,
    "companies only": COMPANIES,
    "all one outcome": ALL_ONE_OUTCOME,
    "disputes without applications": OLD_DISPUTES,
    "government": GOVERNMENT,
    "government, none of it": GOVERNMENT_NONE,
    "government, results not told": GOVERNMENT_BARE,
    "no platform": NO_PLATFORM,
    "own site": OWN_SITE,
    "zeros": ZEROS,
    "one fact each": ONE_FACT_EACH,
    "nothing mended yet": FINISHED_FIXING,
    "fees billed, none received": FEES,
    "fees paid": FEE_PAID,
    "documents told": TWO_STOCKS,
    "stops typed": TYPED_STOPS,
    **{
        f"one person, {row}": Situation(
            {R + "on_time": "是"}, cells=cells_of(received={"natural": 1}, **{row: {"natural": 1}})
        )
        for row in OUTCOMES
    },
    **{
        f"one application of {column}": Situation(
            cells=cells_of(received={column: 1}, granted={column: 1})
        )
        for column in APPLICANTS
    },
    **{
        f"disputes {review}, {direct}, {after}": Situation(
            cells=cells_of(received={"natural": 1}, granted={"natural": 1})
            | cases_of(review_upheld=review, direct_corrected=direct, after_pending=after)
        )
        for review, direct, after in product((0, 1, 2), repeat=3)
    },
    **{
        f"fee {notices}, {received}": Situation(
            {"other.fee_notices": notices, "other.fee_received": received}, cells=ONE.cells
        )
        for notices, received in product("012", ("0", "100", "2230.5"))
    },
}


@pytest.mark.parametrize("situation", SITUATIONS.values(), ids=SITUATIONS)
def test_reads_well(situation):
    assert_reads_well(facts_of(situation))


def test_there_are_many_situations():
    assert len(SITUATIONS) >= 20


EXACTLY = {
    "nil": (
        NIL,
        R,
        ["我局全年未收到政府信息公开申请，未发生因政府信息公开引发的行政复议、行政诉讼。"],
    ),
    "one": (
        ONE_EXTENDED,
        R,
        [
            "我局全年收到政府信息公开申请1件，由自然人提出。"
            "该申请依法延长答复期限，已在延长后的期限内办结，办理结果为予以公开。",
            "全年未发生因政府信息公开引发的行政复议、行政诉讼。",
        ],
    ),
    "one late": (
        ONE_LATE,
        R,
        [
            "我局全年收到政府信息公开申请1件，由自然人提出。该申请已办结，但未在法定期限内办理，"
            "主要原因是征求意见用时较长；办理结果为予以公开。",
            "全年未发生因政府信息公开引发的行政复议、行政诉讼。",
        ],
    ),
    "carried in only": (
        CARRIED_IN_ONLY,
        R,
        [
            "我局全年未收到新的政府信息公开申请，上年结转3件。共办结3件，办理结果均为予以公开，"
            "无结转下年度继续办理的申请。已办结的申请均在法定期限内办理。",
            "全年未发生因政府信息公开引发的行政复议、行政诉讼。",
        ],
    ),
    "all carried out": (
        ALL_CARRIED_OUT,
        R,
        [
            "我局全年收到政府信息公开申请3件，均由自然人提出。上述申请均结转下年度继续办理。",
            "全年未发生因政府信息公开引发的行政复议、行政诉讼。",
        ],
    ),
    "new beside carried in": (
        Situation(
            {R + "on_time": "是"},
            cells=cells_of(
                received={"natural": 2}, carried_in={"natural": 1}, granted={"natural": 3}
            ),
        ),
        R,
        [
            "我局全年新收政府信息公开申请2件，均由自然人提出；上年结转1件。共办结3件，"
            "办理结果均为予以公开，无结转下年度继续办理的申请。已办结的申请均在法定期限内办理。",
            "全年未发生因政府信息公开引发的行政复议、行政诉讼。",
        ],
    ),
    "only other channels": (
        Situation({P + "items_published": "40", P + "by_channel": "其他渠道 40"}),
        P,
        ["我局全年主动公开政府信息40条。"],
    ),
    "other channels among others": (
        Situation({P + "items_published": "40", P + "by_channel": "公开栏 30，其他渠道 10"}),
        P,
        ["我局全年主动公开政府信息40条。按发布渠道分，公开栏30条、其他渠道10条。"],
    ),
    "channels of all, not of what is named last": (
        Situation(
            {
                P + "items_published": "40",
                P + "by_category": "政策文件 30",
                P + "main_topics": "政策文件、行政处罚",
                P + "main_channels": "政府门户网站",
            }
        ),
        P,
        [
            "我局全年主动公开政府信息40条，其中政策文件30条。公开内容还包括行政处罚。"
            "政府信息主要通过政府门户网站发布，保障公众的知情权、参与权、表达权和监督权。",
        ],
    ),
    "a host named once": (
        Situation(
            {
                W + "has_site": "否",
                W + "host_site": "示例县人民政府门户网站",
                W + "improvements": "加强网站建设管理",
            }
        ),
        W,
        [
            "我局未单独开办网站，依托示例县人民政府门户网站公开政府信息，"
            "加强在该网站所设栏目的管理。"
        ],
    ),
    "all by post": (
        Situation(
            {R + "on_time": "是", R + "by_channel": "邮寄 2"},
            cells=cells_of(received={"natural": 2}, granted={"natural": 2}),
        ),
        R,
        [
            "我局全年收到政府信息公开申请2件，均由自然人以邮寄方式提出。"
            "共办结2件，办理结果均为予以公开，无结转下年度继续办理的申请。"
            "已办结的申请均在法定期限内办理。",
            "全年未发生因政府信息公开引发的行政复议、行政诉讼。",
        ],
    ),
    "all in a way of its own": (
        Situation(
            {R + "on_time": "是", R + "by_channel": "电子邮件 2"},
            cells=cells_of(received={"natural": 2}, granted={"natural": 2}),
        ),
        R,
        [
            "我局全年收到政府信息公开申请2件，均由自然人以电子邮件方式提出。"
            "共办结2件，办理结果均为予以公开，无结转下年度继续办理的申请。"
            "已办结的申请均在法定期限内办理。",
            "全年未发生因政府信息公开引发的行政复议、行政诉讼。",
        ],
    ),
    "companies only": (
        COMPANIES,
        R,
        [
            "我局全年收到政府信息公开申请2件，均由商业企业提出。共办结2件，"
            "办理结果均为予以公开，无结转下年度继续办理的申请。已办结的申请均在法定期限内办理。",
            "全年未发生因政府信息公开引发的行政复议、行政诉讼。",
        ],
    ),
    "old disputes": (
        OLD_DISPUTES,
        R,
        [
            "我局全年未收到政府信息公开申请。",
            "全年涉及政府信息公开的行政复议案件1件，结果为维持；"
            "行政诉讼案件1件（未经复议直接起诉），审理结果为“其他结果”。",
        ],
    ),
    "no platform": (
        NO_PLATFORM,
        W,
        ["我局未单独开办网站，依托示例县人民政府门户网站公开政府信息。"],
    ),
    "own site": (
        OWN_SITE,
        W,
        [
            "我局以示例县水利局网站为主要平台公开政府信息。新开设“节水”专栏1个。"
            "网站全年访问量12000次。"
        ],
    ),
    "government": (
        GOVERNMENT,
        S,
        [
            "工作考核方面，将政府信息公开工作纳入全县年度绩效考核，占4分，优秀12个、良好30个、合格6个。"
            "社会评议方面，通过网上问卷开展政府信息公开社会评议，满意率为96.5%。"
            "责任追究方面，未发生因政府信息公开工作被追究责任的情形。"
        ],
    ),
    "nothing mended yet": (
        FINISHED_FIXING,
        S,
        ["我局组织检查2次，发现问题3个，到年底尚未完成整改。"],
    ),
    "fees paid": (
        FEE_PAID,
        "other.",
        [
            "依照《政府信息公开信息处理费管理办法》，本年度发出信息处理费收费通知2件，应收300元，"
            "实收100元（涉及申请1件），退还20.5元。",
            "推行双公示做法。",
            "除上述事项外，无其他需要报告的事项。",
        ],
    ),
    "nil fee": (NIL, "other.", ["本年度未收取信息处理费，无其他需要报告的事项。"]),
    "documents told": (
        TWO_STOCKS,
        M,
        ["全年废止行政规范性文件2件，截至年底现行有效5件。"],
    ),
    "stops typed": (
        TYPED_STOPS,
        "problems.",
        [
            "2023年，我局政府信息公开工作存在的主要问题是：解读少，主要原因是人手不足。",
            "针对这一问题，改进措施是：加强培训，年内。",
            "继续努力。",
        ],
    ),
}


@pytest.mark.parametrize(("situation", "section", "expected"), EXACTLY.values(), ids=EXACTLY)
def test_says_exactly(situation, section, expected):
    assert read_aloud(facts_of(situation))[section.removesuffix(".")] == expected


@pytest.mark.parametrize("row", OUTCOMES)
def test_one_application_by_one_person(row):
    facts = facts_of(SITUATIONS[f"one person, {row}"])
    paragraph = read_aloud(facts)["overview.requests"][0]
    assert paragraph == (
        "我局全年收到政府信息公开申请1件，由自然人提出。"
        f"该申请已在法定期限内办结，办理结果为{OUTCOMES[row]}。"
    )


# ── any answers to any questions ──

SENTENCES = ["明确责任分工", "完善工作流程。", "定期通报进展", "增强服务意识。", "加强业务指导"]
NAMES = ["办公室", "省水利厅", "《示例县工作要点》"]
ADDED = ["政务公开科", "分管领导", "“节水”"]
"""Of one's own, beside what is offered; others than `NAMES`: whoever types one name at two
questions says it twice himself."""
COUNTS = st.one_of(st.sampled_from([0, 1, 2]), st.integers(0, 3000000))


def values(question: Question) -> st.SearchStrategy[Any]:
    """Values that a clerk may give to the question, as they are kept."""
    free = question.free and question.id != "organ.self"
    names = st.sampled_from([*question.choices, *(ADDED if free else [])] or NAMES)
    some_names = st.lists(names, unique=True, max_size=4).map(tuple)
    match question.kind:
        case Kind.COUNT:
            return COUNTS
        case Kind.MONEY:
            amounts = st.decimals(0, 100000, places=2)
            return amounts.map(lambda amount: amount.normalize() + Decimal(0))
        case Kind.YESNO:
            return st.booleans()
        case Kind.CHOICE:
            return names
        case Kind.CHOICES:
            return some_names
        case Kind.LINE:
            return st.sampled_from(NAMES)
        case Kind.PROSE:
            return st.sampled_from(SENTENCES)
        case Kind.DATE:
            return st.dates(date(2024, 1, 1), date(2024, 12, 31))
        case Kind.YEAR:
            return st.integers(2021, 2030)
        case Kind.BREAKDOWN:
            counted = st.dictionaries(names, COUNTS, max_size=4)
            return counted.map(lambda d: tuple(Item(name, count) for name, count in d.items()))
        case Kind.RECORDS:
            texts = st.sampled_from(SENTENCES)
            blank = st.sampled_from(["", *SENTENCES])
            record = st.fixed_dictionaries(
                {f.id: texts if f.required else blank for f in question.fields}
            )
            return st.lists(record.map(Record), max_size=5).map(tuple)


@st.composite
def drafts(draw: st.DrawFn, form: Form = FORM) -> Draft:
    """Half of them answer few questions, half many; any cells, balanced or not."""
    share = draw(st.sampled_from([1, 3, 6]))
    answers = {}
    for question in form.questions.values():
        if draw(st.integers(0, 6)) < share:
            answers[question.id] = draw(values(question))
    answers.setdefault("year", 2023)
    answers.setdefault("organ.self", "我局")
    open_cells = [cell for cell in form.cells.values() if cell.address not in form.computed]
    chosen = draw(st.lists(st.sampled_from(open_cells), max_size=12, unique=True))
    cells = {
        cell.address: Cell(
            draw(COUNTS) if cell.kind is Kind.COUNT else Decimal(draw(COUNTS)) / 100,
            Origin.ENTERED,
        )
        for cell in chosen
    }
    return Draft(form.id, answers=answers, cells=cells)


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(drafts())
def test_any_answers_read_well(draft):
    facts = Facts(FORM, draft)
    assert_reads_well(facts)
    assert facts.render(FORM.title)
    assert facts.render(FORM.signature.name) or "organ.name" not in draft.answers
