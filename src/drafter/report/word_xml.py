"""WordprocessingML as text: elements, lengths and the root of a part."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

PAGE_TWIPS = 8844
"""Between the margins: 156 mm, 28 characters."""
_CHARACTERS = 28


def w(name: str, /, *inside: str, **values: object) -> str:
    """One element of WordprocessingML with its attributes and children."""
    attributes = "".join(f" w:{key}={quoteattr(str(value))}" for key, value in values.items())
    held = "".join(inside)
    return f"<w:{name}{attributes}>{held}</w:{name}>" if held else f"<w:{name}{attributes}/>"


def twips(mm: float) -> int:
    """A length as Word counts it, in twentieths of a point."""
    return round(mm * 1440 / 25.4)


def indent(*, first: float = 0, left: float = 0, right: float = 0) -> str:
    """Indents in characters of the body, with twips for programs that know no characters."""
    given = {"left": left, "right": right, "firstLine": first}
    in_characters = {f"{side}Chars": round(n * 100) for side, n in given.items() if n}
    in_twips = {side: round(n * PAGE_TWIPS / _CHARACTERS) for side, n in given.items() if n}
    return w("ind", **in_characters, **in_twips)


def root(name: str, *inside: str) -> str:
    """The root element of a part."""
    names = f'xmlns:w="{MAIN}" xmlns:r="{OFFICE}"'
    return f"{XML}<w:{name} {names}>{''.join(inside)}</w:{name}>"
