"""Runs the attack and prints one table; `make attack ARGS='--only docx --count 500 --seed 3'`.

Exits 1 where anything crashed, took over 10 s of the processor, or lost an answer. The inputs that
did it are kept in attack/found/ (--found), named by target, seed and number.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from attack.batch import ENDED, input_of
from attack.targets import ROOT, TARGETS, UNCHANGED
from drafter.form.form_cache import memory, remember_in

_KILLS = {"kills, fast disk": ("kill", 0), "kills, slow disk": ("slow", 60)}
_FRONTS = {
    f"kills, {front}, {disk} disk": (front, fsync_ms)
    for front in ("chat", "open")
    for disk, fsync_ms in (("fast", 0), ("slow", 300))
}
_BATCH = 500


@dataclass
class Tally:
    """What became of the inputs of one target."""

    name: str
    tried: int = 0
    refused: int = 0
    read: int = 0
    crashed: int = 0
    slow: int = 0
    peak_kb: int = 0

    @property
    def line(self) -> str:
        """Its line of the table."""
        peak = f"{self.peak_kb / 1024:.0f} MB" if self.peak_kb else ""
        numbers = (self.tried, self.refused, self.read, self.crashed, self.slow, peak)
        return f"| {self.name} | {' | '.join(map(str, numbers))} |"


def main() -> None:
    """Attack what is asked for."""
    parser = argparse.ArgumentParser(prog="attack", description=__doc__)
    targets = [*TARGETS, *_KILLS, *_FRONTS]
    parser.add_argument("--only", action="append", choices=targets, metavar="TARGET")
    parser.add_argument("--count", type=int, default=10_000, help="inputs for each reader")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--found", type=Path, default=Path(__file__).with_name("found"))
    asked = parser.parse_args()
    print("| what | tried | refused | read | crashed | over 10 s | peak memory |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |", flush=True)
    failed = False
    with TemporaryDirectory() as folder:
        remember_in(Path(folder))  # as drafter does; each batch would read its form anew
        for name in asked.only or targets:
            if name in TARGETS:
                tally = _attacked(name, asked.seed, asked.count, asked.found)
            else:
                tally = _killed(name, asked.seed, asked.kills)
            failed |= tally.crashed + tally.slow > 0
            print(tally.line, flush=True)
    sys.exit(failed)


def _attacked(name: str, seed: int, count: int, found: Path) -> Tally:
    samples = TARGETS[name].samples  # not made but where needed: a batch makes its own
    tries = len(samples()) if name in UNCHANGED else max(round(count * TARGETS[name].share), 5)
    tally = Tally(name)
    spans = [(first, min(first + _BATCH, tries)) for first in range(0, tries, _BATCH)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for told in pool.map(lambda span: list(_batch(name, seed, *span)), spans):
            for number, status, why, peak_kb in told:
                tally.peak_kb = max(tally.peak_kb, peak_kb)
                if status == ENDED:
                    continue
                tally.tried += 1
                setattr(tally, status, getattr(tally, status) + 1)
                if why:
                    print(f"{name} {number}: {why}", file=sys.stderr)
                    found.mkdir(exist_ok=True)
                    kept = found / f"{name.replace(' ', '-')}-{seed}-{number}"
                    kept.write_bytes(input_of(name, str(seed), number, samples()))
    return tally


def _batch(name: str, seed: int, first: int, last: int) -> Iterator[tuple[int, str, str, int]]:
    """What became of each input; a process that is lost over one begins again after it."""
    with TemporaryDirectory() as folder:
        while first < last:
            shutil.rmtree(Path(folder) / "work", ignore_errors=True)
            command = [sys.executable, "-m", "attack.batch", name, *map(str, (seed, first, last))]
            with subprocess.Popen(
                [*command, folder, str(memory())],
                cwd=ROOT,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            ) as child:
                assert child.stdout is not None
                for line in child.stdout:
                    number, status, why, peak_kb = json.loads(line)
                    first = number + 1
                    yield number, status, why, peak_kb
            if first < last:
                slow = child.returncode == -signal.SIGPROF
                yield first, "slow" if slow else "crashed", f"ended with {child.returncode}", 0
                first += 1


def _killed(name: str, seed: int, times: int) -> Tally:
    """Processes killed while they save: sessions and desks as the benchmark does, or front ends."""
    with TemporaryDirectory(dir=ROOT, prefix=".bench-") as folder:
        if name in _FRONTS:
            from tests.killed_screens import killed as screens_killed

            front, fsync_ms = _FRONTS[name]
            told = screens_killed(front, Path(folder), times, fsync_ms, seed)
        else:
            sys.path.append(str(ROOT / "bench"))
            from bench_session import killed

            way, fsync_ms = _KILLS[name]
            more = [fsync_ms] if fsync_ms else []
            told = killed(Path(folder) / "s.yaml", way, times, *more, seed=seed)
    wrong = sum(told.get(what, 0) for what in ("lost", "unreadable", "history lost"))
    return Tally(name, tried=told["kills"], read=told["kills"] - wrong, crashed=wrong)


if __name__ == "__main__":
    main()
