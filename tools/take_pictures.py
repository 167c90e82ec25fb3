"""Pictures for the READMEs: what a real run prints, as SVG (`make pictures`).

Words are placed by cells and borders are drawn as lines, so that tables stay aligned whatever
font a reader has.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path

from drafter.report.width import width_cells

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
CELL, LINE, MARGIN = 8, 20, 16
FONT = "Sarasa Mono SC, Noto Sans Mono CJK SC, Microsoft YaHei Mono, SimSun, monospace"

_ARMS = {
    "│": "ud",
    "─": "lr",
    "┌": "dr",
    "┐": "dl",
    "└": "ur",
    "┘": "ul",
    "├": "udr",
    "┤": "udl",
    "┬": "dlr",
    "┴": "ulr",
    "┼": "udlr",
}
_NARROW = "“”‘’·…—×"
"""One cell wide in a terminal; a Chinese font would draw them over two."""
_LATIN = "Menlo, Consolas, DejaVu Sans Mono, monospace"
_PIECES = re.compile(f"[│─┌┐└┘├┤┬┴┼]| +|[{_NARROW}]|[^ │─┌┐└┘├┤┬┴┼{_NARROW}]+")

BROKEN = """\
format: 1
form: disclosure-2021
year: 2023
organ: {name: 示例县商务局, self: 我局, kind: 政府部门, level: 县级}
answers:
  report.signed: 2024-01-20
  overview.proactive.items_published: 120
  overview.requests.on_time: 是
  overview.platform.has_site: 否
  overview.platform.host_site: 示例县人民政府门户网站
  overview.management.review_flow: [先审后发]
  overview.supervision.trainings: 2
  problems.items:
    - {problem: 政策解读形式单一, measure: 增加图解和视频解读}
    - {problem: 个别栏目更新不够及时, measure: 每月检查一次栏目}
  other.fee_notices: 0
  other.fee_received: 0
texts:
  overview.supervision: 全年开展业务培训2次,我中心各科室均派员参加。
tables:
  disclosed: {confirmed: true}
  applications:
    confirmed: true
    cells:
      received: {natural: 58, business: 7}
      carried_in: {natural: 2}
      granted: {natural: 21, business: 1}
      not_held: {natural: 48, business: 6}
    stated:
      granted: {total: 13}
      handled: {natural: 60, business: 7, total: 67}
  disputes: {confirmed: true}
"""


def main() -> None:
    """Write every picture."""
    PICTURES.mkdir(exist_ok=True)
    report = _run("print", "sample_answers/county-bureau-2023.yaml", "--width", "96")
    table = report.index(next(line for line in report if line.startswith("三、收到")))
    _write("print", report[:14])
    _write("table", report[table : table + 30])
    broken = PICTURES / "答案.yaml"
    broken.write_text(BROKEN, encoding="utf-8")
    try:
        found = _run("check", str(broken), "--today", "2024-01-15")
    finally:
        broken.unlink()
    _write("check", found[: found.index("") + 1 + 7])


def _run(*words: str) -> list[str]:
    env = {**os.environ, "PYTHONIOENCODING": "utf-8", "COLUMNS": "100"}
    command = [sys.executable, "-m", "drafter", *words]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True)
    return done.stdout.decode().splitlines()


def _write(name: str, lines: list[str]) -> None:
    lines = [piece for line in lines for piece in _folded(line)]
    width = max(width_cells(line) for line in lines) * CELL + 2 * MARGIN
    height = len(lines) * LINE + 2 * MARGIN
    rows = "\n".join(piece for place, line in enumerate(lines) for piece in _row(place, line))
    (PICTURES / f"{name}.svg").write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'font-family="{FONT}" font-size="16" fill="#2b2b2b" stroke="none">\n'
        f'<rect width="100%" height="100%" rx="6" fill="#fbfaf7"/>\n{rows}\n</svg>\n',
        encoding="utf-8",
    )


def _folded(line: str, most: int = 100) -> Iterator[str]:
    """A long line as a terminal shows it."""
    rest = ""
    for character in line:
        if width_cells(rest + character) > most:
            yield rest
            rest = ""
        rest += character
    yield rest


def _row(place: int, line: str) -> Iterator[str]:
    """Each word is placed by itself, and borders are drawn: no font decides where they meet."""
    left, top = MARGIN, MARGIN + LINE * place
    for piece in _PIECES.findall(line):
        if piece in _ARMS:
            yield f'<path stroke="#9a958a" d="{_border(piece, left, top)}"/>'
        elif piece.strip():
            font = f' font-family="{_LATIN}"' if piece in _NARROW else ""
            yield f'<text x="{left}" y="{top + 15}"{font}>{escape(piece)}</text>'
        left += width_cells(piece) * CELL


def _border(box: str, left: int, top: int) -> str:
    """The arms of a box-drawing character, from the middle of its cell."""
    x, y = left + CELL // 2, top + LINE // 2
    ends = {"u": (x, top), "d": (x, top + LINE), "l": (left, y), "r": (left + CELL, y)}
    return "".join(f"M{x} {y}L{ends[arm][0]} {ends[arm][1]}" for arm in _ARMS[box])


if __name__ == "__main__":
    main()
