"""What lies in the folder of sessions is the user's alone, and no link in it leads elsewhere."""

from __future__ import annotations

import os
import stat

import pytest

from drafter.errors import DrafterError, ExitCode
from drafter.files import SIZE_LIMIT
from drafter.output.review_sheet import keep_reviewed
from drafter.session.session_file import DamagedError, recover
from drafter.session.session_folder import beside
from drafter.session.session_shelf import create, remove, rename, restore

from .conftest import FORMS, NOON

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no modes; links need rights")


@pytest.fixture
def open_umask():
    before = os.umask(0)
    yield
    os.umask(before)


def private(folder) -> set[str]:
    """The ends of the names of all that lies below, none of it for others."""
    found = [folder, *folder.rglob("*")]
    for path in found:
        assert not stat.S_IMODE(path.lstat().st_mode) & 0o077, path
    return {path.suffix for path in found if path.is_file()}


def test_all_that_a_session_leaves_is_private(open_umask, tmp_path, tiny, draft, opened):
    folder = tmp_path / "s" / "t"
    options = {"own_forms": FORMS, "clock": lambda: NOON}
    with create(folder, tiny, draft("甲"), name="甲", last=b"format: 1", **options) as session:
        path = session.path
        session.save(draft("乙"))
        session.save(draft("丙"))
        path.write_bytes(path.read_bytes() + b"# \n")
        session.keep_mine_aside(draft("丁"))
        session.save_over(draft("戊"))
    path.write_bytes(b"[")
    recover(path, own_forms=FORMS, clock=lambda: NOON)[0].close()
    path.write_bytes(path.read_bytes() + b"# \n")
    opened(path).save(draft("己"))
    assert private(tmp_path / "s") == {".yaml", ".bak", ".history", ".last", ".lock"}


def test_so_it_stays_under_another_name_and_in_the_trash(open_umask, tmp_path, tiny, draft):
    folder = tmp_path / "s"
    with create(folder, tiny, draft("甲"), name="甲", last=b"1", own_forms=FORMS) as session:
        session.save(draft("乙"))
    rename(folder, "甲", "乙", NOON)
    private(folder)
    remove(folder, "乙", NOON)
    assert (folder / "trash").is_dir()
    private(folder)
    restore(folder, "乙", NOON)
    private(folder)


def test_what_a_review_leaves_beside_is_private(open_umask, tmp_path, run_drafter):
    folder = tmp_path / "s"
    run_drafter("new", "甲", "--year", "2021", "--dir", folder)
    run_drafter("chat", "甲", "--plain", "--dir", folder, input="甲局\n".encode())
    out = tmp_path / "out"
    out.mkdir()
    run = run_drafter("export", folder / "甲.yaml", "--to", "review", "-o", out)
    assert run.code == ExitCode.OK, run.err
    assert ".reviewed" in private(folder)
    assert [path.suffix for path in out.iterdir()] == [".docx"]


@pytest.fixture
def secret(tmp_path):
    """A file elsewhere that reads as a report."""
    file = tmp_path / "elsewhere" / "secret"
    file.parent.mkdir()
    file.write_text("format: 1\nform: tiny\norgan: {name: 秘密}\n", "utf-8")
    return file


def test_last_year_is_not_read_through_a_link(path, secret, opened, run_drafter):
    beside(path, "last").symlink_to(secret)
    with pytest.raises(DrafterError, match="这是一个链接"):
        opened(path).last_year()
    run = run_drafter("check", path, "--templates", FORMS)
    assert run.code == ExitCode.UNREADABLE
    assert "这是一个链接" in run.err


def test_nothing_is_recovered_through_a_link(path, secret):
    path.write_bytes(b"[")
    beside(path, "bak").symlink_to(secret)
    with pytest.raises(DamagedError) as caught:
        recover(path, own_forms=FORMS)
    assert caught.value.good is None


@pytest.mark.parametrize("ending", ["bak", "reviewed", "last", "history"])
def test_nothing_is_written_through_a_link(path, secret, draft, opened, ending):
    before = secret.read_bytes()
    beside(path, "history").touch()
    beside(path, ending).unlink(missing_ok=True)
    beside(path, ending).symlink_to(secret)
    with opened(path) as session:
        session.save(draft("甲"))
        session.save(draft("乙"))
    keep_reviewed(path)
    assert secret.read_bytes() == before


def test_a_session_too_large_to_read_is_told_what_to_do(path, opened):
    path.write_bytes(path.read_bytes() + b"#" * SIZE_LIMIT)
    with pytest.raises(DrafterError, match="用文本编辑器打开，删短"):
        opened(path)
