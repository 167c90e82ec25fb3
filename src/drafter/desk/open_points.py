"""What still stands open before the report can be final, and what is said to a clerk who goes."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from drafter.desk.clerk_words import number_of
from drafter.desk.desk import Desk
from drafter.draft.draft_cells import open_cells, unused_cells
from drafter.draft.unfinished_places import marked
from drafter.interview.interview_state import InterviewState, PlaceKind, table_place, text_place
from drafter.interview.last_year import unsettled
from drafter.interview.paragraphs import changed_texts
from drafter.interview.steps import Done, Review, Spot, next_step
from drafter.interview.way import is_answered, missing, open_places, way
from drafter.session.session_folder import session_path, sessions_folder

_PLAIN = re.compile(r"[\w./:+-]+")
"""What no shell needs quotes for."""


class Item(NamedTuple):
    """One thing that stands open, and where to go for it."""

    what: str
    where: str


def open_items(state: InterviewState) -> Iterator[Item]:
    """Everything the clerk still has to look at, kind by kind in the order of asking."""
    form = state.form
    shorts = {section.id: section.short for section in form.sections}
    for address in missing(state):
        yield Item(f"{form.place(address)}：必填，还没有回答", address)
    # Cells marked 待核 count here, too: the mark alone leaves them the form's zero.
    for table in dict.fromkeys(form.cells[a].table for a in open_cells(form, state.draft)):
        yield Item(f"{form.tables[table].short}：有的格子没有看过", table_place(table))
    for place in way(state):
        if place.kind is PlaceKind.TEXT and not is_answered(state, place):
            yield Item(f"{shorts[place.section]}的文字：还没有采用", place.name)
    for address in marked(state.facts):
        yield Item(f"{form.place(address)}：标了待核", address)
    for changed in changed_texts(state):
        what = f"{shorts[changed.section]}的文字：写好以后事实变了"
        yield Item(what, text_place(changed.section))
    for address in unsettled(state):
        yield Item(f"{form.place(address)}：上年结转的数字还没有核对", address)


def skipped_count(state: InterviewState) -> int:
    """How many questions were left without an answer that need none."""
    questions = (place for place in way(state) if place.kind is PlaceKind.QUESTION)
    unanswered = [place for place in questions if not is_answered(state, place)]
    return len(unanswered) - len(missing(state))


def unused_words(state: InterviewState) -> str:
    """What is kept and does not count; "" where nothing is."""
    form, kept = state.form, unused_cells(state.form, state.draft)
    tables = dict.fromkeys(form.tables[form.cells[address].table].short for address in kept)
    said = f"有 {len(kept)} 格以前填过、现在没有用到（未使用），报告里不算。"
    return f"{'、'.join(tables)}{said}" if kept else ""


def deadline_words(today: date, last: date | None) -> str:
    """`距公布期限1月31日还有 11 天。`; "" where there is no deadline to tell."""
    if last is None:
        return ""
    days = (last - today).days
    day = f"{last.year}年{last.month}月{last.day}日"
    if days > 0:
        return f"距公布期限{day}还有 {days} 天。"
    return f"公布期限就是今天（{day}）。" if days == 0 else f"公布期限{day}已经过了 {-days} 天。"


def days_left_words(today: date, last: date | None) -> str:
    """The same for the frame of the screen, in few words: `距1月31日还有 11 天`."""
    if last is None:
        return ""
    days, day = (last - today).days, f"{last.month}月{last.day}日"
    if days > 0:
        return f"距{day}还有 {days} 天"
    return "今天是公布期限" if days == 0 else f"{day}的期限已过 {-days} 天"


def number_words(state: InterviewState, spot: Spot) -> str:
    """`第 3/60 题`, of the whole way; "" for a place beside it."""
    number = number_of(state, spot.place)
    return f"第 {number}/{len(way(state))} 题" if number else ""


def left_words(state: InterviewState) -> str:
    """Where the clerk stops and what is left; "" when all is done."""
    step = next_step(state)
    if isinstance(step, Done):
        return ""
    # Steps, not questions: a table or a paragraph is one of them.
    todo, lacking = len(open_places(state)), len(missing(state))
    left = f"还有 {todo} 步没有做，其中 {lacking} 题必填。" if todo else "还没有确认各部分填完。"
    at = "" if isinstance(step, Review) else f"停在{number_words(state, step.spot)}。"
    return f"{at}{left}"


def saved_words(desk: Desk, command: str) -> str:
    """That it is saved, and the command that goes on with it; or why it is not."""
    if desk.session.read_only:
        return f"这次只看，什么也没有改：{desk.session.read_only}"
    if desk.trouble is not None:
        return f"没有存下来：{desk.trouble.problems[0].what}"
    return f"已经保存。接着填：drafter {command} {_typed_name(desk.session.path)}"


def _typed_name(path: Path) -> str:
    """The session as it is named on the command line; one that lies elsewhere by its file."""
    # By its real path: the folder may be a link, and the name alone would open another file.
    usual = session_path(sessions_folder(), path.stem)
    name = path.stem if os.path.realpath(usual) == str(path) else str(path)
    return name if _PLAIN.fullmatch(name) else f'"{name}"'
