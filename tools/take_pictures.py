"""Pictures for the READMEs: what a real run prints, as SVG (`make pictures`)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from svg import Run, folded, write_svg

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"

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
    rows = [[Run(piece)] for line in lines for piece in folded(line)]
    write_svg(PICTURES / f"{name}.svg", rows)


if __name__ == "__main__":
    main()
