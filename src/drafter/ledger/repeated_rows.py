"""Applications that stand on several sheets: the months and a sum of them, 网上 and 窗口."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence

from drafter.ledger.register_model import Register
from drafter.ledger.written_dates import RegisterDays

_WHOSE = ("applicant", "content")
_LEAST_TELLING = 6
"""Figures of a number that tells an application; fewer may count the rows of a sheet."""
REPEATED = "repeated"
"""What `Settings.sheets` has the clerk's answer under: whether each of them counts once."""


def repeated_rows(register: Register, days: RegisterDays) -> Mapping[int, int]:
    """Rows that another sheet has, too, each with the row there that tells as much or more."""
    if register.single:
        return {}
    told = [name for name in _WHOSE if _on_all_sheets(register, name)]
    found: dict[int, int] = {}
    for known_by in (_by_content, _by_number):
        groups: dict[Hashable, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        for row, sheet in enumerate(register.sheet_of):
            application = None if row in found else known_by(register, days, told, row)
            if application is not None:
                groups[application][sheet].append(row)
        for by_sheet in groups.values():
            kept = max(by_sheet.values(), key=lambda rows: sum(_told(register, r) for r in rows))
            for rows in by_sheet.values():
                if rows is not kept:
                    found |= _paired(register, rows, kept)
    return dict(sorted(found.items()))


def _paired(register: Register, rows: Sequence[int], others: Sequence[int]) -> dict[int, int]:
    """Of several on one day about one thing (同上) those with one result are one."""
    by_result = (
        sorted(own, key=lambda row: register.word(row, "result")) for own in (rows, others)
    )
    return dict(zip(*by_result, strict=False))


def _on_all_sheets(register: Register, name: str) -> bool:
    numbers = register.alike.get(name, ())
    told = {sheet for sheet, number in zip(register.sheet_of, numbers, strict=False) if number}
    return told == {*register.sheet_of}


def _by_content(
    register: Register, days: RegisterDays, told: Sequence[str], row: int
) -> Hashable | None:
    """What two rows of one application share; None where too little is told to know.

    told: what all sheets tell of whose it is and what about
    """
    received = days.written(row, "received").day
    whose = tuple(register.alike[name][row] for name in told)
    if received is None:
        return None
    if all(whose) and len(whose) == len(_WHOSE):
        return received, whose
    # The less is told, the more has to agree; a number alone is that of a row of any sheet.
    number = "" if any(whose) else register.word(row, "number")
    if not any(whose) and not number:
        return None
    rest = (register.word(row, name) for name in ("kind", "result"))
    return received, whose, number, days.written(row, "answered").day, *rest


def _by_number(
    register: Register, days: RegisterDays, told: Sequence[str], row: int
) -> Hashable | None:
    """The same of a number that is more than a row's: 2025-003, however the rest is worded."""
    received, number = days.written(row, "received").day, register.word(row, "number")
    if received is None or (number.isdecimal() and len(number) < _LEAST_TELLING) or not number:
        return None
    applicant = register.alike["applicant"][row] if "applicant" in told else 0
    return received, number, applicant


def _told(register: Register, row: int) -> int:
    return sum(bool(register.word(row, name)) for name in ("answered", "result"))
