"""Small windows before everything else: a choice, a line to be typed, a word to wait with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain, repeat
from typing import ClassVar, Generic, NamedTuple, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, Label, OptionList
from textual.widgets.option_list import Option

from drafter.errors import Problem
from drafter.tui.frame_lines import HintLine
from drafter.tui.terminal import HEIGHT, WIDTH
from drafter.tui.terminal_text import Prose, content, shown

Result = TypeVar("Result")
Meant = TypeVar("Meant")


class Way(NamedTuple, Generic[Meant]):
    """One thing to choose: what it stands for, and how it is called for the clerk."""

    means: Meant
    label: str


class Dialog(ModalScreen[Result | None]):
    """A window with a question at its top; Esc closes it with nothing chosen.

    hints: its keys, which the last line of the screen below tells while it is open
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close")]
    hints: ClassVar[tuple[tuple[str, str], ...]] = (("Esc", "关闭"),)

    def on_screen_resume(self) -> None:
        """The keys of the screen below do nothing while a window is open."""
        self._tell_below(self.hints)

    def on_unmount(self) -> None:
        """Its own keys again, or those of a window that has been opened in this one's place."""
        top = self.app.screen
        self._tell_below(top.hints if isinstance(top, Dialog) and top is not self else None)

    def _tell_below(self, hints: Sequence[tuple[str, str]] | None) -> None:
        for screen in self.app.screen_stack:
            for line in screen.query(HintLine):
                line.put_instead(hints)

    def action_close(self) -> None:
        """Nothing is chosen."""
        self.dismiss(None)


_KEYS = tuple("1234567890abcdefghij")
"""The keys of the ways, in their order."""
_NUMBERED = 10
_FEW = 8


class Choose(Dialog[Meant]):
    """What one of several ways means; arrows and Enter, the mouse, or the key before it."""

    hints = (("上下", "选"), ("回车", "确定"), ("Esc", "先不选"))
    BINDINGS: ClassVar[list[BindingType]] = [
        # Before the list of ways: a small screen may not show all that is said.
        Binding("pagedown", "page(1)", show=False, priority=True),
        Binding("pageup", "page(-1)", show=False, priority=True),
    ]

    def __init__(self, said: Sequence[str], ways: Sequence[Way[Meant]]) -> None:
        super().__init__()
        self._said, self._ways = said, ways

    def compose(self) -> ComposeResult:
        many = " -many" * (len(self._ways) > _FEW)
        with Vertical(classes=f"dialog{many}"):
            with VerticalScroll(classes="saying", can_focus=False):
                for line in self._said:
                    said = Prose(classes="said")  # a label parts figures from their names
                    said.tell(content(line))
                    yield said
            numbered = zip(chain(_KEYS, repeat(" ")), self._ways, strict=False)
            options = [Option(content(f"{n}  {way.label}")) for n, way in numbered]
            yield OptionList(*options, markup=False)
            yield Label(content(self._how), classes="how")

    @property
    def _how(self) -> str:
        keys = "数字" if len(self._ways) <= _NUMBERED else "前面的数字、字母"
        return f"上下键选，回车确定；也可以直接按{keys}。Esc 先不选"

    def on_mount(self) -> None:
        self.call_after_refresh(self._tell_of_more)

    def _tell_of_more(self) -> None:
        if self.query_one(".saying").max_scroll_y:
            how = f"上面还有没显示的，按 PgDn 往下看。\n{self._how}"
            self.query_one(".how", Label).update(content(how))

    def action_page(self, way: int) -> None:
        """Further in what is said, where there is more of it; else in the ways."""
        saying = self.query_one(".saying")
        if saying.max_scroll_y:
            saying.scroll_page_down() if way > 0 else saying.scroll_page_up()
        else:
            listed = self.query_one(OptionList)
            page = listed.action_page_down if way > 0 else listed.action_page_up
            page()  # type: ignore[no-untyped-call]

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._ways[event.option_index].means)

    def on_key(self, event: object) -> None:
        key = getattr(event, "key", "")
        if key in _KEYS[: len(self._ways)]:
            self.dismiss(self._ways[_KEYS.index(key)].means)


class Wait(Dialog[None]):
    """A word while something is made; whoever opened it closes it with `end`."""

    hints = (("", "请等一下"),)

    def __init__(self, said: str) -> None:
        super().__init__()
        self._said = said
        self._then: Callable[[], None] | None = None

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Label(content(self._said))

    def action_close(self) -> None:
        """Not before it is made."""

    def end(self, then: Callable[[], None]) -> None:
        """Close it and go on; where `TooSmall` lies on it, when that is gone.

        Where it was given up, or the program was left, nothing is gone on with.
        """
        if self.is_active:
            self.dismiss(None)
            then()
        else:  # to dismiss it now would close the window that lies on it
            self._then = then

    def on_screen_resume(self) -> None:
        if self._then is not None:
            self.dismiss(None)
            self.app.call_later(self._then)  # not from here: this one hears of nothing any more


class TypeLine(Dialog[str]):
    """One line, taken when `refuse` has nothing against it."""

    hints = (("回车", "确定"), ("Esc", "不做了"))

    def __init__(
        self, said: Sequence[str], refuse: Callable[[str], Problem | None], start: str = ""
    ) -> None:
        super().__init__()
        self._said, self._refuse, self._start = said, refuse, start

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            for line in self._said:
                yield Label(content(line), classes="said")
            yield Input(shown(self._start), compact=True)
            yield Label("", classes="wrong", markup=False)
            yield Label(content("回车确定，Esc 不做了"), classes="how")

    def on_mount(self) -> None:
        self.query_one(Input).cursor_blink = False

    def on_input_submitted(self, event: Input.Submitted) -> None:
        problem = self._refuse(event.value)
        if problem is None:
            self.dismiss(event.value)
        else:
            self.query_one(".wrong", Label).update(content(str(problem)))


class TooSmall(Dialog[None]):
    """Says what is needed, and goes when it is there."""

    def compose(self) -> ComposeResult:
        yield Label("", markup=False)

    def on_resize(self, event: events.Resize) -> None:
        width, height = event.size
        if width >= WIDTH and height >= HEIGHT:
            if self.is_active:  # else a window that was opened meanwhile would be closed
                self.dismiss(None)
            return
        said = f"窗口太小：现在 {width} 列 {height} 行，至少要 {WIDTH} 列 {HEIGHT} 行。"
        more = "把窗口放大，或者把字调小。内容都在，没有丢。"
        self.query_one(Label).update(content(f"{said}\n{more}"))

    def on_screen_resume(self) -> None:
        width, height = self.app.size
        if width >= WIDTH and height >= HEIGHT:
            self.dismiss(None)

    def action_close(self) -> None:
        """Nothing: it goes when the window grows."""
