"""What a drawn line is made of."""

from __future__ import annotations

from typing import NamedTuple

from drafter.report.width import pad_cells, width_cells, wrap_cells
from drafter.tui.glyphs import Glyphs, plain


class Piece(NamedTuple):
    """Text of one look; `here` says that it is the cursor's cell, row or column."""

    text: str
    look: str
    here: bool = False


Drawn = tuple[Piece, ...]
"""One line."""


def filled(text: str, width: int, look: str, glyphs: Glyphs, *, here: bool = False) -> Piece:
    """The text from the left, cut off or filled to `width` cells."""
    return Piece(pad_cells(cut(plain(text, glyphs), width), width, "left"), look, here)


def cut(text: str, width: int) -> str:
    """As much of the beginning as `width` cells hold."""
    if width_cells(text) <= width:
        return text
    return wrap_cells(text, width)[0] if width > 1 else ""
