"""What is said to a clerk who goes: how far it is, that it is saved, and how to go on."""

from __future__ import annotations

import os
import re
from pathlib import Path

from drafter.desk.desk import Desk
from drafter.interview.next import next_step
from drafter.interview.places import missing, open_places, way
from drafter.interview.state import InterviewState
from drafter.interview.steps import Done, Review, Spot
from drafter.session.places import session_path, sessions_folder

_PLAIN = re.compile(r"[\w./:+-]+")
"""What no shell needs quotes for."""


def number_words(state: InterviewState, spot: Spot) -> str:
    """`第 3/60 题`, of the whole way; "" for a place beside it."""
    order = [place.id for place in way(state)]
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
    if desk.trouble is not None:
        return f"没有存下来：{desk.trouble.problems[0].what}"
    return f"已经保存。接着填：drafter {command} {_typed_name(desk.session.path)}"


def _typed_name(path: Path) -> str:
    """The session as it is named on the command line; one that lies elsewhere by its file."""
    usual = session_path(sessions_folder(), path.stem)
    name = path.stem if os.path.realpath(usual) == str(path) else str(path)
    return name if _PLAIN.fullmatch(name) else f'"{name}"'
