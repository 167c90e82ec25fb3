"""What the checks say, as text for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from drafter.checks.catalogue import Check
from drafter.checks.finding import Closed, Finding, NotRun, Result
from drafter.form.definitions import Severity

_TITLES = {Severity.ERROR: "需要改", Severity.WARNING: "需要确认", Severity.NOTE: "提示"}
_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTE: "36"}


def tell(result: Result, *, colour: bool = False) -> str:
    """The findings in groups, place and sentence first, and a closing line with counts."""
    return "\n".join([*_groups(result, colour), summary(result)])


def summary(result: Result) -> str:
    """`需要改 1 处，需要确认 2 处，提示 0 处；未能核对 3 项；已说明 1 处。`."""
    counts = "，".join(f"{title} {len(result.of(s))} 处" for s, title in _TITLES.items())
    rest = [f"未能核对 {len(result.not_run)} 项"] if result.not_run else []
    rest += [f"已说明 {len(result.closed)} 处"] if result.closed else []
    return "；".join([counts, *rest]) + "。"


def _groups(result: Result, colour: bool) -> Iterator[str]:
    for severity, title in _TITLES.items():
        found = result.of(severity)
        if found:
            heading = f"{title}（{len(found)}）"
            yield f"\x1b[1;{_COLOURS[severity]}m{heading}\x1b[0m" if colour else heading
            for finding in found:
                yield from _finding(finding)
            yield ""
    if result.not_run:
        yield f"未能核对（{len(result.not_run)}）"
        yield from _not_run(result.not_run)
        yield ""
    if result.closed:
        yield f"已说明（{len(result.closed)}）"
        yield from _closed(result.closed)
        yield ""


def _finding(finding: Finding) -> Iterator[str]:
    yield f"  {finding.place}：{finding.what}"
    yield f"      {finding.fix}  [{finding.code}]"
    if finding.echoes:
        yield f"      另有 {len(finding.echoes)} 处因此产生："
        for echo in finding.echoes:
            yield f"      · {echo.what}"


def _not_run(not_run: Iterable[NotRun]) -> Iterator[str]:
    """One line for each thing that is missing, with all that could not be checked for it."""
    by_missing: dict[str, list[NotRun]] = {}
    for skipped in not_run:
        by_missing.setdefault(skipped.missing, []).append(skipped)
    for missing, skipped_here in by_missing.items():
        yield f"  {missing}，所以没有核对："
        for skipped in skipped_here:
            yield f"      · {skipped.about}  [{skipped.code}]"


def _closed(closed: Iterable[Closed]) -> Iterator[str]:
    for done in closed:
        yield f"  {done.finding.place}：{done.finding.what}"
        yield f"      理由：{done.reason}（{done.closed_on}）  [{done.finding.code}]"


def explain(check: Check) -> str:
    """One check of the catalogue, in full."""
    lines = [
        f"{check.code}  {check.title}",
        f"级别：{check.severity.value}（{_MEANING[check.severity]}）",
        f"依据：{check.source}",
        f"为什么：{check.why}",
        f"怎么办：{check.fix}",
        f"例子：{check.example}",
    ]
    return "\n".join(lines)


_MEANING = {
    Severity.ERROR: "不改正不能出正式稿",
    Severity.WARNING: "要看一看；确实没错的，写明理由后关闭",
    Severity.NOTE: "供参考",
}


def overview(checks: Iterable[Check]) -> str:
    """The whole catalogue, a line each, family by family."""
    lines: list[str] = []
    family = ""
    for check in checks:
        if check.family != family:
            family = check.family
            lines += ["", family] if lines else [family]
        lines.append(f"  {check.code}  {check.severity.value}  {check.title}")
    return "\n".join(lines)


def catalogue_page(checks: Iterable[Check]) -> str:
    """docs/checks.md: the whole catalogue as a page (`make docs` writes it)."""
    lines = [
        "# 核对项目",
        "",
        "本页由 `make docs` 从程序生成。",
        "`drafter checks` 列出这些项目，`drafter checks 编号` 说明其中一项。",
        "",
        *(f"- **{s.value}**：{_MEANING[s]}。" for s in Severity),
        "",
        "在答案文件里，其余为零写作这张表下的 `confirmed: true`；"
        "上年的报告数据用 `drafter check` 的 `--last-year` 给出。",
    ]
    family = ""
    for check in checks:
        if check.family != family:
            family = check.family
            lines += ["", f"## {family}"]
        lines += ["", f"### {check.code} {check.title}", ""]
        lines += [f"- {line}" for line in explain(check).split("\n")[1:]]
    return "\n".join(lines) + "\n"
