"""Lines as Chinese is set: no line begins with a full stop or ends with an opening bracket."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from drafter.report.width import wrap_cells


def wrapped(text: Content, width: int, hang: int = 0) -> Content:
    """The text broken into lines of at most `width` cells; its styles stay.

    hang: how far the lines after the first of a row stand in
    """
    lines = text.split("\n", allow_blank=True)
    return Content("\n").join([piece for line in lines for piece in _pieces(line, width, hang)])


class Prose(Widget):
    """Some sentences, as high as they are long."""

    DEFAULT_CSS = "Prose { width: 1fr; height: auto; }"

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.said = Content("")

    def tell(self, said: Content) -> None:
        """Show this from now on."""
        if not said.is_same(self.said):
            before, self.said = self._lines(), said
            self.refresh(layout=not before or before != self._lines())

    def render(self) -> Content:
        return wrapped(self.said, self.content_size.width)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return _height(self.said, width)

    def _lines(self) -> int:
        """How many it takes, with those that are kept free; 0 before it has a width."""
        width, least = self.content_size.width, self.styles.min_height
        free = int(least.value) if least is not None and least.is_cells else 0
        return max(free, _height(self.said, width)) if width else 0


def _height(said: Content, width: int) -> int:
    return wrapped(said, width).plain.count("\n") + 1


def _pieces(line: Content, width: int, hang: int) -> list[Content]:
    pieces, start = [], 0
    for piece in _lines(line.plain, max(2, width), hang):
        end = start + len(piece)
        pieces.append(line[start:end].pad_left(hang if start else 0))
        start = end
    return pieces


def _lines(text: str, width: int, hang: int) -> list[str]:
    first, *rest = wrap_cells(text, width)
    return [first, *wrap_cells("".join(rest), width - hang)] if rest and hang else [first, *rest]
