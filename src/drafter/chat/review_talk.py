"""The end of the way: what still stands open, and the report."""

from __future__ import annotations

import re
from collections.abc import Sequence

from drafter.chat.chat_commands import Said
from drafter.chat.conversation import Chat
from drafter.chat.talk import chosen
from drafter.desk.acts import LEAVE, REPAIR, WRITE_OUT, Act
from drafter.desk.open_points import Item, left, repaired, unused_words
from drafter.interview.steps import Done, Review

_MOST = 15
_NAMES = "|".join((REPAIR.word, *REPAIR.others))
_CHOICE = re.compile(rf"(?P<repair>(?:{_NAMES}) *)?(?P<number>[0-9]+)(?P<behind> *(?:{_NAMES}))?")
_MAKE = "回车生成文本文件；生成 Word；生成 网页"


def review(chat: Chat, step: Review | Done) -> Said | None:
    """Tell what stands open, and take a number, Enter or a command."""
    items = left(chat.desk, chat.around)
    chat.talk.say(*filter(None, [unused_words(chat.state)]))
    lines, enter = _lines(chat, items)
    line = chat.ask(lines, is_answer=lambda text: _CHOICE.fullmatch(text.strip()) is not None)
    if isinstance(line, Said):
        return line
    word = line.strip()
    choice = _CHOICE.fullmatch(word)
    if choice and (item := chosen(choice["number"], items)) is not None:
        repairs = choice["repair"] or choice["behind"]
        if repairs:
            chat.take(repaired(chat.state, item))
        else:
            chat.visit(item.where)
    elif choice:
        chat.talk.say(f"没有第 {choice['number'][:9]} 项。")
    elif word:
        chat.talk.say(f"没有听懂“{word[:20]}”。打序号去那一处，或者打“帮助”。")
    elif enter is None:
        chat.visit(items[0].where)
    else:
        return Said(enter)
    return None


def _lines(chat: Chat, items: Sequence[Item]) -> tuple[list[str], Act | None]:
    """What to show, and the act that Enter stands for; None for going to the first item."""
    numbered = [f"  {number} {_told(item)}" for number, item in enumerate(items[:_MOST], 1)]
    if len(items) > _MOST:
        numbered.append(f"  ……共 {len(items)} 项。")
    if items:
        how = f"打序号就去那里，回车去第 1 项；“{REPAIR.word} 1”照括号里的办；核对；生成 先出草稿"
        return [f"还有 {len(items)} 处没有完：", *numbered, f"  （{how}）"], None
    if chat.desk.made:
        return ["报告文件写好了。（回车保存退出；生成 Word；生成 网页）"], LEAVE
    return [f"各部分都填完了。（{_MAKE}；核对；预览；保存退出）"], WRITE_OUT


def _told(item: Item) -> str:
    """`主动公开的文字：还没有采用（采用）`."""
    return f"{item.what}（{item.repair.said}）" if item.repair else item.what
