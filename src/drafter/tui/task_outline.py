"""The task list at the left: the parts, how far each is, and the one at hand."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from drafter.interview.interview_state import REVIEW
from drafter.interview.task_list import Status, Task
from drafter.report.width import width_cells
from drafter.tui.row_list import Row, RowList
from drafter.tui.terminal_text import MUTED, content, cut, mark

_SHORTEST, _USUAL = 8, 23
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
        # The first frame is drawn before there is a width.
        room = max(_SHORTEST, (self.scrollable_content_region.width or _USUAL) - _BESIDE)
        counts = f" {task.done}/{task.of}" if task.of > 1 and task.part != REVIEW else ""
        sign = f"{mark(task.status)} "
        left = room - len(sign) - width_cells(counts)
        name = task.title if width_cells(task.title) <= left else short
        look = _LOOKS[task.status]
        shown = content(name, "bold" if task.part == here else look)
        row = content(sign, look) + cut(shown, left, pad=True)
        return row + content(counts, MUTED) if counts else row
