"""Figures as people type them: １２, 1,234, 三百零五, 12件, 1.2万, 380元, 无."""

import re
from decimal import Context, Decimal
from typing import NamedTuple
from unicodedata import category

from drafter.draft.clean_text import scrub, scrub_line
from drafter.form.arithmetic import Figure, Increase, format_figure
from drafter.form.definitions import CellDefinition, Kind

EMPTY = "还没有填写。"


class Misread(NamedTuple):
    """What was read and why it cannot be used, and what to do: two Chinese sentences.

    The caller adds where it stands and so makes a `Problem` of it.
    """

    what: str
    fix: str


def quoted(text: str) -> str:
    """The text in quotes, shortened to what fits into a sentence."""
    line = scrub_line(text.strip()[:200])
    return f"“{line}”" if len(line) <= 24 else f"“{line[:23]}…”"


def explain_figure(text: str, shown: str, fix: str) -> Misread:
    """Why `text` (folded to half-width, short) is not one exact figure of zero or more.

    `shown` is what was typed, quoted.
    """
    for pattern, why in _REASONS:
        if re.search(pattern, text, re.IGNORECASE):
            return Misread(f"{shown}{why}。", fix)
    if any(category(char)[0] == "N" and char not in _USUAL for char in text):
        return Misread(f"{shown}里有特殊的数字符号，读不准。", fix)
    if any(char in _CHINESE for char in text) and not re.search(f"[^{_CHINESE}]", text):
        return Misread(f"{shown}这个中文数字读不准，用 1、2、3 这样的数字写更稳妥。", fix)
    if any("0" <= char <= "9" for char in text):
        return Misread(f"{shown}里除了数字还有看不懂的内容。", fix)
    return Misread(f"{shown}不是数字。", fix)


_CHINESE = "〇○零一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟"
_USUAL = "0123456789" + _CHINESE
# Here and below nothing is compiled before it is needed, and `re` keeps what it compiled: nearly
# every figure of a file is plain digits, and pays for none of these.
_REASONS = (
    (r"[0-9]e[-+]?[0-9]", "是科学记数法"),
    (r"^=|[+*×÷=]", "是一道算式，这里要算好的结果"),
    (r"[0-9]{4}([-/.])[0-9]{1,2}\1[0-9]{1,2}|[0-9〇一二三四五六七八九]年|[0-9]月", "像是日期"),
    (
        r"[约余多几来近逾超]|数[十百千万]|左右|上下|以上|以下|不到|不足|至少|至多|若干|^[~≈<>≥≤]|[~≈<>≥≤]$",
        "是个大概的数，报告里要写确切的数",
    ),
    (r"^-|^负|^\(\s*[0-9]", "是负数，这里最小是 0"),
    (r"[%‰]|百分之", "是比例，这里要的是数量"),
    (r"[0-9][^0-9,;]*[-~至到]\s*[0-9]", "是一个范围，报告里要写确切的数"),
    (r"半|分之|[0-9]\s*/\s*[0-9]", "不是整数"),
    (r"\..*\.", "里有不止一个小数点"),
    (r"[0-9]\s*[;、\s]\s*[0-9]|[0-9],\s", "里有不止一个数"),
    (r"[0-9],|,[0-9]", "里的逗号不在千分位上，分不清是一个数还是几个数"),
)


_MONEY = "元人民币|元整|圆整|块钱|元钱|元|圆|块"
_PEOPLE = "人次|人|名|位"
_THINGS = (
    "批次|场次|件次|条次|篇次|件|份|宗|条|起|次|封|例|项|部|篇|个|场|期|家|处|张|则|种|类|册|本|幅|"
    "批|届|回|组|卷|页|台|套|户|栏|单|笔|所|座|间|字|天"
)
_NOUN = f"({_MONEY}|{_PEOPLE}|{_THINGS})$"
_ZEROS = {"千": 3, "万": 4, "亿": 8}

MEASURES = f"(?:{_MONEY}|{_PEOPLE}|{_THINGS})"
"""A regular expression of every measure word."""


def split_noun(text: str, unit: str) -> tuple[str, str]:
    """The figure and the measure word after it, which may be empty."""
    own = base(unit)
    # The unit asked for is never taken for another one that ends alike (次 of 人次).
    if own and text.endswith(own):
        return text.removesuffix(own).rstrip(), own
    match = re.search(_NOUN, text)
    return (text[: match.start()].rstrip(), match[0]) if match else (text, "")


def base(unit: str) -> str:
    """The unit without its power of ten: 元 of 万元."""
    return unit[1:] if unit[:1] in _ZEROS else unit


def zeros(unit: str) -> int:
    """The power of ten a unit stands for: 4 of 万元, 0 of 件."""
    return _ZEROS.get(unit[:1], 0)


def clash(shown: str, noun: str, unit: str) -> Misread | None:
    """Refuses a measure word that makes another thing of the figure: 万元 or 人 where 件 is due."""
    own = base(unit)
    if not noun or noun == own or (own and _family(noun) == _family(own)):
        return None
    if _family(noun) == _MONEY:
        return Misread(f"{shown}是金额，这里要的是数量。", _fix(unit))
    if _family(own) == _MONEY:
        return Misread(f"{shown}不是金额，这里按{unit}计。", _fix(unit))
    # 个 is said of anything, people too.
    if not own or noun == "个" or _PEOPLE not in (_family(noun), _family(own)):
        return None
    return Misread(f"{shown}的单位是{noun}，这里按{unit}计。", _fix(unit))


def _family(noun: str) -> str:
    return next((words for words in (_MONEY, _PEOPLE) if noun in words.split("|")), _THINGS)


def _fix(unit: str) -> str:
    return f"填以{unit}为单位的数；没有就填 0。" if unit else "填一个整数；没有就填 0。"


HAN_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0}
_PLACE_VALUES = {"十": 10, "百": 100, "千": 1000}
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟零○", "一二三四五六七八九十百千〇〇")
# 二OO八: the letter is typed for 〇 so often that it is one within a numeral.
_LETTER_O = "(?<=[〇一二三四五六七八九OoＯ])[OoＯ]"
# 两 is 二 before a unit and alone; in 三两 it would be an ounce.
_COUPLE = "两(?=[百千万亿])|^两$"
_SECTIONS = "(?:([^亿万]+)亿)?(?:([^亿万]+)万)?([^亿万]*)"
_LONGEST_NUMERAL = 24


def read_numeral(text: str) -> int | None:
    """The whole number a Chinese numeral says, or None if it does not say exactly one.

    The grammar is strict on purpose, as a misread figure is worse than one asked again:
    `一千二十` lacks its 零, `三四` may mean three or four.
    """
    if not text or len(text) > _LONGEST_NUMERAL:
        return None
    plain = text.translate(_FORMAL)
    # Nearly every numeral has neither, and needs no pattern.
    if any(letter in plain for letter in "OoＯ"):
        plain = re.sub(_LETTER_O, "〇", plain)
    if "两" in plain:
        plain = re.sub(_COUPLE, "二", plain)
    return _spelled(plain) if all(char in HAN_DIGITS for char in plain) else _grouped(plain)


def _spelled(text: str) -> int | None:
    """Digit by digit: 二〇二一."""
    # 三四 may mean three or four; 二〇 can only be twenty.
    if len(text) == 2 and "〇" not in text:
        return None
    return int("".join(str(HAN_DIGITS[char]) for char in text))


def _grouped(text: str) -> int | None:
    """Sections of four places, counted in 亿, 万 and ones."""
    match = re.fullmatch(_SECTIONS, text)
    if not match:
        return None
    total = above = 0
    for section, scale in zip(match.groups(), (10**8, 10**4, 1), strict=True):
        if not section:
            continue
        value = _after(section, scale, above) if above else _section(section, loose=scale == 1)
        if value is None:
            return None
        total += value * scale
        above = scale
    return total


def _after(section: str, scale: int, above: int) -> int | None:
    """A section below another: it opens with 零 where places are skipped, or is short for ten.

    `一万二` is 12000, as people speak; `一万零二` is 10002.
    """
    if section[0] == "〇":
        return _section(section[1:], loose=False)
    if section in HAN_DIGITS and scale == 1:
        return HAN_DIGITS[section] * above // 10
    value = _section(section, loose=scale == 1)
    filled = value is not None and value >= 1000 and above == scale * 10**4
    return value if filled else None


def _section(text: str, *, loose: bool) -> int | None:
    """A numeral below ten thousand; `loose` lets 三百五 stand for 350."""
    total, place, digit, zero = 0, 10_000, 0, False
    for char in text:
        if char == "〇":
            if digit or zero or not total:
                return None
            zero = True
        elif char in HAN_DIGITS:
            if digit:
                return None
            digit = HAN_DIGITS[char]
        else:
            unit = _PLACE_VALUES.get(char, place)
            if unit >= place or not (digit or unit == 10):
                return None
            # 零 must stand where a place is skipped, and nowhere else: 一千零二十, 一千二百.
            if total and zero == (unit * 10 == place):
                return None
            total, place, digit, zero = total + (digit or 1) * unit, unit, 0, False
    return _last_digit(total, place, digit, zero=zero, loose=loose)


def _last_digit(total: int, place: int, digit: int, *, zero: bool, loose: bool) -> int | None:
    if not digit:
        return total if total and not zero else None
    if not total or zero == (place > 10):
        return total + digit
    return total + digit * place // 10 if loose and not zero else None


_DIGITS = 12
_LIMIT = 10**_DIGITS
_PLACES = 6
_LONGEST = 60
_HUGE, _CHECK = "太大了，这里最多填十二位数。", "核对这个数和它的单位。"
_WHOLE = "填一个整数，例如 12；没有就填 0。"
# Wide enough for every figure of _LONGEST characters: nothing is ever rounded.
_EXACT = Context(prec=2 * _LONGEST)

# Not NFKC, which would make 2 of ² and 1 of ①.
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_BLANKS = dict.fromkeys((0x3000, 0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F), " ")
# Input methods and Word make all of these out of one key.
_DASHES = dict.fromkeys((*range(0x2010, 0x2016), 0x2212), "-")
_UNSEEN = dict.fromkeys((*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)))
_FOLDED = _HALF_WIDTH | _BLANKS | _DASHES | _UNSEEN | str.maketrans("￥\n\t", "¥;;")

_NONE = (
    r"(?:暂|均|都|全)?(?:无|没有?|零|〇)|-+|/+|\\+"
    r"|(?:[尚从]?未|没有?)(?:发生|发布|收到|收取|产生|开展|公开|制发|办理)过?"
)
_LEAD = r"(?:全年|本年度?|今年)?(?:总共|一共|共计|共有|合计|总计|总数|共|计)?:?\s*"
_CURRENCY = r"(?i:¥|人民币|rmb|cny)\s*"
ARABIC = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?"
"""A figure as reports print it, half-width; commas stand between thousands only."""

_PLAIN = rf"{ARABIC}|[0-9]{{1,3}}(?: [0-9]{{3}})+(?:\.[0-9]+)?|\.[0-9]+"
_PIECE = r"([0-9.][0-9., ]*)([十百千]?[万亿]|[百千])?"
_POWERS = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}


def read_figure(definition: CellDefinition, raw: str, *, copied: bool = False) -> Figure | Misread:
    """A typed figure of one cell; one `copied` from a document may be below zero, as printed."""
    if definition.kind is Kind.CHANGE:
        return read_change(raw, definition.unit)
    # A printed minus is a fault to be found by the checks, not one to be lost in reading.
    if copied and (text := fold(raw).strip())[:1] == "-" and len(text) > 1:
        below = read_figure(definition, text[1:])
        return below if isinstance(below, Misread) else -below
    if definition.kind is Kind.MONEY:
        return read_money(raw, definition.unit)
    return read_count(raw, definition.unit)


def read_count(raw: str, unit: str = "") -> int | Misread:
    """The whole number from 0 to 10^12 - 1 that `raw` says, in `unit` if it is one like 万次."""
    # Nearly every figure of a file is plain digits, which need no grammar.
    if raw.isascii() and raw.isdigit() and len(raw) <= _DIGITS:
        return int(raw)
    amount = _read(raw, unit, _WHOLE)
    if isinstance(amount, Misread):
        return amount
    if amount != amount.to_integral_value():
        return Misread(f"{quoted(raw)}不是整数。", _WHOLE)
    return int(amount)


_SIGN = r"(?P<up>\+|净?增加?|新增|多)|-|净?减少?|少|负"
_UNCHANGED = r"[没无未]有?(?:变化|增减|变动)|不变|持平|增减相抵"


def read_change(raw: str, unit: str = "") -> int | Misread:
    """A whole number with its sign: -8, +1036, 减少8项; one without a sign is an increase.

    One that was written with its plus sign or a word for it comes back as an `Increase`.
    """
    text = fold(raw)
    if re.fullmatch(_UNCHANGED, text):
        return 0
    sign = re.match(_SIGN, text) if len(text) > 1 else None
    count = read_count(text[sign.end() :] if sign else text, unit)
    if isinstance(count, Misread):
        return count._replace(fix="填一个整数，增加的写 8 或 +8，减少的写 -8；没有变化就填 0。")
    if sign is None or not count:
        return count
    return Increase(count) if sign["up"] else -count


def read_money(raw: str, unit: str) -> Decimal | Misread:
    """The exact amount in `unit` (元 or 万元), with up to six places.

    A bare figure is in `unit`; one that says 元, 万 or 亿 is converted.
    """
    unit = unit or "元"
    example = f"例如 {'380元 或 0.038万元' if zeros(unit) else '380元'}"
    amount = _read(raw, unit, f"填一个金额，{example}；没有就填 0。")
    if isinstance(amount, Misread):
        return amount
    # Without the zeros that scaling left behind: 380.000000 has no places.
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
    if re.fullmatch(_NONE, body or text):
        return Decimal(0)
    typed = _take_apart(body, unit)
    # Only now is it worked out what it might have been: a refused figure can take its time.
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
    # ¥380 and 人民币380: the currency before it is the unit after it.
    if bare != amount:
        noun = noun or "元"
    figure = _arabic(digits)
    if figure is None:
        numeral = read_numeral(digits)
        figure = _spoken_decimal(digits) if numeral is None else Decimal(numeral)
    return None if figure is None else _Typed(digits, noun, figure)


_SPOKEN = rf"([{_CHINESE}]+)点([〇○零一二三四五六七八九]{{1,6}})([十百千]?[万亿]?)"


def _spoken_decimal(text: str) -> Decimal | None:
    """三点五万: a whole number, the places read one by one, and what it is counted in."""
    match = re.fullmatch(_SPOKEN, text) if len(text) <= _LONGEST_NUMERAL else None
    whole = read_numeral(match[1]) if match else None
    if match is None or whole is None:
        return None
    places = "".join(str(HAN_DIGITS[char]) for char in match[2].replace("○", "〇"))
    return _EXACT.scaleb(Decimal(f"{whole}.{places}"), sum(_POWERS[char] for char in match[3]))


def _match_end(pattern: str, text: str) -> int:
    match = re.match(pattern, text)
    return match.end() if match else 0


def _in_unit(typed: _Typed, unit: str) -> Decimal | Misread:
    """The figure in `unit`: whoever writes 元, 万 or 亿 has said how large it is."""
    power = zeros(unit)
    if typed.noun or any(char in "万亿" for char in typed.digits):
        return _EXACT.scaleb(typed.figure, Decimal(-power))
    # 三百 where 万元 is due is more likely 300 元; a factor of ten thousand is not guessed.
    if power and any(char in "百千佰仟" for char in typed.digits):
        shown, one = quoted(typed.digits), base(unit)
        return Misread(
            f"{shown}没有写明是{one}还是{unit}。", f"写上单位，例如 {typed.digits}{one}。"
        )
    return typed.figure


def _arabic(text: str) -> Decimal | None:
    """Arabic digits, whole or in pieces: 1,234.56 · 1.2万 · 3千万 · 1亿2000万 · 1万2."""
    pieces = re.findall(_PIECE, text)
    if not pieces or "".join(digits + power for digits, power in pieces) != text:
        return None
    # 1.2万3 has no one meaning.
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
    if not re.fullmatch(_PLAIN, digits):
        return None
    return Decimal(digits.replace(",", "").replace(" ", ""))


def _too_long(text: str, shown: str, fix: str) -> Misread:
    if re.fullmatch("[0-9, ]+", text):
        return Misread(f"{shown}{_HUGE}", _CHECK)
    return Misread(f"{shown}太长，看不出是哪个数。", fix)
