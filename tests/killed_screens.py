"""Whole `drafter chat` and `drafter open` at a terminal, killed over a fast or a slow disk."""

from __future__ import annotations

import os
import random
import re
import signal
import sys
from pathlib import Path
from time import monotonic
from typing import Any

import pexpect

from drafter.draft.answers_file import load_answers
from drafter.draft.draft_model import Draft, with_answer
from drafter.form.form_file import load_form
from drafter.session.session_file import open_session
from drafter.session.session_shelf import create

from .conftest import LONGEST_S

NAME = "示例"
_SLOW = """import os, time
sync = os.fsync
def slow(handle):
    time.sleep({seconds})
    sync(handle)
os.fsync = slow
"""
"""Put before every process as its sitecustomize: what drafter's own code calls is slowed."""
_SAVING = re.compile("已保存(?!的)|正在保存|没有存下来")
"""What the first line says of saving; after a kill a note says 已保存的内容都在."""
_NEXT = "属于哪一类"
"""Of the question that follows the organ's name."""


def killed(front: str, folder: Path, times: int, fsync_ms: int, seed: int = 0) -> dict[str, int]:
    """Answer, kill at once when the answer is told to be saved or at random, and look.

    front: `chat` or `open`
    """
    chance = random.Random(f"{seed} {front} {times} {fsync_ms}")
    (folder / "sitecustomize.py").write_text(_SLOW.format(seconds=fsync_ms / 1000), "utf-8")
    form = load_form("disclosure-2021")
    draft = with_answer(with_answer(Draft(form.id), "year", 2023), "organ.name", "单位0000局")
    with create(folder / "s", form, draft, name=NAME) as session:
        path = session.path
    told = dict.fromkeys(("kills", "acknowledged", "lost", "unreadable", "strays"), 0)
    for number in range(1, times + 1):
        name = f"单位{number:04}局"
        # Mostly at the first moment at which the answer may be called saved.
        longest_s = LONGEST_S if chance.random() < 0.6 else chance.uniform(0, 0.1 + fsync_ms / 300)
        saved = _answered(front, folder, name, longest_s)
        told["kills"] += 1
        told["acknowledged"] += saved
        try:
            kept = load_answers(path).draft.answers.get("organ.name")
        except Exception:
            told["unreadable"] += 1
            continue
        told["lost"] += saved and kept != name
    open_session(path).close()
    told["strays"] = sum(".tmp" in file.name for file in path.parent.iterdir())
    return told


def _answered(front: str, folder: Path, name: str, longest_s: float) -> bool:
    """Whether the terminal showed the answer as saved when the process was killed."""
    more = {"DRAFTER_DIR": str(folder / "s"), "TERM": "xterm-256color", "LANG": "C.UTF-8"}
    more |= {"HOME": str(folder), "PROMPT_TOOLKIT_NO_CPR": "1"}
    child: Any = pexpect.spawn(
        sys.executable,
        ["-m", "drafter", front, NAME],
        env={"PATH": os.defpath, "PYTHONPATH": os.pathsep.join([str(folder), *sys.path]), **more},
        cwd=str(folder),
        encoding="utf-8",
        codec_errors="replace",
        dimensions=(40, 120),
        timeout=LONGEST_S,
    )
    child.delaybeforesend = None
    try:
        _go_to_the_name(child, front)
        child.send(f"\x15{name}\r")
        shown, end = "", monotonic() + longest_s
        while not (saved := _is_told(front, shown)) and monotonic() < end:
            try:
                shown += child.read_nonblocking(65536, timeout=max(0.0, end - monotonic()))
            except pexpect.TIMEOUT:
                break
        assert saved or longest_s < LONGEST_S, shown
        return saved
    finally:
        child.kill(signal.SIGKILL)
        child.close(force=True)


def _go_to_the_name(child: Any, front: str) -> None:
    if front == "chat":
        child.expect_exact("\x1b[?2004h")
        child.send("\x15去 机关全称\r")
        child.expect_exact("第 2 题")
        child.expect_exact("\x1b[?2004h")
        return
    child.expect_exact("目录")
    child.send("\x10")
    child.expect_exact("去哪里")
    child.send("机关全称")
    child.expect_exact("机关全称")
    child.send("\r")
    child.expect_exact("本机关的全称")


def _is_told(front: str, shown: str) -> bool:
    """The chat goes on only when it has saved; the screen says so in its first line."""
    if _NEXT not in shown:
        return False
    return front == "chat" or _SAVING.findall(shown)[-1:] == ["已保存"]
