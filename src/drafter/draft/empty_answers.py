"""Words that are no answer to a question for words: none, later, unknown, as last year, a command.

Printed, they would make sentences like 由没有初审 or 形成待定的工作机制.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from unicodedata import normalize

from drafter.draft.draft_model import Record, Value
from drafter.errors import Problem
from drafter.form.definitions import Kind, Need, Question

_NONE = (
    r"(?:都|均|暂时?|目前|今年|本年度?|我局|本机关)*"
    r"(?:无|没有?|没得|不存在|未发生|空白?|略|否|不是|nil|none|n/?a)"
    r"(?:内容|此情况|这种情况|这类情况|情况|问题|事项|要写的|写的|可写的|的)?[了吧]?"
    r"|不用?(?:写|填|要|需要)了?|不填写"
)
_LATER = (
    r"(?:先|暂时?|以后|回头|等会儿?|待会儿?|稍后|过后|下次|改天|晚点|后面|之后|等|待|先不)*"
    r"再?(?:说|填|写|补|定|补充|完善|填写|确定|核实|报)(?:吧|了)?"
    r"|先(?:不填|不写|空着|跳过|放着)|空着|(?:待|先)空"
)
_UNKNOWN = (
    r"(?:我|我们|还|都|也|暂时?)*"
    r"(?:不(?:知道|清楚|确定|会|懂|详|明)|未知|不了解|说不清|忘了|记不清)(?:了|啊|呢)?"
)
_SAME = (
    r"(?:同|跟|和|与|照|按)?(?:上|去)一?年度?(?:一样|相同|的|报告)?"
    r"|同上(?:一?题)?|同前|如上|照旧"
)
_COMMAND = (
    r"保存.{0,4}|退出.{0,4}|跳过.{0,4}|完成(?:全部|了|本节|这一节)?|看表.{0,4}|看看表|帮助|回去|返回.{0,4}"
    r"|回到.{0,8}|去.{0,2}(?:第.部分|表.)|第[一二三四五六123456]部分|表[一二三四1234]|[上下]一[题步页]"
    r"|撤销|重做|预览|生成.{0,6}|核对|目录|清单"
)


class Empty(Enum):
    """What words that are no answer mean instead."""

    NOTHING = "nothing"
    SAME = "same"
    NONE = "none"
    LATER = "later"
    UNKNOWN = "unknown"
    COMMAND = "command"
    NUMBER = "number"


# Not compiled here: most starts have no answer to look at, and `re` keeps what it compiled.
_PATTERNS = {
    Empty.NOTHING: r"[?!。.…,、—~_/-]+",
    Empty.SAME: _SAME,
    Empty.NONE: rf"(?i:{_NONE})",
    Empty.LATER: _LATER,
    Empty.UNKNOWN: _UNKNOWN,
    Empty.COMMAND: _COMMAND,
    Empty.NUMBER: r"[0-9]+",
}
_LONGEST = 20
_LONGEST_LINE = 80
_FIX = {
    Empty.NOTHING: "要看说明，打“帮助”或者按 F1；",
    Empty.SAME: "这一题没有上年的回答可以照用，请写出内容；",
    Empty.NONE: "没有要写的，跳过这一题；",
    Empty.LATER: "以后再写就先跳过，或者标为不确定；",
    Empty.UNKNOWN: "现在答不了的，标为不确定或者跳过；",
    Empty.COMMAND: "命令要照帮助里的写法打；",
    Empty.NUMBER: "这里要写文字；",
}
_REQUIRED = "这一题必填，请写出内容；"


def meant_by(text: str) -> Empty | None:
    """What a text says instead of an answer; None where it is one."""
    line = "".join(normalize("NFKC", text[:200]).split()).rstrip("。.！!；;")
    if not line and text.strip():
        return Empty.NOTHING
    if len(line) > _LONGEST:
        return None
    return next((what for what, pattern in _PATTERNS.items() if re.fullmatch(pattern, line)), None)


def empty_texts(question: Question, value: Value) -> Iterator[tuple[str, Empty]]:
    """Each text of an answer that is none, with what it says instead.

    A question with a sentence for none (`zero`) takes 无 for that.
    """
    for text in _texts(question, value):
        what = meant_by(text)
        if what and not (what is Empty.NONE and question.zero is not None):
            yield text, what


def answer_problem(question: Question, value: Value) -> Problem | None:
    """Why an answer is not recorded as it stands, and how it can be all the same."""
    if odd := odd_answer(question, value):
        return Problem(f"“{question.label}”", odd, "核对后再填；不写的跳过。")
    for text, what in empty_texts(question, value):
        required = what is Empty.NONE and question.need is Need.REQUIRED
        fix = f"{_REQUIRED if required else _FIX[what]}就是要写这几个字的，加上引号再打一次。"
        said = f"“{text[:24]}”不像这一题的回答，没有记下。"
        return Problem(f"“{question.label}”", said, fix)
    return None


def field_problem(label: str, text: str, *, required: bool) -> Problem | None:
    """The same of one field of an entry, while it is typed."""
    what = meant_by(text)
    if what is None:
        return None
    no_entry = "整条都没有的，回到第一格写“无”；" if required else "不写的，空着；"
    return Problem(
        f"“{label}”", f"“{text[:24]}”不像要写的内容，没有记下。", f"{no_entry}有的写具体。"
    )


_LOOKS = {
    "postcode": (r"[0-9]{6}", "应当是六位数字"),
    "phone": (
        r"(?:[+(]?[0-9][0-9()\- ]{5,18}[0-9](?:(?:转|-)[0-9]{1,6})?[、,;/ ]*){1,4}",
        "应当是带区号的号码，例如 0996-1234567；几个号码用顿号隔开",
    ),
    "email": (
        r"[^\s@、,;]{1,64}@[^\s@、,;.]+(?:\.[^\s@、,;.]+)+",
        "应当是 名称@域名 的样子",
    ),
}


MOBILE = re.compile(r"(?<![0-9A-Za-z.-])1[3-9][0-9]([ -]?)[0-9]{4}\1[0-9]{4}(?![0-9A-Za-z.-])")
"""A mobile number in half-width digits: somebody's own."""


def is_mobile(text: str) -> bool:
    """Whether a telephone number is a mobile one."""
    return MOBILE.search(normalize("NFKC", text)) is not None


def odd_answer(question: Question, value: Value) -> str:
    """How an answer differs from what such answers look like; "" where it does not."""
    if not question.looks or not isinstance(value, str):
        return ""
    pattern, words = _LOOKS[question.looks]
    text = normalize("NFKC", value).strip()
    if len(text) <= _LONGEST_LINE and re.fullmatch(pattern, text):
        return ""
    return f"“{value[:24]}”不像{question.label}，{words}。"


def _texts(question: Question, value: Value) -> Iterator[str]:
    if question.looks:
        return
    if question.kind in (Kind.LINE, Kind.PROSE) and isinstance(value, str):
        yield value
    elif question.free and isinstance(value, str):
        if value not in question.choices:
            yield value
    elif question.kind is Kind.CHOICES and isinstance(value, tuple):
        yield from (v for v in value if isinstance(v, str) and v not in question.choices)
    elif question.kind is Kind.RECORDS and isinstance(value, tuple):
        for entry in value:
            if isinstance(entry, Record):
                yield from (text for text in entry.values() if text)
