"""hashlib with Python's own functions: loading OpenSSL takes 3.6 MB, and drafter signs nothing."""

from __future__ import annotations

import sys
from importlib import import_module

_OWN = ("_md5", "_sha1", "_sha3", "_blake2")
_SHA2 = ("_sha2",) if sys.version_info >= (3, 12) else ("_sha256", "_sha512")


def import_hashlib() -> None:
    """Import hashlib, and hmac, as in a Python that was built without OpenSSL.

    Before anything else imports them, and where Python has the functions of its own; some
    distributions leave them out.
    """
    if "hashlib" in sys.modules or "_hashlib" in sys.modules:
        return
    try:
        for name in (*_OWN, *_SHA2):
            import_module(name)
    except ImportError:
        return
    sys.modules["_hashlib"] = None  # type: ignore[assignment]  # makes its import an ImportError
    try:
        import hashlib  # noqa: F401
        import hmac  # noqa: F401
    finally:
        del sys.modules["_hashlib"]
