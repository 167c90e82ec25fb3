"""Checks over wording, punctuation and the writing of digits (L)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from itertools import pairwise

from drafter.checks.check_catalogue import (
    Hit,
    Missing,
    at_words,
    check,
    once,
    prose_check,
)
from drafter.checks.material import Material, Passage
from drafter.checks.text_search import HAN, Rare, found, has, outside, runs, titles
from drafter.form.definitions import Kind, Severity

_TWICE = re.compile(rf"({HAN}{{2,4}})\1")
_UNTIL = re.compile("截止(?=[0-9]{4}年|[0-9]{1,2}月|目前|年底|年末|本年|去年|今年|到|至|报告期)")
_VAGUE = re.compile("(?<![0-9.])([0-9]{2,9})(?:余|多)(条|件|篇|次|个|场|期|份|人次|人)")


@prose_check("L03", Severity.WARNING, source="drafter")
def no_typos(material: Material, passage: Passage) -> Iterator[Hit]:
    """没有常见的错别字。

    Why: 错别字是上级通报年度报告时最常点名的问题之一。
    Fix: 改正错别字。
    """
    for wrong, right in material.words.typos.items():
        for start, end in found(passage.text, (wrong,)):
            yield at_words(passage, start, end, f"“{wrong}”应为“{right}”。")


@prose_check("L04", Severity.WARNING, source="drafter")
def no_doubled_words(material: Material, passage: Passage) -> Iterator[Hit]:
    """没有重复的词。

    Why: 同一个词连写两遍，多半是粘贴时带进来的。
    Fix: 删去多余的一个。
    Example: “加强加强队伍建设” → “加强”连写了两遍。
    """
    words = material.words
    if not words.doubles:
        return
    text = passage.text
    for match in _TWICE.finditer(text):
        start, end = match.span()
        # 研究研究, 常常: words that are doubled rightly.
        usual = any(match[0] == w or text.startswith(w, start) for w in words.doubles)
        if not usual and match[0] not in words.typos and match[1][0] != match[1][-1]:
            yield at_words(passage, start, end, f"“{match[1]}”连写了两遍。")
    for char, right in words.doubled.items():
        for start, end in found(text, (char * 2,)):
            # 目的的 and 的的确确 are right.
            if not has(text[max(0, start - 1) : end + 1], right):
                yield at_words(passage, start, end, f"“{char}”连写了两遍。")


@prose_check("L06", Severity.WARNING, source="drafter")
def ordinals_in_order(material: Material, passage: Passage) -> Iterator[Hit]:
    """“一是”“二是”“三是”依次排列。

    Why: 序号跳过或重复，多半是漏了一条或者改后没有重排。
    Fix: 补上缺的一条，或重新排序。
    Example: “一是……；三是……” → “一是”后面是“三是”。
    """
    text = passage.text
    for run in runs(text):
        items = [item for item in run.items if text[item[1] : item[2]].endswith("是")]
        for (first, s1, e1), (second, s2, e2) in pairwise(items):
            if second != first + 1:
                what = f"“{text[s1:e1]}”后面是“{text[s2:e2]}”。"
                yield at_words(passage, s2, e2, what)


@prose_check("L07", Severity.NOTE, source="drafter")
def until_a_day(material: Material, passage: Passage) -> Iterator[Hit]:
    """到某个时间为止用“截至”。

    Why: “截止”后面不带时间，到某个时间为止说“截至”。
    Fix: 改成“截至”。
    Example: “截止2023年12月31日” → 应为“截至”。
    """
    for match in _UNTIL.finditer(passage.text):
        yield at_words(passage, *match.span(), "“截止”后面有时间，应为“截至”。")


@check("L09", Severity.NOTE, source="drafter")
def exact_counts(material: Material) -> Iterator[Hit | Missing]:
    """有准确数字的不写约数。

    Why: 报告应当用准确的数字，已经填过准确数的更不必写“余”。
    Fix: 改成准确的数字。
    Example: 填的是1246条，正文写“1200余条” → 准确的数字是1246条。
    """
    known: list[tuple[str, int]] = []
    for question in material.form.questions.values():
        value = material.facts.answers.get(question.id)
        if question.kind is Kind.COUNT and isinstance(value, int):
            known.append((question.unit, value))
    for address, cell in material.form.cells.items():
        figure = material.facts.figures[material.form.arithmetic.index[address]]
        if address in material.form.computed and not isinstance(figure, Decimal):
            known.append((cell.unit, figure))
    for passage in material.passages:
        yield from once(_rough_counts(passage, known))


@prose_check("L13", Severity.NOTE, source="drafter")
def usual_measure_words(material: Material, passage: Passage) -> Iterator[Hit]:
    """量词用得一致：申请论件，信息论条。

    Why: 表格里申请以件计、信息以条计，正文也应当这样。
    Fix: 改用相同的量词。
    """
    usual = material.words.measures
    nouns = "|".join(map(re.escape, sorted(usual, key=len, reverse=True))) or "(?!)"
    counted = rf"({nouns})共?计?[0-9]{{1,9}}([条件篇份个项次])(?=[，。；])"
    for match in Rare(counted, usual).finditer(passage.text):
        if match[2] != (unit := usual[match[1]]):
            what = f"“{match[1]}”以“{unit}”计，这里写的是“{match[2]}”。"
            yield at_words(passage, *match.span(), what)


_MARKS_BASIS = "《标点符号用法》（GB/T 15834）"
_DIGITS_BASIS = "《出版物上数字用法》（GB/T 15835）"
_HALF_MARKS = frozenset(",;:!?.()")


@cache
def _half() -> re.Pattern[str]:
    """Half-width marks beside Chinese; most reports have no such mark, and need no pattern."""
    return re.compile(
        rf"(?:(?<={HAN})|(?<=[”’》）〉〕%]))[,;:!?](?![/\\])|[,;!?](?={HAN}|[“《（])"
        rf"|(?:(?<={HAN})|(?<=[”》）]))\.(?![0-9A-Za-z])|\((?={HAN})|(?<={HAN})[()]"
    )


_YEAR_NUMBER = re.compile(r"[(][0-9]{4}[)](?=第?[0-9]{1,4}号)")
_QUOTES = Rare(rf"[「」『』]|[\"'](?={HAN})|(?<={HAN})[\"']", "「」『』\"'")
_PILED = re.compile("[，。；、：？！]{2,}")
_LEADS = ("如下：", "如下:")
"""What a table or a list follows."""
_SHORTEST = 8
_END = "。！？”）》…："
_DATES = Rare(
    r"[0-9]{4}年0[0-9]月(?:[0-9]{1,2}日)?|[0-9]{4}年[0-9]{1,2}月0[0-9]日"
    rf"|(?<!{HAN})[〇零○一二][〇零○九][〇零○一二三四五六七八九]{{2}}年(?!来|之)",
    ("年0", "月0", "〇", "零", "○", "一九", "二九"),
)
_BARE_YEAR = re.compile(
    "(?<![0-9.〔（(第-])20[0-9]{2}(?=以来|全年|年内|期间|上半年|下半年|度[，,])"
)
_UNITS = "条件篇次个期场份项元名人"
_SPLIT = Rare(rf"(?<![0-9.年月日/-])[0-9]{{1,3}} {{1,3}}[0-9]{{1,4}}(?=[{_UNITS}])", " ")
_GROUPED = re.compile(rf"(?<![0-9，.])[0-9]{{1,3}}，[0-9]{{3}}(?=[{_UNITS}])")
_WIDE = re.compile("[０-９]+")
_PAIRS = (("（", "）"), ("《", "》"), ("“", "”"), ("〔", "〕"), ("【", "】"), ("〈", "〉"))


@prose_check("L01", Severity.WARNING, source=_MARKS_BASIS)
def full_width_marks(material: Material, passage: Passage) -> Iterator[Hit]:
    """汉字之间用全角标点。

    Why: 中文里的逗号、冒号、括号等应当用全角，半角的显得没有校对。
    Fix: 换成全角标点。
    Example: “2021年,我局高度重视” → 用了 1 处半角标点。
    """
    # (2021)30号 has its brackets told by C03.
    text = _YEAR_NUMBER.sub(lambda match: "\0" * len(match[0]), passage.text)
    if _HALF_MARKS.isdisjoint(text):
        return
    places = [match.start() for match in _half().finditer(text)]
    if places:
        kinds = "”“".join(dict.fromkeys(text[place] for place in places))
        what = f"用了 {len(places)} 处半角标点（“{kinds}”）。"
        yield _all(passage, places[0], places[0] + 1, what)


@prose_check("L02", Severity.WARNING, source=_MARKS_BASIS)
def curly_quotes(material: Material, passage: Passage) -> Iterator[Hit]:
    """引号用“”。

    Why: 中文的引号是“”，直引号和直角引号不合规范。
    Fix: 换成“”。
    """
    if match := _QUOTES.search(passage.text):
        yield _all(passage, *match.span(), f"用了“{match[0]}”作引号，引号应当用“”。")


@prose_check("L05", Severity.WARNING, source=_MARKS_BASIS)
def sentences_end(material: Material, passage: Passage) -> Iterator[Hit]:
    """段落以句号结尾，标点没有连用。

    Why: 缺句号、标点重复，说明文字没有校对完。
    Fix: 补上句号，或删去多余的标点。
    Example: “规范有序。。” → 标点“。。”连用。
    """
    text = passage.text
    for match in _PILED.finditer(text):
        yield at_words(passage, *match.span(), f"标点“{match[0]}”连用。")
    end = text[-1]
    sentence = len(text) >= 20 and ("，" in text or "。" in text)
    if end in "，、,":
        yield _all(passage, len(text) - 1, len(text), f"段落以“{end}”结尾，话没有说完。")
    elif passage.final and end in "；：;:" and not _leads_on(material, passage):
        yield _all(passage, len(text) - 1, len(text), f"最后一段以“{end}”结尾。")
    elif (sentence and end not in _END and end not in "；.!?;:)\"'") or _stops_short(passage):
        yield _all(passage, len(text) - 1, len(text), "段落末尾没有句号。")


@prose_check("L08", Severity.WARNING, source=_DIGITS_BASIS)
def plain_dates(material: Material, passage: Passage) -> Iterator[Hit]:
    """日期用阿拉伯数字，不补零。

    Why: 公文中的日期用阿拉伯数字，月、日不编虚位。
    Fix: 改成“2024年1月5日”这样的写法。
    Example: “2024年01月05日” → 月、日前面不加0。
    """
    text = outside(passage.text, titles(passage.text))
    for match in _DATES.finditer(text):
        right = "月、日前面不加0" if match[0][0].isdecimal() else "年份用阿拉伯数字"
        yield at_words(passage, *match.span(), f"日期“{match[0]}”的写法不规范，{right}。")
    for match in _BARE_YEAR.finditer(text):
        yield at_words(passage, *match.span(), f"“{match[0]}”后面少了“年”字。")


@prose_check("L10", Severity.WARNING, source=_DIGITS_BASIS)
def digits_together(material: Material, passage: Passage) -> Iterator[Hit]:
    """数字中间没有空格和逗号。

    Why: 数字断开以后读不出是多少。
    Fix: 去掉数字中间的空格、逗号。
    Example: “1 5条” → 数字断开了。
    """
    for pattern in (_SPLIT, _GROUPED):
        for match in pattern.finditer(passage.text):
            yield at_words(passage, *match.span(), f"数字“{match[0]}”中间断开了。")


@prose_check("L11", Severity.WARNING, source=_DIGITS_BASIS)
def half_width_digits(material: Material, passage: Passage) -> Iterator[Hit]:
    """数字用半角。

    Why: 全角数字与别处的数字不一致，也无法核对。
    Fix: 改成半角数字。
    Example: “１２条” → 用了全角数字。
    """
    for match in _WIDE.finditer(passage.text):
        yield at_words(passage, *match.span(), f"用了全角数字“{match[0][:20]}”。")


@prose_check("L12", Severity.WARNING, source=_MARKS_BASIS)
def marks_in_pairs(material: Material, passage: Passage) -> Iterator[Hit]:
    """括号、引号和书名号成对。

    Why: 缺了一半的符号，读者分不清从哪里到哪里。
    Fix: 补上另一半，或删去多余的一半。
    """
    for opens, shuts in _PAIRS:
        if passage.text.count(opens) == passage.text.count(shuts):
            continue
        depth, odd = 0, -1
        for place, char in enumerate(passage.text):
            if char == opens:
                odd, depth = (place if not depth else odd), depth + 1
            elif char == shuts:
                depth -= 1
                if depth < 0:
                    odd = place
                    break
        if depth:
            yield _all(passage, odd, odd + 1, f"“{opens}{shuts}”没有成对。")


def _stops_short(passage: Passage) -> bool:
    """Whether the last words of a section have no stop. A heading is never a section's end."""
    text = passage.text
    return passage.own and passage.final and len(text) >= _SHORTEST and "一" <= text[-1] <= "龥"


def _leads_on(material: Material, passage: Passage) -> bool:
    """Whether a text ends 报告如下： and something does follow."""
    return passage.text.endswith(_LEADS) and passage.section is not material.form.sections[-1]


def _all(passage: Passage, start: int, end: int, what: str) -> Hit:
    """A hit on a few characters that stands for something about the whole paragraph."""
    return at_words(passage, start, end, what)._replace(seen=(passage.text,))


def _rough_counts(passage: Passage, known: Sequence[tuple[str, int]]) -> Iterator[Hit]:
    """The counts told by so many and more whose figure is known."""
    for match in _VAGUE.finditer(passage.text):
        about, zeros = int(match[1]), len(match[1]) - len(match[1].rstrip("0"))
        for unit, value in known:
            if unit == match[2] and zeros and about < value < about + 10**zeros:
                what = f"写的是“{match[0]}”，填过的准确数字是{value}{unit}。"
                yield at_words(passage, *match.span(), what)
                break
