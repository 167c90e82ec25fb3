"""Files beside form.yaml, laid over those of the form that it is like, and over any report's."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from drafter.errors import DrafterError, Problem
from drafter.files import read_text
from drafter.form.definitions import Form
from drafter.form.form_file import FORM_FILE, given_file
from drafter.nodes import Node, parse
from drafter.resources import ANY_FORM, data_dir


class Layer(NamedTuple):
    """One file: what problems call it, and what stands in it."""

    name: str
    text: str


def places(form: Form) -> tuple[Path, ...]:
    """The form's own folder, and that of the form it is `like`.

    Only one step: what that form is like itself is not asked.
    Raises: DrafterError where there is no such form.
    """
    if not form.like:
        return (form.folder,)
    # A form of one's own may be like one of ours, or like another one beside it.
    for folder in (form.folder.parent / form.like, data_dir("templates") / form.like):
        if (folder / FORM_FILE).is_file():
            return form.folder, folder
    where, what = f"{form.folder.name}/{FORM_FILE}", f"没有“{form.like}”这种报告格式。"
    raise DrafterError(Problem(where, what, "改正 like 后面的名称。"))


def first_file(form: Form, name: str) -> Path | None:
    """The file of that name that is nearest to the form. Raises: DrafterError."""
    return next(filter(None, (given_file(folder, name) for folder in places(form))), None)


def layers_of(form: Form, name: str, *, any_form: bool = False) -> list[Layer]:
    """The files of that name, the form's own at last. Raises: DrafterError.

    any_form: whether what suits any report lies under all of them
    """
    folders = [*places(form)][::-1]
    if any_form:
        folders.insert(0, data_dir("templates") / ANY_FORM)
    paths = (given_file(folder, name) for folder in folders)
    return [Layer(f"{path.parent.name}/{name}", read_text(path)) for path in paths if path]


def digest_of(layers: Sequence[Layer]) -> str:
    """What tells whether any of them was changed: a sha256."""
    told = "\0".join(layer.text for layer in layers)
    return sha256(told.encode(errors="surrogatepass")).hexdigest()


def root_of(layers: Sequence[Layer]) -> Node | None:
    """All layers in one, None where there are none. Raises: DrafterError for what is no YAML."""
    roots = (parse(layer.text, layer.name) for layer in layers)
    return reduce(_over, roots) if layers else None


def _over(base: Node, own: Node) -> Node:
    """Mapping over mapping, key by key; anything else in its place, and nothing (`key:`) away.

    Mistakes in what is left of the base are told of the line on which its own mapping begins.
    """
    if not (isinstance(base.value, dict) and isinstance(own.value, dict)):
        return own
    both = {key: _moved(node, own.line) for key, node in base.value.items()}
    for key, node in own.value.items():
        if node.value == "":
            both.pop(key, None)
        else:
            both[key] = _over(base.value[key], node) if key in base.value else node
    return own._replace(value=both)


def _moved(node: Node, line: int) -> Node:
    value = node.value
    if isinstance(value, dict):
        value = {key: _moved(each, line) for key, each in value.items()}
    elif isinstance(value, list):
        value = [_moved(each, line) for each in value]
    return Node(value, line, line)
