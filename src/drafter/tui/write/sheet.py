"""What is seen of a text: its paragraphs or the field, the notes beside it, words around it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.containers import Container, Vertical, VerticalScroll

from drafter.checks.finding import Finding
from drafter.desk.facts import Fact
from drafter.desk.text_figures import TextFigure
from drafter.interview.steps import Write
from drafter.tui.glyphs import MUTED, content
from drafter.tui.rows import RowList
from drafter.tui.wrapping import Prose
from drafter.tui.write.editor import Editor
from drafter.tui.write.notes import Notes, notes
from drafter.tui.write.showing import paragraphs
from drafter.tui.write.words import below, title

_BESIDE = 96
"""Columns from which the notes stand beside the text, and not above it."""


class View(NamedTuple):
    """All that a sheet shows of one text.

    text: as it is printed, or as it is being written, a paragraph a line
    length: what there is to say of its length
    writing: whether the field is shown, and not the paragraphs
    under_way: whether a text is kept that was not written to its end
    last, unfolded: whether last year's text and the facts that are not given are shown
    """

    step: Write
    text: str
    figures: Sequence[TextFigure]
    findings: Sequence[Finding]
    facts: Sequence[Fact]
    length: str
    writing: bool
    under_way: bool
    last: bool
    unfolded: bool


class Sheet(Vertical):
    """Draws a view. The field is the clerk's: nothing here touches what is in it."""

    def __init__(self) -> None:
        super().__init__()
        self.notes = Notes((), {}, {}, {})
        self._view: View | None = None

    def compose(self) -> ComposeResult:
        yield Prose(id="title")
        with Container(id="both"):
            yield RowList(id="notes")
            with VerticalScroll(id="reading"):
                yield Prose(id="text")
                yield Prose(id="last")
            yield Editor(id="editor")
        yield Prose(id="says")

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.width >= _BESIDE, "-beside")
        if self._view is not None:
            self.draw(self._view)

    def focus_text(self) -> None:
        """Where one writes or reads."""
        writing = self._view is not None and self._view.writing
        self.screen.set_focus(self.query_one("#editor" if writing else "#reading"))

    def draw(self, view: View) -> None:
        """Show this from now on."""
        self._view = view
        self.query_one(Editor).display = view.writing
        self.query_one("#reading").display = not view.writing or view.last
        self.query_one("#text").display = not view.writing
        self.query_one("#title", Prose).tell(title(view.step, writing=view.writing))
        self._draw_notes(view)
        self._draw_text(view)
        self._draw_below(view)

    def _draw_notes(self, view: View) -> None:
        """While one writes, the facts are shown where they leave room for the text."""
        room = not view.writing or self.has_class("-beside")
        facts = view.facts if room else ()
        changed = view.step.changed
        self.notes = notes(view.figures, view.findings, changed, facts, unfolded=view.unfolded)
        rows = self.query_one(RowList)
        rows.put(self.notes.rows)
        rows.display = bool(self.notes.rows)

    def _draw_text(self, view: View) -> None:
        if not view.writing:
            shown = content("　　（还没有文字）", MUTED)
            if view.text:
                shown = paragraphs(view.text.split("\n"), view.figures, view.findings)
            self.query_one("#text", Prose).tell(shown)
        last = self.query_one("#last", Prose)
        last.display = view.last
        head = content("上年写的，只供对照：\n", f"bold {MUTED}")
        last.tell(head + paragraphs(view.step.last, (), ()))

    def _draw_below(self, view: View) -> None:
        differing = sum(1 for figure in view.figures if not figure.agrees)
        modes = {"writing": view.writing, "under_way": view.under_way}
        lines = below(view.text, view.length, differing, **modes)
        says = self.query_one("#says", Prose)
        says.display = bool(lines)
        says.tell(content("\n".join(lines), "$text-warning"))
