"""From `drafter chat` to its first prompt on a pseudo-terminal, beside a bare prompt's."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from time import perf_counter_ns

from drafter.draft.draft_model import Draft, with_answer
from drafter.form.form_file import load_form
from drafter.session.session_shelf import create
from timing import drafter

_ROUNDS = 30
_READY = b"\x1b[?2004h"
"""What prompt_toolkit writes when it takes keys (bracketed paste is switched on)."""
_BARE = "from prompt_toolkit import PromptSession; PromptSession().prompt('> ')"


def report() -> str:
    """Both in turn, `_ROUNDS` times, so that they see the same moods of the machine."""
    with tempfile.TemporaryDirectory(prefix="bench-chat-") as folder:
        form = load_form("disclosure-2021")
        draft = with_answer(Draft(form.id), "year", 2023)
        create(Path(folder), form, draft, name="甲").close()
        env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        env |= {"TERM": "xterm", "DRAFTER_DIR": folder, "LANG": "C.UTF-8"}
        # Leaving in order keeps the compiled texts, as it does for a clerk.
        plain = [*drafter("chat", "甲"), "--plain"]
        subprocess.run(plain, env=env, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        commands = {
            "drafter chat: the list of sessions": drafter("chat"),
            "drafter chat NAME: the first question": drafter("chat", "甲"),
            "drafter chat --dir EMPTY: a new report": drafter("chat", "--dir", f"{folder}/new"),
            "bare prompt-toolkit prompt": (sys.executable, "-c", _BARE),
        }
        took: dict[str, list[int]] = {name: [] for name in commands}
        for turn in range(_ROUNDS + 1):
            for name, command in commands.items():
                taken = _to_first_prompt_ns(command, env)
                if turn:
                    took[name].append(taken)
    medians = {name: median(values) / 1e6 for name, values in took.items()}
    *_, bare = medians.values()
    lines = ["| to the first prompt | ms | ratio |", "| --- | ---: | ---: |"]
    lines += [f"| {name} | {ms:.0f} | {ms / bare:.2f} |" for name, ms in medians.items()]
    return "\n".join([*lines, "", f"median of {_ROUNDS}"])


def _to_first_prompt_ns(command: Sequence[str], env: dict[str, str]) -> int:
    primary, secondary = pty.openpty()
    start = perf_counter_ns()
    child = subprocess.Popen(
        command, stdin=secondary, stdout=secondary, stderr=secondary, env=env, close_fds=True
    )
    os.close(secondary)
    seen = b""
    try:
        while _READY not in seen:
            ready, _, _ = select.select([primary], [], [], 20)
            if not ready:
                sys.exit(f"{command} shows no prompt:\n{seen.decode(errors='replace')}")
            seen += os.read(primary, 65536)
        return perf_counter_ns() - start
    finally:
        child.send_signal(signal.SIGKILL)
        child.wait()
        os.close(primary)
