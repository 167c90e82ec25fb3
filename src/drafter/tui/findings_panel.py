"""核对: what the checks say as rows; go to one, mend it, or say why it is right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from typing import Any, ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import OptionList

from drafter.checks.check_catalogue import OURS, catalogue
from drafter.checks.field_words import words_of
from drafter.checks.finding import TITLES, Closed, Finding, Result
from drafter.desk.told_findings import (
    Mending,
    Told,
    ahead_words,
    close,
    count_words,
    mend,
    mending_words,
    mendings,
    not_run_words,
    reopen,
    short_reason,
    unclosable,
    usual_reasons,
    where_to,
)
from drafter.errors import Problem
from drafter.form.definitions import Form, Severity
from drafter.interview.interview_state import text_place
from drafter.interview.steps import Step
from drafter.tui.dialogs import Choose, TypeLine, Way
from drafter.tui.pane import Hint, Pane
from drafter.tui.row_list import Row, RowList
from drafter.tui.terminal_text import MUTED, Prose, content, is_safe
from drafter.tui.work import Work

_MARKS = {Severity.ERROR: ("✗", "!"), Severity.WARNING: ("?", "?"), Severity.NOTE: ("○", "-")}
_LOOKS = {
    Severity.ERROR: "bold $text-error",
    Severity.WARNING: "bold $text-warning",
    Severity.NOTE: MUTED,
}


def listed(told: Told, unfolded: Collection[str]) -> list[Row]:
    """The rows of what there is to say, each standing for its finding.

    unfolded: the rows whose echoes are shown as well
    """
    result = told.result
    rows = [*_groups(result, unfolded), *_closed(result)]
    if told.ahead:
        rows.append(Row("", content(ahead_words(told.ahead), MUTED)))
    else:  # while much is still to come, that some of it cannot be checked is no news
        rows += _not_run(result)
    counts: Counter[str] = Counter()
    for number, row in enumerate(rows):
        counts[row.id] += 1
        if row.id and counts[row.id] > 1:  # several findings at one place say the same
            rows[number] = row._replace(id=f"{row.id}#{counts[row.id]}")
    return rows


def sentence(finding: Finding) -> Content:
    """Mark, place and sentence: `✗ 表三，“予以公开·自然人” 差 1`."""
    wide, safe = _MARKS[finding.severity]
    mark = content(f"{safe if is_safe() else wide} ", _LOOKS[finding.severity])
    return mark + content(finding.place, "bold") + content(f" {finding.what}")


def _groups(result: Result, unfolded: Collection[str]) -> Iterator[Row]:
    for severity, title in TITLES.items():
        if found := result.of(severity):
            yield _heading(title, len(found), _LOOKS[severity])
        for finding in found:
            id = _key_of(finding)
            yield Row(id, sentence(finding) + _folded(finding, id in unfolded), finding)


def _folded(finding: Finding, unfolded: bool) -> Content:
    if not finding.echoes:
        return content("")
    said = f"\n  另有 {len(finding.echoes)} 处因此产生"
    if unfolded:
        said += "：" + "".join(f"\n  - {echo.place} {echo.what}" for echo in finding.echoes)
    return content(said, MUTED)


def _not_run(result: Result) -> Iterator[Row]:
    missing = not_run_words(result)
    if missing:
        yield _heading("未能核对", len(result.not_run), "bold")
        for words in missing:
            count = sum(1 for skipped in result.not_run if skipped.missing == words)
            yield Row(f"missing/{words}", content(f"- {words}，有 {count} 项没有核对"))


def _closed(result: Result) -> Iterator[Row]:
    if result.closed:
        yield _heading("已说明", len(result.closed), "bold")
    for done in result.closed:
        finding = done.finding
        said = content(f"{finding.place} {finding.what}", MUTED)
        reason = content(f"\n  理由：{done.reason}（{done.closed_on}）")
        yield Row(f"closed/{_key_of(finding)}", said + reason, done)


def _key_of(finding: Finding) -> str:
    return "/".join((finding.code, finding.address, *finding.seen))


def _heading(title: str, count: int, look: str) -> Row:
    return Row("", content(f"\n{title}（{count}）", look))


def detail(
    form: Form, finding: Finding | None, mendings: Sequence[Mending], *, closed: bool
) -> Content:
    """The way out, the repairs that one key makes, the other side, and what the rule rests on."""
    if finding is None:
        return content("")
    return content("\n").join(list(_lines(form, finding, mendings, closed)))


def _lines(
    form: Form, finding: Finding, mendings: Sequence[Mending], closed: bool
) -> Iterator[Content]:
    yield content(finding.fix)
    for number, mending in enumerate(mendings, 1):
        yield _key(str(number), mending_words(mending))
    if finding.others:
        places = list(dict.fromkeys(form.place(address) for address in finding.others))
        more = f" 等 {len(places)} 处" if len(places) > 1 else ""
        yield _key("n", f"另一处：{places[0]}{more}")
    if finding.echoes:
        yield _key("e", f"看因此产生的 {len(finding.echoes)} 处")
    if closed:
        yield _key("a", "重新打开：不算说明过")
    elif finding.closable:
        yield _key("a", "确实没错，写理由")
    source = finding.relation.source if finding.relation else ""
    if source in ("", OURS):  # what the form says of this relation goes before what is said of all
        source = catalogue()[finding.code].in_words(words_of(form)).source
    if source != OURS:
        yield content(f"依据：{source}", MUTED)
    yield content(f"检查编号 {finding.code}", MUTED)


def _key(key: str, said: str) -> Content:
    return content(f"{key} ", "bold $accent") + content(said)


GO = "go"
_OWN = "own"


def ask_reason(app: App[Any], finding: Finding, give: Callable[[str], None]) -> None:
    """One of the usual reasons, or one that is typed; `give` takes it."""
    ways = [*(Way(reason, reason) for reason in usual_reasons(finding)), Way(_OWN, "自己写理由")]

    def typed(reason: str | None) -> None:
        if reason:
            give(reason)

    def chosen(reason: str | None) -> None:
        if reason == _OWN:
            app.push_screen(TypeLine([_head(finding), "为什么没有错？"], _refuse), typed)
        else:
            typed(reason)

    said = [_head(finding), "为什么没有错？理由记在底稿里，数变了会重新提醒。"]
    app.push_screen(Choose(said, ways), chosen)


def ask_way(
    app: App[Any], finding: Finding, mendings: Sequence[Mending], do: Callable[[str], None]
) -> None:
    """All that can be done with the finding; `do` takes GO or the name of an action."""
    # The numbers of the repairs are their keys in the panel, too.
    ways = [Way(f"mend({number})", mending_words(m)) for number, m in enumerate(mendings, 1)]
    ways.append(Way(GO, f"去{finding.place}"))
    if finding.others:
        ways.append(Way("other_side", "去另一处"))
    if finding.closable:
        ways.append(Way("close", "没有错，写明理由"))
    if finding.echoes:
        ways.append(Way("unfold", "看因此产生的几处"))

    def chosen(way: str | None) -> None:
        if way is not None:
            do(way)

    app.push_screen(Choose([_head(finding)], ways), chosen)


def _head(finding: Finding) -> str:
    return f"{finding.place}：{finding.what}"


def _refuse(reason: str) -> Problem | None:
    return short_reason(reason)


class FindingsPanel(Pane):
    """What the checks say of the places dealt with; looked at anew after every change."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "other_side", show=False),
        Binding("a", "close", show=False),
        Binding("e", "unfold", show=False),
        Binding("space", "ways", show=False),
        *(Binding(str(number), f"mend({number})", show=False) for number in (1, 2, 3)),
    ]

    def __init__(self, work: Work, *, wait_s: float = 0.25) -> None:
        """wait_s: how long nothing may be changed or typed before the checks are run."""
        super().__init__(work)
        self._wait_s = wait_s
        self._timer: Timer | None = None
        self._listed: list[Row] = []
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
        closing = (("a", "没错，写理由"),) if finding.closable else ()
        if self._is_closed:
            return (("回车", "去那里"), ("a", "重新打开"), *other)
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
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        told = self.work.told()
        self._listed = listed(told, self._unfolded)
        half = self.work.half_typed()
        more = f"；有 {half} 处写了还没有记下" if half else ""
        counts = content(f"核对：{count_words(told.result, told.ahead)}{more}")
        self.query_one("#counts", Prose).tell(counts)
        self.query_one(RowList).put(self._listed)
        self._tell_detail()
        self.post_message(self.OtherKeys())  # the row at the cursor may be another one

    def focus_first(self) -> None:
        # What is done next is done to what the clerk has just changed, and not to what was before.
        if self._timer is not None:
            self.renew()
        rows = self.query_one(RowList)
        first = next((row.id for row in self._listed if isinstance(row.means, Finding)), "")
        if self.finding is None and first:
            rows.go(first)
        self.screen.set_focus(rows)

    @property
    def finding(self) -> Finding | None:
        """The one that the cursor stands at."""
        meant = self.query_one(RowList).meant
        if isinstance(meant, Closed):
            return meant.finding
        return meant if isinstance(meant, Finding) else None

    @property
    def _is_closed(self) -> bool:
        return isinstance(self.query_one(RowList).meant, Closed)

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
            self._go(where_to(self.work.state.form, finding.address), finding)

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
        if self.finding is not None and not self._is_closed:
            self._unfolded = self._unfolded ^ {self.query_one(RowList).here}
            self.renew()

    def action_close(self) -> None:
        """Ask why the finding is right as it is, and close it; or open a closed one again."""
        finding = self.finding
        if finding is None:
            return
        if self._is_closed:
            problem = self.work.act(lambda state: reopen(state, finding))
            self.tell(problem or "重新打开了，又列在上面。")
            return
        if not finding.closable:
            self.tell(unclosable(finding))
            return
        ask_reason(self.app, finding, lambda reason: self._close(finding, reason))

    def action_ways(self) -> None:
        """All that can be done with the finding, to choose from."""
        if (finding := self.finding) is not None and not self._is_closed:
            ask_way(self.app, finding, self._mendings(), self._do)

    def _do(self, way: str) -> None:
        finding = self.finding
        if way == GO and finding is not None:
            self._go(where_to(self.work.state.form, finding.address), finding)
        else:
            self.call_later(self.run_action, way)

    def _close(self, finding: Finding, reason: str) -> None:
        around = self.work.around
        problem = self.work.act(lambda state: close(state, around, finding, reason))
        self.tell(problem or "记下理由了；数变了会重新提醒。")

    def _go(self, where: str, finding: Finding) -> None:
        self.tell(self.work.point(where, (finding.address, *finding.others)))

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
        # A text that is being written is mended where it is written.
        if finding is None or self.work.typing(text_place(finding.address)):
            return ()
        return mendings(self.work.state, self.work.around, finding)

    def _tell_detail(self) -> None:
        form = self.work.state.form
        said = detail(form, self.finding, self._mendings(), closed=self._is_closed)
        self.query_one("#detail Prose", Prose).tell(said)
