"""命令: find something to do, or a place to go to, by any piece of its name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Label, OptionList
from textual.widgets.option_list import Option

from drafter.desk.places import Target, find_place
from drafter.interview.state import InterviewState
from drafter.tui.acts import ACTS, Act
from drafter.tui.dialogs import Dialog
from drafter.tui.glyphs import content

GO = "去 "
_GO_WORDS = ("去", "到")
_NOTHING = "没有找到。换一个词，例如：撤销、预览、第三部分、联系电话"


class Palette(Dialog[str]):
    """Dismissed with the action of an act, or with `去 ` and the place to go to."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", priority=True),
        Binding("up", "move(-1)", priority=True),
        Binding("ctrl+p", "close", priority=True),
    ]

    def __init__(self, state: InterviewState) -> None:
        super().__init__()
        self._state = state

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Input(placeholder="想做什么，或者想去哪里", compact=True)
            yield OptionList(markup=False)
            yield Label(content("上下键选，回车确定，Esc 关闭"), classes="how")

    def on_mount(self) -> None:
        self.query_one(Input).cursor_blink = False
        self.query_one(OptionList).can_focus = False
        self._find("")

    def on_input_changed(self, event: Input.Changed) -> None:
        self._find(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self._find(event.value)
        listed = self.query_one(OptionList)
        if listed.highlighted is not None:
            self.dismiss(listed.get_option_at_index(listed.highlighted).id)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)

    def action_move(self, by: int) -> None:
        """One line down or up in the list."""
        listed = self.query_one(OptionList)
        (listed.action_cursor_down if by > 0 else listed.action_cursor_up)()
        listed.call_after_refresh(listed.scroll_to_highlight)  # its rows may not be laid out yet

    def _find(self, words: str) -> None:
        listed = self.query_one(OptionList)
        found = [*_acts(words), *_places(self._state, words)]
        if [option.id for option in listed.options] != [option.id for option in found]:
            listed.clear_options()
            listed.add_options(found)
            listed.highlighted = 0 if found else None
        self.query_one(".how", Label).update(
            content("上下键选，回车确定，Esc 关闭" if found else _NOTHING)
        )


def _acts(words: str) -> Iterable[Option]:
    wanted = words.strip().casefold()
    for act in ACTS:
        if wanted in f"{act.what}{act.shown_key}".casefold():
            yield Option(content(_line(act)), act.action)


def _line(act: Act) -> str:
    return f"{act.what}（{act.shown_key}）" if act.shown_key else act.what


def _places(state: InterviewState, words: str) -> Iterable[Option]:
    text = words.strip()
    for word in _GO_WORDS:
        text = text.removeprefix(word).strip()
    found = find_place(state, text) if text else []
    targets = [found] if isinstance(found, Target) else found if isinstance(found, list) else []
    for where, label in {target.where: target.label for target in targets}.items():
        yield Option(content(f"{GO}{label}"), f"{GO}{where}")
