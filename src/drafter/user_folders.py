"""The folders of whoever runs drafter: reports, settings, what is remembered, what is made.

A drafter that was copied (docs/release.md) may have a folder 数据 beside it: then all that is the
clerk's own lies there and travels along.
"""

from __future__ import annotations

import os
from pathlib import Path

from drafter.resources import data_dir

DATA, FORMS = "数据", "格式"
_MARK = "版本.txt"
"""Stands in every copied drafter, and in nothing else."""


def program_folder(package: Path = Path(__file__).parent) -> Path | None:
    """The folder that was copied, its packages in one named `lib-0.1.0`; None after `pip`."""
    lib, top = package.resolve().parents[:2]
    return top if lib.name.startswith("lib-") and (top / _MARK).is_file() else None


def portable_folder() -> Path | None:
    """The folder 数据 beside a copied drafter, where somebody made one."""
    program = program_folder()
    return program / DATA if program and (program / DATA).is_dir() else None


def data_folder() -> Path:
    """Where reports lie, in folders of their own; it may not exist yet."""
    from platformdirs import user_data_path

    return portable_folder() or user_data_path("drafter", appauthor=False)


def forms_folder() -> Path | None:
    """The folder 格式 beside the reports, where somebody put forms or templates into it."""
    folder, ours = data_folder() / FORMS, data_dir("templates")
    try:
        names = [entry.name for entry in os.scandir(folder) if entry.is_dir()]
    except OSError:
        return None
    used = any((folder / name / "form.yaml").is_file() or (ours / name).is_dir() for name in names)
    return folder if used else None


def settings_folder() -> Path:
    """Where choices are kept."""
    from platformdirs import user_config_path

    return portable_folder() or user_config_path("drafter", appauthor=False)


def cache_folder() -> Path:
    """Where what can be made again is remembered.

    Never in 数据: code is loaded from here, and a stick goes through many hands.
    """
    from platformdirs import user_cache_path

    return user_cache_path("drafter", appauthor=False)


def output_folder() -> Path:
    """Where finished files go: where the clerk stands, but not among the files of the program.

    A double click starts drafter in its own folder, or (from a share) in one of the system's.
    """
    here, program = Path.cwd(), program_folder()
    if program is None or not (_is_within(here, program) or _is_systems(here)):
        return here
    from platformdirs import user_documents_path

    documents = user_documents_path()
    return portable_folder() or (documents if documents.is_dir() else Path.home())


def place_words(folder: Path) -> str:
    """Where the reports are, in a sentence."""
    portable = portable_folder()
    if portable is not None and _is_within(folder, portable):
        return f"报告存在程序旁边的“{DATA}”文件夹里：{folder}"
    return f"报告存在这台电脑上：{folder}"


def portable_hint(folder: Path) -> str:
    """How the reports would travel along; nothing where they do, or nothing was copied."""
    program = program_folder()
    if program is None or _is_within(folder, program):
        return ""
    return f"要让报告跟着程序走（比如放在 U 盘上），在 {program} 里新建一个“{DATA}”文件夹。"


def _is_within(folder: Path, other: Path) -> bool:
    return folder.resolve().is_relative_to(other.resolve())


def _is_systems(folder: Path) -> bool:
    windows = os.environ.get("SYSTEMROOT")
    return windows is not None and _is_within(folder, Path(windows))
