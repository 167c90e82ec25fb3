"""A process that stays: piece after piece, each within the limits, and another after a lost one."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from time import process_time

import pytest

from drafter import limited_process
from drafter.errors import DrafterError, Problem
from drafter.limited_process import LimitedWorker, LimitError, run_limited


def prepared(given: bytes) -> Callable[[bytes], bytes]:
    """In the other process: does what each piece asks for."""

    def work(data: bytes) -> bytes:
        match data:
            case b"refuse":
                raise DrafterError(Problem("这里", "不行。", "换一个。"))
            case b"mistake":
                raise ZeroDivisionError("by zero")
            case b"too long":
                _toil(6)
            case b"toil":
                _toil(0.8)
            case b"eat":
                bytes(2 * 1024**3)
            case b"print":
                print("a library that talks")
            case b"inside":
                return run_limited(f"{__name__}:process_id", b"")
        return given + data + str(os.getpid()).encode()

    return work


def _toil(seconds: float) -> None:
    """Take so much of the processor and no more: nobody must wait for a limit that is lost."""
    end = process_time() + seconds
    while process_time() < end:
        pass


def process_id(data: bytes) -> bytes:
    return str(os.getpid()).encode()


@pytest.fixture
def worker(monkeypatch, request):
    monkeypatch.setenv("PYTHONPATH", os.path.dirname(__file__))
    monkeypatch.setattr(limited_process, "_CPU_S", getattr(request, "param", 2))
    # On a busy machine this one would end what the other should have.
    monkeypatch.setattr(limited_process, "_WALL_S", 300)
    made = LimitedWorker(f"{os.path.splitext(os.path.basename(__file__))[0]}:prepared", b"<")
    yield made
    made.close()


def test_pieces_are_done_by_one_process_that_was_prepared_once(worker):
    first, second = worker.run(b"a"), worker.run(b"b")
    assert first[:2] == b"<a"
    assert second[2:] == first[2:] != str(os.getpid()).encode()
    assert not worker.fresh


def test_what_is_refused_and_what_goes_wrong_costs_no_process(worker):
    before = worker.run(b"a")
    with pytest.raises(DrafterError, match=r"这里：不行。换一个。"):
        worker.run(b"refuse")
    with pytest.raises(RuntimeError, match="ZeroDivisionError: by zero"):
        worker.run(b"mistake")
    assert worker.run(b"a") == before


def test_a_library_that_prints_writes_into_no_answer(worker):
    assert worker.run(b"print")[:6] == b"<print"
    assert worker.run(b"a")[:2] == b"<a"


def test_work_asked_for_inside_is_done_inside(worker):
    own = worker.run(b"a")[2:]
    assert own.endswith(worker.run(b"inside"))


@pytest.mark.skipif(sys.platform == "win32", reason="there are no limits")
@pytest.mark.parametrize("worker", [1], indirect=True)
def test_a_piece_that_takes_too_long_is_ended_and_the_next_has_a_process(worker):
    before = worker.run(b"a")
    with pytest.raises(LimitError):
        worker.run(b"too long")
    assert worker.was_slow
    after = worker.run(b"a")
    assert after[:2] == b"<a"
    assert after != before


@pytest.mark.skipif(sys.platform != "linux", reason="no limit of memory")
def test_a_piece_that_wants_all_memory_is_ended(worker):
    with pytest.raises(LimitError):
        worker.run(b"eat")
    assert not worker.was_slow
    assert worker.run(b"a")[:2] == b"<a"


def test_seconds_of_earlier_pieces_do_not_count(worker):
    """Each piece has two seconds of the processor, and together these take more."""
    worker.run(b"a")  # what it is prepared with costs as much where the machine is busy
    processes = {worker.run(b"toil")[5:] for _ in range(3)}
    assert len(processes) == 1


def test_a_worker_can_be_closed_twice_and_used_again(worker):
    worker.run(b"a")
    worker.close()
    worker.close()
    assert worker.run(b"b")[:2] == b"<b"
