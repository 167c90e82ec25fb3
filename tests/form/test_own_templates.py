"""A folder of templates of one's own of which nothing would be used is told, not passed over."""

from __future__ import annotations

import pytest

from drafter.errors import DrafterError
from drafter.form.form_file import form_folders


@pytest.fixture
def templates(tmp_path):
    (tmp_path / "ours" / "disclosure-2021").mkdir(parents=True)
    return tmp_path / "ours"


def test_a_folder_with_one_named_like_a_form_is_used(templates):
    assert "disclosure-2021" in form_folders(templates)


def test_one_a_level_too_high_is_told_with_the_right_one(templates):
    with pytest.raises(DrafterError, match="自备的模板用不上") as caught:
        form_folders(templates.parent)
    assert caught.value.problems[0].fix == f"是不是应该写 --templates {templates}？"


def test_one_a_level_too_deep_is_told_with_the_right_one(templates):
    with pytest.raises(DrafterError, match="自备的模板用不上") as caught:
        form_folders(templates / "disclosure-2021")
    assert caught.value.problems[0].fix == f"是不是应该写 --templates {templates}？"


def test_one_with_nothing_of_the_kind_is_told(tmp_path):
    with pytest.raises(DrafterError, match="自备的模板用不上"):
        form_folders(tmp_path)
