"""A form's table in Textual's DataTable: digits typed into the cell, totals live, nothing else."""

from __future__ import annotations

import sys

from textual import events
from textual.app import App, ComposeResult
from textual.coordinate import Coordinate
from textual.widgets import DataTable

from drafter.form.form_file import load_form


class Plain(App[None]):
    """One table of the form; every key changes the cell and each total that follows from it."""

    def __init__(self, table: str) -> None:
        super().__init__()
        self.form = load_form("disclosure-2021")
        self.block = self.form.tables[table].blocks[0]
        self.figures = list(self.form.arithmetic.zeros)
        self.buffer = ""

    def compose(self) -> ComposeResult:
        """The table alone."""
        yield DataTable[str](cursor_type="cell")

    def on_mount(self) -> None:
        """Rows and columns with their short labels, all zero."""
        grid = self.query_one(DataTable)
        grid.add_columns("", *(column.short for column in self.block.column_leaves))
        for row in self.block.row_leaves:
            grid.add_row(row.short, *("0" for _ in self.block.column_leaves))
        grid.move_cursor(row=0, column=1)
        grid.focus()

    def on_key(self, event: events.Key) -> None:
        """A digit goes into the cell under the cursor."""
        if event.character is None or not event.character.isdecimal():
            self.buffer = ""
            return
        self.buffer += event.character
        grid = self.query_one(DataTable)
        row, column = grid.cursor_coordinate
        if not column:
            return
        self.figures[self._index(row, column)] = int(self.buffer)
        self.form.arithmetic.complete(self.figures)
        for y in range(len(self.block.row_leaves)):
            for x in range(1, len(self.block.column_leaves) + 1):
                said = str(self.figures[self._index(y, x)])
                if grid.get_cell_at(Coordinate(y, x)) != said:
                    grid.update_cell_at(Coordinate(y, x), said)

    def _index(self, row: int, column: int) -> int:
        table = self.block.row_leaves[row].id, self.block.column_leaves[column - 1].id
        address = f"{sys.argv[1]}/{table[0]}/{table[1]}"
        return self.form.arithmetic.index[address]


if __name__ == "__main__":
    Plain(sys.argv[1]).run()
