"""Everything here leans on a private part of Textual 8.2; nothing else in `drafter` does.

Each says why it is needed and what would replace it. Look here first when Textual is renewed.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, MutableSequence
from functools import partial
from typing import Any, TypeVar

from rich.console import RenderableType
from textual import _xterm_parser, events
from textual.app import App
from textual.geometry import Offset
from textual.keys import Keys
from textual.message import Message
from textual.widgets import Input, OptionList

from drafter.streams import TypedBytes

Result = TypeVar("Result")


class QuietApp(App[Result]):
    """An app that may deal with its own mistakes; else Textual prints a traceback.

    Why: a clerk sees no traceback, least of all one with the values of every variable.
    Replaced by: a public hook of `App` for errors nobody caught; there is none.
    """

    def failed(self, error: Exception) -> bool:
        """What is done about a mistake of ours; whether no traceback is wanted."""
        return False

    def hung_up(self) -> None:
        """The terminal is gone: nothing can be shown or typed any more."""

    def panic(self, *renderables: RenderableType) -> None:
        """Also a mistake in the thread that reads the keys; it hands over a traceback only."""
        if any(map(_tells_of_no_terminal, renderables)):
            self.hung_up()
        elif not self.failed(RuntimeError("reading the terminal")):
            super().panic(*renderables)

    def _handle_exception(self, error: Exception) -> None:
        if not self.failed(error):
            super()._handle_exception(error)


def _tells_of_no_terminal(shown: RenderableType) -> bool:
    """Whether it is the traceback of a read for which there was no terminal."""
    from rich.traceback import Traceback  # no start waits for it

    stacks = shown.trace.stacks if isinstance(shown, Traceback) else []
    return any(stack.exc_type in ("EOFError", "OSError") for stack in stacks)


class CaretApp(App[Result]):
    """An app whose terminal cursor stands at the caret of whatever has the focus, at every frame.

    Why: Textual remembers where a field stood when its caret last moved. A window that has just
    been opened, or grew, stands elsewhere, and an input method would open its candidates there.
    Replaced by: a Textual that asks the focused widget when it draws.
    """

    @property
    def cursor_position(self) -> Offset:
        """Where the caret is now, the row that is pointed at; where it was last, for others."""
        field = self.focused
        at = getattr(field, "cursor_screen_offset", None)
        if isinstance(field, OptionList):
            line = next(iter(cursor_lines(field)), 0) - field.scroll_offset.y
            at = field.content_region.offset + Offset(0, max(0, line))
        if isinstance(at, Offset):
            # An `Input` names the cell behind its caret when that stands at the end.
            behind = isinstance(field, Input) and field.cursor_at_end
            self._caret = at - (int(behind), 0)
        return self._caret

    @cursor_position.setter
    def cursor_position(self, at: Offset) -> None:
        self._caret = at


_SHOW, _HIDE = "\x1b[?25h", "\x1b[?25l"


def show_caret(app: App[Any], *, shown: bool) -> None:
    """Show the terminal's own cursor, or hide it as Textual does for good.

    Why: an input method draws its candidates at the cursor, and some only at one that is seen.
    Replaced by: a public way of writing to the terminal between two frames, or a cursor that
    Textual shows itself (it already moves it: `App.cursor_position`).
    """
    driver = app._driver
    if driver is not None and not app.is_headless:
        driver.write(_SHOW if shown else _HIDE)
        driver.flush()


def cursor_lines(options: OptionList) -> range:
    """The lines, counted from the first option's, that the option at the cursor takes.

    Why: only whoever draws a line can give all of it one colour, and must know whose it is.
    Replaced by: a public way from an option to its lines, or a component class whose colour
    prevails over that of the words.
    """
    at = options.highlighted
    if at is None or at not in options._index_to_line:
        return range(0)
    start = options._index_to_line[at]
    return range(start, start + options._heights[at])


class _Parser(_xterm_parser.XTermParser):
    """Reads what a terminal sends; what cannot be is passed over.

    Why: Textual 8.2.8 ends with a traceback at a key that is no character
    (`ESC [ 99999999999999 u`), or at the mouse in a window of no pixels.
    Replaced by: a Textual in which they are passed over.
    """

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[events.Key]:
        try:
            keys = list(super()._sequence_to_key_events(sequence, alt))
        except (ValueError, OverflowError):
            keys = []
            yield events.Key(Keys.Ignore, sequence)
        yield from (key for key in keys if not _SURROGATE.search(key.character or ""))

    def parse_mouse_code(self, code: str) -> Message | None:
        try:
            return super().parse_mouse_code(code)
        except ArithmeticError:
            return None


_SURROGATE = re.compile("[\ud800-\udfff]")


class _Keys(TypedBytes):
    """What was typed; raises EOFError where nothing can be typed any more.

    Why: a terminal may be gone without a signal, as behind `setsid` or a container's end. Textual
    reads on for ever then, as fast as it can.
    Replaced by: a driver that ends with its terminal.
    """

    def decode(self, data: bytes, final: bool = False) -> str:
        if not data and not final:
            raise EOFError
        return super().decode(data, final)


def mend_input(early: bytes = b"") -> None:
    """Stand between Textual and what the terminal sends; `early` was read before Textual began.

    Why: Textual reads UTF-8 only, and a terminal of the Chinese code page ends it with a
    traceback at the first character.
    Replaced by: a driver that may be given its decoder, and its parser.
    """
    reads: Any  # the module that reads the terminal, with names of its own to be replaced
    if sys.platform == "win32":
        from textual.drivers import win32 as reads

        _mend_windows_input()
    else:
        from textual.drivers import linux_driver as reads

        reads.getincrementaldecoder = lambda _name: partial(_Keys, early=early)
    reads.XTermParser = _Parser


# On Windows: what an input method commits arrives, whatever Shift and NumLock are doing.
#
# Why: Textual 8.2.8 passes over a character without a key of its own while any modifier is on,
# and full-width punctuation is typed with Shift; and a character of two halves that is split
# over two reads ends its input thread. So the records are put right before Textual sees them.
# Replaced by: Textual from 8.3 on, which is expected to do it; `_mend_windows_input` stands
# back then, and all from here on can go.

_FIXED = (8, 3)
_KEY = 0x0001
_HALF = range(0xD800, 0xDC00)
"""First halves of characters beyond U+FFFF."""


class Mender:
    """Puts records right, batch by batch; a half that ends a batch waits for the next one."""

    def __init__(self) -> None:
        self._held: Any = None

    def mend(self, records: MutableSequence[Any], count: int) -> int:
        """Change the first `count` records in place; how many there are now.

        There must be room for one more.
        """
        if self._held is not None:
            for place in range(count, 0, -1):
                records[place] = records[place - 1]
            records[0], self._held = self._held, None
            count += 1
        for place in range(count):
            if (key := _pressed(records[place])) is not None and _is_committed(key):
                key.dwControlKeyState = 0
        if count and (key := _pressed(records[count - 1])) is not None and _is_half(key):
            self._held, count = _copied(records[count - 1]), count - 1
        return count


def _mend_windows_input() -> None:
    """Stand between Textual and the console."""
    from importlib.metadata import version

    if _numbers(version("textual")) >= _FIXED:
        return
    from textual.drivers import win32

    win32.KERNEL32 = _Kernel(win32.KERNEL32)


class _Kernel:
    """The system library with one function changed."""

    def __init__(self, library: Any) -> None:
        self._library = library
        self._mender = Mender()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._library, name)

    def ReadConsoleInputW(self, handle: Any, records: Any, most: int, read: Any) -> Any:  # noqa: N802
        """As the system's; `records` and `read` come by reference."""
        answer = self._library.ReadConsoleInputW(handle, records, most - 1, read)
        count = read._obj
        count.value = self._mender.mend(records._obj, count.value)
        return answer


def _pressed(record: Any) -> Any:
    """The key event of a record, where a key was pressed."""
    key = record.Event.KeyEvent
    return key if record.EventType == _KEY and key.bKeyDown else None


def _is_committed(key: Any) -> bool:
    """Whether an input method sent it: a character, and no key."""
    return key.wVirtualKeyCode == 0 and key.uChar.UnicodeChar not in ("", "\0")


def _is_half(key: Any) -> bool:
    char = key.uChar.UnicodeChar
    return len(char) == 1 and ord(char) in _HALF


def _copied(record: Any) -> Any:
    """The record itself, not the place in the array that the next read overwrites."""
    copy: Callable[[Any], Any] = getattr(type(record), "from_buffer_copy", lambda same: same)
    return copy(record)


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".")[:2] if part.isdecimal())
