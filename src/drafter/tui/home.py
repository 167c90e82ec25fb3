"""首页: the reports to go on with, and the ways to begin one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Label, OptionList
from textual.worker import get_current_worker

from drafter.errors import DrafterError
from drafter.session.places import session_files
from drafter.tui.glyphs import MUTED, content
from drafter.tui.lines import HintLine, Saving, TopLine
from drafter.tui.rows import Row, RowList

if TYPE_CHECKING:
    from drafter.session.listing import Listing
    from drafter.tui.app import DrafterApp

_NEW, _FROM_LAST, _FILE, _SAMPLE = "new", "last", "file", "sample"
_WAYS = {
    _NEW: "新建一份报告",
    _FROM_LAST: "用上年的文件新建：带入单位情况和结转的数字",
    _FILE: "打开一个文件",
    _SAMPLE: "看看示例：一份填好的报告，随便改，不影响自己的",
}
_HINTS = (("回车", "打开"), ("F1", "说明"), ("Ctrl+P", "颜色"), ("Ctrl+Q", "退出"))


# What an open session needs is imported once the list is there to be read.


class Home(Screen[None]):
    """One list: the sessions, the last changed first, then what else can be done."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1,question_mark", "help", show=False),
        Binding("ctrl+p", "app.choose_theme", show=False),
    ]
    app: DrafterApp

    def __init__(self) -> None:
        super().__init__()
        self._listed: list[Row] = []

    def compose(self) -> ComposeResult:
        yield TopLine()
        yield Label("", id="welcome", markup=False)
        yield RowList(id="reports")
        yield HintLine(_HINTS)

    def on_mount(self) -> None:
        self.query_one(TopLine).tell("年度报告起草", Saving(""), "")

    def on_screen_resume(self) -> None:
        """Every time it is seen: the reports as they now are."""
        paths = sorted(session_files(self.app.start.folder), key=_changed_ns, reverse=True)
        said = "接着填哪一份？" if paths else "还没有报告。第一次用，可以先看看示例。"
        self.query_one("#welcome", Label).update(content(said))
        order = _WAYS if paths else (_SAMPLE, _NEW, _FROM_LAST, _FILE)
        ways = [Row(way, content(_WAYS[way])) for way in order]
        gap = [Row("", content(""))] if paths else []
        self._listed = [*(Row(str(path), _named(path)) for path in paths), *gap, *ways]
        listed = self.query_one(RowList)
        listed.put(self._listed)
        listed.highlighted = 0
        self.set_focus(listed)
        self.call_after_refresh(self._drawn, bool(paths))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go on with a report, or begin one."""
        from drafter.tui import beginning

        match event.option_id:
            case "new":
                beginning.new(self.app)
            case "last":
                beginning.from_last_year(self.app)
            case "file":
                beginning.a_file(self.app)
            case "sample":
                beginning.sample(self.app)
            case str(path):
                self.app.open_file(Path(path))

    def action_help(self) -> None:
        """How to go about it."""
        from drafter.tui.help import Help

        self.app.push_screen(Help())

    def _drawn(self, reads: bool) -> None:
        self.app.drawn()
        if reads:
            self._read()

    @work(thread=True, exclusive=True)
    def _read(self) -> None:
        """What each report says of itself; the checks take a while, so aside."""
        from drafter.session.listing import list_sessions

        start, worker = self.app.start, get_current_worker()
        try:
            for listing in list_sessions(start.folder, start.today, start.own):
                if worker.is_cancelled:
                    return
                self.app.call_from_thread(self._tell, listing)
        except DrafterError as error:
            self.app.call_from_thread(self.app.say_all, error)

    def _tell(self, listing: Listing) -> None:
        lines = [content(line, MUTED) for line in _told(listing, self.app.start.today)]
        told = Row(str(listing.path), Content("\n").join([_named(listing.path), *lines]))
        self._listed = [told if row.id == told.id else row for row in self._listed]
        self.query_one(RowList).put(self._listed)


def _named(path: Path) -> Content:
    changed = datetime.fromtimestamp(_changed_ns(path) / 1e9)
    return content(path.stem, "bold") + content(f"   {changed:%m-%d %H:%M} 改过", MUTED)


def _told(listing: Listing, today: date) -> Iterator[str]:
    from drafter.desk.remaining import days_left_words

    if listing.trouble:
        yield f"  读不出来：{listing.trouble}"
    else:
        year = f"{listing.year}年" if listing.year else "年度未填"
        errors = f"{listing.errors} 处要改" if listing.errors else "没有发现错误"
        said = f"  {listing.organ or '单位未填'}，{year}；做到“{listing.reached}”，{errors}"
        days = days_left_words(today, listing.deadline)
        yield f"{said}；{days}" if days else said
    if listing.holder:
        yield f"  正由{listing.holder}打开着"


def _changed_ns(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0
