"""What both front ends work at: the interview and its session as one.

In the chat every change is on disk before the next question; the full screen saves in a thread.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from drafter.draft.answers_file import Answers, Mark
from drafter.draft.draft_model import Draft
from drafter.errors import DrafterError, Problem
from drafter.form.definitions import Form
from drafter.interview.express_pages import page_lines
from drafter.interview.interview_state import (
    MADE,
    TYPING,
    InterviewState,
    PageKind,
    PlaceKind,
    Saved,
    from_saved,
    made_on,
    place_of,
    table_place,
    text_place,
    to_saved,
    typing_in,
)
from drafter.interview.way import back, go_to, shown_place, title_of
from drafter.session.saver import Saver
from drafter.session.session_file import ChangedElsewhereError, Session, TooLargeError
from drafter.session.undo_history import Act

if TYPE_CHECKING:
    from drafter.checks.material import Material
    from drafter.checks.rule_packs import Pack


class Around(NamedTuple):
    """The day, and the folders of the clerk.

    out: the folder where a report is written
    own: templates of the clerk's own
    """

    today: date
    out: Path
    packs: tuple[Pack, ...] = ()
    own: Path | None = None

    def material(self, state: InterviewState) -> Material:
        """What the checks look at."""
        # Loaded by whoever looks: the first prompt must not wait for the checks and their words.
        from drafter.checks.material import load_material
        from drafter.desk.register_at_hand import register_at_hand

        drafted = state.progress.drafted
        facts, last = state.facts, state.last_facts
        return load_material(
            *(facts, last, self.today, self.packs, drafted),
            changed=state.changed,
            register=register_at_hand(state),
        )


LOST = "最后的改动没有存下来。"
WHICH = "用哪一份？没有用的那一份会另存在旁边。"
"""Asked where somebody else has changed the file."""
_NO_MORE = Problem("撤销", "前面没有可以撤销的了。", "继续填写。")
_NO_FURTHER = Problem("重做", "后面没有可以重做的了。", "继续填写。")


class Desk:
    """One session that is worked at.

    state: the interview as it stands, saved or not
    typing: what is being typed, by place; a text, or the fields of entries
    then: where a visit leads back to; "" while there is none
    """

    def __init__(
        self,
        session: Session,
        local: frozenset[str] = frozenset(),
        tell: Callable[[], None] | None = None,
    ) -> None:
        """tell: saves go through a thread, which calls this after each, and when one is to come.

        Raises: DrafterError where last year's file cannot be read.
        """
        self.session = session
        self.typing = typing_in(session.saved.marks)
        self.then = ""
        self._local = local
        self._told_trouble = ""
        self._last: Answers | None = session.last_year()
        self._tell = tell or (lambda: None)
        self.saver = Saver(session, tell=self._tell)
        if tell is not None:
            self.saver.start()
        self.state = self._opened(session.saved)
        self.made = made_on(session.saved.marks)
        """The day on which the final report was made of the draft as it stands."""

    @property
    def trouble(self) -> DrafterError | None:
        """Why the last save failed; it is tried again."""
        return self.saver.trouble

    @property
    def conflict(self) -> ChangedElsewhereError | None:
        """The file was changed by somebody else, and the clerk has not said what to do."""
        trouble = self.saver.trouble
        return trouble if isinstance(trouble, ChangedElsewhereError) else None

    def saving_news(self) -> tuple[str, ...]:
        """Why nothing is saved, or that it is again; told once, not after every answer."""
        told = str(self.trouble.problems[0]) if self.trouble else ""
        before, self._told_trouble = self._told_trouble, told
        if told and told != before:
            fix = "内容还在这里，每答一题都会再试着保存，先不要关掉。"
            return f"没有存下来。{told}", fix
        return ("又能保存了，刚才的内容都存下来了。",) if before and not told else ()

    @property
    def saved_at(self) -> datetime | None:
        """When the session was last saved here; None while that has not been, or has failed."""
        return None if self.trouble is not None else self.session.saved_at

    @property
    def is_saving(self) -> bool:
        """Whether anything given or typed is not on disk yet; always so while there is trouble."""
        return self.saver.busy

    def take(self, after: InterviewState, *, done_at: str = "") -> Problem | None:
        """Go on with this state, and save it; a Problem tells why it is not taken.

        done_at: the place whose text under way is done with
        """
        changed = (after.draft, after.progress) != (self.state.draft, self.state.progress)
        if self.session.read_only:
            if changed:
                what, fix = f"没有记下：{self.session.read_only}", "现在只能看。"
                return Problem(self.session.name, what, fix)
            self.state = after
            return None
        after, then = self._led_back(after)
        # Where one is is saved as well, but is no step of its own to undo, and neither is a
        # place that was passed, or what a register's words mean: else undo would do nothing that
        # is seen, and cost the redo.
        changed = changed and not _only_passed(self.state, after)
        typing = {where: text for where, text in self.typing.items() if where != done_at}
        problem = self._save(after, typing, Act.STEP if changed else Act.ASIDE)
        self.then = then if problem is None else self.then
        return problem

    def act(
        self, do: Callable[[InterviewState], InterviewState | Problem], *, done_at: str = ""
    ) -> Problem | None:
        """Do something to the state, and save what comes of it."""
        after = do(self.state)
        return after if isinstance(after, Problem) else self.take(after, done_at=done_at)

    def leap(
        self, do: Callable[[InterviewState], InterviewState | Problem], *, done_at: str = ""
    ) -> Problem | None:
        """The same, and on to what is still open, though a visit would lead back elsewhere."""
        self.then = ""
        return self.act(do, done_at=done_at)

    def visit(self, where: str, then: str = "") -> Problem | None:
        """Go to a place, and from there to `then` as soon as it is dealt with, or on `back`.

        then: else the place from which this visit, or the one under way, began
        """
        then = then or self.then or shown_place(self.state)
        problem = self.act(lambda state: go_to(state, where))
        here, there = (place_of(self.state, place) for place in (where, then))
        self.then = "" if problem or (here is not None and here == there) else then
        return problem

    def back(self) -> Problem | None:
        """Where the visit began, else to the place before; nothing is validated."""
        if self.then:
            then, self.then = self.then, ""
            return self.act(lambda state: go_to(state, then))
        return self.act(back)

    def undo(self) -> Problem | None:
        """The state before the last change that is kept, also of an earlier day; and there."""
        return self._restored(self.session.before(), Act.UNDO, _NO_MORE)

    def redo(self) -> Problem | None:
        """The state that was undone."""
        return self._restored(self.session.after(), Act.REDO, _NO_FURTHER)

    def typed(self, where: str, text: Mark) -> None:
        """Text under way at a place; `tick` or `flush` saves it."""
        if self.session.read_only or self.typing.get(where, "") == text:
            return
        self.typing = {**self.typing, where: text}
        if not text:
            del self.typing[where]
        # Told only once until it is saved: it is called at every key.
        is_news = not self.is_saving
        self.saver.put(self._saved())
        if is_news:
            self._tell()

    def note_made(self, today: date) -> None:
        """The final report was made of the draft as it stands."""
        if self.session.read_only:
            return
        self.made = today
        self.saver.put(self._saved())
        self._tell()

    def flush(self) -> None:
        """Save what waits; before leaving, and on a signal."""
        if self.session.read_only or self.conflict is not None:
            return
        self.saver.flush()

    def close(self) -> None:
        """Save what waits, and give the session back."""
        # With a conflict still open neither file may be lost: ours was kept aside by then.
        if self.session.read_only or self.conflict is not None:
            self.saver.forget()
        self.saver.stop()
        self.session.close()

    def use_theirs(self) -> str:
        """The file as somebody else wrote it; tells where ours is kept. Raises: DrafterError."""
        place = self.session.keep_mine_aside(*self._saved())
        self.state = self._opened(self.session.load_theirs())
        self.saver.forget()
        return f"用了文件里的。刚才这里的另存为：{place}"

    def use_mine(self) -> str:
        """Ours; tells where theirs is kept. Raises: DrafterError."""
        place = self.session.save_over(*self._saved())
        self.saver.forget()
        return "用了这里的。" + (f"文件里原来的另存为：{place}" if place else "")

    def keep_aside(self) -> str:
        """A copy of ours beside the session; tells where. Raises: DrafterError."""
        return f"文件没有动。这里的内容另存为：{self.session.keep_mine_aside(*self._saved())}"

    def _led_back(self, after: InterviewState) -> tuple[InterviewState, str]:
        """The state to go on with, and where the visit under way leads to then."""
        if not self.then:
            return after, ""
        if not after.at:  # the place that was visited is dealt with
            return replace(after, at=self.then), ""
        here, there = (place_of(state, shown_place(state)) for state in (self.state, after))
        return after, self.then if here == there else ""

    def _save(self, state: InterviewState, typing: dict[str, Mark], act: Act) -> Problem | None:
        made = self.made if state.draft == self.state.draft else None
        try:
            self.saver.save(_saved(state, typing, made), act)
        except TooLargeError as error:  # any other trouble is tried again: see `trouble`
            return error.problems[0]
        self.state, self.typing, self.made = state, typing, made
        return None

    def _restored(self, saved: Saved | None, act: Act, none: Problem) -> Problem | None:
        if saved is None or self.session.read_only:
            return none
        restored, self.then = self._opened(saved), ""
        return self._save(_gone_to_change(self.state, restored), self.typing, act)

    def _opened(self, saved: Saved) -> InterviewState:
        return from_saved(self.session.form, saved, last=self._last, local=self._local)

    def _saved(self) -> Saved:
        return _saved(self.state, self.typing, self.made)


class PlaceTyping:
    """Text under way at one place of a desk."""

    def __init__(self, desk: Desk, where: str) -> None:
        self._desk = desk
        self._where = where

    def put(self, text: str) -> None:
        """Take the text as it is now."""
        self._desk.typed(self._where, text)

    def due_s(self) -> float | None:
        """Seconds until there is something to save."""
        return self._desk.saver.due_s()

    def tick(self) -> None:
        """Save what is due."""
        self._desk.saver.tick()

    def flush(self) -> None:
        """Save what waits."""
        self._desk.flush()


def _only_passed(before: InterviewState, after: InterviewState) -> bool:
    """Whether all that differs is one place skipped, or shown again, or the register."""
    own = before.progress
    same = replace(after.progress, skipped=own.skipped, register=own.register) == own
    passed = before.progress.skipped ^ after.progress.skipped
    return before.draft == after.draft and same and len(passed) <= 1


def _gone_to_change(before: InterviewState, after: InterviewState) -> InterviewState:
    """The restored state, at the first place where it differs from the one before."""
    changed = tuple(_changed_at(before, after))
    if not changed:
        return after
    pages = (_page_of_all(state, changed) for state in (after, before))
    where = next(filter(None, pages), changed[0]) if len(changed) > 1 else changed[0]
    gone = go_to(after, where)
    return after if isinstance(gone, Problem) else gone


def _changed_at(before: InterviewState, after: InterviewState) -> Iterator[str]:
    """The places where two states differ, cells by their addresses."""
    old, new = before.draft, after.draft
    yield from _differing(old.answers, new.answers)
    yield from _differing(old.cells, new.cells)
    yield from map(text_place, _differing(old.texts, new.texts))
    yield from map(text_place, _differing(before.progress.accepted, after.progress.accepted))
    yield from map(table_place, sorted(old.confirmed ^ new.confirmed))


def _differing(old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[str]:
    """The names under which not the same stands."""
    return (name for name in dict.fromkeys((*old, *new)) if old.get(name) != new.get(name))


def _page_of_all(state: InterviewState, changed: Collection[str]) -> str:
    """The page of the short way that comes next in a state, where it has what was changed."""
    page = place_of(state, shown_place(replace(state, at="")))
    if page is None or page.kind is not PlaceKind.PAGE:
        return ""
    lines = page_lines(state, PageKind(page.id))
    return page.name if any(line.where in changed for line in lines) else ""


def changed_places(form: Form, before: Draft, after: Draft) -> Iterator[str]:
    """The names of what differs between two drafts, in the order of the form."""
    yield from map(form.place, _differing(before.answers, after.answers))
    yield from map(form.place, _differing(before.texts, after.texts))
    yield from map(form.place, _differing(before.cells, after.cells))
    for table in sorted(before.confirmed ^ after.confirmed):
        yield f"{form.tables[table].short}其余为零"
    for address in sorted(before.verify ^ after.verify):
        yield f"{form.place(address)}的待核标记"


def changed_marks(before: InterviewState, after: InterviewState) -> Iterator[str]:
    """The names of what was adopted, accepted, skipped or said to be finished, and is not now."""
    form, old, new = before.form, before.progress, after.progress
    shorts = {section.id: section.short for section in form.sections}
    for section in _differing(old.accepted, new.accepted):
        yield f"{shorts.get(section, section)}的文字的采用"
    if old.carried != new.carried:
        yield f"{form.carried}来的数的认可"
    if old.register != new.register:
        yield "台账的统计"
    for part in sorted(old.finished ^ new.finished):
        yield f"{title_of(after, part)}记为填完"
    if passed := old.skipped ^ new.skipped:
        yield f"跳过的 {len(passed)} 题"


def _saved(state: InterviewState, typing: Mapping[str, Mark], made: date | None) -> Saved:
    draft, marks = to_saved(state)
    own: dict[str, Mark] = {TYPING: dict(typing)} if typing else {}
    return Saved(draft, {**marks, **own, **({MADE: made.isoformat()} if made else {})})
