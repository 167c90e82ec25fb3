"""`drafter forms --check`: every mistake in a form's folder at once, and its blank report."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

from jinja2 import nodes

from drafter.checks.field_words import words_of
from drafter.checks.material import load_material
from drafter.checks.rule_packs import load_packs
from drafter.claims.claims_file import claim_words
from drafter.commands.form_folder import ANSWERS_FILE
from drafter.draft.answers_file import read_answers
from drafter.draft.blank_answers import blank_answers
from drafter.draft.draft_facts import Facts
from drafter.draft.draft_model import Cell, Draft, Origin
from drafter.draft.typed_answers import read_answer
from drafter.errors import DrafterError, ExitCode, Problem
from drafter.files import read_bytes, read_text
from drafter.form.definitions import Form, Kind, Need, Question, Text
from drafter.form.form_file import FORM_FILE, given_file, read_form
from drafter.form.form_texts import texts_of
from drafter.form.year_words import in_year
from drafter.gather.alike_texts import common_pieces
from drafter.gather.report_comparison import comparison_words
from drafter.importing.published_words import reading_words
from drafter.ledger.ledger_file import register_words
from drafter.ledger.work_calendar import form_calendar
from drafter.output.approval_sheet import sheet_of, sheet_page, sheet_text, sheet_word
from drafter.output.review_sheet import review_of
from drafter.report.document import Document, build_document
from drafter.report.jinja_pages import Format, Page, find_template, render
from drafter.report.word_file import REPORT, render_docx

_YEAR = 2024
"""The year of the answers that a form is tried with."""
_KNOWN = ("year", "organ.name", "organ.self", "organ.kind", "organ.level")
"""Answers that the checks, the list of reports or the names of files use by themselves."""


def _calendar(form: Form) -> None:
    if words := register_words(form):
        form_calendar(form, words)


def _page_template(form: Form) -> None:
    """Of the PDF: it is not tried, since typst and its fonts may be lacking here."""
    read_text(find_template(form, "report.typ", None))


_FORMAT_FILES: tuple[Callable[[Form], object], ...] = (
    words_of,
    claim_words,
    reading_words,
    register_words,
    comparison_words,
    common_pieces,
    _calendar,
    _page_template,
)
"""What reads each file that may stand beside form.yaml."""


class Trial(NamedTuple):
    """What came of trying a form.

    problems: each keeps the form from being used
    remarks: each looks like something forgotten
    blank: the report in which nothing is answered yet, as text
    """

    form: Form | None
    problems: tuple[Problem, ...]
    remarks: tuple[Problem, ...] = ()
    blank: str = ""


def try_form(folder: Path) -> Trial:
    """Load every file of the folder; print the report blank, and with all questions answered."""
    try:
        form = read_form(folder)
    except DrafterError as error:
        return Trial(None, error.problems)
    problems = [*_unreadable(form), *_beside(form), *_printed(form)]
    if problems:
        return Trial(form, tuple(dict.fromkeys(problems)))
    blank = render(form, _document(form, Draft(form.id)), Format.TEXT, Page())
    return Trial(form, (), tuple(_remarks(form)), blank)


def _unreadable(form: Form) -> Iterator[Problem]:
    """Examples and defaults that could not be answers."""
    for question in form.questions.values():
        for key, said in (
            ("example", in_year(question, _YEAR).example),
            ("default", question.default),
        ):
            if said and isinstance(told := read_answer(question, said), Problem):
                where = _line_of(form, rf"{key}: .*{re.escape(getattr(question, key))}")
                what = f"“{question.id}”的 {key} 写的是“{said}”，读不成答案：{told.what}"
                yield Problem(where, what, told.fix)


def _line_of(form: Form, pattern: str) -> str:
    """`form.yaml:12` of the only line with these words, else the file."""
    lines = read_text(form.folder / FORM_FILE).splitlines()
    found = [number for number, line in enumerate(lines, 1) if re.search(pattern, line)]
    name = f"{form.folder.name}/{FORM_FILE}"
    return f"{name}:{found[0]}" if len(found) == 1 else name


def _beside(form: Form) -> Iterator[Problem]:
    """The mistakes in words.yaml and the like, packs included."""
    for load in _FORMAT_FILES:
        yield from _mistakes(load, form)
    packs = form.folder / "packs"
    if os.path.lexists(packs) and not packs.is_dir():
        yield Problem(str(packs), "这不是文件夹，当地要求用不上。", "换成文件夹，或者把它移走。")
    for path in sorted(packs.glob("*.yaml")):
        yield from _mistakes(partial(load_packs, names=[path.stem]), form)


def _load_filled(form: Form) -> None:
    if path := given_file(form.folder, ANSWERS_FILE):
        read_answers(read_text(path), str(path), known=form)


def _mistakes(act: Callable[[Form], object], form: Form) -> tuple[Problem, ...]:
    try:
        act(form)
    except DrafterError as error:
        return error.problems
    return ()


def _printed(form: Form) -> Iterator[Problem]:
    """What goes wrong in texts and templates, with nothing answered and with everything."""
    for draft in (Draft(form.id), _answered(form, yes=True), _answered(form, yes=False)):
        for files_of in (_report_files, _sheet_files):
            try:
                files = files_of(form, draft)
            except DrafterError as error:
                yield from error.problems
                continue
            for make in files:
                yield from _mistakes(make, form)
    yield from _mistakes(lambda of: read_answers(blank_answers(of), "空白答案", known=of), form)


def _report_files(form: Form, draft: Draft) -> tuple[Callable[[Form], object], ...]:
    """What makes each kind of file that a form may have a template for. Raises: DrafterError."""
    document, page = _document(form, draft), Page()
    pages = (partial(render, document=document, to=kind, page=page) for kind in Format)
    return (*pages, partial(render_docx, document=document))


def _sheet_files(form: Form, draft: Draft) -> tuple[Callable[[Form], object], ...]:
    """The same of the 送审单."""
    facts = Facts(form, draft)
    sheet = sheet_of(review_of(load_material(facts), draft=True, since=None), facts)
    return tuple(partial(make, sheet) for make in (sheet_page, sheet_text, sheet_word))


def _document(form: Form, draft: Draft) -> Document:
    return build_document(Facts(form, draft), draft=True)


def _answered(form: Form, *, yes: bool) -> Draft:
    """Every question with its example, or with what any answer of its kind may be."""
    answers = {
        question.id: value
        for question in form.questions.values()
        if not isinstance(value := read_answer(question, _example(question, yes=yes)), Problem)
    }
    typed = (cell for cell in form.cells if cell not in form.computed)
    return Draft(form.id, answers, cells={cell: Cell(1, Origin.ENTERED) for cell in typed})


def _example(question: Question, *, yes: bool) -> str:
    example = in_year(question, _YEAR).example
    match question.kind:
        case Kind.YESNO:
            return "是" if yes else "否"
        case Kind.CHOICE | Kind.CHOICES:
            return example or question.choices[0 if yes else -1]
        case Kind.DATE:
            return example or f"{_YEAR + 1}年1月20日"
        case Kind.YEAR:
            return str(_YEAR)
        case Kind.COUNT | Kind.MONEY:
            return example or "2"
        case Kind.BREAKDOWN:
            return example or "甲 1，乙 2"
    return example or "示例"


def _remarks(form: Form) -> Iterator[Problem]:
    """What a form may do, and seldom means to."""
    said = _all_said(form)
    for section in form.sections:
        for question in section.questions:
            name = question.id.rpartition(".")[2]
            if question.need is not Need.LOCAL and not re.search(rf"\b{re.escape(name)}\b", said):
                where = _line_of(form, rf"\bid: *{re.escape(name)}\b")
                what = f"问了“{question.label}”，报告里却没有一句话用到它的答案。"
                yield Problem(where, what, f"在 text 里写上 {{{{ {name} }}}}，或者不问这一题。")
    for text in _all_texts(form):
        yield from _joined_sums(form, text)
    yield from _mistakes(_load_filled, form)
    yield from _old_word_file(form)


def _all_texts(form: Form) -> Iterator[Text]:
    """Every text; expressions as texts that print them."""
    yield from (text for _, text in form.texts())
    for text in (*(text for _, text in form.conditions()), *form.facts.values()):
        yield Text(f"{{{{ {text.source} }}}}", text.line)


def _joined_sums(form: Form, text: Text) -> Iterator[Problem]:
    """`year ~ "—" ~ year + 1` is 2023—20231: Jinja joins first and adds afterwards."""
    for node in texts_of(form).parse(text.source).find_all(nodes.Add):
        if isinstance(node.left, nodes.Concat) or isinstance(node.right, nodes.Concat):
            where = f"{form.folder.name}/{FORM_FILE}:{text.line + node.lineno - 1}"
            what = "“~”和“+”写在一起，会先连成文字再相加。"
            yield Problem(where, what, "相加的部分加括号，例如：year ~ “—” ~ (year + 1)。")


def _all_said(form: Form) -> str:
    """Every text, condition, fact and equation, in which the names of questions stand."""
    texts = [text.source for text in _all_texts(form)]
    terms = [term.address for relation in form.relations for term in relation.terms]
    return "\n".join((*texts, *terms, form.signature.date, *_KNOWN))


def _old_word_file(form: Form) -> Iterator[Problem]:
    """A report.docx that lacks a table's cells: it was made before form.yaml was changed."""
    path = form.folder / REPORT
    if not path.is_file() or not form.tables:
        return
    tags = _tags(read_bytes(path))
    if missing := [cell for cell in form.cells.values() if (cell.row, cell.column) not in tags]:
        what = f"里面没有{form.tables[missing[0].table].short}的“{missing[0].label}”。"
        fix = "格式改过以后，用 drafter forms --build 重做；没有改过版式的，删掉这个文件就行。"
        yield Problem(str(path), what, fix)


def _tags(template: bytes) -> set[tuple[str, str]]:
    """Of all parts: which of them is the text, a Word file says elsewhere."""
    with ZipFile(BytesIO(template)) as parts:
        every = (parts.read(name) for name in parts.namelist() if name.endswith(".xml"))
        # Whatever is no letter of a tag, the zeros of UTF-16 among it, is between them.
        text = "".join(re.sub("<[^>]*>|\0", "", part.decode("utf-8", "ignore")) for part in every)
    return set(re.findall(r"\{\{ *t\.(\w+)\.(\w+) *\}\}", text))


def tell_trial(folder: Path) -> int:
    """The blank report on stdout, all else on stderr; the result is an ExitCode."""
    trial = try_form(folder)
    if trial.problems or trial.form is None:
        print(*trial.problems, sep="\n", file=sys.stderr)
        print(f"有 {len(trial.problems)} 处要改。", file=sys.stderr)
        return ExitCode.UNREADABLE
    form = trial.form
    sys.stdout.write(trial.blank)
    print(*trial.remarks, sep="\n", end="\n" if trial.remarks else "", file=sys.stderr)
    told = (
        (len(form.parts), "个部分"),
        (len(form.questions), "个问题"),
        (len(form.tables), "张表"),
        (len(form.cells), "格"),
        (len(form.relations), "条关系"),
    )
    counted = "、".join(f"{number} {what}" for number, what in told if number)
    doubts = f"；有 {len(trial.remarks)} 处请看一看" if trial.remarks else ""
    print(f"“{form.name}”可以用了{doubts}：{counted}。上面是还没有填的报告。", file=sys.stderr)
    return ExitCode.OK
