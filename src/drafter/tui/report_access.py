"""The ways into a report: opened, mended, begun anew or from last year's, a copy of the sample."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Label, OptionList
from textual.widgets.option_list import Option

from drafter.desk.last_report import LastFile, confirmed, last_file, sheet, sheet_head
from drafter.desk.new_report import (
    Beginning,
    ReportKind,
    empty_beginning,
    following,
    forms_for,
    is_plainly_a_name,
    read_year,
    report_kinds,
    sample_beginning,
)
from drafter.desk.question_in_words import contradictions
from drafter.errors import DrafterError, Problem
from drafter.files import is_answers_file
from drafter.form.definitions import ORGAN, YEAR, Form
from drafter.form.year_words import in_year
from drafter.interview.given_answers import record_answer
from drafter.interview.interview_state import InterviewState, new_state
from drafter.session.session_file import (
    DamagedError,
    Session,
    mended_words,
    open_session,
    recover,
)
from drafter.session.session_folder import (
    NAMED_AFTER,
    latest_first,
    session_path,
    typed_path,
)
from drafter.session.session_lock import TAKE_OVER
from drafter.session.session_shelf import create
from drafter.tui.dialogs import Choose, Dialog, TypeLine, Wait, Way
from drafter.tui.report_sheet import ReadingSheet
from drafter.tui.row_list import Row, RowList
from drafter.tui.terminal_text import content

if TYPE_CHECKING:
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
        with telling(app):
            then(open_session(path, own_forms=own, take_over=True))

    app.home_below()
    said = [str(session.held.problems[0]), TAKE_OVER]
    app.push_screen(Choose(said, ways), chosen)


def _ask_mend(app: ScreenHost, path: Path, error: DamagedError, then: Then) -> None:
    if error.good is None:
        app.say_all(error)
        return

    def chosen(way: str | None) -> None:
        if way != "mend":
            return
        with telling(app):
            session, place = recover(path, own_forms=app.start.own)
            if place is not None:
                session.notes.append(mended_words(place))
            then(session)

    app.home_below()
    said = [*map(str, error.problems), error.offer]
    app.push_screen(Choose(said, [Way("mend", "恢复"), Way("leave", "不动它")]), chosen)


class NewSession(Dialog[Beginning]):
    """Dismissed with an empty session's beginning."""

    hints = (("回车", "下一项"), ("Esc", "不建了"))

    def __init__(self, forms: Sequence[Form], today: date) -> None:
        super().__init__()
        self._today = today
        self._forms = list(forms)
        self._doubted = ""

    def compose(self) -> ComposeResult:
        questions = self._forms[0].questions
        with Vertical(classes="dialog"):
            yield Label(content("新建一份报告，先问两件事"), classes="title")
            year = self._today.year - 1
            for number, name in enumerate(NAMED_AFTER):
                question = in_year(questions[name], year)
                yield Label(content(question.ask), classes="said")
                yield Label(content(f"{question.hint}例如：{question.example}"), classes="hint")
                proposed = str(year) if name == YEAR else ""
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
            if is_plainly_a_name(year.value) and not organ.value:
                organ.value, year.value = year.value, str(self._today.year - 1)
            if self._read_year(year.value):
                self.set_focus(organ)
        elif self._read_year(year.value):
            self._read_organ(organ.value)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        form = next(form for form in self._forms if form.id == event.option_id)
        self._begin(form)

    def _read_year(self, raw: str) -> bool:
        year = read_year(self._forms, raw, self._today)
        self._wrong(0, year)
        return not isinstance(year, Problem)

    def _read_organ(self, raw: str) -> None:
        year = read_year(self._forms, self.query(Input).first().value, self._today)
        assert not isinstance(year, Problem)
        fitting = forms_for(self._forms, year)
        state = self._answered(fitting[0])
        self._wrong(1, state)
        if isinstance(state, Problem) or self._is_doubted(state, raw):
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

    def _is_doubted(self, state: InterviewState, name: str) -> bool:
        """Whether it is asked once more if that is the name."""
        doubts = "" if name == self._doubted else "".join(contradictions(state, ORGAN))
        self._doubted = name
        if doubts:
            self._tell_wrong(1, f"{doubts}没有写错的，再按一次回车。")
        return bool(doubts)

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
            self.dismiss(empty_beginning(form, state.draft))

    def _wrong(self, number: int, read: object) -> None:
        self._tell_wrong(number, str(read) if isinstance(read, Problem) else "")

    def _tell_wrong(self, number: int, said: str) -> None:
        list(self.query(".wrong").results(Label))[number].update(content(said))


def new(app: ScreenHost) -> None:
    """An empty one, after the report that is meant, its year and the organ."""
    with telling(app):
        kinds = report_kinds(app.start.own)
        if len(kinds) == 1:
            _new_of(app, kinds[0])
            return
        ways = [Way(kind, f"{kind.name}\n   {kind.about}") for kind in kinds]

        def chosen(kind: ReportKind | None) -> None:
            if kind is not None:
                _new_of(app, kind)

        app.push_screen(Choose(["写哪一种报告？"], ways), chosen)


def _new_of(app: ScreenHost, kind: ReportKind) -> None:
    dialog = NewSession(kind.forms, app.start.today)
    app.push_screen(dialog, lambda began: _create(app, began) if began else None)


def from_last_year(app: ScreenHost) -> None:
    """One that last year's file is carried over into: a report from the list, or a file."""
    known = latest_first(app.start.folder)
    ways: list[Way[Path | str]] = [Way(path, path.stem) for path in known[:_MOST_LISTED]]
    ways += [Way(_BROWSE, "在文件夹里找"), Way(_TYPED, "写文件的位置，或者把文件拖进来")]

    def chosen(way: Path | str | None) -> None:
        if way == _BROWSE:
            start = app.start.out if app.start.out.is_dir() else Path.cwd()
            app.push_screen(ChooseFile(start.resolve()), picked)
        elif way == _TYPED:
            _type_last_year(app)
        elif isinstance(way, Path):
            picked(way)

    def picked(path: Path | None) -> None:
        if path is not None:
            _read_last(app, path)

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
        path = self.query_one(RowList).meant
        assert isinstance(path, Path), path
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
        rows = [Row("..", content("..（上一层）"), self._folder.parent)]
        rows += [Row(str(path), content(f"{path.name}/"), path) for path in folders]
        rows += [Row(str(path), content(path.name), path) for path in files]
        listed = self.query_one(RowList)
        listed.put(rows)
        listed.highlighted = 1 if len(rows) > 1 else 0


_BROWSE, _TYPED = "browse", "typed"
_MOST_LISTED = 6
_READ = (
    *(".yaml", ".yml", ".json", ".docx", ".pdf", ".html", ".htm", ".txt", ".md"),
    *(".doc", ".wps", ".rtf", ".odt", ".xlsx", ".xls", ".et"),
)
"""Endings of the files that a report is read from."""
_SESSIONS = (".yaml", ".yml")


def _type_last_year(app: ScreenHost) -> None:
    """The file by its place, typed or dropped."""

    def refuse(typed: str) -> Problem | None:
        path = typed_path(typed, app.start.folder)
        if os.path.isfile(path) and not is_answers_file(path):
            return None  # reading it takes a while
        try:
            began = following(last_file(path, app.start.own), app.start.own)
        except DrafterError as error:
            return error.problems[0]
        return began._replace(where=path.name) if isinstance(began, Problem) else None

    def typed(line: str | None) -> None:
        if line is not None:
            _read_last(app, typed_path(line, app.start.folder))

    said = [
        "上年的报告是哪一个？写文件的位置，或者这里报告的名字。",
        "答案文件、公布的 Word、PDF、网页都可以，也可以把文件拖到这里。",
    ]
    app.push_screen(TypeLine(said, refuse), typed)


def _read_last(app: ScreenHost, path: Path) -> None:
    """Read last year's file, a published report aside, so that the screen goes on."""
    if is_answers_file(path):
        _read(app, path)()
        return
    wait = Wait("正在读这个文件，要等一会儿……")
    app.push_screen(wait)

    def read_aside() -> None:
        app.call_from_thread(wait.end, _read(app, path))

    app.run_worker(read_aside, thread=True, exclusive=True)


def _read(app: ScreenHost, path: Path) -> Callable[[], None]:
    """What is to be done on the screen once the file is read."""
    try:
        last = last_file(path, app.start.own)
        began = following(last, app.start.own)
        if isinstance(began, Problem):
            raise DrafterError(began._replace(where=path.name))
    except DrafterError as error:
        return partial(app.say_all, error)
    return partial(_confirm, app, last)


def _confirm(app: ScreenHost, last: LastFile) -> None:
    """Begin the year after the file's, once the clerk has seen what was read of it."""

    def seen(left_out: frozenset[str] | None) -> None:
        if left_out is None:
            from_last_year(app)
            return
        with telling(app):
            own = confirmed(last, left_out)
            began = following(own, app.start.own)
            if isinstance(began, Problem):
                raise DrafterError(began)
            _create(app, began, own.kept)

    if last.was_read:
        app.push_screen(ReadingSheet(sheet_head(last), sheet(last)), seen)
    else:
        seen(frozenset())


def a_file(app: ScreenHost) -> None:
    """A session that lies elsewhere, or one by its name."""

    def refuse(typed: str) -> Problem | None:
        path = typed_path(typed, app.start.folder)
        if not typed.strip():
            return Problem("文件", "还没有写。", "写文件的位置，或者把文件拖到这里。")
        if path.suffix.lower() in _READ and path.suffix.lower() not in _SESSIONS:
            what = "这是写好的报告，不能接着填。"
            return Problem(path.name, what, "用它写下一年的，选“用上年的文件新建”。")
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
    """A copy of a sample of the report that is meant, under a name that says so."""
    with telling(app):
        kinds = [kind for kind in report_kinds(app.start.own) if kind.sample_name]
        if len(kinds) == 1:
            _sample_of(app, kinds[0])
            return

        def chosen(kind: ReportKind | None) -> None:
            if kind is not None:
                _sample_of(app, kind)

        ways = [Way(kind, kind.name) for kind in kinds]
        app.push_screen(Choose(["看哪一种报告的示例？"], ways), chosen)


def _sample_of(app: ScreenHost, kind: ReportKind) -> None:
    own, folder = app.start.own, app.start.folder
    name = kind.sample_name
    if os.path.lexists(path := session_path(folder, name)):  # the same again, as it was left
        app.open_file(path)
        return
    with telling(app):
        began = sample_beginning(kind, own)
        session = create(folder, began.form, began.draft, began.marks, name=name, own_forms=own)
        session.notes += began.told
        app.work_at(session)


def _create(app: ScreenHost, began: Beginning, last: bytes | None = None) -> None:
    own, folder = app.start.own, app.start.folder
    with telling(app):
        session = create(folder, began.form, began.draft, began.marks, last=last, own_forms=own)
        session.notes += [f"新建了“{session.name}”，存在 {session.path}", *began.told]
        app.work_at(session)


@contextmanager
def telling(app: ScreenHost) -> Iterator[None]:
    """What goes wrong within is told, and nothing further is done."""
    try:
        yield
    except DrafterError as error:
        app.say_all(error)
