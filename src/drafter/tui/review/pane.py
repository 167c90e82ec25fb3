"""The pane at the end: every answer once more, what stands open, and the report made."""

from __future__ import annotations

from typing import NamedTuple

from textual import work
from textual.app import ComposeResult
from textual.widgets import OptionList

from drafter.checks.deadlines import deadline_of
from drafter.desk.findings import errors_left
from drafter.desk.output import WrittenReport, possible_outputs, report_text, write_report
from drafter.desk.output_kinds import CALLED, USUAL, Output
from drafter.desk.overview import overview
from drafter.desk.parts import finish_all_parts, troubles
from drafter.desk.remaining import Item, open_items, unused_words
from drafter.draft.model import Draft
from drafter.errors import DrafterError
from drafter.form.model import Severity
from drafter.interview.steps import Done, Review, Step
from drafter.interview.tasks import Status
from drafter.tui.dialogs import Choose, Wait, Way
from drafter.tui.glyphs import content
from drafter.tui.pane import Hint, Pane
from drafter.tui.review.finished import LEAVE, LOOK, Finished
from drafter.tui.review.rows import FINISH, FOLD, WRITE, place_of, rows
from drafter.tui.rows import RowList
from drafter.tui.work import Work
from drafter.tui.wrapping import Prose

_FOR = {
    Output.DOCX: "送审和归档用",
    Output.HTML: "在网站上公布用",
    Output.TEXT: "到处都能看",
    Output.PDF: "版面不会变",
    Output.REVIEW: "给签发人看的一页要点",
}
_ALL = "all"


class Made(NamedTuple):
    """A report that was made, the draft as it was then, and the whole text."""

    draft: Draft
    written: WrittenReport
    text: str


class ReviewPane(Pane):
    """Enter on a line changes it, and leads back to the line; or makes the report."""

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        self._unfolded: frozenset[str] = frozenset()
        self._written: Made | None = None

    def compose(self) -> ComposeResult:
        yield Prose(id="state")
        yield RowList(id="lines")

    @property
    def hints(self) -> tuple[Hint, ...]:
        here = self.query_one(RowList).here
        does = {WRITE: "生成", FINISH: "都填完了"}.get(here, "改这一处")
        does = "展开、收起" if here.startswith(FOLD) else does
        return (("回车", does), ("End", "到末尾"), ("Home", "到开头"))

    def show(self, step: Step) -> None:
        if not isinstance(step, Review | Done):
            return
        state, around = self.work.state, self.work.around
        items = open_items(state.form, step) if isinstance(step, Review) else ()
        waiting = any(task.status is not Status.FINISHED for task in step.tasks[:-1])
        errors = errors_left(state, around)
        act = f"生成草稿（还有 {errors} 处未改）" if errors else "生成正式稿"
        lines = rows(items, act, overview(state), self._unfolded, waiting=waiting)
        self.query_one(RowList).put(lines)
        said = self._said(step, items, waiting=waiting)
        self.query_one("#state", Prose).tell(content("核对与生成\n", "bold") + content(said))

    def focus_first(self) -> None:
        self.screen.set_focus(self.query_one(RowList))

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self.post_message(self.OtherKeys())

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        id = event.option_id or ""
        if id == WRITE:
            self._choose()
        elif id == FINISH:
            problem = self.work.act(finish_all_parts)
            told = "\n".join(["各部分都记为填完了。", *troubles(self.work.state)])
            self.tell(problem or told)
        elif id.startswith(FOLD):
            self._unfolded = self._unfolded ^ {id.removeprefix(FOLD)}
            self.show(self.work.step)
        elif place := place_of(id):
            problem = self.work.visit(place)
            if problem is not None:
                self.tell(problem)

    def _choose(self) -> None:
        """In which form the report is made."""
        every = "、".join(CALLED[output] for output in USUAL)
        ways = [Way(_ALL, f"{every}，都要")]
        for output in possible_outputs():
            ways.append(Way(output.value, f"{CALLED[output]}，{_FOR[output]}"))

        def chosen(way: str | None) -> None:
            if way is not None:
                self._write(USUAL if way == _ALL else (Output(way),))

        said = "写成哪一种？文件放在打开本程序时所在的文件夹，做好以后写明位置。"
        self.app.push_screen(Choose([said], ways), chosen)

    def _write(self, outputs: tuple[Output, ...]) -> None:
        """Make the files; the slow ones aside, so that the screen goes on."""
        if Output.PDF not in outputs:
            self._made(self._make(outputs))
            return
        wait = Wait("正在生成 PDF，要等一会儿……")
        self.app.push_screen(wait)
        self._make_aside(outputs, wait)

    @work(thread=True, exclusive=True)
    def _make_aside(self, outputs: tuple[Output, ...], wait: Wait) -> None:
        made = self._make(outputs)

        def done() -> None:
            wait.dismiss(None)
            self._made(made)

        self.app.call_from_thread(done)

    def _make(self, outputs: tuple[Output, ...]) -> Made | DrafterError:
        state, around = self.work.state, self.work.around
        try:
            written = write_report(self.work.desk, around, outputs)
            return Made(state.draft, written, report_text(state, around))
        except DrafterError as error:
            return error

    def _made(self, made: Made | DrafterError) -> None:
        if isinstance(made, DrafterError):
            self.tell("\n".join(str(problem) for problem in made.problems), bad=True)
            return
        self._written = made
        self.show(self.work.step)
        last = deadline_of(self.work.around.material(self.work.state))

        async def then(way: str | None) -> None:
            if way == LEAVE:
                await self.run_action("app.leave")
            elif way == LOOK:
                await self.run_action("screen.do('findings')")

        self.app.push_screen(Finished(self.work, made.written, made.text, last), then)

    def _said(self, step: Review | Done, items: tuple[Item, ...], *, waiting: bool) -> str:
        """How it stands with the report, in a sentence or two."""
        said = [f"还有 {len(items)} 处没有完，列在最前面。" if items else "要填的都填了。"]
        if waiting and not items:
            said = ["问完了。各部分都填完了的话，先说一声，再生成报告。"]
        if doubtful := self.work.told().result.of(Severity.WARNING):
            said.append(f"有 {len(doubtful)} 处要再看一眼，按 F2。")
        if isinstance(step, Review) and (unused := unused_words(self.work.state.form, step)):
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
