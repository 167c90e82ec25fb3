"""Where a block from a spreadsheet lands."""

from __future__ import annotations

import pytest

from drafter.tui.table.table_model import TableModel
from drafter.tui.table.table_paste import Landing, copied_rows, is_block, land, preview_lines

from .table_desks import blank_desk, sample_desk


@pytest.fixture
def model() -> TableModel:
    return blank_desk("kinds", "cases").model


def short(landing: Landing) -> dict[str, str]:
    return {address.partition("/")[2]: raw for address, raw in landing.cells.items()}


class TestRows:
    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r"])
    def test_line_ends_of_every_kind(self, end):
        assert copied_rows(end.join(["1\t2", "3\t4", "5\t6", ""])) == [
            ["1", "2"],
            ["3", "4"],
            ["5", "6"],
        ]

    def test_blank_cells_stay_and_wholly_blank_ends_go(self):
        assert copied_rows("\n1\t\t2\n\n") == [["1", "", "2"]]

    def test_commas_part_cells_but_not_thousands(self):
        assert copied_rows("公开,2,3") == [["公开", "2", "3"]]
        assert copied_rows("1,234") == [["1,234"]]

    def test_a_quoted_cell_may_hold_a_line_end(self):
        assert copied_rows('"一、\n新收"\t5') == [["一、 新收", "5"]]

    @pytest.mark.parametrize("more", ["", "\t5", ",5", '"\t5', "\n5"])
    def test_a_cell_may_be_longer_than_python_reads_by_itself(self, more):
        assert copied_rows("长" * 150_000 + more)[0][0].startswith("长" * 150_000)
        assert copied_rows("\u0958" * 300_000 + more)

    def test_a_column_is_a_block_and_one_figure_is_not(self):
        assert is_block("1\n2")
        assert is_block("1\t2")
        assert not is_block("1,234\n")


class TestByPlace:
    def test_from_the_cursor_on(self, model):
        model.go("cases/granted/business")
        assert short(land(model, "1\n2")) == {"granted/business": "1", "secret/business": "2"}

    def test_headings_are_passed_over(self, model):
        model.go("cases/carried_in/natural")
        landing = land(model, "1\t2\n3\t4")
        assert short(landing) == {
            "carried_in/natural": "1",
            "carried_in/business": "2",
            "granted/natural": "3",
            "granted/business": "4",
        }

    def test_a_block_of_the_whole_table_begins_at_its_beginning(self, model):
        model.go("cases/secret/law")
        rows = ["1\t0\t0\t1", *["0\t0\t0\t0"] * 3, "0\t0\t0\t0", "0\t0\t0\t0", "1\t0\t0\t1"]
        landing = land(model, "\n".join(rows))
        assert landing.cells["cases/received/natural"] == "1"
        assert landing.cells["cases/carried_out/natural"] == "1"
        assert len(landing.cells) == 6 * 3
        assert not landing.ignored
        assert not landing.differing

    def test_what_reaches_beyond_the_table_is_ignored_and_told(self, model):
        model.go("cases/carried_out/law")
        landing = land(model, "1\t2\t3\n4\t5\t6")
        assert short(landing) == {"carried_out/law": "1"}
        assert [ignored.text for ignored in landing.ignored] == ["3", "4", "5", "6"]

    def test_blank_cells_change_nothing(self, model):
        assert short(land(model, "1\t\t2")) == {"received/natural": "1", "received/law": "2"}

    @pytest.mark.parametrize("gap", ["", "待定"])
    def test_a_row_without_a_figure_keeps_its_place(self, model, gap):
        model.go("cases/received/natural")
        landing = land(model, f"1\n{gap}\n2\n3")
        assert short(landing) == {
            "received/natural": "1",
            "granted/natural": "2",
            "secret/natural": "3",
        }
        assert [ignored.text for ignored in landing.ignored] == [gap] * bool(gap)

    def test_a_gap_between_two_blocks_is_no_row(self):
        model = blank_desk("disclosure-2021", "disclosed").model
        model.go("disclosed/permits/decisions")
        landing = land(model, "145\n\n12\n3")
        assert landing.cells == {
            "disclosed/permits/decisions": "145",
            "disclosed/penalties/decisions": "12",
            "disclosed/coercion/decisions": "3",
        }


class TestByLabel:
    def test_rows_and_columns_by_their_names_in_any_order(self, model):
        landing = land(model, "类别\t自然人\t律所\n结转下年\t1\t2\n一、新收\t１２\t1,234\n")
        assert short(landing) == {
            "carried_out/natural": "1",
            "carried_out/law": "2",
            "received/natural": "12",
            "received/law": "1234",
        }
        assert landing.labelled == 2
        assert not landing.ignored

    def test_labels_alone_when_the_columns_are_all_there(self, model):
        landing = land(model, "（一）公开\t1\t2\t3\t6")
        assert short(landing) == {
            "granted/natural": "1",
            "granted/business": "2",
            "granted/law": "3",
        }

    def test_labels_with_the_typed_columns_only(self, model):
        assert short(land(model, "公开\t1\t2\t3")) == {
            "granted/natural": "1",
            "granted/business": "2",
            "granted/law": "3",
        }

    def test_a_group_before_the_row_is_passed_over(self, model):
        landing = land(model, "三、办理\t（二）不公开\t1.秘密\t1\t0\t0\t1\n\t\t2.其他\t2\t0\t0\t2")
        assert landing.cells["cases/secret/natural"] == "1"
        assert landing.cells["cases/other/natural"] == "2"

    def test_a_header_of_two_rows(self, model):
        landing = land(
            model,
            "类别\t\t自然人\t单位\t\t总计\n\t\t\t企业\t律所\t\n三、办理\t公开\t1\t2\t3\t6\n",
        )
        assert short(landing) == {
            "granted/natural": "1",
            "granted/business": "2",
            "granted/law": "3",
        }
        assert not landing.ignored
        assert not landing.differing

    def test_an_unknown_row_is_ignored_and_told(self, model):
        landing = land(model, "不存在\t1\t2\t3\t6\n公开\t1\t0\t0\t1")
        assert [ignored.text for ignored in landing.ignored] == ["不存在 1 2 3 6"]
        assert "granted/natural" in short(landing)


class TestWhatIsRefused:
    @pytest.mark.parametrize("cell", ["-3", "4.5", "约5", "(2)", "10%", "=A1+B1"])
    def test_no_figure_that_this_cell_can_hold(self, model, cell):
        landing = land(model, f"2\t{cell}")
        assert short(landing) == {"received/natural": "2"}
        assert [ignored.text for ignored in landing.ignored] == [cell]

    def test_totals_are_compared_and_never_written(self, model):
        landing = land(model, "新收\t1\t2\t3\t7")
        assert [(d.address, d.copied, d.computed) for d in landing.differing] == [
            ("cases/received/total", 7, 6)
        ]
        assert "received/total" not in short(landing)

    def test_the_count_says_both(self, model):
        assert land(model, "1\t-2\n3\t4").summary() == "将填入 3 格，忽略 1 个"


def test_cells_not_in_use_are_told():
    model = blank_desk(
        "disclosure-2021", "disputes", disputes__any_review="有", disputes__suits="无"
    ).model
    landing = land(model, "\t".join(["1"] * 15))
    assert len(landing.cells) == 12
    assert len(landing.opened) == 8


def test_the_whole_of_table_three_comes_back_as_it_was_copied():
    full = sample_desk("county-government-2023", "applications")
    model = full.model
    model.whole = True
    model.toggle_whole()
    model.toggle_whole()
    lines = ["\t" + "\t".join(c.label for c in model.sheet.blocks[0].columns)]
    for row in model.sheet.rows:
        figures = [str(model.cell(address).cell.value) for address in row.cells]
        lines.append("\t".join([row.line.label, *figures]))
    empty = blank_desk("disclosure-2021", "applications").model
    landing = land(empty, "\r\n".join(lines))
    assert landing.labelled == 25
    assert not landing.ignored
    assert not landing.differing
    assert empty.enter_block(landing.cells) == ""
    assert all(empty.figure(a) == model.figure(a) for a in empty.sheet.order)
    empty.undo()
    assert not empty.work.state.draft.cells


WORD = (
    "一、本年新收政府信息公开申请数量\t6\t2\t0\t0\t0\t0\t8\n"
    "二、上年结转政府信息公开申请数量\t1\t0\t0\t0\t0\t0\t1\n"
    "三、本年度办理结果\t（一）予以公开\t3\t1\t0\t0\t0\t0\t4\n"
    "\t（二）部分公开\t2\t1\t0\t0\t0\t0\t3\n"
    "\t（三）不予公开\t1.属于国家秘密\t1\t0\t0\t0\t0\t0\t1\n"
    "\t\t2.其他法律行政法规禁止公开\t0\t0\t0\t0\t0\t0\t0\n"
    "四、结转下年度继续办理\t1\t0\t0\t0\t0\t0\t1\n"
)
"""As Word copies Table 3: a heading that reaches over rows in the first of them only."""


def test_rows_of_several_lengths_as_word_copies_them_land_by_their_labels():
    landing = land(blank_desk("disclosure-2021", "applications").model, WORD)
    assert not landing.ignored
    figures = {address: raw for address, raw in short(landing).items() if raw != "0"}
    assert figures == {
        "received/natural": "6",
        "received/business": "2",
        "carried_in/natural": "1",
        "granted/natural": "3",
        "granted/business": "1",
        "partial/natural": "2",
        "partial/business": "1",
        "secret/natural": "1",
        "carried_out/natural": "1",
    }


def test_the_look_before_tells_what_each_figure_takes_the_place_of():
    desk = blank_desk("kinds", "cases")
    assert desk.enter({"cases/received/business": "3"}) is None
    desk.model.reread()
    desk.model.go("cases/received/business")
    said = list(preview_lines(desk.model, land(desk.model, "5\t6")))
    assert any("企业 3 → 6" in line for line in said)


def test_the_look_before_tells_zeros_in_one_word():
    desk = blank_desk("kinds", "cases")
    desk.model.reread()
    desk.model.go("cases/received/natural")
    said = "\n".join(preview_lines(desk.model, land(desk.model, "4\t0\t0\n0\t0\t0")))
    assert "4，其余 2 格是 0" in said or "4，其余 1 格是 0" in said
    assert "忽略 0 个" not in said
