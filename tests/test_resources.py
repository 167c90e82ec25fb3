"""The folders that travel with drafter are found, or their loss is told."""

from __future__ import annotations

import pytest

from drafter import resources
from drafter.errors import DrafterError


def test_a_checkout_uses_its_own_folders(root):
    assert resources.data_dir("templates") == root / "templates"


def test_an_installed_package_uses_the_folder_inside(tmp_path, monkeypatch):
    (tmp_path / "templates").mkdir()
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path)
    assert resources.data_dir("templates") == tmp_path / "templates"


def test_some_other_project_s_folder_is_not_taken(tmp_path, monkeypatch):
    (tmp_path / "templates").mkdir()
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "lib" / "drafter")
    with pytest.raises(DrafterError, match="这个文件夹不见了"):
        resources.data_dir("templates")
