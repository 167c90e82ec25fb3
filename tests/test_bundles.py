"""`make bundles`: what of it needs no network."""

from __future__ import annotations

import os
import tarfile
import zipfile
from pathlib import Path

import pytest

EPOCH_S = 1_700_000_000


@pytest.fixture
def tools(root, monkeypatch):
    """The modules under tools/bundles."""
    monkeypatch.syspath_prepend(str(root))
    from tools.bundles import archives, bundle_folders, licences, wheels

    return {
        each.__name__.rpartition(".")[2]: each
        for each in (archives, bundle_folders, licences, wheels)
    }


@pytest.fixture
def wheel(tmp_path) -> Path:
    """A package with something compiled and a command."""
    path = tmp_path / "some_thing-1.2-cp311-cp311-win_amd64.whl"
    metadata = "Name: some-thing\nVersion: 1.2\nLicense-Expression: MIT\n\n"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("some/__init__.py", "")
        packed.writestr("some/fast.cp311-win_amd64.pyd", "x")
        packed.writestr("some_thing-1.2.data/purelib/more.py", "")
        packed.writestr("some_thing-1.2.data/", "")
        packed.writestr("some_thing-1.2.data/scripts/command", "")
        packed.writestr("some/tests/test_command.py", "")
        packed.writestr("some_thing-1.2.dist-info/METADATA", metadata)
        packed.writestr("some_thing-1.2.dist-info/licenses/LICENSE", "may")
        packed.writestr("some_thing-1.2.dist-info/sboms/some.json", "{}")
        packed.writestr("some/fonts/LICENSE_OF_FONT", "may")
        names = "".join(f"{name},,\n" for name in packed.namelist())
        packed.writestr("some_thing-1.2.dist-info/RECORD", names)
    return path


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_wheel_is_unpacked_without_its_commands(tools, wheel, tmp_path):
    tools["wheels"].unpack([wheel], tmp_path / "lib")
    found = names(tmp_path / "lib")
    assert {"some/__init__.py", "some/fast.cp311-win_amd64.pyd", "more.py"} <= found
    assert not any("command" in name for name in found)


def test_for_any_machine_nothing_compiled_comes_along(tools, wheel, tmp_path):
    tools["wheels"].unpack([wheel], tmp_path / "lib", compiled=False)
    assert not any(name.endswith(".pyd") for name in names(tmp_path / "lib"))


def test_the_licence_of_each_package_is_listed_with_its_file(tools, wheel, tmp_path):
    tools["wheels"].unpack([wheel], tmp_path / "lib")
    assert list(tools["licences"].licence_lines(tmp_path, ("lib",))) == [
        "some-thing 1.2：MIT",
        "    lib/some/fonts/LICENSE_OF_FONT",
        "    lib/some_thing-1.2.dist-info/licenses/LICENSE",
        "    lib/some_thing-1.2.dist-info/sboms/some.json",
    ]


def test_words_that_a_package_left_out_come_along(tools, tmp_path):
    info = tmp_path / "lib" / "x-1.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Name: x\nVersion: 1\nLicense: LGPL-2.1-only\n\n", "utf-8")
    (info / "RECORD").write_text("x-1.dist-info/METADATA,,\n", "utf-8")
    assert list(tools["licences"].licence_lines(tmp_path, ("lib",))) == [
        "x 1：LGPL-2.1-only",
        "    LGPL-2.1.txt",
    ]


def test_packages_are_asked_for_with_the_hashes_of_requirements(tools):
    typst = tools["wheels"].locked("dev.txt", "typst")
    assert typst.startswith("typst==")
    assert typst.count("==") == 1
    assert "--hash=sha256:" in typst
    every = tools["wheels"].locked("run.txt")
    assert every.count("==") == len([line for line in every.splitlines() if "==" in line])
    assert "textual==" in every


def test_what_is_for_another_python_or_system_is_not_asked_for(tools):
    asked = (
        "a==1 ; python_full_version < '3.12' \\\n    --hash=sha256:00\n"
        "a==2 ; python_full_version >= '3.12' \\\n    --hash=sha256:01 \\\n    --hash=sha256:02\n"
        "b==3 ; sys_platform == 'win32' \\\n    --hash=sha256:03\n"
        "c==4 \\\n    --hash=sha256:04\n"
    )
    c = "c==4 \\\n    --hash=sha256:04\n"
    a = "a==2 \\\n    --hash=sha256:01 \\\n    --hash=sha256:02\n"
    b = "b==3 \\\n    --hash=sha256:03\n"
    assert tools["wheels"]._of_target(asked, "windows-x86_64", "3.13") == a + b + c
    assert tools["wheels"]._of_target(asked, "linux-x86_64", "3.11").endswith(c)
    assert "a==1 \\" in tools["wheels"]._of_target(asked, "linux-x86_64", "3.11")


@pytest.mark.parametrize("pack", ["zipped", "tarred"])
def test_the_same_files_make_the_same_archive_whenever_they_were_written(tools, tmp_path, pack):
    made = []
    for number in (1, 2):
        folder = tmp_path / str(number) / "起草"
        (folder / "数据").mkdir(parents=True)
        for name in ("乙", "甲")[:: 1 if number == 1 else -1]:
            (folder / "数据" / name).write_text(name, encoding="utf-8")
            os.utime(folder / "数据" / name, (number, number))
        (folder / "run").write_text("#!/bin/sh\n", encoding="utf-8")
        (folder / "run").chmod(0o755 if number == 1 else 0o700)
        archive = getattr(tools["archives"], pack)(folder, tmp_path / f"{number}.archive", EPOCH_S)
        made.append(archive.read_bytes())
    assert made[0] == made[1]


def test_what_runs_can_be_run_once_it_is_unpacked(tools, tmp_path):
    folder = tmp_path / "f"
    folder.mkdir()
    (folder / "run").write_text("", encoding="utf-8")
    (folder / "run").chmod(0o744)
    (folder / "link").symlink_to("run")
    with tarfile.open(tools["archives"].tarred(folder, tmp_path / "a", EPOCH_S)) as tar:
        assert tar.getmember("f/run").mode == 0o755
        assert tar.getmember("f/link").linkname == "run"


def test_cmd_files_are_ascii_and_what_a_clerk_reads_is_in_the_code_page(root):
    """cmd.exe reads them in the code page of the machine, whichever that is."""
    texts = root / "tools" / "bundles" / "texts"
    for path in texts.glob("*.cmd"):
        assert path.read_bytes().isascii(), path
    for path in texts.glob("*.txt"):
        path.read_text(encoding="utf-8").encode("gbk")


def test_a_starter_takes_its_own_version_and_no_program_of_the_machine(tools, tmp_path):
    import subprocess
    import sys

    bundle = tmp_path / "年 报"
    (bundle / "python" / "bin").mkdir(parents=True)
    (bundle / "python" / "bin" / "python3").symlink_to(sys.executable)
    old, new = (tools["bundle_folders"].Build(tmp_path, tmp_path, 0, each).lib for each in "12")
    for lib, says in ((old, "exit('old')"), (new, "import sys\nprint(*sys.argv[1:])")):
        package = bundle / lib / "drafter"
        package.mkdir(parents=True)
        (package / "__main__.py").write_text(f"{says}\n", encoding="utf-8")
    tools["bundle_folders"]._write_linux(bundle, new, "none", "True", "Python")
    for how in ([bundle / "drafter"], ["/bin/sh", bundle / "起草年报.sh"]):
        done = subprocess.run(
            [*how, "一 份"], env={"PATH": ""}, capture_output=True, encoding="utf-8", cwd="/"
        )
        assert done.stdout.split() == [*(["open"] if len(how) == 2 else []), "一", "份"], done
