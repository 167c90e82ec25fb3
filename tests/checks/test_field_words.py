"""words.yaml is read with every mistake told, and prose checks stay fast on any text."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from drafter.checks.check_catalogue import catalogue
from drafter.checks.check_run import run_checks
from drafter.checks.field_words import Words, words_of
from drafter.checks.material import Material
from drafter.errors import DrafterError
from drafter.form.form_file import load_form

from .conftest import Case

PROSE = [check for code, check in catalogue().items() if code[0] in "SDNCLP"]
LENGTH = 30_000


def _words(tmp_path: Path, text: str) -> Words:
    (tmp_path / "words.yaml").write_text(text, encoding="utf-8")
    return words_of(replace(load_form("disclosure-2021"), folder=tmp_path))


def test_a_form_without_the_file_has_no_words(tmp_path: Path) -> None:
    assert words_of(replace(load_form("disclosure-2021"), folder=tmp_path)).typos == {}


def test_what_is_written_is_read(tmp_path: Path) -> None:
    words = _words(tmp_path, "typos: {不段: 不断}\nevents:\n  - {day: 2022-10-16, names: [大会]}\n")
    assert words.typos == {"不段": "不断"}
    assert words.events[0].day.year == 2022


def test_every_mistake_is_told_with_its_line(tmp_path: Path) -> None:
    text = "typoes: {}\nnothing: 无\nproblems: {section: problem}\nevents:\n  - {day: 2022-13-01}\n"
    with pytest.raises(DrafterError) as caught:
        _words(tmp_path, text)
    lines = [problem.where.rpartition(":")[2] for problem in caught.value.problems]
    assert lines == ["1", "2", "3", "5"]


@pytest.mark.parametrize("check", PROSE, ids=lambda check: check.code)
def test_without_words_a_check_says_nothing_wrong(
    check: object, tmp_path: Path, material: Callable[[Case], Material]
) -> None:
    made = material(Case("", "passes", "", {}))
    made = replace(made, words=Words())
    assert run_checks(made, [check]).findings == ()  # type: ignore[list-item]


@pytest.mark.parametrize(
    "piece",
    [
        "1", "12345678901", "（", "）", "《", "》", "《》", "“", "〔", "(", ")", ".", "。",
        "，", "、", "一是", "我", "我局", "我中心", "XX", "__", "{{", "2022年",
        "2023年1月1日至", "截止", "条", "公开条，", "编制", "由编制", "全省", "推进全省",
        "申请人逾期", "行政机关不再处理", "政府政府", "第三十一条、", "《条例》第", "《办法》",
        "简称《", "国办发[2021]", "〔2021〕30号", "个部分", "全文包括六个部分：", "1 ", "1，",
        "〇", "200余", " ", "a", "13812345678", "全文",
    ],
)  # fmt: skip
def test_hostile_text_takes_no_longer(piece: str, material: Callable[[Case], Material]) -> None:
    text = (piece * LENGTH)[:LENGTH]
    made = material(
        Case("", "passes", "", {"texts": {"preamble": f"示{text}", "problems": f"示{text}"}})
    )
    assert len(made.passages) > 2
    start = time.perf_counter()
    run_checks(made, PROSE)
    assert time.perf_counter() - start < 5
