"""The national form of 2021: labels, shape, relations and questions as the form itself has them.

Everything expected here is written out, never derived: it is what the printed form says.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from drafter.draft.draft_facts import Facts
from drafter.draft.draft_model import Draft, with_answer
from drafter.draft.typed_answers import read_answer
from drafter.errors import Problem
from drafter.form.definitions import Form, Kind, Line, Need
from drafter.form.form_file import load_form
from drafter.form.year_words import in_year
from drafter.report.document import grid_of

ROOT = Path(__file__).parents[2]
TITLES = [
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
]
HEADINGS = [
    "（一）主动公开",
    "（二）依申请公开",
    "（三）政府信息管理",
    "（四）政府信息公开平台建设",
    "（五）监督保障",
]
# A printed cell is (label, columns, rows); N stands for a figure.
N = "0"
DISCLOSED = [
    [("第二十条第（一）项", 4, 1)],
    [("信息内容", 1, 1), ("本年制发件数", 1, 1), ("本年废止件数", 1, 1), ("现行有效件数", 1, 1)],
    [("规章", 1, 1), (N, 1, 1), (N, 1, 1), (N, 1, 1)],
    [("行政规范性文件", 1, 1), (N, 1, 1), (N, 1, 1), (N, 1, 1)],
    [("第二十条第（五）项", 4, 1)],
    [("信息内容", 1, 1), ("本年处理决定数量", 3, 1)],
    [("行政许可", 1, 1), (N, 3, 1)],
    [("第二十条第（六）项", 4, 1)],
    [("信息内容", 1, 1), ("本年处理决定数量", 3, 1)],
    [("行政处罚", 1, 1), (N, 3, 1)],
    [("行政强制", 1, 1), (N, 3, 1)],
    [("第二十条第（八）项", 4, 1)],
    [("信息内容", 1, 1), ("本年收费金额（单位：万元）", 3, 1)],
    [("行政事业性收费", 1, 1), (N, 3, 1)],
]
SEVEN = [(N, 1, 1)] * 7
APPLICATIONS = [
    [
        ("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, 3),
        ("申请人情况", 7, 1),
    ],
    [("自然人", 1, 2), ("法人或其他组织", 5, 1), ("总计", 1, 2)],
    [
        ("商业企业", 1, 1),
        ("科研机构", 1, 1),
        ("社会公益组织", 1, 1),
        ("法律服务机构", 1, 1),
        ("其他", 1, 1),
    ],
    [("一、本年新收政府信息公开申请数量", 3, 1), *SEVEN],
    [("二、上年结转政府信息公开申请数量", 3, 1), *SEVEN],
    [("三、本年度办理结果", 1, 22), ("（一）予以公开", 2, 1), *SEVEN],
    [("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", 2, 1), *SEVEN],
    [("（三）不予公开", 1, 8), ("1.属于国家秘密", 1, 1), *SEVEN],
    [("2.其他法律行政法规禁止公开", 1, 1), *SEVEN],
    [("3.危及“三安全一稳定”", 1, 1), *SEVEN],
    [("4.保护第三方合法权益", 1, 1), *SEVEN],
    [("5.属于三类内部事务信息", 1, 1), *SEVEN],
    [("6.属于四类过程性信息", 1, 1), *SEVEN],
    [("7.属于行政执法案卷", 1, 1), *SEVEN],
    [("8.属于行政查询事项", 1, 1), *SEVEN],
    [("（四）无法提供", 1, 3), ("1.本机关不掌握相关政府信息", 1, 1), *SEVEN],
    [("2.没有现成信息需要另行制作", 1, 1), *SEVEN],
    [("3.补正后申请内容仍不明确", 1, 1), *SEVEN],
    [("（五）不予处理", 1, 5), ("1.信访举报投诉类申请", 1, 1), *SEVEN],
    [("2.重复申请", 1, 1), *SEVEN],
    [("3.要求提供公开出版物", 1, 1), *SEVEN],
    [("4.无正当理由大量反复申请", 1, 1), *SEVEN],
    [("5.要求行政机关确认或重新出具已获取信息", 1, 1), *SEVEN],
    [
        ("（六）其他处理", 1, 3),
        ("1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", 1, 1),
        *SEVEN,
    ],
    [
        ("2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", 1, 1),
        *SEVEN,
    ],
    [("3.其他", 1, 1), *SEVEN],
    [("（七）总计", 2, 1), *SEVEN],
    [("四、结转下年度继续办理", 3, 1), *SEVEN],
]
FIVE_RESULTS = [
    ("结果维持", 1, 1),
    ("结果纠正", 1, 1),
    ("其他结果", 1, 1),
    ("尚未审结", 1, 1),
    ("总计", 1, 1),
]
DISPUTES = [
    [("行政复议", 5, 1), ("行政诉讼", 10, 1)],
    [
        ("结果维持", 1, 2),
        ("结果纠正", 1, 2),
        ("其他结果", 1, 2),
        ("尚未审结", 1, 2),
        ("总计", 1, 2),
        ("未经复议直接起诉", 5, 1),
        ("复议后起诉", 5, 1),
    ],
    [*FIVE_RESULTS, *FIVE_RESULTS],
    [(N, 1, 1)] * 15,
]
GRIDS = {"disclosed": DISCLOSED, "applications": APPLICATIONS, "disputes": DISPUTES}

APPLICANTS = ["natural", "business", "research", "welfare", "legal", "other"]
RESULTS = [
    "granted",
    "partial",
    "secret",
    "forbidden",
    "stability",
    "third_party",
    "internal",
    "process",
    "enforcement_file",
    "registry_query",
    "not_held",
    "to_be_made",
    "unclear",
    "petition",
    "repeated",
    "publication",
    "excessive",
    "confirmation",
    "not_supplemented",
    "fee_unpaid",
    "other_outcome",
]

# What the guided questions must ask (the authority's list), and where this form asks it.
P, R, M, S = "overview.proactive.", "overview.requests.", "overview.management.", "overview."
ASKED = {
    "pub_total": [P + "items_published"],
    "pub_by_channel": [P + "by_channel"],
    "pub_by_cat": [P + "by_category"],
    "key_areas": [P + "key_areas"],
    "interpret_n": [P + "interpretations"],
    "interpret_forms": [P + "interpretation_forms", P + "interpretation_sync"],
    "respond_n": [
        P + "responses",
        P + "message_kinds",
        P + "messages_received",
        P + "messages_closed",
        P + "messages_public",
    ],
    "consult_n": [P + "consultations", P + "consultation_opinions", P + "consultation_feedback"],
    "press_n": [P + "press_conferences"],
    "interview_n": [P + "interviews"],
    "openday_n": [P + "open_days"],
    "meetings_n": [P + "meetings_opened"],
    "budget": [P + "budget"],
    "proposals_n": [P + "proposals_published"],
    "catalog": [P + "catalogue_updated", P + "catalogue_compiled"],
    "docs_open": [P + "documents_made", P + "documents_open"],
    "app_channel": [R + "by_channel"],
    "app_topics": [R + "topics"],
    "on_time": [R + "on_time", R + "late", R + "extended"],
    "measures": [R + "practices", R + "measures"],
    "review_lit": [R + "dispute_notes"],
    "doc_issued / doc_repealed / doc_valid": [M + "documents_told"],
    "doc_cleanup": [M + "documents_cleaned", M + "cleaning_published"],
    "review_flow": [
        M + "review_flow",
        M + "first_reviewer",
        M + "second_reviewer",
        M + "final_reviewer",
    ],
    "secrecy": [M + "secrecy_review", M + "attributes_marked", M + "attributes_count"],
    "dynamic": [M + "dynamic_review", M + "dynamic_released"],
    "cleanup_n": [M + "patrols", M + "patrolled_kinds", M + "patrolled_items"],
    "has_site": [S + "platform.has_site", S + "platform.site_name", S + "platform.host_site"],
    "columns": [S + "platform.columns_new", S + "platform.columns_improved"],
    "visits": [S + "platform.visits"],
    "media_accounts": [
        S + "platform.media_accounts",
        S + "platform.media_names",
        S + "platform.media_posts",
        S + "platform.media_followers",
    ],
    "offline": [S + "platform.places", S + "platform.places_where", S + "platform.visitors"],
    "gazette": [S + "platform.gazette_issues", S + "platform.gazette_digital"],
    "incident": [S + "platform.incidents"],
    "leadership": [
        S + "supervision.leader",
        S + "supervision.unit",
        S + "supervision.staff_full",
        S + "supervision.staff_part",
    ],
    "meetings_training": [
        S + "supervision.meetings",
        S + "supervision.trainings",
        S + "supervision.trained",
    ],
    "inspect": [
        S + "supervision.self_inspections",
        S + "supervision.superior_inspections",
        S + "supervision.problems_found",
        S + "supervision.problems_fixed",
    ],
    "exam": [S + "supervision.exam_done", S + "supervision.exam_result"],
    "social": [S + "supervision.social_done", S + "supervision.social_result"],
    "account": [S + "supervision.accountability"],
    "last_problems": ["problems.last_items"],
    "problems[]": ["problems.items"],
    "fee_notices, fee_billed, fee_received": [
        "other.fee_notices",
        "other.fee_billed",
        "other.fee_received",
    ],
    "policy_points": ["other.policy_points"],
    "proposals": ["other.proposals"],
    "innovation": ["other.innovation"],
    "other": ["other.matters"],
}
REQUIRED = [
    P + "items_published",
    R + "on_time",
    S + "platform.has_site",
    "problems.items",
    "other.fee_notices",
    "other.fee_billed",
    "other.fee_received",
]
GOVERNMENTS = [
    S + "supervision.exam_done",
    S + "supervision.exam_result",
    S + "supervision.social_done",
    S + "supervision.social_result",
    S + "supervision.accountability",
]
LOCAL = [P + "key_areas", "other.policy_points", "other.proposals", "other.innovation"]
ZEROS = {
    P + "items_published": "我局全年未主动公开政府信息",
    P + "interpretations": "全年未发布政策解读",
    R + "extended": "没有延长答复期限的情形",
    M + "patrolled_items": "未发现需要整改的问题",
    S + "platform.media_accounts": "未开设政务新媒体",
    S + "platform.incidents": "全年未发生网站和政务新媒体安全事故",
    S + "supervision.problems_found": "未发现问题",
    S + "supervision.accountability": "未发生因政府信息公开工作被追究责任的情形",
    "other.fee_received": "本年度未收取信息处理费",
    "other.matters": "无其他需要报告的事项",
}


@pytest.fixture(scope="module")
def form() -> Form:
    return load_form("disclosure-2021")


@pytest.fixture(scope="module")
def facts(form: Form) -> Facts:
    return Facts(form, Draft(form.id, answers={"organ.self": "我局"}))


def test_six_parts_in_order(form, facts):
    assert [facts.render(part.title) for part in form.parts] == TITLES


def test_five_aspects_of_part_one(form, facts):
    titles = [facts.render(s.title, s.id) for s in form.parts[0].sections]
    assert [title for title in titles if title] == HEADINGS


@pytest.mark.parametrize("table", GRIDS)
def test_printed_table(form, facts, table):
    grid = grid_of(form, form.tables[table], facts.figures)
    printed = [[(cell.text, cell.columns, cell.rows) for cell in row] for row in grid.rows]
    assert printed == GRIDS[table]


def test_two_hundred_cells(form):
    assert {id_: len(table.cells) for id_, table in form.tables.items()} == {
        "disclosed": 10,
        "applications": 175,
        "disputes": 15,
    }


def test_units(form):
    units = {address: (cell.kind, cell.unit) for address, cell in form.cells.items()}
    assert units.pop("disclosed/fees/amount") == (Kind.MONEY, "万元")
    assert set(units.values()) == {(Kind.COUNT, "件")}


def test_what_is_never_typed(form):
    rows = ["received", "carried_in", *RESULTS, "handled", "carried_out"]
    totals = {f"applications/{row}/total" for row in rows}
    totals |= {f"applications/handled/{column}" for column in APPLICANTS}
    totals |= {f"disputes/cases/{group}_total" for group in ("review", "direct", "after")}
    assert form.computed == totals


def test_the_total_of_results_has_twenty_one_addends(form):
    assert len(RESULTS) == 21
    for column in [*APPLICANTS, "total"]:
        (relation,) = [
            r
            for r in form.relations
            if r.name == "results_total" and r.total == f"applications/handled/{column}"
        ]
        terms = [term for side in relation.right for term in side.terms]
        assert [(t.factor, t.address) for t in terms] == [
            (1, f"applications/{row}/{column}") for row in RESULTS
        ]


def test_the_balance_holds_for_each_of_seven_columns(form):
    balances = [r for r in form.relations if r.name == "balance"]
    assert len(balances) == 7
    for column, relation in zip([*APPLICANTS, "total"], balances, strict=True):
        sides = [
            [t.address for s in side for t in s.terms] for side in (relation.left, relation.right)
        ]
        assert sides == [
            [f"applications/received/{column}", f"applications/carried_in/{column}"],
            [f"applications/handled/{column}", f"applications/carried_out/{column}"],
        ]


@pytest.mark.parametrize("key", ASKED)
def test_every_question_of_the_authority_is_asked(form, key):
    assert [id_ for id_ in ASKED[key] if id_ not in form.questions] == []


def test_who_has_to_answer(form):
    needs = {id_: question.need for id_, question in form.questions.items()}
    assert {needs[id_] for id_ in REQUIRED} == {Need.REQUIRED}
    for kind in ("乡镇人民政府", "政府部门"):
        draft = Draft(form.id, {"organ.kind": kind, S + "supervision.exam_done": True})
        facts = Facts(form, with_answer(draft, S + "supervision.social_done", True))
        asked = [id_ for id_ in GOVERNMENTS if facts.required(form.questions[id_])]
        assert asked == (GOVERNMENTS if kind == "乡镇人民政府" else [])
    assert {needs[id_] for id_ in LOCAL} == {Need.LOCAL}


def test_zero_wordings(form, facts):
    zeros = {id_: q.zero for id_, q in form.questions.items() if q.zero}
    said = {id_: facts.render(zero, form.questions[id_].section) for id_, zero in zeros.items()}
    assert said == ZEROS


def test_examples_can_be_answered(form):
    for question in form.questions.values():
        if (question := in_year(question, 2024)).example:
            assert not isinstance(read_answer(question, question.example), Problem), question.id


def test_every_question_is_a_question_with_a_source(form):
    for question in form.questions.values():
        assert question.ask.endswith("？"), question.id
        assert question.label, question.id
        assert question.source, question.id
        assert not re.search(r"[,;:!?()]", question.ask + question.hint), question.id


# Where no source settles a point, the form may ask or point out, never lay down.
UNSETTLED = {
    "repealed": "失效",
    "individual businesses": "个体工商户",
    "simple penalties": "简易程序",
    "carried cases": "重新计入",
    "joint applicants": "共同申请",
    "disputed review outcome": "第六十九条",
}


@pytest.mark.parametrize("word", UNSETTLED.values(), ids=UNSETTLED)
def test_what_no_source_settles_is_not_laid_down(form, word):
    rules = [text for line in _lines(form) for text in (line.counts, line.excludes)]
    rules += [t for q in form.questions.values() for t in (q.counts, q.excludes)]
    assert [rule for rule in rules if word in rule] == []


def test_what_no_source_settles_never_stops_a_report(form):
    strict = {r.name for r in form.relations if r.verb.severity.name == "ERROR"}
    assert strict.isdisjoint(
        {"stock", "stock_from_last_year", "disputes_without_applications", "direct_suits"}
        | {"pending_reviews", "pending_direct", "pending_after", "fee_within_charges"}
    )


def _lines(form: Form) -> list[Line]:
    def below(line: Line) -> list[Line]:
        return [line, *(inner for child in line.children for inner in below(child))]

    return [
        line
        for table in form.tables.values()
        for block in table.blocks
        for top in (*block.columns, *block.rows)
        for line in below(top)
    ]


def test_every_number_is_in_a_relation_or_said_to_be_in_none(form):
    page = (ROOT / "docs" / "answer-relations.md").read_text("utf-8")
    related: set[str] = set()
    for relation in form.relations:
        condition = relation.when.source if relation.when else ""
        related |= {*relation.addresses, *(q for q in form.questions if q in condition)}
    kinds = {Kind.COUNT, Kind.MONEY, Kind.BREAKDOWN}
    numbers = [q.id for q in form.questions.values() if q.kind in kinds]
    assert len(numbers) > 50
    left = [n for n in numbers if n not in related and f"`{n.rpartition('.')[2]}`" not in page]
    assert not left
