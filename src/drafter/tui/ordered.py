"""An app in which no key overtakes another: each is worked off before the next begins.

Textual puts a key into the queue of the focused widget and forwards the next one meanwhile,
to the same widget: in a burst, what follows Enter or Tab lands before it. Here a key waits
until the one before has gone through every queue it may bubble through, the app's as well.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable
from typing import TypeVar

from textual import events
from textual.app import App
from textual.dom import DOMNode

Result = TypeVar("Result")
Typed = events.InputEvent | events.Paste

_ROUNDS = 8
"""What a key sets going may set more going; then the next key no longer waits."""
_LONGEST_S = 1.0
"""A widget that does not answer holds up the keys no longer than this."""
_LOOK_S = 0.02


class OrderedApp(App[Result]):
    """Base of an app whose stock widgets may be typed into in bursts."""

    _typed: deque[Typed]
    _keyboard: asyncio.Task[None] | None = None

    async def on_event(self, event: events.Event) -> None:
        """Let input wait in a line of its own, so that the app's queue goes on meanwhile."""
        if not isinstance(event, Typed) or event.is_forwarded:
            await super().on_event(event)
            return
        if self._keyboard is None:
            self._typed = deque()
            self._keyboard = asyncio.create_task(self._type())
        self._typed.append(event)

    async def typed_off(self) -> None:
        """Wait until all input so far is worked off; for tests."""
        await self._passed(self)
        while (keyboard := self._keyboard) is not None:
            await asyncio.wait([keyboard])

    async def _press_keys(self, keys: Iterable[str]) -> None:
        await super()._press_keys(keys)  # how the pilot of a test types
        await self.typed_off()

    async def _type(self) -> None:
        try:
            while self._typed and not self._exit:
                await self._one(self._typed.popleft())
        except Exception as error:  # as in the app's own queue
            self._handle_exception(error)
        finally:
            self._keyboard = None

    async def _one(self, event: Typed) -> None:
        chain: list[DOMNode] = list((self.focused or self.screen).ancestors_with_self)
        await super().on_event(event)
        if isinstance(event, events.MouseMove):
            return
        for _ in range(_ROUNDS):
            for node in chain:
                await self._passed(node)
            if self.screen not in chain:
                chain = [self.screen, *chain]
            elif not any(node.message_queue_size for node in chain):
                break

    async def _passed(self, node: DOMNode) -> None:
        """Wait until the node has worked off what is in its queue now, or is gone."""
        passed = asyncio.get_running_loop().create_future()
        if not node.call_later(passed.set_result, None):
            return
        for _ in range(round(_LONGEST_S / _LOOK_S)):
            await asyncio.wait([passed], timeout=_LOOK_S)
            if passed.done() or not node.is_attached:
                return
