"""YAML as nodes that know their line; every scalar stays the text that was written.

YAML's own guesses (`no` is false, `012` is ten, `1:30` is ninety) never apply: what a
scalar means is for the form to say.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

import yaml

from drafter.errors import DrafterError, Problem

DEPTH_LIMIT = 20


class Node(NamedTuple):
    """A scalar (`str`), a list or a mapping of nodes, with the line it begins on (from 1).

    The text of a block scalar (`|`) begins on the line after its mark. `named` is the line
    of the key before it, where there is one.
    """

    value: str | list["Node"] | dict[str, "Node"]
    line: int
    named: int = 0

    @property
    def said(self) -> int:
        """The line on which a person looks for it: that of its key, else its own."""
        return self.named or self.line


def parse(text: str, name: str) -> Node:
    """The one document in `text`; `name` is what problems call the file.

    Raises: DrafterError with every duplicate key, or the first thing YAML cannot read.
    """
    problems: list[Problem] = []
    # libyaml is many times as fast; not every PyYAML is built with it.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    cleaned = without_controls(text)
    try:
        events = iter(loader(cleaned).get_event, None)
        root = _document(events, name, problems, cleaned)
    except yaml.YAMLError as error:
        raise DrafterError(
            _wide_colon(text, name) or _syntax_problem(error, cleaned, name)
        ) from None
    if problems:
        raise DrafterError(problems)
    return root


def line_of(event: yaml.Event) -> int:
    """The line an event begins on, from 1."""
    return event.start_mark.line + 1 if event.start_mark else 1


def without_controls(text: str) -> str:
    """`text` less the control characters that YAML forbids and no one types on purpose."""
    return _CONTROLS.sub("", text)


_CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]"
)
"""All that YAML refuses but the line ends; U+0085 is one."""


def _document(events: Iterator[yaml.Event], name: str, problems: list[Problem], text: str) -> Node:
    root: Node | None = None
    for event in events:
        if isinstance(event, (yaml.ScalarEvent, yaml.SequenceStartEvent, yaml.MappingStartEvent)):
            if root is not None:
                line = line_of(event)
                raise DrafterError(
                    Problem(
                        f"{name}:{line}",
                        "一个文件里有两份内容（“---”之后又一份）。",
                        "分成两个文件。",
                    )
                )
            root = _Builder(events, name, problems, text).build(event)
        elif isinstance(event, yaml.AliasEvent):
            raise DrafterError(_alias_problem(name, line_of(event)))
    if root is None:
        raise DrafterError(
            Problem(
                name, "文件里没有内容。", "核对选对了文件；空白的答案文件用 drafter blank 生成。"
            )
        )
    return root


_CUT_OFF = re.compile(r"[ \t]+#(?=[^\s#!])([^\n]*)")
"""供水站 #2 井: to YAML all behind # is a comment, and a person who writes one leaves a space."""


class _Builder:
    """Nodes from events; depth-limited, so that a hostile file cannot exhaust the stack."""

    def __init__(
        self, events: Iterator[yaml.Event], name: str, problems: list[Problem], text: str
    ) -> None:
        self.events = events
        self.name = name
        self.problems = problems
        self.text = text

    def build(self, event: yaml.Event, depth: int = 0, named: int = 0) -> Node:
        line = line_of(event)
        # An alias of an alias of an alias is how ten lines of YAML become gigabytes.
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise DrafterError(_alias_problem(self.name, line))
        if tag := getattr(event, "tag", None):
            what = f"不支持“{tag}”这样的标记。"
            raise DrafterError(Problem(f"{self.name}:{line}", what, "去掉以“!”开头的标记。"))
        if depth > DEPTH_LIMIT:
            raise DrafterError(_depth_problem(f"{self.name}:{line}"))
        if isinstance(event, yaml.ScalarEvent):
            end = event.end_mark.index if event.end_mark and not event.style else len(self.text)
            if cut := _CUT_OFF.match(self.text, end):
                what = f"“#”后面的“{cut[1].strip()[:24]}”会被当作注释，不读进去。"
                fix = "是这句话里的字，就给整句话加上引号；是注释，就在“#”后面空一格。"
                self._complain(line_of(event), what, fix)
            return Node(event.value, line + (event.style in ("|", ">")), named)
        if isinstance(event, yaml.SequenceStartEvent):
            return Node(list(self._items(depth)), line, named)
        return Node(self._entries(depth), line, named)

    def _items(self, depth: int) -> Iterator[Node]:
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                return
            yield self.build(event, depth + 1)

    def _entries(self, depth: int) -> dict[str, Node]:
        entries: dict[str, Node] = {}
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self.build(event, depth + 1)
            value = self.build(next(self.events), depth + 1, key.line)
            if not isinstance(key.value, str):
                self._complain(key.line, "冒号左边应当是一个词。", "核对缩进和冒号。")
            elif key.value in entries:
                first = entries[key.value].said
                what = f"“{key.value}”写了两遍（第一次在第 {first} 行）。"
                self._complain(key.line, what, "留下一处。")
            else:
                entries[key.value] = value
        return entries

    def _complain(self, line: int, what: str, fix: str) -> None:
        self.problems.append(Problem(f"{self.name}:{line}", what, fix))


def _alias_problem(name: str, line: int) -> Problem:
    return Problem(
        f"{name}:{line}",
        "以“&”或“*”开头的写法在 YAML 里另有含义，这里不支持。",
        "给这段文字加上引号。",
    )


_SYNTAX = (
    (
        "cannot start any token",
        "这里有不能用来开头的字符（多半是制表符 Tab，也可能是 @、% 或 `）。",
        "缩进用空格；文字以特殊符号开头时加引号。",
    ),
    (
        "mapping values are not allowed",
        "冒号的位置不对。",
        "文字里有英文冒号时整句加引号，核对缩进。",
    ),
    (
        "could not find expected ':'",
        "少了冒号，或缩进不齐。",
        "写成“名称: 内容”，冒号用英文冒号，后面空一格。",
    ),
    ("did not find expected key", "缩进不齐，或引号没有配对。", "同一层的内容左边对齐。"),
    ("expected the node content", "这里的写法读不懂。", "文字里有特殊符号时加引号。"),
    ("unexpected end of stream", "引号或括号没有配对。", "补上另一半。"),
    ("block sequence entries are not allowed", "“-”的位置不对。", "列表另起一行，左边对齐。"),
    (
        "invalid Unicode character",
        "双引号里的“\\”后面不是一个字符的编码。",
        "直接写出这个字，或改用单引号。",
    ),
    ("unknown escape character", "双引号里的“\\”有特殊含义。", "改用单引号，或写成“\\\\”。"),
)


_WIDE_COLON = re.compile(r"^[ \t]*(?:- )?([a-z][\w.]*)：", re.MULTILINE)
_BEGUN_BEFORE = ("could not find expected ':'", "unexpected end of stream")
"""Told by YAML where it gave up; the fault lies where it began to read the piece."""


def _wide_colon(text: str, name: str) -> Problem | None:
    """The commonest slip in a file that cannot be read, told where it stands."""
    match = _WIDE_COLON.search(text)
    if match is None:
        return None
    line = text.count("\n", 0, match.start(1)) + 1
    what = f"“{match[1]}”后面是全角冒号。"
    return Problem(f"{name}:{line}", what, "改成英文冒号，后面空一格。")


_LOOKAHEAD = 1024
"""Characters that YAML reads past an opening bracket, to see whether a colon makes it a key."""


def _depth_problem(where: str) -> Problem:
    return Problem(where, "缩进的层次太深。", "核对缩进。")


def _too_deep(text: str, error: yaml.YAMLError) -> bool:
    """Whether more brackets were opened just before `error` than may be.

    libyaml has a limit of its own from 0.2.6 on, and meets it while it reads ahead: before the
    first event, so that `_Builder` cannot count. Brackets do not depend on its sentences.
    """
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return False
    before = text[max(0, mark.index - _LOOKAHEAD) : mark.index]
    opened = before.count("[") + before.count("{") - before.count("]") - before.count("}")
    return opened > DEPTH_LIMIT


def _syntax_problem(error: yaml.YAMLError, text: str, name: str) -> Problem:
    said = str(getattr(error, "problem", "") or error)
    marks = [getattr(error, "problem_mark", None), getattr(error, "context_mark", None)]
    if any(words in said for words in _BEGUN_BEFORE):
        marks.reverse()
    mark = marks[0] or marks[1]
    where = f"{name}:{mark.line + 1}" if mark else name
    if _too_deep(text, error):
        return _depth_problem(where)
    for words, what, fix in _SYNTAX:
        if words in said:
            return Problem(where, what, fix)
    return Problem(where, "这里的写法读不懂。", "核对这一行和上一行的缩进、冒号和引号。")
