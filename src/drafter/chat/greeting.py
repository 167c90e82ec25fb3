"""What is said first: whose report, what is left, how long there is, and how to get help."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from drafter.checks.deadlines import deadline_of
from drafter.desk.remaining import deadline_words
from drafter.interview.moving import shown
from drafter.interview.places import missing, open_places, way
from drafter.interview.state import InterviewState
from drafter.interview.tasks import title_of
from drafter.session.names import NAMED_AFTER

if TYPE_CHECKING:
    from drafter.chat.loop import Chat


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
