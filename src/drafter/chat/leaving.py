"""Going: the report written or shown, what is unchecked, what to do next, and how to go on."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from drafter.checks.deadlines import deadline_of
from drafter.checks.telling import summary
from drafter.desk.findings import not_run_words
from drafter.desk.output import report_text, write_report
from drafter.desk.remaining import deadline_words
from drafter.errors import DrafterError, ExitCode
from drafter.form.model import Severity
from drafter.interview.next import next_step
from drafter.interview.places import missing, open_places
from drafter.interview.steps import Done

if TYPE_CHECKING:
    from drafter.chat.loop import Chat

_MOST_NOT_RUN = 5


def preview(chat: Chat) -> None:
    """The report as it would be printed now."""
    chat.talk.give(report_text(chat.state, chat.around))


def write_out(chat: Chat) -> None:
    """The report as a text file in the folder one is in; an older file stays as it is."""
    try:
        path, draft, result = write_report(chat.desk, chat.around)
    except DrafterError as error:
        chat.talk.say(*map(str, error.problems), "没有写成。")
        return
    chat.written = path
    chat.talk.say(f"报告{'草稿' if draft else ''}写在：{path}", summary(result))
    chat.talk.say(
        *(f"没有核对的：{missing}。" for missing in not_run_words(result)[:_MOST_NOT_RUN])
    )
    if draft:
        chat.talk.say("这是草稿：先打“核对”，把需要改的改好，再生成一次。")
    else:
        if doubtful := result.of(Severity.WARNING):
            chat.talk.say(f"有 {len(doubtful)} 处要再看一眼，打“核对”。")
        chat.talk.say("接下来：送审，按上级要求的方式公布，再把这份报告存档。")
    if said := deadline_words(chat.around.today, deadline_of(chat.material())):
        chat.talk.say(said)


def leave(chat: Chat) -> int:
    """The clerk goes: everything is saved, or it is said that it could not be."""
    chat.desk.flush()
    if chat.desk.conflict is not None:
        return _put_aside(chat)
    if chat.desk.trouble is not None:
        chat.talk.say(str(chat.desk.trouble.problems[0]), "最后的改动没有存下来。")
        return ExitCode.UNREADABLE
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
        if chat.desk.conflict is not None:
            _put_aside(chat)
        else:
            chat.talk.say("", _saved_words(chat))


def _put_aside(chat: Chat) -> int:
    """The file is another by now, and the clerk has not said which is to hold: keep both."""
    try:
        place = chat.desk.keep_aside()
    except DrafterError as error:
        chat.talk.say(*map(str, error.problems), "最后的改动没有存下来。")
        return ExitCode.UNREADABLE
    chat.talk.say(f"文件没有动。这里的内容另存为：{place}")
    return ExitCode.OK


def _goodbye(chat: Chat) -> list[str]:
    state = chat.state
    if isinstance(next_step(state), Done):
        return [_saved_words(chat)]
    todo, lacking = len(open_places(state)), len(missing(state))
    left = f"还有 {todo} 步没有做，其中 {lacking} 题必填。" if todo else "还没有确认各部分填完。"
    where = next_step(state)
    at = f"停在{chat.numbered(where.spot)}。" if not hasattr(where, "tasks") else ""
    return [f"{at}{left}", _saved_words(chat)]


def _saved_words(chat: Chat) -> str:
    name = chat.desk.session.name
    if chat.desk.trouble is not None:
        return f"没有存下来：{chat.desk.trouble.problems[0].what}"
    return f"已经保存。接着填：drafter resume {name}"
