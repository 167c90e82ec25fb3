"""Which names the texts of a form may use, and the check that they use no others."""

from __future__ import annotations

from collections.abc import Iterator

import jinja2
from jinja2 import nodes

from drafter.form.compiled import Compiled, expression_source
from drafter.form.model import Form, Text
from drafter.form.namespace import all_lines
from drafter.form.shape import Shape
from drafter.form.texts import names_in

WHOLE = " "
"""Ends a name that is known only as it stands: a whole row, which filters take apart."""

_BUILT_IN = ("range", "loop", "dict", "namespace", "joiner", "cycler")


def check_texts(shape: Shape, form: Form, texts: Compiled) -> None:
    """Parse every text and condition; complain about each with its line."""
    everywhere = set(_names_everywhere(form))
    for name, text in form.facts.items():
        if name in everywhere:
            shape.complain(text.line, f"“{name}”已经是别的名称。", "换一个名称。")
        _check(shape, texts, text, everywhere, condition=True)
        everywhere.add(name)
    local = {section.id: set(_names_in_section(form, section.id)) for section in form.sections}
    for section_id, text in form.texts():
        _check(shape, texts, text, everywhere | local.get(section_id, set()), condition=False)
    for section_id, text in form.conditions():
        _check(shape, texts, text, everywhere | local.get(section_id, set()), condition=True)


def _names_everywhere(form: Form) -> Iterator[str]:
    yield from form.questions
    for table in form.tables.values():
        for block in table.blocks:
            columns = [line.id for line in all_lines(block.columns) if line.id]
            for row in all_lines(block.rows):
                if row.id:
                    yield f"{table.id}.{row.id}" + WHOLE
                    yield from (f"{table.id}.{row.id}.{column}" for column in columns)


def _names_in_section(form: Form, section_id: str) -> Iterator[str]:
    for question in form.questions.values():
        if question.section == section_id:
            yield question.name
            if question.zero:
                yield f"zero.{question.name}"


def _check(shape: Shape, texts: Compiled, text: Text, known: set[str], *, condition: bool) -> None:
    source = expression_source(text.source) if condition else text.source
    try:
        tree = texts.environment.parse(source)
    except jinja2.TemplateSyntaxError as error:
        line = text.line + (error.lineno or 1) - 1
        shape.complain(
            line, f"模板写法有误（{reason(error)}）。", "核对大括号、引号和 if / endif。"
        )
        return
    for what, known_words, kind in (
        ("过滤器", texts.environment.filters, nodes.Filter),
        ("判断词", texts.environment.tests, nodes.Test),
    ):
        for node in tree.find_all(kind):
            if node.name not in known_words:
                fix = shape.suggestion(node.name, known_words)
                shape.complain(text.line + node.lineno - 1, f"没有“{node.name}”这个{what}。", fix)
    for path, line in names_in(tree):
        if not _is_known(path, known):
            word = ".".join(path)
            fix = shape.suggestion(word, sorted(known))
            shape.complain(text.line + line - 1, f"模板里的名称“{word}”不存在。", fix)


def _is_known(path: tuple[str, ...], known: set[str]) -> bool:
    if path[0] in _BUILT_IN or ".".join(path) + WHOLE in known:
        return True
    return any(".".join(path[:length]) in known for length in range(1, len(path) + 1))


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
