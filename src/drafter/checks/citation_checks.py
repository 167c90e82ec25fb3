"""Checks over the documents that the text cites (C)."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from drafter.checks.check_catalogue import Hit, at_words, prose_check
from drafter.checks.field_words import Document, Law, Words, any_of
from drafter.checks.material import Material, Passage
from drafter.checks.text_search import HAN, Rare, after, before, found, has, sentence, titles
from drafter.draft.typed_figures import read_numeral
from drafter.form.definitions import Severity

_OPEN, _SHUT = "〔﹝［\\[【（(", "〕﹞］\\]】）)"
_AGENCY = "[^\\s《》（）()〔〕﹝﹞［］\\[\\]【】，。；、：“”0-9]"
_NUMBER = rf"[（(]?({_AGENCY}{{2,14}})[{_OPEN}]([0-9]{{4}})[{_SHUT}]第?0*([0-9]{{1,4}})号"
_ORDER = rf"[（(]?({_AGENCY}{{0,12}}令)第?0*([0-9]{{1,4}})号"
# 公众号 is in every report, a number before it is not.
_NUMBERS = tuple(f"{digit}号" for digit in range(10))
_FORMAT = Rare(rf"(?<={HAN})([{_OPEN}])([0-9]{{4}})([{_SHUT}])(第?)(0*)([0-9]{{1,4}})号", _NUMBERS)
_BRACKETED = rf"[{_OPEN}]([0-9]{{4}})[{_SHUT}](?=[0-9]{{1,4}}号)"
_ARTICLES = "第[第条款项、和及与一二三四五六七八九十百零]+"
_ARTICLE = "([一二三四五六七八九十百零]{1,6})(?=[条、和及与])"
_ALIKE = 0.6
"""From here on two agencies of the same year and number are one, misspelt."""
_NO_NUMBER = Rare("(令第?0*[0-9]{1,4})条", "令")
# Titles within titles are quoted in every way there is; compared, they are one.
_NESTED = str.maketrans({"《": "〈", "》": "〉", "<": "〈", ">": "〉", "＜": "〈", "＞": "〉"})


class Key(NamedTuple):
    """A document number: who issued it, the year ("" for an order) and the number."""

    agency: str
    year: str
    number: int


@prose_check("C01", Severity.ERROR, source="drafter")
def titles_and_numbers_agree(material: Material, passage: Passage) -> Iterator[Hit]:
    """文件的标题与文号相符。

    Why: 标题和文号张冠李戴，读者查不到依据。
    Fix: 核对文件，改正标题或文号。
    """
    for start, end in titles(passage.text) if has(passage.text, _NUMBERS) else ():
        title = passage.text[start + 1 : end - 1].translate(_NESTED)
        match = _numbered(passage.text, end)
        if match is None:
            continue
        by_title, by_number = _known(material.words.citations.documents)
        key = _key(match)
        said, cited = match[0].lstrip("（("), by_title.get(title)
        others = by_number.get(key, ())
        if cited and not any(key in _keys(document) for document in cited):
            # A lower organ may issue its own document of the same title; then the number is its
            # own.
            local = title.startswith("关于") and not others
            what = f"这个文件的文号是{cited[0].number}，这里写成了{said}。"
            milder = Severity.WARNING if local else None
            yield at_words(passage, start, match.end(), what, severity=milder)
        elif others and not cited and not any(_speaks_of(title, d) for d in others):
            what = f"{said}是《{others[0].titles[0]}》的文号，与这里的标题不符。"
            yield at_words(passage, start, match.end(), what, severity=Severity.WARNING)
        elif not others and not cited and (near := _misspelt(material.words, key)):
            what = f"“{said}”像是{near.number}写错了。"
            yield at_words(passage, start, match.end(), what, severity=Severity.WARNING)


@prose_check("C02", Severity.ERROR, needs=("year",))
def nothing_superseded(material: Material, passage: Passage) -> Iterator[Hit]:
    """没有把已经停用的文件当作依据。

    Why: 旧的格式、旧的条文已经被新的代替，继续引用说明沿用了旧报告。
        当作依据的按错误，只是提到的按提醒。
    Fix: 改用现行的文件；只是回顾历史的，写明理由后关闭这条提醒。
    """
    year = material.known_year
    words = material.words.citations
    rules = [rule for rule in words.superseded if rule.since <= year]
    text = passage.text
    if has(text, _NUMBERS):
        text = re.sub(_BRACKETED, r"〔\1〕", text)
    for rule in rules:
        for start, end in found(text, rule.words):
            # A sentence that tells of the change (废止, 修订) has to name the old one.
            if has(sentence(text, start, end), rule.unless):
                continue
            based = has(re.split("[，；：]", before(text, start))[-1], words.basis)
            what = f"“{passage.text[start:end]}”{rule.instead}。"
            milder = None if based and rule.basis else Severity.WARNING
            yield at_words(passage, start, end, what, severity=milder)
            break


@prose_check("C03", Severity.WARNING, source="《党政机关公文格式》（GB/T 9704）")
def numbers_are_well_formed(material: Material, passage: Passage) -> Iterator[Hit]:
    """文号的写法规范。

    Why: 发文字号的年份用六角括号“〔〕”，序号不加“第”字，不编虚位。
    Fix: 改成“〔2021〕5号”这样的写法：年份用六角括号，序号前面不加“第”、不补 0。
    """
    for match in _FORMAT.finditer(passage.text):
        opened, year, shut, ordinal, zeros, number = match.groups()
        if opened in "〔﹝" and shut in "〕﹞" and not ordinal and not zeros:
            continue
        what = f"“{match[0]}”应写作“〔{year}〕{number}号”。"
        yield at_words(passage, *match.span(), what)
    for match in _NO_NUMBER.finditer(passage.text):
        yield at_words(passage, *match.span(), f"“{match[0]}”应写作“{match[1]}号”。")


@prose_check("C04", Severity.WARNING)
def articles_fit(material: Material, passage: Passage) -> Iterator[Hit]:
    """引用的条文存在，而且说的是这件事。

    Why: 条例修订后条文的序号变了，旧序号说的是别的事。
    Fix: 核对条文的序号。
    """
    for start, end in titles(passage.text):
        title = passage.text[start + 1 : end - 1]
        law = next((law for law in material.words.citations.laws if title in law.titles), None)
        match = re.compile(_ARTICLES).match(passage.text, end) if law else None
        if law and match:
            what = _misfit(law, title, match[0], after(passage.text, match.end()))
            if what:
                yield at_words(passage, start, match.end(), what)


@prose_check("C05", Severity.WARNING, source="《标点符号用法》（GB/T 15834）")
def nested_titles(material: Material, passage: Passage) -> Iterator[Hit]:
    """书名号里面的书名用单书名号。

    Why: 双书名号里面再用书名号时，里面一层用“〈〉”。
    Fix: 里面一层改成“〈〉”。
    Example: 《关于印发<年度报告格式>的通知》 → “<>”应为“〈〉”。
    """
    for start, end in titles(passage.text):
        inner = passage.text[start + 1 : end - 1]
        for marks in ("<>", "＜＞", "《》"):
            if marks[0] in inner and marks[1] in inner:
                what = f"书名号里面的“{marks}”应为“〈〉”。"
                yield at_words(passage, start, end, what)


@prose_check("C06", Severity.NOTE)
def principle_as_in_law(material: Material, passage: Passage) -> Iterator[Hit]:
    """公开原则用《条例》的说法。

    Why: 《条例》第五条的说法是“以公开为常态、不公开为例外”。
    Fix: 改用《条例》的说法。
    """
    for said, right in material.words.principles.items():
        for start, end in found(passage.text, (said,)):
            yield at_words(passage, start, end, f"“{said}”现在的说法是“{right}”。")


@lru_cache(maxsize=4)
def _known(
    documents: tuple[Document, ...],
) -> tuple[dict[str, list[Document]], dict[Key, list[Document]]]:
    """The documents by title and by number."""
    by_title: dict[str, list[Document]] = {}
    by_number: dict[Key, list[Document]] = {}
    for document in documents:
        for title in document.titles:
            by_title.setdefault(title.translate(_NESTED), []).append(document)
        for key in _keys(document):
            by_number.setdefault(key, []).append(document)
    return by_title, by_number


def _misspelt(words: Words, key: Key) -> Document | None:
    """The document whose number is this but for a few characters of the agency's."""
    from difflib import SequenceMatcher  # few reports cite a document that is not listed

    for document in words.citations.documents:
        for other in _keys(document):
            if (other.year, other.number) != (key.year, key.number) or not key.year:
                continue
            if SequenceMatcher(None, other.agency, key.agency).ratio() >= _ALIKE:
                return document
    return None


def _keys(document: Document) -> list[Key]:
    said = (document.number, *document.former)
    return [_key(match) for text in said if (match := _numbered(text, 0))]


def _numbered(text: str, start: int) -> re.Match[str] | None:
    """The document number, or that of an order, which begins there."""
    # `re` keeps what it compiled; a report that cites no number pays for neither.
    return re.compile(_NUMBER).match(text, start) or re.compile(_ORDER).match(text, start)


def _key(match: re.Match[str]) -> Key:
    agency = match[1].removeprefix("中华人民共和国").replace("国令", "国务院令")
    if match.re.pattern == _ORDER:
        return Key(agency, "", int(match[2]))
    return Key(agency, match[2], int(match[3]))


def _speaks_of(title: str, document: Document) -> bool:
    """Whether a title that is not listed is the document's all the same: longer, or short."""
    return has(title, document.titles) or any(t.endswith(title) for t in document.titles)


def _misfit(law: Law, title: str, cited: str, rest: str) -> str:
    """What is wrong with the articles cited, or nothing."""
    numbers = [n for said in re.findall(_ARTICLE, cited) if (n := read_numeral(said)) is not None]
    if wrong := [n for n in numbers if n > law.last]:
        return f"《{title}》共 {law.last} 条，没有第 {wrong[0]} 条。"
    for purpose in law.purposes:
        right = {read_numeral(article) for article in purpose.articles}
        if numbers and any_of(purpose.says).search(rest) and not right & set(numbers):
            articles = "、".join(f"第{article}条" for article in purpose.articles)
            return f"说的是这件事的条文是{articles}，这里引用的是{cited}。"
    return ""
