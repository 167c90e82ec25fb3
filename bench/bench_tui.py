"""The full screen on a pseudo-terminal, beside a bare Textual app and beside a DataTable."""

from __future__ import annotations

import os
import pty
import select
import signal
import struct
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, perf_counter_ns

from drafter.draft.answers_file import load_answers
from drafter.errors import Problem
from drafter.form.form_file import load_form
from drafter.interview.interview_state import new_state, table_place, to_saved
from drafter.interview.way import go_to
from drafter.resources import data_dir
from drafter.session.session_shelf import create
from timing import drafter

PEERS = Path(__file__).parent / "peers"
TABLE = "applications"
LINES, COLUMNS = 40, 140
_STARTS, _PASSES, _ROWS, _IDLE_S = 12, 6, 18, 10
_FIRST_CELL, _RIGHT, _DOWN = b"\x1b[1;5H", b"\x1b[C", b"\x1b[B"
_WORD_GONE_S = 12.0
"""A word that goes away by itself has gone by then (the run before was killed, it says)."""
_QUIET_S = 0.12
"""A screen is done when it has been silent for so long; the silence is not counted."""
_ONE_PAINT_S = 0.004
"""Less than between two paints, more than within one."""


class Screen:
    """A program on a pseudo-terminal that answers where its cursor is."""

    def __init__(self, command: Sequence[str], env: dict[str, str]) -> None:
        self.primary, secondary = pty.openpty()
        import fcntl
        import termios

        fcntl.ioctl(secondary, termios.TIOCSWINSZ, struct.pack("4H", LINES, COLUMNS, 0, 0))
        self.started_ns = perf_counter_ns()
        self.child = subprocess.Popen(
            command, stdin=secondary, stdout=secondary, stderr=secondary, env=env, close_fds=True
        )
        os.close(secondary)

    def press(self, key: bytes) -> None:
        """One key."""
        os.write(self.primary, key)

    def last_byte_ns(
        self, quiet_s: float = _QUIET_S, least: int = 1, patience_s: float = 20.0
    ) -> tuple[int, int]:
        """When the last byte came before a silence, and how many came; 0 when none did."""
        count, at = 0, perf_counter_ns()
        while True:
            wait_s = quiet_s if count >= least else patience_s
            ready, _, _ = select.select([self.primary], [], [], wait_s)
            if not ready:
                return at, count
            count += len(self._read())
            at = perf_counter_ns()

    def shown_ns(self, word: str) -> int:
        """When the word was on the screen."""
        seen = b""
        while word.encode() not in seen:
            if not select.select([self.primary], [], [], 20.0)[0]:
                sys.exit(f"no “{word}” in:\n{seen.decode(errors='replace')}")
            seen += self._read()
        return perf_counter_ns()

    def bytes_in(self, seconds: float) -> int:
        """How many bytes come in this time without a key."""
        count, end = 0, perf_counter() + seconds
        while (left := end - perf_counter()) > 0:
            if select.select([self.primary], [], [], left)[0]:
                count += len(os.read(self.primary, 65536))
        return count

    def _read(self) -> bytes:
        seen = os.read(self.primary, 65536)
        if b"\x1b[6n" in seen:
            os.write(self.primary, b"\x1b[1;2R")
        return seen

    def resident_mib(self) -> float:
        """Resident memory of the program."""
        text = Path(f"/proc/{self.child.pid}/status").read_text()
        line = next(line for line in text.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024

    def close(self) -> None:
        """End it."""
        self.child.send_signal(signal.SIGKILL)
        self.child.wait()
        os.close(self.primary)


def report() -> str:
    """Each figure beside its peer's, from one run."""
    with tempfile.TemporaryDirectory(prefix="bench-tui-") as folder:
        env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        env |= {"TERM": "xterm-256color", "DRAFTER_DIR": folder, "LANG": "C.UTF-8"}
        env["XDG_CONFIG_HOME"] = folder
        _session(Path(folder))
        commands = {
            "drafter (home)": drafter(),
            "drafter open, full Table 3": drafter("open", "表三"),
            "Textual hello-world": (sys.executable, str(PEERS / "hello.py")),
            "Table 3 in a DataTable": (sys.executable, str(PEERS / "datatable.py"), TABLE),
        }
        home, full, hello, peer = commands
        words = dict(zip(commands, ("年度报告起草", "本年新收", "hello", "本年新收"), strict=True))
        paint = _paints(commands, words, env)
        rest = {name: _settled(commands[name], env) for name in (home, full, hello)}
        begins = {full: _FIRST_CELL, peer: _FIRST_CELL + _RIGHT}
        keys = {name: _keys_ms(commands[name], env, begin) for name, begin in begins.items()}
    lines = ["| first paint | ms | ratio |", "| --- | ---: | ---: |"]
    lines += [f"| {name} | {ms:.0f} | {ms / paint[hello]:.2f} |" for name, ms in paint.items()]
    lines += ["", "| at rest | MiB | ratio | idle bytes |", "| --- | ---: | ---: | ---: |"]
    for name, (mib, idle) in rest.items():
        lines.append(f"| {name} | {mib:.0f} | {mib / rest[hello][0]:.2f} | {idle} |")
    lines += ["", "| key | painted p50 ms | p95 ms | ratio | last byte p50 ms | p95 ms |"]
    lines += ["| --- | ---: | ---: | ---: | ---: | ---: |"]
    for name, (painted, last) in keys.items():
        ratio = median(painted) / median(keys[full][0])
        told = f"{median(last):.1f} | {quantiles(last, n=20)[-1]:.1f}"
        own = f"{median(painted):.1f} | {quantiles(painted, n=20)[-1]:.1f} | {ratio:.1f}"
        lines.append(f"| {name} | {own} | {told} |")
    lines += [
        "",
        f"medians of {_STARTS} starts; {3 * _PASSES * _ROWS} keys; {_IDLE_S} idle seconds",
    ]
    return "\n".join(lines)


def _session(folder: Path) -> None:
    """The largest sample, at its table."""
    form = load_form("disclosure-2021")
    sample = data_dir("sample_answers") / "county-government-2023.yaml"
    state = go_to(new_state(form, load_answers(sample).draft), table_place(TABLE))
    if isinstance(state, Problem):
        sys.exit(str(state))
    with create(folder, form, state.draft, name="表三") as session:
        session.save(*to_saved(state))


def _paints(
    commands: dict[str, tuple[str, ...]], words: dict[str, str], env: dict[str, str]
) -> dict[str, float]:
    """Milliseconds until a word of the first screen is there."""
    took: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(_STARTS + 1):
        for name, command in commands.items():
            screen = Screen(command, env)
            at = screen.shown_ns(words[name])
            if turn:
                took[name].append((at - screen.started_ns) / 1e6)
            screen.close()
    return {name: median(values) for name, values in took.items()}


def _settled(command: Sequence[str], env: dict[str, str]) -> tuple[float, int]:
    screen = Screen(command, env)
    screen.last_byte_ns(_WORD_GONE_S, least=500)
    found = screen.resident_mib(), screen.bytes_in(_IDLE_S)
    screen.close()
    return found


def _keys_ms(
    command: Sequence[str], env: dict[str, str], begin: bytes
) -> tuple[list[float], list[float]]:
    """Until a key is painted, and until all is that it leads to (saved, says the first line).

    Two digits and down, row after row; `begin` goes back to the first cell.
    """
    screen = Screen(command, env)
    screen.last_byte_ns(1.0, least=500)
    painted, took = [], []
    for _ in range(_PASSES):
        screen.press(begin)
        screen.last_byte_ns(0.5)
        for row in range(_ROWS):
            for key in (b"%d" % (row % 9 + 1), b"%d" % (row % 7 + 2), _DOWN):
                start = perf_counter_ns()
                screen.press(key)
                at, count = screen.last_byte_ns(_ONE_PAINT_S, patience_s=0.5)
                if not count:  # a total takes no digit
                    continue
                painted.append((at - start) / 1e6)
                later, more = screen.last_byte_ns(least=0, patience_s=_QUIET_S)
                took.append(((later if more else at) - start) / 1e6)
    screen.close()
    return painted, took
