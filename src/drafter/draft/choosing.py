"""Which of the offered answers a text means: yes or no, one choice, several."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from unicodedata import normalize

from drafter.draft.misread import EMPTY, Misread, quoted
from drafter.draft.numerals import read_numeral
from drafter.draft.scrub import scrub, scrub_line
from drafter.errors import nearest

_DEEDS = "开展|进行|公开|发布|建立|发生|收到|收取|更新|清理|组织|召开|执行|落实|制定|完成|做"
# Patterns are kept as text and compiled when first needed: start-up must not pay for them.
_YES = (
    r"是的?|有的?|对的?|好的?|嗯|行|y|yes|true|t|on|1|√|✓|✔|均?已经?|已?有"
    rf"|(?:均|都)?(?:已经?)?(?:{_DEEDS})[了过]*"
)
_NO = (
    r"否|不|不是的?|不对|没|没有的?|无|暂无|还没有?|n|no|false|f|off|0|×|✗|✘|未|尚未"
    rf"|(?:还没有?|没有?|尚未|从未|未|不)(?:{_DEEDS})过?"
)
_LONGEST, _MOST = 200, 1000
_ENDS = "。.!；; "
_SEPARATORS = "[、，,;；\n\t]"
_NOTHING = frozenset(("无", "没有", "暂无", "都没有", "以上都没有"))
_NUMBER = r"(?:第?([0-9]{1,3}|[一二三四五六七八九十]{1,3})(?:[.)]|[项个])?)|\(([0-9]{1,3})\)"


def read_yesno(raw: str) -> bool | Misread:
    """Whether `raw` says yes."""
    line, fix = scrub_line(raw), "填“是”或“否”。"
    if not line:
        return Misread(EMPTY, fix)
    text = _key(line[:_LONGEST]).rstrip(_ENDS) if len(line) <= _LONGEST else ""
    if re.fullmatch(_YES, text) or re.fullmatch(_NO, text):
        return bool(re.fullmatch(_YES, text))
    return Misread(f"{quoted(raw)}看不出是“是”还是“否”。", fix)


def read_choice(raw: str, choices: tuple[str, ...], *, free: bool) -> str | Misread:
    """The choice that `raw` spells, numbers (from 1) or begins; with `free`, else `raw` itself."""
    line = scrub_line(raw)
    if not line:
        return Misread(EMPTY, _offer(choices, free=free))
    found = _find(line, choices)
    if len(found) == 1:
        return found[0]
    if free:
        return line
    if found:
        which = "、".join(f"“{choice}”" for choice in found[:4])
        return Misread(f"{quoted(line)}可以是{which}。", "把要选的写全，或者填它的序号。")
    hint = nearest(line[:60], choices)
    return Misread(f"没有{quoted(line)}这个选项。", hint or _offer(choices, free=free))


def read_choices(
    raw: str | Sequence[object], choices: tuple[str, ...], *, free: bool
) -> tuple[str, ...] | Misread:
    """Every choice named, each once, in the order given; `无` and an empty list are none."""
    if isinstance(raw, str):
        return _read_typed(raw, choices, free=free)
    if len(raw) > _MOST:
        return Misread(f"这里有 {len(raw)} 项，太多了。", "核对是不是粘贴错了内容。")
    chosen: dict[str, None] = {}
    for part in raw:
        if not isinstance(part, str):
            return Misread("列表里有一项不是文字。", "每一项写一个选项。")
        choice = read_choice(part, choices, free=free)
        if isinstance(choice, Misread):
            return choice
        chosen[choice] = None
    return tuple(chosen)


def _read_typed(raw: str, choices: tuple[str, ...], *, free: bool) -> tuple[str, ...] | Misread:
    """A typed list. A space separates only in a part that is no choice as a whole."""
    whole = scrub_line(raw).rstrip(_ENDS)
    if whole in choices:
        return (whole,)
    if whole in _NOTHING:
        return ()
    parts = re.split(_SEPARATORS, scrub(raw).rstrip(_ENDS + "\n"))
    if len(parts) > _MOST:
        return read_choices(parts, choices, free=free)
    words = [
        word
        for part in map(scrub_line, parts)
        for word in ([part] if len(_find(part, choices)) == 1 else part.split())
    ]
    if not any(words):
        return Misread(EMPTY, _offer(choices, free=free))
    return read_choices([word for word in words if word], choices, free=free)


def _find(line: str, choices: tuple[str, ...]) -> list[str]:
    """The choices a line may mean: by text, by number, by its beginning, in this order."""
    if line in choices:
        return [line]
    key = _key(line) if len(line) <= _LONGEST else ""
    keys = _keys(choices)
    if not key or key in keys:
        return [choices[keys.index(key)]] if key else []
    number = _numbered(key)
    if number is not None and 1 <= number <= len(choices):
        return [choices[number - 1]]
    return [choice for choice, known in zip(choices, keys, strict=True) if known.startswith(key)]


def _numbered(key: str) -> int | None:
    match = re.fullmatch(_NUMBER, key) if len(key) <= 8 else None
    if not match:
        return None
    digits = match[1] or match[2]
    return int(digits) if digits.isascii() else read_numeral(digits)


def _key(text: str) -> str:
    """What two spellings of a word have in common."""
    return "".join(normalize("NFKC", scrub_line(text)).casefold().split())


@lru_cache(maxsize=64)
def _keys(choices: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(_key, choices))


def _offer(choices: tuple[str, ...], *, free: bool) -> str:
    listed = "，".join(f"{number} {choice}" for number, choice in enumerate(choices[:9], 1))
    if not listed:
        return "写一个名称。"
    return f"可以填：{listed}；也可以写别的。" if free else f"从这些里选：{listed}。"
