"""Checks across forms: what two yearly reports of one organ both state must not differ.

Which cells these are stands in words.yaml of one of the forms, under `pairs`.
"""

from collections.abc import Iterator
from typing import NamedTuple

from drafter.checks.check_catalogue import Hit, Missing, check
from drafter.checks.field_words import Pair
from drafter.checks.finding import Elsewhere
from drafter.checks.material import Material, OtherReport
from drafter.checks.year_checks import is_same_organ
from drafter.draft.draft_facts import Facts
from drafter.form.arithmetic import Figure, difference, format_figure
from drafter.form.definitions import Address, Severity


@check("X01", Severity.WARNING, source="drafter")
def same_matters(material: Material) -> Iterator[Hit | Missing]:
    """两种年报里说的是同一件事的数一致。

    Why: 同一机关、同一年的两种年报在同一天前公布，同一批决定的数不一样，总有一份写错了。
    Fix: 核对台账，改正其中一份；口径不同的，写明理由后关闭这条提醒。
    """
    yield from _compared(material, expected=True)


@check("X02", Severity.NOTE, source="drafter")
def like_matters(material: Material) -> Iterator[Hit | Missing]:
    """两种年报里说的是差不多的事的数相近。

    Why: 口径可能不同，所以只是提示；相差多的，看一看有没有漏统计。
    Fix: 核对两份年报的统计口径。
    Example: 一份年报许可和不予许可共 110，另一份的许可决定是 100 → 差 10。
    """
    yield from _compared(material, expected=False)


def _compared(material: Material, *, expected: bool) -> Iterator[Hit | Missing]:
    pairs = [pair for pair in material.words.pairs if pair.expected is expected]
    others = [other for other in material.beside if _is_same(material.facts, other.facts)]
    if pairs and not any(other.facts.form.id in pair.forms for pair in pairs for other in others):
        yield Missing("没有和本机关同一年的另一种年报一起核对")
    for pair in pairs:
        for other in others:
            if other.facts.form.id in pair.forms:
                yield from _difference(material.facts, other, pair)


def _is_same(one: Facts, other: Facts) -> bool:
    """Whether they are of one organ and one year."""
    known = one.draft.year is not None and bool(one.draft.organ and other.draft.organ)
    same_year = one.draft.year == other.draft.year
    return known and same_year and is_same_organ(one.draft.organ, other.draft.organ)


def _difference(facts: Facts, other: OtherReport, pair: Pair) -> Iterator[Hit | Missing]:
    here, there = _sum(facts, pair.here), _sum(other.facts, pair.there)
    if here is None or there is None:
        yield Missing("两份年报里有一份还没有填到这里", pair.says)
        return
    if here.value == there.value:
        return
    apart = format_figure(difference(here.value, there.value))
    name = f"{other.facts.form.name}（{other.file}）"
    what = f"这里{here.said}，{name}{there.place}{there.said}，差 {apart}（{pair.says}）。"
    yield Hit(
        pair.here[0],
        what,
        others=pair.here[1:],
        seen=(format_figure(here.value), format_figure(there.value)),
        elsewhere=Elsewhere(other.file, pair.there, there.place, format_figure(there.value)),
    )


class _Sum(NamedTuple):
    """Some cells of a report together: where they stand, and what they come to."""

    place: str
    said: str
    value: Figure


def _sum(facts: Facts, addresses: tuple[Address, ...]) -> _Sum | None:
    """None where a table of theirs is still being filled in, or the form has no such cell."""
    form = facts.form
    if any(address not in form.cells for address in addresses):
        return None
    tables = {form.cells[address].table for address in addresses}
    if any(form.cells[address].table in tables for address in facts.open_cells):
        return None
    # As the file prints them: a total that was stated is the one its readers compare.
    values: list[Figure] = [
        facts.draft.stated.get(address, facts.figures[form.arithmetic.index[address]])
        for address in addresses
    ]
    cells = [form.cells[address] for address in addresses]
    one_row = len({cell.row for cell in cells}) == 1
    labels = [cell.column_path[-1].short if one_row else cell.label for cell in cells]
    place = form.place(addresses[0]) if len(addresses) == 1 else _together(facts, addresses)
    value: Figure = sum(values)
    said = f"是 {format_figure(value)}"
    terms = [f"{label} {format_figure(v)}" for label, v in zip(labels, values, strict=True) if v]
    if len(terms) > 1:
        said = f"{' + '.join(terms)} = {format_figure(value)}"
    return _Sum(place, said, value)


def _together(facts: Facts, addresses: tuple[Address, ...]) -> str:
    table = facts.form.cells[addresses[0]].table
    return facts.form.tables[table].short
