"""`python -m tools.bundles.figures [FOLDER]`: the table of docs/release.md, of dist/bundles.

What this machine can start is started from fresh copies, the best of some runs is taken; that is
what runs on Windows and Linux x86_64, and the wheels, installed with pip.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tools.bundles.archives import files_under
from tools.bundles.trial import Start, Trial, placed
from tools.bundles.wheels import ROOT

_RUNS = 3
_HEADS = (
    *("", "archive", "unpacked", "first `--version`", "first command, then", "screen"),
    "memory: screen, Word",
)


def main() -> None:
    """One row for each bundle, in Markdown."""
    out = Path(sys.argv[1]) if sys.argv[1:] else ROOT / "dist" / "bundles"
    print(_line(_HEADS), _line(["---"] * len(_HEADS)), sep="\n", flush=True)
    for folder in sorted(path for path in out.iterdir() if path.is_dir()):
        print(_line(_row(folder)), flush=True)


def _row(folder: Path) -> list[str]:
    (archive,) = folder.parent.glob(f"{folder.name}.[tz]*")
    unpacked = sum(path.stat(follow_symlinks=False).st_size for path in files_under(folder))
    row = [f"`{folder.name}`", _mb(archive.stat().st_size / 1e6), _mb(unpacked / 1e6)]
    if not _starts_here(folder):
        return row + [""] * (len(_HEADS) - len(row))
    starts, word = [], ""
    for _ in range(_RUNS):
        with placed(folder) as trial:
            if (folder / "drafter-wheels").is_dir():
                row[2] = f"{_mb(trial.size_mb())} with pip"
            starts.append(trial.start())
            word = _word(trial)
    best = Start(*map(min, zip(*starts, strict=True)))
    version, first, second, screen = (f"{seconds:.1f} s" for seconds in best[:4])
    return [*row, version, f"{first}, {second}", screen, f"{_mb(best.screen_mb)}, {word}"]


def _starts_here(folder: Path) -> bool:
    name = folder.name.partition("-")[2].partition("-")[2]
    return name in ("windows-x86_64", "linux-x86_64", "linux-any", "wheels-linux-x86_64")


def _word(trial: Trial) -> str:
    """The memory of an export of a sample."""
    (sample,) = trial.bundle.glob("**/drafter/sample_answers/county-bureau-2023.yaml")
    path = sample.relative_to(trial.bundle).as_posix()
    return trial.memory("export", path, "--force", "--to", "docx")


def _line(cells: list[str] | tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def _mb(megabytes: float) -> str:
    return f"{megabytes:.0f} MB"


if __name__ == "__main__":
    main()
