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
from contextlib import suppress
from pathlib import Path

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
    with tempfile.TemporaryDirectory() as place:
        bundle = Path(place) / "政务 公开" / "drafter"
        first, *more = (Path(given) / "drafter" for given in sys.argv[1:])
        shutil.copytree(first, bundle, symlinks=True)
        for folder in (bundle.parent / "家", bundle / "数据"):
            folder.mkdir()
        windows = (bundle / "drafter.cmd").is_file()
        Trial(bundle, _wine(Path(place)) if windows else (), windows=windows).run(more)


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


class Trial:
    """A copied bundle, and how to start it."""

    def __init__(self, bundle: Path, before: Sequence[str], *, windows: bool) -> None:
        self.bundle = bundle
        self.windows = windows
        starters = ("drafter.cmd", "起草年报.cmd") if windows else ("drafter", "起草年报.sh")
        self.command, self.double_click = (
            [*_NO_NETWORK, *before, name if windows else str(bundle / name)] for name in starters
        )
        # An empty PATH shows that nothing is taken from the machine; without a Python one must be.
        path = "" if (bundle / "python").is_dir() else os.environ["PATH"]
        bare = {"PATH": path, "HOME": str(bundle.parent / "家"), "LANG": "C.UTF-8"}
        self.env: Mapping[str, str] = dict(os.environ) if windows else bare

    def run(self, more: Sequence[Path]) -> None:
        """Everything in the order in which a clerk does it; `more` is copied over the bundle."""
        size = sum(path.stat(follow_symlinks=False).st_size for path in files_under(self.bundle))
        print(f"size: {size / 1e6:.0f} MB")
        print(f"first start (--version): {self._seconds('--version'):.1f} s")
        print(f"first command (forms): {self._seconds('forms'):.1f} s")
        print(f"second command (forms): {self._seconds('forms'):.1f} s")
        print(f"memory (forms): {self._memory('forms')}")
        self._open_screen()
        typed = "".join(f"{answer}\n" for _, answer in BY_PAGES).encode()
        self._say("chat", "--plain", "--today", "2024-01-10", given=typed)
        for folder in more:
            # As a file manager does; `shutil` does not replace links.
            subprocess.run(["cp", "-a", f"{folder}/.", self.bundle], check=True)
        print(self._say("list"), end="")
        print(self._say("where"), end="")
        for kind in ("docx", "html", "txt", "json", "xlsx", "review", *self._add_ons()):
            began = time.monotonic()
            made = self._say("export", _NAME, "--force", "--to", kind).strip()
            print(f"{kind}: {made}, {time.monotonic() - began:.1f} s")
            if kind in ("docx", "pdf"):
                print(f"    memory: {self._memory('export', _NAME, '--force', '--to', kind)}")
        self._export_every_form()
        self._open_earlier_reports()
        for path in sorted((self.bundle / "数据").iterdir()):
            print(f"    {path.name}  {path.stat().st_size} bytes")

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

    def _memory(self, *words: str) -> str:
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

    def _open_screen(self) -> None:
        """As a double click does: the first screen, by Enter the sample, and out with Ctrl+Q."""
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
        print(f"screen: {seconds:.1f} s, {memory_mb:.0f} MB")
        screen.send("\r")
        screen.expect("示例县水利局")
        screen.sendcontrol("q")
        screen.read()
        screen.close()
        if screen.exitstatus:
            sys.exit(f"drafter open: exit code {screen.exitstatus}")
        # Else the chat would ask which report to go on with.
        self._say("remove", "示例")


def _is_of(sample: Path, form: str) -> bool:
    return f"form: {form}" in sample.read_text(encoding="utf-8").splitlines()


def _pythons_of(place: Path) -> list[str]:
    """The processes of this trial; Wine starts them as nobody's children, the environment tells."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            named = (process / "comm").read_text(encoding="utf-8").startswith("python")
            if named and str(place).encode() in (process / "environ").read_bytes():
                found.append(process.name)
    return found


def _memory_mb(process: str) -> float:
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    (line,) = (line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main()
