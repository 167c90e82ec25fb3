"""What is written can be read back, whatever the draft says."""

from __future__ import annotations

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafter.importing.differences import differences
from drafter.importing.finished_report import read_report
from drafter.importing.row_alignment import How

FEW = int(os.environ.get("READ_BACK_CASES", "25"))
"""Cases for PDF, which takes a fifth of a second each to write; 200 before a release."""
KINDS = ("txt", "ascii", "md", "html", "docx", "pdf")
SEEDS = st.integers(0, 2**32)


@pytest.fixture(scope="session")
def survives(form, document_from, written):
    """Writes the document of a seed, reads it back, and compares."""

    def survive(seed: int, kind: str, of=form, **options: int) -> None:
        document = document_from(of, seed)
        data = written(of, document, kind, **options)
        reading = read_report(of, data, kind.replace("ascii", "txt"))
        assert differences(document, reading) == ()
        assert set(reading.rows.values()) == {How.EXACT}
        assert len(reading.cells) == len(of.cells)

    return survive


@given(seed=SEEDS, kind=st.sampled_from(("txt", "ascii")), width=st.integers(80, 120))
@settings(max_examples=200, deadline=None)
def test_any_draft_survives_text(survives, seed, kind, width):
    survives(seed, kind, width=width)


@given(seed=SEEDS)
@settings(max_examples=200, deadline=None)
def test_any_draft_survives_markdown(survives, seed):
    survives(seed, "md")


@given(seed=SEEDS)
@settings(max_examples=200, deadline=None)
def test_any_draft_survives_a_web_page(survives, seed):
    survives(seed, "html")


@given(seed=SEEDS)
@settings(max_examples=200, deadline=None)
def test_any_draft_survives_word(survives, seed):
    survives(seed, "docx")


@given(seed=SEEDS)
@settings(max_examples=FEW, deadline=None)
def test_any_draft_survives_pdf(survives, seed):
    survives(seed, "pdf")


@given(seed=SEEDS, kind=st.sampled_from(("txt", "ascii", "md", "html")))
@settings(max_examples=100, deadline=None)
def test_so_does_a_draft_of_another_form(survives, tiny, kinds, seed, kind):
    survives(seed, kind, tiny)
    survives(seed, kind, kinds)


@pytest.mark.parametrize("kind", KINDS)
def test_the_parts_are_told_apart(form, written, sample_document, kind):
    document = sample_document
    reading = read_report(form, written(form, document, kind), kind.replace("ascii", "txt"))
    assert reading.title == document.title
    assert reading.headings == tuple(b.text for b in document.blocks if b.kind == "heading")
    assert (reading.signed_by, reading.signed_on) == (document.signed_by, document.signed_on)
    assert reading.draft == document.draft
    texts = tuple(b.text for b in document.blocks if b.kind == "paragraph")
    if kind == "pdf":
        assert "".join(reading.paragraphs) == "".join(texts)
    else:
        assert reading.paragraphs == texts


@pytest.mark.parametrize("kind", KINDS)
def test_the_mark_of_a_draft_is_seen(form, written, sample_document, kind):
    data = written(form, sample_document._replace(draft=True), kind)
    reading = read_report(form, data, kind.replace("ascii", "txt"))
    assert reading.draft
    assert reading.title == sample_document.title
    (problem,) = differences(sample_document, reading)
    assert "草稿" in problem.what
