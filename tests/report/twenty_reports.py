"""Twenty reports to be read aloud: organs of every kind, answered by script from the form.

`python tests/report/twenty_reports.py FOLDER` writes them as answers files, which `drafter print`
takes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any

from drafter.draft.answers_writer import write_answers
from drafter.draft.draft_facts import Facts
from drafter.draft.draft_model import Cell, Draft, Origin
from drafter.draft.typed_answers import read_answer
from drafter.errors import Problem
from drafter.form.definitions import Form, Kind, Need, Question
from drafter.form.form_file import load_form

YEAR = 2023
P, R, M = "overview.proactive.", "overview.requests.", "overview.management."
W, S = "overview.platform.", "overview.supervision."

# A count that is part of another, and the share of it that is taken.
PART_OF = {
    P + "documents_open": (P + "documents_made", 0.6),
    P + "messages_closed": (P + "messages_received", 1),
    P + "messages_public": (P + "messages_closed", 0.5),
    P + "consultation_feedback": (P + "consultations", 1),
    M + "attributes_count": (P + "documents_made", 1),
    S + "problems_fixed": (S + "problems_found", 0.8),
}
TO_THE_WHOLE = {P + "by_channel": P + "items_published"}
"""Breakdowns that make up their whole."""
LARGE = {
    P + "items_published": 240,
    P + "documents_made": 60,
    P + "messages_received": 40,
    P + "consultation_opinions": 15,
    S + "trained": 60,
    W + "visits": 12000,
    W + "media_posts": 120,
    W + "media_followers": 2300,
    W + "visitors": 200,
}
"""Counts that are larger than a handful, for a bureau; times `size`."""

RARE = (W + "incidents", P + "press_conferences", P + "open_days", "overview.opening.guided_by")
"""What few organs tell."""
PLACES = (
    "overview.opening.agenda",
    "preamble.local_basis",
    W + "site_name",
    W + "host_site",
    W + "media_names",
    W + "columns_named",
)
"""Lines that name what belongs to this organ."""

LAST = (
    ("公开信息的类别不够全面", "已对照主动公开基本目录补发招标投标、公共资源配置信息43条"),
    ("对乡镇指导不够", "到6个乡镇现场指导，并建立了工作联系群"),
    ("栏目更新不及时", "明确各栏目的责任科室，全年没有再发生逾期未更新的情况"),
)
PROBLEMS: tuple[Mapping[str, str], ...] = (
    {"problem": "政策解读以文字为主，图解、视频解读较少", "measure": "重要文件同步制作图解"},
    {
        "problem": "部分科室报送信息不及时",
        "cause": "兼职人员变动频繁",
        "measure": "明确各科室信息员，按月通报报送情况",
        "next": "由办公室牵头，2024年3月底前落实",
    },
    {
        "problem": "依申请公开答复说理不充分",
        "measure": "答复前由法律顾问审核，定期整理典型案例供学习",
    },
    {
        "problem": "政务公开专区查阅设备陈旧",
        "cause": "没有列入年度采购计划",
        "measure": "更新查询终端2台",
    },
)
SENTENCES = {
    "overview.opening.results": "公开的时效和质量比上年有所提高",
    P + "measures": "聘请12名政务公开监督员，每季度征求一次意见。",
    R + "measures": "对重复申请的事项，主动与申请人当面沟通。",
    R + "dispute_notes": "被申请复议的主要原因是申请人对检索结果有异议。",
    M + "measures": "指定专人负责政府信息的登记、归档和动态更新。",
    W + "measures": "对网站内容进行了两次全面检测，没有发现不合格的栏目。",
    S + "measures": "把政务公开列入新任职人员的必学内容。",
    "problems.plan": "下一步，将继续完善主动公开基本目录，做好重点领域信息公开。",
    "other.policy_points": "县政务公开工作要点确定的18项任务均已完成。",
    "other.proposals": "全年承办的建议提案答复，除涉及国家秘密的外均已公开。",
    "other.innovation": "在集市设立流动公开点，把政策送到群众身边。",
    "other.matters": "本机关2023年10月由原水务机构更名，更名前后的数据已合并统计。",
}
EXAMPLES = {
    "organ.phone": "0990-1234567",
    "organ.email": "xxgk@example.gov.cn",
    W + "guidelines": "政府网站集约化建设要求",
    P + "promotion_topics": "惠企惠民政策",
    "overview.opening.required_by": "省、市、县",
    S + "exam_place": "纳入年度绩效考核，占4分",
    S + "exam_result": "对32个单位进行考核，优秀10个、良好20个、合格2个",
    S + "unit": "办公室",
    S + "inspected_by": "人大、政协",
}


@dataclass(frozen=True)
class Plan:
    """One report: who writes it, what is certain of it, and how much else is answered.

    cells: table/row/column
    share: how many of the optional questions are answered, 0 to 1
    size: how large its counts are; a bureau of a county is 1
    """

    organ: Mapping[str, str]
    cells: Mapping[str, int | float] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)
    share: float = 0.5
    size: float = 1
    seed: int = 0


def organ(name: str, kind: str, level: str, we: str, **more: str) -> dict[str, str]:
    """The first answers of an organ."""
    more = {f"organ.{key}": value for key, value in more.items()}
    return {"organ.name": name, "organ.kind": kind, "organ.level": level, "organ.self": we, **more}


def applications(**rows: Sequence[int]) -> dict[str, int]:
    """Cells of Table 3 by row, the applicants in the form's order."""
    columns = ("natural", "business", "research", "welfare", "legal", "other")
    return {
        f"applications/{row}/{column}": n
        for row, figures in rows.items()
        for column, n in zip(columns, figures, strict=False)
    }


def cases(**columns: int) -> dict[str, int]:
    """Cells of Table 4."""
    return {f"disputes/cases/{column}": n for column, n in columns.items()}


def documents(issued: int, repealed: int, in_force: int, row: str = "documents") -> dict[str, int]:
    """Cells of a row of Table 2."""
    return {
        f"disclosed/{row}/issued": issued,
        f"disclosed/{row}/repealed": repealed,
        f"disclosed/{row}/in_force": in_force,
    }


BUREAU = organ("示例县水利局", "政府部门", "县级", "我局", superior="县委、县政府")
COUNTY = organ("示例县人民政府", "人民政府", "县级", "我县", place="全县")
TOWN = organ(
    "示例县青石镇人民政府", "乡镇人民政府", "乡镇级", "我镇", superior="县委、县政府", place="全镇"
)
CITY = organ("示例市人民政府", "人民政府", "市级", "我市", place="全市")
SITE = {W + "has_site": "是"}
NO_SITE = {W + "has_site": "否"}
ON_TIME = {R + "on_time": "是"}

REPORTS: Mapping[str, Plan] = {
    "nil township, little told": Plan(
        TOWN,
        answers={P + "items_published": "36", S + "exam_done": "否", S + "social_done": "否"},
        share=0.08,
    ),
    "nil township, all told": Plan(
        TOWN,
        documents(0, 0, 0),
        {S + "exam_done": "是", S + "social_done": "否"},
        share=1,
        size=0.3,
    ),
    "county bureau": Plan(
        BUREAU,
        applications(
            received=(6, 2, 0, 0, 1),
            carried_in=(1,),
            granted=(3,),
            partial=(1, 1),
            third_party=(0, 1),
            process=(1,),
            not_held=(1,),
            petition=(0, 0, 0, 0, 1),
            carried_out=(1,),
        )
        | documents(2, 1, 7)
        | cases(review_upheld=1),
        ON_TIME | {R + "extended": "2"},
        seed=3,
    ),
    "county government": Plan(
        COUNTY,
        applications(
            received=(186, 17, 1, 2, 4, 2),
            carried_in=(11,),
            granted=(70, 9, 1, 0, 2),
            partial=(25, 2),
            third_party=(6, 1),
            process=(10,),
            internal=(5,),
            not_held=(40, 3, 0, 1),
            to_be_made=(4,),
            petition=(13,),
            other_outcome=(14,),
            carried_out=(10, 2, 0, 1, 2, 2),
        )
        | documents(14, 9, 96)
        | {"disclosed/fees/amount": 3.5}
        | cases(
            review_upheld=9,
            review_corrected=3,
            review_pending=2,
            direct_upheld=1,
            after_upheld=5,
            after_corrected=2,
        ),
        {
            R + "on_time": "否",
            R + "late": "2",
            R + "late_reason": "征求第三方意见用时较长",
            R + "extended": "19",
            S + "exam_done": "是",
            S + "social_done": "是",
            S + "accountability": "2",
            "preamble.scope": "全县35个政府部门、12个乡镇和2个街道",
            "other.fee_notices": "3",
            "other.fee_billed": "1800",
            "other.fee_received": "1200",
            "other.fee_cases": "2",
        },
        share=1,
        size=40,
    ),
    "city government": Plan(
        CITY,
        applications(
            received=(900, 80, 2, 3, 9, 4), granted=(900, 80, 2), not_held=(0, 0, 0, 3, 9, 4)
        )
        | documents(2, 0, 11, "regulations")
        | documents(45, 30, 380)
        | cases(review_upheld=88, review_other=20, after_other=8),
        ON_TIME | {S + "exam_done": "是", S + "social_done": "是", M + "documents_told": "是"},
        share=0.6,
        size=200,
        seed=5,
    ),
    "provincial department": Plan(
        organ("示例省水利厅", "政府部门", "省级", "我厅", superior="省委、省政府"),
        applications(
            received=(52, 9, 1),
            granted=(30, 4),
            partial=(2,),
            forbidden=(1,),
            registry_query=(2,),
            not_held=(12, 5, 1),
            repeated=(3,),
            not_supplemented=(2,),
        )
        | documents(6, 2, 88),
        ON_TIME | {R + "extended": "0"},
        share=0.9,
        size=6,
        seed=6,
    ),
    "state department": Plan(
        organ("国家示例局", "政府部门", "国务院部门", "我局", superior="党中央、国务院"),
        applications(
            received=(120, 30),
            carried_in=(3,),
            granted=(100, 30),
            not_held=(13,),
            carried_out=(10,),
        )
        | documents(3, 1, 42, "regulations"),
        ON_TIME,
        share=0.4,
        size=20,
        seed=7,
    ),
    "street, one application": Plan(
        organ("示例区河东街道办事处", "街道办事处", "乡镇级", "我街道", superior="区委、区政府"),
        applications(received=(1,), not_held=(1,)),
        ON_TIME | {R + "extended": "1"},
        share=0.3,
        size=0.4,
        seed=8,
    ),
    "zone, nothing closed": Plan(
        organ("示例经济开发区管理委员会", "管理委员会", "县级", "管委会"),
        applications(received=(2, 1), carried_out=(2, 1)),
        share=0.5,
        seed=9,
    ),
    "outpost, carried in only": Plan(
        organ("示例省人民政府示例地区行政公署", "派出机构", "市级", "本机关"),
        applications(carried_in=(1, 1), granted=(1,), not_held=(0, 1)),
        ON_TIME,
        share=0.4,
        seed=10,
    ),
    "authorised body": Plan(
        organ("示例市住房公积金管理中心", "法律法规授权的组织", "市级", "我中心"),
        applications(received=(4,), granted=(4,)),
        ON_TIME | {W + "has_site": "是"},
        share=0.7,
        size=2,
        seed=11,
    ),
    "office of a city": Plan(
        organ("示例市人民政府办公室", "政府办公厅（室）", "市级", "我办", superior="市委、市政府"),
        applications(received=(0, 0, 0, 0, 3), partial=(0, 0, 0, 0, 3))
        | documents(1, 1, 9, "regulations")
        | cases(direct_upheld=1, direct_pending=1),
        ON_TIME,
        share=0.8,
        size=3,
        seed=12,
    ),
    "bureau, late and extended": Plan(
        organ("示例区住房和城乡建设局", "政府部门", "县级", "我局", superior="区委、区政府"),
        applications(
            received=(20, 3),
            granted=(18,),
            secret=(1,),
            excessive=(1,),
            confirmation=(0, 1),
            fee_unpaid=(0, 1),
            carried_out=(0, 1),
        ),
        {
            R + "on_time": "否",
            R + "late": "1",
            R + "late_reason": "卷宗较多，查找用时较长",
            R + "extended": "4",
            "other.fee_notices": "1",
            "other.fee_billed": "300",
            "other.fee_received": "0",
        },
        share=0.5,
        seed=13,
    ),
    "township, held to account": Plan(
        organ(
            "示例县白水乡人民政府",
            "乡镇人民政府",
            "乡镇级",
            "我乡",
            superior="县委、县政府",
            place="全乡",
        ),
        applications(received=(2,), granted=(1,), unclear=(1,)),
        ON_TIME | {S + "exam_done": "是", S + "social_done": "是", S + "accountability": "1"},
        share=0.6,
        size=0.3,
        seed=14,
    ),
    "county government, neither examined nor rated": Plan(
        COUNTY,
        applications(received=(60, 3), granted=(60, 3)) | documents(0, 0, 40),
        ON_TIME | {S + "exam_done": "否", S + "social_done": "否"},
        share=0.5,
        size=10,
        seed=15,
    ),
    "bureau, many problems": Plan(
        BUREAU,
        documents(0, 2, 3),
        {
            "problems.items": list(PROBLEMS),
            "problems.last_items": [{"problem": p, "result": r} for p, r in LAST],
        },
        share=0.3,
        seed=16,
    ),
    "bureau, all refused": Plan(
        BUREAU,
        applications(received=(3, 1), internal=(3, 1))
        | cases(review_corrected=1, review_pending=1, direct_other=1, after_pending=1),
        ON_TIME,
        share=0.6,
        seed=17,
    ),
    "bureau with a site": Plan(
        organ("示例市商务局", "政府部门", "市级", "我局", superior="市委、市政府"),
        documents(1, 0, 12),
        {W + "has_site": "是", W + "incidents": "1", W + "incidents_handled": "已及时处置"},
        share=1,
        size=4,
        seed=18,
    ),
    "town, one application withdrawn": Plan(
        TOWN,
        applications(received=(0, 0, 0, 0, 1), other_outcome=(0, 0, 0, 0, 1)),
        ON_TIME | {S + "exam_done": "是", S + "social_done": "否"},
        share=0.4,
        size=0.2,
        seed=19,
    ),
    "bureau, zeros": Plan(
        BUREAU,
        {},
        {
            P + "items_published": "0",
            P + "budget": [],
            P + "main_topics": [],
            P + "main_channels": [],
            M + "patrolled_kinds": [],
            P + "interpretations": "0",
            M + "patrols": "2",
            M + "patrolled_items": "0",
            W + "media_accounts": "0",
            W + "incidents": "0",
            S + "self_inspections": "1",
            S + "problems_found": "0",
        },
        share=0.3,
        seed=20,
    ),
}


def facts_of(form: Form, plan: Plan) -> Facts:
    """The plan filled in: question by question, as the form asks."""
    cells = {address: Cell(number, Origin.ENTERED) for address, number in plan.cells.items()}
    draft = Draft(form.id, confirmed=frozenset(form.tables), cells=cells)
    rand = Random(plan.seed)
    given: dict[str, Any] = (
        {"year": YEAR, "report.signed": "2024-01-20"} | dict(plan.organ) | dict(plan.answers)
    )
    gates = _gates(form, plan)
    for question in form.questions.values():
        facts = Facts(form, draft)
        raw = gates.get(question.id) if question.id in gates else given.get(question.id)
        if raw is None and facts.asked(question):
            raw = _answer(facts, question, plan, rand)
        if raw is None:
            continue
        value = read_answer(question, raw if isinstance(raw, list) else str(raw))
        assert not isinstance(value, Problem), (question.id, value)
        draft = replace(draft, answers={**draft.answers, question.id: value})
    return Facts(form, draft)


def _gates(form: Form, plan: Plan) -> dict[str, Any]:
    """What the gates of the tables answer, by the cells that the plan fills."""
    answers: dict[str, Any] = {}
    for table in form.tables.values():
        filled = [a.split("/") for a, n in plan.cells.items() if n and a.startswith(f"{table.id}/")]
        for gate in table.gates:
            names = [
                line.short
                for line in gate.lines
                if any(leaf.id in address for leaf in line.leaves for address in filled)
            ]
            yes = gate.question.kind is Kind.YESNO
            answers[gate.question.id] = ("是" if names else "否") if yes else names or []
    return answers


def _answer(facts: Facts, question: Question, plan: Plan, rand: Random) -> Any:
    """Something that this organ may well say, or None where it says nothing."""
    rare = question.need is Need.LOCAL or question.id in RARE
    if not facts.required(question) and rand.random() >= plan.share * (0.25 if rare else 1):
        return None
    if question.id in PLACES:
        return _place(facts, question)
    if question.id == "problems.items":
        return list(PROBLEMS[: rand.choice((1, 2, 3))])
    if question.id == "problems.last_items":
        return [{"problem": p, "result": r} for p, r in LAST[: rand.choice((1, 2))]]
    match question.kind:
        case Kind.COUNT | Kind.MONEY:
            return _count(facts, question, plan, rand)
        case Kind.YESNO:
            return question.default or rand.choice(("是", "是", "否"))
        case Kind.CHOICE:
            return rand.choice(question.choices)
        case Kind.CHOICES if question.id == R + "practices" and not facts.names["any_application"]:
            return list(question.choices[:2])
        case Kind.CHOICES:
            return rand.sample(question.choices, min(len(question.choices), rand.choice((1, 2, 3))))
        case Kind.BREAKDOWN:
            return _breakdown(facts, question, plan, rand)
        case Kind.PROSE:
            return SENTENCES.get(question.id)
        case _:
            return (EXAMPLES.get(question.id) or question.example).replace("某某", "示例") or None


def _place(facts: Facts, question: Question) -> str:
    name = str(facts.answers["organ.name"])
    above = next((name[: name.index(end) + 1] for end in "县市省" if end in name), "示例市")
    if question.id == W + "columns_named":
        one = sum(facts.answers.get(W + c, 0) for c in ("columns_new", "columns_improved")) == 1
        return "“惠企政策”" if one else "“惠企政策”“稳岗就业”"
    if question.id == W + "media_names":
        many = facts.answers[W + "media_accounts"] != 1
        return "“示例发布”微信公众号、“示例发布”微博" if many else "“示例发布”微信公众号"
    return {
        "overview.opening.agenda": f"《{above}{YEAR}年政务公开工作要点》",
        "preamble.local_basis": f"《{above}人民政府办公室关于编制政府信息公开年度报告的通知》",
        W + "site_name": f"{name}门户网站",
        W + "host_site": f"{above}人民政府门户网站",
    }[question.id]


def _count(facts: Facts, question: Question, plan: Plan, rand: Random) -> int | None:
    if question.id in PART_OF:
        whole, share = PART_OF[question.id]
        known = facts.answers.get(whole)
        return None if not isinstance(known, int) else int(known * share)
    if question.id in LARGE:
        return round(LARGE[question.id] * plan.size * rand.uniform(0.7, 1.3))
    if question.default or question.id.startswith("other.") or question.id == W + "incidents":
        return 0
    return rand.choice((0, 1, 2, 3, 6)) if plan.size < 5 else rand.randint(2, 40)


def _breakdown(facts: Facts, question: Question, plan: Plan, rand: Random) -> str | None:
    whole = facts.answers.get(P + "items_published", 0)
    if question.id == R + "by_channel":
        whole = sum(n for a, n in plan.cells.items() if a.startswith("applications/received/"))
    elif question.id == W + "places":
        whole = rand.choice((1, 4, 9))
    if not isinstance(whole, int) or not whole:
        return None
    names = rand.sample(question.choices, min(rand.choice((1, 2, 3)), whole, len(question.choices)))
    parts = [max(whole // (2 * len(names)), 1) for _ in names]
    if question.id in TO_THE_WHOLE or question.id in (R + "by_channel", W + "places"):
        parts[0] += whole - sum(parts)
    return "，".join(f"{name} {n}" for name, n in zip(names, parts, strict=True))


def reports(form: Form) -> Iterator[tuple[str, Facts]]:
    """All twenty, by name."""
    for name, plan in REPORTS.items():
        yield name, facts_of(form, plan)


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    loaded = load_form("disclosure-2021")
    for number, (name, facts) in enumerate(reports(loaded), 1):
        file = folder / f"{number:02} {name}.yaml".replace(" ", "-").replace(",", "")
        file.write_text(write_answers(loaded, facts.draft), "utf-8")
