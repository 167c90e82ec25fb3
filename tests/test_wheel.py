"""An installed drafter is the same as the checkout: sdist → wheel → fresh venv → a report."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

PIP = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
OFFLINE = ["--no-deps", "--no-index"]


@pytest.fixture(scope="module")
def installed(tmp_path_factory, root) -> Path:
    """The folder of a venv that holds the built drafter, and borrows its dependencies."""
    folder = tmp_path_factory.mktemp("wheel")
    call(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", folder, cwd=root)
    (sdist,) = folder.glob("*.tar.gz")
    call(*PIP, "wheel", *OFFLINE, "--no-build-isolation", "-w", folder, sdist)
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "venv", symlinks=True)
    python = folder / "venv" / "bin" / "python"
    call(*PIP, "--python", python, "install", *OFFLINE, wheel)
    borrowed = site_packages(folder / "venv") / "borrowed.pth"
    borrowed.write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return folder / "venv"


def test_the_forms_and_samples_come_along(installed, root, clean_env, tmp_path):
    package = site_packages(installed) / "drafter"
    for name in ("templates", "sample_answers"):
        script = f"from drafter.resources import data_dir; print(data_dir({name!r}))"
        found = call(installed / "bin/python", "-c", script, cwd=tmp_path, env=clean_env)
        assert Path(found.strip()) == (package / name).resolve()
        assert files_under(package / name) == files_under(root / name)


def test_the_installed_command_prints_the_same_report(
    installed, sample, run_drafter, clean_env, tmp_path
):
    copy = site_packages(installed) / "drafter" / "sample_answers" / sample.name
    printed = call(installed / "bin/drafter", "print", copy, cwd=tmp_path, env=clean_env)
    assert printed == run_drafter("print", sample).out


def call(*command: str | Path, **options: object) -> str:
    done = subprocess.run(list(map(str, command)), capture_output=True, encoding="utf-8", **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def site_packages(folder: Path) -> Path:
    (found,) = folder.glob("lib/python*/site-packages")
    return found


def files_under(folder: Path) -> list[Path]:
    """All but what a run keeps for the next one."""
    files = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in files if "__pycache__" not in path.parts)
