"""预览: the report as it would be printed now, at the width there is."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual.app import ComposeResult
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.timer import Timer

from drafter.errors import DrafterError
from drafter.interview.interview_state import InterviewState
from drafter.interview.steps import Done, Review, Step
from drafter.interview.way import title_of
from drafter.output.report_at_hand import report_text
from drafter.report.width import width_cells
from drafter.tui.pane import Hint, Pane
from drafter.tui.terminal_text import is_safe, shown
from drafter.tui.work import Work

_NARROWEST = 60


class PreviewPanel(Pane):
    """The whole text, scrolled to the part that one is in."""

    def __init__(self, work: Work, *, wait_s: float = 0.25) -> None:
        """wait_s: how long nothing may change before the report is made anew."""
        super().__init__(work)
        self._wait_s = wait_s
        self._timer: Timer | None = None
        self._step: Step | None = None
        self._shown: tuple[InterviewState, int] | None = None
        self._at = ""

    def compose(self) -> ComposeResult:
        yield Page()

    @property
    def hints(self) -> tuple[Hint, ...]:
        return (("↑↓", "上下看"), ("PgDn", "翻页"))

    def show(self, step: Step) -> None:
        """Make it anew, once nothing has changed for a while."""
        self._step = step
        if self._timer is not None:
            self._timer.stop()
        if self._wait_s and self._shown is not None:
            self._timer = self.set_timer(self._wait_s, self.renew)
        else:
            self.renew()

    def on_resize(self) -> None:
        self.renew()

    def focus_first(self) -> None:
        self._at = ""
        self.screen.set_focus(self.query_one(Page))
        self.renew()

    def renew(self) -> None:
        """The report as it is; where the clerk is in another part, that is scrolled to."""
        page, state = self.query_one(Page), self.work.state
        width = max(_NARROWEST, page.scrollable_content_region.width)
        if not page.size.width or self._step is None:
            return
        if self._shown is None or self._shown[0] is not state or self._shown[1] != width:
            self._shown = state, width
            page.put(self._lines(width))
        place = "" if isinstance(self._step, Review | Done) else self._step.spot.part
        if place != self._at:
            self._at = place
            page.call_after_refresh(page.scroll_to, y=self._line_of(page.lines), animate=False)

    def _lines(self, width: int) -> list[str]:
        try:
            text = report_text(self.work.desk, self.work.around, width, ascii=is_safe())
        except DrafterError as error:
            return [shown(str(problem)) for problem in error.problems]
        return [shown(line) for line in text.split("\n")]

    def _line_of(self, lines: Sequence[str]) -> int:
        """Where the section that one is in begins, else the part; the top where neither does."""
        step, state = self._step, self.work.state
        if step is None or isinstance(step, Review | Done):
            return 0
        titles = [title_of(state, step.spot.part)]
        for section in state.form.sections:
            if section.short == step.spot.section_title and section.title.source:
                titles.insert(0, state.facts.render(section.title, section.id))
        bare = [line.strip() for line in lines]
        return next((bare.index(shown(title)) for title in titles if shown(title) in bare), 0)


class Page(ScrollView, can_focus=True):
    """Lines of text that are drawn as they are, and scrolled both ways."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[str, ...] = ()

    def put(self, lines: Sequence[str]) -> None:
        """Show these lines."""
        self.lines = tuple(lines)
        self.virtual_size = Size(max(map(width_cells, lines), default=0), len(lines))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        left, top = self.scroll_offset
        at, width = y + top, self.size.width
        line = self.lines[at] if at < len(self.lines) else ""
        style = self.rich_style
        return Strip([Segment(line, style)]).crop_extend(left, left + width, style)
