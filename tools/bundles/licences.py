"""The licences of all that a bundle holds, as its packages tell them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from email.message import Message
from email.parser import HeaderParser
from pathlib import Path, PurePosixPath
from typing import NamedTuple

_CLASSIFIER = "License :: OSI Approved :: "
LGPL = "LGPL-2.1.txt"
"""Whose words have to come along; docxtpl's own package leaves them out."""
_TEXTS = ("LICEN", "COPYING", "NOTICE", "AUTHORS")
_FOLDERS = {"licenses", "sboms"}
"""Of a package's own information: words of licences, and lists of what is compiled into it."""
_INSIDE = {
    "typst": "内含字体 Libertinus（OFL-1.1）、New Computer Modern（GUST）、DejaVu（Bitstream Vera）"
}
"""What a package tells nowhere; the words of these licences stand in the fonts themselves."""


class Package(NamedTuple):
    """texts: the files of its licence, below the folder of packages"""

    name: str
    version: str
    licence: str
    texts: tuple[str, ...]


def packages(lib: Path) -> list[Package]:
    """Every package in a folder, by name."""
    found = (_package(info) for info in lib.glob("*.dist-info"))
    return sorted(found, key=lambda package: package.name.lower())


def licence_lines(bundle: Path, folders: tuple[str, ...]) -> Iterator[str]:
    """Each package with its licence, and where its words stand."""
    for folder in folders:
        for package in packages(bundle / folder):
            yield f"{package.name} {package.version}：{package.licence}"
            yield from (f"    {folder}/{text}" for text in package.texts)
            if package.name in _INSIDE:
                yield f"    {_INSIDE[package.name]}"
            if not package.texts and package.licence.startswith("LGPL-2.1"):
                yield f"    {LGPL}"


def _package(info: Path) -> Package:
    told = HeaderParser().parsestr((info / "METADATA").read_text(encoding="utf-8"))
    texts = tuple(filter(_is_text, _files(info)))
    return Package(told["Name"], told["Version"], _licence(told), texts)


def _files(info: Path) -> list[str]:
    """All that the package brought: a part taken from elsewhere has its licence beside it."""
    with (info / "RECORD").open(encoding="utf-8", newline="") as record:
        names = sorted(row[0] for row in csv.reader(record) if row)
    return [name for name in names if (info.parent / name).is_file()]


def _is_text(name: str) -> bool:
    path = PurePosixPath(name)
    information = path.parts[0].endswith(".dist-info") and not _FOLDERS.isdisjoint(path.parts)
    return information or (path.name.upper().startswith(_TEXTS) and path.suffix != ".py")


def _licence(told: Message) -> str:
    classes = [
        line.removeprefix(_CLASSIFIER)
        for line in told.get_all("Classifier", [])
        if line.startswith(_CLASSIFIER)
    ]
    stated = (told["License"] or "").strip()
    short = stated if "\n" not in stated and len(stated) < 60 else ""
    return told["License-Expression"] or short or "、".join(classes) or "见下列文件"
