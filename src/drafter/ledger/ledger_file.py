"""ledger.yaml beside form.yaml: loaded, its names checked."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256

from drafter.files import read_text
from drafter.form.definitions import Form
from drafter.form.field_reader import FieldReader
from drafter.form.form_cache import remembered
from drafter.form.form_file import given_file
from drafter.ledger.form_meanings import form_lines
from drafter.ledger.register_words import OPEN, UNCOUNTED, RegisterWords
from drafter.nodes import parse

LEDGER_FILE = "ledger.yaml"


@lru_cache(maxsize=4)
def register_words(form: Form) -> RegisterWords | None:
    """The words of a form, None without ledger.yaml. Raises: DrafterError for its mistakes."""
    path = given_file(form.folder, LEDGER_FILE)
    if path is None:
        return None
    text = read_text(path)
    source = sha256(text.encode(errors="surrogatepass")).hexdigest()
    return remembered(form.id, form.digest, "ledger", source, lambda: _read(form, text))


def _read(form: Form, text: str) -> RegisterWords:
    reader = FieldReader(form, f"{form.folder.name}/{LEDGER_FILE}")
    root = parse(text, reader.shape.name)
    words = reader.done(reader.read(root, RegisterWords))
    known = {OPEN, UNCOUNTED, *(line.id for line in form_lines(form, words))}
    for meaning in (*words.kinds, *words.outcomes, *words.names):
        for name in meaning.to:
            if name not in known:
                fix = reader.shape.suggestion(name, known)
                reader.shape.complain(root.line, f"表格里没有“{name}”这一行或这一列。", fix)
    return reader.done(words)
