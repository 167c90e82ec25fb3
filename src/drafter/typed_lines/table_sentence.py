"""From a sentence typed at a table to the cells it means.

`今年收到申请5件，自然人4件、企业1件，都公开了` is four cells. A clause is understood as a whole or
not at all: one word that is unknown, or two names that fit no cell together, and none of its
figures is taken; each of them is told instead. Nothing is guessed: a figure has its row and its
column from its own clause, from the list or heading it stands in, or it has no cell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from drafter.claims.claim_lexicon import fold
from drafter.form.definitions import Address, Form
from drafter.typed_lines.cell_names import axis, cells_met, is_row
from drafter.typed_lines.clause_figures import give_up, read_numbers, take_waiting
from drafter.typed_lines.clause_outcomes import none_at_all, read_all, read_names, read_none
from drafter.typed_lines.figure_changes import read_change
from drafter.typed_lines.line_totals import settle
from drafter.typed_lines.row_figures import figures_in_a_row
from drafter.typed_lines.table_words import Cells, TableWords
from drafter.typed_lines.typed_clauses import (
    clauses_of,
    distributed,
    paired,
    plainer,
    rows_of,
    with_years,
    without_asides,
    zeros_told,
)
from drafter.typed_lines.typed_line import Standing, TableSentence, TypedLine, short
from drafter.typed_lines.typed_pieces import (
    CUTS,
    Piece,
    any_marked,
    is_plain,
    marked,
    mended,
    misread_word,
    pieces_of,
    without_objects,
)

_LONGEST = 2000
_EVERY = "全都均皆"
"""全部公开 is a name that says of all, too."""
_SENTENCES = re.compile(r"[。！!]|(?<![0-9])\.(?![0-9])")
_STOP = str.maketrans({"，": "|", "\n": ";"})
"""A full-width comma never stands within a figure, as a half-width one may."""


def read_sentence(
    form: Form, words: TableWords, text: str, year: int, standing: Standing
) -> TableSentence:
    """The cells that the text gives a figure for. Never raises."""
    line = TypedLine(form, words, year, standing)
    if len(text) > _LONGEST:
        line.out.left.append("这一行太长了，请分成几行写。")
        return line.out
    text, asides = without_asides(with_years(text, year))
    line.out.left += [f"“{short(aside)}”没有记。" for aside in asides]
    text = plainer(text)
    for turn, word in words.turns:
        text = turn.sub(word.replace("\\", r"\\"), text)
    for sentence in _SENTENCES.split(fold(text.translate(_STOP))):
        _sentence(line, sentence)
    settle(line)
    return line.out


def named_cells(form: Form, words: TableWords, text: str) -> Cells | str:
    """The cells that names alone mean: of a row, a column or both; else what was not understood."""
    line = TypedLine(form, words, 0, Standing())
    pieces = without_objects(pieces_of(words, 0, fold(text.translate(_STOP))))
    names = [piece for piece in pieces if piece.kind == "name"]
    odd = [piece.text for piece in pieces if piece.kind != "name" and not is_plain(piece)]
    unknown = odd[0] if odd else ""
    if unknown or not names:
        return unknown or text.strip()
    met = cells_met(line, names)
    return frozenset[Address]().union(*met) if met else "".join(piece.text for piece in names)


def _sentence(line: TypedLine, text: str) -> None:
    """One sentence; what the one before spoke of is forgotten."""
    line.begin()
    tokens = without_objects(pieces_of(line.words, line.year, text))
    if any(token.kind == "unknown" for token in tokens):
        tokens, told = mended(line.words, line.year, text, tokens)
        line.out.doubts += told
    if not tokens:
        return
    line.headed = len(tokens) > 1 and tokens[1].kind == "colon" and is_row(tokens[:1])
    rows = rows_of(tokens)
    read = [figures_in_a_row(line, row) for row in rows]
    if any(read):
        for row, taken in zip(rows, read, strict=True):
            if not taken:
                line.unplaced("".join(t.text for t in row), "分不清哪个数是哪一格的")
        return
    if none_at_all(line, tokens):
        return
    for clause in clauses_of(paired(distributed(zeros_told(tokens)))):
        _clause(line, clause)
    give_up(line)
    line.drop_heading()


def _clause(line: TypedLine, tokens: Sequence[Piece]) -> None:
    said = "".join(t.text for t in tokens if t.text not in CUTS)
    line.after_stop = bool(tokens) and tokens[0].text == ";"
    if line.after_stop:
        line.among = False
    tokens = _headed(line, [t for t in tokens if t.kind != "cut"])
    if not tokens:
        return
    unknown = [t for t in tokens if t.kind in ("unknown", "elsewhere")]
    numbers = [t for t in tokens if t.kind == "number"]
    names = [t for t in tokens if t.kind == "name"]
    line.asked = line.asked or any_marked(tokens, "asks")
    line.among = line.among or (bool(numbers) and any_marked(tokens, "among"))
    if all(is_plain(t) or marked(t, "asks") for t in tokens):
        return
    denied = any_marked(tokens, "none")
    refused = any_marked(tokens, "not")
    if line.waits and not (names and not numbers and not unknown and not denied):
        give_up(line)
    if unknown or (numbers and (denied or refused)) or (refused and not names):
        _refuse(line, said, tokens)
    elif line.among and numbers and any_marked(tokens, "becomes", "more", "less"):
        # 其中新办80件、变更6件 are kinds of what was counted.
        line.unplaced(said, "没有写明是哪一格")
    elif any_marked(tokens, "becomes", "more", "less") or (line.changing and numbers):
        read_change(line, tokens, names, numbers, said)
    elif numbers:
        read_numbers(line, tokens, said)
    elif denied or refused:
        read_none(line, names, tokens, said)
    elif line.waits:
        take_waiting(line, names, said)
    elif names and any_marked(tokens, "except"):
        # 除了自然人，其他都没有
        line.spared = list(names)
    elif any_marked(tokens, "all", "rest") or any(t.text[0] in _EVERY for t in names):
        read_all(line, names, tokens, said)
    elif names:
        read_names(line, names, tokens, said)


def _headed(line: TypedLine, tokens: list[Piece]) -> list[Piece]:
    """What stands behind a heading within the clause: 企业：新收2公开2."""
    at = next((i for i, t in enumerate(tokens) if t.kind == "colon"), 0)
    head = [t for t in tokens[:at] if t.kind == "name"]
    after = tokens[at + 1 :]
    column = axis(head, row=False) if head else None
    twice = sum(t.kind == "number" for t in after) > 1
    if not twice or column is None or is_row(head) or len(head) + 1 != at + 1:
        return tokens
    line.row, line.column, line.colon, line.columns = None, column, True, set()
    return after


def _refuse(line: TypedLine, said: str, tokens: Sequence[Piece]) -> None:
    """A clause that is not understood: nothing of it is taken, nothing goes on from it."""
    unknown = [t for t in tokens if t.kind in ("unknown", "elsewhere")]
    word = misread_word(tokens)
    if all(t.kind == "elsewhere" for t in unknown) and unknown:
        line.out.left.append(f"“{short(said)}”不是这张表的，没有记。")
    elif word and word != said:
        line.out.left.append(f"没有听懂“{short(word)}”，“{short(said)}”没有记。")
    else:
        line.out.left.append(f"没有听懂“{short(said)}”，没有记。")
    if (
        unknown
        and all(t.kind == "elsewhere" for t in unknown)
        and not any(t.kind == "name" for t in tokens)
    ):
        return
    # 处罚（含简易程序）共120件: what is said beside a heading leaves it.
    if any(t.kind in ("number", "name") for t in tokens):
        line.drop_heading()
        line.lose()
