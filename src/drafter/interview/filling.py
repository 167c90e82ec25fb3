"""The step of a table: what of it is in use, and how every cell stands."""

from __future__ import annotations

from collections.abc import Mapping

from drafter.draft.model import Cell, Origin, open_cells, unused_cells
from drafter.form.arithmetic import Figure
from drafter.form.model import Address, Block, Form, Table
from drafter.interview.carried import unsettled
from drafter.interview.state import InterviewState
from drafter.interview.steps import CellState, Fill, FillBlock, Spot


def fill_step(state: InterviewState, spot: Spot, cursor: Address) -> Fill:
    """The table at `spot`."""
    form, draft = state.form, state.draft
    table = form.tables[spot.part]
    untouched = [a for a in open_cells(form, draft) if form.cells[a].table == table.id]
    kept = [a for a in unused_cells(form, draft) if form.cells[a].table == table.id]
    return Fill(
        spot=spot,
        table=table,
        blocks=tuple(_blocks(state, table)),
        cells=_cells(state, table),
        cursor=cursor,
        open=tuple(untouched),
        kept=tuple(sorted(kept, key=form.arithmetic.index.__getitem__)),
        unsettled=tuple(a for a in unsettled(state) if form.cells[a].table == table.id),
        confirmed=table.id in draft.confirmed,
    )


def _blocks(state: InterviewState, table: Table) -> list[FillBlock]:
    live = _live(state.form, state.closed)
    found = []
    for block in table.blocks:
        pairs = [p for p in _pairs(table, block) if p[2] in live]
        rows = tuple(row for row in block.row_leaves if row.id in {p[0] for p in pairs})
        columns = tuple(c for c in block.column_leaves if c.id in {p[1] for p in pairs})
        if rows and columns:
            found.append(FillBlock(block, rows, columns))
    return found


def _pairs(table: Table, block: Block) -> list[tuple[str, str, Address]]:
    return [
        (row.id, column.id, f"{table.id}/{row.id}/{column.id}")
        for row in block.row_leaves
        for column in block.column_leaves
    ]


def _live(form: Form, closed: frozenset[Address]) -> set[Address]:
    """The cells in use, and the totals that something in use goes into."""
    live = {a for a in form.cells if a not in closed and a not in form.computed}
    for relation in form.totals:
        if any(term.address in live for side in relation.right for term in side.terms):
            live.add(relation.total)
    return live


def _cells(state: InterviewState, table: Table) -> Mapping[Address, CellState]:
    form, draft = state.form, state.draft
    last = _last_figures(state)
    found = {}
    for address in (cell.address for cell in table.cells):
        closed = address in state.closed
        given = draft.cells.get(address)
        carried = state.progress.carried.get(address)
        found[address] = CellState(
            cell=_cell(state, address, None if closed else given, table.id),
            used=not closed,
            kept=given.value if closed and given else None,
            verify=address in draft.verify,
            last=last[address] if address in last and address in form.cells else None,
            was_carried=carried.value if carried else "",
        )
    return found


def _cell(state: InterviewState, address: Address, given: Cell | None, table: str) -> Cell:
    if given is not None:
        return given
    if address in state.form.computed:
        place = state.form.arithmetic.index[address]
        return Cell(state.facts.figures[place], Origin.COMPUTED)
    said = address in state.closed or table in state.draft.confirmed
    return Cell(0, Origin.CONFIRMED if said else Origin.DEFAULT)


def _last_figures(state: InterviewState) -> dict[Address, Figure]:
    if state.last_facts is None:
        return {}
    figures = state.last_facts.figures
    return {a: figures[place] for a, place in state.last_facts.form.arithmetic.index.items()}
