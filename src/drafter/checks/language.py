"""Checks over wording (L); those over punctuation and digits stand in punctuation.py."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from drafter.checks.catalogue import Hit, Missing, at_words, check
from drafter.checks.material import Material, Passage
from drafter.checks.prose import each, found, runs
from drafter.form.definitions import Kind, Severity

_TWICE = re.compile("([一-龥]{2,4})\\1")
_UNTIL = re.compile("截止(?=[0-9]{4}年|[0-9]{1,2}月|目前|年底|年末|本年|去年|今年|到|至|报告期)")
_VAGUE = re.compile("(?<![0-9.])([0-9]{2,9})(?:余|多)(条|件|篇|次|个|场|期|份|人次|人)")


@check("L03", Severity.WARNING, source="drafter")
def no_typos(material: Material) -> Iterator[Hit | Missing]:
    """没有常见的错别字。

    Why: 错别字是上级通报年度报告时最常点名的问题之一。
    Fix: 改正错别字。
    Example: “不段提升公开水平” → “不段”应为“不断”。
    """

    def look(passage: Passage) -> Iterator[Hit]:
        for wrong, right in material.words.typos.items():
            for start, end in found(passage.text, (wrong,)):
                yield at_words(passage, start, end, f"“{wrong}”应为“{right}”。")

    yield from each(material, look)


@check("L04", Severity.WARNING, source="drafter")
def no_doubled_words(material: Material) -> Iterator[Hit | Missing]:
    """没有重复的词。

    Why: 同一个词连写两遍，多半是粘贴时带进来的。
    Fix: 删去多余的一个。
    Example: “加强加强队伍建设” → “加强”连写了两遍。
    """
    words = material.words

    def look(passage: Passage) -> Iterator[Hit]:
        text = passage.text
        for match in _TWICE.finditer(text):
            start, end = match.span()
            usual = any(match[0] == w or text.startswith(w, start) for w in words.doubles)
            if not usual and match[0] not in words.typos and match[1][0] != match[1][-1]:
                yield at_words(passage, start, end, f"“{match[1]}”连写了两遍。")

    if words.doubles:
        yield from each(material, look)


@check("L06", Severity.WARNING, source="drafter")
def ordinals_in_order(material: Material) -> Iterator[Hit | Missing]:
    """“一是”“二是”“三是”依次排列。

    Why: 序号跳过或重复，多半是漏了一条或者改后没有重排。
    Fix: 补上缺的一条，或重新排序。
    Example: “一是……；三是……” → “一是”后面是“三是”。
    """

    def look(passage: Passage) -> Iterator[Hit]:
        text = passage.text
        for run in runs(text):
            items = [item for item in run.items if text[item[1] : item[2]].endswith("是")]
            for (first, s1, e1), (second, s2, e2) in pairwise(items):
                if second != first + 1:
                    what = f"“{text[s1:e1]}”后面是“{text[s2:e2]}”。"
                    yield at_words(passage, s2, e2, what)

    yield from each(material, look)


@check("L07", Severity.NOTE, source="drafter")
def until_a_day(material: Material) -> Iterator[Hit | Missing]:
    """到某个时间为止用“截至”。

    Why: “截止”后面不带时间，到某个时间为止说“截至”。
    Fix: 改成“截至”。
    Example: “截止2023年12月31日” → 应为“截至”。
    """

    def look(passage: Passage) -> Iterator[Hit]:
        for match in _UNTIL.finditer(passage.text):
            yield at_words(passage, *match.span(), "“截止”后面有时间，应为“截至”。")

    yield from each(material, look)


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

    def look(passage: Passage) -> Iterator[Hit]:
        for match in _VAGUE.finditer(passage.text):
            about, zeros = int(match[1]), len(match[1]) - len(match[1].rstrip("0"))
            for unit, value in known:
                if unit == match[2] and zeros and about < value < about + 10**zeros:
                    what = f"写的是“{match[0]}”，填过的准确数字是{value}{unit}。"
                    yield at_words(passage, *match.span(), what)
                    break

    yield from each(material, look)


@check("L13", Severity.NOTE, source="drafter")
def usual_measure_words(material: Material) -> Iterator[Hit | Missing]:
    """量词用得一致：申请论件，信息论条。

    Why: 表格里申请以件计、信息以条计，正文也应当这样。
    Fix: 改用相同的量词。
    Example: “收到政府信息公开申请12份” → 申请以“件”计。
    """
    usual = [
        (
            re.compile(f"{re.escape(noun)}共?计?[0-9]{{1,9}}([条件篇份个项次])(?=[，。；])"),
            noun,
            unit,
        )
        for noun, unit in material.words.measures.items()
    ]

    def look(passage: Passage) -> Iterator[Hit]:
        for pattern, noun, unit in usual:
            for match in pattern.finditer(passage.text):
                if match[1] != unit:
                    what = f"“{noun}”以“{unit}”计，这里写的是“{match[1]}”。"
                    yield at_words(passage, *match.span(), what)

    yield from each(material, look)
