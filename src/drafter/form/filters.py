"""What texts of a form can do to a value beside Jinja's own filters (docs/forms.md)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from drafter.form.arithmetic import Figure, format_figure
from drafter.form.namespace import across, members

_ORDINALS = "一二三四五六七八九十"
_CLOSED = ("！", "？", *(stop + close for stop in "。！？" for close in "”’）"))
_FINAL = "。．.；;，,、！!？? \t\n"


def day(value: date | None) -> str:
    """`2022年1月20日`: Arabic digits, no leading zeros (GB/T 9704)."""
    return "" if value is None else f"{value.year}年{value.month}月{value.day}日"


def figure(value: Figure | None) -> str:
    """Plain digits, as `format_figure` writes them; nothing for no figure."""
    return "" if value is None else format_figure(value)


def listed(values: Iterable[Any] | None, unit: str = "") -> str:
    """`甲、乙和丙`; of counts with names `门户网站100条、微信公众号24条`."""
    items: list[Any] = [values] if values and isinstance(values, str) else list(values or ())
    if items and hasattr(items[0], "count") and hasattr(items[0], "name"):
        return "、".join(f"{item.name}{item.count}{unit}" for item in items)
    words = [str(item) for item in items]
    return "、".join(words[:-1]) + ("和" if len(words) > 1 else "") + (words[-1] if words else "")


def clause(value: object) -> str:
    """What was typed without its closing punctuation, so that the sentence can go on."""
    return "" if value is None else str(value).strip().rstrip(_FINAL)


def sentence(value: object) -> str:
    """What was typed, closed with one full stop; a closing ！ ？ ” or ） keeps its own."""
    text = "" if value is None else str(value).strip()
    if text.endswith(_CLOSED):
        return text
    bare = text.rstrip(_FINAL)
    return bare and bare + "。"


def ordinal(number: int) -> str:
    """`一是` for 1; twenty at the most."""
    if number < 1:
        raise ValueError(number)
    if number <= 10:
        return f"{_ORDINALS[number - 1]}是"
    return f"十{_ORDINALS[number - 11]}是" if number < 20 else "二十是"


def percent(part: Figure, whole: Figure) -> str:
    """The share of `part` in `whole` as `12.5%`, up to two places; nothing of a whole of 0."""
    if not whole:
        return ""
    share = (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{figure(share)}%"


FILTERS = {
    "day": day,
    "figure": figure,
    "listed": listed,
    "clause": clause,
    "sentence": sentence,
    "ordinal": ordinal,
    "percent": percent,
    "members": members,
    "across": across,
}
