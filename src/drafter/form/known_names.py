"""Which names the texts of a form may use, and the check that they use no others."""

from __future__ import annotations

import re
from collections.abc import Iterator

import jinja2
from jinja2 import nodes

from drafter.errors import DrafterError
from drafter.form.definitions import Form, Kind, Text, all_lines
from drafter.form.form_texts import names_in
from drafter.form.sandbox import TOO_LONG, Sandbox, expression_source, reason
from drafter.form.shape import Shape

WHOLE = " "
"""Ends a name that is known only as it stands: a whole row, which filters take apart."""

_FACT = re.compile(r"[a-z][a-z0-9_]*")
# A text of form.yaml is checked as it stands; what it pulled in from elsewhere would not be.
_BANNED = (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends, nodes.Block)
_BUILT_IN = ("range", "loop", "dict", "namespace", "joiner", "cycler")


def check_texts(shape: Shape, form: Form, texts: Sandbox) -> None:
    """Parse every text and condition; complain about each with its line."""
    everywhere = set(_names_everywhere(form))
    _check_branches(shape, everywhere)
    branches = {name.partition(".")[0] for name in everywhere}
    for name, text in form.facts.items():
        if name in branches or not _FACT.fullmatch(name):
            shape.complain(
                text.line,
                f"“{name}”不能作名称，或者已经是别的名称。",
                "换一个名称，用小写英文字母、数字和下划线。",
            )
        # Known only now: a fact may rest on those above it, never on itself or one below.
        _check(shape, texts, text, everywhere, condition=True)
        everywhere.add(name)
    homes = (*(section.id for section in form.sections), *form.tables)
    local = {home: set(_names_in_section(form, home)) for home in homes}
    for section_id, text in form.texts():
        _check(shape, texts, text, everywhere | local.get(section_id, set()), condition=False)
    for section_id, text in form.conditions():
        _check(shape, texts, text, everywhere | local.get(section_id, set()), condition=True)
    _check_gates(shape, form, texts)
    _check_records(shape, form)


def _check_records(shape: Shape, form: Form) -> None:
    """Entries begin with those of another question of entries only."""
    for question in form.questions.values():
        other = form.questions.get(question.again)
        if question.again and (other is None or {question.kind, other.kind} != {Kind.RECORDS}):
            what = f"“{question.id}”不能从“{question.again}”的上年回答开始。"
            shape.complain(1, what, "again 写另一个 records 问题的全名。")


def _check_gates(shape: Shape, form: Form, texts: Sandbox) -> None:
    """Whether a gate is asked rests on answers that are always asked, and on gates before it.

    Were it to rest on figures, which figures count would rest on itself.
    """
    gates = {gate.question.id for gate in form.gates}
    settled = {q.id for q in form.questions.values() if q.id not in gates and q.when is None}
    for name, text in form.facts.items():
        if all(_is_known(path, settled) for path in _names_of(texts, text)):
            settled.add(name)  # as sure as what it rests on
    for table in form.tables.values():
        before: set[str] = set()
        for question in (gate.question for gate in table.gates):
            for path in _names_of(texts, question.when) if question.when else ():
                if not _is_known(path, settled | before):
                    what = f"表格前的问题“{question.id}”不能看“{'.'.join(path)}”的值。"
                    fix = "只看总会问到的问题，和同一张表里排在它前面的问题。"
                    shape.complain(question.when.line if question.when else 1, what, fix)
            before.add(question.name)


def _names_of(texts: Sandbox, text: Text) -> list[tuple[str, ...]]:
    """Every name in a condition; none in one that cannot be read, which is told elsewhere."""
    try:
        every = texts.nodes(expression_source(text.source))
    except (jinja2.TemplateSyntaxError, RecursionError):
        return []
    return [path for path, _ in names_in(every)]


def _check_branches(shape: Shape, names: set[str]) -> None:
    """A name cannot be a value and the beginning of longer names too."""
    for name in sorted(names):
        branches = name.removesuffix(WHOLE).split(".")
        if not name.endswith(WHOLE):
            branches.pop()
        for length in range(1, len(branches) + 1):
            if (branch := ".".join(branches[:length])) in names:
                what = f"“{branch}”既是一个问题，又是“{name.removesuffix(WHOLE)}”的开头。"
                shape.complain(1, what, "给其中一个换一个名称。")


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


def _check(shape: Shape, texts: Sandbox, text: Text, known: set[str], *, condition: bool) -> None:
    source = expression_source(text.source) if condition else text.source
    try:
        every = texts.nodes(source)
    except jinja2.TemplateSyntaxError as error:
        what = f"模板写法有误（{reason(error)}）。"
        line = text.line + (error.lineno or 1) - 1
        shape.complain(line, what, "核对大括号、引号和 if / endif。")
        if error.message == TOO_LONG:  # and so would all texts from here on
            raise DrafterError(shape.problems) from None
        return
    except RecursionError:
        shape.complain(text.line, "模板里的括号或层次太深。", "拆成几步。")
        return
    for node in every:
        _check_node(shape, texts, node, text.line + (node.lineno or 1) - 1)
    for path, line in names_in(every):
        if not _is_known(path, known):
            word = ".".join(path)
            fix = shape.suggestion(word, sorted(n for n in known if not n.endswith(WHOLE)))
            shape.complain(text.line + line - 1, f"模板里的名称“{word}”不存在。", fix)


def _check_node(shape: Shape, texts: Sandbox, node: nodes.Node, line: int) -> None:
    if isinstance(node, _BANNED):
        shape.complain(line, "这里的模板不能引入或继承别的模板。", "把内容直接写在这里。")
    elif isinstance(node, nodes.Filter) and node.name not in texts.filters:
        fix = shape.suggestion(node.name, texts.filters)
        shape.complain(line, f"没有“{node.name}”这个过滤器。", fix)
    elif isinstance(node, nodes.Test) and node.name not in texts.tests:
        fix = shape.suggestion(node.name, texts.tests)
        shape.complain(line, f"没有“{node.name}”这个判断词。", fix)


def _is_known(path: tuple[str, ...], known: set[str]) -> bool:
    if path[0] in _BUILT_IN or ".".join(path) + WHOLE in known:
        return True
    # What lies behind a known name is a part of its value: `channels.count`, `loop.index`.
    return any(".".join(path[:length]) in known for length in range(1, len(path) + 1))
