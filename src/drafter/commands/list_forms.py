"""`drafter forms`: the report forms that can be filled."""

from __future__ import annotations

from argparse import Namespace

from drafter.errors import ExitCode
from drafter.form.load import form_folders, read_form


def run(args: Namespace) -> int:
    """One form a line: id, name, source, the years it serves."""
    for form_id, folder in form_folders(args.templates).items():
        form = read_form(folder)
        print(f"{form_id}  {form.name}（{form.source}，{form.years}）")
    return ExitCode.OK
