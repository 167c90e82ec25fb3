"""The report as text, Markdown and a web page, through the form's templates or one's own."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from drafter.draft.draft_model import Draft, with_answer
from drafter.errors import DrafterError
from drafter.report.jinja_pages import Format, Page, render

from ..form.template_tricks import LONG

GOLDEN = Path(__file__).parent / "golden"

needs_links = pytest.mark.skipif(os.name == "nt", reason="links need rights there")


@pytest.fixture
def rendered(tiny, finished, document_of):
    """The tiny report of a draft; `own` is a folder of templates."""

    def text(to=Format.TEXT, page=None, own=None, draft=finished, mark=False) -> str:
        return render(tiny, document_of(draft, mark), to, page or Page(80), own)

    return text


@pytest.fixture
def own(tmp_path):
    """Writes a template of one's own; gives the folder for `--templates`."""

    def write(source: str, name: str = "report.txt.j2") -> Path:
        (tmp_path / "tiny").mkdir(exist_ok=True)
        (tmp_path / "tiny" / name).write_text(source, "utf-8")
        return tmp_path

    return write


LOOKS = {
    "tiny.txt": (Format.TEXT, {}),
    "tiny-draft.txt": (Format.TEXT, {"mark": True}),
    "tiny-ascii.txt": (Format.TEXT, {"page": Page(80, ascii=True)}),
    "tiny-wide.txt": (Format.TEXT, {"page": Page(120)}),
    "tiny-empty.txt": (Format.TEXT, {"draft": Draft("tiny"), "mark": True}),
    "tiny.md": (Format.MARKDOWN, {}),
    "tiny-draft.md": (Format.MARKDOWN, {"mark": True}),
    "tiny.html": (Format.HTML, {}),
}


@pytest.mark.parametrize(("name", "look"), LOOKS.items(), ids=LOOKS)
def test_the_report_looks_as_it_did(rendered, name, look):
    """To take over a look changed on purpose, run this file with UPDATE_GOLDEN=1."""
    to, options = look
    text = rendered(to, **options)
    if os.environ.get("UPDATE_GOLDEN") == "1":
        (GOLDEN / name).write_bytes(text.encode())
    assert text.encode() == (GOLDEN / name).read_bytes()


@pytest.mark.parametrize("to", Format)
def test_a_report_ends_in_one_line_end(rendered, to):
    assert rendered(to, draft=Draft("tiny")).endswith("\n")
    assert not rendered(to, draft=Draft("tiny")).endswith("\n\n")


@pytest.mark.parametrize("typed", ["{{ 7 * 7 }}", "{% raw %}", "[b]粗[/b]", "<script>x</script>"])
def test_typed_text_prints_to_the_letter(rendered, finished, typed):
    draft = replace(with_answer(finished, "organ.name", typed), texts={"story": typed})
    assert rendered(draft=draft).count(typed) == 3


def test_markdown_shows_typed_text_as_it_is(rendered, finished):
    draft = replace(finished, texts={"story": "<script> *甲* [乙](丙)"})
    assert r"\<script\> \*甲\* \[乙\](丙)" in rendered(Format.MARKDOWN, draft=draft)


def test_no_line_is_wider_than_the_page(rendered, finished):
    draft = replace(finished, texts={"story": "很长的一段话，" * 40})
    from drafter.report.width import width_cells

    assert max(map(width_cells, rendered(draft=draft).splitlines())) <= 80


def test_ones_own_template_stands_in_front(rendered, own):
    assert rendered(own=own("{{ document.title }}！")) == "示例市图书馆2021年借阅年报！\n"


def test_what_is_not_there_comes_from_the_form(rendered, own):
    assert rendered(Format.MARKDOWN, own=own("甲")) == rendered(Format.MARKDOWN)


def test_ones_own_template_may_include_the_forms_and_ones_own(rendered, own):
    own("（{{ document.signed_by }}）", "foot.j2")
    folder = own("{% include 'foot.j2' %}{% include 'report.md.j2' %}")
    assert rendered(own=folder).startswith("（示例市图书馆）# 示例市图书馆2021年借阅年报")


def test_a_changed_template_is_used_at_once(rendered, own):
    assert rendered(own=own("甲")) == "甲\n"
    assert rendered(own=own("乙")) == "乙\n"


def test_a_form_without_templates_is_printed_by_those_for_any_form(
    tiny, document_of, finished, tmp_path
):
    form = replace(tiny, folder=tmp_path)
    assert "12345" in render(form, document_of(finished), Format.MARKDOWN, Page(80))


# What stands on line 2 of the template, and what is told.
BROKEN = {
    "a tag left open": ("{% if %}", "模板写法有误"),
    "a brace left open": ("{{ document.title }", "模板写法有误"),
    "an unknown tag": ("{% wenn %}", "模板写法有误（不认识的标签）"),
    "an unknown filter": ("{{ document.title | zentriert }}", "模板写法有误"),
    "an unknown name": ("{{ documnt.title }}", "没有“documnt”这个名称"),
    "an unknown attribute": ("{{ document.titel }}", "没有“titel”这个名称"),
    "a wrong value": ("{{ document.title | boxed }}", "用混了"),
    "a text and a number": ("{{ document.title + 1 }}", "用混了"),
    "a class": ("{{ document.__class__.__mro__ }}", "不允许"),
    "a power": ("{{ 9 ** 9 ** 9 }}", "不允许"),
    "an endless range": ("{% for n in range(10000000) %}{% endfor %}", "重复的次数太多"),
    "a text without end": ("{{ 'a' * 9999999999 }}", "不允许"),
    "a wide centre": ("{{ 'a' | center(9999999999999) }}", "太"),
    "itself": ("{% include 'report.txt.j2' %}", "绕成了循环"),
    "a template that is not there": (
        "{% include 'nothing.j2' %}",
        "找不到要引入的模板“nothing.j2”",
    ),
    "a file outside": ("{% include '../../../../etc/hostname' %}", "找不到要引入的模板"),
    "an absolute file": ("{% include '/etc/hostname' %}", "找不到要引入的模板"),
    "division by nothing": ("{{ 1 / 0 }}", "算不出来"),
    "the form": ("{{ form.folder.joinpath('x').write_text('y') }}", "没有“form”这个名称"),
    "one too long to be compiled": (LONG, "模板太长"),
    "a number beyond all": ("{{ " + "9" * 5000 + " }}", "模板太长"),
    "a thousand brackets": ("{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}", "层次太深"),
}


@pytest.mark.parametrize(("source", "words"), BROKEN.values(), ids=BROKEN)
def test_a_broken_template_is_told_with_file_and_line(rendered, own, source, words):
    folder = own(f"甲\n{source}\n乙")
    with pytest.raises(DrafterError) as caught:
        rendered(own=folder)
    (problem,) = caught.value.problems
    assert words in problem.what
    assert problem.where.startswith(str(folder / "tiny" / "report.txt.j2"))
    if "循环" not in words and "太" not in words:
        assert problem.where.endswith(":2")


def test_a_mistake_in_an_included_template_is_told_there(rendered, own):
    own("甲\n\n{{ nobody }}", "foot.j2")
    with pytest.raises(DrafterError, match=r"foot\.j2:3：.*没有“nobody”这个名称"):
        rendered(own=own("{% include 'foot.j2' %}"))


def test_a_broken_included_template_is_told_there(rendered, own):
    own("甲\n\n{% if %}", "foot.j2")
    with pytest.raises(DrafterError, match=r"foot\.j2:3：模板写法有误"):
        rendered(own=own("{% include 'foot.j2' %}"))


def test_a_template_that_is_no_text_is_told(rendered, own):
    folder = own("x")
    (folder / "tiny" / "report.txt.j2").write_bytes(b"\x00\x01\x02\xff" * 50)
    with pytest.raises(DrafterError, match="不是文本文件"):
        rendered(own=folder)


def test_a_template_cannot_change_the_document(rendered, own):
    with pytest.raises(DrafterError):
        rendered(own=own("{{ document.blocks.append(1) }}"))


@needs_links
def test_a_link_inside_the_folder_is_followed(rendered, own):
    folder = own("甲", "first.txt")
    (folder / "tiny" / "report.txt.j2").symlink_to(folder / "tiny" / "first.txt")
    assert rendered(own=folder) == "甲\n"


@needs_links
@pytest.mark.parametrize("source", ["{% include 'report.css' %}", "{% include 'in/a.css' %}"])
def test_a_link_that_leads_out_of_the_folder_is_refused(rendered, own, tmp_path, source):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.css").write_text("secret")
    folder = own(source)
    (folder / "tiny" / "report.css").symlink_to(outside / "a.css")
    (folder / "tiny" / "in").symlink_to(outside)
    with pytest.raises(DrafterError, match=r"a?\.css：这是一个链接，通到模板文件夹的外面。"):
        rendered(own=folder)


@needs_links
def test_a_template_that_is_a_link_out_of_the_folder_is_refused(rendered, own, tmp_path):
    folder = own("甲", "other.j2")
    (tmp_path / "secret").write_text("secret")
    (folder / "tiny" / "report.txt.j2").symlink_to(tmp_path / "secret")
    with pytest.raises(DrafterError, match="通到模板文件夹的外面"):
        rendered(own=folder)


@needs_links
def test_a_folder_that_is_a_link_out_of_the_templates_is_refused(rendered, tmp_path):
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "report.txt.j2").write_text("secret")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "tiny").symlink_to(tmp_path / "outside")
    with pytest.raises(DrafterError, match="通到模板文件夹的外面"):
        rendered(own=tmp_path / "templates")


def test_what_an_included_template_spends_counts(rendered, own):
    own("页" * 100_000, "page.j2")
    folder = own("{% for n in range(9999) %}{% include 'page.j2' %}{% endfor %}")
    with pytest.raises(DrafterError, match="重复的次数太多"):
        rendered(own=folder)
