"""What a line at a table says: shorthand, else free text; and its figures as numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from drafter.chat.phrases import Figures, read_phrase
from drafter.draft.answers_file import read_figure
from drafter.draft.misread import Misread
from drafter.draft.units import MEASURES
from drafter.errors import Problem
from drafter.form.arithmetic import Figure
from drafter.form.model import Address
from drafter.interview.steps import Fill

if TYPE_CHECKING:
    from drafter.chat.loop import Chat

_COUNTED = re.compile(rf"[0-9０-９一二两三四五六七八九十百]\s*{MEASURES}")
"""A figure as prose has it, with its measure word."""


def hear_line(chat: Chat, step: Fill, line: str) -> Figures | Problem:
    """Shorthand, else what free text says of this table."""
    heard = read_phrase(chat.state.form, step.table, line)
    return heard if isinstance(heard, Figures) else _free_text(chat, step, line, heard)


def read_figures(chat: Chat, heard: Figures) -> list[tuple[Address, Figure]] | Problem:
    """The figures as numbers, or the first that is none."""
    form, read = chat.state.form, []
    for address, raw in heard.given:
        figure = read_figure(form.cells[address], raw)
        if isinstance(figure, Misread):
            return Problem(form.place(address), figure.what, figure.fix)
        read.append((address, figure))
    return read


def _free_text(chat: Chat, step: Fill, line: str, problem: Problem) -> Figures | Problem:
    if not _COUNTED.search(line):
        return problem
    from drafter.desk.hearing import hear  # few clerks need it, and it takes a while

    year = chat.material().year or chat.around.today.year - 1
    found = hear(chat.state.form, step.table, line, year)
    if found.figures:
        return Figures(found.figures, left=found.left)
    return problem if not found.left else Problem(step.table.short, found.left[0], problem.fix)
