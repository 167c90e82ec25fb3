"""What others send, attacked as a clerk meets it: read in a process with limits of its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

from attack.whole_commands import ROOT, facts_of, forms, run
from drafter.errors import DrafterError, Problem
from drafter.gather.gathered_report import Gathered, Way, reader
from drafter.gather.report_folder import KEPT
from drafter.limited_process import LimitedWorker, LimitError

_SAMPLES = sorted((ROOT / "sample_answers").glob("*.yaml"))
_WAY = Way(today="2025-01-10")
_MADE = Path(__file__).with_name("found") / "made"
"""Samples that LibreOffice makes, which takes seconds."""
OLD_KINDS = ("doc", "wps", "rtf", "odt")
_MADE_AS = {"wps": "doc", "et": "xls"}
"""What older WPS writes is in the shape of what older Office writes, by other names."""
_hands: list[LimitedWorker] = []


def let_go() -> None:
    """End the processes that stayed, so that their memory is known."""
    for hand in _hands:
        hand.close()


@cache
def _hand(work: str, given: bytes = b"") -> LimitedWorker:
    _hands.append(LimitedWorker(work, given))
    return _hands[-1]


def gathered(ending: str) -> Callable[[bytes, Path], None]:
    """A report of any form among those that are gathered: read, and checked."""

    def read(data: bytes, folder: Path) -> None:
        path = folder / f"a{ending}"
        path.write_bytes(data)
        hand = _hand("drafter.gather.gathered_report:reader", json.dumps(_WAY._asdict()).encode())
        try:
            told = Gathered.of_json(hand.run(json.dumps([str(path), "a"]).encode()))
        except LimitError:
            raise DrafterError(Problem("", "它的进程用完了时间或者内存。", "")) from None
        if told.problem:
            raise DrafterError(Problem("", told.problem, ""))

    return read


def workbooks() -> list[bytes]:
    """The tables of every form that has some."""
    from drafter.report.document import build_document
    from drafter.report.table_workbook import render_workbook

    firsts = (facts_of(form_id)[0] for form_id, form in forms().items() if form.tables)
    return [render_workbook(facts.form, build_document(facts, draft=False)) for facts in firsts]


def pdfs() -> list[bytes]:
    """A few lines, and a whole report."""
    from tests.importing.test_pdf_file import pdf

    from drafter.report.document import build_document
    from drafter.report.typeset import render_pdf

    lines = [(50, 700 - 12 * at, f"{at} 12 3.5") for at in range(20)]
    facts = facts_of("disclosure-2021")[0]
    whole = render_pdf(facts.form, build_document(facts, draft=False)).data
    return [pdf([(50, 700, "text")]), pdf(lines, [(500, 50, "- 2 -")]), whole]


def drafts_as_json() -> list[bytes]:
    """A report of every form as `export --to json` gives it."""
    from drafter.checks.material import load_material
    from drafter.output.output_kinds import Export, Output, make_output
    from drafter.report.document import build_document

    made = []
    for form_id in forms():
        facts = facts_of(form_id)[0]
        export = Export(load_material(facts), draft=False)
        made.append(make_output(export, build_document(facts, draft=False), Output.JSON).data)
    return made


def _office(kind: str, source: str, data: Callable[[], bytes]) -> list[bytes]:
    """A file as LibreOffice makes another kind of it, kept; none where there is no LibreOffice."""
    from drafter.office_program import converted, find_office

    kind = _MADE_AS.get(kind, kind)
    path = _MADE / f"a.{kind}"
    if not path.exists() and (office := find_office()):
        _MADE.mkdir(parents=True, exist_ok=True)
        path.write_bytes(converted(data(), source, kind, office))
    return [path.read_bytes()] if path.exists() else []


def old_reports(kind: str) -> Callable[[], Sequence[bytes]]:
    """A report as an older Word writes it."""

    def made() -> bytes:
        from attack.whole_commands import reports

        return reports("disclosure-2021", "docx")[0]

    return lambda: _office(kind, ".docx", made)


def old_report(kind: str) -> Callable[[bytes, Path], None]:
    """Converted, then read."""

    def read(data: bytes, folder: Path) -> None:
        from drafter.importing.any_report import load_report

        (folder / f"a.{kind}").write_bytes(data)
        load_report(folder / f"a.{kind}")

    return read


def old_registers() -> Sequence[bytes]:
    """A register as an older Excel writes it."""
    return _office("xls", ".xlsx", min((ROOT / "sample_answers").glob("*.xlsx")).read_bytes)


def register_file(ending: str) -> Callable[[bytes, Path], None]:
    """A register is read and counted, every row once."""

    def read(data: bytes, folder: Path) -> None:
        from drafter.importing.register_file import load_register
        from drafter.ledger.counted_register import counted_register
        from drafter.ledger.form_meanings import head_reader
        from drafter.ledger.ledger_file import register_words
        from drafter.ledger.register_settings import Settings
        from drafter.ledger.work_calendar import form_calendar

        form, settings, path = forms()["disclosure-2021"], Settings(), folder / f"a{ending}"
        words = register_words(form)
        assert words is not None
        path.write_bytes(data)
        hand = _hand("drafter.importing.register_file:work_in_child")
        register = load_register(path, head_reader(form, words, settings, 2023), hand).register
        calendar = form_calendar(form, words)
        found = counted_register(form, words, register, settings, 2023, calendar).tally
        every = [*found.counted, *found.waiting, *found.outside, *found.uncounted]
        assert sorted(every) == list(range(len(register)))

    return read


def unit_list(ending: str) -> Callable[[bytes, Path], None]:
    """名单, and a name looked for in it."""

    def read(data: bytes, folder: Path) -> None:
        from drafter.gather.unit_list import load_units

        (folder / f"a{ending}").write_bytes(data)
        units = load_units(folder / f"a{ending}")
        units.find("甲县教育局", "甲县教育局.docx")
        units.nearest("甲县教育局")

    return read


UNITS = {
    ".csv": "单位名称,别名,并入\n甲县教育局,教育局、县教育局,\n城关镇,,\n乙局,,甲县教育局\n",
    ".yaml": "parent: 甲县人民政府\nunits:\n  - 乙镇\n  - {name: 甲局, also: [局], inside: 乙镇}\n",
}
"""Lists of units by the end of their names."""


@cache
def _records() -> tuple[bytes, ...]:
    read = reader(json.dumps(_WAY._asdict()).encode())
    of_one_year = (path for path in _SAMPLES if "2023" in path.name)
    return tuple(read(json.dumps([str(path), path.name]).encode()) for path in of_one_year)


def kept_gatherings() -> list[bytes]:
    """What a gathering leaves for the next run and for those who look at it."""
    head = json.dumps({"kept": 1, "digest": "", "folders": [], "units": ""}).encode()
    return [b"\n".join([head, *_records(), b""])]


def kept_gathering(data: bytes, folder: Path) -> None:
    """A gathered folder that somebody sent: compared, added up, shown."""
    from drafter.gather.kept_reports import open_kept

    (folder / KEPT).write_bytes(data)
    kept = open_kept(folder)
    list(kept.reports(kept.entries))
    (folder / "名单.csv").write_text(UNITS[".csv"], "utf-8")
    for words in (("compare", folder), ("merge", folder / "名单.csv", folder)):
        with suppress(DrafterError):
            run(*words)


def report_lines() -> list[bytes]:
    """Reports as lines of JSON."""
    return [b"\n".join(_records())]


def tested_lines(data: bytes, folder: Path) -> None:
    """Their relations, all at once."""
    (folder / "a.jsonl").write_bytes(data)
    run("gather", folder / "a.jsonl", "-o", folder / "out")


COMMAND_LINES = (
    "print\na.yaml\n--width\n100\n--to\nmd",
    "check\na.yaml\n--last-year\nb.yaml\n--format\njson\n--today\n2025-01-10",
    "export\na.yaml\n--to\ntxt,md,json\n-o\nout\n--force",
    "close\na.yaml\nSUM01\n--reason\n核对过\n--at\nproactive/rules/made",
    "read\na.txt\n-o\nc.yaml",
    "list\n--dir\ns\n--today\n2025-01-10",
    "new\n甲\n--dir\ns\n--form\ndisclosure-2021\n--year\n2024",
    "rename\n示例\n乙\n--dir\ns",
    "remove\n示例\n--dir\ns",
    "restore\n示例\n--dir\ns",
    "where\n示例\n--dir\ns",
    "chat\n示例\n--dir\ns\n--plain\n--answers\na.yaml",
    "open\n示例\n--dir\ns",
    "forms\n--new\nmy-report",
    "blank\ndisclosure-2021",
    "checks\nSUM01\n--form\ndisclosure-2021",
    "compare\na.yaml\nb.yaml\n--all",
    "ledger\nnew\nd.xlsx\n--year\n2024",
    "tally\na.csv\n--year\n2024\n--form\ndisclosure-2021",
)


_MOST_WORDS = 2_000
"""argparse looks through all options anew after each, and people type these."""
_NAMED = {
    "a.yaml": ROOT / "sample_answers" / "suqian-2024.yaml",
    "b.yaml": ROOT / "sample_answers" / "suqian-2023.yaml",
    "s/示例.yaml": ROOT / "sample_answers" / "suqian-2023.yaml",
    "a.txt": ROOT / "tests" / "published" / "bazhou-commerce-2021.txt",
    "a.csv": ROOT / "bench" / "registers" / "learnt" / "01.csv",
    "out/beside": ROOT / "LICENSE",
}


def command_line(data: bytes, folder: Path) -> None:
    """A word a line, in a folder with what they name; slashes lead nowhere else."""
    import os
    import shutil

    for name, path in _NAMED.items():
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copy(path, folder / name)
    text = data.decode(errors="surrogateescape").replace("/", "_").replace("\0", "")
    words = text.split("\n")[:_MOST_WORDS]
    here = Path.cwd()
    os.chdir(folder)
    try:
        run(*words)
    finally:
        os.chdir(here)
