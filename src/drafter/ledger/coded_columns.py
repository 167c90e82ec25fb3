"""Columns of a register as numbers for their words, without names and contents of applications.

These end here: what is left of them is said in `register_model`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from drafter.ledger.register_model import NUMBER_SIGN, PERSON, Column
from drafter.ledger.register_words import RegisterWords, plain
from drafter.ledger.word_meanings import Meanings, name_ending, name_token, pairs

DAYS = (
    *("received", "correction_asked", "correction_received", "opinion_asked", "opinion_received"),
    *("fee_notice", "fee_paid", "due", "answered", "delivered", "review_day", "suit_day"),
)
"""Columns of days; `extended` may be one or say 是."""
_MOST_CONTENTS = 2000
"""Contents whose topics are looked for: they are only proposed."""


def coded_columns(
    words: RegisterWords, kinds: Meanings, outcomes: Meanings, cells: Mapping[str, Sequence[Any]]
) -> tuple[dict[str, Column], dict[str, list[int]]]:
    """The columns of a register, and by which rows have the same name and the same content."""
    cells = dict(cells)
    names, contents = cells.pop("applicant", None), cells.pop("content", None)
    columns: dict[str, Column] = {}
    for name, own in cells.items():
        # A column that nothing stands in tells that there was nothing of the kind.
        if not any(own):
            columns[name] = Column(("",), [0] * len(own))
        elif name == "number":
            columns[name] = Column(_texts(own), range(len(own)))
        else:
            text = day_text if name in DAYS or name == "extended" else cell_text
            columns[name] = _coded(own, text)
    alike: dict[str, list[int]] = {}
    if names is not None:
        known = {"result": outcomes, "reason": outcomes, "status": outcomes, "kind": kinds}
        for name, meanings in known.items():
            if name in columns:
                columns[name] = _without_names(columns[name], names, meanings)
        coding, codes = _alike(names)
        alike["applicant"] = codes
        columns["applicant"] = _told(coding, codes, _name_token(words))
    if contents is not None:
        alike["content"] = _alike(contents)[1]
        columns["content"] = _topics(words, contents)
    if (of_kinds := columns.get("kind")) is not None:
        # A name among the kinds is no word to be asked about, or remembered.
        read = kinds.read
        values = [v if read(v).to or not _PERSON.fullmatch(v) else "" for v in of_kinds.values]
        columns["kind"] = of_kinds._replace(values=values)
    for name, column in columns.items():
        # One look at all of them together: hardly any register has such numbers there.
        if _NUMBERS.search("\n".join(column.values)):
            columns[name] = column._replace(
                values=[_NUMBERS.sub("", value) for value in column.values]
            )
    return columns, alike


def cell_text(cell: Any) -> str:
    """A cell as it is read by a person."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def _texts(cells: Sequence[Any]) -> list[str]:
    """`cell_text` of many, in one go where all are texts, as they mostly are."""
    try:
        return list(map(str.strip, cells))
    except TypeError:
        return list(map(cell_text, cells))


def day_text(cell: Any) -> str:
    """A cell of a column of days as `cell_text` has it; a number says that it is one."""
    is_number = isinstance(cell, int | float) and not isinstance(cell, bool)
    return (NUMBER_SIGN if is_number else "") + cell_text(cell)


class _Coding(dict[Any, int]):
    """A number for each cell, counted from 0 in the order in which they first come."""

    def __missing__(self, cell: Any) -> int:
        self[cell] = number = len(self)
        return number


def _coded(cells: Sequence[Any], text: Callable[[Any], str]) -> Column:
    coding = _Coding()
    codes = list(map(coding.__getitem__, cells))
    return _told(coding, codes, text)


def _told(coding: _Coding, codes: list[int], text: Callable[[Any], str]) -> Column:
    """A column of what is told of its cells."""
    told = [text(cell) for cell in coding]
    of_value = _Coding()
    again = list(map(of_value.__getitem__, told))
    if len(of_value) < len(told):
        # Two cells may be told alike: 1 and 1.0, or two times of one day.
        codes = list(map(again.__getitem__, codes))
    return Column(tuple(of_value), codes)


def _alike(cells: Sequence[Any]) -> tuple[_Coding, list[int]]:
    """A number from 1 for each wording, 0 for a blank."""
    coding = _Coding({"": 0})
    codes = list(map(coding.__getitem__, cells))
    blank = {code for code, text in enumerate(_texts([*coding])) if not text}
    return coding, [0 if code in blank else code for code in codes] if len(blank) > 1 else codes


_SEVERAL = re.compile(r"[、,，;；/\s]+|等\d*人?|和|与|及")
_PERSON = re.compile(r"[\u3400-\u9fff]{2,4}|[\u3400-\u9fff·•]{5,20}")


def _name_token(words: RegisterWords) -> Callable[[Any], str]:
    """What tells what a name ends in, instead of the name."""
    ending = name_ending(words)

    def token(cell: Any) -> str:
        text = re.sub(r"[（(][^）)]*[）)]$", "", cell_text(cell)).strip()
        if match := ending.search(text):
            return name_token(match[1])
        # Of several the first one counts.
        first = next((piece for piece in _SEVERAL.split(text) if piece), "")
        return name_token(PERSON) if _PERSON.fullmatch(first) else ""

    return token


def _topics(words: RegisterWords, contents: Sequence[Any]) -> Column:
    topics = tuple(pairs(words.topics))

    def told(cell: Any) -> str:
        text = plain(cell_text(cell))
        return "、".join(dict.fromkeys(topic for word, topic in topics if word in text))

    few = contents[:_MOST_CONTENTS]
    column = _coded(few, told)
    if len(few) == len(contents):
        return column
    values = dict.fromkeys((*column.values, ""))
    blank = list(values).index("")
    return Column(tuple(values), [*column.codes, *[blank] * (len(contents) - len(few))])


_NUMBERS = re.compile(
    r"(?<!\d)(?:1[3-9]\d{9}|\d{6}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx])(?!\d)"
)


def _without_names(column: Column, names: Sequence[Any], meanings: Meanings) -> Column:
    """The words of a column, wherever they hold the name of their row's applicant without it."""
    # Words that are known as a whole name nobody, and so do most registers' words.
    doubtful = [len(value) > 2 and not meanings.read(value).sure for value in column.values]
    if not any(doubtful):
        return column
    values, codes = list(column.values), list(column.codes)
    extra: dict[str, int] = {value: code for code, value in enumerate(values)}
    for row, (code, cell) in enumerate(zip(column.codes, names, strict=True)):
        if doubtful[code] and len(name := cell_text(cell)) > 1 and name in values[code]:
            said = values[code].replace(name, "某")
            if said not in extra:
                extra[said] = len(values)
                values.append(said)
            codes[row] = extra[said]
    if len(values) == len(column.values):
        return column
    in_use = set(codes)
    used = {code: value for code, value in enumerate(values) if code in in_use}
    new = {code: place for place, code in enumerate(used)}
    return Column(tuple(used.values()), [new[code] for code in codes])
