"""Checks over what must not be left in the text: placeholders, slips (S, with structure_checks)."""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import NamedTuple

from drafter.checks.check_catalogue import Hit, at_words, prose_check
from drafter.checks.field_words import any_of
from drafter.checks.material import Material, Passage
from drafter.checks.text_search import HAN, Rare, found, has
from drafter.form.definitions import Form, Severity, all_lines
from drafter.form.label_numbers import without_number

_ROW = Rare(
    r"(?<![A-Za-z0-9./_@?=&-])[XxＸｘ×]{2,}(?![A-Za-z0-9./_@?=&-])"
    r"|(?<![A-Za-z0-9])_{2,}(?![A-Za-z0-9])|\{\{|\}\}|\{%|%\}",
    "XxＸｘ×_{}",
)
_EMPTY = re.compile(
    r"（\s{0,3}）|(?<![A-Za-z0-9_])\(\s{0,3}\)|《\s{0,3}》|“\s{0,3}”|〔\s{0,3}〕|【\s{0,3}】"
)
_STYLES = (
    (r"\d{1,2}、", "1."),
    (r"（[一二三四五六七八九十]{1,3}）\s?[、.．，]", "（一）"),
    (r"[一二三四五六七八九十]{1,3}[.．,，]", "一、"),
    (r"（\d{1,2}）[、.．，]", "（1）"),
)
_OPENING = "（一二三四五六七八九十"


@prose_check("S06", Severity.ERROR, source="drafter")
def no_placeholders(material: Material, passage: Passage) -> Iterator[Hit]:
    """文字里没有留下模板的占位符和填写说明。

    Why: 占位符和填写说明印出去，说明报告没有校对。
    Fix: 填上真实内容，或删去这一句。
    """
    listed = material.words.placeholders
    if not listed:
        return
    name = material.draft.organ
    text = passage.text.replace(name, "\0" * len(name)) if name else passage.text
    # Compiled only for a text that has one, as a `Rare` is.
    left = list(any_of(listed).finditer(text)) if has(text, listed) else []
    for match in [*left, *_ROW.finditer(text)]:
        said = match[0] if len(match[0]) <= 20 else match[0][:20] + "…"
        yield at_words(passage, *match.span(), f"文字里留下了“{said}”。")


@prose_check("S07", Severity.ERROR, source="drafter")
def no_empty_brackets(material: Material, passage: Passage) -> Iterator[Hit]:
    """括号、引号和书名号里有内容。

    Why: 空的括号、引号多半是模板里忘了填的地方。
    Fix: 填上内容，或删去空的符号。
    """
    for match in _EMPTY.finditer(passage.text):
        yield at_words(passage, *match.span(), f"“{match[0]}”里没有内容。")


@prose_check("S08", Severity.ERROR, source="drafter")
def no_unit_without_number(material: Material, passage: Passage) -> Iterator[Hit]:
    """量词前面有数字。

    Why: “公开信息条”这样的句子漏了数字。
    Fix: 在量词前面填上数字。
    """
    # 收到申请  件: whatever stands before the blank.
    units = "|".join(map(re.escape, material.words.counted)) or "(?!)"
    blank = rf"(?<={HAN}|[“”（：])[{_BLANKS}]{{1,40}}({units})(?=[，。；、）,;]|$)"
    for match in Rare(blank, _BLANKS).finditer(passage.text):
        what = f"“{match[1]}”前面空着，没有填数字。"
        yield at_words(passage, *match.span(), what)
    counted = [
        (word + unit, word, unit) for unit, ws in material.words.counted.items() for word in ws
    ]
    text, ends = passage.text, set()
    for whole, word, unit in counted:
        for start, end in found(text, (whole,)):
            if text[end : end + 1] in "，。；,;" and end not in ends:
                ends.add(end)
                what = f"“{word}”和“{unit}”之间没有数字。"
                yield at_words(passage, start, end, what)


@prose_check("S11", Severity.ERROR)
def no_former_labels(material: Material, passage: Passage) -> Iterator[Hit]:
    """没有用旧格式的表格用语。

    Why: 2019年的格式已经停用，里面的统计项目现在没有了。
    Fix: 改用现行格式的统计项目。
    """
    earlier = material.form.former.values()
    labels = [label for form in earlier for own in form.labels.values() for label in own]
    for start, end in found(passage.text, labels):
        what = f"“{passage.text[start:end]}”是旧格式的用语。"
        yield at_words(passage, start, end, what)


@prose_check("S12", Severity.ERROR)
def labels_without_slips(material: Material, passage: Passage) -> Iterator[Hit]:
    """引用的表格项目没有错字。

    Why: 表格项目的名称由国家统一规定，多字、错字说明没有校对。重复的字按错误，别的字按提醒。
    Fix: 照格式的原文改正。
    """
    labels, alike = long_labels(material.form), material.words.interchangeable
    for slip in slips(passage.text, labels, alike):
        what = f"“{slip.wrong}”应为“{slip.right}”，表格项目的原文是“{slip.label}”。"
        milder = None if slip.doubled else Severity.WARNING
        yield at_words(passage, slip.start, slip.end, what, severity=milder)


@prose_check("S13", Severity.WARNING, source="《党政机关公文格式》（GB/T 9704）")
def heading_numbers(material: Material, passage: Passage) -> Iterator[Hit]:
    """小标题的序号写法规范。

    Why: 公文的结构层次依次用“一、”“（一）”“1.”“（1）”标注。
    Fix: 改用规范的写法。
    Example: “1、加强培训” → 序号“1、”应写作“1.”。
    """
    # Most paragraphs begin with a word, and need none of the patterns.
    if not (passage.text[:1].isdecimal() or passage.text[:1] in _OPENING):
        return
    for pattern, right in _STYLES:
        if match := re.match(pattern, passage.text):
            what = f"序号“{match[0].strip()}”的写法不规范，应当像“{right}”这样。"
            yield at_words(passage, *match.span(), what)


_BLANKS = " \u3000_＿"
_SHORTEST = 10
_SHORTEST_CHANGED = 15
_LONGEST_DOUBLE = 4
_MARKS = "、，。；：（）()“”"


class Slip(NamedTuple):
    """Characters `start` to `end` are `label` but for one slip; `doubled` tells which kind."""

    start: int
    end: int
    label: str
    doubled: bool
    wrong: str
    right: str


@lru_cache(maxsize=4)
def long_labels(form: Form) -> tuple[str, ...]:
    """The clauses of the row labels that are long enough to be known by most of their words."""
    clauses: dict[str, None] = {}
    for table in form.tables.values():
        for block in table.blocks:
            for line in all_lines(block.rows):
                for clause in re.split(f"[{_MARKS}]", without_number(line.label)):
                    if len(clause) >= _SHORTEST:
                        clauses[clause] = None
    return tuple(clauses)


def slips(text: str, labels: Collection[str], alike: Collection[str]) -> Iterator[Slip]:
    """Every near miss. `alike` are groups of characters that may stand for each other."""
    for label in labels:
        half = len(label) // 2
        seen: set[int] = set()
        # One slip leaves one half as it is; from there the other is compared.
        for anchor, offset in ((label[:half], 0), (label[half:], half)):
            place = text.find(anchor)
            while place >= 0:
                # Doubled characters in the first half push the second one to the right.
                for shift in range(_LONGEST_DOUBLE + 1 if offset else 1):
                    start = place - offset - shift
                    if start >= 0 and start not in seen:
                        slip = _slip(text, start, label, alike)
                        if slip:
                            seen.add(start)
                            yield slip
                place = text.find(anchor, place + len(anchor))


def _slip(text: str, start: int, label: str, alike: Collection[str]) -> Slip | None:
    if text.startswith(label, start):
        return None
    same = next(i for i, char in enumerate(label) if text[start + i : start + i + 1] != char)
    for width in range(1, _LONGEST_DOUBLE + 1):
        twice = text[start + same : start + same + width]
        if same < width or twice != label[same - width : same]:
            continue
        if text.startswith(label[same:], start + same + width):
            end = start + len(label) + width
            return Slip(start, end, label, True, 2 * twice, twice)
    wrong = text[start + same : start + same + 1]
    whole = text.startswith(label[same + 1 :], start + same + 1)
    inner = 0 < same < len(label) - 1 and len(label) >= _SHORTEST_CHANGED
    if not (whole and inner and wrong) or wrong in _MARKS:
        return None
    if any(wrong in group and label[same] in group for group in alike):
        return None
    return Slip(start, start + len(label), label, False, wrong, label[same])
