"""The fields that texts are typed into: one text, or the entries of a list of small forms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, ClassVar, NamedTuple

from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget
from textual.widgets import TextArea

from drafter.desk.question_in_words import NONE, as_entries, bare
from drafter.draft.answers_file import Mark
from drafter.draft.clean_text import scrub, scrub_line
from drafter.draft.draft_model import Item, Raw, Record, Value
from drafter.draft.empty_answers import field_problem
from drafter.draft.typed_answers import read_answer
from drafter.draft.typed_figures import Misread, read_count
from drafter.errors import Problem
from drafter.form.arithmetic import format_figure
from drafter.form.definitions import Field, Kind, Question
from drafter.tui.terminal_text import content, cut
from drafter.tui.textual_privates import show_caret

_NOT_OURS = (
    *("select_line", "select_all", "copy"),
    *("delete_word_left", "delete_word_right", "delete_right"),
)
"""F6, F7 and Ctrl+D mean something else, Ctrl+C leaves, and a Chinese sentence is one word."""
_KEYS = [b for b in TextArea.BINDINGS if isinstance(b, Binding) and b.action not in _NOT_OURS]


class TextBox(TextArea):
    """A text area whose Ctrl+U and Ctrl+K go by paragraphs: where one is wrapped means nothing."""

    def on_text_area_selection_changed(self, event: TextArea.SelectionChanged) -> None:
        event.stop()  # nobody asks, and every letter would be told to five more

    def action_delete_to_start_of_line(self) -> None:
        """What stands before the caret in its paragraph; at its start, the break before it."""
        row, column = self.selection.end
        if self.selection.is_empty and column:
            self.delete((row, 0), (row, column))
        else:
            self.action_delete_left()

    async def action_delete_to_end_of_line_or_delete_line(self) -> None:
        """The same, behind it."""
        row, column = self.selection.end
        end = len(self.document.get_line(row))
        if self.selection.is_empty and column < end:
            self.delete((row, column), (row, end))
        else:
            self.action_delete_right()


class TextField(TextBox, inherit_bindings=False):
    """Where Enter ends a text of one line; of several, it begins another once there is one.

    several: whether the text may have paragraphs
    takes: given what is pasted, whether the owner has taken it as a whole
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *_KEYS,
        Binding("delete", "delete_right", show=False),
        Binding("ctrl+w,ctrl+backspace,alt+backspace", "delete_left", show=False),
    ]

    class Entered(Message):
        """Enter ends the text."""

    class Joined(Message):
        """Several lines were pasted where one is wanted: they are one now."""

        def __init__(self, lines: int) -> None:
            super().__init__()
            self.lines = lines

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__("", id=id, compact=True, highlight_cursor_line=False)
        self.cursor_blink = False
        self.several = False
        self.takes: Callable[[str], bool] = lambda _: False

    def begin(self, text: str, *, placeholder: Content | str = "", whole: bool = False) -> None:
        """Begin with a text, the cursor behind it; `whole`: what is typed takes its place."""
        self.placeholder = placeholder
        self.load_text(text)
        self.move_cursor(self.document.end)
        if whole and text:
            self.select_all()

    def on_key(self, event: events.Key) -> None:
        if event.key == "enter" and not (self.several and self.text.strip()):
            event.stop()
            event.prevent_default()
            self.post_message(self.Entered())

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self._paste(event.text)

    def on_focus(self) -> None:
        show_caret(self.app, shown=True)

    def on_blur(self) -> None:
        show_caret(self.app, shown=False)

    def action_paste(self) -> None:
        """What was copied within the program."""
        self._paste(self.app.clipboard)

    def action_cursor_up(self, select: bool = False) -> None:
        """A line up; on the first one, the owner knows what is above."""
        if not select and self.navigator.is_first_wrapped_line(self.cursor_location):
            raise SkipAction
        super().action_cursor_up(select)

    def action_cursor_down(self, select: bool = False) -> None:
        """A line down; on the last one, the owner knows what is below."""
        if not select and self.navigator.is_last_wrapped_line(self.cursor_location):
            raise SkipAction
        super().action_cursor_down(select)

    def action_cursor_page_up(self) -> None:
        """In a text of several lines only; else the page around it moves."""
        if not self.several:
            raise SkipAction
        super().action_cursor_page_up()

    def action_cursor_page_down(self) -> None:
        """The same, down."""
        if not self.several:
            raise SkipAction
        super().action_cursor_page_down()

    def action_undo(self) -> None:
        """Typing first; where nothing was typed, the answer before."""
        before = self.text
        super().action_undo()
        if self.text == before:
            raise SkipAction

    def action_redo(self) -> None:
        """Typing first, then answers."""
        before = self.text
        super().action_redo()
        if self.text == before:
            raise SkipAction

    def _paste(self, pasted: str) -> None:
        if not pasted or self.takes(pasted):
            return
        text = scrub(pasted) if self.several else scrub_line(pasted)
        lines = sum(1 for line in scrub(pasted).split("\n") if line.strip())
        result = self.replace(text, *self.selection)
        self.move_cursor(result.end_location)
        if lines > 1 and not self.several:
            self.post_message(self.Joined(lines))


class Entries:
    """What was written so far, and where the clerk is in it.

    blanks: what is written of each entry
    entries: the texts of each; the last one is empty, to add another
    entry, blank: where the clerk is
    """

    def __init__(self, question: Question, value: Value | None) -> None:
        self.question = question
        self.counts = question.kind is Kind.BREAKDOWN
        self.blanks = question.fields
        if self.counts:
            count = Field("count", "数", "", True)
            self.blanks = (Field("name", "名称", "", True), count)
        self.entries: list[list[str]] = []
        self.entry = self.blank = 0
        self.is_none = False
        self.read(value)

    @property
    def here(self) -> Field:
        """The blank the clerk is at."""
        return self.blanks[self.blank]

    @property
    def is_at_end(self) -> bool:
        """Whether nothing is written here or behind: Enter ends the list."""
        return not any(map(any, self.entries[self.entry :]))

    @property
    def is_at_count(self) -> bool:
        """Whether a number is wanted here."""
        return self.counts and self.blank == 1

    @property
    def written(self) -> str:
        """What stands in it."""
        return self.entries[self.entry][self.blank]

    @written.setter
    def written(self, text: str) -> None:
        self.entries[self.entry][self.blank] = text
        self.is_none = False
        if any(self.entries[-1]):
            self.entries.append([""] * len(self.blanks))

    @property
    def raw(self) -> Raw:
        """The answer as `record_answer` takes it; "" for none yet."""
        if self.is_none:
            return NONE[0]
        given = [[text.strip() for text in entry] for entry in self._given()]
        if self.counts:
            return {entry[0]: entry[1] for entry in given} or ""
        return as_entries(self.question, [text for entry in given for text in entry]) or ""

    @property
    def kept(self) -> Mark:
        """The texts one after the other, as far as they were written."""
        texts = [text for entry in self._given() for text in entry]
        while texts and not texts[-1]:
            texts.pop()
        return NONE[0] if self.is_none else tuple(texts) or ""

    @property
    def whole(self) -> object:
        """Every entry, names that are only offered as well."""
        return self.is_none, tuple(map(tuple, self.entries))

    def restore(self, whole: Any) -> None:
        """The entries as they were; the clerk is taken to the first that is another now."""
        before, (self.is_none, entries) = self.entries, whole
        self.entries = [list(entry) for entry in entries]
        pairs = enumerate(zip(before, self.entries, strict=False))
        self.go(next((n for n, (old, new) in pairs if old != new), self.entry), 0)
        self._pass_names()

    def put(self, kept: Mark) -> None:
        """What was kept, or a text as a clerk would type the whole of it."""
        if isinstance(kept, str):
            self.is_none = kept in NONE
            self.read_text(kept)
        elif isinstance(kept, Sequence):
            self._lay(str(text) for text in kept)

    def read_text(self, text: str) -> bool:
        """Take the entries of a typed or pasted text; whether there are any in it."""
        value = read_answer(self.question, text)
        if isinstance(value, Problem) or not value:
            return False
        self.read(value)
        return True

    def read(self, value: Value | None) -> None:
        """Begin with these entries."""
        listed = value if isinstance(value, tuple) else ()
        self._lay(text for entry in listed for text in self._texts(entry))
        self.is_none = value == ()

    def go(self, entry: int, blank: int) -> None:
        """To this blank."""
        self.entry = max(0, min(entry, len(self.entries) - 1))
        self.blank = blank

    def move(self, by: int) -> bool:
        """A blank on or back, past the names on offer; False where there is none."""
        to = self.entry * len(self.blanks) + self.blank + by
        # Going up a column of counts must not end in a name, which the next count would overwrite.
        if self.is_at_count and self._is_offered(self.entries[self.entry]):
            to += min(by, 0)
        if not 0 <= to < len(self.entries) * len(self.blanks):
            return False
        self.go(*divmod(to, len(self.blanks)))
        return True

    def enter(self) -> Problem | bool:
        """On to the next blank; True where the clerk has nothing to add, and why not to go on."""
        text = self.written = bare(self.written.strip(), self.here.label)
        if not self.blank and self._is_only() and text in NONE:
            self.entries = [[""] * len(self.blanks)]
            self.is_none = True
            return True
        if self.is_at_end:
            return True
        if not any(self.entries[self.entry]):
            self.delete()
            return False
        problem = self._wrong(self.entry, self.blank)
        if problem is None:
            self.move(1)
            self._pass_names()
        return problem or False

    def delete(self) -> None:
        """The entry that the clerk is in, away."""
        if len(self.entries) > 1:
            del self.entries[self.entry]
        else:
            self.entries = [[""] * len(self.blanks)]
        self.go(self.entry, 0)

    def wrong(self) -> Problem | None:
        """The first thing that keeps the entries from being recorded; the clerk is taken there."""
        for number, entry in enumerate(self.entries):
            for blank in range(len(self.blanks)) if any(entry) else ():
                if (problem := self._wrong(number, blank)) is not None:
                    self.go(number, blank)
                    return problem
        return None

    def _wrong(self, number: int, blank: int) -> Problem | None:
        entry, field = self.entries[number], self.blanks[blank]
        text = entry[blank].strip()
        if not text:
            if not field.required or (blank and self._is_offered(entry)):
                return None
            return Problem(f"“{field.label}”", "还没有写。", "写上；整条不要的，按 Ctrl+D 删去。")
        if not self.counts and (odd := field_problem(field.label, text, required=field.required)):
            return odd
        names = [known[0].strip() for known in self.entries[:number]]
        if self.counts and not blank and text.isdecimal():
            return Problem(f"“{text}”", "是个数，不是名称。", "写上名称；数写在名称后面那一格。")
        if self.counts and not blank and text in names:
            return Problem(f"“{text}”", "写了两次。", "合并成一项，或者改用不同的名称。")
        count = read_count(text, self.question.unit) if self.counts and blank else None
        return (
            Problem(f"“{entry[0]}”", count.what, count.fix) if isinstance(count, Misread) else None
        )

    def _given(self) -> list[list[str]]:
        """The entries, less empty ones and the names offered that nothing was written for."""
        filled = [entry for entry in self.entries if any(text.strip() for text in entry)]
        offered = self.question.choices if self.counts else ()
        return [entry for entry in filled if entry[0] not in offered or any(entry[1:])]

    def _lay(self, texts: Iterable[str]) -> None:
        flat, size = list(texts), len(self.blanks)
        flat += [""] * (-len(flat) % size)
        self.entries = [flat[at : at + size] for at in range(0, len(flat), size)]
        if self.counts:
            names = {entry[0] for entry in self.entries}
            self.entries += [[name, ""] for name in self.question.choices if name not in names]
        self.entries.append([""] * size)
        self.entry = self.blank = 0
        self._pass_names()

    def _pass_names(self) -> None:
        """A name that stands there already: the clerk writes its count."""
        if self.counts and not self.blank and self.written:
            self.blank = 1

    def _is_offered(self, entry: Sequence[str]) -> bool:
        """Whether its name is one of the question's own."""
        return self.counts and entry[0] in self.question.choices

    def _is_only(self) -> bool:
        others = [entry for n, entry in enumerate(self._given()) if n or entry[0] not in NONE]
        return self.entry == 0 and not others

    def _texts(self, entry: object) -> list[str]:
        if isinstance(entry, Item):
            return [entry.name, format_figure(entry.count)]
        assert isinstance(entry, Record)
        return [entry[field.id] for field in self.blanks]


_LEAD = 3


class Line(NamedTuple):
    """One blank with what is written in it."""

    entry: int
    blank: int
    said: str


def lines_of(entries: Entries) -> tuple[list[Line], list[Line]]:
    """The lines before the blank the clerk is in, and those behind it."""
    here = entries.entry, entries.blank
    lines = [line for n in range(len(entries.entries)) for line in _lines(entries, n)]
    return [line for line in lines if line[:2] < here], [line for line in lines if line[:2] > here]


def label_of(entries: Entries) -> str:
    """What stands before the field, as in the lines around; a count is that of its name."""
    lead = f"{entries.entry + 1}.".rjust(_LEAD)
    if entries.counts and entries.blank:
        return f"{lead} {entries.entries[entries.entry][0]}"
    return f"{' ' * _LEAD if entries.blank else lead} {entries.here.label}"


def _lines(entries: Entries, number: int) -> list[Line]:
    texts, here = entries.entries[number], number == entries.entry
    lead = f"{number + 1}.".rjust(_LEAD)
    if entries.counts:
        if here or not any(texts):
            return []
        return [Line(number, 1, f"{lead} {texts[0]}  {texts[1]}".rstrip())]
    if not here and not any(texts):
        return []
    return [
        Line(number, blank, f"{' ' * _LEAD if blank else lead} {field.label}  {text}".rstrip())
        for blank, (field, text) in enumerate(zip(entries.blanks, texts, strict=True))
    ]


class Listing(Widget):
    """Some of these lines; a click leads to the blank."""

    DEFAULT_CSS = "Listing { width: 1fr; height: auto; }"

    class Chosen(Message):
        """The clerk wants to write in this blank."""

        def __init__(self, line: Line) -> None:
            super().__init__()
            self.line = line

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: list[Line] = []
        self.display = False

    def tell(self, lines: list[Line]) -> None:
        """Show these from now on."""
        if lines != self._lines:
            self._lines = lines
            self.display = bool(lines)
            self.refresh(layout=True)

    def render(self) -> Content:
        width = self.size.width
        said = (content(line.said.replace("\n", " / ")) for line in self._lines)
        return Content("\n").join(cut(line, width) for line in said)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines)

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is not None and offset.y < len(self._lines):
            self.post_message(self.Chosen(self._lines[offset.y]))
