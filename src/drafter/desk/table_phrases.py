"""Lines at a table: what they say as addresses with figures, told again, recorded."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from drafter.desk.clerk_words import suggestion
from drafter.desk.table_in_words import is_uneven
from drafter.draft.clean_text import scrub, shortened
from drafter.draft.typed_figures import Misread, read_figure
from drafter.errors import Problem
from drafter.form.arithmetic import Figure, format_figure
from drafter.form.definitions import Address, CellDefinition, Form, Kind, Table
from drafter.interview.given_answers import confirm_rest_zero, record_cells
from drafter.interview.interview_state import InterviewState, table_place
from drafter.interview.steps import Fill
from drafter.interview.way import go_to

if TYPE_CHECKING:
    from drafter.typed_lines.table_words import Cells
    from drafter.typed_lines.typed_line import Standing

_SHOWN = 24
_ALIKE = 2


REST_ZERO = "其余为零"
"""What every front end tells a clerk to type, so that every form has to understand it."""


class Figures(NamedTuple):
    """Figures as typed, by address.

    rest_zero: and the others of the table are zero
    left: what was said beside them and is not recorded
    doubts: what was understood and must be looked at before it is recorded
    totals: figures for several cells together, understood and not to be recorded
    """

    given: tuple[tuple[Address, str], ...]
    rest_zero: bool = False
    left: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    totals: Mapping[Cells, Figure] = {}


class ReadBack(NamedTuple):
    """What a line was understood as, in the clerk's words.

    certain: nothing was left over, reckoned or written over: Enter will do for a yes
    """

    said: tuple[str, ...]
    certain: bool


def hear_line(
    state: InterviewState,
    step: Fill,
    line: str,
    year: int,
    recent: Sequence[Address] = (),
    focus: Address = "",
) -> Figures | Problem:
    """What a line says of the table: `recent`, the cells filled last; `focus`, the one at hand.

    Raises: DrafterError for a fault of claims.yaml.
    """
    # Not before the first line: the first prompt waits for none of the words.
    from drafter.typed_lines.table_words import Sense
    from drafter.typed_lines.typed_line import Standing

    given = {a: cell.value for a, cell in state.draft.cells.items() if a in step.cells}
    used = frozenset(
        a for a, cell in step.cells.items() if cell.used and a not in state.form.computed
    )
    cell = state.form.cells.get(focus)
    at = Sense(None, None)
    if cell is not None:
        row = frozenset(c.address for c in step.table.cells if c.row == cell.row)
        typed = frozenset(step.cells) - state.form.computed
        at = Sense(row & typed, frozenset((focus,)))
    heard = hear(state.form, step.table, line, year, Standing(given, used, tuple(recent), at))
    if isinstance(heard, Figures) and not heard.given and not heard.rest_zero:
        return Problem(
            step.table.short, " ".join(heard.left), f"写成：{example_line(step.table, used)}。"
        )
    return heard


def hear(form: Form, table: Table, line: str, year: int, standing: Standing) -> Figures | Problem:
    """What a line says, as cells; a Problem names what was not understood."""
    from drafter.claims.claims_file import claim_words
    from drafter.typed_lines.table_sentence import read_sentence
    from drafter.typed_lines.table_words import table_words

    if scrub(line).strip() == REST_ZERO:
        return Figures((), rest_zero=True)
    words = table_words(form, claim_words(form), table.id)
    said = read_sentence(form, words, scrub(line), year, standing)
    if said.cells or said.rest_zero or said.totals:
        # Sets have no order of their own: told as the table has them.
        cells = tuple((a, said.cells[a]) for a in form.cells if a in said.cells)
        return Figures(cells, said.rest_zero, tuple(said.left), tuple(said.doubts), said.totals)
    what = " ".join(said.left) or "没有听出哪一格是多少。"
    return Problem(table.short, what, f"写成：{example_line(table, standing.used)}。")


def says_figures(form: Form, table: Table, line: str) -> bool:
    """Whether the line gives figures of the table, wherever one stands in it."""
    from drafter.typed_lines.typed_line import Standing

    return isinstance(hear(form, table, line, 0, Standing()), Figures)


def read_back(
    state: InterviewState, step: Fill, heard: Figures, figures: Sequence[tuple[Address, Figure]]
) -> ReadBack:
    """What was understood: every figure with its unit, and with the one it replaces."""
    old = {
        a: step.cells[a].cell.value
        for a, figure in figures
        if a in state.draft.cells and step.cells[a].cell.value != figure
    }
    said = [_told_figures(state.form, figures, old)] if figures else []
    if heard.rest_zero:
        left = set(step.open) - {address for address, _ in figures}
        said.append(f"其余 {len(left)} 格都是 0" if left else REST_ZERO)
    unused = [a for a, figure in figures if figure and not step.cells[a].used]
    if unused:
        said.append("这一行或这一列前面说没有，记下就改成有")
    doubts = [d for d in heard.doubts if d]
    if old:
        doubts.insert(0, f"有 {len(old)} 格原来填的是别的数，记下就换掉。")
    doubts += bare_money(state.form, heard)
    certain = not (heard.left or doubts)
    return ReadBack((f"听懂的是：{'；'.join(said)}。", *heard.left, *doubts), certain)


def bare_money(form: Form, heard: Figures) -> list[str]:
    """Amounts without 元 or 万元: read as the table has it, which may not be what was meant."""
    return [
        f"{raw} 按{form.cells[a].unit}计；是 {raw} 元的，请写上“元”。"
        for a, raw in heard.given
        if form.cells[a].kind is Kind.MONEY
        and (digits := raw.replace(",", "").replace(".", "", 1)).isdecimal()
        and int(digits)
    ]


def record_line(state: InterviewState, table: Table, heard: Figures) -> InterviewState | Problem:
    """The state with all that a line said of the table."""
    after: InterviewState | Problem = state
    if heard.given:
        after = record_cells(state, table.id, dict(heard.given))
    if heard.rest_zero and not isinstance(after, Problem):
        after = confirm_rest_zero(after, table.id)
    if isinstance(after, Problem):
        return after
    # A table that does not balance stays shown, though every cell of it is filled in.
    return go_to(after, table_place(table.id)) if is_uneven(after.facts, table) else after


def _told_figures(
    form: Form, figures: Sequence[tuple[Address, Figure]], old: dict[Address, Figure]
) -> str:
    """Row by row; a row whose cells are all given the same figure is told as one."""
    rows: dict[str, list[tuple[str, str]]] = {}
    for address, figure in figures:
        cell = form.cells[address]
        was = f"（原来 {format_figure(old[address])}）" if address in old else ""
        value = f"{format_figure(figure)}{cell.unit}{was}"
        rows.setdefault(cell.row_path[-1].short, []).append((cell.column_path[-1].short, value))
    told = []
    for row, cells in rows.items():
        values = {value for _, value in cells}
        if row and len(cells) > _ALIKE and len(values) == 1:
            told.append(f"{row}的 {len(cells)} 格都是 {values.pop()}".strip())
        else:
            said = "、".join(f"{column} {value}".strip() for column, value in cells)
            told.append(f"{row} {said}".strip())
    return "；".join(told)


def read_cells(form: Form, table: Table, line: str) -> tuple[CellDefinition, ...] | Problem:
    """The cells that a line of names means: one, or a whole row, column or group."""
    from drafter.claims.claims_file import claim_words
    from drafter.typed_lines.table_sentence import named_cells
    from drafter.typed_lines.table_words import table_words

    found = named_cells(form, table_words(form, claim_words(form), table.id), scrub(line))
    if isinstance(found, str):
        fix = suggestion(table, found) or "用“看表”看有哪些行和列。"
        return Problem(f"“{shortened(found, _SHOWN)}”", "没有听懂，表里没有这一行或这一列。", fix)
    return tuple(form.cells[address] for address in form.cells if address in found)


def read_figures(form: Form, heard: Figures) -> list[tuple[Address, Figure]] | Problem:
    """The figures as numbers, or the first that is none."""
    read = []
    for address, raw in heard.given:
        figure = read_figure(form.cells[address], raw)
        if isinstance(figure, Misread):
            return Problem(form.place(address), figure.what, figure.fix)
        read.append((address, figure))
    return read


def tell_figures(form: Form, figures: Iterable[tuple[Address, Figure]]) -> str:
    """Row by row, in the order given; `hear` reads it as the same figures."""
    rows: dict[str, list[str]] = {}
    for address, figure in figures:
        cell = form.cells[address]
        # An amount without its unit would be asked about.
        unit = cell.unit if cell.kind is Kind.MONEY else ""
        said = f"{cell.column_path[-1].short} {format_figure(figure)}{unit}".strip()
        rows.setdefault(cell.row_path[-1].short, []).append(said)
    return "；".join(f"{row} {' '.join(said)}".strip() for row, said in rows.items())


def example_line(table: Table, used: Collection[Address]) -> str:
    """How a line is written, of the first cell that is in use: `本年新收 自然人 5`."""
    cell = next((cell for cell in table.cells if cell.address in used), table.cells[0])
    words = filter(None, (cell.row_path[-1].short, cell.column_path[-1].short))
    return f"{' '.join(words)} 5"
