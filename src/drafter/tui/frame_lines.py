"""What stands around a step: the first and last line, and what there is to say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from textual import events
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from drafter.tui.terminal_text import MUTED, content, cut, shown

_GAP = 2
_READING_S, _CHARACTER_S = 4.0, 0.08
"""How long a notice stays: so long, and so much longer for each character."""
_KEYS = {"回车": "enter", "Esc": "escape", "空格": "space"}


class Saving(NamedTuple):
    """How it stands with saving: words, and whether the clerk should be alarmed."""

    said: str
    bad: bool = False


def saving_words(at: datetime | None, *, trouble: bool, busy: bool, read_only: bool) -> Saving:
    """What the first line says of saving."""
    if read_only:
        return Saving("只能看")
    if trouble:
        return Saving("！没有存下来", bad=True)
    if busy:
        return Saving("正在保存…")
    return Saving(f"已保存 {at:%H:%M}" if at else "已保存")


class TopLine(Widget):
    """One line: the report at the left; saving and the days left at the right."""

    DEFAULT_CSS = "TopLine { height: 1; }"

    def __init__(self, title: str = "") -> None:
        super().__init__()
        self._told = title, Saving(""), ""

    def tell(self, title: str, saving: Saving, deadline: str) -> None:
        """Show this from now on."""
        if self._told != (title, saving, deadline):
            self._told = title, saving, deadline
            self.refresh()

    def render(self) -> Content:
        """The title gives way first, then the days; saving is always told."""
        title, saving, deadline = self._told
        width = self.size.width
        said = content(f" {saving.said} ", "bold $error reverse" if saving.bad else "")
        if saving.said and deadline:
            longer = said + content(f"{' ' * _GAP}{deadline} ", MUTED)
            said = longer if longer.cell_length < width // 2 + _GAP else said
        room = max(0, width - said.cell_length)
        left = cut(content(f" {title}", "bold"), room, pad=True)
        return left + said


class HintLine(Widget):
    """One line: the keys that matter here, each with what it does; a click does it, too."""

    DEFAULT_CSS = "HintLine { height: 1; }"

    def __init__(self, hints: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__()
        self._hints = tuple(hints)
        self._instead: tuple[tuple[str, str], ...] | None = None

    def put_instead(self, hints: Sequence[tuple[str, str]] | None) -> None:
        """Show these while a window is open before the screen; None when it is closed."""
        self._instead = None if hints is None else tuple(hints)
        self.refresh()

    def tell(self, hints: Sequence[tuple[str, str]]) -> None:
        """Show these from now on, as many as there is room for."""
        if self._hints != tuple(hints):
            self._hints = tuple(hints)
            self.refresh()

    def render(self) -> Content:
        """Keys in the accent colour and bold, words plain."""
        parts = [content(" ")]
        for key, word, _, _ in self._placed():
            parts += [content(key, "bold $accent"), content(f" {word}{' ' * _GAP}")]
        return Content("").join(parts)

    def on_click(self, event: events.Click) -> None:
        """Do what the key would do."""
        for key, _, start, end in self._placed():
            named = _KEYS.get(key, key.lower())
            if start <= event.x < end and named.isascii():  # 数字 is no key
                self.app.simulate_key(named)

    def _placed(self) -> list[tuple[str, str, int, int]]:
        """The hints that there is room for, with the columns they stand in."""
        placed, at = [], 1
        for key, word in dict.fromkeys(self._hints if self._instead is None else self._instead):
            end = at + Content(shown(f"{key} {word}")).cell_length
            if end > self.size.width:
                break
            placed.append((key, word, at, end))
            at = end + _GAP
        return placed


class Says(Static):
    """What there is to say, above the keys, for as long as it takes to read.

    Textual's own notices lie over other text, and lose half of what is two cells wide.
    """

    DEFAULT_CSS = "Says { height: auto; max-height: 5; display: none; }"

    def __init__(self) -> None:
        super().__init__("", markup=False)
        self._until: Timer | None = None

    def tell(self, text: str, *, bad: bool = False) -> None:
        """Show this instead of what was said before."""
        self.update(content(text))
        self.set_class(bad, "-bad")
        self.display = True
        if self._until is not None:
            self._until.stop()
        self._until = self.set_timer(_READING_S + _CHARACTER_S * len(text), self.hush)

    def hush_trouble(self) -> None:
        """Say no more what was wrong at a place that is left."""
        if self.has_class("-bad"):
            self.hush()

    def hush(self) -> None:
        """Say nothing any more."""
        self.display = False
