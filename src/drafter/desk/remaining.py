"""What still stands open before the report can be final, each with the place to go to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from drafter.form.model import Form
from drafter.interview.state import TABLES, TEXTS
from drafter.interview.steps import Review


class Item(NamedTuple):
    """One thing that stands open, and where to go for it."""

    what: str
    where: str


def open_items(form: Form, step: Review) -> tuple[Item, ...]:
    """Everything the clerk still has to look at, in the order of asking by kind."""
    return tuple(_items(form, step))


def unused_words(form: Form, step: Review) -> str:
    """What is kept and does not count; "" where nothing is."""
    if not step.kept:
        return ""
    tables = dict.fromkeys(form.cells[address].table for address in step.kept)
    shorts = "、".join(form.tables[table].short for table in tables)
    return f"{shorts}有 {len(step.kept)} 格以前填过、现在没有用到（未使用），报告里不算。"


def deadline_words(today: date, last: date | None) -> str:
    """`距公布期限1月31日还有 11 天。`; "" where there is no deadline to tell."""
    if last is None:
        return ""
    days = (last - today).days
    day = f"{last.year}年{last.month}月{last.day}日"
    if days > 0:
        return f"距公布期限{day}还有 {days} 天。"
    return f"公布期限就是今天（{day}）。" if days == 0 else f"公布期限{day}已经过了 {-days} 天。"


def days_left_words(today: date, last: date | None) -> str:
    """The same in few words: `距1月31日还有 11 天`."""
    if last is None:
        return ""
    days, day = (last - today).days, f"{last.month}月{last.day}日"
    if days > 0:
        return f"距{day}还有 {days} 天"
    return "今天是公布期限" if days == 0 else f"{day}的期限已过 {-days} 天"


def _items(form: Form, step: Review) -> Iterator[Item]:
    shorts = {section.id: section.short for section in form.sections}
    for address in step.missing:
        yield Item(f"{form.place(address)}：必填，还没有回答", address)
    for table in step.tables:
        yield Item(f"{form.tables[table].short}：有的格子没有看过", TABLES + table)
    for section in step.texts:
        yield Item(f"{shorts[section]}的文字：还没有采用", TEXTS + section)
    for address in step.verify:
        yield Item(f"{form.place(address)}：标了待核", address)
    for changed in step.changed:
        section = changed.section
        yield Item(f"{shorts[section]}的文字：写好以后事实变了", TEXTS + section)
    for address in step.unsettled:
        yield Item(f"{form.place(address)}：上年结转的数字还没有核对", address)
