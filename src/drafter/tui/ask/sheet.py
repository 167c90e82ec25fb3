"""How a question stands on the screen: its words, its choices or its field, what is told of it."""

from __future__ import annotations

from typing import NamedTuple

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.geometry import Region
from textual.widget import Widget
from textual.widgets import Static

from drafter.desk.questions import explain_lines, hint_line, need_words
from drafter.form.model import Form, Kind
from drafter.interview.steps import Ask
from drafter.tui.ask.choices import Choices
from drafter.tui.ask.choosing import Choosing
from drafter.tui.ask.entries import Entries
from drafter.tui.ask.field import Field
from drafter.tui.ask.given import Given
from drafter.tui.ask.listing import Listing, label_of, lines_of
from drafter.tui.ask.words import (
    SHORT,
    enter_words,
    heard_words,
    how_words,
    last_words,
    place_words,
    rest_words,
)
from drafter.tui.glyphs import content
from drafter.tui.wrapping import Prose


class Asked(NamedTuple):
    """A question with the answer under way.

    changed: whether that answer is another than the one there was
    rest: how many questions of the section may be left out, this one among them
    wrong: why it was not taken
    explains, shows_last: what was unfolded
    """

    form: Form
    ask: Ask
    given: Given
    changed: bool
    rest: int = 0
    wrong: str = ""
    explains: bool = False
    shows_last: bool = False


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
            yield Field()
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
    def field(self) -> Field:
        """What can be written in."""
        return self.query_one(Field)

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
        self._say("#ask-question", f"{question.ask}{need_words(asked.form, ask)}")
        self._say("#ask-hint", hint_line(ask))
        above, below = lines_of(given) if isinstance(given, Entries) else ([], [])
        self.query_one("#ask-above", Listing).tell(above)
        self.query_one("#ask-below", Listing).tell(below)
        self.query_one("#ask-line").set_class(bool(above), "-under")
        self.choices.refresh()
        self._say("#ask-wrong", f"！{asked.wrong}" if asked.wrong else "")
        heard = heard_words(question, given.written) if asked.changed else ""
        enter = "" if asked.changed else enter_words(asked.form, ask)
        rest = "" if asked.changed else rest_words(ask, asked.rest)
        self._say("#ask-enter", "\n".join(filter(None, (heard, enter, rest, how_words(question)))))
        self._say("#ask-last", last_words(ask) if asked.shows_last else "")
        self._say("#ask-help", "\n".join(explain_lines(ask, hinted=True)) if asked.explains else "")

    def reveal(self, what: str) -> None:
        """Bring `#ask-wrong` or `#ask-help` into sight, once it is laid out."""
        self.call_after_refresh(self.query_one(what).scroll_visible, animate=False)

    def reveal_choice(self) -> None:
        """Bring the choice pointed at into sight."""
        region = self.choices.virtual_region
        self.scroll_to_region(Region(region.x, region.y + self.choices.row, 1, 1), animate=False)

    def _say(self, where: str, said: str) -> None:
        prose = self.query_one(where, Prose)
        prose.display = bool(said)
        prose.tell(content(said))


def _blank(given: Given) -> str:
    """What the field is for."""
    match given:
        case Entries():
            return f"{label_of(given)}："
        case Choosing():
            return "别的："
    return "回答："
