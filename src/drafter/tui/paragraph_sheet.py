"""What is seen of a text: its paragraphs or the field, the notes beside it, words around it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar, NamedTuple

from textual import events
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message

from drafter.checks.finding import Finding, Result, Span
from drafter.desk.text_facts import Fact, TextFigure
from drafter.interview.paragraphs import ChangedText
from drafter.interview.steps import Write
from drafter.tui.findings_panel import sentence
from drafter.tui.question_fields import TextBox
from drafter.tui.row_list import Row, RowList
from drafter.tui.terminal_text import MUTED, Prose, content, is_safe


def title(view: View) -> Content:
    """Where one is, and whose text it is."""
    spot = view.step.spot
    number = f"（第 {spot.number} 题）" if spot.number else ""
    head = content(f"{view.step.section.short}的文字", "bold") + content(number, MUTED)
    return head + content(f"\n{_standing(view.step, writing=view.writing)}", MUTED)


def below(view: View) -> tuple[str, ...]:
    """What the clerk should know of the text; nothing where all is well."""
    said = [view.length] if view.length else []
    if differing := sum(1 for figure in view.figures if not figure.agrees):
        said.append(f"有 {differing} 个数和表里不一样，按 Tab 去选：用表里的，或者改表。")
    longest = max(map(len, view.text.split("\n")))
    if view.writing and longest > LONG:
        said.append(f"有一段长 {longest} 字，超过 {LONG} 字打字会变慢，分成几段也更好读。")
    if view.under_way and not view.writing:
        said.append("上次改到一半的文字还在，按 F5 接着改。")
    return tuple(said)


def _standing(step: Write, *, writing: bool) -> str:
    if writing:
        return "正在写：一行是一段，写好了按 F10；改到一半离开，文字会留着。"
    if step.changed is not None:
        return "您自己写的文字。写好以后，前面的回答变了，请看一看还对不对。"
    if step.own is not None:
        return "您自己写的文字。"
    if step.again:
        return "前面的回答变了，拟好的文字也变了，请再看一看。"
    if not step.drafted:
        return "照前面的回答，没有可以拟的文字。可以跳过，也可以回去答，或者自己写一段。"
    return "拟好的文字，已经采用。" if step.accepted else "按前面的回答拟好的文字。"


def doubts(result: Result, section: str, figures: Sequence[TextFigure]) -> tuple[Finding, ...]:
    """The findings at words of the section's text, but those at numbers that differ."""
    told = [(figure.line, figure.start) for figure in figures if not figure.agrees]
    return tuple(
        finding
        for finding in result.findings
        if (span := finding.span) is not None
        and span.section == section
        and not any(n == span.paragraph and span.start <= at < span.end for n, at in told)
    )


UNFOLD = "unfold"
"""The row that shows the facts that are not given."""


def notes(view: View, *, facts: bool) -> tuple[Row, ...]:
    """The rows, each standing for its figure, finding or fact; what disagrees comes first."""
    rows = (*_differing(view.figures), *_doubtful(view.findings), *_changed(view.step.changed))
    return (*rows, *_facts(view.facts, view.unfolded)) if facts else rows


def _differing(figures: Sequence[TextFigure]) -> Iterator[Row]:
    wrong = [figure for figure in figures if not figure.agrees]
    if wrong:
        yield _heading(f"和表里不一样（{len(wrong)}）", "bold $text-error")
    mark = content("!" if is_safe() else "✗", "bold $text-error")
    for figure in wrong:
        said = content(f" “{figure.phrase}”，{figure.label}是 {figure.value}")
        yield Row(f"figure/{figure.line}/{figure.start}", mark + said, figure)


def _doubtful(findings: Sequence[Finding]) -> Iterator[Row]:
    if findings:
        yield _heading(f"要看一看（{len(findings)}）", "bold $text-warning")
    for number, finding in enumerate(findings):
        yield Row(f"finding/{number}", sentence(finding._replace(place="")), finding)


def _changed(changed: ChangedText | None) -> Iterator[Row]:
    if changed is None:
        return
    yield _heading("写好以后，前面的回答变了", "bold $text-warning")
    for words in changed.gone:
        yield Row("", content(f"- 已经对不上：{words}"))
    for words in changed.come:
        yield Row("", content(f"+ 现在会这样写：{words}"))


def _facts(facts: Sequence[Fact], unfolded: bool) -> Iterator[Row]:
    given = [fact for fact in facts if fact.said]
    if given:
        yield _heading("用到的回答和数字", "bold")
    for fact in given:
        said = content(f"{fact.label}：", MUTED) + content(fact.said)
        yield Row(f"fact/{fact.where}", said, fact)
    empty = [fact for fact in facts if not fact.said]
    if empty:
        mark = "-" if unfolded else "+"
        yield Row(UNFOLD, content(f"{mark} 没有填的 {len(empty)} 项", MUTED))
    for fact in empty if unfolded else ():
        yield Row(f"fact/{fact.where}", content(f"  {fact.label}", MUTED), fact)


def _heading(title: str, look: str) -> Row:
    return Row("", content(title, look))


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


LONG = 2000
"""Characters of a paragraph from which typing gets slow, and reading hard."""

_NOT_OURS = "ctrl+w,ctrl+f,f6,f7"
"""Words end at spaces, which Chinese has none of; and the keys of the workspace."""


class Editor(TextBox):
    """A text area without blinking, whose caret an input method can follow."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "put_aside", show=False),
        Binding(_NOT_OURS, "pass_on", show=False),
    ]

    class PutAside(Message):
        """The clerk stops writing for now; the text stays."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, soft_wrap=True, tab_behavior="focus", highlight_cursor_line=False)
        self.cursor_blink = False

    def on_resize(self) -> None:
        """The caret is seen in whatever room there is."""
        self.call_after_refresh(self._follow_caret)

    def _follow_caret(self) -> None:
        self.scroll_cursor_visible()
        if self.has_focus:
            self.app.cursor_position = self.cursor_screen_offset

    def action_undo(self) -> None:
        """Of this text alone: what is undone elsewhere would not be seen."""
        before = self.text
        super().action_undo()
        if self.text == before:
            self.notify("这段文字里没有可以撤销的了。按 Esc 放下文字，再按 Ctrl+Z 撤销别处的改动。")

    def action_redo(self) -> None:
        """The same."""
        before = self.text
        super().action_redo()
        if self.text == before:
            self.notify("这段文字里没有可以重做的了。")

    def action_pass_on(self) -> None:
        """A key of the field that is somebody else's here."""
        raise SkipAction

    def action_put_aside(self) -> None:
        """Esc."""
        self.post_message(self.PutAside())


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
        self.notes: tuple[Row, ...] = ()
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
        self.query_one("#title", Prose).tell(title(view))
        self._draw_notes(view)
        self._draw_text(view)
        self._draw_below(view)

    def _draw_notes(self, view: View) -> None:
        """While one writes, the facts are shown where they leave room for the text."""
        room = not view.writing or self.has_class("-beside")
        self.notes = notes(view, facts=room)
        rows = self.query_one(RowList)
        rows.put(self.notes)
        rows.display = bool(self.notes)

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
        lines = below(view)
        says = self.query_one("#says", Prose)
        says.display = bool(lines)
        says.tell(content("\n".join(lines), "$text-warning"))
