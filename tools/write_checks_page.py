"""Writes docs/checks.md from the catalogue (`make docs`)."""

from __future__ import annotations

from pathlib import Path

from drafter.checks.check_catalogue import catalogue
from drafter.checks.check_output import catalogue_page

if __name__ == "__main__":
    page = Path(__file__).parents[1] / "docs" / "checks.md"
    page.write_text(catalogue_page(catalogue().values()), encoding="utf-8")
