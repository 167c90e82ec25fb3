"""首页: the reports to go on with, the ways to begin one, and opening a session."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Label, OptionList
from textual.worker import get_current_worker

from drafter.errors import DrafterError, Problem
from drafter.session.session_folder import changed_at, latest_first
from drafter.tui.dialogs import Choose, TypeLine, Way
from drafter.tui.frame_lines import HintLine, Saving, TopLine
from drafter.tui.row_list import Row, RowList
from drafter.tui.terminal_text import MUTED, content

if TYPE_CHECKING:
    from drafter.session.session_list import Listing
    from drafter.tui.screen_host import ScreenHost

_NEW, _FROM_LAST, _FILE, _BY_SAMPLE = "new", "last", "file", "sample"
_GATHERED = "gathered"
_WAYS = {
    _NEW: "新建一份报告",
    _FROM_LAST: "用上年的文件新建：带入单位情况和结转的数字",
    _FILE: "打开一个文件",
    _GATHERED: "收集：看各单位报来的报告，谁没报、谁有错",
    _BY_SAMPLE: "看看示例：一份填好的报告，随便改，不影响自己的",
}
_HINTS = (("回车", "打开"), ("Ctrl+P", "改名、移走、颜色"), ("F1", "说明"), ("Ctrl+Q", "退出"))
_RENAME, _REMOVE, _RESTORE, _THEME = "rename", "remove", "restore", "theme"


# What an open session needs is imported once the list is there to be read.


class Home(Screen[None]):
    """One list: the sessions, the last changed first, then what else can be done."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1,question_mark", "help", show=False),
        Binding("ctrl+p", "commands", show=False),
        Binding("delete", "remove", show=False),
    ]
    app: ScreenHost

    def __init__(self) -> None:
        super().__init__()
        self._listed: list[Row] = []

    def compose(self) -> ComposeResult:
        yield TopLine()
        yield Label("", id="welcome", markup=False)
        yield RowList(id="reports")
        if place := self.app.start.place:
            yield Label(content(place, MUTED), id="place", markup=False)
        yield HintLine(_HINTS)

    def on_mount(self) -> None:
        self.query_one(TopLine).tell("年度报告起草", Saving(""), "")

    def on_screen_resume(self) -> None:
        """Every time it is seen: the reports as they now are."""
        try:
            paths, trouble = latest_first(self.app.start.folder), ""
        except DrafterError as error:
            paths, trouble = [], str(error.problems[0])
        said = "接着填哪一份？" if paths else "还没有报告。第一次用，可以先看看示例。"
        self.query_one("#welcome", Label).update(content(trouble or said))
        order = _WAYS if paths else (_BY_SAMPLE, _NEW, _FROM_LAST, _FILE, _GATHERED)
        ways = [Row(way, content(_WAYS[way])) for way in order]
        gap = [Row("", content(""))] if paths else []
        before = [row.id for row in self._listed]
        self._listed = [*(Row(str(path), _named(path), path) for path in paths), *gap, *ways]
        listed = self.query_one(RowList)
        listed.put(self._listed)
        if before != [row.id for row in self._listed]:  # else a window was closed, nothing done
            listed.to_top()
        self.set_focus(listed)
        if paths:
            self.call_after_refresh(self._read)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go on with a report, or begin one."""
        from drafter.tui import report_access

        if (path := self._here) is not None:
            self.app.open_file(path)
            return
        match event.option_id:
            case "new":
                report_access.new(self.app)
            case "last":
                report_access.from_last_year(self.app)
            case "file":
                report_access.a_file(self.app)
            case "sample":
                report_access.sample(self.app)
            case "gathered":
                from drafter.tui.gathered_units import ask_folder

                ask_folder(self.app)

    def action_commands(self) -> None:
        """What can be done with the report at the cursor, and beside."""
        from drafter.desk.acts import THEME
        from drafter.session.session_shelf import removed

        path, ways = self._here, []
        if path is not None:
            ways = [Way(_RENAME, f"给“{path.stem}”改名"), Way(_REMOVE, f"移走“{path.stem}”")]
        if removed(self.app.start.folder):
            ways.append(Way(_RESTORE, "找回移走的报告"))
        ways.append(Way(_THEME, THEME.says))

        def chosen(way: str | None) -> None:
            match way:
                case "rename":
                    self._rename()
                case "remove":
                    self.action_remove()
                case "restore":
                    self._restore()
                case "theme":
                    self.app.action_choose_theme()

        self.app.push_screen(Choose(["要做什么？"], ways), chosen)

    def action_remove(self) -> None:
        """The report at the cursor to the trash, once that is said again."""
        from drafter.session.session_shelf import remove
        from drafter.tui.report_access import telling

        path = self._here
        if path is None:
            return

        def chosen(way: str | None) -> None:
            if way == _REMOVE:
                with telling(self.app):
                    remove(path.parent, path.stem, datetime.now())
                    self.on_screen_resume()

        said = [f"移走“{path.stem}”？移走以后还可以找回来：按 Ctrl+P。"]
        self.app.push_screen(Choose(said, [Way("keep", "不移"), Way(_REMOVE, "移走")]), chosen)

    @property
    def _here(self) -> Path | None:
        """The report at the cursor; None on another row."""
        meant = self.query_one(RowList).meant
        return meant if isinstance(meant, Path) else None

    def _rename(self) -> None:
        from drafter.session.session_shelf import rename

        path = self._here
        if path is None:
            return

        def refuse(name: str) -> Problem | None:
            try:
                rename(path.parent, path.stem, name, datetime.now())
            except DrafterError as error:
                return error.problems[0]
            return None

        def renamed(name: str | None) -> None:
            if name is not None:
                self.on_screen_resume()

        said = [f"“{path.stem}”改成什么名字？"]
        self.app.push_screen(TypeLine(said, refuse, path.stem), renamed)

    def _restore(self) -> None:
        from drafter.session.session_shelf import removed, restore
        from drafter.tui.report_access import telling

        names = list(dict.fromkeys(name for name, _ in removed(self.app.start.folder)))

        def chosen(name: str | None) -> None:
            if name is not None:
                with telling(self.app):
                    restore(self.app.start.folder, name, datetime.now())
                    self.on_screen_resume()

        ways = [Way(name, name) for name in names]
        self.app.push_screen(Choose(["找回哪一份？"], ways), chosen)

    def action_help(self) -> None:
        """How to go about it."""
        from drafter.tui.command_palette import Help

        self.app.push_screen(Help())

    @work(thread=True, exclusive=True)
    def _read(self) -> None:
        """What each report says of itself; the checks take a while, so aside."""
        from drafter.desk.open_points import count_left
        from drafter.session.session_list import list_sessions

        start, worker = self.app.start, get_current_worker()
        try:
            for listing in list_sessions(start.folder, start.today, count_left, start.own):
                if worker.is_cancelled:
                    return
                self.app.call_from_thread(self._tell, listing)
        except DrafterError as error:
            self.app.call_from_thread(self.app.say_all, error)

    def _tell(self, listing: Listing) -> None:
        if not self.is_running:  # the program was left meanwhile
            return
        from drafter.desk.open_points import listing_lines

        told = listing_lines(listing, self.app.start.today)
        lines = [content(f"  {line}", MUTED) for line in told]
        said = Content("\n").join([_named(listing.path), *lines])
        self._listed = [
            row._replace(said=said) if row.means == listing.path else row for row in self._listed
        ]
        self.query_one(RowList).put(self._listed)


def _named(path: Path) -> Content:
    return content(path.stem, "bold") + content(f"   {changed_at(path):%m-%d %H:%M} 改过", MUTED)
