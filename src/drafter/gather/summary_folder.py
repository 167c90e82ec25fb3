"""The folder that a gathering leaves: summary, 退回意见, cells and texts, and what was read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from drafter.file_writer import large_file, make_private_folder, write_file
from drafter.files import json_in
from drafter.form.definitions import Form
from drafter.gather.alike_texts import (
    AlikeGroup,
    Paragraph,
    alike_groups,
    common_pieces,
    self_names,
)
from drafter.gather.cell_rows import Read, write_rows
from drafter.gather.gathered_report import Gathered
from drafter.gather.kept_reports import KeptReports
from drafter.gather.report_folder import Passed
from drafter.gather.return_letter import letter_of, letter_text, letter_word
from drafter.gather.summary_book import write_book
from drafter.gather.summary_page import Summary, page_pieces, summary_of
from drafter.gather.unit_list import plain_name
from drafter.gather.unit_reports import Sorted
from drafter.session.session_folder import numbered, safe_name

LETTERS = "退回意见"
_WRITTEN = ".written.json"
"""The letters of the last run with their digests."""


class Source(NamedTuple):
    """A gathering with its reports sorted out."""

    kept: KeptReports
    found: Sorted

    def counting(self) -> Iterator[tuple[str, Gathered]]:
        """Each unit with the report that counts, one held at a time."""
        units = [unit for unit in self.found.units if unit.current is not None]
        reports = self.kept.reports(unit.current for unit in units if unit.current)
        for unit, report in zip(units, reports, strict=True):
            yield unit.unit.name, report


def alike_of(sources: Sequence[Source], forms: dict[str, Form]) -> list[AlikeGroup]:
    """What units of this year, and of those before, say in the same words."""
    common = frozenset(piece for form in forms.values() for piece in common_pieces(form))
    year = sources[0].found.year
    groups = alike_groups(_paragraphs(sources, forms), common)
    return [group for group in groups if any(each.year == year for each in group.paragraphs)]


def _paragraphs(sources: Sequence[Source], forms: dict[str, Form]) -> Iterator[Paragraph]:
    for source in sources:
        for unit, report in source.counting():
            form = forms.get(report.form)
            if form is None:
                continue
            shorts = {section.id: section.short for section in form.sections}
            names = {plain_name(unit), plain_name(report.name), *self_names(form)} - {""}
            for section, paragraphs in report.texts.items():
                for text in paragraphs:
                    yield Paragraph(
                        unit, report.year, shorts.get(section, section), text, tuple(names)
                    )


def write_summary(
    folder: Path,
    source: Source,
    alike: Sequence[AlikeGroup],
    passed: Sequence[Passed],
    forms: dict[str, Form],
    sender: str,
    day: str,
) -> Summary:
    """Write all of it. Raises: SaveError."""
    called = _called(source.found, forms)
    letters = _write_letters(folder, source, called, sender)
    summary = summary_of(source.found, letters, alike, passed, f"{sender}{called}汇总", day)
    with large_file(folder / "汇总.html") as file:
        file.writelines(page_pieces(summary, source.counting()))
    with large_file(folder / "汇总.xlsx") as file:
        write_book(file, summary, source.counting())
    write_rows(
        folder,
        (Read(unit, forms[r.form], r) for unit, r in source.counting() if r.form in forms),
    )
    return summary


def _called(found: Sorted, forms: dict[str, Form]) -> str:
    """What is gathered: 2023年政府信息公开工作年度报告, after the form of most reports."""
    ids = [unit.current.form for unit in found.units if unit.current is not None]
    form = forms.get(max(set(ids), key=ids.count)) if ids else None
    year = f"{found.year}年" if found.year else ""
    return year + (form.name if form else "报告")


def _write_letters(folder: Path, source: Source, called: str, sender: str) -> dict[str, str]:
    """By unit the name of its letter, in both kinds of file."""
    place = folder / LETTERS
    make_private_folder(place)
    before = _digests(place)
    reports = source.counting()
    names: dict[str, str] = {}
    written: dict[str, str] = {}
    taken: set[str] = set()
    for unit in source.found.units:
        report = next(reports)[1] if unit.current is not None else None
        letter = letter_of(unit, report, called, sender)
        if letter is None:
            continue
        safe = safe_name(unit.unit.name) or "单位"
        name = next(n for n in numbered(safe) if n.casefold() not in taken)
        taken.add(name.casefold())
        names[unit.unit.name] = name
        text = letter_text(letter).encode("utf-8-sig", "replace")
        for end, data in ((".txt", text), (".docx", letter_word(letter))):
            write_file(place / f"{name}{end}", data)
            written[f"{name}{end}"] = sha256(data).hexdigest()
    # What an earlier run said of a unit that is right by now must not be sent; what somebody
    # changed by hand, or put there, stays.
    for old in before.keys() - written.keys():
        with suppress(OSError):
            if sha256((place / old).read_bytes()).hexdigest() == before[old]:
                (place / old).unlink()
    write_file(place / _WRITTEN, json.dumps(written, ensure_ascii=False).encode())
    return names


def _digests(place: Path) -> dict[str, str]:
    """What the last run wrote there."""
    try:
        told = dict(json_in((place / _WRITTEN).read_bytes()))
    except (OSError, ValueError, TypeError):
        return {}
    return {str(name): str(digest) for name, digest in told.items() if "/" not in str(name)}
