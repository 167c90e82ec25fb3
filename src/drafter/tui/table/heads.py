"""The header over the columns: groups above, each column's own words at the bottom."""

from __future__ import annotations

from collections.abc import Iterator

from drafter.report.width import pad_cells, width_cells
from drafter.tui.glyphs import plain
from drafter.tui.table.frame import Frame, Spot
from drafter.tui.table.marks import Standing
from drafter.tui.table.model import TableModel
from drafter.tui.table.pieces import Drawn, Piece, cut, filled
from drafter.tui.table.sheet import Head


def head_line(model: TableModel, frame: Frame, spot: Spot) -> Drawn:
    """One line of a block's header, with what is out of sight over the labels."""
    corner = [_corner(model, frame, spot)] if frame.layout.label else []
    return (*corner, *_words(model, frame, spot))


def hidden_columns(frame: Frame) -> str:
    """`左边还有 3 列，右边还有 2 列`; "" where all are in sight."""
    sides = zip(("左边", "右边"), frame.columns_beside(), strict=True)
    return "，".join(f"{side}还有 {count} 列" for side, count in sides if count)


def _corner(model: TableModel, frame: Frame, spot: Spot) -> Piece:
    table, below, beside = model.fill.table, frame.rows_below(), hidden_columns(frame)
    unit = f"（单位：{table.unit}）" if table.unit else ""
    title = Standing.LAST.value if model.shows_last else f"{table.short}{unit}"
    words = [title, f"下面还有 {below} 行" if below else "", beside]
    said = [word for word in words if word]
    at_top = frame.spot(0) in (spot, Spot("caption", spot.block, 0)) or not spot.block
    text = said[spot.number] if spot.number < len(said) and at_top else ""
    return filled(text, frame.layout.label, "corner", model.glyphs)


def _words(model: TableModel, frame: Frame, spot: Spot) -> Iterator[Piece]:
    columns = list(frame.columns(spot.block))
    heads = [h for h in model.sheet.blocks[spot.block].heads if h.level == spot.number]
    while columns:
        head = next((head for head in heads if _over(head, columns[0][0])), None)
        count = sum(1 for column, _ in columns if _over(head, column)) if head else 1
        width = sum(width for _, width in columns[:count])
        if head is None:
            yield _word(model, frame, spot, columns[0][0], width)
        else:
            text = cut(plain(head.line.label, model.glyphs), width - 1)
            yield Piece(" " + _ruled(text, width - 1), "head")
        del columns[:count]


def _over(head: Head | None, column: int) -> bool:
    return head is not None and head.first <= column < head.first + head.span


def _ruled(text: str, width: int) -> str:
    """The text in the middle of a line that shows how far it reaches."""
    spare = width - width_cells(text)
    return "-" * (spare // 2) + text + "-" * (spare - spare // 2)


def _word(model: TableModel, frame: Frame, spot: Spot, column: int, width: int) -> Piece:
    layout = frame.layout.blocks[spot.block]
    lines = layout.heads[column]
    number = spot.number - (layout.head_lines - len(lines))
    text = plain(lines[number], model.glyphs) if number >= 0 else ""
    total = number == len(lines) - 1 and model.sheet.blocks[spot.block].totals[column]
    shown = pad_cells((model.glyphs.total if total else "") + text, width - 1, "right") + " "
    return Piece(shown, "head", _is_here(model, spot.block, column))


def _is_here(model: TableModel, block: int, column: int) -> bool:
    place = model.sheet.places.get(model.cursor)
    return place is not None and (model.sheet.rows[place.row].block, place.column) == (
        block,
        column,
    )
