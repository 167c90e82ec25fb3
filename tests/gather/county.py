"""A made-up county: its list of units and their reports in all kinds of files, faults planted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from itertools import cycle
from pathlib import Path
from typing import NamedTuple

from drafter.checks.material import load_material
from drafter.draft.answers_file import load_answers
from drafter.draft.answers_writer import write_answers
from drafter.draft.draft_facts import Facts
from drafter.draft.draft_model import Cell, Draft, Origin, Record, with_answer, with_cell
from drafter.form.definitions import Form
from drafter.output.output_kinds import Export, Output, make_output
from drafter.report.document import build_document

from ..conftest import sets_chinese

ROOT = Path(__file__).parents[2]


def _words(text: str) -> list[str]:
    return text.split()


PLACE = "示例县"
FIELDS = _words(
    """
    教育 科技 工业和信息化 民政 司法 财政 人力资源 自然资源 生态环境 住房建设 交通运输
    水利 农业农村 商务 文化旅游 卫生健康 退役军人 应急管理 审计 市场监管 统计 医疗保障
    乡村振兴 信访 城市管理 林业 粮食 体育 档案 气象
    """
)
TOWNS = _words(
    """
    青石 白水 红岩 柳林 石桥 河口 松山 竹溪 大坪 新店 古城 东风 双河 龙泉 清江
    金沙 银杏 桃园 杏花 梅岭 南湖 北坡 西坝 中和 长乐 永安 太平 兴隆 高桥 平原
    """
)
_SUBJECTS = _words(
    """
    政策文件的解读材料多是文字，群众看着吃力 网站栏目分得太细，有的一年没有新内容
    依申请公开的答复书说理不够充分 公开属性的认定靠经办人凭经验
    会议公开只发了简讯，没有议题材料 重大项目的进展信息停在开工那一条
    热线问答和网站问答的口径不一致 村里的公开栏贴得满却没有更新
    年轻的经办人调动频繁，交接不完整 图片和表格没有替代文字，盲人读屏读不出来
    征求意见以后没有说明采纳了哪些 惠民资金的发放名单公布得晚 行政处罚的案由写得过于笼统
    部门之间转办的信件时限算不清楚 历年文件的扫描件不能检索 政务新媒体转载多、原创少
    """
)
_CAUSES = _words(
    """
    负责的同志同时管着三项工作 制度里没有写明由谁来做 信息系统还是多年前的旧版
    采购的服务到期后没有续上 培训只讲条文，没有讲案例 股室担心出错，能不发就不发
    各单位报来的口径各写各的 没有把公开列入办文流程 缺少懂排版和制图的人
    检查通报之后没有回头看 村干部不熟悉电脑操作 上级系统的接口迟迟没有打通
    历史档案移交时缺了目录 经办环节之间没有台账 预算里没有安排这笔经费 群众的意见没有汇总分析
    """
)
_MEASURES = _words(
    """
    由办公室每月列出空栏目清单，限期补上或者撤并 请法律顾问逐件审看答复书，年底编一册范例
    办文时同步填写公开意见，缺项的退回 每季度请十名群众代表试用网站，把意见逐条答复
    和融媒体中心商定图解模板，一件文件配一张图 把项目进度表接到网站，由业务股室按周填报
    建一本共用的问答库，两边都从里面取 给每个村配一名信息员，按月晒出更新情况
    定出交接清单，人走账不走 全部图片补写说明，验收时逐页听一遍 采纳情况和理由随文件一起公布
    发放前先公示，公示期满再打款 照着上级的案由目录改写，由法制员把关
    在转办单上印出起止日期，到期前两天提醒 分三年把旧文件重新识别成文字
    每周策划一个选题，股室轮流供稿
    """
)

COPIED = (
    "今年汛期和换届撞在一起，公开栏有两个月没有更新，村民拿着手机里的截图来问补贴发到哪一户，经办的同志答不上来。"
    "后来才弄明白，名册在会计手里，公示在文书手里，谁也没有通知谁。"
)


class Planted(NamedTuple):
    """A unit of the county. kind: of its file, "" for none; fault: what was planted, "" for none.

    code: the family of the check that finds it; state: the unit's, as it has to come out
    """

    name: str
    kind: str
    state: str = "可用"
    fault: str = ""
    code: str = ""


class Fault(NamedTuple):
    """What is planted in a report: how it is changed, the state and the check that tell."""

    what: str
    change: Callable[[Form, Draft], Draft]
    state: str = "可用"
    code: str = ""


def _text(section: str, text: str) -> Callable[[Form, Draft], Draft]:
    return lambda form, draft: replace(draft, texts={**draft.texts, section: text})


def _unbalanced(form: Form, draft: Draft) -> Draft:
    return with_cell(form, draft, "applications/carried_out/natural", 5)


def _carried(form: Form, draft: Draft) -> Draft:
    """Three carried in and dealt with, where last year's report carried none out."""
    draft = with_cell(form, draft, "applications/carried_in/legal", 3)
    granted = draft.cells.get("applications/granted/legal")
    return with_cell(
        form, draft, "applications/granted/legal", 3 + int(granted.value if granted else 0)
    )


def _late(form: Form, draft: Draft) -> Draft:
    return with_answer(draft, form.signature.date, date(2024, 2, 20))


FAULTS = (
    Fault("表三不平", _unbalanced, "有错", "T"),
    Fault("迟报", _late, code="D04"),
    Fault(
        "文字和表不一致",
        _text(
            "overview.requests", "2023年，本机关共收到政府信息公开申请77件，均在法定期限内答复。"
        ),
        code="M",
    ),
    Fault("抄来的段落", _text("overview.supervision", COPIED)),
    Fault(
        "留着上年的年份",
        _text("overview.platform", "2022年，本机关完善了栏目设置，公布了办事指南。"),
        code="D02",
    ),
    Fault("与上年结转不符", _carried, "有错", "Y"),
)


def unit_names(number: int) -> list[str]:
    """As many names of bureaus and towns, each in turn."""
    pairs = zip(FIELDS, TOWNS, strict=True)
    both = [n for f, t in pairs for n in (f"{PLACE}{f}局", f"{PLACE}{t}镇人民政府")]
    return both[:number]


def draft_of(name: str, number: int, year: int = 2023) -> tuple[Form, Draft]:
    """A faultless report of a unit in words of its own."""
    town = name.endswith("人民政府")
    sample = "nil-township-2023" if town else "county-bureau-2023"
    form, draft, *_ = load_answers(ROOT / f"sample_answers/{sample}.yaml")
    old = str(draft.answers["organ.name"])
    field = name.removeprefix(PLACE).removesuffix("局").removesuffix("镇人民政府")
    was = old.removeprefix(PLACE).removesuffix("局").removesuffix("镇人民政府")
    answers = {key: _renamed(value, was, field) for key, value in draft.answers.items()}
    draft = replace(draft, answers=answers)
    for key in ("problems.last_items", "overview.requests.dispute_notes"):
        draft = with_answer(draft, key, None)
    draft = with_answer(draft, "problems.items", _problems(form, number))
    draft = with_answer(draft, "overview.platform.columns_named", None)
    return form, draft


def _renamed(value: object, was: str, field: str) -> object:
    if isinstance(value, str):
        return value.replace(was, field)
    if isinstance(value, tuple) and all(isinstance(each, str) for each in value):
        return tuple(each.replace(was, field) for each in value)
    return value


def _problems(form: Form, number: int) -> tuple[Record, ...]:
    blank = dict.fromkeys((f.id for f in form.questions["problems.items"].fields), "")
    # No two units have two clauses in common: each pair of places comes up once.
    first, second = number % 16, (number // 16) % 4
    starts = first, (3 * first + 5 * second) % 16, (7 * first + 3 * second) % 16
    clauses = zip(
        ("problem", "cause", "measure"), (_SUBJECTS, _CAUSES, _MEASURES), starts, strict=True
    )
    told = [(field, said, start) for field, said, start in clauses]
    return tuple(
        Record(
            blank | {field: said[(start + at * (1 + second)) % 16] for field, said, start in told}
        )
        for at in range(2)
    )


def file_of(form: Form, draft: Draft, kind: str) -> bytes:
    """The report as a file of this kind."""
    if kind == "yaml":
        return write_answers(form, draft).encode()
    material = load_material(Facts(form, draft))
    document = build_document(material.facts, draft=False)
    return make_output(Export(material, False), document, Output(kind)).data


def build(
    folder: Path, number: int, kinds: Sequence[str] = ("yaml", "docx", "html", "txt", "pdf")
) -> list[Planted]:
    """Write list, this year's and last year's reports; gives what was planted, unit by unit.

    Every second unit is faultless; of the others each seventh sent nothing. A machine without
    Chinese fonts sets no PDF.
    """
    if not sets_chinese():
        kinds = [kind for kind in kinds if kind != "pdf"]
    now, last = folder / "2023", folder / "2022"
    now.mkdir(parents=True)
    last.mkdir()
    names, kind_of, fault_of = unit_names(number), cycle(kinds), cycle((*FAULTS, None))
    (folder / "名单.csv").write_text("单位名称\n" + "\n".join(names) + "\n", "utf-8")
    planted: list[Planted] = []
    for at, name in enumerate(names):
        form, draft = draft_of(name, at)
        before = _last_year(form, draft)
        (last / f"{name}2022.yaml").write_text(write_answers(form, before), "utf-8")
        kind = next(kind_of)
        if at % 2 == 0:
            planted.append(Planted(name, kind))
        elif (fault := next(fault_of)) is None:
            planted.append(Planted(name, "", "未报", "没有报"))
            continue
        else:
            draft = fault.change(form, draft)
            planted.append(Planted(name, kind, fault.state, fault.what, fault.code))
        (now / f"{name}.{kind}").write_bytes(file_of(form, draft, kind))
    return planted


def _last_year(form: Form, draft: Draft) -> Draft:
    """What the year before must have said, so that nothing of this year's breaks with it."""
    carried = draft.cells.get("applications/carried_in/natural")
    cells = {a: Cell(cell.value + 1, Origin.ENTERED) for a, cell in draft.cells.items()}
    cells = {a: c for a, c in cells.items() if a.startswith("disclosed/")}
    if carried is not None:
        cells["applications/received/natural"] = carried
        cells["applications/carried_out/natural"] = carried
    stock = draft.cells.get("disclosed/documents/in_force")
    if stock is not None:
        made, gone = (
            int(draft.cells[f"disclosed/documents/{c}"].value) for c in ("issued", "repealed")
        )
        cells["disclosed/documents/in_force"] = Cell(int(stock.value) - made + gone, Origin.ENTERED)
    answers = {k: v for k, v in draft.answers.items() if k.startswith("organ.")}
    answers |= {"year": 2022, "report.signed": date(2023, 1, 18)}
    return replace(draft, answers=answers, cells=cells, texts={})
