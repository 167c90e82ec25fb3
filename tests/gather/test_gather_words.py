"""likeness.yaml and comparison.yaml: what is wrong in them is told, and no form must have them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from drafter.draft.draft_facts import Facts
from drafter.draft.draft_model import Draft
from drafter.errors import DrafterError
from drafter.form.form_file import read_form
from drafter.gather.alike_texts import common_pieces, self_names
from drafter.gather.report_comparison import Subject, compare_years, comparison_words

TINY = Path(__file__).parents[1] / "forms" / "tiny"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TINY, tmp_path / "tiny"))


def test_a_form_without_them_does_without(folder):
    form = read_form(folder)
    assert common_pieces(form)
    assert self_names(form) == ()
    assert comparison_words(form).ratios == ()
    subjects = [Subject(name, Facts(form, Draft(form.id))) for name in ("2022年", "2023年")]
    assert not any(each.moves for each in compare_years(subjects))


@pytest.mark.parametrize(
    ("name", "read", "text", "said"),
    [
        (
            "likeness.yaml",
            common_pieces,
            "commons: [甲]\n",
            r"likeness.yaml:1.*不认识的名称“commons”",
        ),
        (
            "comparison.yaml",
            comparison_words,
            "ratios: [{label: 率, part: a}]\n",
            r"comparison.yaml:1.*缺少“whole”",
        ),
    ],
)
def test_mistakes_in_them_are_told_with_their_line(folder, name, read, text, said):
    (folder / name).write_text(text, "utf-8")
    form = read_form(folder)
    with pytest.raises(DrafterError, match=said):
        read(form)
