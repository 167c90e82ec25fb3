"""`python -m drafter`, and where the `drafter` command starts and ends."""

from __future__ import annotations

from drafter.cli import main
from drafter.streams import leave


def start() -> None:
    """Run one command and end the process."""
    leave(main())


if __name__ == "__main__":
    start()
