"""The folders of forms: which there are, and the form that stands in one."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from drafter.errors import DrafterError, Problem, nearest
from drafter.files import read_bytes, unreadable
from drafter.form.definitions import Form
from drafter.form.form_cache import remembered
from drafter.resources import data_dir

FORM_FILE = "form.yaml"
_LARGEST = 1024 * 1024
"""Bytes of form.yaml: seven times the largest of ours."""


def form_folders(own: Path | None = None) -> dict[str, Path]:
    """The folder of every form by id; a person's `own` folder of forms stands in front.

    Raises: DrafterError when `own` is no folder.
    """
    if own is not None and not os.path.isdir(own):
        raise DrafterError(
            Problem(str(own), "没有这个文件夹。", "核对 --templates 后面的文件夹名。")
        )
    folders: dict[str, Path] = {}
    # The later folder replaces a form of the same id.
    for place in filter(None, (data_dir("templates"), own)):
        try:
            for folder in sorted(place.iterdir()):
                if (folder / FORM_FILE).is_file():
                    folders[folder.name] = folder
        except OSError as error:
            raise unreadable(place, error) from None
    if own is not None and not any((own / name).is_dir() for name in folders):
        raise DrafterError(_no_templates(own, folders))
    return folders


def _no_templates(own: Path, names: Collection[str]) -> Problem:
    """A folder a level too high or too deep: nothing in it would be used, and nobody told."""
    what = f"里面没有用报告格式的名称命名的文件夹（{'、'.join(names)}），自备的模板用不上。"
    right = own.parent if own.resolve().name in names else None
    deeper = (p for p in sorted(own.iterdir()) if any((p / name).is_dir() for name in names))
    if (right := right or next(deeper, None)) is not None:
        return Problem(str(own), what, f"是不是应该写 --templates {right}？")
    return Problem(str(own), what, "把模板放进这样的文件夹里。")


def load_form(form_id: str, own: Path | None = None, where: str = "报告格式") -> Form:
    """The form with this id, else of this name; `where` is the place that names it.

    Raises: DrafterError, with the nearest known id, or every mistake in the form.
    """
    folders = form_folders(own)
    if form_id not in folders:
        if (form := _form_named(form_id, folders)) is not None:
            return form
        fix = nearest(form_id, folders) or f"可用的报告格式：{'、'.join(folders)}。"
        raise DrafterError(Problem(where, f"没有“{form_id[:60]}”这种报告格式。", fix))
    return read_form(folders[form_id])


def _form_named(name: str, folders: Mapping[str, Path]) -> Form | None:
    """The form that people call so; a faulty one is passed over."""
    for folder in folders.values():
        with suppress(DrafterError):
            if (form := read_form(folder)).name == name:
                return form
    return None


def read_form(folder: Path) -> Form:
    """The form in `folder`. Raises: DrafterError with every mistake in form.yaml."""
    path = file_in(folder, FORM_FILE)
    data = read_bytes(path)
    if len(data) > _LARGEST:
        what = "文件太大（超过 1 MB），不像是报告格式。"
        raise DrafterError(Problem(str(path), what, "核对选对了文件，删去用不上的内容。"))
    digest = hashlib.sha256(data).hexdigest()
    # Reading it all takes longer than most commands do with it.
    form = remembered(folder.name, digest, "form", digest, lambda: _read(data, path, digest))
    return replace(form, folder=folder)


def _read(data: bytes, path: Path, digest: str) -> Form:
    from drafter.form.form_reader import form_of  # only where it is not remembered

    return form_of(data, path, digest)


def file_in(folder: Path, name: str) -> Path:
    """The path of a file of a form's folder. Raises: DrafterError where a link leads out of it."""
    path = folder / name
    try:
        inside = path.resolve().is_relative_to(folder.parent.resolve() / folder.name)
    except (OSError, RuntimeError):  # links in a circle
        inside = False
    if not inside:
        what = "这是一个链接，通到模板文件夹的外面。"
        raise DrafterError(Problem(str(path), what, "把文件本身放进模板文件夹。"))
    return path


def given_file(folder: Path, name: str) -> Path | None:
    """The same of a file that need not be there, None where nothing of its name is.

    What is there and no file (a folder, a pipe, a link to nothing) is left to whoever reads it:
    passed over, its rules would be missing, and nobody would know.
    """
    path = file_in(folder, name)
    return path if os.path.lexists(path) else None
