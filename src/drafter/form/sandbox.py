"""The sandbox that templates run in, and what to tell of one that goes wrong there."""

from __future__ import annotations

import re
from types import TracebackType
from typing import Any

import jinja2
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment

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
