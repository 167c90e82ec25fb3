"""What every test may use: the checkout, a sample, and `drafter` as a clerk runs it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "sample_answers" / "bazhou-commerce-2021.yaml"


class Run(NamedTuple):
    """What a finished command left."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def sample() -> Path:
    if not SAMPLE.exists():
        pytest.skip(f"{SAMPLE.name} is not written yet")
    return SAMPLE


@pytest.fixture(scope="session")
def clean_env(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Nothing of this machine but where programs are; a home that holds no caches yet."""
    home = tmp_path_factory.mktemp("home")
    return {"PATH": "/usr/bin:/bin", "HOME": str(home), "LANG": "C.UTF-8", "COLUMNS": "100"}


@pytest.fixture
def run_drafter(clean_env: dict[str, str]) -> Callable[..., Run]:
    """`run_drafter("print", path)`; `python` holds options for the interpreter itself."""

    def run(
        *args: str | Path,
        python: Sequence[str] = (),
        env: dict[str, str] | None = None,
        encoding: str = "utf-8",
        **options: object,
    ) -> Run:
        done = subprocess.run(
            [sys.executable, *python, "-m", "drafter", *map(str, args)],
            env=clean_env | (env or {}),
            **{"capture_output": True, "timeout": 60, **options},
        )
        out, err = ((stream or b"").decode(encoding) for stream in (done.stdout, done.stderr))
        return Run(done.returncode, out, err)

    return run
