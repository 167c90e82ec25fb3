"""Writing a form: a folder that works at once, and every mistake told by its line."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from zipfile import ZipFile

import pytest

from drafter.commands.form_trial import try_form
from drafter.errors import ExitCode
from drafter.form.form_file import form_folders
from drafter.resources import ANY_FORM, data_dir

ROOT = Path(__file__).parents[1]


@pytest.fixture
def laid(run_drafter, tmp_path) -> Path:
    """The folder of a new form."""
    run = run_drafter("forms", "--new", "my-report", cwd=tmp_path)
    assert (run.code, run.err) == (ExitCode.OK, "")
    return tmp_path / "my-report"


def test_a_new_form_passes_and_prints_a_report_at_once(run_drafter, laid):
    checked = run_drafter("forms", "--check", laid)
    assert checked.code == ExitCode.OK
    assert checked.out.lstrip().startswith("____年示例工作年度报告（草稿）")
    assert "“示例工作年度报告”可以用了" in checked.err
    assert "请看一看" not in checked.err
    printed = run_drafter("print", laid / "answers.yaml", "--templates", laid.parent)
    assert "接待1200人次，提供服务125件" in printed.out
    assert "草稿" not in printed.out
    assert run_drafter("check", laid / "answers.yaml", "--templates", laid.parent).code == 0


def test_nothing_that_is_there_is_written_over(run_drafter, laid):
    (laid / "form.yaml").write_text("mine", "utf-8")
    run = run_drafter("forms", "--new", laid)
    assert (run.code, "已经有这个文件夹" in run.err) == (ExitCode.UNREADABLE, True)
    assert (laid / "form.yaml").read_text("utf-8") == "mine"


def test_a_name_that_no_file_of_answers_could_name_is_refused(run_drafter, tmp_path):
    run = run_drafter("forms", "--new", "我的报告", cwd=tmp_path)
    assert (run.code, "小写英文字母" in run.err) == (ExitCode.UNREADABLE, True)
    assert not list(tmp_path.iterdir())


# What stands in form.yaml, what instead of it, and what is told.
MISTAKES = {
    "an unknown kind": ("kind: count  ", "kind: number ", "form.yaml:67：“number”不能用在这里"),
    "a wide colon": ("label: 接待人数", "label：接待人数", "form.yaml:64：“label”后面是全角冒号"),
    "an unknown name": ("{{ visitors }}", "{{ visitor }}", "form.yaml:92：模板里的名称“visitor”"),
    "an example": (
        'example: "1200"',
        "example: 很多",
        "form.yaml:66：“overview.visitors”的",
    ),
    "a tag at the beginning": (
        '- "{% if more',
        "- {% if more",
        "form.yaml:95：这里有不能用来",
    ),
    "a filter": ("more | sentence", "more | whole", "form.yaml:95：没有“whole”这个过滤器"),
    "a relation": ("on_site + online", "on_site + on", "form.yaml:118：关系里的“on”不存在"),
}


@pytest.mark.parametrize("case", MISTAKES, ids=str)
def test_a_mistake_is_told_with_its_line(laid, case):
    old, new, told = MISTAKES[case]
    text = (laid / "form.yaml").read_text("utf-8")
    assert old in text
    (laid / "form.yaml").write_text(text.replace(old, new, 1), "utf-8")
    problems = try_form(laid).problems
    assert any(told in str(problem) for problem in problems), problems


def test_mistakes_in_all_files_of_the_folder_are_told_at_once(laid):
    (laid / "words.yaml").write_text("deadlines: [{month: 13}]\nplaceholder: [某某]\n", "utf-8")
    (laid / "report.md.j2").write_text("{{ document.titel }}", "utf-8")
    told = "\n".join(map(str, try_form(laid).problems))
    assert "placeholder" in told
    assert "report.md.j2" in told


_NO_FILE = {
    "a folder": (Path.mkdir, "这是一个文件夹"),
    "a link to nothing": (lambda path: path.symlink_to(path.with_name("gone")), "不在了"),
    "a link out of the folder": (lambda path: path.symlink_to(__file__), "外面"),
    "a pipe": (lambda path: os.mkfifo(path), "这不是普通文件"),
}


@pytest.mark.posix
@pytest.mark.parametrize("case", _NO_FILE)
def test_what_is_no_file_is_not_passed_over(laid, tmp_path, case):
    """Its rules would be missing in every report, and nobody would know."""
    make, told = _NO_FILE[case]
    form, general = (form_folders()["disclosure-2021"], data_dir("templates") / ANY_FORM)
    names = {path.name for folder in (form, general) for path in folder.iterdir()}
    names -= {"form.yaml", "packs", "new-form.yaml", "new-answers.yaml", "holidays.yaml"}
    # Each is tried only while those that lead to it are whole.
    behind = {"ledger.yaml", "report.css", "review.yaml"}
    sheets = {"review.html.j2", "review.txt.j2", "review.docx"}
    for wrong in (names - behind - sheets - {"review.css"}, behind, sheets, {"review.css"}):
        folder = tmp_path / min(wrong) / laid.name
        shutil.copytree(laid, folder)
        for name in wrong:
            (folder / name).unlink(missing_ok=True)
            make(folder / name)
        problems = try_form(folder).problems
        found = {Path(problem.where).name for problem in problems if told in problem.what}
        assert found == wrong


@pytest.mark.posix
def test_a_form_is_not_read_through_a_link_out_of_the_folder(laid, tmp_path):
    (laid / "form.yaml").rename(tmp_path / "elsewhere")
    (laid / "form.yaml").symlink_to(tmp_path / "elsewhere")
    (problem,) = try_form(laid).problems
    assert "外面" in problem.what


@pytest.mark.posix
@pytest.mark.parametrize("make", [Path.touch, lambda path: path.symlink_to("gone")])
def test_a_file_where_the_folder_of_local_rules_should_be_is_told(laid, make):
    make(laid / "packs")
    (problem,) = try_form(laid).problems
    assert "不是文件夹" in problem.what


def test_a_calendar_that_the_register_names_is_there(tmp_path):
    folder = shutil.copytree(form_folders()["disclosure-2021"], tmp_path / "disclosure-2021")
    (folder / "holidays.yaml").unlink()
    (problem,) = try_form(folder).problems
    assert "holidays.yaml" in problem.where


def test_an_answer_that_no_sentence_uses_is_remarked_on(laid):
    text = (laid / "form.yaml").read_text("utf-8")
    unused = text.replace('- "{% if trainings %}组织培训{{ trainings }}次。{% endif %}"', '- ""')
    (laid / "form.yaml").write_text(unused, "utf-8")
    trial = try_form(laid)
    assert not trial.problems
    (remark,) = trial.remarks
    assert "培训次数" in remark.what
    assert remark.where == "my-report/form.yaml:75"


def test_a_word_file_made_before_a_row_was_added_is_remarked_on(run_drafter, laid):
    assert run_drafter("forms", "--build", laid).code == ExitCode.OK
    assert not try_form(laid).remarks
    row = "- {id: companies, label: 单位}"
    text = (laid / "form.yaml").read_text("utf-8")
    more = text.replace(row, f"{row}\n            - {{id: others, label: 其他}}")
    (laid / "form.yaml").write_text(more, "utf-8")
    (remark,) = try_form(laid).remarks
    assert "其他·" in remark.what
    assert "--build" in remark.fix


def test_a_changed_word_file_is_not_built_over_unless_that_is_said(run_drafter, laid):
    run_drafter("forms", "--build", laid)
    assert run_drafter("forms", "--build", laid).code == ExitCode.UNREADABLE
    assert run_drafter("forms", "--build", laid, "--force").code == ExitCode.OK


@pytest.mark.parametrize("name", form_folders())
def test_every_form_of_ours_passes_without_a_remark(name):
    trial = try_form(form_folders()[name])
    assert (trial.problems, trial.remarks) == ((), ())


def test_a_folder_without_a_form_is_told(run_drafter, tmp_path):
    run = run_drafter("forms", "--check", tmp_path)
    assert run.code == ExitCode.UNREADABLE
    assert "form.yaml" in run.err


def test_a_folder_of_any_name_may_be_copied_and_renamed(laid, tmp_path):
    shutil.copytree(laid, tmp_path / "other")
    (problem,) = try_form(tmp_path / "other").problems
    assert "与文件夹名“other”不一致" in problem.what


@pytest.mark.parametrize("name", ["report.docx", "review.docx"])
@pytest.mark.parametrize("there", [True, False])
def test_word_templates_are_not_built_through_a_link_out_of_the_folder(
    run_drafter, laid, tmp_path, name, there
):
    """A link to nothing makes no file elsewhere either."""
    elsewhere = tmp_path / "elsewhere"
    if there:
        elsewhere.write_text("mine", "utf-8")
    (laid / name).symlink_to(elsewhere)
    run = run_drafter("forms", "--build", laid, "--force")
    assert (run.code, "通到模板文件夹的外面" in run.err) == (ExitCode.UNREADABLE, True)
    assert elsewhere.exists() == there
    assert not there or elsewhere.read_text("utf-8") == "mine"


def test_filled_in_answers_are_not_read_through_a_link_out_of_the_folder(laid, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("format: 1\nform: my-report\n秘密: 1\n", "utf-8")
    (laid / "answers.yaml").unlink()
    (laid / "answers.yaml").symlink_to(secret)
    told = " ".join(map(str, try_form(laid).remarks))
    assert "通到模板文件夹的外面" in told
    assert "秘密" not in told


@pytest.mark.parametrize("change", ["another name", "UTF-16"])
def test_a_word_file_may_keep_its_text_in_any_part_and_encoding(run_drafter, laid, change):
    run_drafter("forms", "--build", laid)
    path = laid / "report.docx"
    with ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    if change == "UTF-16":
        text = parts["word/document.xml"].decode()
        text = re.sub("(?i)utf-8", "UTF-16", text, count=1)
        parts["word/document.xml"] = text.encode("utf-16")
    else:
        parts = {
            name.replace("document.xml", "text.xml"): data.replace(b"document.xml", b"text.xml")
            for name, data in parts.items()
        }
    with ZipFile(path, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    trial = try_form(laid)
    assert (trial.problems, trial.remarks) == ((), ())


def test_a_form_of_too_many_names_is_refused_at_once(laid):
    """Each of its facts would be given all the others: 16,000 took minutes."""
    form = laid / "form.yaml"
    text = form.read_text("utf-8")
    many = "".join(f"  f{number}: 1\n" for number in range(5_000))
    form.write_text(text.replace("facts:\n", f"facts:\n{many}"), "utf-8")
    assert "太多了" in " ".join(map(str, try_form(laid).problems))
    parts = "".join(f"  - {{id: p{number}, title: 甲, text: [甲]}}\n" for number in range(1_100))
    form.write_text(text.replace("parts:\n", f"parts:\n{parts}"), "utf-8")
    assert "太多了" in " ".join(map(str, try_form(laid).problems))
    form.write_text(text + "# 甲\n" * 300_000, "utf-8")
    assert "文件太大（超过 1 MB），不像是报告格式" in " ".join(map(str, try_form(laid).problems))
