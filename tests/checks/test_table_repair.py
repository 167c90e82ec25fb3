"""Broken tables: which cell is named, with which figure, and in which words."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from drafter.checks.table_repair import Diagnosis, diagnose, tell
from drafter.draft.answers_file import load_answers
from drafter.draft.draft_facts import figures
from drafter.form.form_file import load_form

ROOT = Path(__file__).parents[2]
NATIONAL = load_form("disclosure-2021")
APPLICATIONS, DISPUTES = "applications", "disputes"
COLUMNS = ("natural", "business", "research", "welfare", "legal", "other")
CELLS = [cell.address for cell in NATIONAL.tables[APPLICATIONS].cells]
ROWS = list(dict.fromkeys(cell.row for cell in NATIONAL.tables[APPLICATIONS].cells))
RESULTS = [row for row in ROWS if row not in ("received", "carried_in", "handled", "carried_out")]

MONEY = """
form: money
name: 收费表
source: drafter
years: 2021-
title: "{{ year }}"
signature: {name: "{{ organ.name }}", date: signed}
basics:
  title: 基本信息
  questions:
    - {id: year, ask: 哪一年？, label: 年度, kind: year, need: required}
    - {id: organ.name, ask: 全称？, label: 全称, kind: line, need: required}
    - {id: signed, ask: 哪天落款？, label: 落款日期, kind: date, need: required}
parts:
  - id: fees
    title: 收费
    table:
      unit: 元
      blocks:
        - corner: 项目
          columns:
            - {id: first, label: 上半年, kind: money, unit: 元}
            - {id: second, label: 下半年, kind: money, unit: 元}
            - {id: total, label: 合计, kind: money, unit: 元}
          rows:
            - {id: copies, label: 复印}
            - {id: post, label: 邮寄}
            - {id: sum, label: 总计}
      relations:
        - {id: year, each: row, computes: total = first + second, says: 合计等于两项之和}
        - {id: kinds, each: column, computes: sum = copies + post, says: 总计等于两项之和}
        - {id: more, each: row, expects: 2 * first = second, says: 下半年一般是上半年的两倍}
        - {id: cap, each: row, requires: 100 >= first, says: 不超过一百}
"""


@pytest.fixture(scope="session")
def money(tmp_path_factory):
    folder = tmp_path_factory.mktemp("forms") / "money"
    folder.mkdir()
    (folder / "form.yaml").write_text(MONEY, encoding="utf-8")
    (folder / "report.txt.j2").write_text("", encoding="utf-8")
    return load_form("money", folder.parent)


def sample(name: str, table: str = APPLICATIONS) -> dict:
    """Every figure of a table of a sample, totals included."""
    draft = load_answers(ROOT / "sample_answers" / f"{name}.yaml").draft
    return _table(figures(NATIONAL, draft), table)


def _table(values, table: str) -> dict:
    index = NATIONAL.arithmetic.index
    return {c.address: values[index[c.address]] for c in NATIONAL.tables[table].cells}


def diagnosed(
    table: dict, changes: dict | None = None, *, stated=None, form=NATIONAL
) -> tuple[Diagnosis, ...]:
    """What is said of a table after some changes; `stated` tells which totals it has."""
    table_id = next(iter(table)).partition("/")[0]
    shown = table | {f"{table_id}/{place}": value for place, value in (changes or {}).items()}
    return diagnose(
        form,
        table_id,
        {a: figure for a, figure in shown.items() if a not in form.computed},
        {
            a: figure
            for a, figure in shown.items()
            if a in form.computed and (stated is None or stated(a))
        },
    )


def told(table: dict, changes: dict, *, stated=None) -> list[str]:
    return [tell(NATIONAL, found) for found in diagnosed(table, changes, stated=stated)]


def best(diagnosis: Diagnosis) -> dict:
    return {change.address: change.new for change in diagnosis.repairs[0].changes}


# words


def test_a_swapped_pair_of_digits_is_named_with_the_right_figure():
    assert told(sample("suqian-2023"), {"granted/natural": 1157}) == [
        "若“予以公开·自然人”为 1175（现为 1157，两位数字颠倒），则 2 处都对得上。"
    ]


@pytest.mark.parametrize(
    ("place", "figure", "said"),
    [
        ("granted/natural", 175, "1175（现为 175，漏了一位数字）"),
        ("granted/natural", 11175, "1175（现为 11175，多了一位数字）"),
        ("granted/natural", 1275, "1175（现为 1275，错了一位数字）"),
        ("granted/natural", 11175_0, "1175（现为 111750）"),
        ("granted/natural", 91, "1175（现为 91，和旁边一格一样，像是抄重了）"),
        ("granted/natural", 0, "1175（现为 0，漏填）"),
        ("granted/natural", -1175, "1175（现为 -1175，多了负号）"),
        ("secret/research", 4, "0（现为 4，错了一位数字）"),
        ("received/total", 3115, "3511（现为 3115，两位数字颠倒）"),
        ("handled/total", 3386, "3486（现为 3386，错了一位数字）"),
        ("handled/natural", 3357, "3375（现为 3357，两位数字颠倒）"),
    ],
)
def test_the_slip_is_named(place, figure, said):
    (sentence,) = told(sample("suqian-2023"), {place: figure})
    assert f"”为 {said}，则" in sentence
    assert NATIONAL.cells[f"applications/{place}"].label in sentence


def test_a_figure_one_column_too_far_is_put_back():
    changes = {"registry_query/business": 0, "registry_query/research": 1}
    assert told(sample("suqian-2023"), changes) == [
        "若“属于行政查询事项·商业企业”为 1（现为 0）、“属于行政查询事项·科研机构”为 0（现为 1）"
        "（错填到相邻格），则 2 处都对得上。"
    ]


def test_what_cannot_be_told_apart_is_said_to_be_so():
    (sentence,) = told(sample("suqian-2023"), {"secret/natural": 27, "forbidden/natural": 0})
    assert sentence.startswith("有 2 种改法同样可能：“属于国家秘密·自然人”为 0（现为 27）、")
    assert "；“属于国家秘密·总计”为 27（现为 0）、" in sentence
    assert sentence.endswith("。")


def test_no_more_than_three_are_named():
    (sentence,) = told(sample("suqian-2023"), {"granted/natural": 1157}, stated=lambda _: False)
    assert sentence.startswith("有 4 种改法同样可能，例如：“予以公开·自然人”为 1175")
    assert sentence.count("；") == 2


def test_less_likely_ones_are_counted():
    (sentence,) = told(sample("suqian-2023", DISPUTES), {"cases/review_upheld": 390})
    assert sentence.startswith("若“行政复议维持”为 309（现为 390，两位数字颠倒），则这一处对得上。")
    assert sentence.endswith("种改法，可能性较小。")


def test_three_slips_that_hang_together_are_not_guessed_at():
    slips = {"granted/natural": 1000, "partial/natural": 300, "process/natural": 2}
    (found,) = diagnosed(sample("suqian-2023"), slips)
    assert found.repairs == ()
    assert tell(NATIONAL, found) == "改动一两格不能使各条关系都成立，请逐格核对。"


# groups


@pytest.mark.parametrize("table", [APPLICATIONS, DISPUTES])
def test_a_sound_table_has_no_diagnosis(table):
    assert diagnosed(sample("suqian-2024", table)) == ()


def test_two_slips_far_apart_are_two_diagnoses():
    first, second = diagnosed(
        sample("suqian-2023"), {"granted/natural": 1157, "carried_in/business": 8}
    )
    assert best(first) == {"applications/carried_in/business": 3}
    assert best(second) == {"applications/granted/natural": 1175}


def test_two_slips_in_one_column_are_one_diagnosis_of_two_cells():
    (found,) = diagnosed(sample("suqian-2023"), {"granted/natural": 1157, "partial/natural": 391})
    assert best(found) == {
        "applications/granted/natural": 1175,
        "applications/partial/natural": 319,
    }
    assert [change.slip for change in found.repairs[0].changes] == ["两位数字颠倒"] * 2
    assert len(found.broken) == 3


def test_two_slips_of_one_size_may_be_paired_either_way():
    (found,) = diagnosed(sample("suqian-2023"), {"granted/natural": 1185, "partial/business": 17})
    assert len(found.repairs) == found.equally_good == 2
    right = {"applications/granted/natural": 1175, "applications/partial/business": 7}
    assert right in [{c.address: c.new for c in repair.changes} for repair in found.repairs]


def test_a_case_counted_in_the_wrong_column_leaves_its_row_open():
    slips = {"not_held/natural": 967, "not_held/business": 75}
    (found,) = diagnosed(sample("suqian-2023"), slips)
    assert {change.slip for change in found.repairs[0].changes} == {"错计到相邻格"}
    right = {"applications/not_held/natural": 968, "applications/not_held/business": 74}
    changes = [{c.address: c.new for c in r.changes} for r in found.repairs[: found.equally_good]]
    assert right in changes


def test_a_value_moved_over_two_relations_is_one_slip():
    slips = {"review_total": 0, "direct_upheld": 170}
    table = sample("suqian-2024", DISPUTES) | {
        "disputes/cases/direct_upheld": 0,
        "disputes/cases/direct_total": 18,
    }
    (found,) = diagnosed(table, {f"cases/{name}": value for name, value in slips.items()})
    assert best(found) == {"disputes/cases/review_total": 170, "disputes/cases/direct_upheld": 0}


# totals


def test_without_totals_only_the_balances_are_left():
    first, second = diagnosed(
        sample("suqian-2023"),
        {"granted/natural": 1157, "received/business": 90},
        stated=lambda _: False,
    )
    assert [relation.along for relation in (*first.broken, *second.broken)] == [
        "natural",
        "business",
    ]
    assert best(second) == {"applications/received/business": 99}


def test_the_balance_of_the_total_goes_with_the_one_column_that_breaks_it():
    (found,) = diagnosed(sample("suqian-2023"), {"granted/natural": 1157}, stated=lambda _: False)
    assert [relation.along for relation in found.broken] == ["natural", "total"]


def test_the_total_column_alone_names_the_cell():
    (found,) = diagnosed(
        sample("suqian-2023"),
        {"granted/natural": 1157},
        stated=lambda address: address.endswith("/total"),
    )
    assert best(found) == {"applications/granted/natural": 1175}
    assert len(found.repairs) == 1


def test_the_total_row_alone_leaves_the_column():
    (found,) = diagnosed(
        sample("suqian-2023"),
        {"granted/natural": 1157},
        stated=lambda address: "/handled/" in address,
    )
    assert best(found) == {"applications/granted/natural": 1175}
    assert {c.address.partition("/natural")[1] for r in found.repairs for c in r.changes} == {
        "/natural"
    }


def test_figures_of_other_tables_and_unknown_cells_do_not_matter():
    assert diagnose(NATIONAL, APPLICATIONS, {"disclosed/permits/decisions": 5}, {}) == ()


# other forms


def test_amounts_are_mended_to_the_last_place(money):
    amounts = ("1.5", "2.25", "3.75", "4", "5", "9", "5.5", "7.25", "12.75")
    table = dict(zip(money.cells, map(Decimal, amounts), strict=True))
    (found,) = diagnosed(table, {"post/second": Decimal("0.5")}, form=money)
    assert tell(money, found).startswith("若“邮寄·下半年”为 5（现为 0.5，小数点错位）")


def test_what_is_only_expected_or_an_inequality_is_no_part_of_the_code(money):
    table = dict(zip(money.cells, (500, 1, 501, 2, 3, 5, 502, 4, 506), strict=True))
    assert diagnosed(table, form=money) == ()


def test_counts_stay_whole():
    (found,) = diagnosed(sample("suqian-2023"), {"granted/natural": Decimal("1174.5")})
    assert best(found) == {"applications/granted/natural": 1175}


# laws


@st.composite
def tables(draw) -> dict:
    """A sound Table 3, mostly zeros: received is what the balance asks for."""
    parts = [f"{APPLICATIONS}/{row}/{column}" for row in RESULTS for column in COLUMNS]
    figures = st.integers(0, 30) | st.integers(0, 5000)
    given = draw(st.dictionaries(st.sampled_from(parts), figures, max_size=40))
    values = NATIONAL.arithmetic.zeros.copy()
    index = NATIONAL.arithmetic.index
    for address, figure in given.items():
        values[index[address]] = figure
    for column in COLUMNS:
        handled = sum(values[index[f"{APPLICATIONS}/{row}/{column}"]] for row in RESULTS)
        left, came = draw(figures), draw(st.integers(0, handled))
        values[index[f"{APPLICATIONS}/carried_out/{column}"]] = left
        values[index[f"{APPLICATIONS}/carried_in/{column}"]] = came
        values[index[f"{APPLICATIONS}/received/{column}"]] = handled + left - came
    NATIONAL.arithmetic.complete(values)
    return _table(values, APPLICATIONS)


def mend(table: dict, diagnoses: tuple[Diagnosis, ...]) -> dict:
    return table | {address: new for found in diagnoses for address, new in best(found).items()}


@settings(max_examples=60)
@given(tables(), st.sampled_from(CELLS), st.integers(0, 10**7))
def test_any_one_cell_of_a_cross_checked_table_is_named_exactly(table, address, wrong):
    assume(wrong != table[address])
    (found,) = diagnosed(table | {address: wrong})
    assert {address: table[address]} in [
        {c.address: c.new for c in repair.changes} for repair in found.repairs
    ]
    assert [len(repair.changes) for repair in found.repairs].count(1) == 1


@settings(max_examples=60)
@given(tables(), st.dictionaries(st.sampled_from(CELLS), st.integers(0, 3000), max_size=4))
def test_what_is_proposed_mends_the_table_and_is_never_negative(table, wrong):
    shown = table | wrong
    diagnoses = diagnosed(shown)
    for found in diagnoses:
        assert found.broken
        assert all(c.new >= 0 and c.old != c.new for r in found.repairs for c in r.changes)
        assert all(c.old == shown[c.address] for r in found.repairs for c in r.changes)
    if all(found.repairs for found in diagnoses):
        assert diagnosed(mend(shown, diagnoses)) == ()


@settings(max_examples=60)
@given(tables(), st.dictionaries(st.sampled_from(CELLS), st.integers(0, 3000), max_size=3))
def test_without_totals_what_is_proposed_mends_the_table_too(table, wrong):
    shown = table | wrong
    diagnoses = diagnosed(shown, stated=lambda _: False)
    if all(found.repairs for found in diagnoses):
        assert diagnosed(mend(shown, diagnoses), stated=lambda _: False) == ()


@settings(max_examples=40)
@given(tables(), st.sampled_from(RESULTS), st.sampled_from(RESULTS), st.permutations(COLUMNS))
def test_two_slips_apart_are_told_apart(table, row, other_row, columns):
    assume(row != other_row)
    one, other = (f"{APPLICATIONS}/{row}/{columns[0]}", f"{APPLICATIONS}/{other_row}/{columns[1]}")
    shown = table | {one: table[one] + 1000, other: table[other] + 70}
    diagnoses = diagnosed(shown)
    assert len(diagnoses) == 2
    assert mend(shown, diagnoses) == table


# bounds


@settings(max_examples=10)
@given(st.lists(st.sampled_from([0, 1, 7, 10**30]), min_size=len(CELLS), max_size=len(CELLS)))
def test_a_table_of_nonsense_is_given_up(values):
    for stated in (True, False):
        diagnosed(dict(zip(CELLS, values, strict=True)), stated=lambda _, s=stated: s)


def test_figures_too_large_to_print_are_compared_all_the_same():
    (found,) = diagnosed(sample("suqian-2023"), {"granted/natural": 10**5000})
    assert best(found) == {"applications/granted/natural": 1175}
