"""Applications that stand on several sheets: the months and a sum of them, 网上 and 窗口."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence

from drafter.ledger.register_model import Register
from drafter.ledger.written_dates import RegisterDays

_WHOSE = ("applicant", "content")
REPEATED = "repeated"
"""What `Settings.sheets` has the clerk's answer under: whether each of them counts once."""


def repeated_rows(register: Register, days: RegisterDays) -> Mapping[int, int]:
    """Rows that another sheet has, too, each with the row there that tells as much or more.

    Where their results differ they are none: that is for the clerk to put right.
    """
    if register.single:
        return {}
    told = [name for name in _WHOSE if _on_all_sheets(register, name)]
    groups: dict[Hashable, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for row, sheet in enumerate(register.sheet_of):
        if (application := _application(register, days, told, row)) is not None:
            groups[application][sheet].append(row)
    found: dict[int, int] = {}
    for by_sheet in groups.values():
        rows = [row for own in by_sheet.values() for row in own]
        results = {register.word(row, "result") for row in rows} - {""}
        if len(by_sheet) > 1 and len(results) < 2:
            kept = by_sheet[max(by_sheet, key=lambda sheet: _told(register, by_sheet[sheet][0]))]
            found |= {row: kept[0] for row in rows if row not in kept}
    return dict(sorted(found.items()))


def _on_all_sheets(register: Register, name: str) -> bool:
    numbers = register.alike.get(name, ())
    told = {sheet for sheet, number in zip(register.sheet_of, numbers, strict=False) if number}
    return told == {*register.sheet_of}


def _application(
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


def _told(register: Register, row: int) -> int:
    return sum(bool(register.word(row, name)) for name in ("answered", "result"))
