"""How a pasted block will land, before it does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from drafter.draft.numbers import format_figure
from drafter.tui.glyphs import plain
from drafter.tui.table.model import TableModel
from drafter.tui.table.paste import Landing

_MOST_ROWS = 30
_MOST_IGNORED = 12
_LONGEST = 40


class PastePreview(ModalScreen[bool]):
    """Enter takes the block, Esc leaves the table as it is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "answer(True)", "填入", priority=True),
        Binding("escape", "answer(False)", "不填", priority=True),
    ]

    DEFAULT_CSS = """
    PastePreview {
        align: center middle;
        & > VerticalScroll {
            width: 72;
            max-width: 100%;
            height: auto;
            max-height: 100%;
            padding: 1 2;
            background: $surface;
        }
    }
    """

    def __init__(self, model: TableModel, landing: Landing) -> None:
        super().__init__()
        self.landing = landing
        self.text = plain("\n".join(preview_lines(model, landing)), model.glyphs)

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog"):
            yield Static(self.text, markup=False)

    def action_answer(self, answer: bool) -> None:
        self.dismiss(answer and bool(self.landing.cells))


def preview_lines(model: TableModel, landing: Landing) -> Iterator[str]:
    """What lands where, row by row; then what does not, and totals that differ."""
    yield f"粘贴到{model.fill.table.short}"
    yield f"{landing.summary()}。"
    if landing.cells:
        yield "按回车填入，按 Esc 不填。"
    else:
        yield "没有可以填的数。按 Esc 回到表格。"
    yield ""
    rows = list(_rows(model, landing))
    yield from rows[:_MOST_ROWS]
    if len(rows) > _MOST_ROWS:
        yield f"……另有 {len(rows) - _MOST_ROWS} 行"
    if landing.opened:
        yield f"其中 {len(landing.opened)} 格前面说没有，填入就改成有。"
    if landing.differing:
        yield "复制来的合计与算出来的不同（合计由 drafter 计算，不填入）："
    for differing in landing.differing:
        copied, computed = format_figure(differing.copied), format_figure(differing.computed)
        yield f"  {model.form.cells[differing.address].label}：复制来的 {copied}，算出 {computed}"
    yield from _ignored(landing)


def _rows(model: TableModel, landing: Landing) -> Iterator[str]:
    rows: dict[str, list[str]] = {}
    for address, raw in landing.cells.items():
        cell = model.form.cells[address]
        said = f"{cell.column_path[-1].short} {raw}".strip()
        rows.setdefault(cell.row_path[-1].short, []).append(said)
    for row, said_of in rows.items():
        yield f"  {row}：{'，'.join(said_of)}" if row else f"  {'，'.join(said_of)}"


def _ignored(landing: Landing) -> Iterator[str]:
    if landing.ignored:
        yield "不填入的："
    for text, why in landing.ignored[:_MOST_IGNORED]:
        yield f"  {text[:_LONGEST]}（{why.rstrip('。')}）"
    if len(landing.ignored) > _MOST_IGNORED:
        yield f"  ……另有 {len(landing.ignored) - _MOST_IGNORED} 个"
