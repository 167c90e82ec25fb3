"""One process at a time; who holds it is told; a dead holder is followed."""

from __future__ import annotations

import errno
import json
import os
import signal
import socket
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import filelock
import pytest

from drafter.file_writer import SaveError
from drafter.session import session_lock as module
from drafter.session.session_file import ReadOnlyError
from drafter.session.session_lock import (
    HeldError,
    Holder,
    Lock,
    holder_of,
    is_held,
    this_process,
    write_holder,
)

from ..conftest import LONGEST_S

NOON = datetime(2026, 1, 20, 12, 0, 0)
PROCESSES = Path(__file__).with_name("processes.py")
ELSEWHERE = Holder("别处", "老王", 4711, "2026年1月19日 09:30")


@pytest.fixture
def held(path):
    """Another process that has the session open; `held.kill()` as kill -9 does."""
    command = [sys.executable, str(PROCESSES), "hold", str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline().strip() == b"held"
        yield process
        process.kill()


def test_the_second_opener_may_only_look(held, opened, path, draft):
    session = opened(path)
    assert "这台电脑上的另一个窗口" in session.read_only
    assert "1日 08:00 起" in session.read_only
    assert session.held.holder.process == held.pid
    assert not session.held.doubtful
    before = path.read_bytes()
    with pytest.raises(ReadOnlyError, match="没有存下来"):
        session.save(draft("甲馆"))
    assert path.read_bytes() == before


def test_not_even_by_taking_over(held, opened, path):
    assert opened(path, take_over=True).read_only


def test_a_second_opener_of_the_same_process_may_only_look(opened, path):
    assert not opened(path).read_only
    assert opened(path).read_only


def test_a_killed_holder_is_followed_and_told(held, opened, path):
    held.kill()
    held.wait(LONGEST_S)
    session = opened(path)
    assert not session.read_only
    assert "上次没有正常退出" in session.notes[0]


def test_a_holder_that_left_in_order_leaves_no_trace(held, opened, path):
    held.stdin.close()
    held.wait(LONGEST_S)
    session = opened(path)
    assert (session.read_only, session.notes) == ("", [])


@pytest.mark.posix
def test_a_stopped_holder_still_holds(held, opened, path):
    os.kill(held.pid, signal.SIGSTOP)
    assert opened(path).read_only


def test_a_holder_on_another_computer_is_asked_about(opened, path):
    lock = path.with_suffix(".lock")
    lock.touch()
    write_holder(lock, ELSEWHERE)
    session = opened(path)
    assert "“别处”上的用户“老王”（2026年1月19日 09:30 起）" in session.read_only
    assert session.held.doubtful
    session.close()
    assert holder_of(lock) == ELSEWHERE
    assert not opened(path, take_over=True).read_only


def test_looking_holds_nothing(opened, path):
    assert opened(path, read_only=True).read_only
    assert not path.with_suffix(".lock").exists()
    assert not opened(path).read_only


def test_the_text_tells_who(tmp_path):
    lock = Lock(tmp_path / "a.lock", NOON)
    text = (tmp_path / "a.lock").read_text("utf-8")
    for words in (f"电脑：{socket.gethostname()}", f"进程：{os.getpid()}", "2026年1月20日 12:00"):
        assert words in text
    assert is_held(tmp_path / "a.lock") == this_process(NOON)
    lock.release()
    assert holder_of(tmp_path / "a.lock") is None


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff" * 50,
        "\n电脑：甲".encode(),
        "\n电脑：甲\n用户：乙\n进程：丙\n打开时间：丁\n".encode(),
    ],
)
def test_a_damaged_lock_file_stops_nothing(opened, path, data):
    path.with_suffix(".lock").write_bytes(data)
    assert not opened(path).read_only


class TestNoLocks:
    """Folders whose system knows no locks: what is written decides."""

    @pytest.fixture(autouse=True)
    def no_locks(self, monkeypatch):
        def acquire(_lock):
            raise OSError(errno.ENOLCK, "")

        monkeypatch.setattr(filelock.FileLock, "acquire", acquire)

    def test_a_living_holder_holds(self, tmp_path):
        Lock(tmp_path / "a.lock", NOON)
        with pytest.raises(HeldError) as caught:
            Lock(tmp_path / "a.lock", NOON)
        assert not caught.value.doubtful

    def test_a_dead_one_does_not(self, tmp_path):
        with subprocess.Popen([sys.executable, "-c", ""]) as gone:
            gone.wait(LONGEST_S)
        (tmp_path / "a.lock").touch()
        write_holder(tmp_path / "a.lock", this_process(NOON)._replace(process=gone.pid))
        assert Lock(tmp_path / "a.lock", NOON).left.process == gone.pid

    def test_one_that_left_does_not(self, tmp_path):
        Lock(tmp_path / "a.lock", NOON).release()
        assert Lock(tmp_path / "a.lock", NOON).left is None

    def test_two_that_come_at_once_do_not_both_get_in(self, tmp_path, monkeypatch):
        late = []
        monkeypatch.setattr(module, "write_holder", lambda *_: late.append(1) or other())

        def other():
            if len(late) == 1:
                with pytest.raises(HeldError) as caught:
                    Lock(tmp_path / "a.lock", NOON)
                assert caught.value.doubtful

        Lock(tmp_path / "a.lock", NOON)
        assert len(late) == 2
        assert not (tmp_path / "a.locking").exists()

    def test_one_that_was_killed_while_it_looked_does_not_hold(self, tmp_path):
        with subprocess.Popen([sys.executable, "-c", ""]) as gone:
            gone.wait(LONGEST_S)
        (tmp_path / "a.locking").touch()
        write_holder(tmp_path / "a.locking", this_process(NOON)._replace(process=gone.pid))
        Lock(tmp_path / "a.lock", NOON)


@pytest.mark.posix
def test_a_pipe_or_a_link_in_place_of_the_lock_is_told_and_nothing_waits(opened, path):
    lock = path.with_suffix(".lock")
    os.mkfifo(lock)
    assert "不是普通文件" in opened(path).read_only
    assert is_held(lock) is None
    lock.unlink()
    lock.symlink_to("elsewhere")
    path.with_name("elsewhere").write_text("somebody's")
    assert "链接" in opened(path).read_only
    assert path.with_name("elsewhere").read_text() == "somebody's"


@pytest.mark.parametrize("place", ["示例.yaml", ""], ids=["file", "folder"])
def test_what_is_read_only_can_be_looked_at(opened, path, monkeypatch, place):
    locked = path.parent / place
    monkeypatch.setattr(os, "access", lambda asked, _mode: asked != locked)
    session = opened(path)
    assert "只读" in session.read_only
    assert [file.name for file in path.parent.iterdir()] == ["示例.yaml"]


def test_a_lock_that_cannot_be_written_makes_the_session_read_only(opened, path, monkeypatch):
    def refuse(_path):
        raise PermissionError(errno.EACCES, "")

    monkeypatch.setattr(module, "_native_lock", refuse)
    with pytest.raises(SaveError):
        Lock(path.with_suffix(".lock"), NOON)
    session = opened(path)
    assert "权限" in session.read_only
    assert session.saved.draft.answers["organ.name"] == "示例市图书馆"


@pytest.mark.posix
def test_two_processes_lose_no_update(path):
    command = [sys.executable, str(PROCESSES), "count", str(path), "4", "15"]
    told = json.loads(
        subprocess.run(command, capture_output=True, check=True, timeout=LONGEST_S).stdout
    )
    assert told == {"added": 60, "counted": 60}


@pytest.mark.posix
def test_nothing_acknowledged_is_lost_to_kill_9(path):
    command = [sys.executable, str(PROCESSES), "kill", str(path), "100", "1"]
    told = json.loads(
        subprocess.run(command, capture_output=True, check=True, timeout=LONGEST_S).stdout
    )
    assert told["kills"] == 100
    assert told["acknowledged"] >= 75  # all but those killed while they open
    assert (told["lost"], told["unreadable"], told["history lost"]) == (0, 0, 0)


def test_what_a_killed_process_has_told_as_saved_is_there(opened, path):
    """As above, a few times, on any system."""
    for times in (1, 2, 7):
        command = [sys.executable, str(PROCESSES), "save", str(path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as saving:
            told = [int(saving.stdout.readline()) for _ in range(times)]
            saving.kill()
            told += map(int, saving.stdout.read().split())
        session = opened(path)
        assert not session.read_only
        assert int(session.saved.draft.answers["organ.name"].removeprefix("馆")) >= told[-1]
        session.close()
