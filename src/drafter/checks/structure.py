"""Checks over what each part of the text must hold and must not have left in it (S)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafter.checks.catalogue import Hit, Missing, at_words, check
from drafter.checks.labels import long_labels, slips
from drafter.checks.listing import remedies
from drafter.checks.material import Material, Passage
from drafter.checks.preamble import announced, named_parts
from drafter.checks.prose import each, found, has, passages_of, section_of, unanswered
from drafter.checks.words import any_of
from drafter.form.model import Severity

_BASIS = "《中华人民共和国政府信息公开条例》第五十条"
_MARKS = re.compile(r"[\s，。、；：.,;:！!]+")
_ROW = re.compile(
    r"(?<![A-Za-z0-9./_@?=&-])[XxＸｘ×]{2,}(?![A-Za-z0-9./_@?=&-])"
    r"|(?<![A-Za-z0-9])_{2,}(?![A-Za-z0-9])|\{\{|\}\}|\{%|%\}"
)
_EMPTY = re.compile(
    r"（\s{0,3}）|(?<![A-Za-z0-9_])\(\s{0,3}\)|《\s{0,3}》|“\s{0,3}”|〔\s{0,3}〕|【\s{0,3}】"
)
_STYLES = (
    (re.compile(r"\d{1,2}、"), "1."),
    (re.compile(r"（[一二三四五六七八九十]{1,3}）\s?[、.．，]"), "（一）"),
    (re.compile(r"\([一二三四五六七八九十]{1,3}\)"), "（一）"),
    (re.compile(r"[一二三四五六七八九十]{1,3}[.．,，]"), "一、"),
    (re.compile(r"（\d{1,2}）[、.．，]"), "（1）"),
)


@check("S01", Severity.ERROR, source=_BASIS)
def every_section_has_text(material: Material) -> Iterator[Hit]:
    """每一部分都有内容。

    Why: 年度报告的各部分都必须有内容，第一部分要写到五个方面。
    Fix: 回答这一部分的问题，或自己写一段。
    Example: “（三）政府信息管理”下面没有文字 → 这一部分没有内容。
    """
    written = {passage.section.id for passage in material.passages}
    for section in material.form.sections:
        if section.text and not section.optional and section.id not in written:
            yield Hit(section.id, f"“{section.short}”这一部分没有内容。")


@check("S02", Severity.ERROR, source=_BASIS)
def problems_are_told(material: Material) -> Iterator[Hit | Missing]:
    """主要问题这一部分不能只写“无”。

    Why: 《条例》第五十条要求写明存在的主要问题及改进情况，“无”等于没有写。
    Fix: 写出今年工作中的主要问题和改进措施，一般二至四条。
    Example: 第五部分只写了“无” → 这一部分只写了“无”。
    """
    section = material.words.problems.section
    passages = passages_of(material, section)
    if section and not passages:
        yield _empty(material, section)
    elif section and _bare(material, passages):
        yield _whole(passages[0], f"这一部分只写了“{_MARKS.sub('', passages[0].text)}”。")


@check("S03", Severity.WARNING, source=_BASIS)
def two_problems(material: Material) -> Iterator[Hit | Missing]:
    """主要问题至少写两个。

    Why: 只写一个问题，审核时往往被认为分析不深入。
    Fix: 补写一个有本机关实际情况的问题；确实只有一个的，写明理由后关闭这条提醒。
    Example: 第五部分只有“一是” → 只写了一个问题。
    """
    problems = material.words.problems
    passages = passages_of(material, problems.section)
    if not problems.section or _bare(material, passages):
        return
    if passages and passages[0].own:
        told = remedies(passages, problems)
        if told.problems is None:
            short = passages[0].section.short
            yield Missing(f"“{short}”没有用“一是”“二是”分条，数不出有几个问题")
        elif told.problems < 2:
            yield _whole(passages[0], "只写了一个问题。")
        return
    items = material.facts.answers.get(problems.question)
    if not isinstance(items, tuple):
        yield unanswered(material, problems.question)
    elif len(items) < 2:
        count = "只写了一个问题。" if items else "没有写问题。"
        yield Hit(problems.question, count, seen=(str(items),))


@check("S04", Severity.WARNING, source=_BASIS)
def a_measure_for_each_problem(material: Material) -> Iterator[Hit | Missing]:
    """每个问题都有改进措施。

    Why: 这一部分既要写问题，也要写改进情况，两者应当对应。
    Fix: 给每个问题补上改进措施。
    Example: 写了三个问题，措施只有“一是”“二是” → 写了 3 个问题，改进措施只有 2 条。
    """
    problems = material.words.problems
    passages = passages_of(material, problems.section)
    if not problems.section or _bare(material, passages):
        return
    if passages and passages[0].own:
        told = remedies(passages, problems)
        if not told.speaks:
            yield _whole(passages[0], "没有写改进措施。")
        elif told.measures and told.problems and told.measures < told.problems:
            what = f"写了 {told.problems} 个问题，改进措施只有 {told.measures} 条。"
            yield _whole(passages[0], what)
        return
    items = material.facts.answers.get(problems.question)
    if not isinstance(items, tuple):
        yield unanswered(material, problems.question)
        return
    for number, item in enumerate(items, 1):
        measure = str(item.get(problems.measure, "")) if hasattr(item, "get") else ""
        if _MARKS.sub("", measure) in ("", *material.words.nothing):
            yield Hit(problems.question, f"第 {number} 个问题没有写改进措施。", seen=(str(item),))


@check("S05", Severity.WARNING, source="《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）")
def fees_are_told(material: Material) -> Iterator[Hit | Missing]:
    """其他事项中写明了信息处理费的收取情况。

    Why: 2021年起，信息处理费的收取情况要写入年度报告；没有收取的，也应当写明。
    Fix: 补写信息处理费的收取情况，例如“本年度未收取信息处理费”。
    Example: 第六部分只写了“无” → 只写了“无”，没有写明是否收取信息处理费。
    """
    fees = material.words.fees
    passages = passages_of(material, fees.section)
    if fees.section and not passages:
        yield _empty(material, fees.section)
    elif fees.section and _bare(material, passages):
        said = _MARKS.sub("", passages[0].text)
        yield _whole(passages[0], f"只写了“{said}”，没有写明是否收取{fees.words[0]}。")
    elif fees.section and not any(has(passage.text, fees.words) for passage in passages):
        yield _whole(passages[0], f"没有写明是否收取{fees.words[0]}。")


@check("S06", Severity.ERROR, source="drafter")
def no_placeholders(material: Material) -> Iterator[Hit | Missing]:
    """文字里没有留下模板的占位符和填写说明。

    Why: 占位符和填写说明印出去，说明报告没有校对。
    Fix: 填上真实内容，或删去这一句。
    Example: “共主动公开XX条” → 标出“XX”。
    """
    if not material.words.placeholders:
        return
    listed = any_of(material.words.placeholders)
    name = str(material.facts.answers.get("organ.name", ""))

    def look(passage: Passage) -> Iterator[Hit]:
        text = passage.text.replace(name, "\0" * len(name)) if name else passage.text
        for pattern in (listed, _ROW):
            for match in pattern.finditer(text):
                said = match[0] if len(match[0]) <= 20 else match[0][:20] + "…"
                yield at_words(passage, *match.span(), f"文字里留下了“{said}”。")

    yield from each(material, look)


@check("S07", Severity.ERROR, source="drafter")
def no_empty_brackets(material: Material) -> Iterator[Hit | Missing]:
    """括号、引号和书名号里有内容。

    Why: 空的括号、引号多半是模板里忘了填的地方。
    Fix: 填上内容，或删去空的符号。
    Example: “在《》上公开” → 标出“《》”。
    """

    def look(passage: Passage) -> Iterator[Hit]:
        for match in _EMPTY.finditer(passage.text):
            yield at_words(passage, *match.span(), f"“{match[0]}”里没有内容。")

    yield from each(material, look)


@check("S08", Severity.ERROR, source="drafter")
def no_unit_without_number(material: Material) -> Iterator[Hit | Missing]:
    """量词前面有数字。

    Why: “公开信息条”这样的句子漏了数字。
    Fix: 在量词前面填上数字。
    Example: “共主动公开条，” → “公开”和“条”之间没有数字。
    """
    counted = [
        (word + unit, word, unit) for unit, ws in material.words.counted.items() for word in ws
    ]

    def look(passage: Passage) -> Iterator[Hit]:
        text, ends = passage.text, set()
        for whole, word, unit in counted:
            for start, end in found(text, (whole,)):
                if text[end : end + 1] in "，。；,;" and end not in ends:
                    ends.add(end)
                    what = f"“{word}”和“{unit}”之间没有数字。"
                    yield at_words(passage, start, end, what)

    yield from each(material, look)


@check("S09", Severity.WARNING, source="drafter")
def announced_parts(material: Material) -> Iterator[Hit | Missing]:
    """编制说明说的部分数与报告一致。

    Why: 说“六个部分”却列出五个，是常见的照抄错误。
    Fix: 改成一致，部分的数目和标题以报告实际的为准。
    Example: “全文包括七个部分” → 说有 7 个部分，报告实际有 6 个部分。
    """
    real = len(material.form.parts)
    for said in announced(material):
        words = f"说有 {said.number} 个部分，"
        if said.number != real:
            what = f"{words}报告实际有 {real} 个部分。"
            yield at_words(said.passage, said.start, said.end, what)
        elif said.listed:
            count = len(named_parts(material, said))
            if count != said.number:
                what = f"{words}列出的有 {count} 个。"
                yield at_words(said.passage, said.start, said.end, what)


@check("S10", Severity.WARNING, source="国办公开办函〔2021〕30号")
def listed_titles(material: Material) -> Iterator[Hit | Missing]:
    """编制说明列出的标题与报告的标题一致。

    Why: 列出的标题与正文不同，多半是从旧报告或别处抄来的。
    Fix: 改用报告各部分的标题。
    Example: “……因政府信息公开工作被申请行政复议、提起行政诉讼情况……” → 报告里没有这个标题。
    """
    for said in announced(material):
        for part in named_parts(material, said) if said.listed else ():
            if not part.known:
                start = said.listed_at + part.start
                what = f"列出的“{part.title}”不是这份报告各部分的标题。"
                yield at_words(said.passage, start, start + len(part.title), what)


@check("S11", Severity.ERROR, source="国办公开办函〔2021〕30号")
def no_former_labels(material: Material) -> Iterator[Hit | Missing]:
    """没有用旧格式的表格用语。

    Why: 2019年的格式已经停用，里面的统计项目现在没有了。
    Fix: 改用现行格式的统计项目。
    Example: “对外公开总数量3件” → “对外公开总数量”是旧格式的用语。
    """

    def look(passage: Passage) -> Iterator[Hit]:
        for start, end in found(passage.text, material.words.former_labels):
            what = f"“{passage.text[start:end]}”是旧格式的用语。"
            yield at_words(passage, start, end, what)

    yield from each(material, look)


@check("S12", Severity.ERROR, source="国办公开办函〔2021〕30号")
def labels_without_slips(material: Material) -> Iterator[Hit | Missing]:
    """引用的表格项目没有错字。

    Why: 表格项目的名称由国家统一规定，多字、错字说明没有校对。重复的字按错误，别的字按提醒。
    Fix: 照格式的原文改正。
    Example: “申请人逾期逾期未按收费通知要求缴纳费用” → “逾期逾期”应为“逾期”。
    """
    labels, alike = long_labels(material.form), material.words.interchangeable

    def look(passage: Passage) -> Iterator[Hit]:
        for slip in slips(passage.text, labels, alike):
            what = f"“{slip.wrong}”应为“{slip.right}”，表格项目的原文是“{slip.label}”。"
            milder = None if slip.doubled else Severity.WARNING
            yield at_words(passage, slip.start, slip.end, what, severity=milder)

    yield from each(material, look)


@check("S13", Severity.WARNING, source="《党政机关公文格式》（GB/T 9704）")
def heading_numbers(material: Material) -> Iterator[Hit | Missing]:
    """小标题的序号写法规范。

    Why: 公文的结构层次依次用“一、”“（一）”“1.”“（1）”标注。
    Fix: 改用规范的写法。
    Example: “1、加强培训” → 序号“1、”应写作“1.”。
    """

    def look(passage: Passage) -> Iterator[Hit]:
        for pattern, right in _STYLES:
            if match := pattern.match(passage.text):
                what = f"序号“{match[0].strip()}”的写法不规范，应当像“{right}”这样。"
                yield at_words(passage, *match.span(), what)

    yield from each(material, look)


def _bare(material: Material, passages: list[Passage]) -> bool:
    """Whether a section says nothing but 无."""
    return len(passages) == 1 and _MARKS.sub("", passages[0].text) in material.words.nothing


def _whole(passage: Passage, what: str) -> Hit:
    return at_words(passage, 0, len(passage.text), what)


def _empty(material: Material, section_id: str) -> Missing:
    section = section_of(material, section_id)
    return Missing(f"“{section.short if section else section_id}”还没有填写")
