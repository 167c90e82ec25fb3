"""asyncio as the front ends' libraries get it."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
from drafter.desk.lean_asyncio import import_asyncio
import_asyncio()
import sys
assert "ssl" not in sys.modules
import asyncio, ssl
async def answer():
    return 42
assert asyncio.run(answer()) == 42
assert ssl.create_default_context
import_asyncio()
"""


def test_asyncio_runs_without_ssl_which_can_still_be_imported():
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
