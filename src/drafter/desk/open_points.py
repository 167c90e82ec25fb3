"""What still stands open before the report can be final, and what is said to a clerk who goes."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from drafter.desk.desk import Desk
from drafter.errors import Problem
from drafter.form.definitions import Form
from drafter.interview.interview_state import InterviewState, table_place, text_place
from drafter.interview.progress import finish_part
from drafter.interview.steps import Done, Review, Spot, next_step
from drafter.interview.task_list import Status, task_list
from drafter.interview.way import missing, open_places, parts, way
from drafter.session.session_folder import session_path, sessions_folder


class Item(NamedTuple):
    """One thing that stands open, and where to go for it."""

    what: str
    where: str


def open_items(form: Form, step: Review) -> tuple[Item, ...]:
    """Everything the clerk still has to look at, in the order of asking by kind."""
    return tuple(_items(form, step))


def unused_words(form: Form, step: Review) -> str:
    """What is kept and does not count; "" where nothing is."""
    if not step.kept:
        return ""
    tables = dict.fromkeys(form.cells[address].table for address in step.kept)
    shorts = "、".join(form.tables[table].short for table in tables)
    return f"{shorts}有 {len(step.kept)} 格以前填过、现在没有用到（未使用），报告里不算。"


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
    """The same in few words: `距1月31日还有 11 天`."""
    if last is None:
        return ""
    days, day = (last - today).days, f"{last.month}月{last.day}日"
    if days > 0:
        return f"距{day}还有 {days} 天"
    return "今天是公布期限" if days == 0 else f"{day}的期限已过 {-days} 天"


def _items(form: Form, step: Review) -> Iterator[Item]:
    shorts = {section.id: section.short for section in form.sections}
    for address in step.missing:
        yield Item(f"{form.place(address)}：必填，还没有回答", address)
    for table in step.tables:
        yield Item(f"{form.tables[table].short}：有的格子没有看过", table_place(table))
    for section in step.texts:
        yield Item(f"{shorts[section]}的文字：还没有采用", text_place(section))
    for address in step.verify:
        yield Item(f"{form.place(address)}：标了待核", address)
    for changed in step.changed:
        section = changed.section
        yield Item(f"{shorts[section]}的文字：写好以后事实变了", text_place(section))
    for address in step.unsettled:
        yield Item(f"{form.place(address)}：上年结转的数字还没有核对", address)


def finish_all_parts(state: InterviewState) -> InterviewState:
    """The state with no part left unfinished."""
    for part in parts(state):
        if part not in state.progress.finished:
            after = finish_part(state, part)
            state = state if isinstance(after, Problem) else after
    return state


def troubles(state: InterviewState) -> list[str]:
    """What is the matter with parts that were said to be finished, a line each."""
    tasks = task_list(state)
    return [f"{task.title}：{task.reason}" for task in tasks if task.status is Status.TROUBLED]


_PLAIN = re.compile(r"[\w./:+-]+")
"""What no shell needs quotes for."""


def number_words(state: InterviewState, spot: Spot) -> str:
    """`第 3/60 题`, of the whole way; "" for a place beside it."""
    order = [place.name for place in way(state)]
    if spot.place not in order:
        return ""
    return f"第 {order.index(spot.place) + 1}/{len(order)} 题"


def left_words(state: InterviewState) -> str:
    """Where the clerk stops and what is left; "" when all is done."""
    step = next_step(state)
    if isinstance(step, Done):
        return ""
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
    usual = session_path(sessions_folder(), path.stem)
    name = path.stem if os.path.realpath(usual) == str(path) else str(path)
    return name if _PLAIN.fullmatch(name) else f'"{name}"'
