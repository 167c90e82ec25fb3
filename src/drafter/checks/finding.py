"""What a check says: findings, and checks that could not be run."""

from typing import NamedTuple

from drafter.form.definitions import Address, Relation, Severity

TITLES = {Severity.ERROR: "需要改", Severity.WARNING: "需要确认", Severity.NOTE: "提示"}
"""What findings of a severity ask of the clerk, as a heading over them."""


class Span(NamedTuple):
    """A piece of a section's text: characters `start` to `end` of paragraph `paragraph`."""

    section: str
    paragraph: int
    start: int
    end: int


class FilePlace(NamedTuple):
    """Where in a report that was read something stands; 0 or "" where its file does not tell.

    line, page: from 1
    table, row: the number of the table in the file, and of the row in it, from 1
    quote: what stands there
    """

    line: int = 0
    page: int = 0
    table: int = 0
    row: int = 0
    quote: str = ""

    def __str__(self) -> str:
        told = [
            f"第 {self.page} 页" if self.page else "",
            f"第 {self.table} 张表第 {self.row} 行" if self.table else "",
            f"第 {self.line} 行" if self.line and not self.table else "",
            f"（第 {self.line} 行）" if self.line and self.table else "",
        ]
        where = "".join(told)
        return f"{where}：{self.quote}" if where and self.quote else where or self.quote


class Elsewhere(NamedTuple):
    """Cells of another report that a finding rests on, their place and value in its words."""

    file: str
    addresses: tuple[Address, ...]
    place: str
    value: str


class Finding(NamedTuple):
    """One thing wrong or doubtful; all words are Chinese.

    code: the check that says it
    address: the cell, question or section to go to first
    place: that address in the clerk's words
    what: one sentence with both values and the difference, where there are any
    fix: what to do
    others: the other side's addresses
    span: the words in a text, where it is about words
    seen: the values that the finding rests on; a closure holds while they stay
    echoes: findings that go away with this one
    relation: the relation of the form that does not hold, where it is about one
    elsewhere: what it is compared with in a report of another form
    """

    code: str
    severity: Severity
    address: Address
    place: str
    what: str
    fix: str
    others: tuple[Address, ...] = ()
    span: Span | None = None
    seen: tuple[str, ...] = ()
    echoes: tuple["Finding", ...] = ()
    relation: Relation | None = None
    elsewhere: Elsewhere | None = None

    @property
    def closable(self) -> bool:
        """Whether a reason may close it. What cannot be right within the tables only mends.

        An error over words, or one that rests on another document, may be the other's, or ours.
        """
        elsewhere = self.relation is not None and self.relation.crosses_years
        return self.severity is not Severity.ERROR or self.span is not None or elsewhere

    def __str__(self) -> str:
        return f"{self.place}：{self.what}{self.fix}（{self.code}）"


class NotRun(NamedTuple):
    """A check (or a part of it, named by `about`) whose input is missing: never a pass."""

    code: str
    missing: str
    about: str = ""


class Closed(NamedTuple):
    """A finding that the clerk has looked at, with the reason given."""

    finding: Finding
    reason: str
    closed_on: str


class Result(NamedTuple):
    """All that the checks say of one draft, the gravest first."""

    findings: tuple[Finding, ...]
    not_run: tuple[NotRun, ...]
    closed: tuple[Closed, ...] = ()

    def of(self, severity: Severity) -> tuple[Finding, ...]:
        """The findings of one severity."""
        return tuple(finding for finding in self.findings if finding.severity is severity)
