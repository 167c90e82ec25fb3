"""PDF by LibreOffice: found where it lies, and told where it fails."""

from __future__ import annotations

import os
import sys
from io import BytesIO
from select import select
from zipfile import ZipFile

import pytest

from drafter import office_program
from drafter.errors import DrafterError
from drafter.office_program import find_office
from drafter.output.output_kinds import word_to_pdf

from ..conftest import LONGEST_S

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")

CONVERTS = """\
#!/bin/sh
for last; do :; done
while [ "$1" != --outdir ]; do
    case "$1" in -env:UserInstallation=file://*) own=yes ;; esac
    shift
done
[ "$own" = yes ] && mkdir -p "$2" && cp "$last" "$2/report.pdf"
"""


@pytest.fixture
def office(tmp_path):
    """A stand-in for LibreOffice with this script."""

    def make(script: str):
        path = tmp_path / "soffice"
        path.write_text(script, "utf-8")
        path.chmod(0o755)
        return str(path)

    return make


@pytest.fixture
def word():
    """A zip with one part, as a Word file is one."""
    data = BytesIO()
    with ZipFile(data, "w") as parts:
        parts.writestr("word/styles.xml", '<w:pPr><w:jc w:val="both"/></w:pPr>')
    return data.getvalue()


def test_the_program_gets_a_profile_of_its_own_and_gives_the_pdf(office, word):
    assert word_to_pdf(word, office(CONVERTS)).startswith(b"PK")


def test_no_line_is_filled_up_to_the_edge_where_punctuation_is_lost(office, word):
    given = ZipFile(BytesIO(word_to_pdf(word, office(CONVERTS))))
    assert given.read("word/styles.xml") == b'<w:pPr><w:jc w:val="left"/></w:pPr>'


@pytest.mark.parametrize("script", ["#!/bin/sh\nexit 1\n", "#!/bin/sh\nexit 0\n"], ids=str)
def test_a_program_that_gives_nothing_is_told(office, word, script):
    with pytest.raises(DrafterError, match="LibreOffice 没有转换成功"):
        word_to_pdf(word, office(script))


def test_a_program_that_never_ends_is_ended(office, word, monkeypatch):
    monkeypatch.setattr(office_program, "_MOST_S", 0.1)
    with pytest.raises(DrafterError, match="LibreOffice 没有转换成功"):
        word_to_pdf(word, office("#!/bin/sh\nexec tail -f /dev/null\n"))


def test_what_it_started_is_ended_with_it(office, word, monkeypatch, tmp_path):
    """`soffice` is a script: what works, and may never end, is a child of its child."""
    monkeypatch.setattr(office_program, "_MOST_S", 0.5)
    held = tmp_path / "held"
    os.mkfifo(held)
    reader = os.open(held, os.O_RDONLY | os.O_NONBLOCK)
    with pytest.raises(DrafterError, match="LibreOffice 没有转换成功"):
        word_to_pdf(word, office(f"#!/bin/sh\ntail -f /dev/null > '{held}' &\nwait\n"))
    # Readable, and empty, once nobody holds the other end any more.
    assert select([reader], [], [], LONGEST_S)[0]
    assert os.read(reader, 1) == b""
    os.close(reader)


def test_it_is_found_on_the_path(office, monkeypatch):
    path = office(CONVERTS)
    monkeypatch.setenv("PATH", os.path.dirname(path))
    assert find_office() == path


def test_without_it_there_is_none(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(office_program, "_PLACES", ())
    assert find_office() == ""
