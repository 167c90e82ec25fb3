"""The words that the reader knows, found longest first in a text as it sees it: half-width."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

LIMIT = 4000
"""Words that one pattern may stand for: a slip must not fill the memory."""


_BETWEEN = "\0"
"""Stands in no text that is read, so in no word that is found."""
_BEGINNING = 4
"""Characters of a word that it is filed under."""


class PatternError(ValueError):
    """Brackets that do not pair, or a pattern that stands for too many words."""


@lru_cache(maxsize=4096)
def expand(pattern: str) -> tuple[str, ...]:
    """Every word that the pattern stands for, half-width, the empty one left out."""
    words = [""]
    for pieces in _pieces(pattern):
        # A full-width bracket in a pattern is a character, so nothing is folded before this.
        choices = [fold(piece) for piece in pieces]
        # Tested before multiplying: a slip like (甲|乙) thirty times over would not come back.
        if len(words) * len(choices) > LIMIT:
            raise PatternError(pattern)
        words = [word + choice for word in words for choice in choices]
    return tuple(dict.fromkeys(word for word in words if word))


def _pieces(pattern: str) -> Iterator[list[str]]:
    rest = pattern
    while rest:
        fixed, opened, rest = rest.partition("(")
        if ")" in fixed:
            raise PatternError(pattern)
        yield [fixed]
        if opened:
            inner, closed, rest = rest.partition(")")
            if not closed or "(" in inner:
                raise PatternError(pattern)
            yield inner.split("|")


class Word(NamedTuple):
    """All that one word may mean.

    nouns, agents, echoes: topics
    aspects: of whatever topic is spoken of; explicit: (topic, aspect)
    columns: of a table; rates: metrics; blurs: aspects that some count it in
    marks: what the grammar makes of it
    """

    nouns: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()
    echoes: tuple[str, ...] = ()
    aspects: tuple[str, ...] = ()
    explicit: tuple[tuple[str, str], ...] = ()
    columns: tuple[str, ...] = ()
    rates: tuple[str, ...] = ()
    blurs: tuple[str, ...] = ()
    marks: frozenset[str] = frozenset()

    def __or__(self, other: "Word") -> "Word":
        return Word(
            self.nouns + other.nouns,
            self.agents + other.agents,
            self.echoes + other.echoes,
            self.aspects + other.aspects,
            self.explicit + other.explicit,
            self.columns + other.columns,
            self.rates + other.rates,
            self.blurs + other.blurs,
            self.marks | other.marks,
        )

    @property
    def light(self) -> bool:
        """Whether it says nothing by itself: 共, 的, 全年."""
        return "light" in self.marks

    @property
    def means(self) -> bool:
        """Whether it can say what a number counts."""
        return bool(self.nouns or self.aspects or self.explicit or self.columns or self.rates)


class Lexicon:
    """Words by their beginnings; looking one up does not depend on their number.

    Many words share few beginnings and fewer meanings. A report meets a few hundred of the
    beginnings, and only these are taken apart, at each start anew.
    """

    def __init__(self, words: Mapping[str, Word]) -> None:
        self._meanings = list(dict.fromkeys(words.values()))
        signs = {word: chr(place) for place, word in enumerate(self._meanings, 1)}
        filed: dict[str, list[str]] = {}
        for text, word in words.items():
            rest = text[_BEGINNING:] + signs[word]
            filed.setdefault(text[:_BEGINNING], []).append(rest)
        # Of each word what follows its beginning, then the place of its meaning as a character.
        self._filed = {beginning: _BETWEEN.join(each) for beginning, each in filed.items()}
        self._read: dict[str, _Words] = {}

    def longest(self, text: str, start: int) -> tuple[int, Word] | None:
        """The longest word that begins at `start`, with its length."""
        # A word that is no longer than a beginning is filed under itself.
        for end in range(start + _BEGINNING, start, -1):
            beginning = text[start:end]
            if beginning not in self._filed:
                continue
            lengths, words = self._beginning(beginning)
            for length in lengths:
                rest = text[end : end + length]
                word = words.get(rest)
                if word is not None:
                    return len(beginning) + len(rest), word
        return None

    def _beginning(self, beginning: str) -> "_Words":
        """The words that begin so."""
        known = self._read.get(beginning)
        if known is None:
            pieces = self._filed[beginning].split(_BETWEEN)
            words = {piece[:-1]: self._meanings[ord(piece[-1]) - 1] for piece in pieces}
            lengths = sorted({len(rest) for rest in words}, reverse=True)
            self._read[beginning] = known = _Words(lengths, words)
        return known


class _Words(NamedTuple):
    """What follows one beginning, and how long that may be, the longest first."""

    lengths: list[int]
    words: Mapping[str, Word]


_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_FOLD |= dict.fromkeys((0x3000, 0xA0, 0x09, 0x200B, 0xFEFF, *range(0x2000, 0x200B)), 0x20)
_FOLD |= {ord("\r"): 0x20, ord("∶"): ord(":"), ord("﹪"): ord("%"), ord("﹐"): ord(",")}
_GROUPS = re.compile(r"[0-9]+(?: +[0-9]+)+")


class Plain(NamedTuple):
    """`text` with one place in the source a character."""

    source: str
    text: str
    places: list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the source that characters `start` to `end` come from."""
        return self.places[start], self.places[end - 1] + 1

    def words(self, start: int, end: int) -> str:
        """The source's own characters there."""
        low, high = self.span(start, end)
        return self.source[low:high]


def fold(text: str) -> str:
    """The text half-width, character by character."""
    return text.translate(_FOLD)


def plain(source: str) -> Plain:
    """The source folded; spaces vanish, except between figures that are two numbers."""
    text = fold(source)
    if " " not in text:
        return Plain(source, text, list(range(len(text))))
    # PDFs break a line of text anywhere and leave a space there, inside figures too.
    kept = {place for match in _GROUPS.finditer(text) for place in _between(match)}
    places = [i for i, char in enumerate(text) if char != " " or i in kept]
    return Plain(source, "".join([text[i] for i in places]), places)


VEIL = "\ue000"
"""Stands for each character of the organ's own name."""
_REGION = "省市县区州旗盟镇乡"
_SHORTEST_NAME = 3
_BUREAUS = "局厅"
_NO_REGIONS = ("城市", "市场", "乡村", "城乡", "城镇")
"""Words in which these characters are no region: 示例区城市管理局 is of the 区."""
_BELOW = (
    *("政府及部门", "政府及其部门", "政府和部门", "政府部门", "各部门", "行政机关", "政府"),
    *(
        "职能部门、镇街",
        "职能部门",
        "部门、镇街",
        "部门、乡镇",
        "部门、各镇街",
        "部门、各乡镇",
        "部门",
    ),
    *("镇街、部门", "乡镇、部门", "镇街、各部门", "乡镇、各部门", "单位", "行政机关"),
)
_EACH = ("各级", "各", "政府系统各")
# How organs are called for short, in the order in which one short form makes another.
_SHORT = (
    ("人民政府", "政府"),
    ("政府办公室", "政府办"),
    ("办公室", "办"),
    ("街道办事处", "街道"),
    ("国有资产监督管理委员会", "国资委"),
    ("委员会", "委"),
    ("监督管理", "监管"),
    ("住房和城乡建设", "住建"),
    ("发展和改革", "发展改革"),
    ("发展改革委", "发改委"),
    ("人力资源和社会保障", "人社"),
    ("卫生健康委", "卫健委"),
    ("文化和旅游", "文旅"),
    ("自然资源和规划", "自然资源"),
    ("工业和信息化", "工信"),
    ("城市管理", "城管"),
    ("退役军人事务", "退役军人"),
    ("医疗保障", "医保"),
    ("行政审批服务", "行政审批"),
    ("事务管理局", "事务局"),
)


_OFFICES = ("人民政府办公室", "人民政府办公厅")
_TOWNS = ("镇人民政府", "乡人民政府")


@lru_cache(maxsize=16)
def own_names(name: str) -> tuple[str, ...]:
    """The name and its short forms, the longest first: 示例县水利局, 县水利局, 水利局."""
    full = plain(name).text
    forms = {full}
    for place, char in enumerate(full):
        if char in _REGION:
            forms |= {full[place:], full[place + 1 :]}
    # What 示例市人民政府 reports is what all below it did.
    region = full[-5:-4]
    if full.endswith("人民政府") and region and region in _REGION:
        forms |= {f"全{region}{each}{below}" for each in _EACH for below in _BELOW}
        forms.add("各级行政机关")
    # 示例乡人民政府 is called 示例乡.
    forms |= {form.removesuffix("人民政府") for form in forms if form.endswith(_TOWNS)}
    # 前进街街道办事处 is called 前进街.
    forms |= {form.removesuffix("街道办事处") for form in forms if form.endswith("街街道办事处")}
    for long, short in _SHORT:
        forms |= {form.replace(long, short) for form in forms}
    # 市局, in the report of 示例市民政局.
    bare = full
    for field in _NO_REGIONS:
        bare = bare.replace(field, "")
    regions = [char for char in bare[:-1] if char in _REGION]
    called = [regions[-1] + full[-1]] if regions and full[-1] in _BUREAUS else []
    known = [form for form in forms if len(form) >= _SHORTEST_NAME and form != "人民政府"]
    return tuple(sorted([*known, *called], key=lambda form: (-len(form), form)))


def veiled(seen: Plain, names: tuple[str, ...]) -> Plain:
    """The text with the organ's names made unreadable, every character in its place.

    Where an office does not name itself, what it tells of is the government that it is one of.
    """
    text = seen.text
    # 区政府（含区政府办公室）, in the office's report: of both together.
    beside = any(f"政府({led}{name})" in text for name in names for led in ("", "含"))
    if (
        names
        and names[0].endswith(_OFFICES)
        and (beside or not any(name in text for name in names))
    ):
        names += own_names(names[0][: names[0].rindex("人民政府") + 4])
    for name in names:
        if name in text:
            text = text.replace(name, VEIL * len(name))
    return seen._replace(text=text)


def _between(match: re.Match[str]) -> list[int]:
    """The spaces to keep in a row of figures: `1 2 件` is 12, `12 15` is two numbers."""
    groups = [(m.start(), m.end()) for m in re.finditer("[0-9]+", match[0])]
    kept = []
    for (start, end), (after, last) in pairwise(groups):
        # A lone digit, or a group of three, is a piece of the figure before it.
        if 1 not in (end - start, last - after) and last - after != 3:
            kept.append(match.start() + end)
    return kept
