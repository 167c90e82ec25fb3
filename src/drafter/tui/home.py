"""首页: the reports to go on with, the ways to begin one, and opening a session."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Label, OptionList
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from drafter.desk.form_choice import (
    Beginning,
    following,
    forms_for,
    known_forms,
    last_file,
    not_yet,
    read_year,
    typed_path,
)
from drafter.draft.answers_file import NO_MARKS, Answers, Marks, load_answers
from drafter.draft.draft_model import Draft
from drafter.errors import DrafterError, Problem
from drafter.form.arithmetic import format_figure
from drafter.form.definitions import Form
from drafter.form.year_words import in_year
from drafter.interview.given_answers import record_answer, record_cells
from drafter.interview.interview_state import InterviewState, new_state
from drafter.interview.progress import finish_part
from drafter.interview.saved_state import to_saved
from drafter.interview.way import go_to, parts
from drafter.resources import data_dir
from drafter.session.session_file import DamagedError, Session, open_session, recover
from drafter.session.session_folder import (
    NAMED_AFTER,
    changed_at,
    latest_first,
    session_path,
)
from drafter.session.session_shelf import create, remove, removed, rename, restore
from drafter.tui.dialogs import Choose, Dialog, TypeLine, Way
from drafter.tui.frame_lines import HintLine, Saving, TopLine
from drafter.tui.row_list import Row, RowList
from drafter.tui.terminal_text import MUTED, content

if TYPE_CHECKING:
    from drafter.session.session_list import Listing
    from drafter.tui.screen_host import ScreenHost

Then = Callable[[Session], None]


def open_path(app: ScreenHost, path: Path, then: Then) -> None:
    """Open the session in a file, asking where that must be; `then` is called with it."""
    own = app.start.own
    try:
        session = open_session(path, own_forms=own)
    except DamagedError as error:
        _ask_mend(app, path, error, then)
        return
    except DrafterError as error:
        app.say_all(error)
        return
    if session.held is None or not session.held.doubtful:
        then(session)
        return
    ways = [Way("look", "只看"), Way("take", "接过来填")]

    def chosen(way: str | None) -> None:
        if way != "take":
            then(session)
            return
        session.close()
        with _telling(app):
            then(open_session(path, own_forms=own, take_over=True))

    app.home_below()
    said = [str(session.held.problems[0]), "接过来填，还是只看？"]
    app.push_screen(Choose(said, ways), chosen)


def _ask_mend(app: ScreenHost, path: Path, error: DamagedError, then: Then) -> None:
    if error.good is None:
        app.say_all(error)
        return

    def chosen(way: str | None) -> None:
        if way != "mend":
            return
        with _telling(app):
            session, place = recover(path, own_forms=app.start.own)
            if place is not None:
                session.notes.append(f"恢复好了。坏了的那份在：{place}")
            then(session)

    app.home_below()
    said = [*map(str, error.problems), f"文件坏了，可以恢复到{error.source}；坏了的那份会另存。"]
    app.push_screen(Choose(said, [Way("mend", "恢复"), Way("leave", "不动它")]), chosen)


_YEAR, _ORGAN = NAMED_AFTER


class NewSession(Dialog[Beginning]):
    """Dismissed with an empty session's beginning."""

    hints = (("回车", "下一项"), ("Esc", "不建了"))

    def __init__(self, forms: Sequence[Form], today: date) -> None:
        super().__init__()
        self._today = today
        self._forms = list(forms)
        self._state: InterviewState | None = None

    def compose(self) -> ComposeResult:
        questions = self._forms[0].questions
        with Vertical(classes="dialog"):
            yield Label(content("新建一份报告，先问两件事"), classes="title")
            year = self._today.year - 1
            for number, name in enumerate((_YEAR, _ORGAN)):
                question = in_year(questions[name], year)
                yield Label(content(question.ask), classes="said")
                yield Label(content(f"{question.hint}例如：{question.example}"), classes="hint")
                proposed = str(year) if name == _YEAR else ""
                yield Input(proposed, compact=True, id=f"first-{number}")
                yield Label("", classes="wrong", markup=False)
            yield OptionList(markup=False)
            yield Label(content("回车到下一项，Esc 不建了"), classes="how")

    def on_mount(self) -> None:
        for field in self.query(Input):
            field.cursor_blink = False
        self.query_one(OptionList).display = False

    def on_input_submitted(self, event: Input.Submitted) -> None:
        year, organ = self.query(Input)
        if event.input is year:
            if self._read_year(year.value):
                self.set_focus(organ)
        elif self._read_year(year.value):
            self._read_organ(organ.value)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        form = next(form for form in self._forms if form.id == event.option_id)
        self._begin(form)

    def _read_year(self, raw: str) -> bool:
        year = self._year(raw)
        self._wrong(0, year)
        return not isinstance(year, Problem)

    def _year(self, raw: str) -> int | Problem:
        year = read_year(self._forms, raw)
        return year if isinstance(year, Problem) else not_yet(year, self._today) or year

    def _read_organ(self, raw: str) -> None:
        year = self._year(self.query(Input).first().value)
        assert not isinstance(year, Problem)
        fitting = forms_for(self._forms, year)
        state = self._answered(fitting[0])
        self._wrong(1, state)
        if isinstance(state, Problem):
            return
        if len(fitting) == 1:
            self._begin(fitting[0])
            return
        listed = self.query_one(OptionList)
        listed.clear_options()
        listed.add_options(
            [Option(content(f"{form.name}（{form.source}）"), form.id) for form in fitting]
        )
        listed.highlighted, listed.display = 0, True
        self.set_focus(listed)

    def _answered(self, form: Form) -> InterviewState | Problem:
        state: InterviewState | Problem = new_state(form)
        for question, field in zip(NAMED_AFTER, self.query(Input), strict=True):
            if isinstance(state, InterviewState):
                state = record_answer(state, question, field.value)
        return state

    def _begin(self, form: Form) -> None:
        state = self._answered(form)
        if isinstance(state, Problem):
            self._wrong(1, state)
        else:
            self.dismiss(Beginning(form, state.draft, NO_MARKS, ()))

    def _wrong(self, number: int, read: object) -> None:
        said = str(read) if isinstance(read, Problem) else ""
        list(self.query(".wrong").results(Label))[number].update(content(said))


_SAMPLE = "county-bureau-2023.yaml"
_SAMPLE_NAME = "示例"
_LOOK_AROUND = "这是示例，随便改。表三里有一格故意填错了：看下面的“差”，按 F2 看怎么改。"


def new(app: ScreenHost) -> None:
    """An empty one, after year and organ."""
    with _telling(app):
        dialog = NewSession(known_forms(app.start.own), app.start.today)
        app.push_screen(dialog, lambda began: _create(app, began) if began else None)


def from_last_year(app: ScreenHost) -> None:
    """One that last year's file is carried over into: a report from the list, or a file."""
    known = latest_first(app.start.folder)
    ways = [Way(str(path), path.stem) for path in known[:_MOST_LISTED]]
    ways += [Way(_BROWSE, "在文件夹里找"), Way(_TYPED, "写文件的位置，或者把文件拖进来")]

    def chosen(way: str | None) -> None:
        if way == _BROWSE:
            start = app.start.out if app.start.out.is_dir() else Path.cwd()
            app.push_screen(ChooseFile(start.resolve()), picked)
        elif way == _TYPED:
            _type_last_year(app)
        elif way is not None:
            picked(Path(way))

    def picked(path: Path | None) -> None:
        if path is None:
            return
        with _telling(app):
            last = last_file(path, app.start.own)
            began = following(last, app.start.own)
            if isinstance(began, Problem):
                raise DrafterError(began._replace(where=path.name))
            _create(app, began, last.kept)

    app.push_screen(Choose(["上年的报告是哪一份？"], ways), chosen)


class ChooseFile(Dialog[Path]):
    """A folder, its folders first, and a file out of it."""

    hints = (("上下", "选"), ("回车", "进去、选定"), ("退格", "上一层"), ("Esc", "不选了"))
    BINDINGS: ClassVar[list[BindingType]] = [Binding("backspace", "up", show=False)]

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Label("", classes="said", markup=False)
            yield RowList()
            yield Label(content("回车进文件夹、选定文件，退格回上一层，Esc 不选了"), classes="how")

    def on_mount(self) -> None:
        self._show()
        self.query_one(RowList).focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        path = Path(str(event.option_id))
        if path.is_dir():
            self._folder = path
            self._show()
        else:
            self.dismiss(path)

    def action_up(self) -> None:
        """The folder around."""
        self._folder = self._folder.parent
        self._show()

    def _show(self) -> None:
        try:
            inside = sorted(self._folder.iterdir(), key=lambda path: path.name)
        except OSError:
            inside = []
        seen = [path for path in inside if not path.name.startswith(".")]
        folders = [path for path in seen if path.is_dir()]
        files = [path for path in seen if path.suffix.lower() in _READ]
        self.query_one(".said", Label).update(content(f"文件夹：{self._folder}"))
        rows = [Row(str(self._folder.parent), content("..（上一层）"))]
        rows += [Row(str(path), content(f"{path.name}/")) for path in folders]
        rows += [Row(str(path), content(path.name)) for path in files]
        listed = self.query_one(RowList)
        listed.put(rows)
        listed.highlighted = 1 if len(rows) > 1 else 0


_BROWSE = "browse"
_MOST_LISTED = 6
_READ = (".yaml", ".yml", ".docx", ".pdf", ".html", ".htm", ".txt", ".md")
"""Endings of the files that a report is read from."""


def _type_last_year(app: ScreenHost) -> None:
    """The file by its place, typed or dropped."""
    found: list[tuple[Beginning, bytes]] = []

    def refuse(typed: str) -> Problem | None:
        path = typed_path(typed, app.start.folder)
        try:
            last = last_file(path, app.start.own)
        except DrafterError as error:
            return error.problems[0]
        began = following(last, app.start.own)
        if isinstance(began, Problem):
            return began._replace(where=path.name)
        found[:] = [(began, last.kept)]
        return None

    def typed(line: str | None) -> None:
        if line is not None:
            _create(app, *found[0])

    said = [
        "上年的报告是哪一个？写文件的位置，或者这里报告的名字。",
        "答案文件、公布的 Word、PDF、网页都可以，也可以把文件拖到这里。",
    ]
    app.push_screen(TypeLine(said, refuse), typed)


def a_file(app: ScreenHost) -> None:
    """A session that lies elsewhere, or one by its name."""

    def refuse(typed: str) -> Problem | None:
        path = typed_path(typed, app.start.folder)
        if not typed.strip():
            return Problem("文件", "还没有写。", "写文件的位置，或者把文件拖到这里。")
        return (
            None
            if os.path.isfile(path)
            else Problem(path.name, "没有这个文件。", "核对位置和名字。")
        )

    def typed(line: str | None) -> None:
        if line is not None:
            app.open_file(typed_path(line, app.start.folder))

    said = ["打开哪一个文件？写它的位置，或者把文件拖到这里。"]
    app.push_screen(TypeLine(said, refuse), typed)


def sample(app: ScreenHost) -> None:
    """A copy of a sample, under a name that says so."""

    own, folder = app.start.own, app.start.folder
    path = session_path(folder, _SAMPLE_NAME)
    if os.path.lexists(path):  # one sample is enough: the same again, as it was left
        app.open_file(path)
        return
    with _telling(app):
        answers = load_answers(data_dir("sample_answers") / _SAMPLE, own)
        draft, marks = _something_to_see(answers)
        session = create(folder, answers.form, draft, marks, name=_SAMPLE_NAME, own_forms=own)
        session.notes.append(_LOOK_AROUND)
        app.work_at(session)


def _something_to_see(answers: Answers) -> tuple[Draft, Marks]:
    """The sample at a table with a slip: that tells more of the program than an address does."""
    state = new_state(answers.form, answers.draft)
    table = next(t for t in answers.form.tables if any(True for _ in answers.form.balances(t)))
    own = [a for a, cell in answers.draft.cells.items() if cell.value]
    slip = next(a for a in reversed(own) if answers.form.cells[a].table == table)
    wrong = {slip: format_figure(answers.draft.cells[slip].value + 1)}
    for part in parts(state):  # what was not come to yet would not be told
        finished = finish_part(state, part)
        state = state if isinstance(finished, Problem) else finished
    for act in (partial(record_cells, table=table, figures=wrong), partial(go_to, where=slip)):
        after = act(state)
        state = state if isinstance(after, Problem) else after
    return to_saved(state)


def _create(app: ScreenHost, began: Beginning, last: bytes | None = None) -> None:
    own, folder = app.start.own, app.start.folder
    with _telling(app):
        session = create(folder, began.form, began.draft, began.marks, last=last, own_forms=own)
        session.notes += [f"新建了“{session.name}”，存在 {session.path}", *began.told]
        app.work_at(session)


@contextmanager
def _telling(app: ScreenHost) -> Iterator[None]:
    """What goes wrong within is told, and nothing further is done."""
    try:
        yield
    except DrafterError as error:
        app.say_all(error)


_NEW, _FROM_LAST, _FILE, _BY_SAMPLE = "new", "last", "file", "sample"
_WAYS = {
    _NEW: "新建一份报告",
    _FROM_LAST: "用上年的文件新建：带入单位情况和结转的数字",
    _FILE: "打开一个文件",
    _BY_SAMPLE: "看看示例：一份填好的报告，随便改，不影响自己的",
}
_HINTS = (("回车", "打开"), ("Ctrl+P", "改名、移走、颜色"), ("F1", "说明"), ("Ctrl+Q", "退出"))
_RENAME, _REMOVE, _RESTORE, _THEME = "rename", "remove", "restore", "theme"
_TYPED = "typed"


# What an open session needs is imported once the list is there to be read.


class Home(Screen[None]):
    """One list: the sessions, the last changed first, then what else can be done."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1,question_mark", "help", show=False),
        Binding("ctrl+p", "commands", show=False),
        Binding("delete", "remove", show=False),
    ]
    app: ScreenHost

    def __init__(self) -> None:
        super().__init__()
        self._listed: list[Row] = []

    def compose(self) -> ComposeResult:
        yield TopLine()
        yield Label("", id="welcome", markup=False)
        yield RowList(id="reports")
        yield HintLine(_HINTS)

    def on_mount(self) -> None:
        self.query_one(TopLine).tell("年度报告起草", Saving(""), "")

    def on_screen_resume(self) -> None:
        """Every time it is seen: the reports as they now are."""
        try:
            paths, trouble = latest_first(self.app.start.folder), ""
        except DrafterError as error:
            paths, trouble = [], str(error.problems[0])
        said = "接着填哪一份？" if paths else "还没有报告。第一次用，可以先看看示例。"
        self.query_one("#welcome", Label).update(content(trouble or said))
        order = _WAYS if paths else (_BY_SAMPLE, _NEW, _FROM_LAST, _FILE)
        ways = [Row(way, content(_WAYS[way])) for way in order]
        gap = [Row("", content(""))] if paths else []
        self._listed = [*(Row(str(path), _named(path)) for path in paths), *gap, *ways]
        listed = self.query_one(RowList)
        listed.put(self._listed)
        listed.highlighted = 0
        self.set_focus(listed)
        if paths:
            self.call_after_refresh(self._read)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go on with a report, or begin one."""

        match event.option_id:
            case "new":
                new(self.app)
            case "last":
                from_last_year(self.app)
            case "file":
                a_file(self.app)
            case "sample":
                sample(self.app)
            case str(path):
                self.app.open_file(Path(path))

    def action_commands(self) -> None:
        """What can be done with the report at the cursor, and beside."""
        path, ways = self._here, []
        if path is not None:
            ways = [Way(_RENAME, f"给“{path.stem}”改名"), Way(_REMOVE, f"移走“{path.stem}”")]
        if removed(self.app.start.folder):
            ways.append(Way(_RESTORE, "找回移走的报告"))
        ways.append(Way(_THEME, "换颜色：深色、浅色、高对比、十六色"))

        def chosen(way: str | None) -> None:
            match way:
                case "rename":
                    self._rename()
                case "remove":
                    self.action_remove()
                case "restore":
                    self._restore()
                case "theme":
                    self.app.action_choose_theme()

        self.app.push_screen(Choose(["要做什么？"], ways), chosen)

    def action_remove(self) -> None:
        """The report at the cursor to the trash, once that is said again."""
        path = self._here
        if path is None:
            return

        def chosen(way: str | None) -> None:
            if way == _REMOVE:
                with _telling(self.app):
                    remove(path.parent, path.stem, datetime.now())
                    self.on_screen_resume()

        said = [f"移走“{path.stem}”？移走以后还可以找回来：按 Ctrl+P。"]
        self.app.push_screen(Choose(said, [Way("keep", "不移"), Way(_REMOVE, "移走")]), chosen)

    @property
    def _here(self) -> Path | None:
        """The report at the cursor; None on another row."""
        here = self.query_one(RowList).here
        return Path(here) if here.endswith(".yaml") else None

    def _rename(self) -> None:
        path = self._here
        if path is None:
            return

        def refuse(name: str) -> Problem | None:
            try:
                rename(path.parent, path.stem, name, datetime.now())
            except DrafterError as error:
                return error.problems[0]
            return None

        def renamed(name: str | None) -> None:
            if name is not None:
                self.on_screen_resume()

        said = [f"“{path.stem}”改成什么名字？"]
        self.app.push_screen(TypeLine(said, refuse, path.stem), renamed)

    def _restore(self) -> None:
        names = list(dict.fromkeys(name for name, _ in removed(self.app.start.folder)))

        def chosen(name: str | None) -> None:
            if name is not None:
                with _telling(self.app):
                    restore(self.app.start.folder, name, datetime.now())
                    self.on_screen_resume()

        ways = [Way(name, name) for name in names]
        self.app.push_screen(Choose(["找回哪一份？"], ways), chosen)

    def action_help(self) -> None:
        """How to go about it."""
        from drafter.tui.command_palette import Help

        self.app.push_screen(Help())

    @work(thread=True, exclusive=True)
    def _read(self) -> None:
        """What each report says of itself; the checks take a while, so aside."""
        from drafter.desk.open_points import count_left
        from drafter.session.session_list import list_sessions

        start, worker = self.app.start, get_current_worker()
        try:
            for listing in list_sessions(start.folder, start.today, count_left, start.own):
                if worker.is_cancelled:
                    return
                self.app.call_from_thread(self._tell, listing)
        except DrafterError as error:
            self.app.call_from_thread(self.app.say_all, error)

    def _tell(self, listing: Listing) -> None:
        lines = [content(line, MUTED) for line in _told_lines(listing, self.app.start.today)]
        told = Row(str(listing.path), Content("\n").join([_named(listing.path), *lines]))
        self._listed = [told if row.id == told.id else row for row in self._listed]
        self.query_one(RowList).put(self._listed)


def _named(path: Path) -> Content:
    return content(path.stem, "bold") + content(f"   {changed_at(path):%m-%d %H:%M} 改过", MUTED)


def _told_lines(listing: Listing, today: date) -> Iterator[str]:
    from drafter.desk.open_points import days_left_words

    if listing.trouble:
        yield f"  读不出来：{listing.trouble}"
    else:
        year = f"{listing.year}年" if listing.year else "年度未填"
        errors = f"还有 {listing.left} 处没有完" if listing.left else "可以生成正式稿"
        said = f"  {listing.organ or '单位未填'}，{year}；做到“{listing.reached}”，{errors}"
        days = days_left_words(today, listing.deadline)
        yield f"{said}；{days}" if days else said
    if listing.holder:
        yield f"  正由{listing.holder}打开着"
