"""The folders that travel with drafter: report forms and sample answers."""

from __future__ import annotations

from pathlib import Path

from drafter.errors import DrafterError, Problem

ANY_FORM = "default"
"""The folder among the templates with what a form brings only where it wants another."""
_PACKAGE = Path(__file__).resolve().parent


def data_dir(name: str) -> Path:
    """The folder `name`: inside an installed package, or at the top of a checkout.

    An editable install may hold a stale copy beside other packages, so it is looked for
    beside this very file only. `importlib.resources` would cost 47 ms.

    Raises: DrafterError where it is in neither place.
    """
    packaged = _PACKAGE / name
    if packaged.is_dir():
        return packaged
    checkout = _PACKAGE.parents[1]
    if (checkout / "pyproject.toml").is_file() and (checkout / name).is_dir():
        return checkout / name
    raise DrafterError(
        Problem(str(packaged), "drafter 自带的这个文件夹不见了。", "把 drafter 重新安装一遍。")
    )
