"""How many lines typed at a table are read right, and how many would be recorded wrong."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from timing import median_ms

TESTS = Path(__file__).parents[1] / "tests"
BUILD = ("build", "chat_build", "later_build", "third_build")
UNSEEN = ("unseen", "later_unseen", "third_unseen")
LINE = "今年收到申请9件，自然人6件、商业企业2件、科研机构1件，都公开了"


def report() -> str:
    """Every set of tests/typed_lines, and milliseconds for a line."""
    return "\n".join(_rows())


def _rows() -> Iterator[str]:
    sys.path.insert(0, str(TESTS))
    from typed_lines.line_scoring import score  # type: ignore[import-not-found]

    from drafter.desk.table_phrases import hear
    from drafter.form.form_file import load_form
    from drafter.typed_lines.typed_line import Standing

    form = load_form("disclosure-2021")
    yield "unseen sets; what is missed or wrong is counted, never shown"
    yield ""
    yield "| half | lines | plain | read right | share | recorded wrong | right with a 是 |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"
    for half in (*BUILD, *UNSEEN):
        lines, plain, right, wrong, asked = score(form, half)
        yield f"| {half} | {lines} | {plain} | {right} | {right / plain:.3f} | {wrong} | {asked} |"
    taken = median_ms(partial(hear, form, form.tables["applications"], LINE, 2024, Standing()))
    yield f"\na line of {len(LINE)} characters: {taken:.2f} ms"
