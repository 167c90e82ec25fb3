"""Which unit a name means, and what is wrong with a list of units."""

from __future__ import annotations

import pytest
import xlsxwriter

from drafter.errors import DrafterError
from drafter.gather.unit_list import Unit, UnitList, load_units

UNITS = UnitList(
    [
        Unit("示例县教育局"),
        Unit("示例县发展和改革委员会", ("示例县发改委", "发改委")),
        Unit("示例县青石镇人民政府"),
        Unit("示例县白石镇人民政府"),
    ]
)


@pytest.mark.parametrize(
    ("name", "path", "unit", "how"),
    [
        ("示例县教育局", "", "示例县教育局", ""),
        ("示例县 教育局", "", "示例县教育局", ""),
        ("示例县发改委", "", "示例县发展和改革委员会", "按别名"),
        ("教育局", "", "示例县教育局", "报告里写的是“教育局”"),
        ("", "报来/发改委年报（终稿）.docx", "示例县发展和改革委员会", "按文件名"),
        ("", "示例县青石镇人民政府/年报.pdf", "示例县青石镇人民政府", "按文件名"),
    ],
)
def test_a_unit_is_known_by_its_name_or_its_file(name, path, unit, how):
    match = UNITS.find(name, path)
    assert match is not None
    assert (match.unit.name, match.how) == (unit, how)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("示例县财政局", "示例县教育局/年报.docx"),  # another organ's report in its folder
        ("石镇人民政府", ""),  # may be either
        ("局", ""),
        ("", "年报.docx"),
    ],
)
def test_what_may_be_two_or_none_is_not_guessed(name, path):
    assert UNITS.find(name, path) is None


def test_a_name_like_one_of_the_list_is_told():
    assert UNITS.nearest("示例县教育和体育局") == "示例县教育局"
    assert UNITS.nearest("某某市烟草专卖局") == ""


def test_a_list_goes_to_another_process_and_comes_back():
    assert UnitList.of_json(UNITS.as_json()).units == UNITS.units


LISTED = [Unit("甲县教育局", ("教育局",)), Unit("甲县财政局", (), "甲县人民政府办公室")]


def test_a_list_is_read_from_a_workbook(tmp_path):
    book = xlsxwriter.Workbook(str(tmp_path / "名单.xlsx"))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["2023年报告单位"])
    sheet.write_row(2, 0, ["序号", "单位名称", "简称", "并入"])
    sheet.write_row(3, 0, [1, "甲县教育局", "教育局"])
    sheet.write_row(4, 0, [2, " 甲县财政局 ", "", "甲县人民政府办公室"])
    book.close()
    assert list(load_units(tmp_path / "名单.xlsx")) == LISTED


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_list_is_read_from_csv_in_any_encoding(tmp_path, encoding):
    text = "单位,别名,并入\n甲县教育局,教育局,\n甲县财政局,,甲县人民政府办公室\n"
    (tmp_path / "名单.csv").write_bytes(text.encode(encoding))
    assert list(load_units(tmp_path / "名单.csv")) == LISTED


def test_a_list_is_read_from_yaml(tmp_path):
    text = """\
parent: 甲县人民政府
units:
  - {name: 甲县教育局, also: [教育局]}
  - {name: 甲县财政局, inside: 甲县人民政府办公室}
"""
    (tmp_path / "名单.yaml").write_text(text, "utf-8")
    units = load_units(tmp_path / "名单.yaml")
    assert (list(units), units.parent) == (LISTED, "甲县人民政府")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("单位\n甲镇\n乙镇\n甲 镇\n", "第 2 行的“甲镇”名称相同"),
        ("单位,别名\n甲镇,城关\n乙镇,城关\n", "“乙镇”和第 2 行的“甲镇”名称相同"),
        ("单位,并入\n甲局,乙局\n乙局,甲局\n", "绕了一圈又并入自己"),
        ("单位\n\n", "名单里没有单位"),
        pytest.param(f"单位\n{'甲' * 200_000}\n", "这不是一份名单", id="endless"),
    ],
)
def test_what_is_wrong_with_a_list_is_told(tmp_path, text, said):
    (tmp_path / "名单.csv").write_text(text, "utf-8")
    with pytest.raises(DrafterError, match=said):
        load_units(tmp_path / "名单.csv")


def test_a_workbook_that_is_none_is_refused(tmp_path):
    (tmp_path / "名单.xlsx").write_bytes(b"PK\x03\x04 no more")
    with pytest.raises(DrafterError, match=r"名单.xlsx.*打不开"):
        load_units(tmp_path / "名单.xlsx")
