"""How long a clerk waits for an answer that needs no report."""

from __future__ import annotations

from collections.abc import Iterable

from timing import Case, drafter


def cases() -> Iterable[Case]:
    """Start-up alone, then with the command line read, then with a mistake in it."""
    yield Case("drafter --version", drafter("--version"))
    yield Case("drafter --help", drafter("--help"))
    yield Case("drafter with an unknown option", drafter("print", "x", "--finl"), expected_code=2)
