"""Fast typing in a real terminal: no digit lands in another cell."""

from __future__ import annotations

import json
import os
import random
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from ...conftest import LONGEST_S

pexpect = pytest.importorskip("pexpect")

PROGRAM = Path(__file__).with_name("table_program.py")
CELLS = 24 * 6
MOVES = {"enter": "\r", "tab": "\t"}


def walk(move: str) -> tuple[list[str], dict[str, str]]:
    """Keys that fill table three from its first cell, and what they must leave."""

    from .table_desks import blank_desk

    sheet = blank_desk("disclosure-2021", "applications").model.sheet
    order = sheet.down_order if move == "enter" else sheet.order
    rng = random.Random(7)
    figures = [str(rng.randrange(1, 999)) for _ in order]
    keys = [key for figure in figures for key in (*figure, MOVES[move])]
    wanted = {a.partition("/")[2]: f for a, f in zip(order, figures, strict=True)}
    return keys, wanted


@pytest.mark.terminal
@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
@pytest.mark.parametrize(("move", "at_once"), [("tab", True), ("enter", False)])
def test_no_digit_lands_in_another_cell(tmp_path, move, at_once):
    """All keys at once, or each at most 10 ms after the one before."""
    keys, wanted = walk(move)
    assert len(wanted) == CELLS
    left = tmp_path / "left.json"
    environment = os.environ | {"TERM": "xterm-256color", "LANG": "C.UTF-8"}
    command = [str(PROGRAM), "disclosure-2021", "applications", str(left)]
    child = pexpect.spawn(
        sys.executable,
        command,
        env=environment,
        dimensions=(24, 80),
        encoding="utf-8",
        timeout=LONGEST_S,
    )
    child.delaybeforesend = None
    child.expect("表三")
    for keys_sent in ["".join(keys)] if at_once else keys:
        child.send(keys_sent)
        with suppress(pexpect.TIMEOUT):
            child.read_nonblocking(1 << 16, timeout=0.01)
    child.send("\x11")
    child.expect(pexpect.EOF)
    assert json.loads(left.read_text()) == wanted
