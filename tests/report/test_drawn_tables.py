"""Drawn tables: borders meet, texts stay in their cells, figures stay whole."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafter.report.document import Grid, GridCell, place_cells
from drafter.report.drawn_tables import draw
from drafter.report.width import width_cells

Figure = Callable[[int, int], str]
OUTCOMES = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
APPLICANTS = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
RELATION = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
RESULTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("（一）予以公开", ()),
    ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", ()),
    (
        "（三）不予公开",
        (
            "1.属于国家秘密",
            "2.其他法律行政法规禁止公开",
            "3.危及“三安全一稳定”",
            "4.保护第三方合法权益",
            "5.属于三类内部事务信息",
            "6.属于四类过程性信息",
            "7.属于行政执法案卷",
            "8.属于行政查询事项",
        ),
    ),
    (
        "（四）无法提供",
        (
            "1.本机关不掌握相关政府信息",
            "2.没有现成信息需要另行制作",
            "3.补正后申请内容仍不明确",
        ),
    ),
    (
        "（五）不予处理",
        (
            "1.信访举报投诉类申请",
            "2.重复申请",
            "3.要求提供公开出版物",
            "4.无正当理由大量反复申请",
            "5.要求行政机关确认或重新出具已获取信息",
        ),
    ),
    (
        "（六）其他处理",
        (
            "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
            "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
            "3.其他",
        ),
    ),
    ("（七）总计", ()),
)


def header(text: str, columns: int = 1, rows: int = 1) -> GridCell:
    return GridCell(text, columns, rows, "header")


def label(text: str, columns: int = 1, rows: int = 1) -> GridCell:
    return GridCell(text, columns, rows, "label")


def small(row: int, column: int) -> str:
    """Figures as a county bureau has them: many zeros, some of two digits."""
    return str((row * 7 + column * 5) % 13 if (row + column) % 3 == 0 else 0)


def digits(count: int) -> Figure:
    """Figures of `count` digits in every cell."""
    return lambda row, column: "1234567890"[column % 3 :][:count]


def proactive(figure: Figure = small) -> Grid:
    """Table 2: four columns under full-width captions; later blocks have wider cells."""
    rows: list[tuple[GridCell, ...]] = [
        (GridCell("第二十条第（一）项", 4, kind="caption"),),
        tuple(map(header, ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"))),
    ]
    for name in ("规章", "行政规范性文件"):
        rows.append((label(name), *(GridCell(figure(len(rows), n)) for n in range(3))))
    for caption, heading, names in (
        ("第二十条第（五）项", "本年处理决定数量", ("行政许可",)),
        ("第二十条第（六）项", "本年处理决定数量", ("行政处罚", "行政强制")),
        ("第二十条第（八）项", "本年收费金额（单位：万元）", ("行政事业性收费",)),
    ):
        rows.append((GridCell(caption, 4, kind="caption"),))
        rows.append((header("信息内容"), header(heading, 3)))
        rows += [(label(name), GridCell(figure(len(rows), 0), 3)) for name in names]
    return Grid(4, tuple(rows), label_columns=1, header_rows=2)


def requests(figure: Figure = small) -> Grid:
    """Table 3: three label columns with a deep tree, seven figure columns."""

    def row(*labels: GridCell) -> tuple[GridCell, ...]:
        return (*labels, *(GridCell(figure(len(rows), n)) for n in range(7)))

    rows: list[tuple[GridCell, ...]] = [
        (header(RELATION, 3, 3), header("申请人情况", 7)),
        (header("自然人", 1, 2), header("法人或其他组织", 5), header("总计", 1, 2)),
        tuple(map(header, APPLICANTS)),
    ]
    rows.append(row(label("一、本年新收政府信息公开申请数量", 3)))
    rows.append(row(label("二、上年结转政府信息公开申请数量", 3)))
    first = [label("三、本年度办理结果", 1, 22)]
    for group, leaves in RESULTS:
        if not leaves:
            rows.append(row(*first, label(group, 2)))
            first = []
            continue
        above = [*first, label(group, 1, len(leaves))]
        for leaf in leaves:
            rows.append(row(*above, label(leaf)))
            above, first = [], []
    rows.append(row(label("四、结转下年度继续办理", 3)))
    return Grid(10, tuple(rows), label_columns=3, header_rows=3)


def appeals(figure: Figure = small) -> Grid:
    """Table 4: fifteen figure columns under three header rows, no labels."""
    return Grid(
        15,
        (
            (header("行政复议", 5), header("行政诉讼", 10)),
            (
                *(header(outcome, 1, 2) for outcome in OUTCOMES),
                header("未经复议直接起诉", 5),
                header("复议后起诉", 5),
            ),
            tuple(header(outcome) for outcome in OUTCOMES * 2),
            tuple(GridCell(figure(3, n)) for n in range(15)),
        ),
        header_rows=3,
    )


# Arms up, down, left, right.
ARMS = {
    "│": "ud", "─": "lr", "┌": "dr", "┐": "dl", "└": "ur", "┘": "ul",
    "├": "udr", "┤": "udl", "┬": "dlr", "┴": "ulr", "┼": "udlr",
}  # fmt: skip
OFFICIAL = {"table 2": proactive, "table 3": requests, "table 4": appeals}


def screen(drawing: str, *, ambiguous_wide: bool = False) -> list[list[str]]:
    """The drawing as a terminal shows it: one entry per cell, empty behind a wide character."""
    lines = []
    for line in drawing.split("\n"):
        shown: list[str] = []
        for character in line:
            cells = width_cells(character, ambiguous_wide=ambiguous_wide)
            if cells:
                shown += [character, *[""] * (cells - 1)]
            else:
                shown[-1] += character
        lines.append(shown)
    return lines


def assert_rectangle(shown: list[list[str]], width: int) -> None:
    assert {len(line) for line in shown} == {len(shown[0])}
    assert len(shown[0]) <= width
    assert all(line[-1] != " " for line in shown)


def assert_borders_meet(shown: list[list[str]]) -> None:
    """Every arm meets an arm of its neighbour, and none points out of the table."""

    def arms(y: int, x: int) -> str:
        inside = 0 <= y < len(shown) and 0 <= x < len(shown[0])
        return ARMS.get(shown[y][x], "") if inside else ""

    for y, line in enumerate(shown):
        for x in range(len(line)):
            own = arms(y, x)
            assert ("d" in own) == ("u" in arms(y + 1, x)), (y, x)
            assert ("r" in own) == ("l" in arms(y, x + 1)), (y, x)
            assert ("u" in own) == ("d" in arms(y - 1, x)), (y, x)
            assert ("l" in own) == ("r" in arms(y, x - 1)), (y, x)


def regions(shown: list[list[str]], borders: str) -> list[str]:
    """The letters of each area the borders enclose, areas in order of their first cell."""
    seen: set[tuple[int, int]] = set()
    texts = []
    for y, line in enumerate(shown):
        for x, character in enumerate(line):
            if (character and character[0] in borders) or (y, x) in seen:
                continue
            area = enclosed(shown, borders, y, x)
            seen |= area
            texts.append("".join(shown[row][column] for row, column in sorted(area)))
    return texts


def enclosed(shown: list[list[str]], borders: str, y: int, x: int) -> set[tuple[int, int]]:
    area: set[tuple[int, int]] = set()
    todo = [(y, x)]
    while todo:
        row, column = todo.pop()
        character = shown[row][column]
        if (row, column) in area or (character and character[0] in borders):
            continue
        area.add((row, column))
        todo += [(row + 1, column), (row - 1, column), (row, column + 1), (row, column - 1)]
    return area


def letters(text: str) -> str:
    return "".join(text.split())


def assert_texts_in_place(grid: Grid, shown: list[list[str]], borders: str) -> None:
    printed = [letters(text) for text in regions(shown, borders)]
    assert printed == [letters(placed.cell.text) for placed in place_cells(grid)]


def assert_figures_whole(grid: Grid, drawing: str) -> None:
    lines = drawing.split("\n")
    for row in grid.rows:
        for cell in row:
            if cell.kind == "figure":
                assert any(cell.text in line for line in lines)


@pytest.mark.parametrize("figure", [small, digits(1), digits(3), digits(4)])
@pytest.mark.parametrize("width", [80, 100, 120])
@pytest.mark.parametrize("table", OFFICIAL)
def test_official_tables_are_drawn_whole(table: str, width: int, figure: Figure) -> None:
    grid = OFFICIAL[table](figure)
    drawing = draw(grid, width)
    shown = screen(drawing)
    assert_rectangle(shown, width)
    assert_borders_meet(shown)
    assert_texts_in_place(grid, shown, "".join(ARMS))
    assert_figures_whole(grid, drawing)


@pytest.mark.parametrize("width", [80, 100, 120])
@pytest.mark.parametrize("table", OFFICIAL)
def test_ascii_tables_align_where_ambiguous_characters_are_wide(table: str, width: int) -> None:
    grid = OFFICIAL[table](small)
    drawing = draw(grid, width, ascii=True)
    assert not set(drawing) & set(ARMS)
    shown = screen(drawing, ambiguous_wide=True)
    assert_rectangle(shown, width)
    # No text of the tables holds + or |, and none a hyphen.
    assert_texts_in_place(grid, shown, "+-|")


def test_ascii_junctions_stand_where_the_box_junctions_stand() -> None:
    grid = proactive()
    plain = str.maketrans({box: {"│": "|", "─": "-"}.get(box, "+") for box in ARMS})
    assert draw(grid, 80).translate(plain) == draw(grid, 80, ascii=True)


@pytest.mark.parametrize("count", range(5, 9))
def test_table_3_holds_long_figures_at_80(count: int) -> None:
    grid = requests(digits(count))
    drawing = draw(grid, 80)
    shown = screen(drawing)
    assert_rectangle(shown, 80)
    assert_texts_in_place(grid, shown, "".join(ARMS))
    assert_figures_whole(grid, drawing)


def test_one_long_column_does_not_widen_the_others() -> None:
    grid = requests(lambda row, column: "12345678" if column == 6 else "0")
    drawing = draw(grid, 80)
    assert "│12345678│" in drawing
    assert "│3.危及“三安全一稳定”" in drawing


def test_figures_of_table_4_have_one_width() -> None:
    last = draw(appeals(digits(4)), 80).split("\n")[-2]
    assert [len(field) for field in last.strip("│").split("│")] == [4] * 15


@pytest.mark.parametrize("ending", ["", "…", "—", "①"])
def test_quotation_marks_do_not_move_the_borders(ending: str) -> None:
    grid = Grid(
        2,
        ((GridCell(f"危及“三安全一稳定”{ending}", kind="label"), GridCell("7")),),
        label_columns=1,
    )
    assert_rectangle(screen(draw(grid, 78)), 78)
    assert_rectangle(screen(draw(grid, 78, ascii=True), ambiguous_wide=True), 78)


def test_headers_break_between_words() -> None:
    drawing = draw(requests(), 80)
    for line in ("│商业│科研│社会│法律│", "│企业│机构│公益│服务│", "│组织│机构│"):
        assert line in drawing


def test_figures_of_a_column_end_below_one_another() -> None:
    rows = tuple((GridCell("甲", kind="label"), GridCell(figure)) for figure in ("5", "250", "31"))
    lines = draw(Grid(2, rows, label_columns=1), 80).split("\n")
    assert lines[1::2] == ["│ 甲 │   5 │", "│ 甲 │ 250 │", "│ 甲 │  31 │"]


def test_a_merged_cell_has_no_border_inside() -> None:
    grid = Grid(
        2,
        (
            (GridCell("组", rows=2, kind="label"), GridCell("1")),
            (GridCell("2"),),
            (GridCell("计", columns=2, kind="caption"),),
        ),
        label_columns=1,
    )
    assert draw(grid, 78) == "\n".join(
        [
            "┌────┬───┐",
            "│ 组 │ 1 │",
            "│    ├───┤",
            "│    │ 2 │",
            "├────┴───┤",
            "│   计   │",
            "└────────┘",
        ]
    )


def test_control_characters_in_a_text_do_not_reach_the_terminal() -> None:
    grid = Grid(2, ((GridCell("甲\x1b[31m乙\t丙\n丁", kind="label"), GridCell("1\n2")),), 1)
    drawing = draw(grid, 78)
    assert_rectangle(screen(drawing), 78)
    assert "\x1b" not in drawing
    assert "1 2" in drawing


def test_figures_too_wide_for_the_page_are_refused() -> None:
    with pytest.raises(ValueError, match="does not fit into 80 cells"):
        draw(appeals(digits(5)), 80)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (((GridCell("1"),),), "no cell at"),
        (((GridCell("1", columns=3),),), "no room"),
        (((GridCell("1", rows=2), GridCell("2")),), "no room"),
        (((GridCell("1", rows=2), GridCell("2")), (GridCell("3", columns=2),)), "no room"),
        (((GridCell("1", columns=0), GridCell("2")),), "no room"),
    ],
    ids=["hole", "too wide", "too high", "overlap", "no column"],
)
def test_spans_that_do_not_tile_are_refused(
    rows: tuple[tuple[GridCell, ...], ...], says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        draw(Grid(2, rows), 80)


WORDS = st.text(st.sampled_from("政府信息公开，、（）“”…1a 一二三"), max_size=30)
FIGURES = st.integers(0, 99999).map(str)


@st.composite
def grids(draw_from: st.DrawFn) -> Grid:
    """Grids whose spans tile them, whatever their cells hold."""
    columns, rows = draw_from(st.integers(1, 6)), draw_from(st.integers(1, 6))
    free = {(row, column) for row in range(rows) for column in range(columns)}
    printed: list[list[GridCell]] = [[] for _ in range(rows)]
    while free:
        row, column = min(free)
        wide = high = 1
        while (row, column + wide) in free and draw_from(st.booleans()):
            wide += 1
        spots = [column + offset for offset in range(wide)]
        while all((row + high, spot) in free for spot in spots) and draw_from(st.booleans()):
            high += 1
        free -= {(row + offset, spot) for offset in range(high) for spot in spots}
        kind = draw_from(st.sampled_from(["figure", "figure", "label", "header", "caption"]))
        text = draw_from(FIGURES if kind == "figure" else WORDS)
        printed[row].append(GridCell(text, wide, high, kind))
    return Grid(
        columns, tuple(map(tuple, printed)), label_columns=draw_from(st.integers(0, columns))
    )


@settings(max_examples=300)
@given(grids(), st.integers(78, 130), st.booleans())
def test_any_tiling_is_drawn_whole(grid: Grid, width: int, ascii: bool) -> None:
    drawing = draw(grid, width, ascii=ascii)
    shown = screen(drawing, ambiguous_wide=ascii)
    assert_rectangle(shown, width)
    if not ascii:
        assert_borders_meet(shown)
    assert_texts_in_place(grid, shown, "+-|" if ascii else "".join(ARMS))
    assert_figures_whole(grid, drawing)
