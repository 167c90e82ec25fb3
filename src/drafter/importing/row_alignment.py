"""Which figures of a file are which row of the form: by label and in order, never by place."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from enum import Enum
from functools import cache, lru_cache
from itertools import groupby
from typing import Any, NamedTuple

from drafter.form.definitions import Address, Form, Line, Table, Verb
from drafter.importing.file_pieces import Piece
from drafter.importing.glued_figures import taken_apart

_NOT_WORD = re.compile(r"\W+")
_FIGURE = re.compile(r"[0-9０-９]{1,15}(?:[,，][0-9０-９]{3})*(?:[.．][0-9０-９]{1,6})?")
_BLANK = re.compile(r"[-/\\—－／]*")
_CELL = re.compile(
    rf"[-+－＋−]?(?:{_FIGURE.pattern}|[0-9]{{1,3}}(?: [0-9]{{3}})+)"
    r"\s*(?:万元|元|件次|件|宗|条|项|次|个)?(?:[（(][^（）()]{1,40}[）)])?"
)
"""A cell's whole text: with a sign, its unit, or a remark, as in 22（其中修订16件）."""
_LONGEST = 400
"""Characters of a label: putting thousands of accents in order takes quadratic time."""
_MOST_WORDS = 8
"""How many pieces a label may be broken into, or have its groups before it."""
ALIKE = 0.72
"""The least likeness of a label with slips in it."""
_SHORTEST_ROWS, _LONGEST_ROWS = 8, 4_000
"""Characters of a line that holds several rows."""
_DIGITS_BEHIND = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_BEHIND = frozenset("件条项次个宗起份篇期，；、,;%％万元")
_MOST_TABLES = 3
"""Tables that one row may be spread over."""
_CUT, _SHORTEST = 0.95, 3
"""How sure a label is that a page cut in two, and the characters that its head must have."""
_LABELLED, _UNLABELLED = 8, 4
_MOST_TRIALS = 20_000
"""Comparisons by likeness; each may take a tenth of a millisecond."""


class Wanted(NamedTuple):
    """One row of the form.

    labels: its own label, then that after its group's, and so on outwards; empty where
        the row has no label
    cells: the addresses of its figures, in order
    summed: whether the last of them is the sum of the others
    heads: the labels of its columns
    named: whether its label is the report's own, as the organ's name: any may stand there
    band: its number among the blocks that the row goes on in
    """

    table: str
    row: str
    labels: tuple[str, ...]
    cells: tuple[Address, ...]
    summed: bool = False
    heads: tuple[str, ...] = ()
    named: bool = False
    band: int = 0

    @property
    def id(self) -> str:
        return f"{self.table}/{self.row}" + f"#{self.band}" * bool(self.band)


def plain(text: str) -> str:
    """A label for comparing: no spaces, no punctuation, one width of letters."""
    return _NOT_WORD.sub("", unicodedata.normalize("NFKC", text[:_LONGEST]))


@cache
def wanted_rows(form: Form) -> tuple[Wanted, ...]:
    """Every row of every table, in the form's order."""
    sums = {
        relation.total: {address for address in relation.addresses if address != relation.total}
        for relation in form.relations
        if relation.verb is Verb.COMPUTES and relation.each == "row"
    }
    found: list[Wanted] = []
    for table, block in form.blocks:
        heads = tuple(plain(column.label) for column in block.column_leaves)
        for path in _paths(block.rows):
            row = path[-1]
            cells = tuple(f"{table.id}/{row.id}/{column.id}" for column in block.column_leaves)
            found.append(
                Wanted(
                    table=table.id,
                    row=row.id,
                    labels=() if row.says else _outwards(path),
                    cells=cells,
                    summed=sums.get(cells[-1]) == set(cells[:-1]),
                    heads=heads,
                    named=row.says is not None,
                    band=sum((each.table, each.row) == (table.id, row.id) for each in found),
                )
            )
    return tuple(found)


@cache
def known_labels(form: Form) -> frozenset[str]:
    """Every label of a row, alone and after its groups'."""
    return frozenset(label for row in wanted_rows(form) for label in row.labels)


def last_heads(form: Form) -> frozenset[str]:
    """The heads of the last columns over rows without a label: strokes may follow them at once."""
    rows = [row for row in wanted_rows(form) if not row.labels]
    return frozenset(plain(form.cells[row.cells[-1]].column_path[-1].label) for row in rows)


def table_words(table: Table) -> tuple[str, ...]:
    """Every label that may stand in a table."""
    lines = [
        label
        for block in table.blocks
        for label in (block.caption, block.corner, *_labels((*block.columns, *block.rows)))
    ]
    return tuple(dict.fromkeys(filter(None, map(plain, lines))))


def _paths(lines: tuple[Line, ...]) -> Iterator[tuple[Line, ...]]:
    for line in lines:
        if line.children:
            yield from ((line, *path) for path in _paths(line.children))
        else:
            yield (line,)


def _outwards(path: tuple[Line, ...]) -> tuple[str, ...]:
    labels = [plain(line.label) for line in path]
    return (
        tuple("".join(labels[at:]) for at in range(len(labels) - 1, -1, -1)) if labels[-1] else ()
    )


def _labels(lines: tuple[Line, ...]) -> Iterator[str]:
    for line in lines:
        yield line.label
        yield from _labels(line.children)


class Run(NamedTuple):
    """Figures that follow one another.

    words: what stands before: the last word, the last two joined, and so on
    figures: as they stand; in a table row, blank cells before and among them too
    blanks: how many leading figures are blank
    start, end: the pieces that hold its first and its last figure
    table: the table that it is a row of; 0 where the file does not tell
    glued: whether `figures` is one string of digits that may be several figures
    heads: the labels of the columns that it stands under, in the form's words, where all are told
    under: the table whose title is the last above it, where that is one of the form's
    """

    words: tuple[str, ...]
    figures: tuple[str, ...]
    blanks: int
    start: int
    end: int
    table: int
    glued: bool = False
    heads: tuple[str, ...] = ()
    under: str = ""

    def fits(self, row: Wanted) -> bool:
        """Whether its figures can be those of the row."""
        return self._may_be(row) and self.figures_of(row) is not None

    def _may_be(self, row: Wanted) -> bool:
        """Only its columns, or its table, tell a row whose label is not the form's from others."""
        if not row.named:
            return True
        return self.heads == row.heads if self.heads else self.under in ("", row.table)

    def figures_of(self, row: Wanted) -> tuple[str, ...] | None:
        """Its figures as those of the row, where they can be; what is before them is blank."""
        count = len(row.cells)
        if self.glued:
            return taken_apart(self.figures[0], count, summed=row.summed)
        if count == 1 and self.table and len(self.figures) - self.blanks > 1:
            return self._only()
        return fitted(self.figures, count)

    def _only(self) -> tuple[str, ...] | None:
        """The figure of a row that has one under heads for more: the others blank or the same."""
        filled = {text for text in self.figures if not _BLANK.fullmatch(text)}
        return (filled.pop(),) if len(filled) == 1 else None


def fitted(figures: Sequence[str], count: int) -> tuple[str, ...] | None:
    """So many of a row's figures, where only blank cells are too many.

    Those before the figures belong to the label, those behind them to the last cell; a stroke
    (/) stands in a cell of its own.
    """
    most = len(figures) - count
    if most >= 0 and not any(figures[:most]):
        return tuple(figures[most:])
    behind = most > 0 and figures[0] and not any(figures[count:])
    return tuple(figures[:count]) if behind else None


def find_runs(
    pieces: Sequence[Piece], known: Collection[str] = (), heads: Collection[str] = ()
) -> list[Run]:
    """Every run, in order: table rows by their cells, other pieces by their words.

    known: labels that figures may be glued to; heads: the last ones over rows without a label
    """
    runs: list[Run] = []
    for in_row, numbered in groupby(enumerate(pieces), lambda each: each[1].row):
        if in_row:
            runs += _row_run(list(numbered), known)
        else:
            runs += _loose_runs(list(numbered), known, heads)
    return runs


def joined_runs(rows: Sequence[Wanted], runs: Sequence[Run]) -> list[Run]:
    """A row without a label that stands in several tables, side by side in the form, as one run."""
    joined = list(runs)
    for row in rows:
        if row.labels or row.named or any(not run.words and run.fits(row) for run in joined):
            continue
        for at, run in enumerate(joined):
            some = _side_by_side(joined, at, len(row.cells))
            if len(some) > 1:
                figures = tuple(text for each in some for text in each.figures)
                joined[at : at + len(some)] = [Run((), figures, 0, run.start, some[-1].end, 0)]
                break
    return joined


def _side_by_side(runs: Sequence[Run], at: int, count: int) -> Sequence[Run]:
    """The runs from `at` on, each of its own table, that have so many figures together."""
    for end in range(at, min(at + _MOST_TABLES, len(runs))):
        some = runs[at : end + 1]
        if any(run.words or not run.table for run in some):
            break
        if len({run.table for run in some}) < len(some):
            break
        if sum(len(run.figures) for run in some) == count:
            return some
    return ()


def _row_run(numbered: list[tuple[int, Piece]], known: Collection[str]) -> Iterator[Run]:
    """The figures at the end of a table row; none at all (规章 / / /) behind a known label only."""
    texts = [piece.text.strip() for _, piece in numbered]
    first = len(texts)
    while first and (_CELL.fullmatch(texts[first - 1]) or _BLANK.fullmatch(texts[first - 1])):
        first -= 1
    figures = tuple(texts[first:])
    blanks = next((at for at, text in enumerate(figures) if _CELL.fullmatch(text)), None)
    words = _joins(texts[:first])
    if blanks is None and figures and any(label in known for label in words):
        blanks = len(figures)
    if blanks is not None:
        start, end = numbered[first][0], numbered[-1][0]
        yield Run(words, figures, blanks, start, end, numbered[0][1].table)


def _loose_runs(
    numbered: list[tuple[int, Piece]], known: Collection[str], heads: Collection[str]
) -> Iterator[Run]:
    """Figures that end their lines, on one line or on several that follow one another."""
    words: list[str] = []
    figures: list[tuple[int, str]] = []
    for number, piece in numbered:
        if several := _glued_rows(piece.text, known):
            if figures:
                yield _loose(words, figures)
                figures = []
            for label, digits in several:
                yield Run(_joins([*words, label]), (digits,), 0, number, number, 0, glued=True)
                words = []
            continue
        before, last = _split(piece.text)
        # 规章 / / /: signs in place of figures count as such where a row's label stands before.
        signs = [] if last else _signs(before)
        labels = _joins([*words, *before[: len(before) - len(signs)]]) if signs else ()
        # A cell a line, a stroke goes on the row of the figures before it.
        alone = bool(signs) and len(signs) == len(before)
        goes_on = alone and (bool(figures) or any(label in heads for label in labels))
        if goes_on or any(label in known for label in labels):
            before, last = before[: len(before) - len(signs)], signs
        label, digits = _unglued(piece.text, known)
        if digits:
            if figures:
                yield _loose(words, figures)
                figures = []
            yield Run(_joins([*words, *label.split()]), (digits,), 0, number, number, 0, glued=True)
            words = []
            continue
        if before:
            if figures:
                yield _loose(words, figures)
                words, figures = [], []
            words += before
        figures += ((number, text) for text in last)
    if figures:
        yield _loose(words, figures)


def _glued_rows(line: str, known: Collection[str]) -> list[tuple[str, str]]:
    """The rows of a line that runs several together: known labels, each with the digits behind.

    None of a sentence, which has marks or units behind its figures.
    """
    if not _SHORTEST_ROWS < len(line) <= _LONGEST_ROWS or "。" in line:
        return []
    bare = _NOT_WORD.sub("", line)
    if not any(label in bare for label in known if label):  # the pattern takes longer to compile
        return []
    rows: list[tuple[str, str]] = []
    labels = list(_labels_pattern(frozenset(known)).finditer(line))
    ends = [*(label.start() for label in labels[1:]), len(line)]
    for label, end in zip(labels, ends, strict=False):
        digits = _DIGITS_BEHIND.match(line, label.end(), end)
        if digits and line[digits.end() : digits.end() + 1] not in _BEHIND:
            rows.append((label[0], digits[0]))
    return rows if len(rows) > 1 else []


@lru_cache(maxsize=4)
def _labels_pattern(known: frozenset[str]) -> re.Pattern[str]:
    """Any of the labels, whatever marks stand between their characters, the longest first."""
    labels = sorted(filter(None, known), key=len, reverse=True)
    any_marks = r"\W{0,3}".join
    return re.compile("|".join(any_marks(map(re.escape, label)) for label in labels) or "(?!)")


def _unglued(line: str, known: Collection[str]) -> tuple[str, str]:
    """A line that is a known label with digits behind it, as the two; else nothing."""
    text = line.strip()
    label = text.rstrip("0123456789")
    if len(label) == len(text) or text[-1:] == label[-1:] or plain(label) not in known:
        return "", ""
    return (label, text[len(label) :]) if label.strip() == label else ("", "")


def _loose(words: list[str], figures: list[tuple[int, str]]) -> Run:
    texts = tuple(text for _, text in figures)
    return Run(_joins(words), texts, 0, figures[0][0], figures[-1][0], 0)


def _split(line: str) -> tuple[list[str], list[str]]:
    """The words of a line and the figures at its end; bars are no words."""
    words = line.replace("|", " ").split()
    if len(words) == 1 and _CELL.fullmatch(words[0]):
        return [], words
    first = len(words)
    while first and _FIGURE.fullmatch(words[first - 1]):
        first -= 1
    return words[:first], words[first:]


def _signs(words: list[str]) -> list[str]:
    """The strokes at the end of a line."""
    first = len(words)
    while first and _BLANK.fullmatch(words[first - 1]):
        first -= 1
    return words[first:]


def _joins(words: list[str]) -> tuple[str, ...]:
    joined, joins = "", []
    said = [label for label in map(plain, words[-2 * _MOST_WORDS :]) if label]
    for label in said[: -_MOST_WORDS - 1 : -1]:
        joined = label + joined
        joins.append(joined)
    return tuple(joins)


class How(Enum):
    """How a row was found. One found otherwise than by its very label wants a look.

    SPLIT: its figures stood without anything between them, and one way was left to part them
    """

    EXACT = "exact"
    ALIKE = "alike"
    SPLIT = "split"
    MISSING = "missing"


class Found(NamedTuple):
    """A row of the form and its run; `at` is the run's place among the runs."""

    row: int
    at: int
    how: How


class _Chain(NamedTuple):
    weight: float
    row: int
    at: int
    before: _Chain | None


def align(rows: Sequence[Wanted], runs: Sequence[Run]) -> list[Found]:
    """The rows that were found, in order.

    First the heaviest chain of exact labels, then, between its links, that of like ones. A
    repeated label (其他, 总计) is told from its namesakes by order alone.
    """
    exact = _heaviest(_exact_pairs(rows, runs))
    found = [Found(row, at, How.SPLIT if runs[at].glued else How.EXACT) for row, at in exact]
    between = zip([(-1, -1), *exact], [*exact, (len(rows), len(runs))], strict=True)
    for after, before in between:
        gap_rows = range(after[0] + 1, before[0])
        gap_runs = range(after[1] + 1, before[1])
        alike = _heaviest(_alike_pairs(rows, runs, gap_rows, gap_runs))
        found += (Found(row, at, How.ALIKE) for row, at in alike)
    found += _elsewhere(rows, runs, found)
    return sorted(found, key=lambda each: each.row)


def _elsewhere(
    rows: Sequence[Wanted], runs: Sequence[Run], found: Sequence[Found]
) -> Iterator[Found]:
    """Rows that stand out of their order, where a label is one row's and one run's alone."""
    taken_rows, taken_runs = {each.row for each in found}, {each.at for each in found}
    named = Counter(row.labels[0] for row in rows if row.labels)
    left = defaultdict(list)
    for at, run in enumerate(runs):
        if at not in taken_runs and run.words:
            left[run.words[0]].append(at)
    for number, row in enumerate(rows):
        if number not in taken_rows and row.labels and named[row.labels[0]] == 1:
            at, *others = left.get(row.labels[0], (-1,))
            if at >= 0 and not others and runs[at].fits(row):
                yield Found(number, at, How.ALIKE)


def _exact_pairs(
    rows: Sequence[Wanted], runs: Sequence[Run]
) -> Iterator[tuple[int, list[tuple[int, float]]]]:
    """For each run the rows that it may be and how much speaks for each: groups do as well."""
    by_label: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        # A label may be glued to its group's: `三、本年度办理结果（一）予以公开`.
        for label in row.labels or ("",):
            by_label[label].append(number)
    drawn = any(run.table for run in runs)
    for at, run in enumerate(runs):
        labelled = dict.fromkeys(
            number for words in run.words for number in by_label.get(words, ())
        )
        fitting = [number for number in labelled if run.fits(rows[number])]
        pairs = [
            (number, float(_LABELLED + len(set(rows[number].labels[1:]) & set(run.words))))
            for number in fitting
        ]
        # Glued digits stand behind a label: they are never a row that has none.
        if not run.glued:
            pairs += (
                (number, float(_UNLABELLED))
                for number in by_label.get("", ())
                if bool(run.words) <= (rows[number].named or not run.table)
                # Where a file has tables, a sentence that ends in figures is none of them.
                and not (rows[number].named and drawn and not run.table)
                and run.fits(rows[number])
            )
        if pairs:
            yield at, pairs


def _alike_pairs(
    rows: Sequence[Wanted], runs: Sequence[Run], gap_rows: range, gap_runs: range
) -> Iterator[tuple[int, list[tuple[int, float]]]]:
    wanted = [number for number in gap_rows if rows[number].labels]
    if not wanted or len(wanted) * len(gap_runs) > _MOST_TRIALS:
        return
    from difflib import SequenceMatcher  # only files with slips in their labels need it

    matcher = SequenceMatcher(autojunk=False)
    for at in gap_runs:
        pairs = []
        for number in wanted:
            if runs[at].fits(rows[number]):
                matcher.set_seq2(rows[number].labels[0])
                likeness = max((_likeness(matcher, words) for words in runs[at].words), default=0)
                if at + 1 < len(runs) and _is_cut(rows[number].labels[0], runs[at], runs[at + 1]):
                    likeness = _CUT
                if likeness >= ALIKE:
                    pairs.append((number, likeness))
        if pairs:
            yield at, pairs


def _is_cut(label: str, run: Run, following: Run) -> bool:
    """Whether the label is cut by the end of a page: its end stands behind the row's figures."""
    head = next((words for words in run.words if label.startswith(words)), "")
    rest = label[len(head) :]
    return len(head) >= _SHORTEST and any(words.startswith(rest) for words in following.words)


def _likeness(matcher: Any, words: str) -> float:
    matcher.set_seq1(words[:200])
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0.0
    ratio: float = matcher.ratio()
    return ratio


def _heaviest(pairs: Iterable[tuple[int, list[tuple[int, float]]]]) -> list[tuple[int, int]]:
    """The rows and runs of the heaviest chain in which both only rise."""
    best: dict[int, _Chain] = {}
    for at, candidates in pairs:
        longer = [_extended(best, row, at, weight) for row, weight in candidates]
        for chain in longer:
            if chain.row not in best or best[chain.row].weight < chain.weight:
                best[chain.row] = chain
    links = []
    link = max(best.values(), key=_weight, default=None)
    while link is not None:
        links.append((link.row, link.at))
        link = link.before
    return links[::-1]


def _weight(chain: _Chain) -> float:
    return chain.weight


def _extended(best: dict[int, _Chain], row: int, at: int, weight: float) -> _Chain:
    above = [chain for number, chain in best.items() if number < row]
    before = max(above, key=_weight, default=None)
    return _Chain(weight + (before.weight if before else 0), row, at, before)
