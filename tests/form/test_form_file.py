"""A form from its folder: what is in it, and every mistake in it told at once."""

from __future__ import annotations

import os
import shutil

import pytest

from drafter.draft.draft_facts import Facts
from drafter.draft.draft_model import Draft
from drafter.errors import DrafterError
from drafter.form import form_parts
from drafter.form.definitions import ENDLESS, Kind, Need
from drafter.form.form_file import form_folders, load_form, read_form
from drafter.report.document import build_document


def test_the_tiny_form_loads(root):
    form = load_form("tiny", root / "tests" / "forms")
    assert list(form.questions) == [
        "year", "organ.name", "signed", "story.visitors", "story.guide"
    ]  # fmt: skip
    assert list(form.cells) == ["loans/all/novels", "loans/all/science", "loans/all/total"]
    assert form.computed == {"loans/all/total"}
    assert (form.first_year, form.last_year) == (2020, ENDLESS)


@pytest.mark.parametrize("form_id", ["disclosure-2021"])
def test_every_form_that_comes_along_loads(form_id):
    assert load_form(form_id).id == form_id


def test_the_national_form_has_two_hundred_cells():
    cells = load_form("disclosure-2021").cells.values()
    by_table = {table: sum(cell.table == table for cell in cells) for table in
                ("disclosed", "applications", "disputes")}  # fmt: skip
    assert by_table == {"disclosed": 10, "applications": 175, "disputes": 15}


def test_a_question_is_what_its_entries_say(form_of, kinds_source):
    items = form_of(kinds_source).questions["work.main.items"]
    assert (items.kind, items.need, items.unit, items.name) == (
        Kind.COUNT, Need.REQUIRED, "条", "items"
    )  # fmt: skip


def test_a_cell_is_called_by_its_row_and_column(form_of, kinds_source):
    form = form_of(kinds_source)
    assert form.place("cases/secret/business") == "表一，“秘密·企业”"
    assert form.place("work.main.items") == "主要工作，“条数”"
    assert form.place("work.notes") == "说明"


def test_a_form_need_not_be_signed(form_of, tiny_source):
    lines = [line for line in tiny_source.splitlines() if "signed" not in line]
    form = form_of("\n".join(lines))
    document = build_document(Facts(form, Draft(form.id)), draft=True)
    assert (document.signed_by, document.signed_on) == ("", "")


def test_ones_own_forms_stand_in_front(root, tmp_path):
    shutil.copytree(root / "tests" / "forms" / "tiny", tmp_path / "disclosure-2021")
    assert form_folders(tmp_path)["disclosure-2021"] == tmp_path / "disclosure-2021"


def test_an_unknown_form_is_told_with_the_nearest():
    with pytest.raises(DrafterError, match=r"没有“disclosure-2012”.*是不是“disclosure-2021”"):
        load_form("disclosure-2012")


@pytest.mark.parametrize("name", ["", "..", "../templates/disclosure-2021", "/etc", "a\0b"])
def test_a_form_id_is_no_path(name):
    with pytest.raises(DrafterError, match="种报告格式"):
        load_form(name)


def test_a_folder_of_forms_that_is_none_is_told(tmp_path):
    with pytest.raises(DrafterError, match="没有这个文件夹"):
        form_folders(tmp_path / "none")


# One mistake each: what stands in the form, what instead, what the line told holds, the words.
MISTAKES = {
    "unknown key": ("name: 各类问题年报", "nam: 各类问题年报", "nam:", "“nam”。是不是“name”？"),
    "missing key": ("source: 测试用\n", "", "form:", "缺少“source”"),
    "other folder": ("form: kinds", "form: 'kinds'", "form:", "不一致"),
    "years unreadable": ("years: 2021-2025", "years: 今年", "years:", "年度读不懂"),
    "an order beyond all": ("years: ", f"order: {'9' * 5000}\nyears: ", "order:", "不是数字"),
    "a likeness that is a path": ("years: ", "like: ../kinds\nyears: ", "like:", "不是报告格式"),
    "years turned round": ("years: 2021-2025", "years: 2025-2021", "years:", "之后"),
    "no list": ("sections:\n", "sections: 甲\n    text:\n", "sections:", "应当是一个列表"),
    "no text": ("short: 工作", "short: [工作]", "short: [工作]", "应当是一段文字"),
    "kind": ("kind: breakdown", "kind: brakdown", "brakdown", "是不是“breakdown”？"),
    "need": ("need: local", "need: lokal", "lokal", "是不是“local”？"),
    "unit of money": ("unit: 万元, need", "unit: 件, need", "unit: 件, need", "金额的单位"),
    "choices missing": ("choices: [网站, 公报], ", "", "id: ways", "没有写选项"),
    "fields without records": ("kind: records", "kind: line", "id: problems", "“fields”"),
    "flag": ("optional: yes", "optional: maybe", "maybe", "“maybe”不能用在这里"),
    "name with a capital": ("{id: items,", "{id: Items,", "Items", "不能作名称"),
    "question twice": ("{id: cost,", "{id: items,", "id: items, ask: 花", "已经用过"),
    "question twice on a line": (
        "short: 案件\n", "short: 案件\n    questions: [{id: a, ask: 一, label: 一, kind: line}, "
        "{id: a, ask: 一, label: 一, kind: line}]\n", "questions: [{id: a", "已经用过"),
    "part twice": ("- id: money", "- id: cases", "id: cases\n    title: 三", "已经用过"),
    "row twice": ("id: granted,", "id: received,", "- corner: 类别", "行“received”有 2 个"),
    "column twice": ("id: business,", "id: natural,", "- corner: 类别", "列“natural”有 2 个"),
    "row without an id": ("{id: secret, label", "{label", "{label: 1.秘密", "要有“id”"),
    "block without rows": ("rows:\n            - {id: fees, label: 行政收费}\n", "rows: []\n",
                           "- caption: 第一项", "没有行或列"),
    "key of a table": ("short: 表二", "sort: 表二", "sort:", "是不是“short”？"),
    "key figure with an unknown name": (
        "facts:\n", "key_figures: [{label: 条数, value: work.man.items}]\nfacts:\n",
        "key_figures:", "“work.man.items”不存在"),
    "key figure without a value": ("facts:\n", "key_figures: [{label: 条数}]\nfacts:\n",
                                   "key_figures:", "缺少“value”"),
    "chart with neither bars nor names": (
        "facts:\n", "picture: [{title: 图}]\nfacts:\n", "picture:", "图里要有“bars”或“each”"),
    "bar with an unknown name": (
        "facts:\n", "picture: [{title: 图, bars: [{label: 条, value: work.man.items}]}]\nfacts:\n",
        "picture:", "“work.man.items”不存在"),
    "no name of an organ": ("{id: organ.name,", "{id: organ.title,", "form:",
                            "缺少问题“organ.name”"),
    "date that is none": ("date: report.signed", "date: organ.name", "form:",
                          "缺少问题“organ.name”（kind: date）"),
    "value and branch": ("{id: organ.name,",
                         "{id: organ, ask: 甲？, label: 甲, kind: line}\n    - {id: organ.name,",
                         "form:", "“organ”既是一个问题"),
    "fact like a branch": ("  people: ", "  organ: 0\n  people: ", "  organ:", "“organ”不能作名称"),
    "fact like a part": ("  people: ", "  cases: 0\n  people: ", "  cases:", "“cases”不能作名称"),
    "fact that stands below": ("  people: ", "  most: is_large\n  people: ", "  most:",
                               "“is_large”不存在"),
}  # fmt: skip


@pytest.mark.parametrize(("before", "after", "at", "words"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_with_its_line(problems_of, kinds_source, before, after, at, words):
    source = kinds_source.replace(before, after, 1)
    assert source != kinds_source
    line = source[: source.index(at)].count("\n") + 1
    told = problems_of(source)
    hits = [sentence for sentence in told if words in sentence]
    assert hits, told
    assert hits[0].split("：")[0].endswith(f"/form.yaml:{line}"), told


def test_a_form_that_is_no_mapping_is_told(problems_of):
    assert any("名称: 内容" in sentence for sentence in problems_of("- a\n- b\n"))


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file(problems_of, kinds_source):
    source = (
        kinds_source.replace("kind: date", "kind: dat")
        .replace("{{ ways | listed }}", "{{ wais | liste }}")
        .replace("handled = granted + refused", "handled = grantd + refused")
        .replace("years: 2021-2025", "years: x")
    )
    told = problems_of(source)
    lines = [int(sentence.split(":", 1)[1].split("：")[0]) for sentence in told]
    for words in ("年度读不懂", "是不是“date”", "“wais”", "“liste”这个过滤器", "“grantd”"):
        assert any(words in sentence for sentence in told), words
    assert lines == sorted(lines)


def test_a_mistake_is_told_once_though_it_concerns_many_cells(problems_of, kinds_source):
    told = problems_of(kinds_source.replace("total = natural + firms", "total = natural + firm"))
    assert len([sentence for sentence in told if "“firm”" in sentence]) == 1


def test_a_form_in_gbk_loads(kinds_source, tmp_path):
    folder = tmp_path / "kinds"
    folder.mkdir()
    (folder / "form.yaml").write_bytes(kinds_source.encode("gbk"))
    assert read_form(folder).name == "各类问题年报"


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_form_that_is_a_link_out_of_its_folder_is_refused(tmp_path, tiny_source):
    (tmp_path / "secret.yaml").write_text(tiny_source, "utf-8")
    folder = tmp_path / "templates" / "tiny"
    folder.mkdir(parents=True)
    (folder / "form.yaml").symlink_to(tmp_path / "secret.yaml")
    with pytest.raises(DrafterError, match="通到模板文件夹的外面"):
        read_form(folder)


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_circle_of_links_is_refused(tmp_path):
    folder = tmp_path / "tiny"
    folder.mkdir()
    (folder / "form.yaml").symlink_to(folder / "other.yaml")
    (folder / "other.yaml").symlink_to(folder / "form.yaml")
    with pytest.raises(DrafterError):
        read_form(folder)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{id: all, label: 全年}", '{id: all, label: "{{ organ.name }}"}', "还要有“short”"),
        (
            "{id: novels, label: 小说}",
            '{id: novels, label: "{{ year }}", short: 甲}',
            "只有一行的名称",
        ),
        (
            "{id: all, label: 全年}",
            '{id: all, label: "{{ organ.nam }}", short: 甲}',
            "“organ.nam”不存在",
        ),
        (
            "          rows:\n",
            "          rows:\n            - {id: all, label: 又}\n",
            "行“all”有 2 个。",
        ),
        ("      unit: 册\n", '      unit: 册\n      notes: ["{{ nobody }}"]\n', "“nobody”不存在"),
        ("  - id: loans\n", "  - id: loans\n    level: 3\n", "“3”不能用在这里"),
    ],
)
def test_a_mistake_in_a_table_is_told(tiny_source, problems_of, old, new, said):
    assert tiny_source.count(old) == 1
    told = problems_of(tiny_source.replace(old, new))
    assert any(said in problem for problem in told), told


def test_the_columns_of_a_row_in_two_blocks_have_names_of_their_own(tiny_source, problems_of):
    second = """
        - columns: [{id: COLUMN, label: 期刊}]
          rows: [{id: all, label: 全年}]
      relations:
"""
    twice = tiny_source.replace("\n      relations:\n", second)
    assert problems_of(twice.replace("COLUMN", "journals")) == []
    assert "列“novels”有 2 个。" in problems_of(twice.replace("COLUMN", "novels"))[0]


def lines(kind: str, number: int) -> str:
    """Entries of a table's rows or columns."""
    return "".join(f"            - {{id: {kind}{at}, label: 甲}}\n" for at in range(number))


TOO_LARGE = {
    "columns": (lines("c", 101), ""),
    "cells": (lines("c", 90), lines("r", 120)),
    "cells without number": (lines("c", 9_000), lines("r", 9_000)),
}


@pytest.mark.parametrize(("columns", "rows"), TOO_LARGE.values(), ids=TOO_LARGE)
def test_a_table_beyond_all_measure_is_refused_before_it_is_made(
    tiny_source, problems_of, monkeypatch, columns, rows
):
    """A megabyte of rows and columns would make a thousand million cells."""
    monkeypatch.setattr(form_parts, "_cells", lambda *_: pytest.fail("cells are made"))
    large = tiny_source.replace("          columns:\n", f"          columns:\n{columns}")
    large = large.replace("          rows:\n", f"          rows:\n{rows}")
    (told,) = problems_of(large)
    assert told.endswith("表格太大。最多 100 列，一共最多 10000 格。")


def test_many_tables_are_no_way_around_it(tiny_source, problems_of):
    table = "  - id: tNUMBER\n    title: 甲\n    table:\n      blocks:\n        - columns:\n"
    table += f"{lines('c', 90)}          rows:\n{lines('r', 60)}"
    one, other = (table.replace("NUMBER", number) for number in "12")
    assert problems_of(tiny_source.replace("parts:\n", f"parts:\n{one}")) == []
    (told,) = problems_of(tiny_source.replace("parts:\n", f"parts:\n{one}{other}"))
    assert "表格太大" in told


def test_a_name_of_a_thousand_pieces_is_refused(tiny_source, problems_of):
    """Names are laid out as branches, each within the one before."""
    long = tiny_source.replace("id: signed,", f"id: {'a.' * 999}a,")
    assert any("带点的最多十段" in told for told in problems_of(long))
