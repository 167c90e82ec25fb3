"""What an office PC has otherwise: names, line ends, files that another program holds, places.

Everything runs on Linux as well, but what only Windows has; all of it with `make test-windows`.
"""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

from drafter import file_writer
from drafter.draft.answers_file import load_answers
from drafter.errors import ExitCode
from drafter.file_writer import SaveError, write_file
from drafter.session.session_folder import sessions_folder

on_windows = pytest.mark.skipif(sys.platform != "win32", reason="of Windows alone")


@pytest.fixture
def office(tmp_path) -> Path:
    """A folder as an office names it."""
    folder = tmp_path / "政务 公开" / "2023 年度（一）"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def drafter(run_drafter, office):
    """Commands given in that folder, whose reports lie in it, too."""
    env = {"DRAFTER_DIR": str(office / "报告 存放")}
    return lambda *args, **options: run_drafter(*args, env=env, cwd=office, **options)


def test_folders_with_chinese_and_blanks(drafter, office, sample):
    assert drafter("new", "示例 局", "--from", sample, "--year", "2022").code == 0
    assert drafter("list").out.startswith("示例 局  ")
    run = drafter("export", sample, "--to", "docx,html,txt", "-o", office)
    assert run.code == 0, run.err
    for path in run.out.splitlines():
        assert drafter("read", Path(path)).code == 0


@pytest.mark.parametrize("name", ["con", "NUL", "com1", "lpt³"])
def test_names_of_devices_make_no_files(drafter, office, name):
    run = drafter("new", name, "--year", "2023")
    assert run.code == ExitCode.UNREADABLE
    assert f"“{name}-”" in run.err
    assert not (office / "报告 存放").exists() or not list((office / "报告 存放").iterdir())


def test_line_ends_of_notepad_change_nothing(drafter, office, sample):
    text = sample.read_bytes().replace(b"\n", b"\r\n")
    (office / "答案.yaml").write_bytes(b"\xef\xbb\xbf" + text)
    assert load_answers(office / "答案.yaml").draft == load_answers(sample).draft
    assert drafter("check", office / "答案.yaml").out == drafter("check", sample).out.replace(
        str(sample), str(office / "答案.yaml")
    )


def test_what_is_kept_has_one_kind_of_line_end(drafter, office):
    drafter("new", "甲", "--year", "2023")
    for path in (office / "报告 存放").iterdir():
        assert b"\r" not in path.read_bytes(), path


def test_a_file_in_the_code_page_is_read(office, sample):
    (office / "答案.yaml").write_bytes(sample.read_text("utf-8").encode("gb18030"))
    assert load_answers(office / "答案.yaml").draft == load_answers(sample).draft


class TestHeld:
    """Word, WPS, a virus scanner or a sync client has the file open."""

    @pytest.fixture
    def held(self, monkeypatch):
        """`held(times)`: Windows refuses to put a file in place so often."""

        def refuse(times: int) -> None:
            left = [times]
            replace = os.replace

            def replaced(temp, target):
                if left[0]:
                    left[0] -= 1
                    raise PermissionError(errno.EACCES, "")
                replace(temp, target)

            monkeypatch.setattr(os, "replace", replaced)
            monkeypatch.setattr(file_writer.sys, "platform", "win32")

        return refuse

    def test_a_moment_is_waited_for(self, held, office):
        held(3)
        write_file(office / "a.txt", b"a")
        assert (office / "a.txt").read_bytes() == b"a"

    def test_longer_is_told_and_leaves_the_old_file_alone(self, held, office, monkeypatch):
        write_file(office / "a.txt", b"old")
        held(10_000)
        monkeypatch.setattr(file_writer, "_RETRY_S", 0.0)
        with pytest.raises(SaveError, match="正被别的程序打开"):
            write_file(office / "a.txt", b"new")
        assert [(path.name, path.read_bytes()) for path in office.iterdir()] == [("a.txt", b"old")]

    @on_windows
    def test_so_it_is_when_it_really_is_open(self, office, monkeypatch):
        write_file(office / "a.docx", b"old")
        monkeypatch.setattr(file_writer, "_RETRY_S", 0.0)
        with (office / "a.docx").open("rb"), pytest.raises(SaveError, match="正被别的程序打开"):
            write_file(office / "a.docx", b"new")
        write_file(office / "a.docx", b"new")
        assert (office / "a.docx").read_bytes() == b"new"

    @on_windows
    def test_a_new_export_takes_another_name_meanwhile(self, drafter, office, sample):
        first = drafter("export", sample, "--to", "docx").out.strip()
        with (office / first).open("rb"):
            run = drafter("export", sample, "--to", "docx", "-o", "另一份.docx")
            assert run.code == 0
            again = drafter("export", sample, "--to", "docx", "--force")
            assert (again.code, again.out) == (ExitCode.UNREADABLE, "")
            assert "正被别的程序打开" in again.err


def test_a_deep_folder_is_written_into_or_told_in_a_sentence(drafter, office):
    """More than the 260 characters that Windows allows where nobody switched on more."""
    deep = office / "很长的文件夹名字" / ("深" * 60) / ("更" * 60) / ("最" * 60)
    run = drafter("new", "甲", "--year", "2023", "--dir", deep)
    if run.code == 0:
        assert (deep / "甲.yaml").is_file()
    else:
        assert run.err.count("\n") == 1


def test_a_path_too_long_for_windows_is_told_so(monkeypatch, office):
    monkeypatch.setattr(file_writer.sys, "platform", "win32")
    deep = office / ("深" * 80) / ("深" * 80) / ("深" * 80) / "a.txt"
    with pytest.raises(SaveError, match="路径太长"):
        file_writer.with_told_errors(deep, lambda: deep.parent.mkdir())


@on_windows
class TestPlaces:
    """Where Windows keeps things."""

    def test_reports_lie_in_the_profile(self, monkeypatch):
        monkeypatch.delenv("DRAFTER_DIR", raising=False)
        assert sessions_folder().is_relative_to(os.environ["LOCALAPPDATA"])

    def test_a_drive_letter_is_a_place(self, drafter, office):
        drive = office.drive
        inside = str(office)[len(drive) :]
        assert drafter("new", "甲", "--year", "2023", "--dir", f"{drive}{inside}").code == 0
        assert drafter("where", "甲", "--dir", inside).out.strip().endswith("甲.yaml")

    def test_slashes_of_both_kinds_lead_there(self, drafter, office):
        assert drafter("new", "甲", "--year", "2023", "--dir", office.as_posix()).code == 0
        assert (office / "甲.yaml").is_file()

    def test_letters_of_another_size_are_the_same_report(self, drafter):
        assert drafter("new", "a", "--year", "2023").code == 0
        assert drafter("new", "A", "--year", "2023").code == ExitCode.UNREADABLE
