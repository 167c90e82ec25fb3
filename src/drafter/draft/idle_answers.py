"""Words that a clerk types where a text is wanted, and that are no answer: 没有, 待定, ？, 保存.

Printed, they would stand in an official sentence: `我镇以没有为指导`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from unicodedata import normalize

from drafter.draft.draft_model import Record, Value
from drafter.form.definitions import Kind, Question


class Idle(Enum):
    """What such words mean instead of an answer."""

    NONE = "none"
    LATER = "later"
    UNKNOWN = "unknown"
    SAME = "same"
    HELP = "help"
    COMMAND = "command"
    NUMBER = "number"


_WORDS = {
    Idle.NONE: (
        r"(?:本年度?|全年|目前|确实|暂时?)?(?:都|均|也)?(?:没有?|无|暂无|否|不是|空|略|零)(?:了|的)?"
        r"|(?:这题|这项|此项)?(?:不用|不|没有?|无需?|无须|不需要?)(?:写|填|填写|涉及|适用|用|需要|可写|内容|此项"
        r"|这项|情况|此情况|相关情况|相关内容)(?:了|的)?|不存在|none|no|null|nil|n/?a"
    ),
    Idle.LATER: (
        r"(?:待|后|另|再)(?:定|补|填|议|写|补充|填写|完善|核|核实|查|确认|续)"
        r"|(?:以后|回头|等会儿?|等一?下|一会儿?|稍后|稍候|过后|之后|晚点儿?|过几天|明天|下次|最后)"
        r"(?:再)?(?:填|写|补|说|看|弄|答|改|补充|填写)?"
        r"|(?:先|暂时?)(?:不|空着|跳过|略过|放着)(?:填|写|答)?|tbd|todo"
    ),
    Idle.UNKNOWN: (
        r"(?:还|我|暂时?)?(?:也)?(?:不知道?|不清楚|不确定|不了解|不晓得|不懂|不会|不明白|不详|未知|忘了|"
        r"记不清|说不清|没数|问问|要问|看不懂)(?:了|怎么填|怎么写|填什么|写什么)?|什么意思|怎么(?:写|填)"
    ),
    Idle.SAME: (
        r"(?:还是)?(?:同|和|跟|与|按|照)(?:上一?年|去年|上年度|以前|往年|上面|上述|前面)(?:的)?"
        r"(?:一样|相同|一致|不变|来|填|写)?|同上|照旧|不变|没变|一样|照抄|沿用(?:上年|去年)?"
    ),
    Idle.COMMAND: (
        r"(?:保存|退出|存盘|关闭|结束|完成|看表|核对|生成|撤销|重做|帮助|跳过|跳到|回到|回去|返回|后退|"
        r"上一[题步页]|下一[题步页]|上页|下页|确认|确定|继续|采用|取消|目录)"
        r"(?:并|和)?(?:退出|保存|全部|所有|这一[节题步]|本[节题]|此题|这里|首页|目录|开头|基本信息|上一题)?(?:吧|了)?"
        r"|(?:去|到|回)?(?:第[一二三四五六七八九0-9]{1,2}(?:部分|节|题|步)|表[一二三四五六0-9])|去.{1,6}题"
    ),
    Idle.NUMBER: r"[0-9]{1,2}",
}
_PATTERNS = {meaning: re.compile(words, re.IGNORECASE) for meaning, words in _WORDS.items()}
_LONGEST = 14
_NOISE = re.compile(r"[\s。.，,；;：:！!、“”\"'（）()【】\[\]—\-_~～*/\\]+")
_ASKING = re.compile(r"[?？﹖]+")
_ADVICE = {
    Idle.NONE: "不写的，跳过这一题；要写的，写出内容。",
    Idle.LATER: "以后再填的，选“不确定”，这一题会标成待核。",
    Idle.UNKNOWN: "现在答不了的，选“不确定”，这一题会标成待核。",
    Idle.SAME: "与上年相同的，选“同上年”；没有上年的报告时，写出内容。",
    Idle.HELP: "要看说明的，打“帮助”或按 F1。",
    Idle.COMMAND: "要做这件事的，先把这一题空着；要写的，写出内容。",
    Idle.NUMBER: "这里要写文字；选项和数量在别的题里。",
}


def idle(question: Question, text: str) -> Idle | None:
    """What is meant instead of an answer to a question for words; None for an answer.

    A choice of the question is always an answer, whatever else it may mean.
    """
    folded = normalize("NFKC", text.strip()[: 4 * _LONGEST])
    if folded and _ASKING.fullmatch(_NOISE.sub("", folded)):
        return Idle.HELP
    bare = _NOISE.sub("", folded).rstrip("?")
    if not bare or len(bare) > _LONGEST or text.strip() in question.choices:
        return None
    for meaning, pattern in _PATTERNS.items():
        if pattern.fullmatch(bare):
            return meaning
    return None


def advice(meaning: Idle) -> str:
    """What to do when one of these words stands where an answer should."""
    return _ADVICE[meaning]


def idle_in(question: Question, value: Value) -> Iterator[tuple[str, Idle]]:
    """Every text of an answer that is none, with what it means."""
    for text in _texts(question, value):
        meaning = idle(question, text)
        if meaning is not None:
            yield text, meaning


def _texts(question: Question, value: Value) -> Iterator[str]:
    match value:
        case str() if question.kind in (Kind.LINE, Kind.PROSE):
            yield value
        case str() if question.free:
            yield value
        case tuple():
            for entry in value:
                if isinstance(entry, Record):
                    # An optional field may say that there is none.
                    needed = {field.id for field in question.fields if field.required}
                    yield from (text for name, text in entry.items() if name in needed and text)
                elif isinstance(entry, str):
                    yield entry
