"""What still stands between a draft and a finished report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from drafter.draft.facts import Facts, missing_answers
from drafter.draft.model import open_cells
from drafter.draft.relations import trials_of
from drafter.errors import Problem
from drafter.form.model import Address, Section, Severity


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


def section_paragraphs(facts: Facts, section: Section) -> tuple[str, ...]:
    """The clerk's own paragraphs where there are any, else the drafted ones."""
    own = facts.draft.texts.get(section.id)
    if own is None:
        return facts.paragraphs(section)
    return tuple(line.strip() for line in own.split("\n") if line.strip())


def _answers(facts: Facts) -> Iterator[Gap]:
    for question in missing_answers(facts):
        where = facts.form.place(question.id)
        yield Gap(question.id, Problem(where, "还没有回答。", f"回答：{question.ask}"))


def _sections(facts: Facts) -> Iterator[Gap]:
    for section in facts.form.sections:
        if section.text and not section.optional and not section_paragraphs(facts, section):
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
    form = facts.form
    for address in (*form.questions, *form.cells):
        if address in facts.draft.verify:
            yield Gap(address, Problem(form.place(address), "标记了待核。", "核实后去掉待核标记。"))
