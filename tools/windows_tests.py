"""`make test-windows`: tests on a Windows Python, under Wine (docs/windows.md)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.bundles.bundle_folders import embeddable
from tools.bundles.wheels import ROOT, fetch, locked, unpack

PLACE = ROOT / ".windows"
PYTHON = "3.13"
FRESH = PLACE / "ready"
TESTS = (
    *("tests/session", "tests/form", "tests/draft", "tests/checks", "tests/importing"),
    *(
        "tests/ledger",
        "tests/interview",
        "tests/report",
        "tests/output",
        "tests/desk",
        "tests/chat",
    ),
    *("tests/test_file_writer.py", "tests/test_limited_process.py", "tests/test_cli.py"),
    *("tests/test_check.py", "tests/test_print.py", "tests/test_export.py", "tests/test_read.py"),
    *("tests/test_streams.py", "tests/test_bad_input.py", "tests/test_windows.py"),
    *("tests/test_optional_libraries.py", "tests/test_user_folders.py"),
    *("tests/tui/test_windows_input.py", "tests/tui/test_home.py"),
)
"""What needs no console."""
_NEEDED = (
    *("colorama", "html5lib", "hypothesis", "iniconfig", "pluggy", "six"),
    *("pytest", "pytest-asyncio", "sortedcontainers", "typst", "tzdata", "webencodings"),
)
"""Beside what drafter itself needs."""
_STUB = """
typedef unsigned char BYTE;
__declspec(dllimport) BYTE __stdcall SystemFunction036(void *, unsigned long);
__declspec(dllexport) int __stdcall ProcessPrng(BYTE *to, unsigned long long size)
{ return SystemFunction036(to, (unsigned long)size); }
"""
"""What Rust asks Windows for, and Wine has only since its version 9: random bytes."""


_QUIRKS = """
import _winapi
import ctypes

del _winapi.CopyFile2
ctypes.windll.user32.GetDesktopWindow()
"""
"""A plugin of pytest.

Wine 8 ends a program that asks for CopyFile2; `shutil` then copies by itself. Whoever asks first
for the desktop, as PDFium does, starts it, and it holds the pipes of that process open: the answer
of a limited one would never end.
"""


def main() -> None:
    """Run pytest with these arguments; the exit code is its own."""
    wine = shutil.which("wine64") or "/usr/lib/wine/wine64"
    if not Path(wine).exists():
        sys.exit("needs wine64 (Debian: apt install wine64), and gcc-mingw-w64-x86-64 for PDF")
    os.environ.update(
        WINEPREFIX=str(PLACE / "prefix"), WINEDEBUG="-all", WINEDLLOVERRIDES="mshtml="
    )
    if not FRESH.exists():
        _lay_out()
        # Of itself Wine says that it is Windows 7.
        _wine(wine, "winecfg", "-v", "win10")
        lend_windows(PLACE / "prefix")
        FRESH.touch()
    given = sys.argv[1:] or [name for name in TESTS if (ROOT / name).exists()]
    python = str(PLACE / "python" / "python.exe")
    options = ["-X", "utf8", "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "wine_quirks"]
    sys.exit(_wine(wine, python, *options, *given))


def _wine(wine: str, *command: str) -> int:
    # A Windows Python under Wine ends at once where its output is neither pipe nor terminal.
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    done = subprocess.Popen([wine, *command], cwd=ROOT, **pipes)
    assert done.stdout is not None
    for line in done.stdout:
        sys.stdout.buffer.write(line)
        sys.stdout.buffer.flush()
    return done.wait()


def _lay_out() -> None:
    shutil.rmtree(PLACE, ignore_errors=True)
    embeddable(PLACE, PLACE / "python")
    # Wine dies in what it asks for; `platform` then goes another way.
    (PLACE / "python" / "_wmi.pyd").unlink()
    (pth,) = (PLACE / "python").glob("python*._pth")
    folders = [
        next(iter(pth.parent.glob("python*.zip"))).name,
        ".",
        r"..\lib",
        r"..\..\src",
        r"..\..",
        # A limited process finds the work of tests there; PYTHONPATH is switched off.
        r"..\..\tests",
    ]
    pth.write_text("\n".join(folders) + "\n", encoding="ascii")
    asked = locked("run.txt") + locked("dev.txt", *_NEEDED)
    unpack(fetch(asked, PLACE / "wheels", "windows-x86_64", PYTHON), PLACE / "lib")
    (PLACE / "lib" / "wine_quirks.py").write_text(_QUIRKS, encoding="ascii")


def lend_windows(prefix: Path) -> None:
    """What every Chinese Windows 10 has, and Wine has not: fonts, and what Rust asks for."""
    windows = prefix / "drive_c" / "windows"
    for font in Path("/usr/share/fonts").rglob("NotoS*CJK-Regular.ttc"):
        shutil.copy2(font, windows / "Fonts")
    if compiler := shutil.which("x86_64-w64-mingw32-gcc"):
        source, stub = prefix / "stub.c", windows / "system32" / "bcryptprimitives.dll"
        source.write_text(_STUB, encoding="ascii")
        subprocess.run([compiler, "-shared", "-o", stub, source, "-ladvapi32"], check=True)


if __name__ == "__main__":
    main()
