"""What the checks say, as rows: groups with counts, and a row for each thing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from textual.content import Content

from drafter.checks.finding import Closed, Finding, Result
from drafter.desk.findings import TITLES, Told, not_run_words
from drafter.form.model import Severity
from drafter.tui.glyphs import MUTED, content, is_safe
from drafter.tui.rows import Row

_MARKS = {Severity.ERROR: ("✗", "!"), Severity.WARNING: ("?", "?"), Severity.NOTE: ("○", "-")}
_LOOKS = {
    Severity.ERROR: "bold $text-error",
    Severity.WARNING: "bold $text-warning",
    Severity.NOTE: MUTED,
}


class Listed(NamedTuple):
    """The rows, and what each of them stands for."""

    rows: tuple[Row, ...]
    findings: Mapping[str, Finding]
    closed: Mapping[str, Closed]


def listed(told: Told, unfolded: Collection[str]) -> Listed:
    """The rows of what there is to say; `unfolded`: those whose echoes are shown as well."""
    findings: dict[str, Finding] = {}
    closed: dict[str, Closed] = {}
    rows = [
        *_groups(told.result, findings, unfolded),
        *_not_run(told.result),
        *_closed(told.result, closed),
    ]
    if told.ahead:
        said = f"还没填到的地方另有 {told.ahead} 处，填到时再看。"
        rows.append(Row("", content(said, MUTED)))
    return Listed(tuple(rows), findings, closed)


def sentence(finding: Finding) -> Content:
    """Mark, place and sentence: `✗ 表三，“予以公开·自然人” 差 1`."""
    wide, safe = _MARKS[finding.severity]
    mark = content(f"{safe if is_safe() else wide} ", _LOOKS[finding.severity])
    return mark + content(finding.place, "bold") + content(f" {finding.what}")


def _groups(
    result: Result, findings: dict[str, Finding], unfolded: Collection[str]
) -> Iterator[Row]:
    for severity, title in TITLES.items():
        found = result.of(severity)
        if not found:
            continue
        yield _heading(title, len(found), _LOOKS[severity])
        for finding in found:
            id = _free("/".join((finding.code, finding.address, *finding.seen)), findings)
            findings[id] = finding
            yield Row(id, sentence(finding) + _folded(finding, id in unfolded))


def _folded(finding: Finding, unfolded: bool) -> Content:
    if not finding.echoes:
        return content("")
    said = f"\n  另有 {len(finding.echoes)} 处因此产生"
    if unfolded:
        said += "：" + "".join(f"\n  - {echo.place} {echo.what}" for echo in finding.echoes)
    return content(said, MUTED)


def _not_run(result: Result) -> Iterator[Row]:
    missing = not_run_words(result)
    if missing:
        yield _heading("未能核对", len(result.not_run), "bold")
        for words in missing:
            count = sum(1 for skipped in result.not_run if skipped.missing == words)
            yield Row(f"missing/{words}", content(f"- {words}，有 {count} 项没有核对"))


def _closed(result: Result, closed: dict[str, Closed]) -> Iterator[Row]:
    if result.closed:
        yield _heading("已说明", len(result.closed), "bold")
        for done in result.closed:
            finding = done.finding
            key = "/".join(("closed", finding.code, finding.address, *finding.seen))
            id = _free(key, closed)
            closed[id] = done
            said = content(f"{finding.place} {finding.what}", MUTED)
            yield Row(id, said + content(f"\n  理由：{done.reason}（{done.closed_on}）"))


def _heading(title: str, count: int, look: str) -> Row:
    return Row("", content(f"\n{title}（{count}）", look))


def _free(key: str, taken: Collection[str]) -> str:
    """The key, numbered where another has it already."""
    id, number = key, 2
    while id in taken:
        id, number = f"{key}#{number}", number + 1
    return id
