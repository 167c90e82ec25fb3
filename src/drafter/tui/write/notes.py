"""What stands beside a text while it is read or written: conflicts, changes, facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from drafter.checks.finding import Finding
from drafter.desk.facts import Fact
from drafter.desk.text_figures import TextFigure
from drafter.interview.texts import ChangedText
from drafter.tui.findings.rows import sentence
from drafter.tui.glyphs import MUTED, content, is_safe
from drafter.tui.rows import Row

UNFOLD = "unfold"
"""The row that shows the facts that are not given."""


class Notes(NamedTuple):
    """The rows, and what some of them stand for."""

    rows: tuple[Row, ...]
    figures: Mapping[str, TextFigure]
    findings: Mapping[str, Finding]
    facts: Mapping[str, Fact]


def notes(
    figures: Sequence[TextFigure],
    findings: Sequence[Finding],
    changed: ChangedText | None,
    facts: Sequence[Fact],
    *,
    unfolded: bool,
) -> Notes:
    """The rows; what disagrees comes first."""
    differing = {f"figure/{f.line}/{f.start}": f for f in figures if not f.agrees}
    doubtful = {f"finding/{number}": finding for number, finding in enumerate(findings)}
    named = {f"fact/{fact.where}": fact for fact in facts}
    rows = (*_differing(differing), *_doubtful(doubtful), *_changed(changed))
    return Notes((*rows, *_facts(named, unfolded)), differing, doubtful, named)


def _differing(figures: Mapping[str, TextFigure]) -> Iterator[Row]:
    if figures:
        yield _heading(f"和表里不一样（{len(figures)}）", "bold $text-error")
    mark = "!" if is_safe() else "✗"
    for id, figure in figures.items():
        said = f" “{figure.phrase}”，{figure.label}是 {figure.value}"
        yield Row(id, content(mark, "bold $text-error") + content(said))


def _doubtful(findings: Mapping[str, Finding]) -> Iterator[Row]:
    if findings:
        yield _heading(f"要看一看（{len(findings)}）", "bold $text-warning")
    for id, finding in findings.items():
        yield Row(id, sentence(finding._replace(place="")))


def _changed(changed: ChangedText | None) -> Iterator[Row]:
    if changed is None:
        return
    yield _heading("写好以后，前面的回答变了", "bold $text-warning")
    for words in changed.gone:
        yield Row("", content(f"- 已经对不上：{words}"))
    for words in changed.come:
        yield Row("", content(f"+ 现在会这样写：{words}"))


def _facts(facts: Mapping[str, Fact], unfolded: bool) -> Iterator[Row]:
    given = {id: fact for id, fact in facts.items() if fact.said}
    if given:
        yield _heading("用到的回答和数字", "bold")
    for id, fact in given.items():
        yield Row(id, content(f"{fact.label}：", MUTED) + content(fact.said))
    empty = {id: fact for id, fact in facts.items() if not fact.said}
    if empty:
        mark = "-" if unfolded else "+"
        yield Row(UNFOLD, content(f"{mark} 没有填的 {len(empty)} 项", MUTED))
    for id, fact in empty.items() if unfolded else ():
        yield Row(id, content(f"  {fact.label}", MUTED))


def _heading(title: str, look: str) -> Row:
    return Row("", content(title, look))
