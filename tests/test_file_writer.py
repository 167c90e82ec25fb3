"""One writer: all or nothing, private, durable, and refusals in the clerk's words."""

from __future__ import annotations

import errno
import os
import re
import stat
import subprocess
import sys
from functools import partial

import pytest

from drafter import file_writer
from drafter.file_writer import (
    SaveError,
    append_line,
    large_file,
    make_private_folder,
    remove_stray_temps,
    write_file,
)

resource = pytest.importorskip("resource")
AS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def refused(act):
    with pytest.raises(SaveError) as caught:
        act()
    (problem,) = caught.value.problems
    assert CHINESE.search(problem.what)
    assert CHINESE.search(problem.fix)
    return problem


def test_a_new_file_is_private(tmp_path):
    write_file(tmp_path / "a", "甲".encode())
    assert (tmp_path / "a").read_bytes() == "甲".encode()
    assert mode(tmp_path / "a") == 0o600
    assert names(tmp_path) == ["a"]


def _large(path, data):
    with large_file(path) as file:
        file.write(data)


@pytest.mark.parametrize(
    ("write", "placing"),
    [(write_file, "replace"), (partial(write_file, new=True), "link"), (_large, "replace")],
    ids=["small", "new", "large"],
)
def test_it_is_synced_put_in_its_place_and_the_place_synced(tmp_path, monkeypatch, write, placing):
    """In this order, a power cut at any moment leaves the old file or the new one."""
    done, sync, put = [], os.fsync, getattr(os, placing)

    def fsync(handle):
        about = os.fstat(handle)
        done.append("folder" if stat.S_ISDIR(about.st_mode) else about.st_size)
        sync(handle)

    def place(*names):
        done.append(placing)
        put(*names)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, placing, place)
    write(tmp_path / "a", b"1234")
    assert done == [4, placing, "folder"]


@pytest.mark.parametrize("umask", [0o000, 0o077, 0o777], ids=oct)
def test_an_old_file_keeps_its_mode(tmp_path, umask):
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "a").chmod(0o640)
    before = os.umask(umask)
    try:
        write_file(tmp_path / "a", b"new")
    finally:
        os.umask(before)
    assert (mode(tmp_path / "a"), (tmp_path / "a").read_bytes()) == (0o640, b"new")


def test_a_link_s_target_is_replaced(tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("folder/target")
    write_file(tmp_path / "link", b"1")
    write_file(tmp_path / "link", b"2")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "folder" / "target").read_bytes() == b"2"
    assert names(tmp_path / "folder") == ["target"]


@pytest.mark.parametrize("links", [True, False], ids=["hard links", "none"])
def test_the_previous_version_is_kept(tmp_path, monkeypatch, links):
    if not links:
        monkeypatch.setattr(os, "link", raising(errno.EPERM))
    path, previous = tmp_path / "a", tmp_path / "a.bak"
    for number in range(4):
        write_file(path, b"%d" % number, previous=previous)
        assert path.read_bytes() == b"%d" % number
        assert (
            not previous.exists() if number == 0 else previous.read_bytes() == b"%d" % (number - 1)
        )
    assert names(tmp_path) == ["a", "a.bak"]


@pytest.mark.parametrize("step", ["open", "write", "fsync", "fchmod", "link", "replace"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS, errno.EACCES])
def test_a_failed_save_leaves_the_old_file_and_no_temp(tmp_path, monkeypatch, step, number):
    path = tmp_path / "a"
    write_file(path, b"1", previous=tmp_path / "b")
    write_file(path, b"2", previous=tmp_path / "b")
    if step == "link":
        monkeypatch.setattr(file_writer, "_keep", raising(number))
    else:
        monkeypatch.setattr(os, step, raising(number))
    refused(lambda: write_file(path, b"3", previous=tmp_path / "b"))
    monkeypatch.undo()
    assert path.read_bytes() == b"2"
    assert names(tmp_path) == ["a", "b"]
    write_file(path, b"4", previous=tmp_path / "b")
    assert ((tmp_path / "b").read_bytes(), names(tmp_path)) == (b"2", ["a", "b"])


def test_an_interrupted_save_leaves_no_temp(tmp_path, monkeypatch):
    write_file(tmp_path / "a", b"1")
    monkeypatch.setattr(os, "replace", raising(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        write_file(tmp_path / "a", b"2")
    assert names(tmp_path) == ["a"]


def test_a_short_write_is_gone_on_with(tmp_path, monkeypatch):
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: real(handle, data[:3]))
    write_file(tmp_path / "a", b"0123456789")
    assert (tmp_path / "a").read_bytes() == b"0123456789"


@pytest.mark.skipif(sys.platform == "win32", reason="needs resource limits")
def test_a_file_size_limit_is_told(tmp_path):
    write_file(tmp_path / "a", b"old")
    code = (
        "import sys\nfrom pathlib import Path\nfrom drafter.file_writer import write_file\n"
        "write_file(Path(sys.argv[1]), b'x' * 100_000)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "a")],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)),
        capture_output=True,
        encoding="utf-8",
    )
    assert "SaveError" in done.stderr
    assert "没有存下来" in done.stderr
    assert ((tmp_path / "a").read_bytes(), names(tmp_path)) == (b"old", ["a"])


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 64 kB; skipped where none can be mounted."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place)]
    try:
        if not AS_ROOT or subprocess.run(mount, capture_output=True).returncode != 0:
            pytest.skip("cannot mount a small disk")
    except FileNotFoundError:
        pytest.skip("cannot mount a small disk")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_is_told(small_disk):
    write_file(small_disk / "a", b"1" * 20_000)
    problem = refused(lambda: write_file(small_disk / "a", b"2" * 60_000))
    assert "磁盘满了" in problem.what
    assert ((small_disk / "a").read_bytes(), names(small_disk)) == (b"1" * 20_000, ["a"])


def test_a_read_only_disk_is_told(small_disk):
    write_file(small_disk / "a", b"1")
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    problem = refused(lambda: write_file(small_disk / "a", b"2"))
    assert "只读" in problem.what
    assert (small_disk / "a").read_bytes() == b"1"


@pytest.mark.skipif(AS_ROOT, reason="root may write anywhere")
def test_a_read_only_file_and_folder_are_told(tmp_path):
    (tmp_path / "a").write_bytes(b"1")
    (tmp_path / "a").chmod(0o400)
    assert "只读" in refused(lambda: write_file(tmp_path / "a", b"2")).what
    tmp_path.chmod(0o500)
    assert "权限" in refused(lambda: write_file(tmp_path / "b", b"2")).what
    tmp_path.chmod(0o700)


def test_what_is_no_file_is_left_alone(tmp_path):
    assert "文件夹" in refused(lambda: write_file(tmp_path, b"1")).what
    assert "没有这个文件夹" in refused(lambda: write_file(tmp_path / "no" / "a", b"1")).what
    (tmp_path / "a").write_bytes(b"1")
    assert "不是文件夹" in refused(lambda: write_file(tmp_path / "a" / "b", b"1")).what
    assert "太长" in refused(lambda: write_file(tmp_path / ("长" * 100), b"1")).what
    assert "名" in refused(lambda: write_file(tmp_path / "a\0b", b"1")).what


@pytest.mark.skipif(not os.path.exists("/dev/null"), reason="needs devices")
def test_a_device_is_not_replaced():
    assert "设备" in refused(lambda: write_file(file_writer.Path("/dev/null"), b"1")).what
    assert not os.path.isfile("/dev/null")


def test_the_longest_name_can_be_saved(tmp_path):
    path = tmp_path / ("长" * 85)
    write_file(path, b"1")
    write_file(path, b"2")
    assert path.read_bytes() == b"2"


def test_a_busy_target_is_tried_again_on_windows(tmp_path, monkeypatch):
    real, refusals = os.replace, [PermissionError(errno.EACCES, "")] * 3
    slept = []

    def replace(source, target):
        if refusals:
            raise refusals.pop()
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    monkeypatch.setattr(file_writer.sys, "platform", "win32")
    monkeypatch.setattr(file_writer.time, "sleep", slept.append)
    write_file(tmp_path / "a", b"1")
    assert len(slept) == 3
    assert (tmp_path / "a").read_bytes() == b"1"


def test_a_target_busy_for_two_seconds_is_told_on_windows(tmp_path, monkeypatch):
    passed = [0.0]
    monkeypatch.setattr(os, "replace", raising(errno.EACCES))
    monkeypatch.setattr(file_writer.sys, "platform", "win32")
    monkeypatch.setattr(file_writer.time, "monotonic", lambda: passed[0])
    monkeypatch.setattr(file_writer.time, "sleep", lambda s: passed.__setitem__(0, passed[0] + s))
    refused(lambda: write_file(tmp_path / "a", b"1"))
    assert 2 <= passed[0] < 2.2
    assert names(tmp_path) == []


def test_strays_go_and_those_of_others_stay(tmp_path):
    for name in (".a.yaml.1.tmp", ".a.bak.2.tmp", ".b.yaml.3.tmp", ".a.yaml"):
        (tmp_path / name).write_bytes(b"")
    remove_stray_temps(tmp_path / "a")
    assert names(tmp_path) == [".a.yaml", ".b.yaml.3.tmp"]


def test_what_comes_to_be_while_a_file_is_written_can_still_stop_it(tmp_path):
    write_file(tmp_path / "a", b"1")
    steps = []

    def look():
        steps.append((tmp_path / "a").read_bytes())
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_file(tmp_path / "a", b"2", previous=tmp_path / "a.bak", ready=look)
    assert (steps, names(tmp_path)) == ([b"1"], ["a"])


def test_a_link_is_replaced_where_it_is_not_to_be_followed(tmp_path):
    (tmp_path / "target").write_bytes(b"1")
    (tmp_path / "link").symlink_to("target")
    write_file(tmp_path / "link", b"2", follow=False)
    assert not (tmp_path / "link").is_symlink()
    assert ((tmp_path / "link").read_bytes(), (tmp_path / "target").read_bytes()) == (b"2", b"1")
    (tmp_path / "other").symlink_to("target")
    refused(lambda: append_line(tmp_path / "other", b"3"))
    assert (tmp_path / "target").read_bytes() == b"1"


def test_lines_are_added_and_folders_made_in_private(tmp_path):
    make_private_folder(tmp_path / "a" / "b")
    write_file(tmp_path / "a" / "b" / "c", b"1\n")
    append_line(tmp_path / "a" / "b" / "c", b"2")
    assert (tmp_path / "a" / "b" / "c").read_bytes() == b"1\n2\n"
    assert [mode(tmp_path / p) for p in ("a", "a/b", "a/b/c")] == [0o700, 0o700, 0o600]
    refused(lambda: make_private_folder(tmp_path / "a" / "b" / "c" / "d"))


def raising(what):
    def fail(*_args, **_options):
        raise OSError(what, "") if isinstance(what, int) else what

    return fail
