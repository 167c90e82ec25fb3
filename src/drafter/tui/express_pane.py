"""The pane of a page of the short way: lines to be ticked, looked at, changed, taken as one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from textual import events
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList

from drafter.desk.acts import LEDGER
from drafter.desk.last_report import sentences
from drafter.errors import Problem
from drafter.interview.express_pages import PageLine, go_to_line, page_lines, take_page
from drafter.interview.interview_state import InterviewState, PageKind
from drafter.interview.steps import Page, Step
from drafter.interview.task_list import Status
from drafter.tui.pane import Hint, Pane
from drafter.tui.row_list import Row, RowList
from drafter.tui.terminal_text import MUTED, Prose, content, mark
from drafter.tui.work import Work

_TAKE = "take"
_TO_BE_READ = (PageKind.STANDING, PageKind.USUAL)
"""Pages of answers to be looked at; on the others there is only something to tick."""


class PagePane(Pane):
    """Enter takes a page of ticks; on a page to be read, its first row does."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "tick", show=False),
        Binding("f10,ctrl+n", "take", show=False),
        Binding("f5", "change", show=False),
        Binding("f8", "last", show=False),
        Binding("ctrl+z", "undo", show=False),
        Binding("ctrl+y", "redo", show=False),
    ]

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        self._page: Page | None = None
        self._is_taken = False
        """The page was taken: shown again, it is read from its beginning."""
        self._is_astray = False
        """Something was typed, for which there is no field: Enter behind it was for one, too."""
        self._lines: tuple[PageLine, ...] = ()
        self._sentences: Mapping[str, str] = {}
        self._past: list[tuple[str, ...]] = []
        self._future: list[tuple[str, ...]] = []
        """The lines ticked on this page in turn, and those of which that was undone."""

    def compose(self) -> ComposeResult:
        yield Prose(id="state")
        yield RowList(id="lines")

    @property
    def hints(self) -> tuple[Hint, ...]:
        line = self.query_one(RowList).meant
        tick: tuple[Hint, ...] = ()
        if isinstance(line, PageLine) and not line.fixed:
            tick = (("空格", "不打勾" if line.ticked else "打勾"),)
        if not self._is_read:
            last: tuple[Hint, ...] = (("F8", "同上年"),) if self._last else ()
            # The hint may send the clerk to an act that has no key of its own.
            named = self._page is not None and LEDGER.word in self._page.hint
            find: tuple[Hint, ...] = (("Ctrl+P", f"找“{LEDGER.word}”"),) if named else ()
            ways = (*last, ("F6", "逐题问"), *find, ("Esc", "上一题"))
            return (*tick, ("回车", "选好了"), *ways)
        does = "改这一行" if isinstance(line, PageLine) else "都对，下一步"
        return (("回车", does), *tick, ("F10", "都对"), ("Esc", "上一题"))

    def show(self, step: Step) -> None:
        assert isinstance(step, Page), step
        is_other = self._is_taken or self._page is None or self._page.kind is not step.kind
        self._is_taken = False
        self._page, self._lines = step, step.lines
        turned = self.work.typing(step.spot.place)
        if isinstance(turned, tuple):  # ticks that were not handed over yet
            self._turn(tuple(map(str, turned)))
        if is_other:
            self._sentences = sentences(self.work.state, step)
            self._past, self._future = [], []
        self._draw()
        if is_other:
            self.query_one(RowList).to_top()

    def focus_first(self) -> None:
        self.screen.set_focus(self.query_one(RowList))

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self.post_message(self.OtherKeys())

    def on_key(self, event: events.Key) -> None:
        if event.character is not None and event.character.isalnum():
            self._is_astray = True
            self.tell("这一页没有要写的：按空格打勾，看好了按回车。")
        elif event.key != "enter":
            self._is_astray = False

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if self._is_astray:  # of a field that is not here, as the clerk typed on
            self._is_astray = False
            self.tell("刚才打的字没有用上：这一页按空格打勾，看好了再按一次回车。")
        elif self._is_read and isinstance(self.query_one(RowList).meant, PageLine):
            self.action_change()
        else:
            self.action_take()

    def action_change(self) -> None:
        """The line at the cursor is to be another one."""
        line = self.query_one(RowList).meant
        if isinstance(line, PageLine) and self._is_read:
            self._go_to(line)
        else:
            self.tell(
                "这里没有要写的：按空格打勾。" if not self._is_read else "先移到要改的那一行。"
            )

    def _go_to(self, line: PageLine) -> None:
        """To a line's own place, and back to the page from there."""
        assert self._page is not None
        kind, ticked, page = self._page.kind, self._ticked, self._page.spot.place

        def go(state: InterviewState) -> InterviewState | Problem:
            return go_to_line(state, kind, line, ticked)

        recorded = page if kind is PageKind.USUAL else ""
        self.tell(self.work.detour(go, page, done_at=recorded))

    def action_tick(self) -> None:
        """In or out with the line at the cursor."""
        line = self.query_one(RowList).meant
        if self._page is None or not isinstance(line, PageLine):
            return
        if line.fixed:
            self.tell("这一行报告里一定要有，不能不要；要改的，按回车。")
            return
        self._do(line.id)

    def action_last(self) -> None:
        """Tick what last year's report had as well."""
        if self._last:
            self._do(*self._last)
        else:
            self.tell(
                "没有上年的内容可以照着打勾。" if not self._is_read else "照上年的都在这里了。"
            )

    def _do(self, *ids: str) -> None:
        self._past.append(ids)
        self._future.clear()
        self._tick(ids)

    def action_undo(self) -> None:
        """The last tick on this page first: what is undone elsewhere would not be seen."""
        self._tick_again(self._past, self._future)

    def action_redo(self) -> None:
        """The same."""
        self._tick_again(self._future, self._past)

    def _tick_again(self, source: list[tuple[str, ...]], target: list[tuple[str, ...]]) -> None:
        if not source:
            raise SkipAction
        target.append(source.pop())
        self._tick(target[-1])
        self.query_one(RowList).go(target[-1][0])

    def _tick(self, ids: tuple[str, ...]) -> None:
        """Ticks turned: kept with the session, and drawn."""
        assert self._page is not None
        self._turn(ids)
        before = {known.id for known in self._page.lines if known.ticked}
        turned = before ^ {known.id for known in self._lines if known.ticked}
        self.work.typed(self._page.spot.place, tuple(sorted(turned)) or "")
        self._draw()
        self.post_message(self.OtherKeys())

    def action_take(self) -> None:
        """The page is right as it stands."""
        if self._page is None:
            return
        kind, ticked, place = self._page.kind, self._ticked, self._page.spot.place
        self._is_taken = True

        def take(state: InterviewState) -> InterviewState | Problem:
            return take_page(state, kind, ticked)

        # What is not ticked is not asked, also where the clerk has stepped back over it.
        self.tell(self.work.leap(take, done_at=place))

    @property
    def _ticked(self) -> set[str]:
        return {line.id for line in self._lines if line.ticked}

    @property
    def _last(self) -> tuple[str, ...]:
        """What last year's report had and is not ticked."""
        return tuple(line.id for line in self._lines if line.note and not line.ticked)

    @property
    def _is_read(self) -> bool:
        return self._page is not None and self._page.kind in _TO_BE_READ

    def _turn(self, ids: tuple[str, ...]) -> None:
        """Ticked becomes not ticked, and the other way round."""
        assert self._page is not None
        ticked = self._ticked.symmetric_difference(ids)
        self._lines = page_lines(self.work.state, self._page.kind, ticked)

    def _draw(self) -> None:
        assert self._page is not None
        last = "上年有的没有替您打勾；和上年一样的，按 F8。" if self._last else ""
        said = content(f"{self._page.ask}\n", "bold") + content(self._page.hint + last, MUTED)
        self.query_one("#state", Prose).tell(said)
        self.query_one(RowList).put(tuple(_rows(self._lines, self._sentences, reads=self._is_read)))


def _rows(
    lines: tuple[PageLine, ...], sentences: Mapping[str, str], *, reads: bool
) -> Iterator[Row]:
    if reads:
        still = next((f"都对，接着填“{line.label}”" for line in lines if line.is_open), "")
        yield Row(_TAKE, content(f"【{still or '都对，就这样'}】", "bold $accent"))
    heading = ""
    for line in lines:
        if line.heading and line.heading != heading:
            heading = line.heading
            yield Row("", content(f"\n{heading}", "bold"))
        quote = sentences.get(line.id, "")
        said = _said(line) + content(f"\n  原文：{quote}" if quote else "", MUTED)
        yield Row(line.id, said, line)


def _said(line: PageLine) -> Content:
    """`[✓] 自称：我局`; paragraphs stand below their name, indented."""
    box = "" if line.fixed else f"[{mark(Status.FINISHED)}] " if line.ticked else "[ ] "
    note = content(f"（{line.note}）", MUTED) if line.note else content("")
    if line.is_text:
        paragraphs = "\n".join(f"　　{text}" for text in line.said.split("\n"))
        return content(f"\n{line.label}", "bold") + content(f"\n{paragraphs}")
    if line.said:
        return content(box) + content(f"{line.label}：", MUTED) + content(line.said) + note
    return content(f"{box}{line.label}") + note
