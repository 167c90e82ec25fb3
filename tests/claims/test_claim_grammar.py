"""What single sentences say, and that no text of any kind upsets the reader."""

from __future__ import annotations

import random
import sys
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafter.claims import claim_tokens as cutting
from drafter.claims.claim_grammar import read_claims
from drafter.claims.claim_lexicon import expand, own_names
from drafter.claims.claim_model import Approx, Kind
from drafter.claims.claim_tokens import tokens
from drafter.claims.claim_words import ClaimWords, Vocabulary
from drafter.claims.claims_file import claim_words
from drafter.form.form_file import load_form

FORM = load_form("disclosure-2021")
WORDS = claim_words(FORM)
A, D = "applications/", "disputes/cases/"
NEW, IN, HAND = A + "received/total", A + "carried_in/total", A + "in_hand/total"
DONE, OUT = A + "handled/total", A + "carried_out/total"
REVIEW, SUITS = D + "review_total", D + "suits_total"
ITEMS, NOTES = "overview.proactive.items_published", "overview.proactive.interpretations"


def read(text: str, year: int = 2023) -> dict[str, object]:
    """Metric and value; shares and growths with their kind."""
    return {
        c.metric + ("" if c.kind in (Kind.COUNT, Kind.RATE, Kind.ALL) else f" {c.kind.value}"): (
            c.value
        )
        for c in read_claims(WORDS, text, year)
    }


SAYS = {
    # numbers as they come
    "收到申请１２件": {NEW: 12},
    "收到申请 1 2 件": {NEW: 12},
    "收到申请1，234件": {NEW: 1234},
    "收到申请十二件": {NEW: 12},
    "收到申请两千三百件": {NEW: 2300},
    "新收政府信息公开申请2.3万件": {NEW: 23000},
    "收到申请5件（次）": {NEW: 5},
    "政府信息公开申请总数：12件；办结数：11件；结转下年：1件。": {NEW: 12, DONE: 11, OUT: 1},
    # carried from year to year
    "上年结转3件，本年新收58件，共计受理61件。": {IN: 3, NEW: 58, HAND: 61},
    "共办理申请61件（新收58件，上年结转3件）": {HAND: 61, NEW: 58, IN: 3},
    "加上2022年结转的3件，全年共办理61件。": {IN: 3, HAND: 61},
    "另有2件因征求第三方意见结转至2024年办理。": {OUT: 2},
    "无上年结转和下年结转。": {IN: 0, OUT: 0},
    "新收、上年结转、结转下年均为0。": {NEW: 0, IN: 0, OUT: 0},
    # applicants and results
    "12件由自然人提出，2件由商业企业提出。": {
        A + "received/natural": 12,
        A + "received/business": 2,
    },
    "自然人申请9件，其他类型申请人1件。": {A + "received/natural": 9, A + "received/other": 1},
    "分别作出予以公开、部分公开、不予公开答复8件、3件、1件。": {
        A + "granted/total": 8,
        A + "partial/total": 3,
        A + "refused/total": 1,
    },
    "因保护第三方合法权益不予公开的1件": {A + "third_party/total": 1},
    "其他处理2件（逾期不补正1件，其他1件）": {
        A + "otherwise/total": 2,
        A + "not_supplemented/total": 1,
        A + "other_outcome/total": 1,
    },
    "8件予以公开（占66.7%）、4件部分公开。": {
        A + "granted/total": 8,
        A + "granted/total share": Decimal("66.7"),
        A + "partial/total": 4,
    },
    "自然人和法人或其他组织申请分别占91.2%和8.8%。": {
        A + "received/natural share": Decimal("91.2"),
        A + "received/organisations share": Decimal("8.8"),
    },
    # nothing
    "全年无人申请公开政府信息。": {NEW: 0},
    "政府信息公开申请零受理。": {NEW: 0},
    "2023年度依申请公开工作情况：无。": {NEW: 0},
    "科研机构和法律服务机构无申请。": {A + "received/research": 0, A + "received/legal": 0},
    "政府信息公开行政复议和行政诉讼：0件。": {REVIEW: 0, SUITS: 0},
    "行政复议（0件）、行政诉讼（0件）。": {REVIEW: 0, SUITS: 0},
    "没有因依申请公开答复不当被复议、诉讼。": {REVIEW: 0, SUITS: 0},
    "未发生投诉举报、行政复议、行政诉讼。": {REVIEW: 0, SUITS: 0},
    "本年度未制定出台行政规范性文件。": {"disclosed/documents/issued": 0},
    "信息处理费收取情况：未收取。": {"other.fee_received": 0},
    "申请零积压、复议零发生。": {OUT: 0, REVIEW: 0},
    "申请方面，年末无在办件。": {OUT: 0},
    "截至年底没有未答复的申请。": {OUT: 0},
    "申请行政复议、提起行政诉讼的情形，全年均未出现。": {REVIEW: 0, SUITS: 0},
    "对答复不服提起复议的，全年一起也没有。": {REVIEW: 0},
    "复议结果无纠正、无其他结果。": {D + "review_corrected": 0, D + "review_other": 0},
    "行政诉讼无结果纠正案件。": {D + "suits_corrected": 0},
    "依申请公开件数为零，答复件数亦为零。": {NEW: 0, DONE: 0},
    "申请人中无企业、无科研机构。": {A + "received/business": 0, A + "received/research": 0},
    "没有公民因信息公开对我局申请行政复议。": {REVIEW: 0},
    "行政许可无、行政处罚无。": {
        "disclosed/permits/decisions": 0,
        "disclosed/penalties/decisions": 0,
    },
    "行政许可、处罚、强制三项均为0。": {
        "disclosed/permits/decisions": 0,
        "disclosed/penalties/decisions": 0,
        "disclosed/coercion/decisions": 0,
    },
    "未制定、修订规范性文件。": {"disclosed/documents/issued": 0},
    "未涉及行政复议、行政诉讼和申诉案件。": {REVIEW: 0, SUITS: 0},
    "申请人均未提起复议诉讼，保持双零纪录。": {REVIEW: 0, SUITS: 0},
    "没有尚未审结的案件。": {D + "review_pending": 0, D + "suits_pending": 0},
    "2023共收到申请5件。": {NEW: 5},
    # of some only
    "企业申请8件，未收到其他申请。": {A + "received/business": 8},
    "网上没有收到申请，当面收到2件。": {},
    # disputes
    "行政复议2件（其中结果维持1件、尚未审结1件），行政诉讼3件。": {
        REVIEW: 2,
        D + "review_upheld": 1,
        D + "review_pending": 1,
        SUITS: 3,
    },
    "有2件申请行政复议，有1件提起行政诉讼。": {REVIEW: 2, SUITS: 1},
    "行政诉讼2件，均为未经复议直接起诉，结果均维持。": {SUITS: 2, "disputes/upheld_all": 1},
    # all, rates, growth
    "收到申请12件并全部办结。": {NEW: 12, "reply_rate": 100},
    "收到申请8件，全部在20个工作日内答复。": {NEW: 8, "on_time_rate": 100},
    "100%按时办结。": {"on_time_rate": 100},
    "答复率、按时办结率均为百分之百。": {"reply_rate": 100, "on_time_rate": 100},
    "收到申请200件，同比增加50件，增幅33.3%。": {NEW: 200, NEW + " growth": Decimal("33.3")},
    "收到申请数同比下降三成。": {NEW + " growth": -30},
    # tables and channels
    "制发规章0件、行政规范性文件3件。": {
        "disclosed/regulations/issued": 0,
        "disclosed/documents/issued": 3,
    },
    "行政许可、行政处罚、行政强制分别为120件、15件、0件。": {
        "disclosed/permits/decisions": 120,
        "disclosed/penalties/decisions": 15,
        "disclosed/coercion/decisions": 0,
    },
    "本年行政事业性收费金额为380元。": {"disclosed/fees/amount": Decimal("0.038")},
    "政策解读（含图解）15篇。": {NOTES: 15},
    "网站公开670条，公众号公开210条。": {
        "overview.proactive.by_channel:网站": 670,
        "overview.proactive.by_channel:公众号": 210,
    },
    "我局2022年、2023年分别收到申请8件、12件。": {NEW: 12},
    "收到申请12件（上年8件），办结12件。": {NEW: 12, DONE: 12},
}


@pytest.mark.parametrize("text", SAYS)
def test_says(text):
    assert read(text) == SAYS[text]


@pytest.mark.parametrize(
    "text",
    [
        "2022年，我局收到申请8件，其中自然人6件。",
        "2021年至2023年，共收到申请32件。",
        "近三年来累计收到政府信息公开申请120件。",
        "2024年我局将制发规范性文件2件。",
        "下一步力争零复议、零诉讼。",
        "如收到申请5件，由办公室办理。",
        "指导各镇受理政府信息公开申请96件。",
        "全区各部门共收到申请80件。",
        "收到低保申请35件、办结35件。",
        "受理行政许可申请320件，办结320件。",
        "12345热线受理群众诉求1200件，办结1198件，办结率99.8%。",
        "收到行政复议答复通知书3份。",
        "收到网上申请6件。",
        "公示行政处罚信息50条。",
        "印发《关于做好3件申请办理工作的通知》（示政办〔2023〕5号）。",
        "根据《条例》第三十六条第（一）项作出答复。",
        "我镇制发各类公文130件，公开属性认定为主动公开18件、不予公开112件。",
        "解读少，没有同步准备解读材料。",
        "部分文件未发布政策解读。",
        "未按规定制发行政规范性文件。",
        "无应公开未公开政府信息。",
        "县政府审理行政复议案件56件。",
        "转为主动公开政府信息12条。",
        "电话：0996-1234567，邮编841000。",
    ],
)
def test_says_nothing(text):
    assert read(text) == {}


@pytest.mark.parametrize(
    ("text", "approx", "value"),
    [
        ("收到申请30余件", Approx.MORE, 30),
        ("收到申请近百件", Approx.LESS, 100),
        ("收到申请约30件", Approx.ABOUT, 30),
        ("收到申请30件左右", Approx.ABOUT, 30),
        ("收到申请1.2万多件", Approx.MORE, 12000),
        ("收到申请逾2千件", Approx.MORE, 2000),
    ],
)
def test_approximate(text, approx, value):
    (claim,) = read_claims(WORDS, text, 2023)
    assert (claim.approx, claim.value) == (approx, value)


def test_parts_of_a_breakdown():
    refused = "不予公开5件（属于国家秘密2件、属于行政执法案卷3件）"
    text = f"办结35件，其中予以公开20件、{refused}、无法提供10件。"
    whole, _, second, *_ = read_claims(WORDS, text, 2023)
    assert [part.value for part in whole.parts] == [20, 5, 10]
    assert (whole.listing, [part.value for part in second.parts]) == ("results", [2, 3])


def test_parts_that_are_not_all():
    (whole, *_) = read_claims(WORDS, "主动公开政府信息246条，其中文件类12条、公告类40条等。", 2023)
    assert whole.open
    assert [part.value for part in whole.parts] == [12, 40]


def test_upheld_speaks_of_what_the_sentence_names():
    text = "行政复议2件，结果均为维持；行政诉讼1件，尚未审结。"
    claim = next(c for c in read_claims(WORDS, text, 2023) if c.kind is Kind.ALL)
    assert claim.scope == ("review",)


def test_the_last_printed_digit():
    steps = {"2.3万件": 1000, "23件": 1, "126.35万元": Decimal("0.01")}
    for number, step in steps.items():
        text = f"行政事业性收费{number}" if "元" in number else f"收到申请{number}"
        assert read_claims(WORDS, text, 2023)[0].step == step


PIECES = st.sampled_from(
    [
        *list(SAYS)[::3],
        *"未均（）、，。《“占%〇万第\n 等",
        "5件",
        "分别为",
        "结转",
        "2022年",
        "其中",
    ]
)
TEXTS = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=12).map("".join))


@settings(max_examples=300)
@given(TEXTS, st.integers(1900, 2100))
def test_reads_anything(text, year):
    for claim in read_claims(WORDS, text, year):
        assert 0 <= claim.start < claim.end <= len(text)
        assert claim.phrase == text[claim.start : claim.end]
        assert all(0 <= part.start < part.end <= len(text) for part in claim.parts)


@settings(max_examples=100)
@given(TEXTS)
def test_tokens_cover_the_text(text):
    ends = 0
    for token in tokens(text, WORDS.lexicon):
        assert (token.start, token.end > token.start) == (ends, True)
        ends = token.end
    assert ends == len(text)


HOSTILE = [
    "1", "（", "）", "《", "“", "、", "，", "一", "万", "未", "均", "5件", "12,", "1 ", "2023年",
    "结转", "其中", "收到申请5件，其中", "申请5件（", "行政复议、", "未收到申请、", "分别5件、",
    "收到申请", "占5%", "同比增长5%，", "第", "其他1件、",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_steps_grow_no_faster_than_the_text(piece):
    """Counted, not timed: lines run for a text four times as long are about four times as many."""
    short, long = (_steps(piece * (size // len(piece))) for size in (500, 2000))
    assert long < 5 * short + 1000


def test_a_hundred_thousand_characters_of_anything():
    letters = random.Random(1).choices("收到申请5件（）、，。未均占%年其中结转复议", k=20_000)
    for text in ("1" * 100_000, "（" * 100_000, "".join(letters)):
        read_claims(WORDS, text, 2023)


def _steps(text: str) -> int:
    """How many lines of the reader run."""
    steps = 0
    folder = cutting.__file__.removesuffix("tokens.py")

    def trace(frame, event, _argument):
        nonlocal steps
        if not frame.f_code.co_filename.startswith(folder):
            return None
        steps += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        read_claims(WORDS, text, 2023)
    finally:
        sys.settrace(before)
    return steps


def test_nothing_without_words():
    empty = ClaimWords(Vocabulary(), WORDS.lexicon, WORDS.readings)
    assert read_claims(empty, "收到申请5件", 2023) == ()


@pytest.mark.parametrize(
    ("text", "whole", "parts"),
    [
        ("收到申请36件。其中，自然人30件，商业企业4件，其他2件。", 36, [30, 4, 2]),
        (
            "共处理政府信息公开申请21件，按结果分：予以公开11件；不予公开2件，其中国家秘密1件、"
            "行政执法案卷1件；无法提供8件。",
            21,
            [11, 2, 8],
        ),
        ("行政复议7件和行政诉讼2件，其中复议维持6件、尚未审结1件，诉讼维持2件。", 7, [6, 1]),
        ("共办结申请4件，其中：同意公开2件，不属于本机关公开职责2件。", 4, [2, 2]),
        ("收到申请19件，公民申请16件，企业申请3件。", 19, [16, 3]),
        ("公民16件，企业3件，合计收到申请19件。", 19, [3, 16]),
    ],
)
def test_a_breakdown_is_read_whole(text, whole, parts):
    claim = next(c for c in read_claims(WORDS, text, 2024) if c.value == whole)
    assert [part.value for part in claim.parts] == parts


@pytest.mark.parametrize(
    "name",
    [
        "示例县财政局",
        "示例县退役军人事务局",
        "示例县市场监督管理局",
        "示例县信访局",
        "示例县留言办公室",
    ],
)
def test_the_words_of_an_own_name_say_nothing(name):
    names = own_names(name)
    for form in (name, name.removeprefix("示例"), name.removeprefix("示例县")):
        text = f"2024年，{form}共收到政府信息公开申请27件。"
        (claim,) = read_claims(WORDS, text, 2024, names)
        assert (claim.metric, claim.value) == ("applications/received/total", 27)
        assert claim.phrase in text


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("示例县人民政府办公室", "县政府办"),
        ("示例市市场监督管理局", "市场监管局"),
        ("示例市卫生健康委员会", "市卫健委"),
        ("示例市住房和城乡建设局", "市住建局"),
    ],
)
def test_an_organ_is_known_by_its_short_form(name, short):
    claims = read_claims(WORDS, f"各部门收到申请40件，{short}收到申请7件。", 2024, own_names(name))
    assert [claim.value for claim in claims] == [7]


@pytest.mark.parametrize(
    "text",
    ["自然人申请30件，其中予以公开12件、无法提供18件。", "自然人申请的30件中，予以公开12件。"],
)
def test_results_of_one_applicant_are_of_that_column(text):
    claims = {claim.metric: claim.value for claim in read_claims(WORDS, text, 2024)}
    assert claims["applications/granted/natural"] == 12
    assert "applications/granted/total" not in claims


def test_of_all_reviews_only_those_of_the_field_count():
    claims = read_claims(WORDS, "行政复议案件14件，其中涉及政府信息公开的1件。", 2024)
    assert [(claim.metric, claim.value) for claim in claims] == [("disputes/cases/review_total", 1)]


def test_what_a_number_has_come_to_takes_the_subject_of_what_it_was():
    claims = read_claims(WORDS, "政府信息公开申请由上年的18件增至25件，增长38.9%。", 2024)
    assert [claim.value for claim in claims] == [25, Decimal("38.9")]


def test_a_second_way_of_sorting_is_a_breakdown_too():
    text = "答复25件，公民22件、法人3件；予以公开12件、部分公开2件、无法提供11件。"
    claims = read_claims(WORDS, text, 2024, asides=True)
    parts = [[part.value for part in claim.parts] for claim in claims if claim.value == 25]
    assert parts == [[22, 3], [12, 2, 11]]


@pytest.mark.parametrize(
    ("text", "metrics"),
    [
        ("公开（含部分公开）31件。", set()),
        ("不予公开（内部事务信息）2件。", {"applications/internal/total"}),
        (
            "行政复议零申请、行政诉讼零发生。",
            {"disputes/cases/review_total", "disputes/cases/suits_total"},
        ),
        ("印发文件61件，其中规范性文件4件。", {"disclosed/documents/issued"}),
        (
            "没有制定、修改、废止规范性文件。",
            {"disclosed/documents/issued", "disclosed/documents/repealed"},
        ),
    ],
)
def test_kinds_that_later_reports_showed(text, metrics):
    assert {claim.metric for claim in read_claims(WORDS, text, 2024)} == metrics


CARRIERS = tuple(word for pattern in WORDS.file.channels.carriers for word in expand(pattern))
CHANNEL = WORDS.file.channels.metric


@pytest.mark.parametrize(
    "text",
    [
        "依托{}发布信息42条。",
        "收到留言7件，在{}公开42条信息。",
        "{}：更新信息42条。",
        "“示例水利”{}推送各类信息42条。",
        "全年公开90条信息，其中42条通过{}公开。",
    ],
)
def test_each_carrier_of_the_form_is_one_in_every_place(text):
    for carrier in CARRIERS[::4]:
        said = read(text.format(carrier))
        [metric] = [metric for metric in said if metric.startswith(CHANNEL)]
        assert (metric.endswith(carrier), said[metric]) == (True, 42), carrier


def test_what_is_published_on_a_channel_is_no_cell():
    leads = ("通过门户网站", "“示例发布”公众号", "在政务公开栏")
    things = (
        "行政处罚决定",
        "行政许可决定书",
        "行政规范性文件",
        "规章",
        "行政复议决定书",
        "申请指南",
    )
    for lead, verb, thing in product(leads, ("发布", "公开", "公示", "推送"), things):
        for unit, says in product("条件份", ("{0}12{1}", "12{1}{0}", "各类{0}12{1}、通知3{1}")):
            text = f"{lead}{verb}{says.format(thing, unit)}。"
            assert all(metric.startswith("overview.") for metric in read(text)), text
