"""Lines at a table: shorthand or free text as addresses with figures, and figures told again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise
from typing import NamedTuple

from drafter.chat.conversation import Chat
from drafter.desk.clerk_words import cells_for, hear, is_label, key, names_of, suggestion
from drafter.draft.clean_text import scrub
from drafter.draft.typed_answers import read_figure
from drafter.draft.typed_figures import MEASURES, Misread, read_count, read_numeral
from drafter.errors import Problem
from drafter.form.arithmetic import Figure, format_figure
from drafter.form.definitions import Address, CellDefinition, Form, Table
from drafter.interview.steps import Fill

_LONGEST = 2000
_SHOWN = 24
_MOST_NAMES = 4
"""Names that are tried with neighbours joined: with more, the ways to join them explode."""
_MOST_LISTED = 8
_WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), 0xFF0C, 0xFF0D, 0xFF0E)}
"""Full-width digits, comma, minus and point; wide letters stay, since a label may hold them."""
_ENDS = re.compile(r"[;；。\n]")
_FIGURE = rf"-?[0-9][0-9,]*(?:\.[0-9]+)?[十百千万亿]*(?:{MEASURES})?"
_TOKEN = re.compile(
    # A number before a stop and a word is not a figure but the number of a label: `2.公民`.
    rf"(?P<figure>{_FIGURE})(?![0-9.]*[.．)）]\s*[^\W\d])|(?P<name>[^\s,、，:：=＝0-9]+)|."
)
_SEPARATED = re.compile(r"(?<=[0-9]),(?![0-9]{3}(?![0-9]))")
"""A comma between two figures; before just three digits it parts thousands."""
_FILLER = re.compile(
    r"^(?:其中|今年|本年度?|全年|都|均)+[是为]?(?=..)"
    r"|(?<=.)(?:改成|改为|改到|更正为|调整为|应当?为|应该是|变成|增加到|减少到)$"
    r"|(?<=.)(?:分别|共计|共|计|是|为|有|了|的|各)$"
)
_NONE = re.compile(r"(?<=.)(?:都|均|全|也)?(?:没有|无|为零|是零|为0|是0|没)$")
_SPELLED = re.compile(rf"(?<=.)[〇零一二两三四五六七八九十百千万亿点]+(?:万元|元|{MEASURES})?$")
"""A figure in words behind its name: 收费三点五万元."""
_ALL_NONE = re.compile(
    r"(?:今年|本年度?|全年)?(?:这张表|本表|表[一二三四]|全部|所有|各项|各格|一律|统统|都|全|均|也)*"
    r"(?:都|全|均)*(?:没有|无|为零|是零|为0|是0|零|0)(?:的|了|数据|情况)?\s*[。.]?"
)
"""Said of the whole table."""
_REST = re.compile(
    r"(?:^|[，,；;。、\s])(?:其余|其他|其它|剩下|别的|余下)(?:的|各格|各项)?(?:格|项)?"
    r"(?:都|全|全部|均)?(?:为|是|填|记|记为)?(?:零|〇|０|0|没有|无)\s*[。.]?\s*$"
)
_COUNTED = re.compile(rf"[0-9０-９一二两三四五六七八九十百]\s*{MEASURES}")
"""A figure as prose has it, with its measure word."""


class Figures(NamedTuple):
    """Figures as typed, by address.

    rest_zero: and the others of the table are zero
    left: what was said beside them and is not recorded
    """

    given: tuple[tuple[Address, str], ...]
    rest_zero: bool = False
    left: tuple[str, ...] = ()


def hear_line(chat: Chat, step: Fill, line: str) -> Figures | Problem:
    """Shorthand, else what free text says of this table."""
    form, table = chat.state.form, step.table
    heard = read_phrase(form, table, line)
    # Shorthand goes first: it means exactly what stands there. Free text is only tried where a
    # measure word shows that it is prose; else the problem with the shorthand tells more.
    if isinstance(heard, Figures) or not _COUNTED.search(line):
        return heard
    year = chat.around.material(chat.state).year or chat.around.today.year - 1
    found = hear(form, table, line, year)
    if found.figures:
        return Figures(found.figures, left=found.left)
    if isinstance(heard, Several) or not found.left:
        return heard  # it says which words are missing
    return Problem(table.short, found.left[0], heard.fix)


def read_phrase(form: Form, table: Table, line: str) -> Figures | Problem:
    """What a line says of the table. Never raises; a Problem names the word not understood."""
    text = scrub(line).translate(_WIDE).strip()
    if "\t" in text:
        # A row out of a spreadsheet: what parts its cells is no part of a label.
        cells = (
            cell if read_numeral(cell.strip()) is not None else key(cell)
            for cell in text.split("\t")
        )
        text = " ".join(cells)
    if len(text) > _LONGEST:
        return Problem(table.short, "这一行太长了。", "分成几行写。")
    if _ALL_NONE.fullmatch(text):
        return Figures((), rest_zero=True)
    rest = _REST.search(text)
    if rest:
        text = text[: rest.start()]
    given: dict[Address, str] = {}
    for sentence in _ENDS.split(text):
        said = _sentence(form, table, sentence)
        if isinstance(said, Problem):
            return said
        for address, figure in said:
            if given.setdefault(address, figure) != figure:
                where = " ".join(names_of(form, address))
                return _unheard(where, "写了两次，数字不同。", "留下一个。")
    if not given and not rest:
        return Problem(table.short, "没有听出哪一格是多少。", _example(table))
    return Figures(tuple(given.items()), bool(rest))


class Several(Problem):
    """Words that mean several cells where one is wanted."""

    cells: tuple[Address, ...] = ()


def read_cells(form: Form, table: Table, line: str) -> tuple[CellDefinition, ...] | Problem:
    """The cells that a line of names means: one, or a whole row, column or group."""
    words = _words(table, _pieces(table, scrub(line).translate(_WIDE))[1])
    for grouped in _groupings(words):
        found = cells_for(table, grouped) if grouped else []
        if found:
            return tuple(found)
    return _nothing(table, words)


def read_figures(form: Form, heard: Figures) -> list[tuple[Address, Figure]] | Problem:
    """The figures as numbers, or the first that is none."""
    read = []
    for address, raw in heard.given:
        figure = read_figure(form.cells[address], raw)
        if isinstance(figure, Misread):
            return Problem(form.place(address), figure.what, figure.fix)
        read.append((address, figure))
    return read


def tell_figures(form: Form, figures: Iterable[tuple[Address, Figure]]) -> str:
    """Row by row, in the order given; `read_phrase` reads it as the same figures."""
    rows: dict[str, list[str]] = {}
    for address, figure in figures:
        cell = form.cells[address]
        said = f"{cell.column_path[-1].short} {format_figure(figure)}".strip()
        rows.setdefault(cell.row_path[-1].short, []).append(said)
    return "；".join(f"{row} {' '.join(said)}".strip() for row, said in rows.items())


def _sentence(form: Form, table: Table, sentence: str) -> list[tuple[Address, str]] | Problem:
    groups, left = _pieces(table, sentence)
    head: tuple[str, ...] = ()
    given: list[tuple[Address, str]] = []
    if left and groups and len(groups[-1][1]) == 1:
        # The name may stand behind its figure: 复议1件，维持.
        behind = [*groups[-1][0], *left]
        if len(cells_for(table, _words(table, behind))) == 1:
            groups[-1], left = (behind, groups[-1][1]), []
    for named, figures in groups:
        names = _words(table, named)
        if not names:
            return _unheard(figures[0], "前面没有写是哪一格。", _example(table))
        if len(figures) > 1:
            row = _row(form, table, names, figures)
            if isinstance(row, Problem):
                return row
            given += row
            continue
        cell, after = _cell(form, table, names, head)
        if isinstance(cell, Several) and read_count(figures[0]) == 0:
            # 上年结转 无, 规章没有: said of every cell that the words can mean.
            given += ((address, "0") for address in cell.cells)
            continue
        if isinstance(cell, Problem):
            return cell
        head = after
        given.append((cell.address, figures[0]))
    if left:
        words = " ".join(left)
        unknown = next((w for w in _words(table, left) if not is_label(table, w)), "")
        if unknown:
            return _unknown(table, unknown)
        return _unheard(words, "后面没有写数字。", _example(table))
    return given


def _row(
    form: Form, table: Table, names: tuple[str, ...], figures: Sequence[str]
) -> list[tuple[Address, str]] | Problem:
    """Several figures after the name of one row: all that are typed there, or the total too."""
    cells = [cell for words in _groupings(names) for cell in cells_for(table, words)]
    open_ = [cell.address for cell in cells if cell.address not in form.computed]
    if len({cell.row for cell in cells}) != 1 or len(figures) not in (len(open_), len(cells)):
        return _unheard(figures[1], "前面没有写是哪一格。", _example(table))
    if len(figures) == len(open_):
        return list(zip(open_, figures, strict=True))
    whole = dict(zip((cell.address for cell in cells), figures, strict=True))
    typed = [(address, whole.pop(address)) for address in open_]
    numbers = [number for _, raw in typed if isinstance(number := read_count(raw), int)]
    if [read_count(total) for total in whole.values()] != [sum(numbers)]:
        total = "、".join(whole.values())
        return _unheard(total, f"各格加起来是 {sum(numbers)}，和总计对不上。", "核对这一行。")
    return typed


def _cell(
    form: Form, table: Table, names: tuple[str, ...], head: tuple[str, ...]
) -> tuple[CellDefinition | Problem, tuple[str, ...]]:
    """The one cell meant, and the names that the next figure's name goes with."""
    # The words before the last figure's own go on: 自然人 新收 3 结转 2 names the row once.
    tries = [*_groupings(names)]
    if len(names) == 1 and head:
        tries = [(*head, *names), *tries]
    best: list[CellDefinition] = []
    for words in tries:
        found = cells_for(table, words)
        if len(found) == 1:
            if found[0].address in form.computed:
                return _computed(words), head
            return found[0], words[:-1]
        best = best or found
    if open_ := [cell for cell in best if cell.address not in form.computed]:
        return _several(names, open_), head
    if best:
        return _computed(names), head
    return _nothing(table, names), head


def _pieces(table: Table, text: str) -> tuple[list[tuple[list[str], list[str]]], list[str]]:
    """A line taken apart: names with the figures behind them, and names without any at the end."""
    groups: list[tuple[list[str], list[str]]] = []
    names: list[str] = []
    for token, is_figure in _tokens(table, _SEPARATED.sub(" ", text)):
        if not is_figure:
            names.append(token)
        elif names or not groups:
            groups.append((names, [token]))
            names = []
        else:
            groups[-1][1].append(token)
    return groups, names


def _tokens(table: Table, text: str) -> Iterator[tuple[str, bool]]:
    for match in _TOKEN.finditer(text):
        if (figure := match["figure"]) is not None:
            yield figure.rstrip(","), True
        elif (name := match["name"]) is not None:
            # Without digits it may still say a number: 五, 十二件, 无.
            is_figure = isinstance(read_count(name), int)
            spelled = None if is_figure or is_label(table, name) else _SPELLED.search(name)
            if spelled and is_label(table, _FILLER.sub("", name[: spelled.start()])):
                yield name[: spelled.start()], False
                yield spelled[0], True
                continue
            none = None if is_figure else _NONE.search(name)
            if none and is_label(table, _FILLER.sub("", name[: none.start()])):
                yield name[: none.start()], False
                yield "0", True
                continue
            yield name, is_figure and not is_label(table, name, exactly=True)


def _words(table: Table, names: Sequence[str]) -> tuple[str, ...]:
    """The names, less filler at their ends; two written together are taken apart."""
    words: list[str] = []
    for name in names:
        bare = name if is_label(table, name) else _FILLER.sub("", name)
        words += [bare] if is_label(table, bare) else _parted(table, bare)
    return tuple(words)


def _parted(table: Table, name: str) -> tuple[str, ...]:
    for cut in range(2, min(len(name) - 1, 30)):  # no line's word has one character
        parts = name[:cut], name[cut:]
        if all(is_label(table, part) for part in parts) and cells_for(table, parts):
            return parts
    return (name,)


def _groupings(names: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The names as they are, then with neighbours joined: a label may hold a space."""
    for joints in range(len(names)) if len(names) <= _MOST_NAMES else ():
        for joined in combinations(range(1, len(names)), joints):
            cuts = [place for place in range(len(names) + 1) if place not in joined]
            yield tuple("".join(names[start:end]) for start, end in pairwise(cuts))


def _computed(words: tuple[str, ...]) -> Problem:
    return _unheard(" ".join(words), "由 drafter 计算，不用填写。", "填写其他各格。")


def _several(names: tuple[str, ...], cells: list[CellDefinition]) -> Several:
    rows = list(dict.fromkeys(cell.row_path[-1].short for cell in cells))
    columns = list(dict.fromkeys(cell.column_path[-1].short for cell in cells))
    what = f"有 {len(cells)} 格，没有写明是哪一格。"
    how, listed = "写全", [cell.label for cell in cells]
    if len(rows) == 1 < len(columns):
        how, listed = "写明哪一列", columns
    elif len(columns) == 1 < len(rows):
        how, listed = "写明哪一行", rows
    more = "……" if len(listed) > _MOST_LISTED else ""
    fix = f"{how}：{'、'.join(listed[:_MOST_LISTED])}{more}。"
    several = Several(*_unheard(" ".join(names), what, fix))
    several.cells = tuple(cell.address for cell in cells)
    return several


def _nothing(table: Table, names: tuple[str, ...]) -> Problem:
    for name in names:
        if not is_label(table, name):
            return _unknown(table, name)
    return _unheard(" ".join(names), "合不成一格。", "一格写一个行名和一个列名。")


def _unknown(table: Table, word: str) -> Problem:
    fix = suggestion(table, word) or "用“看表”看有哪些行和列。"
    return _unheard(word, "没有听懂，表里没有这一行或这一列。", fix)


def _unheard(word: str, what: str, fix: str) -> Problem:
    shown = word if len(word) <= _SHOWN else f"{word[: _SHOWN - 1]}…"
    return Problem(f"“{shown}”", what, fix)


def _example(table: Table) -> str:
    block = table.blocks[0]
    row, column = block.row_leaves[0].short, block.column_leaves[0].short
    return f"写成：{' '.join(word for word in (row, column) if word)} 5。"
