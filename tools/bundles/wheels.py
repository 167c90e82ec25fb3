"""Packages as wheels: fetched by their hashes, drafter's own built, unpacked without pip."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from packaging.markers import Marker

ROOT = Path(__file__).parents[2]
COMPILED = (".so", ".pyd", ".dll", ".dylib")
_PLATFORMS = {
    "windows-x86_64": ("win_amd64",),
    "linux-x86_64": ("manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64"),
    "linux-aarch64": ("manylinux_2_28_aarch64", "manylinux_2_17_aarch64", "manylinux2014_aarch64"),
}
"""What pip calls each: the C library of 2018 (glibc 2.28: UOS 20, Kylin V10), and older."""
_MOVED = ("purelib", "platlib")


def locked(file: str, *names: str) -> str:
    """The lines of a file of requirements/ with their hashes: of these packages, or of all."""
    text = (ROOT / "requirements" / file).read_text(encoding="utf-8")
    entries = re.findall(r"^[^#\s].*(?:\n[ \t]+--hash.*)*", text, re.MULTILINE)
    kept = [entry for entry in entries if not names or entry.partition("==")[0] in names]
    assert {entry.partition("==")[0] for entry in kept} >= set(names), f"{file}: {names}"
    return "\n".join(kept) + "\n"


def fetch(requirements: str, into: Path, platform: str, python: str) -> list[Path]:
    """The wheels of locked requirements for a platform (`windows-x86_64`) and Python (`3.13`)."""
    requirements = _of_target(requirements, platform, python)
    options = [f"--platform={tag}" for tag in _PLATFORMS[platform]]
    options += ["--only-binary=:all:", f"--python-version={python}", "--implementation=cp"]
    return _download(requirements, into, options)


def _of_target(requirements: str, platform: str, python: str) -> str:
    """Without what is for another Python or system: pip would ask the one that it runs on."""
    windows = platform.startswith("windows")
    target = {
        "python_version": python,
        "python_full_version": f"{python}.0",
        "sys_platform": "win32" if windows else "linux",
        "os_name": "nt" if windows else "posix",
        "platform_system": "Windows" if windows else "Linux",
    }

    def chosen(match: re.Match[str]) -> str:
        return f"{match[1]}{match[3]}\n" if Marker(match[2]).evaluate(target) else ""

    entry = r"^([^#\s;]+==[^\s;]+) ; ([^\\\n]+?)( \\(?:\n[ \t]+--hash.*)*)\n"
    return re.sub(entry, chosen, requirements, flags=re.MULTILINE)


def fetch_source(requirements: str, into: Path) -> Path:
    """The one source archive of a locked requirement."""
    (name,) = re.findall(r"^([\w-]+)==", requirements, re.MULTILINE)
    (found,) = _download(requirements, into, [f"--no-binary={name}"])
    return found


def _download(requirements: str, into: Path, options: list[str]) -> list[Path]:
    into.mkdir(parents=True, exist_ok=True)
    asked = into / "requirements.txt"
    asked.write_text(requirements, encoding="utf-8")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes"]
    # stdout is for the list of what was built.
    subprocess.run(
        [*command, f"--dest={into}", *options, "-r", asked], check=True, stdout=sys.stderr
    )
    asked.unlink()
    return sorted(into.iterdir())


def own_wheel(into: Path, epoch_s: int) -> Path:
    """drafter itself; its files are dated `epoch_s`, so that it is the same each time."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(into)]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(epoch_s)}
    subprocess.run(command, check=True, cwd=ROOT, env=environment, stdout=sys.stderr)
    (wheel,) = into.glob("drafter-*.whl")
    return wheel


def unpack(wheels: Iterable[Path], lib: Path, *, compiled: bool = True) -> None:
    """What the wheels hold, into one folder; without `compiled` what runs on any machine.

    Commands, headers, manuals and tests stay away: nothing is started through them.
    """
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as packed:
            for name in sorted(packed.namelist()):
                place = None if name.endswith("/") else _place(PurePosixPath(name))
                if place is None or "tests" in place.parts:
                    continue
                if not compiled and PurePosixPath(name).suffix in COMPILED:
                    continue
                target = lib / place
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(packed.read(name))


def _place(path: PurePosixPath) -> PurePosixPath | None:
    if not path.parts[0].endswith(".data"):
        return path
    return PurePosixPath(*path.parts[2:]) if path.parts[1] in _MOVED else None
