"""A copied drafter: where its reports lie, and where finished files go."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from drafter import user_folders
from drafter.user_folders import (
    DATA,
    data_folder,
    forms_folder,
    output_folder,
    place_words,
    portable_hint,
    program_folder,
    settings_folder,
)

FORMS = Path(__file__).parent / "forms"


@pytest.fixture
def program(tmp_path, monkeypatch) -> Path:
    """The folder of a copied drafter; nothing on this machine is asked for others."""
    folder = tmp_path / "优盘 1" / "drafter"
    (folder / "lib-0.1.0" / "drafter").mkdir(parents=True)
    (folder / "版本.txt").write_text("drafter 0.1.0\n", encoding="utf-8")
    found = program_folder(folder / "lib-0.1.0" / "drafter")
    monkeypatch.setattr(user_folders, "program_folder", lambda: found)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "user"))
    monkeypatch.delenv("DRAFTER_DIR", raising=False)
    return folder


def test_an_installed_drafter_was_not_copied(tmp_path):
    package = tmp_path / "lib-0.1.0" / "drafter"
    package.mkdir(parents=True)
    assert program_folder() is None
    assert program_folder(package) is None


def test_reports_and_choices_lie_beside_the_program_where_there_is_a_folder_for_them(program):
    (program / DATA).mkdir()
    assert data_folder() == settings_folder() == program / DATA
    assert place_words(data_folder() / "sessions").startswith("报告存在程序旁边的“数据”文件夹里")
    assert portable_hint(data_folder() / "sessions") == ""


def test_else_they_lie_in_the_users_folder_and_it_is_said_how_they_would_travel_along(program):
    assert program not in data_folder().parents
    assert place_words(data_folder()) == f"报告存在这台电脑上：{data_folder()}"
    assert str(program) in portable_hint(data_folder())


def test_a_file_called_so_is_no_folder(program):
    (program / DATA).write_text("", encoding="utf-8")
    assert data_folder() != program / DATA


def test_finished_files_do_not_lie_among_those_of_the_program(program, monkeypatch, tmp_path):
    monkeypatch.chdir(program)
    documents = tmp_path / "文档"
    monkeypatch.setattr("platformdirs.user_documents_path", lambda: documents)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert output_folder() == tmp_path
    documents.mkdir()
    assert output_folder() == documents
    (program / DATA).mkdir()
    assert output_folder() == program / DATA
    monkeypatch.chdir(tmp_path)
    assert output_folder() == tmp_path


def test_nor_in_the_folder_of_windows_where_a_program_on_a_share_begins(
    program, monkeypatch, tmp_path
):
    windows = tmp_path / "Windows"
    windows.mkdir()
    monkeypatch.chdir(windows)
    monkeypatch.setenv("SYSTEMROOT", str(windows))
    (program / DATA).mkdir()
    assert output_folder() == program / DATA


@pytest.mark.posix
def test_a_copied_drafter_says_where_it_keeps_reports(tmp_path, root, clean_env):
    program = tmp_path / "drafter"
    shutil.copytree(root / "src" / "drafter", program / "lib-0.1.0" / "drafter")
    (program / "版本.txt").write_text("drafter\n", encoding="utf-8")

    def where() -> tuple[str, str]:
        done = subprocess.run(
            [sys.executable, "-m", "drafter", "where"],
            env=clean_env | {"PYTHONPATH": str(program / "lib-0.1.0")},
            capture_output=True,
            encoding="utf-8",
            cwd=tmp_path,
        )
        return done.stdout.strip(), done.stderr

    folder, said = where()
    assert Path(folder).is_relative_to(clean_env["HOME"])
    assert "新建一个“数据”文件夹" in said
    (program / DATA).mkdir()
    folder, said = where()
    assert Path(folder) == program.resolve() / DATA / "sessions"
    assert "新建" not in said


def test_forms_of_ones_own_lie_beside_the_reports(program):
    assert forms_folder() is None
    (program / DATA / "格式" / "新建文件夹").mkdir(parents=True)
    assert forms_folder() is None, "an empty folder is nobody's form"
    (program / DATA / "格式" / "tiny").mkdir()
    (program / DATA / "格式" / "tiny" / "form.yaml").write_text("", "utf-8")
    assert forms_folder() == program / DATA / "格式"


def test_so_do_templates_for_a_form_of_ours(program):
    (program / DATA / "格式" / "disclosure-2021").mkdir(parents=True)
    assert forms_folder() == program / DATA / "格式"


@pytest.mark.posix  # Windows asks no environment where the user's folders are
def test_a_form_that_lies_there_is_listed(run_drafter, tmp_path):
    home = tmp_path / "data"
    shutil.copytree(FORMS / "tiny", home / "drafter" / "格式" / "tiny")
    assert "图书馆借阅年报" in run_drafter("forms", env={"XDG_DATA_HOME": str(home)}).out
