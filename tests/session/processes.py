"""What other processes do to a session; the tests and the benchmark run this as a program.

hold PATH                   opens it, says `held`, and closes it at the end of input
save PATH                   saves number after number, and says each once it is saved
count PATH PROCESSES TIMES  each process adds one, TIMES times, to a number in it
kill PATH TIMES SEED        kills a process that saves, TIMES times, at random moments
slow PATH TIMES SEED FSYNC_MS  the same at a desk with a thread, where each fsync takes so long:
                            an answer is acknowledged as soon as the screen would say 已保存
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import Any

from drafter.desk.desk import Desk
from drafter.draft.answers_file import load_answers, read_answers
from drafter.draft.draft_model import with_answer
from drafter.errors import DrafterError
from drafter.interview.given_answers import record_answer
from drafter.interview.interview_state import InterviewState
from drafter.session.session_file import open_session
from drafter.session.session_folder import beside
from drafter.session.undo_history import Act, HistoryFile
from drafter.tui.frame_lines import saving_words

FORMS = Path(__file__).parents[1] / "forms"
NAME = "organ.name"
LONGEST_S = 0.06


def name_of(number: int) -> str:
    """A number as the name that carries it: a number alone is no name."""
    return f"馆{number}"


def carried(name: object) -> int:
    """The number of such a name; the first one of a session may be bare."""
    return int(str(name).removeprefix("馆"))


def hold(path: Path) -> None:
    """Hold the session until standard input ends."""
    session = open_session(path, own_forms=FORMS, clock=lambda: datetime(2026, 1, 1, 8))
    print("held", flush=True)
    sys.stdin.read()
    session.close()


def save(path: Path) -> None:
    """Save a number, one more, and so on; what is said is saved."""
    with open_session(path, own_forms=FORMS) as session:
        for number in range(1, 100_000):
            session.save(with_answer(session.saved.draft, NAME, name_of(number)))
            print(number, flush=True)


def count(path: Path, processes: int, times: int) -> dict[str, int]:
    """Add one from several processes at once; whoever finds it held tries again."""
    set_number(path, 0)
    children = []
    for _ in range(processes):
        child = os.fork()
        if child == 0:
            for _ in range(times):
                while not set_number(path, None):
                    os.sched_yield()
            os._exit(0)
        children.append(child)
    failed = [child for child in children if os.waitpid(child, 0)[1] != 0]
    assert not failed
    return {"added": processes * times, "counted": number_in(path)}


def set_number(path: Path, number: int | None) -> bool:
    """Write a number, or one more than there is; False when somebody else holds the session."""
    with open_session(path, own_forms=FORMS) as session:
        if session.read_only:
            return False
        draft = session.saved.draft
        new = number if number is not None else carried(draft.answers[NAME]) + 1
        session.save(with_answer(draft, NAME, name_of(new)))
        return True


def slow(path: Path, times: int, seed: int, fsync_ms: int) -> dict[str, Any]:
    """Kill a screen's desk over a slow disk."""
    sync = os.fsync

    def slow_sync(handle: int) -> None:
        time.sleep(fsync_ms / 1000)
        sync(handle)

    def answer_on_and_on(path: Path, writing: int) -> None:
        os.fsync = slow_sync
        take_on_and_on(path, writing)

    return kill(path, times, seed, answer_on_and_on, longest_s=fsync_ms / 1000 * 5)


def kill(
    path: Path,
    times: int,
    seed: int,
    child_does: Callable[[Path, int], None] | None = None,
    longest_s: float = LONGEST_S,
) -> dict[str, Any]:
    """Kill a saving process at random moments, and look after each what is left."""
    chance = random.Random(f"{seed} {times}")
    form = load_answers(path, FORMS).form
    set_number(path, 0)
    told = dict.fromkeys(("kills", "acknowledged", "lost", "unreadable", "history lost"), 0)
    least = 0
    for _ in range(times):
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            (child_does or save_on_and_on)(path, writing)
        os.close(writing)
        seconds = chance.uniform(0, longest_s)
        acknowledged = kill_after(child, reading, seconds, opening=told["kills"] % 4 == 0)
        told["kills"] += 1
        told["acknowledged"] += len(acknowledged)
        least = max([least, *acknowledged])
        try:
            text = path.read_text("utf-8")
            found = carried(read_answers(text, "n", FORMS, form).draft.answers[NAME])
        except (OSError, DrafterError):
            told["unreadable"] += 1
            continue
        told["lost"] += found < least
        history, wrong = HistoryFile(beside(path, "history")).read()
        if history is not None and history.current != text:
            history = history.after(text, Act.STEP)
        kept = history is not None and not wrong and f"{found - 1}" in str(history.before)
        told["history lost"] += found > 1 and not kept
        least = found
    told["strays"] = sum(file.name.endswith(".tmp") for file in path.parent.iterdir())
    return told


def save_on_and_on(path: Path, writing: int) -> None:
    """Save one number after the other, and acknowledge each once it is on disk."""
    try:
        session = open_session(path, own_forms=FORMS)
        assert not session.read_only, session.read_only
        draft = session.saved.draft
        number = carried(draft.answers[NAME])
        while True:
            number += 1
            session.save(with_answer(draft, NAME, name_of(number)))
            os.write(writing, b"%d\n" % number)
    finally:
        os._exit(1)


def take_on_and_on(path: Path, writing: int) -> None:
    """Answer in bursts, and acknowledge what the first line of the screen tells is saved."""
    try:
        told = [0]
        saved = Event()

        def look() -> None:
            newest = told[-1]  # before it is asked what is saved
            busy, trouble = desk.is_saving, desk.trouble is not None
            words = saving_words(desk.saved_at, trouble=trouble, busy=busy, read_only=False)
            if newest and words.said.startswith("已保存"):
                os.write(writing, b"%d\n" % newest)
                saved.set()

        desk = Desk(open_session(path, own_forms=FORMS), tell=look)
        number = carried(desk.state.draft.answers[NAME])
        while True:
            saved.clear()
            for _ in range(random.randint(1, 4)):
                number += 1
                after = record_answer(desk.state, NAME, name_of(number))
                assert isinstance(after, InterviewState)
                assert desk.take(after) is None
                told.append(number)
                look()
            saved.wait()
    finally:
        os._exit(1)


def kill_after(child: int, reading: int, seconds: float, *, opening: bool) -> list[int]:
    """Kill the child a while after its first acknowledgement, or (`opening`) after its start.

    Returns what it acknowledged.
    """
    data = b""
    deadline = time.monotonic() + seconds if opening else None
    while deadline is None or (left := deadline - time.monotonic()) > 0:
        ready, _, _ = select.select([reading], [], [], None if deadline is None else left)
        if ready:
            piece = os.read(reading, 65536)
            assert piece, "the child ended by itself"
            data += piece
            deadline = deadline or time.monotonic() + seconds
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while piece := os.read(reading, 65536):
        data += piece
    os.close(reading)
    return [int(line) for line in data.split(b"\n")[:-1]]


def number_in(path: Path) -> int:
    """The number in the session's file."""
    return carried(load_answers(path, FORMS).draft.answers[NAME])


def main() -> None:
    """Run what the command line names."""
    what, path, numbers = sys.argv[1], Path(sys.argv[2]), [int(n) for n in sys.argv[3:]]
    told = {"hold": hold, "save": save, "count": count, "kill": kill, "slow": slow}[what](
        path, *numbers
    )
    if told is not None:
        print(json.dumps(told))


if __name__ == "__main__":
    main()
