"""One conversation over one session: what every part of the chat says and asks through."""

from __future__ import annotations

from collections.abc import Callable

from drafter.chat.chat_commands import Said, read_command, unknown_command, words
from drafter.chat.talk import LeaveError, Prompt, Talk
from drafter.checks.deadlines import deadline_of
from drafter.desk.acts import LEAVE
from drafter.desk.clerk_words import find_place
from drafter.desk.desk import WHICH, Around, Desk, PlaceTyping
from drafter.desk.open_points import deadline_words
from drafter.desk.question_in_words import place_titles
from drafter.errors import DrafterError, Problem
from drafter.form.definitions import Address
from drafter.interview.interview_state import InterviewState, place_of
from drafter.interview.progress import optional_rest
from drafter.interview.steps import Spot

_MANY = 4
_SHORT = 12


class Chat:
    """One conversation over one session."""

    def __init__(self, desk: Desk, talk: Talk, around: Around) -> None:
        self.desk = desk
        self.talk = talk
        self.around = around
        self.shown_at = ""
        """The section or table that was shown last: its name is told once."""
        self.retry = ""
        """A line that was refused, to be mended."""
        self.filled: tuple[Address, ...] = ()
        """The cells that the last line at a table filled: 再加1件 is said of them."""
        self._deadline_told = False
        self._findings: tuple[InterviewState, str] | None = None
        self._settling = False

    @property
    def state(self) -> InterviewState:
        """The interview as it stands."""
        return self.desk.state

    def take(self, after: InterviewState | Problem, *, done_at: str = "") -> bool:
        """Go on with what came of an act, or tell the problem; whether it was taken."""
        problem = after if isinstance(after, Problem) else self.desk.take(after, done_at=done_at)
        if problem is not None:
            self.talk.say(str(problem))
            return False
        self.settle()
        return True

    def visit(self, where: str) -> None:
        """Go to a place, and from there back here."""
        if (problem := self.desk.visit(where)) is not None:
            self.talk.say(str(problem))
        self.settle()

    def to_mend(self, line: str) -> str:
        """A refused line, to be gone on with; a short one is sooner typed anew, so ""."""
        return line if len(line) > _SHORT and not self.talk.plain else ""

    def settle(self) -> None:
        """After a save: tell what went wrong, and ask where somebody else changed the file."""
        if self._settling:  # the question below may save, too
            return
        self._settling = True
        try:
            while self.desk.conflict is not None:
                self._ask_which()
        finally:
            self._settling = False
        self.talk.say(*self.desk.saving_news())
        self.talk.say(*self.deadline_lines())

    def ask(
        self,
        lines: list[str],
        *,
        label: str = "> ",
        words_too: tuple[str, ...] = (),
        start: str = "",
        several: bool = False,
        at: str = "",
        is_answer: Callable[[str], bool] = lambda _: False,
    ) -> str | Said:
        """What the clerk types, or the command it is.

        at: the place whose text under way this is
        """

        def command(line: str) -> Said | None:
            return read_command(line, is_answer, self._is_place)

        prompt = Prompt(
            lines=tuple(lines),
            label=label,
            words=(*words_too, *words()),
            start=start,
            several=several,
            is_command=lambda line: command(line) is not None,
            typing=PlaceTyping(self.desk, at) if at else None,
            toolbar=self._toolbar,
        )
        if at and start:
            self.desk.typed(at, start)
        line = self.talk.ask(prompt)
        while "\n" not in line and (word := unknown_command(line)):
            self.talk.say(f"没有“/{word}”这个说法。打“帮助”看可以说什么。")
            line = self.talk.ask(prompt._replace(lines=prompt.lines[:1]))
        # Several lines are always a text: a command among them was meant as its end.
        return line if "\n" in line else command(line) or line

    def head(self, spot: Spot) -> None:
        """Tell the part and section, where they are others than before."""
        here = f"{spot.part}/{spot.section_title}"
        if here != self.shown_at:
            self.shown_at = here
            title = " · ".join(place_titles(self.state.form, spot))
            # Not before a table: its gates may not be passed over in one go.
            place = place_of(self.state, spot.place)
            in_section = place is not None and place.section not in ("", *self.state.form.tables)
            asks_each = in_section and not self.state.is_express
            rest = len(optional_rest(self.state)) if asks_each else 0
            told = f"（这一节有 {rest} 题选填，都不写就打“跳过本节”。）"
            self.talk.say("", f"【{title}】", *([told] if rest >= _MANY else []))

    def deadline_lines(self) -> list[str]:
        """How long there is, told once, as soon as the answers tell of whom and of what year."""
        if self._deadline_told:
            return []
        last = deadline_of(self.state.facts, self.around.packs)
        said = deadline_words(self.around.today, last, self.desk.made)
        self._deadline_told = bool(said)
        return [said] if said else []

    def _counted(self) -> str:
        # The toolbar is drawn at every key; the checks are run once for each state.
        if self._findings is None or self._findings[0] is not self.state:
            from drafter.desk.told_findings import count_words, told_findings

            told = told_findings(self.state, self.around)
            self._findings = self.state, count_words(told.result, told.ahead)
        return self._findings[1]

    def _ask_which(self) -> None:
        """Somebody else changed the file: ask once which is to hold, and do it.

        Raises: LeaveError; ours is then put aside.
        """
        conflict = self.desk.conflict
        if conflict is None:
            return
        self.talk.say(str(conflict.problems[0]))
        try:
            if conflict.missing:
                self._save_anew()
            else:
                self._choose_file()
        except DrafterError as error:
            self.talk.say(*map(str, error.problems))

    def _choose_file(self) -> None:
        lines = [
            WHICH,
            "  1 用文件里的  2 用这里的  3 先退出，这里的另存一份",
        ]
        line = self.ask(lines, is_answer=str.isdecimal)
        word = line.strip() if isinstance(line, str) else ""
        if word == "1" or word.startswith("用文件"):
            self.talk.say(self.desk.use_theirs())
        elif word == "2" or word.startswith("用这里"):
            self.talk.say(self.desk.use_mine())
        elif word == "3" or (isinstance(line, Said) and line.act is LEAVE):
            raise LeaveError
        else:
            self.talk.say("打 1、2 或者 3。")

    def _save_anew(self) -> None:
        line = self.ask(["（回车重新保存一份）"])
        if isinstance(line, Said) and line.act is LEAVE:
            raise LeaveError
        self.desk.use_mine()
        self.talk.say("重新保存好了。")

    def _is_place(self, words: str) -> bool:
        return not isinstance(find_place(self.state, words), Problem)

    def _toolbar(self) -> str:
        answers = self.state.draft.answers
        parts = [f"{answers.get('organ.name', '单位未填')} {answers.get('year', '')}".strip()]
        at = self.desk.saved_at
        if self.desk.trouble is not None:
            parts.append("没有存下来！")
        elif self.desk.session.read_only:
            parts.append("只能看")
        else:
            parts.append(f"已保存 {at:%H:%M:%S}" if at else "已保存")
        if self.talk.asked > 1:  # the first question need not wait for the checks
            parts.append(self._counted())
        return f" {'  '.join(parts)}  帮助打“?”"
