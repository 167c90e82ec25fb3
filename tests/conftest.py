"""What every test may use: the checkout, a sample, and `drafter` as a clerk runs it."""

from __future__ import annotations

import gc
import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, settings

import drafter.cli as cli
import drafter.form.form_cache as form_cache
import drafter.form.form_file as form_file
from drafter.errors import DrafterError
from drafter.form.definitions import Form
from drafter.report.typeset import can_typeset, chosen_families

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "sample_answers" / "bazhou-commerce-2021.yaml"
_MEMORY = "DRAFTER_TESTS_REMEMBER_IN"
LONGEST_S = 300
"""After which a process hangs for certain, however busy the machine is."""

_MOST_CPU_S, _MOST_BYTES = 10, 4 * 1024**3
"""Of what has bounds: the processor's time, which does not run while others have it."""

# A busy machine is no fault of what is tested, so no clock says anything.
settings.register_profile(
    "drafter",
    deadline=None,
    derandomize=False,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("drafter")


def pytest_configure(config: pytest.Config) -> None:
    """Read a form once a session, not once a test: what is read is frozen.

    Tests of the reading itself use `forms_read_anew`. What is compiled of it, and what processes
    of its own read, is remembered as drafter itself does it, for all workers in one place.
    """
    form_file.read_form = _read_form_once
    if _MEMORY not in os.environ:
        folder = TemporaryDirectory(prefix="drafter-forms-", ignore_cleanup_errors=True)
        config.add_cleanup(folder.cleanup)
        os.environ[_MEMORY] = str(Path(folder.name, "drafter"))
    form_cache.remember_in(Path(os.environ[_MEMORY]))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is collected stays to the end.

    Looking through it time and again for what may go would take a third of the collection, and
    of what the tests then make (forms, apps) more than a tenth of their time.
    """
    gc.disable()
    collected = yield
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)
    gc.enable()
    return collected


_read_form = form_file.read_form
_forms: dict[object, Form] = {}


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave out what Windows cannot show; `make test-windows` runs the rest there."""
    marks = {mark.name for mark in item.iter_markers()}
    if sys.platform == "win32" and marks & {"posix", "terminal"}:
        pytest.skip("rests on what only POSIX has")


def _read_form_once(folder: Path) -> Form:
    state: object = folder
    if not folder.is_relative_to(ROOT):  # a test may write there
        files = [path for path in folder.glob("*") if path.is_file()]
        state = folder, frozenset((path.name, path.read_bytes()) for path in files)
    if state not in _forms:
        _forms[state] = _read_form(folder)
    return _forms[state]


@pytest.fixture
def forms_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests of the reading itself."""
    monkeypatch.setattr(form_file, "read_form", _read_form)


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
    return SAMPLE


@pytest.fixture(scope="session")
def clean_env(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Nothing of this machine but where programs are; a home of its own.

    What is remembered of forms lies where all tests have it: a command would read its form anew.
    """
    home, caches = tmp_path_factory.mktemp("home"), Path(os.environ[_MEMORY]).parent
    own = {"HOME": str(home), "XDG_CACHE_HOME": str(caches)}
    return {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "COLUMNS": "100", **own}


@pytest.fixture
def run_drafter(clean_env: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Run]:
    """`run_drafter("print", path)`: a command, without the cost of a process of its own."""

    def run(
        *args: str | Path,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        input: bytes = b"",
    ) -> Run:
        streams = [io.TextIOWrapper(io.BytesIO(data), "utf-8") for data in (input, b"", b"")]
        with monkeypatch.context() as patch:
            for name in os.environ:
                patch.delenv(name)
            for name, value in (clean_env | dict(env or {})).items():
                patch.setenv(name, value)
            if cwd is not None:
                patch.chdir(cwd)
            for name, stream in zip(("stdin", "stdout", "stderr"), streams, strict=True):
                patch.setattr(sys, name, stream)
            code = cli.main([str(arg) for arg in args])
        form_cache.remember_in(Path(os.environ[_MEMORY]))  # the next test has another home
        return Run(code, *map(_written, streams[1:]))

    return run


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    stream.seek(0)
    return stream.read()


@cache
def sets_chinese() -> bool:
    """Whether pages can be set here: a machine just made has no Chinese font."""
    if not can_typeset():
        return False
    import typst

    try:
        chosen_families(typst.Fonts(include_embedded_fonts=False).families())
    except DrafterError:
        return False
    return True


def skip_without_chinese_fonts() -> None:
    """Leaves out a test of pages where none can be set."""
    pytest.importorskip("typst")
    if not sets_chinese():
        pytest.skip("no Chinese font")


@contextmanager
def pages_set_here() -> Iterator[None]:
    """typst and PDFium within this process, and fonts looked for once: for own files by dozens.

    That they work in a process with limits is held by their own tests.
    """
    with patch.dict(os.environ, DRAFTER_LIMITED="1"), ExitStack() as fonts:
        if can_typeset():
            import typst

            fonts.enter_context(patch.object(typst, "Fonts", _fonts_once()))
        yield


@cache
def _fonts_once() -> Callable[..., object]:
    import typst

    return cache(typst.Fonts)


@pytest.fixture
def within_bounds() -> Iterator[None]:
    """For tests of what would never end, or eat all memory: they fail where the bound is lost."""
    if sys.platform == "win32":
        yield
        return
    import resource

    _, hard = limit = resource.getrlimit(resource.RLIMIT_AS)
    fails = signal.signal(signal.SIGPROF, lambda *_: pytest.fail("no end in sight"))
    signal.setitimer(signal.ITIMER_PROF, _MOST_CPU_S)
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_BYTES, hard))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, fails)
        resource.setrlimit(resource.RLIMIT_AS, limit)


@pytest.fixture(scope="module")
def sets_pages_here() -> Iterator[None]:
    with pages_set_here():
        yield


@pytest.fixture
def start_drafter(clean_env: dict[str, str]) -> Callable[..., Run]:
    """`start_drafter("print", path)`: the same in a process, for what only a process shows.

    `python` holds options for the interpreter itself, `options` those of `subprocess.run`.
    """

    def run(
        *args: str | Path,
        python: Sequence[str] = (),
        env: Mapping[str, str] | None = None,
        encoding: str = "utf-8",
        **options: object,
    ) -> Run:
        done = subprocess.run(
            [sys.executable, *python, "-m", "drafter", *map(str, args)],
            env=clean_env | dict(env or {}),
            **{"capture_output": True, "timeout": LONGEST_S, **options},
        )
        out, err = (
            (stream or b"").decode(encoding).replace(os.linesep, "\n")
            for stream in (done.stdout, done.stderr)
        )
        return Run(done.returncode, out, err)

    return run
