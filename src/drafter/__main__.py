"""`python -m drafter`, and where the `drafter` command starts and ends."""

from __future__ import annotations

import gc
import sys

from drafter.cli import main
from drafter.streams import write_out


def start() -> None:
    """Run one command and end the process."""
    code = main()
    write_out()
    # As it ends, Python looks through all objects for garbage: a seventh of a whole `check`
    # (docs/decisions/0003-start-up.md). What is frozen it passes over.
    gc.freeze()
    sys.exit(code)


if __name__ == "__main__":
    start()
