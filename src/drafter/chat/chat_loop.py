"""The chat from greeting to goodbye: shows the next step, and does what was said there."""

from __future__ import annotations

from collections.abc import Iterator

from drafter.chat.chat_commands import Said
from drafter.chat.conversation import Chat
from drafter.chat.signals import Stopped
from drafter.chat.talk import EndedError, LeaveError
from drafter.errors import ExitCode
from drafter.interview.interview_state import InterviewState
from drafter.interview.steps import Ask, Fill, Page, Write, next_step
from drafter.interview.way import missing, open_places, shown, title_of, way
from drafter.session.session_folder import NAMED_AFTER


def run_chat(chat: Chat) -> int:
    """Talk until the clerk leaves; the result is an ExitCode, or 128 and a signal."""
    chat.talk.say(*_greeting(chat))
    try:
        return _talk(chat)
    except KeyboardInterrupt:
        stopped = Stopped(ExitCode.INTERRUPTED - 128)
    except Stopped as signal:
        stopped = signal
    except Exception:
        chat.desk.flush()  # a mistake of ours takes no text along
        raise
    from drafter.chat.farewell_talk import interrupted

    interrupted(chat)
    return stopped.code


def _talk(chat: Chat) -> int:
    try:
        while True:
            _turn(chat)
    except LeaveError:
        from drafter.chat.farewell_talk import leave

        return leave(chat)
    except EndedError:
        from drafter.chat.farewell_talk import ended

        return ended(chat)


def _turn(chat: Chat) -> None:
    """One step, and the command that was said at it."""
    # Each kind of step is imported when it first comes: the first question must not wait.
    step = next_step(chat.state)
    match step:
        case Ask():
            from drafter.chat.question_talk import answer

            said = answer(chat, step)
        case Fill():
            from drafter.chat.table_talk import fill

            said = fill(chat, step)
        case Write():
            from drafter.chat.paragraph_talk import write

            said = write(chat, step)
        case Page():
            from drafter.chat.page_talk import page

            said = page(chat, step)
        case _:
            from drafter.chat.review_talk import review

            said = review(chat, step)
    if isinstance(said, Said):
        from drafter.chat.command_talk import do

        do(chat, said)


def _greeting(chat: Chat) -> Iterator[str]:
    """A few lines; nothing in them needs an answer."""
    state, session = chat.state, chat.desk.session
    title = state.facts.render(state.form.title)
    yield f"{title}（{session.name}）"
    yield _left(state)
    yield from chat.deadline_lines()
    if state.progress.register is not None:
        from drafter.desk.register_at_hand import notes

        yield from notes(state, chat.around.today)
    yield from (f"（{note}）" for note in session.notes)
    if session.read_only:
        yield f"现在只能看：{session.read_only}"
        yield "打“退出”离开，打“帮助”看还能说什么。"
    else:
        yield "每答一题都马上保存，随时可以打“保存退出”。打“帮助”看还能说什么。"


def _left(state: InterviewState) -> str:
    """How much there is to do, and where it begins or goes on."""
    todo, here = open_places(state), shown(state)
    if not todo or here is None:
        return "该问的都问过了。" if not todo else f"还有 {len(todo)} 步。"
    if state.is_express:
        return "先问几题要紧的，其余按惯例填好，一页一页给您看。想一题一题问，打“逐题问”。"
    lacking = len(missing(state))
    must = f"，其中 {lacking} 题必填" if lacking else ""
    where = title_of(state, here.part)
    if len(way(state)) - len(todo) > len(NAMED_AFTER):
        return f"还有 {len(todo)} 步{must}。接着从“{where}”填起，已经答过的不再问。"
    rest = "，别的回车就跳过" if lacking else ""
    return f"一共 {len(todo)} 步{must}{rest}。先问“{where}”，再按部分问下去。"
