"""From what was typed, or stands in a file, to an answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from unicodedata import normalize

from drafter.draft.clean_text import scrub, scrub_line, scrub_prose
from drafter.draft.draft_model import Raw, Value
from drafter.draft.typed_figures import (
    EMPTY,
    Misread,
    fold,
    quoted,
    read_count,
    read_money,
    read_numeral,
)
from drafter.draft.typed_lists import read_breakdown, read_records
from drafter.errors import Problem, nearest
from drafter.form.definitions import Kind, Question


def read_answer(question: Question, raw: Raw) -> Value | Problem:
    """The value `raw` gives to the question, or why it gives none. Never raises.

    An empty text is a Problem: whoever may leave a question open has to look first.
    """
    read = _STRUCTURED.get(question.kind)
    if read:
        value = read(question, raw)
    elif isinstance(raw, str):
        value = _SCALARS[question.kind](question, raw)
    else:
        value = Misread("这里有好几项，只要一项。", "写成一项文字。")
    if isinstance(value, Misread):
        return Problem(f"“{question.label}”", value.what, value.fix)
    return value


def _line(raw: str) -> str | Misread:
    return scrub_line(raw) or Misread(EMPTY, "写一行文字。")


def _prose(raw: object) -> str | Misread:
    """A list in a file gives one paragraph with each of its texts."""
    lines = [raw] if isinstance(raw, str) else raw
    if isinstance(lines, Mapping | bytes) or not isinstance(lines, Sequence):
        return Misread("这里要的是一段文字。", "写成一段或几段文字。")
    if not all(isinstance(line, str) for line in lines):
        return Misread("有一段不是文字。", "写成一段或几段文字。")
    return scrub_prose("\n".join(lines)) or Misread(EMPTY, "写一段或几段文字。")


def _choices(question: Question, raw: object) -> tuple[str, ...] | Misread:
    if not isinstance(raw, Sequence):
        return Misread("这里要的是几个选项。", "写成列表，或者用顿号隔开。")
    return read_choices(raw, question.choices, free=question.free)


_SCALARS: Mapping[Kind, Callable[[Question, str], Value | Misread]] = {
    Kind.COUNT: lambda question, raw: read_count(raw, question.unit),
    Kind.MONEY: lambda question, raw: read_money(raw, question.unit),
    Kind.YESNO: lambda _, raw: read_yesno(raw),
    Kind.CHOICE: lambda question, raw: read_choice(raw, question.choices, free=question.free),
    Kind.LINE: lambda _, raw: _line(raw),
    Kind.DATE: lambda _, raw: read_day(raw),
    Kind.YEAR: lambda _, raw: read_year(raw),
}
_STRUCTURED: Mapping[Kind, Callable[[Question, object], Value | Misread]] = {
    Kind.PROSE: lambda _, raw: _prose(raw),
    Kind.CHOICES: _choices,
    Kind.BREAKDOWN: lambda question, raw: read_breakdown(raw, question.unit),
    Kind.RECORDS: lambda question, raw: read_records(raw, question.fields),
}
"""Those that a file may also give as a list or a mapping."""


_DEEDS = "开展|进行|公开|发布|建立|发生|收到|收取|更新|清理|组织|召开|执行|落实|制定|完成|做"
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
_AND = "[和及与跟 ]+"
_SEPARATORS = "[、，,;；\n\t]"
_SHORTEST = 2
_AGAINST = frozenset("不无未没非")
_NOTHING = frozenset(("无", "没有", "暂无", "都没有", "以上都没有", "一项也没有"))
_NUMBER = r"(?:第?([0-9]{1,3}|[一二三四五六七八九十]{1,3})(?:[.)]|[项个])?)|\(([0-9]{1,3})\)"


def read_yesno(raw: str) -> bool | Misread:
    """Whether `raw` says yes."""
    line, fix = scrub_line(raw), "填“是”或“否”。"
    if not line:
        return Misread(EMPTY, fix)
    # As `write_answer` has it, and so nearly every file.
    if line in ("是", "否"):
        return line == "是"
    text = _key(line[:_LONGEST]).rstrip(_ENDS) if len(line) <= _LONGEST else ""
    if re.fullmatch(_YES, text) or re.fullmatch(_NO, text):
        return bool(re.fullmatch(_YES, text))
    return Misread(f"{quoted(raw)}看不出是“是”还是“否”。", fix)


def read_choice(raw: str, choices: tuple[str, ...], *, free: bool) -> str | Misread:
    """The choice that `raw` spells, numbers (from 1), begins or shortens.

    With `free` nothing is a short form: what is no choice is `raw` itself.
    """
    line = scrub_line(raw)
    if not line:
        return Misread(EMPTY, _offer(choices, free=free))
    # Before `free`: who types 2 means the second choice, even where anything may be written.
    found = _find(line, choices) or ([] if free else short_for(line, choices))
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
    for part in raw if len(raw) > 1 else ():
        if isinstance(part, str) and part in _NOTHING and part not in choices:
            what = f"选了别的，就不能又写“{part}”。"
            return Misread(what, "有的，只写有的那几项；一项也没有，只写“无”。")
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
    # A choice may hold a 、 or a space itself.
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
        for word in ([part] if len(_find(part, choices)) == 1 else _words(part, free=free))
    ]
    if not any(words):
        return Misread(EMPTY, _offer(choices, free=free))
    return read_choices([word for word in words if word], choices, free=free)


def _words(part: str, *, free: bool) -> list[str]:
    """What a space or an “and” parts; where anything may be written, an “and” may be part of it."""
    return part.split() if free else re.split(_AND, part)


def _find(line: str, choices: tuple[str, ...]) -> list[str]:
    """The choices a line may mean: by text, by number, by its beginning, in this order."""
    if line in choices:
        return [line]
    key = _key(line) if len(line) <= _LONGEST else ""
    keys = _keys(choices)
    if not key or key in keys:
        return [choices[keys.index(key)]] if key else []
    # After the exact words: a choice may be called 2023.
    number = _numbered(key)
    if number is not None and 1 <= number <= len(choices):
        return [choices[number - 1]]
    return [choice for choice, known in zip(choices, keys, strict=True) if known.startswith(key)]


def short_for(line: str, choices: tuple[str, ...]) -> list[str]:
    """The choices that have these words in them: 部门 is short for 政府部门."""
    key = _key(line) if len(line) <= _LONGEST else ""
    if len(key) < _SHORTEST:
        return []
    cut = (
        (choice, *known.partition(key))
        for choice, known in zip(choices, _keys(choices), strict=True)
    )
    # What is left out may turn it into the opposite: 提供 is not short for 无法提供.
    return [choice for choice, before, same, _ in cut if same and not set(before) & _AGAINST]


def _numbered(key: str) -> int | None:
    match = re.fullmatch(_NUMBER, key) if len(key) <= 8 else None
    if not match:
        return None
    digits = match[1] or match[2]
    return int(digits) if digits.isascii() else read_numeral(digits)


def _key(text: str) -> str:
    """What two spellings of a word have in common."""
    key = "".join(normalize("NFKC", scrub_line(text)).casefold().split())
    # Clerks say either; and earlier forms had choices with 今年, which stand in sessions.
    return key.replace("今年", "本年")


@lru_cache(maxsize=64)
def _keys(choices: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(_key, choices))


def _offer(choices: tuple[str, ...], *, free: bool) -> str:
    listed = "，".join(f"{number} {choice}" for number, choice in enumerate(choices[:9], 1))
    if not listed:
        return "写一个名称。"
    return f"可以填：{listed}；也可以写别的。" if free else f"从这些里选：{listed}。"


FIRST_YEAR, LAST_YEAR = 2008, 2099

_LONGEST_DATE = 40
_NUMERAL = "〇○零一二三四五六七八九十OoＯ"
# Not compiled here: most days are of the first kind, and `re` keeps what it compiled.
_DAYS = (
    r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})",
    r"([0-9]{4})()([0-9]{2})([0-9]{2})",
    r"([0-9]{4})(年)([0-9]{1,2})月([0-9]{1,2})[日号]?",
    rf"([{_NUMERAL}]{{4}})(年)([{_NUMERAL}]{{1,3}})月([{_NUMERAL}]{{1,3}})[日号]?",
)
_YEAR = rf"([0-9]{{1,4}}|[{_NUMERAL}]{{4}})(?:年度?)?"
_FIX = "写全年、月、日：年份四位，用“-”隔开，或者写出“年”“月”“日”。"


def read_day(raw: str) -> date | Misread:
    """The day that `raw` says, with a year of four digits."""
    text = fold(raw)
    if not text:
        return Misread(EMPTY, _FIX)
    compact = "".join(text[:_LONGEST_DATE].split())
    for pattern in _DAYS:
        if len(text) <= _LONGEST_DATE and (match := re.fullmatch(pattern, compact)):
            return _day(text, match[1], match[3], match[4])
    if re.fullmatch(r"([0-9]{1,2}[-/.年])?[0-9]{1,2}[-/.月][0-9]{1,2}[日号]?", compact):
        return Misread(f"{quoted(text)}没有写全年份。", _FIX)
    return Misread(f"{quoted(text)}读不成日期。", _FIX)


def read_year(raw: str) -> int | Misread:
    """The report year that `raw` says, from 2008 (when the first reports were due) to 2099."""
    text, fix = fold(raw), f"填 {FIRST_YEAR} 到 {LAST_YEAR} 之间的四位年份。"
    if not text:
        return Misread(EMPTY, fix)
    compact = "".join(text[:_LONGEST_DATE].split())
    # Nearly every year of a file is four digits, which need no pattern.
    plain = len(compact) == 4 and compact.isascii() and compact.isdigit()
    match = None if plain else re.fullmatch(_YEAR, compact)
    digits = match[1] if match else compact if plain else ""
    year = _number(digits) if digits and len(text) <= _LONGEST_DATE else None
    if year is None:
        return Misread(f"{quoted(text)}读不成年份。", fix)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return Misread(f"{quoted(text)}不在能编报告的年份里。", fix)
    return year


def _day(text: str, *parts: str) -> date | Misread:
    year, month, day = map(_number, parts)
    try:
        return date(year or 0, month or 0, day or 0)
    except ValueError:
        return Misread(f"{quoted(text)}不是日历上有的日子。", "核对年、月、日。")


def _number(digits: str) -> int | None:
    return int(digits) if digits.isascii() and digits.isdigit() else read_numeral(digits)
