"""What a front end is told of the world, so that tests can tell it otherwise."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from drafter.checks.material import Material
from drafter.interview.state import InterviewState

if TYPE_CHECKING:
    from drafter.checks.packs import Pack


class Around(NamedTuple):
    """The day, and the folders of the clerk.

    out: the folder where a report is written
    own: templates of the clerk's own
    """

    today: date
    out: Path
    packs: tuple[Pack, ...] = ()
    own: Path | None = None

    def material(self, state: InterviewState) -> Material:
        """What the checks look at."""
        drafted = state.progress.drafted
        return Material(state.facts, state.last_facts, self.today, self.packs, drafted)
