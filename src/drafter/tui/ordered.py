"""An app in which no key overtakes another: each is worked off before the next begins.

Textual puts a key into the queue of the focused widget and forwards the next one meanwhile,
to the same widget: in a burst, what follows Enter or Tab lands before it. Here keys wait in a
line of their own, and one task lets the next one in when the one before has gone through
every queue it may bubble through. All of it stands on Textual's public interface.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any, TypeVar

from textual import events
from textual.app import App, ScreenStackError
from textual.dom import DOMNode
from textual.screen import Screen

Result = TypeVar("Result")
Typed = events.InputEvent | events.Paste

_LOOKS, _LOOK_S = 50, 0.02
"""A widget that does not answer holds up the keys for no longer than so many looks."""
_OPENING_LOOKS = 500
"""No more does a screen that never comes."""


class OrderedApp(App[Result]):
    """Base of an app whose stock widgets may be typed into in bursts."""

    def __init__(self) -> None:
        super().__init__()
        self._line: asyncio.Queue[Typed] = asyncio.Queue()
        self._keyboard: asyncio.Task[None] | None = None
        self._typed_into: Screen[Any] | None = None

    def on_mount(self) -> None:
        # From Python 3.12 on Textual has tasks start at once, within create_task: this one
        # finds an empty line and waits there, whenever it starts.
        self._keyboard = asyncio.create_task(self._type())

    def on_unmount(self) -> None:
        if self._keyboard is not None:
            self._keyboard.cancel()

    async def on_event(self, event: events.Event) -> None:
        """Let input wait in its line, so that the app's queue goes on meanwhile."""
        if isinstance(event, Typed) and not event.is_forwarded:
            self._line.put_nowait(event)
        else:
            await super().on_event(event)

    async def typed_off(self) -> None:
        """Wait until all input so far is worked off, or the app has ended; for tests."""
        assert self._keyboard is not None
        await self._passed(self)
        worked_off = asyncio.create_task(self._line.join())
        await asyncio.wait([self._keyboard, worked_off], return_when=asyncio.FIRST_COMPLETED)
        worked_off.cancel()

    def takes_keys(self) -> bool:
        """Whether what is to be typed into is there; until then keys wait."""
        return True

    async def _type(self) -> None:
        while True:
            event = await self._line.get()
            for _ in range(_OPENING_LOOKS):
                if self._has_ended() or self.takes_keys():
                    break
                await asyncio.sleep(_LOOK_S)
            if self._has_ended():
                return
            work = asyncio.create_task(self._work_off(event))
            # Many short waits, not one long one: while a key keeps the whole app busy, however
            # long, no look is used up, and what was typed meanwhile keeps its place.
            for _ in range(_LOOKS):
                await asyncio.wait([work], timeout=_LOOK_S)
                if work.done() or self._has_ended():
                    break
            work.cancel()
            self._line.task_done()

    async def _work_off(self, event: Typed) -> None:
        """Let one key in, and wait until all is done that it sets going."""
        with suppress(ScreenStackError):  # the app is ending
            if self.screen is not self._typed_into:
                await self._passed(self.screen)  # one just opened gives its focus away first
                self._typed_into = self.screen
            way = self._way()
            # In the app's queue, where a mistake is caught as any other.
            self.call_later(super().on_event, event)
            if isinstance(event, events.MouseMove):
                return
            await self._passed(self)
            passed: set[DOMNode] = set()
            while not passed.issuperset(way) or any(node.message_queue_size for node in way):
                for node in way:
                    await self._passed(node)
                # Those that had the key may still be telling others of it; what has the focus
                # now, in a dialog perhaps that is just being made, gets the next one.
                passed, way = set(way), list(dict.fromkeys([*way, *self._way()]))
                await asyncio.sleep(0)  # nodes that are gone are passed without waiting

    def _way(self) -> list[DOMNode]:
        """All that a key passes now, in its order. Raises: ScreenStackError."""
        return (self.focused or self.screen).ancestors_with_self

    async def _passed(self, node: DOMNode) -> None:
        """Wait until the node has worked off what is in its queue now."""
        passed = asyncio.Event()
        if node.call_later(passed.set):  # or it is gone
            await passed.wait()

    def _has_ended(self) -> bool:
        return not self.screen_stack or not self.screen.is_attached
