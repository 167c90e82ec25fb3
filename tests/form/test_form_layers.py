"""A form that is like another: its files beside form.yaml are laid over the other one's."""

from dataclasses import replace
from pathlib import Path

import pytest

from drafter.checks.field_words import words_of
from drafter.claims.claims_file import claim_words
from drafter.errors import DrafterError
from drafter.form.form_file import load_form
from drafter.form.form_layers import first_file, layers_of, root_of

FORM = load_form("disclosure-2021")


def like(folder: Path, form: str = "disclosure-2021", other: str = "disclosure-2021"):
    return replace(load_form(form), folder=folder, like=other)


def test_words_of_prose_stand_over_those_of_the_form_it_is_like(tmp_path: Path):
    (tmp_path / "claims.yaml").write_text("aspects: {opened: }\ncertain: []\n", "utf-8")
    own, base = claim_words(like(tmp_path)).file, claim_words(FORM).file
    assert own.aspects == {k: v for k, v in base.aspects.items() if k != "opened"}
    assert own.certain == ()
    assert (own.topics, own.marks, own.typed) == (base.topics, base.marks, base.typed)


def test_words_of_checks_do_so_too_and_those_of_any_report_below(tmp_path: Path):
    (tmp_path / "words.yaml").write_text("fees:\ncounted: {元: [共计]}\nahead: [试]\n", "utf-8")
    own, base = words_of(like(tmp_path)), words_of(FORM)
    assert base.fees.words
    assert not own.fees.words
    assert own.counted == {**base.counted, "元": ("共计",)}
    assert own.ahead == ("试",)
    assert own.typos == base.typos


def test_the_nearest_file_is_taken(tmp_path: Path):
    form = like(tmp_path)
    assert first_file(form, "comparison.yaml") == FORM.folder / "comparison.yaml"
    (tmp_path / "comparison.yaml").write_text("shift: 5\n", "utf-8")
    assert first_file(form, "comparison.yaml") == tmp_path / "comparison.yaml"
    assert first_file(replace(form, like=""), "review.yaml") is None


def test_a_form_of_one_s_own_may_be_like_one_beside_it(tmp_path: Path):
    for name in ("mine", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "form.yaml").write_text("form: " + name, "utf-8")
    (tmp_path / "other" / "words.yaml").write_text("ahead: [试]\n", "utf-8")
    layers = layers_of(like(tmp_path / "mine", other="other"), "words.yaml")
    assert [layer.name for layer in layers] == ["other/words.yaml"]
    root = root_of(layers)
    assert root is not None
    assert isinstance(root.value, dict)
    assert list(root.value) == ["ahead"]


@pytest.mark.parametrize(
    ("form", "other", "told", "said"),
    [
        ("disclosure-2021", "disclosure-1999", "", "没有“disclosure-1999”这种报告格式"),
        ("disclosure-2021", "default", "", "没有“default”这种报告格式"),
        ("disclosure-2021", "disclosure-2021", "parts: p\n\nnone: 1", "claims.yaml:3："),
        # The other form's words need rows that this one has not: told at the top of its own.
        ("disclosure-2019", "disclosure-2021", "parts: p\n", "claims.yaml:1："),
    ],
)
def test_what_is_wrong_with_a_likeness_is_told(tmp_path: Path, form, other, told, said):
    (tmp_path / "claims.yaml").write_text(told or "parts: p\n", "utf-8")
    with pytest.raises(DrafterError) as caught:
        claim_words(like(tmp_path, form, other))
    assert all(said in str(problem) for problem in caught.value.problems)
