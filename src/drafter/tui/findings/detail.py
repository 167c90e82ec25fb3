"""What can be done about one finding, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content

from drafter.checks.catalogue import catalogue
from drafter.checks.finding import Finding
from drafter.desk.repairs import Mending
from drafter.form.model import Form, Severity
from drafter.tui.glyphs import MUTED, content

_OURS = "drafter"
"""The source of a rule that no text says."""


def detail(
    form: Form, finding: Finding | None, mendings: Sequence[Mending], *, closed: bool
) -> Content:
    """The way out, the repairs that one key makes, the other side, and what the rule rests on."""
    if finding is None:
        return content("")
    return content("\n").join(list(_lines(form, finding, mendings, closed)))


def _lines(
    form: Form, finding: Finding, mendings: Sequence[Mending], closed: bool
) -> Iterator[Content]:
    yield content(finding.fix)
    for number, mending in enumerate(mendings, 1):
        slip = f"（{mending.slip}）" if mending.slip else ""
        yield _key(str(number), f"{mending.said}{slip}")
    if finding.others:
        places = list(dict.fromkeys(form.place(address) for address in finding.others))
        more = f" 等 {len(places)} 处" if len(places) > 1 else ""
        yield _key("n", f"另一处：{places[0]}{more}")
    if finding.echoes:
        yield _key("e", f"看因此产生的 {len(finding.echoes)} 处")
    if finding.severity is not Severity.ERROR and not closed:
        yield _key("r", "确实没错，写理由")
    source = catalogue()[finding.code].source
    said = "" if source == _OURS else f"依据：{source}  "
    yield content(f"{said}{finding.code}", MUTED)


def _key(key: str, said: str) -> Content:
    return content(f"{key} ", "bold $accent") + content(said)
