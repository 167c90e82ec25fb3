"""All processors at work on files, each in a limited process; one bad file holds nobody up."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from queue import Empty, Full, Queue
from threading import Event, Lock, Thread

from drafter.errors import DrafterError
from drafter.gather.gathered_report import Gathered, Way, stamp_of
from drafter.gather.report_folder import ReportFile
from drafter.limited_process import LimitedWorker, LimitError

_WORK = "drafter.gather.gathered_report:reader"
_LOOK_S = 0.2
"""How often a thread that cannot hand over looks whether it is to end."""

_Done = tuple[ReportFile, bytes] | Exception | None
"""A file that is read; what went wrong; None from a thread that has ended."""


def processors() -> int:
    """As many as this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def read_all(
    files: Sequence[ReportFile], way: Way, workers: int = 0
) -> Iterator[tuple[ReportFile, bytes]]:
    """Each file with its `Gathered` as JSON, as they come; the processes end with the iterator."""
    left, lock, stop = iter(files), Lock(), Event()
    # Bounded: who takes the records may be slower than those who make them.
    done: Queue[_Done] = Queue(maxsize=64)
    number = max(1, min(workers or processors(), len(files)))
    given = json.dumps(way._asdict()).encode()
    hands = [LimitedWorker(_WORK, given) for _ in range(number)]

    def hand_over(record: _Done) -> None:
        while not stop.is_set():
            try:
                done.put(record, timeout=_LOOK_S)
                return
            except Full:
                continue

    def work(hand: LimitedWorker) -> None:
        try:
            while not stop.is_set():
                with lock:
                    file = next(left, None)
                if file is None:
                    break
                hand_over((file, _record(hand, file)))
            hand_over(None)
        except Exception as error:  # a mistake of ours; whoever waits must not wait for ever
            hand_over(error)

    threads = [Thread(target=work, args=(hand,), daemon=True) for hand in hands]
    for thread in threads:
        thread.start()
    try:
        ended = 0
        while ended < number:
            try:
                # With a timeout, or Ctrl+C would not get through on Windows.
                record = done.get(timeout=_LOOK_S)
            except Empty:
                continue
            if isinstance(record, Exception):
                raise record
            if record is None:
                ended += 1
            else:
                yield record
    finally:
        stop.set()
        for hand in hands:
            hand.close()
        for thread in threads:
            thread.join()


def _record(hand: LimitedWorker, file: ReportFile) -> bytes:
    try:
        return _read(hand, file)
    except LimitError:
        why = "读这个文件用的时间或内存太多，没有读取。用 Word 或浏览器打开，另存一份再试。"
    except DrafterError as error:
        why = f"{error.problems[0].what}{error.problems[0].fix}"
    except RuntimeError as error:
        why = f"遇到了没有料到的错误（{error}）。把这个文件告诉提供 drafter 的人。"
    return Gathered(file.shown, stamp_of(file.path), why).as_json()


def _read(hand: LimitedWorker, file: ReportFile) -> bytes:
    asked = json.dumps([os.fspath(file.path), file.shown]).encode()
    try:
        return hand.run(asked)
    except LimitError:
        # What hundreds of files left in a process may have been the last straw.
        if hand.fresh or hand.was_slow:
            raise
        return hand.run(asked)
