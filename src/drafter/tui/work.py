"""The session that every screen works at: one object between the screens and the desk.

All of it is synchronous: when an act returns, state, step and screen are those after it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from drafter.draft.answers_file import Mark
from drafter.errors import Problem
from drafter.form.definitions import Address, Severity
from drafter.interview.given_answers import record_answer
from drafter.interview.interview_state import REVIEW, InterviewState, PlaceKind, place_of
from drafter.interview.steps import Step, next_step
from drafter.interview.task_list import Task, task_list
from drafter.interview.way import back, go_to, route, shown_place

if TYPE_CHECKING:
    from drafter.desk.desk import Around, Desk
    from drafter.desk.open_points import Item
    from drafter.desk.told_findings import Told

    _Left = tuple[InterviewState, tuple[tuple[str, Mark], ...], tuple[Item, ...]]

Does = Callable[[InterviewState], InterviewState | Problem]


class Work:
    """What the screens show and change.

    listeners: called after every change, before the act returns
    on_told: called when the checks were run anew
    marked: addresses that a finding speaks of, to be shown in the table until the next change
    prints_report: the clerk wants the report on the terminal after leaving
    strokes: how often text under way was changed
    """

    def __init__(self, desk: Desk, around: Around) -> None:
        self.desk = desk
        self.around = around
        self.listeners: list[Callable[[], None]] = []
        self.on_told: Callable[[], None] = lambda: None
        self.marked: frozenset[Address] = frozenset()
        self.prints_report = False
        self.strokes = 0
        self._pointed: frozenset[Address] = frozenset()
        self._shown: tuple[InterviewState, Step] | None = None
        self._told: tuple[InterviewState, tuple[tuple[str, str], ...], Told] | None = None
        self._left: _Left | None = None
        self._errors: tuple[Address, ...] = ()
        self._waits = self._untold = False
        self._front = ""
        """The place from which the clerk stepped back: up to there Enter goes step by step."""

    @property
    def state(self) -> InterviewState:
        """The interview as it stands."""
        return self.desk.state

    @property
    def step(self) -> Step:
        """What is to be shown."""
        if self._shown is None or self._shown[0] is not self.state:
            self._shown = self.state, next_step(self.state)
        return self._shown[1]

    def act(self, do: Does, *, done_at: str = "") -> Problem | None:
        """Do something to the state; a Problem tells why not, and nothing has changed.

        done_at: the place whose text under way is done with
        """
        after = do(self.state)
        if isinstance(after, Problem):
            return after
        after, self._front = self._step_by_step(after)
        problem = self.desk.take(after, done_at=done_at)
        if problem is None:
            self._changed()
        return problem

    def ahead(self, do: Does) -> Step | None:
        """The step that an act would lead to; None where it cannot be done."""
        after = do(self.state)
        return None if isinstance(after, Problem) else next_step(self._step_by_step(after)[0])

    def go(self, where: str) -> Problem | None:
        """Go to a place: a part, a question, a cell, a table, a text, REVIEW."""
        return self.leap(lambda state: go_to(state, where))

    def point(self, where: str, marked: Collection[Address]) -> Problem | None:
        """Visit a place; these addresses are marked there until the next change."""
        self._pointed = frozenset(marked)
        problem = self.visit(where)
        self._pointed = frozenset()
        return problem

    def visit(self, where: str, then: str = "") -> Problem | None:
        """As `Desk.visit`."""
        self._front = ""
        return self._told_change(self.desk.visit(where, then))

    def detour(self, do: Does, then: str, *, done_at: str = "") -> Problem | None:
        """A visit to where an act leads."""
        problem = self.leap(do, done_at=done_at)
        self.desk.then = "" if problem else then
        return problem

    def back(self) -> Problem | None:
        """The place before; nothing is validated. Enter then leads on through each place."""
        if self.desk.then:
            return self._told_change(self.desk.back())
        front = self._front or shown_place(self.state)
        problem = self.act(back)
        self._front = "" if problem else front
        return problem

    @property
    def is_visiting(self) -> bool:
        """Whether the way leads back to where the clerk came from."""
        return bool(self.desk.then)

    def leap(self, do: Does, *, done_at: str = "") -> Problem | None:
        """`act`, and on to what is still open, past all that was stepped back over."""
        self.desk.then = self._front = ""
        return self.act(do, done_at=done_at)

    def undo(self) -> Problem | None:
        """The state before the last change."""
        return self._told_change(self.desk.undo())

    def redo(self) -> Problem | None:
        """The state that was undone."""
        return self._told_change(self.desk.redo())

    def typed(self, where: str, text: Mark) -> None:
        """Text under way at a place: kept with the session; "" when there is none."""
        self.strokes += 1
        self.desk.typed(where, text)

    def typing(self, where: str) -> Mark:
        """The text under way that was kept; "" for none."""
        return self.desk.typing.get(where, "")

    def told(self) -> Told:
        """What the checks say of this state and of the texts under way.

        A few milliseconds the first time.
        """
        from drafter.desk.told_findings import told_findings

        texts = tuple(self._texts_under_way())
        if self._told is None or self._told[0] is not self.state or self._told[1] != texts:
            self._told = self.state, texts, told_findings(self._as_typed(texts), self.around)
            errors = self._told[2].result.of(Severity.ERROR)
            self._errors = tuple(finding.address for finding in errors)
            self.on_told()
        return self._told[2]

    def _texts_under_way(self) -> Iterator[tuple[str, str]]:
        for where, text in self.desk.typing.items():
            place = place_of(self.state, where)
            if place is not None and place.kind is PlaceKind.TEXT and isinstance(text, str):
                yield where, text

    def _as_typed(self, texts: tuple[tuple[str, str], ...]) -> InterviewState:
        """The state as if the texts under way were written."""
        state = self.state
        for where, text in texts:
            after = record_answer(state, where, text)
            state = state if isinstance(after, Problem) else after
        return state

    def left(self) -> tuple[Item, ...]:
        """All that stands between this session and its final report."""
        from drafter.desk.open_points import left

        typing = tuple(self.desk.typing.items())
        if self._left is None or self._left[0] is not self.state or self._left[1] != typing:
            self._left = self.state, typing, left(self.desk, self.around)
        return self._left[2]

    def half_typed(self) -> int:
        """How many places hold what the draft has not taken; no check runs."""
        from drafter.desk.open_points import half_typed

        return sum(1 for _ in half_typed(self.state, self.desk.typing))

    def tasks(self) -> tuple[Task, ...]:
        """The task list. It knows what `told` and `left` found last; it runs no check itself."""
        known = () if self._left is None else (item.where for item in self._left[2])
        return task_list(self.state, (*self._errors, *known))

    def _told_change(self, problem: Problem | None) -> Problem | None:
        if problem is None:
            self._front = ""
            self._changed()
        return problem

    def _step_by_step(self, after: InterviewState) -> tuple[InterviewState, str]:
        """Where the clerk has stepped back, on to the place behind, dealt with or not; and up to
        which place it goes on so.
        """
        front = self._front
        if not front or self.desk.then:
            return after, front
        here = place_of(after, shown_place(self.state))
        there = place_of(after, shown_place(after))
        if after.at or here is None or (there is not None and there == here):
            return after, front
        order = [place.name for place in route(after)]
        behind = order[order.index(here.name) + 1 :] if here.name in order else []
        # An answer on the way may have taken away the place that the clerk came from.
        if not behind or (front != REVIEW and front not in behind):
            return after, ""
        return replace(after, at=behind[0]), "" if behind[0] == front else front

    @contextmanager
    def told_once(self) -> Iterator[None]:
        """Whatever changes within is told at the end, in one."""
        self._waits = True
        try:
            yield
        finally:
            self._waits = False
            if self._untold:
                self._changed()

    def _changed(self) -> None:
        self.marked, self._untold = self._pointed, self._waits
        for listener in () if self._waits else tuple(self.listeners):
            listener()
