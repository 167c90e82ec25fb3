"""The page on last year's report, read, to be read through and confirmed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Label, OptionList

from drafter.desk.last_report import SheetGroup, SheetRow
from drafter.tui.dialogs import Dialog
from drafter.tui.row_list import Row, RowList
from drafter.tui.terminal_text import MUTED, content, is_safe

_MARKS = {True: ("✓", "+"), False: ("✗", "x")}


class ReadingSheet(Dialog[frozenset[str]]):
    """Dismissed with the questions whose proposed answers are left out."""

    hints = (("上下", "看"), ("空格", "不要这一项"), ("回车", "都看过了"), ("Esc", "换一个文件"))
    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "leave_out", show=False)]

    def __init__(self, head: Sequence[str], groups: Sequence[SheetGroup]) -> None:
        super().__init__()
        self._head, self._groups = head, groups
        self._left_out: set[str] = set()

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog reading"):
            yield Label(content("\n".join(self._head)), classes="title")
            yield RowList()

    def on_mount(self) -> None:
        listed = self.query_one(RowList)
        listed.put(list(self._rows()))
        listed.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(frozenset(self._left_out))

    def action_leave_out(self) -> None:
        """The proposed answer at the cursor away, or back."""
        listed = self.query_one(RowList)
        row = listed.meant
        if isinstance(row, SheetRow) and row.question:
            self._left_out ^= {row.question}
            listed.put(list(self._rows()))

    def _rows(self) -> Iterator[Row]:
        for group in self._groups:
            yield Row("", content(group.title, "bold"))
            for number, row in enumerate(group.rows):
                kept = row.question not in self._left_out
                mark = f"{_MARKS[kept][is_safe()]} " if row.question else "· "
                said = content(mark) + content(row.said, "" if kept else f"{MUTED} strike")
                if row.quote:
                    said += content(f"\n  原文：{row.quote}", MUTED)
                yield Row(f"{group.title}/{number}", said, row)
