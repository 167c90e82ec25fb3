"""How tables look, as plain text: every state has a look of its own without any colour."""

from __future__ import annotations

import pytest

from drafter.interview.given_answers import record_answer
from drafter.interview.progress import unsure
from drafter.report.width import width_cells
from drafter.tui.table.grid_lines import Drawing
from drafter.tui.table.table_model import TableModel
from drafter.tui.terminal_text import use

from .table_desks import blank_desk, sample_desk

SIZES = [(78, 20), (118, 36), (60, 12), (40, 8)]
TABLES = [
    ("county-government-2023", "disclosed"),
    ("county-government-2023", "applications"),
    ("county-government-2023", "disputes"),
]


def drawn(model: TableModel, width: int, height: int) -> list[str]:
    drawing = Drawing(model, width, height)
    drawing.frame.show(model.cursor)
    return ["".join(piece.text for piece in line).rstrip() for line in drawing.lines()]


def test_table_three_at_80_by_24():
    model = sample_desk("county-government-2023", "applications").model
    assert drawn(model, 78, 12) == [
        "表三（单位：件）                            -------法人或其他组织-------",
        "下面还有 20 行                             商业 科研 社会公 法律服",
        "                                    自然人 企业 机构 益组织 务机构 其他 Σ总计",
        "一、本年新收政府信息公开申请数量       186   17    1      2      4    2   212",
        "二、上年结转政府信息公开申请数量         9    2    0      0      0    0    11",
        "三、本年度办理结果",
        "  （一）予以公开                        71    8    1      1      0    0    81",
        "  （二）部分公开                        24    3    0      0      0    0    27",
        "  （三）不予公开",
        "    1.属于国家秘密                       0    0    0      0      0    0     0",
        "各列两边是否相等                        平   平   平     平     平   平    平",
        "自然人：本年新收 186 + 上年结转 9 = 办结总计 186 + 结转下年度 9，平",
    ]


def test_table_four_has_its_fifteen_columns_at_80():
    model = sample_desk("county-government-2023", "disputes").model
    assert drawn(model, 78, 5) == [
        " --------行政复议--------- ---------------------行政诉讼----------------------",
        "                           ----未经复议直接起诉----- -------复议后起诉--------",
        "结果 结果 其他 尚未       结果 结果 其他 尚未       结果 结果 其他 尚未",
        "维持 纠正 结果 审结 Σ总计 维持 纠正 结果 审结 Σ总计 维持 纠正 结果 审结 Σ总计",
        "   9    3    4    2    18    1    0    2    0     3    4    2    0    1     7",
    ]


def test_a_small_table_at_120_by_40():
    answers = {
        "applications__any_received": "是",
        "applications__any_carried_in": "没有",
        "applications__applicants": "自然人、商业企业",
        "applications__outcomes": "予以公开",
        "applications__any_carried_out": "没有",
    }
    model = blank_desk("disclosure-2021", "applications", **answers).model
    model.type("58")
    assert drawn(model, 118, 36)[:10] == [
        "表三（单位：件）                                法人或其他组织",
        "                                        自然人       商业企业       Σ总计",
        "一、本年新收政府信息公开申请数量            58_             ·          58",
        "三、本年度办理结果",
        "  （一）予以公开                             ·              ·           0",
        "  （七）总计 Σ                               0              0           0",
        "各列两边是否相等                          差58             平        差58",
        "自然人：本年新收 58 + 上年结转 0 = 58，办结总计 0 + 结转下年度 0 = 0，差 58",
        "",
        "",
    ]


def test_columns_are_scrolled_where_they_do_not_fit():
    model = sample_desk("county-government-2023", "disputes").model
    model.go("disputes/cases/after_pending")
    text = drawn(model, 40, 6)
    assert "尚未" in text[2]
    assert text[4].split()[-1] == "1"
    assert text[5] == "左边还有 7 列，右边还有 1 列"


def test_blocks_have_their_own_columns():
    model = blank_desk("kinds", "money").model
    assert drawn(model, 60, 9) == [
        "第一项",
        "表二                     制发    现行有效",
        "规章                        ·           ·",
        "文件                        ·           ·",
        "第二项",
        "                  收费（万元）",
        "行政收费                     ·",
        "",
        "",
    ]


def test_the_header_stays_when_the_rows_scroll():
    model = sample_desk("county-government-2023", "applications").model
    model.go("applications/carried_out/other")
    text = drawn(model, 78, 12)
    assert text[2].endswith("Σ总计")
    assert text[8].startswith("  （七）总计 Σ")
    assert text[9].startswith("四、结转下年度继续办理")


def test_every_state_has_its_own_mark():
    desk = blank_desk("kinds", "cases")
    model = desk.model
    row = "cases/received"
    assert desk.enter({f"{row}/natural": "3", f"{row}/business": "4"}) is None
    assert desk.work.act(lambda state: unsure(state, f"{row}/business")) is None
    model.reread()
    assert drawn(model, 60, 16)[2].split() == ["一、新收", "3", "4?", "·", "7"]
    model.go(f"{row}/natural")
    model.type("5.")
    assert drawn(model, 60, 16)[2].split() == ["一、新收", "5._", "4?", "·", "9"]
    model.type("5")
    model.step_on(1, down=False)
    assert drawn(model, 60, 16)[2].split() == ["一、新收", "5.5!", "4?", "·", "7"]
    model.confirm_rest()
    model.faults = {f"{row}/business"}
    assert drawn(model, 60, 16)[2].split() == ["一、新收", "5.5!", "4!", "0", "7"]


def test_a_cell_not_in_use_shows_what_is_kept_for_it():
    desk = blank_desk("disclosure-2021", "disputes", disputes__any_review="有")
    assert desk.enter({"disputes/cases/review_upheld": "5"}) is None
    after = record_answer(desk.state, "disputes.any_review", "没有")
    desk.state = after  # type: ignore[assignment]
    model = desk.model
    model.whole = False
    model.toggle_whole()
    assert drawn(model, 78, 5)[4].split()[:3] == ["[5]", "-", "-"]


def test_columns_that_do_not_balance_say_by_how_much():
    desk = sample_desk("county-government-2023", "applications")
    model = desk.model
    model.go("applications/received/natural")
    model.type("187")
    text = drawn(model, 78, 20)
    assert text[-2].split()[1:3] == ["差1", "平"]
    assert text[-1] == (
        "自然人：本年新收 187 + 上年结转 9 = 196，办结总计 186 + 结转下年度 9 = 195"
    )


@pytest.mark.parametrize(("sample", "table"), TABLES)
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_every_line_fits_and_the_cursor_is_in_sight(sample, table, width, height):
    model = sample_desk(sample, table).model
    for whole in (False, True):
        if whole:
            model.toggle_whole()
        for address in (*model.sheet.order[::7], model.sheet.order[-1]):
            model.cursor = address
            drawing = Drawing(model, width, height)
            drawing.frame.show(address)
            lines = drawing.lines()
            assert len(lines) == height
            for line in lines:
                assert width_cells("".join(piece.text for piece in line)) <= width
            x, y = drawing.frame.caret(model.sheet.places[address])
            assert drawing.frame.cell_at(x, y) == address


def test_no_room_is_too_small_to_draw_in():
    model = sample_desk("county-government-2023", "applications").model
    for width in (1, 2, 5, 20):
        for height in (1, 2, 4):
            assert len(drawn(model, width, height)) == height


@pytest.mark.parametrize(("sample", "table"), TABLES)
def test_terminals_with_wide_characters_get_nothing_ambiguous(sample, table):
    use(safe=True)
    model = sample_desk(sample, table).model
    model.toggle_whole()
    for line in Drawing(model, 78, 60).lines():
        text = "".join(piece.text for piece in line)
        assert width_cells(text) == width_cells(text, ambiguous_wide=True)
