"""What the checks say of the words of one text, where that is not told of its numbers already."""

from __future__ import annotations

from collections.abc import Sequence

from drafter.checks.finding import Finding, Result
from drafter.desk.text_figures import TextFigure


def doubts(result: Result, section: str, figures: Sequence[TextFigure]) -> tuple[Finding, ...]:
    """The findings at words of the section's text, but those at numbers that differ."""
    told = [(figure.line, figure.start) for figure in figures if not figure.agrees]
    return tuple(
        finding
        for finding in result.findings
        if (span := finding.span) is not None
        and span.section == section
        and not any(n == span.paragraph and span.start <= at < span.end for n, at in told)
    )
