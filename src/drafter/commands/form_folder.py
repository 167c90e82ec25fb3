"""`drafter forms --new` and `--build`: what is laid down in a form's folder."""

from __future__ import annotations

import re
from pathlib import Path

from drafter.errors import DrafterError, ExitCode, Problem
from drafter.file_writer import write_file
from drafter.files import read_text
from drafter.form.form_file import FORM_FILE, file_in, read_form
from drafter.report.word_file import REPORT, SHEET
from drafter.report.word_layout import report_layout, sheet_layout
from drafter.resources import ANY_FORM, data_dir
from drafter.streams import path_line

_NAME = re.compile(r"[a-z][a-z0-9-]{1,39}")
ANSWERS_FILE = "answers.yaml"
"""A filled-in report that may lie beside form.yaml, to look at."""
_LAID = {"new-form.yaml": FORM_FILE, "new-answers.yaml": ANSWERS_FILE}
"""What a new form's folder begins with, by its file among the templates for any form."""


def lay_down(folder: Path) -> int:
    """A commented form that can be printed at once. Raises: DrafterError where there is one."""
    name = folder.name
    if not _NAME.fullmatch(name):
        what = "格式名只能用小写英文字母、数字和“-”，以字母开头。"
        raise DrafterError(Problem(f"“{name}”", what, "例如：drafter forms --new my-report"))
    if folder.exists():
        what = "已经有这个文件夹。"
        raise DrafterError(Problem(str(folder), what, "换一个名字，或者先移走它。"))
    folder.mkdir(parents=True)
    for source, target in _LAID.items():
        text = read_text(data_dir("templates") / ANY_FORM / source)
        write_file(folder / target, text.replace("{form}", name).encode())
    where = folder.parent
    print(path_line(folder / FORM_FILE))
    print("这是一份能用的格式，照着里面的说明改。改的时候：")
    print(f"  drafter forms --check {folder}    看有没有错，看空白的报告")
    print(f"  drafter print {folder / ANSWERS_FILE} --templates {where}    看填好的报告")
    print(f"  drafter open --templates {where}    用它填写一份")
    return ExitCode.OK


def build(folder: Path, *, force: bool) -> int:
    """Write the Word templates into the form's folder, to be edited there.

    Raises: DrafterError where there are some and `force` is not said, or a link leads elsewhere.
    """
    form = read_form(folder)
    made = {
        file_in(folder, REPORT): report_layout(form),
        file_in(folder, SHEET): sheet_layout(),
    }
    if there := [] if force else [path for path in made if path.exists()]:
        fix = "改过的版式会丢掉；确定要重做，加 --force。"
        raise DrafterError(Problem(str(path), "已经有这个文件。", fix) for path in there)
    for path, data in made.items():
        write_file(path, data)
        print(path_line(path))
    return ExitCode.OK
