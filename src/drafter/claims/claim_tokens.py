"""A text cut into words, numbers, years and marks, and these into clauses."""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from enum import Enum
from typing import NamedTuple

from drafter.claims.claim_lexicon import VEIL, Lexicon, Word
from drafter.claims.claim_model import Approx, Number
from drafter.draft.typed_figures import ARABIC, HAN_DIGITS, read_numeral
from drafter.form.label_numbers import NUMBER_MARK

_ARABIC = re.compile(ARABIC)
_HAN = "〇零一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟"
_NUMERAL = re.compile(f"[{_HAN}]+")
_DECIMAL = re.compile("点[〇零一二三四五六七八九]+")
# 百 and 千 scale arabic digits only where 余 or a unit follows.
_SCALE = re.compile("[十百千]?[万亿]|[百千](?=[余多件份条宗])")
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
# 十余年 is a span of years, not a number of anything.
_MORE_AFTER = re.compile("[余多](?!年)")
_BEFORE = {
    **dict.fromkeys(("约", "大约", "约为", "约有", "大概", "约计"), Approx.ABOUT),
    **dict.fromkeys(("逾", "超", "超过", "突破", "上", "至少", "多达", "超出"), Approx.MORE),
    **dict.fromkeys(("近", "不足", "将近", "接近", "不到", "最多", "不超过"), Approx.LESS),
}
# 约占 and 近有 put one of these between the word and its number.
_LINKS = ("占", "达", "有")
_BEFORE_LENGTH = max(map(len, _BEFORE))
_SAID_AFTER = {
    "以上": Approx.MORE,
    "之多": Approx.EXACT,
    "余次": Approx.MORE,
    "左右": Approx.ABOUT,
    "上下": Approx.ABOUT,
    "以内": Approx.LESS,
    "以下": Approx.LESS,
}
# The longest first where one begins another; those the form never counts in (年, 月, 号, 个百分点)
# are here so that their numbers are known to be of something else.
_UNITS = re.compile(
    r"%|篇次|条次|个百分点|百分点|‰|人次|[件条][(]?次[)]?|个?工作日|个小时|小时|个月|[个大]?部分|部门|份额|条例|项目|个单位|件数|次数"
    r"|个部门|个方面|个乡镇|个街道|个镇|个乡|个县|家单位|万字|万元|亿元|千元|"
    r"[件份宗条起次封例项部篇个则桩笔批元成倍人名位家处期场天日年月号页类分周届级种所村栋台套册本张款]"
)
# Digits beyond this are an account or a telephone number.
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
    # In 5万元 the 万 belongs to the unit, so that amounts keep what they were told in.
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
    # As with digits: 三万元 is three of 万元.
    if text[end : end + 1] == "元" and word[-1] in "万亿" and len(word) > 1:
        word, end = word[:-1], end - 1
    value: Number | None = read_numeral(word)
    # 万余件, 近千条: a scale with no digit before it is one of it, if only roughly.
    if value is None and word in _SCALES and (_MORE_AFTER.match(text, end) or _led(text, start)):
        value = _SCALES[word]
    if value is None:
        return end
    # 九十八点六 continues a numeral that stands by itself already.
    fraction = _DECIMAL.match(text, end)
    if fraction:
        places = "".join(str(HAN_DIGITS[char]) for char in fraction[0][1:])
        value, end = Decimal(f"{value}.{places}"), fraction.end()
    return _with_unit(text, start, end, value, True, heed, _step(value))


def _spelled_percent(text: str, start: int) -> Figure | int | None:
    found = figure_at(text, start + 3, heed=False)
    if isinstance(found, int) or found is None:
        # 百分之百: 百 alone is no numeral to `read_numeral`.
        hundred = text.startswith("百", start + 3)
        if not hundred:
            return start + 3
        return Figure(100, "%", approx_before(text, start)[0], start, start + 4, True)
    # A unit behind it is of something else; the share ends before that.
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
    if said := _SAID_AFTER.get(text[end : end + 2]):
        approx, end = said, end + 2
    if heed and approx is Approx.EXACT:
        # The word that makes it rough may stand one link away: 约占45%.
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
        # 上百件 are more than a hundred; 网上7件 are seven.
        scaled = word != "上" or text[start : start + 1] in _SCALES
        if word in _BEFORE and len(word) == length and scaled:
            return _BEFORE[word], start - length
    return Approx.EXACT, start


def _led(text: str, start: int) -> bool:
    return approx_before(text, start)[0] is not Approx.EXACT


class Sort(Enum):
    """What a token is to the grammar."""

    WORD = "word"
    OTHER = "other"
    """Characters that no word of the form explains."""
    NUMBER = "number"
    YEAR = "year"
    LIST = "、"
    COMMA = "，"
    COLON = "："
    SEMICOLON = "；"
    STOP = "。"
    OPEN = "（"
    CLOSE = "）"
    TITLE = "《》"


class Token(NamedTuple):
    """One token; `figure` for numbers, `year` for years, `word` for words."""

    sort: Sort
    start: int
    end: int
    word: Word | None = None
    figure: Figure | None = None
    year: int = 0

    def marked(self, mark: str) -> bool:
        return self.word is not None and mark in self.word.marks

    @property
    def light(self) -> bool:
        return self.word is not None and self.word.light


_MARKS = {
    **dict.fromkeys(",，—", Sort.COMMA),
    **dict.fromkeys("、､/", Sort.LIST),
    **dict.fromkeys(";", Sort.SEMICOLON),
    **dict.fromkeys(":", Sort.COLON),
    **dict.fromkeys("。.!?\n｡|…", Sort.STOP),
    **dict.fromkeys("([【", Sort.OPEN),
    **dict.fromkeys(")]】", Sort.CLOSE),
}
_QUOTES = frozenset("“”\"‘’'「」『』")
_NAMES = {"“": "”", "‘": "’", "「": "」", "『": "』", '"': '"'}
_LONGEST_NAME = 24
_SIGNS = frozenset((*_MARKS, *_QUOTES, *" -•·《"))
_NUMERIC = frozenset("0123456789〇零一二两三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾佰仟")
_RANGE = re.compile("[-~—–至到][0-9]+")
_YEAR = re.compile(
    r"(?:(?:19|20)[0-9]{2}|[一二][〇零九][〇零一二三四五六七八九]{2})(?:年度?|(?=全年|共?(?:收到|受理|接到)))"
)
# Strings: compiled, which costs half a millisecond each, where a word of theirs is near.
_DAY = (
    r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})月"
    r"(?:份|底|末|(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})日)?"
)
_TIMELY = (
    r"(?:[0-9]{1,2}[-~—至到])?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})个?工作日(?:以内|之内|内)"
)
_KINDS = "[两三四五六七八九](?:大类|类|方面|者|种|项(?=均|都|皆|为零)|个(?=平台|渠道))"
# 第三、四部分 counts no parts.
_ORDINAL = (
    r"第[0-9〇零一二三四五六七八九十百]{1,9}(?:、[0-9一二三四五六七八九十]{1,2})*"
    r"[条款项号次批期届章节名位(（个]?"
)
_TO = ("至", "到", "-")
_LAST_MONTH = ("12月", "十二月")
_NEAR = 8
"""Characters after a number in which its 月 or 工作日 stands, if it has one."""
_SEVERAL = frozenset("两三四五六七八九")
_BRACKETS = re.compile("[《》\n]")


def tokens(text: str, lexicon: Lexicon) -> Iterator[Token]:
    """The tokens of a folded text; every character is looked at a bounded number of times."""
    place, size, unknown = 0, len(text), -1
    titles = _titles(text)
    fresh = True  # whether a list number may stand here: （一）, 1.
    while place < size:
        token = _token(text, place, lexicon, fresh, titles)
        if token is None:
            if unknown < 0:
                unknown = place
            place += 1
            fresh = False
            continue
        if unknown >= 0:
            yield Token(Sort.OTHER, unknown, place)
            unknown = -1
        yield token
        fresh = token.sort in (Sort.STOP, Sort.COLON, Sort.SEMICOLON)
        place = token.end
    if unknown >= 0:
        yield Token(Sort.OTHER, unknown, size)


def _token(
    text: str, place: int, lexicon: Lexicon, fresh: bool, titles: dict[int, int]
) -> Token | None:
    # A list number ends what was said before it, as a semicolon does.
    if fresh and (numbered := NUMBER_MARK.match(text, place)):
        return Token(Sort.SEMICOLON, place, numbered.end())
    char = text[place]
    if char in _SIGNS:
        return _sign(text, place, lexicon, titles)
    if char == VEIL:
        end = place
        while text[end : end + 1] == VEIL:
            end += 1
        # 示例县人民政府网公开信息42条.
        if text.startswith("网", end) and lexicon.longest(text, end) is None:
            return Token(Sort.WORD, place, end + 1, _CHANNEL)
        return Token(Sort.WORD, place, end, OWN_NAME)
    # Words before numbers: 三公经费 and 一次性 begin with a numeral and count nothing.
    found = lexicon.longest(text, place)
    if found is not None:
        end = place + found[0]
        if "channels" in found[1].marks:
            end = _called(text, end, lexicon)
        return Token(Sort.WORD, place, end, found[1])
    if char in _NUMERIC:
        return _numeric(text, place)
    if char == "第" and (ordinal := re.compile(_ORDINAL).match(text, place)):
        return Token(Sort.OTHER, place, ordinal.end())
    # 上百件, 上千条: a word for more than, known to `approx_before`, light here.
    if char == "上" and text[place + 1 : place + 2] in ("百", "千", "万"):
        return Token(Sort.WORD, place, place + 1, _LIGHT)
    return None


def _sign(text: str, place: int, lexicon: Lexicon, titles: dict[int, int]) -> Token:
    """A character that is no letter and no digit."""
    char = text[place]
    # www.example.cn is no row of sentences.
    around = text[max(0, place - 1) : place] + text[place + 1 : place + 2]
    if char == "." and len(around) > 1 and around.isascii() and around.isalnum():
        return Token(Sort.OTHER, place, place + 1)
    if char in _MARKS:
        return Token(_MARKS[char], place, place + 1)
    if char == "《":
        end = titles.get(place, place + 1)
        # 《信息公开申请表》 is an application.
        found = lexicon.longest(text, place + 1)
        if found and found[1].nouns and place + found[0] + 2 == end:
            return Token(Sort.WORD, place, end, found[1])
        # 在《示例日报》刊发信息: a paper, not a document.
        if text.startswith(_PRINTED, end) and text.endswith(_PAPERS, 0, end):
            return Token(Sort.WORD, place, end, _CHANNEL)
        return Token(Sort.TITLE, place, end)
    if char in _NAMES and (end := _named(text, place, lexicon)):
        return Token(Sort.OTHER, place, end)
    if char in _NAMES and (end := _one_of(text, place)):
        return Token(Sort.OTHER, place, end)
    if char in _NAMES and (end := _account(text, place) or _paired(text, place, lexicon)):
        return Token(Sort.WORD, place, end, _CHANNEL)
    return Token(Sort.WORD, place, place + 1, _LIGHT)


_LIGHT = Word(marks=frozenset({"light"}))
OWN_NAME = Word(marks=frozenset({"light", "own"}))
"""The organ's own name, where it was veiled."""
_PART = Word(marks=frozenset({"light", "half_years"}))
_CHANNEL = Word(marks=frozenset({"channels"}))
_LEGAL_DAYS = 20
_QUICK = Word(marks=frozenset({"light", "asides"}))
_IN_TIME = Word(marks=frozenset({"light", "timely"}))
_ZERO = Word(marks=frozenset({"negations", "nil"}))


def _named(text: str, place: int, lexicon: Lexicon) -> int:
    """The end of a quoted name that a channel follows, or 0: “示例发布”微信公众号."""
    end = text.find(_NAMES[text[place]], place + 1, place + _LONGEST_NAME)
    found = lexicon.longest(text, end + 1) if end > 0 else None
    return end + 1 if found and "channels" in found[1].marks else 0


def _paired(text: str, place: int, lexicon: Lexicon) -> int:
    """The end of a quoted name that shares its channel with the next, or 0: “甲”“乙”公众号."""
    end = text.find(_NAMES[text[place]], place + 1, place + _LONGEST_NAME) + 1
    other = end + (text[end : end + 1] in _JOINED)
    named = end and text[other : other + 1] in _NAMES and _named(text, other, lexicon)
    return end if named else 0


def _one_of(text: str, place: int) -> int:
    """The end of a quoted name that is one of several channels, or 0: 网站、“甲”等平台."""
    if not text.endswith(_JOINED, 0, place):
        return 0
    end = text.find(_NAMES[text[place]], place + 1, place + _LONGEST_NAME) + 1
    return end if end and re.compile(_PLATFORMS).match(text, end) else 0


_PLATFORMS = "等[^，。、]{0,6}(?:平台|渠道|账号|媒体)"
_JOINED = ("、", "和", "及", "与")
_SEVERAL_NAMES = ("两微一端", "两微", "双微", "一网两微")
_PRINTED = ("刊发", "刊登", "刊载", "发布", "公开", "发稿", "刊稿", "登载")
_SECTION = re.compile("栏目?|专栏|专题|板块|频道|模块")
_PAPERS = ("报》", "公报》", "刊》", "时报》")


def _called(text: str, place: int, lexicon: Lexicon) -> int:
    """The end of the name that follows a channel: 微信公众号“示例发布”."""
    if text[place : place + 1] not in _NAMES:
        return place
    end = text.find(_NAMES[text[place]], place + 1, place + _LONGEST_NAME) + 1
    # 网站“政务公开”栏目 is a part of the site; 新媒体“示例发布”公众号 says twice what it is.
    after = lexicon.longest(text, end) if end else None
    again = after is not None and "channels" in after[1].marks
    return place if not end or again or _SECTION.match(text, end) else end


_ON = ("通过", "在", "利用", "依托")
# 发布量 is a number, not what is done.
_POSTED = re.compile("(?:发布|推送|更新|公开|刊发|发送|编发)(?!量)")


def is_led(text: str, place: int) -> bool:
    """Whether 通过 or the like stands before a place: what comes there is a channel."""
    return text.endswith(_ON, 0, place)


def _account(text: str, place: int) -> int:
    """The end of a quoted name that something is published on, or 0: 通过“示例发布”推送."""
    end = text.find(_NAMES[text[place]], place + 1, place + _LONGEST_NAME) + 1
    # 通过“两微一端”推送信息42条: on none of them.
    if text[place + 1 : end - 1] in _SEVERAL_NAMES:
        return 0
    # “通知公告”栏目发布信息20条.
    if end and (section := _SECTION.match(text, end)) and _POSTED.match(text, section.end()):
        return section.end()
    led = is_led(text, place) or not place or text[place - 1] in _MARKS
    return end if end and led and _POSTED.match(text, end) else 0


def _numeric(text: str, place: int) -> Token | None:
    # 20个工作日内 states that it was in time; the 20 counts nothing.
    near = text[place : place + _NEAR]
    if "工作日" in near and (days := re.compile(_TIMELY).match(text, place)):
        # 10个工作日内答复8件 tells how many were quick.
        quick = figure_at(text, place)
        few = isinstance(quick, Figure) and quick.value < _LEGAL_DAYS
        return Token(Sort.WORD, place, days.end(), _QUICK if few else _IN_TIME)
    # 两类, 三方面: how many kinds follow is no count of cases.
    if text[place] in _SEVERAL and (kinds := re.compile(_KINDS).match(text, place)):
        return Token(Sort.WORD, place, kinds.end(), _LIGHT)
    if year := _YEAR.match(text, place):
        digits = "".join(str(HAN_DIGITS.get(char, char)) for char in year[0][:4])
        end = year.end()
        if "月" in text[end : end + _NEAR] and (day := re.compile(_DAY).match(text, end)):
            end = day.end()
        return Token(Sort.YEAR, place, end, year=int(digits))
    if "月" in near and (day := re.compile(_DAY).match(text, place)):
        # 3月收到41件, 7月至9月, 截至6月底 are a part of the year; 1月至12月 is not.
        alone = day[0].endswith(("月", "份")) and text[place - 1 : place] not in ("年", *_TO)
        after = text[day.end() : day.end() + 1]
        last = text.startswith(_LAST_MONTH, day.end() + 1)
        whole = after in _TO and text.startswith(("1月", "一月"), place) and last
        part = alone and after not in ("初", "起") and not whole
        until = text.endswith(("截至", "截止"), 0, place) and day[0].endswith(("底", "末"))
        part = part or (until and not day[0].startswith(_LAST_MONTH))
        return Token(Sort.WORD, place, day.end(), _PART if part else _LIGHT)
    figure = figure_at(text, place)
    if figure is None:
        return None
    if isinstance(figure, int):
        return Token(Sort.OTHER, place, figure)
    # 5-8件: neither number is what is stated.
    if not figure.unit and (span := _RANGE.match(text, figure.end)):
        # 1-11月, 1至12月.
        if text.startswith("月", span.end()):
            whole = figure.value == 1 and text.startswith(_LAST_MONTH, span.start() + 1)
            return Token(Sort.WORD, place, span.end() + 1, _LIGHT if whole else _PART)
        return Token(Sort.OTHER, place, span.end())
    bare = not figure.unit
    # A numeral within a word (一体化, 十分) is no number; 零 alone denies like 无 does (零申请).
    if figure.spelled and bare and not _ends(text, figure.end):
        nil = text[place] in "零〇" and figure.end == place + 1
        return Token(Sort.WORD, place, figure.end, _ZERO) if nil else None
    return Token(Sort.NUMBER, place, figure.end, figure=figure)


def _ends(text: str, place: int) -> bool:
    """Whether a clause or an item of a list ends here."""
    return place >= len(text) or text[place] in _MARKS or text[place] in "和及与"


def _titles(text: str) -> dict[int, int]:
    """Where each outermost 《 is closed; one that never is stands for itself."""
    ends: dict[int, int] = {}
    opened: list[int] = []
    for mark in _BRACKETS.finditer(text):
        if mark[0] == "《":
            opened.append(mark.start())
        elif mark[0] == "》" and opened:
            ends[opened.pop()] = mark.end()
        elif mark[0] == "\n":
            opened.clear()
    return ends


# No set: an Enum's hash is worked out in Python, for each token.
_BOUNDS = (Sort.COMMA, Sort.COLON, Sort.SEMICOLON, Sort.STOP, Sort.OPEN, Sort.CLOSE)


class Phrase(NamedTuple):
    """A number with the tokens that lead to it and those that follow it within the clause.

    `number` is missing in the last phrase of a clause, whose `lead` follows every number.
    """

    lead: tuple[Token, ...]
    number: Token | None
    tail: tuple[Token, ...] = ()

    @property
    def figure(self) -> Figure:
        """The number itself; only for a phrase that has one."""
        assert self.number is not None
        assert self.number.figure is not None
        return self.number.figure


class Clause(NamedTuple):
    """Tokens between two marks; `depth` counts the brackets around it.

    `marks` are those of all its words.
    """

    tokens: tuple[Token, ...]
    opened: Sort
    closed: Sort
    depth: int
    marks: frozenset[str]

    def phrases(self) -> Iterator[Phrase]:
        """The clause cut at its numbers. What is between two numbers belongs to both."""
        leads: list[list[Token]] = [[]]
        numbers: list[Token] = []
        for token in self.tokens:
            if token.sort is Sort.NUMBER:
                numbers.append(token)
                leads.append([])
            else:
                leads[-1].append(token)
        for place, number in enumerate(numbers):
            # Before 、 the words still belong to the number before: 公开5件、不予公开2件.
            own = leads[place] if not place else after_list(leads[place])
            yield Phrase(tuple(own), number, tuple(before_list(leads[place + 1])))
        if not numbers:
            yield Phrase(tuple(leads[0]), None)
        # What follows the last number and a 、 begins something new that has no number.
        elif rest := after_list(leads[-1], whole=False):
            yield Phrase(tuple(rest), None)


def clauses(tokens: Iterable[Token]) -> Iterator[Clause]:
    """The clauses in order, empty ones too where a mark matters."""
    held: list[Token] = []
    marks: set[str] = set()
    opened, depth = Sort.STOP, 0
    for token in tokens:
        if token.sort not in _BOUNDS:
            held.append(token)
            if token.word is not None:
                marks |= token.word.marks
            continue
        yield Clause(tuple(held), opened, token.sort, depth, frozenset(marks))
        held, marks, opened = [], set(), token.sort
        if opened is Sort.OPEN:
            depth += 1
        elif opened is Sort.CLOSE:
            depth = max(0, depth - 1)
        elif opened is Sort.STOP:
            # Whatever bracket was left open ends with the sentence.
            depth = 0
    yield Clause(tuple(held), opened, Sort.STOP, depth, frozenset(marks))


def before_list(tokens: list[Token]) -> list[Token]:
    """The tokens up to a 、"""
    for place, token in enumerate(tokens):
        if token.sort is Sort.LIST:
            return tokens[:place]
    return tokens


def after_list(tokens: list[Token], whole: bool = True) -> list[Token]:
    """The tokens after the first 、; without one all of them, or none."""
    for place, token in enumerate(tokens):
        if token.sort is Sort.LIST:
            return tokens[place + 1 :]
    return tokens if whole else []


def split_list(tokens: Sequence[Token]) -> list[tuple[Token, ...]]:
    """The tokens between 、, 和 and the like, piece by piece."""
    pieces: list[list[Token]] = [[]]
    for token in tokens:
        if token.sort is Sort.LIST or token.marked("joins"):
            pieces.append([])
        else:
            pieces[-1].append(token)
    return [tuple(piece) for piece in pieces if piece]
