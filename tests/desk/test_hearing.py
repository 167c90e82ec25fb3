"""Free text about a table: what it states of it, and what is said of the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from drafter.desk.clerk_words import hear
from drafter.form.form_file import load_form

FORMS = Path(__file__).parents[1] / "forms"
NATIONAL = load_form("disclosure-2021")


def heard(text):
    return hear(NATIONAL, NATIONAL.tables["applications"], text, 2023)


def test_figures_of_the_table_come_as_a_clerk_would_type_them():
    assert heard("今年收到申请5件，均为自然人") == (
        (("applications/received/natural", "5"),),
        (),
    )


def test_what_belongs_elsewhere_is_said_and_not_taken():
    found = heard("收到自然人3件，全部予以公开；行政复议维持1件；主动公开信息120条")
    assert dict(found.figures) == {
        "applications/received/natural": "3",
        "applications/granted/natural": "3",
    }
    assert found.left == ("说到表四、“主动公开信息总数”的没有记，到那里再填。",)


def test_words_beside_a_figure_that_were_not_understood_are_named():
    found = heard("予以共开自然人3件")
    assert found.figures == ()
    assert found.left[0] == "没有听懂：“予以共开”。"


@pytest.mark.parametrize("form_id", ["tiny", "kinds"])
def test_a_form_without_words_for_its_figures_hears_nothing(form_id):
    form = load_form(form_id, FORMS)
    table = next(iter(form.tables.values()))
    assert hear(form, table, "小说借出70册", 2023).figures == ()


@pytest.mark.parametrize(
    "line",
    [
        "办理自然人6件",
        "拒绝自然人2件",
        "自然人由5件改为6件",
        "企业1件",
        "处理了自然人3件，企业1件",
    ],
)
def test_a_figure_whose_phrase_was_not_understood_goes_nowhere(line):
    found = heard(line)
    assert found.figures == ()
    assert found.left


@pytest.mark.parametrize("limit", ["自然人的", "除2件不掌握外", "其余的"])
def test_words_that_limit_a_whole_are_not_passed_over(limit):
    found = heard(f"收到申请9件，自然人6件、企业3件，{limit}都公开了")
    assert {address for address, _ in found.figures} == {
        "applications/received/natural",
        "applications/received/business",
    }
    assert found.left
