"""Checks over dates and years in the text, and over the day of signing (D)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from drafter.checks.check_catalogue import Hit, Missing, at_words, check, prose_check, unanswered
from drafter.checks.deadlines import DeadlineRule, law_rule
from drafter.checks.field_words import Years
from drafter.checks.material import Material, Passage
from drafter.checks.text_search import HAN, Rare, before, found, has, outside, sentence, titles
from drafter.form.definitions import Severity
from drafter.form.form_texts import day as shown

_DAY = r"([0-9]{4})年 ?([0-9]{1,2})月 ?([0-9]{1,2})日"
_TO = r"(?:起|零时)?，?(?:至|到|-|—|－|–|~|～){1,2}"
_PERIOD = re.compile(rf"{_DAY}{_TO}(?:([0-9]{{4}})年)? ?([0-9]{{1,2}})月 ?([0-9]{{1,2}})日")
_YEAR = re.compile(r"(?<![0-9.])((?:19|20)[0-9]{2})(?=年)")
_SPAN = re.compile(r"(?<![0-9])[0-9]{4}年?(?:至|到|-|—|－|–|~|～){1,2}[0-9]{4}(?=年)")
_NUMBERED = re.compile("〔[^〔〕]{0,12}〕")
_BUDGET = Rare(
    r"(?<![0-9])(20[0-9]{2})年(?:度)?(?:本级|部门|单位|财政|政府){0,2}(预算|决算)"
    r"(?!执行|调整|绩效|草案|编制)",
    ("预算", "决算"),
)
_RENEWED = "改成报告年度的文件；本年确实仍按那一份做的，写明理由后关闭这条提醒。"
_COUNTED = ("数据", "统计", "期限", "时限", "时间", "报告期", "起止")


@prose_check("D01", Severity.ERROR, needs=("year",))
def period_is_the_year(material: Material, passage: Passage) -> Iterator[Hit]:
    """统计期限是报告年度的1月1日至12月31日。

    Why: 年度报告写的是上一自然年的情况；期限写错，说明沿用了旧报告。
    Fix: 改成报告年度的1月1日至12月31日；不足一年的，写明理由后关闭这条提醒。
    Example: 2023年的报告写“自2022年1月1日起至2022年12月31日止” → 期限是2022年，报告年度是2023年。
    """
    year = material.known_year
    preamble = material.form.preamble
    text = outside(passage.text, titles(passage.text))
    for match in _PERIOD.finditer(text):
        first, m1, d1, last, m2, d2 = match.groups()
        begins = (int(first), int(m1), int(d1))
        ends = (int(last or first), int(m2), int(d2))
        place = match.span()
        # Without a second year it may run into the next one.
        if ends < begins:
            if not last:
                continue
            yield at_words(passage, *place, f"“{match[0]}”的结束早于开始。")
            continue
        ours = passage.section is preamble or "统计期限" in before(text, match.start())
        if not ours or not has(sentence(text, *place), _COUNTED):
            continue
        if begins[0] != year or ends[0] != year:
            what = f"统计期限写的是{match[0]}，报告年度是{year}年。"
            yield at_words(passage, *place, what)
        elif (begins[1:], ends[1:]) != ((1, 1), (12, 31)):
            what = f"统计期限写的是{match[0]}，不是全年。"
            yield at_words(passage, *place, what, severity=Severity.WARNING)


@prose_check("D02", Severity.WARNING, source="drafter", needs=("year",))
def other_years_are_explained(material: Material, passage: Passage) -> Iterator[Hit]:
    """文字里没有来历不明的其他年份。

    Why: 别的年份多半是从往年报告抄来时忘了改的。
    Fix: 改成报告年度；确实说的是那一年的事，写明理由后关闭这条提醒。
    """
    year = material.known_year
    years = material.words.years
    if not years.last:
        return
    for start, end in titles(passage.text) if passage.section.id not in years.plans else ():
        title = passage.text[start:end]
        named = _YEAR.search(title)
        if named and int(named[1]) != year and title.endswith(years.yearly or ("\0",)):
            what = f"这里写的是{named[1]}年的{title}，报告年度是{year}年。"
            yield at_words(passage, start, end, what, _RENEWED)
    text = _NUMBERED.sub(_blank, outside(passage.text, titles(passage.text)))
    text = _SPAN.sub(_blank, _PERIOD.sub(_blank, text))
    for match in _YEAR.finditer(text):
        other, place = int(match[1]), match.span()
        said = sentence(text, *place)
        own = before(text, place[0]).endswith(years.own) if years.own else False
        if other == year or (not own and _explained(years, other - year, said)):
            continue
        # Plans are of later years by nature.
        if other > year and passage.section.id in years.plans:
            continue
        what = f"这里写的是{other}年，报告年度是{year}年。"
        yield at_words(passage, place[0], place[1] + 1, what)


@check("D03", Severity.ERROR)
def signed_after_the_year(material: Material) -> Iterator[Hit | Missing]:
    """成文日期在报告年度结束之后。

    Why: 报告年度的数据到12月31日为止，之前不可能写成。
    Fix: 核对成文日期和报告年度。
    Example: 2023年的报告成文日期是2023年1月20日 → 成文日期在2023年之内。
    """
    signed, year = _signed(material), material.year
    if not material.form.signature.date:
        return
    if signed is None or year is None:
        yield from unanswered(material, "year" if year is None else material.form.signature.date)
    elif signed.year <= year:
        what = f"成文日期是{shown(signed)}，报告年度{year}年还没有结束。"
        yield Hit(material.form.signature.date, what)


@check("D04", Severity.WARNING)
def signed_in_time(material: Material) -> Iterator[Hit | Missing]:
    """成文日期不晚于公布期限。

    Why: 报告有公布或者报送的期限，当地可以规定得更早。
    Fix: 核对成文日期；报告已经迟了的，写明理由后关闭这条提醒。
    Example: 期限是2024年1月31日，成文日期是2024年2月5日 → 晚于期限。
    """
    signed, year = _signed(material), material.year
    if not material.form.signature.date:
        return
    if signed is None or year is None:
        yield from unanswered(material, "year" if year is None else material.form.signature.date)
        return
    for rule in _deadlines(material, year):
        if rule.unknown:
            yield from unanswered(material, rule.unknown)
        elif rule.day is not None and signed > rule.day:
            yield _late(material, signed, rule.day, rule.source)
            return


@check("D05", Severity.WARNING, source="drafter")
def not_signed_in_the_future(material: Material) -> Iterator[Hit | Missing]:
    """不知道公布期限的时候，成文日期不在今天之后。

    Why: 将来的日期可能是年份、月份写错了；知道公布期限的，期限以前的日期是事先写好的，不提醒。
    Fix: 核对成文日期；准备在那一天印发的，写明理由后关闭这条提醒。
    Example: 今天是2024年1月15日，成文日期是2025年1月20日 → 成文日期还没有到。
    """
    signed, year = _signed(material), material.year
    if not material.form.signature.date:
        return
    if signed is None:
        yield from unanswered(material, material.form.signature.date)
    elif material.today is None:
        yield Missing("不知道今天的日期")
    elif signed > material.today and not (year and any(r.day for r in _deadlines(material, year))):
        what = f"成文日期是{shown(signed)}，今天是{shown(material.today)}，还没有到。"
        yield Hit(material.form.signature.date, what, seen=(shown(signed),))


@prose_check("D06", Severity.WARNING, source="drafter", needs=("year",))
def nothing_before_it_happened(material: Material, passage: Passage) -> Iterator[Hit]:
    """没有提到报告年度之后才有的会议和文件。

    Why: 报告年度的工作不可能以后来的会议、文件为依据，多半是从别的年份抄来的。
    Fix: 删去或改正；写在下一步打算里的，写明理由后关闭这条提醒。
    Example: 2023年的报告写“认真贯彻党的二十届三中全会精神” → 二十届三中全会在2024年7月15日召开。
    """
    year = material.known_year
    later = [event for event in material.words.events if event.day.year > year]
    signed, years = _signed(material), material.words.years
    for event in later:
        for start, end in found(passage.text, event.names):
            said = passage.text[max(0, start - 10) : start]
            known = signed is not None and event.day <= signed
            plan = passage.section.id in years.plans or has(
                before(passage.text, start), years.later
            )
            if has(said, material.words.ahead) or (known and plan):
                continue
            name = passage.text[start:end]
            what = f"提到了“{name}”，那是{shown(event.day)}的事，报告年度是{year}年。"
            yield at_words(passage, start, end, what)
            break


@prose_check("D07", Severity.WARNING, source="drafter", needs=("year",))
def budget_and_accounts(material: Material, passage: Passage) -> Iterator[Hit]:
    """公开的是本年度预算和上年度决算。

    Why: 报告年度里公开的，一般是当年的预算和上一年的决算。
    Fix: 核对年份；确实公开的是别的年份，写明理由后关闭这条提醒。
    """
    year = material.known_year
    words = material.words.years
    usual = dict.fromkeys(words.budgets, year) | dict.fromkeys(words.accounts, year - 1)
    text = outside(passage.text, titles(passage.text))
    for match in _BUDGET.finditer(text):
        kind = match[2]
        # A word that words.yaml does not list is never wrong.
        right = usual.get(kind, int(match[1]))
        plan = has(sentence(text, *match.span()), words.intended)
        if int(match[1]) != right and not (plan or passage.section.id in words.plans):
            what = f"写的是{match[0]}，{year}年公开的一般是{right}年{kind}。"
            yield at_words(passage, *match.span(), what)


@prose_check("D08", Severity.WARNING, source="drafter", needs=("year",))
def plans_are_of_later(material: Material, passage: Passage) -> Iterator[Hit]:
    """下一步的打算写的是以后的年份。

    Why: 报告年度已经过完，打算写在这一年，多半是从上年的报告抄来的。
    Fix: 改成下一年；说的是这一年已经做过的事，去掉“将”字。
    Example: 2023年的报告写“2023年，我局将加强培训” → 写的是打算，2023年却是报告年度。
    """
    year = material.known_year
    if passage.section.id not in material.words.years.plans:
        return
    plan = Rare(rf"(?<![0-9]){year}年度?[，,]?{_SUBJECT}(?:将(?!近)|计划|拟)", (f"{year}年",))
    for match in plan.finditer(passage.text):
        what = f"“{match[0]}”写的是打算，{year}年却是报告年度，已经过完。"
        yield at_words(passage, *match.span(), what)


_SUBJECT = rf"(?:我{HAN}{{1,3}}|本{HAN}{{1,3}})?[，,]?(?:继续|还)?"


def _signed(material: Material) -> date | None:
    signed = material.facts.answers.get(material.form.signature.date)
    return signed if isinstance(signed, date) else None


def _deadlines(material: Material, year: int) -> Iterator[DeadlineRule]:
    """The days by which it has to be published, the local ones first."""
    for pack in material.packs:
        if pack.deadline:
            yield DeadlineRule(date(year + 1, *pack.deadline), pack.source)
    if (rule := law_rule(material.words.deadlines, material.facts, year)) is not None:
        yield rule


def _late(material: Material, signed: date, last: date, source: str) -> Hit:
    over = (signed - last).days
    what = f"成文日期是{shown(signed)}，比公布期限{shown(last)}晚 {over} 天（{source}）。"
    return Hit(material.form.signature.date, what, seen=(shown(signed),))


def _blank(match: re.Match[str]) -> str:
    return "\0" * len(match[0])


def _explained(years: Years, apart: int, said: str) -> bool:
    """Whether the sentence tells why it names a year so far from the report's."""
    if apart > 0:
        return has(said, years.later)
    return has(said, years.last if apart == -1 else (*years.last, *years.earlier))
