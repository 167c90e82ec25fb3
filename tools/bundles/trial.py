"""`python -m tools.bundles.trial FOLDER [MORE]`: a bundle as a clerk has it, without network.

Those are folders that `make bundles` made. The first is copied into one with Chinese and a blank in
its name; first start, size and memory are told, the screen is opened, a nil return is made line by
line. What else is given, add-ons or a newer bundle, is copied over it; then that report is exported
and a sample of every form, and what earlier drafters left is opened. A Windows bundle runs under
Wine, in a fresh prefix.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from tests.chat.test_nil_return import BY_PAGES
from tools.bundles.archives import files_under
from tools.bundles.wheels import ROOT
from tools.windows_tests import lend_windows

_NAME = BY_PAGES[1][1] + BY_PAGES[0][1]
"""What the chat calls the report: its organ and year."""
_EARLIER = ROOT / "tests" / "session" / "fixtures" / "earlier"
_NO_NETWORK = (
    *(shutil.which("unshare") or "unshare", "--net"),
    *("/bin/sh", "-c", '"$0" link set lo up; exec "$@"', shutil.which("ip") or "ip"),
)
"""What a command begins with that shall reach this machine alone, which asyncio does on Windows."""


def main() -> None:
    """Try one bundle; what does not work ends the trial."""
    first, *more = map(Path, sys.argv[1:])
    with placed(first) as trial:
        trial.run(more)


@contextmanager
def placed(given: Path) -> Iterator[Trial]:
    """A folder that `make bundles` made, as somebody copied it, or installed it with pip."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        bundle = place / "政务 公开" / "drafter"
        wheels = given / "drafter-wheels"
        if wheels.is_dir():
            _install(wheels, bundle)
        else:
            shutil.copytree(given / "drafter", bundle, symlinks=True)
        for folder in (bundle.parent / "家", bundle / "数据"):
            folder.mkdir()
        # An empty PATH shows that nothing is taken from the machine; without a Python one must be.
        path = "" if (bundle / "python").is_dir() else os.environ["PATH"]
        env = {"PATH": path, "HOME": str(bundle.parent / "家"), "LANG": "C.UTF-8"}
        if wheels.is_dir():
            program = str(bundle / "bin" / "drafter")
            yield Trial(bundle, (program,), (program, "open"), env)
        elif (bundle / "drafter.cmd").is_file():
            cmd = _wine(place)
            yield Trial(bundle, (*cmd, "drafter.cmd"), (*cmd, "起草年报.cmd"), os.environ)
        else:
            yield Trial(bundle, (str(bundle / "drafter"),), (str(bundle / "起草年报.sh"),), env)


def _install(wheels: Path, into: Path) -> None:
    """As the wheels' own 读我 says."""
    subprocess.run([sys.executable, "-m", "venv", into], check=True)
    options = ["--quiet", "--no-index", "--find-links=.", "--require-hashes"]
    command = [*_NO_NETWORK, into / "bin" / "pip", "install", *options, "-r", "requirements.txt"]
    subprocess.run(command, cwd=wheels, check=True, stdout=sys.stderr)


def _wine(place: Path) -> tuple[str, ...]:
    """How to start a Windows program, once a fresh Windows is there."""
    os.environ.update(
        WINEPREFIX=str(place / "prefix"),
        WINEDEBUG="-all",
        WINEDLLOVERRIDES="mshtml=;wbemprox=",  # else `platform` ends in what Wine 8 has not
        LANG="C.UTF-8",  # else Chinese in a command is lost on its way to Windows
    )
    wine = shutil.which("wine64") or "/usr/lib/wine/wine64"
    # Wine's server, which this starts, makes the sockets of all later commands.
    command = [*_NO_NETWORK, wine, "winecfg", "-v", "win10"]
    subprocess.run(command, check=True, stdout=subprocess.PIPE)
    # Into this Windows, never into the bundle.
    lend_windows(place / "prefix")
    return (wine, "cmd", "/c")


class Start(NamedTuple):
    """Seconds that a fresh copy takes until each is done; memory in MB.

    version: `--version`, the first that is started at all
    first, second: a command, and the same again
    screen: until it is drawn
    """

    version: float
    first: float
    second: float
    screen: float
    screen_mb: float


class Trial:
    """A copied bundle, and how to start it."""

    def __init__(
        self,
        bundle: Path,
        command: Sequence[str],
        double_click: Sequence[str],
        env: Mapping[str, str],
    ) -> None:
        self.bundle = bundle
        self.command = [*_NO_NETWORK, *command]
        self.double_click = [*_NO_NETWORK, *double_click]
        self.env = env

    def run(self, more: Sequence[Path]) -> None:
        """Everything in the order in which a clerk does it; `more` is copied over the bundle."""
        print(f"size: {self.size_mb():.0f} MB")
        print(self.start())
        typed = "".join(f"{answer}\n" for _, answer in BY_PAGES).encode()
        self._say("chat", "--plain", "--today", "2024-01-10", given=typed)
        for given in more:
            # As a file manager does; `shutil` does not replace links.
            subprocess.run(["cp", "-a", f"{given}/drafter/.", self.bundle], check=True)
        print(self._say("list"), end="")
        print(self._say("where"), end="")
        for kind in ("docx", "html", "txt", "json", "xlsx", "review", *self._add_ons()):
            began = time.monotonic()
            made = self._say("export", _NAME, "--force", "--to", kind).strip()
            print(f"{kind}: {made}, {time.monotonic() - began:.1f} s")
            if kind in ("docx", "pdf"):
                print(f"    memory: {self.memory('export', _NAME, '--force', '--to', kind)}")
        self._export_every_form()
        self._open_earlier_reports()
        for path in sorted((self.bundle / "数据").iterdir()):
            print(f"    {path.name}  {path.stat().st_size} bytes")

    def size_mb(self) -> float:
        """Of the folder as it is."""
        files = files_under(self.bundle)
        return sum(path.stat(follow_symlinks=False).st_size for path in files) / 1e6

    def start(self) -> Start:
        """From the first start on; a fresh copy is asked once."""
        commands = [self._seconds(word) for word in ("--version", "forms", "forms")]
        return Start(*commands, *self._open_screen())

    def _export_every_form(self) -> None:
        """A sample of each as Word and web page: its own templates, or what stands in for them."""
        samples = sorted(self.bundle.glob("lib-*/drafter/sample_answers"))[-1]
        for line in self._say("forms").splitlines():
            name = line.split()[0]
            found = [path for path in sorted(samples.glob("*.yaml")) if _is_of(path, name)]
            sample = found[0].relative_to(self.bundle).as_posix()
            made = self._say("export", sample, "--force", "--to", "docx,html")
            print(f"{name}: {'  '.join(made.splitlines())}")

    def _open_earlier_reports(self) -> None:
        """What each earlier drafter left: opened, its last act undone, printed."""
        for folder in sorted(_EARLIER.iterdir()):
            for path in folder.iterdir():
                kept = self.bundle / "数据" / "sessions" / f"{folder.name}{path.suffix}"
                shutil.copy2(path, kept)
            typed = "撤销\n保存退出\n".encode()
            said = self._say("chat", "--plain", folder.name, given=typed)
            printed = self._say("print", folder.name).splitlines()
            print(f"{folder.name}: {said.splitlines()[0]} {len(printed)} lines")

    def _add_ons(self) -> Iterator[str]:
        kinds = {"pdf": "pdf", "picture": "chart"}
        return (kind for folder, kind in kinds.items() if (self.bundle / folder).is_dir())

    def _seconds(self, *words: str) -> float:
        began = time.monotonic()
        self._say(*words)
        return time.monotonic() - began

    def _say(self, *words: str, given: bytes = b"") -> str:
        done = subprocess.run(
            [*self.command, *words],
            input=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=self.bundle,
            env=self.env,
        )
        said = done.stdout.decode("utf-8", "replace").replace("\r\n", "\n")
        if done.returncode:
            sys.exit(f"drafter {' '.join(words)}: exit code {done.returncode}\n{said}")
        return said

    def memory(self, *words: str) -> str:
        """The most that each Python of a command takes, as the kernel counts it."""
        peaks: dict[str, float] = {}
        command = subprocess.Popen(
            [*self.command, *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=self.bundle,
            env=self.env,
        )
        while command.poll() is None:
            for process in _pythons_of(self.bundle.parents[1]):
                with suppress(OSError, ValueError):  # it may have ended meanwhile
                    peaks[process] = _memory_mb(process)
            time.sleep(0.02)
        if command.returncode:
            sys.exit(f"drafter {' '.join(words)}: exit code {command.returncode}")
        return " + ".join(f"{peak:.0f} MB" for peak in peaks.values())

    def _open_screen(self) -> tuple[float, float]:
        """As a double click does: the first screen, by Enter the sample, and out with Ctrl+Q.

        Returns: seconds until the first screen was there, and the megabytes that it took.
        """
        import pexpect

        began = time.monotonic()
        name, *rest = self.double_click
        screen = pexpect.spawn(
            name,
            rest,
            env={**self.env, "TERM": "xterm-256color"},
            cwd=self.bundle,
            encoding="utf-8",
            dimensions=(30, 100),
            timeout=120,
        )
        screen.expect("看看示例")
        seconds = time.monotonic() - began
        memory_mb = sum(map(_memory_mb, _pythons_of(self.bundle.parents[1])))
        screen.send("\r")
        screen.expect("示例县水利局")
        screen.sendcontrol("q")
        screen.read()
        screen.close()
        if screen.exitstatus:
            sys.exit(f"drafter open: exit code {screen.exitstatus}")
        # Else the chat would ask which report to go on with.
        self._say("remove", "示例")
        return seconds, memory_mb


def _is_of(sample: Path, form: str) -> bool:
    return f"form: {form}" in sample.read_text(encoding="utf-8").splitlines()


def _pythons_of(place: Path) -> list[str]:
    """The processes of this trial; Wine starts them as nobody's children, the environment tells."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            # Under Wine the one is Wine, after pip the other is `drafter`.
            names = ((process / "exe").readlink().name, (process / "comm").read_text("utf-8"))
            named = any(name.startswith("python") for name in names)
            if named and str(place).encode() in (process / "environ").read_bytes():
                found.append(process.name)
    return found


def _memory_mb(process: str) -> float:
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    (line,) = (line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main()
