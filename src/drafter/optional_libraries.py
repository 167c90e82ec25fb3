"""Libraries that some machines have no build of (loongarch64), and what is off without each."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from drafter.errors import DrafterError, Problem

_SAVE_AS = "用 Word、WPS 或浏览器打开，另存为 docx 再试。"
OFF: Mapping[str, tuple[str, str]] = {
    "lxml": ("不能读取网页；自己生成的网页也不读回核对", _SAVE_AS),
    "pypdfium2": ("不能读取 PDF", _SAVE_AS),
    "python_calamine": ("不能读取表格文件（xlsx、xls、ods、et）", "在 WPS 里另存为 csv 再试。"),
    "typst": (
        "不能直接生成 PDF",
        "生成 docx，在 WPS 或 Word 里另存为 PDF；有 PDF 组件的，按“读我”里的说明放进来。",
    ),
    "docxtpl": (
        "自备的 Word 模板只认 {{ }}、{% %} 和 {%p、{%tr 开头的标记",
        "别的标记请在自备的模板里去掉。",
    ),
}
"""By the name of the module: what cannot be done, and the way out."""


def is_here(module: str) -> bool:
    """Whether the library is installed; it may still not load."""
    return find_spec(module) is not None


def loaded(module: str) -> Any:
    """The library. Raises: DrafterError, saying what is off without it."""
    try:
        return import_module(module)
    # A build for another system is there and cannot be loaded: OSError where ctypes loads it.
    except (ImportError, OSError):
        off, fix = OFF[module.partition(".")[0]]
        what = f"这台电脑上的 drafter {off}（没有能用的 {module.partition('.')[0]}）。"
        raise DrafterError(Problem("drafter", what, fix)) from None


def loads(module: str) -> bool:
    """Whether the library is installed and can be used."""
    try:
        loaded(module)
    except DrafterError:
        return False
    return True
