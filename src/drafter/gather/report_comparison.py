"""Two years of one unit, or the units of one year, side by side: what moved, and who stands out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from drafter.checks.year_checks import jumps
from drafter.draft.draft_facts import Facts
from drafter.files import read_text
from drafter.form.arithmetic import Figure, difference, format_figure
from drafter.form.definitions import Form, Text
from drafter.form.field_reader import FieldReader
from drafter.form.form_layers import first_file
from drafter.nodes import parse

COMPARISON_FILE = "comparison.yaml"
_PERCENT = "%"
_TENTH = Decimal("0.1")
_STANDS_OUT = 5
"""How many times the middle of all units a figure is that stands out."""
_FEWEST = 5
"""Units of which one can stand out."""


class Subject(NamedTuple):
    """One report that is compared, and what it is called."""

    name: str
    facts: Facts


class Ratio(NamedTuple):
    """A share of one expression of the form's names in another."""

    label: str
    part: str
    whole: str


@dataclass(frozen=True)
class ComparisonWords:
    """comparison.yaml. shift: hundredths by which a share has to move to be told."""

    ratios: tuple[Ratio, ...] = ()
    shift: int = 20


class Measure(NamedTuple):
    """What is compared: a figure with its unit, or a share in hundredths (`%`)."""

    label: str
    unit: str


class Compared(NamedTuple):
    """One measure over all subjects; a figure that is not known is None.

    told: by place of the subject, what there is to say of its figure
    """

    measure: Measure
    figures: tuple[Figure | None, ...]
    told: tuple[str, ...]

    @property
    def matters(self) -> bool:
        return any(self.told)

    @property
    def moves(self) -> bool:
        """Whether the figures differ."""
        return len(set(self.figures)) > 1


@cache
def comparison_words(form: Form) -> ComparisonWords:
    """Raises: DrafterError for mistakes in comparison.yaml."""
    path = first_file(form, COMPARISON_FILE)
    if path is None:
        return ComparisonWords()
    reader = FieldReader(form, f"{form.folder.name}/{COMPARISON_FILE}")
    return reader.done(reader.read(parse(read_text(path), reader.shape.name), ComparisonWords))


def compare_years(subjects: Sequence[Subject]) -> list[Compared]:
    """The years of one unit, the earliest first: key figures and shares, then every cell."""
    form = subjects[0].facts.form
    return [
        Compared(measure, figures, ("", *_moves(form, measure, figures)))
        for measure, figures in (*_measures(subjects), *_cells(subjects))
    ]


def compare_units(subjects: Sequence[Subject]) -> list[Compared]:
    """The units of one year: key figures and shares, and who stands out from the others."""
    return [
        Compared(measure, figures, tuple(_outliers(measure, figures)))
        for measure, figures in _measures(subjects)
    ]


def said(measure: Measure, figure: Figure | None) -> str:
    """A figure as it is shown: 12, 62.5%, and — where it is not known."""
    if figure is None:
        return "—"
    return format_figure(figure) + (measure.unit if measure.unit == _PERCENT else "")


def _measures(
    subjects: Sequence[Subject],
) -> Iterator[tuple[Measure, tuple[Figure | None, ...]]]:
    form = subjects[0].facts.form
    for key in form.key_figures:
        yield Measure(key.label, key.unit), tuple(_value(s.facts, key.value) for s in subjects)
    for ratio in comparison_words(form).ratios:
        texts = Text(ratio.part, 0), Text(ratio.whole, 0)
        yield Measure(ratio.label, _PERCENT), tuple(_share(s.facts, *texts) for s in subjects)


def _cells(subjects: Sequence[Subject]) -> Iterator[tuple[Measure, tuple[Figure | None, ...]]]:
    """Every cell that is no total; those the key figures tell come again, under their label."""
    form = subjects[0].facts.form
    for address, place in form.arithmetic.index.items():
        if address not in form.computed:
            figures = tuple(subject.facts.figures[place] for subject in subjects)
            yield Measure(form.place(address), form.cells[address].unit), figures


def _value(facts: Facts, text: Text) -> Figure | None:
    value = facts.value(text)
    is_figure = isinstance(value, int | Decimal) and not isinstance(value, bool)
    return value if is_figure else None


def _share(facts: Facts, part: Text, whole: Text) -> Figure | None:
    """In hundredths, to a tenth; None of nothing."""
    of, to = _value(facts, part), _value(facts, whole)
    if of is None or not to:
        return None
    share = Decimal(100) * Decimal(of) / Decimal(to)
    return share.quantize(_TENTH, ROUND_HALF_UP)


def _moves(form: Form, measure: Measure, figures: Sequence[Figure | None]) -> Iterator[str]:
    """Of each year but the first, what there is to say beside the year before."""
    for before, now in pairwise(figures):
        if before is None or now is None or before == now:
            yield ""
        elif measure.unit == _PERCENT:
            shift = comparison_words(form).shift
            apart = difference(now, before)
            moved = f"{'升' if now > before else '降'}{format_figure(apart)}个百分点"
            yield moved if apart >= shift else ""
        elif not jumps(before, now):
            yield ""
        elif not before or not now:
            yield "从无到有" if not before else "从有到无"
        else:
            yield "骤增" if now > before else "骤减"


def _outliers(measure: Measure, figures: Sequence[Figure | None]) -> Iterator[str]:
    known = [Decimal(figure) for figure in figures if figure is not None]
    middle = median(known) if len(known) >= _FEWEST else None
    for figure in figures:
        if middle is None or figure is None or measure.unit == _PERCENT:
            yield ""
        elif middle > 0 and figure > middle * _STANDS_OUT and jumps(int(middle), figure):
            yield f"是中位数的{figure / middle:.1f}倍"
        else:
            yield ""
