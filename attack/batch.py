"""One batch against one target, in a process that may use so much memory and time an input.

`python -m attack.batch TARGET SEED FIRST LAST FOLDER MEMORY` says a JSON line for each input.
"""

from __future__ import annotations

import json
import resource
import shutil
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random
from traceback import extract_tb

from attack.foreign_files import let_go
from attack.mutation import mutated
from attack.targets import TARGETS, UNCHANGED
from drafter.errors import DrafterError
from drafter.form.form_cache import remember_in

MEMORY_BYTES = 3 * 1024**3 // 2
ENDED = "ended"
"""What the last line says, which is of no input, but of the memory that processes have used."""
LONGEST_S = 10
"""Of the processor's time: a busy machine is no fault of drafter's."""


def input_of(name: str, seed: str, number: int, samples: Sequence[bytes]) -> bytes:
    """The same for the same seed, on any machine."""
    if name in UNCHANGED:
        return samples[number % len(samples)]
    return mutated(Random(f"{seed} {name} {number}"), samples)


def main() -> None:
    """Try the inputs from FIRST up to LAST."""
    name, seed, first, last, folder, memory = sys.argv[1:]
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    target, place = TARGETS[name], Path(folder)
    remember_in(Path(memory))
    samples = target.samples()
    for number in range(int(first), int(last)):
        data = input_of(name, seed, number, samples)
        work = place / "work"
        work.mkdir()
        # Ends the process where nothing else would, in compiled code too.
        signal.setitimer(signal.ITIMER_PROF, LONGEST_S)
        status, why = "read", ""
        try:
            target.read(data, work)
        except DrafterError:
            status = "refused"
        except Exception as error:
            at = extract_tb(error.__traceback__)[-1]
            status, why = "crashed", f"{error!r:.200} at {at.filename}:{at.lineno}"
        signal.setitimer(signal.ITIMER_PROF, 0)
        shutil.rmtree(work, ignore_errors=True)
        print(json.dumps([number, status, why, _peak_kb()]), flush=True)
    let_go()
    print(json.dumps([number, ENDED, "", _peak_kb()]), flush=True)


def _peak_kb() -> int:
    """Of this process and of those that it has ended."""
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(each).ru_maxrss for each in who)


if __name__ == "__main__":
    main()
