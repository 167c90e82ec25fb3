"""The table there is: the grid, and around it what is open, what a row means, and the way on."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from textual import events
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from drafter.desk.merged_cells import is_merged
from drafter.desk.table_in_words import broken_lines, line_help
from drafter.desk.table_phrases import (
    Figures,
    example_line,
    hear_line,
    read_back,
    read_figures,
    record_line,
)
from drafter.draft.unfinished_places import empty_lines
from drafter.errors import Problem
from drafter.form.arithmetic import format_figure
from drafter.form.definitions import Address, Form
from drafter.interview.given_answers import explain_carried
from drafter.interview.interview_state import InterviewState, is_corrected, taken_over
from drafter.interview.progress import skip, unsure
from drafter.interview.steps import Ask, Fill, Page, Step, Write
from drafter.report.width import width_cells
from drafter.tui.dialogs import Choose, Dialog, TypeLine, Way
from drafter.tui.frame_lines import Says
from drafter.tui.pane import Hint, Pane
from drafter.tui.table.grid_lines import legend
from drafter.tui.table.table_grid import HELP, Act, TableGrid, act_of
from drafter.tui.table.table_layout import Sheet
from drafter.tui.table.table_model import Said, TableModel
from drafter.tui.terminal_text import Prose, content, cut, glyphs
from drafter.tui.work import Work

_REVIEW = "核对与生成"
_KEY_CELLS = 10
_MOST_TOLD = 3
_MARGIN = 2
"""Cells beside the lines below the grid."""


class WayOn(NamedTuple):
    """What is said under a table; `done`: nothing is left to do in it."""

    said: str
    done: bool


def title_words(step: Fill) -> str:
    """`三、收到和处理政府信息公开申请情况（表三，单位：件）`."""
    table = step.table
    unit = f"，单位：{table.unit}" if table.unit else ""
    return f"{step.spot.part_title}（{table.short}{unit}）"


def open_cells(step: Fill) -> tuple[Address, ...]:
    """The cells that nobody has looked at and nobody has marked 待核."""
    return tuple(a for a in step.open if not step.cells[a].verify)


def left_words(form: Form, step: Fill) -> str:
    """What keeps the table from being finished; "" for nothing."""
    if count := len(open_cells(step)):
        return f"还有 {count} 格没有看过：按 n 去下一格，其余都是零就按 F9"
    if carried(step):
        return f"{form.carried}来的数还没有认可：都对就按 F9，改过的再写原因"
    return "有的数与台账的统计不同：按 F9 写原因" if step.unsettled else ""


def carried(step: Fill) -> tuple[Address, ...]:
    """Last year's figures that nobody has accepted; the others come from the register."""
    return tuple(address for address in step.unsettled if step.cells[address].was_carried)


def way_on(work: Work, step: Fill, *, uneven: bool) -> WayOn:
    """`表三填完了。按 F10 到下一步：五、存在的主要问题及改进情况`, or what is still open."""
    if left := left_words(work.state.form, step):
        return WayOn(left, done=False)
    if uneven:
        return WayOn("都看过了，但是有的列两边不相等：按 F10 看是哪里", done=False)
    if _empty_words(work.state, step):
        return WayOn("都看过了，但是有的答了有、填的都是 0：按 F10 看是哪里", done=True)
    if work.is_visiting:
        return WayOn(f"{step.table.short}填完了。按 F10 回到原来的地方", done=True)
    there = work.ahead(lambda state: skip(state, step.spot.place))
    title = _title_from(step.spot.part, there)
    return WayOn(f"{step.table.short}填完了。按 F10 到下一步：{title}", done=True)


def _title_from(part: str, there: Step | None) -> str:
    """What a step is called by a clerk who is in this part: never by that part's own name."""
    match there:
        case Page():
            return f"“{there.ask}”"
        case Ask() if there.spot.part == part:
            return there.spot.section_title or f"“{there.question.label}”"
        case Write() if there.spot.part == part:
            return there.spot.section_title
        case Ask() | Fill() | Write():
            return there.spot.part_title
    return _REVIEW


def opening_words(form: Form, step: Fill) -> str:
    """What to know of a table on coming to it."""
    said = []
    if carried(step):
        mark = glyphs().carried
        right = "填完了按 F9，一并认可" if open_cells(step) else "都对的按 F9 认可"
        said.append(f"带 {mark} 的数是{form.carried}来的：不对的直接改，{right}。")
    if count := sum(1 for address in step.kept if step.cells[address].kept):
        said.append(f"有 {count} 格以前填过、现在不用：按 Ctrl+T 看全表。")
    return "\n".join(said)


def uneven_words(work: Work, step: Fill) -> str:
    """What does not balance, and what would mend it."""
    state = work.state
    material = work.around.material(state)
    lines = [line.strip() for line in broken_lines(state, material, step.table)]
    lines += _empty_words(state, step)
    if len(lines) > _MOST_TOLD:  # all of them would push the table out of sight
        lines[_MOST_TOLD - 1 :] = ["还有别的列、别的行也要看：按 F2，逐处看怎么改。"]
    return "\n".join(lines)


def _empty_words(state: InterviewState, step: Fill) -> list[str]:
    """The lines that an answer opened and that are zero all the same."""
    return [
        f"前面“{gate.question.label}”答的是有，“{line.short}”这里却都是 0。"
        for gate, line, (address, *_) in empty_lines(state.facts)
        if state.form.cells[address].table == step.table.id
    ]


def carried_words(state: InterviewState, address: Address) -> list[str]:
    """Asks why this year's opening figure is not last year's closing one."""
    place = state.form.place(address)
    cell = state.draft.cells.get(address)
    now = format_figure(cell.value) if cell is not None else "0"
    was, is_carried = taken_over(state)[address].value, address in state.progress.carried
    source = "上年报告的数" if is_carried else "台账统计"
    return [f"{place}：{source}是 {was}，这里填的是 {now}。", "为什么不同？"]


def corrected(state: InterviewState, step: Fill) -> list[Address]:
    """The carried figures that were changed and want a reason."""
    return [address for address in step.unsettled if is_corrected(state, address)]


def key_lines() -> str:
    """Every key of a table."""
    more = [
        ("F5", "写一句话，由 drafter 填到格子里（w 也可以）"),
        ("r", "看这一格后面的申请，或者各单位的数"),
        ("F10", "这张表填完了，下一步（Ctrl+N 也可以）"),
    ]
    listed = ((keys, max(2, _KEY_CELLS - width_cells(keys)), does) for keys, does in (*HELP, *more))
    return "\n".join(f"{keys}{' ' * gap}{does}" for keys, gap, does in listed)


def enter_way(sheet: Sheet) -> str:
    """Where Enter leads in this table: down its columns, or on in its row."""
    places = [sheet.places[address].row for address in sheet.down_order[:2]]
    return "往右" if len(places) == 2 and places[0] == places[1] else "往下"


class Keys(Dialog[None]):
    """Every key of a table."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f1,enter", "close")]

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog page"):
            said = f"填表的按键（按 Esc 关闭）\n\n{key_lines()}\n\n格子里的记号\n{legend()}"
            yield Static(content(said))


class NextLine(Widget, can_focus=True):
    """The line under a table: what is still open, or where the way goes on.

    Keys typed too far end here, and do nothing.
    """

    DEFAULT_CSS = "NextLine { height: 1; width: 1fr; }"

    class Taken(Message):
        """The clerk wants to go on."""

    def __init__(self) -> None:
        super().__init__()
        self.way = WayOn("", done=False)

    def tell(self, way: WayOn) -> None:
        """Show this from now on."""
        if way != self.way:
            self.way = way
            self.set_class(way.done, "-done")
            self.refresh()

    def render(self) -> Content:
        return cut(content(f" {self.way.said}"), self.size.width)

    def on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            self.post_message(self.Taken())
        if event.key in ("enter", "tab", "down"):
            event.stop()

    def on_click(self) -> None:
        self.post_message(self.Taken())


_ONCE_MORE = "再按一次 F10，到下一步"


class TablePane(Pane):
    """One table at a time; each keeps its model, with the cursor where it was.

    A key becomes an act on the model, and that at most one change of the draft; what changed is
    told once, and drawn once.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f10,ctrl+n", "next", show=False),
        Binding("f9", "rest", show=False),
        Binding("f5", "sentence", show=False),
        Binding("w", "sentence", show=False, priority=True),
        Binding("r", "behind", show=False, priority=True),
        Binding("f1", "explain", show=False),
        Binding("ctrl+t", "press('g')", show=False),
        Binding("f7", "verify", show=False),
        Binding("f8", "press('l')", show=False),
        Binding("escape", "drop", show=False),
        Binding("up,shift+tab", "up", show=False),
    ]

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        step = work.step
        assert isinstance(step, Fill), step
        self.step = step
        self.models = {step.table.id: TableModel(work, step.table.id)}
        self.grid = TableGrid(self.model, self._do)
        self._explains = self._warned = False
        self._filled: tuple[Address, ...] = ()
        self._told = opening_words(self.work.state.form, step)
        self._told_of = work.state
        """The state that `_told` and `_warned` speak of: of another one they are not true."""
        self._way: tuple[InterviewState | None, WayOn] = None, WayOn("", done=False)

    @property
    def model(self) -> TableModel:
        """The table that is shown."""
        return self.models[self.step.table.id]

    def compose(self) -> ComposeResult:
        yield Prose(id="table-title")
        yield self.grid
        yield Prose(id="table-status")
        yield Prose(id="table-help")
        yield NextLine()

    # What the workspace calls

    def show(self, step: Step) -> None:
        assert isinstance(step, Fill), step
        before, self.step = self.step, step
        if step.table is not before.table:
            self._turn_to(step)
        self.model.reread()
        if step.cursor:
            self.model.go(step.cursor)
        self.model.faults = self.work.marked & step.cells.keys()
        self._draw()

    def focus_first(self) -> None:
        self.screen.set_focus(self.grid)

    def leave(self) -> None:
        if self.model.buffer is not None:
            self._do(_settle)
        if not self._is_shown:
            self._told = ""  # of what was done here; whoever comes back has done other things

    @property
    def hints(self) -> tuple[Hint, ...]:
        step = self.step
        last: tuple[Hint, ...] = (("F8", "上年"),) if self.work.state.last else ()
        if self.screen.focused is self.query_one(NextLine):
            return (("回车", "下一步"), ("上", "回到表里"), ("F7", "待核"), ("Esc", "上一题"))
        named = "其余为零" if step.open else "结转的都对" if carried(step) else "写原因"
        rest: tuple[Hint, ...] = (("F9", named),) if step.open or step.unsettled else ()
        next_open: tuple[Hint, ...] = (("n", "没看过的"),) if step.open else ()
        whole = "只看要填的" if self.model.sheet.whole else "全表"
        enter = ("回车", enter_way(self.model.sheet))
        if self.work.state.progress.register is not None:
            rest = (*rest, ("r", "看申请"))
        more = (("F10", "下一步"), ("F7", "待核"), ("F5", "写一句话"), ("Ctrl+T", whole))
        return (("数字", "填"), enter, *rest, *next_open, *more, *last, ("Esc", "上一题"))

    # What happens to its widgets

    def on_resize(self) -> None:
        """The line that tells the cell has another room."""
        if self._is_shown:
            self._draw()

    def on_next_line_taken(self) -> None:
        self.action_next()

    # What the keys do

    def action_next(self) -> None:
        """To the next step, or what must be done here first."""
        if not self._settled():
            return
        if left_words(self.work.state.form, self.step):
            self._tell("还没有填完，看最下面一行。先不填的，按 F6 跳过。")
            self.focus_first()
            return
        if not self._warned and (uneven := uneven_words(self.work, self.step)):
            self._warned = True
            self._tell(uneven)
            return
        place = self.step.spot.place
        self._warned, self._told = False, ""
        go_on = unsure if self.step.open else skip
        self._after(self.work.act(lambda state: go_on(state, place)))

    def action_rest(self) -> None:
        """The rest is zero, and what was carried over is right; of what was changed, say why."""
        if not self._settled():
            return
        self._do(lambda model, _page: model.confirm_rest())
        self._ask_why(corrected(self.work.state, self.step))

    def action_verify(self) -> None:
        """Mark the cell 待核, or take that mark away."""
        self._do(lambda model, _page: model.toggle_verify())
        self.focus_first()

    def action_sentence(self, start: str = "") -> None:
        """A line of words and figures, as in the chat: read back before it is recorded.

        An entry that was refused stays in its own cell: what is typed next is meant for the line.
        """
        self._do(_settle)
        example = example_line(self.step.table, open_cells(self.step))
        said = [f"写一句话，例如：{example}。整句的话也听得懂。"]

        def refuse(line: str) -> Problem | None:
            heard = self._heard(line)
            return heard if isinstance(heard, Problem) else None

        def told(line: str | None) -> None:
            heard = None if line is None else self._heard(line)
            if line is not None and isinstance(heard, Figures):
                self._read_back(line, heard)

        self.app.push_screen(TypeLine(said, refuse, start), told)

    def action_behind(self) -> None:
        """What is behind the cell: applications of the register, or figures of units."""
        merged = is_merged(self.work.state, self.model.cursor)
        if not self.model.cursor or not (merged or self.work.state.progress.register):
            raise SkipAction
        from drafter.tui.register_page import show_behind

        self._do(_settle)
        show_behind(self.app, self.work, self.model.cursor)

    def action_explain(self) -> None:
        """What the form says of this row; once that is unfolded, the keys."""
        if self._explains:
            self.app.push_screen(Keys())
        self._explains = True
        self._draw()

    def action_press(self, key: str) -> None:
        """A key of the grid's under another name."""
        if (act := act_of(key, key)) is not None:
            self._do(act)
        self.focus_first()
        self.post_message(self.OtherKeys())

    def action_drop(self) -> None:
        """What is being typed away, then the explanation; else the place before."""
        if self.model.buffer is not None:
            self._do(lambda model, _page: model.undo())
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

    def _do(self, act: Act) -> None:
        """One act on the model. Behind the last cell, go on to the line that leads further."""
        model, before = self.model, self.work.state
        refused = dict(model.refused)
        with self.work.told_once():
            said = act(model, self.grid.page)
            if self.work.state is not before or model.refused != refused:
                self._warned, self._told = False, ""
            self._told_of = self.work.state
            if said and self._is_shown:
                told_above = model.buffer is None and model.cursor in model.refused
                bad = f"！{said}" if not told_above else ""
                self._told = bad if isinstance(said, Problem) else said
            elif said:  # undo led elsewhere, and is told there
                self.tell(said)
        if self.work.state is before:  # else the workspace was told, and has had it drawn
            self._draw()
        if model.ended and self.query_one(NextLine).way.done:
            self.screen.set_focus(self.query_one(NextLine))

    @property
    def _is_shown(self) -> bool:
        """Whether the way is still at this table."""
        step = self.work.step
        return isinstance(step, Fill) and step.table is self.step.table

    def _turn_to(self, step: Fill) -> None:
        """Another table: its own model, made when it is first wanted."""
        table = step.table.id
        if table not in self.models:
            self.models[table] = TableModel(self.work, table)
        self.grid.turn_to(self.model)
        if self.screen.focused is self.query_one(NextLine):  # that of the table before
            self.focus_first()
        self._explains = self._warned = False
        self._told, self._told_of = opening_words(self.work.state.form, step), self.work.state

    def _settled(self) -> bool:
        """Whether what was being typed could be taken, with all that was refused before.

        Else the clerk is led to what was refused, and told why.
        """
        self._do(_settle)
        if not self.model.refused:
            return True
        self.model.go(next(iter(self.model.refused)))
        self._tell("先改好这一格；不要了，就按 Delete 清掉。")
        self.focus_first()
        return False

    def _heard(self, line: str) -> Figures | Problem:
        state, around = self.work.state, self.work.around
        year = around.material(state).year or around.today.year - 1
        heard = hear_line(state, self.step, line, year, self._filled, self.model.cursor)
        figures = heard if isinstance(heard, Problem) else read_figures(state.form, heard)
        return figures if isinstance(figures, Problem) else heard

    def _read_back(self, line: str, heard: Figures) -> None:
        figures = read_figures(self.work.state.form, heard)
        assert not isinstance(figures, Problem), figures  # `refuse` has tried them
        back = read_back(self.work.state, self.step, heard, figures)
        ways = [Way("record", "对，记下"), Way("anew", "不对，重写")]

        def told(way: str | None) -> None:
            if way == "record":
                self._filled = tuple(address for address, _ in figures)
                table = self.step.table
                self._after(self.work.act(lambda state: record_line(state, table, heard)))
            elif way == "anew":
                self.action_sentence(line)

        # The first is what Enter takes: only what is certain is recorded by it.
        self.app.push_screen(Choose(back.said, ways if back.certain else ways[::-1]), told)

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
        for above in self.screen.query(Says):  # what was said there was of something earlier
            above.hush()
        self._told, self._told_of = said, self.work.state
        self._draw()

    def _draw(self) -> None:
        step, model, state = self.step, self.model, self.work.state
        if self._told_of is not state:
            self._told_of, self._told, self._warned = state, "", False
        self.grid.draw()
        self._say("#table-title", content(title_words(step)))
        lines = [content(model.status(max(0, self.size.width - _MARGIN)))]
        if self._told:
            lines.append(content(self._told, "$text-accent"))
        self._say("#table-status", Content("\n").join(lines))
        self.query_one("#table-help").display = self._explains
        if self._explains and model.cursor:
            explained = line_help(state.form, [model.cursor])
            more = f"记号：{' '.join(legend().split(chr(10)))}"
            self._say("#table-help", content("\n".join([*explained, more, "再按 F1 看填表的按键"])))
        if self._way[0] is not state:  # a digit does not change it, and it takes a while
            self._way = state, way_on(self.work, step, uneven=model.is_uneven)
        first = "改好差的一格；要先放一放的，" if model.is_uneven else "没有写错的，"
        on = WayOn(first + _ONCE_MORE, done=False) if self._warned else self._way[1]
        if model.refused:
            said = f"有 {len(model.refused)} 格填的没有记下：按 F10 去改"
            on = WayOn(said, done=False)
        self.query_one(NextLine).tell(on)

    def _say(self, where: str, said: Content) -> None:
        self.query_one(where, Prose).tell(said)


def _settle(model: TableModel, _page: int) -> Said:
    return model.settle()
