"""asyncio, which every front end's library imports, without ssl: drafter makes no connections."""

from __future__ import annotations

import sys


def import_asyncio() -> None:
    """Import asyncio as in a Python that was built without ssl; a start is 5 ms shorter.

    Before anything else imports it, or there is nothing to gain.
    """
    if "asyncio" in sys.modules or "ssl" in sys.modules:
        return
    sys.modules["ssl"] = None  # type: ignore[assignment]  # makes `import ssl` an ImportError
    try:
        import asyncio  # noqa: F401
    finally:
        del sys.modules["ssl"]
