"""What the prose of a published report is: title, parts and sections as offices write them.

Our own files say their headings to the letter (finished_report.py). Others number them
otherwise, word them otherwise, run them in with the paragraph, and put a web page around it all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from functools import cache

from drafter.form.definitions import Form, Part, Section, Text
from drafter.form.label_numbers import without_number
from drafter.importing.file_pieces import without_mark
from drafter.importing.published_words import reading_words
from drafter.importing.row_alignment import plain

_HEAD_LINES = 60
"""Lines before a page's title: navigation and a table of 索引号, 发布机构 and the like."""
_TITLE_PARTS = 4
_LONGEST_TITLE, _LONGEST_HEADING, _LONGEST_NAME = 80, 40, 40
_LIKE = 0.75
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?:\s*[-—–－至~]+\s*20\d\d(?=\s*学年))?\s*(?:学年|年?)度?")
"""A school year is called by the year in which it begins."""
_PART_NUMBER = re.compile(
    r"\s*(?:#+\s*)?(?:第?[一二三四五六七八九十]{1,2}(?:[、.．]|部分?)|[—–-]+、|\d{1,2}[、.．])\s*"
)
_SECTION_NUMBER = re.compile(
    r"\s*(?:#+\s*)?(?:[（(]\s*[一二三四五六七八九十\d]{1,2}\s*[）)]|\d{1,2}[、.．])[、.．]?\s*"
)
_RUN_IN = re.compile(r"[。：:；;]|\s{1,4}")
_PLACEHOLDER = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_DAY = re.compile(r"(20\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日?")
_NUMERIC_DAY = re.compile(r"^(20\d\d)[-./](\d{1,2})[-./](\d{1,2})$")
_BEHIND_DAY = re.compile(r"(?:印发|发布|公布)?[）)。 　]*")
_SPELLED_DAY = re.compile(
    r"(二[〇○零Oo0]二[〇○零Oo0一二三四五六七八九])\s*年\s*([一二三四五六七八九十]{1,2})\s*月"
    r"\s*([一二三四五六七八九十]{1,3})\s*日"
)
_DIGITS = dict(zip("一二三四五六七八九", range(1, 10), strict=True)) | dict.fromkeys("〇○零Oo0", 0)
_SENTENCE_END = "。；;！？!?：:，,"


@dataclass(frozen=True)
class Outline:
    """What a file's prose says, each string as it stands in it.

    organ: the title's, else the signature's; "" where the file names none
    texts: paragraphs by section id, in order
    headings: by part or section id, the heading that was taken for its own
    beside_tables: by part with a table, what stands there and is no section's
    around: what stands before the title and behind the signature
    """

    title: str = ""
    year: int | None = None
    organ: str = ""
    signed_by: str = ""
    signed_on: date | None = None
    texts: dict[str, list[str]] = field(default_factory=dict)
    headings: dict[str, str] = field(default_factory=dict)
    beside_tables: dict[str, list[str]] = field(default_factory=dict)
    around: tuple[str, ...] = ()


def outline(form: Form, prose: Sequence[str]) -> Outline:
    """The outline of all that stands outside a file's tables."""
    lines = [line for line in prose if line.strip()]
    start, title = _title(form, lines)
    organ, year = named_in(form, title or _announced(form, lines))
    body, tail, signed_by, signed_on = _signature(form, lines[start:])
    if signed_on is None and body and (day := _day(body[0].strip("（）() "))):
        signed_on, body = day, body[1:]
    texts, headings, beside = _sorted(form, body)
    around = (*lines[: max(start - 1, 0)], *tail)
    return Outline(
        title, year, organ or signed_by, signed_by, signed_on, texts, headings, beside, around
    )


def _title(form: Form, lines: Sequence[str]) -> tuple[int, str]:
    """How many lines come before the body, and the title, the last one before the first heading.

    It may be broken over lines; a page often has it twice.
    """
    found = (0, "")
    for at in range(min(len(lines), _HEAD_LINES)):
        if part_of(form, lines[at]) is not None:
            break
        for size in range(1, _TITLE_PARTS + 1):
            words = "".join("".join(line.split()) for line in lines[at : at + size])
            words = without_mark(words.strip("【】[]#*"))
            if len(words) > _LONGEST_TITLE:
                break
            if is_report_title(form, words):
                if at + size > found[0]:
                    found = at + size, words
                break
    return found


def _announced(form: Form, lines: Sequence[str]) -> str:
    """The title as the first paragraphs say it, where a page has none: 现公布某局2023年…报告."""
    words = reading_words(form).title
    named = "|".join(map(re.escape, words.announced)) or "(?!)"
    ends = "|".join(map(re.escape, words.ends))
    said = re.compile(rf"(?:{named})[《“]?([^，。；：、《》“”]{{4,{_LONGEST_TITLE}}}?(?:{ends}))")
    for line in lines[:_HEAD_LINES]:
        if part_of(form, line) is not None:
            break
        for found in said.finditer(line):
            organ, year = named_in(form, found[1])
            own = organ.startswith(("我", "本"))
            if year and len(organ) > 2 and not own and is_report_title(form, found[1]):
                return found[1]
    return ""


def is_report_title(form: Form, words: str) -> bool:
    """Whether a text, its white space left out, may be such a report's title."""
    title = reading_words(form).title
    subject = max((words.find(each) for each in title.subject), default=-1)
    ends = next((end for end in title.ends if words.endswith(end)), "")
    return subject >= 0 and bool(ends) and not any(mark in words for mark in "。，；：,;:>")


def named_in(form: Form, title: str) -> tuple[str, int | None]:
    """The organ and the year that a title names."""
    year = _YEAR.search(title)
    bare = _YEAR.sub("", title, count=1) if year else title
    starts = [at for each in reading_words(form).title.subject if (at := bare.find(each)) >= 0]
    organ = bare[: min(starts)] if starts else ""
    organ = organ.removesuffix("关于").strip("（）()【】〔〕“”\"' ")
    return organ, int(year[1]) if year else None


def _signature(form: Form, lines: Sequence[str]) -> tuple[list[str], list[str], str, date | None]:
    """The body, what stands behind the signature, and the name and the date of it."""
    for at in range(len(lines) - 1, max(len(lines) - 40, -1), -1):
        text = lines[at].strip()
        day = _day(text)
        if day is None:
            continue
        before = _before_day(text)
        name = before if _is_name(before) else ""
        end = at
        if before and not name:
            # Run on behind the last sentence: `无。某局2022年1月20日`.
            cut = max(before.rfind(mark) for mark in "。！")
            name = before[cut + 1 :].strip()
            if cut < 0 or not _is_name(name):
                continue
            return [*lines[:at], before[: cut + 1]], list(lines[at + 1 :]), name, day
        above = lines[at - 1].strip() if at and not before else ""
        if _is_name(above) and part_of(form, above) is None:
            name, end = above, at - 1
        return list(lines[:end]), list(lines[at + 1 :]), name, day
    # A page has such dates of its own: one alone on its line is the signature's if no other is.
    spelled = [_NUMERIC_DAY.sub(r"\1年\2月\3日", line.strip()) for line in lines]
    if spelled != [line.strip() for line in lines]:
        return _signature(form, spelled)
    around = reading_words(form).around
    end = len(lines)
    while end and any(word in lines[end - 1] for word in around) and len(lines[end - 1]) < 80:
        end -= 1
    return list(lines[:end]), list(lines[end:]), "", None


def _day(text: str) -> date | None:
    """The day that a line ends in and, but for a name, consists of."""
    if len(text) > 400:
        return None
    found = _last_day(text)
    if found is None or not _BEHIND_DAY.fullmatch(text, found.end()):
        return None
    try:
        if found.re is _DAY:
            return date(*map(int, found.groups()))
        year = int("".join(str(_DIGITS[each]) for each in found[1]))
        return date(year, _spelled(found[2]), _spelled(found[3]))
    except (ValueError, KeyError):
        return None


def _spelled(text: str) -> int:
    tens, ten, ones = text.partition("十")
    if not ten:
        return _DIGITS[text]
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)


def _last_day(text: str) -> re.Match[str] | None:
    found = (*_DAY.finditer(text), *_SPELLED_DAY.finditer(text))
    return max(found, key=lambda day: day.start(), default=None)


def _before_day(text: str) -> str:
    last = _last_day(text)
    return text[: last.start()].strip(" （(　") if last else text


def _is_name(text: str) -> bool:
    text = text.strip()
    # 统计期限为1月1日至12月31日 ends in a day, but what stands before it is no name.
    dated = _last_day(text) is not None
    return (
        2 <= len(text) <= _LONGEST_NAME
        and not dated
        and not any(mark in text for mark in _SENTENCE_END)
    )


def _sorted(
    form: Form, lines: Sequence[str]
) -> tuple[dict[str, list[str]], dict[str, str], dict[str, list[str]]]:
    """Every line to the section that it stands in."""
    texts: dict[str, list[str]] = {}
    headings: dict[str, str] = {}
    beside: dict[str, list[str]] = {}
    part: Part | None = None
    section = form.preamble
    for line in lines:
        text = line.strip()
        within, heading, rest = _section_of(form, part, text) if part else (None, "", text)
        if within is not None and within.id not in headings:
            section, headings[within.id], text = within, heading, rest
        # `1.主动公开` is a section's title before it is like a part's.
        elif (new := part_of(form, text)) is not None and new.id not in headings:
            part, headings[new.id] = new, text
            section = new.sections[0] if new.sections else None
            continue
        if not text:
            continue
        if section is None or (part and plain(text) in table_texts(form, part.id)):
            beside.setdefault(part.id if part else "", []).append(text)
        else:
            texts.setdefault(section.id, []).append(text)
    return texts, headings, beside


@cache
def table_texts(form: Form, part: str) -> frozenset[str]:
    """What the form itself says beside a table: its notes, or what stands in its place."""
    table = form.tables.get(part)
    if table is None:
        return frozenset()
    instead = (gate.without for gate in table.gates if gate.without)
    return frozenset(plain(text.source) for text in (*table.notes, *instead))


def part_of(form: Form, text: str) -> Part | None:
    """The part whose heading this is: its own title, another name for it, or one like it."""
    text = text.strip().strip("*")
    if not 2 <= len(text) <= _LONGEST_HEADING or text[-1] in "。；;，,！!？?":
        return None
    numbers = {1: _PART_NUMBER.match(text)}
    numbers[2] = _SECTION_NUMBER.match(text) or numbers[1]
    bare = {level: plain(text[each.end() :] if each else text) for level, each in numbers.items()}
    best, likeness = None, 0.0
    names = _part_names(form)
    for part in form.parts:
        number, words = numbers[part.level], bare[part.level]
        for name in names[part.id] if words else ():
            # Without a number only the title itself is one, and most lines need no comparing.
            like = _likeness(words, name) if number else float(words == name)
            if like > likeness:
                best, likeness = part, like
    return best if likeness >= _LIKE else None


# By form alone: as a key, a part would be hashed with all the cells of its table.
@cache
def _part_names(form: Form) -> dict[str, tuple[str, ...]]:
    others = reading_words(form).headings
    return {
        part.id: tuple(map(plain, (_own_name(part.title), *others.get(part.id, ()))))
        for part in form.parts
    }


def _own_name(title: Text) -> str:
    text = without_number(_PLACEHOLDER.sub("", title.source))
    number = _PART_NUMBER.match(text)
    return text[number.end() :] if number else text


def _likeness(words: str, name: str) -> float:
    if words == name:
        return 1.0
    # `行政机关主动公开政府信息情况`, `总体情况介绍`: more words around the same.
    if len(name) >= 4 and (name in words or (len(words) >= 4 and words in name)):
        return 0.9
    return SequenceMatcher(None, words, name, autojunk=False).ratio()


def _section_of(form: Form, part: Part, text: str) -> tuple[Section | None, str, str]:
    """The section that begins here, its heading, and what of the line comes after it."""
    number = _SECTION_NUMBER.match(text)
    rest = text[number.end() :] if number else text
    end = _RUN_IN.search(rest)
    head, after = (rest[: end.start()], rest[end.end() :]) if end else (rest, "")
    if not 2 <= len(head) <= _LONGEST_HEADING:
        return None, "", text
    words = plain(head)
    names = _section_names(form)
    for section in part.sections:
        for name in names[section.id]:
            usual = words in (name, name + "情况", name + "工作", name + "工作情况", name + "方面")
            like = bool(number) and SequenceMatcher(None, words, name).ratio() >= 0.8
            if (usual and (number or not after)) or like:
                return section, (number[0] if number else "") + head, after.strip()
    return None, "", text


@cache
def _section_names(form: Form) -> dict[str, tuple[str, ...]]:
    others = reading_words(form).sections
    listed = {
        section.id: (_own_name(section.title), section.short, *others.get(section.id, ()))
        for section in form.sections
    }
    return {id: tuple(filter(None, map(plain, names))) for id, names in listed.items()}
