"""The texts and conditions of a form: sandboxed Jinja2 that knows paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from jinja2 import nodes

from drafter.form.compiled import CompiledTemplates
from drafter.form.filters import FILTERS
from drafter.form.namespace import Names, RowFigures
from drafter.form.sandbox import Sandbox

if TYPE_CHECKING:
    from drafter.form.model import Form

PARAGRAPH = "\u2029"
"""Stands for a line end that came in with a value, while a template's own are dropped."""


@lru_cache(maxsize=8)
def texts_of(form: Form) -> CompiledTemplates:
    """The compiled texts of a form, once a process."""
    environment = Sandbox(finalize=_finalize)
    environment.filters.update(FILTERS)
    return CompiledTemplates(environment, form.folder, "texts")


def _finalize(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, (Names, RowFigures)):
        raise TypeError("a branch of names has no words of its own")
    if isinstance(value, str) and "\n" in value:
        return value.replace("\n", PARAGRAPH)
    return value


def paragraphs_of(rendered: str) -> Iterator[str]:
    """The paragraphs of a rendered text: its own line ends vanish, those of values stay."""
    for paragraph in rendered.split(PARAGRAPH):
        joined = "".join(line.strip() for line in paragraph.split("\n"))
        if joined:
            yield joined


def names_in(every: Iterable[nodes.Node]) -> Iterator[tuple[tuple[str, ...], int]]:
    """Every dotted name that a text reads from outside, with its line in the text.

    every: the text's nodes, each before what it holds
    """
    every = [node for node in every if isinstance(node, (nodes.Getattr, nodes.Name, nodes.Macro))]
    own = {n.name for n in every if isinstance(n, nodes.Macro)}
    own |= {n.name for n in every if isinstance(n, nodes.Name) and n.ctx in ("store", "param")}
    inner: set[int] = set()
    for node in every:
        if id(node) in inner:
            continue
        path: list[str] = []
        root: nodes.Node = node
        while isinstance(root, nodes.Getattr):
            inner.add(id(root.node))
            path.insert(0, root.attr)
            root = root.node
        if isinstance(root, nodes.Name) and root.ctx == "load" and root.name not in own:
            yield (root.name, *path), node.lineno
