"""Registers with heads and words of other offices: what is counted of them is counted right."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from drafter.ledger.register_heads import RawSheet, head_reader, read_register
from drafter.ledger.register_model import Settings
from drafter.ledger.register_tally import tally

FOLDER = Path(__file__).parents[2] / "bench" / "registers"
TRUTH = ("实际类型", "实际结果")


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.csv")), ids=lambda path: path.stem)
def test_nothing_is_counted_wrongly(form, words, path):
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    heads = [head for head in rows[0] if head not in TRUTH]
    lines = [heads, *([row[head] for head in heads] for row in rows)]
    sheet = RawSheet("", lines)
    for settings in (Settings(), Settings(days={"yearless": "yes"})):
        register = read_register(head_reader(form, words, settings, 2024), [sheet])
        counted = tally(form, words, register, settings, 2024)
        assert len(register) == len(rows)
        for row in counted.counted:
            outcome = counted.outcome_of[row].replace("carried_out", "open")
            assert (counted.kind_of[row], outcome) == tuple(rows[row][head] for head in TRUTH)
        # What is asked about has an answer among the choices, or is not known at all.
        for doubt in counted.doubts:
            if doubt.of == "outcomes" and not doubt.near:
                for row in doubt.rows:
                    assert rows[row]["实际结果"] in (*doubt.choices, "?")
