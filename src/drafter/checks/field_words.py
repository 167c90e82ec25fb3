"""What a form's field knows of names, documents and phrases: words.yaml beside form.yaml.

Each class is one mapping of that file, each field one of its keys; a key that is left out
leaves its field empty, and the checks that need it have nothing to say."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from drafter.form.definitions import Form
from drafter.form.field_kinds import NO_KEYS, CellId, QuestionId, SectionId, Texts
from drafter.form.form_cache import remembered
from drafter.form.form_layers import Layer, digest_of, layers_of, root_of

WORDS_FILE = "words.yaml"
NO_SECTION, NO_QUESTION = SectionId(""), QuestionId("")


class Problems(NamedTuple):
    """The section that names problems and measures, and the question that lists them.

    about, remedies, past: words that tell a list of problems, one of measures, and one of
        last year's problems by the sentence before it
    """

    section: SectionId = NO_SECTION
    question: QuestionId = NO_QUESTION
    measure: str = ""
    about: Texts = ()
    remedies: Texts = ()
    past: Texts = ()


class Fees(NamedTuple):
    """The section that must speak of something, and the words that do."""

    section: SectionId = NO_SECTION
    words: Texts = ()


class Years(NamedTuple):
    """Words that explain why a sentence names a year other than the report's.

    last: for the year before; next: for a later one; earlier: for those longer ago
    intended: of what is planned, and so for a later one
    yearly: how titles of documents end that are made anew each year
    own: right before a year, they say that it is the report's
    plans: sections that speak of what is to come
    """

    last: Texts = ()
    next: Texts = ()
    intended: Texts = ()
    earlier: Texts = ()
    yearly: Texts = ()
    own: Texts = ()
    plans: tuple[SectionId, ...] = ()
    budgets: Texts = ()
    accounts: Texts = ()

    @property
    def later(self) -> Texts:
        """Words that explain a year after the report's."""
        return *self.intended, *self.next


class Deadline(NamedTuple):
    """Month and day of the next year; `question` with an answer of `among` chooses it."""

    month: int = 0
    day: int = 0
    question: QuestionId = QuestionId("")
    among: Texts = ()
    source: str = ""


class CheckWords(NamedTuple):
    """The document behind a check, and an example of it in the words of the form."""

    source: str = ""
    example: str = ""


class Among(NamedTuple):
    """An answer of `among` to `question`."""

    question: QuestionId = QuestionId("")
    among: Texts = ()


class Pair(NamedTuple):
    """Cells whose sum another yearly report of the same organ and year states too.

    forms: the other report's form, or its editions; there: its cells
    expected: whether they are the very same matters; else a difference is only worth a look
    """

    forms: Texts
    here: tuple[CellId, ...]
    there: Texts
    says: str
    expected: bool = False


class Event(NamedTuple):
    """Something that nobody can have known before its day, except in `ahead` of it."""

    day: date = date.min
    names: Texts = ()


class Selves(NamedTuple):
    """How organs whose name ends in one of `endings` call themselves (after 我)."""

    endings: Texts = ()
    own: Texts = ()


class Scope(NamedTuple):
    """A word for a whole region; `levels` are answers of organ.level that it fits."""

    word: str = ""
    levels: Texts = ()


class Names(NamedTuple):
    """What organs call themselves, their regions and others.

    governs: the answer that tells an organ which reports on others, too
    """

    governs: Among = Among()
    selves: tuple[Selves, ...] = ()
    not_selves: Mapping[str, Texts] = NO_KEYS
    places: Texts = ()
    scopes: tuple[Scope, ...] = ()
    leading: Texts = ()
    lent: Texts = ()
    anyone: Texts = ()
    abbreviations: Texts = ()
    endings: Texts = ()
    odd: Texts = ()
    acts: Texts = ()


class Document(NamedTuple):
    """A document by its titles and its number as it is now."""

    titles: Texts = ()
    number: str = ""
    former: Texts = ()


class Superseded(NamedTuple):
    """Words or a document number that reports on `since` and later should not build on.

    instead: what became of it, to follow the words in a sentence
    basis: whether to build on it is an error; unless: words that make the mention right
    """

    words: Texts = ()
    since: int = 0
    instead: str = ""
    basis: bool = False
    unless: Texts = ()


class Purpose(NamedTuple):
    """What a law's article is cited for: sentences with `says` want one of `articles`."""

    says: Texts = ()
    articles: Texts = ()


class Law(NamedTuple):
    """A law whose articles the reports cite."""

    titles: Texts = ()
    last: int = 0
    purposes: tuple[Purpose, ...] = ()


class Citations(NamedTuple):
    """Documents and how they are cited."""

    documents: tuple[Document, ...] = ()
    superseded: tuple[Superseded, ...] = ()
    basis: Texts = ()
    laws: tuple[Law, ...] = ()


class Words(NamedTuple):
    """All of words.yaml."""

    nothing: Texts = ()
    problems: Problems = Problems()
    fees: Fees = Fees()
    placeholders: Texts = ()
    counted: Mapping[str, Texts] = NO_KEYS
    former_titles: Texts = ()
    joined_titles: Texts = ()
    interchangeable: Texts = ()
    years: Years = Years()
    deadlines: tuple[Deadline, ...] = ()
    pairs: tuple[Pair, ...] = ()
    events: tuple[Event, ...] = ()
    ahead: Texts = ()
    names: Names = Names()
    citations: Citations = Citations()
    principles: Mapping[str, str] = NO_KEYS
    typos: Mapping[str, str] = NO_KEYS
    doubles: Texts = ()
    doubled: Mapping[str, Texts] = NO_KEYS
    measures: Mapping[str, str] = NO_KEYS
    phones: tuple[QuestionId, ...] = ()
    checks: Mapping[str, CheckWords] = NO_KEYS


@lru_cache(maxsize=4)
def words_of(form: Form) -> Words:
    """The words of any report, under those of the form. Raises: DrafterError for its mistakes."""
    layers = layers_of(form, WORDS_FILE, any_form=True)
    digest = digest_of(layers)
    return remembered(form.id, form.digest, "words", digest, lambda: _read(form, layers))


def _read(form: Form, layers: Sequence[Layer]) -> Words:
    from drafter.form.field_reader import FieldReader  # only where nothing is remembered

    reader = FieldReader(form, f"{form.folder.name}/{WORDS_FILE}")
    root = root_of(layers)
    assert root is not None  # those of any report are always there
    return reader.done(reader.read(root, Words))


@lru_cache(maxsize=256)
def any_of(words: Texts) -> re.Pattern[str]:
    """A pattern for any of the words, the longest first; it matches nothing for no words."""
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))) or "(?!)")
