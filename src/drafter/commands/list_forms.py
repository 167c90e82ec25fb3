"""`drafter forms`: the report forms that can be filled."""

from __future__ import annotations

import sys
from argparse import Namespace

from drafter.errors import DrafterError, ExitCode
from drafter.form.form_file import form_folders, read_form


def run(args: Namespace) -> int:
    """One form a line: id, name, source, the years it serves; a faulty one hides no other."""
    code = ExitCode.OK
    for form_id, folder in form_folders(args.templates).items():
        try:
            form = read_form(folder)
        except DrafterError as error:
            print(*error.problems, sep="\n", file=sys.stderr)
            code = ExitCode.UNREADABLE
            continue
        print(f"{form_id}  {form.name}（{form.source}，{form.years}）")
    return code
