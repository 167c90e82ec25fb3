"""Checks over what each part of the text must hold (S; leftover_checks has the rest)."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from drafter.checks.check_catalogue import Hit, Missing, at_words, check, unanswered
from drafter.checks.field_words import Problems, any_of
from drafter.checks.material import Material, Passage
from drafter.checks.text_search import Rare, after, before, has, passages_of, runs, section_of
from drafter.draft.typed_figures import read_numeral
from drafter.draft.unfinished_places import empty_sections
from drafter.form.definitions import Severity
from drafter.form.field_kinds import Texts

_MARKS = re.compile(r"[\s，。、；：.,;:！!]+")


@check("S01", Severity.ERROR)
def every_section_has_text(material: Material) -> Iterator[Hit]:
    """每一部分都有内容。

    Why: 年度报告的各部分都必须有内容，第一部分要写到五个方面。
    Fix: 回答这一部分的问题，或自己写一段。
    """
    for section in empty_sections(material.facts):
        yield Hit(section.id, f"“{section.short}”这一部分没有内容。")


@check("S02", Severity.ERROR)
def problems_are_told(material: Material) -> Iterator[Hit | Missing]:
    """主要问题这一部分不能只写“无”。

    Why: 报告要写明存在的主要问题及改进情况，“无”等于没有写。
    Fix: 写出本年工作中的主要问题和改进措施，一般二至四条。
    """
    section = material.words.problems.section
    passages = passages_of(material, section)
    if section and not passages:
        yield _empty(material, section)
    elif section and _bare(material, passages):
        yield _whole(passages[0], f"这一部分只写了“{_MARKS.sub('', passages[0].text)}”。")


@check("S03", Severity.WARNING)
def two_problems(material: Material) -> Iterator[Hit | Missing]:
    """主要问题至少写两个。

    Why: 只写一个问题，审核时往往被认为分析不深入。
    Fix: 补写一个有本机关实际情况的问题；确实只有一个的，写明理由后关闭这条提醒。
    """
    problems = material.words.problems
    passages = passages_of(material, problems.section)
    if not problems.section or _bare(material, passages):
        return
    if passages and passages[0].own:
        told = remedies(passages, problems)
        if told.problems is None:
            short = passages[0].section.short
            yield Missing(f"“{short}”里的问题没有逐条编号（一是、二是……），数不出有几个问题")
        elif told.problems < 2:
            yield _whole(passages[0], "只写了一个问题。")
        return
    items = material.facts.answers.get(problems.question)
    if not isinstance(items, tuple):
        yield from unanswered(material, problems.question)
    elif len(items) < 2:
        count = "只写了一个问题。" if items else "没有写问题。"
        yield Hit(problems.question, count)


@check("S04", Severity.WARNING)
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
        yield from unanswered(material, problems.question)
        return
    for number, item in enumerate(items, 1):
        measure = str(item.get(problems.measure, "")) if hasattr(item, "get") else ""
        if _MARKS.sub("", measure) in ("", *material.words.nothing):
            yield Hit(problems.question, f"第 {number} 个问题没有写改进措施。")


@check("S05", Severity.WARNING)
def fees_are_told(material: Material) -> Iterator[Hit | Missing]:
    """其他事项中写明了信息处理费的收取情况。

    Why: 2021年起，信息处理费的收取情况要写入年度报告；没有收取的，也应当写明。
    Fix: 补写信息处理费的收取情况，例如“本年度未收取信息处理费”。
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


@check("S09", Severity.WARNING, source="drafter")
def announced_parts(material: Material) -> Iterator[Hit | Missing]:
    """编制说明说的部分数与报告一致。

    Why: 说“六个部分”却列出五个，是常见的照抄错误。
    Fix: 改成一致，部分的数目和标题以报告实际的为准。
    Example: “全文包括七个部分” → 说有 7 个部分，报告实际有 6 个部分。
    """
    real = sum(part.level == 1 for part in material.form.parts)
    for said in announced(material):
        if not said.number:
            count = len(named_parts(material, said))
            if count != real and "等" not in said.listed[-_END:]:
                what = f"列出的有 {count} 个部分，报告实际有 {real} 个部分。"
                yield at_words(said.passage, said.start, said.end, what)
            continue
        words = f"说有 {said.number} 个部分，"
        if said.number != real:
            what = f"{words}报告实际有 {real} 个部分。"
            yield at_words(said.passage, said.start, said.end, what)
        elif said.listed:
            count = len(named_parts(material, said))
            if count != said.number and not (count < said.number and said.listed.endswith("等")):
                what = f"{words}列出的有 {count} 个。"
                yield at_words(said.passage, said.start, said.end, what)


@check("S10", Severity.WARNING)
def listed_titles(material: Material) -> Iterator[Hit | Missing]:
    """编制说明列出的标题与报告的标题一致。

    Why: 列出的标题与正文不同，多半是从旧报告或别处抄来的。
    Fix: 改用报告各部分的标题。
    """
    for said in announced(material):
        for part in named_parts(material, said) if said.listed else ():
            if not part.known:
                start = said.listed_at + part.start
                what = f"列出的“{part.title}”不是这份报告各部分的标题。"
                yield at_words(said.passage, start, start + len(part.title), what)


def _bare(material: Material, passages: list[Passage]) -> bool:
    """Whether a section says nothing but 无."""
    return len(passages) == 1 and _MARKS.sub("", passages[0].text) in material.words.nothing


def _whole(passage: Passage, what: str) -> Hit:
    return at_words(passage, 0, len(passage.text), what)


def _empty(material: Material, section_id: str) -> Missing:
    section = section_of(material, section_id)
    return Missing(f"“{section.short if section else section_id}”还没有填写")


class Told(NamedTuple):
    """How many problems and measures stand there, where they can be counted.

    `speaks` tells whether the text has a word on measures at all.
    """

    problems: int | None
    measures: int | None
    speaks: bool


def remedies(passages: Sequence[Passage], words: Problems) -> Told:
    """What a section says of problems and measures.

    A list belongs to what the sentence before it speaks of; the first that speaks of
    nothing is the problems', the next the measures'.
    """
    text = "\n".join(passage.text for passage in passages)
    problems = measures = None
    for run in runs(text):
        lead = run.lead.split("。")[-1]
        count = len(run.items)
        if has(lead, words.past):
            continue
        about, remedy = has(lead, words.about), has(lead, words.remedies)
        if problems is None and not (remedy and not about) and not _answers(lead):
            problems = count
        elif problems is not None:
            measures = max(measures or 0, count)
    return Told(problems, measures, has(text, words.remedies))


def _answers(lead: str) -> bool:
    return "针对" in lead


_ANNOUNCED = Rare(
    r"(?:全文|报告|内容|由|分为|包括|包含|共分?|分)(?:[^。；，：0-9一二三四五六七八九十]{0,8})"
    r"([0-9]{1,2}|[一二三四五六七八九十]{1,2})个?(?:大)?部分",
    ("部分",),
)
_LISTED = re.compile("(?:全文|本报告|报告内容|内容)(?:主要|共)?(?:包括|包含|分为|由)[：:]?")
_ENOUGH = 3
"""Titles that make a sentence a list of the parts."""
_END = 8
_COUNT = Rare("(?<!第)([0-9]{1,2}|[一二三四五六七八九十]{1,2})个?(?:大)?部分", ("部分",))
_OPENS = re.compile(".*(?:包括|包含|由|从|：|:)")
# Strings, which `re` compiles when it must: few reports list their parts.
_LIST = r"(?:的?内容)?(?:组成|构成)?[：:，,]?(?:分别|具体|主要)?(?:是|为|包括)?[：:，,]?"
_NUMERAL = r"^(?:第?[一二三四五六七八九十]{1,2}(?:是|部分)?[、：:，]?|\d{1,2}[.、．])"
_AND = str.maketrans("和及与", "、、、")
_ALIKE = 0.8
_PIECE = "[^，、；,;“”《》 以等]+"


class Announced(NamedTuple):
    """`number` parts are announced at `start`; `listed` is what follows as their list.

    `number` is 0 where the parts are only listed.
    """

    passage: Passage
    start: int
    end: int
    number: int
    listed: str
    listed_at: int


class Named(NamedTuple):
    """One title of the list."""

    title: str
    start: int
    known: bool


def announced(material: Material) -> Iterator[Announced]:
    """Every such sentence in the preamble and the opening."""
    form = material.form
    opening = [form.preamble, *form.parts[0].sections[:1]]
    sections = {section.id for section in opening if section}
    for passage in material.passages:
        if passage.section.id not in sections:
            continue
        counted = list(_counted_after(material, passage))
        yield from counted
        found = False
        for match in _ANNOUNCED.finditer(passage.text):
            number = _number(match[1])
            if number is None:
                continue
            rest = after(passage.text, match.end())
            head = re.match(_LIST, rest)
            skip = head.end() if head else 0
            # 六个部分，本报告所列数据…: what follows a comma is a list only if it names parts.
            listed = rest[skip:] if skip and has(rest, _titles(material)) else ""
            found = True
            yield Announced(passage, *match.span(), number, listed, match.end() + skip)
        if not counted and not found:
            yield from _only_listed(material, passage)


def _only_listed(material: Material, passage: Passage) -> Iterator[Announced]:
    """全文包括：总体情况、…… without a number."""
    for match in _LISTED.finditer(passage.text):
        listed = after(passage.text, match.end())
        known = sum(title in listed for title in _titles(material))
        if known >= _ENOUGH:
            yield Announced(passage, *match.span(), 0, listed, match.end())


def named_parts(material: Material, said: Announced) -> list[Named]:
    """The titles in the list; the form's own and former ones may hold commas themselves."""
    known = [title.translate(_AND) for title in _titles(material)]
    former = [title.translate(_AND) for title in material.words.former_titles]
    text, taken = said.listed.translate(_AND), []
    for title in sorted({*known, *former}, key=len, reverse=True):
        start = text.find(title)
        while start >= 0:
            taken.append(_named(said, start, len(title), title in known))
            text = text[:start] + "，" * len(title) + text[start + len(title) :]
            start = text.find(title)
    for start, end in _misspelt(text, _titles(material)):
        # 行政复议行政诉讼情况 is 行政复议、行政诉讼情况.
        same = _MARKS.sub("", text[start:end]) in {_MARKS.sub("", title) for title in known}
        taken.append(_named(said, start, end - start, known=same))
        text = text[:start] + "，" * (end - start) + text[end:]
    joined = _joined(material.words.joined_titles).sub(_whole_title, text)
    for piece in re.finditer(_PIECE, joined):
        number = re.match(_NUMERAL, piece[0])
        skip = number.end() if number else 0
        # 政府信息公开存在的主要问题及改进情况: what leads to a title is none of its own.
        leads = any(piece.end() == each.start for each in taken)
        if len(piece[0]) - skip >= 4 and not leads:
            start, length = piece.start() + skip, len(piece[0]) - skip
            taken.append(_named(said, start, length, known="\0" in piece[0]))
    return sorted(taken, key=lambda named: named.start)


@lru_cache(maxsize=4)
def _joined(titles: Texts) -> re.Pattern[str]:
    """A title with a 、 in it and what leads to it: 被申请行政复议、提起行政诉讼."""
    return re.compile(f"[^，、；]{{0,12}}(?:{any_of(titles).pattern})")


def _misspelt(text: str, titles: list[str]) -> list[tuple[int, int]]:
    """Pieces between commas that are one of the titles but for a slip of the pen."""
    near = []
    for piece in re.finditer("[^，；]+", text):
        said = piece[0].strip("、 以")
        start = piece.start() + piece[0].find(said)
        for title in titles:
            if _is_slip(said, title.translate(_AND)):
                near.append((start, start + len(said)))
                break
    return near


def _is_slip(said: str, title: str) -> bool:
    shared = sum(char in title for char in said)
    # No more than what both have can match: few reports need to be looked at closely.
    far = 2 * shared < _ALIKE * (len(said) + len(title))
    if far or said == title or abs(len(said) - len(title)) > 2:
        return False
    from difflib import SequenceMatcher

    return SequenceMatcher(None, said, title).ratio() >= _ALIKE


def _whole_title(match: re.Match[str]) -> str:
    return match[0].replace("、", "\0")


def _named(said: Announced, start: int, length: int, known: bool) -> Named:
    return Named(said.listed[start : start + length], start, known)


def _counted_after(material: Material, passage: Passage) -> Iterator[Announced]:
    """Lists with their number at the end: 包括总体情况、……和其他需要报告的事项六个部分."""
    for match in _COUNT.finditer(passage.text):
        said = before(passage.text, match.start())
        opens, number = _OPENS.match(said), _number(match[1])
        listed = said[opens.end() if opens else 0 :]
        if opens and number and number > 2 and any(title in listed for title in _titles(material)):
            at = match.start() - len(listed)
            yield Announced(passage, *match.span(), number, listed, at)


def _titles(material: Material) -> list[str]:
    numbered = (part for part in material.form.parts if part.level == 1)
    return [re.sub(_NUMERAL, "", material.facts.render(part.title)) for part in numbered]


def _number(said: str) -> int | None:
    return int(said) if said.isdecimal() else read_numeral(said)
