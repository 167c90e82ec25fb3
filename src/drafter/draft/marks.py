"""Marks: what a session keeps beside the draft, as text, lists and mappings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

from drafter.nodes import Node

Mark: TypeAlias = "str | tuple[Mark, ...] | Mapping[str, Mark]"
Marks: TypeAlias = Mapping[str, Mark]
"""By name; whoever gives them knows what they mean (the interview does)."""

NO_MARKS: Marks = MappingProxyType({})

_SURROGATES = re.compile("[\ud800-\udfff]")


def read_mark(node: Node) -> Mark:
    """The mark as it was given to `plain_mark`: every scalar is text."""
    if isinstance(node.value, str):
        return node.value
    if isinstance(node.value, list):
        return tuple(read_mark(item) for item in node.value)
    return {key: read_mark(value) for key, value in node.value.items()}


def plain_mark(mark: Mark) -> Any:
    """What a YAML writer takes: lone surrogates, which no file can hold, become `\ufffd`."""
    if isinstance(mark, str):
        return _SURROGATES.sub("\ufffd", mark)
    if isinstance(mark, Mapping):
        return {_SURROGATES.sub("\ufffd", key): plain_mark(item) for key, item in mark.items()}
    return [plain_mark(item) for item in mark]
