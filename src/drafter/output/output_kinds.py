"""Finished files: which kinds there are, each made and read back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import Enum
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

from drafter import __version__
from drafter.checks.material import Material
from drafter.draft.draft_facts import Facts
from drafter.errors import DrafterError, Problem
from drafter.form.definitions import Form
from drafter.office_program import ConversionError, converted, find_office
from drafter.optional_libraries import is_here, loads
from drafter.output.file_package import packed, unpacked
from drafter.output.review_sheet import Version, review_of
from drafter.report.document import DRAFT, FOR_REVIEW, Document, tables_of
from drafter.report.jinja_pages import Format, Page, render
from drafter.report.title_lines import bracketed
from drafter.report.typeset import can_typeset, render_pdf
from drafter.report.year_picture import Picture, picture_of
from drafter.session.session_folder import safe_name
from drafter.user_folders import program_folder

if TYPE_CHECKING:
    from drafter.output.approval_sheet import Sheet

ALL = "全部"
_BETWEEN = re.compile(r"[\s,，、]+")
_TAGGED = 'writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}'
"""A PDF with its structure, for whoever has it read aloud."""
_FILLED, _RAGGED = b'<w:jc w:val="both"/>', b'<w:jc w:val="left"/>'


class Output(Enum):
    """What can be made; the value is the word of `--to`."""

    DOCX = "docx"
    HTML = "html"
    MARKDOWN = "md"
    TEXT = "txt"
    PDF = "pdf"
    JSON = "json"
    REVIEW = "review"
    REVIEW_PAGE = "review-html"
    REVIEW_TEXT = "review-txt"
    REVIEW_COPY = "review-copy"
    PASTE = "paste"
    XLSX = "xlsx"
    SVG = "svg"
    PNG = "png"
    PACKAGE = "package"

    @property
    def ending(self) -> str:
        """Of a file's name."""
        return _ENDINGS.get(self, f".{self.value}")


_ENDINGS: Mapping[Output, str] = {
    Output.REVIEW: ".docx",
    Output.REVIEW_PAGE: ".html",
    Output.REVIEW_TEXT: ".txt",
    Output.REVIEW_COPY: ".docx",
    Output.PASTE: ".html",
    Output.PACKAGE: ".zip",
}
"""Of those whose word is no ending."""
REVIEWS = (Output.REVIEW, Output.REVIEW_PAGE, Output.REVIEW_TEXT)
"""The 送审单 in each of its shapes."""
USUAL = (Output.DOCX, Output.HTML, Output.TEXT)
"""What 全部 stands for."""
SLOW = (Output.PDF, Output.SVG, Output.PNG, Output.PACKAGE)
"""What takes more than a moment to make."""
PICTURE = (Output.SVG, Output.PNG)
"""What 图解 stands for."""


class Export(NamedTuple):
    """What files are made of.

    draft: whether they bear the mark 草稿
    for_review: whether they bear the mark 送审稿, unless they are drafts
    own: templates of the clerk's own
    since: the version that a 送审单 is compared with
    """

    material: Material
    draft: bool
    own: Path | None = None
    since: Version | None = None
    for_review: bool = False


class Made(NamedTuple):
    """A file that is whole and right; `note` is for the clerk, or empty."""

    data: bytes
    note: str = ""


def split_words(text: str) -> list[str]:
    """The words of `docx,html` or `Word、网页`."""
    return [word for word in _BETWEEN.split(text) if word]


def outputs_called(word: str) -> tuple[Output, ...]:
    """What a word stands for, of `WORDS` or of a clerk; nothing for one that is not known."""
    return _MEANT.get(word.casefold(), ())


def output_named(path: Path) -> Output | None:
    """What the ending of a file's name says it is."""
    return next((each for each in Output if each.ending == path.suffix.casefold()), None)


def possible_outputs(form: Form) -> Mapping[str, tuple[Output, ...]]:
    """What a clerk may ask for of this form on this machine, by its name, the usual first."""
    return {name: outputs for name, outputs in CALLED.items() if _can_make(outputs[0], form)}


def _can_make(output: Output, form: Form) -> bool:
    if output is Output.PDF:
        return can_typeset() or bool(find_office())
    return _has(form, output) and (output not in PICTURE or _can_draw())


def _has(form: Form, output: Output) -> bool:
    """Whether there is anything in the form for it to show."""
    if output is Output.XLSX:
        return bool(form.tables)
    return output not in PICTURE or bool(form.picture)


def _can_draw() -> bool:
    return is_here("matplotlib")


def make_output(export: Export, document: Document, output: Output) -> Made:
    """One file's bytes, read back. Raises: DrafterError, with both values of each difference."""
    if output is Output.REVIEW_COPY:
        document = document._replace(for_review=True)
    made = KINDS[output].make(export, document)
    reader = _READERS.get(output)
    if reader and not loads(reader):
        return made._replace(note=f"{output.value} 没有读回核对：这台电脑上没有 {reader}。")
    compare(export, document, made.data, output)
    return made


_READERS = {
    **dict.fromkeys((Output.HTML, Output.PASTE, Output.REVIEW_PAGE), "lxml"),
    **{Output.PDF: "pypdfium2", Output.XLSX: "python_calamine"},
}
"""What reads each back, which some machines do not have."""


def compare(export: Export, document: Document, data: bytes, output: Output) -> None:
    """Read a file back. Raises: DrafterError with every place where it is not the document."""
    found = KINDS[output].differs(export, document, data, output)
    if found:
        what = f"做成以后读回核对，有 {len(found)} 处和报告不一致，没有存。"
        way_out = _way_out(output, _has_own(export))
        raise DrafterError([Problem(f"{output.value} 文件", what, way_out), *found])


def word_to_pdf(data: bytes, office: str) -> bytes:
    """The Word file as a PDF. Raises: DrafterError where the program gives none."""
    try:
        return converted(_ragged(data), ".docx", "pdf", office, _TAGGED)
    except ConversionError:
        fix = "改成生成 docx，在 WPS 或 Word 里另存为 PDF。"
        raise DrafterError(Problem("PDF", "LibreOffice 没有转换成功。", fix)) from None


def mark_of(export: Export) -> str:
    """What the files of an export are marked with."""
    return DRAFT if export.draft else FOR_REVIEW if export.for_review else ""


def has_sheet(outputs: Sequence[Output], mark: str) -> bool:
    """Whether a 送审单 is among the files, or in one of them."""
    return any(each in REVIEWS for each in outputs) or (
        mark == FOR_REVIEW and Output.PACKAGE in outputs
    )


def distinct(outputs: Iterable[Output], mark: str) -> tuple[Output, ...]:
    """Each once; where all files bear a mark, a 送审稿 is a Word file like any other."""
    plain = (Output.DOCX if mark and each is Output.REVIEW_COPY else each for each in outputs)
    return tuple(dict.fromkeys(plain))


def file_name(facts: Facts, output: Output, mark: str) -> str:
    """The report's title made safe, the mark, what kind of file it is."""
    if output is Output.REVIEW_COPY:
        mark = mark or FOR_REVIEW
    # The sheet is about the report, and says itself that this is a draft.
    told = "" if output in REVIEWS else bracketed(mark)
    name = safe_name(facts.render(facts.form.title)) or facts.form.id
    return f"{name}{told}{_REMARKS.get(output, '')}{output.ending}"


_REMARKS = {
    **dict.fromkeys(REVIEWS, "（送审单）"),
    Output.PASTE: "（粘贴稿）",
    Output.SVG: "（图解）",
    Output.PNG: "（图解）",
}


def _way_out(output: Output, own: bool) -> str:
    if own:
        return "核对自备的模板。"
    if output is Output.PDF:
        return "可能是字体里没有这些字。改成生成 docx，在 WPS 或 Word 里另存为 PDF。"
    return "把下面几行告诉提供 drafter 的人。"


def _rendered(to: Format, export: Export, document: Document) -> Made:
    form = export.material.form
    text = render(form, document, to, Page(), export.own)
    # A lone half of a surrogate pair may come from a damaged file, and is no reason to give none.
    return Made(text.encode("utf-8", "replace"))


def _word(export: Export, document: Document) -> Made:
    from drafter.report.word_file import render_docx

    return Made(render_docx(export.material.form, document, export.own))


def _pdf(export: Export, document: Document) -> Made:
    """By typst, else by LibreOffice from the Word file."""
    if can_typeset():
        return Made(*render_pdf(export.material.form, document, export.own))
    if office := find_office():
        return Made(word_to_pdf(_word(export, document).data, office))
    what = "这台电脑上没有能生成 PDF 的程序。"
    way = "按“读我”里的说明放进 PDF 组件" if program_folder() else "运行 pip install typst"
    fix = f"{way}，或者装上 LibreOffice；也可以生成 docx，在 WPS 或 Word 里另存为 PDF。"
    raise DrafterError(Problem("PDF", what, fix))


def _json(export: Export, document: Document) -> Made:
    from drafter.report.report_data import report_data

    return Made(_json_bytes(report_data(export.material.facts, document)))


def _json_bytes(tree: Mapping[str, object]) -> bytes:
    from json import dumps

    return (dumps(tree, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")


def _paste(_export: Export, document: Document) -> Made:
    from drafter.report.paste_page import render_paste

    return Made(render_paste(document).encode("utf-8", "replace"))


def _workbook(export: Export, document: Document) -> Made:
    if not _has(export.material.form, Output.XLSX):
        what = f"“{export.material.form.name}”没有表格。"
        raise DrafterError(Problem("Excel", what, "改成别的形式。"))
    from drafter.report.table_workbook import render_workbook

    return Made(render_workbook(export.material.form, document))


def _review(to: Output, export: Export, _document: Document) -> Made:
    from drafter.output.approval_sheet import sheet_page, sheet_text, sheet_word

    form, sheet = export.material.form, _sheet_of(export)
    if to is Output.REVIEW:
        return Made(sheet_word(sheet, form, export.own))
    text = (sheet_page if to is Output.REVIEW_PAGE else sheet_text)(sheet, form, export.own)
    return Made(text.encode("utf-8", "replace"))


def _review_differs(
    export: Export, _document: Document, data: bytes, output: Output
) -> Sequence[Problem]:
    from drafter.importing.sheet_lines import sheet_differences

    sheet = _sheet_of(export)
    rows = [tuple(cell.text for cell in row) for row in sheet.grid.rows[1:]]
    return sheet_differences(data, output.ending[1:], rows, sheet.texts, own=_has_own(export))


def _sheet_of(export: Export) -> Sheet:
    from drafter.output.approval_sheet import sheet_of

    review = review_of(export.material, draft=export.draft, since=export.since)
    return sheet_of(review, export.material.facts, export.own)


def _ragged(data: bytes) -> bytes:
    """The Word file with no line filled up to its edge: there LibreOffice loses punctuation."""
    ragged = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(ragged, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, part.replace(_FILLED, _RAGGED) if name.endswith(".xml") else part)
    return ragged.getvalue()


def _picture(output: Output, export: Export, _document: Document) -> Made:
    if not _has(export.material.form, output):
        what = f"“{export.material.form.name}”没有图解。"
        raise DrafterError(Problem("图解", what, "改成别的形式。"))
    if not _can_draw():
        what = "这台电脑上没有画图的程序。"
        way = "按“读我”里的说明放进图解组件" if program_folder() else "运行 pip install matplotlib"
        raise DrafterError(Problem("图解", what, f"{way}，再生成一次。"))
    from drafter.report.picture_page import draw_png, draw_svg

    draw = draw_svg if output is Output.SVG else draw_png
    return Made(*draw(_picture_of(export)))


def _picture_of(export: Export) -> Picture:
    return picture_of(export.material.facts, export.material.last, mark=mark_of(export))


def _package(export: Export, document: Document) -> Made:
    """Every file in one zip, but those that this machine cannot make; its list says which."""
    made, lacking = {}, []
    # What is handed up to be signed has the sheet for it along; what is published has not.
    sheet = (Output.REVIEW,) if document.mark == FOR_REVIEW else ()
    for output in (each for each in (*_PACKED, *sheet) if _has(export.material.form, each)):
        try:
            made[output] = make_output(export, document, output)
        except DrafterError as error:
            if output not in _LACKED:
                raise
            what = error.problems[0].what
            lacking.append(f"没有 {KINDS[output].called}：{what}")
    facts, mark = export.material.facts, mark_of(export)
    files = {file_name(facts, output, mark): whole.data for output, whole in made.items()}
    title = document.title + bracketed(document.mark)
    notes = tuple(dict.fromkeys(whole.note for whole in made.values() if whole.note))
    how = f"由 drafter {__version__} 生成；除了下面写明的，都读回来和报告核对过。"
    data = packed(files, (title, how, *notes, *lacking))
    return Made(data, "\n".join((*notes, *(f"压缩包里{each}" for each in lacking))))


def _package_differs(
    _export: Export, _document: Document, data: bytes, _output: Output
) -> Sequence[Problem]:
    """Every file taken out of the zip again; each was compared with the report when it was made."""
    what, fix = "和清单里的 SHA-256 不一致。", "再生成一次。"
    return [Problem(name, what, fix) for name in unpacked(data)[1]]


def _json_differs(
    _export: Export, document: Document, data: bytes, _output: Output
) -> Sequence[Problem]:
    from json import loads

    from drafter.report.report_data import document_data

    if loads(data)["document"] == loads(_json_bytes(document_data(document))):
        return ()
    return (Problem("json 文件", "里面的报告和做它的报告不一样。", "再生成一次。"),)


def _differs(export: Export, document: Document, data: bytes, output: Output) -> Sequence[Problem]:
    # Reading needs a library for each kind, and the chat must not wait for them to begin.
    from drafter.importing.differences import differences
    from drafter.importing.finished_report import read_report

    # A template of the clerk's own may say more than the report: that is no difference.
    reading = read_report(export.material.form, data, output.ending[1:])
    return differences(document, reading, additions=_has_own(export))


def _has_own(export: Export) -> bool:
    return export.own is not None and (export.own / export.material.form.id).is_dir()


def _tables_differ(
    export: Export, document: Document, data: bytes, output: Output
) -> Sequence[Problem]:
    return _differs(export._replace(own=None), tables_of(document), data, output)


def _picture_differs(
    export: Export, _document: Document, data: bytes, output: Output
) -> Sequence[Problem]:
    from drafter.importing.picture_marks import png_differences, svg_differences

    differences = svg_differences if output is Output.SVG else png_differences
    return differences(_picture_of(export), data)


class Kind(NamedTuple):
    """All there is to know of one output.

    suits: what it is good for
    called: what the clerk calls it; "" where neither front end offers it; those of the same
        name are made together
    differs: how it is read back, and compared before it is written
    """

    make: Callable[[Export, Document], Made]
    called: str = ""
    suits: str = ""
    differs: Callable[[Export, Document, bytes, Output], Sequence[Problem]] = _differs


_LACKED = (Output.PDF, *PICTURE)
"""What a package goes without where the machine cannot make it."""
_PACKED = (
    *(Output.DOCX, Output.PDF, Output.HTML, Output.PASTE, Output.XLSX),
    *(*PICTURE, Output.JSON),
)
KINDS: Mapping[Output, Kind] = {
    Output.DOCX: Kind(_word, "Word", "送审和归档用"),
    Output.HTML: Kind(partial(_rendered, Format.HTML), "网页", "在网站上公布用"),
    Output.TEXT: Kind(partial(_rendered, Format.TEXT), "文本", "到处都能看"),
    Output.PDF: Kind(_pdf, "PDF", "版面不会变"),
    Output.REVIEW: Kind(
        partial(_review, Output.REVIEW),
        "送审单",
        "签字用，附主要数字和核对情况",
        differs=_review_differs,
    ),
    Output.REVIEW_COPY: Kind(_word, "送审稿", "Word 全文，标明“送审稿”"),
    Output.PASTE: Kind(_paste, "粘贴稿", "粘贴到网站后台的编辑器里"),
    Output.XLSX: Kind(_workbook, "Excel", "几张表，合计是公式", differs=_tables_differ),
    Output.SVG: Kind(
        partial(_picture, Output.SVG), "图解", "一页图，网上发布或者打印", differs=_picture_differs
    ),
    Output.PNG: Kind(
        partial(_picture, Output.PNG), "图解", "一页图，网上发布或者打印", differs=_picture_differs
    ),
    Output.PACKAGE: Kind(_package, "压缩包", "各种文件都在里面，附清单", differs=_package_differs),
    Output.MARKDOWN: Kind(partial(_rendered, Format.MARKDOWN)),
    Output.REVIEW_PAGE: Kind(
        partial(_review, Output.REVIEW_PAGE), suits="送审单，网页", differs=_review_differs
    ),
    Output.REVIEW_TEXT: Kind(
        partial(_review, Output.REVIEW_TEXT), suits="送审单，文本", differs=_review_differs
    ),
    Output.JSON: Kind(_json, suits="供其他程序读取", differs=_json_differs),
}
"""Every output, in the order in which the front ends offer it."""
CALLED: Mapping[str, tuple[Output, ...]] = {
    name: tuple(output for output, kind in KINDS.items() if kind.called == name)
    for name in dict.fromkeys(kind.called for kind in KINDS.values())
    if name
}
"""What a clerk calls each kind, or those that are made together."""
WORDS: Mapping[str, tuple[Output, ...]] = {
    **{output.value: (output,) for output in Output},
    "chart": PICTURE,
}
"""What may follow `--to`."""
_MEANT = {
    **WORDS,
    **{name.casefold(): outputs for name, outputs in CALLED.items()},
    "送审单网页": (Output.REVIEW_PAGE,),
    "送审单文本": (Output.REVIEW_TEXT,),
    ALL: USUAL,
}
