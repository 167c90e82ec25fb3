"""Numbers in prose: 1,234 · 2.3万余 · 两千三百 · 百分之九十八点六 · 三成, with their units."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from drafter.claims.model import Approx, Number
from drafter.draft.numerals import read_numeral

_ARABIC = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?")
_HAN = "〇零一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟"
_NUMERAL = re.compile(f"[{_HAN}]+")
_DECIMAL = re.compile("点[〇零一二三四五六七八九]+")
_SCALE = re.compile("[十百千]?[万亿]|[百千](?=[余多件份条宗])")
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_MORE_AFTER = re.compile("[余多](?!年)")
_AFTER = re.compile("以上|之多|左右|上下|以内|以下|余次")
_BEFORE = {
    **dict.fromkeys(("约", "大约", "约为", "约有", "大概", "约计"), Approx.ABOUT),
    **dict.fromkeys(("逾", "超", "超过", "突破", "上", "至少", "多达", "超出"), Approx.MORE),
    **dict.fromkeys(("近", "不足", "将近", "接近", "不到", "最多", "不超过"), Approx.LESS),
}
_LINKS = ("占", "达", "有")
_BEFORE_LENGTH = max(map(len, _BEFORE))
_SAID_AFTER = {
    "以上": Approx.MORE, "之多": Approx.EXACT, "余次": Approx.MORE, "左右": Approx.ABOUT,
    "上下": Approx.ABOUT, "以内": Approx.LESS, "以下": Approx.LESS,
}  # fmt: skip
_UNITS = re.compile(
    r"%|篇次|条次|个百分点|百分点|‰|人次|件[(]?次[)]?|个?工作日|个小时|小时|个月|[个大]?部分|部门|份额|条例|项目|个单位|件数|次数"
    r"|个部门|个镇|个乡|个县|万字|万元|亿元|千元|"
    r"[件份宗条起次封例项部篇个则桩笔批元成倍人名位家处期场天日年月号页类分周届级种所村栋台套册本张款]"
)
_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0}
_LONGEST = 15


class Figure(NamedTuple):
    """A number with what stands around it; `unit` is "" for none, "%" for per cent.

    `step` is what its last printed digit stands for: 1000 in 2.3万, 0.1 in 45.6%.
    """

    value: Number
    unit: str
    approx: Approx
    start: int
    end: int
    spelled: bool
    step: Number = 1


def figure_at(text: str, start: int, heed: bool = True) -> Figure | int | None:
    """The number that begins at `start`; the end of one too long to be one; or None.

    `heed` tells whether a word before it (约) is looked at.
    """
    if text.startswith("百分之", start):
        return _spelled_percent(text, start)
    match = _ARABIC.match(text, start)
    spelled = match is None
    if match is None:
        return _numeral(text, start, heed)
    digits = match[0].replace(",", "")
    if len(digits) > _LONGEST:
        return match.end()
    value: Number = Decimal(digits) if "." in digits else int(digits)
    step = _step(value)
    end = match.end()
    scale = _SCALE.match(text, end)
    if scale and not text.startswith("元", scale.end()):
        for char in scale[0]:
            value *= _SCALES[char]
            step *= _SCALES[char]
        end = scale.end()
    return _with_unit(text, start, end, value, spelled, heed, step)


def _numeral(text: str, start: int, heed: bool) -> Figure | int | None:
    match = _NUMERAL.match(text, start)
    if match is None:
        return None
    word, end = match[0], match.end()
    if text[end : end + 1] == "元" and word[-1] in "万亿" and len(word) > 1:
        word, end = word[:-1], end - 1
    value: Number | None = read_numeral(word)
    if value is None and word in _SCALES and (_MORE_AFTER.match(text, end) or _led(text, start)):
        value = _SCALES[word]
    if value is None:
        return end
    fraction = _DECIMAL.match(text, end)
    if fraction:
        places = "".join(str(_DIGITS[char]) for char in fraction[0][1:])
        value, end = Decimal(f"{value}.{places}"), fraction.end()
    return _with_unit(text, start, end, value, True, heed, _step(value))


def _spelled_percent(text: str, start: int) -> Figure | int | None:
    found = figure_at(text, start + 3, heed=False)
    if isinstance(found, int) or found is None:
        hundred = text.startswith("百", start + 3)
        if not hundred:
            return start + 3
        return Figure(100, "%", approx_before(text, start)[0], start, start + 4, True)
    if found.unit:
        return Figure(found.value, "%", Approx.EXACT, start, found.end - len(found.unit), True)
    return Figure(
        found.value, "%", approx_before(text, start)[0], start, found.end, True, found.step
    )


def _with_unit(
    text: str, start: int, end: int, value: Number, spelled: bool, heed: bool, step: Number
) -> Figure:
    approx = Approx.EXACT
    if more := _MORE_AFTER.match(text, end):
        approx, end = Approx.MORE, more.end()
        if (scale := _SCALE.match(text, end)) and not text.startswith("元", scale.end()):
            for char in scale[0]:
                value *= _SCALES[char]
                step *= _SCALES[char]
            end = scale.end()
    unit = _UNITS.match(text, end)
    if unit:
        end = unit.end()
    if said := _AFTER.match(text, end):
        approx, end = _SAID_AFTER[said[0]], said.end()
    if heed and approx is Approx.EXACT:
        linked = start - (text[start - 1 : start] in _LINKS)
        approx = approx_before(text, linked)[0]
    if isinstance(value, Decimal) and value == value.to_integral_value():
        value = int(value)
    return Figure(value, unit[0] if unit else "", approx, start, end, spelled, step)


def _step(value: Number) -> Number:
    """What the last digit of a number as printed stands for."""
    if isinstance(value, int):
        return 1
    return Decimal(1).scaleb(int(value.as_tuple().exponent))


def approx_before(text: str, start: int) -> tuple[Approx, int]:
    """What the word before a number says of it, and where that word begins."""
    for length in range(_BEFORE_LENGTH, 0, -1):
        word = text[max(0, start - length) : start]
        if word in _BEFORE and len(word) == length:
            return _BEFORE[word], start - length
    return Approx.EXACT, start


def _led(text: str, start: int) -> bool:
    return approx_before(text, start)[0] is not Approx.EXACT
