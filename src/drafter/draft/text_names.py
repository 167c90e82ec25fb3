"""Laying out names for the texts and conditions of a form, and working one out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from drafter.draft.draft_model import Value
from drafter.errors import DrafterError, Problem
from drafter.form.arithmetic import Figures
from drafter.form.definitions import Form, Text
from drafter.form.form_file import FORM_FILE
from drafter.form.form_texts import Names, table_names, texts_of
from drafter.form.sandbox import line_in, mishap


def names_of(form: Form, answers: Mapping[str, Value], figures: Figures) -> dict[str, Any]:
    """Every answer by full id, every cell as `table.row.column`, every fact.

    Raises: DrafterError for a fact that cannot be worked out.
    """
    tree: dict[str, Any] = {}
    for question in form.questions.values():
        *above, last = question.id.split(".")
        branch = tree
        for word in above:
            branch = branch.setdefault(word, {})
        branch[last] = shown(answers.get(question.id))
    for table in form.tables.values():
        rows = table_names(table, form.arithmetic.index, figures)
        tree.setdefault(table.id, {}).update(rows)
    names = {word: _names(branch) for word, branch in tree.items()}
    for word, text in form.facts.items():
        names[word] = value_in(form, text, names)
    return names


def shown(value: Any) -> Any:
    """A value as a text reads it: the fields of records become names."""
    if isinstance(value, tuple) and value and isinstance(value[0], Mapping):
        return [Names(dict(record)) for record in value]
    return value


def value_in(form: Form, text: Text, names: Mapping[str, Any]) -> Any:
    """What a condition or fact comes to. Raises: DrafterError."""
    try:
        return texts_of(form).expression(text.source).value(names)
    except DrafterError:
        raise
    except Exception as error:
        raise failure(form, text, error) from None


def failure(form: Form, text: Text, error: Exception) -> DrafterError:
    """A text that is well formed and still cannot be worked out is a fault of the form."""
    where = f"{form.folder.name}/{FORM_FILE}:{text.line + max(line_in(error) - 1, 0)}"
    return DrafterError(
        Problem(where, f"这段模板算不出来（{mishap(error)}）。", "核对这一处的名称和用法。")
    )


def _names(branch: Any) -> Any:
    if isinstance(branch, dict):
        return Names({word: _names(inner) for word, inner in branch.items()})
    return branch
