"""The report as a Word file: what it says, where, in which fonts, and what a template may do."""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafter import limited_process
from drafter.draft.answers_file import load_answers
from drafter.draft.draft_facts import Facts
from drafter.draft.draft_model import Draft
from drafter.errors import DrafterError
from drafter.form.definitions import Form
from drafter.form.form_file import load_form
from drafter.importing.differences import differences
from drafter.importing.finished_report import read_report
from drafter.report.document import (
    Document,
    Grid,
    GridCell,
    Heading,
    Paragraph,
    PrintedTable,
    build_document,
)
from drafter.report.word_file import context_of, render_docx
from drafter.report.word_layout import report_layout

from ..conftest import LONGEST_S
from ..form.template_tricks import ENDLESS, HOSTILE
from .word_tricks import PACKAGES, of_words, with_words

pytestmark = pytest.mark.usefixtures("sets_pages_here")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FORM = load_form("disclosure-2021")
SAMPLES = sorted((Path(__file__).parents[2] / "sample_answers").glob("*.yaml"))
# What looks like markup or code to one of the programs on the way.
LITERAL = [
    "A & B < C > D",
    "{{ 7 * 7 }}",
    "{% if %}",
    "{%p endfor %}",
    "{# 注 #}",
    "{_{ 甲 }_}",
    "{_% 甲 %_}",
    "]]>",
    "<w:p><w:r/></w:p>",
    "&lt;&#65;",
    "“甲”——乙…",
    "😀𠮷",
    "\\n \\a",
    "甲  乙",
]


@pytest.fixture
def in_office(tmp_path) -> Callable[[bytes], Path]:
    """An office's folder of templates with this report.docx in it."""

    def write(template: bytes) -> Path:
        (tmp_path / "own" / FORM.id).mkdir(parents=True)
        (tmp_path / "own" / FORM.id / "report.docx").write_bytes(template)
        return tmp_path / "own"

    return write


def document(*texts: str, draft: bool = False) -> Document:
    """Each text as a paragraph; the first is the title, a heading and the signature as well."""
    blocks = (Heading(texts[0], 1, "甲"), *(Paragraph(text, "甲") for text in texts))
    return Document(texts[0], draft, blocks, texts[0], texts[0])


def sample(path: Path) -> Document:
    answers = load_answers(path, None)
    return build_document(Facts(answers.form, answers.draft), draft=False)


def form_of(path: Path) -> Form:
    return load_answers(path, None).form


def parts_of(docx: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        return {n: package.read(n).decode() for n in package.namelist() if n.endswith(".xml")}


def body_of(docx: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(parts_of(docx)["word/document.xml"])[0]


def text_of(element: ElementTree.Element) -> str:
    signs = {f"{W}tab": "\t", f"{W}br": "\n"}
    pieces = (e.text or "" if e.tag == f"{W}t" else signs.get(e.tag, "") for e in element.iter())
    return "".join(pieces)


def paragraphs_of(docx: bytes) -> list[str]:
    """The paragraphs outside tables that hold a text."""
    return [text for p in body_of(docx).findall(f"{W}p") if (text := text_of(p))]


def expanded(table: ElementTree.Element) -> list[list[str]]:
    """The text that stands at each row and column of a w:tbl."""
    rows: list[list[str]] = []
    for row in table.findall(f"{W}tr"):
        rows.append([])
        for cell in row.findall(f"{W}tc"):
            span = cell.find(f"{W}tcPr/{W}gridSpan")
            merged = cell.find(f"{W}tcPr/{W}vMerge")
            text = text_of(cell).replace("\n", "")
            if merged is not None and merged.get(f"{W}val") != "restart":
                assert text == ""
                text = rows[-2][len(rows[-1])]
            rows[-1] += [text] * (1 if span is None else int(span.get(f"{W}val", "")))
    return rows


def spread(grid: Grid) -> list[list[str]]:
    """The text that stands at each row and column of a grid."""
    spread: list[list[str | None]] = [[None] * grid.columns for _ in grid.rows]
    for row, cells in enumerate(grid.rows):
        for cell in cells:
            column = spread[row].index(None)
            for y in range(row, row + cell.rows):
                spread[y][column : column + cell.columns] = [cell.text] * cell.columns
    return [[text or "" for text in row] for row in spread]


@pytest.fixture
def own(tmp_path) -> Callable[..., Path]:
    """A template of an office's own: the form's with some words replaced."""

    def write(*changes: tuple[str, str], form=FORM) -> Path:
        packed = io.BytesIO()
        source = zipfile.ZipFile(io.BytesIO(report_layout(form)))
        with zipfile.ZipFile(packed, "w") as package:
            for name in source.namelist():
                text = source.read(name).decode()
                for old, new in changes:
                    text = text.replace(old, new)
                package.writestr(name, text)
        (tmp_path / form.id).mkdir(exist_ok=True)
        (tmp_path / form.id / "report.docx").write_bytes(packed.getvalue())
        return tmp_path

    return write


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_table_says_what_the_document_says_and_where(path):
    printed = sample(path)
    tables = body_of(render_docx(form_of(path), printed)).findall(f"{W}tbl")
    grids = [block.grid for block in printed.blocks if isinstance(block, PrintedTable)]
    assert [expanded(table) for table in tables] == [spread(grid) for grid in grids]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_paragraph_stands_in_its_order(path):
    printed = sample(path)
    texts = [block.text for block in printed.blocks if not isinstance(block, PrintedTable)]
    title, *rest = paragraphs_of(render_docx(form_of(path), printed))
    assert title.replace("\n", "") == printed.title
    assert rest == list(filter(None, [*texts, printed.signed_by, printed.signed_on]))


@pytest.mark.parametrize("name", ["tiny", "kinds"])
def test_any_form_can_be_printed(request, own, name):
    form = request.getfixturevalue(name)
    printed = build_document(Facts(form, Draft(form.id)), draft=True)
    tables = body_of(render_docx(form, printed, own(form=form))).findall(f"{W}tbl")
    grids = [block.grid for block in printed.blocks if isinstance(block, PrintedTable)]
    assert [expanded(table) for table in tables] == [spread(grid) for grid in grids]


def test_the_widths_of_the_cells_are_those_of_their_columns():
    for table in body_of(render_docx(FORM, sample(SAMPLES[0]))).findall(f"{W}tbl"):
        columns = [int(column.get(f"{W}w", "")) for column in table.find(f"{W}tblGrid")]
        for row in table.findall(f"{W}tr"):
            cells = [int(w.get(f"{W}w", "")) for w in row.iter(f"{W}tcW")]
            assert sum(cells) == sum(columns) <= 8844


def test_header_rows_repeat_and_no_row_is_divided():
    printed = sample(SAMPLES[0])
    grids = [block.grid for block in printed.blocks if isinstance(block, PrintedTable)]
    tables = body_of(render_docx(FORM, printed)).findall(f"{W}tbl")
    for grid, table in zip(grids, tables, strict=True):
        rows = table.findall(f"{W}tr")
        heads = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows]
        assert heads == [place < grid.header_rows for place in range(len(rows))]
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)


def test_fonts_are_those_of_the_styles_and_every_run_has_the_hint():
    """Without the hint, Word sets “ ” and — as narrow as in English; a font named in a run
    would stay when somebody changes the style."""
    for name, text in parts_of(render_docx(FORM, sample(SAMPLES[0]))).items():
        runs = [] if name.endswith("styles.xml") else ElementTree.fromstring(text).iter(f"{W}r")
        for run in runs:
            fonts = run.find(f"{W}rPr/{W}rFonts")
            assert fonts is not None
            assert fonts.attrib == {f"{W}hint": "eastAsia"}


@pytest.mark.parametrize("draft", [True, False])
def test_a_draft_says_so_in_the_title_and_on_every_page(draft):
    docx = render_docx(FORM, document("甲", draft=draft))
    shown = [
        "草稿" in text_of(ElementTree.fromstring(text))
        for name, text in parts_of(docx).items()
        if "header" in name
    ]
    assert shown == [draft, draft]
    assert paragraphs_of(docx)[0] == ("甲（草稿）" if draft else "甲")


@pytest.mark.parametrize("text", LITERAL)
def test_typed_text_prints_to_the_letter(text):
    assert paragraphs_of(render_docx(FORM, document(text))) == [text] * 5


@pytest.mark.parametrize("text", ["甲\0乙", "甲\x0b\x1f乙", "甲\ud800乙", "甲\ufffe\uffff乙"])
def test_what_xml_forbids_is_left_out(text):
    assert paragraphs_of(render_docx(FORM, document(text))) == ["甲乙"] * 5


@pytest.mark.parametrize("text", ["甲\n乙", "甲\r\n乙", "甲\r乙"])
def test_a_line_end_ends_the_line(text):
    assert set(paragraphs_of(render_docx(FORM, document(text)))) == {"甲\n乙"}


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), min_size=1))
@settings(max_examples=25)
def test_any_text_survives(text):
    assert paragraphs_of(render_docx(FORM, document("甲", text)))[3] == text


def test_large_and_broken_figures_print_whole():
    printed = sample(SAMPLES[0])
    blocks = tuple(
        block._replace(grid=_with_figures(block.grid)) if isinstance(block, PrintedTable) else block
        for block in printed.blocks
    )
    tables = body_of(render_docx(FORM, printed._replace(blocks=blocks))).findall(f"{W}tbl")
    grids = [block.grid for block in blocks if isinstance(block, PrintedTable)]
    assert [expanded(table) for table in tables] == [spread(grid) for grid in grids]


def _with_figures(grid: Grid) -> Grid:
    """Every cell with another figure of eight digits and four places."""
    numbers = count(10_000_000)
    rows = (
        tuple(cell._replace(text=f"{next(numbers)}.0625") if cell.address else cell for cell in row)
        for row in grid.rows
    )
    return grid._replace(rows=tuple(rows))


def test_a_row_may_be_named_as_python_names_a_method():
    cell = GridCell("7", address="items/keys/values")
    block = PrintedTable(Grid(1, ((cell,),)), "items")
    context = context_of(Document("甲", False, (block,), "", ""))
    assert context["figures"]["items"]["keys"]["values"] == "7"


def test_a_long_title_has_a_line_for_the_organ():
    report = document("巴州商务局")._replace(title="巴州商务局2021年政府信息公开工作年度报告")
    assert paragraphs_of(render_docx(FORM, report))[0] == (
        "巴州商务局\n2021年政府信息公开工作年度报告"
    )


@pytest.mark.parametrize(
    ("characters", "style"),
    [(5, "Signature"), (16, "Signature"), (20, "LongSignature"), (25, "LongestSignature")],
)
def test_a_long_name_in_the_signature_has_the_room_for_one_line(characters, style):
    """A line has 28 characters; that style of signature begins after 11.5, 4 or none."""
    body = body_of(render_docx(FORM, document("甲" * characters)))
    *_, organ, day = body.findall(f"{W}p")
    assert [p.find(f"{W}pPr/{W}pStyle").get(f"{W}val") for p in (organ, day)] == [style] * 2


def test_every_label_is_in_its_cell_to_the_letter():
    """All but the labels of two groups, which no indent breaks at their sense."""
    body = body_of(render_docx(FORM, sample(SAMPLES[0])))
    broken = [text_of(cell) for cell in body.iter(f"{W}tc") if cell.find(f".//{W}br") is not None]
    assert len(broken) <= 4
    assert all(re.match("（[三四五六]）", text) for text in broken)


def test_the_signature_does_not_stand_alone_on_a_page():
    body = body_of(render_docx(FORM, sample(SAMPLES[0])))
    *_, last, gap, organ, day = body.findall(f"{W}p")
    assert all(p.find(f"{W}pPr/{W}keepNext") is not None for p in (last, gap, organ))
    assert day.find(f"{W}pPr/{W}keepNext") is None


@pytest.mark.parametrize("title", ["甲局年报 & {{ 乙 }}\0", "长" * 300])
def test_the_file_knows_its_title(title):
    core = ElementTree.fromstring(parts_of(render_docx(FORM, document(title)))["docProps/core.xml"])
    assert "".join(core.itertext()).startswith(title.rstrip("\0")[:255])


def test_the_file_opens_in_python_docx():
    import docx

    opened = docx.Document(io.BytesIO(render_docx(FORM, sample(SAMPLES[0]))))
    assert len(opened.tables) == len(FORM.tables)


def test_the_same_document_gives_the_same_parts():
    printed = sample(SAMPLES[0])
    assert parts_of(render_docx(FORM, printed)) == parts_of(render_docx(FORM, printed))


def test_an_offices_own_template_stands_in_front(own):
    folder = own(
        ("仿宋_GB2312", "华文仿宋"), ("{{ document.signed_by }}", "签发：{{ document.signed_by }}")
    )
    docx = render_docx(FORM, document("甲", "乙"), folder)
    assert paragraphs_of(docx)[-2] == "签发：甲"
    assert "华文仿宋" in parts_of(docx)["word/styles.xml"]


def test_without_a_template_of_its_own_the_forms_is_used(tmp_path):
    assert paragraphs_of(render_docx(FORM, document("甲", "乙"), tmp_path))[-1] == "甲"


def test_a_changed_template_is_used_at_once(own):
    for mark in "甲乙甲":
        folder = own(("{{ document.signed_on }}", mark))
        for _ in range(2):
            assert paragraphs_of(render_docx(FORM, document("丙"), folder))[-1] == mark


def test_tags_that_word_has_split_are_read(own):
    split = "{{ docu</w:t></w:r><w:r><w:t>ment.signed_on }}"
    folder = own(("{{ document.signed_on }}", split))
    assert paragraphs_of(render_docx(FORM, document("丙"), folder))[-1] == "丙"


@pytest.mark.parametrize(
    "tag", ["{{ block.text | e }}", "{{ block.text | safe }}", "{{ block.text ~ '' }}"]
)
def test_no_tag_makes_typed_text_markup(own, tag):
    folder = own(("{{ block.text }}", tag))
    assert paragraphs_of(render_docx(FORM, document("甲<w:p>&{{"), folder))[1] == "甲<w:p>&{{"


def test_a_form_without_a_template_has_one_built(tiny, tmp_path):
    data = render_docx(replace(tiny, folder=tmp_path), document("甲"))
    assert "甲" in paragraphs_of(data)


# What stands instead of a tag, and what is told.
BROKEN = {
    "an unknown name": ("{{ documnt.title }}", "没有“documnt”这个名称"),
    "an unknown attribute": ("{{ document.titel }}", "没有“titel”这个名称"),
    "an unknown table": ("{{ figures.nothing.received }}", "没有“nothing”这个名称"),
    "an unknown filter": ("{{ document.title | zentriert }}", "没有“zentriert”这个过滤器"),
    "an unknown tag": ("{% wenn %}", "模板写法有误（不认识的标签）"),
    "a brace too few": ("{{ document.title }", "模板写法有误"),
    "a class": ("{{ document.__class__.__mro__ }}", "不允许"),
    "a power": ("{{ 9 ** 9 ** 9 }}", "不允许"),
    "a file": ("{% include '/etc/hostname' %}", "模板用不了"),
}


@pytest.mark.parametrize(("tag", "words"), BROKEN.values(), ids=BROKEN)
def test_a_broken_tag_is_told_with_file_and_words(own, tag, words):
    folder = own(("{{ document.signed_by }}", tag))
    with pytest.raises(DrafterError) as caught:
        render_docx(FORM, document("甲"), folder)
    (problem,) = caught.value.problems
    assert words in problem.what
    path = str(folder / FORM.id / "report.docx")
    assert problem.where.startswith(path)
    if "}}" in tag or "%}" in tag:
        assert problem.where == f"{path}，“{tag}”"


def test_a_directive_without_its_end_is_told(own):
    with pytest.raises(DrafterError, match="模板写法有误（少了 endif 或 endfor）"):
        render_docx(FORM, document("甲"), own(("{%p endfor %}", "")))


def test_a_branch_without_its_end_is_told_and_not_what_comes_after_it(own):
    with pytest.raises(DrafterError, match="这里以前的 if 没有结束，少了 endif"):
        render_docx(FORM, document("甲"), own(("{%p endif %}", "")))


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("disclosed", "表二：这张表在文件里不止一次。"),
        ("applications", "表三：这张表没有在“三、"),
        ("disputes", "表四：这张表没有在“四、"),
    ],
)
def test_a_table_that_lost_its_place_in_an_own_template_is_told(own, table, told):
    report = sample(next(path for path in SAMPLES if path.stem == "county-government-2023"))
    data = render_docx(FORM, report, own((f'{{%p elif block.address == "{table}" %}}', "")))
    (problem,) = differences(report, read_report(FORM, data, "docx"), additions=True)
    assert str(problem).startswith(told)
    assert not differences(
        report,
        read_report(FORM, render_docx(FORM, report, own()), "docx"),
        additions=True,
    )


def test_a_broken_tag_in_a_page_head_is_told(own):
    with pytest.raises(DrafterError, match="没有“marc”这个名称"):
        render_docx(FORM, document("甲"), own(("{{ document.mark }}", "{{ document.marc }}")))


@pytest.mark.parametrize("data", [b"\xd0\xcf\x11\xe0 an old .doc", b"PK\x03\x04", b"<html>"])
def test_a_file_that_is_no_docx_is_told(own, data):
    path = own() / FORM.id / "report.docx"
    path.write_bytes(data)
    with pytest.raises(DrafterError, match=re.escape(f"{path}：这不是能用的 Word 文件")):
        render_docx(FORM, document("甲"), path.parents[1])


def test_an_excel_file_by_that_name_is_told(own):
    path = own(("wordprocessingml.document.main", "spreadsheetml.sheet.main")) / FORM.id
    with pytest.raises(DrafterError, match="这不是能用的 Word 文件"):
        render_docx(FORM, document("甲"), path.parent)


@pytest.mark.usefixtures("within_bounds")
def test_a_template_that_would_fill_the_memory_is_refused(own):
    loops = "{% for a in range(99999) %}{% for b in range(99999) %}甲{% endfor %}{% endfor %}"
    folder = own(("{{ document.signed_by }}", loops))
    with pytest.raises(DrafterError, match="重复的次数太多"):
        render_docx(FORM, document("甲"), folder)


@pytest.mark.usefixtures("within_bounds")
def test_all_parts_of_a_template_are_paid_from_one_budget(own):
    """It may have a thousand page heads."""
    loop = "{% for n in range(99999) %}{% endfor %}" * 2
    body, head = (("{{ document.signed_by }}", loop), ("{{ document.mark }}", loop))
    render_docx(FORM, document("甲"), own(body))
    with pytest.raises(DrafterError, match="重复的次数太多"):
        render_docx(FORM, document("甲"), own(body, head))


@pytest.mark.skipif(os.name == "nt", reason="there are no limits")
def test_a_template_that_would_be_read_for_hours_is_given_up(in_office, monkeypatch):
    """docxtpl looks from each such tag to the end of the file, and from there again."""
    monkeypatch.delenv("DRAFTER_LIMITED")
    monkeypatch.setattr(limited_process, "_CPU_S", 1)
    monkeypatch.setattr(limited_process, "_WALL_S", LONGEST_S)
    folder = in_office(with_words("{% colspan 9 %}" * 2_500))
    with pytest.raises(DrafterError, match=r"report\.docx：模板用的时间或者内存太多"):
        render_docx(FORM, document("甲"), folder)


@pytest.mark.usefixtures("within_bounds")
def test_line_ends_without_number_are_refused(own):
    """Each becomes a hundred characters of XML, after what was paid for the text."""
    folder = own(("{{ document.signed_by }}", "{{ ('甲\n' * 400000) }}"))
    with pytest.raises(DrafterError, match="文字太长"):
        render_docx(FORM, document("甲"), folder)


@pytest.mark.usefixtures("within_bounds")
def test_a_template_that_unpacks_to_more_than_it_may_is_refused(own):
    folder = own(("{{ document.signed_by }}", "甲"))
    path = folder / FORM.id / "report.docx"
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("word/more.xml", b" " * 6_000_000)
    assert path.stat().st_size < 200_000
    with pytest.raises(DrafterError, match="解开以后太大"):
        render_docx(FORM, document("甲"), folder)


@pytest.mark.usefixtures("within_bounds")
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_words_of_a_template_reach_anything(in_office, text):
    with pytest.raises(DrafterError, match="模板"):
        render_docx(FORM, document("甲"), in_office(of_words(text)))


@pytest.mark.usefixtures("within_bounds")
@pytest.mark.parametrize("text", [text for text, _ in ENDLESS.values()], ids=ENDLESS)
def test_no_words_of_a_template_go_on_without_end(in_office, text):
    with pytest.raises(DrafterError, match="模板"):
        render_docx(FORM, document("甲"), in_office(of_words(text)))


@pytest.mark.usefixtures("within_bounds")
@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("package", PACKAGES.values(), ids=PACKAGES)
def test_a_package_that_is_more_than_it_seems_reaches_nothing(in_office, package, monkeypatch):
    """It is filled, or refused in one sentence; it opens no connection and no file."""
    folder = in_office(package())
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("a connection"))
    try:
        docx = render_docx(FORM, document("甲"), folder)
    except DrafterError:
        docx = b""
    name = Path("/etc/hostname")
    if docx and name.exists():
        assert name.read_text("utf-8").strip() not in "".join(paragraphs_of(docx))
    assert [path.name for path in folder.rglob("*") if path.is_file()] == ["report.docx"]


@pytest.mark.usefixtures("within_bounds")
@pytest.mark.parametrize(
    "name", ["a bomb of one part", "a bomb of many parts", "a large main part by another name"]
)
def test_a_bomb_is_refused_whatever_its_parts_are_called(in_office, name):
    with pytest.raises(DrafterError, match="解开以后太大"):
        render_docx(FORM, document("甲"), in_office(PACKAGES[name]()))
