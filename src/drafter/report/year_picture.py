"""What the picture of the year (图解) shows: the form's charts, with the figures of two years."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from drafter.draft.draft_facts import Facts
from drafter.draft.draft_model import Origin
from drafter.form.arithmetic import Figure, format_figure
from drafter.form.definitions import ChartDefinition, Text

MOST_NAMES = 7
"""Bars of a chart whose names were typed: what is left over is summed up, or the page would not
hold it."""


class Bar(NamedTuple):
    """One bar; `last` is last year's figure, None where it is not known."""

    label: str
    now: Figure
    last: Figure | None


class Chart(NamedTuple):
    """One chart of the picture."""

    title: str
    unit: str
    bars: tuple[Bar, ...]

    @property
    def head(self) -> str:
        """`办理结果（件）`."""
        return f"{self.title}（{self.unit}）" if self.unit else self.title


class Picture(NamedTuple):
    """The whole page.

    mark: 草稿, 送审稿, or ""
    now, last: what the years are called; "" where nothing is known of last year
    """

    title: str
    organ: str
    mark: str
    now: str
    last: str
    charts: tuple[Chart, ...]

    @property
    def description(self) -> str:
        """All that it shows, in words, for who cannot see it."""
        return "".join(f"{chart.head}：{'；'.join(self._told(chart))}。" for chart in self.charts)

    def _told(self, chart: Chart) -> Iterator[str]:
        for bar in chart.bars:
            before = "" if bar.last is None else f"（{self.last} {format_figure(bar.last)}）"
            yield f"{bar.label} {format_figure(bar.now)}{before}"


def picture_of(facts: Facts, last: Facts | None, *, mark: str = "") -> Picture:
    """The picture; a report of another form is no last year to compare with."""
    form = facts.form
    before = last if last is not None and last.form.id == form.id and _whole(last) else None
    charts = [_chart(each, facts, before) for each in form.picture]
    return Picture(
        title=facts.render(form.title),
        organ=facts.render(form.signature.name),
        mark=mark,
        now=_year(facts, "本年"),
        last=_year(before, "上年") if before else "",
        charts=tuple(chart for chart in charts if chart.bars),
    )


def _whole(last: Facts) -> bool:
    """Whether every table was given: the zeros of one that was not read are nobody's figures."""
    nobody = (Origin.DEFAULT, Origin.COMPUTED)
    return all(
        any(last.cell_at(cell.address).origin not in nobody for cell in table.cells)
        for table in last.form.tables.values()
    )


def _year(facts: Facts, otherwise: str) -> str:
    year = facts.draft.year
    return otherwise if year is None else f"{year}年"


def _chart(chart: ChartDefinition, facts: Facts, before: Facts | None) -> Chart:
    def figures(value: Text) -> tuple[Any, Any]:
        return facts.value(value), before.value(value) if before else None

    if chart.each is not None:
        now, last = map(_named, figures(chart.each))
        return Chart(chart.title, chart.unit, tuple(_by_name(now, last)) if now else ())
    bars = (Bar(bar.label, *figures(bar.value)) for bar in chart.bars)
    return Chart(chart.title, chart.unit, tuple(bar for bar in bars if bar.now is not None))


def _named(value: Any) -> dict[str, Figure]:
    """Counts by name; nothing where the question was not answered."""
    return {item.name: item.count for item in value or ()}


def _by_name(now: Mapping[str, Figure], last: Mapping[str, Figure]) -> Iterator[Bar]:
    """A bar for each name of either year, the smallest together where there are too many."""
    names = [*dict.fromkeys([*now, *last])]
    shown = names if len(names) <= MOST_NAMES else names[: MOST_NAMES - 1]
    yield from (Bar(name, now.get(name, 0), last.get(name, 0) if last else None) for name in shown)
    if rest := names[len(shown) :]:
        label = f"另外{len(rest)}项"
        yield Bar(label, _sum(now, rest), _sum(last, rest) if last else None)


def _sum(counts: Mapping[str, Figure], names: Sequence[str]) -> Figure:
    return sum((counts.get(name, 0) for name in names), 0)
