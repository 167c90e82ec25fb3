"""A typed line in pieces: words of the table, figures, marks, and what is none of these."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from drafter.draft.typed_figures import MEASURES, read_count
from drafter.typed_lines.table_words import Sense, TableWords

_HAN = "零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟"
_SIGNED = re.compile(r"(?<![0-9])[-+](?=[0-9])")
_GAPS = re.compile(r"(?<=[^0-9 ])\s+|\s+(?=[^0-9 +-]|[+-][^0-9])|(?<=[0-9])\s+(?=[0-9+-])")
"""White space; that between figures parts them (2 +4), all other says nothing."""
_NUMBER = re.compile(
    rf"(?:[0-9]+(?:,[0-9]{{3}})*(?![0-9])(?:\.[0-9]+)?|[{_HAN}]+(?:点[{_HAN}]+)?)"
    rf"(?:[十百千万亿]+[0-9]{{0,4}}[千百]?)?(?P<unit>{MEASURES}(?!人|年|机关|单位|级))?"
)
_YEAR = re.compile(r"([0-9]{4})年度?")
CUTS = "|,;、()"
_ABOUT = re.compile(r"[余多来几]|以上|以下|左右|上下|%")


class Piece(NamedTuple):
    """A word, figure or mark of a line; `kind` is name, number, mark, cut, colon, blank, unknown
    or elsewhere (a word of another table)."""

    kind: str
    text: str
    senses: tuple[Sense, ...] = ()
    marks: frozenset[str] = frozenset()


def pieces_of(words: TableWords, year: int, text: str) -> Iterator[Piece]:
    """The sentence in words; characters that no word explains stand together."""
    text = _GAPS.sub(lambda m: " " if m[0] and _between_figures(text, m) else "", text)
    at, unknown = 0, ""
    while at < len(text):
        token, size = _token(words, year, text, at)
        if token is None:
            unknown, at = unknown + text[at], at + 1
            continue
        if unknown:
            yield Piece("unknown", unknown)
            unknown = ""
        at += size
        yield token
    if unknown:
        yield Piece("unknown", unknown)


def mended(
    words: TableWords, year: int, text: str, tokens: list[Piece], said: tuple[str, ...] = ()
) -> tuple[list[Piece], tuple[str, ...]]:
    """自燃人 read as 自然人: a label with one character wrong, and what is to be told of it.

    Only where that leaves nothing unknown: one slip among words that are not understood
    may be no slip.
    """
    for start in range(len(text)):
        for label in words.labels:
            piece = text[start : start + len(label)]
            slips = [wrong for wrong, right in zip(piece, label, strict=False) if wrong != right]
            if len(piece) != len(label) or len(slips) != 1 or slips[0].isdigit():
                continue
            whole = f"{text[:start]}{label}{text[start + len(label) :]}"
            again = without_objects(pieces_of(words, year, whole))
            if unknown_size(again) >= unknown_size(tokens):
                continue
            told = (*said, f"“{piece}”当作“{label}”。")
            if not unknown_size(again):
                return again, told
            further, more = mended(words, year, whole, again, told)
            if not unknown_size(further):
                return further, more
    return tokens, ()


def _between_figures(text: str, match: re.Match[str]) -> bool:
    before, after = text[: match.start()][-1:], text[match.end() :][:1]
    return before.isdigit() and bool(after) and after in "0123456789+-"


def _token(words: TableWords, year: int, text: str, at: int) -> tuple[Piece | None, int]:
    char = text[at]
    # （一）予以公开 is a name: what it is called comes before what a bracket does.
    if char in CUTS and words.longest(text, at) is None:
        return Piece("cut", char), 1
    if char in " \t\r“”‘’\"'【】":
        return Piece("blank", char), 1
    if char in ":=":
        return Piece("colon", char), 1
    if words.signed and (sign := _SIGNED.match(text, at)):
        piece, size = _token(words, year, text, sign.end())
        if piece is not None and piece.kind == "number":
            return piece._replace(text=sign[0] + piece.text), size + 1
    number, word = _NUMBER.match(text, at), words.longest(text, at)
    dated = _YEAR.match(text, at)
    if dated and (not word or word[0] < len(dated[0])):
        return Piece("blank" if int(dated[1]) == year else "unknown", dated[0]), len(dated[0])
    if number and (about := _ABOUT.match(text, at + len(number[0]))):
        return Piece("unknown", f"{number[0]}{about[0]}"), len(number[0]) + len(about[0])
    if number and (word is None or word[0] < len(number[0])):
        said = number[0]
        if number["unit"] and (longer := words.longest(text, number.start("unit"))):
            # 8处理决定36: what is no measure word but begins a name.
            said = said[: -len(number["unit"])] if longer[0] > len(number["unit"]) else said
        return Piece("number", said), len(said)
    if word is None:
        return None, 1
    kind = "name" if word[1].senses else "mark"
    if "elsewhere" in word[1].marks and not word[1].senses:
        kind = "elsewhere"
    return Piece(kind, text[at : at + word[0]], word[1].senses, word[1].marks), word[0]


def marked(token: Piece, *marks: str) -> bool:
    """Whether a word that names nothing has one of these marks."""
    return not token.senses and bool(token.marks & set(marks))


def any_marked(pieces: Iterable[Piece], *marks: str) -> bool:
    """Whether any of them is `marked`."""
    return any(marked(piece, *marks) for piece in pieces)


def is_plain(token: Piece) -> bool:
    """Whether it changes nothing about what stands beside it."""
    return token.kind in ("cut", "colon", "blank") or marked(token, "light", "rest", "within")


def is_zero(token: Piece) -> bool:
    """Whether it is the figure nought, in digits or words."""
    return token.kind == "number" and read_count(token.text) == 0


def unknown_size(tokens: Sequence[Piece]) -> int:
    """Characters that no word of the table explains."""
    return sum(len(t.text) for t in tokens if t.kind in ("unknown", "elsewhere"))


def misread_word(tokens: Sequence[Piece]) -> str:
    """The longest word that was not understood, with what was cut off it: 不 of 不长握."""
    words: list[str] = []
    whole = False
    for token in tokens:
        unknown = token.kind in ("unknown", "elsewhere")
        cut = len(token.text) == 1 and not is_plain(token) and token.kind in ("name", "mark")
        if (unknown or cut) and whole:
            words[-1] += token.text
        elif unknown or cut:
            words.append(token.text)
        whole = unknown or cut
    odd = [t.text for t in tokens if t.kind in ("unknown", "elsewhere")]
    return max((w for w in words if any(o in w for o in odd)), key=len, default="")


def without_objects(tokens: Iterable[Piece]) -> list[Piece]:
    """The words without blanks, and without what an application asked for: 问企业名单的1件."""
    out: list[Piece] = []
    asked = False
    for token in tokens:
        asked = marked(token, "asks") or (
            asked and (token.kind in ("unknown", "blank") or marked(token, "light"))
        )
        if token.kind != "blank" and (not asked or marked(token, "asks")):
            out.append(token)
    return out
