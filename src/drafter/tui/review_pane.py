"""核对与生成: every answer once more, what stands open, and the finished files."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import ClassVar, NamedTuple

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList

from drafter.checks.check_output import summary
from drafter.checks.deadlines import deadline_of
from drafter.desk.acts import COPY, HOME
from drafter.desk.open_points import Item, deadline_words, repaired, unused_words
from drafter.desk.overview import Entry, PartEntries, Standing, overview
from drafter.desk.told_findings import not_run_words
from drafter.draft.clean_text import shortened
from drafter.draft.draft_model import Draft
from drafter.errors import DrafterError
from drafter.form.definitions import Severity
from drafter.interview.steps import Done, Review, Step
from drafter.output.output_kinds import (
    KINDS,
    SLOW,
    USUAL,
    Output,
    possible_outputs,
)
from drafter.output.report_at_hand import NEXT, WrittenReport, report_text, write_report
from drafter.tui.dialogs import Choose, Dialog, Wait, Way
from drafter.tui.pane import Hint, Pane
from drafter.tui.row_list import Row, RowList
from drafter.tui.terminal_text import MUTED, Prose, content, is_safe
from drafter.tui.work import Work

LEAVE, LOOK = "leave", "look"
_COPY, _PRINT, _BACK = "copy", "print", "back"
_MOST_NOT_RUN = 4


class Finished(Dialog[str]):
    """Tells all of it, and what can be done with the report right away."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", f"dismiss('{LOOK}')", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
    ]
    hints = (("上下", "选"), ("回车", "确定"), ("PgDn", "往下看"), ("F2", "核对"), ("Esc", "回去"))

    def __init__(
        self, work: Work, written: WrittenReport, text: str, deadline: date | None
    ) -> None:
        """text: the whole report, to be copied."""
        super().__init__()
        self._work, self._written, self._text = work, written, text
        self._deadline = deadline_words(work.around.today, deadline) if written.draft else ""
        self._copied = False

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            with VerticalScroll(classes="saying", can_focus=False):
                yield Prose()
            yield RowList()

    def on_mount(self) -> None:
        self.query_one(Prose).tell(content("\n").join(list(_told(self._written, self._deadline))))
        self._renew()
        self.query_one(RowList).focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        match event.option_id:
            case "copy":
                self.app.copy_to_clipboard(self._text)
                self._copied = True
            case "print":
                self._work.prints_report = not self._work.prints_report
            case id:
                self.dismiss(id)
                return
        self._renew()

    def action_page(self, by: int) -> None:
        """What does not fit on the screen."""
        said = self.query_one(VerticalScroll)
        said.scroll_relative(y=by * (said.size.height - 1), animate=False)

    def _renew(self) -> None:
        copied = "（送去了；粘贴不出来的，是终端不允许）" if self._copied else ""
        prints = "（会打印）" if self._work.prints_report else ""
        self.query_one(RowList).put(
            (
                Row(_BACK, content("回到核对与生成")),
                Row(_COPY, content(f"{COPY.says}{copied}")),
                Row(_PRINT, content(f"退出以后，把报告打印在终端里{prints}")),
                Row(HOME.id, content(HOME.says)),
                Row(LEAVE, content("退出")),
            )
        )


def _told(written: WrittenReport, deadline: str) -> Iterator[Content]:
    yield content("草稿生成好了。" if written.draft else "正式稿生成好了。", "bold")
    if (folder := written.paths[0].parent) != Path():
        yield content(f"在文件夹 {folder} 里：")
    for path in written.paths:
        yield content(path.name, "bold $accent")
    for note in written.notes:
        yield content(note)
    yield content(f"\n{summary(written.result)}")
    missing = not_run_words(written.result)
    for words in missing[:_MOST_NOT_RUN]:
        yield content(f"没有核对的：{words}。")
    if len(missing) > _MOST_NOT_RUN:
        yield content(f"……没有核对的共 {len(missing)} 种，按 F2 看。")
    if written.draft:
        yield content(f"\n{written.draft_words}", "bold")
    else:
        if doubtful := written.result.of(Severity.WARNING):
            yield content(f"\n有 {len(doubtful)} 处要再看一眼，按 F2。")
        yield content(f"\n{NEXT}", "bold")
    if deadline:
        yield content(deadline)


WRITE = "write"


class Visit(NamedTuple):
    """A row that leads to a place, and back from there; `item` where something stands open."""

    where: str
    item: Item | None = None


class Fold(NamedTuple):
    """A row that shows or hides what was left empty in a part."""

    part: str


_LONGEST = 120
_LOOKS = {
    Standing.MISSING: "bold $text-error",
    Standing.VERIFY: "bold $text-warning",
    Standing.NOT_TAKEN: "bold $text-warning",
}


def rows(
    items: Sequence[Item],
    act: str,
    parts: Sequence[PartEntries],
    unfolded: Collection[str],
) -> tuple[Row, ...]:
    """All of it. `act` names what is made."""
    answers = (row for part in parts for row in _part(part, part.part in unfolded))
    return (*_items(items), *_acts(act), *answers)


def _items(items: Sequence[Item]) -> Iterator[Row]:
    if items:
        yield _heading(f"还没有完的（{len(items)}）", "bold $text-warning")
    for item in items:
        said = content(f"{'-' if is_safe() else '○'} {item.what}")
        if item.repair is not None:
            said += content(f"  1 {item.repair.said}", "$accent")
        yield Row(f"open {item.where} {item.what}", said, Visit(item.where, item))


def _acts(act: str) -> Iterator[Row]:
    yield _heading("\n生成", "bold")
    yield Row(WRITE, content(f"【{act}】", "bold $accent"))


def _part(part: PartEntries, unfolded: bool) -> Iterator[Row]:
    yield _heading(f"\n{part.title}", "bold")
    empty = 0
    for number, entry in enumerate(part.entries):
        if entry.standing is Standing.EMPTY and not entry.said:
            empty += 1
            if not unfolded:
                continue
        yield Row(f"entry {entry.where} {number}", _entry(entry), Visit(entry.where))
    if empty:
        said = f"{'-' if unfolded else '+'} 选填没有填的 {empty} 项"
        yield Row(f"fold {part.part}", content(said, MUTED), Fold(part.part))


def _entry(entry: Entry) -> Content:
    """`联系电话：0996-1234567  改`."""
    shown = content(f"{entry.label}：", MUTED) + content(shortened(entry.said, _LONGEST))
    if entry.standing.value:
        shown += content(f"（{entry.standing.value}）", _LOOKS.get(entry.standing, MUTED))
    return shown + content("  ") + content("改", "$accent underline")


def _heading(title: str, look: str) -> Row:
    return Row("", content(title, look))


_SIGNED = (Output.DOCX, Output.HTML)
"""What most offices need: the one to be signed and the one to be published."""


class Made(NamedTuple):
    """A report that was made, the draft as it was then, and the whole text."""

    draft: Draft
    written: WrittenReport
    text: str


class ReviewPane(Pane):
    """Enter on a line changes it, and leads back to the line; or makes the report."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "repair", show=False),
        Binding("f10,ctrl+n", "go_on", show=False),
    ]

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        self._unfolded: frozenset[str] = frozenset()
        self._written: Made | None = None

    def compose(self) -> ComposeResult:
        yield Prose(id="state")
        yield RowList(id="lines")

    @property
    def hints(self) -> tuple[Hint, ...]:
        rows = self.query_one(RowList)
        does = "生成" if rows.here == WRITE else "改这一处"
        does = "展开、收起" if isinstance(rows.meant, Fold) else does
        item = rows.meant.item if isinstance(rows.meant, Visit) else None
        repair: tuple[Hint, ...] = (("1", item.repair.said),) if item and item.repair else ()
        return (("回车", does), *repair, ("End", "到末尾"), ("Home", "到开头"))

    def show(self, step: Step) -> None:
        if not isinstance(step, Review | Done):
            return
        items = self.work.left()
        act = f"生成草稿（还有 {len(items)} 处没有完）" if items else "生成正式稿"
        lines = rows(items, act, overview(self.work.state), self._unfolded)
        self.query_one(RowList).put(lines)
        said = self._said(items)
        self.query_one("#state", Prose).tell(content("核对与生成\n", "bold") + content(said))

    def focus_first(self) -> None:
        self.screen.set_focus(self.query_one(RowList))

    def action_go_on(self) -> None:
        """What comes next is making the report: the cursor goes there, Enter does it."""
        self.query_one(RowList).go(WRITE)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self.post_message(self.OtherKeys())

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        meant = self.query_one(RowList).meant
        if event.option_id == WRITE:
            self._choose()
        match meant:
            case Fold(part):
                self._unfolded = self._unfolded ^ {part}
                self.show(self.work.step)
            case Visit(where):
                self.tell(self.work.visit(where))

    def action_repair(self) -> None:
        """What one key does about the thing at hand."""
        meant = self.query_one(RowList).meant
        item = meant.item if isinstance(meant, Visit) else None
        if item is not None and item.repair is not None:
            problem = self.work.act(lambda state: repaired(state, item))
            self.tell(problem or f"{item.what.split('：')[0]}：{item.repair.said}。")

    def _choose(self) -> None:
        """In which form the report is made."""
        every, both = ("、".join(KINDS[o].called for o in some) for some in (USUAL, _SIGNED))
        ways: list[Way[tuple[Output, ...]]]
        ways = [Way(USUAL, f"{every}，都要"), Way(_SIGNED, f"{both}，两种都要")]
        for called, outputs in possible_outputs(self.work.state.form).items():
            ways.append(Way(outputs, f"{called}，{KINDS[outputs[0]].suits}"))

        def chosen(outputs: tuple[Output, ...] | None) -> None:
            if outputs is not None:
                self._write(outputs)

        out = self.work.around.out
        folder = "现在的文件夹里" if out == Path() else f"文件夹 {out} 里"
        self.app.push_screen(Choose([f"写成哪一种？文件放在{folder}。"], ways), chosen)

    def _write(self, outputs: tuple[Output, ...]) -> None:
        """Make the files; the slow ones aside, so that the screen goes on."""
        if not set(SLOW) & set(outputs):
            self._made(self._make(outputs))
            return
        wait = Wait("正在生成，要等一会儿……")
        self.app.push_screen(wait)
        self._make_aside(outputs, wait)

    @work(thread=True, exclusive=True)
    def _make_aside(self, outputs: tuple[Output, ...], wait: Wait) -> None:
        made = self._make(outputs)
        self.app.call_from_thread(wait.end, lambda: self._made(made))

    def _make(self, outputs: tuple[Output, ...]) -> Made | DrafterError:
        state, around = self.work.state, self.work.around
        try:
            written = write_report(self.work.desk, around, outputs)
            return Made(state.draft, written, report_text(self.work.desk, around))
        except DrafterError as error:
            return error

    def _made(self, made: Made | DrafterError) -> None:
        if isinstance(made, DrafterError):
            self.tell("\n".join(str(problem) for problem in made.problems), bad=True)
            return
        self._written = made
        self.show(self.work.step)
        last = deadline_of(self.work.state.facts, self.work.around.packs)

        async def then(way: str | None) -> None:
            if way == LEAVE:
                await self.run_action("app.leave")
            elif way == HOME.id:
                await self.run_action(f"screen.do('{HOME.id}')")
            elif way == LOOK:
                await self.run_action("screen.do('findings')")

        self.app.push_screen(Finished(self.work, made.written, made.text, last), then)

    def _said(self, items: tuple[Item, ...]) -> str:
        """How it stands with the report, in a sentence or two."""
        said = [f"还有 {len(items)} 处没有完，列在最前面。" if items else "要填的都填了。"]
        if doubtful := self.work.told().result.of(Severity.WARNING):
            said.append(f"有 {len(doubtful)} 处要再看一眼，按 F2。")
        if unused := unused_words(self.work.state):
            said.append(unused)
        if self._written is not None:
            said.append(_where(self._written.written))
            if self._written.draft is not self.work.state.draft:
                said.append("后来又改过，请再生成一次。")
        return "\n".join(said)


def _where(written: WrittenReport) -> str:
    """`报告写在：…`; of several files, their folder."""
    first, *more = written.paths
    if more:
        return f"报告写在：{first.parent}，共 {len(written.paths)} 个文件。"
    return f"报告写在：{first}"
