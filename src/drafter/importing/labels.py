"""What to look for in a file: the rows of a form by their labels, and its titles."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from drafter.form.definitions import Address, Form, Line, Part, Table, Text

_NOT_WORD = re.compile(r"\W+")
_PLACEHOLDER = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)


class Wanted(NamedTuple):
    """One row of the form.

    labels: its own label, then that after its group's, and so on outwards; empty where
        the row has no label
    cells: the addresses of its figures, in order
    """

    table: str
    row: str
    labels: tuple[str, ...]
    cells: tuple[Address, ...]

    @property
    def id(self) -> str:
        return f"{self.table}/{self.row}"


def plain(text: str) -> str:
    """A label for comparing: no spaces, no punctuation, one width of letters."""
    return _NOT_WORD.sub("", unicodedata.normalize("NFKC", text))


def squeezed(text: str) -> str:
    """A text without any white space."""
    return "".join(text.split())


@cache
def wanted_rows(form: Form) -> tuple[Wanted, ...]:
    """Every row of every table, in the form's order."""
    return tuple(
        Wanted(table.id, row.id, _outwards(path), tuple(f"{table.id}/{row.id}/{c}" for c in ids))
        for table in form.tables.values()
        for block in table.blocks
        for ids in [[column.id for column in block.column_leaves]]
        for path in _paths(block.rows)
        for row in path[-1:]
    )


def table_words(table: Table) -> tuple[str, ...]:
    """Every label that may stand in a table."""
    lines = [
        label
        for block in table.blocks
        for label in (block.caption, block.corner, *_labels((*block.columns, *block.rows)))
    ]
    return tuple(dict.fromkeys(filter(None, map(plain, lines))))


def is_title_of(part: Part, text: str) -> bool:
    """Whether a text is a part's title, whatever its template leaves open."""
    return bool(_pattern(part.title).fullmatch(squeezed(text)))


def is_heading(form: Form, text: str) -> bool:
    """Whether a text is the title of a part or section."""
    words = squeezed(text)
    titles = (title for part in form.parts for title in (part.title, *_sections(part)))
    return any(_pattern(title).fullmatch(words) for title in titles)


def is_title(form: Form, text: str) -> bool:
    """Whether a text is the report's title."""
    return bool(_pattern(form.title).fullmatch(squeezed(text)))


def _sections(part: Part) -> Iterator[Text]:
    return (section.title for section in part.sections)


@cache
def _pattern(text: Text) -> re.Pattern[str]:
    """Anything may stand where the template has a placeholder; a mere placeholder is no title."""
    fixed = [re.escape(squeezed(words)) for words in _PLACEHOLDER.split(text.source)]
    return re.compile(".*?".join(fixed) if any(fixed) else r"(?!)")


def _paths(lines: tuple[Line, ...]) -> Iterator[tuple[Line, ...]]:
    for line in lines:
        if line.children:
            yield from ((line, *path) for path in _paths(line.children))
        else:
            yield (line,)


def _outwards(path: tuple[Line, ...]) -> tuple[str, ...]:
    labels = [plain(line.label) for line in path]
    return (
        tuple("".join(labels[at:]) for at in range(len(labels) - 1, -1, -1)) if labels[-1] else ()
    )


def _labels(lines: tuple[Line, ...]) -> Iterator[str]:
    for line in lines:
        yield line.label
        yield from _labels(line.children)
