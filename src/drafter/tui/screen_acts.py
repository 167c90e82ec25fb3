"""What can be done anywhere in the workspace: one list for keys, palette and help."""

from __future__ import annotations

from typing import NamedTuple


class Act(NamedTuple):
    """One thing to do. `action` is what Textual calls it; `key` "" where the pane has it, or none.

    hint: the word in the last line; "" for an act that is not told there
    """

    action: str
    key: str
    shown_key: str
    what: str
    hint: str = ""


ACTS = (
    Act("help", "f1", "F1", "说明：怎么操作、每个键做什么", "说明"),
    Act("findings", "f2", "F2", "核对：哪里要改，哪里要再看", "核对"),
    Act("preview", "f3", "F3", "预览：报告现在的样子", "预览"),
    Act("outline", "f4", "F4", "目录：各部分填到哪里", "目录"),
    Act("palette", "ctrl+p", "Ctrl+P", "命令：找一件事来做，或者找一个地方去", "命令"),
    Act("back", "shift+tab", "Shift+Tab", "上一题，什么都不检查"),
    Act("next", "", "F10", "写好了，填完了：到下一步"),
    Act("next_open", "", "", "到下一处还没填的地方"),
    Act("skip", "f6", "F6", "跳过这一题，先不答"),
    Act("skip_rest", "f9", "F9", "跳过这一节剩下的选填题"),
    Act("unsure", "f7", "F7", "不确定：标上待核，以后再核实"),
    Act("whole", "", "F5", "看整张表；在文字那里是自己改"),
    Act("last", "", "F8", "看上年的回答、数字、文字"),
    Act("finish", "", "", "这一部分填完了"),
    Act("finish_all", "", "", "各部分都填完了"),
    Act("reopen", "", "", "这一部分还没填完"),
    Act("undo", "ctrl+z", "Ctrl+Z", "撤销上一步改动，上次打开时的也可以"),
    Act("redo", "ctrl+y", "Ctrl+Y", "重做撤销了的"),
    Act("save", "ctrl+s", "Ctrl+S", "保存（每答一题都已自动保存）"),
    Act("review", "", "", "去核对与生成"),
    Act("copy_report", "", "", "把报告全文复制到剪贴板"),
    Act("write_report", "", "", "把报告写成文本文件"),
    Act("print_after", "", "", "退出以后把报告印在终端里"),
    Act("theme", "", "", "换颜色：深色、浅色、高对比、十六色"),
    Act("home", "", "", "回到首页，换一份报告"),
    Act("leave", "ctrl+q", "Ctrl+Q", "退出；都已保存，下次接着填", "退出"),
)

HINTS = tuple((act.shown_key, act.hint) for act in ACTS if act.hint)
"""What the last line tells wherever one is."""
