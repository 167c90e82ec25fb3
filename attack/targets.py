"""What is attacked: for each reader some honest samples, and how drafter reads such a thing."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

from attack import foreign_files as foreign
from attack import form_files
from attack import whole_commands as whole
from drafter.draft.answers_file import load_answers
from drafter.draft.draft_facts import Facts
from drafter.draft.draft_model import Draft
from drafter.errors import DrafterError
from drafter.form.definitions import Form
from drafter.form.form_file import load_form, read_form
from drafter.report.document import Document, build_document
from drafter.report.jinja_pages import Format, Page, render

ROOT = Path(__file__).parents[1]
_SAMPLES = sorted((ROOT / "sample_answers").glob("*.yaml"))
_REGISTERS = sorted((ROOT / "sample_answers").glob("*.xlsx"))
_FORMS = ROOT / "tests" / "forms"
_TEMPLATES = form_files.FOLDER
_ANY_FORM = ROOT / "templates" / "default"
_NOON = datetime(2024, 1, 10, 12)
_LONGEST_PASTE = 4_000
_CELL = "applications/received/natural"


class Target(NamedTuple):
    """`read(data, folder)` raises DrafterError for what drafter refuses; `folder` is empty.

    share: of the inputs that are asked for, how many this one gets
    """

    samples: Callable[[], Sequence[bytes]]
    read: Callable[[bytes, Path], None]
    share: float = 1.0


@cache
def _form() -> Form:
    return load_form("disclosure-2021")


@cache
def _documents() -> tuple[Document, ...]:
    own = [path for path in _SAMPLES if f"form: {_form().id}\n" in path.read_text("utf-8")]
    drafts = [load_answers(path).draft for path in own]
    return tuple(build_document(Facts(_form(), draft), draft=False) for draft in drafts)


def _report(kind: str) -> Target:
    """A finished report that is read back and compared."""

    def samples() -> list[bytes]:
        if kind == "docx":
            from drafter.report.word_file import render_docx

            return [render_docx(_form(), document) for document in _documents()[:2]]
        page = Page(100)
        return [render(_form(), document, Format(kind), page).encode() for document in _documents()]

    def read(data: bytes, folder: Path) -> None:
        from drafter.importing.differences import differences
        from drafter.importing.finished_report import read_report

        differences(_documents()[1], read_report(_form(), data, kind))

    return Target(samples, read)


def _published(data: bytes, folder: Path) -> None:
    """Somebody's report becomes a draft, as a text and as a page."""
    from drafter.importing.published_report import as_json, read_published

    for kind in ("txt", "html"):
        with suppress(DrafterError):
            as_json(read_published(_form(), data, kind))


def _answers(data: bytes, folder: Path) -> None:
    path = folder / "answers.yaml"
    path.write_bytes(data)
    answers = load_answers(path)
    Facts(answers.form, answers.draft)


def _session(changed: str) -> Callable[[bytes, Path], None]:
    """A session one of whose files is changed: opened, undone, and saved."""

    def read(data: bytes, folder: Path) -> None:
        from drafter.session.session_file import open_session

        path = folder / "s.yaml"
        shutil.copy(_SAMPLES[1], path)
        path.with_suffix(changed).write_bytes(data)
        with open_session(path, clock=lambda: _NOON) as session:
            _ = session.before, session.after
            session.last_year()
            if not session.read_only:
                session.save(session.saved.draft, session.saved.marks)

    return read


@cache
def _history() -> bytes:
    from tempfile import TemporaryDirectory

    from drafter.draft.draft_model import with_answer
    from drafter.session.session_file import open_session

    with TemporaryDirectory() as folder:
        path = Path(folder) / "s.yaml"
        shutil.copy(_SAMPLES[1], path)
        with open_session(path, clock=lambda: _NOON) as session:
            for number in range(6):
                session.save(with_answer(session.saved.draft, "organ.name", f"单位{number}"))
        return path.with_suffix(".history").read_bytes()


def _company(changed: str) -> Callable[[bytes, Path], None]:
    """What lies beside a session and is read by others than itself."""

    def read(data: bytes, folder: Path) -> None:
        from drafter.desk.merged_cells import units_behind

        path = folder / "s.yaml"
        shutil.copy(_SAMPLES[1], path)
        path.with_suffix(changed).write_bytes(data)
        whole.run("export", path, "--to", "review", "-o", folder / "a.docx")
        units_behind(_form(), path, _CELL)

    return read


def _parts() -> list[bytes]:
    from tempfile import TemporaryDirectory

    from drafter.desk.merged_cells import keep_parts

    with TemporaryDirectory() as folder:
        path = Path(folder) / "s.yaml"
        keep_parts(path, {_CELL: [("甲局", 84), ("乙局", Decimal("0.5"))]})
        return [path.with_suffix(".merged").read_bytes()]


def _lock() -> list[bytes]:
    from tempfile import TemporaryDirectory

    from drafter.session.session_lock import this_process, write_holder

    with TemporaryDirectory() as folder:
        path = Path(folder) / "lock"
        path.touch()
        write_holder(path, this_process(_NOON)._replace(process=2))
        return [path.read_bytes()]


def _pack(data: bytes, folder: Path) -> None:
    from drafter.checks.rule_packs import load_packs

    (folder / "packs").mkdir(exist_ok=True)
    (folder / "packs" / "wuwei-2025.yaml").write_bytes(data)
    load_packs(replace(_form(), folder=folder), ["wuwei-2025"])


def _form_in(folder: Path, data: bytes) -> Form:
    """The form in a folder of the name that it has before it is changed."""
    place = folder / ("tiny" if b"form: tiny" in data else "kinds")
    place.mkdir()
    (place / "form.yaml").write_bytes(data)
    return read_form(place)


def _form_file(data: bytes, folder: Path) -> None:
    form = _form_in(folder, data)
    facts = Facts(form, Draft(form.id, {"year": 2021}))
    build_document(facts, draft=True)


def _tricks(data: bytes, folder: Path) -> None:
    """A trick as a text of a form, as a page, and in a Word template."""
    from tests.form.template_tricks import as_block, with_trick
    from tests.report.word_tricks import with_words

    if data.startswith(b"PK"):
        form_files.template("report.docx")(data, folder)
        return
    text = data.decode()
    with suppress(DrafterError):
        form_files.template("report.docx")(with_words(text), folder)
    try:
        form_files.template("report.txt.j2")(data, folder)
    except DrafterError:
        form = _form_in(folder, with_trick(as_block(text)).encode())
        answers = {"year": 2021, "organ.name": "某馆", "story.visitors": 7}
        Facts(form, Draft("tiny", answers)).paragraphs(form.sections[1])


@cache
def _trick_texts() -> list[bytes]:
    from tests.form.template_tricks import ENDLESS, HOSTILE, LONG
    from tests.report.word_tricks import PACKAGES

    texts = (*HOSTILE.values(), *(text for text, _ in ENDLESS.values()), LONG)
    return [*(text.encode() for text in texts), *(packed() for packed in PACKAGES.values())]


def _blocks() -> list[bytes]:
    table = "\t".join(["新收", *map(str, range(7))])
    return [f"{table}\n结转\t1\t2\n\n".encode() * 4, b"1\t2\n3\t4", "公开,2,3".encode()]


def _paste(data: bytes, folder: Path) -> None:
    """A block into the model of a table, and keys between."""
    from tests.tui.table.table_desks import blank_desk

    from drafter.tui.table.table_paste import is_block, land

    model = blank_desk("kinds", "cases").model
    text = data.decode(errors="replace")
    if is_block(text):
        model.enter_block(land(model, text).cells)
    for key in text[:60]:
        model.type(key)
        if key.isdigit():
            model.settle()
            model.step_on(1, down=ord(key) % 2 == 0)
        elif key.isspace():
            model.undo()
    model.rub_out()
    _ = model.status, model.terms()


def _chat(data: bytes, folder: Path) -> None:
    from tests.chat.conftest import Script

    from drafter.chat.chat_loop import run_chat
    from drafter.chat.conversation import Chat
    from drafter.desk.desk import Around, Desk
    from drafter.session.session_shelf import create

    lines = data.decode(errors="replace").split("\n")[:80]
    with create(folder / "s", _form(), Draft(_form().id), name="示例") as session:
        run_chat(Chat(Desk(session), Script(lines), Around(date(2024, 1, 10), folder)))


def _lines_typed() -> list[bytes]:
    lines = ["2023", "示例县水利局", "跳过", "帮助", "去 报表", "新收 12 3 4", "其余为零", "撤销"]
    return ["\n".join([*lines, "写", "一段话", "完", "完成 全部", "保存退出"]).encode()]


def _screen(data: bytes, folder: Path) -> None:
    """Keys and what is pasted into the whole screen, a place after the other."""
    from tests.tui.clerk import Pasted
    from tests.tui.driving import at_work, burst, new_path

    # Textual draws a whole line of its text area anew for every key: a megabyte takes minutes.
    text = data.decode(errors="replace")[:_LONGEST_PASTE]
    keys = [key if key.isprintable() else "enter" for key in text[:40]]

    async def typed() -> None:
        async with at_work(new_path(folder / "s", _form())) as app:
            for keys_before in ((), ("ctrl+p",), ("escape", "f5"), ("escape", "f2")):
                await burst(app, [*keys_before, Pasted(text), *keys])
            assert app.return_code in (None, 0)

    asyncio.run(typed())


def _files(*paths: Path) -> Callable[[], Sequence[bytes]]:
    return lambda: [path.read_bytes() for path in paths]


def _encoded(text: str) -> list[bytes]:
    return [text.encode()]


def _beside(name: str) -> Path:
    own = form_files.FOLDER / name
    return own if own.exists() else _ANY_FORM / name


def _of_form(form: str, kind: str) -> Target:
    return Target(partial(whole.reports, form, kind), whole.read_report_of(form, kind), 0.1)


_PUBLISHED = ROOT / "tests" / "published" / "bazhou-commerce-2021.txt"


def _template(name: str) -> Target:
    """typst works in a process of its own, which takes a second to start."""
    samples = _files(_beside(name))
    read = form_files.template(name)
    if name == "review.docx":
        return Target(form_files.sheet_template, read, 0.3)
    return Target(samples, read, 0.02 if name == "report.typ" else 0.3)


TARGETS = {
    **{kind: _report(kind) for kind in ("txt", "md", "html", "docx")},
    "pdf": Target(foreign.pdfs, foreign.gathered(".pdf")),
    "xlsx": Target(foreign.workbooks, foreign.gathered(".xlsx")),
    "json": Target(foreign.drafts_as_json, foreign.gathered(".json")),
    **{
        kind: Target(foreign.old_reports(kind), foreign.old_report(kind), 0.002)
        for kind in foreign.OLD_KINDS
    },
    "published": Target(_files(_PUBLISHED), _published),
    "register xlsx": Target(_files(*_REGISTERS), foreign.register_file(".xlsx")),
    "register xls": Target(foreign.old_registers, foreign.register_file(".xls")),
    "register et": Target(foreign.old_registers, foreign.register_file(".et"), 0.002),
    "register csv": Target(
        _files(*ROOT.glob("bench/registers/*/*.csv")), foreign.register_file(".csv")
    ),
    "register asked": Target(whole.registers, whole.register_asked, 0.1),
    "register settings": Target(whole.settings, whole.register_settings, 0.03),
    **{
        f"units{end}": Target(partial(_encoded, text), foreign.unit_list(end))
        for end, text in foreign.UNITS.items()
    },
    "gathered folder": Target(foreign.kept_gatherings, foreign.kept_gathering, 0.03),
    "lines of JSON": Target(foreign.report_lines, foreign.tested_lines, 0.1),
    "answers": Target(_files(*_SAMPLES), _answers),
    "session": Target(_files(*_SAMPLES), _session(".yaml")),
    "history": Target(lambda: [_history()], _session(".history")),
    "lock": Target(_lock, _session(".lock"), 0.3),
    "session .last": Target(_files(*_SAMPLES), _session(".last"), 0.3),
    "session .reviewed": Target(_files(*_SAMPLES), _company(".reviewed"), 0.03),
    "session .merged": Target(_parts, _company(".merged"), 0.03),
    "form.yaml": Target(_files(*_FORMS.glob("*/form.yaml")), _form_file),
    "packs": Target(_files(*_TEMPLATES.glob("packs/*.yaml")), _pack, 0.3),
    **{
        name: Target(_files(_beside(name)), form_files.beside(name), 0.3)
        for name in form_files.BESIDE
    },
    **{name: _template(name) for name in form_files.TEMPLATES},
    "template tricks": Target(_trick_texts, _tricks),
    "form folders": Target(whole.form_packages, whole.form_folder, 0.05),
    "pasted blocks": Target(_blocks, _paste, 0.3),
    "chat lines": Target(_lines_typed, _chat, 0.1),
    "screen keys": Target(_blocks, _screen, 0.02),
    "command lines": Target(
        lambda: [line.encode() for line in foreign.COMMAND_LINES], foreign.command_line, 0.1
    ),
    **{
        f"{kind} {form}": _of_form(form, kind)
        for form in whole.FORMS
        for kind in ("txt", "html", "docx")
    },
    **{
        f"sheet {kind}": Target(partial(whole.sheets, kind), whole.read_sheet(kind), 0.1)
        for kind in whole.SHEETS
    },
    "check A B": Target(_files(*_SAMPLES), whole.answers_checked, 0.1),
    "print and export": Target(_files(*_SAMPLES), whole.answers_printed, 0.05),
}
UNCHANGED = {"template tricks"}
"""Every sample once, as it is."""
