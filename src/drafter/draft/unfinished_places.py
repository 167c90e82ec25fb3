"""What still stands between a draft and a finished report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from drafter.draft.draft_cells import closed_cells, open_cells
from drafter.draft.draft_facts import Facts, missing_answers
from drafter.draft.relation_trials import trials_of
from drafter.errors import Problem
from drafter.form.definitions import Address, Severity


class Gap(NamedTuple):
    """One thing missing or wrong, and where."""

    address: Address
    problem: Problem


def gaps(facts: Facts) -> Iterator[Gap]:
    """Everything that a final report must not have, in the order of the form."""
    yield from _answers(facts)
    yield from _sections(facts)
    yield from _tables(facts)
    yield from _relations(facts)
    yield from _marks(facts)


def marked(facts: Facts) -> Iterator[Address]:
    """What is marked 待核 and counts: not what is no longer asked, nor a cell put out of use."""
    form = facts.form
    unused = closed_cells(form, facts.answers)
    for question in form.questions.values():
        if question.id in facts.draft.verify and facts.asked(question):
            yield question.id
    yield from (a for a in form.cells if a in facts.draft.verify and a not in unused)


def _answers(facts: Facts) -> Iterator[Gap]:
    for question in missing_answers(facts):
        where = facts.form.place(question.id)
        yield Gap(question.id, Problem(where, "还没有回答。", f"回答：{question.ask}"))


def _sections(facts: Facts) -> Iterator[Gap]:
    for section in facts.form.sections:
        if section.text and not section.optional and not facts.printed(section):
            yield Gap(
                section.id,
                Problem(
                    section.short, "这一部分还没有内容。", "回答这一部分的问题，或自己写一段。"
                ),
            )


def _tables(facts: Facts) -> Iterator[Gap]:
    left: dict[str, list[Address]] = {}
    for address in open_cells(facts.form, facts.draft):
        left.setdefault(facts.form.cells[address].table, []).append(address)
    for table_id, addresses in left.items():
        what = f"有 {len(addresses)} 格没有人看过（仍是预置的 0）。"
        where = facts.form.tables[table_id].short
        yield Gap(
            addresses[0],
            Problem(where, what, "填写，或在“tables”下给这张表写“confirmed: true”，确认其余为零。"),
        )


def _relations(facts: Facts) -> Iterator[Gap]:
    for trial in trials_of(facts):
        broken = trial.broken
        if broken and broken.relation.verb.severity is Severity.ERROR:
            sides = (*broken.relation.left, *broken.relation.right)
            address = next(t.address for side in sides for t in side.terms if t.address)
            yield Gap(
                address, Problem(facts.form.place(address), f"{broken.said}。", "核对这几格。")
            )


def _marks(facts: Facts) -> Iterator[Gap]:
    for address in marked(facts):
        where = facts.form.place(address)
        yield Gap(address, Problem(where, "标记了待核。", "核实后去掉待核标记。"))
