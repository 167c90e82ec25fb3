"""What only the whole line tells: its totals, 都公开了, 结转, and what cannot be so."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from drafter.draft.relation_trials import broken_by
from drafter.draft.typed_figures import Misread, read_count
from drafter.form.arithmetic import Figure
from drafter.form.definitions import Address
from drafter.form.form_texts import figure as shown
from drafter.typed_lines.cell_names import parts_wanted
from drafter.typed_lines.table_words import Cells
from drafter.typed_lines.typed_line import Total, TypedLine, short


def settle(line: TypedLine) -> None:
    """What depends on the whole line: totals, 都公开了, 结转."""
    for column, raw, said in line.carried:
        _settle_carried(line, column, raw, said)
    results = line.words.results
    told = [*line.spreads, *(t for t in line.totals if t.cells <= results)]
    if line.closed and not told and not results & line.values.keys():
        line.out.left.append(f"“{short(line.closed)}”没有写明是哪一种结果。")
    only = _only_column(line)
    for total in line.totals:
        _settle_total(line, total, only)
    open_ = [t for t in line.totals if not t.cells & line.values.keys() and t.value]
    for spread in line.spreads:
        if any(t.cells <= line.words.results for t in open_):
            line.out.left.append(f"“{short(spread[3])}”：别的办理结果还没有写全，没有记。")
            continue
        _spread(line, *spread)
    _doubt_excess(line)
    _doubt_broken(line)
    given = {address for address, value in line.values.items() if value}
    line.out.doubts += [said for cells, said in line.words.unusual if cells & given]
    for address in line.twice:
        label = line.form.cells[address].label
        line.out.left.append(f"“{label}”写了两个不同的数，没有记。")
        line.out.cells.pop(address, None)


def _doubt_excess(line: TypedLine) -> None:
    """More was answered than came in: one of the figures of the line cannot be so."""
    came = _told(line, line.words.new), _told(line, line.words.into)
    gone = _told(line, line.words.results | line.words.out)
    if came[0] is None or gone is None or gone <= came[0] + (came[1] or 0):
        return
    if came[1] is not None or not any(line.standing.values.get(a) for a in line.words.into):
        line.out.doubts.append("办结和结转的比收到的多，请核对。")


def _doubt_broken(line: TypedLine) -> None:
    """Figures of this line that the form's own relations set against each other."""
    for relation in line.form.relations:
        own = relation.table == line.words.table.id and relation.when is None
        if not own or relation.crosses_years or not relation.terms:
            continue
        if all(not t.address or t.address in line.values for t in relation.terms):
            found = broken_by(relation, lambda term: line.values.get(term.address, 1))
            if found is not None:
                line.out.doubts.append(f"请核对：{found.said}。")


def _told(line: TypedLine, cells: Cells) -> Figure | None:
    """What this line says of the cells together; None for nothing."""
    parts = [line.values[a] for a in cells if a in line.values]
    rows = [t.value for t in line.totals if t.cells <= cells]
    whole: Figure = sum(rows, start=Decimal(0))
    told: Figure = sum(parts, start=Decimal(0))
    return max(whole, told) if parts or rows else None


def _settle_carried(line: TypedLine, column: Cells, raw: str, said: str) -> None:
    """结转 goes the one way in which this column balances."""
    value = read_count(raw)
    fits = []
    for row, sign in ((line.words.into, 1), (line.words.out, -1)):
        (address,) = row & column or (None,)
        if address is None or isinstance(value, Misread) or address in line.values:
            continue
        come = _sum_of(line, (line.words.new | line.words.into) & column)
        gone = _sum_of(line, (line.words.results | line.words.out) & column)
        if gone + come and come - gone + sign * value == 0:
            fits.append(address)
    if len(fits) != 1 or isinstance(value, Misread):
        line.unplaced(said, f"没有写明是{line.words.either}")
        return
    line.put(fits[0], raw, value)
    label = line.form.cells[fits[0]].label
    line.out.doubts.append(f"“{short(said)}”按收办平衡记为“{label}”。")


def _sum_of(line: TypedLine, cells: Iterable[Address]) -> Figure:
    total: Figure = 0
    for address in cells:
        total += line.values.get(address, line.standing.values.get(address, 0))
    return total


def _only_column(line: TypedLine) -> Cells | None:
    """Where all applicants are of one kind, the cells of that kind."""
    rows = line.words.new | line.words.into
    known = {**line.standing.values, **line.values}
    columns = {a.rpartition("/")[2] for a in rows if known.get(a)}
    if len(columns) != 1:
        return None
    (column,) = columns
    return frozenset(a for a in line.words.typed if a.rpartition("/")[2] == column)


def _settle_total(line: TypedLine, total: Total, only: Cells | None) -> None:
    parts = [a for a in total.cells if a in line.values]
    made = _plain_sum(line, parts)
    if parts:
        line.out.totals[total.cells] = total.value
        if made != total.value:
            said = f"“{short(total.said)}”：各项加起来是 {shown(made)}"
            line.out.left.append(f"{said}，不是 {shown(total.value)}，请核对。")
        return
    if total.value == 0:
        for address in sorted(total.cells & line.standing.used or total.cells):
            line.put(address, "0", 0)
        return
    for cells in (
        total.cells & only if only else frozenset(),
        total.cells & line.standing.used,
    ):
        if len(cells) == 1:
            (address,) = cells
            line.put(address, shown(total.value), total.value)
            return
    line.out.totals[total.cells] = total.value
    line.out.left.append(f"“{short(total.said)}”没有记：{parts_wanted(line, total.cells)}。")


def _plain_sum(line: TypedLine, cells: Iterable[Address]) -> Figure:
    total: Figure = 0
    for address in cells:
        total += line.values[address]
    return total


def _spread(line: TypedLine, row: Cells, column: Cells | None, rest: bool, said: str) -> None:
    """都公开了: in each column what was received and carried in, less the rest's others."""
    known = {**line.standing.values, **line.values}
    taken = False
    for address in sorted(row & column if column else row):
        of = address.rpartition("/")[2]
        mine = {a for a in line.words.typed if a.rpartition("/")[2] == of}
        hand = sum(known.get(a, 0) for a in (line.words.new | line.words.into) & mine)
        others = sum(
            known.get(a, 0) for a in (line.words.results | line.words.out) & mine if a != address
        )
        if not hand:
            continue
        if (others and not rest) or others > hand:
            line.out.left.append(f"“{short(said)}”：别的办理结果里已经有数，没有记。")
            return
        line.put(address, shown(hand - others), hand - others)
        taken = True
    if not taken:
        line.out.left.append(f"“{short(said)}”：还不知道一共有多少件，没有记。")
    elif rest or not (line.words.new | line.words.into) & line.values.keys():
        line.out.doubts.append(f"“{short(said)}”的件数是算出来的。")
