"""What stands around a step: the first and last line, what there is to say, the task list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from textual import events
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from drafter.interview.interview_state import REVIEW
from drafter.interview.task_list import Status, Task
from drafter.report.width import width_cells
from drafter.tui.row_list import Row, RowList
from drafter.tui.terminal_text import MUTED, content, cut, mark, shown

_GAP = 2
_READING_S, _CHARACTER_S = 4.0, 0.08
"""How long a notice stays: so long, and so much longer for each character."""
_KEYS = {"回车": "enter", "Esc": "escape", "空格": "space"}


class Saving(NamedTuple):
    """How it stands with saving: words, and whether the clerk should be alarmed."""

    said: str
    bad: bool = False


def saving_words(at: datetime | None, *, trouble: bool, busy: bool, read_only: bool) -> Saving:
    """What the first line says of saving."""
    if read_only:
        return Saving("只能看")
    if trouble:
        return Saving("！没有存下来", bad=True)
    if busy:
        return Saving("正在保存…")
    return Saving(f"已保存 {at:%H:%M}" if at else "已保存")


class TopLine(Widget):
    """One line: the report at the left; saving and the days left at the right."""

    DEFAULT_CSS = "TopLine { height: 1; }"

    def __init__(self, title: str = "") -> None:
        super().__init__()
        self._told = title, Saving(""), ""

    def tell(self, title: str, saving: Saving, deadline: str) -> None:
        """Show this from now on."""
        if self._told != (title, saving, deadline):
            self._told = title, saving, deadline
            self.refresh()

    def render(self) -> Content:
        """The title gives way first, then the days; saving is always told."""
        title, saving, deadline = self._told
        width = self.size.width
        said = content(f" {saving.said} ", "bold $error reverse" if saving.bad else "")
        if saving.said and deadline:
            longer = said + content(f"{' ' * _GAP}{deadline} ", MUTED)
            said = longer if longer.cell_length < width // 2 + _GAP else said
        room = max(0, width - said.cell_length)
        left = cut(content(f" {title}", "bold"), room, pad=True)
        return left + said


class HintLine(Widget):
    """One line: the keys that matter here, each with what it does; a click does it, too."""

    DEFAULT_CSS = "HintLine { height: 1; }"

    def __init__(self, hints: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__()
        self._hints = tuple(hints)
        self._instead: tuple[tuple[str, str], ...] | None = None

    def put_instead(self, hints: Sequence[tuple[str, str]] | None) -> None:
        """Show these while a window is open before the screen; None when it is closed."""
        self._instead = None if hints is None else tuple(hints)
        self.refresh()

    def tell(self, hints: Sequence[tuple[str, str]]) -> None:
        """Show these from now on, as many as there is room for."""
        if self._hints != tuple(hints):
            self._hints = tuple(hints)
            self.refresh()

    def render(self) -> Content:
        """Keys in the accent colour and bold, words plain."""
        parts = [content(" ")]
        for key, word, _, _ in self._placed():
            parts += [content(key, "bold $accent"), content(f" {word}{' ' * _GAP}")]
        return Content("").join(parts)

    def on_click(self, event: events.Click) -> None:
        """Do what the key would do."""
        for key, _, start, end in self._placed():
            named = _KEYS.get(key, key.lower())
            if start <= event.x < end and named.isascii():  # 数字 is no key
                self.app.simulate_key(named)

    def _placed(self) -> list[tuple[str, str, int, int]]:
        """The hints that there is room for, with the columns they stand in."""
        placed, at = [], 1
        for key, word in dict.fromkeys(self._hints if self._instead is None else self._instead):
            end = at + Content(shown(f"{key} {word}")).cell_length
            if end > self.size.width:
                break
            placed.append((key, word, at, end))
            at = end + _GAP
        return placed


class Says(Static):
    """What there is to say, above the keys, for as long as it takes to read.

    Textual's own notices lie over other text, and lose half of what is two cells wide.
    """

    DEFAULT_CSS = "Says { height: auto; max-height: 5; display: none; }"

    def __init__(self) -> None:
        super().__init__("", markup=False)
        self._until: Timer | None = None

    def tell(self, text: str, *, bad: bool = False) -> None:
        """Show this instead of what was said before."""
        self.update(content(text))
        self.set_class(bad, "-bad")
        self.display = True
        if self._until is not None:
            self._until.stop()
        self._until = self.set_timer(_READING_S + _CHARACTER_S * len(text), self.hush)

    def hush(self) -> None:
        """Say nothing any more."""
        self.display = False


_SHORTEST = 8
_BESIDE = 1
"""Cells of a row that are the list's own."""
_LOOKS = {
    Status.FINISHED: "$text-success",
    Status.UNDER_WAY: "",
    Status.UNTOUCHED: MUTED,
}


class Outline(RowList):
    """The task list. Its cursor stands at the part shown, until the clerk moves it."""

    def __init__(self) -> None:
        super().__init__(id="outline")
        self._told: tuple[Sequence[Task], Sequence[str]] = (), ()
        self._here = ""

    def tell(self, tasks: Sequence[Task], shorts: Sequence[str], here: str) -> None:
        """Show these rows, with the part at hand marked. `shorts`: a name that fits for each."""
        if (tasks, shorts, here) == (*self._told, self._here):
            return
        self._told = tasks, shorts
        self._put(here)
        if here != self._here:
            self._here = here
            self.go(here)

    def on_resize(self) -> None:
        """The names again, as long as they now may be."""
        self._put(self._here)

    def _put(self, here: str) -> None:
        named = zip(*self._told, strict=True)
        self.put([Row(task.part, self._row(task, short, here)) for task, short in named])

    def _row(self, task: Task, short: str, here: str) -> Content:
        """`◐ 总体情况      12/40`; the numbers where something is still to be done."""
        room = max(_SHORTEST, self.scrollable_content_region.width - _BESIDE)
        counts = f" {task.done}/{task.of}" if task.of > 1 and task.part != REVIEW else ""
        sign = f"{mark(task.status)} "
        left = room - len(sign) - width_cells(counts)
        name = task.title if width_cells(task.title) <= left else short
        look = _LOOKS[task.status]
        shown = content(name, "bold" if task.part == here else look)
        row = content(sign, look) + cut(shown, left, pad=True)
        return row + content(counts, MUTED) if counts else row
