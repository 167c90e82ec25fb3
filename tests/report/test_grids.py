"""The grid of a table: every span follows from the trees of rows and columns."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from drafter.draft.draft_facts import figures
from drafter.draft.draft_model import Cell, Draft, Origin
from drafter.form.definitions import Block, Line, Table
from drafter.form.form_file import load_form
from drafter.report.document import GridCell, grid_of, place_cells


@pytest.fixture
def grid(kinds):
    draft = Draft("kinds", cells={"cases/secret/law": Cell(7, Origin.ENTERED)})
    return lambda table: grid_of(kinds, kinds.tables[table], figures(kinds, draft))


def header(text: str, columns: int = 1, rows: int = 1) -> GridCell:
    return GridCell(text, columns, rows, "header")


def label(text: str, columns: int = 1, rows: int = 1) -> GridCell:
    return GridCell(text, columns, rows, "label")


def labels(grid) -> list[tuple[GridCell, ...]]:
    return [tuple(cell for cell in row if cell.kind == "label") for row in grid.rows]


def test_headers_span_their_leaves_and_the_levels_below(grid):
    assert grid("cases").rows[:2] == (
        (header("类别", 3, 2), header("自然人", 1, 2), header("单位", 2), header("总计", 1, 2)),
        (header("企业"), header("律所")),
    )


def test_row_labels_span_their_rows_and_the_levels_they_lack(grid):
    assert labels(grid("cases"))[2:] == [
        (label("一、新收", 3),),
        (label("二、上年结转", 3),),
        (label("三、办理", 1, 4), label("（一）公开", 2)),
        (label("（二）不公开", 1, 2), label("1.秘密")),
        (label("2.其他"),),
        (label("（三）合计", 2),),
        (label("四、结转下年", 3),),
    ]


def test_figures_know_their_cell(grid):
    row = grid("cases").rows[5]
    assert [(cell.address, cell.text) for cell in row if cell.kind == "figure"] == [
        ("cases/secret/natural", "0"), ("cases/secret/business", "0"),
        ("cases/secret/law", "7"), ("cases/secret/total", "7"),
    ]  # fmt: skip


def test_bands_have_a_caption_and_stretch_over_the_width(grid):
    assert grid("money").rows == (
        (GridCell("第一项", 3, 1, "caption"),),
        (header("内容"), header("制发"), header("现行有效")),
        (
            label("规章"),
            GridCell("0", address="money/rules/made"),
            GridCell("0", address="money/rules/kept"),
        ),
        (
            label("文件"),
            GridCell("0", address="money/papers/made"),
            GridCell("0", address="money/papers/kept"),
        ),
        (GridCell("第二项", 3, 1, "caption"),),
        (header("内容"), header("收费", 2)),
        (label("行政收费"), GridCell("0", 2, address="money/fees/amount")),
    )


@pytest.mark.parametrize(("table", "rows"), [("cases", 2), ("money", 0)])
def test_a_single_band_repeats_its_header(grid, table, rows):
    assert grid(table).header_rows == rows


@pytest.mark.parametrize("form_id", ["tiny", "kinds", "disclosure-2021"])
def test_every_grid_tiles_and_holds_every_cell_once(root, form_id):
    form = load_form(form_id, root / "tests" / "forms")
    for table in form.tables.values():
        grid = grid_of(form, table, form.arithmetic.zeros)
        addresses = [placed.cell.address for placed in place_cells(grid) if placed.cell.address]
        assert addresses == [cell.address for cell in table.cells]


@pytest.mark.parametrize(
    ("columns", "spans"), [(1, [5]), (2, [2, 3]), (3, [1, 2, 2]), (4, [1, 1, 1, 2]), (5, [1] * 5)]
)
def test_fewer_columns_share_the_width_the_later_ones_wider(kinds, columns, spans):
    def block(row: str, count: int) -> Block:
        lines = tuple(Line(f"c{n}", "列", "列") for n in range(count))
        return Block("", "", lines, (Line(row, "行", "行"),))

    table = Table("cases", "", "", "", (block("wide", 5), block("few", columns)), ())
    index = {f"cases/{r}/c{n}": 0 for r in ("wide", "few") for n in range(5)}
    form = SimpleNamespace(arithmetic=SimpleNamespace(index=index))
    assert [cell.columns for cell in grid_of(form, table, [0]).rows[-1][1:]] == spans


def test_a_row_without_a_label_has_no_label_column(root):
    form = load_form("disclosure-2021", root / "tests" / "forms")
    assert grid_of(form, form.tables["disputes"], form.arithmetic.zeros).label_columns == 0
