"""The panel of findings: go to one, to its other side, mend it, or say why it is right."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.timer import Timer
from textual.widgets import OptionList

from drafter.checks.finding import Finding
from drafter.desk.findings import close, count_words, where_of, where_to
from drafter.desk.repairs import Mending, mend, mendings
from drafter.errors import Problem
from drafter.form.model import Severity
from drafter.interview.steps import Step
from drafter.tui.findings.asking import GO, ask_reason, ask_way
from drafter.tui.findings.detail import detail
from drafter.tui.findings.rows import Listed, listed
from drafter.tui.glyphs import content
from drafter.tui.pane import Hint, Pane
from drafter.tui.rows import RowList
from drafter.tui.work import Work
from drafter.tui.wrapping import Prose


class FindingsPanel(Pane):
    """What the checks say of the places dealt with; looked at anew after every change."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "other_side", show=False),
        Binding("r", "close", show=False),
        Binding("e", "unfold", show=False),
        Binding("space", "ways", show=False),
        *(Binding(str(number), f"mend({number})", show=False) for number in (1, 2, 3)),
    ]

    def __init__(self, work: Work, *, wait_s: float = 0.25) -> None:
        """wait_s: how long nothing may be changed or typed before the checks are run."""
        super().__init__(work)
        self._wait_s = wait_s
        self._timer: Timer | None = None
        self._listed = Listed((), {}, {})
        self._looked = False
        self._unfolded: frozenset[str] = frozenset()
        self._side = 0

    def compose(self) -> ComposeResult:
        yield Prose(id="counts")
        yield RowList(id="found")
        with VerticalScroll(id="detail", can_focus=False):
            yield Prose()

    @property
    def hints(self) -> tuple[Hint, ...]:
        finding = self.finding
        if finding is None:
            return ()
        other = (("n", "另一处"),) if finding.others else ()
        mending = (("1", "照着改"),) if self._mendings() else ()
        closing = (("r", "没错，写理由"),) if finding.severity is not Severity.ERROR else ()
        return (("回车", "去那里"), *mending, *other, *closing, ("空格", "怎么办"))

    def show(self, step: Step) -> None:
        """Look anew, once nothing was changed or typed for a while."""
        if self._wait_s and self._looked:
            self._wait()
        else:
            self.renew()

    def renew(self) -> None:
        """Run the checks and show what they say; the cursor stays at its finding."""
        self._looked = True
        told = self.work.told()
        self._listed = listed(told, self._unfolded)
        counts = content(f"核对：{count_words(told.result)}")
        self.query_one("#counts", Prose).tell(counts)
        self.query_one(RowList).put(self._listed.rows)
        self._tell_detail()

    def focus_first(self) -> None:
        rows = self.query_one(RowList)
        if self.finding is None and self._listed.findings:
            rows.go(next(iter(self._listed.findings)))
        self.screen.set_focus(rows)

    @property
    def finding(self) -> Finding | None:
        """The one that the cursor stands at."""
        here = self.query_one(RowList).here
        done = self._listed.closed.get(here)
        return done.finding if done else self._listed.findings.get(here)

    def on_descendant_focus(self) -> None:
        """What can be done is told while the clerk is in here."""
        self.add_class("-inside")

    def on_descendant_blur(self) -> None:
        self.remove_class("-inside")

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._side = 0
        self._tell_detail()
        self.post_message(self.OtherKeys())

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if (finding := self.finding) is not None:
            self._go(where_of(self.work.state.form, finding), finding)

    def action_other_side(self) -> None:
        """To the next of the other places that the finding speaks of."""
        finding = self.finding
        if finding is None or not finding.others:
            self.tell("这一条只说到一处。")
            return
        address = finding.others[self._side % len(finding.others)]
        self._side += 1
        self._go(where_to(self.work.state.form, address), finding)

    def action_mend(self, number: int) -> None:
        """Apply a proposed repair; one step of undo takes it back."""
        found = self._mendings()
        if number <= len(found):
            mending = found[number - 1]
            problem = self.work.act(lambda state: mend(state, mending))
            self.tell(problem or f"{mending.said}。改错了按 Ctrl+Z。")

    def action_unfold(self) -> None:
        """Show, or fold, what follows from the same slip."""
        here = self.query_one(RowList).here
        if here in self._listed.findings:
            self._unfolded = self._unfolded ^ {here}
            self.renew()

    def action_close(self) -> None:
        """Ask why the finding is right as it is, and close it."""
        finding = self.finding
        if finding is None or self.query_one(RowList).here in self._listed.closed:
            return
        if finding.severity is Severity.ERROR:
            self.tell(Problem(finding.place, "错误不能关闭。", finding.fix))
            return
        ask_reason(self.app, finding, lambda reason: self._close(finding, reason))

    def action_ways(self) -> None:
        """All that can be done with the finding, to choose from."""
        if (finding := self.finding) is not None:
            ask_way(self.app, finding, self._mendings(), self._do)

    def _do(self, way: str) -> None:
        finding = self.finding
        if way == GO and finding is not None:
            self._go(where_of(self.work.state.form, finding), finding)
        else:
            self.call_later(self.run_action, way)

    def _close(self, finding: Finding, reason: str) -> None:
        around = self.work.around
        problem = self.work.act(lambda state: close(state, around, finding, reason))
        self.tell(problem or "记下理由了；数变了会重新提醒。")

    def _go(self, where: str, finding: Finding) -> None:
        problem = self.work.point(where, (finding.address, *finding.others))
        if problem is not None:
            self.tell(problem)

    def _wait(self) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(self._wait_s, partial(self._waited, self.work.strokes))

    def _waited(self, strokes: int) -> None:
        """While the clerk types on, the checks would hold up the keys."""
        if strokes == self.work.strokes:
            self.renew()
        else:
            self._wait()

    def _mendings(self) -> tuple[Mending, ...]:
        finding = self.finding
        if finding is None:
            return ()
        return mendings(self.work.state, self.work.around, finding)

    def _tell_detail(self) -> None:
        form = self.work.state.form
        here = self.query_one(RowList).here
        closed = here in self._listed.closed
        said = detail(form, self.finding, self._mendings(), closed=closed)
        self.query_one("#detail Prose", Prose).tell(said)
