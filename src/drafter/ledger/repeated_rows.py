"""Applications that stand on several sheets: the months and a sum of them, 网上 and 窗口."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping

from drafter.ledger.register_days import RegisterDays
from drafter.ledger.register_model import Register

REPEATED = "repeated"
"""What `Settings.sheets` has the clerk's answer under: whether each of them counts once."""


def repeated_rows(register: Register, days: RegisterDays) -> Mapping[int, int]:
    """Rows that another sheet has, too, each with the row there that tells as much or more.

    Where their results differ they are none: that is for the clerk to put right.
    """
    if register.single:
        return {}
    groups: dict[Hashable, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for row, sheet in enumerate(register.sheet_of):
        if (application := _application(register, days, row)) is not None:
            groups[application][sheet].append(row)
    found: dict[int, int] = {}
    for by_sheet in groups.values():
        rows = [row for own in by_sheet.values() for row in own]
        results = {register.word(row, "result") for row in rows} - {""}
        if len(by_sheet) > 1 and len(results) < 2:
            kept = by_sheet[max(by_sheet, key=lambda sheet: _told(register, by_sheet[sheet][0]))]
            found |= {row: kept[0] for row in rows if row not in kept}
    return dict(sorted(found.items()))


def _application(register: Register, days: RegisterDays, row: int) -> Hashable | None:
    """What two rows of one application share; None where too little is told to know."""
    received = days.written(row, "received").day
    applicant, content = (
        register.alike[name][row] if name in register.alike else None
        for name in ("applicant", "content")
    )
    if received is None:
        return None
    if applicant and content:
        return received, applicant, content
    # The less is told, the more has to agree; a number alone is that of a row of any sheet.
    answered = days.written(row, "answered").day
    rest = answered, register.word(row, "kind"), register.word(row, "result")
    if applicant or (content and applicant is None):
        return received, applicant, content, *rest
    number = register.word(row, "number")
    return (received, number, *rest) if number and applicant is content is None else None


def _told(register: Register, row: int) -> int:
    return sum(bool(register.word(row, name)) for name in ("answered", "result"))
