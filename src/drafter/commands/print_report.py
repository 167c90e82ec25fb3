"""`drafter print`: an answers file as a finished report on stdout."""

from __future__ import annotations

import shutil
import sys
from argparse import Namespace

from drafter.checks.check_run import has_errors
from drafter.checks.material import load_material
from drafter.commands.unfinished import refuse_final, tell_draft
from drafter.draft.answers_file import load_answers
from drafter.draft.draft_facts import Facts
from drafter.errors import ExitCode
from drafter.report.document import build_document
from drafter.report.jinja_pages import Format, Page, render

_FORMATS = {"text": Format.TEXT, "md": Format.MARKDOWN}
_DEFAULT_WIDTH = 100
_NARROWEST = 80


def run(args: Namespace) -> int:
    """Print the report; while it has errors it is marked a draft, and no final one."""
    answers = load_answers(args.file, args.templates)
    form = answers.form
    facts = Facts(form, answers.draft)
    material = load_material(facts)
    unfinished = has_errors(material)
    if args.final and unfinished:
        return refuse_final(material)
    document = build_document(facts, draft=unfinished)
    page = Page(args.width or _terminal_width(), ascii=args.ascii)
    sys.stdout.write(render(form, document, _FORMATS[args.to], page, args.templates))
    if unfinished:
        tell_draft()
    return ExitCode.OK


def _terminal_width() -> int:
    """At most 100 cells, and no wider than the terminal unless that is under 80."""
    columns = shutil.get_terminal_size((_DEFAULT_WIDTH, 24)).columns
    return max(_NARROWEST, min(columns, _DEFAULT_WIDTH))
