"""命令 and 说明: find something to do or a place to go to, and every key."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Input, Label, OptionList, Static
from textual.widgets.option_list import Option

from drafter.desk.acts import GO, PALETTE, SCREEN_ACTS, Act
from drafter.desk.clerk_words import Target, find_place
from drafter.interview.interview_state import InterviewState
from drafter.tui.dialogs import Dialog
from drafter.tui.terminal_text import content

_GO_WORDS = ("去", "到")
_NOTHING = "没有找到。换一个词，例如：撤销、预览、第三部分、落款"


class Palette(Dialog[Act | Target]):
    """Dismissed with the act that is wanted, or with the place to go to."""

    hints = (("上下", "选"), ("回车", "确定"), ("Esc", "关闭"))

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", priority=True),
        Binding("up", "move(-1)", priority=True),
        Binding("ctrl+p", "close", priority=True),
    ]

    def __init__(self, state: InterviewState) -> None:
        super().__init__()
        self._interview = state
        self._found: Sequence[Act | Target] = ()

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
            self.dismiss(self._found[listed.highlighted])

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._found[event.option_index])

    def action_move(self, by: int) -> None:
        """One line down or up in the list."""
        listed = self.query_one(OptionList)
        (listed.action_cursor_down if by > 0 else listed.action_cursor_up)()
        listed.call_after_refresh(listed.scroll_to_highlight)  # its rows may not be laid out yet

    def _find(self, words: str) -> None:
        listed = self.query_one(OptionList)
        found: list[Act | Target] = [*_acts(words), *_places(self._interview, words)]
        if found != self._found:
            self._found = found
            listed.set_options(Option(content(_line(each))) for each in found)
            listed.highlighted = 0 if found else None
        self.query_one(".how", Label).update(
            content("上下键选，回车确定，Esc 关闭" if found else _NOTHING)
        )


def _acts(words: str) -> Iterable[Act]:
    wanted = words.strip().casefold()
    return (act for act in SCREEN_ACTS if act is not PALETTE and wanted in _line(act).casefold())


def _line(found: Act | Target) -> str:
    if isinstance(found, Target):
        return f"{GO.word} {found.label}"
    return f"{_told(found)}（{found.shown}）" if found.shown else _told(found)


def _told(act: Act) -> str:
    name = act.hint or act.word
    return f"{name}：{act.says}" if name else act.says


def _places(state: InterviewState, words: str) -> Iterable[Target]:
    text = words.strip()
    for word in _GO_WORDS:
        text = text.removeprefix(word).strip()
    found = find_place(state, text) if text else []
    targets = [found] if isinstance(found, Target) else found if isinstance(found, list) else []
    return {target.where: target for target in targets}.values()


_KEY_CELLS = 16
_HOW = """\
怎么填
  一题一题答：写上回答，按回车就到下一题；不想现在答的，按 F6 跳过。
  拿不准的按 F7 标上待核，最后会再列出来。
  表格先问有没有，没有的整张表自动填零，不用一格一格填。
  先填表格，再写文字：第一部分要用表格里的数，所以排在表格后面。
  文字由前面的回答拟好，看过没问题就采用，也可以自己改。
  填完以后到“核对与生成”，那里列出还没有完的地方，再生成报告。

保存
  每答一题都马上存好，第一行写着保存的时间。
  关窗口、断线都不要紧，下次从停下的地方接着填。

每个键
"""
_MORE = """
  方向键、Tab     在一屏之内移动
  回车            确定，到下一题
  Esc             回到上一题；关掉打开的窗口
  Ctrl+U          写文字时，删去这一段里光标前面的；Ctrl+Z 找回来
  F1 按两次       看这一页

有的终端收不到某些键，这时按 Ctrl+P，从“命令”里找。
用读屏软件的，请退出后运行：drafter chat --plain
"""


class Help(Dialog[None]):
    """One page of text."""

    hints = (("上下", "翻看"), ("Esc", "关闭"))

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1,enter,question_mark", "close", priority=True)
    ]

    def compose(self) -> ComposeResult:
        keys = [f"  {_padded(act.shown)}{_told(act)}" for act in SCREEN_ACTS if act.shown]
        with VerticalScroll(classes="dialog page"):
            yield Static(content(_HOW + "\n".join(keys) + _MORE + "\n按 Esc 关闭。"))


def _padded(key: str) -> str:
    return key.ljust(_KEY_CELLS)
