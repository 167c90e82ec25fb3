"""Answers files of older drafters, made into the present format before they are read."""

from __future__ import annotations

from collections.abc import Callable

from drafter.nodes import Node

FORMAT = 1
"""The number in `format:`. A change that an older drafter would misread makes it one more."""

MIGRATIONS: dict[int, Callable[[dict[str, Node]], dict[str, Node]]] = {}
"""From each older format to the one after it: the top of the file as it was, and as it becomes.

Nodes keep their lines, so that problems still point into the file the clerk has.
"""


def migrate(root: Node) -> Node:
    """The file's tree in the present format; one that is newer, or has no number, as it is."""
    while isinstance(root.value, dict):
        number = root.value.get("format")
        if number is None or not isinstance(number.value, str) or not number.value.isdecimal():
            break
        step = MIGRATIONS.get(int(number.value[:9]))
        if step is None:
            break
        following = number._replace(value=str(int(number.value[:9]) + 1))
        root = root._replace(value=step(dict(root.value)) | {"format": following})
    return root
