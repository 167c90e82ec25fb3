"""The chat itself: shows the next step, hands back what was typed, and does the commands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from drafter.chat import conflicts, findings, greeting, leaving, menus
from drafter.chat.answering import answer
from drafter.chat.commands import Command, Said, help_lines, read_command, unknown_command, words
from drafter.chat.desk import Desk, PlaceTyping, changed_places
from drafter.chat.filling import fill, see_table
from drafter.chat.questions import explain_lines
from drafter.chat.reviewing import review
from drafter.chat.stopping import Stopped
from drafter.chat.tables import last_lines
from drafter.chat.talk import Ended, Prompt, Talk
from drafter.chat.writing import write
from drafter.checks.material import Material
from drafter.checks.packs import Pack
from drafter.errors import ExitCode, Problem
from drafter.interview.acts import take_back
from drafter.interview.moving import back
from drafter.interview.next import next_step
from drafter.interview.passing import skip, skip_rest, unsure, verified
from drafter.interview.places import way
from drafter.interview.state import InterviewState
from drafter.interview.steps import Ask, Done, Fill, Review, Spot, Step, Write


class Leave(Exception):
    """The clerk has said that this is enough for now."""


class Around(NamedTuple):
    """What a chat is told of the world, so that tests can tell it otherwise.

    out: the folder where a report is written
    own: templates of the clerk's own
    listen: reads free text at a table as a phrase in shorthand; the claims reader's place
    """

    today: date
    out: Path
    packs: tuple[Pack, ...] = ()
    own: Path | None = None
    listen: Callable[[InterviewState, str, str], str | None] = lambda state, table, text: None


class Chat:
    """One conversation over one session."""

    def __init__(self, desk: Desk, talk: Talk, around: Around) -> None:
        self.desk = desk
        self.talk = talk
        self.around = around
        self.shown_at = ""
        """The section or table that was shown last: its name is told once."""
        self.written: Path | None = None
        self._told_trouble = ""
        self._findings: tuple[InterviewState, int] | None = None
        self._settling = False

    def run(self) -> int:
        """Talk until the clerk leaves; the result is an ExitCode, or 128 and a signal."""
        self.talk.say(*greeting.greeting(self))
        try:
            while True:
                self.turn()
        except Leave:
            return leaving.leave(self)
        except Ended:
            return leaving.ended(self)
        except KeyboardInterrupt:
            leaving.interrupted(self)
            return ExitCode.INTERRUPTED
        except Stopped as stopped:
            leaving.interrupted(self)
            return stopped.code

    def turn(self) -> None:
        """One step."""
        step = next_step(self.state)
        match step:
            case Ask():
                answer(self, step)
            case Fill():
                fill(self, step)
            case Write():
                write(self, step)
            case Review() | Done():
                review(self, step)

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

    def settle(self) -> None:
        """After a save: tell what went wrong, and ask where somebody else changed the file."""
        if self._settling:
            return
        self._settling = True
        try:
            while self.desk.conflict is not None:
                conflicts.ask_which(self)
        finally:
            self._settling = False
        told = str(self.desk.trouble.problems[0]) if self.desk.trouble else ""
        if told and told != self._told_trouble:
            fix = "内容还在这里，每答一题都会再试着保存，先不要关掉。"
            self.talk.say(f"没有存下来。{told}", fix)
        elif self._told_trouble and not told:
            self.talk.say("又能保存了，刚才的内容都存下来了。")
        self._told_trouble = told

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

        def is_command(line: str) -> bool:
            return read_command(line, is_answer) is not None

        prompt = Prompt(
            lines=tuple(lines),
            label=label,
            words=(*words_too, *words()),
            start=start,
            several=several,
            is_command=is_command,
            typing=PlaceTyping(self.desk, at) if at else None,
            toolbar=self._toolbar,
        )
        line = self.talk.ask(prompt)
        if "\n" in line:
            return line
        if word := unknown_command(line):
            self.talk.say(f"没有“/{word}”这个说法。打“帮助”看可以说什么。")
            return self.ask(
                lines[:1],
                label=label,
                words_too=words_too,
                start=start,
                several=several,
                at=at,
                is_answer=is_answer,
            )
        return read_command(line, is_answer) or line

    def numbered(self, spot: Spot) -> str:
        """`第 3/60 题`, of the whole way; "" for a place beside it."""
        order = [place.id for place in way(self.state)]
        if spot.place not in order:
            return ""
        return f"第 {order.index(spot.place) + 1}/{len(order)} 题"

    def head(self, spot: Spot) -> None:
        """Tell the part and section, where they are others than before."""
        here = f"{spot.part}/{spot.section_title}"
        if here != self.shown_at:
            self.shown_at = here
            section = spot.section_title
            title = spot.part_title
            more = f" · {section}" if section and section not in title else ""
            self.talk.say("", f"【{title}{more}】")

    def material(self) -> Material:
        """What the checks look at."""
        around = self.around
        return Material(self.state.facts, self.state.last_facts, around.today, around.packs)

    def do(self, said: Said, step: Step) -> None:
        """One command. Raises: Leave."""
        _COMMANDS[said.command](self, said.rest, step)

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
        if self._findings is not None:
            parts.append(findings.count_words(self))
        return f" {'  '.join(parts)}  帮助打“?”"


def _back(chat: Chat, rest: str, step: Step) -> None:
    chat.take(back(chat.state))


def _skip(chat: Chat, rest: str, step: Step) -> None:
    chat.take(skip(chat.state))


def _skip_rest(chat: Chat, rest: str, step: Step) -> None:
    chat.take(skip_rest(chat.state))


def _unsure(chat: Chat, rest: str, step: Step) -> None:
    if isinstance(step, Review | Done):
        chat.talk.say("这里没有要标的。用“去”到要标待核的地方。")
    elif chat.take(unsure(chat.state)):
        chat.talk.say("标了待核，记得回来核实。")


def _verified(chat: Chat, rest: str, step: Step) -> None:
    if not isinstance(step, Ask):
        chat.talk.say("这里没有标记待核。")
        return
    place = step.question.id
    after = verified(chat.state, place)
    if not isinstance(after, Problem) and place in chat.state.draft.answers:
        after = skip(after, place)
    chat.take(after)


def _explain(chat: Chat, rest: str, step: Step) -> None:
    if isinstance(step, Ask):
        chat.talk.say(*explain_lines(step))
    elif isinstance(step, Write):
        why = "上面的文字由前面的回答拟出。回车采用；打“改”可以自己写，以后事实变了会提醒。"
        chat.talk.say(why)
    else:
        chat.talk.say("列出来的是还没有完的地方，打序号就去那里。")


def _clear(chat: Chat, rest: str, step: Step) -> None:
    if isinstance(step, Ask) and step.question.id in chat.state.draft.answers:
        chat.take(take_back(chat.state, step.question.id), done_at=step.question.id)
        return
    chat.desk.typing.pop(step.spot.place if isinstance(step, Ask | Write) else "", None)
    chat.talk.say("这里没有可以清空的回答。")


def _last(chat: Chat, rest: str, step: Step) -> None:
    lines: list[str] = []
    if isinstance(step, Ask):
        lines = [f"上年：{step.last}"] if step.last else []
    elif isinstance(step, Write):
        lines = ["上年写的是（只供对照）：", *(f"　　{text}" for text in step.last)]
        lines = lines if step.last else []
    elif isinstance(step, Fill):
        lines = last_lines(step)
    chat.talk.say(*(lines or ["没有上年的内容可以对照。"]))


def _undo(chat: Chat, rest: str, step: Step) -> None:
    _tell_change(chat, "撤销了", chat.desk.undo)


def _redo(chat: Chat, rest: str, step: Step) -> None:
    _tell_change(chat, "重做了", chat.desk.redo)


def _tell_change(chat: Chat, what: str, act: Callable[[], Problem | None]) -> None:
    before = chat.state.draft
    problem = act()
    if problem is not None:
        chat.talk.say(str(problem))
        return
    changed = list(changed_places(chat.state.form, before, chat.state.draft))
    more = "等" if len(changed) > 4 else ""
    chat.talk.say(f"{what}：{'、'.join(changed[:4])}{more}。" if changed else f"{what}。")
    chat.settle()


def _check(chat: Chat, rest: str, step: Step) -> None:
    findings.check(chat)


def _preview(chat: Chat, rest: str, step: Step) -> None:
    leaving.preview(chat)


def _table(chat: Chat, rest: str, step: Step) -> None:
    if isinstance(step, Fill):
        see_table(chat, step, rest)
    else:
        chat.talk.say("这里没有表。到表里再打“看表”，例如：去 表三。")


def _write_out(chat: Chat, rest: str, step: Step) -> None:
    leaving.write_out(chat)


def _leave(chat: Chat, rest: str, step: Step) -> None:
    raise Leave


def _help(chat: Chat, rest: str, step: Step) -> None:
    chat.talk.say(*help_lines())


_COMMANDS: dict[Command, Callable[[Chat, str, Step], None]] = {
    Command.BACK: _back,
    Command.SKIP: _skip,
    Command.SKIP_REST: _skip_rest,
    Command.UNSURE: _unsure,
    Command.VERIFIED: _verified,
    Command.EXPLAIN: _explain,
    Command.MENU: menus.menu,
    Command.GO: menus.go,
    Command.CHECK: _check,
    Command.PREVIEW: _preview,
    Command.UNDO: _undo,
    Command.REDO: _redo,
    Command.TABLE: _table,
    Command.CLEAR: _clear,
    Command.LAST: _last,
    Command.FINISH: menus.finish,
    Command.REOPEN: menus.reopen,
    Command.WRITE_OUT: _write_out,
    Command.LEAVE: _leave,
    Command.HELP: _help,
}


def saved_words(at: datetime | None) -> str:
    """`已保存 14:02:05`."""
    return f"已保存 {at:%H:%M:%S}" if at else "已保存"
