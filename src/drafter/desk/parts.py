"""Every part said to be finished at once, as one step to undo."""

from __future__ import annotations

from drafter.errors import Problem
from drafter.interview.passing import finish_part
from drafter.interview.places import parts
from drafter.interview.state import InterviewState
from drafter.interview.tasks import Status, task_list


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
