"""A clerk who knows what a draft says: types it, prompt by prompt, as the chat asks for it."""

from __future__ import annotations

from collections import deque

from drafter.chat.chat_commands import read_command
from drafter.desk.table_phrases import tell_figures
from drafter.draft.draft_model import Record
from drafter.draft.typed_figures import read_figure
from drafter.form.definitions import Kind
from drafter.interview.interview_state import PageKind, page_of, table_place, text_place
from drafter.interview.steps import Ask, Fill, Page, Write, next_step
from drafter.interview.transcript import (
    Accept,
    Answer,
    Cells,
    Finish,
    RestZero,
    Skip,
    Take,
    Unsure,
)
from drafter.interview.way import way


class Clerk:
    """`line(state)` is what to type at the prompt that the chat shows now."""

    def __init__(self, form, draft, acts):
        self.form, self.draft = form, draft
        self.acts = deque(acts)
        self.more = deque()
        """Lines still to be typed for the act at hand."""

    def line(self, state) -> str:
        while not self.more:
            if not self.acts:
                return "保存退出"
            self._plan(state, next_step(state))
        return self.more.popleft()

    def _plan(self, state, step):
        act = self.acts[0]
        at = step.spot.place if isinstance(step, Ask | Fill | Write | Page) else ""
        place = _place(self.form, act)
        if isinstance(act, Finish):
            self.acts = deque(a for a in self.acts if not isinstance(a, Finish))
            self.more.append("完成 全部")
            return
        if at != place:
            if isinstance(act, Skip):  # the chat has gone on by itself
                self.acts.popleft()
            else:
                self.more.append(f"去 {self._name(state, place)}")
            return
        self.acts.popleft()
        match act:
            case Answer(where, raw) if where.startswith(text_place("")):
                self.more.extend(["写", f"{raw}\n完"])
            case Answer(where, raw):
                self.more.extend(self._answer(self.form.questions[where], raw))
            case Cells(_, figures):
                read = [(a, read_figure(self.form.cells[a], f)) for a, f in figures.items()]
                self.more.extend([tell_figures(self.form, read), "是"])
            case RestZero():
                self.more.extend(["其余为零", ""])
            case Accept():
                self.more.append("")
            case Take(ticked=ticked):
                self.more.extend(_page_lines(step, ticked))
            case Skip():
                self.more.append("跳过")
            case Unsure():
                self.more.append("不确定")
            case _:
                raise AssertionError(act)

    def _answer(self, question, raw):
        if question.kind is Kind.RECORDS:
            value = self.draft.answers[question.id]
            entries = [entry for entry in value if isinstance(entry, Record)]
            if not entries:
                return ["无"]
            return [*(e[f.id] for e in entries for f in question.fields), ""]
        assert isinstance(raw, str), raw
        if question.kind is Kind.PROSE:
            return [f"{raw}\n完"]
        return [f"、{raw}" if read_command(raw, lambda _: False) else raw]

    def _name(self, state, place):
        order = [known.name for known in way(state)]
        if place in order:
            return str(order.index(place) + 1)
        return self.form.questions[place].label


def _page_lines(step, ticked):
    """By number: what there was, or what is to be left out of a page to be read."""
    numbered = list(enumerate(step.lines, 1))
    if step.kind in (PageKind.EVENTS, PageKind.EXTRAS):
        yield " ".join(str(number) for number, line in numbered if line.id in ticked) or "无"
        return
    for number, line in numbered:
        if line.ticked and line.id not in ticked:
            yield f"不要 {number}"
    yield ""


def _place(form, act):
    match act:
        case Take(kind):
            return page_of(form, kind).name
        case Answer(where) | Skip(where) | Unsure(where):
            return where
        case Cells(table) | RestZero(table):
            return table_place(table)
        case Accept(section):
            return text_place(section)
    return ""
