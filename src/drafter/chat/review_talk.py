"""The end of the way: what still stands open, every part said to be finished, the report."""

from __future__ import annotations

from collections.abc import Sequence

from drafter.chat.chat_commands import Said
from drafter.chat.conversation import Chat
from drafter.desk.acts import FINISH_ALL, LEAVE, WRITE_OUT, Act
from drafter.desk.open_points import Item, open_items, skipped_count, unused_words
from drafter.interview.steps import Done, Review
from drafter.interview.task_list import Status
from drafter.interview.way import go_to

_MOST = 15
_MAKE = "回车生成文本文件；生成 Word；生成 网页"


def review(chat: Chat, step: Review | Done) -> Said | None:
    """Tell what stands open, and take a number, Enter or a command."""
    items: tuple[Item, ...] = ()
    if isinstance(step, Review):
        items = tuple(open_items(chat.state))
        chat.talk.say(*filter(None, [unused_words(chat.state)]))
    lines, enter = _lines(chat, step, items)
    line = chat.ask(lines, is_answer=lambda text: text.strip().isdecimal())
    if isinstance(line, Said):
        return line
    word = line.strip()
    if word.isdecimal() and 1 <= int(word) <= len(items):
        chat.take(go_to(chat.state, items[int(word) - 1].where))
    elif word and not word.isdecimal():
        chat.talk.say(f"没有听懂“{word[:20]}”。打序号去那一处，或者打“帮助”。")
    elif word:
        chat.talk.say(f"没有第 {word[:9]} 项。")
    elif enter is None and items:
        chat.take(go_to(chat.state, items[0].where))
    else:
        return Said(enter or FINISH_ALL)
    return None


def _lines(chat: Chat, step: Review | Done, items: Sequence[Item]) -> tuple[list[str], Act | None]:
    """What to show, and the act that Enter stands for; None for the first item, or 完成 全部."""
    if isinstance(step, Done) and not chat.written:
        return [f"各部分都填完了。（{_MAKE}；核对；预览；保存退出）"], WRITE_OUT
    if chat.written and not items:
        return ["报告文件写好了。（回车保存退出；生成 Word；生成 网页）"], LEAVE
    numbered = [f"  {number} {item.what}" for number, item in enumerate(items[:_MOST], 1)]
    if len(items) > _MOST:
        numbered.append(f"  ……共 {len(items)} 项。")
    if items:
        lines = ["问完了一遍，还有这些没有完：", *numbered]
        return [*lines, "  （打序号就去那里，回车去第 1 项；核对；生成 先出草稿）"], None
    waiting = [t.title for t in step.tasks[:-1] if t.status is not Status.FINISHED]
    if waiting and isinstance(step, Review):
        count = skipped_count(chat.state)
        skipped = f"跳过了 {count} 题。" if count else ""
        return [f"问完了。{skipped}各部分都填完了吗？（回车：都填完了；目录；去 别处）"], None
    return [f"没有要填的了。（{_MAKE}；核对；预览）"], WRITE_OUT
