"""What every key does to a table, and what a clerk reads of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple
from unicodedata import decimal, normalize

from drafter.form.model import Address
from drafter.tui.table.model import Said, TableModel
from drafter.tui.table.sheet import Sheet

Act = Callable[[TableModel, int], Said]
"""Done to a model; the number is how many rows a page has."""


class Key(NamedTuple):
    """One line of the help: keys and what they do."""

    keys: str
    does: str


HELP = (
    Key("数字", "填这一格，原来的数被换掉"),
    Key("回车", "记下，到下一格（往下）"),
    Key("Tab", "记下，到下一格（往右）；Shift+Tab 往回"),
    Key("方向键", "移动；Home、End 到行首行尾，加 Ctrl 到表首表尾"),
    Key("退格", "改这一格；Delete 取消这一格填的数"),
    Key("c", "其余还没有看过的格子都是 0"),
    Key("?", "标为待核，再按一次取消"),
    Key("n", "到下一个还要填、还要核对的格子"),
    Key("=", "总计是怎么算出来的"),
    Key("g", "看整张表，再按一次只看要填的"),
    Key("l", "看上年的数，再按一次回来"),
    Key("Ctrl+Z", "撤销；Ctrl+Y 重做"),
)

_POINTS = {"。": ".", "．": ".", "，": ",", "､": ","}


def _vertically(by: int) -> Act:
    return lambda model, _page: model.move(lambda sheet, a: sheet.vertically(a, by))


def _paged(by: int) -> Act:
    return lambda model, page: model.move(lambda sheet, a: sheet.vertically(a, by * page))


def _in_row(by: int) -> Act:
    return lambda model, _page: model.move(lambda sheet, a: sheet.in_row(a, by))


def _end_of_row(*, last: bool) -> Act:
    return lambda model, _page: model.move(lambda sheet, a: sheet.end_of_row(a, last=last))


def _end(place: int) -> Act:
    def to(sheet: Sheet, _address: Address) -> Address:
        return sheet.order[place]

    return lambda model, _page: model.move(to)


def _on(by: int, *, down: bool = False) -> Act:
    return lambda model, _page: model.step_on(by, down=down)


KEYS: dict[str, Act] = {
    "enter": _on(1, down=True),
    "tab": _on(1),
    "shift+tab": _on(-1),
    "up": _vertically(-1),
    "down": _vertically(1),
    "left": _in_row(-1),
    "right": _in_row(1),
    "home": _end_of_row(last=False),
    "end": _end_of_row(last=True),
    "ctrl+home": _end(0),
    "ctrl+end": _end(-1),
    "pageup": _paged(-1),
    "pagedown": _paged(1),
    "backspace": lambda model, _page: model.rub_out(),
    "delete": lambda model, _page: model.take_back(),
    "ctrl+z": lambda model, _page: model.undo(),
    "ctrl+y": lambda model, _page: model.redo(),
}

_COMMANDS: dict[str, Act] = {
    "c": lambda model, _page: model.confirm_rest(),
    "?": lambda model, _page: model.toggle_verify(),
    "n": lambda model, _page: model.next_open(),
    "=": lambda model, _page: model.settle() or model.terms(),
    "g": lambda model, _page: model.toggle_whole(),
    "l": lambda model, _page: model.toggle_last(),
}


def act_of(key: str, character: str | None) -> Act | None:
    """What a key does; None for one that the table has no use for."""
    if (act := KEYS.get(key)) is not None:
        return act
    if not character or not character.isprintable() or character.isspace():
        return None
    plain = normalize("NFKC", character).casefold()
    if (command := _COMMANDS.get(plain)) is not None:
        return command
    if len(plain) == 1 and plain.isascii() and plain.isalpha():
        return lambda _model, _page: "这里填数字；按 F1 看有哪些按键。"
    return lambda model, _page: model.type(_typed(character))


def _typed(character: str) -> str:
    """The character as it is taken into a figure: digits of any script, a point for 。."""
    digit = decimal(character, None)
    return str(digit) if digit is not None else _POINTS.get(character, character)
