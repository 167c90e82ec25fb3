"""`drafter export`, as a clerk runs it: where files go, what is refused, what is proved."""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from unittest.mock import Mock

import pytest

from drafter.checks.material import load_material
from drafter.draft.answers_file import load_answers
from drafter.draft.draft_facts import Facts
from drafter.errors import DrafterError, ExitCode
from drafter.file_writer import SaveError
from drafter.output import output_files
from drafter.output.output_files import export_report, places_for
from drafter.output.output_kinds import _PACKED, KINDS, PICTURE, Export, Output, make_output
from drafter.report import picture_page
from drafter.report.document import build_document

from .conftest import skip_without_chinese_fonts

ROOT = Path(__file__).parents[1]
FORMS = ROOT / "tests" / "forms"
FINISHED = (FORMS / "tiny.yaml").read_text("utf-8")
UNFINISHED = FINISHED.replace("  story.visitors: 12345\n", "")
TITLE = "示例市图书馆2021年借阅年报"


@pytest.fixture
def answers(tmp_path) -> Path:
    path = tmp_path / "答案.yaml"
    path.write_text(FINISHED, "utf-8")
    return path


@pytest.fixture
def forms(tmp_path) -> Path:
    """The tiny form in a folder of one's own: a form.yaml, and a 送审单 in its own words."""
    shutil.copytree(FORMS / "tiny", tmp_path / "forms" / "tiny")
    return tmp_path / "forms"


@pytest.fixture
def exported(run_drafter, answers, forms) -> Callable:
    """Exports the answers, or these, from the folder they lie in."""

    def run(*options: str | Path, text: str = FINISHED, **more: object):
        answers.write_text(text, "utf-8")
        common = ("--templates", forms, "--today", "2022-01-10")
        return run_drafter("export", answers, *common, *options, cwd=answers.parent, **more)

    return run


@pytest.fixture
def export(answers, forms) -> Export:
    """What the finished report is exported of."""
    loaded = load_answers(answers, forms)
    return Export(load_material(Facts(loaded.form, loaded.draft)), draft=False)


def files(folder: Path, *but: str) -> set[str]:
    return {path.name for path in folder.iterdir() if path.is_file()} - {"答案.yaml", *but}


def test_files_are_named_after_the_report_and_told_on_stdout(exported, tmp_path):
    run = exported("--to", "html,md", "--to", "txt")
    names = [f"{TITLE}.html", f"{TITLE}.md", f"{TITLE}.txt"]
    assert run == (ExitCode.OK, "".join(f"{name}\n" for name in names), "")
    assert files(tmp_path) == set(names)


def test_an_output_asked_for_twice_is_made_once(exported):
    assert exported("--to", "md，md", "--to", "md").out == f"{TITLE}.md\n"


def test_a_draft_says_so_in_its_name_its_text_and_on_stderr(exported, tmp_path):
    run = exported("--to", "html,txt", text=UNFINISHED)
    assert run.code == ExitCode.OK
    assert run.err == "这是草稿：还有要改的地方，用 drafter check 逐处列出。\n"
    assert files(tmp_path) == {f"{TITLE}（草稿）.html", f"{TITLE}（草稿）.txt"}
    for name in files(tmp_path):
        assert f"{TITLE}（草稿）" in (tmp_path / name).read_text("utf-8")


def test_a_final_report_is_refused_while_there_are_errors(exported, tmp_path):
    run = exported("--to", "html", "--final", text=UNFINISHED)
    assert (run.code, run.out) == (ExitCode.FINDINGS, "")
    assert "到馆人次" in run.err
    assert run.err.endswith("还不能出正式稿：有 1 处没有完。不加 --final 可以先出草稿。\n")
    assert files(tmp_path) == set()


def test_a_finished_report_is_final(exported, tmp_path):
    assert exported("--to", "md", "--final").code == ExitCode.OK
    assert files(tmp_path) == {f"{TITLE}.md"}


def test_o_names_a_file_or_a_folder(exported, tmp_path):
    (tmp_path / "成品").mkdir()
    assert exported("--to", "md", "-o", "年报.md").out == "年报.md\n"
    assert exported("--to", "md,txt", "-o", "成品/").code == ExitCode.OK
    assert files(tmp_path / "成品") == {f"{TITLE}.md", f"{TITLE}.txt"}


def test_the_name_of_the_file_says_what_it_is_when_nothing_else_does(exported, tmp_path):
    assert exported("-o", "年报.HTML").out == "年报.HTML\n"
    assert (tmp_path / "年报.HTML").read_text("utf-8").startswith("<!DOCTYPE html>")


def test_a_name_without_an_ending_gets_it(exported, tmp_path):
    assert exported("--to", "txt", "-o", "年报2.0版").out == "年报2.0版.txt\n"
    assert files(tmp_path) == {"年报2.0版.txt"}


def test_outputs_go_by_the_names_of_a_clerk_too(exported, tmp_path):
    assert exported("--to", "网页、文本 MD").code == ExitCode.OK
    assert files(tmp_path) == {f"{TITLE}.html", f"{TITLE}.txt", f"{TITLE}.md"}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--to", "md,txt", "-o", "没有"), "“没有”不是文件夹，几种形式写不进一个文件。"),
        (("--to", "md", "-o", "没有/"), "没有“没有/”这个文件夹。"),
        (("--to", "md", "-o", "没有/年报.md"), "没有这个文件夹，没有存下来。"),
        (("--to", "md", "-o", "答案.yaml", "--force"), "这是答案文件本身。"),
        (("--to", "docx", "-o", "年报.html"), "名字的结尾是 .html，要写的却是 docx。换一个名字"),
        pytest.param(("--to", "md", "-o", "长" * 100), "没有存下来。", marks=pytest.mark.posix),
        (("--to", "md", "-o", "-"), "-o 后面要写文件名；在终端里看，用 drafter print。"),
        (("--to", "md", "-o", ""), "-o 后面要写一个值。"),
        (("--to", "md", "--since", "答案.yaml"), "只有送审单要和上一版比较。"),
        (("--to", "docs"), "--to 不能是“docs”。是不是“docx”？"),
        (("--to", ","), "--to 后面要写一个值。"),
    ],
    ids=str,
)
def test_a_place_that_will_not_do_is_told(exported, tmp_path, options, words):
    run = exported(*options)
    assert (run.code, run.out) == (ExitCode.UNREADABLE, "")
    assert words in run.err
    assert files(tmp_path) == set()
    assert (tmp_path / "答案.yaml").read_text("utf-8") == FINISHED


def test_files_that_are_there_are_all_told_and_none_is_written(exported, tmp_path):
    for ending in ("md", "txt"):
        (tmp_path / f"{TITLE}.{ending}").write_text("旧", "utf-8")
    run = exported("--to", "html,md,txt")
    assert (run.code, run.out) == (ExitCode.UNREADABLE, "")
    assert [line.partition("：")[0] for line in run.err.splitlines()] == [
        f"{TITLE}.md",
        f"{TITLE}.txt",
    ]
    assert files(tmp_path) == {f"{TITLE}.md", f"{TITLE}.txt"}


def test_force_replaces_them(exported, tmp_path):
    (tmp_path / f"{TITLE}.md").write_text("旧", "utf-8")
    assert exported("--to", "md", "--force").code == ExitCode.OK
    assert (tmp_path / f"{TITLE}.md").read_text("utf-8").startswith(f"# {TITLE}")


@pytest.mark.skipif(os.name == "nt", reason="POSIX modes")
def test_a_file_to_publish_is_for_all_to_read(exported, tmp_path):
    exported("--to", "md")
    assert (tmp_path / f"{TITLE}.md").stat().st_mode & 0o444 == 0o444


def test_a_file_that_came_up_meanwhile_stays(export, tmp_path, monkeypatch):
    target = tmp_path / "年报.md"
    whole = output_files.make_output

    def make(*args):
        target.write_text("别人的", "utf-8")
        return whole(*args)

    monkeypatch.setattr(output_files, "make_output", make)
    with pytest.raises(DrafterError, match="已经有同名的文件"):
        export_report(export, {Output.MARKDOWN: target})
    assert target.read_text("utf-8") == "别人的"


@pytest.mark.posix
def test_a_write_that_fails_tells_what_was_written_before_it(export, tmp_path, monkeypatch):
    places = {Output.MARKDOWN: tmp_path / "年报.md", Output.HTML: tmp_path / "年报.html"}
    real, synced = os.fsync, []

    def full(handle):
        synced.append(handle)
        if len(synced) > 2:  # a file and its folder
            raise OSError(errno.ENOSPC, "")
        real(handle)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(SaveError) as caught:
            export_report(export, places)
    full_disk, written = caught.value.problems
    assert "磁盘满了" in full_disk.what
    assert (written.where, written.what) == (str(tmp_path / "年报.md"), "这一份已经写好了。")
    assert files(tmp_path) == {"年报.md"}


def test_a_killed_export_is_in_nobody_s_way(export, tmp_path, monkeypatch):
    place = {Output.MARKDOWN: tmp_path / "年报.md"}
    with monkeypatch.context() as patch:
        patch.setattr(os, "link", kill := Mock(side_effect=KeyboardInterrupt))
        patch.setattr(Path, "unlink", lambda *_args, **_kwargs: None)
        with pytest.raises(KeyboardInterrupt):
            export_report(export, place)
    assert kill.called
    assert [name.endswith(".tmp") for name in files(tmp_path)] == [True]
    export_report(export, place)
    assert files(tmp_path) == {"年报.md"}


def skip_where_it_cannot_be_made(output: Output) -> None:
    if output is Output.PDF:
        skip_without_chinese_fonts()
    if output in PICTURE:
        managed = pytest.importorskip("matplotlib.font_manager").fontManager
        if not set(picture_page._FONTS) & set(managed.get_font_names()):
            pytest.skip("no Chinese font")


LOSES = {
    "a figure": ("{{ block.grid | table(last.heading, block.address) }}", "甲"),
    "a paragraph": ("<p>{{ block.text }}</p>", ""),
    "the date": ("<p>{{ document.signed_on }}</p>", ""),
    "the mark": ("（{{ document.mark }}）", ""),
}


@pytest.mark.parametrize(("there", "instead"), LOSES.values(), ids=LOSES)
def test_a_file_that_lost_something_is_not_written(exported, forms, tmp_path, there, instead):
    template = forms / "tiny" / "report.html.j2"
    template.write_text(template.read_text("utf-8").replace(there, instead), "utf-8")
    run = exported("--to", "md,html", text=UNFINISHED)
    assert (run.code, run.out) == (ExitCode.UNREADABLE, "")
    assert run.err.startswith("html 文件：做成以后读回核对，有 ")
    assert files(tmp_path) == set()


def test_a_letterhead_of_ones_own_is_no_difference(exported, forms, tmp_path):
    template = forms / "tiny" / "report.html.j2"
    text = template.read_text("utf-8").replace("<body>", "<body><header><p>本馆官网</p></header>")
    template.write_text(text, "utf-8")
    assert exported("--to", "html").code == ExitCode.OK
    assert "本馆官网" in (tmp_path / f"{TITLE}.html").read_text("utf-8")


def test_a_changed_figure_is_told_with_both_values(exported, forms):
    template = forms / "tiny" / "report.html.j2"
    there = "block.grid | table(last.heading, block.address)"
    text = template.read_text("utf-8").replace(there, f"({there}) | replace('1200', '1300')")
    template.write_text(text, "utf-8")
    err = exported("--to", "html").err
    assert "小说" in err
    assert "1200" in err
    assert "1300" in err


@pytest.mark.usefixtures("sets_pages_here")
@pytest.mark.parametrize("output", [output for output in KINDS if output not in _PACKED])
@pytest.mark.parametrize(
    ("name", "draft"),
    [("nil-township-2023", False), ("county-government-2023", False), ("suqian-2024", True)],
)
def test_every_sample_reads_back_as_it_was(output, name, draft):
    """What goes into a package is made, read back and compared there."""
    answers = load_answers(ROOT / "sample_answers" / f"{name}.yaml")
    facts = Facts(answers.form, answers.draft)
    export = Export(load_material(facts), draft)
    made = make_output(export, build_document(facts, draft=draft), output)
    assert made.data
    if output is Output.PACKAGE and "压缩包里没有" in made.note:
        for lacking in _PACKED:
            skip_where_it_cannot_be_made(lacking)
        pytest.fail(made.note)


def test_json_is_written_whole(exported, tmp_path):
    assert exported("--to", "json").code == ExitCode.OK
    data = json.loads((tmp_path / f"{TITLE}.json").read_text("utf-8"))
    assert data["document"]["title"] == TITLE
    assert data["draft"]["cells"]["loans/all/total"]["value"] == 1234


@pytest.mark.parametrize("output", Output)
def test_a_folder_with_form_yaml_alone_has_every_kind_of_file(tmp_path, output):
    skip_where_it_cannot_be_made(output)
    (tmp_path / "tiny").mkdir()
    shutil.copy(FORMS / "tiny" / "form.yaml", tmp_path / "tiny")
    (tmp_path / "答案.yaml").write_text(FINISHED, "utf-8")
    answers = load_answers(tmp_path / "答案.yaml", tmp_path)
    facts = Facts(answers.form, answers.draft)
    export = Export(load_material(facts), draft=False)
    assert make_output(export, build_document(facts, draft=False), output).data


def test_without_typst_and_libreoffice_the_way_to_a_pdf_is_told(export, monkeypatch, tmp_path):
    monkeypatch.setattr("drafter.output.output_kinds.can_typeset", lambda: False)
    monkeypatch.setattr("drafter.output.output_kinds.find_office", lambda: "")
    with pytest.raises(DrafterError, match="没有能生成 PDF 的程序。运行 pip install typst"):
        export_report(export, {Output.PDF: tmp_path / "年报.pdf"})


def test_unsafe_characters_of_the_title_are_no_part_of_the_name(export):
    from drafter.draft.draft_model import with_answer

    facts = export.material.facts
    draft = with_answer(facts.draft, "organ.name", "../甲/乙:局")
    (path,) = places_for(Facts(facts.form, draft), [Output.TEXT], None, mark="草稿").values()
    assert str(path) == "甲-乙-局2021年借阅年报（草稿）.txt"


def test_the_review_tells_what_changed_since_the_version_named(exported, tmp_path):
    (tmp_path / "旧.yaml").write_text(FINISHED.replace("12345", "12000"), "utf-8")
    assert exported("--to", "review-html", "--since", "旧.yaml").code == ExitCode.OK
    page = (tmp_path / f"{TITLE}（送审单）.html").read_text("utf-8")
    assert "和旧.yaml相比，改了1处" in page
    assert "概况，“到馆人次”：12000 → 12345" in page


def test_a_version_of_another_form_is_refused(exported, tmp_path):
    (tmp_path / "旧.yaml").write_text("format: 1\nform: disclosure-2021\n", "utf-8")
    run = exported("--to", "review", "--since", "旧.yaml")
    assert run.code == ExitCode.UNREADABLE
    assert "和这份报告的格式不同" in run.err


@pytest.fixture
def session(run_drafter, forms, tmp_path):
    """A session's file, made as a clerk makes one, answered as FINISHED."""
    common = ("--templates", forms, "--dir", tmp_path / "s")
    run_drafter("new", "年报", "--form", "tiny", "--year", "2021", *common)
    path = tmp_path / "s" / "年报.yaml"
    path.write_text(FINISHED, "utf-8")
    return path


def test_a_session_remembers_what_the_last_review_showed(run_drafter, forms, session, tmp_path):
    def review() -> str:
        env = {"DRAFTER_DIR": str(session.parent)}
        out = tmp_path / "送审.html"
        options = ("--to", "review", "-o", out, "--force", "--templates", forms)
        assert run_drafter("export", "年报", *options, env=env).code == ExitCode.OK
        return out.read_text("utf-8")

    assert "没有可以对照的上一版。" in review()
    session.write_text(FINISHED.replace("34}", "35}"), "utf-8")
    page = review()
    assert "和上次送审（" in page
    assert "34 → 35" in page
    assert "没有改动" in review()


def test_what_a_review_showed_goes_where_the_session_goes(run_drafter, forms, session):
    env = {"DRAFTER_DIR": str(session.parent)}
    options = ("--to", "review", "--templates", forms)
    run_drafter("export", "年报", *options, "-o", session.parent / "一.html", env=env)
    run_drafter("rename", "年报", "新年报", env=env)
    page = session.parent / "二.html"
    assert run_drafter("export", "新年报", *options, "-o", page, env=env).code == ExitCode.OK
    assert "没有改动" in page.read_text("utf-8")


def test_a_session_is_checked_beside_last_years_file_by_every_command(run_drafter, tmp_path):
    """`new --from` keeps a copy beside the session."""
    env = {"DRAFTER_DIR": str(tmp_path / "s")}
    last = ROOT / "sample_answers" / "suqian-2023.yaml"
    run_drafter("new", "新年报", "--from", last, env=env)
    assert "上年的报告数据" in run_drafter("check", last).out
    assert "上年的报告数据" not in run_drafter("check", "新年报", env=env).out
    page = tmp_path / "送审.html"
    assert (
        run_drafter("export", "新年报", "--to", "review", "-o", page, env=env).code == ExitCode.OK
    )
    assert "不能对照。" not in page.read_text("utf-8")


def test_a_copy_for_review_says_so_in_every_shape(run_drafter, tmp_path):
    sample = ROOT / "sample_answers" / "bazhou-commerce-2021.yaml"
    options = ("--to", "md,docx,review-copy,html", "--review-copy", "-o", tmp_path)
    run = run_drafter("export", sample, *options)
    assert run.code == ExitCode.OK, run.err
    names = {path.name for path in tmp_path.iterdir()}
    title = "巴州商务局2021年政府信息公开工作年度报告"
    assert names == {f"{title}（送审稿）{kind}" for kind in (".md", ".docx", ".html")}
    assert f"{title}（送审稿）" in (tmp_path / f"{title}（送审稿）.md").read_text("utf-8")


def test_an_unfinished_copy_for_review_is_a_draft(run_drafter, tmp_path):
    sample = ROOT / "sample_answers" / "suqian-2024.yaml"
    run = run_drafter("export", sample, "--to", "docx,送审稿", "-o", tmp_path)
    assert run.code == ExitCode.OK, run.err
    (path,) = tmp_path.iterdir()
    assert path.name.endswith("（草稿）.docx")


def test_the_name_of_the_file_says_which_shape_the_sheet_has(exported, tmp_path):
    for name in ("单.docx", "单.html", "单.txt"):
        assert exported("--to", "review", "-o", tmp_path / name).code == ExitCode.OK
    assert (tmp_path / "单.docx").read_bytes().startswith(b"PK")
    assert "<h1>" in (tmp_path / "单.html").read_text("utf-8")
    assert "____" in (tmp_path / "单.txt").read_text("utf-8")


def test_an_answers_file_of_ones_own_gets_no_company(exported, tmp_path):
    exported("--to", "review")
    assert files(tmp_path) == {f"{TITLE}（送审单）.docx"}
