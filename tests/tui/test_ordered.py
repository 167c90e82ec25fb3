"""Keys in bursts, over stock widgets: none lands before the one typed before it."""

from __future__ import annotations

import asyncio
import random

import pytest
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, OptionList, TextArea

from drafter.tui.ordered import OrderedApp

FIELDS = 6


def burst(app: OrderedApp[None], keys: list[str]) -> None:
    """All keys into the app's queue before it gets to see the first."""
    for key in keys:
        app.post_message(events.Key(key, key if len(key) == 1 else None))


class Fields(OrderedApp[None]):
    """Inputs one moves between with Tab and Enter, at the slow end of every queue."""

    BINDINGS = (Binding("enter", "app.focus_next"),)

    def compose(self) -> ComposeResult:
        with Vertical():
            for number in range(FIELDS):
                yield Input(id=f"f{number}")

    def values(self) -> list[str]:
        return [field.value for field in self.query(Input)]


async def test_what_follows_tab_lands_in_the_next_field() -> None:
    app = Fields()
    async with app.run_test():
        wrong = 0
        for turn in range(20):
            expected = [str(random.Random(turn * FIELDS + n).randint(0, 999)) for n in range(6)]
            app.query_one("#f0").focus()
            for field in app.query(Input):
                field.clear()
            keys = [key for value in expected for key in (*value, "tab")]
            burst(app, keys)
            await app.typed_off()
            wrong += app.values() != expected
        assert wrong == 0


async def test_so_it_is_where_tasks_start_at_once() -> None:
    """The program itself runs so from Python 3.12 on; `run_test` never does."""
    app, typed = Fields(), []

    async def clerk(pilot: Pilot[None]) -> None:
        burst(app, [*"12", "tab", *"34", "tab", *"56"])
        await app.typed_off()
        typed.extend(app.values())
        app.exit()

    await app.run_async(headless=True, auto_pilot=clerk)
    assert typed[:3] == ["12", "34", "56"]


class Opening(Fields):
    """Fields that cannot be typed into before they are opened."""

    opened = False

    def takes_keys(self) -> bool:
        return self.opened


async def test_keys_wait_for_what_is_opening() -> None:
    app = Opening()
    async with app.run_test() as pilot:
        burst(app, [*"12", "tab", "3"])
        await pilot.pause()
        assert not any(app.values())
        app.opened = True
        await app.typed_off()
        assert app.values()[:2] == ["12", "3"]


class Answered(Widget):
    """A pane that takes an answer when its field says so: a message, and only then the next."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[str] = []

    def compose(self) -> ComposeResult:
        yield Input()
        yield OptionList("是", "否")
        yield TextArea()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.answers.append(event.value)
        event.input.clear()
        if len(self.answers) % 5 == 3:
            self.query_one(OptionList).focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.answers.append(str(event.option.prompt))
        self.query_one(TextArea).focus()

    def key_escape(self) -> None:
        area = self.query_one(TextArea)
        self.answers.append(area.text)
        area.clear()
        self.query_one(Input).focus()


class Pane(OrderedApp[None]):
    def compose(self) -> ComposeResult:
        yield Answered()


async def test_a_burst_over_mixed_widgets_that_answer_by_message() -> None:
    app = Pane()
    async with app.run_test():
        one = [*"12", "enter", *"3", "enter", *"456", "enter", "end", "enter", *"a1", "escape"]
        burst(app, one * 20)
        await app.typed_off()
        assert app.query_one(Answered).answers == ["12", "3", "456", "否", "a1"] * 20


class Name(ModalScreen[str]):
    def compose(self) -> ComposeResult:
        yield Input()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.dismiss(event.value)


class Naming(OrderedApp[None]):
    BINDINGS = (Binding("f2", "name"),)
    names: tuple[str, ...] = ()

    def compose(self) -> ComposeResult:
        yield Input()

    def action_name(self) -> None:
        self.push_screen(Name(), self.named)

    def named(self, name: str | None) -> None:
        self.names = (*self.names, name or "")


async def test_what_follows_the_key_of_a_dialog_is_typed_into_the_dialog() -> None:
    app = Naming()
    async with app.run_test():
        burst(app, ["a", "f2", *"xy", "enter", "b", "f2", *"z", "enter", "c"])
        await app.typed_off()
        assert app.names == ("xy", "z")
        assert app.query_one(Input).value == "abc"


async def test_pasted_text_keeps_its_place_among_the_keys() -> None:
    app = Fields()
    async with app.run_test():
        burst(app, ["1"])
        app.post_message(events.Paste("23"))
        burst(app, ["4", "tab"])
        app.post_message(events.Paste("56"))
        await app.typed_off()
        assert app.values()[:2] == ["1234", "56"]


class Deaf(Widget, can_focus=True):
    """Waits at a key for what comes when all is over."""

    keys = ""
    over = asyncio.Event()

    async def on_key(self, event: events.Key) -> None:
        self.keys += event.key
        if event.key == "x":
            await self.over.wait()


class Stuck(OrderedApp[None]):
    BINDINGS = (Binding("f2", "leave", priority=True),)

    def compose(self) -> ComposeResult:
        yield Deaf()

    def action_leave(self) -> None:
        self.exit()


async def test_a_widget_that_does_not_answer_does_not_hold_up_the_keys_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("drafter.tui.ordered._LOOKS", 1)
    app = Stuck()
    async with app.run_test():
        burst(app, ["a", "x", "f2"])
        await app.typed_off()
        assert app.query_one(Deaf).keys == "ax"
        assert app._exit
        Deaf.over.set()
