"""How long the whole report takes, from the command line to the last table."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from timing import Case, drafter

LIBRARIES = (sys.executable, "-c", "import argparse, jinja2, yaml")
LARGEST = "sample_answers/suqian-2023.yaml"


def cases() -> Iterable[Case]:
    """The largest sample, beside a Python that only imports the libraries needed."""
    yield Case("drafter print, as text", drafter("print", LARGEST), LIBRARIES)
    yield Case("drafter print --to md", drafter("print", LARGEST, "--to", "md"), LIBRARIES)
