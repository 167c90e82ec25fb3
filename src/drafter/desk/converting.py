"""A Word file as a PDF by LibreOffice, where that is installed."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile

from drafter.errors import DrafterError, Problem

_COMMANDS = ("soffice", "libreoffice")
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)
_MOST_S = 120
_FILLED, _RAGGED = b'<w:jc w:val="both"/>', b'<w:jc w:val="left"/>'


def find_office() -> str:
    """The program that converts; "" where there is none."""
    return next(_programs(), "")


def word_to_pdf(data: bytes, office: str) -> bytes:
    """The Word file as a PDF; the clerk's own LibreOffice may stay open meanwhile.

    Raises: DrafterError where the program gives none.
    """
    with TemporaryDirectory(prefix="drafter-") as name:
        folder = Path(name)
        word = folder / "report.docx"
        word.write_bytes(_ragged(data))
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [
            office,
            profile,
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            name,
            str(word),
        ]
        try:
            subprocess.run(command, capture_output=True, timeout=_MOST_S, check=True)
            return word.with_suffix(".pdf").read_bytes()
        except (OSError, subprocess.SubprocessError):
            fix = "改成生成 docx，在 WPS 或 Word 里另存为 PDF。"
            raise DrafterError(Problem("PDF", "LibreOffice 没有转换成功。", fix)) from None


def _ragged(data: bytes) -> bytes:
    """The Word file with no line filled up to its edge: there LibreOffice loses punctuation."""
    ragged = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(ragged, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, part.replace(_FILLED, _RAGGED) if name.endswith(".xml") else part)
    return ragged.getvalue()


def _programs() -> Iterator[str]:
    for command in _COMMANDS:
        if found := shutil.which(command):
            yield found
    for place in _PLACES:
        if Path(place).is_file():
            yield place
