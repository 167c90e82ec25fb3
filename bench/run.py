"""Runs the benchmarks: every `bench_NAME.py` here, or those named on the command line.

A benchmark module has `cases() -> Iterable[Case]` and perhaps `in_process() -> Iterable` of
names with milliseconds, or `report() -> str` when it measures by itself.

`make bench ARGS='start --rounds 50'`.
"""

from __future__ import annotations

import argparse
from importlib import import_module
from pathlib import Path

from timing import markdown, measure


def main() -> None:
    """Print one Markdown table per module."""
    names = sorted(path.stem.removeprefix("bench_") for path in _here().glob("bench_*.py"))
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=f"of {', '.join(names)}")
    parser.add_argument("--rounds", type=int, default=20, help="pairs of runs per case")
    args = parser.parse_args()
    if unknown := set(args.names) - set(names):
        parser.error(f"no benchmark {', '.join(sorted(unknown))}; there are {', '.join(names)}")
    for name in args.names or names:
        module = import_module(f"bench_{name}")
        if hasattr(module, "report"):
            print(f"## {name}\n\n{module.report()}\n", flush=True)
            continue
        timings = [measure(case, args.rounds) for case in module.cases()]
        print(f"## {name}, median of {args.rounds}\n\n{markdown(timings)}\n", flush=True)
        if hasattr(module, "in_process"):
            rows = [f"| {what} | {ms:.3f} |" for what, ms in module.in_process()]
            print(
                "\n".join(["| in process, median | ms |", "| --- | ---: |", *rows, ""]), flush=True
            )


def _here() -> Path:
    return Path(__file__).parent


if __name__ == "__main__":
    main()
