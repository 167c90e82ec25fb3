"""Figures as people type them: １２, 1,234, 三百零五, 12件, 1.2万, 380元, 无."""

from __future__ import annotations

import re
from decimal import Context, Decimal
from typing import NamedTuple

from drafter.draft.misread import EMPTY, Misread, explain_figure, quoted
from drafter.draft.numerals import read_numeral
from drafter.draft.scrub import scrub
from drafter.draft.units import base, clash, split_noun, zeros
from drafter.form.arithmetic import format_figure

__all__ = ["Misread", "fold", "format_figure", "read_count", "read_money"]

_LIMIT = 10**12
_PLACES = 6
_LONGEST = 60
_HUGE, _CHECK = "太大了，这里最多填十二位数。", "核对这个数和它的单位。"
_WHOLE = "填一个整数，例如 12；没有就填 0。"
# Wide enough for every figure of _LONGEST characters: nothing is ever rounded.
_EXACT = Context(prec=2 * _LONGEST)

# Not NFKC, which would make 2 of ² and 1 of ①.
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_BLANKS = dict.fromkeys((0x3000, 0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F), " ")
_DASHES = dict.fromkeys((*range(0x2010, 0x2016), 0x2212), "-")
_UNSEEN = dict.fromkeys((*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)))
_FOLDED = _HALF_WIDTH | _BLANKS | _DASHES | _UNSEEN | str.maketrans("￥\n\t", "¥;;")

_NONE = re.compile(
    r"(?:暂|均|都|全)?(?:无|没有?|零|〇)|-+|/+|\\+"
    r"|(?:[尚从]?未|没有?)(?:发生|发布|收到|收取|产生|开展|公开|制发|办理)过?"
)
_LEAD = re.compile(r"(?:全年|本年度?|今年)?(?:总共|一共|共计|共有|合计|总计|总数|共|计)?:?\s*")
_CURRENCY = re.compile(r"(?:¥|人民币|rmb|cny)\s*", re.IGNORECASE)
_PLAIN = re.compile(
    r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+|[0-9]+)(?:\.[0-9]+)?|\.[0-9]+"
)
_PIECE = re.compile(r"([0-9.][0-9., ]*)([十百千]?[万亿]|[百千])?")
_POWERS = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}


def read_count(raw: str, unit: str = "") -> int | Misread:
    """The whole number from 0 to 10^12 - 1 that `raw` says, in `unit` if it is one like 万次."""
    amount = _read(raw, unit, _WHOLE)
    if isinstance(amount, Misread):
        return amount
    if amount != amount.to_integral_value():
        return Misread(f"{quoted(raw)}不是整数。", _WHOLE)
    return int(amount)


def read_money(raw: str, unit: str) -> Decimal | Misread:
    """The exact amount in `unit` (元 or 万元), with up to six places.

    A bare figure is in `unit`; one that says 元, 万 or 亿 is converted.
    """
    unit = unit or "元"
    example = f"例如 {'380元 或 0.038万元' if zeros(unit) else '380元'}"
    amount = _read(raw, unit, f"填一个金额，{example}；没有就填 0。")
    if isinstance(amount, Misread):
        return amount
    settled = Decimal(format_figure(amount))
    if -int(settled.as_tuple().exponent) > _PLACES:
        what = f"{quoted(raw)}按{unit}计超过 {_PLACES} 位小数。"
        return Misread(what, f"核对金额，按{unit}最多保留 {_PLACES} 位小数。")
    return settled


def fold(raw: str) -> str:
    """`raw` with half-width characters; newlines and tabs, which separate, as `;`."""
    return scrub(raw).strip().translate(_FOLDED).strip()


class _Typed(NamedTuple):
    """A text taken apart. `noun` is the measure word, `digits` what stands before it."""

    digits: str
    noun: str
    figure: Decimal


def _read(raw: str, unit: str, fix: str) -> Decimal | Misread:
    text, shown = fold(raw), quoted(raw)
    if not text:
        return Misread(EMPTY, fix)
    if len(text) > _LONGEST:
        return _too_long(text, shown, fix)
    body = text.rstrip("。.! ")
    if _NONE.fullmatch(body or text):
        return Decimal(0)
    typed = _take_apart(body, unit)
    if typed is None:
        return explain_figure(text, shown, fix)
    amount = clash(shown, typed.noun, unit) or _in_unit(typed, unit)
    if isinstance(amount, Decimal) and amount >= _LIMIT:
        return Misread(f"{shown}{_HUGE}", _CHECK)
    return amount


def _take_apart(text: str, unit: str) -> _Typed | None:
    amount = text[_match_end(_LEAD, text) :]
    bare = amount[_match_end(_CURRENCY, amount) :]
    digits, noun = split_noun(bare, unit)
    if bare != amount:
        noun = noun or "元"
    figure = _arabic(digits)
    if figure is None:
        numeral = read_numeral(digits)
        figure = None if numeral is None else Decimal(numeral)
    return None if figure is None else _Typed(digits, noun, figure)


def _match_end(pattern: re.Pattern[str], text: str) -> int:
    match = pattern.match(text)
    return match.end() if match else 0


def _in_unit(typed: _Typed, unit: str) -> Decimal | Misread:
    """The figure in `unit`: whoever writes 元, 万 or 亿 has said how large it is."""
    power = zeros(unit)
    if typed.noun or any(char in "万亿" for char in typed.digits):
        return _EXACT.scaleb(typed.figure, Decimal(-power))
    if power and any(char in "百千佰仟" for char in typed.digits):
        shown, one = quoted(typed.digits), base(unit)
        return Misread(
            f"{shown}没有写明是{one}还是{unit}。", f"写上单位，例如 {typed.digits}{one}。"
        )
    return typed.figure


def _arabic(text: str) -> Decimal | None:
    """Arabic digits, whole or in pieces: 1,234.56 · 1.2万 · 3千万 · 1亿2000万 · 1万2."""
    pieces = _PIECE.findall(text)
    if not pieces or "".join(digits + power for digits, power in pieces) != text:
        return None
    if len(pieces) > 1 and "." in text:
        return None
    total, above = Decimal(0), 0
    for digits, word in pieces:
        value, power = _plain(digits.strip()), sum(_POWERS[char] for char in word)
        if value is None or (above and not _fits(digits.strip(), power, above)):
            return None
        if above and not word and len(digits.strip()) == 1:
            power = above - 1
        total = _EXACT.add(total, _EXACT.scaleb(value, Decimal(power)))
        above = power
    return total


def _fits(digits: str, power: int, above: int) -> bool:
    """Whether a piece fills the places below `above`, or is short for ten: 1万2 is 12000."""
    if power:
        return power + len(digits) <= above
    return len(digits) in (1, above)


def _plain(digits: str) -> Decimal | None:
    if not _PLAIN.fullmatch(digits):
        return None
    return Decimal(digits.replace(",", "").replace(" ", ""))


def _too_long(text: str, shown: str, fix: str) -> Misread:
    if re.fullmatch("[0-9, ]+", text):
        return Misread(f"{shown}{_HUGE}", _CHECK)
    return Misread(f"{shown}太长，看不出是哪个数。", fix)
