"""How much of a file is read, and that the work for it grows no faster than the file."""

from __future__ import annotations

import io
import os
import tracemalloc
import zipfile

import pytest

from drafter import limited_process
from drafter.errors import DrafterError
from drafter.importing import file_pieces, finished_report, pdf_file, text_file, word_file
from drafter.importing.finished_report import read_report
from drafter.importing.pdf_file import page_texts, read_pdf
from drafter.importing.row_alignment import plain
from drafter.importing.text_file import read_plain
from drafter.importing.web_page import read_web
from drafter.importing.word_file import read_word
from drafter.limited_process import run_limited

from .test_pdf_file import pdf

pytestmark = pytest.mark.usefixtures("within_bounds")
TOO_MUCH = "内容多得反常"
BOX = "┌──┐\n│甲│\n└──┘\n\n"


def word(**parts: str) -> bytes:
    """A Word file with these parts; each is a list of elements."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, elements in {"document": "", **parts}.items():
            package.writestr(f"word/{name}.xml", f"<a>{elements}</a>")
    return file.getvalue()


@pytest.mark.parametrize("read", [read_plain, read_web])
def test_the_reader_itself_takes_no_more_characters(read):
    """Not only whoever counts the pieces that come out of it."""
    with pytest.raises(DrafterError, match=TOO_MUCH):
        read(b"a " * 1_000_001)


@pytest.mark.parametrize("kind", ["txt", "docx", "pdf", "xlsx"])
def test_a_file_of_too_many_bytes_is_not_read_at_all(tiny, monkeypatch, kind):
    monkeypatch.setattr(finished_report, "LARGEST", 10)
    with pytest.raises(DrafterError, match="超过 20 MB"):
        read_report(tiny, b"x" * 11, kind)


@pytest.mark.parametrize("kind", ["txt", "md", "html"])
def test_a_text_of_too_many_characters_is_refused_before_it_is_taken_apart(tiny, kind):
    with pytest.raises(DrafterError, match=TOO_MUCH):
        read_report(tiny, b"a " * 1_000_001, kind)


def test_the_pictures_inside_a_page_are_not_counted():
    picture = "<img src='data:image/png;base64," + "A" * 2_000_001 + "'>"
    (piece,) = read_web(f"<p>一{picture}二</p>".encode()).pieces
    assert piece.text == "一二"


@pytest.mark.parametrize("kind", ["txt", "md", "html"])
def test_a_file_of_too_many_pieces_is_refused(tiny, kind):
    with pytest.raises(DrafterError, match=TOO_MUCH):
        read_report(tiny, b"a\n<p>\n" * 20_001, kind)


@pytest.mark.parametrize("cells", ["<td>", "<tr><td>1</td></tr>"])
def test_cells_are_counted_as_they_come(monkeypatch, cells):
    monkeypatch.setattr(file_pieces, "MOST_PIECES", 3)
    with pytest.raises(DrafterError, match=TOO_MUCH):
        read_web(f"<table><tr>{cells * 5}".encode())


def test_characters_of_all_pieces_are_counted_whatever_the_file(monkeypatch, tiny):
    monkeypatch.setattr(finished_report, "MOST_CHARACTERS", 3)
    with pytest.raises(DrafterError, match=TOO_MUCH):
        read_report(tiny, "甲乙丙丁".encode(), "txt")


def test_a_drawn_table_has_so_many_columns(monkeypatch):
    monkeypatch.setattr(text_file, "_MOST_COLUMNS", 2)
    with pytest.raises(DrafterError, match="列多得反常"):
        read_plain("┌┬┬┐\n│甲│乙│丙│\n└┴┴┘\n".encode())


def test_lines_after_a_table_are_joined_in_one_go():
    """Each added to the text so far would copy it every time: minutes."""
    (*_, piece) = read_plain((BOX + "行\n" * 900_000).encode()).pieces
    assert len(piece.text) == 900_000


class Lines(list):
    """How often lines are looked at."""

    looks = 0

    def __getitem__(self, at):
        self.looks += 1
        return super().__getitem__(at)


def test_lines_with_bars_begin_no_table_without_a_rule():
    """Otherwise each is held to begin one that goes on to the end of the file."""
    lines = Lines(["|a"] * 500)
    assert len(list(text_file._pieces(lines, list(range(500))))) == 500
    assert lines.looks < 5 * 500


def test_a_label_is_compared_by_its_beginning():
    """Unicode puts a run of accents into order by exchanging neighbours."""
    assert len(plain("甲" + "\u0301\u0316" * 400_000)) <= 400


@pytest.mark.parametrize("bound", ["MOST_EVENTS", "MOST_UNPACKED"])
def test_all_parts_of_a_word_file_have_one_bound(monkeypatch, bound):
    heads = {f"header{number}": "<b/>" * 10 for number in range(9)}
    assert read_word(word(**heads)).pieces == ()
    monkeypatch.setattr(word_file, bound, 100)
    with pytest.raises(DrafterError, match="反常"):
        read_word(word(**heads))


def test_no_more_of_a_part_is_unpacked_than_may_be(monkeypatch):
    data = word(styles="<b/>" * 1_000_000)
    monkeypatch.setattr(word_file, "MOST_UNPACKED", 100_000)
    tracemalloc.start()
    try:
        with pytest.raises(DrafterError, match="大得反常"):
            read_word(data)
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()


def test_characters_of_a_pdf_are_counted_before_they_are_taken(monkeypatch):
    monkeypatch.setattr(pdf_file, "MOST_CHARACTERS", 10)
    with pytest.raises(DrafterError, match=TOO_MUCH):
        page_texts(pdf([(50, 700, "a figure")], [(50, 700, "another")]))


@pytest.mark.skipif(os.name == "nt", reason="there are no limits")
@pytest.mark.parametrize(("bound", "least"), [("_CPU_S", 0), ("_MEMORY_BYTES", 1_000_000)])
def test_a_pdf_that_takes_too_much_is_given_up(monkeypatch, bound, least):
    monkeypatch.setattr(limited_process, bound, least)
    with pytest.raises(DrafterError, match=r"这份 PDF 要用的时间或者内存多得反常"):
        read_pdf(b"%PDF-1.7")


def test_what_goes_wrong_in_the_other_process_is_no_refusal():
    with pytest.raises(RuntimeError, match="AttributeError"):
        run_limited("drafter.importing.pdf_file:nothing", b"")
