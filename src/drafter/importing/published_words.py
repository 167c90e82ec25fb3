"""How published reports of a form are worded: reading.yaml beside form.yaml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple, NewType

from drafter.files import read_text
from drafter.form.definitions import Form
from drafter.form.field_kinds import Texts
from drafter.form.field_reader import FieldReader
from drafter.form.form_cache import remembered
from drafter.form.form_file import given_file
from drafter.nodes import Node, parse

READING_FILE = "reading.yaml"


class TitleWords(NamedTuple):
    """What a report's title names, in one of these ways, and what it ends in.

    organ, year, own: the questions that its name, its year and its self-name answer
    announced: words of a sentence that names the report (现公布某局2023年…报告)
    """

    subject: Texts = ()
    ends: Texts = ()
    organ: str = ""
    year: str = ""
    own: str = ""
    announced: Texts = ()


Phrase = NewType("Phrase", str)
"""See `Phrases`."""
_LONGEST_PHRASE = 200
_PHRASE, _GAP, _MOST_WORK = 30, 24, 30_000
"""Every phrase is work, which each of its gaps and brackets multiplies; ours come to 10,000."""


class ListedProblems(NamedTuple):
    """The question that lists problems with a measure for each, and the fields of these.

    remedies: words with which the measures begin; causes: words between a problem and its cause
    problem_alone, measure_alone: phrases (as in `Phrases`) for a single one
    """

    question: str = ""
    problem: str = ""
    measure: str = ""
    cause: str = ""
    remedies: Texts = ()
    causes: Texts = ()
    problem_alone: tuple[Phrase, ...] = ()
    measure_alone: tuple[Phrase, ...] = ()


class Phrases(NamedTuple):
    """How the answer to a question stands in the prose; `(甲|乙|)丙` is short for 甲丙, 乙丙, 丙.

    takes: phrases in which … is the answer, without a comma, or …… with commas; * is any word
    means: by answer, phrases that mean it
    anywhere: whether they may stand in any section; else in the question's own
    """

    takes: tuple[Phrase, ...] = ()
    means: Mapping[str, tuple[Phrase, ...]] = {}
    anywhere: bool = False


@dataclass(frozen=True, eq=False)
class ReadingWords:
    """All of reading.yaml.

    headings: by part, other names for it; sections: the same by section
    subtotal: the head of a column that offices add
    around: words of a page that are no part of a report
    answers: by question, how its answer stands in the prose
    """

    title: TitleWords = field(default_factory=TitleWords)
    headings: Mapping[str, Texts] = field(default_factory=dict)
    sections: Mapping[str, Texts] = field(default_factory=dict)
    subtotal: str = ""
    around: Texts = ()
    listed: ListedProblems = field(default_factory=ListedProblems)
    answers: Mapping[str, Phrases] = field(default_factory=dict)


@lru_cache(maxsize=4)
def reading_words(form: Form) -> ReadingWords:
    """The words of a form, few without reading.yaml. Raises: DrafterError for its mistakes."""
    path = given_file(form.folder, READING_FILE)
    if path is None:
        return ReadingWords(title=_own_title(form))
    text = read_text(path)
    source = sha256(text.encode(errors="surrogatepass")).hexdigest()
    return remembered(form.id, form.digest, "reading", source, lambda: _read(form, text))


def _own_title(form: Form) -> TitleWords:
    """What the title of our own reports ends in: of `…}}年法治政府建设年度报告` all behind 年."""
    tail = form.title.source.rpartition("}")[2].strip()
    name = re.sub(r"^年度?|年度?(?=报告|报表|年报)", "", tail) or form.name
    return TitleWords((name[:-2],), (name[-2:],), "organ.name", "year", "organ.self")


def _read(form: Form, text: str) -> ReadingWords:
    reader = FieldReader(form, f"{form.folder.name}/{READING_FILE}")

    work = 0

    def phrase(node: Node) -> str:
        nonlocal work
        text, before = reader.shape.text(node), work
        wordings = _wordings(text)
        if len(text) > _LONGEST_PHRASE or not wordings:
            what = f"“{text[:20]}”的括号不成对，或者太长。"
            reader.shape.complain(node.line, what, "写成“(甲|乙|)丙”。")
        work += _PHRASE + wordings * _GAP ** text.count("*")
        if before <= _MOST_WORK < work:
            what = "句式太多，或者里面的“*”和括号太多。"
            reader.shape.complain(node.line, what, "去掉几条，或者分成几条写。")
        return text

    reader.readers[Phrase] = phrase
    return reader.done(reader.read(parse(text, reader.shape.name), ReadingWords))


def _wordings(text: str) -> int:
    """How many a phrase may stand for at most; 0 where a bracket lacks its other one."""
    wordings, open_ones = 1, list[int]()
    for char in text:
        if char == "(":
            open_ones.append(1)
        elif char == "|" and open_ones:
            open_ones[-1] += 1
        elif char == ")":
            if not open_ones:
                return 0
            wordings *= open_ones.pop()
    return 0 if open_ones else wordings
