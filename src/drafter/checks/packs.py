"""Local rule packs: what a city or province asks for beyond the national form, as YAML.

A pack is a file `packs/NAME.yaml` in the form's folder, or in the same place of a person's
own templates folder. docs/packs.md describes it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from drafter.errors import DrafterError, Problem, nearest
from drafter.files import read_text
from drafter.form.definitions import Form
from drafter.form.form_file import file_in
from drafter.form.shape import Shape
from drafter.nodes import Node, parse

_DEADLINE = re.compile(r"(\d{1,2})-(\d{1,2})\Z")


@dataclass(frozen=True, slots=True)
class Longest:
    """A part of the report may have this many characters at the most."""

    part: str
    characters: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that has to be answered here, and why."""

    question: str
    why: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A section has to speak of something: one of `words` stands in it."""

    section: str
    words: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Pack:
    """One pack; `deadline` is month and day of the year after the report's."""

    id: str
    name: str
    source: str
    longest: tuple[Longest, ...]
    answers: tuple[Asked, ...]
    mentions: tuple[Mention, ...]
    deadline: tuple[int, int] | None


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
    shape = Shape(path.name)
    folder = path.parents[1]
    root = parse(read_text(file_in(folder, f"{path.parent.name}/{path.name}")), path.name)
    entries = shape.entries(
        root, ("pack", "name", "source"), ("longest", "answers", "mentions", "deadline")
    )
    sections = {section.id for section in form.sections}
    pack = Pack(
        id=shape.text(entries.get("pack")),
        name=shape.text(entries.get("name")),
        source=shape.text(entries.get("source")),
        longest=tuple(_longest(shape, form, node) for node in shape.items(entries.get("longest"))),
        answers=tuple(_asked(shape, form, node) for node in shape.items(entries.get("answers"))),
        mentions=tuple(
            _mention(shape, sections, node) for node in shape.items(entries.get("mentions"))
        ),
        deadline=_deadline(shape, entries.get("deadline")),
    )
    if pack.id != path.stem:
        shape.complain(root.line, f"“pack”是“{pack.id}”，文件名是“{path.stem}”。", "改成一致。")
    if shape.problems:
        raise DrafterError(shape.problems)
    return pack


def _longest(shape: Shape, form: Form, node: Node) -> Longest:
    entries = shape.entries(node, ("part", "characters"))
    part = _known(shape, entries.get("part"), {part.id for part in form.parts})
    number = shape.text(entries.get("characters"))
    if not number.isdecimal():
        shape.complain(node.line, f"“{number}”不是字数。", "写一个整数。")
    return Longest(part, int(number) if number.isdecimal() else 0)


def _asked(shape: Shape, form: Form, node: Node) -> Asked:
    entries = shape.entries(node, ("question", "why"))
    question = _known(shape, entries.get("question"), set(form.questions))
    return Asked(question, shape.text(entries.get("why")))


def _mention(shape: Shape, sections: set[str], node: Node) -> Mention:
    entries = shape.entries(node, ("section", "words", "why"))
    section = _known(shape, entries.get("section"), sections)
    return Mention(section, shape.words(entries.get("words")), shape.text(entries.get("why")))


def _known(shape: Shape, node: Node | None, known: set[str]) -> str:
    word = shape.text(node)
    if node is not None and word not in known:
        shape.complain(node.line, f"“{word}”不存在。", shape.suggestion(word, sorted(known)))
    return word


def _deadline(shape: Shape, node: Node | None) -> tuple[int, int] | None:
    if node is None:
        return None
    match = _DEADLINE.match(shape.text(node))
    if match is None or not (1 <= int(match[1]) <= 12 and 1 <= int(match[2]) <= 31):
        shape.complain(node.line, "截止日期读不懂。", "写成“01-26”（月-日）。")
        return None
    return int(match[1]), int(match[2])
