"""All sessions of a folder: made, listed, renamed, removed, brought back."""

from __future__ import annotations

import os
import stat
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from drafter.desk.open_points import count_left
from drafter.draft.draft_model import Draft
from drafter.errors import DrafterError
from drafter.session import session_shelf as shelf
from drafter.session.session_folder import (
    belongings,
    beside,
    find_file,
    session_files,
    session_path,
    sessions_folder,
)
from drafter.session.session_list import FINISHED, list_sessions
from drafter.session.session_lock import HeldError

FORMS = Path(__file__).parents[1] / "forms"
NOON = datetime(2026, 1, 20, 12, 0, 0)


@pytest.fixture
def make(tmp_path, tiny, draft):
    """Makes a session and closes it, with `saves` saves; returns its path."""

    def make_one(organ="甲馆", saves=2, **options):
        with shelf.create(
            tmp_path / "s", tiny, draft(organ), own_forms=FORMS, clock=lambda: NOON, **options
        ) as session:
            for number in range(saves):
                session.save(draft(f"{organ}{number}"))
            return session.path

    return make_one


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "s"


def sessions(folder):
    return [path.stem for path in session_files(folder)]


@pytest.mark.posix
def test_a_new_session_is_private_and_called_by_its_organ(make, folder):
    path = make()
    assert path == folder / "甲馆.yaml"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for file in folder.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name


def test_names_are_made_free_or_refused(make, folder):
    assert [make().stem for _ in range(3)] == ["甲馆", "甲馆-2", "甲馆-3"]
    assert make(name="乙 😀").stem == "乙 😀"
    for name in ("乙 😀", "a/b", "CON", "..", "甲" * 70):
        with pytest.raises(DrafterError, match="名字"):
            make(name=name)
    assert len(sessions(folder)) == 4


def test_a_rename_takes_all_along(make, folder, opened):
    path = make()
    old = {file.name for file in belongings(path)}
    assert old == {"甲馆.bak", "甲馆.history"}
    make("甲馆2")
    new = shelf.rename(folder, "甲馆", "丙馆", NOON)
    assert sessions(folder) == ["丙馆", "甲馆2"]
    assert {file.name for file in belongings(new)} == {"丙馆.bak", "丙馆.history"}
    session = opened(new)
    assert session.before().draft.answers["organ.name"] == "甲馆0"


def test_a_rename_overwrites_nothing(make, folder):
    make()
    make("乙馆")
    for old, new, said in (
        ("甲馆", "乙馆", "已经有"),
        ("无", "丁", "没有这样"),
        ("甲馆", "a/b", "a-b"),
    ):
        with pytest.raises(DrafterError, match=said):
            shelf.rename(folder, old, new, NOON)
    assert shelf.rename(folder, "甲馆", "甲馆", NOON) == folder / "甲馆.yaml"
    assert sessions(folder) == ["乙馆", "甲馆"]


def test_what_is_removed_comes_back_with_its_history(make, folder, opened):
    path = make()
    shelf.remove(folder, "甲馆", NOON)
    assert sessions(folder) == []
    assert [name for name, _ in shelf.removed(folder)] == ["甲馆"]
    assert shelf.restore(folder, "甲馆", NOON) == path
    assert shelf.removed(folder) == []
    assert list((folder / "trash").iterdir()) == []
    assert opened(path).before().draft.answers["organ.name"] == "甲馆0"


def test_the_trash_keeps_several_of_one_name(make, folder):
    for organ in ("甲馆", "乙馆", "丙馆"):
        make(organ, name="年报")
        shelf.remove(folder, "年报", NOON)
    make("丁馆", name="年报")
    assert shelf.restore(folder, "年报", NOON).stem == "年报-2"
    assert "丙馆" in (folder / "年报-2.yaml").read_text("utf-8")
    assert len(shelf.removed(folder)) == 2
    with pytest.raises(DrafterError, match="里面有：年报"):
        shelf.restore(folder, "完全不同", NOON)


def test_what_was_removed_last_comes_back_though_the_clock_was_set_back(make, folder):
    for number, now in enumerate([NOON, *(NOON - timedelta(days=day) for day in range(11))]):
        make(f"馆{number}", name="年报")
        shelf.remove(folder, "年报", now)
    shelf.restore(folder, "年报", NOON)
    assert "馆11" in (folder / "年报.yaml").read_text("utf-8")


def test_a_new_session_has_no_history_of_a_removed_one(make, folder, opened):
    path = make()
    beside(path, "history").rename(folder / "kept")
    shelf.remove(folder, "甲馆", NOON)
    (folder / "kept").rename(beside(path, "history"))  # as a stop in the middle would leave it
    make(saves=0)
    assert opened(path).before() is None


def test_what_somebody_holds_is_left_alone(make, folder, opened):
    path = make()
    holder = opened(path)
    for act in (
        lambda: shelf.rename(folder, "甲馆", "乙馆", NOON),
        lambda: shelf.remove(folder, "甲馆", NOON),
    ):
        with pytest.raises(HeldError, match="打开着"):
            act()
    assert sessions(folder) == ["甲馆"]
    holder.close()
    shelf.remove(folder, "甲馆", NOON)


def test_the_list_tells_what_one_asks_for(make, folder, opened):
    make()
    path = make("乙馆")
    (folder / "丙馆.yaml").write_bytes(b"{")
    (folder / "甲馆.damaged-20260120-120000.yaml").write_bytes(b"{")
    for number, file in enumerate(("丙馆", "甲馆", "乙馆")):
        os.utime(folder / f"{file}.yaml", (1_700_000_000 + number,) * 2)
    opened(path)
    found = list(list_sessions(folder, date(2026, 1, 20), count_left, FORMS))
    assert [one.name for one in found] == ["乙馆", "甲馆", "丙馆"]
    assert [one.organ for one in found] == ["乙馆1", "甲馆1", ""]
    assert [one.reached for one in found] == ["基本信息", "基本信息", ""]
    assert [bool(one.holder) for one in found] == [True, False, False]
    assert [bool(one.trouble) for one in found] == [False, False, True]
    assert found[0].changed_at == datetime.fromtimestamp(1_700_000_002)


def test_the_list_of_no_folder_is_empty(tmp_path):
    assert list(list_sessions(tmp_path / "none", date(2026, 1, 20), count_left)) == []


def test_a_finished_draft_has_reached_the_end(tmp_path, path, forms):
    text = path.read_text("utf-8").replace("verify:\n- story.visitors\n", "")
    path.write_text(text, "utf-8")
    (one,) = list_sessions(tmp_path, date(2026, 1, 20), count_left, forms)
    assert (one.reached, one.organ, one.year) == (FINISHED, "示例市图书馆", "2021")


class TestPlaces:
    """Where sessions are looked for."""

    def test_chosen_then_environment_then_data_folder(self, monkeypatch, tmp_path):
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
        monkeypatch.delenv("DRAFTER_DIR", raising=False)
        usual = sessions_folder()
        assert usual.name == "sessions"
        monkeypatch.setenv("DRAFTER_DIR", str(tmp_path / "env"))
        assert sessions_folder() == tmp_path / "env"
        assert sessions_folder(tmp_path / "own") == tmp_path / "own"

    def test_a_file_wins_over_a_session_of_that_name(self, monkeypatch, tmp_path):
        monkeypatch.chdir(tmp_path)
        folder = tmp_path / "s"
        folder.mkdir()
        session_path(folder, "甲").write_bytes(b"")
        assert find_file(Path("甲"), folder) == folder / "甲.yaml"
        assert find_file(Path("甲.yaml"), folder) == folder / "甲.yaml"
        assert find_file(Path("x/甲"), folder) == Path("x/甲")
        assert find_file(Path("乙"), folder) == Path("乙")
        (tmp_path / "甲").write_bytes(b"")
        assert find_file(Path("甲"), folder) == Path("甲")


def test_an_empty_draft_can_be_a_session(tmp_path, tiny):
    with shelf.create(tmp_path, tiny, Draft("tiny"), own_forms=FORMS) as session:
        assert session.name == "新报告"
