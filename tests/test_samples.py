"""The sample answers: each prints, and the two known reports come out as they were published."""

from __future__ import annotations

import re
from pathlib import Path
from unicodedata import normalize

import pytest

from drafter import cli
from drafter.draft.answers_file import load_answers
from drafter.draft.draft_facts import Facts
from drafter.errors import ExitCode
from drafter.report.document import Document, build_document

ROOT = Path(__file__).parents[1]
SAMPLES = sorted((ROOT / "sample_answers").glob("*.yaml"))
UNFINISHED = {"suqian-2023", "suqian-2024"}
PUBLISHED = ROOT / "tests" / "published" / "bazhou-commerce-2021.txt"

# What 巴州商务局 printed, and what it should have printed (NFKC, without white space).
RIGHTED = {
    "逾期逾期未按收费通知": "逾期未按收费通知",
    "不再处理请政府信息公开申请": "不再处理其政府信息公开申请",
    "我中心": "我局",
    "六、其他需要报告的事项无": "事项本年度未收取信息处理费,无其他需要报告的事项。",
}
HEADINGS = [
    "一、总体情况",
    "(一)主动公开",
    "(二)依申请公开",
    "(三)政府信息管理",
    "(四)平台建设",
    "(五)监督保障",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
]
# Facts of the published paragraphs, each in the words in which both texts have it.
FACTS = [
    "中央、自治区、自治州政务公开工作要求",
    "加强组织领导",
    "统一思想",
    "完善工作机制",
    "及时高效、规范有序",
    "党组书记、局长",
    "党组成员、副局长",
    "各科室负责人",
    "主要领导亲自抓",
    "分管领导具体抓",
    "维护、更新政府门户网站信息",
    "商务工作相关信息",
    "各类展示展销活动",
    "商贸服务业发展、招商引资、重大项目政策",
    "政务公开栏",
    "知情权、参与权、表达权和监督权",
    "政府网站建设指引和考核要求",
    "依托巴州人民政府门户网站",
    "拓宽信息公开渠道",
    "所设栏目的管理",
    "人民群众和新闻媒体的监督",
    "人大、政协、监察部门和政府信息公开电子政务办的监督检查",
    "政府信息公开审查制度",
    "涉密不上网",
    "上网不涉密",
    "主动公开基本目录",
    "规范化、程序化",
    "意识强弱不一",
    "认识有待进一步提高",
    "广度和深度还不够",
    "形式有待拓展",
    "增加公开栏等",
]
# Totals that 宿迁 printed: the last column of table three, row （七）, the groups of table four.
ROWS = [
    *("received", "carried_in", "granted", "partial", "secret", "forbidden", "stability"),
    *("third_party", "internal", "process", "enforcement_file", "registry_query", "not_held"),
    *("to_be_made", "unclear", "petition", "repeated", "publication", "excessive"),
    *("confirmation", "not_supplemented", "fee_unpaid", "other_outcome", "handled", "carried_out"),
]
COLUMNS = ["natural", "business", "research", "welfare", "legal", "other", "total"]
ROW_TOTALS = {
    2023: "3511 96 1191 328 0 27 6 38 20 9 21 21 1047 28 3 305 39 0 58 4 40 10 291 3486 121",
    2024: "3525 121 1431 471 2 1 4 17 21 11 23 13 897 36 8 87 27 0 3 0 77 38 354 3521 125",
}
HANDLED = {2023: "3375 99 0 4 7 1 3486", 2024: "3440 73 0 1 5 2 3521"}
CARRIED_OUT = {2023: "118 3 0 0 0 0 121", 2024: "118 5 0 0 1 1 125"}
DISPUTES = {
    2023: "309 17 88 26 440 1 1 16 6 24 13 0 67 9 89",
    2024: "88 18 28 36 170 7 0 11 7 25 33 0 6 13 52",
}
DISCLOSED = {
    2023: "2 0 11 109 489 597 1808595 2822652 20163 59237.2449",
    2024: "2 1 12 50 227 420 1573179 2676474 29351 72701.2578",
}


def document_of(name: str) -> Document:
    answers = load_answers(ROOT / "sample_answers" / f"{name}.yaml")
    return build_document(Facts(answers.form, answers.draft), draft=False)


def figures_of(document: Document) -> dict[str, str]:
    return {
        cell.address: cell.text
        for block in document.blocks
        if block.kind == "table"
        for row in block.grid.rows
        for cell in row
        if cell.address
    }


def plain(text: str) -> str:
    return re.sub(r"\s+", "", normalize("NFKC", text))


def labels_of(document: Document) -> list[str]:
    return [
        plain(cell.text)
        for block in document.blocks
        if block.kind == "table"
        for row in block.grid.rows
        for cell in row
        if not cell.address
    ]


def published_cells() -> list[str]:
    """Headings, labels and figures of the published tables: its lines between 二 and 五.

    A table cell ends with `|`; one that wraps has several lines.
    """
    text = normalize("NFKC", PUBLISHED.read_text("utf-8"))
    start, end = text.index("二、主动公开"), text.index("五、存在的主要问题")
    cells: list[str] = []
    for line in text[start:end].splitlines():
        if line.rstrip(" |"):
            cells.append(plain(line.rstrip(" |")))
    return cells


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
class TestEverySample:
    def test_says_what_it_shows(self, path):
        first = path.read_text("utf-8").splitlines()[0]
        assert re.match(r"# .*。$", first)

    @pytest.mark.parametrize("to", ["text", "md"])
    @pytest.mark.parametrize("width", ["80", "100"])
    def test_prints(self, path, to, width, capsys):
        assert cli.main(["print", str(path), "--to", to, "--width", width]) == ExitCode.OK
        out, err = capsys.readouterr()
        assert ("草稿" in out) == (path.stem in UNFINISHED) == bool(err)
        assert "None" not in out

    def test_is_finished_or_says_that_it_is_not(self, path, capsys):
        code = cli.main(["print", str(path), "--final"])
        out, _ = capsys.readouterr()
        if path.stem in UNFINISHED:
            assert (code, out) == (ExitCode.FINDINGS, "")
        else:
            assert (code, out == "") == (ExitCode.OK, False)


def test_the_samples():
    assert [path.stem for path in SAMPLES] == [
        "bazhou-commerce-2021",
        "county-bureau-2023",
        "county-bureau-2024-rule-of-law",
        "county-government-2023",
        "enforcement-county-2024",
        "enforcement-nil-2024",
        "enforcement-police-2022",
        "enforcement-urban-2020",
        "nil-township-2020",
        "nil-township-2023",
        "province-office-2019",
        "suqian-2023",
        "suqian-2024",
        "township-2020",
    ]


@pytest.fixture(scope="module")
def document() -> Document:
    return document_of("bazhou-commerce-2021")


@pytest.fixture(scope="module")
def ours(document: Document) -> str:
    return plain("".join(b.text for b in document.blocks if b.kind != "table"))


@pytest.fixture(scope="module")
def published() -> str:
    return plain(PUBLISHED.read_text("utf-8"))


class TestBazhou:
    def test_headings(self, document, published):
        headings = [plain(block.text) for block in document.blocks if block.kind == "heading"]
        assert headings == HEADINGS
        assert all(heading in published for heading in headings)

    def test_title_and_signature(self, document, published):
        assert document.title == "巴州商务局2021年政府信息公开工作年度报告"
        assert (document.signed_by, document.signed_on) == ("巴州商务局", "2022年1月20日")
        assert published.endswith("巴州商务局2022年1月20日")

    def test_every_label_of_the_tables(self, document):
        theirs = [cell for cell in published_cells() if not cell.isdigit() and cell != "|||"]
        printed = "".join(theirs)
        for wrong, right in RIGHTED.items():
            printed = printed.replace(wrong, right)
        titles = [heading for heading in HEADINGS[6:9] if printed.count(heading) == 1]
        for title in titles:
            printed = printed.replace(title, "")
        assert len(titles) == 3
        assert printed == "".join(labels_of(document))

    def test_all_two_hundred_numbers(self, document):
        theirs = [cell for cell in published_cells() if cell.isdigit()]
        figures = figures_of(document)
        assert len(figures) == 200
        assert list(figures.values()) == theirs

    @pytest.mark.parametrize("wrong", RIGHTED)
    def test_righted(self, wrong, document, ours, published):
        everything = ours + "".join(labels_of(document))
        assert wrong in published
        assert wrong not in everything
        assert RIGHTED[wrong] in everything

    @pytest.mark.parametrize("fact", FACTS)
    def test_fact(self, fact, ours):
        assert plain(fact) in ours

    def test_sentences_are_our_own(self, ours, published):
        clauses = [c for c in re.split("[,。;:]", ours) if len(c) > 24]
        names = "接受人大、政协、监察部门和政府信息公开电子政务办的监督检查"  # who inspects: a fact
        assert [clause for clause in clauses if clause in published] == [names]


class TestSuqian:
    @pytest.mark.parametrize("year", [2023, 2024])
    def test_printed_totals(self, year):
        figures = figures_of(document_of(f"suqian-{year}"))
        row_totals = [figures[f"applications/{row}/total"] for row in ROWS]
        assert row_totals == ROW_TOTALS[year].split()
        for row, expected in (("handled", HANDLED), ("carried_out", CARRIED_OUT)):
            cells = [figures[f"applications/{row}/{column}"] for column in COLUMNS]
            assert cells == expected[year].split()
        disputes = [text for address, text in figures.items() if address.startswith("disputes/")]
        assert disputes == DISPUTES[year].split()
        disclosed = [text for address, text in figures.items() if address.startswith("disclosed/")]
        assert disclosed == DISCLOSED[year].split()

    def test_this_year_begins_where_last_year_ended(self):
        last, this = figures_of(document_of("suqian-2023")), figures_of(document_of("suqian-2024"))
        for column in COLUMNS:
            assert (
                this[f"applications/carried_in/{column}"]
                == last[f"applications/carried_out/{column}"]
            )

    @pytest.mark.parametrize(
        ("year", "sentence"),
        [
            (2023, "本年度收取信息处理费2950元（涉及申请25件）。"),
            (2024, "本年度收取信息处理费2230元（涉及申请3件）。"),
        ],
    )
    def test_fee(self, year, sentence):
        paragraphs = [b.text for b in document_of(f"suqian-{year}").blocks if b.kind == "paragraph"]
        assert any(text.endswith(sentence) for text in paragraphs)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_made_up_organs_are_plainly_made_up(path):
    draft = load_answers(path).draft
    name = draft.answers["organ.name"]
    known = ("巴州商务局", "宿迁市人民政府", "示例省人民政府办公厅")
    assert str(name).startswith("示例县") or name in known
    assert not {"organ.phone", "organ.email", "organ.address"} & draft.answers.keys()
