"""Where a copied block lands: by its labels where it has some, else from the cursor on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from unicodedata import normalize

from drafter.desk.labels import key, lines
from drafter.draft.misread import Misread
from drafter.draft.numbers import format_figure
from drafter.draft.reading import read_figure
from drafter.form.arithmetic import Figure
from drafter.form.model import Address, Block, Line
from drafter.tui.table.copied import copied_rows
from drafter.tui.table.model import TableModel
from drafter.tui.table.sums import Sums
from drafter.tui.table.words import (
    is_figure,
    label_columns,
    matched,
    spellings,
)

_OUTSIDE = "超出了表格"
_NO_ROW = "表里没有这一行"
_UNHEARD = "看不懂"


class Ignored(NamedTuple):
    """Something of the block that does not land, and why."""

    text: str
    why: str


class Differing(NamedTuple):
    """A total of the block that is another one than follows from the figures."""

    address: Address
    copied: Figure
    computed: Figure


class Landing(NamedTuple):
    """How a block lands. labelled: how many of its rows were found by their labels.

    opened: the cells, not in use so far, that come into use with it
    """

    cells: dict[Address, str]
    ignored: tuple[Ignored, ...]
    differing: tuple[Differing, ...]
    labelled: int
    opened: tuple[Address, ...]

    def summary(self, *, done: bool = False) -> str:
        """`将填入 12 格，忽略 3 个`."""
        said = f"{'已' if done else '将'}填入 {len(self.cells)} 格，忽略 {len(self.ignored)} 个"
        return f"{said}。Ctrl+Z 撤销。" if done else said


def land(model: TableModel, text: str) -> Landing:
    """The cells that a copied text fills; nothing is changed yet. Blank cells fill nothing."""
    rows = copied_rows(text)
    lander = _Lander(model, rows)
    for row in rows:
        lander.take(row)
    opened = (a for a in lander.cells if not model.fill.cells[a].used and lander.figures[a])
    return Landing(
        lander.cells,
        tuple(lander.ignored),
        tuple(lander.differing()),
        lander.labelled,
        tuple(opened),
    )


class _Lander:
    """Goes through the rows of a block from the top.

    targets: where the next row without a label goes
    columns: from a place in the copied row to a column, as its header says
    in_header: the row before was one of a header, which may have several
    is_whole: the block has as many rows as the table
    """

    def __init__(self, model: TableModel, rows: Sequence[Sequence[str]]) -> None:
        self.model, self.table = model, model.fill.table
        self.cells: dict[Address, str] = {}
        self.figures: dict[Address, Figure] = {}
        self.totals: dict[Address, Figure] = {}
        self.ignored: list[Ignored] = []
        self.labelled = 0
        self.columns: dict[int, str] = {}
        self.in_header = False
        self.last_row = -1
        self.all_rows = [(b, row) for b in self.table.blocks for row in b.row_leaves]
        self.leading = label_columns(rows)
        figured = [row for row in rows if any(map(is_figure, row))]
        self.is_whole = len(figured) == len(self.all_rows)
        self.targets = self._targets()

    def take(self, row: Sequence[str]) -> None:
        """One copied row: a header, a heading, or figures."""
        labels, rest = row[: self.leading], row[self.leading :]
        if not any(is_figure(cell) for cell in rest):
            self._take_words(row)
            return
        self.in_header = False
        label = next((cell for cell in reversed(labels) if cell), "")
        if label and self._known(label) is None:
            shown = " ".join(cell for cell in row if cell)
            self.ignored.append(Ignored(shown, _NO_ROW))
        elif label:
            self.labelled += 1
            self.last_row = self._known(label) or 0
            block, line = self.all_rows[self.last_row]
            self._fill(block, line, rest)
        elif (target := next(self.targets, None)) is not None:
            self._fill(*target, rest)
        else:
            self.ignored += [Ignored(cell, _OUTSIDE) for cell in rest if cell]

    def differing(self) -> Iterator[Differing]:
        """The totals of the block that do not follow from the figures, these ones taken."""
        figures = self.model.desk.state().facts.figures
        sums = Sums(self.model.form, figures, self.figures)
        for address, copied in self.totals.items():
            if sums[address] != copied:
                yield Differing(address, copied, sums[address])

    def _fill(self, block: Block, row: Line, rest: Sequence[str]) -> None:
        for address, cell in self._placed(block, row, rest):
            if not cell:
                continue
            if not address:
                self.ignored.append(Ignored(cell, _OUTSIDE))
                continue
            raw = normalize("NFKC", cell) if is_figure(cell) else cell
            figure = read_figure(self.model.form.cells[address], raw)
            if isinstance(figure, Misread):
                place = self.model.form.cells[address].label
                self.ignored.append(Ignored(cell, f"{place}：{figure.what}"))
            elif address in self.model.form.computed:
                self.totals[address] = figure
            else:
                self.cells[address], self.figures[address] = format_figure(figure), figure

    def _placed(
        self, block: Block, row: Line, rest: Sequence[str]
    ) -> Iterator[tuple[Address, str]]:
        known = [column.id for column in block.column_leaves]
        ids = self._column_ids(block, rest)
        for place, cell in enumerate(rest):
            column = ids.get(place, "")
            yield (f"{self.table.id}/{row.id}/{column}" if column in known else ""), cell

    def _column_ids(self, block: Block, rest: Sequence[str]) -> dict[int, str]:
        """The column of each figure: by header, else by their number, else from the cursor."""
        if self.columns:
            return self.columns
        shown = next((b.columns for b in self.model.sheet.blocks if b.block is block), ())
        here = self.model.sheet.places.get(self.model.cursor)
        if not self.labelled and not self.is_whole:
            shown = shown[here.column if here else 0 :]
            choices: tuple[Sequence[Line], ...] = (shown, self._typed(shown))
        else:
            choices = (block.column_leaves, shown, self._typed(block.column_leaves))
        fitting = next((own for own in choices if len(own) == len(rest)), shown)
        return {place: line.id for place, line in enumerate(fitting)}

    def _typed(self, columns: Sequence[Line]) -> tuple[Line, ...]:
        computed = self.model.form.computed
        typed = {cell.column for cell in self.table.cells if cell.address not in computed}
        return tuple(column for column in columns if column.id in typed)

    def _take_words(self, row: Sequence[str]) -> None:
        """A row without figures: a header gives the columns, a heading nothing."""
        found: dict[int, str] = {}
        for block in self.table.blocks:
            columns = matched(row[self.leading :], block.column_leaves)
            found = columns if len(columns) > len(found) else found
        if found:
            self.columns = {**self.columns, **found} if self.in_header else found
            self.in_header = True
            return
        words = [cell for cell in row if cell]
        if words and not all(self._is_heading(word) for word in words):
            self.ignored.append(Ignored(" ".join(words), _UNHEARD))

    def _known(self, label: str) -> int | None:
        """The row of that label: the next one below the row before, else any."""
        wanted = key(label)
        fits = [n for n, (_, row) in enumerate(self.all_rows) if wanted in spellings(row)]
        return next((n for n in fits if n > self.last_row), fits[0] if fits else None)

    def _is_heading(self, word: str) -> bool:
        wanted = key(word)
        blocks = self.table.blocks
        told = {key(block.caption) for block in blocks} | {key(block.corner) for block in blocks}
        named = any(wanted in spellings(line) for line in lines(self.table))
        return not wanted or wanted in told or named

    def _targets(self) -> Iterator[tuple[Block, Line]]:
        """The rows that those without labels land on, from the cursor's, or all of them."""
        if self.is_whole:
            yield from self.all_rows
            return
        sheet, here = self.model.sheet, self.model.sheet.places.get(self.model.cursor)
        for row in sheet.rows[here.row :] if here else ():
            if row.cells:
                yield sheet.blocks[row.block].block, row.line
