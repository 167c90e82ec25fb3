"""Pictures of finished documents, as PNG (`make document-pictures`).

Needs LibreOffice, Chromium, poppler-utils, and the Noto CJK and Liberation fonts, which stand in
for those that the documents name; the layout is that of the documents.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from datetime import date
from io import BytesIO
from pathlib import Path

from PIL import Image

from drafter.checks.material import load_material
from drafter.draft.answers_file import load_answers
from drafter.draft.draft_facts import Facts
from drafter.output.approval_sheet import sheet_of, sheet_word
from drafter.output.review_sheet import review_of
from drafter.report.document import build_document
from drafter.report.jinja_pages import Format, Page, render
from drafter.report.picture_page import draw_png
from drafter.report.word_file import render_docx
from drafter.report.year_picture import picture_of

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
SAMPLES = ROOT / "sample_answers"
SAMPLE = SAMPLES / "county-government-2023.yaml"
WORD_PAGES = {"word-1": "第二十条第（一）项", "word-2": "四、结转下年度继续办理"}
"""Which page is shown: the first that has these words."""

WEB_SIZES = {"web-wide": (860, 800, "applications"), "web-phone": (390, 780, "disclosed")}
"""Width and height in CSS pixels, and the part that is shown first."""

_DOTS_PER_INCH = "70"
_SERIF, _SANS = "Noto Serif CJK SC", "Noto Sans CJK SC"
_STAND_INS = {
    "仿宋_GB2312": _SERIF,
    "楷体_GB2312": _SERIF,
    "方正小标宋简体": _SERIF,
    "宋体": _SERIF,
    "黑体": _SANS,
    "Times New Roman": "Liberation Serif",
}


def main() -> None:
    """Write every picture."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="pictures-") as name:
        _picture_word(Path(name))
        _picture_sheet(Path(name))
        _picture_web(Path(name))
    _picture_year()


def _picture_word(folder: Path) -> None:
    answers = load_answers(SAMPLE, None)
    document = build_document(Facts(answers.form, answers.draft), draft=False)
    word = folder / "report.docx"
    word.write_bytes(render_docx(answers.form, document))
    pdf = _as_pdf(word)
    pages = _run("pdftotext", "-layout", str(pdf), "-").replace(" ", "").split("\f")
    for name, words in WORD_PAGES.items():
        number = next(n for n, page in enumerate(pages, start=1) if words in page)
        _picture_page(pdf, number, PICTURES / name)


def _picture_sheet(folder: Path) -> None:
    now, last = _two_years()
    review = review_of(load_material(now, last, date(2025, 1, 12)), draft=False, since=None)
    word = folder / "sheet.docx"
    word.write_bytes(sheet_word(sheet_of(review, now), now.form))
    _picture_page(_as_pdf(word), 1, PICTURES / "sheet")


def _two_years() -> tuple[Facts, Facts]:
    now, last = (load_answers(SAMPLES / f"suqian-{year}.yaml") for year in (2024, 2023))
    return Facts(now.form, now.draft), Facts(last.form, last.draft)


def _picture_year() -> None:
    now, last = _two_years()
    drawn = draw_png(picture_of(now, last))
    with Image.open(BytesIO(drawn.data)) as image:
        small = image.convert("RGB").resize((image.width // 2, image.height // 2))
        small.quantize(64).save(PICTURES / "year.png")


def _picture_web(folder: Path) -> None:
    """In a frame: no window of the browser is as narrow as a phone."""
    answers = load_answers(SAMPLE, None)
    document = build_document(Facts(answers.form, answers.draft), draft=False)
    page = render(answers.form, document, Format.HTML, Page(80))
    (folder / "report.html").write_text(page, encoding="utf-8")
    for name, (width, height, part) in WEB_SIZES.items():
        frame = f'<iframe src="report.html#{part}" width="{width}" height="{height}"></iframe>'
        style = "<style>body { margin: 0 } iframe { border: 0 }</style>"
        (folder / "frame.html").write_text(style + frame, encoding="utf-8")
        _run(
            "chromium",
            *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--hide-scrollbars"),
            *("--no-first-run", "--disable-background-networking"),
            *("--disable-component-update", "--disable-sync"),
            f"--user-data-dir={folder / 'browser'}",
            f"--window-size={width},{height}",
            f"--screenshot={PICTURES / name}.png",
            (folder / "frame.html").as_uri(),
        )


def _as_pdf(word: Path) -> Path:
    """By a LibreOffice that knows no user and finds the fonts that stand in."""
    folder = word.parent
    fonts = folder / "fonts.conf"
    fonts.write_text(font_settings(), encoding="utf-8")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    made = ("--headless", "--convert-to", "pdf", "--outdir", str(folder), str(word))
    _run("soffice", profile, *made, FONTCONFIG_FILE=str(fonts))
    return word.with_suffix(".pdf")


def font_settings() -> str:
    """For fontconfig: the fonts of this machine in the place of those that documents name."""
    aliases = "".join(
        f'<match><test name="family"><string>{name}</string></test>'
        f'<edit name="family" mode="assign" binding="strong"><string>{other}</string></edit>'
        "</match>"
        for name, other in _STAND_INS.items()
    )
    known = '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
    return f'<?xml version="1.0"?><fontconfig>{known}{aliases}</fontconfig>'


def _picture_page(pdf: Path, number: int, picture: Path) -> None:
    only = ("-f", str(number), "-l", str(number), "-singlefile")
    _run("pdftoppm", "-r", _DOTS_PER_INCH, "-gray", "-png", *only, str(pdf), str(picture))


def _run(*command: str, **environment: str) -> str:
    env = {**os.environ, **environment}
    done = subprocess.run(command, env=env, capture_output=True, check=True, timeout=120)
    return done.stdout.decode()


if __name__ == "__main__":
    main()
