"""Tricks of Word templates: words in the text, and packages that are more than they seem."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

TEMPLATE = Path(__file__).parents[2] / "templates" / "disclosure-2021" / "report.docx"
_SIGNED = "{{ document.signed_by }}"
_MAIN, _RELATIONS = "word/document.xml", "word/_rels/document.xml.rels"
_TYPES = "[Content_Types].xml"
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@cache
def _parts() -> Mapping[str, str]:
    with zipfile.ZipFile(TEMPLATE) as package:
        return {name: package.read(name).decode() for name in package.namelist()}


def _packed(parts: Mapping[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return out.getvalue()


def with_words(text: str) -> bytes:
    """The national form's template with this text in it."""
    main = _parts()[_MAIN]
    assert _SIGNED in main
    return _packed({**_parts(), _MAIN: main.replace(_SIGNED, escape(text))})


def of_words(text: str) -> bytes:
    """A template that says this and nothing else: one of few words is filled in no time."""
    main = _parts()[_MAIN]
    head, section = main[: main.index("<w:p>")], main[main.rindex("<w:sectPr") :]
    line = f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"
    return _packed({**_parts(), _MAIN: f"{head}{line}{section}"})


def _related(kind: str, target: str, mode: str = "External") -> bytes:
    relation = (
        f'<Relationship Id="rId999" Type="{_KINDS}/{kind}" Target="{target}" TargetMode="{mode}"/>'
    )
    relations = _parts()[_RELATIONS].replace("</Relationships>", f"{relation}</Relationships>")
    return _packed({**_parts(), _RELATIONS: relations})


def _renamed(name: str, more: str = "") -> bytes:
    """The main part under another name, with more at its end."""
    parts = dict(_parts())
    text = parts.pop(_MAIN).replace("<w:sectPr", f"{more}<w:sectPr", 1)
    relations = {_RELATIONS: parts.pop(_RELATIONS), "_rels/.rels": parts["_rels/.rels"]}
    short = name.rpartition("/")[2]
    parts["_rels/.rels"] = relations["_rels/.rels"].replace(_MAIN, name)
    parts[_TYPES] = parts[_TYPES].replace(f"/{_MAIN}", f"/{name}")
    return _packed({**parts, name: text, f"word/_rels/{short}.rels": relations[_RELATIONS]})


def _with_parts(count: int, size: int, name: str) -> bytes:
    return _packed({**_parts(), **{name.format(at): " " * size for at in range(count)}})


def _with_dtd(inside: str, used: str) -> bytes:
    main = _parts()[_MAIN].replace(_SIGNED, used)
    head, _, body = main.partition("?>")
    return _packed({**_parts(), _MAIN: f"{head}?><!DOCTYPE x [{inside}]>{body}"})


_LAUGHS = '<!ENTITY a0 "哈哈哈哈哈哈">' + "".join(
    f'<!ENTITY a{at} "{f"&a{at - 1};" * 20}">' for at in range(1, 12)
)
PACKAGES: dict[str, Callable[[], bytes]] = {
    "a picture from the network": lambda: _related("image", "http://127.0.0.1:9/x.png"),
    "a template from the network": lambda: _related("attachedTemplate", "http://127.0.0.1:9/x"),
    "a file of the machine": lambda: _related("image", "file:///etc/hostname"),
    "a part outside": lambda: _related("image", "../../../../etc/hostname", "Internal"),
    "a name outside": lambda: _with_parts(3, 9, "../../outside{}.xml"),
    "an absolute name": lambda: _with_parts(3, 9, "/tmp/outside{}.xml"),
    "a bomb of one part": lambda: _with_parts(1, 60_000_000, "word/more{}.bin"),
    "a bomb of many parts": lambda: _with_parts(400, 300_000, "word/media/{}.png"),
    "a large main part by another name": lambda: _renamed("word/main.bin", "<w:p/>" * 4_000_000),
    "many parts": lambda: _with_parts(9_999, 1, "word/more{}.xml"),
    "an entity of a file": lambda: _with_dtd('<!ENTITY a SYSTEM "file:///etc/hostname">', "&a;"),
    "a billion laughs": lambda: _with_dtd(_LAUGHS, "&a11;"),
    "elements in elements": lambda: _renamed("word/deep.xml", "<w:p>" * 9_999 + "</w:p>" * 9_999),
    "a part that is its own": lambda: _related("header", "document.xml", "Internal"),
}
