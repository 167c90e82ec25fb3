"""What a text of the form rests on: the questions and cells that it names."""

from __future__ import annotations

from collections.abc import Iterator

from drafter.form.compiled import expression_source
from drafter.form.model import Address, Form, Text
from drafter.form.texts import names_in, texts_of


def condition_rests_on(form: Form, text: Text, section: str) -> Iterator[Address]:
    """The questions and cells that a condition or fact names, through other facts."""
    yield from _rests_on(form, expression_source(text.source), section)


def text_rests_on(form: Form, text: Text, section: str) -> Iterator[Address]:
    """The questions and cells that a paragraph names, through the form's facts."""
    yield from _rests_on(form, text.source, section)


def _rests_on(form: Form, source: str, section: str) -> Iterator[Address]:
    for path, _ in names_in(texts_of(form).nodes(source)):
        whole, local, cell = ".".join(path), f"{section}.{path[0]}", "/".join(path)
        if local in form.questions:
            yield local
        elif whole in form.questions:
            yield whole
        elif cell in form.cells:
            yield cell
        elif path[0] in form.facts:
            yield from condition_rests_on(form, form.facts[path[0]], "")
        else:
            yield from (a for a in form.cells if a.startswith(f"{cell}/"))
