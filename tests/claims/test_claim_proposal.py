"""A typed sentence becomes cells to be confirmed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafter.claims.claim_proposal import Proposal, propose_cells
from drafter.claims.claim_words import claim_words
from drafter.form.form_file import load_form

FORM = load_form("disclosure-2021")
WORDS = claim_words(FORM)


def propose(text: str) -> Proposal:
    return propose_cells(FORM, WORDS, text, 2023)


def test_the_example():
    proposal = propose("今年收到申请5件，自然人4件、企业1件，都公开了")
    assert proposal.cells == {
        "applications/received/natural": 4,
        "applications/received/business": 1,
        "applications/granted/natural": 4,
        "applications/granted/business": 1,
    }
    assert [(u.phrase, u.what) for u in proposal.understood] == [
        ("收到申请5件", "本年新收·总计 5"),
        ("自然人4件", "本年新收·自然人 4"),
        ("企业1件", "本年新收·商业企业 1"),
        ("都公开了", "全部是予以公开·总计"),
    ]
    assert proposal.unsettled == ()


def test_one_kind_of_applicant_takes_every_total():
    proposal = propose("收到申请5件，均为自然人，予以公开3件，属于国家秘密2件")
    assert proposal.cells == {
        "applications/received/natural": 5,
        "applications/granted/natural": 3,
        "applications/secret/natural": 2,
    }


def test_carried_in_is_of_all_too():
    proposal = propose("收到自然人3件，上年结转1件，全部予以公开")
    assert proposal.cells["applications/granted/natural"] == 4


def test_other_tables_and_answers():
    proposal = propose("行政复议2件，维持1件、尚未审结1件；制发规范性文件2件；主动公开信息120条")
    assert proposal.cells == {
        "disputes/cases/review_upheld": 1,
        "disputes/cases/review_pending": 1,
        "disclosed/documents/issued": 2,
    }
    assert proposal.answers == {"overview.proactive.items_published": 120}
    assert proposal.unsettled == ()


@pytest.mark.parametrize(
    ("text", "unsettled"),
    [
        ("收到申请5件", ("本年新收·总计 5，还要说明由哪几项组成。",)),
        ("收到12件，自然人10件", ("本年新收·总计说是 12，各项加起来是 10，请核对。",)),
        ("收到自然人30余件", ("“收到自然人30余件”不是确切的数，请填确切的本年新收·自然人。",)),
        ("没有收到申请", ()),
    ],
)
def test_what_stays_open(text, unsettled):
    assert propose(text).unsettled == unsettled


@settings(max_examples=100)
@given(st.text(alphabet="收到申请5件，、自然人企业都均公开了全部上年结转100%（）。", max_size=60))
def test_only_cells_that_are_typed(text):
    proposal = propose(text)
    assert all(a in FORM.cells and a not in FORM.computed for a in proposal.cells)
    assert all(question in FORM.questions for question in proposal.answers)
    assert all(text[u.start : u.end] == u.phrase for u in proposal.understood)
