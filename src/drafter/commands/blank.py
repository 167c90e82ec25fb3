"""`drafter blank`: an empty answers file with every question as a comment."""

from __future__ import annotations

import sys
from argparse import Namespace

from drafter.draft.blank_answers import blank_answers
from drafter.errors import ExitCode
from drafter.form.form_file import load_form


def run(args: Namespace) -> int:
    """Write the empty file to stdout."""
    sys.stdout.write(blank_answers(load_form(args.form, args.templates)))
    return ExitCode.OK
