"""Everything a clerk can do at any step: one table for chat, full screen, palette, help and docs.

An act with a function does the same in both front ends. One without shows something, and each
front end shows it in its own way (`chat/command_talk.py`, `tui/workspace_acts.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import NamedTuple, Protocol

from drafter.desk.clerk_words import Target, find_place
from drafter.desk.desk import changed_marks, changed_places
from drafter.errors import Problem
from drafter.interview.interview_state import InterviewState, parts
from drafter.interview.progress import (
    finish_part,
    other_way,
    reopen_part,
    skip,
    skip_rest,
    unsure,
)
from drafter.interview.steps import Ask, next_step
from drafter.interview.task_list import task_list
from drafter.interview.way import shown, title_of

Said = tuple[str, ...] | Problem
"""What is said of an act that was done, a line each; or why it was not."""
Change = Callable[[InterviewState], InterviewState | Problem]


class Worktop(Protocol):
    """What acts work on: the interview, and ways to change it that also save it."""

    @property
    def state(self) -> InterviewState:
        """The interview as it stands."""

    def act(self, do: Change) -> Problem | None:
        """Do something to the state."""

    def leap(self, do: Change) -> Problem | None:
        """The same, and on to what is still open, past all that was stepped back over."""

    def back(self) -> Problem | None:
        """To the place before."""

    def undo(self) -> Problem | None:
        """The state before the last change."""

    def redo(self) -> Problem | None:
        """The state that was undone."""


class Act(NamedTuple):
    """One thing to do.

    id: the name of the act in code and key bindings
    says: what it does, as palette and help say it
    word, letter: what it is called, and its letter in the chat; no letter for an act of the full
        screen alone
    others: words that do as well
    takes: what the word may be followed by, as the chat's help says it; "" for nothing
    key, shown: the key of the full screen, as Textual and as the clerk calls it; a `shown`
        without a `key` belongs to the pane that has the focus
    hint: the word in the last line of the screen; "" for an act that is not told there
    does: given the words after it, does the act and tells what was done
    """

    id: str
    says: str
    word: str = ""
    letter: str = ""
    others: tuple[str, ...] = ()
    takes: str = ""
    key: str = ""
    shown: str = ""
    hint: str = ""
    does: Callable[[Worktop, str], Said] | None = None

    def named(self, word: str) -> bool:
        """Whether a word names it."""
        return word == self.word or word in self.others


MOST_NAMED = 4
"""Changes that undo and redo name."""
_ALL = ("全部", "都", "所有", "所有部分")


def finish(top: Worktop, rest: str = "") -> Said:
    """The part named is finished, else the one shown; every part at the end of the way."""
    if rest in _ALL or (not rest and shown(top.state) is None):
        return finish_all(top)
    part = _part(top.state, rest)
    if isinstance(part, Problem):
        return part
    problem = top.leap(lambda state: finish_part(state, part))
    return problem or (f"{title_of(top.state, part)}：记为填完了。", *_troubles(top.state, (part,)))


def finish_all(top: Worktop, rest: str = "") -> Said:
    """Every part is finished; what is the matter with any is told."""
    problem = top.act(_all_finished)
    return problem or ("各部分都记为填完了。", *_troubles(top.state, parts(top.state)))


def _skip_rest(top: Worktop, rest: str) -> Said:
    # Counted by what is skipped afterwards: a leap may end elsewhere than where it began.
    before = len(top.state.progress.skipped)
    problem = top.leap(skip_rest)
    count = len(top.state.progress.skipped) - before
    step = next_step(top.state)
    said = f"这一节剩下的选填题跳过了，共 {count} 题。" if count else "这一节没有可以跳过的选填题。"
    if isinstance(step, Ask) and step.required:
        said += "这一题必填，还要回答。"
    return problem or (said,)


def _other_way(top: Worktop, rest: str) -> Said:
    problem = top.leap(other_way)
    if top.state.form.express is None:
        return ("这种报告没有快填，只能逐题问。",)
    if top.state.is_express:
        return problem or ("现在快填：按惯例的一页一页看，其余才问。",)
    return problem or ("现在逐题问。要快填，再选一次。",)


def _unsure(top: Worktop, rest: str) -> Said:
    if shown(top.state) is None:
        return ("这里没有要标的。先到要标待核的地方去。",)
    return top.act(unsure) or ("标了待核，记得回来核实。",)


def _told_change(top: Worktop, what: str, do: Callable[[], Problem | None]) -> Said:
    before = top.state
    problem = do()
    changed = list(changed_places(top.state.form, before.draft, top.state.draft))
    changed += changed_marks(before, top.state)
    named = "、".join(changed[:MOST_NAMED]) + ("等" if len(changed) > MOST_NAMED else "")
    return problem or ((f"{what}：{named}。",) if named else (f"{what}。",))


def _all_finished(state: InterviewState) -> InterviewState:
    """As one change: one undo takes all of it back."""
    for part in parts(state):
        if part not in state.progress.finished:
            after = finish_part(state, part)
            state = state if isinstance(after, Problem) else after
    return state


def _troubles(state: InterviewState, finished: Collection[str]) -> list[str]:
    """What is the matter with parts that were said to be finished, a line each."""
    own = (task for task in task_list(state) if task.part in finished)
    return [f"{task.title}：{task.reason}" for task in own if task.reason]


def _reopen(top: Worktop, rest: str) -> Said:
    part = _part(top.state, rest)
    if isinstance(part, Problem):
        return part
    problem = top.act(lambda state: reopen_part(state, part))
    return problem or (f"{title_of(top.state, part)}：记为还没填完。",)


def _part(state: InterviewState, words: str) -> str | Problem:
    """The part that the words name; without words the one shown."""
    if words:
        found = find_place(state, words)
        if isinstance(found, Target) and found.where in parts(state):
            return found.where
        return Problem(f"“{words[:20]}”", "不是报告的一个部分。", "看目录里有哪些部分。")
    if (here := shown(state)) is not None:
        return here.part
    return Problem("部分", "没有说是哪一部分。", "写明哪一部分，或者先到那一部分去。")


HELP = Act("help", "怎么操作，每件事怎么做", "帮助", "?", key="f1", shown="F1", hint="说明")
FINDINGS = Act("findings", "哪里要改，哪里要再看", "核对", "c", key="f2", shown="F2", hint="核对")
PREVIEW = Act(
    "preview", "报告现在的样子", "预览", "p", ("打印",), key="f3", shown="F3", hint="预览"
)
OUTLINE = Act("outline", "各部分填到哪里", "目录", "m", key="f4", shown="F4", hint="目录")
PALETTE = Act(
    "palette", "找一件事来做，或者找一个地方去", key="ctrl+p", shown="Ctrl+P", hint="命令"
)
GO = Act("go", "去别处", "去", "g", takes="去 第三部分、去 表三、去 题名、去 25（题号）")
BACK = Act(
    "back",
    "退回去看，什么都不检查",
    "上一题",
    "b",
    ("返回", "后退"),
    key="shift+tab",
    shown="Shift+Tab",
    does=lambda top, _: top.back() or (),
)
NEXT = Act("next", "写好了，填完了：到下一步", shown="F10")
NEXT_OPEN = Act(
    "next_open",
    "到下一处还没填的地方",
    does=lambda top, _: top.leap(lambda state: replace(state, at="")) or (),
)
SKIP = Act(
    "skip",
    "这一题先不答",
    "跳过",
    "s",
    ("下一题", "继续"),
    key="f6",
    shown="F6",
    does=lambda top, _: top.act(skip) or (),
)
SKIP_REST = Act(
    "skip_rest", "这一节剩下的选填题都不写", "跳过本节", "k", key="f9", shown="F9", does=_skip_rest
)
OTHER_WAY = Act(
    "other_way",
    "按惯例的一页一页看，其余才问；再说一次，就逐题问",
    "快填",
    "e",
    ("逐题问",),
    does=_other_way,
)
UNSURE = Act(
    "unsure",
    "先标上待核，以后再核实",
    "不确定",
    "u",
    ("待核",),
    "在表里可以写行名、列名",
    key="f7",
    shown="F7",
    does=_unsure,
)
VERIFIED = Act("verified", "去掉待核的标记", "已核实", "v", takes="在表里可以写行名、列名")
EXPLAIN = Act(
    "explain", "这一题算什么、不算什么、依据和例子", "说明", "h", takes="在表里可以写行名、列名"
)
CLEAR = Act("clear", "不要这一题的回答，或者表里的一格", "清空", "x", takes="清空 行名 列名")
TABLE = Act(
    "table", "整张表填了什么", "看表", "t", takes="“看表 全部”连没用到的行也列出来", shown="Ctrl+T"
)
WRITE_HERE = Act("write_here", "自己写：改这一段文字；在表里写一句话，填到格子里", shown="F5")
LEDGER = Act(
    "ledger",
    "从依申请公开台账统计，看快到期的申请",
    "台账",
    "r",
    takes="台账 文件名、台账 重新统计、台账 到期、台账 行名 列名",
)
LAST = Act("last", "上年的回答、数字、文字", "上年", "l", ("去年",), shown="F8")
FINISH = Act(
    "finish",
    "这一部分填完了",
    "完成",
    "f",
    ("填完了",),
    "“完成 全部”是所有部分",
    does=finish,
)
FINISH_ALL = Act("finish_all", "各部分都填完了", does=finish_all)
REOPEN = Act("reopen", "这一部分还没填完", "没完", "o", takes="没完 第三部分", does=_reopen)
UNDO = Act(
    "undo",
    "退回上一步改动，上次打开时的也可以",
    "撤销",
    "z",
    key="ctrl+z",
    shown="Ctrl+Z",
    does=lambda top, _: _told_change(top, "撤销了", top.undo),
)
REDO = Act(
    "redo",
    "把撤销了的改回来",
    "重做",
    "y",
    key="ctrl+y",
    shown="Ctrl+Y",
    does=lambda top, _: _told_change(top, "重做了", top.redo),
)
SAVE = Act("save", "保存（每答一题都已自动保存）", key="ctrl+s", shown="Ctrl+S")
REVIEW_ACT = Act("review", "去核对与生成")
WRITE_OUT = Act(
    "write_report",
    "写成文本文件",
    "生成",
    "w",
    ("生成正式稿", "生成报告"),
    takes="生成 Word、生成 网页、生成 全部（这三种）",
)
COPY = Act("copy_report", "把报告全文复制到剪贴板")
PRINT_AFTER = Act("print_after", "退出以后把报告印在终端里")
THEME = Act("theme", "换颜色：深色、浅色、高对比、十六色")
HOME = Act("home", "回到首页，换一份报告，或者新建一份")
LEAVE = Act(
    "leave",
    "都已保存，下次接着填",
    "保存退出",
    "q",
    ("退出", "结束"),
    key="ctrl+q",
    shown="Ctrl+Q",
    hint="退出",
)

ACTS = (
    HELP,
    FINDINGS,
    PREVIEW,
    OUTLINE,
    PALETTE,
    GO,
    BACK,
    NEXT,
    NEXT_OPEN,
    SKIP,
    SKIP_REST,
    OTHER_WAY,
    UNSURE,
    VERIFIED,
    EXPLAIN,
    CLEAR,
    TABLE,
    WRITE_HERE,
    LEDGER,
    LAST,
    FINISH,
    FINISH_ALL,
    REOPEN,
    UNDO,
    REDO,
    SAVE,
    REVIEW_ACT,
    WRITE_OUT,
    COPY,
    PRINT_AFTER,
    THEME,
    HOME,
    LEAVE,
)
"""Every act, in the order in which help and palette list them."""

REPAIR = Act(
    "repair",
    "照列出的办法改",
    "照改",
    others=("好",),
    takes="照改 1；有几种改法的，照改 1 2",
    shown="1",
)
EXCUSE = Act("excuse", "提醒确实没有错，写明理由", "没错", takes="没错 2 已经核对台账", shown="a")
LOOK_AGAIN = Act("look_again", "说明过的，重新看", "重开", takes="重开 1", shown="a")
ADOPT = Act("adopt", "采用拟好的文字", "采用", others=("是", "好"), shown="回车")
EDIT = Act("edit", "在原来的文字、原来的一条上改", "改", others=("修改",), takes="改 2", shown="F5")
WRITE_OWN = Act("write_own", "从头写", "写", others=("自己写",))
RESTORE = Act("restore", "不要自己写的，用拟好的文字", "恢复", shown="Ctrl+R")
ALL_RIGHT = Act("all_right", "这一页都对，就这样", "对", others=("都对", "是", "好"), shown="F10")
ADD = Act("add", "再加一条", "加")
DELETE = Act(
    "delete", "去掉这一条、这一段", "删", others=("删去", "删掉"), takes="删 2", shown="Ctrl+D"
)
ANEW = Act("anew", "几条都重写", "重写")
CARRIED_RIGHT = Act(
    "carried_right", "上年结转来的数都对", "认可", others=("对", "相同"), shown="F9"
)
AT_HAND = (
    REPAIR,
    EXCUSE,
    LOOK_AGAIN,
    ADOPT,
    EDIT,
    WRITE_OWN,
    RESTORE,
    ALL_RIGHT,
    ADD,
    DELETE,
    ANEW,
    CARRIED_RIGHT,
)
"""Acts on what is shown and only while it is: a line of a list, a text, a page.

Their words mean nothing elsewhere, so that they are no commands of the chat (`COMMANDS`).
"""

SCREEN_ACTS = tuple(act for act in ACTS if act not in (GO, VERIFIED, EXPLAIN, CLEAR))
"""Those of the full screen: there one goes by the palette, and a pane has these at its keys."""
HINTS = tuple((act.shown, act.hint) for act in ACTS if act.hint)
"""What the last line of the screen tells wherever one is."""
