"""A document as a PDF, set by typst through the form's `report.typ`."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

from drafter.errors import DrafterError, Problem
from drafter.form.definitions import Form
from drafter.form.form_file import file_in
from drafter.limited_process import LimitError, run_limited
from drafter.optional_libraries import is_here, loaded
from drafter.report.document import Document
from drafter.report.jinja_pages import find_template
from drafter.report.report_data import document_data
from drafter.report.title_lines import signature_lines, title_lines

_SERIF = ("Noto Serif CJK SC", "Source Han Serif SC", "SimSun", "Songti SC", "STSong")
_SANS = ("Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC")
_FANGSONG = (
    *("仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong", "STFangsong", "华文仿宋"),
    *("FZFangSong-Z02", "方正仿宋_GBK", "FandolFang R", "FandolFang"),
)
_KAITI = ("楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi", "STKaiti", "FandolKai", "LXGW WenKai")
_TITLE = ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "FZXiaoBiaoSong-B05")
_FAMILIES: Mapping[str, tuple[str, ...]] = {
    "title": (*_TITLE, "STZhongsong", "SimSun", *_SERIF, *_SANS),
    "body": (*_FANGSONG, *_SERIF, *_SANS),
    "heading": ("黑体", "SimHei", "STHeiti", "FandolHei", *_SANS, *_SERIF),
    "subheading": (*_KAITI, *_SERIF, *_SANS),
    "table": ("SimSun", "宋体", *_SERIF, *_SANS),
}
"""For each use, the families that will do, the best first (GB/T 9704).

A family goes by another name on Windows, on macOS and with each foundry: all have to be tried.
"""
_LATIN = ("Times New Roman", "Liberation Serif", "Tinos", "Nimbus Roman", "TeX Gyre Termes")
"""For letters and digits, as in the Word file; without any the Chinese font has them."""
_REASONS: Mapping[str, str] = {
    "unclosed": "括号或引号没有配对",
    "unexpected closing": "括号没有配对",
    "unknown variable": "用了没有的名称",
    "does not contain key": "用了没有的名称",
    "file not found": "用到的文件不在",
    "package": "用了别处的包",
}
"""Of typst's messages, those that whoever edits a template meets."""
# A port on which nothing listens: a refused connection fails at once, a black hole would wait.
_NOBODY = "http://127.0.0.1:1"
_SURROUNDINGS = {
    **{"HTTPS_PROXY": _NOBODY, "https_proxy": _NOBODY, "NO_PROXY": "", "no_proxy": ""},
    "RAYON_NUM_THREADS": "2",
}
"""typst fetches packages by itself and has no switch for it: here nobody answers. Each of its
threads takes memory of its own."""
_LINE = re.compile(r"─ .*:(\d+):\d+$", re.MULTILINE)


class Typeset(NamedTuple):
    """A PDF; `note` says in the clerk's words what this machine lacked, or is empty."""

    data: bytes
    note: str


def can_typeset() -> bool:
    """Whether typst is installed."""
    return is_here("typst")


def render_pdf(form: Form, document: Document, own: Path | None = None) -> Typeset:
    """The document as a PDF, the same bytes each time on one machine.

    Raises: DrafterError where no Chinese font is found, or the template cannot be used.
    """
    import json

    typst = loaded("typst")
    path = find_template(form, "report.typ", own)
    _check_files(path.parent)
    # typst's own fonts have no Chinese; without any the report would be a page of boxes.
    families = chosen_families(typst.Fonts(include_embedded_fonts=False).families())
    signed = document._replace(signed_by="\n".join(signature_lines(document.signed_by)))
    inputs = {
        # As text: typst takes nothing else from outside, and the template reads it as JSON.
        "document": json.dumps(document_data(signed), ensure_ascii=True),
        "fonts": json.dumps(families),
        "title": json.dumps(title_lines(document.title, document.signed_by, mark=document.mark)),
    }
    job = json.dumps({"path": str(path), "inputs": inputs}).encode()
    try:
        data = run_limited(f"{__name__}:typeset", job)
    except LimitError:
        what = "模板用的时间或者内存太多，已经停下。"
        raise DrafterError(Problem(str(path), what, "对照自带的模板，核对里面的循环。")) from None
    return Typeset(data, _note(families["body"][0]))


def _bytes(made: object) -> bytes:
    """One PDF: of several pages typst may give as many files, but not of this kind."""
    assert isinstance(made, bytes)
    return made


def typeset(job: bytes) -> bytes:
    """In a process of its own: `path` set with `inputs`. Raises: DrafterError."""
    import json

    import typst

    told = json.loads(job)
    path = Path(told["path"])
    os.environ.update(_SURROUNDINGS)
    compiled = partial(
        typst.compile,
        path,
        root=path.parent,  # and no file outside it
        font_paths=typst.Fonts(include_embedded_fonts=False),
        sys_inputs=told["inputs"],
        package_path=path / "none",  # below a file, so that there can be no packages
        package_cache_path=path / "none",
    )
    # A report not signed yet has no date for PDF/A; an office's own template may be fit for
    # neither, and a PDF of no standard is better than none.
    for standards in (["a-2a", "ua-1"], ["ua-1"]):
        with suppress(typst.TypstError):
            return _bytes(compiled(pdf_standards=standards))
    try:
        return _bytes(compiled())
    except typst.TypstError as error:
        raise DrafterError(_misprint(path, str(error), error.diagnostic)) from None


def chosen_families(installed: Iterable[str]) -> dict[str, list[str]]:
    """The families at hand for each use, the best first. Raises: DrafterError where none is."""
    by_name = {name.casefold(): name for name in installed}
    chosen = {
        use: [by_name[name.casefold()] for name in names if name.casefold() in by_name]
        for use, names in _FAMILIES.items()
    }
    latin = [by_name[name.casefold()] for name in _LATIN if name.casefold() in by_name]
    if not all(chosen.values()):
        fix = "装上仿宋、黑体、楷体、宋体，或者思源宋体，再生成一次。"
        raise DrafterError(Problem("PDF", "这台电脑上没有找到中文字体。", fix))
    return {**chosen, "latin": latin}


def _check_files(folder: Path) -> None:
    """typst keeps to the folder by names alone, and waits for a pipe until somebody writes.

    Raises: DrafterError for a link that leads out, and for what is no file.
    """
    for place, inner, files in os.walk(folder):
        for name in (*inner, *files):
            path = file_in(folder, os.path.relpath(os.path.join(place, name), folder))
            if path.exists() and not (path.is_file() or path.is_dir()):
                raise DrafterError(Problem(str(path), "这不是普通文件。", "把它移走。"))


def _misprint(path: Path, message: str, diagnostic: str) -> Problem:
    """In the clerk's words; typst has its own in English, and its place in a drawing."""
    reason = next((told for said, told in _REASONS.items() if said in message), "写法有误")
    line = _LINE.search(diagnostic)
    where = f"{path}:{line[1]}" if line else str(path)
    return Problem(where, f"模板用不了（{reason}）。", "对照自带的模板核对。")


def _note(body: str) -> str:
    if body in _FANGSONG:
        return ""
    return f"这台电脑上没有仿宋字体，PDF 的正文用了“{body}”。要和公文一致，装上仿宋再生成一次。"
