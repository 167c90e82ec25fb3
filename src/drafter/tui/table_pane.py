"""The table there is: the grid, and around it what is open, what a row means, and the way on."""

from __future__ import annotations

from typing import ClassVar

from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from drafter.desk.tables import line_help
from drafter.errors import Problem
from drafter.form.model import Address, Table
from drafter.interview.carried import accept_carried, explain_carried
from drafter.interview.passing import skip, unsure
from drafter.interview.state import InterviewState
from drafter.interview.steps import Fill, Step
from drafter.tui.dialogs import TypeLine
from drafter.tui.glyphs import content, is_safe
from drafter.tui.pane import Hint, Pane
from drafter.tui.table.grid import Done, TableGrid
from drafter.tui.table_frame import Keys, NextLine
from drafter.tui.table_words import (
    WayOn,
    carried_words,
    corrected,
    left_words,
    opening_words,
    title_words,
    uneven_words,
    way_on,
)
from drafter.tui.table_work import WorkTable
from drafter.tui.work import Work
from drafter.tui.wrapping import Prose

_ONCE_MORE = "改好差的一格；要先放一放的，再按一次 F10，到下一步"


class TablePane(Pane):
    """One table at a time; every table keeps its own grid, with the cursor where it was."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f10,ctrl+n", "next", show=False),
        Binding("a", "accept", show=False, priority=True),
        Binding("f1", "explain", show=False),
        Binding("f5", "press('g')", show=False),
        Binding("f7", "press('?')", show=False),
        Binding("f8", "press('l')", show=False),
        Binding("escape", "drop", show=False),
        Binding("up,shift+tab", "up", show=False),
    ]

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        self.step: Fill | None = None
        self.grid: TableGrid | None = None
        self._explains = self._warned = False
        self._told = ""
        self._drawn: InterviewState | None = None

    def compose(self) -> ComposeResult:
        yield Prose(id="table-title")
        if isinstance(self.work.step, Fill):
            yield self._new_grid(self.work.step.table)
        yield Prose(id="table-status")
        yield Prose(id="table-help")
        yield NextLine()

    # What the workspace calls

    def show(self, step: Step) -> None:
        assert isinstance(step, Fill), step
        if self.step is None or self.step.table is not step.table:
            self._turn_to(step)
        self.step = step
        grid, desk = self.grid, self.grid.desk if self.grid else None
        if grid is not None and isinstance(desk, WorkTable) and not desk.is_acting:
            grid.show()
            if step.cursor:
                grid.go(step.cursor)
        if grid is not None:
            grid.mark_faults(self.work.marked & step.cells.keys())
        self._draw()

    def focus_first(self) -> None:
        if self.grid is not None:
            self.screen.set_focus(self.grid)

    def leave(self) -> None:
        if self.grid is not None:
            self.grid.settle()

    @property
    def hints(self) -> tuple[Hint, ...]:
        step = self.step
        if step is None:
            return ()
        accept: tuple[Hint, ...] = (("a", "认可"),) if step.unsettled else ()
        rest: tuple[Hint, ...] = (("c", "其余为零"), ("n", "没看过的")) if step.open else ()
        whole = "只看要填的" if self.grid is not None and self.grid.model.sheet.whole else "全表"
        more = (("F10", "下一步"), ("?", "待核"), ("F5", whole), ("F8", "上年"), ("Esc", "上一题"))
        return (*accept, *rest, *more)

    # What happens to its widgets

    def on_next_line_taken(self) -> None:
        self.action_next()

    # What the keys do

    def action_next(self) -> None:
        """To the next step, or what must be done here first."""
        step = self._settled()
        if step is None:
            return
        if left := left_words(step):
            self._tell(f"{left}。先不填的，按 F6 跳过。")
            self.focus_first()
            return
        if not self._warned and (uneven := uneven_words(self.work.state, step)):
            self._warned = True
            self._tell(uneven)
            self.query_one(NextLine).tell(WayOn(_ONCE_MORE, done=False))
            return
        place = step.spot.place
        self._warned, self._told = False, ""
        go_on = unsure if step.open else skip
        self._after(self.work.act(lambda state: go_on(state, place)))

    def action_accept(self) -> None:
        """Last year's closing figures are right; of those that were changed, say why."""
        step = self._settled()
        if step is None:
            return
        if not step.unsettled:
            self._tell("没有要认可的数了。")
            return
        changed = corrected(self.work.state, step)
        right = [address for address in step.unsettled if address not in changed]
        if right:
            self._after(self.work.act(lambda state: accept_carried(state, right)))
            self._tell(f"{len(right)} 个上年结转的数，记下与上年相同。")
        self._ask_why(changed)

    def action_explain(self) -> None:
        """What the form says of this row; once that is unfolded, the keys."""
        if self._explains:
            self.app.push_screen(Keys())
        self._explains = True
        self._draw()

    def action_press(self, key: str) -> None:
        """A key of the grid's under another name."""
        if self.grid is not None:
            self.grid.press(key, key)
            self.focus_first()
            self.post_message(self.OtherKeys())

    def action_drop(self) -> None:
        """What is being typed away, then the explanation; else the place before."""
        if self.grid is not None and self.grid.model.buffer is not None:
            self.grid.press("ctrl+z")
        elif self._explains:
            self._explains = False
            self._draw()
        else:
            raise SkipAction

    def action_up(self) -> None:
        """From the line below back into the table."""
        if self.screen.focused is not self.query_one(NextLine):
            raise SkipAction
        self.focus_first()

    # Below

    def _done(self, done: Done) -> None:
        """Tell what came of a key; behind the last cell, go on to the line that leads further."""
        if done.changed:
            self._warned, self._told = False, ""
        if done.said:
            bad = isinstance(done.said, Problem)
            self._told = f"！{done.said}" if bad else str(done.said)
        self._draw()
        if done.ended and self.query_one(NextLine).way.done:
            self.screen.set_focus(self.query_one(NextLine))

    def _turn_to(self, step: Fill) -> None:
        """Another table: its own grid, made when it is first wanted."""
        had_focus = self.screen.focused is not None and self in self.screen.focused.ancestors
        found = self.query(TableGrid).filter(f"#grid-{step.table.id}")
        if found:
            self.grid = found.first()
        else:
            self.grid = self._new_grid(step.table)
            self.mount(self.grid, before="#table-status")
        self.grid.display = True
        if had_focus:
            self.screen.set_focus(self.grid)
        for other in self.query(TableGrid):
            other.display = other is self.grid
        self._explains = self._warned = False
        self._told = opening_words(step)

    def _new_grid(self, table: Table) -> TableGrid:
        desk = WorkTable(self.work, table.id)
        grid = TableGrid(desk, ambiguous_wide=is_safe(), id=f"grid-{table.id}")
        grid.on_done = self._done
        return grid

    def _settled(self) -> Fill | None:
        """The step with what was being typed taken; None where that cannot be used."""
        if self.grid is None or not self.grid.settle():
            return None
        return self.grid.desk.step()

    def _ask_why(self, addresses: list[Address]) -> None:
        if not addresses:
            return
        address, *rest = addresses

        def refuse(reason: str) -> Problem | None:
            after = explain_carried(self.work.state, address, reason)
            return after if isinstance(after, Problem) else None

        def told(reason: str | None) -> None:
            if reason is not None:
                self._after(self.work.act(lambda s: explain_carried(s, address, reason)))
                self._ask_why(rest)

        self.app.push_screen(TypeLine(carried_words(self.work.state, address), refuse), told)

    def _after(self, problem: Problem | None) -> None:
        if problem is not None:
            self._tell(f"！{problem}")

    def _tell(self, said: str) -> None:
        self._told = said
        self._draw()

    def _draw(self) -> None:
        step, grid, state = self.step, self.grid, self.work.state
        if step is None or grid is None:
            return
        self._say("#table-title", content(title_words(step)))
        status, told = content(grid.model.status()), content(self._told, "$text-accent")
        self._say("#table-status", Content("\n").join([status, told] if self._told else [status]))
        self.query_one("#table-help").display = self._explains
        if self._explains and (here := grid.model.cursor):
            explained = [*line_help(state.form, step.table, [here]), "再按 F1 看填表的按键"]
            self._say("#table-help", content("\n".join(explained)))
        if self._drawn is not state:
            self._drawn = state
            self.query_one(NextLine).tell(way_on(state, step))

    def _say(self, where: str, said: Content) -> None:
        self.query_one(where, Prose).tell(said)
