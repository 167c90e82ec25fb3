"""What keys do to a table, on the model alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from drafter.draft.draft_model import Origin
from drafter.errors import Problem
from drafter.tui.table.table_grid import act_of
from drafter.tui.table.table_model import Standing, TableModel

from .table_desks import PlainDesk, blank_desk, sample_answers, sample_desk

ASKED = {
    "applications__any_received": "是",
    "applications__any_carried_in": "没有",
    "applications__applicants": "自然人、商业企业",
    "applications__outcomes": "予以公开",
    "applications__any_carried_out": "是",
}
"""A small table three: two columns, and three rows that are typed."""


def press(model: TableModel, *keys: str) -> str:
    """Press keys by name, or type the characters of a word; what was told last."""
    told = ""
    for key in keys:
        act = act_of(key, None)
        for character in [None] if act else key:
            done = act or act_of("", character)
            assert done is not None, key
            told = str(done(model, 10)) or told
    return told


@pytest.fixture
def desk() -> PlainDesk:
    return blank_desk("disclosure-2021", "applications", **ASKED)


@pytest.fixture
def model(desk: PlainDesk) -> TableModel:
    return desk.model


def at(model: TableModel) -> str:
    return model.cursor.partition("/")[2]


class TestMoving:
    def test_only_what_the_gates_left_open_is_shown(self, model):
        assert [a.partition("/")[2] for a in model.sheet.order] == [
            f"{row}/{column}"
            for row in ("received", "granted", "carried_out")
            for column in ("natural", "business")
        ]

    def test_enter_goes_down_a_column_and_then_to_the_next(self, model):
        seen = [at(model)]
        for _ in range(5):
            press(model, "enter")
            seen.append(at(model))
        assert seen == [
            f"{row}/{column}"
            for column in ("natural", "business")
            for row in ("received", "granted", "carried_out")
        ]

    def test_tab_goes_along_the_rows_past_the_totals_and_back(self, model):
        press(model, "tab", "tab")
        assert at(model) == "granted/natural"
        press(model, "shift+tab")
        assert at(model) == "received/business"

    @pytest.mark.parametrize(
        ("key", "there"),
        [
            ("end", "granted/business"),
            ("home", "granted/natural"),
            ("ctrl+end", "carried_out/business"),
            ("ctrl+home", "received/natural"),
            ("pagedown", "carried_out/natural"),
            ("pageup", "received/natural"),
            ("left", "granted/natural"),
        ],
    )
    def test_the_other_keys_stay_in_their_row_or_column(self, model, key, there):
        press(model, "down", key)
        assert at(model) == there

    def test_enter_visits_every_cell_of_every_table_once(self):
        for form, table in (("kinds", "money"), ("disclosure-2021", "disputes"), ("tiny", "loans")):
            model = blank_desk(form, table).model
            seen = {model.cursor}
            for _ in model.sheet.order[1:]:
                press(model, "enter")
                seen.add(model.cursor)
            assert seen == set(model.sheet.order)

    def test_down_goes_from_one_block_into_the_next(self):
        model = blank_desk("kinds", "money").model
        press(model, "right", "down", "down")
        assert at(model) == "fees/amount"

    def test_a_cell_not_in_use_is_gone_to_in_the_whole_grid(self, model):
        model.go("applications/secret/natural")
        assert at(model) == "secret/natural"
        assert model.sheet.whole

    def test_going_to_a_total_changes_nothing(self, model):
        model.go("applications/handled/natural")
        assert at(model) == "received/natural"


class TestTyping:
    def test_digits_take_the_place_of_the_figure_and_enter_keeps_them(self, model, desk):
        press(model, "12", "enter")
        press(model, "up", "3", "enter")
        assert desk.figure("received", "natural") == "3"

    @pytest.mark.parametrize("typed", ["１２", "1２", "١٢"])
    def test_digits_of_any_width_and_script_are_digits(self, model, desk, typed):
        press(model, typed)
        assert model.buffer == "12"
        press(model, "tab")
        assert desk.figure("received", "natural") == "12"

    @pytest.mark.parametrize(("typed", "figure"), [("十二", "12"), ("无", "0"), ("1,234", "1234")])
    def test_whatever_reads_as_a_figure_is_taken(self, model, desk, typed, figure):
        press(model, typed, "enter")
        assert desk.figure("received", "natural") == figure

    def test_an_arrow_keeps_what_was_typed(self, model, desk):
        press(model, "7", "right")
        assert desk.figure("received", "natural") == "7"

    def test_a_full_stop_is_a_point_where_amounts_are_typed(self):
        desk = blank_desk("kinds", "money")
        model = desk.model
        model.go("money/fees/amount")
        press(model, "3。5", "enter")
        assert desk.figure("fees", "amount") == "3.5"

    def test_what_cannot_be_read_stays_in_its_cell_and_the_cursor_goes_on(self, model, desk):
        told = press(model, "5.5", "tab", "6", "tab")
        assert "5.5" in told
        assert desk.given() == {"received/business": "6"}
        assert model.text("applications/received/natural") == "5.5"
        assert model.standing("applications/received/natural") is Standing.FAULTY

    def test_it_can_be_mended_by_rubbing_out(self, model, desk):
        press(model, "5.5", "tab", "shift+tab", "backspace", "backspace", "enter")
        assert desk.given() == {"received/natural": "5"}
        assert not model.refused

    def test_it_is_in_the_status_with_the_reason(self, model):
        press(model, "5.5", "tab", "shift+tab")
        assert "不是整数" in model.status()

    def test_text_under_way_is_kept_beside_the_draft_until_it_is_taken(self, model, desk):
        press(model, "5.5")
        assert desk.typing == {"applications/received/natural": "5.5"}
        press(model, "tab")
        assert desk.typing == {"applications/received/natural": "5.5"}
        press(model, "left", "5", "tab")
        assert desk.typing == {}

    def test_text_left_over_from_last_time_is_in_its_cell(self, desk):
        desk.typed("applications/granted/natural", "4")
        model = desk.model
        assert model.text("applications/granted/natural") == "4"
        assert desk.given() == {}
        model.go("applications/granted/natural")
        press(model, "right", "left")
        assert desk.given() == {}
        press(model, "enter")
        assert desk.given() == {"granted/natural": "4"}

    def test_digits_behind_the_last_cell_go_nowhere(self, model, desk):
        press(model, "ctrl+end", "1", "enter")
        assert press(model, "9", "enter")
        assert desk.given() == {"carried_out/business": "1"}

    def test_the_last_cell_can_be_changed_by_rubbing_out(self, model, desk):
        press(model, "ctrl+end", "1", "enter", "backspace", "2", "enter")
        assert desk.given() == {"carried_out/business": "2"}

    def test_a_letter_is_no_figure(self, model):
        assert press(model, "x")
        assert model.buffer is None

    def test_a_figure_emptied_is_taken_back(self, model, desk):
        press(model, "7", "enter", "up", "backspace", "enter")
        assert desk.given() == {}

    def test_delete_takes_a_figure_back(self, model, desk):
        press(model, "7", "enter", "up", "delete")
        assert desk.given() == {}

    def test_a_figure_that_a_gate_forbids_stays_with_the_reason(self):
        nothing = {"applications__any_received": "没有", "applications__any_carried_in": "没有"}
        desk = blank_desk("disclosure-2021", "applications", **nothing)
        model = desk.model
        model.go("applications/granted/natural")
        told = press(model, "3", "enter")
        assert told
        assert isinstance(model.refused["applications/granted/natural"].problem, Problem)


class TestSums:
    def test_totals_follow_while_a_figure_is_typed(self, model):
        press(model, "5", "tab", "2")
        assert model.figure("applications/received/total") == 7
        assert model.cell("applications/received/total").cell.value == 7

    def test_an_unreadable_figure_leaves_the_totals_alone(self, model):
        press(model, "5", "tab", "2.")
        press(model, "5")
        assert model.figure("applications/received/total") == 5

    def test_the_balance_says_how_far_apart_the_sides_are(self, model):
        press(model, "58", "enter", "57")
        own = model.balance["natural"]
        assert own.verdict == "差1"
        assert own.said.startswith("本年新收 58 + 上年结转 0 = 58，办结总计 57 + 结转下年度 0")
        press(model, "enter", "1")
        assert model.balance["natural"].verdict == "平"

    def test_a_total_is_told_with_its_terms(self, model):
        press(model, "5", "tab", "2", "enter")
        model.go("applications/received/natural")
        assert press(model, "=") == "本年新收行：总计 7 = 自然人 5 + 法人或其他组织 2"
        assert model.terms("applications/handled/natural").startswith("自然人列：办结总计 0 = ")


class TestActs:
    def test_the_rest_is_zero(self, model, desk):
        press(model, "5", "tab")
        assert model.confirm_rest() == "其余 5 格都记为 0。Ctrl+Z 撤销。"
        assert model.standing("applications/granted/natural") is Standing.CONFIRMED
        assert model.standing("applications/received/natural") is Standing.ENTERED

    def test_a_mark_to_verify_is_set_and_taken_away(self, model, desk):
        model.toggle_verify()
        assert model.cursor in desk.state.draft.verify
        model.toggle_verify()
        assert not desk.state.draft.verify

    def test_n_goes_to_what_wants_the_clerk_and_around(self, model):
        press(model, "5", "tab", "1", "enter")
        model.confirm_rest()
        model.toggle_verify()
        here = at(model)
        press(model, "ctrl+home", "n")
        assert at(model) == here
        model.toggle_verify()
        assert press(model, "n") == "这张表没有还要填、还要核对的格子了。"

    def test_undo_forgets_what_is_typed_first(self, model, desk):
        press(model, "5", "enter", "7", "ctrl+z")
        assert model.buffer is None
        assert desk.given() == {"received/natural": "5"}
        assert press(model, "ctrl+z") == "撤销了：表三，“本年新收·自然人”。"
        assert desk.given() == {}
        assert at(model) == "received/natural"
        press(model, "ctrl+y")
        assert desk.given() == {"received/natural": "5"}

    def test_g_shows_the_whole_grid_and_keeps_the_cursor(self, model):
        press(model, "down", "g")
        assert len(model.sheet.order) == 24 * 6
        assert at(model) == "granted/natural"
        press(model, "g")
        assert len(model.sheet.order) == 6

    def test_a_figure_typed_into_a_cell_not_in_use_opens_it(self, model, desk):
        press(model, "g")
        model.go("applications/secret/natural")
        press(model, "2", "enter")
        assert desk.figure("secret", "natural") == "2"
        press(model, "g")
        assert "applications/secret/natural" in model.sheet.order

    def test_without_last_year_there_is_nothing_to_compare_with(self, model):
        assert press(model, "l") == "没有上年的报告可以对照。"

    def test_last_year_is_shown_until_something_is_typed(self):
        desk = sample_desk("suqian-2024", "applications")
        desk.state = replace(desk.state, last=sample_answers("suqian-2023"))
        model = desk.model
        model.go("applications/granted/natural")
        now, last = desk.figure("granted", "natural"), desk.state.last_facts
        assert last is not None
        then = str(last.figures[model.form.arithmetic.index[model.cursor]])
        assert f"上年 {then}" in model.status()
        press(model, "l")
        assert model.text(model.cursor) == then
        press(model, "l")
        assert model.text(model.cursor) is None
        press(model, "l", "9")
        assert model.text(model.cursor) == "9"
        assert (desk.figure("granted", "natural"), then) == (now, then)

    def test_a_state_from_elsewhere_leaves_the_cursor_and_what_is_typed(self, model, desk):
        press(model, "tab", "4")
        assert desk.enter({"applications/granted/natural": "9"}) is None
        model.reread()
        assert (at(model), model.buffer) == ("received/business", "4")
        press(model, "enter")
        assert desk.given() == {"granted/natural": "9", "received/business": "4"}


def test_every_sample_reads_as_it_stands():
    desk = sample_desk("county-government-2023", "applications")
    model = desk.model
    for address in model.sheet.places:
        assert model.figure(address) == model.cell(address).cell.value
    totals = [a for a in model.sheet.places if a in model.form.computed]
    assert all(model.cell(a).cell.origin is Origin.COMPUTED for a in totals)


def test_the_status_has_the_path_and_the_origin():
    model = sample_desk("county-government-2023", "applications").model
    model.go("applications/granted/natural")
    assert model.status() == "三、本年度办理结果 ▸ （一）予以公开 ▸ 自然人：71（已填）"
