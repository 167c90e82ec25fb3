"""What is said first and last: whose report, what is left, how to go on; and whose file holds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from itertools import chain
from typing import TYPE_CHECKING

from drafter.chat.chat_commands import Command, Said
from drafter.chat.talk import LeaveError
from drafter.checks.deadlines import deadline_of
from drafter.checks.telling import summary
from drafter.desk.open_points import deadline_words, left_words, saved_words
from drafter.desk.output_files import (
    ALL,
    CALLED,
    NEXT,
    Output,
    WrittenReport,
    outputs_called,
    report_text,
    split_words,
    write_report,
)
from drafter.desk.told_findings import not_run_words
from drafter.errors import DrafterError, ExitCode
from drafter.form.model import Severity
from drafter.interview.interview_state import InterviewState
from drafter.interview.steps import Done, next_step
from drafter.interview.task_list import title_of
from drafter.interview.way import missing, open_places, shown, way
from drafter.session.session_folder import NAMED_AFTER

if TYPE_CHECKING:
    from drafter.chat.conversation import Chat


def greeting(chat: Chat) -> Iterator[str]:
    """A few lines; nothing in them needs an answer."""
    state, session = chat.state, chat.desk.session
    title = state.facts.render(state.form.title)
    yield f"{title}（{session.name}）"
    yield _left(state)
    if said := deadline_said(chat):
        yield said
    yield from (f"（{note}）" for note in session.notes)
    if session.read_only:
        yield f"现在只能看：{session.read_only}"
    yield "每答一题都马上保存，随时可以打“保存退出”。打“帮助”看还能说什么。"


def _left(state: InterviewState) -> str:
    """How much there is to do, and where it begins or goes on."""
    todo, here = open_places(state), shown(state)
    if not todo or here is None:
        return "该问的都问过了。" if not todo else f"还有 {len(todo)} 步。"
    lacking = len(missing(state))
    must = f"，其中 {lacking} 题必填" if lacking else ""
    where = title_of(state, here.part)
    if len(way(state)) - len(todo) > len(NAMED_AFTER):
        return f"还有 {len(todo)} 步{must}。接着从“{where}”填起，已经答过的不再问。"
    rest = "，别的回车就跳过" if lacking else ""
    return f"一共 {len(todo)} 步{must}{rest}。先问“{where}”，再按部分问下去。"


def deadline_said(chat: Chat) -> str:
    """How long there is; "" while the answers do not tell, and after it was told."""
    if chat.deadline_told:
        return ""
    said = deadline_words(chat.around.today, deadline_of(chat.material()))
    chat.deadline_told = bool(said)
    return said


def ask_which(chat: Chat) -> None:
    """Ask once, and do it. Raises: LeaveError; ours is then put aside."""
    conflict = chat.desk.conflict
    if conflict is None:
        return
    chat.talk.say(str(conflict.problems[0]))
    try:
        if conflict.missing:
            _missing(chat)
        else:
            _changed(chat)
    except DrafterError as error:
        chat.talk.say(*map(str, error.problems))


def _changed(chat: Chat) -> None:
    lines = [
        "用哪一份？没有用的那一份会另存在旁边。",
        "  1 用文件里的  2 用这里的  3 先退出，这里的另存一份",
    ]
    line = chat.ask(lines, is_answer=str.isdecimal)
    word = line.strip() if isinstance(line, str) else ""
    if word == "1" or word.startswith("用文件"):
        place = chat.desk.use_theirs()
        chat.talk.say(f"用了文件里的。刚才这里的另存为：{place}")
    elif word == "2" or word.startswith("用这里"):
        kept = chat.desk.use_mine()
        chat.talk.say("用了这里的。" + (f"文件里原来的另存为：{kept}" if kept else ""))
    elif word == "3" or (isinstance(line, Said) and line.command is Command.LEAVE):
        raise LeaveError
    else:
        chat.talk.say("打 1、2 或者 3。")


def _missing(chat: Chat) -> None:
    line = chat.ask(["（回车重新保存一份）"])
    if isinstance(line, Said) and line.command is Command.LEAVE:
        raise LeaveError
    chat.desk.use_mine()
    chat.talk.say("重新保存好了。")


_MOST_NOT_RUN = 5
_CAN_BE_SAID = (*CALLED.values(), ALL)


def preview(chat: Chat) -> None:
    """The report as it would be printed now."""
    chat.talk.give(report_text(chat.state, chat.around))
    if not chat.talk.plain:
        chat.talk.say("", "（报告到这里为止，前面的往上翻；打“生成”写成文件。）")


def write_out(chat: Chat, words: str) -> None:
    """The report as files in the folder one is in; the words say of which kinds."""
    named = [outputs_called(word) for word in split_words(words)]
    if not all(named):
        chat.talk.say(f"不能生成“{words[:20]}”。可以生成：{'、'.join(_CAN_BE_SAID)}。")
        return
    outputs = tuple(dict.fromkeys(chain.from_iterable(named))) or (Output.TEXT,)
    try:
        written = write_report(chat.desk, chat.around, outputs)
    except DrafterError as error:
        chat.talk.say(*map(str, error.problems), "没有写成。")
        return
    chat.written = True
    _tell_written(chat, written)
    if not words:
        chat.talk.say("这是文本文件。要别的：生成 Word、生成 网页、生成 全部。")


def _tell_written(chat: Chat, written: WrittenReport) -> None:
    """Where the files are, what was not checked, and what comes next."""
    head, result = "报告草稿" if written.draft else "报告", written.result
    chat.talk.say(*(f"{head}写在：{path}" for path in written.paths))
    chat.talk.say(summary(result), *written.notes)
    chat.talk.say(
        *(f"没有核对的：{missing}。" for missing in not_run_words(result)[:_MOST_NOT_RUN])
    )
    if written.draft:
        chat.talk.say("这是草稿：先打“核对”，把需要改的改好，再生成一次。")
    else:
        if doubtful := result.of(Severity.WARNING):
            chat.talk.say(f"有 {len(doubtful)} 处要再看一眼，打“核对”。")
        chat.talk.say(NEXT)
    if said := deadline_words(chat.around.today, deadline_of(chat.material())):
        chat.talk.say(said)


def leave(chat: Chat) -> int:
    """The clerk goes: everything is saved, or it is said that it could not be."""
    chat.desk.flush()
    if chat.desk.trouble is not None:
        return _put_aside(chat)
    chat.talk.say(*_goodbye(chat))
    return ExitCode.OK


def ended(chat: Chat) -> int:
    """There is no more input: in a pipe that may be before the end, and has its own code."""
    code = leave(chat)
    if code != ExitCode.OK or not chat.talk.piped or isinstance(next_step(chat.state), Done):
        return code
    return ExitCode.UNFINISHED


def interrupted(chat: Chat) -> None:
    """Ctrl+C or a signal: saved, and one line; the terminal may be gone already."""
    chat.desk.flush()
    with suppress(OSError):
        if chat.desk.trouble is not None:
            _put_aside(chat)
        else:
            chat.talk.say("", saved_words(chat.desk, "resume"))


def _put_aside(chat: Chat) -> int:
    """Nothing more could be saved in the file: it stays as it is, and ours is kept elsewhere."""
    conflict, trouble = chat.desk.conflict, chat.desk.trouble
    if trouble is not None and conflict is None:
        chat.talk.say(str(trouble.problems[0]))
    try:
        place = chat.desk.keep_aside()
    except DrafterError as error:
        chat.talk.say(*map(str, error.problems), "最后的改动没有存下来。")
        return ExitCode.UNREADABLE
    chat.talk.say(f"文件没有动。这里的内容另存为：{place}")
    return ExitCode.OK if conflict is not None else ExitCode.UNREADABLE


def _goodbye(chat: Chat) -> list[str]:
    left = left_words(chat.state)
    return [*([left] if left else []), saved_words(chat.desk, "resume")]
