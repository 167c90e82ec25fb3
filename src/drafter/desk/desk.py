"""What both front ends work at: the interview and its session as one.

Every change is on disk before the next question."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from drafter.checks.material import Material, load_material
from drafter.draft.answers_file import Answers, Mark
from drafter.draft.draft_model import Draft
from drafter.errors import DrafterError, Problem
from drafter.form.definitions import Address, Form
from drafter.interview.history import redo, undo
from drafter.interview.interview_state import InterviewState
from drafter.interview.saved_state import Saved, from_saved, to_saved
from drafter.session.history import Act
from drafter.session.store import ChangedElsewhereError, Session
from drafter.session.underway import Underway
from drafter.session.writer import Writer

if TYPE_CHECKING:
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
        drafted = state.progress.drafted
        return load_material(state.facts, state.last_facts, self.today, self.packs, drafted)


_TYPING = "typing"
"""The mark under which text under way is kept, by the place it is typed at."""
_NO_MORE = Problem("撤销", "前面没有可以撤销的了。", "继续填写。")
_NO_FURTHER = Problem("重做", "后面没有可以重做的了。", "继续填写。")


class Desk:
    """What the chat works at.

    state: the interview as it stands, saved or not
    typing: what is being typed, by place; a text, or the fields of entries
    trouble: why the last save failed; the next one tries again
    conflict: the file was changed by somebody else, and the clerk has not said what to do
    """

    def __init__(
        self,
        session: Session,
        local: frozenset[str] = frozenset(),
        tell: Callable[[], None] | None = None,
    ) -> None:
        """tell: saves go through a thread, which calls this after each of them.

        Raises: DrafterError where last year's file cannot be read.
        """
        self.session = session
        self.trouble: DrafterError | None = None
        self.conflict: ChangedElsewhereError | None = None
        self.typing: dict[str, Mark] = {}
        self._local = local
        self._last: Answers | None = session.last_year()
        self._tell = tell
        self._underway: Underway = Underway(session)
        if tell is not None:
            self._underway = Writer(session, tell=self._saved_aside)
            self._underway.start()
        self.state = self._opened(session.saved)
        typing = session.saved.marks.get(_TYPING)
        if isinstance(typing, Mapping):
            self.typing = dict(typing)

    @property
    def saved_at(self) -> datetime | None:
        """When the session was last saved here; None while that has not been, or has failed."""
        return None if self.trouble is not None else self.session.saved_at

    @property
    def is_saving(self) -> bool:
        """Whether an accepted answer is not on disk yet; always so while there is trouble."""
        return self._underway.busy

    def take(self, after: InterviewState, *, done_at: str = "") -> Problem | None:
        """Go on with this state, and save it; a Problem tells why it is not taken.

        done_at: the place whose text under way is done with
        """
        changed = after.draft is not self.state.draft or after.progress != self.state.progress
        if self.session.read_only:
            if changed:
                what, fix = f"没有记下：{self.session.read_only}", "现在只能看。"
                return Problem(self.session.name, what, fix)
            self.state = after
            return None
        self.state = after
        self.typing.pop(done_at, None)
        self._save(Act.STEP if changed else Act.ASIDE)
        return None

    def undo(self) -> Problem | None:
        """The state before the last change that is kept, also of an earlier day."""
        self._settle()
        if self.trouble is not None:
            return self._step(undo(self.state))
        saved = None if self.session.read_only else self.session.before()
        return self._restored(saved, Act.UNDO) or (_NO_MORE if saved is None else None)

    def redo(self) -> Problem | None:
        """The state that was undone."""
        self._settle()
        if self.trouble is not None:
            return self._step(redo(self.state))
        saved = None if self.session.read_only else self.session.after()
        return self._restored(saved, Act.REDO) or (_NO_FURTHER if saved is None else None)

    def typed(self, where: str, text: Mark) -> None:
        """Text under way at a place; `tick` or `flush` saves it."""
        if self.session.read_only or self.typing.get(where, "") == text:
            return
        self.typing = {**self.typing, where: text}
        if not text:
            del self.typing[where]
        self._underway.put(*self._saved())

    def flush(self) -> None:
        """Save what waits; before leaving, and on a signal."""
        if self.session.read_only or self.conflict is not None:
            return
        self._underway.flush()
        self._note(self._underway.trouble)

    def close(self) -> None:
        """Save what waits, and give the session back."""
        if self.session.read_only or self.conflict is not None:
            self._underway.forget()
        self._underway.stop()
        self.session.close()

    def use_theirs(self) -> Path:
        """The file as somebody else wrote it; ours is kept beside. Raises: DrafterError."""
        place = self.session.keep_mine_aside(*self._saved())
        self.state = self._opened(self.session.load_theirs())
        self._settled()
        return place

    def use_mine(self) -> Path | None:
        """Ours; theirs is kept beside. Raises: DrafterError."""
        place = self.session.save_over(*self._saved())
        self._settled()
        return place

    def keep_aside(self) -> Path:
        """A copy of ours beside the session. Raises: DrafterError."""
        return self.session.keep_mine_aside(*self._saved())

    def _save(self, act: Act) -> None:
        with suppress(DrafterError):  # the trouble is noted
            self._underway.save(*self._saved(), act)
        self._note(self._underway.trouble)

    def _saved_aside(self, error: DrafterError | None) -> None:
        """In the thread, after each save."""
        self._note(error)
        assert self._tell is not None
        self._tell()

    def _settle(self) -> None:
        if not self.session.read_only and self.conflict is None:
            self._underway.settle()

    def _note(self, error: DrafterError | None) -> None:
        self.trouble = error
        if isinstance(error, ChangedElsewhereError):
            self.conflict = error

    def _settled(self) -> None:
        self._underway.forget()
        self.trouble = self.conflict = None

    def _step(self, after: InterviewState | Problem) -> Problem | None:
        return after if isinstance(after, Problem) else self.take(after)

    def _restored(self, saved: Saved | None, act: Act) -> Problem | None:
        if saved is not None:
            self.state = self._opened(saved)
            self._save(act)
        return None

    def _opened(self, saved: Saved) -> InterviewState:
        return from_saved(self.session.form, saved, last=self._last, local=self._local)

    def _saved(self) -> Saved:
        saved = to_saved(self.state, history=False)
        typing: Mapping[str, Mark] = dict(self.typing)
        return Saved(saved.draft, {**saved.marks, _TYPING: typing} if typing else saved.marks)


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
        return self._desk._underway.due_s()

    def tick(self) -> None:
        """Save what is due."""
        self._desk._underway.tick()

    def flush(self) -> None:
        """Save what waits."""
        self._desk.flush()


def changed_places(form: Form, before: Draft, after: Draft) -> Iterator[str]:
    """The names of what differs between two drafts, in the order of the form."""
    pairs: tuple[tuple[Mapping[Address, object], Mapping[Address, object]], ...] = (
        (before.answers, after.answers),
        (before.texts, after.texts),
        (before.cells, after.cells),
    )
    for old, new in pairs:
        for address in dict.fromkeys((*old, *new)):
            if old.get(address) != new.get(address):
                yield form.place(address)
    for table in sorted(before.confirmed ^ after.confirmed):
        yield f"{form.tables[table].short}其余为零"
    for address in sorted(before.verify ^ after.verify):
        yield f"{form.place(address)}的待核标记"
