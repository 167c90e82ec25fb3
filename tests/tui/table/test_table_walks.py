"""Random walks: keys that do not type change no figure, and typed figures land where they were."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from drafter.tui.table.grid_lines import Drawing
from drafter.tui.table.table_grid import KEYS, act_of

from .table_desks import PlainDesk, blank_desk

MOVES = sorted(set(KEYS) - {"backspace", "delete", "ctrl+z", "ctrl+y"})
START = blank_desk("kinds", "cases").state


@given(st.lists(st.sampled_from([*MOVES, "g", "n", "=", "l"]), max_size=30))
@settings(max_examples=60)
def test_moving_changes_nothing(keys: list[str]) -> None:
    desk = PlainDesk(START, "cases")
    model = desk.model
    for key in keys:
        act = act_of(key, key if len(key) == 1 else None)
        assert act is not None
        act(model, 5)
        assert model.cursor in model.sheet.order
        drawing = Drawing(model, 60, 10)
        drawing.frame.show(model.cursor)
        assert any(piece.here for line in drawing.lines() for piece in line)
    assert desk.acts == 0


@given(st.lists(st.tuples(st.integers(0, 10**7), st.sampled_from(MOVES)), max_size=15))
@settings(max_examples=60)
def test_figures_land_where_the_cursor_was(walk: list[tuple[int, str]]) -> None:
    desk = PlainDesk(START, "cases")
    model = desk.model
    wanted: dict[str, str] = {}
    for figure, move in walk:
        for digit in str(figure):
            act = act_of(digit, digit)
            assert act is not None
            ended = model.ended
            act(model, 5)
            if not ended:
                wanted[model.cursor.removeprefix("cases/")] = str(figure)
        KEYS[move](model, 5)
    assert desk.given() == wanted


@given(st.text("0123456789.,-件万两十五无 １２x[/b]", max_size=8), st.sampled_from(MOVES))
@settings(max_examples=120)
def test_no_text_is_lost(text: str, move: str) -> None:
    """It is the cell's figure, or it still stands there as it was typed."""
    desk = PlainDesk(START, "cases")
    model = desk.model
    cell = model.cursor
    model.type(text)
    KEYS[move](model, 5)
    kept = cell in desk.state.draft.cells or not text.strip()
    assert kept or model.refused[cell].raw == text
