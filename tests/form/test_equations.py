"""Relations: one statement becomes one relation for each row or column."""

from __future__ import annotations

import pytest

from drafter.form.definitions import Relation, Severity, Verb

BALANCE = "received + carried_in = handled + carried_out"


@pytest.fixture
def relations_of(form_of, kinds_source):
    """The relations of the form with `statement` put in the place of its balance."""

    def relations(
        statement: str = f"requires: {BALANCE}", each: str = "each: column"
    ) -> list[Relation]:
        source = kinds_source.replace(
            f"each: column\n          requires: {BALANCE}", f"{each}\n          {statement}"
        )
        return [r for r in form_of(source).relations if r.name == "balance"]

    return relations


@pytest.fixture
def told_of(problems_of, kinds_source):
    """What is told of the form with something else in it."""

    def told(before: str, after: str) -> str:
        assert before in kinds_source
        return "\n".join(problems_of(kinds_source.replace(before, after)))

    return told


def spelled(relation: Relation) -> str:
    """`2*a - b = c` with short addresses, as a person would write it down."""

    def side(terms) -> str:
        return " + ".join(
            f"{t.factor}*{'last:' if t.last else ''}{t.address}" if t.address else str(t.factor)
            for s in terms
            for t in s.terms
        )

    return f"{side(relation.left)} {'=' if relation.equal else '>='} {side(relation.right)}"


def test_each_column_gives_one_relation_a_column(relations_of):
    assert [relation.along for relation in relations_of()] == [
        "natural",
        "business",
        "law",
        "total",
    ]


def test_each_row_gives_one_relation_a_row(form_of, kinds_source):
    rows = [r.along for r in form_of(kinds_source).relations if r.name == "row_total"]
    assert rows == [
        "received",
        "carried_in",
        "granted",
        "secret",
        "other",
        "handled",
        "carried_out",
    ]


def test_names_of_a_column_are_rows(relations_of):
    assert spelled(relations_of()[0]) == (
        "1*cases/received/natural + 1*cases/carried_in/natural"
        " = 1*cases/handled/natural + 1*cases/carried_out/natural"
    )


def test_a_row_is_told_by_its_short_label(relations_of):
    assert [side.label for side in relations_of()[0].left] == ["新收", "上年结转"]
    assert relations_of()[0].at == "自然人"


def test_a_group_stands_for_its_leaves(relations_of):
    first = relations_of("requires: results = handled")[0]
    assert spelled(first) == (
        "1*cases/granted/natural + 1*cases/secret/natural + 1*cases/other/natural"
        " + 1*cases/handled/natural = 1*cases/handled/natural"
    )
    assert [side.label for side in first.left] == ["办理"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("received >= 2 * carried_in", "1*cases/received/natural >= 2*cases/carried_in/natural"),
        ("received = carried_in - 3", "1*cases/received/natural = 1*cases/carried_in/natural + -3"),
        ("0 = received", "0 = 1*cases/received/natural"),
        ("received-carried_in=5", "1*cases/received/natural + -1*cases/carried_in/natural = 5"),
        ("- received >= -7", "-1*cases/received/natural >= -7"),
        ("carried_in = last:carried_out",
         "1*cases/carried_in/natural = 1*last:cases/carried_out/natural"),
        ("received >= work.main.items", "1*cases/received/natural >= 1*work.main.items"),
        ("received >= money/rules/made", "1*cases/received/natural >= 1*money/rules/made"),
    ],
)  # fmt: skip
def test_factors_constants_and_addresses_are_read(relations_of, written, read):
    assert spelled(relations_of(f"requires: '{written}'")[0]) == read


def test_of_narrows_the_rows(form_of, kinds_source):
    assert [r.along for r in form_of(kinds_source).relations if r.name == "stock"] == [
        "rules", "papers"
    ]  # fmt: skip


def test_last_years_figure_is_called_so(relations_of):
    (side,) = relations_of("requires: carried_in = last:carried_out")[0].right
    assert side.label == "上年报告结转下年"


@pytest.mark.parametrize(
    ("verb", "severity"),
    [("requires", Severity.ERROR), ("expects", Severity.WARNING), ("notes", Severity.NOTE)],
)
def test_the_verb_is_the_severity(relations_of, verb, severity):
    relation = relations_of(f"{verb}: {BALANCE}")[0]
    assert relation.verb is Verb(verb)
    assert relation.verb.severity is severity


def test_computed_cells_are_the_left_sides(form_of, kinds_source):
    computed = form_of(kinds_source).computed
    assert "cases/handled/natural" in computed
    assert "cases/received/total" in computed
    assert "cases/received/natural" not in computed


def test_a_total_comes_after_what_it_builds_on(form_of, kinds_source):
    done: set[str] = set()
    form = form_of(kinds_source)
    for relation in form.totals:
        parts = {term.address for side in relation.right for term in side.terms}
        assert parts & form.computed <= done
        done.add(relation.total)


def test_a_cell_computed_twice_is_derived_once_and_checked_by_the_other(form_of, kinds_source):
    form = form_of(kinds_source)
    corner = [
        r for r in form.relations if r.verb is Verb.COMPUTES and r.total == "cases/handled/total"
    ]
    assert len(corner) == 2
    assert [r for r in form.totals if r.total == "cases/handled/total"] == corner[:1]


# What is written instead of the balance, and what is told of it.
MISTAKES = {
    "wrong name": ("requires: receivd = handled", "“receivd”不存在，或者不是数。是不是“received”"),
    "a column where rows are meant": ("requires: natural = handled", "“natural”不存在"),
    "a text": ("requires: received >= organ.name", "“organ.name”不存在，或者不是数"),
    "yes or no": ("requires: received >= work.main.open", "“work.main.open”不存在，或者不是数"),
    "two comparisons": ("requires: received = handled = carried_in", "有且只有一个"),
    "no comparison": ("requires: received + handled", "有且只有一个"),
    "less or equal": ("requires: received <= handled", "等式里读不懂“<= handled”"),
    "division": ("requires: received = handled / 2", "读不懂"),
    "brackets": ("requires: received = (handled)", "读不懂"),
    "an end left open": ("requires: received = handled +", "等式不完整"),
    "nothing on the left": ("requires: = handled", "等式不完整"),
    "name times number": ("requires: received = handled * 2", "等式不完整"),
    "two signs": ("requires: received = handled + + carried_in", "等式不完整"),
    "a number of a thousand digits": ("requires: received = " + "9" * 5000, "等式不完整"),
    "two verbs": (f"requires: {BALANCE}\n          notes: {BALANCE}", "有且只有一个动词"),
    "no verb": ("note: 1", "有且只有一个动词"),
    "computes a sum": ("computes: received + carried_in = handled", "左边只能是一个格子"),
    "computes from last year": ("computes: carried_in = last:carried_out", "右边只能是"),
    "computes with a condition": ("computes: handled = granted\n          when: year > 1",
                                  "左边只能是"),
    "computes at least": ("computes: handled >= granted", "左边只能是"),
    "a circle": ("computes: granted = handled", "循环"),
    "computes itself": ("computes: received = received", "循环"),
}  # fmt: skip


@pytest.mark.parametrize(("statement", "words"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_in_an_equation_is_told(told_of, statement, words):
    assert words in told_of(f"requires: {BALANCE}", statement)


def test_each_needs_a_table(told_of):
    assert "只能写在表格的关系里" in told_of("- id: fee\n", "- id: fee\n    each: row\n")


def test_of_needs_each(told_of):
    assert "“of”要和“each”一起写" in told_of("each: row, of: [rules", "of: [rules")


def test_a_wrong_row_in_of_is_told_with_the_nearest(told_of):
    assert "“of”里的“paper”不存在。是不是“papers”？" in told_of(
        "of: [rules, papers]", "of: [rules, paper]"
    )


def test_a_wrong_name_is_told_on_its_line(told_of, kinds_source):
    line = kinds_source[: kinds_source.index("requires: ")].count("\n") + 1
    assert f"kinds/form.yaml:{line}：" in told_of(
        "received + carried_in =", "recieved + carried_in ="
    )
