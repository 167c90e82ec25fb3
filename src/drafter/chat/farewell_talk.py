"""The report shown and made, and what is said to a clerk who goes."""

from __future__ import annotations

from contextlib import suppress
from itertools import chain

from drafter.chat.conversation import Chat
from drafter.checks.check_output import summary
from drafter.checks.deadlines import deadline_of
from drafter.desk.desk import LOST
from drafter.desk.open_points import deadline_words, left, left_words, saved_words
from drafter.desk.told_findings import not_run_words
from drafter.errors import DrafterError, ExitCode
from drafter.form.definitions import Severity
from drafter.output.output_kinds import ALL, CALLED, Output, outputs_called, split_words
from drafter.output.report_at_hand import NEXT, WrittenReport, report_text, write_report

_MOST_NOT_RUN = 5
_CAN_BE_SAID = (*CALLED, ALL)


def preview(chat: Chat) -> None:
    """The report as it would be printed now."""
    chat.talk.give(report_text(chat.desk, chat.around))
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
    _tell_written(chat, written)
    if not words:
        chat.talk.say("这是文本文件。要别的：生成 Word、生成 网页、生成 全部。")


def leave(chat: Chat) -> int:
    """The clerk goes: everything is saved, or it is said that it could not be."""
    chat.desk.flush()
    if chat.desk.trouble is not None:
        return _put_aside(chat)
    still = left_words(left(chat.desk, chat.around))
    chat.talk.say(*([still] if still else []), saved_words(chat.desk, "resume"))
    return ExitCode.OK


def ended(chat: Chat) -> int:
    """There is no more input: in a pipe that may be before the end, and has its own code."""
    # A script that fed the answers must see that the report is not whole.
    code = leave(chat)
    if code != ExitCode.OK or not chat.talk.piped or not left(chat.desk, chat.around):
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
        chat.talk.say(chat.desk.keep_aside())
    except DrafterError as error:
        chat.talk.say(*map(str, error.problems), LOST)
        return ExitCode.UNREADABLE
    return ExitCode.OK if conflict is not None else ExitCode.UNREADABLE


def _tell_written(chat: Chat, written: WrittenReport) -> None:
    """Where the files are, what was not checked, and what comes next."""
    head, result = "报告草稿" if written.draft else "报告", written.result
    chat.talk.say(*(f"{head}写在：{path}" for path in written.paths))
    chat.talk.say(summary(result), *written.notes)
    chat.talk.say(
        *(f"没有核对的：{missing}。" for missing in not_run_words(result)[:_MOST_NOT_RUN])
    )
    if written.draft:
        chat.talk.say(written.draft_words)
    else:
        if doubtful := result.of(Severity.WARNING):
            chat.talk.say(f"有 {len(doubtful)} 处要再看一眼，打“核对”。")
        chat.talk.say(NEXT)
    last = deadline_of(chat.state.facts, chat.around.packs)
    if written.draft and (said := deadline_words(chat.around.today, last)):
        chat.talk.say(said)
