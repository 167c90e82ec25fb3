"""收集: the units of a gathering with their states, and the findings of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Label, OptionList

from drafter.errors import DrafterError, Problem
from drafter.gather.gather_run import source_of
from drafter.gather.gathered_report import SEVERITIES, Gathered, State
from drafter.gather.report_folder import KEPT
from drafter.gather.summary_folder import Source
from drafter.gather.summary_page import unit_line
from drafter.gather.unit_reports import UnitReport
from drafter.report.width import pad_cells, width_cells
from drafter.session.session_folder import typed_path
from drafter.tui.dialogs import TypeLine
from drafter.tui.frame_lines import HintLine, Saving, Says, TopLine
from drafter.tui.row_list import Row, RowList
from drafter.tui.terminal_text import MUTED, content

if TYPE_CHECKING:
    from drafter.tui.screen_host import ScreenHost

_STYLES = {
    State.ABSENT: "bold $warning",
    State.UNREAD: "bold $warning",
    State.WRONG: "bold $error",
    State.USABLE: "$success",
}
_FILTERS: tuple[State | None, ...] = (None, *State)
"""By number key, from 1; None for all."""
_WIDEST_NAME = 36


def is_gathered(path: Path) -> bool:
    """Whether a folder is what `drafter gather` left."""
    return (path / KEPT).is_file()


def ask_folder(app: ScreenHost) -> None:
    """Which gathering is to be seen."""

    def refuse(typed: str) -> Problem | None:
        fix = "写 drafter gather 写成的文件夹，里面有“汇总.html”。"
        if not typed.strip():
            return Problem("文件夹", "还没有写。", fix)
        path = typed_path(typed, app.start.out)
        return None if is_gathered(path) else Problem(path.name, "不是汇总的文件夹。", fix)

    def typed(line: str | None) -> None:
        if line is not None:
            app.push_screen(GatheredUnits(typed_path(line, app.start.out)))

    usual = app.start.out / "汇总"
    said = ["看哪一个汇总？写文件夹的位置，或者把文件夹拖到这里。"]
    said.append("汇总用命令做：drafter gather 放报告的文件夹 --units 名单")
    app.push_screen(TypeLine(said, refuse, str(usual) if is_gathered(usual) else ""), typed)


class GatheredUnits(Screen[None]):
    """One row a unit: its state, what is to be mended, how late it is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "back", show=False),
        *(Binding(str(n), f"filter({n})", show=False) for n in range(1, len(_FILTERS) + 1)),
    ]
    app: ScreenHost

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        self.source: Source | None = None
        self.shown: State | None = None

    def compose(self) -> ComposeResult:
        yield TopLine()
        yield Label("正在读取…", classes="head", markup=False)
        yield RowList(classes="rows")
        yield Says()
        yield HintLine((("Esc", "退回"),))

    def on_mount(self) -> None:
        self.query_one(TopLine).tell(f"收集：{self.folder.name}", Saving(""), "")
        self.set_focus(self.query_one(RowList))
        self._read()

    @work(thread=True, exclusive=True)
    def _read(self) -> None:
        try:
            source = source_of(self.folder, None, self.app.start.today)
        except DrafterError as error:
            self.app.call_from_thread(self._refused, error)
        else:
            self.app.call_from_thread(self._opened, source)

    def _refused(self, error: DrafterError) -> None:
        if self.is_running:  # else it was left meanwhile, here and below
            self.dismiss()
            self.app.say_all(error)

    def _opened(self, source: Source) -> None:
        if self.is_running:
            self.source = source
            self._tell()

    def _tell(self) -> None:
        assert self.source is not None
        found = self.source.found
        counts = [len(found.units), *(found.count(state) for state in State)]
        names = ["全部", *(state.value for state in State)]
        chosen = "全部" if self.shown is None else self.shown.value
        year = f"{found.year}年，" if found.year else ""
        rest = len(found.strangers) + len(found.nameless)
        more = f"；另有 {rest} 个文件没有对上单位" if rest else ""
        head = f"{year}{len(found.units)} 个单位，现在看：{chosen}{more}"
        self.query_one(".head", Label).update(content(head))
        units = [u for u in found.units if self.shown is None or u.state is self.shown]
        listed = self.query_one(RowList)
        listed.put(_unit_rows(units) or [Row("", content("没有这样的单位。", MUTED))])
        if listed.highlighted is None and units:
            listed.highlighted = 0
        keys = [
            (str(n), f"{name} {number}")
            for n, (name, number) in enumerate(zip(names, counts, strict=True), start=1)
        ]
        self.query_one(HintLine).tell((("回车", "看问题"), *keys, ("Esc", "退回")))

    def action_filter(self, number: int) -> None:
        """Only the units of one state, or all."""
        self.shown = _FILTERS[number - 1]
        if self.source is not None:
            self._tell()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """The findings of the unit at the cursor."""
        unit = self.query_one(RowList).meant
        if self.source is None or not isinstance(unit, UnitReport):
            return
        report = self.source.kept.report(unit.current) if unit.current else None
        self.app.push_screen(UnitFindings(unit, report))

    def action_back(self) -> None:
        """To where one came from; home, where that was nowhere."""
        self.dismiss()
        self.app.home_below()


class UnitFindings(Screen[None]):
    """All there is to say of one unit's report, each with its place in the file."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "back", show=False)]
    app: ScreenHost

    def __init__(self, unit: UnitReport, report: Gathered | None) -> None:
        super().__init__()
        self.unit, self.report = unit, report

    def compose(self) -> ComposeResult:
        yield TopLine(self.unit.unit.name)
        yield Label(content("\n".join(_head(self.unit))), classes="head", markup=False)
        yield RowList(classes="rows")
        yield Says()
        yield HintLine((("↑↓", "上下看"), ("Esc", "退回")))

    def on_mount(self) -> None:
        listed = self.query_one(RowList)
        rows = list(_finding_rows(self.report)) if self.report else []
        listed.put(rows or [Row("", content("没有发现问题。" if self.report else ""))])
        self.set_focus(listed)

    def action_back(self) -> None:
        """To the units."""
        self.dismiss()


def _unit_rows(units: Sequence[UnitReport]) -> list[Row]:
    widest = max((width_cells(unit.unit.name) for unit in units), default=0)
    name_cells = min(widest, _WIDEST_NAME)
    return [Row(unit.unit.name, _unit_said(unit, name_cells), unit) for unit in units]


def _unit_said(unit: UnitReport, name_cells: int) -> Content:
    line = unit_line(unit)
    state = content(pad_cells(line.state.value, 8, "left"), _STYLES[line.state])
    parts = (
        (line.errors, f"需要改 {line.errors}"),
        (line.warnings, f"需要确认 {line.warnings}"),
        (line.late, f"迟 {line.late} 天"),
    )
    told = "，".join(said for number, said in parts if number)
    said = state + content(pad_cells(line.name, name_cells + 2, "left")) + content(told)
    remarks = "；".join(line.remarks)
    return said + content(f"\n{remarks}", MUTED) if remarks else said


def _head(unit: UnitReport) -> Iterator[str]:
    line = unit_line(unit)
    late = f"，迟 {line.late} 天" if line.late else ""
    signed = f"，落款 {line.signed}" if line.signed else ""
    yield f"{line.state.value}{signed}{late}"
    if line.file:
        yield f"文件：{line.file}"
    yield from line.remarks


def _finding_rows(report: Gathered) -> Iterator[Row]:
    if report.unread:
        yield Row("", content("没有读到", "bold"))
        for number, (place, what, quote) in enumerate(report.unread):
            yield Row(f"unread-{number}", _said(f"{place}：{what}", quote, ""))
    for severity, title in SEVERITIES.items():
        found = [each for each in report.findings if each["severity"] == severity]
        if found:
            yield Row("", content(f"{title}（{len(found)}）", "bold"))
        for number, each in enumerate(found):
            yield Row(f"{severity}-{number}", _finding_said(each))


def _finding_said(finding: Any) -> Content:
    what = f"{finding['place']}：{finding['what']}"
    return _said(what, finding.get("quote", ""), f"{finding['fix']}（{finding['code']}）")


def _said(what: str, quote: str, fix: str) -> Content:
    lines = [content(what)]
    lines += [content(f"文件里：{quote}", MUTED)] if quote else []
    lines += [content(fix, MUTED)] if fix else []
    return Content("\n").join(lines)
