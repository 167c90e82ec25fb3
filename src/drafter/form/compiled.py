"""Jinja2 templates compiled once and kept on disk, as Python keeps its own modules.

Kept code is believed only when its sha256 is right and its key (the whole source, the
kind of environment, the versions of Jinja2 and of this module) is the one looked for.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import CodeType
from typing import Any

import jinja2

from drafter.form.sandbox import Sandbox

_VERSION = "3"
_DIGEST_BYTES = 32


class Compiled:
    """The compiled templates of one environment.

    They are kept in `folder`'s `__pycache__` under `name`; `keep` writes them when something
    new was compiled. Where that cannot be done nothing but time is lost.
    """

    def __init__(self, environment: Sandbox, folder: Path, name: str) -> None:
        self.environment = environment
        self.name = name
        tag = sys.implementation.cache_tag or "python"
        self.kept = folder / "__pycache__" / f"{name}.{tag}.bin"
        self.codes = _read_kept(self.kept)
        self.fresh = False
        self.templates: dict[str, jinja2.Template] = {}

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

    def expression(self, source: str) -> jinja2.Template:
        """A condition compiled as a template that leaves its value in `result`."""
        return self.template(expression_source(source))

    def _code(self, source: str) -> CodeType:
        key = self._key(source)
        code = self.codes.get(key)
        if not isinstance(code, CodeType):
            code = self.environment.compile(source)
            self.codes[key] = code
            self.fresh = True
        return code

    def _key(self, source: str) -> str:
        return f"{_VERSION} {jinja2.__version__} {self.name} {source}"

    def checked(self, digest: str) -> bool:
        """Whether every text of the form with this digest has been found right before."""
        return self.codes.get(self._key(f"checked {digest}")) is True

    def mark_checked(self, digest: str) -> None:
        """Remember that every text of the form with this digest is right; forget older forms."""
        self.codes.clear()
        self.codes[self._key(f"checked {digest}")] = True
        self.fresh = True

    def keep(self) -> None:
        """Write the compiled code for the next run; quietly not, where that is impossible."""
        if not self.fresh or sys.dont_write_bytecode:
            return
        payload = marshal.dumps(self.codes)
        with suppress(OSError):
            self.kept.parent.mkdir(exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self.kept.parent)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(hashlib.sha256(payload).digest() + payload)
                os.replace(name, self.kept)
            except OSError:
                os.unlink(name)
                raise
        self.fresh = False


def expression_source(source: str) -> str:
    """The template that a condition or value is compiled as."""
    return "{% set result = " + source + " %}"


def _read_kept(path: Path) -> dict[str, Any]:
    try:
        data = path.read_bytes()
    except OSError:
        return {}
    digest, payload = data[:_DIGEST_BYTES], data[_DIGEST_BYTES:]
    if hashlib.sha256(payload).digest() != digest:
        return {}
    try:
        codes = marshal.loads(payload)
    except (ValueError, EOFError, TypeError):
        return {}
    return codes if isinstance(codes, dict) else {}


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
