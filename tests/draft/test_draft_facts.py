"""What the texts and conditions of a form see of a draft."""

from __future__ import annotations

from datetime import date

import pytest

from drafter.draft.draft_facts import Facts, closed_cells, missing_answers
from drafter.draft.draft_model import Draft, Origin, Record, with_answer, with_cell
from drafter.form.definitions import Text
from drafter.form.form_file import load_form


@pytest.fixture
def seen(kinds):
    """The value of an expression over a draft of the form with every kind of question."""

    def value(expression: str, draft: Draft | None = None, section: str = ""):
        return Facts(kinds, draft or Draft("kinds")).render(
            Text("{{ " + expression + " }}", 1), section
        )

    return value


@pytest.fixture
def cases(kinds):
    """A draft with five secrets, two of firms, and one other."""
    draft = Draft("kinds")
    for address, figure in {
        "cases/secret/natural": 3,
        "cases/secret/business": 2,
        "cases/other/law": 1,
        "cases/granted/law": 10,
    }.items():
        draft = with_cell(kinds, draft, address, figure)
    return draft


@pytest.mark.parametrize(
    ("name", "figure"),
    [
        ("cases.secret.natural", "3"),
        ("cases.secret.firms", "2"),
        ("cases.refused.natural", "3"),
        ("cases.refused.firms", "3"),
        ("cases.refused.total", "6"),
        ("cases.results.law", "22"),
        ("cases.handled.total", "16"),
        ("cases.received.total", "0"),
    ],
)
def test_a_group_stands_for_the_sum_of_its_leaves(seen, cases, name, figure):
    assert seen(name, cases) == figure


def test_the_members_of_a_group_are_told_with_their_figures(seen, cases):
    assert seen("cases.refused | members('total')", cases) == "[('秘密', 5), ('其他', 1)]"


def test_the_columns_of_a_group_are_told_with_their_figures(seen, cases):
    assert seen("cases.secret | across('firms')", cases) == "[('企业', 2)]"


def test_questions_of_the_same_section_go_by_their_last_word(seen):
    draft = Draft("kinds", {"work.main.items": 5})
    assert seen("items", draft, "work.main") == seen("work.main.items", draft) == "5"


def test_zero_wording_may_use_answers(kinds):
    facts = Facts(kinds, Draft("kinds", {"year": 2021, "work.main.items": 0}))
    assert facts.paragraphs(kinds.sections[1]) == ("2021年没有发布",)


def test_a_zero_and_no_answer_are_told_apart(kinds):
    section = kinds.sections[1]
    assert Facts(kinds, Draft("kinds")).paragraphs(section) == ()
    assert Facts(kinds, Draft("kinds", {"work.main.items": 0})).paragraphs(section) != ()


def test_records_go_by_the_names_of_their_fields(kinds):
    records = (Record({"problem": "甲", "measure": "乙"}), Record({"problem": "丙", "measure": ""}))
    facts = Facts(kinds, Draft("kinds", {"work.notes.problems": records}))
    assert facts.paragraphs(kinds.sections[2]) == ("甲：乙；丙：；",)


def test_the_lines_of_an_answer_become_paragraphs(kinds):
    facts = Facts(kinds, Draft("kinds", {"work.notes.prose": "第一段\n第二段"}))
    assert facts.paragraphs(kinds.sections[2]) == ("第一段", "第二段")


def test_typed_text_is_never_run_as_a_template(kinds):
    typed = "{{ year }}{% raw %}{{ organ.name.__class__ }}"
    facts = Facts(kinds, Draft("kinds", {"work.notes.prose": typed, "organ.name": typed}))
    assert facts.paragraphs(kinds.sections[2]) == (typed,)
    assert facts.render(kinds.title).startswith(typed)


def test_facts_may_build_on_each_other(kinds):
    draft = Draft("kinds", {"work.main.items": 101})
    assert Facts(kinds, draft).holds(Text("is_large", 1))
    assert not Facts(kinds, with_answer(draft, "work.main.items", 100)).holds(Text("is_large", 1))


def test_a_missing_condition_holds(kinds):
    assert Facts(kinds, Draft("kinds")).holds(None)


@pytest.mark.parametrize(("kind", "needs"), [("人民政府", True), ("部门", False), (None, False)])
def test_governments_alone_are_asked_what_governments_need(kinds, kind, needs):
    draft = with_answer(Draft("kinds"), "organ.kind", kind)
    facts = Facts(kinds, draft)
    assert facts.required(kinds.questions["work.main.exam"]) is needs
    assert facts.asked(kinds.questions["work.main.exam"]) is needs


@pytest.mark.parametrize(("opened", "needs"), [(False, True), (True, False), (None, False)])
def test_a_required_question_is_required_only_when_it_is_asked(kinds, opened, needs):
    facts = Facts(kinds, with_answer(Draft("kinds"), "work.main.open", opened))
    assert facts.required(kinds.questions["work.main.why"]) is needs


@pytest.mark.parametrize("question", ["work.main.by_way", "work.main.cost"])
def test_local_and_optional_questions_may_be_answered_and_need_not(kinds, question):
    facts = Facts(kinds, Draft("kinds"))
    assert facts.asked(kinds.questions[question])
    assert not facts.required(kinds.questions[question])


def test_an_answer_no_longer_asked_for_is_kept_and_not_used(kinds):
    draft = Draft("kinds", {"work.main.open": True, "work.main.why": "甲", "work.main.exam": True})
    facts = Facts(kinds, draft)
    assert set(facts.answers) == {"work.main.open"}
    assert facts.render(Text("{{ work.main.why }}", 1)) == ""
    assert facts.draft.answers["work.main.why"] == "甲"


def test_the_missing_answers_come_in_the_order_of_the_form(kinds):
    draft = Draft("kinds", {"organ.kind": "人民政府", "report.signed": date(2022, 1, 1)})
    assert [question.id for question in missing_answers(Facts(kinds, draft))] == [
        "year", "organ.name", "work.main.items", "work.main.exam"
    ]  # fmt: skip


def test_a_zero_is_no_missing_answer(tiny):
    missing = missing_answers(Facts(tiny, Draft("tiny", {"story.visitors": 0})))
    assert "story.visitors" not in [question.id for question in missing]


def test_a_question_beside_a_table_keeps_its_name(form_beside):
    facts = Facts(form_beside, Draft("tiny", {"loans.note": "甲"}))
    assert facts.render(Text("{{ loans.note }}{{ loans.all.total }}", 1)) == "甲0"


@pytest.fixture
def form_beside(forms, tmp_path):
    """The tiny form with a question in the part that has the table."""
    from drafter.form.form_file import read_form

    source = (forms / "tiny" / "form.yaml").read_text("utf-8")
    (tmp_path / "tiny").mkdir()
    (tmp_path / "tiny" / "form.yaml").write_text(
        source.replace(
            "title: 第二部分 借阅",
            "title: 第二部分 借阅\n    questions: [{id: note, ask: 注？, label: 注, kind: line}]",
        ),
        "utf-8",
    )
    return read_form(tmp_path / "tiny")


def test_what_the_gates_leave_out_is_worked_out_once_however_often_it_is_asked(monkeypatch):
    worked_out = []

    def counted(form, answers):
        worked_out.append(answers)
        return closed_cells(form, answers)

    monkeypatch.setattr("drafter.draft.draft_facts.closed_cells", counted)
    form = load_form("disclosure-2021")
    answers = {"applications.any_received": False, "applications.any_carried_in": False}
    facts = Facts(form, Draft(form.id, answers=answers))
    assert facts.closed
    assert not facts.closed.intersection(facts.open_cells)
    assert {facts.cell_at(address).origin for address in facts.closed} == {Origin.CONFIRMED}
    assert not facts.unused_cells
    assert len(worked_out) == 1
