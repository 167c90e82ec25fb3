"""A finished report read back: what it says, and how sure each row of figures is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from drafter.form.definitions import Address, Form
from drafter.importing.align import How, align
from drafter.importing.labels import Wanted, squeezed, wanted_rows
from drafter.importing.limits import LARGEST, MOST_PIECES, refusal
from drafter.importing.parts import MARK, MARKS, parts_of
from drafter.importing.pieces import Source
from drafter.importing.prose import outside_tables
from drafter.importing.runs import Run, find_runs


@dataclass(frozen=True)
class Reading:
    """What a file says. Texts are as they stand in it; what it does not hold is empty.

    draft: whether it is marked 草稿 anywhere
    cells: the figures that were found, as printed
    rows: for every row of the form (`table/row`) how its figures were found
    prose: all that stands outside the form's tables, in order, marks of a draft left out;
        title, headings, paragraphs and signature are told from it
    flowing: whether spaces and line ends of `prose` are the page's, not the text's
    """

    form: Form
    title: str
    draft: bool
    headings: tuple[str, ...]
    paragraphs: tuple[str, ...]
    signed_by: str
    signed_on: str
    cells: Mapping[Address, str]
    rows: Mapping[str, How]
    prose: tuple[str, ...]
    flowing: bool


def read_report(form: Form, data: bytes, kind: str) -> Reading:
    """Read a file as a report of `form`; `kind` is txt, md, html, docx or pdf.

    Raises: DrafterError for a file that is too large, damaged, or of another kind.
    """
    if len(data) > LARGEST:
        raise refusal("文件超过 20 MB，不像是一份年度报告。")
    source = _reader(kind)(data)
    if len(source.pieces) > MOST_PIECES:
        raise refusal("文件的内容多得反常，不像是一份年度报告。")
    rows, runs = wanted_rows(form), find_runs(source.pieces)
    found = align(rows, runs)
    outside = outside_tables(form, source.pieces, rows, runs, found)
    prose = [piece for piece in outside if squeezed(piece.text) not in MARKS]
    parts = parts_of(form, prose, lines=source.lines)
    marked = source.marked or len(prose) < len(outside) or parts.title.endswith(MARK)
    cells = {
        address: figure
        for each in found
        for address, figure in _figures(rows[each.row], runs[each.at])
    }
    return Reading(
        form=form,
        title=parts.title.removesuffix(MARK),
        draft=marked,
        headings=parts.headings,
        paragraphs=parts.paragraphs,
        signed_by=parts.signed_by,
        signed_on=parts.signed_on,
        cells=cells,
        rows={row.id: How.MISSING for row in rows} | {rows[f.row].id: f.how for f in found},
        prose=tuple(piece.text for piece in prose),
        flowing=source.flowing,
    )


def _figures(row: Wanted, run: Run) -> Iterable[tuple[Address, str]]:
    """The last figures of a run: what more it has before them is blank."""
    return zip(row.cells, run.figures[-len(row.cells) :], strict=True)


def _reader(kind: str) -> Callable[[bytes], Source]:
    match kind:
        case "txt":
            from drafter.importing.plain import read_plain as read
        case "md":
            from drafter.importing.markdown import read_markdown as read
        case "html":
            from drafter.importing.web import read_web as read
        case "docx":
            from drafter.importing.word import read_word as read
        case "pdf":
            from drafter.importing.pdf import read_pdf as read
        case _:
            raise ValueError(kind)
    return read
