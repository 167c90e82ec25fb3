"""A block copied from a spreadsheet: its cells, where they land, and a look before they do."""

from __future__ import annotations

import csv
import re
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from typing import ClassVar, NamedTuple
from unicodedata import normalize

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from drafter.desk.clerk_words import key, lines, spellings
from drafter.draft.clean_text import scrub
from drafter.draft.draft_model import Origin
from drafter.draft.typed_figures import Misread, read_figure
from drafter.form.arithmetic import Figure, format_figure
from drafter.form.definitions import Address, Block, Line
from drafter.form.label_numbers import without_number
from drafter.tui.dialogs import Dialog
from drafter.tui.table.table_model import TableModel
from drafter.tui.terminal_text import shown

_MOST_ROWS = 500
_MOST_CHARACTERS = 200_000
# A cell may be as long as the block: Python refuses one of 131,072 characters. Composing
# (`scrub`) makes a few characters longer.
csv.field_size_limit(4 * _MOST_CHARACTERS)
_THOUSANDS = re.compile(r"[0-9０-９]{1,3}([,，][0-9０-９]{3})+(\.[0-9]+)?")
_GAP = re.compile(r" {2,}|\u3000+")


def is_block(text: str) -> bool:
    """Whether a pasted text is more than what belongs into one cell."""
    return len(copied_rows(text)) > 1 or any(len(row) > 1 for row in copied_rows(text))


def copied_rows(text: str) -> list[list[str]]:
    """Rows of cells, without wholly empty rows at the ends; line ends of any kind.

    A terminal makes CR of LF, so that CRLF comes as two: every second line is empty then.
    """
    plain = text[:_MOST_CHARACTERS].replace("\r\n", "\n").replace("\r", "\n")
    rows = list(_split_rows(scrub(_undoubled(plain))))[:_MOST_ROWS]
    while rows and not any(rows[-1]):
        rows.pop()
    while rows and not any(rows[0]):
        rows.pop(0)
    return rows


def _undoubled(text: str) -> str:
    lines = text.split("\n")
    doubled = len(lines) > 2 and not any(line.strip() for line in lines[1::2])
    return "\n".join(lines[::2]) if doubled else text


def _split_rows(text: str) -> Iterator[list[str]]:
    if "\t" in text:
        # Spreadsheets quote a cell only where it has a line end; a lone " is a character.
        quoted = '"' in text
        reader = csv.reader(
            text.splitlines(keepends=True),
            delimiter="\t",
            quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
        )
        for row in reader:
            yield [" ".join(cell.split()) for cell in row]
        return
    for line in text.split("\n"):
        yield _cells(line.strip())


def _cells(line: str) -> list[str]:
    """A line without tabs: commas or wide gaps part its cells, but not the places of a figure."""
    if _THOUSANDS.fullmatch(line):
        return [line]
    if _GAP.search(line):
        return _GAP.split(line)
    parted = next(csv.reader([line], skipinitialspace=True), [""])
    return [cell.strip() for cell in parted]


_DIGITS = "[0-9０-９]"
_FIGURE = re.compile(
    rf"[-－+(（]?[¥￥]?{_DIGITS}[0-9０-９,， ]*([.．]{_DIGITS}+)?[)）%％]?[^\W\d]{{0,3}}"
)


def label_columns(rows: Sequence[Sequence[str]]) -> int:
    """The columns at the left that hold words beside the figures."""
    figures = [row for row in rows if any(map(is_figure, row))]
    firsts = [next(n for n, cell in enumerate(row) if is_figure(cell)) for row in figures]
    words = [
        max((n + 1 for n, cell in enumerate(row[:first]) if cell), default=0)
        for row, first in zip(figures, firsts, strict=True)
    ]
    return max(words, default=0)


def figure_columns(rows: Sequence[Sequence[str]]) -> int:
    """How many figures the rows have where they are of several lengths, as Word copies them.

    A heading that reaches over rows stands in the first of them only, and a row without
    one begins further left: the figures are counted from the right. 0 for rows of one length.
    """
    figured = [row for row in rows if any(map(is_figure, row))]
    if len({len(row) for row in figured}) < 2:
        return 0
    counts = Counter(
        len(row) - next(n for n, cell in enumerate(row) if is_figure(cell)) for row in figured
    )
    return counts.most_common(1)[0][0]


def is_figure(cell: str) -> bool:
    """Whether a cell is meant as a figure, readable or not."""
    text = cell.strip()
    return bool(_FIGURE.fullmatch(text)) or text in ("-", "—", "－", "/", "无", "零", "〇")


def matched(cells: Sequence[str], columns: Sequence[Line]) -> dict[int, str]:
    """The columns that the cells name, each further right than the one before."""
    found: dict[int, str] = {}
    at = 0
    for place, cell in enumerate(cells):
        wanted = key(cell)
        fits = (n for n in range(at, len(columns)) if wanted in spellings(columns[n]))
        if wanted and (number := next(fits, None)) is not None:
            found[place], at = columns[number].id, number + 1
    return found


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
        left_out = f"，忽略 {len(self.ignored)} 个" if self.ignored else ""
        said = f"{'已' if done else '将'}填入 {len(self.cells)} 格{left_out}"
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

    targets: where the next rows without a label go
    block: the one that a row without a label landed in last
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
        self.figured = figure_columns(rows)
        figured = [row for row in rows if any(map(is_figure, row))]
        self.is_whole = len(figured) == len(self.all_rows)
        self.targets = deque(self._targets())
        self.block: Block | None = None

    def take(self, row: Sequence[str]) -> None:
        """One copied row: a header, a heading, or figures."""
        leading = max(0, len(row) - self.figured) if self.figured else self.leading
        labels, rest = row[:leading], row[leading:]
        if not any(is_figure(cell) for cell in rest):
            self._take_words(row)
            return
        self.in_header = False
        label = next((cell for cell in reversed(labels) if cell), "")
        known = self._known(label)
        if label and known is None:  # `（四）无法提供 1.本机关不掌握…` in one cell
            known = next((k for k in map(self._known, label.split()[::-1]) if k is not None), None)
        if label and known is None:
            shown = " ".join(cell for cell in row if cell)
            self.ignored.append(Ignored(shown, _NO_ROW))
        elif known is not None:
            self.labelled += 1
            self.last_row = known
            self._fill(*self.all_rows[known], rest)
        elif self.targets:
            self.block, line = self.targets.popleft()
            self._fill(self.block, line, rest)
        else:
            self.ignored += [Ignored(cell, _OUTSIDE) for cell in rest if cell]

    def differing(self) -> Iterator[Differing]:
        """The totals of the block that do not follow from the figures, these ones taken."""
        index, sums = self.model.form.arithmetic.index, self.model.sums_with(self.figures)
        for address, copied in self.totals.items():
            if (computed := sums[index[address]]) != copied:
                yield Differing(address, copied, computed)

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
        # Copied with the totals or without: the number of figures tells which.
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
        if words and all(self._is_heading(word) for word in words):
            return
        if words:
            self.ignored.append(Ignored(" ".join(words), _UNHEARD))
        # An empty cell in a column is a row of it, or the figures below would move up. A gap
        # between two blocks is none, and a block with a figure for every row has no such row.
        if self.targets and self.targets[0][0] is self.block and not self.is_whole:
            self.targets.popleft()

    def _known(self, label: str) -> int | None:
        """The row of that label: the next one below the row before, else any."""
        wanted = {key(label), key(without_number(label))} - {""}  # the grid shows it numbered
        rows = enumerate(self.all_rows) if wanted else ()
        fits = [n for n, (_, row) in rows if wanted.intersection(spellings(row))]
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


_MOST_PREVIEWED = 30
_MOST_IGNORED = 12
_LONGEST = 40


class PastePreview(Dialog[bool]):
    """Enter takes the block, Esc leaves the table as it is."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "take", priority=True)]
    hints = (("回车", "填入"), ("上下", "翻看"), ("Esc", "不填"))

    def __init__(self, model: TableModel, landing: Landing) -> None:
        super().__init__()
        self.landing = landing
        self.text = shown("\n".join(preview_lines(model, landing)))

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog"):
            yield Static(self.text, markup=False)

    def action_take(self) -> None:
        """Where there is anything to take."""
        self.dismiss(bool(self.landing.cells))


def preview_lines(model: TableModel, landing: Landing) -> Iterator[str]:
    """What lands where, row by row; then what does not, and totals that differ."""
    yield f"粘贴到{model.fill.table.short}"
    yield f"{landing.summary()}。"
    if landing.cells:
        yield "按回车填入，按 Esc 不填。"
    else:
        yield "没有可以填的数。按 Esc 回到表格。"
    yield ""
    rows = list(_preview_rows(model, landing))
    yield from rows[:_MOST_PREVIEWED]
    if len(rows) > _MOST_PREVIEWED:
        yield f"……另有 {len(rows) - _MOST_PREVIEWED} 行"
    if landing.opened:
        yield f"其中 {len(landing.opened)} 格前面说没有，填入就改成有。"
    if landing.differing:
        yield "复制来的合计与算出来的不同（合计由 drafter 计算，不填入）："
    for differing in landing.differing:
        copied, computed = format_figure(differing.copied), format_figure(differing.computed)
        yield f"  {model.form.cells[differing.address].label}：复制来的 {copied}，算出 {computed}"
    yield from _ignored(landing)


def _preview_rows(model: TableModel, landing: Landing) -> Iterator[str]:
    rows: dict[str, list[str]] = {}
    zeros: Counter[str] = Counter()
    for address, raw in landing.cells.items():
        cell, old = model.form.cells[address], model.fill.cells[address].cell
        was = format_figure(old.value) if old.origin is not Origin.DEFAULT else ""
        row = cell.row_path[-1].short
        if raw == "0" and was in ("", "0"):  # most are: told in one word, what changes is seen
            zeros[row] += 1
            rows.setdefault(row, [])
            continue
        changed = f"{was} → {raw}" if was and was != raw else raw
        said = f"{cell.column_path[-1].short} {changed}".strip()
        rows.setdefault(row, []).append(said)
    for row, said_of in rows.items():
        if zeros[row]:
            said_of.append(f"{'其余 ' if said_of else ''}{zeros[row]} 格是 0")
        yield f"  {row}：{'，'.join(said_of)}" if row else f"  {'，'.join(said_of)}"


def _ignored(landing: Landing) -> Iterator[str]:
    if landing.ignored:
        yield "不填入的："
    for text, why in landing.ignored[:_MOST_IGNORED]:
        yield f"  {text[:_LONGEST]}（{why.rstrip('。')}）"
    if len(landing.ignored) > _MOST_IGNORED:
        yield f"  ……另有 {len(landing.ignored) - _MOST_IGNORED} 个"
