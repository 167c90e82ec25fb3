"""Jinja2 templates compiled once and kept beside the form."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import CodeType
from typing import Any

import jinja2
from jinja2 import nodes

from drafter.form.kept import Kept
from drafter.form.sandbox import Sandbox


class CompiledTemplates:
    """The compiled templates of one environment; `name` tells it from others of the folder."""

    def __init__(self, environment: Sandbox, folder: Path, name: str) -> None:
        self.environment = environment
        self.name = name
        self.kept = Kept(folder, name)
        self.templates: dict[str, jinja2.Template] = {}
        self.trees: dict[str, list[nodes.Node]] = {}

    def template(self, source: str) -> jinja2.Template:
        """The compiled text. Raises: jinja2.TemplateSyntaxError."""
        template = self.templates.get(source)
        if template is None:
            code = self._code(source)
            template = jinja2.Template.from_code(
                self.environment, code, self.environment.make_globals(None)
            )
            self.templates[source] = template
        return template

    def nodes(self, source: str) -> list[nodes.Node]:
        """Every node of a template, each before what it holds.

        Raises: jinja2.TemplateSyntaxError, RecursionError.
        """
        if source not in self.trees:
            self.trees[source] = nodes_of(self.environment.parse(source))
        return self.trees[source]

    def expression(self, source: str) -> jinja2.Template:
        """A condition compiled as a template that leaves its value in `result`."""
        return self.template(expression_source(source))

    def _code(self, source: str) -> CodeType:
        key = self._key(source)
        code = self.kept.get(key)
        if not isinstance(code, CodeType):
            code = self.environment.compile(source)
            self.kept.put(key, code)
        return code

    def _key(self, source: str) -> str:
        return f"{jinja2.__version__} {self.name} {source}"

    def keep(self) -> None:
        """Keep what was compiled for the next run."""
        self.kept.write()


def expression_source(source: str) -> str:
    """The template that a condition or value is compiled as."""
    return "{% set result = " + source + " %}"


def value_of(template: jinja2.Template, names: Mapping[str, Any]) -> Any:
    """What an `expression` comes to. Raises whatever the template raises, its lines rewritten."""
    context = template.new_context(dict(names))
    try:
        for _ in template.root_render_func(context):
            pass
        value = context.vars["result"]
        if isinstance(value, jinja2.Undefined):
            str(value)
    except Exception:
        template.environment.handle_exception()
    return value


def nodes_of(tree: nodes.Node) -> list[nodes.Node]:
    """Every node below one, each before what it holds, in the order of the text."""
    found: list[nodes.Node] = []
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        found.append(node)
        for name in reversed(node.fields):
            value = getattr(node, name, None)
            if isinstance(value, list):
                waiting.extend(item for item in reversed(value) if isinstance(item, nodes.Node))
            elif isinstance(value, nodes.Node):
                waiting.append(value)
    return found
