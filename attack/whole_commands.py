"""What is attacked as a clerk meets it: whole commands, on files and folders of every form."""

from __future__ import annotations

import io
import json
import os
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from random import Random
from zlib import error as not_deflated

from drafter.draft.answers_file import load_answers
from drafter.draft.draft_facts import Facts
from drafter.errors import DrafterError, ExitCode, Problem
from drafter.form.definitions import Form
from drafter.form.form_file import form_folders, read_form

ROOT = Path(__file__).parents[1]
_SAMPLES = sorted((ROOT / "sample_answers").glob("*.yaml"))
_MOST_FILES = 2
"""Reports of a form that are changed."""
_MOST_REGISTERS = 4
_AS_YAML = "heads:\n  栏1: received\nrows:\n  甲/1/kinds: natural\ndays: {order: 'yes'}\n".encode()
_TODAY = "--today", "2025-01-10"
SHEETS = ("docx", "html", "txt")
FORMS = ("disclosure-2019", "enforcement", "enforcement-zhejiang", "rule-of-law")
"""Whose reports are changed here; those of disclosure-2021 are targets of their own."""


@cache
def forms() -> dict[str, Form]:
    """Every form of drafter's own."""
    return {name: read_form(folder) for name, folder in form_folders().items()}


@cache
def facts_of(form_id: str) -> tuple[Facts, ...]:
    """The sample reports of a form."""
    named = f"form: {form_id}\n"
    paths = [path for path in _SAMPLES if named in path.read_text("utf-8")]
    return tuple(Facts(forms()[form_id], load_answers(path).draft) for path in paths)


def run(*argv: str | Path) -> None:
    """A whole command. Raises: DrafterError for what it refuses, and what it does not expect."""
    from drafter.cli import main

    os.environ["DRAFTER_DEBUG"] = "1"  # its own report of a fault names the line
    with _heard() as heard:
        code = main([*map(str, argv)])
    if code == ExitCode.BUG:
        raise RuntimeError(heard.getvalue().decode(errors="replace")[-180:])
    if code == ExitCode.UNREADABLE:
        raise DrafterError(Problem("", heard.getvalue().decode(errors="replace"), ""))


class _Heard(io.BytesIO):
    """What outlives the streams that write into it."""

    def close(self) -> None: ...


@contextmanager
def _heard() -> Iterator[_Heard]:
    """All that is written meanwhile; this process's own lines are for whoever counts them."""
    streams, heard = (sys.stdin, sys.stdout, sys.stderr), _Heard()
    text = io.TextIOWrapper(heard, "utf-8", write_through=True)
    nothing = io.TextIOWrapper(io.BytesIO(), "utf-8")
    sys.stdin, sys.stdout, sys.stderr = nothing, text, text
    try:
        yield heard
    finally:
        sys.stdin, sys.stdout, sys.stderr = streams


def reports(form_id: str, kind: str) -> list[bytes]:
    """Finished reports of a form."""
    from drafter.report.document import build_document
    from drafter.report.jinja_pages import Format, Page, render
    from drafter.report.word_file import render_docx

    made = list[bytes]()
    for facts in facts_of(form_id)[:_MOST_FILES]:
        document = build_document(facts, draft=False)
        if kind == "docx":
            made.append(render_docx(facts.form, document))
        else:
            made.append(render(facts.form, document, Format(kind), Page(100)).encode())
    return made


def read_report_of(form_id: str, kind: str) -> Callable[[bytes, Path], None]:
    """Somebody's report: compared with what it was made from, then as a file of any form."""

    def read(data: bytes, folder: Path) -> None:
        from drafter.importing.any_report import best_reading
        from drafter.importing.differences import differences
        from drafter.importing.finished_report import read_report
        from drafter.importing.published_report import as_json
        from drafter.report.document import build_document

        first = build_document(facts_of(form_id)[0], draft=False)
        differences(first, read_report(forms()[form_id], data, kind))
        as_json(best_reading(forms().values(), data, kind))

    return read


def answers_checked(data: bytes, folder: Path) -> None:
    """An answers file of any form beside an honest one of another, and as one of two years."""
    given, other = folder / "a.yaml", _SAMPLES[len(data) % len(_SAMPLES)]
    given.write_bytes(data)
    before, after = (ROOT / "sample_answers" / f"suqian-{year}.yaml" for year in (2023, 2024))
    for pair in ((given, "--last-year", before), (after, "--last-year", given)):
        with suppress(DrafterError):
            run("check", *pair, *_TODAY)
    run("check", given, other, *_TODAY)


def answers_printed(data: bytes, folder: Path) -> None:
    """An answers file of any form as every kind of file, read back as an export does."""
    given, place = folder / "a.yaml", folder / "out"
    given.write_bytes(data)
    place.mkdir()
    run("print", given)
    run("export", given, "--to", "docx,xlsx,html,md,txt,json,review,svg", "-o", place, *_TODAY)


@cache
def _sheet(
    form_id: str,
) -> tuple[bytes, bytes, bytes, tuple[tuple[str, ...], ...], tuple[str, ...]]:
    """The 送审单 as Word file, page and text; the rows and sentences in it."""
    from drafter.checks.material import load_material
    from drafter.output.approval_sheet import sheet_of, sheet_page, sheet_text, sheet_word
    from drafter.output.review_sheet import review_of

    facts = facts_of(form_id)[0]
    sheet = sheet_of(review_of(load_material(facts), draft=True, since=None), facts)
    texts = sheet_page(sheet, facts.form).encode(), sheet_text(sheet, facts.form).encode()
    rows = tuple(tuple(cell.text for cell in row) for row in sheet.grid.rows[1:])
    return sheet_word(sheet, facts.form), *texts, rows, sheet.texts


def sheets(kind: str) -> list[bytes]:
    """The 送审单 of every form."""
    at = SHEETS.index(kind)
    return [_sheet(form_id)[at] for form_id in forms()]


def read_sheet(kind: str) -> Callable[[bytes, Path], None]:
    """A 送审单 read back."""

    def read(data: bytes, folder: Path) -> None:
        from drafter.importing.sheet_lines import sheet_differences

        *_, rows, texts = _sheet("disclosure-2021")
        for own in (False, True):
            sheet_differences(data, kind, rows, texts, own=own)

    return read


def form_packages() -> list[bytes]:
    """The folder of every form, and one newly laid down, as an archive."""
    from tempfile import TemporaryDirectory

    from drafter.commands.form_folder import build, lay_down

    with TemporaryDirectory() as place, _heard():
        new = Path(place) / "my-report"
        lay_down(new)
        build(new, force=False)
        small = [ROOT / "tests" / "forms" / name for name in ("tiny", "kinds")]
        return [_packed(folder) for folder in (new, *small, *form_folders().values())]


def _packed(folder: Path) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                package.write(path, f"{folder.name}/{path.relative_to(folder)}")
    return out.getvalue()


def form_folder(data: bytes, folder: Path) -> None:
    """Somebody's form: checked, built, and offered beside drafter's own."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            package.extractall(folder / "own")
            names = [name for name in package.namelist() if name.endswith("/form.yaml")]
    except (zipfile.BadZipFile, not_deflated, OSError, ValueError, NotImplementedError, EOFError):
        raise DrafterError(Problem("", "", "")) from None
    for name in names:
        place = folder / "own" / Path(name).parent
        for act in (("--check", place), ("--build", place, "--force")):
            try:
                run("forms", *act)
            except DrafterError:
                run("forms", "--templates", folder / "own")
                raise


def registers() -> list[bytes]:
    """Registers whose heads are words that nobody knows, and so are asked about."""
    paths = sorted((ROOT / "bench" / "registers" / "learnt").glob("[0-9]*.csv"))
    made = list[bytes]()
    for path in paths[:_MOST_REGISTERS]:
        head, _, rows = path.read_bytes().decode("utf-8-sig").partition("\n")
        names = (f"栏{place}" for place, _ in enumerate(head.split(",")))
        made += [f"{','.join(names)}\n{rows}".encode(), path.read_bytes()]
    return made


def register_asked(data: bytes, folder: Path) -> None:
    """A register of which every doubt is answered by chance, with what was remembered of others."""
    from drafter.importing.register_file import raw_sheets
    from drafter.ledger.counted_register import counted_register
    from drafter.ledger.form_meanings import head_reader
    from drafter.ledger.ledger_file import register_words
    from drafter.ledger.register_settings import Settings
    from drafter.ledger.register_sheets import read_register
    from drafter.ledger.register_tally import NO, YES, Doubt, Tally, settled
    from drafter.ledger.work_calendar import form_calendar

    form, chance = forms()["disclosure-2021"], Random(len(data))
    words = register_words(form)
    assert words is not None
    calendar = form_calendar(form, words)

    def count(settings: Settings) -> Tally:
        reader = head_reader(form, words, settings, 2024)
        register = read_register(reader, raw_sheets(data))
        return counted_register(form, words, register, settings, 2024, calendar).tally

    def ask(counted: Tally, doubt: Doubt) -> str | None:
        return chance.choice((None, "", YES, NO, *doubt.choices, *doubt.choices))

    settled(count, Settings(), ask)


def register_settings(data: bytes, folder: Path) -> None:
    """What is remembered beside a register, changed; a small register counted with it."""
    (folder / "a.csv").write_bytes(registers()[1])
    (folder / "a-设置.yaml").write_bytes(data)
    run("tally", folder / "a.csv", "--year", "2024", "--form", "disclosure-2021")


def settings() -> list[bytes]:
    """Answers about heads, words, days and rows."""
    said = {
        "heads": {"栏1": "received", "来件": "received", "申请人": ""},
        "kinds": {"群众": "natural", "某公司": "company"},
        "outcomes": {"已办": "open", "不知": "nothing"},
        "days": {"order": "yes"},
        "rows": {"台账/3/kinds": "natural"},
    }
    return [json.dumps(said, ensure_ascii=False, indent=1).encode(), _AS_YAML]
