"""A new session: its year, its organ and, where several would do, its form, on one screen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Label, OptionList
from textual.widgets.option_list import Option

from drafter.desk.starting import FIRST, Beginning, forms_for, not_yet, read_year
from drafter.draft.marks import NO_MARKS
from drafter.errors import Problem
from drafter.form.model import Form
from drafter.interview.acts import record_answer
from drafter.interview.state import InterviewState, new_state
from drafter.tui.dialogs import Dialog
from drafter.tui.glyphs import content

_YEAR, _ORGAN = FIRST


class NewSession(Dialog[Beginning]):
    """Dismissed with an empty session's beginning."""

    def __init__(self, forms: Sequence[Form], today: date) -> None:
        super().__init__()
        self._today = today
        self._forms = list(forms)
        self._state: InterviewState | None = None

    def compose(self) -> ComposeResult:
        questions = self._forms[0].questions
        with Vertical(classes="dialog"):
            yield Label(content("新建一份报告，先问两件事"), classes="title")
            for number, question in enumerate((questions[_YEAR], questions[_ORGAN])):
                yield Label(content(question.ask), classes="said")
                yield Label(content(f"{question.hint}例如：{question.example}"), classes="hint")
                yield Input(compact=True, id=f"first-{number}")
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
        for question, field in zip(FIRST, self.query(Input), strict=True):
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
