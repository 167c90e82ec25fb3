"""Checks over personal data in the text (P)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from drafter.checks.check_catalogue import Hit, at_words, prose_check
from drafter.checks.material import Material, Passage
from drafter.draft.empty_answers import MOBILE
from drafter.form.definitions import Severity

_IDENTITY = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z])")
_HALF = {0xFF10 + digit: 0x30 + digit for digit in range(10)} | {0xFF38: 0x58, 0xFF58: 0x78}
"""Full-width digits and X, one for one, so that places in the text stay."""
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"


@prose_check("P01", Severity.ERROR)
def no_identity_numbers(material: Material, passage: Passage) -> Iterator[Hit]:
    """文字里没有身份证号码。

    Why: 年度报告向社会公布，公开身份证号码侵害个人隐私。
    Fix: 删去身份证号码。
    """
    for match in _IDENTITY.finditer(passage.text.translate(_HALF)):
        if _is_identity(match[0].upper()):
            what = f"出现了身份证号码 {match[0][:6]}…{match[0][-2:]}。"
            yield at_words(passage, *match.span(), what)


@prose_check("P02", Severity.ERROR)
def no_mobile_numbers(material: Material, passage: Passage) -> Iterator[Hit]:
    """文字里没有手机号码。

    Why: 年度报告向社会公布，个人手机号码不应公开；联系电话应当用办公电话。
    Fix: 删去手机号码，需要留联系电话的写办公电话。
    Example: “联系人王某，13……” → 标出号码。
    """
    answers = material.facts.answers
    given = {_digits(str(answers[id])) for id in material.words.phones if id in answers}
    for match in MOBILE.finditer(passage.text.translate(_HALF)):
        number = _digits(match[0])
        what = f"出现了手机号码 {number[:3]}…{number[-2:]}。"
        if number in given:
            fix = "联系电话改用办公电话；确实对外公布这个号码的，写明理由后关闭这条提醒。"
            yield at_words(passage, *match.span(), what, fix, Severity.WARNING)
        else:
            yield at_words(passage, *match.span(), what)


def _is_identity(number: str) -> bool:
    """Whether the date of birth and the check digit are right (GB 11643)."""
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return 1900 <= born.year < 2100 and _CHECK_DIGITS[total % 11] == number[17]


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdecimal())
