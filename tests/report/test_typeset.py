"""The report as a PDF: its text to the letter, its bytes always the same."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from drafter import limited_process
from drafter.draft.answers_file import load_answers
from drafter.draft.draft_facts import Facts
from drafter.errors import DrafterError
from drafter.report import typeset
from drafter.report.document import PrintedTable, build_document
from drafter.report.typeset import chosen_families, render_pdf

from ..conftest import LONGEST_S, pages_set_here, skip_without_chinese_fonts

pytest.importorskip("typst")

needs_links = pytest.mark.skipif(os.name == "nt", reason="links need rights there")


@pytest.fixture(scope="module")
def fonts():
    """Skips where the machine has no Chinese font."""
    skip_without_chinese_fonts()


@pytest.fixture
def here(fonts) -> Iterator[None]:
    """Within this process: what is held of the page is not of the process that sets it."""
    with pages_set_here():
        yield


@pytest.fixture
def document(sample):
    answers = load_answers(sample)
    return answers.form, build_document(Facts(answers.form, answers.draft), draft=False)


def pages_of(data: bytes) -> list[str]:
    import pypdfium2

    pdf = pypdfium2.PdfDocument(data)
    try:
        return ["".join(page.get_textpage().get_text_bounded().split()) for page in pdf]
    finally:
        pdf.close()


@pytest.mark.usefixtures("here")
def test_pages_are_numbered_and_the_first_bears_the_title(document):
    form, report = document
    pages = pages_of(render_pdf(form, report).data)
    assert pages[0].startswith(report.title)
    assert [page.endswith(f"—{number}—") for number, page in enumerate(pages, 1)] == [True] * len(
        pages
    )


@pytest.mark.usefixtures("here")
def test_a_table_that_fits_a_page_is_not_divided(document):
    pages = pages_of(render_pdf(*document).data)
    (page,) = (page for page in pages if "（七）总计" in page)
    assert "三、收到和处理政府信息公开申请情况" in page
    assert "四、结转下年度继续办理" in page


def fonts_of(data: bytes) -> dict[str, str]:
    """The font of each Chinese character, the last that stands for it."""
    import ctypes

    import pypdfium2
    from pypdfium2 import raw

    pdf, found, name = pypdfium2.PdfDocument(data), {}, ctypes.create_string_buffer(100)
    try:
        for page in pdf:
            text = page.get_textpage()
            for at, character in enumerate(text.get_text_range()):
                raw.FPDFText_GetFontInfo(text, at, name, len(name), None)
                found[character] = name.value.decode()
        return found
    finally:
        pdf.close()


def test_each_use_has_its_font_and_tables_theirs(document, monkeypatch):
    """As in the Word file: only the text is 仿宋."""
    import typst

    serif, sans = "Noto Serif CJK SC", "Noto Sans CJK SC"
    if not {serif, sans} <= set(typst.Fonts(include_embedded_fonts=False).families()):
        pytest.skip("no Noto CJK fonts")
    uses = {use: [serif] for use in ("title", "body", "heading", "subheading")}
    chosen = {**uses, "table": [sans], "latin": []}
    monkeypatch.setattr(typeset, "chosen_families", lambda installed: chosen)
    form, report = document
    only = report._replace(blocks=tuple(b for b in report.blocks if b.kind == "table"))
    found = fonts_of(render_pdf(form, only).data)
    assert "Sans" in found["诉"]
    assert "Serif" in found["告"]


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(("day", "standards"), [("2024年3月18日", 2), ("", 1)])
def test_the_file_is_accessible_and_for_the_archive_once_it_is_signed(document, day, standards):
    form, report = document
    data = render_pdf(form, report._replace(signed_on=day)).data
    assert b"pdfuaid:part" in data
    assert (b"pdfaid:part" in data) == (standards == 2)
    assert b"/DisplayDocTitle true" in data


@pytest.mark.usefixtures("here")
def test_every_head_of_a_table_is_one_to_a_screen_reader(document):
    form, report = document
    tables = [block.grid for block in report.blocks if isinstance(block, PrintedTable)]
    cells = [cell for grid in tables for row in grid.rows for cell in row]
    heads = [cell for cell in cells if cell.kind in ("header", "caption")]
    assert len(re.findall(rb"/S\s*/TH\b", render_pdf(form, report).data)) == len(heads)


@pytest.mark.usefixtures("here")
def test_every_page_of_a_draft_says_so(document):
    form, report = document
    assert all(
        "草稿" in page for page in pages_of(render_pdf(form, report._replace(draft=True)).data)
    )
    assert not any("草稿" in page for page in pages_of(render_pdf(form, report).data))


@pytest.mark.usefixtures("here")
def test_a_document_always_gives_the_same_bytes(document):
    assert render_pdf(*document) == render_pdf(*document)


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    "typed", ["#panic()", "*粗* _斜_ $x$ @甲 <乙>", "// 丙", '\\"]) #', "= 标题"]
)
def test_what_was_typed_is_no_markup(document, typed):
    form, report = document
    blocks = tuple(b._replace(text=typed) if b.kind != "table" else b for b in report.blocks)
    marked = report._replace(blocks=blocks, title=typed, signed_by=typed)
    text = "".join(pages_of(render_pdf(form, marked).data))
    assert "".join(typed.split()) in text


@pytest.mark.usefixtures("here")
def test_a_broken_template_is_named(document, tmp_path):
    form, report = document
    (tmp_path / form.id).mkdir()
    (tmp_path / form.id / "report.typ").write_text("#let x = \n#nothing", "utf-8")
    with pytest.raises(DrafterError, match=r"report\.typ:1：模板用不了（写法有误）"):
        render_pdf(form, report, tmp_path)


def test_a_form_without_a_template_is_set_by_the_one_for_any_form(fonts, document, tmp_path):
    form, report = document
    assert render_pdf(replace(form, folder=tmp_path), report).data.startswith(b"%PDF")


def test_a_machine_without_chinese_fonts_is_told():
    with pytest.raises(DrafterError, match="没有找到中文字体"):
        chosen_families(["DejaVu Sans", "Libertinus Serif"])


def test_the_best_family_at_hand_is_chosen():
    chosen = chosen_families(["Noto Serif CJK SC", "SimHei", "fangsong", "DejaVu Sans"])
    assert chosen["body"] == ["fangsong", "Noto Serif CJK SC"]
    assert chosen["heading"][0] == "SimHei"


def test_only_a_body_without_its_own_face_is_told():
    assert typeset._note("仿宋_GB2312") == ""
    assert "Noto Serif CJK SC" in typeset._note("Noto Serif CJK SC")


@pytest.fixture
def set_by(document, tmp_path, monkeypatch):
    """Sets a template of one's own, on a machine with a font."""
    monkeypatch.setattr(typeset, "chosen_families", lambda _: {"body": ["仿宋"]})
    form, report = document

    def set_(source: str) -> bytes:
        folder = tmp_path / "templates" / form.id
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "report.typ").write_text(source, "utf-8")
        return render_pdf(form, report, folder.parent).data

    return set_


PACKAGES = {
    "by name": '#import "@preview/cetz:0.3.1"',
    "put together": '#import ("@pre" + "view/cetz:0.3.1")',
    "in a text": r'#eval("import \"@preview/cetz:0.3.1\"")',
    "of this machine": '#import "@local/own:1.0.0"',
}


@pytest.mark.parametrize("source", PACKAGES.values(), ids=PACKAGES)
def test_a_template_gets_no_packages(set_by, monkeypatch, tmp_path, source):
    """Nor such as lie where typst looks by itself."""
    for kind, name in (
        ("XDG_DATA_HOME", "local/own/1.0.0"),
        ("XDG_CACHE_HOME", "preview/cetz/0.3.1"),
    ):
        package = tmp_path / kind / "typst" / "packages" / name
        package.mkdir(parents=True)
        _, own, version = name.split("/")
        about = f'[package]\nname = "{own}"\nversion = "{version}"\nentrypoint = "a.typ"\n'
        (package / "typst.toml").write_text(about, "utf-8")
        (package / "a.typ").write_text("", "utf-8")
        monkeypatch.setenv(kind, str(tmp_path / kind))
    monkeypatch.setenv("NO_PROXY", "*")
    with pytest.raises(DrafterError, match="用了别处的包"):
        set_by(source)
    assert os.environ["NO_PROXY"] == "*"
    assert os.environ.get("HTTPS_PROXY") != "http://127.0.0.1:1"


@pytest.mark.parametrize("name", ["../../outside.txt", "/etc/hostname", "../../templates"])
def test_a_template_reads_nothing_outside_its_folder(set_by, tmp_path, name):
    (tmp_path / "outside.txt").write_text("secret")
    with pytest.raises(DrafterError, match="模板用不了"):
        set_by(f'#read("{name}")')


@needs_links
def test_a_link_that_leads_out_of_the_folder_is_refused(document, set_by, tmp_path):
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "a.txt").write_text("secret")
    set_by("甲")
    folder = tmp_path / "templates" / document[0].id
    (folder / "inside.typ").write_text("乙", "utf-8")
    (folder / "pictures").symlink_to(folder / "inside.typ")
    set_by('#include "inside.typ"')
    (folder / "pictures").unlink()
    (folder / "pictures").symlink_to(tmp_path / "outside")
    with pytest.raises(DrafterError, match=r"pictures：这是一个链接，通到模板文件夹的外面。"):
        set_by('#read("pictures/a.txt")')


@pytest.mark.posix
def test_no_template_waits_for_a_pipe(document, set_by, tmp_path):
    set_by("one page")
    os.mkfifo(tmp_path / "templates" / document[0].id / "pipe")
    with pytest.raises(DrafterError, match="pipe：这不是普通文件"):
        set_by('#read("pipe")')


# Without the limits each would be set, in seconds.
LOOPS = {
    "time": "#for a in range(4000) { for b in range(10000) {} }",
    "memory": "#let a = range(1000)\n#for n in range(14) { a = a + a }",
}


@pytest.mark.skipif(os.name == "nt", reason="there are no limits")
@pytest.mark.parametrize("source", LOOPS.values(), ids=LOOPS)
def test_a_template_without_end_is_ended(set_by, monkeypatch, source):
    monkeypatch.setattr(limited_process, "_CPU_S", 1 if source is LOOPS["time"] else 30)
    monkeypatch.setattr(limited_process, "_MEMORY_BYTES", 300_000_000)
    monkeypatch.setattr(limited_process, "_WALL_S", LONGEST_S)
    with pytest.raises(DrafterError, match=r"report\.typ：模板用的时间或者内存太多"):
        set_by(source)
