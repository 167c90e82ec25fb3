"""How a question stands on the screen, and what the clerk is giving as its answer."""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.geometry import Region
from textual.widget import Widget
from textual.widgets import Static

from drafter.desk.question_in_words import (
    SAME,
    explain_lines,
    go_on,
    heard,
    hint_line,
    is_gate,
    need_words,
    place_titles,
    shortened,
)
from drafter.draft.answers_file import Mark
from drafter.draft.draft_model import Raw
from drafter.draft.typed_answers import read_answer
from drafter.errors import Problem
from drafter.form.definitions import Form, Kind, Question
from drafter.interview.given_answers import record_answer, take_back
from drafter.interview.interview_state import InterviewState
from drafter.interview.steps import Ask, Spot
from drafter.tui.question_choices import Choices, Choosing
from drafter.tui.question_fields import Entries, Listing, TextField, label_of, lines_of
from drafter.tui.terminal_text import Prose, content, glyphs

SHORT = (Kind.COUNT, Kind.MONEY, Kind.DATE, Kind.YEAR)
"""Kinds whose answers are a few characters long, and may be understood otherwise than typed."""
LISTED = (Kind.BREAKDOWN, Kind.RECORDS)
_MANY = 4
"""Optional questions, from which on it is told how to leave out all of them."""


def place_words(form: Form, spot: Spot) -> str:
    """`一、总体情况 ▸ 主动公开（第 3 题）`."""
    path = glyphs().path.join(place_titles(form, spot))
    return f"{path}（第 {spot.number} 题）" if spot.number else path


def enter_words(form: Form, ask: Ask) -> str:
    """What Enter does here while nothing was typed."""
    if ask.question.kind in LISTED and not ask.verify:
        return "不改的，按 F10" if ask.typed else "" if ask.required else "没有的，按 F10 跳过"
    if ask.verify:
        return "标了待核。核实了就按回车；要改就改好再按回车。" if ask.typed else "标了待核。"
    if ask.typed:
        return "" if ask.question.kind is Kind.PROSE else "回车：不改，下一题"
    if ask.default:
        return f"回车就是：{shortened(ask.default)}"
    if ask.required or is_gate(form, ask.question):
        return ""
    chooses = ask.question.kind in (Kind.YESNO, Kind.CHOICE, Kind.CHOICES)  # 没有 may be a choice
    return "不写这一题的，按回车跳过" if chooses else "没有的，按回车跳过"


def _resumed_words(ask: Ask) -> str:
    """That what stands in the field is not the answer, and what is."""
    kept = f"原来的回答还在：{shortened(ask.typed)}" if ask.typed else ""
    return f"上次打到这里，还没有记下。{kept}"


def rest_words(ask: Ask, rest: int) -> str:
    """How to leave out what the section still asks; rest: how many of its questions may be."""
    if rest < _MANY or ask.required:
        return ""
    return f"这一节还有 {rest} 题选填，都不写就按 F9。"


def how_words(question: Question, year: int = 0) -> str:
    """How this kind of question is answered; an example is of the year after the report's."""
    if question.kind in (Kind.CHOICE, Kind.YESNO):
        return "按数字或上下键选，回车确定" + ("；也可以直接写别的" if question.free else "")
    if question.kind is Kind.CHOICES:
        more = "，别的直接写" if question.free else ""
        return f"可以选几项：按数字或空格{more}，选好按回车"
    if question.kind is Kind.PROSE:
        return "可以写几段，写好按 F10"
    if question.kind is Kind.DATE:
        return f"写全年月日，例如 {year + 1}-1-20" if year else "写全年月日"
    if question.kind is Kind.BREAKDOWN:  # Enter on an empty count goes on to the next name
        return "回车到下一格；没有的空着，写完了按 F10"
    if question.kind in LISTED:
        return "一格一格写，回车到下一格；空一条按回车就写完了"
    return ""


def heard_words(question: Question, text: str) -> str:
    """How a short answer is understood, where that is not simply what was typed."""
    if not text.strip() or question.kind not in SHORT:
        return ""
    value = read_answer(question, text)
    return "" if isinstance(value, Problem) else heard(question, text, value)


def last_words(ask: Ask) -> str:
    """Last year's answer, and how to take it; "" where there is none.

    Words of its own that last year's report had are a beginning, and no answer.
    """
    own = ask.question.kind in (Kind.PROSE, Kind.RECORDS)
    how = "按 F8 填进来，再改" if own else "按 F8 照上年的填"
    return f"上年：{shortened(ask.last)}　{how}" if ask.last else ""


class Given(Protocol):
    """An answer under way.

    written: what stands in the field
    """

    written: str

    @property
    def raw(self) -> Raw:
        """The answer as `record_answer` takes it; "" for none yet."""

    @property
    def kept(self) -> Mark:
        """The answer as it is kept with the session while it is under way."""

    @property
    def whole(self) -> object:
        """All that undo brings back, what is only offered as well."""

    def put(self, kept: Mark) -> None:
        """What was kept, or the text of a whole answer."""

    def restore(self, whole: Any) -> None:
        """What was `whole` once."""


class Text:
    """An answer that is a text, of one line or several."""

    def __init__(self, text: str) -> None:
        self.written = text

    @property
    def raw(self) -> Raw:
        """The text; "" for white space."""
        return self.written if self.written.strip() else ""

    @property
    def kept(self) -> Mark:
        """The text."""
        return self.written

    @property
    def whole(self) -> object:
        """The text."""
        return self.written

    def put(self, kept: Mark) -> None:
        """This text."""
        self.written = kept if isinstance(kept, str) else ""

    def restore(self, whole: Any) -> None:
        """This text again."""
        self.put(whole)


def given_for(ask: Ask) -> Given:
    """The answer there is, or the one that Enter would take where it is chosen, not written."""
    kind = ask.question.kind
    if kind in (Kind.YESNO, Kind.CHOICE, Kind.CHOICES):
        return Choosing(ask.question, ask.typed, ask.default, some=ask.some)
    if kind in LISTED:
        return Entries(ask.question, ask.begun or ask.value)
    return Text(ask.typed)


def answered(
    state: InterviewState, ask: Ask, given: Given, start: Mark
) -> InterviewState | Problem:
    """The state with what is given; where that is what there was (`start`), as Enter leaves it."""
    if given.kept == start:
        return go_on(state, ask)
    raw, place = given.raw, ask.question.id
    if raw == SAME and ask.last:
        raw = ask.last
    if raw:
        return record_answer(state, place, raw)
    after = take_back(state, place) if ask.typed else state
    return after if isinstance(after, Problem) else go_on(after, ask._replace(typed=""))


class Asked(NamedTuple):
    """A question with the answer under way.

    changed: whether that answer is another than the one there was
    year: the report's; 0 where it is not known
    rest: how many questions of the section may be left out, this one among them
    wrong: why it was not taken
    sums: what the counts of a list come to so far
    explains: the help was unfolded
    resumed: it was typed at another time, and not recorded
    """

    form: Form
    ask: Ask
    given: Given
    changed: bool
    year: int = 0
    rest: int = 0
    wrong: str = ""
    sums: str = ""
    explains: bool = False
    resumed: bool = False


class Sheet(VerticalScroll, can_focus=False):
    """Draws a question; what is typed into it is taken by the pane around it."""

    def compose(self) -> ComposeResult:
        yield Prose(id="ask-place")
        yield Prose(id="ask-question")
        yield Prose(id="ask-hint")
        yield Choices()
        yield Listing(id="ask-above")
        with Horizontal(id="ask-line"):
            yield Static("", id="ask-blank", markup=False)
            yield TextField()
            yield Static("", id="ask-unit", markup=False)
        yield Prose(id="ask-wrong")
        yield Listing(id="ask-below")
        yield Prose(id="ask-enter")
        yield Prose(id="ask-last")
        yield Prose(id="ask-help")

    @property
    def choices(self) -> Choices:
        """What can be pointed at."""
        return self.query_one(Choices)

    @property
    def field(self) -> TextField:
        """What can be written in."""
        return self.query_one(TextField)

    @property
    def has_field(self) -> bool:
        """Whether anything can be written here."""
        return self.query_one("#ask-line").display

    def first(self, given: Given) -> Widget:
        """Where typing begins."""
        chooses = isinstance(given, Choosing) and (given.several or not given.written)
        return self.choices if chooses else self.field

    def present(self, asked: Asked) -> None:
        """Another question: what is seen for its kind; the focus goes along."""
        question, given = asked.ask.question, asked.given
        had_focus = self.screen.focused in (self.field, self.choices)
        chosen = isinstance(given, Choosing)
        if isinstance(given, Choosing):
            self.choices.begin(given)
        self.choices.display = chosen
        line = self.query_one("#ask-line")
        line.display = not chosen or question.free
        line.set_class(question.kind is Kind.PROSE, "-tall")
        line.set_class(isinstance(given, Entries), "-entries")
        self.field.several = question.kind is Kind.PROSE
        if had_focus:
            self.screen.set_focus(self.first(given))
        self.scroll_home(animate=False)
        self.lay(asked)

    def lay(self, asked: Asked) -> None:
        """Put what is given into the field, and draw the rest."""
        given, question = asked.given, asked.ask.question
        default = "" if isinstance(given, Choosing | Entries) else asked.ask.default
        self.query_one("#ask-blank", Static).update(content(_blank(given)))
        whole = question.kind in SHORT or (isinstance(given, Entries) and given.is_at_count)
        self.query_one("#ask-line").set_class(whole, "-short")
        self.query_one("#ask-unit", Static).update(content(question.unit if whole else ""))
        self.field.begin(given.written, placeholder=content(default), whole=whole)
        self.draw(asked)

    def draw(self, asked: Asked) -> None:
        """Everything but the field."""
        ask, given = asked.ask, asked.given
        question = ask.question
        self._say("#ask-place", place_words(asked.form, ask.spot))
        self._say("#ask-question", question.ask, need_words(asked.form, ask))
        self._say("#ask-hint", hint_line(ask))
        above, below = lines_of(given) if isinstance(given, Entries) else ([], [])
        self.query_one("#ask-above", Listing).tell(above)
        self.query_one("#ask-below", Listing).tell(below)
        self.query_one("#ask-line").set_class(bool(above), "-under")
        self.choices.refresh()
        self._say("#ask-wrong", f"！{asked.wrong}" if asked.wrong else "")
        heard = heard_words(question, given.written) if asked.changed else ""
        enter = "" if asked.changed else enter_words(asked.form, ask)
        enter = _resumed_words(ask) if asked.resumed else enter
        rest = "" if asked.changed else rest_words(ask, asked.rest)
        heard = heard or asked.sums
        how = how_words(question, asked.year)
        said = (heard, enter, rest, _field_words(given), how)
        self._say("#ask-enter", "\n".join(filter(None, said)))
        self._say("#ask-last", last_words(ask))
        explained = [*explain_lines(ask, hinted=True), "再按 F1 看怎么操作"]
        self._say("#ask-help", "\n".join(explained) if asked.explains else "")

    def reveal(self, what: str) -> None:
        """Bring `#ask-wrong` or `#ask-help` into sight, once it is laid out."""
        self.call_after_refresh(self.query_one(what).scroll_visible, animate=False)

    def reveal_choice(self) -> None:
        """Bring the choice pointed at into sight."""
        region = self.choices.virtual_region
        self.scroll_to_region(Region(region.x, region.y + self.choices.row, 1, 1), animate=False)

    def _say(self, where: str, said: str, last: str = "") -> None:
        prose = self.query_one(where, Prose)
        prose.display = bool(said)
        prose.tell(content(said), last)


def _field_words(given: Given) -> str:
    """What the blank at hand is for, while the first entry is being written."""
    if not isinstance(given, Entries) or given.counts or given.entry or given.written:
        return ""
    field = given.here
    need = "" if field.required else "（选填）"
    return f"{field.label}{need}：{field.hint}".rstrip("：") if need or field.hint else ""


def _blank(given: Given) -> str:
    """What the field is for."""
    match given:
        case Entries():
            return f"{label_of(given)}："
        case Choosing():
            return "别的："
    return "回答："
