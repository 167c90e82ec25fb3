"""What the checks say: text for the terminal, JSON (docs/check-json.md), SARIF 2.1.0."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from drafter import __version__
from drafter.checks.check_catalogue import Check
from drafter.checks.finding import TITLES, Closed, FilePlace, Finding, NotRun, Result, Span
from drafter.errors import Problem, harmless
from drafter.form.definitions import Address, Severity

_BESIDE = 12
"""Characters shown on each side of the words that a finding is about."""
_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTE: "36"}


Places = Mapping[Address, FilePlace]
"""Where in a published report cells, sections and their paragraphs (`section#0`) stand."""


def tell(result: Result, *, colour: bool = False, places: Places | None = None) -> str:
    """The findings in groups, place and sentence first, and a closing line with counts."""
    return "\n".join([*_groups(result, colour, places or {}), summary(result)])


def file_place(finding: Finding, places: Places) -> FilePlace | None:
    """Where in the file what the finding is about stands, with the words that it is about."""
    span = finding.span
    if span is None:
        return places.get(finding.address)
    place = places.get(f"{span.section}#{span.paragraph}") or places.get(span.section)
    return place and place._replace(quote=_around(place.quote, span))


def _around(paragraph: str, span: Span) -> str:
    """The words of a finding with some before and behind."""
    start, end = max(span.start - _BESIDE, 0), min(span.end, span.start + 2 * _BESIDE) + _BESIDE
    return "…" * (start > 0) + paragraph[start:end].strip() + "…" * (end < len(paragraph))


def tell_reading(unread: Sequence[Problem], doubtful: Sequence[Problem]) -> str:
    """What was not read of a published report and what wants a look; "" for neither."""
    lines: list[str] = []
    for heading, listed in (("没有读到", unread), ("读到了，要看一眼", doubtful)):
        if listed:
            lines.append(f"{heading}（{len(listed)}）")
            lines += [harmless(f"  {each.where}：{each.what}{each.fix}") for each in listed]
            lines.append("")
    return "\n".join(lines)


def summary(result: Result) -> str:
    """`需要改 1 处，需要确认 2 处，提示 0 处；未能核对 3 项；已说明 1 处。`."""
    counts = "，".join(f"{title} {len(result.of(s))} 处" for s, title in TITLES.items())
    rest = [f"未能核对 {len(result.not_run)} 项"] if result.not_run else []
    rest += [f"已说明 {len(result.closed)} 处"] if result.closed else []
    return "；".join([counts, *rest]) + "。"


def _groups(result: Result, colour: bool, places: Places) -> Iterator[str]:
    for severity, title in TITLES.items():
        found = result.of(severity)
        if found:
            heading = f"{title}（{len(found)}）"
            yield f"\x1b[1;{_COLOURS[severity]}m{heading}\x1b[0m" if colour else heading
            for finding in found:
                yield from map(harmless, _finding(finding, places))
            yield ""
    if result.not_run:
        yield f"未能核对（{len(result.not_run)}）"
        yield from map(harmless, _not_run(result.not_run))
        yield ""
    if result.closed:
        yield f"已说明（{len(result.closed)}）"
        yield from map(harmless, _closed(result.closed))
        yield ""


def _finding(finding: Finding, places: Places) -> Iterator[str]:
    yield f"  {finding.place}：{finding.what}"
    if place := file_place(finding, places):
        yield f"      文件里：{place}"
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
        *([f"例子：{check.example}"] if check.example else []),
    ]
    return "\n".join(lines)


_MEANING = {
    Severity.ERROR: "不改正不能出正式稿；说的是文字或者上年报告、确实没错的，写明理由后关闭",
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


def catalogue_page(checks: Iterable[Check], name: str) -> str:
    """docs/checks.md: the whole catalogue as a page (`make docs`), in the words of a form."""
    lines = [
        "# 核对项目",
        "",
        f"本页由 `make docs` 从程序生成；依据和例子是{name}的，"
        "别的报告见 `drafter checks 编号 --form 格式`。",
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


JSON_VERSION = 1
SEVERITY_WORDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


class Checked(NamedTuple):
    """One file with what the checks say of it.

    lines: where an answers file's answers stand; places: where those of a published report do
    unread, doubtful: of a published report, what was not read of it or wants a look, each with
        the piece of the file that it is about
    """

    path: str
    form: str
    year: int | None
    organ: str | None
    result: Result
    lines: Mapping[Address, int]
    places: Mapping[Address, FilePlace] = {}
    unread: tuple[Problem, ...] = ()
    doubtful: tuple[Problem, ...] = ()

    def line_of(self, finding: Finding) -> int | None:
        """The line of the file, of one that has lines."""
        place = file_place(finding, self.places)
        return (place.line or None) if place else self.lines.get(finding.address)


def as_json(files: Iterable[Checked]) -> dict[str, Any]:
    """The stable form for other programs; its keys only ever grow."""
    return {"version": JSON_VERSION, "drafter": __version__, "files": [_file(f) for f in files]}


def _file(checked: Checked) -> dict[str, Any]:
    result = checked.result
    return {
        "path": checked.path,
        "form": checked.form,
        "year": checked.year,
        "organ": checked.organ,
        "counts": {word: len(result.of(severity)) for severity, word in SEVERITY_WORDS.items()},
        "findings": [finding_tree(finding, checked) for finding in result.findings],
        "unread": [each._asdict() for each in checked.unread],
        "doubtful": [each._asdict() for each in checked.doubtful],
        "not_run": [
            {"code": skipped.code, "missing": skipped.missing, "about": skipped.about}
            for skipped in result.not_run
        ],
        "closed": [
            {
                **finding_tree(done.finding, checked),
                "reason": done.reason,
                "on": done.closed_on,
            }
            for done in result.closed
        ],
    }


def finding_tree(finding: Finding, checked: Checked) -> dict[str, Any]:
    """One finding as docs/check-json.md has it."""
    span, place = finding.span, file_place(finding, checked.places)
    return {
        "code": finding.code,
        "severity": SEVERITY_WORDS[finding.severity],
        "address": finding.address,
        "line": checked.line_of(finding),
        "in_file": place and place._asdict(),
        "place": finding.place,
        "what": finding.what,
        "fix": finding.fix,
        "others": list(finding.others),
        "elsewhere": finding.elsewhere and finding.elsewhere._asdict(),
        "span": span
        and {
            "section": span.section,
            "paragraph": span.paragraph,
            "start": span.start,
            "end": span.end,
        },
        "seen": list(finding.seen),
        "echoes": [finding_tree(echo, checked) for echo in finding.echoes],
    }


def as_sarif(files: Iterable[Checked], checks: Iterable[Check]) -> dict[str, Any]:
    """A SARIF log with one run: closed findings are suppressed results."""
    rules = [_rule(check) for check in checks]
    results = [
        _result(finding, checked, {"kind": "external", "justification": reason} if reason else None)
        for checked in files
        for finding, reason in _with_reasons(checked.result)
    ]
    driver = {"name": "drafter", "version": __version__, "language": "zh-CN", "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return {"$schema": schema, "version": "2.1.0", "runs": [run]}


def _with_reasons(result: Result) -> Iterable[tuple[Finding, str]]:
    for finding in result.findings:
        yield finding, ""
        for echo in finding.echoes:
            yield echo, ""
    for done in result.closed:
        yield done.finding, done.reason


def _rule(check: Check) -> dict[str, Any]:
    return {
        "id": check.code,
        "shortDescription": {"text": check.title},
        "fullDescription": {"text": check.why},
        "help": {"text": check.fix},
        "defaultConfiguration": {"level": SEVERITY_WORDS[check.severity]},
        "properties": {"source": check.source},
    }


def _result(
    finding: Finding, checked: Checked, suppression: dict[str, str] | None
) -> dict[str, Any]:
    location = {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(checked.path)},
            "region": _region(finding, checked),
        },
        "logicalLocations": [{"fullyQualifiedName": finding.address, "name": finding.place}],
    }
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "level": SEVERITY_WORDS[finding.severity],
        "message": {"text": f"{finding.place}：{finding.what}{finding.fix}"},
        "locations": [location],
        "relatedLocations": [
            {"id": place, "logicalLocations": [{"fullyQualifiedName": address}]}
            for place, address in enumerate(finding.others)
        ],
    }
    if other := finding.elsewhere:
        names = [{"fullyQualifiedName": each, "name": other.place} for each in other.addresses]
        physical = {"artifactLocation": {"uri": _uri(other.file)}}
        number = len(finding.others)
        result["relatedLocations"].append(
            {"id": number, "physicalLocation": physical, "logicalLocations": names}
        )
    if suppression:
        result["suppressions"] = [suppression]
    return result


def _region(finding: Finding, checked: Checked) -> dict[str, Any]:
    """The line, with what stands there where that is known; the first of a file without lines."""
    region: dict[str, Any] = {"startLine": checked.line_of(finding) or 1}
    place = file_place(finding, checked.places)
    return region | {"snippet": {"text": str(place)}} if place else region


def _uri(path: str) -> str:
    from urllib.parse import quote

    return quote(path.replace("\\", "/"))
