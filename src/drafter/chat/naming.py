"""Commands at a table that may name a row, a column or a cell: 清空, 不确定, 已核实, 说明."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from drafter.chat.commands import Command, Said
from drafter.chat.phrases import read_cells
from drafter.desk.tables import line_help
from drafter.errors import Problem
from drafter.form.model import Address, Form
from drafter.interview.acts import take_back
from drafter.interview.passing import unsure, verified
from drafter.interview.state import TABLES, InterviewState
from drafter.interview.steps import Fill

if TYPE_CHECKING:
    from drafter.chat.loop import Chat

_NAMED = (Command.EXPLAIN, Command.CLEAR, Command.UNSURE, Command.VERIFIED)
_DONE = {Command.CLEAR: "清空了", Command.UNSURE: "标了待核", Command.VERIFIED: "去掉了待核"}


def do_in_table(chat: Chat, step: Fill, said: Said) -> None:
    """A command, with the names of a row, a column or a cell after it, where it takes them."""
    if not said.rest or said.command not in _NAMED:
        if said.command is Command.EXPLAIN:
            chat.talk.say(*how_lines(chat.state.form, step))
        elif said.command is Command.CLEAR:
            chat.talk.say("写明清空哪一格，例如：清空 行名 列名。")
        elif said.command is Command.VERIFIED:
            _each(chat, step, [a for a in step.cells if step.cells[a].verify], said.command)
        else:
            chat.do(said, step)
        return
    cells = read_cells(chat.state.form, step.table, said.rest)
    if isinstance(cells, Problem):
        chat.talk.say(str(cells))
    elif said.command is Command.EXPLAIN:
        named = [cell.address for cell in cells]
        chat.talk.say(*line_help(chat.state.form, step.table, named))
    else:
        computed = chat.state.form.computed
        _each(chat, step, [c.address for c in cells if c.address not in computed], said.command)


def _each(chat: Chat, step: Fill, addresses: list[Address], command: Command) -> None:
    """The same act on several cells, as one change to save."""
    state, done = chat.state, list[str]()
    for address in addresses:
        if not _concerns(state, step, address, command):
            continue
        act = {Command.CLEAR: take_back, Command.UNSURE: unsure}.get(command, verified)
        after = act(state, address)
        if isinstance(after, Problem):
            chat.talk.say(str(after))
            return
        state, done = after, [*done, chat.state.form.cells[address].label]
    if not done:
        chat.talk.say("这里没有可以改的格子。")
    elif chat.take(replace(state, at=TABLES + step.table.id)):
        chat.talk.say(f"{_DONE[command]}：{'、'.join(done[:6])}{'等' if len(done) > 6 else ''}。")


def _concerns(state: InterviewState, step: Fill, address: Address, command: Command) -> bool:
    if command is Command.CLEAR:
        return address in state.draft.cells
    if command is Command.VERIFIED:
        return address in state.draft.verify
    return step.cells[address].used


def how_lines(form: Form, step: Fill) -> list[str]:
    """How to write figures, with words of this very table."""
    block = step.blocks[0] if step.blocks else None
    row = (block.rows if block else step.table.blocks[0].row_leaves)[0]
    columns = block.columns if block else step.table.blocks[0].column_leaves
    typed = [c for c in columns if f"{step.table.id}/{row.id}/{c.id}" not in form.computed]
    few = [f"{column.short} {number}" for number, column in enumerate(typed[:2], 2)]
    example = " ".join([row.short, *few]).strip()
    return [f"  这样填：{example}。先写列名也可以。没写到的打“其余为零”。"]
