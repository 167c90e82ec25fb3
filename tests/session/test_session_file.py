"""A session on disk: nothing lost, nothing overwritten, everything told."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafter import file_writer, files
from drafter.draft.answers_file import load_answers
from drafter.draft.answers_writer import write_answers
from drafter.errors import DrafterError, Problem
from drafter.file_writer import SaveError
from drafter.interview.interview_state import Saved
from drafter.session.session_file import (
    ChangedElsewhereError,
    DamagedError,
    ReadOnlyError,
    TooLargeError,
    open_session,
    recover,
)
from drafter.session.session_folder import beside
from drafter.session.session_shelf import create
from drafter.session.undo_history import Act

FORMS = Path(__file__).parents[1] / "forms"
NOON = datetime(2026, 1, 20, 12, 0, 0)


def organ(path):
    return load_answers(path, FORMS).draft.answers["organ.name"]


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.posix
def test_what_is_saved_is_on_disk_and_private(opened, path, draft):
    path.chmod(0o600)  # as drafter makes it; an old file keeps its mode
    session = opened(path)
    assert session.saved_at is None
    session.save(draft("甲馆"), {"at": "story", "finished": ("loans",)})
    assert organ(path) == "甲馆"
    assert session.saved_at == NOON
    session.close()
    assert opened(path).saved == Saved(draft("甲馆"), {"at": "story", "finished": ("loans",)})
    for file in path.parent.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name


def test_the_previous_version_is_kept(opened, path, draft):
    session = opened(path)
    session.save(draft("甲馆"))
    session.save(draft("乙馆"))
    assert organ(path.with_suffix(".bak")) == "甲馆"
    assert names(path.parent) == ["示例.bak", "示例.history", "示例.lock", "示例.yaml"]


def test_what_is_there_already_is_not_written_again(opened, path, draft):
    session = opened(path)
    session.save(draft("甲馆"))
    before = path.stat().st_mtime_ns, path.stat().st_ino
    session.save(draft("甲馆"))
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == before


@pytest.mark.posix
def test_a_link_s_target_is_the_session(opened, path, draft, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "elsewhere" / "别名.yaml"
    link.symlink_to(path)
    opened(link).save(draft("甲馆"))
    assert (organ(path), names(link.parent)) == ("甲馆", ["别名.yaml"])


def test_undo_and_redo_survive_a_restart(opened, path, draft):
    session = opened(path)
    for name in ("甲馆", "乙馆", "丙馆"):
        session.save(draft(name), {"at": name})
    session.close()
    session = opened(path)
    before = session.before()
    assert before == Saved(draft("乙馆"), {"at": "乙馆"})
    session.save(before.draft, before.marks, Act.UNDO)
    session.close()
    session = opened(path)
    assert session.saved.draft == draft("乙馆")
    after = session.after()
    assert after == Saved(draft("丙馆"), {"at": "丙馆"})
    session.save(after.draft, after.marks, Act.REDO)
    assert (session.after(), session.before().draft) == (None, draft("乙馆"))


@pytest.mark.parametrize(
    ("number", "said"), [(errno.ENOSPC, "磁盘满了"), (errno.EROFS, "只读"), (errno.EACCES, "权限")]
)
def test_a_save_that_fails_is_told_and_can_be_made_again(
    opened, path, draft, monkeypatch, number, said
):
    session = opened(path)
    session.save(draft("甲馆"))

    def fail(*_args):
        raise OSError(number, "")

    monkeypatch.setattr(file_writer.os, "write", fail)
    with pytest.raises(SaveError, match=said):
        session.save(draft("乙馆"))
    assert (organ(path), session.saved.draft) == ("甲馆", draft("甲馆"))
    monkeypatch.undo()
    session.save(draft("乙馆"))
    assert organ(path) == "乙馆"
    assert session.before().draft == draft("甲馆")


def test_what_was_replaced_and_not_made_lasting_is_written_again(opened, path, draft, monkeypatch):
    session, synced = opened(path), []

    def fail(_folder):
        raise OSError(errno.EIO, "")

    with monkeypatch.context() as patch:
        patch.setattr(file_writer, "_sync_folder", fail)
        with pytest.raises(SaveError):
            session.save(draft("甲馆"))
    assert session.saved_at is None
    monkeypatch.setattr(file_writer, "_sync_folder", synced.append)
    session.save(draft("甲馆"))
    assert (synced, session.saved_at) == ([path.parent], NOON)


def test_a_save_broken_off_after_the_replacing_is_not_a_change_from_elsewhere(
    opened, path, draft, monkeypatch
):
    session = opened(path)

    def interrupt(_folder):
        raise KeyboardInterrupt

    monkeypatch.setattr(file_writer, "_sync_folder", interrupt)
    with pytest.raises(KeyboardInterrupt):
        session.save(draft("甲馆"))
    monkeypatch.undo()
    session.save(draft("乙馆"))
    assert organ(path) == "乙馆"


class TestChangedByHand:
    """A file changed by hand is noticed before each write, and never overwritten."""

    @pytest.fixture
    def theirs(self, tiny, draft):
        return write_answers(tiny, draft("他们馆")).replace("馆", "馆 ", 1)

    @pytest.fixture
    def session(self, opened, path, draft, theirs):
        session = opened(path)
        session.save(draft("甲馆"))
        path.write_text(theirs, "utf-8")
        return session

    def test_it_is_not_overwritten(self, session, path, draft, theirs):
        with pytest.raises(ChangedElsewhereError, match="被别的程序改过") as caught:
            session.save(draft("乙馆"))
        assert not caught.value.missing
        assert path.read_text("utf-8") == theirs

    def test_it_is_noticed_though_it_comes_while_we_save(self, opened, path, draft, monkeypatch):
        session, sync = opened(path), os.fsync

        def slow(handle):
            sync(handle)
            path.write_text("by hand", "utf-8")

        monkeypatch.setattr(file_writer.os, "fsync", slow)
        with pytest.raises(ChangedElsewhereError):
            session.save(draft("乙馆"))
        assert path.read_text("utf-8") == "by hand"

    def test_it_is_noticed_with_the_same_time_and_size(self, opened, path, draft):
        session = opened(path)
        session.save(draft("甲馆"))
        times = path.stat()
        path.write_bytes(path.read_bytes().replace("甲".encode(), "乙".encode()))
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
        with pytest.raises(ChangedElsewhereError):
            session.save(draft("丙馆"))

    def test_a_touch_is_no_change(self, opened, path, draft):
        session = opened(path)
        os.utime(path, (1, 1))
        session.save(draft("甲馆"))

    def test_ours_can_be_kept_aside_and_theirs_loaded(self, session, path, draft, theirs):
        place = session.keep_mine_aside(draft("乙馆"))
        assert (place.name, organ(place)) == ("示例.mine-20260120-120000.yaml", "乙馆")
        assert session.load_theirs().draft == draft("他们馆")
        assert session.before().draft == draft("甲馆")
        session.save(draft("丙馆"))
        assert organ(path) == "丙馆"
        before = path.with_name("示例.before-20260120-120000.yaml")
        assert before.read_text("utf-8") == theirs

    def test_ours_can_be_saved_and_theirs_kept_aside(self, session, path, draft, theirs):
        place = session.save_over(draft("乙馆"))
        assert place.read_text("utf-8") == theirs
        assert organ(path) == "乙馆"
        session.save(draft("丙馆"))

    def test_theirs_that_cannot_be_read_leaves_ours(self, session, path, draft):
        path.write_text("format: 1\nform: tiny\nanswers: [", "utf-8")
        with pytest.raises(DrafterError):
            session.load_theirs()
        assert session.saved.draft == draft("甲馆")
        assert session.save_over(draft("甲馆")) is not None

    def test_a_file_taken_away_is_noticed(self, session, path, draft):
        path.unlink()
        with pytest.raises(ChangedElsewhereError, match="不见了") as caught:
            session.save(draft("乙馆"))
        assert caught.value.missing
        assert session.save_over(draft("乙馆")) is None
        assert organ(path) == "乙馆"


def test_a_file_written_by_hand_is_kept_before_it_is_written_anew(opened, path, draft):
    by_hand = "# 我的备注\n" + path.read_text("utf-8")
    path.write_text(by_hand, "utf-8")
    session = opened(path)
    session.save(draft("甲馆"))
    session.save(draft("乙馆"))
    kept = [file for file in path.parent.iterdir() if ".before-" in file.name]
    assert [file.read_text("utf-8") for file in kept] == [by_hand]


def test_a_closed_session_saves_nothing(opened, path, draft):
    session = opened(path)
    session.close()
    session.close()
    with pytest.raises(ReadOnlyError):
        session.save(draft("甲馆"))


class TestDamage:
    """A damaged file is set aside, and the last good state offered."""

    JUNK: ClassVar = {
        **{repr(junk): junk for junk in (b"", b"[1, 2]", b"\xff\xfe\xfd", b"{")},
        "nothing but zeros": b"\x00" * 100,
        "torn": b"format: 1\nform: tiny\nansw",
        "too large": b"format: 1\nform: tiny\n#" + b"x" * files.SIZE_LIMIT,
    }

    @pytest.fixture
    def saved(self, opened, path, draft):
        session = opened(path)
        session.save(draft("甲馆"))
        session.save(draft("乙馆"))
        session.close()

    @pytest.mark.parametrize("junk", JUNK.values(), ids=JUNK)
    def test_the_previous_version_is_offered(self, saved, opened, path, draft, junk):
        path.write_bytes(junk)
        with pytest.raises(DamagedError) as caught:
            opened(path)
        assert caught.value.source == "上一次保存以前的内容"
        session, place = recover(path, own_forms=FORMS, clock=lambda: NOON)
        assert session.saved.draft == draft("甲馆")
        assert (place.name, place.read_bytes()) == ("示例.damaged-20260120-120000.yaml", junk)
        session.save(draft("丙馆"))
        session.close()

    @pytest.mark.parametrize("previous", [b"", None], ids=["empty", "missing"])
    def test_else_the_history_is(self, saved, opened, path, draft, previous):
        path.write_bytes(b"")
        path.with_suffix(".bak").unlink()
        if previous is not None:
            path.with_suffix(".bak").write_bytes(previous)
        with pytest.raises(DamagedError) as caught:
            opened(path)
        assert caught.value.source == "修改记录里最近的内容"
        session, _ = recover(path, own_forms=FORMS, clock=lambda: NOON)
        assert session.saved.draft == draft("乙馆")
        session.close()

    def test_with_neither_it_is_only_told(self, opened, path):
        path.write_bytes(b"{")
        with pytest.raises(DamagedError) as caught:
            opened(path)
        assert caught.value.good is None
        with pytest.raises(DamagedError):
            recover(path, own_forms=FORMS, clock=lambda: NOON)
        assert path.read_bytes() == b"{"

    @pytest.mark.parametrize("text", ["format: 2\nform: tiny\n", "format: 1\nform: unknown\n"])
    def test_what_another_drafter_can_read_is_not_damaged(self, saved, opened, path, text):
        path.write_text(text, "utf-8")
        with pytest.raises(DrafterError) as caught:
            opened(path)
        assert not isinstance(caught.value, DamagedError)
        assert path.read_text("utf-8") == text

    def test_a_form_with_a_mistake_is_not_a_damaged_session(self, path, tmp_path):
        own = tmp_path / "forms"
        shutil.copytree(FORMS / "tiny", own / "tiny")
        form = own / "tiny" / "form.yaml"
        form.write_text(form.read_text("utf-8").replace("loans.all.total", "nothing"), "utf-8")
        with pytest.raises(DrafterError) as caught:
            open_session(path, own_forms=own)
        assert not isinstance(caught.value, DamagedError)

    def test_a_missing_file_is_not_damaged_and_leaves_no_lock(self, opened, tmp_path):
        with pytest.raises(DrafterError, match="没有这个文件"):
            opened(tmp_path / "无.yaml")
        assert names(tmp_path) == []


class TestTooLarge:
    """What could not be read again is refused before it is recorded."""

    @pytest.fixture(autouse=True)
    def small(self, monkeypatch):
        for module in ("drafter.session.session_file", "drafter.files"):
            monkeypatch.setattr(f"{module}.SIZE_LIMIT", 10_000)
        monkeypatch.setattr(files.read_bytes, "__defaults__", (10_000,))

    def test_a_save_is_refused_and_nothing_is_recorded(self, opened, path, draft):
        session = opened(path)
        with pytest.raises(TooLargeError, match="没有记下"):
            session.save(draft("长" * 4000))
        assert session.before() is None
        session.save(draft("甲馆"))
        assert organ(path) == "甲馆"

    def test_the_limit_is_the_same_on_both_sides(self, opened, path, draft):
        session = opened(path)
        room = 10_000 - len(write_answers(session.form, draft(""), {}).encode())
        taken = 0
        for length in range(room - 10, room + 10):
            with suppress(TooLargeError):
                session.save(draft("x" * length))
                taken = length
        session.close()
        assert taken > room - 10
        assert opened(path).saved.draft == draft("x" * taken)

    def test_a_new_session_is_refused_and_leaves_nothing(self, tmp_path, tiny, draft):
        with pytest.raises(TooLargeError):
            create(tmp_path / "s", tiny, draft("长" * 4000))
        assert names(tmp_path) == []

    def test_a_copy_is_kept_whatever_its_size(self, opened, path, draft):
        assert opened(path).keep_mine_aside(draft("长" * 4000)).stat().st_size > 10_000


@pytest.mark.posix
def test_where_the_folder_is_gone_a_copy_is_kept_elsewhere(opened, path, draft, monkeypatch):
    session = opened(path)
    elsewhere = path.parent.with_name("elsewhere")
    elsewhere.mkdir()
    monkeypatch.setenv("DRAFTER_DIR", str(elsewhere))
    shutil.rmtree(path.parent)
    with pytest.raises(ChangedElsewhereError):
        session.save(draft("甲馆"))
    with pytest.raises(SaveError, match="没有这个文件夹"):
        session.save_over(draft("甲馆"))
    place = session.keep_mine_aside(draft("甲馆"))
    assert (place.parent, organ(place)) == (elsewhere, "甲馆")


class TestHistory:
    """A history that cannot be used is set aside and told, and never stands in the way."""

    @pytest.fixture
    def saved(self, opened, path, draft):
        session = opened(path)
        session.save(draft("甲馆"))
        session.close()
        return beside(path, "history")

    def make_fifo(self, place):
        os.mkfifo(place)

    def make_folder(self, place):
        place.mkdir()

    def make_link(self, place):
        place.symlink_to(place.with_name("other"))
        place.with_name("other").write_text("somebody's")

    def make_junk(self, place):
        place.write_bytes(b'{"base": "\\ud800 x"}\n')

    @pytest.mark.parametrize(
        "kind",
        [pytest.param(kind, marks=pytest.mark.posix) for kind in ("fifo", "link")]
        + ["folder", "junk"],
    )
    def test_it_is_told_and_set_aside(self, saved, opened, path, draft, kind):
        saved.unlink()
        getattr(self, f"make_{kind}")(saved)
        session = opened(path)
        assert "修改记录读不全" in session.notes[0]
        assert os.path.lexists(saved.with_name("示例.damaged-20260120-120000.history"))
        session.save(draft("乙馆"))
        session.close()
        assert opened(path).before().draft == draft("甲馆")
        if kind == "link":
            assert saved.with_name("other").read_text() == "somebody's"

    def test_one_that_only_lost_its_end_is_not_told(self, saved, opened, path, draft):
        saved.write_bytes(saved.read_bytes()[:-5])
        session = opened(path)
        assert session.notes == []
        assert session.saved.draft == draft("甲馆")

    def test_one_that_cannot_be_written_is_told(self, opened, path, monkeypatch):
        def full(*_args, **_kwargs):
            raise SaveError(Problem("", "磁盘满了。", ""))

        monkeypatch.setattr("drafter.session.undo_history.write_file", full)
        assert any("修改记录现在存不下来" in note for note in opened(path).notes)


def test_strays_of_a_killed_save_go_when_the_session_is_opened(opened, path):
    for name in (
        ".示例.yaml.ab.tmp",
        ".示例.bak.ab.tmp",
        ".示例.mine-1.yaml.ab.tmp",
        ".示例2.yaml.c.tmp",
    ):
        path.with_name(name).write_bytes(b"")
    opened(path)
    assert [name for name in names(path.parent) if name.endswith(".tmp")] == [".示例2.yaml.c.tmp"]


@given(acts=st.lists(st.sampled_from(("甲", "乙", "丙", "undo", "redo", "restart")), max_size=12))
@settings(max_examples=40)
def test_any_walk_leaves_on_disk_what_was_saved_last(tmp_path_factory, draft, acts):
    path = tmp_path_factory.mktemp("s") / "a.yaml"
    path.write_bytes((FORMS.parent / "session" / "fixtures" / "format-1.yaml").read_bytes())
    session = open_session(path, own_forms=FORMS)
    last, past, future = session.saved, [], []
    for act in acts:
        if act == "restart":
            session.close()
            session = open_session(path, own_forms=FORMS)
        elif act in ("undo", "redo"):
            stack, other = (past, future) if act == "undo" else (future, past)
            offered = session.before() if act == "undo" else session.after()
            assert offered == (stack[-1] if stack else None)
            if offered:
                other.append(last)
                last = stack.pop()
                session.save(last.draft, last.marks, Act(act))
        elif last != Saved(draft(act), {}):
            past.append(last)
            future.clear()
            last = Saved(draft(act), {})
            session.save(last.draft)
        assert session.saved == last
    session.close()
    assert open_session(path, own_forms=FORMS, read_only=True).saved == last
