"""A list of rows under headings that is renewed around its cursor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.content import Content
from textual.geometry import Size
from textual.strip import Strip
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from drafter.tui.terminal_text import wrapped
from drafter.tui.textual_privates import cursor_lines

_HANG = 2
"""Cells that the further lines of a row stand in, behind its mark."""
_CURSOR = ("option-list--option", "option-list--option-highlighted")


class Row(NamedTuple):
    """One row, of as many lines as it takes. One without an id cannot be stood on.

    means: what it stands for
    """

    id: str
    said: Content
    means: object = None


class RowList(OptionList):
    """Rows with a cursor that stays at its row when others come and go."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes, markup=False)
        self._rows: tuple[Row, ...] = ()
        self._width = 0

    @property
    def here(self) -> str:
        """The id of the row that the cursor stands at; "" for none."""
        option = self.highlighted_option
        return "" if option is None else option.id or ""

    @property
    def meant(self) -> object:
        """What the row at the cursor stands for."""
        return next((row.means for row in self._rows if row.id and row.id == self.here), None)

    def put(self, rows: Sequence[Row]) -> None:
        """Show these rows. The cursor stays; where its row is gone, at the one in its place."""
        before, self._rows = self._rows, tuple(rows)
        if [row.id for row in before] != [row.id for row in self._rows]:
            self._put_all()
            return
        for number, (old, new) in enumerate(zip(before, self._rows, strict=True)):
            if not old.said.is_same(new.said):
                self.replace_option_prompt_at_index(number, self._said(new))

    def to_top(self) -> None:
        """The cursor to the first row that it can stand at."""
        self.highlighted = self._place("", 0)

    def go(self, id: str) -> None:
        """The cursor to this row, where there is one."""
        self.highlighted = self._place(id, self.highlighted or 0)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Also where there is no room: while a window changes its size a list may have none, and
        Textual cannot break lines into no width at all."""
        return super().get_content_height(container, viewport, max(width, _HANG + 1))

    def render_line(self, y: int) -> Strip:
        """A row that the cursor stands at is of one colour: another would be lost on its ground."""
        strip = super().render_line(y)
        if not self.has_focus or self.scroll_offset.y + y not in cursor_lines(self):
            return strip
        look = self.get_visual_style(*_CURSOR).rich_style
        segments = [Segment(text, (own or Style.null()) + look) for text, own, _ in strip]
        return Strip(segments, strip.cell_length)

    def scroll_to_highlight(self, top: bool = False) -> None:
        """Bring the cursor into sight; at the first row, the headings above it as well."""
        super().scroll_to_highlight(top)
        first = next((n for n, row in enumerate(self._rows) if row.id), None)
        if self.highlighted is not None and self.highlighted == first:
            self.scroll_home(animate=False, immediate=True)

    def on_resize(self) -> None:
        """Other lines in another width."""
        width = self.scrollable_content_region.width
        if width != self._width:
            self._width = width
            self._put_all()

    def _put_all(self) -> None:
        here, place, top = self.here, self.highlighted or 0, self.scroll_y
        with self.prevent(OptionList.OptionHighlighted):
            options = (Option(self._said(r), r.id or None, disabled=not r.id) for r in self._rows)
            self.set_options(options)
            self.scroll_to(y=top, animate=False, immediate=True)
            self.highlighted = self._place(here, place)

    def _said(self, row: Row) -> Content:
        return wrapped(row.said, self._width, _HANG) if self._width else row.said

    def _place(self, id: str, otherwise: int) -> int | None:
        """Where the row stands, else the next one below that place, else the nearest above."""
        ids = [row.id for row in self._rows]
        if id and id in ids:
            return ids.index(id)
        near = [number for number, known in enumerate(ids) if known]
        below = [number for number in near if number >= otherwise]
        return below[0] if below else near[-1] if near else None
