"""Checks over what the organ and others are called (N)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from drafter.checks.check_catalogue import (
    Hit,
    Missing,
    at_words,
    check,
    once,
    prose_check,
    unanswered,
)
from drafter.checks.field_words import Names, any_of
from drafter.checks.material import Material, Passage
from drafter.checks.text_search import HAN, Rare, Spans, after, found, has, outside, spans, titles
from drafter.claims.claim_lexicon import own_names
from drafter.form.definitions import ORGAN, Severity
from drafter.form.field_kinds import Texts

_QUOTED = re.compile("“[^“”]{0,60}”")
_AUTHOR = Rare(
    rf"(?:^|[，。；：、由])((?:{HAN}|[（）]){{3,30}}?)(?:组织)?(?:编制|编写|撰写)(?:了|并|[0-9本])",
    ("编制", "编写", "撰写"),
)
_PLACE = rf"{HAN}{{1,12}}?[省州市县区旗盟镇乡]"
_CONTACT = Rare(
    rf"(?:请|可|径)?(?:与|向|联系|咨询)((?:{HAN}|[（）]){{4,30}}?)(?:联系|咨询|反映|（地址|（电话|（联系)"
    r"|(?:联系|受理|负责|咨询)(?:单位|部门|机构|机关|人)[：:]"
    rf"((?:{HAN}|[（）]){{4,30}}?)(?=[，。；、（ ]|$)",
    ("联系", "咨询", "反映", "（地址", "（电话", "受理", "负责"),
)
_ACTING = (
    "(我[省市县区州旗镇乡]|[本我]单位)(?:20[0-9]{2}年度?|今年|全年|本年度|共|累计|共计|未|没有)*"
)
_ALSO_OURS = ("局", "厅", "委")
"""Said after 本 as well; 本部门 and 本办法 are other words."""
_ASIDE = re.compile("（[^（）]*）$")
_DEFINED = Rare(rf"简称：?[“《]{{0,2}}({HAN}{{2,8}})[”》]{{0,2}}", ("简称",))
_ODD = re.compile(r"等$|某某|[XxＸ×]{2,}|_{2,}|[（(]\s*[）)]|(?:19|20)[0-9]{2}年|\s")


@check("N01", Severity.ERROR, source="drafter")
def self_name_fits(material: Material) -> Iterator[Hit | Missing]:
    """自称与机关的类别相符。

    Why: 局的报告里出现“我中心”，说明是从别的单位抄来的。
    Fix: 改成本机关的自称。
    Example: 巴州商务局的报告写“我中心成立了领导小组” → 商务局不自称“我中心”。
    """
    names, name = material.words.names, material.draft.organ
    if not name:
        yield from unanswered(material, ORGAN)
        return
    if not names.selves:
        return
    own, known = _own(names, name), str(material.facts.answers.get("organ.self", ""))
    aside = _ASIDE.search(name)
    also = [word for word in names.not_selves if aside and word in aside[0]]
    also += [word for word in names.places if word in name]
    allowed = {f"我{word}" for word in (*(own or ()), *also)} | {known}
    firm = None if own is not None else Severity.WARNING
    for passage in material.passages:
        hits = (
            at_words(passage, start, end, f"这是{name}的报告，自称却是“{said}”。", severity=firm)
            for said, start, end in _selves(names, passage.text)
            if said not in allowed and not (own is None and said[1:] in name)
        )
        yield from once(hits)
    word = known.removeprefix("我")
    if own is not None and word in names.not_selves and word not in own:
        what = f"自称选的是“{known}”，与机关全称“{name}”不相符。"
        yield Hit("organ.self", what, severity=Severity.WARNING, seen=(known, name))


@prose_check("N02", Severity.WARNING, source="drafter", needs=("organ.self",))
def one_self_name(material: Material, passage: Passage) -> Iterator[Hit]:
    """全文只用一种自称。

    Why: 自称前后不一，说明报告由几处文字拼成。
    Fix: 统一成一种自称。
    Example: 前面写“我街道”，后面写“我办” → 两种自称混用。
    """
    names, known = material.words.names, material.facts.answers.get("organ.self")
    own = _own(names, material.draft.organ)
    allowed = {f"我{word}" for word in own or ()}
    for said, start, end in _selves(names, passage.text):
        # One that the organ may not use at all is N01's.
        if said != known and said in allowed:
            what = f"这里自称“{said}”，别处自称“{known}”。"
            yield at_words(passage, start, end, what)
    if not isinstance(known, str) or not known.startswith("我"):
        return
    # 本局 beside 我局, 本单位收到: right words, from another pen.
    text = outside(passage.text, _merged([*titles(passage.text), *spans(_QUOTED, passage.text)]))
    others = list(found(text, [f"本{word}" for word in own or () if word in _ALSO_OURS]))
    acting = [] if _governs(material) else list(_acting(names.acts).finditer(text))
    for start, end in [*others, *(match.span(1) for match in acting)]:
        what = f"这里自称“{text[start:end]}”，别处自称“{known}”。"
        yield at_words(passage, start, end, what, severity=Severity.NOTE)


@lru_cache(maxsize=4)
def _acting(acts: Texts) -> re.Pattern[str]:
    """`我县全年收到`: an organ that says of itself what only it does."""
    return re.compile(f"{_ACTING}(?:{any_of(acts).pattern})")


@prose_check("N03", Severity.WARNING, source="drafter", needs=("organ.level",))
def own_region_only(material: Material, passage: Passage) -> Iterator[Hit]:
    """没有把上级区域的工作写成自己的工作。

    Why: 镇的报告写“组织推动全省政府信息公开工作”，是从上级的报告抄来的。
    Fix: 改成本机关、本区域的工作。
    """
    names, level = material.words.names, material.facts.answers.get("organ.level")
    wide = tuple(scope.word for scope in names.scopes if level not in scope.levels)
    text = passage.text
    for start, end in found(text, wide):
        # 组织推动全省…: the verb that leads stands right before, up to a comma.
        ahead = text[max(0, start - 12) : start].removesuffix("了")
        ahead = ahead[1 + max(ahead.rfind(mark) for mark in "，。；、") :]
        if ahead.endswith(names.leading) and not has(ahead + after(text, end)[:16], names.lent):
            word = text[start:end]
            yield at_words(passage, start, end, f"把“{word}”的工作写成了{level}机关的工作。")


@prose_check("N04", Severity.WARNING, source="drafter", needs=(ORGAN,))
def author_is_the_organ(material: Material, passage: Passage) -> Iterator[Hit]:
    """编制说明里的编制机关就是本机关。

    Why: 标题、编制说明和落款的机关名称应当一致。
    Fix: 改成本机关的全称。
    Example: 示例县商务局的报告写“由样板县商务局编制” → 编制机关写成了样板县商务局。
    """
    names, name = material.words.names, material.draft.organ
    for match in _AUTHOR.finditer(passage.text) if passage.own else ():
        author = match[1].rpartition("由")[2]
        place = re.match(_PLACE, author)
        same = author in name or name in author or has(author, material.words.citations.basis)
        if place and len(place[0]) > 1 and author.endswith(names.endings) and not same:
            start = match.end(1) - len(author)
            what = f"编制机关写的是“{author}”，这份报告是{name}的。"
            yield at_words(passage, start, match.end(1), what)
    for match in _CONTACT.finditer(passage.text) if passage.own else ():
        contact = match[1] or match[2]
        place, span = re.match(_PLACE, contact), match.span(1 if match[1] else 2)
        ours = own_names(name) + own_names(str(material.facts.answers.get("organ.office", "")))
        if (
            place
            and contact.endswith(names.endings)
            and not has(contact, ours)
            and contact not in name
        ):
            what = f"联系的机关写的是“{contact}”，这份报告是{name}的。"
            yield at_words(passage, *span, what)


@prose_check("N05", Severity.WARNING, source="drafter")
def speaks_of_this_organ(material: Material, passage: Passage) -> Iterator[Hit]:
    """写的是本机关的情况，不是泛泛而谈。

    Why: “各级政府部门”“部分地区”这样的主语说明文字不是写本机关的。
    Fix: 改写成本机关的实际情况。
    """
    if _governs(material):
        return  # a government may speak of the organs and places that it governs
    for start, end in found(passage.text, material.words.names.anyone):
        if start == 0 or passage.text[start - 1] in "。；，：":
            what = f"这里的主语是“{passage.text[start:end]}”，不是本机关。"
            yield at_words(passage, start, end, what)


@check("N06", Severity.WARNING, source="drafter")
def abbreviations_are_defined(material: Material) -> Iterator[Hit | Missing]:
    """简称在使用前说明过，而且只说明一次。

    Why: 只写《办法》《规定》，读者不知道是哪个文件。
    Fix: 第一次出现时写全称，并注明“以下简称《……》”。
    Example: “按照《办法》要求” → 《办法》没有说明是哪个文件。
    """
    short, defined = set(material.words.names.abbreviations), set[str]()
    for passage in material.passages if short else ():
        yield from once(_undefined(passage, short, defined))


@check("N07", Severity.ERROR, source="drafter")
def full_name(material: Material) -> Iterator[Hit | Missing]:
    """机关全称是完整的正式名称。

    Why: 机关全称印在标题和落款里，不能带“等”字、占位符和年份。
    Fix: 填写机关的正式全称。
    Example: 机关全称填“某某县商务局” → “某某”不是正式名称。
    """
    name = material.draft.organ
    if not name:
        yield from unanswered(material, ORGAN)
        return
    odd = _ODD.search(name) or any_of(material.words.names.odd).search(name)
    if odd:
        part = f"“{odd[0]}”" if odd[0].strip() else "空格"
        yield Hit(ORGAN, f"机关全称“{name}”里的{part}不是正式名称的一部分。")


def _governs(material: Material) -> bool:
    """Whether the report tells of others, too: a government's does."""
    governs = material.words.names.governs
    return material.facts.answers.get(governs.question) in governs.among


def _own(names: Names, name: str) -> Texts | None:
    """What an organ of this name may say after 我; None for an unknown sort of organ."""
    bare = _ASIDE.sub("", name)
    fits = [
        (len(ending), kind.own)
        for kind in names.selves
        for ending in kind.endings
        if bare.endswith(ending)
    ]
    return max(fits)[1] if fits else None


def _selves(names: Names, text: str) -> Iterator[tuple[str, int, int]]:
    """Every 我局, 我委 … outside of quotations, with its place."""
    if "我" not in text:
        return
    plain = outside(text, _merged([*titles(text), *spans(_QUOTED, text)]))
    start = plain.find("我")
    while start >= 0:
        words = [word for word in names.not_selves if plain.startswith(word, start + 1)]
        word = max(words, key=len, default="")
        end = start + 1 + len(word)
        follows = plain[end : end + 2].startswith(names.not_selves.get(word, ()))
        if word and not follows and plain[start - 1 : start] not in ("自", "本", "你", "忘"):
            yield f"我{word}", start, end
        start = plain.find("我", start + 1)


def _merged(covers: Spans) -> list[tuple[int, int]]:
    """Spans in order, without those that begin inside another."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(covers):
        if not merged or start >= merged[-1][1]:
            merged.append((start, end))
    return merged


def _undefined(passage: Passage, short: set[str], defined: set[str]) -> Iterator[Hit]:
    """Abbreviations that are used before their meaning is told, or told twice; `defined` grows."""
    text = passage.text
    events = [(m.start(), m.end(), m[1], True) for m in _DEFINED.finditer(text)]
    events += [(s, e, text[s + 1 : e - 1], False) for s, e in titles(text)]
    for start, end, word, defines in sorted(events):
        if defines and word in defined:
            yield at_words(passage, start, end, f"“{word}”这个简称说明了两次。")
        elif defines:
            defined.add(word)
        elif word in short and word not in defined:
            yield at_words(passage, start, end, f"《{word}》没有说明是哪个文件的简称。")
