"""drafter on a machine for which nobody builds lxml, PDFium, typst and what else is compiled."""

from __future__ import annotations

import shutil
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
import yaml

from drafter.draft.answers_file import load_answers
from drafter.draft.draft_facts import Facts
from drafter.errors import DrafterError
from drafter.form.sandbox import Sandbox
from drafter.optional_libraries import OFF, loaded
from drafter.report.document import build_document
from drafter.report.word_file import context_of, render_docx, written
from drafter.report.word_layout import report_layout
from drafter.report.word_misprint import MisprintError
from drafter.report.word_package import filled_package
from drafter.report.word_template import filled_by_docxtpl

ROOT = Path(__file__).parents[1]
SAMPLES = sorted((ROOT / "sample_answers").glob("*.yaml"))
ABSENT = (
    *("lxml", "pypdfium2", "pypdfium2_raw", "typst", "python_calamine", "docx", "docxtpl"),
    *("yaml._yaml", "_yaml", "markupsafe._speedups", "wcwidth._wcwidth_c", "matplotlib", "numpy"),
)


@pytest.fixture
def poor(tmp_path, start_drafter):
    """`drafter` in a process, and in those that it starts, without any of these."""
    blocked = "\n".join(f"sys.modules[{name!r}] = None" for name in ABSENT)
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(f"import sys\n{blocked}\n", "utf-8")
    env = {
        "PYTHONPATH": str(tmp_path / "site"),
        "DRAFTER_DIR": str(tmp_path / "reports"),
        "PATH": "",  # no LibreOffice either
    }
    return lambda *args, **options: start_drafter(*args, env=env, cwd=tmp_path, **options)


@pytest.mark.parametrize("folder", ["templates", "sample_answers", "tests/forms"])
def test_what_travels_along_is_read_without_libyaml(root, folder):
    """Which takes a `?` within brackets, as PyYAML's own parser does not."""
    for path in (root / folder).rglob("*.yaml"):
        assert list(yaml.parse(path.read_text(encoding="utf-8"), yaml.SafeLoader)), path


@pytest.mark.posix
def test_all_but_pdf_is_made_and_what_was_not_read_back_is_said(poor, sample, tmp_path):
    run = poor(
        "export", sample, "--to", "docx,html,txt,md,json,review,xlsx,package", "-o", tmp_path
    )
    assert run.code == 0, run.err
    assert len(run.out.splitlines()) == 8
    assert "xlsx 没有读回核对：这台电脑上没有 python_calamine。" in run.err
    assert "压缩包里没有 PDF" in run.err
    assert "html 没有读回核对：这台电脑上没有 lxml。" in run.err
    assert "docx 没有" not in run.err


@pytest.mark.posix
def test_a_session_is_made_and_written_to_the_letter(poor, tmp_path):
    assert poor("new", "甲", "--form", "disclosure-2021", "--year", "2023").code == 0
    answers = b"\xe7\x94\xb2\xc2\x85\xe5\xb1\x80\n/quit\n"
    assert poor("chat", "甲", "--plain", input=answers).code in (0, 3)
    assert poor("list").out.startswith("甲 ")


@pytest.mark.posix
def test_a_pdf_is_refused_with_the_way_out(poor, sample, tmp_path):
    run = poor("export", sample, "--to", "pdf", "-o", tmp_path / "a.pdf")
    assert run.code == 2
    assert run.err.count("\n") == 1
    assert "另存为 PDF" in run.err


@pytest.mark.parametrize(
    ("name", "off"), [("a.html", "网页"), ("a.pdf", "PDF"), ("a.xlsx", "表格文件")]
)
@pytest.mark.posix
def test_what_cannot_be_read_is_said_in_one_sentence(poor, tmp_path, name, off):
    if name.endswith("xlsx"):
        with ZipFile(tmp_path / name, "w") as package:
            package.writestr("xl/workbook.xml", "<workbook/>")
    else:
        start = "%PDF-1.7\n" if name.endswith("pdf") else "<p>报告</p>"
        (tmp_path / name).write_text(start, encoding="utf-8")
    run = poor("read", name)
    assert run.code == 2
    assert f"不能读取{off}" in run.err.replace(" ", "")
    assert "另存为" in run.err
    assert len(run.err.splitlines()) == 1


@pytest.mark.posix
def test_a_word_file_is_read(poor, sample, tmp_path):
    poor("export", sample, "--to", "docx", "-o", "a.docx")
    run = poor("read", "a.docx")
    assert run.code == 0, run.err
    assert "巴州商务局" in run.out


@pytest.mark.parametrize(
    ("path", "draft"),
    [(SAMPLES[0], True), *((path, False) for path in SAMPLES)],
    ids=lambda given: getattr(given, "stem", str(given)),
)
def test_the_word_file_is_the_one_that_docxtpl_makes(path, draft):
    answers = load_answers(path)
    document = build_document(Facts(answers.form, answers.draft), draft=draft)
    own = answers.form.folder / "report.docx"
    template = own.read_bytes() if own.exists() else report_layout(answers.form)
    sandbox = Sandbox(autoescape=True, finalize=written)
    theirs = filled_by_docxtpl(template, sandbox, document.title, context_of(document))
    assert _parts(render_docx(answers.form, document)) == _parts(theirs)


def _parts(data: bytes) -> dict[str, str]:
    """What a reader of the file sees: every filled part, with white space between tags gone."""
    from io import BytesIO

    with ZipFile(BytesIO(data)) as package:
        return {
            name: ElementTree.canonicalize(package.read(name).decode(), strip_text=True)
            for name in package.namelist()
            if name.startswith(("word/document", "word/header", "word/footer"))
        }


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def package_of(tmp_path: Path, body: str) -> bytes:
    with ZipFile(tmp_path / "t.docx", "w") as package:
        package.writestr(
            "word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>"
        )
    return (tmp_path / "t.docx").read_bytes()


def filled_text(tmp_path: Path, body: str, **context: object) -> str:
    sandbox = Sandbox(autoescape=True, finalize=written)
    made = filled_package(package_of(tmp_path, body), sandbox, "题", context)
    (tmp_path / "made.docx").write_bytes(made)
    with ZipFile(tmp_path / "made.docx") as package:
        root = ElementTree.fromstring(package.read("word/document.xml"))
    return "|".join("".join(p.itertext()).strip() for p in root.iter() if p.tag.endswith("}p"))


def test_a_tag_that_an_editor_cut_up_is_whole_again(tmp_path):
    body = (
        "<w:p><w:r><w:t>{</w:t></w:r><w:r><w:t>{ na</w:t></w:r><w:r><w:rPr/><w:t>me</w:t></w:r>"
        "<w:r><w:t>}}局</w:t></w:r></w:p>"
    )
    assert filled_text(tmp_path, body, name="商务 <&>") == "商务 <&>局"


def test_typographic_quotes_in_a_tag_are_quotes(tmp_path):
    body = "<w:p><w:r><w:t>{{ names[“甲”] }}</w:t></w:r></w:p>"
    assert filled_text(tmp_path, body, names={"甲": "乙"}) == "乙"


def test_a_directive_takes_its_row_or_paragraph_with_it(tmp_path):
    def paragraph(words: str) -> str:
        return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"

    def row(words: str) -> str:
        return f"<w:tr><w:tc>{paragraph(words)}</w:tc></w:tr>"

    rows = row("头") + row("{%tr for n in some %}") + row("{{ n }}") + row("{%tr endfor %}")
    body = paragraph("{%p if some %}") + f"<w:tbl>{rows}</w:tbl>" + paragraph("{%p endif %}")
    assert filled_text(tmp_path, body + paragraph("尾"), some=[1, 2]) == "头|1|2|尾"
    assert filled_text(tmp_path, body + paragraph("尾"), some=[]) == "尾"


def test_what_is_no_word_file_is_refused(tmp_path):
    with pytest.raises(MisprintError, match="不是能用的 Word 文件"):
        filled_package(b"PK", Sandbox(), "题", {})


def test_every_part_that_is_off_has_a_sentence_with_a_way_out():
    assert set(OFF) == {"lxml", "pypdfium2", "typst", "python_calamine", "docxtpl"}
    assert all(off and fix.endswith("。") for off, fix in OFF.values())


def test_a_build_that_does_not_load_is_told_like_one_that_is_not_there(tmp_path, monkeypatch):
    (tmp_path / "typst").mkdir()
    (tmp_path / "typst" / "__init__.py").write_text("raise ImportError('DLL')", encoding="utf-8")
    import sys

    monkeypatch.delitem(sys.modules, "typst", raising=False)
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(DrafterError, match="不能直接生成 PDF"):
        loaded("typst")
    shutil.rmtree(tmp_path / "typst")


def test_a_file_is_made_where_what_would_read_it_back_does_not_load(
    run_drafter, sample, tmp_path, monkeypatch
):
    import sys

    monkeypatch.setitem(sys.modules, "python_calamine", None)  # importing it is an ImportError
    run = run_drafter("export", sample, "--to", "xlsx", "-o", tmp_path)
    assert (run.code, len(list(tmp_path.glob("*.xlsx")))) == (0, 1)
    assert "没有读回核对" in run.err
