"""Talk at a real terminal, by prompt_toolkit: completion, history, a toolbar, several lines."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from traceback import walk_tb
from typing import TYPE_CHECKING, Any

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.shortcuts import CompleteStyle
from prompt_toolkit.styles import Style

from drafter.chat.signals import Signals, Stopped
from drafter.chat.talk import EndedError, Prompt, Typing, clean, ended
from drafter.report.width import width_cells, wrap_cells
from drafter.streams import TypedBytes

if TYPE_CHECKING:
    from prompt_toolkit.buffer import Buffer

_SEPARATORS = " 、，,；;\u3000"


class Words(Completer):
    """Words that begin with what stands after the last separator, or hold it."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words

    def get_completions(
        self, document: Document, complete_event: CompleteEvent
    ) -> Iterator[Completion]:
        before = document.current_line_before_cursor
        start = max((before.rfind(mark) for mark in _SEPARATORS), default=-1) + 1
        typed = before[start:].lstrip("/／")
        begin = [word for word in self._words if word.startswith(typed)]
        hold = [word for word in self._words if typed and typed in word and word not in begin]
        for word in [*begin, *hold]:
            yield Completion(word, start_position=-len(typed))


_WIDEST = 100
_STYLE = Style.from_dict({"bottom-toolbar": "noreverse", "bottom-toolbar.text": "noreverse"})


class PromptTalk:
    """One clerk at one terminal. Answers are remembered only while it runs."""

    plain = False
    piped = False

    def __init__(self, signals: Signals, echo: Callable[[str], object] | None = None) -> None:
        """echo: what to print with, where that is not the terminal."""
        self.asked = 0
        self._signals = signals
        self._echo = echo or (lambda text: print(text, end="", flush=True))
        self._typing: Typing | None = None
        self._session: PromptSession[str] = PromptSession(history=InMemoryHistory(), style=_STYLE)
        # prompt_toolkit reads UTF-8 only, or what the locale says. Its reader has no public way
        # to be told better; on Windows there is none, and no bytes.
        reader = getattr(self._session.app.input, "stdin_reader", None)
        if reader is not None:
            reader._stdin_decoder = TypedBytes()

    def say(self, *lines: str) -> None:
        self._echo("".join(f"{self._wrapped(line)}\n" for line in lines))

    def give(self, text: str) -> None:
        self._echo(text)

    def ask(self, prompt: Prompt) -> str:
        self.asked += 1
        self.say(*prompt.lines)
        with self._signals.asking():
            self._signals.wake = self._wake
            try:
                text = self._prompt(prompt)
            except EOFError:
                raise EndedError from None
            finally:
                self._signals.wake = None
        whole, command = text, ""
        if prompt.several:
            whole, command = ended(text.split("\n"), prompt.is_command) or (text, "")
        if prompt.typing is not None:
            prompt.typing.put(whole if command else "")
        return command or whole

    def waiting(self) -> AbstractContextManager[None]:
        return self._signals.waiting()

    def _prompt(self, prompt: Prompt) -> str:
        return self._session.prompt(
            prompt.label,
            default=prompt.start,
            multiline=prompt.several,
            prompt_continuation="  ",
            completer=Words(prompt.words),
            complete_while_typing=False,
            complete_style=CompleteStyle.COLUMN,
            bottom_toolbar=lambda: clean(prompt.toolbar()),
            key_bindings=_keys(prompt),
            enable_history_search=not prompt.several,
            reserve_space_for_menu=4,
            set_exception_handler=False,
            # prompt_toolkit's own handler forgets a Ctrl+C that comes while the question ends.
            handle_sigint=False,
            pre_run=lambda: self._watch(prompt),
        )

    def _watch(self, prompt: Prompt) -> None:
        """Hand text under way on, let it be saved when it is due, and heed an early signal."""
        loop: Any = self._session.app.loop
        loop.set_exception_handler(self._failed)
        buffer = self._session.default_buffer
        buffer.on_text_changed.remove_handler(self._typed)
        self._typing = prompt.typing
        if prompt.typing is not None:
            buffer.on_text_changed += self._typed
        # What came while the loop was starting found nothing to wake.
        stopped = self._signals.arrived
        if stopped is not None:
            self._end(stopped)

    def _typed(self, buffer: Buffer) -> None:
        typing = self._typing
        if typing is None:
            return
        waited = typing.due_s() is not None
        typing.put(buffer.text)
        loop: Any = self._session.app.loop
        if not waited and loop is not None:
            loop.call_later(typing.due_s() or 0.0, self._tick)

    def _tick(self) -> None:
        if self._typing is not None:
            self._typing.tick()
            self._session.app.invalidate()

    def _failed(self, loop: object, context: dict[str, Any]) -> None:
        """Ends the question with a mistake of ours; keys that prompt_toolkit cannot read are none.

        By itself prompt_toolkit shows the traceback and waits for Enter.
        """
        error = context.get("exception")
        if isinstance(error, Exception) and _is_ours(error):
            self._end(error)

    def _wake(self, stopped: Stopped) -> None:
        """Called in a signal handler; the loop may be asleep."""
        loop = self._session.app.loop
        if loop is not None:
            loop.call_soon_threadsafe(self._end, stopped)

    def _end(self, why: BaseException) -> None:
        """Ends the question once: a closed window sends SIGHUP and SIGTERM together."""
        app = self._session.app
        if app.is_running and not app.is_done:
            app.exit(exception=why)

    def _wrapped(self, line: str) -> str:
        width = max(20, min(_WIDEST, shutil.get_terminal_size((80, 24)).columns) - 1)
        text = clean(line)
        indent = text[: len(text) - len(text.lstrip(" "))]
        if not text.strip():
            return ""
        room = width - len(indent)
        return "\n".join(f"{indent}{line}" for line in _filled(text.strip(" "), room))


def _is_ours(error: Exception) -> bool:
    frames = walk_tb(error.__traceback__)
    return any(frame.f_globals.get("__name__", "").startswith("drafter.") for frame, _ in frames)


def _filled(text: str, width: int) -> list[str]:
    """Lines of at most `width` cells; what stands between two spaces stays together."""
    lines = [""]
    for item in text.split("  "):
        joined = f"{lines[-1]}  {item}" if lines[-1] else item
        if width_cells(joined) <= width:
            lines[-1] = joined
        else:
            lines += [piece.rstrip() for piece in wrap_cells(item, width)]
    return [line for line in lines if line]


def _keys(prompt: Prompt) -> KeyBindings:
    """In several lines, Enter ends the text where it has its end, else begins a new line."""
    keys = KeyBindings()
    if not prompt.several:
        return keys

    @keys.add("enter")
    def _(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        document: Document = buffer.document
        if document.is_cursor_at_the_end and ended(buffer.text.split("\n"), prompt.is_command):
            buffer.validate_and_handle()
        else:
            buffer.newline(copy_margin=False)

    return keys
