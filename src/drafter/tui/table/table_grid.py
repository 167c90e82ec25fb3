"""The widget of every table: it draws a model, and makes an act of each key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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
from drafter.tui.table.grid_lines import Drawing, Drawn, Piece
from drafter.tui.table.table_layout import Sheet
from drafter.tui.table.table_model import Said, Standing, TableModel
from drafter.tui.table.table_paste import PastePreview, is_block, land

Act = Callable[[TableModel, int], Said]
"""Done to a model; the number is how many rows a page has."""


class Key(NamedTuple):
    """One line of the help: keys and what they do."""

    keys: str
    does: str


HELP = (
    Key("数字", "填这一格，原来的数被换掉"),
    Key("回车", "记下，到下一格；最后一行写着往下还是往右"),
    Key("Tab", "记下，到下一格（往右）；Shift+Tab 往回"),
    Key("方向键", "移动；Home、End 到行首行尾，加 Ctrl 到表首表尾"),
    Key("退格", "改这一格；Delete 取消这一格填的数"),
    Key("F9", "其余还没有看过的格子都是 0，上年结转来的数都对"),
    Key("F7", "标为待核，再按一次取消"),
    Key("n", "到下一个还要填、还要核对的格子"),
    Key("=", "总计是怎么算出来的"),
    Key("Ctrl+T", "看整张表，再按一次只看要填的"),
    Key("F8", "看上年的数，再按一次回来"),
    Key("Ctrl+Z", "撤销；Ctrl+Y 重做"),
)

_POINTS = {"。": ".", "．": ".", "，": ",", "､": ","}


def _to(where: Callable[[Sheet, Address, int], Address]) -> Act:
    return lambda model, page: model.move(lambda sheet, here: where(sheet, here, page))


def _on(by: int, *, down: bool = False) -> Act:
    return lambda model, _page: model.step_on(by, down=down)


KEYS: dict[str, Act] = {
    "enter": _on(1, down=True),
    "tab": _on(1),
    "shift+tab": _on(-1),
    "up": _to(lambda sheet, here, _: sheet.vertically(here, -1)),
    "down": _to(lambda sheet, here, _: sheet.vertically(here, 1)),
    "left": _to(lambda sheet, here, _: sheet.in_row(here, -1)),
    "right": _to(lambda sheet, here, _: sheet.in_row(here, 1)),
    "home": _to(lambda sheet, here, _: sheet.end_of_row(here, last=False)),
    "end": _to(lambda sheet, here, _: sheet.end_of_row(here, last=True)),
    "ctrl+home": _to(lambda sheet, _here, _: sheet.order[0]),
    "ctrl+end": _to(lambda sheet, _here, _: sheet.order[-1]),
    "pageup": _to(lambda sheet, here, page: sheet.vertically(here, -page)),
    "pagedown": _to(lambda sheet, here, page: sheet.vertically(here, page)),
    "backspace": lambda model, _: model.rub_out(),
    "delete": lambda model, _: model.take_back(),
    "ctrl+z": lambda model, _: model.undo(),
    "ctrl+y": lambda model, _: model.redo(),
}

_COMMANDS: dict[str, Act] = {
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
    if plain == "?":  # the help, as everywhere
        return None
    if (command := _COMMANDS.get(plain)) is not None:
        return command
    # A Latin letter is a slip of the input method; anything else may be part of a figure: 十二.
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


class TableGrid(Widget, can_focus=True):
    """Draws the model it is given; whatever the clerk does goes to `do` as an act."""

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

    def __init__(self, model: TableModel, do: Callable[[Act], None]) -> None:
        super().__init__()
        self.model = model
        self._do = do
        self._drawing = Drawing(model, 1, 1)
        self._needed = 0
        self._lines: list[Drawn] = []
        self._looks: dict[tuple[str, bool], Style] = {}

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the terminal's own cursor belongs: an input method writes there."""
        place = self.model.sheet.places.get(self.model.cursor)
        caret = self._drawing.frame.caret(place) if place is not None else (0, 0)
        return self.content_region.offset + Offset(*caret)

    def turn_to(self, model: TableModel) -> None:
        """Show another table from now on."""
        self.model = model
        self._drawing = Drawing(model, 1, 1)

    @property
    def page(self) -> int:
        """How many rows a page has."""
        return max(1, self._drawing.frame.height - 1)

    def draw(self, *, follow: bool = True) -> None:
        """Draw the model anew; only the lines that are others now are painted."""
        old, size = self._drawing.frame, self.size
        if not size.width or not size.height:
            return
        self._drawing = Drawing(self.model, size.width, size.height, self._drawing)
        if self._needed != self._drawing.needed:
            # What is said of the cell stands right below a small table, not at the screen's end.
            self._needed = self._drawing.needed
            self.styles.max_height = self._needed
        self._drawing.frame.scroll_to(old.top, old.left)
        if follow:
            self._drawing.frame.show(self.model.cursor)
        self._paint()

    # What happens to it

    def on_mount(self) -> None:
        self.draw()

    def on_resize(self) -> None:
        self.draw()

    def on_focus(self) -> None:
        self.draw()
        self.refresh()

    def on_blur(self) -> None:
        self._do(lambda model, _page: model.settle())
        self.refresh()

    def on_key(self, event: events.Key) -> None:
        if (act := act_of(event.key, event.character)) is not None:
            event.stop()
            event.prevent_default()
            self._do(act)

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        if not is_block(event.text):
            self._do(lambda model, _page: model.type(scrub_line(event.text)))
            return
        landing = land(self.model, event.text)

        def accepted(answer: bool | None) -> None:
            if answer:
                done = landing.summary(done=True)
                self._do(lambda model, _page: model.enter_block(landing.cells) or done)

        self.app.push_screen(PastePreview(self.model, landing), accepted)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        offset = event.get_content_offset(self)
        address = self._drawing.frame.cell_at(*offset) if offset else ""
        if address in self.model.form.computed:
            self._do(lambda model, _page: model.terms(address))
        elif address:
            self._do(lambda model, _page: model.go(address))

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
            self.draw()
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        line = self._lines[y] if y < len(self._lines) else ()
        strip = Strip(segment for piece in line for segment in self._segments(piece))
        return strip.adjust_cell_length(self.size.width, self._look(""))

    def notify_style_update(self) -> None:
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
        else:  # only the word is underlined, not the spaces that fill its column
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

    def _paint(self) -> None:
        before, self._lines = self._lines, self._drawing.lines()
        if len(before) != len(self._lines):
            self.refresh()
            return
        # Textual sends every cell of a region, changed or not: over a slow line a whole table
        # at each digit would be felt.
        changed = [y for y, line in enumerate(self._lines) if line != before[y]]
        if changed:
            self.refresh(*(Region(0, y, self.size.width, 1) for y in changed))
