"""The sandbox that templates run in, and what to tell of one that goes wrong there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from types import CodeType, TracebackType
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment

from drafter.form.kept import Kept

_LONGEST = 100_000
"""Characters that a template may make of a text by multiplying it."""

NAMELESS = "<template>"
"""What tracebacks call a template that was compiled from its text."""


class Sandbox(SandboxedEnvironment):
    """Jinja2's sandbox, strict about names, without the arithmetic that never ends."""

    intercepted_binops = frozenset(("*", "**", "%"))

    def __init__(self, **options: Any) -> None:
        super().__init__(undefined=jinja2.StrictUndefined, **options)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Refuses powers, formats written with `%`, and texts repeated without end."""
        if operator == "**" or (operator == "%" and isinstance(left, str)):
            raise SecurityError(operator)
        if operator == "*":
            for text, times in ((left, right), (right, left)):
                is_text = hasattr(text, "__len__") and isinstance(times, int)
                if is_text and len(text) * times > _LONGEST:
                    raise SecurityError(operator)
        return super().call_binop(context, operator, left, right)


def mishap(error: BaseException) -> str:
    """Why a template could not be run, in Chinese, without a full stop."""
    if isinstance(error, SecurityError):
        return "用了模板里不允许的写法"
    if isinstance(error, jinja2.UndefinedError):
        names = _QUOTED.findall(error.message or "")
        return f"没有“{names[-1]}”这个名称" if names else "要取的那一项不存在"
    if isinstance(error, jinja2.TemplateNotFound):
        return f"找不到要引入的模板“{error.name}”"
    return next((why for kind, why in _MISHAPS if isinstance(error, kind)), "运行时出错")


_QUOTED = re.compile("'([^']*)'")
_MISHAPS: tuple[tuple[type[BaseException], str], ...] = (
    (OverflowError, "数太大，或者重复的次数太多"),
    (ArithmeticError, "有一步算不出来"),
    (MemoryError, "要用的内存太多"),
    (RecursionError, "绕成了循环，或者层次太深"),
    (TypeError, "数字、文字、日期或列表用混了"),
    (AttributeError, "数字、文字、日期或列表用混了"),
    (LookupError, "要取的那一项不存在"),
    (ValueError, "有一个值不能这样用"),
)


def line_in(error: BaseException, name: str = NAMELESS) -> int:
    """The line of the template `name` on which a rewritten error arose; 0 when unknown."""
    line = 0
    trace: TracebackType | None = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == name:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


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


def reason(error: jinja2.TemplateSyntaxError) -> str:
    """What Jinja2 has against a template, in Chinese."""
    said = error.message or ""
    for words, reason in _REASONS:
        if words in said:
            return reason
    return "这里读不懂"


_REASONS = (
    ("unexpected end of template", "没有写完"),
    ("Unexpected end of template", "少了 endif 或 endfor"),
    ("Encountered unknown tag", "不认识的标签"),
    ("unexpected '}'", "大括号不配对"),
    ("expected token", "符号不配对或缺少一部分"),
    ("unexpected char", "有不能用的符号"),
)
