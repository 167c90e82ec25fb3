"""A finished report read back: what it says, and how sure each row of figures is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from drafter.checks.finding import FilePlace
from drafter.form.definitions import Address, Form, Part, Table, Text
from drafter.importing.column_heads import former_tables, place_figures
from drafter.importing.file_pieces import (
    LARGEST,
    MARKS,
    MARKS_ALONE,
    MOST_CHARACTERS,
    MOST_PIECES,
    Piece,
    Source,
    refusal,
    squeezed,
    too_much,
    without_mark,
)
from drafter.importing.row_alignment import (
    Found,
    How,
    Run,
    Wanted,
    align,
    find_runs,
    joined_runs,
    known_labels,
    last_heads,
    plain,
    table_words,
    wanted_rows,
)
from drafter.importing.spoilt_characters import mended
from drafter.report.width import width_cells, wrap_cells

_FURTHEST = 80
"""How many pieces a table's head may be broken into."""
_DAY = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
_TITLE_LINES = 5
_SIGNATURE_LINES = 4
_FULL_LINE = 0.85
"""Of the widest line: a shorter one ends its paragraph."""
_INDENT = 4
"""Cells that the first line of a paragraph stands in, which are not among its text."""
_ROOM = 0.9
_SENTENCE_ENDS = ("。", "！", "？", "；", "：")
_PLACEHOLDER = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)


@dataclass(frozen=True)
class Reading:
    """What a file says. Texts are as they stand in it; what it does not hold is empty.

    mark: 草稿 or 送审稿 where it stands at its head or those of its pages
    cells: the figures that were found, as printed
    columns: by row (`table/row`) whether the heads above name every column in an order that
        can be told; a row under no heads is left out
    added: by row the figure of a column that the form does not have (小计)
    former: by table the earlier edition whose heads it has
    mended: whether its characters had to be put right
    places: by row where in the file its figures stand; prose_places: the same for all of `prose`
    rows: for every row of the form (`table/row`) how its figures were found
    under: by table the last heading before it, as printed
    extra: figures that stand in a table of the form, whose id comes first, and are no row's
    prose: all that stands outside the form's tables, in order, marks that stand alone at the
        head left out; title, headings, paragraphs and signature are told from it
    flowing, printed: as in Source
    """

    form: Form
    title: str
    mark: str
    headings: tuple[str, ...]
    paragraphs: tuple[str, ...]
    signed_by: str
    signed_on: str
    cells: Mapping[Address, str]
    rows: Mapping[str, How]
    extra: tuple[tuple[str, str], ...]
    prose: tuple[str, ...]
    flowing: bool
    printed: bool
    columns: Mapping[str, bool] = field(default_factory=dict)
    added: Mapping[str, str] = field(default_factory=dict)
    former: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, FilePlace] = field(default_factory=dict)
    prose_places: tuple[FilePlace, ...] = ()
    mended: bool = False
    under: Mapping[str, str] = field(default_factory=dict)


def read_report(form: Form, data: bytes, kind: str) -> Reading:
    """Read a file as a report of `form`. Raises: DrafterError, as `source_of`."""
    return read_source(form, source_of(data, kind))


def source_of(data: bytes, kind: str) -> Source:
    """A file in pieces; `kind` is txt, md, html, docx, pdf or xlsx.

    Raises: DrafterError for a file that is too large, damaged, or of another kind.
    """
    if len(data) > LARGEST:
        raise refusal("文件超过 20 MB，不像是一份年度报告。")
    source = reader_of(kind)(data)
    characters = sum(len(piece.text) for piece in source.pieces)
    if len(source.pieces) > MOST_PIECES or characters > MOST_CHARACTERS:
        raise too_much()
    return source


def read_source(form: Form, source: Source, *, mend: bool = False) -> Reading:
    """Read a file in pieces as a report of `form`.

    mend: whether characters that a wrong encoding spoilt are put right first
    """
    read = source.pieces
    if mend:
        source = source._replace(pieces=mended(read))
    rows = wanted_rows(form)
    found_runs = joined_runs(rows, find_runs(source.pieces, known_labels(form), last_heads(form)))
    placed = place_figures(form, source.pieces, found_runs)
    runs = list(_under_titles(form, source.pieces, [each.run for each in placed]))
    found = align(rows, runs)
    inside = _inside_tables(form, source.pieces, rows, runs, found)
    outside = [piece for at, piece in enumerate(source.pieces) if at not in inside]
    prose, mark = _unmarked(form, list(_lines(outside)))
    parts = parts_of(form, prose, lines=source.printed)
    taken = {each.at for each in found}
    cells = {
        address: figure
        for each in found
        for address, figure in _figures(rows[each.row], runs[each.at])
    }
    return Reading(
        form=form,
        title=parts.title,
        mark=source.mark or mark,
        headings=parts.headings,
        paragraphs=parts.paragraphs,
        signed_by=parts.signed_by,
        signed_on=parts.signed_on,
        cells=cells,
        rows={row.id: How.MISSING for row in rows} | {rows[f.row].id: f.how for f in found},
        columns={
            rows[f.row].id: heads.sure
            for f in found
            if (heads := placed[f.at].heads) and len(rows[f.row].cells) == len(heads.places)
        },
        added={rows[f.row].id: placed[f.at].subtotal for f in found if placed[f.at].subtotal},
        former=former_tables(form, source.pieces),
        extra=tuple(
            (inside[run.start], " ".join(filter(None, run.figures)))
            for at, run in enumerate(runs)
            if run.start in inside and at not in taken
        ),
        prose=tuple(piece.text for piece in prose),
        places={rows[f.row].id: place for f, place in _places(source.pieces, runs, found)},
        prose_places=tuple(FilePlace(piece.line, piece.page) for piece in prose),
        mended=source.pieces != read,
        under=dict(_headings_above(form, source.pieces, inside)),
        flowing=source.flowing,
        printed=source.printed,
    )


def _headings_above(
    form: Form, pieces: Sequence[Piece], inside: Mapping[int, str]
) -> Iterator[tuple[str, str]]:
    heading = ""
    for at, piece in enumerate(pieces):
        if at in inside:
            yield inside[at], heading
        elif is_heading(form, piece.text):
            heading = piece.text


def _under_titles(form: Form, pieces: Sequence[Piece], runs: Sequence[Run]) -> Iterator[Run]:
    """Every run with the table whose title is the last above it."""
    parts = [part for part in form.parts if part.table]
    under, at = "", 0
    for run in runs:
        for piece in pieces[at : run.start]:
            under = next((part.id for part in parts if is_title_of(part, piece.text)), under)
        at = run.start
        yield run._replace(under=under)


def _places(
    pieces: Sequence[Piece], runs: Sequence[Run], found: Sequence[Found]
) -> Iterator[tuple[Found, FilePlace]]:
    """Where the figures of each row begin; rows are counted within their own table."""
    first: dict[int, int] = {}
    for piece in pieces:
        first.setdefault(piece.table, piece.row)
    for each in found:
        run = runs[each.at]
        piece = pieces[run.start]
        row = piece.row - first[piece.table] + 1 if piece.table else 0
        quote = " ".join(filter(None, run.figures))
        yield each, FilePlace(piece.line, piece.page, piece.table, row, quote)


def _figures(row: Wanted, run: Run) -> Iterable[tuple[Address, str]]:
    return zip(row.cells, run.figures_of(row) or (), strict=True)


def reader_of(kind: str) -> Callable[[bytes], Source]:
    """What takes a file of this kind apart; its library is loaded only now."""
    match kind:
        case "txt":
            from drafter.importing.text_file import read_plain as read
        case "md":
            from drafter.importing.text_file import read_markdown as read
        case "html" | "paste":
            from drafter.importing.web_page import read_web as read
        case "docx":
            from drafter.importing.word_file import read_word as read
        case "pdf":
            from drafter.importing.pdf_file import read_pdf as read
        case "xlsx":
            from drafter.importing.workbook_cells import read_workbook as read
        case _:
            raise ValueError(kind)
    return read


def _inside_tables(
    form: Form,
    pieces: Sequence[Piece],
    rows: Sequence[Wanted],
    runs: Sequence[Run],
    found: Sequence[Found],
) -> dict[int, str]:
    """The numbers of the pieces in the form's tables, and the table of each."""
    inside: dict[int, str] = {}
    for table in form.tables.values():
        own = [runs[each.at] for each in found if rows[each.row].table == table.id]
        drawn = {run.table for run in own} - {0}
        inside.update((at, table.id) for at, piece in enumerate(pieces) if piece.table in drawn)
        loose = [run for run in own if not run.table]
        if loose:
            first = _head(form, table, pieces, loose[0].start)
            inside.update(dict.fromkeys(range(first, loose[-1].end + 1), table.id))
    return inside


def _unmarked(form: Form, prose: list[Piece]) -> tuple[list[Piece], str]:
    """Less the marks at its head, and which; further down, 草稿 is a word of the text.

    The mark after the title may be broken over two lines, as the title may.
    """
    lead, title = _title(form, prose)
    head = prose[: lead or _TITLE_LINES]
    after = next((mark for mark in MARKS if title.endswith(mark)), "")
    left = len(after)
    while left:
        piece = head.pop()
        text = piece.text.rstrip()
        if kept := text[:-left]:
            head.append(piece._replace(text=kept))
        left -= min(left, len(text))
    alone = [MARKS_ALONE.get(squeezed(piece.text), "") for piece in head]
    plain_head = [piece for piece, mark in zip(head, alone, strict=True) if not mark]
    mark = MARKS.get(after) or next(filter(None, alone), "")
    return [*plain_head, *prose[lead or _TITLE_LINES :]], mark


def _head(form: Form, table: Table, pieces: Sequence[Piece], start: int) -> int:
    """Where a table without borders begins: after its heading where no text stands between, else
    with the first label of those that lead up to its first figure."""
    part = next(part for part in form.parts if part.table is table)
    reach = range(start - 1, max(start - _FURTHEST, 0) - 1, -1)
    for number in reach if not part.sections else ():
        if is_title_of(part, pieces[number].text):
            return number + 1
    words = table_words(table)
    # A label that is the report's own stands between the figures and the words of the form.
    begun = not any(row.says for row in table.blocks[0].row_leaves)
    for number in reach:
        # Each word once: a line may hold the same one a million times.
        known = all(_is_among(word, words) for word in set(pieces[number].text.split()))
        if begun and not known:
            return number + 1
        begun = begun or known
    return min(reach, default=start)


def _is_among(word: str, words: Sequence[str]) -> bool:
    bare = plain(word)
    return any(bare in known for known in words)


def _lines(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Cells of tables that are not the form's hold a paragraph a line."""
    for piece in pieces:
        if not piece.row:
            yield piece
            continue
        lines = (line for line in piece.text.split("\n") if line.strip())
        yield from (Piece(line, line=piece.line, page=piece.page) for line in lines)


class Parts(NamedTuple):
    """What each stretch of prose is."""

    title: str
    headings: tuple[str, ...]
    paragraphs: tuple[str, ...]
    signed_by: str
    signed_on: str


def parts_of(form: Form, prose: Sequence[Piece], *, lines: bool) -> Parts:
    """Told by the levels that the file gives, else by the titles that the form knows.

    lines: whether the pieces are lines, and a paragraph goes on in the next
    """
    lead, title = _title(form, prose)
    tail, signed_by, signed_on = _signature(form, prose[lead:], title)
    body = prose[lead : len(prose) - tail]
    told = any(piece.level > 1 for piece in body)
    heads = [piece.level > 1 if told else is_heading(form, piece.text) for piece in body]
    headings = tuple(piece.text for piece, head in zip(body, heads, strict=True) if head)
    return Parts(title, headings, tuple(_paragraphs(body, heads, lines)), signed_by, signed_on)


def _title(form: Form, pieces: Sequence[Piece]) -> tuple[int, str]:
    """How many pieces come before the body, and the title that the last of them make up."""
    for number, piece in enumerate(pieces):
        if piece.level == 1:
            return number + 1, squeezed(piece.text)
    for start in range(min(len(pieces), _TITLE_LINES)):
        for end in range(start + 1, start + _TITLE_LINES):
            words = squeezed("".join(piece.text for piece in pieces[start:end]))
            if is_title(form, without_mark(words)):
                following = squeezed("".join(piece.text for piece in pieces[end : end + 1]))
                extra = following and any(mark.endswith(following) for mark in MARKS)
                return (end + 1, words + following) if extra else (end, words)
    return 0, ""


def _signature(form: Form, pieces: Sequence[Piece], title: str) -> tuple[int, str, str]:
    """How many pieces at the end are the signature, the name and the date.

    Without a date the last piece is a name only when the title begins with it.
    """
    last = [squeezed(piece.text) for piece in pieces[-_SIGNATURE_LINES:]]
    day = next((at for at in range(len(last)) if _DAY.fullmatch(last[at])), len(last))
    name = last[day - 1] if day else ""
    signed_on = last[day] if day < len(last) else ""
    likely = signed_on or title.startswith(name)
    if not likely or is_heading(form, name) or name.endswith("。"):
        name = ""
    return len(last) - day + bool(name), name, signed_on


def _paragraphs(body: Sequence[Piece], heads: Sequence[bool], lines: bool) -> Sequence[str]:
    """The paragraphs, those of a page joined from its full lines."""
    widths = [width_cells(piece.text) if lines else 0 for piece in body]
    full = _FULL_LINE * max(widths, default=0)
    paragraphs: list[list[str]] = []
    goes_on = False
    for piece, is_head, width in zip(body, heads, widths, strict=True):
        if is_head:
            goes_on = False
            continue
        if goes_on:
            paragraphs[-1].append(piece.text)
        else:
            paragraphs.append([piece.text])
        goes_on = lines and width >= full
    return list(map("".join, paragraphs))


def full_paragraphs(form: Form, lines: Sequence[str]) -> tuple[str, ...]:
    """The lines of pages as paragraphs: a full line goes on in the next."""
    heads = [is_heading(form, line) for line in lines]
    # Chinese fonts set “ and … as wide as a character.
    widths = [width_cells(line, ambiguous_wide=True) for line in lines]
    widest = max(widths, default=0)
    joined: list[str] = []
    goes_on = False
    after = [*lines, ""][1:]
    for line, head, width, following in zip(lines, heads, widths, after, strict=True):
        if goes_on and not head:
            joined[-1] += line
            indent = 0
        else:
            joined.append(line)
            indent = _INDENT
        full = width >= _FULL_LINE * widest
        if not full and not line.endswith(_SENTENCE_ENDS):
            full = width + indent >= _FULL_LINE * widest or _had_no_room(line, following, widest)
        goes_on = full and not head
    return tuple(joined)


def _had_no_room(line: str, following: str, widest: int) -> bool:
    """Whether a line is short only for what follows it: a long number, or 号） that stays whole."""
    if not following:
        return False
    # Figures are narrower on the page than cells say, so the widest line is wider than most.
    room = int(_ROOM * widest)
    return len(wrap_cells(line + following, room, ambiguous_wide=True)[0]) <= len(line)


def is_title_of(part: Part, text: str) -> bool:
    """Whether a text is a part's title, whatever its template leaves open."""
    return _fits(part.title, squeezed(text))


def is_heading(form: Form, text: str) -> bool:
    """Whether a text is the title of a part or section."""
    words = squeezed(text)
    titles = (title for part in form.parts for title in (part.title, *_sections(part)))
    return any(_fits(title, words) for title in titles)


def is_title(form: Form, text: str) -> bool:
    """Whether a text is the report's title."""
    return _fits(form.title, squeezed(text))


def _sections(part: Part) -> Iterator[Text]:
    return (section.title for section in part.sections)


def _fits(title: Text, words: str) -> bool:
    """Anything may stand where the template has a placeholder; a mere placeholder is no title.

    Not a regex: one with several gaps takes half a minute for a line of 90 kB that is no title.
    """
    first, *others = _fixed(title)
    if not any((first, *others)) or not words.startswith(first):
        return False
    rest = words[len(first) :]
    if not others:
        return not rest
    for part in filter(None, others[:-1]):
        _, found, rest = rest.partition(part)
        if not found:
            return False
    return rest.endswith(others[-1])


@cache
def _fixed(title: Text) -> tuple[str, ...]:
    return tuple(map(squeezed, _PLACEHOLDER.split(title.source)))
