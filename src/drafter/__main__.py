"""`python -m drafter`, for where the `drafter` command is not on the path."""

from __future__ import annotations

import sys

from drafter.cli import main

if __name__ == "__main__":
    sys.exit(main())
