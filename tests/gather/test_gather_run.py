"""Folders as they come in: bad files, other years, runs that were stopped, what changed since."""

from __future__ import annotations

import json
import os
import zipfile
from datetime import date
from pathlib import Path

import pytest
from filelock import FileLock

from drafter import limited_process
from drafter.errors import DrafterError
from drafter.gather import gathered_report, worker_pool
from drafter.gather.gather_run import Asked, gather, source_of
from drafter.gather.gathered_report import Gathered
from drafter.gather.kept_reports import open_kept
from drafter.gather.report_folder import KEPT, report_files


class Watch:
    """Remembers what it was told. `stop`: after so many files, as Ctrl+C does."""

    def __init__(self, stop: int = 0) -> None:
        self.files: list[Gathered] = []
        self.known, self.stop = 0, stop

    def begins(self, what: str, number: int, known: int) -> None:
        self.known = known

    def read(self, report: Gathered) -> None:
        self.files.append(report)
        if len(self.files) == self.stop:
            raise KeyboardInterrupt

    def ends(self) -> None:
        pass


class Here:
    """A worker in this process: what each one costs to begin says nothing here."""

    fresh = was_slow = False

    def __init__(self, work: str, given: bytes) -> None:
        self.run = gathered_report.reader(given)

    def close(self) -> None:
        pass


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """`run(watch, changed=True)` gathers the folder `in`."""
    monkeypatch.setattr(worker_pool, "LimitedWorker", Here)

    def gathered(watch: Watch | None = None, **asked: object):
        out = tmp_path / "out"
        given = {"folders": (tmp_path / "in",), "out": out, "today": date(2024, 3, 1), "workers": 1}
        return gather(Asked(**given | asked), watch or Watch())

    return gathered


@pytest.fixture
def folder(tmp_path: Path, answers) -> Path:
    """Two reports."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number, name in enumerate(("示例县教育局", "示例县财政局")):
        (folder / f"{name}.yaml").write_text(answers(name, number), "utf-8")
    return folder


def test_bad_files_are_told_and_hold_nobody_up(folder, run, answers):
    (folder / "坏的.docx").write_bytes(b"PK\x03\x04 damaged")
    (folder / "空的.pdf").write_bytes(b"")
    (folder / "不是.html").write_text("<p>开会通知</p>", "utf-8")
    (folder / "照片.jpg").write_bytes(b"\xff\xd8")
    (folder / "~$教育局.docx").write_bytes(b"lock")
    with zipfile.ZipFile(folder / "乡镇.zip", "w") as archive:
        archive.writestr("a.yaml", answers("示例县青石镇人民政府"))
    summary = run()
    assert [line.name for line in summary.lines] == ["示例县教育局", "示例县财政局"]
    assert {path for path, _ in summary.nameless} == {"坏的.docx", "空的.pdf", "不是.html"}
    assert all("。" in why for _, why in summary.nameless)
    assert {(p.shown, p.why[:5]) for p in summary.passed} == {
        ("照片.jpg", "不是报告文"),
        ("乡镇.zip", "是压缩包，"),
    }


def test_two_years_mixed_are_told_apart(folder, run, answers):
    (folder / "旧.yaml").write_text(answers("示例县财政局", 1, 2022), "utf-8")
    summary = run()
    assert summary.year == 2023
    assert summary.others == (("旧.yaml", "示例县财政局", 2022),)


def test_an_empty_folder_is_told(tmp_path, run):
    (tmp_path / "in").mkdir()
    with pytest.raises(DrafterError, match="里面没有报告文件"):
        run()


def test_a_folder_that_is_not_there_is_told(run):
    with pytest.raises(DrafterError, match="in：没有这个"):
        run()


def test_the_folder_of_the_reports_is_no_place_for_the_output(folder, run):
    with pytest.raises(DrafterError, match="这是放报告的文件夹"):
        run(out=folder)


def test_two_runs_in_one_folder_do_not_mix(folder, run, tmp_path):
    (tmp_path / "out").mkdir()
    with FileLock(tmp_path / "out" / ".lock"), pytest.raises(DrafterError, match="正在这个文件夹"):
        run()
    assert len(run().lines) == 2


@pytest.mark.skipif(os.name == "nt", reason="links want rights there")
def test_links_that_turn_in_circles_end(folder, run):
    (folder / "圈").symlink_to(folder, target_is_directory=True)
    (folder / "断.docx").symlink_to(folder / "没有")
    (folder / "又一份.yaml").symlink_to(folder / "示例县教育局.yaml")
    found, passed = report_files([folder])
    assert [file.shown for file in found] == ["又一份.yaml", "示例县财政局.yaml"]
    assert {each.shown for each in passed} == {"圈", "断.docx"}


def test_files_of_one_name_in_two_folders_are_both_read(folder, run, answers):
    for name in ("甲镇", "乙镇"):
        (folder / name).mkdir()
        text = answers(f"示例县{name}人民政府")
        (folder / name / "年报.yaml").write_text(text, "utf-8")
    names = [line.name for line in run().lines]
    assert len(names) == 4
    assert {"示例县甲镇人民政府", "示例县乙镇人民政府"} < set(names)


@pytest.mark.skipif(os.name == "nt", reason="names are characters there")
def test_a_name_that_is_no_text_is_read_all_the_same(folder, run, answers):
    (folder / "示例县教育局.yaml").rename(os.fsdecode(os.fsencode(folder) + b"/\xff\xfe.yaml"))
    summary = run()
    files = {line.name: line.file for line in summary.lines}
    assert files == {"示例县财政局": "示例县财政局.yaml", "示例县教育局": "??.yaml"}


def test_a_mistake_of_ours_ends_the_run_and_does_not_hang(folder, monkeypatch):
    def wrong(*_: object) -> bytes:
        raise ZeroDivisionError

    monkeypatch.setattr(worker_pool, "_record", wrong)
    files, _ = report_files([folder])
    with pytest.raises(ZeroDivisionError):
        list(worker_pool.read_all(files, gathered_report.Way("2024-03-01"), 2))


def test_a_file_that_grows_while_it_is_read_is_told(folder, run, monkeypatch):
    sizes = iter(range(100))
    monkeypatch.setattr(gathered_report, "stamp_of", lambda path: (next(sizes), 0))
    way = gathered_report.Way("2024-03-01")
    read = gathered_report.reader(json.dumps(way._asdict()).encode())
    asked = f'["{(folder / "示例县教育局.yaml").as_posix()}", "a.yaml"]'.encode()
    assert "还在变" in Gathered.of_json(read(asked)).problem


def test_a_run_that_was_stopped_goes_on_where_it_was(folder, run):
    with pytest.raises(KeyboardInterrupt):
        run(Watch(stop=1))
    again = Watch()
    assert len(run(again).lines) == 2
    assert (again.known, len(again.files)) == (1, 1)


def test_half_a_line_of_a_killed_run_is_read_anew_and_no_more(folder, run, tmp_path):
    with pytest.raises(KeyboardInterrupt):
        run(Watch(stop=2))
    part = tmp_path / "out" / "gathered.jsonl.part"
    part.write_bytes(part.read_bytes()[:-10])
    again = Watch()
    assert len(run(again).lines) == 2
    assert (again.known, len(again.files)) == (1, 1)


def test_only_what_changed_is_read_again(folder, run, answers):
    run()
    everything, changed = Watch(), Watch()
    run(everything)
    assert len(everything.files) == 2
    (folder / "示例县财政局.yaml").write_text(answers("示例县财政局", 9) + "\n", "utf-8")
    summary = run(changed, changed=True)
    assert [report.path for report in changed.files] == ["示例县财政局.yaml"]
    assert len(summary.lines) == 2


def test_a_letter_that_is_no_longer_due_goes_and_a_changed_one_stays(folder, run, tmp_path):
    for path in folder.iterdir():
        late = path.read_text("utf-8").replace("2024-01-22", "2024-02-22")
        path.write_text(late, "utf-8")
    run()
    letters = tmp_path / "out" / "退回意见"
    assert len(list(letters.glob("*.txt"))) == 2
    (letters / "示例县教育局.txt").write_text("改过", "utf-8")
    for path in folder.iterdir():
        path.write_text(path.read_text("utf-8").replace("2024-02-22", "2024-01-22"), "utf-8")
    run()
    assert [path.name for path in letters.glob("*.txt")] == ["示例县教育局.txt"]


def test_what_was_gathered_can_be_opened_again(folder, run, tmp_path):
    run()
    source = source_of(tmp_path / "out", None, date(2024, 3, 1))
    assert [name for name, _ in source.counting()] == ["示例县教育局", "示例县财政局"]


def test_the_output_within_the_folder_is_no_report(folder, run):
    run(out=folder / "汇总")
    again = Watch()
    run(again, out=folder / "汇总")
    assert len(again.files) == 2


@pytest.mark.skipif(os.name == "nt", reason="there are no limits")
def test_a_file_without_an_end_is_given_up_and_the_next_is_read(folder, monkeypatch):
    """The worker is given no second of the processor: each file is lost, and each is told."""
    monkeypatch.setattr(limited_process, "_CPU_S", 0)
    files, _ = report_files([folder])
    told = [
        Gathered.of_json(r)
        for _, r in worker_pool.read_all(files, gathered_report.Way("2024-03-01"), 1)
    ]
    assert ["时间或内存太多" in each.problem for each in told] == [True, True]


_CHANGED = {
    "no text": '{"path": 5}',
    "a list": "[]",
    "no figure": '{"path": "a", "cells": {"x": "many"}}',
    "no finding": '{"path": "a", "findings": [{"severity": "error"}]}',
    "half a note": '{"path": "a", "unread": [["here"]]}',
    "unknown": '{"path": "a", "more": 1}',
    "endless": "[" * 100_000,
}


@pytest.mark.parametrize("line", _CHANGED.values(), ids=_CHANGED)
def test_what_somebody_changed_in_a_gathering_is_told(tmp_path, line):
    """Only its last line may be half written."""
    sound = '{"kept": 1}', '{"path": "a", "cells": {"x": "1.5"}}'
    (tmp_path / KEPT).write_text("\n".join((*sound, "")), "utf-8")
    assert [entry.path for entry in open_kept(tmp_path).entries] == ["a"]
    (tmp_path / KEPT).write_text("\n".join((*sound, line, sound[1], "")), "utf-8")
    with pytest.raises(DrafterError, match="这个汇总文件坏了"):
        open_kept(tmp_path)


def test_a_list_of_units_that_somebody_changed_is_told(tmp_path):
    (tmp_path / KEPT).write_text('{"kept": 1, "units": "[[]"}\n{"path": "a"}\n', "utf-8")
    with pytest.raises(DrafterError, match="这个汇总文件坏了"):
        source_of(tmp_path, None, date(2024, 3, 1))
