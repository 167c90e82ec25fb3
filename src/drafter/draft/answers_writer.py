"""Writing answers files: only what differs from the form's default, and all of that exactly."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from drafter.draft.answers_file import FORMAT, NO_MARKS, Mark, Marks
from drafter.draft.draft_model import Cell, Closure, Draft, Item, Origin, Raw, Record, Value
from drafter.form.arithmetic import format_figure
from drafter.form.definitions import Address, Form, Kind, Question

_TAG = "tag:yaml.org,2002:"
_BARE = (
    ("int", re.compile(r"(0|[1-9]\d*)\Z")),
    ("float", re.compile(r"\d+\.\d+\Z")),
    ("timestamp", re.compile(r"\d{4}-\d\d-\d\d\Z")),
)
# Not compiled before something is written: `re` walks through each of these ranges, which takes
# ten milliseconds.
_TO_ESCAPE = (
    "[^\n\t\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
"""Would be read back as something else, were it not written as an escape."""
_SURROGATES = "[\ud800-\udfff]"
_FIGURE_KINDS = (Kind.COUNT, Kind.MONEY, Kind.YEAR, Kind.DATE)


# YAML would quote them as text that looks like a number; they are read as text anyhow.
class _Bare(str):
    """Text that is written without quotes where YAML allows: figures and dates."""


def write_answers(form: Form, draft: Draft, marks: Marks = NO_MARKS) -> str:
    """The draft as the text of an answers file; `read_answers` gives it back as it was.

    marks: what a session keeps beside the draft, in its key `session`
    """
    import yaml

    tree = _tree(form, draft)
    if marks:
        tree["session"] = _plain_mark(marks)
    body = yaml.dump(tree, Dumper=_dumper(), allow_unicode=True, sort_keys=False, width=2**31 - 1)
    return f"# {form.name}：答案文件，可以用文本编辑器修改。\n{body}"


def write_answer(question: Question, value: Value) -> Raw:
    """What a file holds for the value: scalars as text, so that it reads back as the same."""
    match value:
        case bool():
            return "是" if value else "否"
        case int() | Decimal():
            return format_figure(value)
        case date():
            return value.isoformat()
        case str():
            return value
    if question.kind is Kind.BREAKDOWN:
        return {item.name: str(item.count) for item in value if isinstance(item, Item)}
    return [_written(entry) for entry in value]


def _written(entry: str | Item | Record) -> object:
    if isinstance(entry, Record):
        return {field: text for field, text in entry.items() if text}
    return entry


def _tree(form: Form, draft: Draft) -> dict[str, Any]:
    tree: dict[str, Any] = {"format": FORMAT, "form": draft.form}
    answers: dict[str, Any] = {}
    for key, question in form.questions.items():
        if key not in draft.answers:
            continue
        raw = write_answer(question, draft.answers[key])
        written = (
            _Bare(raw)
            if question.kind in _FIGURE_KINDS and isinstance(raw, str)
            else _bare_counts(raw)
        )
        if key == "year":
            tree[key] = written
        elif key.startswith("organ."):
            tree.setdefault("organ", {})[key.removeprefix("organ.")] = written
        else:
            answers[key] = written
    if answers:
        tree["answers"] = answers
    texts = {s.id: draft.texts[s.id] for s in form.sections if s.id in draft.texts}
    if texts:
        tree["texts"] = texts
    if draft.verify:
        tree["verify"] = [a for a in (*form.questions, *form.cells) if a in draft.verify]
    if draft.closures:
        tree["closed"] = [_closure(closure) for closure in draft.closures]
    tables = {table: entries for table in form.tables if (entries := _table(form, draft, table))}
    if tables:
        tree["tables"] = tables
    return tree


def _plain_mark(mark: Mark) -> Any:
    """What a YAML writer takes: lone surrogates, which no file can hold, become `\ufffd`."""
    if isinstance(mark, str):
        return re.sub(_SURROGATES, "\ufffd", mark)
    if isinstance(mark, Mapping):
        return {re.sub(_SURROGATES, "\ufffd", key): _plain_mark(item) for key, item in mark.items()}
    return [_plain_mark(item) for item in mark]


def _closure(closure: Closure) -> dict[str, Any]:
    return {
        "code": closure.code,
        "at": closure.address,
        "seen": list(closure.seen),
        "reason": closure.reason,
        "on": _Bare(closure.closed_on),
    }


def _table(form: Form, draft: Draft, table: str) -> dict[str, Any]:
    entries: dict[str, Any] = {}
    if table in draft.confirmed:
        entries["confirmed"] = True
    own = [address for address, cell in form.cells.items() if cell.table == table]
    if cells := _grid(own, {a: _cell(draft.cells[a]) for a in own if a in draft.cells}):
        entries["cells"] = cells
    if stated := _grid(
        own, {a: _Bare(format_figure(draft.stated[a])) for a in own if a in draft.stated}
    ):
        entries["stated"] = stated
    return entries


def _grid(
    addresses: Iterable[Address], written: Mapping[Address, Any]
) -> dict[str, dict[str, Any]]:
    grid: dict[str, dict[str, Any]] = {}
    for address in addresses:
        if address in written:
            _, row, column = address.split("/")
            grid.setdefault(row, {})[column] = written[address]
    return grid


def _cell(cell: Cell) -> Any:
    value = _Bare(format_figure(cell.value))
    return value if cell.origin is Origin.ENTERED else {"value": value, "origin": cell.origin.value}


def _bare_counts(raw: Raw) -> Any:
    """The counts of a breakdown without quotes; anything else as it is."""
    if isinstance(raw, Mapping):
        return {
            key: _Bare(value) if isinstance(value, str) else value for key, value in raw.items()
        }
    return raw


@cache
def _dumper() -> Any:
    import yaml

    class Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
        """Long texts as blocks, figures without quotes."""

    def text(dumper: Any, value: str) -> Any:
        # In double quotes alone can YAML hold such characters, as escapes.
        style = '"' if re.search(_TO_ESCAPE, value) else "|" if "\n" in value else None
        return dumper.represent_scalar(f"{_TAG}str", value, style=style)

    def bare(dumper: Any, value: str) -> Any:
        for name, pattern in _BARE:
            if pattern.match(value):
                return dumper.represent_scalar(_TAG + name, str(value))
        return text(dumper, str(value))

    Dumper.add_representer(str, text)
    Dumper.add_representer(_Bare, bare)
    return Dumper


_LIST = re.compile(r"^closed:[ \t]*(#.*)?$", re.MULTILINE)


def add_closure(text: str, closure: Closure) -> str:
    """The file's text with one more entry under `closed:`; comments and order stay.

    Raises: ValueError when `closed:` is there in a form that a line cannot be added to.
    """
    entry = _entry(closure)
    if match := _LIST.search(text):
        return f"{text[: match.end()]}\n{entry}{text[match.end() :]}"
    # In flow style, say; dumping the file anew would throw away its comments.
    if re.search(r"^closed[ \t]*:", text, re.MULTILINE):
        raise ValueError("closed")
    return f"{text.rstrip()}\nclosed:\n{entry}\n"


def _entry(closure: Closure) -> str:
    seen = ", ".join(map(_quoted, closure.seen))
    lines = (
        f"code: {closure.code}",
        f"at: {closure.address}",
        f"seen: [{seen}]",
        f"reason: {_quoted(closure.reason)}",
        f"on: {closure.closed_on}",
    )
    return "\n".join(
        f"{'  - ' if place == 0 else '    '}{line}" for place, line in enumerate(lines)
    )


def _quoted(text: str) -> str:
    escaped = (
        text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    )
    return f'"{escaped}"'
