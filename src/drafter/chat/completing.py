"""Completion of choices, commands and lines of a table: of the last word that is typed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

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
