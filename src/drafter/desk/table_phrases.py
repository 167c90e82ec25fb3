"""Lines at a table: shorthand or free text as addresses with figures, told again, recorded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, NamedTuple

from drafter.desk.clerk_words import cells_for, is_label, names_of, suggestion
from drafter.desk.table_in_words import is_uneven
from drafter.draft.clean_text import scrub
from drafter.draft.typed_answers import read_figure
from drafter.draft.typed_figures import MEASURES, Misread, read_count
from drafter.errors import Problem
from drafter.form.arithmetic import Figure, format_figure
from drafter.form.definitions import Address, CellDefinition, Form, Kind, Table
from drafter.interview.given_answers import confirm_rest_zero, record_cells
from drafter.interview.interview_state import InterviewState, table_place
from drafter.interview.route import go_to
from drafter.interview.steps import Fill

if TYPE_CHECKING:
    from drafter.claims.table_sentence import Standing
    from drafter.claims.table_words import Cells

_LONGEST = 2000
_SHOWN = 24
_MOST_NAMES = 4
"""Names that are tried with neighbours joined: with more, the ways to join them explode."""
_MOST_LISTED = 8
_ALIKE = 2
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
_FILLER = re.compile(r"(?<=.)(?:分别|共计|共|计|是|为|有)$")
_REST = re.compile(
    # 其他 is a column as well: it means the rest only where nothing else is said.
    r"(?:^(?:其他|其它)|(?:^|[，,；;。、\s])(?:其余|剩下|别的|余下))(?:的|各格|各项)?(?:格|项)?"
    r"(?:都|全|全部|均)?(?:为|是|填|记|记为)?(?:零|〇|０|0|没有|无)\s*[。.]?\s*$"
)


class Figures(NamedTuple):
    """Figures as typed, by address.

    rest_zero: and the others of the table are zero
    left: what was said beside them and is not recorded
    doubts: what was understood and must be looked at before it is recorded
    totals: figures for several cells together, understood and not to be recorded
    """

    given: tuple[tuple[Address, str], ...]
    rest_zero: bool = False
    left: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    totals: Mapping[Cells, Figure] = {}


class Guess(Problem):
    """A word that no label has; the way out is a guess at what was meant."""


class ReadBack(NamedTuple):
    """What a line was understood as, in the clerk's words.

    certain: nothing was left over, reckoned or written over: Enter will do for a yes
    """

    said: tuple[str, ...]
    certain: bool


def hear_line(
    state: InterviewState,
    step: Fill,
    line: str,
    year: int,
    recent: Sequence[Address] = (),
    focus: Address = "",
) -> Figures | Problem:
    """What a line says of the table: `recent`, the cells filled last; `focus`, the one at hand.

    Raises: DrafterError for a fault of claims.yaml.
    """
    # Not before the first line: the first prompt waits for none of the words.
    from drafter.claims.table_sentence import Standing
    from drafter.claims.table_words import Sense

    given = {a: cell.value for a, cell in state.draft.cells.items() if a in step.cells}
    used = frozenset(
        a for a, cell in step.cells.items() if cell.used and a not in state.form.computed
    )
    cell = state.form.cells.get(focus)
    at = Sense(None, None)
    if cell is not None:
        row = frozenset(c.address for c in step.table.cells if c.row == cell.row)
        typed = frozenset(step.cells) - state.form.computed
        at = Sense(row & typed, frozenset((focus,)))
    heard = hear(state.form, step.table, line, year, Standing(given, used, tuple(recent), at))
    if isinstance(heard, Figures) and not heard.given and not heard.rest_zero:
        return Problem(step.table.short, " ".join(heard.left), _example(step.table))
    return heard


def hear(form: Form, table: Table, line: str, year: int, standing: Standing) -> Figures | Problem:
    """Shorthand, which means exactly what stands there; else what free text says."""
    heard = read_phrase(form, table, line)
    if isinstance(heard, Figures):
        return heard
    from drafter.claims.claim_words import claim_words
    from drafter.claims.table_sentence import read_sentence
    from drafter.claims.table_words import table_words

    words = table_words(form, claim_words(form), table.id)
    said = read_sentence(form, words, scrub(line), year, standing)
    if said.cells or said.rest_zero or said.totals:
        # Sets have no order of their own: told as the table has them.
        cells = tuple((a, said.cells[a]) for a in form.cells if a in said.cells)
        return Figures(cells, said.rest_zero, tuple(said.left), tuple(said.doubts), said.totals)
    # Free text names every figure that it could not place. The shorthand's way out helps here, too,
    # but not its guess at a word that it does not know: free text knows more of them.
    if said.left:
        fix = _example(table) if isinstance(heard, Guess) else heard.fix
        return Problem(table.short, " ".join(said.left), fix)
    return heard


def read_back(
    state: InterviewState, step: Fill, heard: Figures, figures: Sequence[tuple[Address, Figure]]
) -> ReadBack:
    """What was understood: every figure with its unit, and with the one it replaces."""
    old = {
        a: step.cells[a].cell.value
        for a, figure in figures
        if a in state.draft.cells and step.cells[a].cell.value != figure
    }
    said = [_told_figures(state.form, figures, old)] if figures else []
    if heard.rest_zero:
        left = set(step.open) - {address for address, _ in figures}
        said.append(f"其余 {len(left)} 格都是 0" if left else "其余为零")
    unused = [a for a, figure in figures if figure and not step.cells[a].used]
    if unused:
        said.append("这一行或这一列前面说没有，记下就改成有")
    doubts = [d for d in heard.doubts if d]
    if old:
        doubts.insert(0, f"有 {len(old)} 格原来填的是别的数，记下就换掉。")
    doubts += bare_money(state.form, heard)
    certain = not (heard.left or doubts)
    return ReadBack((f"听懂的是：{'；'.join(said)}。", *heard.left, *doubts), certain)


def bare_money(form: Form, heard: Figures) -> list[str]:
    """Amounts without 元 or 万元: read as the table has it, which may not be what was meant."""
    return [
        f"{raw} 按{form.cells[a].unit}计；是 {raw} 元的，请写上“元”。"
        for a, raw in heard.given
        if form.cells[a].kind is Kind.MONEY
        and raw.replace(",", "").isdecimal()
        and int(raw.replace(",", ""))
    ]


def record_line(state: InterviewState, table: Table, heard: Figures) -> InterviewState | Problem:
    """The state with all that a line said of the table."""
    after: InterviewState | Problem = state
    if heard.given:
        after = record_cells(state, table.id, dict(heard.given))
    if heard.rest_zero and not isinstance(after, Problem):
        after = confirm_rest_zero(after, table.id)
    if isinstance(after, Problem):
        return after
    # A table that does not balance stays shown, though every cell of it is filled in.
    return go_to(after, table_place(table.id)) if is_uneven(after.facts, table) else after


def _told_figures(
    form: Form, figures: Sequence[tuple[Address, Figure]], old: dict[Address, Figure]
) -> str:
    """Row by row; a row whose cells are all given the same figure is told as one."""
    rows: dict[str, list[tuple[str, str]]] = {}
    for address, figure in figures:
        cell = form.cells[address]
        was = f"（原来 {format_figure(old[address])}）" if address in old else ""
        value = f"{format_figure(figure)}{cell.unit}{was}"
        rows.setdefault(cell.row_path[-1].short, []).append((cell.column_path[-1].short, value))
    told = []
    for row, cells in rows.items():
        values = {value for _, value in cells}
        if row and len(cells) > _ALIKE and len(values) == 1:
            told.append(f"{row}的 {len(cells)} 格都是 {values.pop()}".strip())
        else:
            said = "、".join(f"{column} {value}".strip() for column, value in cells)
            told.append(f"{row} {said}".strip())
    return "；".join(told)


def read_phrase(form: Form, table: Table, line: str) -> Figures | Problem:
    """What a line says of the table. Never raises; a Problem names the word not understood."""
    text = scrub(line).translate(_WIDE).strip()
    if len(text) > _LONGEST:
        return Problem(table.short, "这一行太长了。", "分成几行写。")
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
    pairs, left = _pieces(table, sentence)
    head: tuple[str, ...] = ()
    given = []
    for named, figure in pairs:
        names = _words(table, named)
        if not names:
            return _unheard(figure, "前面没有写是哪一格。", _example(table))
        cell, head = _cell(form, table, names, head)
        if isinstance(cell, Problem):
            return cell
        given.append((cell.address, figure))
    if left:
        words = " ".join(left)
        unknown = next((w for w in _words(table, left) if not is_label(table, w)), "")
        if unknown:
            return _unknown(table, unknown)
        return _unheard(words, "后面没有写数字。", _example(table))
    return given


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


def _pieces(table: Table, text: str) -> tuple[list[tuple[list[str], str]], list[str]]:
    """A line taken apart: the names before each figure, and names without one at the end."""
    pairs: list[tuple[list[str], str]] = []
    names: list[str] = []
    for token, is_figure in _tokens(table, _SEPARATED.sub(" ", text)):
        if is_figure:
            pairs.append((names, token))
            names = []
        else:
            names.append(token)
    return pairs, names


def _tokens(table: Table, text: str) -> Iterator[tuple[str, bool]]:
    for match in _TOKEN.finditer(text):
        if (figure := match["figure"]) is not None:
            yield figure.rstrip(","), True
        elif (name := match["name"]) is not None:
            # Without digits it may still say a number: 五, 十二件, 无.
            is_figure = isinstance(read_count(name), int)
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


def _several(names: tuple[str, ...], cells: list[CellDefinition]) -> Problem:
    rows = list(dict.fromkeys(cell.row_path[-1].short for cell in cells))
    columns = list(dict.fromkeys(cell.column_path[-1].short for cell in cells))
    what = f"有 {len(cells)} 格，没有写明是哪一格。"
    how, listed = "写全", [cell.label for cell in cells]
    if len(rows) == 1 < len(columns):
        how, listed = "写明哪一列", columns
    elif len(columns) == 1 < len(rows):
        how, listed = "写明哪一行", rows
    more = "……" if len(listed) > _MOST_LISTED else ""
    return _unheard(" ".join(names), what, f"{how}：{'、'.join(listed[:_MOST_LISTED])}{more}。")


def _nothing(table: Table, names: tuple[str, ...]) -> Problem:
    for name in names:
        if not is_label(table, name):
            return _unknown(table, name)
    return _unheard(" ".join(names), "合不成一格。", "一格写一个行名和一个列名。")


def _unknown(table: Table, word: str) -> Guess:
    fix = suggestion(table, word) or "用“看表”看有哪些行和列。"
    return Guess(*_unheard(word, "没有听懂，表里没有这一行或这一列。", fix))


def _unheard(word: str, what: str, fix: str) -> Problem:
    shown = word if len(word) <= _SHOWN else f"{word[: _SHOWN - 1]}…"
    return Problem(f"“{shown}”", what, fix)


def _example(table: Table) -> str:
    block = table.blocks[0]
    row, column = block.row_leaves[0].short, block.column_leaves[0].short
    return f"写成：{' '.join(word for word in (row, column) if word)} 5。"
