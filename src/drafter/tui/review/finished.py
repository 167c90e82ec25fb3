"""The report is made: where the files are, what was not checked, what to do next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList

from drafter.checks.telling import summary
from drafter.desk.findings import not_run_words
from drafter.desk.output import NEXT, WrittenReport
from drafter.desk.remaining import deadline_words
from drafter.form.model import Severity
from drafter.tui.dialogs import Dialog
from drafter.tui.glyphs import content
from drafter.tui.rows import Row, RowList
from drafter.tui.work import Work
from drafter.tui.wrapping import Prose

LEAVE, LOOK = "leave", "look"
_COPY, _PRINT, _BACK = "copy", "print", "back"
_MOST_NOT_RUN = 4


class Finished(Dialog[str]):
    """Tells all of it, and what can be done with the report right away."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f2", f"dismiss('{LOOK}')", show=False)]

    def __init__(
        self, work: Work, written: WrittenReport, text: str, deadline: date | None
    ) -> None:
        """text: the whole report, to be copied."""
        super().__init__()
        self._work, self._written, self._text = work, written, text
        self._deadline = deadline_words(work.around.today, deadline)
        self._copied = False

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Prose()
            yield RowList()

    def on_mount(self) -> None:
        self.query_one(Prose).tell(content("\n").join(list(_told(self._written, self._deadline))))
        self._renew()
        self.query_one(RowList).focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        match event.option_id:
            case "copy":
                self.app.copy_to_clipboard(self._text)
                self._copied = True
            case "print":
                self._work.prints_report = not self._work.prints_report
            case id:
                self.dismiss(id)
                return
        self._renew()

    def _renew(self) -> None:
        copied = "（送去了；粘贴不出来的，是终端不允许）" if self._copied else ""
        prints = "（会打印）" if self._work.prints_report else ""
        self.query_one(RowList).put(
            (
                Row(_BACK, content("回到核对与生成")),
                Row(_COPY, content(f"把报告全文复制到剪贴板{copied}")),
                Row(_PRINT, content(f"退出以后，把报告打印在终端里{prints}")),
                Row(LEAVE, content("退出")),
            )
        )


def _told(written: WrittenReport, deadline: str) -> Iterator[Content]:
    yield content("草稿生成好了。" if written.draft else "正式稿生成好了。", "bold")
    for path in written.paths:
        yield content(f"{path}", "bold $accent")
    for note in written.notes:
        yield content(note)
    yield content(f"\n{summary(written.result)}")
    missing = not_run_words(written.result)
    for words in missing[:_MOST_NOT_RUN]:
        yield content(f"没有核对的：{words}。")
    if len(missing) > _MOST_NOT_RUN:
        yield content(f"……没有核对的共 {len(missing)} 种，按 F2 看。")
    if written.draft:
        yield content("\n这是草稿：把需要改的改好，再生成一次。", "bold")
    else:
        if doubtful := written.result.of(Severity.WARNING):
            yield content(f"\n有 {len(doubtful)} 处要再看一眼，按 F2。")
        yield content(f"\n{NEXT}", "bold")
    if deadline:
        yield content(deadline)
