"""Whatever is handed in: one clear Chinese sentence, the right exit code, nothing overwritten."""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from drafter.errors import ExitCode

from .conftest import Run

FORMS = Path(__file__).parent / "forms"
HEAD = b"format: 1\nform: tiny\n"
ROOT_READS_ALL = not hasattr(os, "geteuid") or os.geteuid() == 0


@pytest.fixture
def refused(run_drafter):
    """What `drafter print` says of a file that it must refuse."""

    def run(path: str | Path, *options: str | Path, by: Callable[..., Run] = run_drafter) -> str:
        folder = path.parent if isinstance(path, Path) and path.is_file() else None
        before = snapshot(folder)
        done = by("print", path, *(options or ("--templates", FORMS)))
        assert (done.code, done.out) == (ExitCode.UNREADABLE, "")
        assert done.err
        for line in done.err.splitlines():
            assert re.search("[\u4e00-\u9fff].*[。？]$", line), line
            assert not re.search("Traceback|Error|line [0-9]", line)
        assert snapshot(folder) == before
        return done.err

    return run


def snapshot(folder: Path | None) -> dict[str, tuple[int, int]]:
    """The size and time of every file below, but for what Python would keep for itself."""
    files = folder.rglob("*.*") if folder else ()
    return {
        str(path): (path.lstat().st_size, path.lstat().st_mtime_ns)
        for path in files
        if "__pycache__" not in path.parts
    }


@pytest.fixture
def written(tmp_path):
    def write(data: bytes, name: str = "答案.yaml") -> Path:
        (tmp_path / name).write_bytes(data)
        return tmp_path / name

    return write


# What is in the file, and what is said of it.
FILES = {
    "empty": (b"", "文件是空的"),
    "white space": (b" \n\t\n  ", "文件是空的"),
    "only comments": ("# 只有注释\n".encode(), "文件里没有内容"),
    "only a byte order mark": (b"\xef\xbb\xbf", "文件里没有内容"),
    "an image": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "这不是文本文件"),
    "a Word file": (b"PK\x03\x04\x14\x00\x06\x00" + bytes(range(256)) * 20, "这不是文本文件"),
    "noise": (bytes(range(128, 256)) * 50, "这不是文本文件"),
    "UTF-16 without a mark": ("format: 1\n".encode("utf-16-le"), "这不是文本文件"),
    "half a character": (
        HEAD + "organ: {name: 示例市图书馆".encode()[:-1] + b"}\n",
        ":3：这一行有认不出的字节",
    ),
    "tabs": (HEAD + b"organ:\n\tname: x\n", ":4："),
    "an alias": (HEAD + b"year: *x\n", ":3：以“&”或“*”开头"),
    "half of an emoji": (HEAD + b'year: "\\ud83d"\n', ":3：双引号里的“\\”后面不是一个字符"),
    "a bomb": (
        b"a: &a [x]\n"
        + b"".join(b"%c: &%c [*%c, *%c]\n" % (n + 1, n + 1, n, n) for n in range(97, 110)),
        "以“&”或“*”开头",
    ),
    "a tag": (HEAD + b"year: !!python/object/apply:os.system ['true']\n", ":3：不支持"),
    "a hundred thousand brackets": (b"[" * 100_000, ":1：缩进的层次太深"),
    "a hundred thousand braces": (b"{a: " * 100_000, ":1：缩进的层次太深"),
    "a hundred thousand items": (b"- " * 100_000, ":1：缩进的层次太深"),
    "a list": (b"- a\n- b\n", ":1：这不是答案文件"),
    "prose": ("今年的工作做得很好。\n".encode(), ":1：这不是答案文件"),
    "JSON of something else": (b'{"a": [1, 2]}', "缺少可用的“format”"),
    "another form": (b"format: 1\nform: tinny\n", ":2：没有“tinny”这种报告格式。是不是“tiny”？"),
    "a newer file": (b"format: 99\nform: tiny\n", ":1：文件格式是 99"),
    "the year 1999": (HEAD + b"year: 1999\n", ":3"),
    "the year 3021": (HEAD + b"year: 3021\n", ":3"),
    "a list of years": (HEAD + b"year: [2021]\n", ":3"),
    "wrong types": (
        HEAD
        + b"year: {a: 1}\norgan: [1]\nanswers: 1\ntexts: [1]\nverify: 1\ntables: [x]\nclosed: 1\n",
        ":3",
    ),
    "wrong types below": (
        HEAD + b"organ: {name: [1]}\nanswers: {story.visitors: {a: 1}}\ntexts: {story: [1]}\n"
        b"verify: [[1]]\ntables: {loans: 1}\nclosed: [1]\n",
        ":3",
    ),
    "wrong types in cells": (
        HEAD + b"tables: {loans: {confirmed: [1], cells: {all: [1]}, stated: {all: 1}}}\n",
        ":3",
    ),
    "an origin that is none": (
        HEAD + b"tables: {loans: {cells: {all: {novels: {value: 1, origin: [x]}}}}}\n",
        ":3",
    ),
    "a carriage return in a name": (HEAD + b'answers: {"a\\rb\\e[31m": 1}\n', ":3：没有“a�b�[31m”"),
    "thousands of unknown names": (
        HEAD + b"answers:\n" + b"".join(b"  story.visitor%d: 1\n" % n for n in range(3000)),
        ":4：",
    ),
    "a name of a million letters": (
        HEAD + b"answers:\n  ? " + b"x" * 1_000_000 + b"\n  : 1\n",
        "没有“xxx",
    ),
    "a figure of a million digits": (
        HEAD + b"answers: {story.visitors: " + b"9" * 1_000_000 + b"}\n",
        "太大",
    ),
}


@pytest.mark.parametrize(("data", "words"), FILES.values(), ids=FILES)
def test_a_file_that_cannot_be_used_is_told(refused, written, data, words):
    assert words in refused(written(data))


def test_every_wrong_type_is_told_at_once(refused, written):
    assert refused(written(FILES["wrong types"][0])).count("\n") == 7


def test_a_file_that_is_not_there_is_told(refused, tmp_path):
    assert "没有这个文件" in refused(tmp_path / "none.yaml")


def test_a_folder_is_told(refused, tmp_path):
    assert "这是一个文件夹" in refused(tmp_path)


def test_a_file_beyond_all_measure_is_refused_unread(refused, tmp_path):
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    assert "文件太大（超过 5 MB）" in refused(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_nobody_writes_to_does_not_hang(refused, start_drafter, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert "不是普通文件" in refused(tmp_path / "pipe", by=start_drafter)


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null", "/dev/tty"])
def test_a_device_is_refused(refused, start_drafter, device):
    if not os.path.exists(device):
        pytest.skip(f"needs {device}")
    assert "不是普通文件" in refused(device, by=start_drafter)


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="needs Unix sockets")
def test_a_socket_is_refused(refused, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("s")
        assert "不是普通文件" in refused(tmp_path / "s")


@pytest.mark.skipif(ROOT_READS_ALL, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_told(refused, written):
    path = written(HEAD, "locked.yaml")
    path.chmod(0)
    assert "没有读取的权限" in refused(path)


@pytest.mark.parametrize("name", ["a\nb.yaml", "a\x1b[31mb.yaml", "长" * 300, "-"])
def test_any_file_name_is_told_on_one_line(refused, name):
    assert refused(f"./{name}").count("\n") == 1


def test_a_broken_link_is_told(refused, tmp_path):
    (tmp_path / "link.yaml").symlink_to("nowhere")
    assert "没有这个文件" in refused(tmp_path / "link.yaml")


@pytest.mark.posix
def test_a_link_to_itself_is_told(refused, tmp_path):
    (tmp_path / "link.yaml").symlink_to("link.yaml")
    assert "路径里有链接绕回了自己" in refused(tmp_path / "link.yaml")


def test_a_folder_of_templates_that_is_none_is_told(refused, written, tmp_path):
    assert "没有这个文件夹" in refused(written(HEAD), "--templates", tmp_path / "none")


@pytest.fixture
def own_forms(root, tmp_path):
    """A folder with the tiny form in which a file is changed."""

    def change(name: str, text: str) -> Path:
        folder = tmp_path / "forms" / "tiny"
        folder.mkdir(parents=True)
        for path in (FORMS / "tiny").glob("*.*"):
            (folder / path.name).write_bytes(path.read_bytes())
        (folder / name).write_text(text, "utf-8")
        return folder.parent

    return change


@pytest.mark.parametrize(
    ("source", "where"),
    [
        ("甲\n{% if %}", "report.txt.j2:2"),
        ("甲\n{{ nobody }}", "report.txt.j2:2"),
        ("甲\n\n{{ 9 ** 9 ** 9 }}", "report.txt.j2:3"),
        ("{% include 'report.txt.j2' %}", "report.txt.j2"),
    ],
)
def test_a_broken_output_template_is_told_in_one_line(refused, written, own_forms, source, where):
    told = refused(written(HEAD), "--templates", own_forms("report.txt.j2", source))
    assert where in told
    assert told.count("\n") == 1


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [("{{ visitors }}", "{{ vistors }}", 24), ("{{ visitors }}", "{{ visitors.__class__ }}", 24),
     ("{{ visitors }}", "{{ 9 ** 9 ** 9 }}", 24), ("loans.all.total > 100", "year > organ.name", 8),
     ("kind: yesno", "kind: yesnt", 21), ("novels + science", "novel + science", 42)],
)  # fmt: skip
def test_a_broken_form_is_told_with_its_line(refused, written, own_forms, before, after, line):
    source = (FORMS / "tiny" / "form.yaml").read_text("utf-8")
    assert before in source
    told = refused(
        written(HEAD), "--templates", own_forms("form.yaml", source.replace(before, after))
    )
    assert told.startswith(f"tiny/form.yaml:{line}：")


@pytest.mark.parametrize(
    "form",
    ["", "# 只有注释", "[" * 100_000, "a: *b", "a: 1\na: 2"],
    ids=["empty", "a comment", "brackets", "an alias", "a key twice"],
)
def test_a_form_that_is_no_form_is_told(refused, written, own_forms, form):
    refused(written(HEAD), "--templates", own_forms("form.yaml", form))


TYPED = {
    "braces": ("{{ 7 * 7 }}{% if %}", "{{ 7 * 7 }}{% if %}"),
    "markup": ("[b]甲[/b][link=x]", "[b]甲[/b][link=x]"),
    "a script": ("<script>alert(1)</script>&lt;", "<script>alert(1)</script>&lt;"),
    "a format": ("%s {0} {name} $HOME `id`", "%s {0} {name} $HOME `id`"),
    "an escape": ("甲\\e[31m乙\\a\\0丙", "甲[31m乙丙"),
    "a direction": ("甲\\u202e乙", None),
    "noncharacters": ("甲\\uffff乙", None),
    "an emoji": ("甲😀乙", "甲😀乙"),
}


@pytest.mark.parametrize(("typed", "shown"), TYPED.values(), ids=TYPED)
def test_typed_text_prints_to_the_letter_less_its_controls(run_drafter, written, typed, shown):
    path = written(HEAD + f'texts: {{story: "{typed}"}}\n'.encode())
    run = run_drafter("print", path, "--templates", FORMS)
    assert run.code == ExitCode.OK
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]", run.out)
    if shown:
        assert shown in run.out
