"""Paragraphs to be read, with the numbers that come from tables and what is doubtful marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from textual.content import Content

from drafter.checks.finding import Finding, Span
from drafter.desk.text_figures import TextFigure
from drafter.tui.glyphs import content

_INDENT = "　　"
_FROM_TABLE, _DIFFERS, _DOUBTFUL = "underline", "bold underline $text-error", "reverse"


class Piece(NamedTuple):
    """Characters of one paragraph, and how they are drawn."""

    start: int
    end: int
    look: str


def paragraphs(
    texts: Sequence[str], figures: Iterable[TextFigure], findings: Iterable[Finding]
) -> Content:
    """The paragraphs, indented. What is not drawn in colour is underlined or reversed."""
    pieces: dict[int, list[Piece]] = {}
    for figure in figures:
        look = _FROM_TABLE if figure.agrees else _DIFFERS
        pieces.setdefault(figure.line, []).append(Piece(figure.start, figure.end, look))
    for span in (finding.span for finding in findings):
        if isinstance(span, Span):
            pieces.setdefault(span.paragraph, []).append(Piece(span.start, span.end, _DOUBTFUL))
    shown = [_paragraph(text, pieces.get(number, [])) for number, text in enumerate(texts)]
    return content("\n").join(shown)


def _paragraph(text: str, pieces: Sequence[Piece]) -> Content:
    shown = content(_INDENT + text)
    for piece in pieces:
        start, end = (place + len(_INDENT) for place in (piece.start, piece.end))
        shown = shown.stylize(piece.look, start, end)
    return shown
