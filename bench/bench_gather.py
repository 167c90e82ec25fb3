"""Many reports: gathered from folders, their relations at once, and paragraphs that are alike.

Seconds are those of the processor, over all processes: what is said of a core holds on any number
of them. A floor is the library alone on the same files: nothing is understood, nothing checked.
"""

from __future__ import annotations

import json
import os
import random
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from io import BytesIO
from itertools import count, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import TYPE_CHECKING, NamedTuple
from zipfile import ZipFile

if TYPE_CHECKING:
    from drafter.form.definitions import Form

ROOT = Path(__file__).parents[1]
SAMPLES = ("county-bureau-2023", "county-government-2023", "nil-township-2023")
NUMBERS = {"yaml": 3000, "docx": 300, "html": 300, "pdf": 300}
LINES, PARAGRAPHS = 100_000, 100_000


class Spent(NamedTuple):
    """Of a finished process and all that it started; memory is that of the largest of them."""

    cpu_s: float
    memory_mib: float


def report() -> str:
    """All of it, as Markdown."""
    return "\n".join([*_folders(), "", *_relations(), "", *_likeness()])


def _folders() -> Iterator[str]:
    yield "| folder | reports | a second a core | floor, a second a core | times the floor | MiB |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: |"
    with TemporaryDirectory() as name:
        files = _files()
        for kind, number in NUMBERS.items():
            for many in (number // 10, number):
                folder = Path(name, f"{kind}{many}")
                _fill(folder, kind, files[kind], many)
                spent = _spent("gather", str(folder), "-o", f"{folder}-out")
                floor = _floor(FLOORS[kind], [files[kind][at % 3] for at in range(many)])
                yield (
                    f"| {kind} | {many} | {many / spent.cpu_s:.0f} | {many / floor:.0f} "
                    f"| {spent.cpu_s / floor:.1f} | {spent.memory_mib:.0f} |"
                )


def _files() -> dict[str, list[bytes]]:
    """By kind a file of each sample."""
    from drafter.checks.material import load_material
    from drafter.draft.answers_file import load_answers
    from drafter.draft.draft_facts import Facts
    from drafter.output.output_kinds import Export, Output, make_output
    from drafter.report.document import build_document

    made: dict[str, list[bytes]] = {kind: [] for kind in NUMBERS}
    for sample in SAMPLES:
        path = ROOT / "sample_answers" / f"{sample}.yaml"
        answers = load_answers(path)
        material = load_material(Facts(answers.form, answers.draft))
        document = build_document(material.facts, draft=False)
        for kind, files in made.items():
            if kind == "yaml":
                files.append(path.read_bytes())
            else:
                files.append(make_output(Export(material, False), document, Output(kind)).data)
    return made


def _fill(folder: Path, kind: str, files: list[bytes], many: int) -> None:
    folder.mkdir()
    for number in range(many):
        (folder / f"{number}.{kind}").write_bytes(files[number % len(files)])


def _spent(*args: str) -> Spent:
    pid = os.posix_spawn(
        sys.executable,
        [sys.executable, "-m", "drafter", *args],
        os.environ,
        file_actions=[
            (os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_WRONLY, 0) for stream in (1, 2)
        ],
    )
    _, status, usage = os.wait4(pid, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        sys.exit(f"drafter {' '.join(args)} failed")
    kib = 1024 if sys.platform != "darwin" else 1024 * 1024
    return Spent(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / kib)


def _floor(parse: Callable[[bytes], object], files: list[bytes]) -> float:
    parse(files[0])
    start = process_time()
    for data in files:
        parse(data)
    return process_time() - start


def _parse_yaml(data: bytes) -> object:
    import yaml

    return yaml.load(data, getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def _parse_word(data: bytes) -> object:
    from lxml import etree

    with ZipFile(BytesIO(data)) as package:
        return etree.fromstring(package.read("word/document.xml"))


def _parse_page(data: bytes) -> object:
    from lxml import html

    return html.fromstring(data)


def _parse_pdf(data: bytes) -> object:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    return [page.get_textpage().get_text_range() for page in document]


FLOORS: dict[str, Callable[[bytes], object]] = {
    "yaml": _parse_yaml,
    "docx": _parse_word,
    "html": _parse_page,
    "pdf": _parse_pdf,
}


def _relations() -> Iterator[str]:
    from drafter.form.form_file import load_form
    from drafter.gather import relation_lines

    form = load_form("disclosure-2021")
    lines = list(islice(_report_lines(form), 1000))
    many = [lines[at % len(lines)] for at in range(LINES)]
    start = process_time()
    for line in many:
        json.loads(line)
    decoded = process_time() - start
    start = process_time()
    list(relation_lines.line_results(form, many))
    whole = process_time() - start
    matrix = relation_lines.RelationMatrix(form)
    rows = [list(json.loads(line)["cells"].values()) for line in lines]
    start = process_time()
    for _ in range(LINES // len(rows)):
        matrix.broken(rows)
    product = process_time() - start
    yield f"| {LINES:,} reports as NDJSON of {len(form.cells)} cells | s | of decoding |"
    yield "| --- | ---: | ---: |"
    for what, spent in (
        ("decoding (json.loads)", decoded),
        ("checking the relations: figures into a matrix, product, breaks", product),
        ("all, from lines to breaks", whole),
    ):
        yield f"| {what} | {spent:.2f} | {spent / decoded:.2f} |"


def _report_lines(form: Form) -> Iterator[bytes]:
    """The samples' figures some times over, which leaves relations whole; one in 50 is broken."""
    from drafter.draft.answers_file import load_answers
    from drafter.draft.draft_facts import Facts

    chance = random.Random(1)
    paths = [ROOT / "sample_answers" / f"{sample}.yaml" for sample in SAMPLES]
    figures = [Facts(a.form, a.draft).figures for a in map(load_answers, paths)]
    for number in count():
        times = chance.randint(1, 40)
        row = [
            float(each * times) if isinstance(each, Decimal) else each * times
            for each in figures[number % len(figures)]
        ]
        if number % 50 == 0:
            row[form.arithmetic.index["applications/received/natural"]] += 1
        cells = dict(zip(form.cells, row, strict=True))
        yield json.dumps({"name": "某某局", "year": 2023, "cells": cells}).encode()


def _likeness() -> Iterator[str]:
    from drafter.gather.alike_texts import alike_groups

    paragraphs, planted = _paragraphs()
    start = process_time()
    groups = alike_groups(paragraphs)
    spent = process_time() - start
    import resource

    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    inside = sum(len(group.paragraphs) for group in groups)
    yield f"| {len(paragraphs):,} paragraphs, {planted:,} of them copies | |"
    yield "| --- | ---: |"
    yield f"| seconds | {spent:.1f} |"
    yield f"| MiB of the whole bench | {memory:.0f} |"
    yield f"| in groups | {inside:,} |"


def _paragraphs() -> tuple[list, int]:  # type: ignore[type-arg]
    """Official prose by chance: a third of its clauses everybody has, a seventh of it is copied."""
    from drafter.gather.alike_texts import Paragraph

    chance = random.Random(1)
    signs = [chr(0x4E00 + number) for number in range(2500)]

    def clause(least: int, most: int) -> str:
        return "".join(chance.choices(signs, k=chance.randint(least, most)))

    common = [clause(8, 20) for _ in range(400)]

    def text() -> list[str]:
        return [
            chance.choice(common) if chance.random() < 0.33 else clause(10, 25)
            for _ in range(chance.randint(4, 9))
        ]

    originals = [text() for _ in range(500)]
    made, planted = [], 0
    for number in range(PARAGRAPHS):
        if chance.random() < 0.14:
            clauses = list(chance.choice(originals))
            if len(clauses) > 5:
                clauses[chance.randrange(len(clauses))] = clause(6, 6)
            planted += 1
        else:
            clauses = text()
        made.append(Paragraph(f"单位{number}", 2023, "节", "，".join(clauses)))
    return made, planted
