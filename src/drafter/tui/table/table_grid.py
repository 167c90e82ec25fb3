"""The widget of every table: it owns the cursor and what is typed, so keys stay in order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import ClassVar, NamedTuple
from unicodedata import decimal, normalize

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Offset, Region
from textual.strip import Strip
from textual.widget import Widget

from drafter.draft.clean_text import scrub_line
from drafter.form.definitions import Address
from drafter.tui.table.cell_marks import Drawn, Piece, Standing
from drafter.tui.table.table_drawing import Drawing
from drafter.tui.table.table_layout import Sheet
from drafter.tui.table.table_model import Said, TableDesk, TableModel
from drafter.tui.table.table_paste import Landing, PastePreview, is_block, land
from drafter.tui.terminal_text import SAFE, Glyphs

Act = Callable[[TableModel, int], Said]
"""Done to a model; the number is how many rows a page has."""


class Key(NamedTuple):
    """One line of the help: keys and what they do."""

    keys: str
    does: str


HELP = (
    Key("数字", "填这一格，原来的数被换掉"),
    Key("回车", "记下，到下一格（往下）"),
    Key("Tab", "记下，到下一格（往右）；Shift+Tab 往回"),
    Key("方向键", "移动；Home、End 到行首行尾，加 Ctrl 到表首表尾"),
    Key("退格", "改这一格；Delete 取消这一格填的数"),
    Key("c", "其余还没有看过的格子都是 0"),
    Key("?", "标为待核，再按一次取消"),
    Key("n", "到下一个还要填、还要核对的格子"),
    Key("=", "总计是怎么算出来的"),
    Key("g", "看整张表，再按一次只看要填的"),
    Key("l", "看上年的数，再按一次回来"),
    Key("Ctrl+Z", "撤销；Ctrl+Y 重做"),
)

_POINTS = {"。": ".", "．": ".", "，": ",", "､": ","}


def _vertically(by: int) -> Act:
    return lambda model, _page: model.move(lambda sheet, a: sheet.vertically(a, by))


def _paged(by: int) -> Act:
    return lambda model, page: model.move(lambda sheet, a: sheet.vertically(a, by * page))


def _in_row(by: int) -> Act:
    return lambda model, _page: model.move(lambda sheet, a: sheet.in_row(a, by))


def _end_of_row(*, last: bool) -> Act:
    return lambda model, _page: model.move(lambda sheet, a: sheet.end_of_row(a, last=last))


def _end(place: int) -> Act:
    def to(sheet: Sheet, _address: Address) -> Address:
        return sheet.order[place]

    return lambda model, _page: model.move(to)


def _on(by: int, *, down: bool = False) -> Act:
    return lambda model, _page: model.step_on(by, down=down)


KEYS: dict[str, Act] = {
    "enter": _on(1, down=True),
    "tab": _on(1),
    "shift+tab": _on(-1),
    "up": _vertically(-1),
    "down": _vertically(1),
    "left": _in_row(-1),
    "right": _in_row(1),
    "home": _end_of_row(last=False),
    "end": _end_of_row(last=True),
    "ctrl+home": _end(0),
    "ctrl+end": _end(-1),
    "pageup": _paged(-1),
    "pagedown": _paged(1),
    "backspace": lambda model, _page: model.rub_out(),
    "delete": lambda model, _page: model.take_back(),
    "ctrl+z": lambda model, _page: model.undo(),
    "ctrl+y": lambda model, _page: model.redo(),
}

_COMMANDS: dict[str, Act] = {
    "c": lambda model, _page: model.confirm_rest(),
    "?": lambda model, _page: model.toggle_verify(),
    "n": lambda model, _page: model.next_open(),
    "=": lambda model, _page: model.settle() or model.terms(),
    "g": lambda model, _page: model.toggle_whole(),
    "l": lambda model, _page: model.toggle_last(),
}


def act_of(key: str, character: str | None) -> Act | None:
    """What a key does; None for one that the table has no use for."""
    if (act := KEYS.get(key)) is not None:
        return act
    if not character or not character.isprintable() or character.isspace():
        return None
    plain = normalize("NFKC", character).casefold()
    if (command := _COMMANDS.get(plain)) is not None:
        return command
    if len(plain) == 1 and plain.isascii() and plain.isalpha():
        return lambda _model, _page: "这里填数字；按 F1 看有哪些按键。"
    return lambda model, _page: model.type(_typed(character))


def _typed(character: str) -> str:
    """The character as it is taken into a figure: digits of any script, a point for 。."""
    digit = decimal(character, None)
    return str(digit) if digit is not None else _POINTS.get(character, character)


_WHEEL = 3
_LINES_OF_TEXT = ("corner", "head", "label", "heading", "caption", "foot", "uneven", "note")
_FIGURES = tuple(standing.name.lower() for standing in Standing)


class Done(NamedTuple):
    """What came of an act on a grid.

    said: what there is to tell: a sentence, or what could not be taken and why
    changed: the desk has taken it, its state is another one now
    moved: the cursor is elsewhere, or something else stands in its cell
    ended: a key wanted to go on behind the last cell
    """

    said: Said
    changed: bool
    moved: bool
    ended: bool


class TableGrid(Widget, can_focus=True):
    """A table over a desk. Every act is done within the handler of its key."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"table-grid--{look}" for look in (*_LINES_OF_TEXT, *_FIGURES, "cursor", "here")
    }

    DEFAULT_CSS = """
    TableGrid {
        width: 1fr;
        height: 1fr;
        & > .table-grid--corner { color: $text-muted; background: $panel; }
        & > .table-grid--head { background: $panel; }
        & > .table-grid--caption { text-style: bold; background: $panel; }
        & > .table-grid--heading { text-style: bold; }
        & > .table-grid--untouched { color: $text-muted; }
        & > .table-grid--confirmed { color: $text-muted; }
        & > .table-grid--unused { color: $text-disabled; }
        & > .table-grid--kept { color: $text-muted; text-style: italic; }
        & > .table-grid--carried { color: $secondary; }
        & > .table-grid--computed { background: $boost; text-style: bold; }
        & > .table-grid--verify { color: $text-warning; }
        & > .table-grid--faulty { color: $text-error; text-style: bold; }
        & > .table-grid--typing { text-style: underline; }
        & > .table-grid--foot { background: $panel; }
        & > .table-grid--uneven { background: $panel; color: $text-error; text-style: bold; }
        & > .table-grid--note { background: $panel; }
        & > .table-grid--here { text-style: bold underline; }
        & > .table-grid--cursor { text-style: reverse; }
    }
    """

    def __init__(
        self,
        desk: TableDesk,
        *,
        ambiguous_wide: bool = False,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.desk = desk
        self.model = TableModel(desk, SAFE if ambiguous_wide else Glyphs())
        self._drawing = Drawing(self.model, 1, 1)
        self._lines: list[Drawn] = []
        self._strips: dict[Drawn, Strip] = {}
        self._looks: dict[tuple[str, bool], Style] = {}
        self._state = desk.state()
        self._status = ""
        self._acting = False
        self.on_done: Callable[[Done], None] = lambda done: None
        """Called after every act, before the next key; what it draws is in the same frame."""

    # What a screen calls

    def show(self) -> None:
        """The state has changed elsewhere; the cursor and what is typed stay.

        Called within an act of the grid's own it does nothing: the act shows itself.
        """
        if self._acting:
            return
        self.model.reread()
        self._state = self.desk.state()
        self._redraw()

    def go(self, address: Address) -> None:
        """To a cell, from a finding or the outline."""
        self._do(lambda: self.model.go(address))

    def mark_faults(self, addresses: Collection[Address]) -> None:
        """The cells that findings speak of, marked `!` until the next call."""
        if set(addresses) != set(self.model.faults):
            self.model.faults = frozenset(addresses)
            self._redraw(follow=False)

    def settle(self) -> bool:
        """Hand over what is being typed, before leaving; whether nothing refused is left."""
        self._do(self.model.settle)
        return not self.model.refused

    def press(self, key: str, character: str | None = None) -> bool:
        """Do what a key does; whether it does anything here."""
        act = act_of(key, character)
        if act is None:
            return False
        page = max(1, self._drawing.frame.height - 1)
        self._do(lambda: act(self.model, page), may_end=True)
        return True

    # What happens to it

    def on_mount(self) -> None:
        self._redraw()

    def on_resize(self) -> None:
        self._strips.clear()
        self._redraw()

    def on_focus(self) -> None:
        self._strips.clear()
        self._redraw()
        self.refresh()

    def on_blur(self) -> None:
        self._strips.clear()
        self._do(self.model.settle)
        self.refresh()

    def on_key(self, event: events.Key) -> None:
        if self.press(event.key, event.character):
            event.stop()
            event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        if not is_block(event.text):
            self._do(lambda: self.model.type(scrub_line(event.text)))
            return
        landing = land(self.model, event.text)

        def accepted(answer: bool | None) -> None:
            if answer:
                self._do(lambda: self._landed(landing))

        self.app.push_screen(PastePreview(self.model, landing), accepted)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        offset = event.get_content_offset(self)
        address = self._drawing.frame.cell_at(*offset) if offset else ""
        if address in self.model.form.computed:
            self._do(lambda: self.model.terms(address))
        elif address:
            self._do(lambda: self.model.go(address))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self._scroll(_WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self._scroll(-_WHEEL)

    # Drawing

    def render_lines(self, crop: Region) -> list[Strip]:
        """The first frame comes before the first `on_resize`."""
        if not self._lines:
            self._redraw()
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        line = self._lines[y] if y < len(self._lines) else ()
        strip = self._strips.get(line)
        if strip is None:
            strip = Strip(segment for piece in line for segment in self._segments(piece))
            strip = strip.adjust_cell_length(self.size.width, self._look(""))
            if len(self._strips) > 500:
                self._strips.clear()
            self._strips[line] = strip
        return strip

    def notify_style_update(self) -> None:
        self._strips.clear()
        self._looks.clear()
        super().notify_style_update()

    def _segments(self, piece: Piece) -> Iterator[Segment]:
        style = self._look(piece.look)
        text = piece.text
        if not piece.here:
            yield Segment(text, style)
        elif piece.look in _FIGURES:
            here = "cursor" if self.has_focus else "here"
            yield Segment(text, style + self._look(here, partial=True))
        else:
            word = text.strip()
            before, _, after = text.partition(word) if word else (text, "", "")
            yield Segment(before, style)
            yield Segment(word, style + self._look("here", partial=True))
            yield Segment(after, style)

    def _look(self, name: str, *, partial: bool = False) -> Style:
        """The style of a look, of the bare ground for ""; Textual forgets them at every refresh."""
        style = self._looks.get((name, partial))
        if style is None:
            named = f"table-grid--{name}"
            own = self.get_component_rich_style(named, partial=partial) if name else self.rich_style
            style = self._looks[name, partial] = own
        return style

    def _scroll(self, by: int) -> None:
        frame = self._drawing.frame
        frame.scroll_to(frame.top + by, frame.left)
        self._paint()

    def _redraw(self, *, follow: bool = True) -> None:
        """Draw the model anew; only the lines that are others now are painted."""
        old, size = self._drawing.frame, self.size
        if not size.width or not size.height:
            return
        self._drawing = Drawing(self.model, size.width, size.height, self._drawing)
        self._drawing.frame.scroll_to(old.top, old.left)
        if follow:
            self._drawing.frame.show(self.model.cursor)
        self._paint()

    def _paint(self) -> None:
        before, self._lines = self._lines, self._drawing.lines()
        if len(before) != len(self._lines):
            self.refresh()
            return
        changed = [y for y, line in enumerate(self._lines) if line != before[y]]
        if changed:
            self.refresh(*(Region(0, y, self.size.width, 1) for y in changed))
        self._place_caret()

    def _place_caret(self) -> None:
        """The terminal's own cursor stands where an input method writes."""
        place = self.model.sheet.places.get(self.model.cursor)
        if self.has_focus and place is not None:
            x, y = self._drawing.frame.caret(place)
            self.app.cursor_position = self.content_region.offset + Offset(x, y)

    def _landed(self, landing: Landing) -> Said:
        return self.model.enter_block(landing.cells) or landing.summary(done=True)

    def _do(self, act: Callable[[], Said], *, may_end: bool = False) -> None:
        """Do something to the model, draw what is other then, and tell the screen."""
        self._acting = True
        try:
            said = act()
        finally:
            self._acting = False
        self._redraw()
        before = self._state, self._status
        self._state, self._status = self.desk.state(), self.model.status()
        changed, moved = self._state is not before[0], self._status != before[1]
        ended = may_end and self.model.ended
        if said or changed or moved or ended:
            self.on_done(Done(said, changed, moved, ended))
