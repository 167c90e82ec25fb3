"""Rows are known by their labels and their order."""

from __future__ import annotations

import pytest

from drafter.importing.file_pieces import Piece
from drafter.importing.row_alignment import (
    Found,
    How,
    Wanted,
    align,
    find_runs,
    known_labels,
    wanted_rows,
)


def row(label: str, count: int = 2) -> Wanted:
    return Wanted(
        "t", label, (label,) if label else (), tuple(f"t/{label}/{n}" for n in range(count))
    )


def lines(*texts: str) -> list[Piece]:
    return [Piece(text) for text in texts]


def cells(*rows: list[str]) -> list[Piece]:
    return [Piece(text, number, 1) for number, row in enumerate(rows, 1) for text in row]


def found(rows: list[Wanted], pieces: list[Piece]) -> list[tuple[int, tuple[str, ...], How]]:
    runs = find_runs(pieces)
    return [(row, runs[at].figures, how) for row, at, how in align(rows, runs)]


def test_a_label_is_exact_whatever_its_punctuation():
    assert found([row("一予以公开")], lines("(一) 予以公开", "1", "2")) == [
        (0, ("1", "2"), How.EXACT)
    ]


def test_a_label_may_be_broken_over_lines():
    pieces = lines("信息内容", "要求提供", "公开", "出版物 1 2")
    assert found([row("要求提供公开出版物")], pieces) == [(0, ("1", "2"), How.EXACT)]


def test_a_slip_in_a_label_is_told():
    pieces = lines("逾期逾期未缴纳费用", "1", "2")
    assert found([row("逾期未缴纳费用")], pieces) == [(0, ("1", "2"), How.ALIKE)]


def test_an_unlike_label_is_not_taken():
    assert found([row("予以公开")], lines("行政许可", "1", "2")) == []


def test_a_label_with_some_words_in_common_is_not_taken():
    assert found([row("重复申请")], lines("1.信访举报投诉类申请", "1", "2")) == []


def test_letters_of_any_width_are_one():
    assert found([row("1属于国家秘密")], lines("１．属于国家秘密", "1", "2")) == [
        (0, ("1", "2"), How.EXACT)
    ]


def test_of_two_namesakes_the_group_decides():
    one, other = (Wanted("t", group, ("其他", group + "其他"), ("a", "b")) for group in "甲乙")
    assert [number for number, _, _ in found([one, other], lines("乙", "其他", "1", "2"))] == [1]


def test_namesakes_are_told_by_order():
    pieces = lines("其他", "1", "2", "公开", "3", "4", "其他", "5", "6")
    rows = [row("其他"), row("公开"), row("其他")]
    assert [figures for _, figures, _ in found(rows, pieces)] == [
        ("1", "2"),
        ("3", "4"),
        ("5", "6"),
    ]


def test_of_one_namesake_that_is_left_the_order_decides():
    pieces = lines("公开", "3", "4", "其他", "5", "6")
    rows = [row("其他"), row("公开"), row("其他")]
    assert [number for number, _, _ in found(rows, pieces)] == [1, 2]


def test_a_row_without_a_label_is_known_by_its_shape():
    pieces = lines("行政复议", "总计", "1 2 3", "附注 7")
    assert found([row("", 3)], pieces) == [(0, ("1", "2", "3"), How.EXACT)]


def test_another_number_of_figures_is_another_row():
    assert found([row("公开")], lines("公开", "1", "2", "3")) == []


def test_blank_cells_before_the_figures_belong_to_the_label():
    assert align([row("公开")], find_runs(cells(["公开", "", "", "1", ""]))) == [
        Found(0, 0, How.EXACT)
    ]


def test_figures_inside_a_sentence_are_none():
    assert find_runs(lines("全年公开 12 件", "其中网站 3 件。")) == []


def test_more_runs_than_can_be_compared_are_left(form):
    pieces = lines("行政行政规范性文件", *"123")
    assert len(align(wanted_rows(form), find_runs(pieces))) == 1
    pieces += [piece for _ in range(3000) for piece in lines("无关的话", *"123")]
    assert align(wanted_rows(form), find_runs(pieces)) == []


@pytest.mark.parametrize(
    "line",
    [
        "全年办理行政许可12件，行政处罚34件，行政强制5件",
        "行政许可12，行政处罚34",
        "公开行政许可12条、行政处罚34条",
        "行政许可12。行政处罚34",
    ],
)
def test_a_sentence_is_no_line_of_rows_run_together(line, form):
    runs = find_runs([Piece(line)], known_labels(form))
    assert not any(run.glued and "行政" in "".join(run.words) for run in runs[:-1])


def test_a_line_of_rows_run_together_comes_apart(form):
    line = "规章000行政规范性文件5845546行政许可0行政处罚66（一）予以公开0000000"
    runs = find_runs([Piece(line)], known_labels(form))
    assert [(run.words[0], run.figures) for run in runs] == [
        ("规章", ("000",)),
        ("行政规范性文件", ("5845546",)),
        ("行政许可", ("0",)),
        ("行政处罚", ("66",)),
        ("一予以公开", ("0000000",)),
    ]


def test_figures_run_together_are_taken_whole_or_not_at_all(form):
    """The first 24 digits of these are seven figures as well, the last their sum."""
    line = "（七）总计48965167937453915036159232167（一）予以公开0000000"
    runs = find_runs([Piece(line)], known_labels(form))
    assert runs[0].figures == ("48965167937453915036159232167",)
    handled = next(row for row in wanted_rows(form) if row.id == "applications/handled")
    assert runs[0].figures_of(handled) is None


@pytest.mark.parametrize(
    "pieces",
    [
        cells(["规章", "/", "/"], ["行政许可", "3", ""]),
        cells(["规章", "", ""], ["行政许可", "3", ""]),
        lines("规章", "/ |", "/ |", "行政许可", "3 |", "0 |"),
        lines("规章 - -", "行政许可 3 0"),
    ],
)
def test_strokes_and_blanks_behind_a_known_label_are_its_figures(pieces):
    rows = [row("规章"), row("行政许可")]
    runs = find_runs(pieces, {"规章", "行政许可"})
    assert [(at, how) for at, _, how in align(rows, runs)] == [(0, How.EXACT), (1, How.EXACT)]
    assert not any(text.isdigit() for text in runs[0].figures)


def test_strokes_behind_other_words_are_none():
    runs = find_runs([*cells(["第二十条第一项", "", ""]), *lines("联系电话", "/")], {"规章"})
    assert runs == []


def test_strokes_a_line_each_are_a_row_under_the_last_head():
    head = lines("尚未审结", "总计")
    [run] = find_runs([*head, *lines("-", "-", "-")], heads={"总计"})
    assert run.figures == ("-", "-", "-")
    [run] = find_runs([*head, *lines("1", "-", "2")], heads={"总计"})
    assert run.figures == ("1", "-", "2")
    assert find_runs([*lines("联系电话"), *lines("-", "-")], heads={"总计"}) == []
