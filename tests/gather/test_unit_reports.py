"""Which of a unit's reports counts, and where all the others go."""

from __future__ import annotations

from datetime import date

from drafter.gather.gathered_report import Gathered, State
from drafter.gather.kept_reports import Entry, entry_of
from drafter.gather.unit_list import Unit, UnitList
from drafter.gather.unit_reports import sort_reports

TODAY = date(2024, 3, 1)
DEADLINE = "2024-01-31"


def report(path: str, name: str = "甲局", year: int = 2023, **fields: object) -> Gathered:
    given = {"signed": "2024-01-15", "deadline": DEADLINE, "cells": {"a/b/c": "0"}}
    return Gathered(path=path, name=name, year=year, **given | fields)


def sorted_out(*reports: Gathered, units: tuple[str, ...] = ("甲局", "乙局"), year: int = 0):
    entries = [entry_of(each, at) for at, each in enumerate(reports)]
    listed = UnitList([Unit(name) for name in units]) if units else None

    def opened(entry: Entry) -> Gathered:
        return reports[entry.at]

    return sort_reports(entries, listed, year, TODAY, opened)


def test_a_unit_without_a_report_is_absent_and_late_up_to_today():
    found = sorted_out(report("a.docx"))
    assert [unit.state for unit in found.units] == [State.USABLE, State.ABSENT]
    assert [unit.late for unit in found.units] == [0, 30]


def test_without_a_list_every_name_is_a_unit():
    found = sorted_out(report("a.docx"), report("b.docx", "乙 局"), units=())
    assert [unit.unit.name for unit in found.units] == ["甲局", "乙 局"]


def test_the_name_of_the_file_tells_the_newer_before_the_date_does():
    old = report("甲局.docx", signed="2024-01-20", cells={"a/b/c": "1"})
    new = report("甲局（修订）.docx", cells={"a/b/c": "2"})
    (unit, _) = sorted_out(old, new).units
    assert unit.current.path == "甲局（修订）.docx"
    assert [(f.entry.path, f.why, f.same) for f in unit.former] == [
        ("甲局.docx", "从文件名看，采用的一份较新", False)
    ]


def test_then_the_date_signed_and_then_the_file_s_own_time():
    first = report("a.docx", cells={"a/b/c": "1"}, stamp=(9, 9))
    second = report("b.docx", signed="2024-01-16", cells={"a/b/c": "2"}, stamp=(9, 1))
    third = report("c.docx", signed="2024-01-16", cells={"a/b/c": "3"}, stamp=(9, 2))
    (unit, _) = sorted_out(first, second, third).units
    assert unit.current.path == "c.docx"
    assert [former.why for former in unit.former] == [
        "落款日期相同，采用的一份文件保存得较晚，请核对",
        "落款日期是2024-01-15，采用的一份是2024-01-16",
    ]


def test_of_two_that_say_the_same_the_one_read_best_counts():
    text = {"problems": ["公开栏更新不够及时，有三个村超过一个季度才更新。"]}
    pdf = report("甲局.pdf", texts=text, missing=2, stamp=(1, 9))
    word = report("甲局.docx", texts=text)
    (unit, _) = sorted_out(pdf, word).units
    assert unit.current.path == "甲局.docx"
    assert [(f.why, f.same) for f in unit.former] == [("内容和采用的一份相同", True)]


def test_a_file_that_cannot_be_read_takes_no_other_s_place():
    broken = Gathered("甲局（终稿）.docx", problem="这个文件打不开。")
    (unit, other) = sorted_out(broken, report("甲局.docx")).units
    assert unit.current.path == "甲局.docx"
    assert [entry.path for entry in unit.unreadable] == ["甲局（终稿）.docx"]
    (unit, other) = sorted_out(broken).units
    assert (unit.state, other.state) == (State.UNREAD, State.ABSENT)


def test_what_is_not_read_whole_is_neither_right_nor_wrong():
    wrong = {"severity": "error"}
    assert report("a", findings=[wrong]).state is State.WRONG
    assert report("a", findings=[wrong], missing=1).state is State.UNREAD
    assert report("a", year=0).state is State.UNREAD
    assert report("a", findings=[{"severity": "warning"}]).state is State.USABLE


def test_other_years_strangers_and_the_nameless_are_set_apart():
    found = sorted_out(
        report("a.docx"),
        report("b.docx", "乙局", year=2022),
        report("c.docx", "甲局局"),
        report("d.docx", "丙镇人民政府"),
        Gathered("e.docx", problem="打不开。"),
    )
    assert found.year == 2023
    assert [entry.path for entry in found.others] == ["b.docx"]
    assert [entry.path for entry, _ in found.strangers] == ["c.docx", "d.docx"]
    assert [entry.path for entry in found.nameless] == ["e.docx"]
    assert sorted_out(report("b.docx", "乙局", year=2022), year=2023).units[1].current is None


def test_the_late_are_counted_from_the_day_of_their_own_report():
    found = sorted_out(report("a.docx", signed="2024-02-10"))
    assert found.units[0].late == 10
