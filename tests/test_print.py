"""`drafter print`, as a clerk runs it, over the tiny form."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from drafter.checks.check_run import run_checks
from drafter.checks.material import load_material
from drafter.draft.answers_file import load_answers
from drafter.draft.draft_facts import Facts
from drafter.draft.draft_model import Draft
from drafter.draft.unfinished_places import gaps
from drafter.errors import ExitCode
from drafter.form.definitions import Severity

from .conftest import ROOT

FORMS = Path(__file__).parent / "forms"
GOLDEN = Path(__file__).parent / "report" / "golden"
FINISHED = (FORMS / "tiny.yaml").read_text("utf-8")
UNFINISHED = FINISHED.replace("  story.visitors: 12345\n", "").replace(", science: 34", "")


@pytest.fixture
def printed(run_drafter, tmp_path) -> Callable:
    """Prints an answers file with this text."""
    path = tmp_path / "答案.yaml"

    def run(text: str, *options: str | Path, **more: object):
        path.write_text(text, "utf-8")
        return run_drafter("print", path, "--templates", FORMS, *options, **more)

    return run


def golden(name: str) -> str:
    return (GOLDEN / name).read_text("utf-8")


@pytest.mark.parametrize(
    ("options", "name"),
    [
        (("--width", "80"), "tiny.txt"),
        (("--width", "120"), "tiny-wide.txt"),
        (("--width", "80", "--ascii"), "tiny-ascii.txt"),
        (("--to", "md"), "tiny.md"),
        (("--width", "80", "--final"), "tiny.txt"),
    ],
    ids=str,
)
def test_stdout_holds_the_report_and_nothing_else(printed, options, name):
    assert printed(FINISHED, *options) == (ExitCode.OK, golden(name), "")


def test_an_unfinished_report_is_marked_and_says_so_on_stderr(printed):
    run = printed(UNFINISHED)
    assert run.code == ExitCode.OK
    assert run.out.splitlines()[0].strip() == "示例市图书馆2021年借阅年报（草稿）"
    assert run.err == "这是草稿：还有要改的地方，用 drafter check 逐处列出。\n"


def test_an_unfinished_markdown_report_is_marked_too(printed):
    assert printed(UNFINISHED, "--to", "md").out.startswith(
        "# 示例市图书馆2021年借阅年报（草稿）\n"
    )


def test_a_final_report_is_refused_with_the_list_of_gaps(printed):
    run = printed(UNFINISHED, "--final")
    assert (run.code, run.out) == (ExitCode.FINDINGS, "")
    *gaps, last = run.err.splitlines()
    assert "到馆人次" in gaps[0]
    assert "有 1 格没有人看过" in gaps[1]
    assert last.startswith("还不能出正式稿：有 2 处没有完")


def test_without_a_terminal_the_page_is_a_hundred_wide(printed):
    signature = printed(FINISHED, env={"COLUMNS": ""}).out.splitlines()[-1]
    assert (
        len(signature) + signature.count("年") + signature.count("月") + signature.count("日") == 96
    )


def test_all_mistakes_are_told_and_nothing_printed(printed):
    run = printed(FINISHED.replace("visitors", "visiters").replace("novels", "novel"))
    assert (run.code, run.out) == (ExitCode.UNREADABLE, "")
    assert [line.count("：") > 0 for line in run.err.splitlines()] == [True, True]
    assert "是不是“story.visitors”？" in run.err
    assert "是不是“novels”？" in run.err


def test_ones_own_output_template_stands_in_front(run_drafter, tmp_path):
    shutil.copytree(FORMS / "tiny", tmp_path / "forms" / "tiny")
    (tmp_path / "forms" / "tiny" / "report.txt.j2").write_text("只要{{ document.title }}", "utf-8")
    (tmp_path / "a.yaml").write_text(FINISHED, "utf-8")
    run = run_drafter("print", tmp_path / "a.yaml", "--templates", tmp_path / "forms")
    assert run == (ExitCode.OK, "只要示例市图书馆2021年借阅年报\n", "")


def test_ones_own_folder_may_hold_an_output_template_alone(run_drafter, tmp_path):
    (tmp_path / "forms" / "disclosure-2021").mkdir(parents=True)
    template = tmp_path / "forms" / "disclosure-2021" / "report.txt.j2"
    template.write_text("只要{{ document.signed_by }}", "utf-8")
    answers = "format: 1\nform: disclosure-2021\norgan: {name: 某县商务局}\n"
    (tmp_path / "a.yaml").write_text(answers, "utf-8")
    run = run_drafter("print", tmp_path / "a.yaml", "--templates", tmp_path / "forms")
    assert (run.code, run.out) == (ExitCode.OK, "只要某县商务局\n")


def test_printing_again_gives_the_same_bytes(printed):
    assert printed(FINISHED) == printed(FINISHED)


def test_a_blank_file_prints_as_a_draft(run_drafter, tmp_path):
    blank = run_drafter("blank", "tiny", "--templates", FORMS)
    (tmp_path / "a.yaml").write_text(blank.out, "utf-8")
    run = run_drafter("print", tmp_path / "a.yaml", "--templates", FORMS)
    assert run.code == ExitCode.OK
    assert "（草稿）" in run.out


def test_the_forms_are_listed_with_ones_own(run_drafter):
    run = run_drafter("forms", "--templates", FORMS)
    assert run.code == ExitCode.OK
    assert "tiny  图书馆借阅年报（示例市图书馆年报办法，用于2020年起的报告）\n" in run.out
    assert "disclosure-2021  " in run.out


@pytest.mark.posix
def test_what_is_remembered_lies_with_the_person_and_not_with_the_form(
    run_drafter, root, sample, tmp_path
):
    folder = tmp_path / "templates" / "disclosure-2021"
    shutil.copytree(
        root / "templates" / folder.name, folder, ignore=shutil.ignore_patterns("__pycache__")
    )
    before = sorted(folder.rglob("*"))
    env = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    first, second = (
        run_drafter("print", sample, "--templates", folder.parent, env=env) for _ in range(2)
    )
    assert first == second
    assert first.code == 0
    assert sorted(folder.rglob("*")) == before
    assert list((tmp_path / "cache" / "drafter" / "forms").iterdir())


@pytest.mark.parametrize(
    "path", sorted((ROOT / "sample_answers").glob("*.yaml")), ids=lambda path: path.stem
)
def test_what_lacks_something_has_an_error_to_be_told(path):
    answers = load_answers(path)
    facts = Facts(answers.form, answers.draft)
    for draft in (facts.draft, replace(facts.draft, confirmed=frozenset()), Draft(answers.form.id)):
        some = Facts(answers.form, draft)
        if next(gaps(some), None) is not None:
            assert run_checks(load_material(some)).of(Severity.ERROR)
