"""A report out of whatever file it is in: an answers file, our own JSON, or a finished report.

What others made is read in a process of its own, with limits on its time and memory.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from drafter.checks.finding import FilePlace
from drafter.draft.answers_file import NO_MARKS, Answers, read_answers
from drafter.draft.answers_writer import write_answers
from drafter.draft.draft_model import Raw
from drafter.draft.typed_answers import read_answer
from drafter.errors import DrafterError, Problem
from drafter.files import is_answers_file, json_in, read_bytes, read_text
from drafter.form.definitions import Address, Form
from drafter.form.form_cache import memory, remember_in
from drafter.form.form_file import form_folders, load_form
from drafter.importing.file_pieces import LARGEST
from drafter.importing.finished_report import source_of
from drafter.importing.published_report import Published, as_json, published_of
from drafter.importing.report_notes import Note, Proposal, Sure
from drafter.limited_process import LimitError, run_limited
from drafter.office_program import ConversionError, converted, find_office

KINDS = {
    ".txt": "txt",
    ".md": "md",
    ".markdown": "md",
    ".html": "html",
    ".htm": "html",
    ".docx": "docx",
    ".pdf": "pdf",
    **dict.fromkeys((".xlsx", ".xlsm", ".xls", ".et", ".ods"), "xlsx"),
}
"""Of finished reports, by the end of a file's name."""
_ANSWERS = re.compile(rb"^format:\s*\d", re.MULTILINE)
_FORM = re.compile(r"(?:^|[{,]\s*)[\"']?form[\"']?:\s*[\"']?([\w.-]+)", re.MULTILINE)
"""In an answers file, which may be JSON on one line."""
_STARTS = ((b"%PDF", "pdf"), (b"PK\x03\x04", "docx"))
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_OLD_ENDS = (".doc", ".wps", ".rtf", ".odt")
_PLAIN_FIT = 0.95
"""The share of a form's cells that only a report of this form has."""
_OLD = "old"
"""A kind that has to be converted first."""


class AnyReport(NamedTuple):
    """A report and how it was read; an answers file leaves nothing to say.

    text: the draft as an answers file
    notes, counts, proposals, places: as in `Published`
    """

    answers: Answers
    text: str
    notes: tuple[Note, ...] = ()
    counts: Mapping[str, int] = {}
    proposals: tuple[Proposal, ...] = ()
    places: Mapping[Address, FilePlace] = {}

    @property
    def was_read(self) -> bool:
        """Whether it was a finished report, of which something may have been lost."""
        return bool(self.counts)


def load_report(path: Path, own_forms: Path | None = None, forms: Sequence[Form] = ()) -> AnyReport:
    """The report in any file. Raises: DrafterError in one sentence where there is none.

    forms: all of them, where the caller is itself a process with limits: then it is read here
    """
    kind = _kind(path)
    if kind is None:
        return _of_answers(read_text(path), path, own_forms, forms)
    data = read_bytes(path, LARGEST)
    if kind == "json":
        return _of_answers(_answers_of_json(data, path), path, own_forms, forms)
    if kind == _OLD:
        data, kind = _as_word(data, path), "docx"
    if forms:
        return _read_here(forms, data, kind)
    told = _read_apart(data, kind, path, own_forms)
    notes = tuple(Note(Sure(sure), *rest) for sure, *rest in told["notes"])
    answers = read_answers(told["answers"], str(path), own_forms)
    draft = replace(answers.draft, blanks=told["blanks"], former=told["former"])
    answers = answers._replace(lines={}, draft=draft)
    proposals = tuple(_proposals(answers.form, told["proposals"]))
    places = {address: FilePlace(*place) for address, place in told["places"].items()}
    return AnyReport(answers, told["answers"], notes, told["counts"], proposals, places)


def _read_here(forms: Sequence[Form], data: bytes, kind: str) -> AnyReport:
    read = best_reading(forms, data, kind)
    answers = Answers(read.form, read.draft, {}, NO_MARKS)
    text = write_answers(read.form, read.draft)
    return AnyReport(answers, text, read.notes, read.counts, read.proposals, read.places)


def _of_answers(text: str, path: Path, own_forms: Path | None, forms: Sequence[Form]) -> AnyReport:
    named = _FORM.search(text)
    known = next((form for form in forms if named and form.id == named[1]), None)
    return AnyReport(read_answers(text, str(path), own_forms, known), text)


def _proposals(form: Form, told: Iterable[tuple[str, Raw, str]]) -> Iterator[Proposal]:
    for question_id, raw, quote in told:
        value = read_answer(form.questions[question_id], raw)
        if not isinstance(value, Problem):
            yield Proposal(question_id, value, quote)


def _kind(path: Path) -> str | None:
    """By the file's first bytes, else by its name; None for an answers file."""
    end = path.suffix.lower()
    if is_answers_file(path) or not path.is_file():
        return None
    if end == ".json":
        return "json"
    with path.open("rb") as file:
        start = file.read(4096)
    if _ANSWERS.search(start):
        return None
    if KINDS.get(end) == "xlsx":
        return "xlsx"
    for mark, kind in _STARTS:
        if start.startswith(mark) and end != ".odt":
            return kind
    if start.startswith(_OLD_OFFICE) or end in _OLD_ENDS:
        return _OLD
    return KINDS.get(end)


def _as_word(data: bytes, path: Path) -> bytes:
    """A file of an older kind as docx, where the machine has LibreOffice."""
    fix = "用 Word 或 WPS 打开，另存为 docx 再试。"
    office = find_office()
    if not office:
        raise _refused(path, "这种文件要装了 LibreOffice 才能直接读取。", fix)
    try:
        return converted(data, path.suffix.lower(), "docx", office)
    except ConversionError:
        raise _refused(path, "LibreOffice 没有转换成功，没有读取。", fix) from None


def _read_apart(data: bytes, kind: str, path: Path, own_forms: Path | None) -> dict[str, Any]:
    asked = json.dumps(
        {"kind": kind, "own": str(own_forms or ""), "memory": str(memory() or "")}
    ).encode()
    try:
        answer = run_limited(f"{__name__}:read_in_child", asked + b"\n" + data)
    except LimitError:
        fix = "用 Word 或浏览器打开，另存一份再试。"
        raise _refused(path, "读这个文件用的时间或内存太多，没有读取。", fix) from None
    except DrafterError as error:
        problems = [problem._replace(where=str(path)) for problem in error.problems]
        raise DrafterError(problems) from None
    told: dict[str, Any] = json.loads(answer)
    return told


def read_in_child(given: bytes) -> bytes:
    """The report as the form that most of its figures fit, as JSON; see `run_limited`."""
    head, _, data = given.partition(b"\n")
    asked = json.loads(head)
    own = Path(asked["own"]) if asked["own"] else None
    remember_in(Path(asked["memory"]) if asked["memory"] else None)
    forms = [load_form(form_id, own) for form_id in form_folders(own)]
    return as_json(best_reading(forms, data, asked["kind"]))


def best_reading(forms: Iterable[Form], data: bytes, kind: str) -> Published:
    """As the form that it fits best. Raises: DrafterError where it is of none."""
    read, problem = list[Published](), None
    source = source_of(data, kind)
    for form in sorted(forms, key=lambda form: form.order):
        try:
            read.append(published_of(form, source))
        except DrafterError as error:
            problem = problem or error  # the first form is the one that most clerks write
            continue
        if read[-1].serves and read[-1].named and read[-1].fit[1] > _PLAIN_FIT:
            break  # nothing fits better, and each reading takes its time
    if not read:
        raise problem or _refused(Path("读取报告"), "没有可用的报告格式。", "检查 --templates。")
    best = max(read, key=lambda each: (each.fit, each.serves))
    # A report of 2023 on the form of 2019 is a report of 2023 with a fault in it.
    later = (each for each in read if each.serves and best.form.id in each.form.former)
    return best if best.serves else next(later, best)


def _answers_of_json(data: bytes, path: Path) -> str:
    """The draft of `drafter export --to json` as an answers file, which is YAML as well."""
    try:
        whole = json_in(data)
        draft = whole["draft"]
        tables: dict[str, Any] = {}
        for address, cell in draft["cells"].items():
            table, row, column = address.split("/")
            if cell["origin"] not in ("default", "confirmed", "computed"):
                given = {"value": str(cell["value"]), "origin": cell["origin"]}
                cells = tables.setdefault(table, {}).setdefault("cells", {})
                cells.setdefault(row, {})[column] = given
        for table in draft["confirmed"]:
            tables.setdefault(table, {})["confirmed"] = True
        for address, value in draft["stated"].items():
            table, row, column = address.split("/")
            stated = tables.setdefault(table, {}).setdefault("stated", {})
            stated.setdefault(row, {})[column] = str(value)
        closed = [
            {
                "code": each["code"],
                "at": each["address"],
                "reason": each["reason"],
                "on": each["closed_on"],
                "seen": each["seen"],
            }
            for each in draft["closed"]
        ]
        tree = {
            "format": 1,
            "form": whole["form"]["id"],
            "answers": {key: _typed(each["value"]) for key, each in draft["answers"].items()},
            "texts": draft["texts"],
            "verify": draft["verify"],
            "closed": closed,
            "tables": tables,
        }
        return json.dumps(tree, ensure_ascii=False)
    except (ValueError, LookupError, TypeError, AttributeError):
        fix = "用 drafter export --to json 导出的文件才可以。"
        raise _refused(path, "这不是 drafter 导出的 JSON 文件。", fix) from None


def _typed(value: Any) -> Any:
    """An answer as an answers file has it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list) and value and isinstance(value[0], dict) and "count" in value[0]:
        return {item["name"]: str(item["count"]) for item in value}
    return value if isinstance(value, list | dict) else str(value)


def _refused(path: Path, what: str, fix: str) -> DrafterError:
    return DrafterError(Problem(str(path), what, fix))
