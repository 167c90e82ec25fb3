"""`drafter checks`: the catalogue, or one check in full."""

from __future__ import annotations

from argparse import Namespace

from drafter.checks.check_catalogue import catalogue
from drafter.checks.check_output import explain, overview
from drafter.errors import DrafterError, ExitCode, Problem, nearest


def run(args: Namespace) -> int:
    """List every check, or explain the one asked for."""
    checks = catalogue()
    if args.code is None:
        print(overview(checks.values()))
        return ExitCode.OK
    code = args.code.upper()
    if code not in checks:
        fix = nearest(code, checks) or "drafter checks 列出全部核对项目。"
        raise DrafterError(Problem("核对项目", f"没有“{args.code}”这一项。", fix))
    print(explain(checks[code]))
    return ExitCode.OK
