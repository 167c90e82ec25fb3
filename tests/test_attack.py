"""The standing attack in short: no input of chance crashes a reader or takes too long."""

from __future__ import annotations

import re
import subprocess
import sys
from random import Random

import pytest

from .conftest import LONGEST_S

pytest.importorskip("resource")

READERS = ("txt", "md", "html", "docx", "answers", "session", "history", "form.yaml", "claims.yaml")
READERS += ("report.docx", "published")
COUNT = 20
KILLS = 10
"""Of each front end; `make attack` does 200."""


@pytest.fixture
def attack(root):
    """The lines of the table by what was attacked, and the exit code."""

    def run(*options: str) -> tuple[dict[str, list[str]], int, str]:
        done = subprocess.run(
            [sys.executable, "-m", "attack", *options],
            cwd=root,
            capture_output=True,
            encoding="utf-8",
            timeout=LONGEST_S,
        )
        lines = [re.split(r" *\| *", line)[1:-1] for line in done.stdout.splitlines()[2:]]
        return {line[0]: line[1:] for line in lines}, done.returncode, done.stderr

    return run


def test_no_reader_crashes(attack):
    only = [word for name in READERS for word in ("--only", name)]
    table, code, told = attack(*only, "--count", str(COUNT), "--seed", "7")
    assert code == 0, told
    assert [*table] == [*READERS]
    for tried, refused, read, crashed, slow, peak in table.values():
        assert int(tried) == int(refused) + int(read) > 0
        assert (crashed, slow) == ("0", "0")
        assert 0 < int(peak.removesuffix(" MB")) < 1024


def test_a_seed_always_makes_the_same_inputs(root):
    sys.path.insert(0, str(root))
    try:
        from attack.mutation import mutated
    finally:
        sys.path.remove(str(root))
    samples = [b"format: 1\nform: tiny\n", b"<p>1</p>" * 9]
    made = [mutated(Random(f"1 x {number}"), samples) for number in range(50)]
    assert made == [mutated(Random(f"1 x {number}"), samples) for number in range(50)]
    assert len(set(made)) > 30


def test_what_crashes_is_told_and_fails_the_run(attack, root, tmp_path, monkeypatch):
    """With a reader that stumbles over everything, by a module that stands in front of its own."""
    stumble = "import drafter.draft.answers_file as a\ndef f(*_): raise KeyError('x')\n"
    (tmp_path / "sitecustomize.py").write_text(stumble + "a.parse = f\n", "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    found = tmp_path / "found"
    table, code, told = attack("--only", "answers", "--count", "5", "--found", str(found))
    assert code == 1
    assert "KeyError" in told
    assert len(list(found.iterdir())) == int(table["answers"][3]) > 0


@pytest.mark.terminal
@pytest.mark.parametrize("front", ["chat", "open"])
def test_what_a_terminal_shows_as_saved_outlives_kill_9_on_a_slow_disk(front, tmp_path):
    pytest.importorskip("pexpect")
    from .killed_screens import killed

    told = killed(front, tmp_path, KILLS, 300)
    assert told["kills"] == KILLS
    assert told["acknowledged"] >= KILLS // 4
    assert (told["lost"], told["unreadable"], told["strays"]) == (0, 0, 0)
