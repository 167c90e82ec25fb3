"""A register and what it came to, in words: no name, no content, only rows, days and numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from drafter.form.arithmetic import format_figure
from drafter.form.definitions import Address, CellDefinition, Form
from drafter.interview.interview_state import InterviewState
from drafter.interview.tallied_figures import Changed
from drafter.ledger.counted_register import CountedRegister
from drafter.ledger.register_model import Sheet, TakenHead, Under
from drafter.ledger.register_settings import NO_HEAD
from drafter.ledger.register_tally import UNDATED, Doubt
from drafter.ledger.register_words import OPEN, UNCOUNTED, RegisterWords
from drafter.ledger.time_limits import Limit
from drafter.ledger.written_dates import DOUBTS, NO, YES, read_day

SOON_DAYS = 7
"""Calendar days ahead that are told without being asked for."""
_MOST_SHEETS = 3


_WHAT = {"kinds": "申请人类型", "outcomes": "办理结果"}


class Asked(NamedTuple):
    """A doubt as it is put to the clerk: the question, and what can be said to it, by its words."""

    lines: tuple[str, ...]
    choices: tuple[tuple[str, str], ...]


def line_names(form: Form, words: RegisterWords) -> dict[str, str]:
    """What every row and column is called, its group before it: 不予公开：属于国家秘密."""
    names = {
        OPEN: f"还没有办结（{form.row_name(words.table, words.carried_out)}）",
        UNCOUNTED: words.uncounted,
    }
    for cell in form.tables[words.table].cells:
        names.setdefault(cell.row, _row_name(cell))
        names.setdefault(cell.column, cell.column_path[-1].short)
    return names


def _row_name(cell: CellDefinition) -> str:
    """The row with the group that it needs to be understood; the group of all results says none."""
    path = cell.row_path[1:] if len(cell.row_path) > 1 else cell.row_path
    return "：".join(line.short for line in path)


def asked(count: CountedRegister, doubt: Doubt) -> Asked:
    """How a doubt is put."""
    form, words = count.tally.form, count.tally.words
    where = f"{count.register.places(doubt.rows)}，共 {len(doubt.rows)} 件"
    names = line_names(form, words)
    if doubt.part == "heads":
        return _asked_of_heads(count, doubt)
    if doubt.part == "group":
        lines = [f"{_WHAT[doubt.of]}有 {len(doubt.group)} 种说法和已知的相近，这样算对吗？"]
        lines += [f"  “{d.word}” → {names[d.choices[0]]}（{len(d.rows)} 件）" for d in doubt.group]
        return Asked(tuple(lines), ((YES, "都对"), ("", "逐个问")))
    if doubt.part == "sheets":
        pair = f"{count.register.place(doubt.rows[0])}和{doubt.said}"
        line = f"有 {len(doubt.rows)} 件申请，别的工作表里也有一样的，例如{pair}。每件只计一次吗？"
        return Asked((line,), ((YES, "是，只计一次"), (NO, "不是，是不同的申请，都计")))
    if doubt.part == "days":
        return Asked((_asked_of_days(count, doubt, where),), ((YES, "是"), (NO, "不是，先不计")))
    chosen = tuple((line, names[line]) for line in doubt.choices)
    if doubt.near:
        others = [line for line in _every(count, doubt.of) if line not in doubt.choices]
        chosen += tuple((line, names[line]) for line in others)
    what = _WHAT[doubt.of]
    if doubt.part == "rows":
        first = f"{told_row(count, doubt.rows[0])}：{what}写的是“{doubt.said}”，是哪一种？"
        places = count.register.places(doubt.rows)
        if len(doubt.rows) > 1 and doubt.of == "outcomes":
            first = f"{places}像是同一件申请，{what}写的是“{doubt.said}”。只计一次，算哪一种？"
        elif len(doubt.rows) > 1:
            first = f"{places}是同一个申请人，{what}：“{doubt.said}”，是哪一种？"
        return Asked((first,), chosen)
    if doubt.near and len(doubt.choices) == 1:
        guess = names[doubt.choices[0]]
        line = f"{what}“{doubt.word}”（{where}）：是“{guess}”吗？是的写 1，不是的写另一项。"
        return Asked((line,), chosen)
    return Asked((f"{what}“{doubt.word}”（{where}）：算哪一种？",), chosen)


def _asked_of_heads(count: CountedRegister, doubt: Doubt) -> Asked:
    words, sheets = count.tally.words, count.register.sheets
    under = {head.head: head.under for sheet in sheets for head in sheet.heads}
    lines = [f"台账里没有认出“{words.heads[doubt.word][0]}”。哪一列是？回答会记住。"]
    guessed = [sheet for sheet in sheets if sheet.guessed]
    if guessed and all(sheet.guessed for sheet in sheets if sheet.line):
        lines.insert(0, f"表头里没有认识的名目，第 {guessed[0].line} 行像是表头。")
    if doubt.word == "kind":
        lines.append("没有这一列的，选写申请人名称的那一列。")
    ways = [(h, f"“{h}”（{under_words(under[h])}）") for h in doubt.choices if h in under]
    return Asked(tuple(lines), (*ways, (NO_HEAD + doubt.word, "没有这一列")))


def under_words(under: Under) -> str:
    """What kind of cells stand under a head: `10 格，都是日期`."""
    said = [f"{under.filled} 格"]
    if not under.filled:
        return "没有内容"
    kinds = ((under.days, "日期"), (under.results, "办理结果"), (under.kinds, "申请人类型"))
    number, what = max(kinds, key=lambda each: each[0])
    if under.days == under.different:
        said.append("都是日期")
    elif under.numbers == under.different:
        said.append("都是数字")
    else:
        said.append(f"{under.different} 种文字" if under.different > 1 else "都一样")
        if number * 2 >= under.different:
            said.append(f"{number} 种像{what}" if under.different > 1 else f"像{what}")
    return "，".join(said)


def _every(count: CountedRegister, of: str) -> list[str]:
    form, words = count.tally.form, count.tally.words
    own = {words.received, words.carried_in, words.carried_out}
    cells = [c for c in form.tables[words.table].cells if c.address not in form.computed]
    if of == "kinds":
        return list(dict.fromkeys(cell.column for cell in cells))
    return [*dict.fromkeys(cell.row for cell in cells if cell.row not in own), OPEN, UNCOUNTED]


def _asked_of_days(count: CountedRegister, doubt: Doubt, where: str) -> str:
    year = count.tally.days.year
    if doubt.word == UNDATED:
        return f"{where}：写了办理结果，没有写办结日期。都算{count.tally.year}年办结的吗？"
    label = count.tally.words.heads[doubt.of][0] if doubt.of else "日期"
    day = read_day(doubt.said, year).day
    read = f"“{doubt.said.lstrip('#')}”读作{day.year}年{day.month}月{day.day}日" if day else ""
    return f"{where}：{label}{DOUBTS[doubt.word]}，例如{read}。都这样读，对吗？"


def told_row(count: CountedRegister, row: int) -> str:
    """One application: its row, number, kind, days and result."""
    register, tallied = count.register, count.tally
    names = line_names(tallied.form, tallied.words)
    number = register.word(row, "number")
    # Without a space: a window would break the line there.
    place = register.place(row).replace(" ", "")
    said = [place + (f"（编号{number}）" if number else "")]
    received = tallied.days.written(row, "received").day
    answered = tallied.days.written(row, "answered").day
    if received:
        said.append(f"{_day(received)}收到")
    if kind := tallied.kind_of.get(row):
        said.append(names[kind])
    if answered:
        said.append(f"{_day(answered)}办结")
    if outcome := tallied.outcome_of.get(row):
        said.append(names[outcome])
    return "，".join(said)


def row_lines(count: CountedRegister, address: Address) -> tuple[str, ...]:
    """The applications behind a cell, a line each."""
    rows = count.behind.get(address, ())
    place = count.tally.form.place(address)
    if not rows:
        return (f"{place}：台账里没有这样的申请。",)
    return (f"{place}：台账里有 {len(rows)} 件。", *(f"  {told_row(count, row)}" for row in rows))


def head_lines(count: CountedRegister) -> Iterator[str]:
    """What each column was taken for; sheets with the same heads are told together."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for sheet in count.register.sheets:
        alike.setdefault(tuple(_sheet_lines(count.tally.words, sheet)), []).append(sheet.name)
    for (first, *more), names in alike.items():
        said = "、".join(f"“{name}”" for name in names[:_MOST_SHEETS])
        many = f"等 {len(names)} 张" if len(names) > _MOST_SHEETS else ""
        yield (f"工作表{said}{many}" if any(names) else "文件") + first
        yield from more


def _sheet_lines(words: RegisterWords, sheet: Sheet) -> Iterator[str]:
    """`head_lines` of one sheet, without its name."""
    if not sheet.line:
        why = "是隐藏的" if sheet.hidden else "：没有认出表头"
        yield f"{why}，没有读。"
        return
    used = "；".join(_head(words, head) for head in sheet.heads if head.column)
    hidden = "是隐藏的（别的工作表里没有台账）" if sheet.hidden else ""
    yield f"{hidden}，表头在第 {sheet.line} 行：{used}。"
    if unused := [head.head for head in sheet.heads if not head.column]:
        yield f"  没有用到的列：{'、'.join(unused)}。"


def _head(words: RegisterWords, head: TakenHead) -> str:
    label = words.heads[head.column][0]
    sure = "" if head.sure else "（按内容认出）"
    return head.head if head.head == label else f"{head.head} 是{label}{sure}"


def account_lines(count: CountedRegister) -> Iterator[str]:
    """Where every row went: the parts add up to all."""
    register, tallied = count.register, count.tally
    asides = sum(len(aside.lines) for aside in register.asides)
    parts = (
        (len(tallied.counted), "件已归类"),
        (len(tallied.waiting), "件待问"),
        (len(tallied.outside), f"件不属于{tallied.year}年"),
        (len(tallied.uncounted), "件不是申请，不计"),
        (asides, "行跳过"),
    )
    said = "，".join(f"{number} {what}" for number, what in parts if number)
    yield f"读到 {len(register) + asides} 行：{said or '没有可以统计的'}。"
    for aside in register.asides:
        sheet = "" if register.single else f"“{register.sheets[aside.sheet].name}”"
        lines = "、".join(map(str, aside.lines[:8])) + ("等" if len(aside.lines) > 8 else "")
        yield f"  跳过的：{sheet}第 {lines} 行（{aside.why}）。"
    if register.merged:
        yield f"  有 {register.merged} 行用了合并单元格里的内容。"
    if tallied.uncounted:
        yield f"  不计的：{register.places(tallied.uncounted)}。"
    for why in dict.fromkeys(tallied.waiting.values()):
        waiting = [row for row, reason in tallied.waiting.items() if reason == why]
        yield f"  待问的：{register.places(waiting)}：{why}。"
    for word, rows in count.known.unread.items():
        yield f"  没有用上的：{register.places(rows)}：“{word}”不认识。"
    if missing := count.limits.missing_years():
        years = "、".join(f"{year}年" for year in missing)
        yield f"  没有{years}的节假日安排，答复期限按周一至周五计算。"


def table_rows(form: Form, cells: Mapping[Address, int], table: str) -> Iterator[str]:
    """The rows of a table with figures, each with its sum."""
    rows: dict[str, list[tuple[str, int]]] = {}
    for cell in form.tables[table].cells:
        if number := cells.get(cell.address):
            rows.setdefault(_row_name(cell), []).append((cell.column_path[-1].short, number))
    for name, figures in rows.items():
        said = "，".join(f"{column} {number}" for column, number in figures)
        total = f"；共 {sum(n for _, n in figures)}" if len(figures) > 1 else ""
        yield f"  {name}：{said}{total}" if name else f"  {said}"


def change_lines(form: Form, changed: Iterable[Changed]) -> list[str]:
    """Every figure that a count makes another: old → new, a line a row."""
    rows: dict[str, list[str]] = {}
    for each in changed:
        cell = form.cells[each.address]
        place = "，".join(filter(None, (form.tables[cell.table].short, _row_name(cell))))
        said = f"{cell.column_path[-1].short} {format_figure(each.old)} → {format_figure(each.new)}"
        rows.setdefault(place, []).append(said)
    return [f"  {place}：{'，'.join(said)}" for place, said in rows.items()]


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def due_words(state: InterviewState, today: date) -> str:
    """`还有 3 件 7 天内到期`, and what is overdue; "" where nothing is, or no register is known."""
    if state.progress.register is None:
        return ""
    return soon_words(state.progress.register.due, today)


def soon_words(due: Sequence[str], today: date, within: int = SOON_DAYS) -> str:
    """The same of days written as 2025-01-31."""
    days = [(date.fromisoformat(each) - today).days for each in due if _is_day(each)]
    over, soon = sum(d < 0 for d in days), sum(0 <= d <= within for d in days)
    said = []
    if over:
        said.append(f"有 {over} 件申请已经过了答复期限")
    if soon:
        said.append(f"还有 {soon} 件 {within} 天内到期")
    return "，".join(said)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def limit_words(limit: Limit, today: date) -> str:
    """When one application is due, seen from a day."""
    if limit.due is None:
        return f"{limit.waits.value}，期限停计" if limit.waits.value else "期限算不出来"
    days = (limit.due - today).days
    extended = "（已延期）" if limit.extended else ""
    when = f"{_day(limit.due)}到期{extended}"
    if days < 0:
        return f"{when}，已逾期 {-days} 天"
    return f"{when}，今天到期" if days == 0 else f"{when}，还有 {days} 天"


def due_lines(counted: CountedRegister, today: date, within: int = SOON_DAYS) -> list[str]:
    """What is overdue, what is due soon, what waits for others; the soonest first."""
    limits = [(row, counted.limits.limit(row)) for row in counted.limits.open_rows()]
    known = sorted(
        ((limit.due, row, limit) for row, limit in limits if limit and limit.due),
        key=lambda each: each[:2],
    )
    groups = (
        ("已经逾期", [e for e in known if e[0] < today]),
        (f"{within} 天以内到期", [e for e in known if 0 <= (e[0] - today).days <= within]),
    )
    lines = [f"{_day(today)}：在办 {len(limits)} 件。"]
    for title, group in groups:
        lines.append(f"{title}：{len(group)} 件。")
        lines += (
            f"  {told_row(counted, row)}，{limit_words(limit, today)}" for _, row, limit in group
        )
    waiting = [(row, limit) for row, limit in limits if limit and not limit.due]
    if waiting:
        lines.append(f"期限停计：{len(waiting)} 件。")
        lines += (f"  {told_row(counted, row)}，{limit.waits.value}" for row, limit in waiting)
    if unknown := [row for row, limit in limits if limit is None]:
        lines.append(f"算不出期限：{counted.register.places(unknown)}，收到日期没有写或者读不懂。")
    if missing := [y for y in counted.limits.missing_years() if y >= today.year - 1]:
        years = "、".join(f"{year}年" for year in missing)
        lines.append(f"没有{years}的节假日安排，按周一至周五计算。")
    return lines
