"""送审单: a review in the sentences of review.yaml, laid out as page, Word file or text."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import jinja2

from drafter.draft.draft_facts import Facts
from drafter.errors import DrafterError, Problem, harmless
from drafter.files import read_text
from drafter.form.definitions import Form, Text
from drafter.form.field_reader import FieldReader
from drafter.form.form_file import given_file
from drafter.form.form_layers import first_file
from drafter.form.form_texts import paragraphs_of, texts_of
from drafter.form.sandbox import line_in, mishap, reason
from drafter.nodes import parse
from drafter.output.review_sheet import Review, ReviewFigure
from drafter.report.document import Grid, GridCell
from drafter.report.jinja_pages import Page, fill, find_template
from drafter.report.title_lines import title_lines
from drafter.report.word_file import SHEET, fill_word

SENTENCES = "review.yaml"
_FIELDS = 3
"""Fields beside one another; one alone in its row is as wide as the page."""


class FieldText(NamedTuple):
    """A field of the head; without a text it is left blank, to be filled in by hand."""

    label: str
    text: Text | None = None


class SectionText(NamedTuple):
    """A section: its title, what it says, and whether the key figures stand below that.

    One whose title comes out empty is left out.
    """

    title: Text
    text: tuple[Text, ...] = ()
    figures: bool = False


class SheetTexts(NamedTuple):
    """review.yaml: every sentence of the 送审单.

    mark: what stands over the fields in bold, such as that the report is a draft
    opinions: labels of boxes to write in by hand; `signed` and `dated` stand in each
    """

    title: Text
    mark: Text
    fields: tuple[tuple[FieldText, ...], ...]
    opinions: tuple[str, ...]
    signed: str
    dated: str
    head: tuple[Text, ...]
    sections: tuple[SectionText, ...]


class SheetField(NamedTuple):
    """A field as it is printed; an empty text is left to be written by hand."""

    label: str
    text: str = ""


class SheetSection(NamedTuple):
    """A section as it is printed."""

    title: str
    paragraphs: tuple[str, ...]
    figures: bool


class Sheet(NamedTuple):
    """All that the templates lay out; each row of `fields` has one field or three.

    title, lines: the whole, and the lines it is set in
    head: what stands over the columns of `figures`: label, this year, last year, change
    figures: those that are known and not zero in both years
    """

    title: str
    lines: tuple[str, ...]
    day: str
    mark: str
    fields: tuple[tuple[SheetField, ...], ...]
    opinions: tuple[str, ...]
    signed: str
    dated: str
    head: tuple[str, ...]
    figures: tuple[ReviewFigure, ...]
    sections: tuple[SheetSection, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """All that is said outside the figures, in the order in which it stands."""
        fields = (word for row in self.fields for field in row for word in field)
        sections = (text for each in self.sections for text in (each.title, *each.paragraphs))
        return (self.title, self.day, self.mark, *fields, *self.opinions, *sections)

    @property
    def grid(self) -> Grid:
        """The key figures as a table of the report's kind."""
        head = tuple(GridCell(word, kind="header") for word in self.head)
        rows = (
            (GridCell(_labelled(each), kind="label"), *map(GridCell, _shown(each)))
            for each in self.figures
        )
        return Grid(len(self.head), (head, *rows), label_columns=1)


def sheet_of(review: Review, facts: Facts, own: Path | None = None) -> Sheet:
    """The sheet; its sentences in `own`/<form>/ stand before the form's.

    Raises: DrafterError for a mistake in review.yaml.
    """
    words = _Words(facts, review, _sentences(facts.form, own))
    texts = words.texts
    title = words.line(texts.title)
    return Sheet(
        title=title,
        lines=title_lines(title, review.organ),
        day=review.day,
        mark=words.line(texts.mark),
        fields=tuple(_row(tuple(map(words.field, row))) for row in texts.fields),
        opinions=texts.opinions,
        signed=texts.signed,
        dated=texts.dated,
        head=tuple(map(words.line, texts.head)),
        figures=tuple(each for each in review.figures if not each.idle and (each.now or each.last)),
        sections=tuple(each for each in map(words.section, texts.sections) if each.title),
    )


def sheet_page(sheet: Sheet, form: Form, own: Path | None = None) -> str:
    """As a web page. Raises: DrafterError naming the template that cannot be used."""
    return fill(form, "review.html.j2", {"sheet": sheet}, own)


def sheet_text(sheet: Sheet, form: Form, own: Path | None = None) -> str:
    """As text. Raises: DrafterError, as `sheet_page`."""
    return fill(form, "review.txt.j2", {"sheet": sheet}, own, Page().filters())


def sheet_word(sheet: Sheet, form: Form, own: Path | None = None) -> bytes:
    """As a Word file. Raises: DrafterError, as `sheet_page`."""
    names = {"sheet": sheet, "title": "\n".join(sheet.lines)}
    return fill_word(form, SHEET, sheet.title, names, own)


def _sentences(form: Form, own: Path | None) -> Path:
    theirs = given_file(own / form.id, SENTENCES) if own else None
    return theirs or first_file(form, SENTENCES) or find_template(form, SENTENCES, own)


def _row(fields: tuple[SheetField, ...]) -> tuple[SheetField, ...]:
    return fields if len(fields) == 1 else (*fields, *[SheetField("")] * (_FIELDS - len(fields)))


def _labelled(each: ReviewFigure) -> str:
    return f"{each.label}（{each.unit}）" if each.unit else each.label


def _shown(each: ReviewFigure) -> tuple[str, str, str]:
    return each.now or "—", each.last or "—", each.change or "—"


class _Words:
    """The sentences of one review.yaml, rendered as the texts of form.yaml are."""

    def __init__(self, facts: Facts, review: Review, path: Path) -> None:
        self.form, self.path = facts.form, path
        self.spent = [0]
        self.names: dict[str, Any] = {**facts.names, "review": review}
        self.texts = self._read()

    def _read(self) -> SheetTexts:
        reader = FieldReader(self.form, self.path.name)

        def text(node: Any) -> Text:
            return Text(reader.shape.text(node), node.line)

        reader.readers |= {Text: text, Text | None: text}
        root = parse(read_text(self.path), self.path.name)
        texts = reader.read(root, SheetTexts)
        for row in texts.fields or ():
            if len(row) > _FIELDS:
                reader.shape.complain(root.line, f"一行最多 {_FIELDS} 栏。", "分成几行写。")
        return reader.done(texts)

    def line(self, text: Text) -> str:
        return "".join(self.paragraphs(text))

    def field(self, field: FieldText) -> SheetField:
        return SheetField(field.label, self.line(field.text) if field.text else "")

    def section(self, section: SectionText) -> SheetSection:
        said = (p for text in section.text for p in self.paragraphs(text))
        return SheetSection(self.line(section.title), tuple(said), section.figures)

    def paragraphs(self, text: Text) -> list[str]:
        """Raises: DrafterError with the line in review.yaml."""
        try:
            sandbox = texts_of(self.form)
            sentence = sandbox.text(text.source)
            rendered = sandbox.budgeted(lambda: sentence.render(self.names), self.spent)
        except jinja2.TemplateSyntaxError as error:
            what, line = f"模板写法有误（{reason(error)}）。", error.lineno
        except Exception as error:  # whatever a stranger's sentence does wrong
            what, line = f"这段模板算不出来（{mishap(error)}）。", line_in(error)
        else:
            return [harmless(p) for p in paragraphs_of(rendered)]
        where = f"{self.path}:{text.line + max(line - 1, 0)}"
        raise DrafterError(Problem(where, what, "核对这一处的名称和写法。"))
