"""Figures in a row: one for each cell of a line, as they are pasted from a sheet."""

from __future__ import annotations

from collections.abc import Sequence

from drafter.draft.typed_figures import Misread, read_count
from drafter.form.definitions import Address
from drafter.typed_lines.cell_names import Met, meet
from drafter.typed_lines.typed_line import Total, TypedLine, short
from drafter.typed_lines.typed_pieces import Piece

_NEVER = frozenset(("",))


def figures_in_a_row(line: TypedLine, tokens: Sequence[Piece]) -> bool:
    """`本年新收 6 2 1 0 0 0`: a line's name, then a figure for each of its cells."""
    names = [t for t in tokens if t.kind == "name"]
    numbers = [t for t in tokens if t.kind == "number"]
    tail = tokens[next((i for i, t in enumerate(tokens) if t.kind == "number"), 0) :]
    if len(numbers) < 2 or any(t.kind not in ("number", "cut", "blank") for t in tail):
        return False
    if any(t.kind in ("unknown", "elsewhere") or t.marks - {"light"} for t in tokens):
        return False
    here = line.standing.focus.row or frozenset(line.words.typed)
    combined = meet(line, names, inherit=False) if names else [Met(here, None, None)]
    if len(combined) != 1 or _cuts_thousands(tail):
        return False
    cells = [c.address for c in line.words.table.cells if c.address in combined[0].cells]
    return _assign_row(line, cells, numbers, "".join(t.text for t in tokens))


def _cuts_thousands(tail: Sequence[Piece]) -> bool:
    return any(t.kind == "cut" and t.text in "()" for t in tail)


def _assign_row(line: TypedLine, cells: list[Address], numbers: Sequence[Piece], said: str) -> bool:
    """As many figures as cells, with or without the totals among them, or as cells in use."""
    sums = {address: whole for whole, address in line.words.parts.items()}
    within = frozenset(cells)
    all_cells = [
        c.address
        for c in line.words.table.cells
        if c.address in within or sums.get(c.address, _NEVER) <= within
    ]
    used = [a for a in cells if a in line.standing.used]
    if _sums_in_a_row(line, cells, numbers, said):
        return True
    if len(numbers) == len(cells):
        pairs = list(zip(cells, numbers, strict=True))
    elif len(numbers) == len(all_cells):
        pairs = list(zip(all_cells, numbers, strict=True))
    elif len(numbers) == len(used):
        pairs = list(zip(used, numbers, strict=True))
        names = "、".join(line.form.cells[a].label for a in used)
        line.out.doubts.append(f"{len(numbers)} 个数依次记为：{names}。")
    else:
        what = f"有 {len(numbers)} 个数，这里要填的是 {len(cells)} 格"
        line.out.left.append(f"“{short(said)}”{what}，对不上。")
        return True
    for address, number in pairs:
        value = line.value(number, address)
        if value is None:
            return True
        if address in sums:
            line.totals.append(Total(sums[address], value, number.text))
        else:
            line.put(address, number, value)
    return True


def _sums_in_a_row(
    line: TypedLine, cells: list[Address], numbers: Sequence[Piece], said: str
) -> bool:
    """（七）总计 12 1 0 0 0 0 13: sums of many rows, of which the last is that of them all."""
    columns = {address.rpartition("/")[2] for address in cells}
    many = len(cells) > len(columns) > 1 and frozenset(cells) in line.words.parts
    values = [read_count(number.text) for number in numbers]
    *parts, whole = [0 if isinstance(value, Misread) else value for value in values]
    if not many or len(parts) != len(columns) or sum(parts) != whole:
        return False
    line.totals.append(Total(frozenset(cells), whole, said))
    return True
