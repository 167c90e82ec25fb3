"""A table: told in words, filled by shorthand, each phrase repeated before it is recorded."""

from __future__ import annotations

from dataclasses import replace

from drafter.chat.chat_commands import Said
from drafter.chat.conversation import Chat
from drafter.desk.acts import CARRIED_RIGHT, CLEAR, EXPLAIN, LAST, UNSURE, VERIFIED, Act
from drafter.desk.clerk_words import lines as lines_of
from drafter.desk.clerk_words import number_words
from drafter.desk.question_in_words import SAME
from drafter.desk.table_in_words import (
    balance_lines,
    broken_lines,
    is_uneven,
    line_help,
    table_lines,
    total_lines,
)
from drafter.desk.table_phrases import (
    REST_ZERO,
    Figures,
    hear_line,
    read_back,
    read_cells,
    read_figures,
    record_line,
    says_figures,
    tell_figures,
)
from drafter.draft.typed_answers import read_yesno
from drafter.errors import Problem
from drafter.form.arithmetic import Figure
from drafter.form.definitions import Address, Form
from drafter.interview.given_answers import accept_carried, explain_carried, take_back
from drafter.interview.interview_state import InterviewState, is_corrected, table_place, taken_over
from drafter.interview.progress import skip, unsure, verified
from drafter.interview.steps import Fill
from drafter.interview.way import open_tables

_MOST_SHOWN = 12
_NAMED = (EXPLAIN, CLEAR, UNSURE, VERIFIED)
_DONE = {CLEAR: "清空了", UNSURE: "标了待核", VERIFIED: "去掉了待核"}


def fill(chat: Chat, step: Fill) -> Said | None:
    """One line about the table: figures, a command, or nothing more to say."""
    where = f"{step.spot.part}/表"
    lines = [_left(chat, step)]
    if chat.shown_at != where:
        chat.head(step.spot)
        chat.shown_at = where
        lines = [*_opening(chat, step), *lines]
    form = chat.state.form
    shorts = tuple(dict.fromkeys(line.short for line in lines_of(step.table)))
    line = chat.ask(
        lines,
        label=f"{step.table.short}> ",
        words_too=(*shorts, REST_ZERO),
        start=chat.retry,
        is_answer=lambda text: says_figures(form, step.table, text),
    )
    chat.retry = ""
    # A line typed where a yes was asked for is the next line about the table.
    while not isinstance(line, Said):
        again = _line(chat, step, line)
        if again is None:
            return None
        line = again
    return _do_in_table(chat, step, line)


def see_table(chat: Chat, step: Fill, rest: str = "") -> None:
    """The rows with their figures, and the balance."""
    table = step.table
    chat.talk.say(f"{table.title}，单位：{table.unit}", *table_lines(step, whole=bool(rest)))
    chat.talk.say(*balance_lines(chat.state.facts, table))


def _do_in_table(chat: Chat, step: Fill, said: Said) -> Said | None:
    """A command of the table, with the names of a row, a column or a cell after it.

    The result is one that is not the table's, to be done as at any step.
    """
    if not said.rest or said.act not in _NAMED:
        if said.act is EXPLAIN:
            chat.talk.say(*_how_lines(chat.state.form, step))
        elif said.act is CLEAR:
            chat.talk.say("写明清空哪一格，例如：清空 行名 列名。")
        elif said.act is VERIFIED:
            _each(chat, step, [a for a in step.cells if step.cells[a].verify], said.act)
        else:
            return said
        return None
    cells = read_cells(chat.state.form, step.table, said.rest)
    if isinstance(cells, Problem):
        chat.talk.say(str(cells))
    elif said.act is EXPLAIN:
        named = [cell.address for cell in cells]
        chat.talk.say(*line_help(chat.state.form, named))
    else:
        computed = chat.state.form.computed
        _each(chat, step, [c.address for c in cells if c.address not in computed], said.act)
    return None


def _line(chat: Chat, step: Fill, line: str) -> str | Said | None:
    """Deal with a line; None when that is done, else a line that was typed instead."""
    word = line.strip()
    if not word:
        _enter(chat, step)
        return None
    if word == SAME:
        chat.talk.say("表里的数每年不同，照实填；上年的只供对照。")
        return Said(LAST)
    if CARRIED_RIGHT.named(word) and step.unsettled:
        _accept(chat, step)
        return None
    year = chat.around.material(chat.state).year or chat.around.today.year - 1
    heard = hear_line(chat.state, step, line, year, chat.filled)
    figures = heard if isinstance(heard, Problem) else read_figures(chat.state.form, heard)
    if isinstance(heard, Problem) or isinstance(figures, Problem):
        chat.talk.say(str(figures))
        chat.retry = chat.to_mend(line)
        return None
    return _confirmed(chat, step, line, heard, figures)


def _confirmed(
    chat: Chat, step: Fill, line: str, heard: Figures, figures: list[tuple[Address, Figure]]
) -> str | Said | None:
    """Say what was understood, and record it when the clerk agrees; else as `_line`."""
    # A figure in the wrong cell is not seen later, so each line is repeated; and where words
    # were left over, or a figure is replaced, Enter alone is no consent.
    back = read_back(chat.state, step, heard, figures)
    ways = "（回车记下，打“否”重写）" if back.certain else "（打“是”记下，回车重写）"
    reply = chat.ask([*back.said, ways], label="对吗？> ")
    if isinstance(reply, Said):
        chat.talk.say("刚才那一行没有记。")
        return reply
    agreed = read_yesno(reply) if reply.strip() else back.certain
    if agreed is True:
        _record(chat, step, heard, figures)
        return None
    if agreed is False:
        start = "" if chat.talk.plain else line
        return chat.ask(["重写这一行："], label=f"{step.table.short}> ", start=start)
    chat.talk.say("刚才那一行没有记，按这一行来。")
    return reply


def _record(chat: Chat, step: Fill, heard: Figures, figures: list[tuple[Address, Figure]]) -> None:
    after = record_line(chat.state, step.table, heard)
    if chat.take(after):
        chat.filled = tuple(address for address, _ in figures)
        _tell_recorded(chat, step, [address for address, _ in figures])


def _tell_recorded(chat: Chat, step: Fill, addresses: list[Address]) -> None:
    """The totals and balances that the figures went into, and what is left of the table."""
    state, table = chat.state, step.table
    cells = [state.form.cells[address] for address in addresses]
    told = balance_lines(state.facts, table, {cell.column for cell in cells})
    if table.id not in open_tables(state):
        if is_uneven(state.facts, table):
            told = broken_lines(state, chat.around.material(state), table)
        else:
            told.append(f"{table.short}填完了。")
    chat.talk.say(*total_lines(state, table, {cell.row for cell in cells}), *told)
    for address in addresses:
        _explain_carried(chat, address)


def _explain_carried(chat: Chat, address: Address) -> None:
    """Ask why this year's opening figure is not last year's closing one."""
    taken = taken_over(chat.state).get(address)
    if taken is None or taken.reason or not is_corrected(chat.state, address):
        return
    place = chat.state.form.place(address)
    source = "上年报告" if address in chat.state.progress.carried else "台账统计"
    line = chat.ask([f"{place}：{source}是 {taken.value}。为什么不同？（回车以后再说）"])
    if isinstance(line, str) and line.strip():
        chat.take(explain_carried(chat.state, address, line))


def _enter(chat: Chat, step: Fill) -> None:
    if step.open:
        fix = f"都是零就打“{REST_ZERO}”，以后再填就打“跳过”。"
        chat.talk.say(f"还有 {len(step.open)} 格没有看过。{fix}")
    elif step.unsettled:
        _accept(chat, step)
    else:
        chat.take(skip(chat.state, step.spot.place))


def _accept(chat: Chat, step: Fill) -> None:
    right = [a for a in step.unsettled if not is_corrected(chat.state, a)]
    if right and chat.take(accept_carried(chat.state, right)):
        chat.talk.say(f"{len(right)} 格{chat.state.form.carried}来的数，记下与上年相同。")
    for address in set(step.unsettled) - set(right):
        _explain_carried(chat, address)


def _opening(chat: Chat, step: Fill) -> list[str]:
    number = number_words(chat.state, step.spot.place)
    lines = [f"{number} 填{step.table.short}：{step.table.title}".strip()]
    rows = table_lines(step)
    few = len(rows) <= _MOST_SHOWN
    lines += rows if few else [f"  用到的有 {len(rows)} 行，打“看表”看全表。"]
    used = {a: cell for a, cell in step.cells.items() if cell.used}
    if carried := [a for a in step.unsettled if a in used and used[a].was_carried]:
        figures = [(a, used[a].cell.value) for a in carried]
        said = tell_figures(chat.state.form, figures)
        lines.append(f"  从上年带来，请核对：{said}。对的打“认可”，不对的直接写数。")
    if not step.open:
        lines += broken_lines(chat.state, chat.around.material(chat.state), step.table)
    if kept := [a for a in step.kept if step.cells[a].kept]:
        lines.append(f"  有 {len(kept)} 格以前填过、现在没有用到，打“看表 全部”可以看到。")
    return [*lines, *_how_lines(chat.state.form, step)]


def _left(chat: Chat, step: Fill) -> str:
    if step.open:
        return f"  还有 {len(step.open)} 格没有看过。"
    if carried := [a for a in step.unsettled if step.cells[a].was_carried]:
        return f"  还有 {len(carried)} 格{chat.state.form.carried}来的数没有核对。（回车认可）"
    if step.unsettled:
        return f"  有 {len(step.unsettled)} 格与台账的统计不同。（回车写原因）"
    if is_uneven(chat.state.facts, step.table):
        return "  填完了，还没有平。（回车先放一放，要改就直接写）"
    return "  这张表填完了。（回车继续，要改就直接写）"


def _each(chat: Chat, step: Fill, addresses: list[Address], act: Act) -> None:
    """The same act on several cells, as one change to save."""
    state, done = chat.state, list[str]()
    for address in addresses:
        if not _concerns(state, step, address, act):
            continue
        do = {CLEAR: take_back, UNSURE: unsure}.get(act, verified)
        after = do(state, address)
        if isinstance(after, Problem):
            chat.talk.say(str(after))
            return
        state, done = after, [*done, chat.state.form.cells[address].label]
    if not done:
        chat.talk.say("这里没有可以改的格子。")
    elif chat.take(replace(state, at=table_place(step.table.id))):  # not on to another place
        chat.talk.say(f"{_DONE[act]}：{'、'.join(done[:6])}{'等' if len(done) > 6 else ''}。")


def _concerns(state: InterviewState, step: Fill, address: Address, act: Act) -> bool:
    if act is CLEAR:
        return address in state.draft.cells
    if act is VERIFIED:
        return address in state.draft.verify
    return step.cells[address].used


def _how_lines(form: Form, step: Fill) -> list[str]:
    """How to write figures, with words of this very table."""
    block = step.blocks[0] if step.blocks else None
    row = (block.rows if block else step.table.blocks[0].row_leaves)[0]
    columns = block.columns if block else step.table.blocks[0].column_leaves
    typed = [c for c in columns if f"{step.table.id}/{row.id}/{c.id}" not in form.computed]
    few = [f"{column.short} {number}" for number, column in enumerate(typed[:2], 2)]
    example = " ".join([row.short, *few]).strip()
    return [f"  这样填：{example}。先写列名也可以。没写到的打“{REST_ZERO}”。"]
