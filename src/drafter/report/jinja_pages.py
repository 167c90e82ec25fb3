"""A document as text, Markdown or a web page, through the form's Jinja2 templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import Any

import jinja2
from jinja2.loaders import split_template_path

from drafter.errors import DrafterError, Problem, harmless
from drafter.files import read_text
from drafter.form.definitions import Form
from drafter.form.form_file import given_file
from drafter.form.sandbox import Sandbox, compiled_texts, mishap, reason
from drafter.report.document import Document, Grid
from drafter.report.drawn_tables import draw
from drafter.report.table_markup import escape, legal, pipe_tables, web_prose, web_table
from drafter.report.title_lines import signature_lines, title_lines
from drafter.report.width import pad_cells, wrap_cells
from drafter.resources import ANY_FORM, data_dir

FILE_CELLS = 80
"""A line of a text file, whoever will read it."""
WIDEST = 400
"""Cells. A table that cannot be drawn within the width asked for is drawn wider, up to this."""

_INDENT = "　　"


class Format(Enum):
    """What a Jinja2 template writes; the value is the word in the template's name."""

    TEXT = "txt"
    MARKDOWN = "md"
    HTML = "html"


class Page:
    """How wide a line may be, in terminal cells, and which characters may draw."""

    def __init__(self, width: int = FILE_CELLS, *, ascii: bool = False) -> None:
        self.width = width
        self.ascii = ascii

    def filters(self) -> dict[str, Any]:
        """What a text template can do to a piece of the document."""
        return {
            "boxed": self.boxed,
            "centred": self.centred,
            "indented": self.indented,
            "right": self.right,
            "wrapped": self.wrapped,
        }

    def boxed(self, grid: Grid) -> str:
        """A table with borders; wider than the page only where a figure would be torn."""
        # The layout can say only whether a width will do, not which would.
        for width in range(self.width, WIDEST, 10):
            try:
                return draw(grid, width, ascii=self.ascii)
            except ValueError:
                continue
        return draw(grid, WIDEST, ascii=self.ascii)

    def wrapped(self, text: str) -> str:
        """Lines within the page."""
        return "\n".join(line.rstrip() for line in self._lines(text))

    def indented(self, text: str) -> str:
        """A paragraph whose first line begins two characters in."""
        return self.wrapped(_INDENT + text)

    def centred(self, text: str) -> str:
        """Every line in the middle of the page."""
        padded = (
            pad_cells(line, self.width, "centre", ambiguous_wide=self.ascii)
            for line in self._lines(text)
        )
        # Spaces at a line's end are noise in a file that is compared or pasted.
        return "\n".join(line.rstrip() for line in padded)

    def right(self, text: str) -> str:
        """Every line at the right of the page, two characters short of its edge."""
        return "\n".join(
            pad_cells(line, self.width - 4, "right", ambiguous_wide=self.ascii)
            for line in self._lines(text)
            if line
        )

    def _lines(self, text: str) -> list[str]:
        return wrap_cells(text, self.width, ambiguous_wide=self.ascii)


def render(form: Form, document: Document, to: Format, page: Page, own: Path | None = None) -> str:
    """The whole report, ending in one line end.

    Templates in `own`/<form>/ stand before the form's. Raises: DrafterError naming the
    template and line that cannot be used.
    """
    lines = title_lines(document.title, document.signed_by, mark=document.mark)
    signed = signature_lines(document.signed_by)
    names = {"document": document, "title_lines": lines, "signed_lines": signed}
    return fill(form, f"report.{to.value}.j2", names, own, page.filters())


def fill(
    form: Form,
    name: str,
    names: Mapping[str, Any],
    own: Path | None = None,
    filters: Mapping[str, Any] | None = None,
) -> str:
    """A template of the form with these names in it; all is escaped where it makes a web page.

    Raises: DrafterError, as `render`.
    """
    folders = template_folders(form, own)
    path = find_template(form, name, own)
    web = name.endswith(".html.j2")
    environment = _environment(form, folders, web=web)
    environment.add_filters(filters or {})
    try:
        text = environment.get_template(name).render(names)
    except DrafterError:
        raise
    except jinja2.TemplateSyntaxError as error:
        where = f"{error.filename or path}:{error.lineno}"
        raise DrafterError(
            Problem(where, f"模板写法有误（{reason(error)}）。", "核对大括号、引号和 if / endif。")
        ) from None
    except Exception as error:  # whatever a stranger's template does wrong
        raise DrafterError(_failure(path, folders, error)) from None
    return harmless(legal(text) if web else text).rstrip("\n") + "\n"


def _environment(form: Form, folders: Sequence[Path], *, web: bool) -> Sandbox:
    environment = Sandbox(
        loader=_Folders(folders),
        bytecode_cache=compiled_texts(form.id, form.digest, "web" if web else "page"),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=web,
    )
    environment.add_filters(
        {"escaped": escape, "pipes": pipe_tables, "table": web_table, "prose": web_prose}
    )
    return environment


class _Folders(jinja2.BaseLoader):
    """The templates and style sheets of some folders, none from outside them."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = folders

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, None]:
        """Raises: TemplateNotFound, DrafterError."""
        name = "/".join(split_template_path(template))
        for folder in self.folders:
            if path := given_file(folder, name):
                # `read_text` refuses an empty file, which is a good style sheet.
                empty = path.is_file() and not path.stat().st_size
                return "" if empty else read_text(path), str(path), None
        raise jinja2.TemplateNotFound(template)


def template_folders(form: Form, own: Path | None) -> list[Path]:
    """Where the templates of a form lie: one's own first, at last those that suit any form."""
    folders = (own / form.id if own else None, form.folder, data_dir("templates") / ANY_FORM)
    return [folder for folder in folders if folder]


def given_template(form: Form, name: str, own: Path | None) -> Path | None:
    """The template of this name, where anybody has one. Raises: DrafterError for a link away."""
    paths = (given_file(folder, name) for folder in template_folders(form, own))
    return next(filter(None, paths), None)


def find_template(form: Form, name: str, own: Path | None) -> Path:
    """Raises: DrafterError where neither the form nor drafter has a template of this name."""
    if path := given_template(form, name, own):
        return path
    raise DrafterError(Problem(form.name, f"这种报告格式没有 {name} 模板。", "换一种输出形式。"))


def _failure(path: Path, folders: Sequence[Path], error: Exception) -> Problem:
    """The innermost template that the error went through, and its line."""
    from traceback import walk_tb  # costs milliseconds, and templates seldom fail

    where, inside = str(path), tuple(map(str, folders))
    for frame, line in walk_tb(error.__traceback__):
        if frame.f_code.co_filename.startswith(inside):
            where = f"{frame.f_code.co_filename}:{line}"
    return Problem(where, f"模板用不了（{mishap(error)}）。", "对照自带的模板核对名称。")
