"""A report that has errors: there is no final one, and what there is says that it is a 草稿."""

from __future__ import annotations

import sys

from drafter.checks.check_run import run_checks
from drafter.checks.material import Material
from drafter.errors import ExitCode
from drafter.form.definitions import Severity


def refuse_final(material: Material) -> ExitCode:
    """Tell every error."""
    errors = run_checks(material).of(Severity.ERROR)
    told = f"还不能出正式稿：有 {len(errors)} 处要改。不加 --final 可以先出草稿。"
    print(*errors, told, sep="\n", file=sys.stderr)
    return ExitCode.FINDINGS


def tell_draft() -> None:
    """That what was made is one, and what to do about it."""
    print("这是草稿：还有要改的地方，用 drafter check 逐处列出。", file=sys.stderr)
