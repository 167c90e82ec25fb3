"""Lists of small forms: mappings in a file, or blocks of 问题：… 措施：… as typed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from drafter.draft.misread import EMPTY, Misread, quoted
from drafter.draft.scrub import scrub, scrub_line, scrub_prose
from drafter.draft.values import Record, Records
from drafter.errors import nearest
from drafter.form.definitions import Field

_NOTHING = frozenset(("无", "没有", "暂无"))
_BLANK_LINES = re.compile(r"\n\s*\n")
_COUNTED = re.compile(r"[\s0-9０-９一二三四五六七八九十]*$")

Entry = Mapping[object, object]


def read_records(raw: object, fields: Sequence[Field]) -> Records | Misread:
    """Every entry with all its fields; `无` and an empty list are none at all."""
    entries = _entries(raw, fields)
    if isinstance(entries, Misread):
        return entries
    records = []
    for number, entry in enumerate(entries, 1):
        record = _record(entry, fields)
        if isinstance(record, Misread):
            return Misread(f"第 {number} 条里，{record.what}", record.fix)
        records.append(record)
    return tuple(records)


def _entries(raw: object, fields: Sequence[Field]) -> list[Entry] | Misread:
    if isinstance(raw, str):
        text = scrub(raw).strip()
        if not text:
            return Misread(EMPTY, _example(fields))
        return [] if text.rstrip("。.") in _NOTHING else _blocks(text, fields)
    listed = [raw] if isinstance(raw, Mapping) else raw
    if isinstance(listed, Sequence) and all(isinstance(entry, Mapping) for entry in listed):
        return [entry for entry in listed if isinstance(entry, Mapping)]
    return Misread("这里要的是一条一条的内容。", _example(fields))


def _record(entry: Entry, fields: Sequence[Field]) -> Record | Misread:
    named = {field.label: field.id for field in fields} | {field.id: field.id for field in fields}
    given: dict[str, str] = {}
    for key, text in entry.items():
        name = scrub_line(key) if isinstance(key, str) else ""
        if name not in named:
            known = "、".join(field.label for field in fields)
            return Misread(
                f"没有{quoted(name)}这一栏。", nearest(name[:60], named) or f"可以写：{known}。"
            )
        if not isinstance(text, str) or named[name] in given:
            what = "写了两次" if isinstance(text, str) else "不是文字"
            return Misread(f"{quoted(name)}{what}。", "每一栏写一次，写成文字。")
        given[named[name]] = scrub_prose(text)
    return _complete({field.id: given.get(field.id, "") for field in fields}, fields)


def _complete(given: dict[str, str], fields: Sequence[Field]) -> Record | Misread:
    for field in fields:
        if field.required and not given[field.id]:
            return Misread(f"{quoted(field.label)}还没有填写。", f"补上{quoted(field.label)}。")
    if not any(given.values()):
        return Misread("什么都还没有填写。", "补上内容，或者删去这一条。")
    return Record(given)


def _blocks(text: str, fields: Sequence[Field]) -> list[Entry] | Misread:
    """Entries from typed text: one ends at a blank line, or where a label comes again."""
    labels = frozenset(field.label for field in fields)
    entries: list[dict[str, list[str]]] = []
    for block in _BLANK_LINES.split(text):
        label = ""
        for line in block.split("\n"):
            found, rest = _labelled(line, labels)
            if not (found or label):
                return Misread(f"{quoted(line)}前面没有写是哪一栏。", _example(fields))
            if found and (not label or found in entries[-1]):
                entries.append({})
            label = found or label
            entries[-1].setdefault(label, []).append(rest)
    return [{label: "\n".join(lines) for label, lines in e.items()} for e in entries]


def _labelled(line: str, labels: frozenset[str]) -> tuple[str, str]:
    """The label a line begins with (`问题2：` is 问题) and what follows; "" and all of it."""
    head, mark, rest = line.replace(":", "：", 1).partition("：")
    label = _COUNTED.sub("", head.strip()) if mark and len(head) <= 60 else ""
    return (label, rest) if label in labels else ("", line)


def _example(fields: Sequence[Field]) -> str:
    return "写成：" + " ".join(f"{field.label}：……" for field in fields)
