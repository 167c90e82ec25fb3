"""行政执法统计年报 in the layout of 湖北: labels and shape as its printed copies have them.

Everything expected here is written out, never derived.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from drafter.checks.check_run import run_checks
from drafter.checks.material import load_material
from drafter.desk.table_in_words import table_lines
from drafter.desk.table_phrases import REST_ZERO, Figures, hear
from drafter.draft.answers_file import load_answers
from drafter.draft.draft_facts import Facts
from drafter.draft.draft_model import Cell, Draft, Origin, Value
from drafter.draft.unfinished_places import empty_lines
from drafter.errors import Problem
from drafter.form.definitions import Form, Kind, Severity
from drafter.form.form_file import load_form
from drafter.importing.published_report import Sure, read_published
from drafter.interview.express_pages import page_lines
from drafter.interview.interview_state import PageKind, new_state
from drafter.interview.steps import Fill, next_step
from drafter.interview.way import go_to, way
from drafter.report.document import Document, Heading, Paragraph, PrintedTable, build_document
from drafter.report.jinja_pages import Format, Page, render
from drafter.typed_lines.table_sentence import Standing
from drafter.typed_lines.table_words import Sense

SAMPLES = Path(__file__).parents[2] / "sample_answers"
FORMS = Path(__file__).parents[1] / "forms"
NONE = "本单位无相关行政执法职责。"
PENALTIES = [
    [("单位名称", 1, 2), ("行政处罚实施数量（宗）", 8, 1)],
    [
        *(("警告", 1, 1), ("通报批评", 1, 1), ("罚款", 1, 1), ("没收违法所得", 1, 1)),
        *(("没收非法财物", 1, 1), ("暂扣许可证件", 1, 1), ("降低资质等级", 1, 1)),
        ("吊销许可证件", 1, 1),
    ],
    [("示例县商务局", 1, 1), *[("0", 1, 1)] * 8],
    [
        *(("单位名称", 1, 2), ("行政处罚实施数量（宗）", 6, 1)),
        *(("合计（宗）", 1, 2), ("罚没金额（万元）", 1, 2)),
    ],
    [
        *(("限制开展生产经营活动", 1, 1), ("责令停产停业", 1, 1), ("责令关闭", 1, 1)),
        *(("限制从业", 1, 1), ("行政拘留", 1, 1), ("其他行政处罚", 1, 1)),
    ],
    [("示例县商务局", 1, 1), *[("0", 1, 1)] * 8],
]
LICENCES = ["申请数量", "受理数量", "许可数量", "不予许可数量", "撤销许可数量"]


@pytest.fixture(scope="module")
def form() -> Form:
    return load_form("enforcement")


def facts_of(form: Form, *, cells: dict[str, object] | None = None, **answers: Value) -> Facts:
    own: dict[str, Value] = {"year": 2024, "organ.name": "示例县商务局", "organ.self": "我局"}
    own |= {"report.signed": date(2025, 1, 20)}
    own |= {name.replace("__", "."): value for name, value in answers.items()}
    given = {a: Cell(value, Origin.ENTERED) for a, value in (cells or {}).items()}  # type: ignore[arg-type]
    return Facts(form, Draft(form.id, own, cells=given))


def document_of(form: Form, **given: object) -> Document:
    return build_document(facts_of(form, **given), draft=False)  # type: ignore[arg-type]


def under(document: Document, part: str) -> list[str]:
    """What stands in a part, tables as their id."""
    return [
        "table" if isinstance(block, PrintedTable) else block.text
        for block in document.blocks
        if not isinstance(block, Heading) and block.address.split(".")[0] == part
    ]


def test_headings(form):
    headings = [b for b in document_of(form).blocks if isinstance(b, Heading)]
    assert [(each.level, each.text) for each in headings] == [
        (1, "一、行政执法主体概况"),
        (2, "（一）行政执法主体的名称和数量情况。"),
        (2, "（二）行政执法机关及各执法主体的执法岗位设置数量及在岗执法人员数量。"),
        (2, "（三）其他需要说明的情况。"),
        (1, "二、2024年度行政执法案件情况"),
        (2, "（一）2024年行政处罚实施情况统计表"),
        (2, "（二）2024年行政许可实施情况统计表"),
        (2, "（三）2024年行政强制实施情况统计表"),
        (2, "（四）2024年其他行政执法行为实施情况统计表"),
    ]


def test_the_fourteen_kinds_stand_in_two_bands(form):
    grids = {b.address: b.grid for b in document_of(form).blocks if isinstance(b, PrintedTable)}
    rows = [
        [(cell.text, cell.columns, cell.rows) for cell in row] for row in grids["penalties"].rows
    ]
    assert rows == PENALTIES
    assert [cell.text for cell in grids["licences"].rows[1]] == LICENCES
    amount = form.cells["penalties/organ/amount"]
    assert (amount.kind, amount.unit) == (Kind.MONEY, "万元")


def test_a_row_that_goes_on_below_is_one_row(form):
    (total,) = [each for each in form.relations if each.name == "total"]
    assert total.total == "penalties/organ/total"
    assert len(total.addresses) == 15
    figures = {"penalties/organ/warning": 31, "penalties/organ/detained": 59}
    facts = facts_of(form, cells=figures)
    assert facts.names["cases"] == 90


@pytest.mark.parametrize(("duty", "printed"), [(False, [NONE]), (True, None), (None, None)])
def test_a_table_without_the_duty_is_a_sentence(form, duty, printed):
    answers = {} if duty is None else {"licences__any_case": False, "licences__duty": duty}
    said = under(document_of(form, **answers), "licences")
    assert said == printed if printed else (said[1] == "table" and NONE not in said)


def test_a_duty_without_a_case_is_zeros(form):
    facts = facts_of(form, penalties__duty=True, penalties__any_case=False)
    assert under(build_document(facts, draft=False), "penalties")[:2] == [
        "2024年度我局未实施行政处罚。",
        "table",
    ]
    assert list(empty_lines(facts)) == []


def test_a_case_that_was_said_and_is_not_there_is_told_once(form):
    facts = facts_of(form, penalties__any_case=True)
    confirmed = Draft(form.id, facts.draft.answers, confirmed=frozenset({"penalties"}))
    assert len(list(empty_lines(Facts(form, confirmed)))) == 1
    one = Draft(
        form.id,
        facts.draft.answers,
        cells={"penalties/organ/fine": Cell(1, Origin.ENTERED)},
        confirmed=frozenset({"penalties"}),
    )
    assert list(empty_lines(Facts(form, one))) == []


def test_the_sentence_before_a_table_has_its_totals(form):
    cells = {
        "penalties/organ/fine": 54,
        "penalties/organ/detained": 59,
        "penalties/organ/amount": Decimal("4.1"),
    }
    first = under(document_of(form, cells=cells), "penalties")[0]
    assert first == (
        "2024年度我局实施行政处罚总数为113宗，其中罚款54宗、行政拘留59宗，"
        "罚没金额4.1万元，具体见下表。"
    )
    assert under(document_of(form, cells=cells, report__told=False), "penalties")[0] == "table"


def test_the_notes_stand_under_the_table(form):
    document = document_of(form)
    table = next(n for n, b in enumerate(document.blocks) if isinstance(b, PrintedTable))
    notes = [b.text for b in document.blocks[table + 1 : table + 4] if isinstance(b, Paragraph)]
    assert [note[:6] for note in notes] == ["说明：1.行", "2.单处一个", "3.“罚没金"]


@pytest.mark.parametrize("kind", ["md", "html"])
@pytest.mark.parametrize("name", ["nil-2024", "police-2022", "urban-2020"])
def test_a_published_report_is_read_as_it_was_meant(form, name, kind):
    answers = load_answers(SAMPLES / f"enforcement-{name}.yaml")
    facts = Facts(form, answers.draft)
    document = build_document(facts, draft=False)
    page = render(form, document, Format(kind), Page(100)).encode()
    read = read_published(form, page, kind)
    assert [note for note in read.notes if note.sure is Sure.UNREAD] == []
    own = Facts(form, read.draft)
    assert own.figures == facts.figures
    assert (
        under(build_document(own, draft=False), "licences")[-1] == under(document, "licences")[-1]
    )


def test_joint_penalties_counted_twice_break_the_total():
    path = Path(__file__).parents[1] / "published" / "enforcement-joint-2021.yaml"
    answers = load_answers(path)
    result = run_checks(load_material(Facts(answers.form, answers.draft)))
    (found,) = result.of(Severity.ERROR)
    assert (found.code, found.address) == ("T01", "penalties/organ/total")
    assert "合计 10，前八类 13 + 后六类 10 = 23，差 13" in found.what


def test_the_prose_is_held_against_the_tables(form):
    text = "2024年度我局实施行政处罚总数为293宗，罚没收入11817.5万元，未实施行政许可。"
    cells = {"penalties/organ/fine": 292, "penalties/organ/amount": Decimal("11817.5")}
    facts = facts_of(form, cells=cells, report__told=False)
    draft = replace(facts.draft, texts={"bodies.remarks": text}, confirmed=frozenset({"penalties"}))
    found = [f for f in run_checks(load_material(Facts(form, draft))).findings if f.code[0] == "M"]
    assert [(each.code, each.seen[0]) for each in found] == [("M01", "实施行政处罚总数为293宗")]


@pytest.mark.parametrize("name", ["enforcement", "tiny"])
def test_every_form_understands_what_it_is_told_to_type(name):
    own = load_form(name, FORMS)
    table = next(iter(own.tables.values()))
    standing = Standing({}, frozenset(), (), Sense(None, None))
    heard = hear(own, table, f" {REST_ZERO} ", 2024, standing)
    assert isinstance(heard, Figures)
    assert (heard.given, heard.rest_zero) == ((), True)


def test_a_row_in_two_bands_is_told_once(form):
    state = new_state(form, facts_of(form, penalties__any_case=True).draft)
    there = go_to(state, "penalties/organ/warning")
    assert not isinstance(there, Problem)
    step = next_step(there)
    assert isinstance(step, Fill)
    assert table_lines(step) == ["  本机关：未填"]
    assert table_lines(step, whole=True) == ["  本机关：未填"]


def test_the_page_of_what_is_usual_says_which_table_is_left_out(form):
    facts = facts_of(form, others__any_case=False, others__duty=False)
    lines = page_lines(new_state(form, facts.draft, express=True), PageKind.USUAL)
    assert [line.said for line in lines if line.where == "tables/others"] == [NONE]


class TestZhejiang:
    """The layout of 浙江: other kinds, other parts, and no Python of its own."""

    @pytest.fixture
    def county(self) -> Facts:
        answers = load_answers(SAMPLES / "enforcement-county-2024.yaml")
        return Facts(answers.form, answers.draft)

    def test_headings(self, county):
        document = build_document(county, draft=False)
        headings = [b for b in document.blocks if isinstance(b, Heading)]
        assert [(each.level, each.text) for each in headings] == [
            (1, "第一部分 2024年度行政执法数据表"),
            (2, "一、行政处罚实施情况统计表"),
            (2, "二、行政许可实施情况统计表"),
            (2, "三、行政强制实施情况统计表"),
            (2, "四、其他行政执法行为实施情况统计表"),
            (1, "第二部分 2024年度行政执法总体情况"),
        ]

    def test_the_published_total_follows(self, county):
        assert county.names["cases"] == 108156
        labels = [cell.column_path[-1].label for cell in county.form.tables["penalties"].cells]
        assert labels == [
            *("警告、通报批评", "罚款", "没收违法所得、没收非法财物"),
            *("暂扣许可证、执照,降低资质等级", "吊销许可证、执照", "限制开展生产经营活动"),
            *("责令停产停业、责令关闭、限制从业", "行政拘留", "其他行政处罚"),
            *("合计（宗）", "罚没金额（万元）"),
        ]

    @pytest.mark.parametrize("kind", ["md", "html"])
    def test_it_is_read_as_it_was_meant(self, county, kind):
        document = build_document(county, draft=False)
        page = render(county.form, document, Format(kind), Page(100)).encode()
        read = read_published(county.form, page, kind)
        assert [note for note in read.notes if note.sure is Sure.UNREAD] == []
        assert Facts(county.form, read.draft).figures == county.figures


@pytest.mark.parametrize(
    ("table", "line", "figures"),
    [
        ("licences", "申请数量 9 受理数量 9 许可数量 8", "9 9 8"),
        ("licences", "本机关 申请 9，受理 9，许可 8，不予许可 1", "9 9 8 1"),
        ("others", "行政征收 3 行政裁决 4 行政检查 5", "3 4 5"),
        ("penalties", "警告 31 罚款 54 行政拘留 59 罚没金额 4.1万元", "31 54 59 4.1万元"),
    ],
)
def test_a_row_without_sums_is_typed_in_one_line(form, table, line, figures):
    own = form.tables[table]
    used = frozenset(cell.address for cell in own.cells if cell.address not in form.computed)
    heard = hear(form, own, line, 2024, Standing({}, used, (), Sense(None, None)))
    assert isinstance(heard, Figures)
    assert (heard.left, heard.doubts) == ((), ())
    assert [figure for _, figure in heard.given] == figures.split()


def test_a_table_is_filled_in_before_the_sentence_about_it_is_read(form):
    facts = facts_of(form, penalties__any_case=True)
    places = [place.name for place in way(new_state(form, facts.draft))]
    own = [name for name in places if "penalties" in name]
    assert own == ["penalties.any_case", "tables/penalties", "texts/penalties.told"]
