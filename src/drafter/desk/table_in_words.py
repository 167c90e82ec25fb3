"""A table in words: its rows with figures, and whether each column balances."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from drafter.checks.material import Material
from drafter.checks.table_evidence import diagnoses_of
from drafter.checks.table_repair import EQUAL, Diagnosis, tell
from drafter.draft.draft_facts import Facts
from drafter.draft.draft_model import Origin
from drafter.draft.relation_trials import Break, broken_by, finder, side_sum
from drafter.form.arithmetic import format_figure
from drafter.form.definitions import Address, Form, Line, Relation, Table
from drafter.interview.interview_state import InterviewState
from drafter.interview.steps import CellState, Fill

_MOST_WAYS = 3
_UNSEEN = "未填"


def table_lines(fill: Fill, *, whole: bool = False) -> list[str]:
    """The rows in use (or all of them), each with its columns and figures."""
    every = [(b.row_leaves, b.column_leaves) for b in fill.table.blocks]
    blocks = every if whole else [(b.rows, b.columns) for b in fill.blocks]
    columns: dict[str, list[Line]] = {}
    known = {row.id: row for rows, _ in reversed(blocks) for row in rows}
    for rows, across in blocks:
        for row in rows:  # one that goes on in a second block is told once
            columns.setdefault(row.id, []).extend(across)
    lines = (_row(fill, known[row], across) for row, across in columns.items())
    return [line for line in lines if line]


def last_lines(fill: Fill) -> list[str]:
    """Last year's figures that are not zero, row by row."""
    rows: dict[str, list[str]] = {}
    for cell in fill.table.cells:
        if last := fill.cells[cell.address].last:
            said = f"{cell.column_path[-1].short} {format_figure(last)}".strip()
            rows.setdefault(cell.row_path[-1].short, []).append(said)
    return [f"  {row}：{'，'.join(said)}" if row else "，".join(said) for row, said in rows.items()]


def balance_lines(facts: Facts, table: Table, columns: Collection[str] = ()) -> list[str]:
    """Of every column with figures (or of these only): even, or what it lacks, in words."""
    find, found = finder(facts), list(_balances(facts, table, columns))
    lines = [f"  {broken.said}。" for _, broken in found if broken]
    # A column of zeros is even too, but there is nothing to tell of it.
    even = [each.at for each, broken in found if not broken and side_sum(each.left, find)]
    return [*lines, f"  平了：{'、'.join(dict.fromkeys(even))}。"] if even else lines


def broken_lines(state: InterviewState, material: Material, table: Table) -> list[str]:
    """What does not balance, and what would mend it, where few cells in use could."""
    lines = [f"  {broken.said}。" for _, broken in _balances(state.facts, table) if broken]
    for diagnosis in diagnoses_of(material, table.id) if lines else ():
        fitting = _in_use(state, diagnosis)
        if 1 <= fitting.equally_good <= _MOST_WAYS:
            lines.append(f"  {tell(state.form, fitting)}")
    return lines


def is_uneven(facts: Facts, table: Table) -> bool:
    """Whether a relation that must hold does not, in this table."""
    return any(broken for _, broken in _balances(facts, table))


def total_lines(state: InterviewState, table: Table, rows: Collection[str]) -> list[str]:
    """The totals of these rows as they now are."""
    form, figures = state.form, state.facts.figures
    said = [
        f"{cell.label} {format_figure(figures[form.arithmetic.index[cell.address]])}"
        for cell in table.cells
        if cell.row in rows and cell.address in form.computed
    ]
    return [f"  {'，'.join(said)}。"] if said else []


def line_help(form: Form, named: Collection[Address]) -> list[str]:
    """What the form says of the rows and columns of these cells."""
    found: dict[str, Line] = {}
    cells = [form.cells[address] for address in named]
    rows = {cell.row for cell in cells}
    for cell in cells:
        path = cell.row_path if len(rows) == 1 else cell.column_path
        for line in (path[-1], *((cell.column_path[-1],) if len(cells) == 1 else ())):
            found.setdefault(line.label, line)
    lines = []
    for line in found.values():
        parts = (("计入", line.counts), ("不计入", line.excludes), ("依据", line.source))
        said = [f"{title}：{text}" for title, text in parts if text]
        if not line.short:  # the only row of a table, which has no name
            continue
        lines.append(f"“{line.short}”" + ("：" if said else "没有另外的说明。"))
        lines += [f"  {text}" for text in said]
    return lines


def _balances(
    facts: Facts, table: Table, columns: Collection[str] = ()
) -> Iterator[tuple[Relation, Break | None]]:
    """The balances of these columns, or of all, each with what is wrong with it."""
    find = finder(facts)
    for relation in facts.form.balances(table.id):
        # The balance of the totals is an echo of the others.
        echo = facts.form.computed.issuperset(relation.addresses)
        if not echo and (not columns or relation.along in columns):
            yield relation, broken_by(relation, find)


def _in_use(state: InterviewState, diagnosis: Diagnosis) -> Diagnosis:
    """The diagnosis without the repairs that change what the gates leave out."""
    # The diagnosis knows no gates; without these repairs others may be the likeliest.
    repairs = tuple(
        repair
        for repair in diagnosis.repairs
        if not any(change.address in state.closed for change in repair.changes)
    )
    best = max((repair.plausibility for repair in repairs), default=0.0)
    good = sum(1 for repair in repairs if repair.plausibility >= EQUAL * best)
    return diagnosis._replace(repairs=repairs, equally_good=good)


def _row(fill: Fill, row: Line, columns: Collection[Line]) -> str:
    cells = {column: fill.cells.get(f"{fill.table.id}/{row.id}/{column.id}") for column in columns}
    known = {column: cell for column, cell in cells.items() if cell is not None}
    if not known:
        return ""
    said = [f"{column.short} {_figure(cell)}" for column, cell in known.items()]
    asked = [cell for cell in known.values() if cell.cell.origin is not Origin.COMPUTED]
    if len(asked) > 1 and all(_figure(cell) == _UNSEEN for cell in asked):
        said = [_UNSEEN]
    elif len(asked) > 1 and all(_figure(cell) == "0" for cell in known.values()):
        said = ["都是 0"]
    return f"  {row.short}：{'，'.join(said)}" if row.short else f"  {'，'.join(said)}"


def _figure(state: CellState) -> str:
    if not state.used:
        kept = "" if state.kept is None else f"（未使用的 {format_figure(state.kept)}）"
        return f"不用填{kept}"
    shown = format_figure(state.cell.value)
    if state.verify:
        shown += "（待核）"
    return _UNSEEN if state.cell.origin is Origin.DEFAULT and not state.verify else shown
