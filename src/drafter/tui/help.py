"""说明: how to go about it, and every key."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from drafter.tui.acts import ACTS
from drafter.tui.dialogs import Dialog
from drafter.tui.glyphs import content

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
  F1 按两次       看这一页

有的终端收不到某些键，这时按 Ctrl+P，从“命令”里找。
用读屏软件的，请退出后运行：drafter chat --plain
"""


class Help(Dialog[None]):
    """One page of text."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1,enter,question_mark", "close", priority=True)
    ]

    def compose(self) -> ComposeResult:
        keys = [f"  {_padded(act.shown_key)}{act.what}" for act in ACTS if act.shown_key]
        with VerticalScroll(classes="dialog page"):
            yield Static(content(_HOW + "\n".join(keys) + _MORE + "\n按 Esc 关闭。"))


def _padded(key: str) -> str:
    return key.ljust(_KEY_CELLS)
