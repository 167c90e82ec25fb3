"""LibreOffice, where a machine has it: the files that drafter itself neither reads nor writes."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

_COMMANDS = ("soffice", "libreoffice")
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)
_MOST_S = 120
"""LibreOffice's first start on an old machine takes the most of a minute."""


class ConversionError(Exception):
    """The program gave no file."""


def find_office() -> str:
    """The program that converts; "" where there is none."""
    found = (*map(shutil.which, _COMMANDS), *(p for p in _PLACES if Path(p).is_file()))
    return next(filter(None, found), "")


def converted(data: bytes, ending: str, to: str, office: str, how: str = "") -> bytes:
    """A file of one kind (`.doc`) as one of another (`pdf`); the clerk's own LibreOffice may stay
    open meanwhile.

    how: the filter of LibreOffice, with its options

    Raises: ConversionError.
    """
    with TemporaryDirectory(prefix="drafter-") as name:
        given = Path(name) / f"report{ending}"
        given.write_bytes(data)
        # With the clerk's own profile, an office that is open already would take the job over
        # and end at once, without a file; and its settings could let macros run.
        profile = f"-env:UserInstallation={(Path(name) / 'profile').as_uri()}"
        convert = (
            "--headless",
            "--convert-to",
            f"{to}:{how}" if how else to,
            "--outdir",
            f"{name}/made",
            str(given),
        )
        try:
            _run([office, profile, *convert])
            return (Path(name) / "made" / f"report.{to}").read_bytes()
        except (OSError, subprocess.SubprocessError) as error:
            raise ConversionError from error


def _run(command: list[str]) -> None:
    """Let it work. Raises: OSError; SubprocessError where it fails, or takes too long."""
    # A session of its own: what is started is a script, and what works is a child of its child,
    # which would go on for ever.
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            ended = process.wait(_MOST_S)
        except BaseException:
            _kill(process)
            raise
    if ended:
        raise subprocess.CalledProcessError(ended, command)


def _kill(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        tree = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
        subprocess.run(tree, capture_output=True, check=False)
    else:
        os.killpg(process.pid, signal.SIGKILL)
