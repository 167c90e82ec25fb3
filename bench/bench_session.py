"""What saving an answer costs, beside the least that keeps it; and whether kill -9 loses any."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import tracemalloc
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter_ns

from drafter.desk.desk import Desk
from drafter.draft.answers_file import load_answers
from drafter.draft.draft_model import with_answer
from drafter.interview.given_answers import record_answer
from drafter.interview.interview_state import InterviewState
from drafter.session.session_file import open_session

_ROOT = Path(__file__).parents[1]
_SAMPLES = _ROOT / "sample_answers"
_MOST_FIGURES = _SAMPLES / "suqian-2023.yaml"
_LONGEST = _SAMPLES / "county-government-2023.yaml"
_PROCESSES = _ROOT / "tests" / "session" / "processes.py"
_CELLS = [f"applications/{row}/natural" for row in ("received", "carried_in", "granted", "partial")]
_SAVES = 300
_KILLS = 1000
_SLOW_KILLS, _FSYNC_MS = 200, 60
_ACTS, _COMPARED = 5000, 250


def report() -> str:
    """Save an answer `_SAVES` times, act `_ACTS` times, kill saving processes, and tell."""
    with tempfile.TemporaryDirectory(dir=_ROOT, prefix=".bench-") as folder:
        path = Path(folder) / "session.yaml"
        saves = [_saves(sample, path) for sample in (_MOST_FIGURES, _LONGEST)]
        acts = _acts(path)
        kills = [_kills(path, "kill", _KILLS), _kills(path, "slow", _SLOW_KILLS, _FSYNC_MS)]
        return "\n\n".join([*saves, acts, *kills])


def _saves(sample: Path, path: Path) -> str:
    shutil.copy(sample, path)
    load_answers(path)  # fills the caches of the form
    with open_session(path) as session:
        draft = session.saved.draft
        bare = path.with_name("bare")
        saved_ns: list[int] = []
        bare_ns: list[int] = []
        for number in range(_SAVES):
            changed = with_answer(draft, "organ.name", f"单位{number}")
            saved_ns.append(_took_ns(partial(session.save, changed)))
            bare_ns.append(_took_ns(partial(_bare, bare, path.read_bytes())))
    ratio = median(saved_ns) / median(bare_ns)
    lines = ["| what | p50 ms | p95 ms |", "| --- | ---: | ---: |"]
    for what, took in (("save one answer", saved_ns), ("bare write+fsync+replace", bare_ns)):
        p95 = quantiles(took, n=20)[-1]
        lines.append(f"| {what} | {median(took) / 1e6:.2f} | {p95 / 1e6:.2f} |")
    size = f"{path.stat().st_size} bytes"
    return "\n".join([*lines, "", f"{sample.name}, {size}; ratio of the medians {ratio:.1f}"])


def _acts(path: Path) -> str:
    """What an act costs at the end of a long session, beside its beginning."""
    shutil.copy(_LONGEST, path)
    with open_session(path) as session:
        desk = Desk(session)
        took_ns: list[int] = []
        memory: list[int] = []
        tracemalloc.start()
        for number in range(_ACTS):
            address = _CELLS[number % len(_CELLS)]
            after = record_answer(desk.state, address, str(number))
            assert isinstance(after, InterviewState)
            took_ns.append(_took_ns(partial(desk.take, after)))
            memory.append(tracemalloc.get_traced_memory()[0])
        tracemalloc.stop()
    first, last = median(took_ns[:_COMPARED]), median(took_ns[-_COMPARED:])
    grown = (median(memory[-_COMPARED:]) - median(memory[:_COMPARED])) / 1e6
    kept = path.with_suffix(".history").stat().st_size / 1e3
    return (
        f"{_ACTS} acts: p50 {first / 1e6:.2f} ms at the beginning, {last / 1e6:.2f} ms at the end "
        f"(traced), memory {grown:+.1f} MB, history {kept:.0f} kB"
    )


def _kills(path: Path, way: str, times: int, *more: int) -> str:
    told = killed(path, way, times, *more)
    return f"{way}: " + ", ".join(f"{what} {number}" for what, number in told.items())


def killed(path: Path, way: str, times: int, *more: int, seed: int = 1) -> dict[str, int]:
    """Kill processes that save to `path`, and count what became of the answers."""
    shutil.copy(_MOST_FIGURES, path)
    command = [sys.executable, str(_PROCESSES), way, str(path), *map(str, (times, seed, *more))]
    done = subprocess.run(command, capture_output=True, check=True)
    told: dict[str, int] = json.loads(done.stdout)
    return told


def _bare(path: Path, data: bytes) -> None:
    """The least that keeps a file whole: temp, fsync, replace."""
    temp = path.with_suffix(".tmp")
    with temp.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temp.replace(path)


def _took_ns(act: Callable[[], object]) -> int:
    start = perf_counter_ns()
    act()
    return perf_counter_ns() - start
