"""The place where a report is made: the task list, the step there is, findings or preview."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer
from textual.types import NoActiveAppError
from textual.widget import Widget

from drafter.checks.deadlines import deadline_of
from drafter.desk.acts import ACTS, HINTS
from drafter.desk.desk import Around, Desk
from drafter.desk.open_points import days_left_words
from drafter.errors import Problem
from drafter.interview.interview_state import REVIEW
from drafter.interview.steps import Ask, Done, Fill, Page, Review, Step, Write
from drafter.interview.way import shown_place
from drafter.session.session_file import Session
from drafter.tui.express_pane import PagePane
from drafter.tui.findings_panel import FindingsPanel
from drafter.tui.frame_lines import HintLine, Says, TopLine, saving_words
from drafter.tui.pane import Pane
from drafter.tui.paragraph_pane import WritePane
from drafter.tui.preview_panel import PreviewPanel
from drafter.tui.question_pane import AskPane
from drafter.tui.review_pane import ReviewPane
from drafter.tui.table_pane import TablePane
from drafter.tui.task_outline import Outline
from drafter.tui.work import Work

if TYPE_CHECKING:
    from drafter.tui.screen_host import ScreenHost

_KINDS: Mapping[str, type[Pane]] = {
    "ask": AskPane,
    "table": TablePane,
    "write": WritePane,
    "page": PagePane,
    "review": ReviewPane,
    "findings": FindingsPanel,
    "preview": PreviewPanel,
}
_PANELS = ("findings", "preview")


class Panes(dict[str, Pane]):
    """The panes over one session by name, each made when it is first wanted."""

    def __init__(self, work: Work) -> None:
        super().__init__()
        self._work = work

    def __missing__(self, name: str) -> Pane:
        self[name] = pane = _KINDS[name](self._work)
        pane.display = False  # until it is arranged with the others
        return pane

    @property
    def panels(self) -> list[Pane]:
        """The panels at the side that were wanted so far."""
        return [pane for name, pane in self.items() if name in _PANELS]

    def showing(self, step: Step) -> Pane:
        """The pane for a step."""
        match step:
            case Ask():
                return self["ask"]
            case Fill():
                return self["table"]
            case Write():
                return self["write"]
            case Page():
                return self["page"]
        return self["review"]


WIDE = 116
"""Columns from which the findings stand beside the step."""
_OUTLINE = 25
_SIDE, _WIDEST_SIDE = 37, 60
_TABLE, _STEP = 78, 54
"""Columns that a table, and any other step, must have before anything stands beside it."""


_QUIET_S = 0.4
"""How long no key changes anything before the checks are run for the task list."""


class Workspace(Screen[None]):
    """One session. It shows the step after every change, in the call that changed it."""

    class Saved(Message):
        """Something was saved, could not be, or waits to be."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(act.key, f"do('{act.id}')", show=False) for act in ACTS if act.key),
        Binding("escape", "do('back')", show=False),
        Binding("question_mark", "do('help')", show=False),
        Binding("f10,ctrl+n", "go_on", show=False),
    ]

    app: ScreenHost
    work: Work

    def __init__(self, session: Session, around: Around) -> None:
        """Raises: DrafterError where last year's file cannot be read."""
        super().__init__()
        local = frozenset(asked.question for pack in around.packs for asked in pack.answers)
        self.work = Work(Desk(session, local, tell=self._told), around)
        self.panes = Panes(self.work)
        self.pane: Pane | None = None
        self.called: Widget | None = None
        """The panel, or the task list, that the clerk called and works in."""
        self._at = self._place = ""
        self._is_drawn = False
        self._looking: Timer | None = None
        self._looked_at = 0
        """The stroke at which the checks were run last."""
        self._entitled: tuple[object, str, str] = None, "", ""
        self._focused_before: Widget | None = None
        self.asking = False
        """A window asks about saving: nothing is asked twice."""

    def compose(self) -> ComposeResult:
        yield TopLine()
        with Horizontal(id="body"):
            yield Outline()
            yield self.panes.showing(self.work.step)
            if self.app.size.width >= WIDE:
                yield self.panes["findings"]
        yield Says()
        yield HintLine()

    def on_mount(self) -> None:
        self.work.listeners.append(self.renew)
        self.work.on_told = self._tell_frame
        self.renew()
        self.call_after_refresh(self._drawn)  # the checks can wait until the step is seen
        if greeting := self._greeting():
            self.say("\n".join(greeting))

    def on_resize(self, event: events.Resize) -> None:
        """Another size: what stands beside what may change, the step does not."""
        self._arrange(event.size.width)
        if self._is_drawn:
            self._show_panels()
        self._tell_frame()

    def renew(self) -> None:
        """Show what there is now."""
        if not self.is_running:  # as in `_tell_frame`
            return
        step = self.work.step
        pane = self.panes.showing(step)
        if not pane.is_mounted:
            self._bring(pane, self.renew)
            return
        moved, self.pane, before = pane is not self.pane, pane, self.pane
        if (place := shown_place(self.work.state)) != self._place:
            self._place = place
            self.query_one(Says).hush_trouble()  # it was of the place before
        if moved and before is not None:
            before.leave()
        if self.called is not None and self._was_sent():
            self.called, moved = None, True
        self._at = self.work.state.at
        self._arrange(self.size.width or self.app.size.width)
        pane.show(step)
        if self._is_drawn:
            self._show_panels()
        if moved and self.called is None:
            pane.focus_first()
        self._tell_frame()

    def call(self, panel: Widget) -> None:
        """Let the clerk work in a panel; Esc leads back. Its key again stays in it."""
        # A key that leads in and out is pressed once too often by whoever looks elsewhere, and
        # the figure typed next lands in a pane that nobody looks at.
        if not panel.is_mounted:
            self._bring(panel, partial(self.call, panel))
            return
        if self.called is panel:
            if isinstance(panel, Pane):
                panel.focus_first()
            else:
                self.set_focus(panel)
            self.say("已经在这里了，按 Esc 回去。")
            return
        if self.called is None:
            self._focused_before = self.focused
        self.called = panel
        self._arrange(self.size.width)
        if isinstance(panel, Pane):
            panel.show(self.work.step)
            panel.focus_first()
        else:
            self.set_focus(panel)
        self._tell_frame()

    def back_to_step(self) -> None:
        """Out of a panel, to where the clerk was."""
        self.called = None
        self._arrange(self.size.width)
        self._show_panels()
        before = self._focused_before
        if before is not None and before.focusable and before.is_attached:
            self.set_focus(before)
        elif self.pane is not None:
            self.pane.focus_first()
        self._tell_frame()

    def action_do(self, name: str) -> None:
        """One of the acts, by its key or out of the palette."""
        self.app.do(name)

    def action_go_on(self) -> None:
        """F10 leads on everywhere: out of a panel, to what is asked."""
        if self.called is not None:
            self.back_to_step()

    def tell(self, problem: Problem | None, done: str = "") -> None:
        """What went wrong, else what was done."""
        if problem is not None or done:
            self.say(str(problem or done), bad=problem is not None)

    def say(self, text: str, *, bad: bool = False) -> None:
        """A word that goes away by itself."""
        self.notify(text, severity="warning" if bad else "information", markup=False)

    def on_option_list_option_selected(self, event: Outline.OptionSelected) -> None:
        """A row of the task list: go there."""
        if isinstance(event.option_list, Outline) and event.option_id:
            event.stop()
            self.tell(self.work.go(event.option_id))

    def on_descendant_focus(self) -> None:
        """Other keys matter where the clerk now is."""
        if self.pane is not None:
            self.query_one(HintLine).tell(self._hints())

    def on_pane_other_keys(self) -> None:
        """The last line tells the keys that matter; a text under way is checked as well."""
        self._tell_frame()
        if self.work.strokes != self._looked_at:
            self._look_later()

    def on_workspace_saved(self) -> None:
        """What is on disk and what is not yet is told at once."""
        self._tell_top()
        if self.work.desk.conflict is not None:
            self.app.settle()
        elif news := self.work.desk.saving_news():
            self.say("".join(news))  # not as `bad`: it is of no place, and stays at the next

    def _bring(self, panel: Widget, then: Callable[[], None]) -> None:
        """Mount what was not wanted before. It goes through the queue that keys wait for."""
        self.call_later(self._brought, panel, then)

    async def _brought(self, panel: Widget, then: Callable[[], None]) -> None:
        if not panel.is_mounted:
            last = panel in self.panes.panels
            await self.query_one("#body").mount(panel, after=-1 if last else 0)
        then()

    def _drawn(self) -> None:
        self._is_drawn = True
        self._show_panels()

    def _look_later(self) -> None:
        """The task list tells of errors where no findings are seen, too, once the keys rest."""
        if self._looking is not None:
            self._looking.stop()
        self._looking = self.set_timer(_QUIET_S, partial(self._look, self.work.strokes))

    def _look(self, strokes: int) -> None:
        if strokes == self.work.strokes:
            self._looked_at = strokes
            self.work.told()
            findings = self.panes.get("findings")
            if findings is not None and findings.display and findings.is_mounted:
                findings.show(self.work.step)
        else:
            self._look_later()

    def _show_panels(self) -> None:
        self._look_later()
        for panel in self.panes.panels:
            if panel.display and panel.is_mounted:
                panel.show(self.work.step)
            elif panel.display:
                self._bring(panel, self._show_panels)

    def _told(self) -> None:
        with suppress(NoActiveAppError):  # in the thread, which outlives the screen
            self.post_message(self.Saved())

    def _greeting(self) -> list[str]:
        session = self.work.desk.session
        only = [f"现在只能看：{session.read_only}"] if session.read_only else []
        state, register = self.work.state, []
        if state.progress.register is not None:
            from drafter.desk.register_at_hand import notes

            register = notes(state, self.work.around.today)
        return [*register, *session.notes, *only]

    def _was_sent(self) -> bool:
        """Whether the clerk went somewhere out of the panel."""
        return bool(self.work.state.at) and self.work.state.at != self._at

    def _arrange(self, width: int) -> None:
        """What is seen: beside the step where there is room, else in its place."""
        outline, panes = self.query_one(Outline), self.panes
        wide, called = width >= WIDE, self.called
        previews = called is not None and called is panes.get("preview")
        finds = called is not None and called is panes.get("findings")
        side = _SIDE if wide and not previews else 0
        needed = _TABLE if previews or self.pane is panes.get("table") else _STEP
        docked = width - side - _OUTLINE >= needed
        alone = previews or (finds and not wide) or (called is outline and not docked)
        seen = {called} if alone else {called, self.pane}
        if side and not alone:
            seen.add(panes["findings"])
        for pane in panes.values():
            pane.display = pane in seen
        outline.display = called is outline or docked
        outline.set_class(alone and called is outline, "-alone")
        if findings := panes.get("findings"):
            beside = max(_SIDE, min(_WIDEST_SIDE, width - _OUTLINE - _TABLE))
            findings.set_class(not alone, "-side")
            findings.styles.width = "1fr" if alone else beside

    def _tell_top(self) -> None:
        """First line. Title and deadline follow from the answers; figures do not change them."""
        work, desk = self.work, self.work.desk
        if (work.state.draft.answers, desk.made) != self._entitled[0]:
            title = work.state.facts.render(work.state.form.title)
            last = deadline_of(work.state.facts, work.around.packs)
            days = days_left_words(work.around.today, last, desk.made)
            if work.state.progress.register is not None and self.size.width >= WIDE:
                from drafter.desk.register_in_words import due_words

                days = "，".join(filter(None, (days, due_words(work.state, work.around.today))))
            self._entitled = (work.state.draft.answers, desk.made), title, days
        saving = saving_words(
            desk.saved_at,
            trouble=desk.trouble is not None,
            busy=desk.is_saving,
            read_only=bool(desk.session.read_only),
        )
        self.query_one(TopLine).tell(self._entitled[1], saving, self._entitled[2])

    def _tell_frame(self) -> None:
        """First line, last line, task list."""
        # Textual runs a timer beside the queues: while this screen is taken down, its children
        # leaving one by one, that of the findings may still run the checks, which are told here.
        if not self.is_running:
            return
        self._tell_top()
        if self.query_one(Outline).display:  # working it out takes longer than the rest of a key
            self._tell_tasks()
        self.query_one(HintLine).tell(self._hints())

    def _tell_tasks(self) -> None:
        form, step, tasks = self.work.state.form, self.work.step, self.work.tasks()
        shorts = form.part_shorts
        here = REVIEW if isinstance(step, Review | Done) else step.spot.part
        named = [shorts.get(task.part, task.title) for task in tasks]
        self.query_one(Outline).tell(tasks, named, here)

    def _hints(self) -> tuple[tuple[str, str], ...]:
        if self.called is None:
            own = self.pane.hints if self.pane is not None else ()
            return (*own, *HINTS)
        own = self.called.hints if isinstance(self.called, Pane) else (("回车", "去那里"),)
        return (*own, ("Esc", "返回"), *HINTS)
