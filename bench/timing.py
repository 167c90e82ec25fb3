"""Whole-process times, each beside a floor: the least that any such program could take."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter_ns

PYTHON_FLOOR = (sys.executable, "-c", "pass")
"""A Python that starts and ends."""


@dataclass(frozen=True)
class Case:
    """One command to measure; `floor` does the least that is needed for the same job."""

    name: str
    command: Sequence[str]
    floor: Sequence[str] = PYTHON_FLOOR
    expected_code: int = 0


@dataclass(frozen=True)
class Timing:
    """Medians in milliseconds."""

    name: str
    command_ms: float
    floor_ms: float

    @property
    def ratio(self) -> float:
        """How many floors the command takes; steadier than milliseconds on a shared machine."""
        return self.command_ms / self.floor_ms


def drafter(*args: str) -> tuple[str, ...]:
    """The command as a clerk runs it, installed beside this Python."""
    return (str(Path(sys.executable).with_name("drafter")), *args)


def measure(case: Case, rounds: int) -> Timing:
    """Command and floor in turn, so that both see the same moods of the machine."""
    pairs = list(_pairs(case, rounds))
    return Timing(
        case.name,
        median(command for command, _ in pairs) / 1e6,
        median(floor for _, floor in pairs) / 1e6,
    )


def median_ms(work: Callable[[], object], times: int = 10) -> float:
    """How long a call takes in this process; the first one only fills caches."""
    taken = []
    for turn in range(times + 1):
        start = perf_counter_ns()
        work()
        if turn:
            taken.append(perf_counter_ns() - start)
    return median(taken) / 1e6


def markdown(timings: Iterable[Timing]) -> str:
    """The table that notes and pull requests quote."""
    lines = ["| what | ms | floor ms | ratio |", "| --- | ---: | ---: | ---: |"]
    for timing in timings:
        figures = f"{timing.command_ms:.0f} | {timing.floor_ms:.0f} | {timing.ratio:.1f}"
        lines.append(f"| {timing.name} | {figures} |")
    return "\n".join(lines)


def _pairs(case: Case, rounds: int) -> Iterator[tuple[int, int]]:
    """Nanoseconds of command and floor; the first round only fills caches."""
    for turn in range(rounds + 1):
        command = _run_ns(case.command, case.expected_code)
        floor = _run_ns(case.floor, 0)
        if turn:
            yield command, floor


def _run_ns(command: Sequence[str], expected_code: int) -> int:
    start = perf_counter_ns()
    done = subprocess.run(command, env=_environment(), capture_output=True)
    taken = perf_counter_ns() - start
    if done.returncode != expected_code:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr.decode()}")
    return taken


def _environment() -> dict[str, str]:
    """This one, but children may keep their bytecode: without, they compile at every start."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
