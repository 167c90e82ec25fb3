"""`python -m tools.bundles`: every bundle, as folders and archives in dist/bundles."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tools.bundles.archives import files_under, hash_lines, tarred, zipped
from tools.bundles.bundle_folders import (
    ADD_ONS,
    Build,
    add_on_folder,
    any_folder,
    linux_folder,
    wheel_folder,
    windows_folder,
)
from tools.bundles.wheels import ROOT, own_wheel

KINDS = ("windows", "linux-x86_64", "linux-aarch64", "linux-any", "wheels")
_WHEELS = ("windows-x86_64", "linux-x86_64", "linux-aarch64")
_EARLIEST_S = 315532800
"""1980, before which a zip has no dates."""


def main() -> None:
    """Build what is asked for, and list it with sizes and hashes."""
    parser = argparse.ArgumentParser(prog="make bundles", description=__doc__)
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=f"of {', '.join(KINDS)}; else all")
    parser.add_argument("--out", type=Path, default=ROOT / "dist" / "bundles")
    for machine in ("x86_64", "aarch64"):
        text = f"folder of a Python for Linux {machine}, to be copied into its bundle"
        parser.add_argument(f"--python-{machine}", type=Path, dest=machine, help=text)
    args = parser.parse_args()
    if unknown := set(args.kinds) - set(KINDS):
        parser.error(f"no such bundle: {', '.join(unknown)}")
    out: Path = args.out.resolve()
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as work:
        epoch_s = _epoch_s()
        wheel = own_wheel(Path(work), epoch_s)
        build = Build(Path(work), wheel, epoch_s, wheel.name.split("-")[1])
        for name, folder in _folders(build, args.kinds or KINDS, args):
            _keep(out, f"drafter-{build.version}-{name}", folder, epoch_s)
    archives = [path for path in sorted(out.iterdir()) if path.is_file()]
    lines = "\n".join(hash_lines(out, archives)) + "\n"
    (out / "SHA256SUMS").write_text(lines, encoding="utf-8")
    print(lines, end="")


def _folders(
    build: Build, kinds: tuple[str, ...], args: argparse.Namespace
) -> Iterator[tuple[str, Path]]:
    if "windows" in kinds:
        yield "windows-x86_64", windows_folder(build)
        for name in ADD_ONS:
            yield f"windows-x86_64-{name}", add_on_folder(build, "windows-x86_64", name)
    for machine in ("x86_64", "aarch64"):
        platform, python = f"linux-{machine}", getattr(args, machine)
        if platform in kinds:
            yield platform, linux_folder(build, machine, python)
            for name in ADD_ONS:
                yield f"{platform}-{name}", add_on_folder(build, platform, name, python)
    if "linux-any" in kinds:
        yield "linux-any", any_folder(build)
    if "wheels" in kinds:
        for platform in _WHEELS:
            yield f"wheels-{platform}", wheel_folder(build, platform)


def _keep(out: Path, name: str, folder: Path, epoch_s: int) -> None:
    """The folder, every file dated, and its archive; its size on stdout."""
    for path in files_under(folder):
        os.utime(path, (epoch_s, epoch_s), follow_symlinks=False)
    kept = out / name / folder.name
    kept.parent.mkdir()
    shutil.move(folder, kept)
    # What runs needs its mode and its links, which not every zip program keeps.
    runs = name.partition("-")[2].partition("-")[2].startswith("linux")
    ending, pack = (".tar.gz", tarred) if runs else (".zip", zipped)
    archive = pack(kept, out / f"{name}{ending}", epoch_s)
    files = files_under(kept)
    unpacked = sum(path.stat(follow_symlinks=False).st_size for path in files)
    packed = archive.stat().st_size
    print(f"{archive.name}: {packed / 1e6:.1f} MB, {unpacked / 1e6:.1f} MB in {len(files)} files")


def _epoch_s() -> int:
    """The date of the commit that is built, so that building it again gives the same bytes."""
    if told := os.environ.get("SOURCE_DATE_EPOCH"):
        return max(int(told), _EARLIEST_S)
    command = ["git", "log", "-1", "--format=%ct"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit("not a checkout: set SOURCE_DATE_EPOCH")
    return int(done.stdout)


if __name__ == "__main__":
    main()
