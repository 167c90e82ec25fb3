"""Local rule packs: what a city or province asks for beyond the national form, as YAML.

A pack is a file `packs/NAME.yaml` in the form's folder, or in the same place of a person's
own templates folder. docs/packs.md describes it.
"""

import re
from datetime import date
from pathlib import Path
from typing import NamedTuple

from drafter.errors import DrafterError, Problem, nearest
from drafter.files import read_text
from drafter.form.definitions import Form
from drafter.form.field_kinds import PartId, QuestionId, SectionId, Texts
from drafter.form.field_reader import FieldReader
from drafter.form.form_file import file_in
from drafter.nodes import Node, parse

_DAY = re.compile(r"([0-9]{1,2})-([0-9]{1,2})")
_NO_LEAP_YEAR = 2023
"""A deadline has to fall into every year."""


class MonthDay(NamedTuple):
    """A day of the year after the report's."""

    month: int
    day: int


class Longest(NamedTuple):
    """A part of the report may have this many characters at the most."""

    part: PartId
    characters: int


class Asked(NamedTuple):
    """A question that has to be answered here, and why."""

    question: QuestionId
    why: str


class Mention(NamedTuple):
    """A section has to speak of something: one of `words` stands in it."""

    section: SectionId
    words: Texts
    why: str


class Pack(NamedTuple):
    """One pack, key by key; `pack` is the file's name."""

    pack: str
    name: str
    source: str
    longest: tuple[Longest, ...] = ()
    answers: tuple[Asked, ...] = ()
    mentions: tuple[Mention, ...] = ()
    deadline: MonthDay | None = None


def load_packs(form: Form, names: list[str], own: Path | None = None) -> tuple[Pack, ...]:
    """The packs with these names. Raises: DrafterError for an unknown name or a faulty file."""
    found = _files(form, own)
    for name in names:
        if name not in found:
            known = (
                f"可用的有：{'、'.join(found)}。" if found else "这种报告格式没有当地要求的文件。"
            )
            what = f"没有“{name}”这份当地要求。"
            raise DrafterError(Problem("--pack", what, nearest(name, found) or known))
    return tuple(_read(form, found[name]) for name in names)


def _files(form: Form, own: Path | None) -> dict[str, Path]:
    folders = [form.folder, *([own / form.id] if own else [])]
    return {path.stem: path for folder in folders for path in sorted(folder.glob("packs/*.yaml"))}


def _read(form: Form, path: Path) -> Pack:
    reader = FieldReader(form, path.name)

    def month_day(node: Node) -> MonthDay | None:
        match = _DAY.fullmatch(reader.shape.text(node))
        try:
            day = date.fromisoformat(
                f"{_NO_LEAP_YEAR}-{match[1]:>02}-{match[2]:>02}" if match else ""
            )
        except ValueError:
            reader.shape.complain(node.line, "截止日期读不懂。", "写成“01-26”（月-日）。")
            return None
        return MonthDay(day.month, day.day)

    reader.readers[MonthDay | None] = month_day
    inside = file_in(path.parents[1], f"{path.parent.name}/{path.name}")
    root = parse(read_text(inside), path.name)
    pack = reader.read(root, Pack)
    if pack.pack != path.stem:
        what = f"“pack”是“{pack.pack}”，文件名是“{path.stem}”。"
        reader.shape.complain(root.line, what, "改成一致。")
    return reader.done(pack)
