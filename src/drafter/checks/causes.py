"""Root cause first: findings that go away with another one are folded under it."""

from __future__ import annotations

from drafter.checks.finding import Finding
from drafter.checks.material import Material


def fold(material: Material, findings: list[Finding]) -> list[Finding]:
    """The findings with echoes folded."""
    return findings
