"""What the project says of itself is so, on any machine."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

MACHINE_PATH = re.compile(r"/(?:home|Users|roo[t])/[\w.]+/|[A-Z]:\\\\?Users\\")
REGISTRY = re.compile(r"pypi\.(?:org|tuna)|pythonhosted\.org|registry\.npmjs")


@pytest.fixture(scope="module")
def texts(root) -> dict[str, str]:
    """Every text file that is tracked, or is about to be."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(listing, cwd=root, capture_output=True, encoding="utf-8")
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    paths = [root / name for name in listed.stdout.split("\0") if name]
    files = (path for path in paths if path.is_file() and b"\0" not in path.read_bytes())
    return {path.relative_to(root).as_posix(): text(path) for path in files}


def text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", errors="ignore")


def test_no_file_names_one_machine_s_path(texts, root):
    for name, content in texts.items():
        assert not MACHINE_PATH.search(content), name
        assert str(root) not in content, name


def test_no_file_names_a_package_registry(texts):
    assert [name for name, content in texts.items() if REGISTRY.search(content)] == []


def test_line_ends_are_unix(texts):
    assert [name for name, content in texts.items() if "\r\n" in content] == []


def test_ci_runs_what_a_developer_runs(root):
    script = root / ".ci" / "run"
    assert re.search(r"^make test\b", script.read_text("utf-8"), re.MULTILINE)
    assert os.access(script, os.X_OK)


LOCK_ENTRY = re.compile(
    r"(?P<pin>[^\s=]+==[^\s\\]+( ; [^\\]+)?)(?: \\\n    --hash=sha256:[0-9a-f]{64})+"
)


def locked(path: Path) -> dict[str, list[Requirement]]:
    """What a file of `requirements/` names, by name; it may hold nothing but pins with hashes.

    A package may have several pins, each for other Pythons.
    """
    text = re.sub(r"^ *#.*\n", "", path.read_text("utf-8"), flags=re.MULTILINE)
    assert LOCK_ENTRY.sub("", text).strip() == "", path.name
    pins: dict[str, list[Requirement]] = {}
    for pin in (Requirement(entry["pin"]) for entry in LOCK_ENTRY.finditer(text)):
        pins.setdefault(canonicalize_name(pin.name), []).append(pin)
    for name, several in pins.items():
        markers = {str(pin.marker) for pin in several if pin.marker}
        assert len(several) == 1 or len(markers) == len(several), name
    return pins


@pytest.fixture(scope="module")
def locks(root) -> dict[str, dict[str, list[Requirement]]]:
    return {name: locked(root / f"requirements/{name}.txt") for name in ("run", "build", "dev")}


def test_the_locks_hold_all_that_the_project_asks_for(root, locks):
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    run = project["project"]["dependencies"]
    asked = {
        "run": run,
        "build": project["build-system"]["requires"],
        "dev": [*run, *project["project"]["optional-dependencies"]["dev"]],
    }
    for lock, wishes in asked.items():
        for wish in map(Requirement, wishes):
            for pin in locks[lock][canonicalize_name(wish.name)]:
                (exact,) = pin.specifier
                assert wish.specifier.contains(exact.version), f"make lock: {wish} in {lock}.txt"


def test_the_locks_agree(locks):
    for lock in ("run", "build"):
        for name, pins in locks[lock].items():
            specifiers = [pin.specifier for pin in pins]
            assert [pin.specifier for pin in locks["dev"][name]] == specifiers


def test_a_python_that_cannot_be_used_is_told_before_anything_is_made(root, tmp_path):
    script = [root / "tools/set_up.sh", "python-none", tmp_path / "venv", "run", "test"]
    done = subprocess.run(script, cwd=root, capture_output=True, encoding="utf-8")
    assert done.returncode == 1
    assert "这里的 python-none 不是，或者没有安装" in done.stderr
    assert done.stderr.endswith("写作：make PYTHON=python3.12 test\n")
    assert not list(tmp_path.iterdir())


def test_the_commands_of_the_readme_exist(root, run_drafter):
    shell = "\n".join(
        block
        for name in ("README.md", "README.zh-CN.md")
        for block in re.findall(
            r"^```\w*\n(.*?)^```", (root / name).read_text("utf-8"), re.MULTILINE | re.DOTALL
        )
    )
    targets = " ".join(
        re.findall(r"^([\w ]+):", (root / "Makefile").read_text("utf-8"), re.MULTILINE)
    )
    assert "make run" in shell
    assert set(re.findall(r"^make (\w+)", shell, re.MULTILINE)) <= set(targets.split())
    commands = set(re.findall(r"drafter ([a-z]+)", shell))
    assert {"print", "check", "blank"} <= commands
    for command in commands:
        assert run_drafter(command, "--help").code == 0, command


HOUSE = "docs/architecture.md"
TICKED = re.compile(r"`([\w./-]+)`")
TOP = re.compile(
    r"(bench|docs|requirements|sample_answers|src|templates|tests|tools)/[a-z0-9_./-]*"
)


@pytest.fixture(scope="module")
def pages(texts) -> dict[str, str]:
    """What developers read, by name; the log of changes speaks of what was."""
    return {name: texts[name] for name in texts if name.endswith(".md") and name != "CHANGELOG.md"}


def test_the_files_that_pages_name_exist(texts, pages, root):
    for page, content in pages.items():
        for named in TICKED.findall(content):
            if named.endswith(".py") and not re.search("[A-Z]", named):
                assert any(f"/{path}".endswith(f"/{named}") for path in texts), (page, named)
            elif TOP.fullmatch(named):
                assert (root / named).exists(), (page, named)


def test_the_links_of_pages_lead_somewhere(pages, root):
    for page, content in pages.items():
        for link in re.findall(r"\]\(([^)#:]+)\)", content):
            assert (root / page).parent.joinpath(link).exists(), (page, link)
        for link in re.findall(r"\bdocs/[\w/.-]+\.md", content):
            assert (root / link).exists(), (page, link)


def test_every_page_is_found_from_the_readme(pages):
    found = pages["README.md"] + pages["CONTRIBUTING.md"]
    for page in pages:
        if page.startswith("docs/") and page.count("/") == 1:
            assert f"({page})" in found, page


def test_the_modules_that_pages_name_exist(texts, pages):
    """`drafter.form.form_file`, or a name in such a module."""
    for page, content in pages.items():
        for dotted in re.findall(r"\bdrafter(?:\.[a-z_]+)+", content.replace("drafter.tcss", "")):
            path = "src/" + dotted.replace(".", "/")
            owner = path.rpartition("/")[0]
            known = {f"{path}.py", f"{path}/__init__.py", f"{owner}.py"}
            assert known & texts.keys(), (page, dotted)


def test_the_house_is_drawn_with_all_its_rooms(texts, pages):
    """docs/architecture.md names every module in the row of its package."""
    row = re.compile(r"^\| `([\w/]+)/` \| (`.*) \|$", re.MULTILINE)
    drawn = {package: TICKED.findall(line) for package, line in row.findall(pages[HOUSE])}
    rooms: dict[str, list[str]] = {}
    for path in map(Path, texts):
        if path.is_relative_to("src/drafter") and path.suffix == ".py" and path.stem != "__init__":
            package = path.parent.relative_to("src/drafter").as_posix()
            rooms.setdefault("drafter" if package == "." else package, []).append(path.stem)
    assert {name: sorted(line) for name, line in drawn.items()} == {
        name: sorted(line) for name, line in rooms.items()
    }
