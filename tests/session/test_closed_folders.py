"""A folder that cannot be entered, read or named: every command says so in a sentence."""

from __future__ import annotations

import ctypes
import os
import re
import sys

import pytest

from drafter.errors import ExitCode

_LONGEST_LINE = 600
_DROP, _MAY_READ_ALL = 24, (1, 2)
"""Linux: taking a capability away, and the two by which root passes over modes."""

IN_A_FOLDER = {
    "list": ("list",),
    "new": ("new", "甲", "--year", "2021"),
    "chat": ("chat", "--plain"),
    "chat with a name": ("chat", "甲", "--plain"),
    "resume": ("resume", "--plain"),
    "remove": ("remove", "甲"),
    "rename": ("rename", "甲", "乙"),
    "restore": ("restore",),
    "where": ("where", "甲"),
    "open": ("open", "甲"),
}


@pytest.fixture
def folder(tmp_path):
    """`folder(kind)`: a path that leads to no folder, of one kind or another."""
    (tmp_path / "file").write_text("甲")
    (tmp_path / "loop").symlink_to("loop")
    return {
        "long": tmp_path / ("长" * 300),
        "deep": tmp_path / ("x/" * 3000),
        "file": tmp_path / "file",
        "below a file": tmp_path / "file" / "x",
        "loop": tmp_path / "loop",
    }.__getitem__


def refused(done) -> None:
    assert (done.code, done.out) == (ExitCode.UNREADABLE, ""), done
    assert re.fullmatch("[^\n]*[\u4e00-\u9fff][^\n]*。\n", done.err), done.err
    assert len(done.err) < _LONGEST_LINE  # a name too long to be one does not bury what is said


# Windows takes longer names, and tells what is no folder like one that is not there yet.
KINDS = [
    "file",
    *(
        pytest.param(kind, marks=pytest.mark.posix)
        for kind in ("long", "deep", "below a file", "loop")
    ),
]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("command", IN_A_FOLDER.values(), ids=IN_A_FOLDER)
def test_what_is_no_folder_is_told(run_drafter, folder, kind, command):
    refused(run_drafter(*command, "--dir", folder(kind)))


@pytest.mark.parametrize("kind", KINDS)
def test_so_is_one_of_templates_and_one_to_write_into(run_drafter, folder, kind, sample):
    place = folder(kind)
    refused(run_drafter("forms", "--templates", place))
    refused(run_drafter("print", sample, "--templates", place))
    refused(run_drafter("close", place / "甲", "T03", "--reason", "甲"))
    refused(run_drafter("export", sample, "-o", place / "甲.docx"))


def lose_rights() -> None:
    """Let modes hold for root as well: its own files are for it what their modes say."""
    if os.geteuid() == 0:
        for right in _MAY_READ_ALL:
            ctypes.CDLL(None).prctl(_DROP, right, 0, 0, 0)


@pytest.fixture
def in_locked_folder(start_drafter, tmp_path):
    """`run(mode, *command)`: in a folder with one session that has this mode."""
    if not sys.platform.startswith("linux"):
        pytest.skip("modes that hold for whoever runs the tests need Linux")
    (tmp_path / "甲.yaml").write_text("format: 1\nform: disclosure-2021\n", "utf-8")

    def run(mode, *command):
        tmp_path.chmod(mode)
        return start_drafter(*command, "--dir", tmp_path, preexec_fn=lose_rights)

    yield run
    tmp_path.chmod(0o700)


@pytest.mark.parametrize("command", IN_A_FOLDER.values(), ids=IN_A_FOLDER)
def test_a_folder_that_may_not_be_entered_is_told(in_locked_folder, command):
    refused(in_locked_folder(0, *command))


def test_one_that_may_only_be_entered_is_not_said_to_be_empty(in_locked_folder):
    done = in_locked_folder(0o100, "list")
    refused(done)
    assert "没有读取的权限" in done.err


def test_one_that_may_only_be_listed_names_its_reports(in_locked_folder):
    done = in_locked_folder(0o400, "list")
    assert done.code == ExitCode.OK
    assert done.out.startswith("甲  ")
    assert "没有读取的权限" in done.out
