"""Answers that the prose of a report gives, each with the sentence that it stands in.

Where in the prose an answer stands is data of the form (`answers` in reading.yaml); numbers are
also read by what the form says of them (claims.yaml). What is found is proposed, never recorded:
whoever reads the sentence decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from drafter.claims.claim_grammar import read_claims
from drafter.claims.claim_model import Kind as Said
from drafter.claims.claims_file import claim_words
from drafter.draft.draft_model import Raw, Value
from drafter.draft.empty_answers import meant_by
from drafter.draft.typed_answers import read_answer
from drafter.errors import Problem
from drafter.form.definitions import Form, Kind, Question
from drafter.importing.published_words import Phrases, reading_words
from drafter.importing.report_notes import Proposal, sentence_at

_GAP = re.compile(r"[ \t\xa0\u3000]+")
"""Spaces beside a Chinese character are the page's: `公开 3119 件`."""
_NARROW = re.compile(r"(?<=[^\x00-\x7f])[,;:!?()]|[,;:!?()](?=[^\x00-\x7f])")
_WIDE = str.maketrans(",;:!?()", "，；：！？（）")
_LONGEST_TEXT = 40_000
_NUMBER = (
    r"[0-9０-９][0-9０-９,，]{0,12}(?:[.．][0-9０-９]{1,6})?"
    "|[〇零一二三四五六七八九十百千万两]{1,9}"
)
_WORDS, _LAST_WORDS = r"[^，。；！？\n]{1,60}?", r"[^，、。；！？）\n]{1,60}"
_CLAUSES, _LAST_CLAUSES = r"[^。；！？\n]{1,200}?", r"[^。；！？\n]{1,200}"
_SHORT = r"[^，。；！？\n]{0,24}?"
_CONTACTS = {
    "phone": r"[0-9０-９（）()－—-]{7,20}",
    "postcode": r"[0-9０-９]{6}",
    "email": r"[A-Za-z0-9._-]{1,40}[@＠][A-Za-z0-9.-]{3,40}",
}
_NUMBERS = (Kind.COUNT, Kind.MONEY)


def proposed_answers(
    form: Form, texts: Mapping[str, str], year: int | None
) -> tuple[Proposal, ...]:
    """What the paragraphs say, in the order of the form's questions.

    texts: by section id
    year: the one that the report is about; numbers are read only where it is known
    """
    clean = {section: _clean(text) for section, text in texts.items()}
    found = {each.question: each for each in _numbers(form, clean, year)}
    for question_id, phrases in reading_words(form).answers.items():
        question = form.questions.get(question_id)
        if question is not None and question_id not in found:
            own = _within(form, question, phrases, clean)
            found |= {each.question: each for each in _answer(question, phrases, own)}
    return tuple(found[id] for id in form.questions if id in found)


def _clean(text: str) -> str:
    """The text in one width of marks: 申请(件) and `公开 3119 件` as 申请（件） and 公开3119件."""
    text = text[:_LONGEST_TEXT]

    # A gap is matched once as a whole: looking ahead from each blank takes minutes for a long one.
    def closed(gap: re.Match[str]) -> str:
        beside = text[max(gap.start() - 1, 0) : gap.start()], text[gap.end() : gap.end() + 1]
        return "" if any(mark > "\x7f" for mark in beside) else gap[0]

    close = _GAP.sub(closed, text)
    return _NARROW.sub(lambda mark: mark[0].translate(_WIDE), close)


def phrase_in(text: str, phrases: Sequence[str]) -> str:
    """What stands in the gap of the first of these phrases (see `Phrases`) that the text has."""
    for phrase in phrases:
        match = _pattern(phrase, Kind.LINE, "").search(_clean(text))
        if match:
            return match["gap"]
    return ""


def _within(
    form: Form, question: Question, phrases: Phrases, texts: Mapping[str, str]
) -> Sequence[str]:
    """The paragraphs to look in: the question's own; for what stands beside all, every one."""
    if question.section == form.basics.id or phrases.anywhere:
        return list(texts.values())
    return [texts[question.section]] if question.section in texts else []


def _answer(question: Question, phrases: Phrases, texts: Sequence[str]) -> Iterator[Proposal]:
    """The first answer that any phrase gives; of several choices, all that are named."""
    named: dict[str, str] = {}
    for text in texts:
        for phrase in phrases.takes:
            for match in _pattern(phrase, question.kind, question.looks).finditer(text):
                value = _read(question, match["gap"])
                if value is not None:
                    yield Proposal(question.id, value, sentence_at(text, match.start("gap")))
                    return
        for answer, words in phrases.means.items():
            for phrase in words:
                if meant := _pattern(phrase, Kind.LINE, "").search(text):
                    named.setdefault(answer, sentence_at(text, meant.start()))
    if not named:
        return
    several = question.kind is Kind.CHOICES
    raw: Raw = list(named) if several else next(iter(named))
    value = _read(question, raw)
    if value is not None and (several or len(named) == 1):
        quotes = dict.fromkeys(named.values())
        yield Proposal(question.id, value, "".join(quotes))


def _read(question: Question, raw: Raw) -> Value | None:
    """The answer, unless the question does not take it or it says nothing."""
    if isinstance(raw, str):
        raw = raw.strip(" ：:，,、“”\"'" if question.kind is not Kind.LINE else " ：:，,、")
        if question.kind is Kind.LINE and not question.looks and meant_by(raw) is not None:
            return None
        if question.kind is Kind.CHOICES:
            raw = list(_choices(question, raw.removesuffix("等")))
    value = read_answer(question, raw)
    return None if isinstance(value, Problem) else value


def _choices(question: Question, raw: str) -> Iterator[str]:
    """What is listed; 和 parts two, but for one in a choice of the form (错别字和不规范表述)."""
    for piece in re.split("[、，]|以及", raw):
        yield from [piece] if piece in question.choices else re.split("[和及]", piece)


@lru_cache(maxsize=512)
def _pattern(phrase: str, kind: Kind, looks: str) -> re.Pattern[str]:
    """A phrase of reading.yaml (see `Phrases`) as a pattern whose `gap` is the answer."""
    before, gap, after = re.fullmatch(r"([^…]*)(…*)(.*)", phrase, re.DOTALL).groups()  # type: ignore[union-attr]
    if kind in _NUMBERS:
        shape = _NUMBER
    elif looks:
        shape = _CONTACTS[looks]
    elif gap == "…":
        shape = _WORDS if after else _LAST_WORDS
    else:
        shape = _CLAUSES if after else _LAST_CLAUSES
    return re.compile(_either(before) + (f"(?P<gap>{shape})" if gap else "") + _either(after))


def _either(words: str) -> str:
    """The form's shorthand as a pattern, all else as it stands."""
    signs = {"(": "(?:", "|": "|", ")": ")", "*": _SHORT}
    return "".join(signs.get(piece, re.escape(piece)) for piece in re.split(r"([(|)*])", words))


def _numbers(form: Form, texts: Mapping[str, str], year: int | None) -> Iterator[Proposal]:
    """Answers that are counts, by what the form's claims.yaml makes of the sentences."""
    if year is None:
        return
    words, told = claim_words(form), set[str]()
    items: dict[str, dict[str, str]] = {}
    quotes: dict[str, dict[str, None]] = {}
    for text in texts.values():
        for claim in read_claims(words, text, year):
            if claim.kind is not Said.COUNT or not claim.exact:
                continue
            question_id, _, name = claim.metric.partition(":")
            question = form.questions.get(question_id)
            if question is None:
                continue
            if question.kind is Kind.BREAKDOWN and name:
                items.setdefault(question_id, {}).setdefault(name, str(claim.value))
                quotes.setdefault(question_id, {})[sentence_at(text, claim.start)] = None
            elif question.kind in _NUMBERS and question_id not in told:
                told.add(question_id)
                value = _read(question, str(claim.value))
                if value is not None:
                    yield Proposal(question_id, value, sentence_at(text, claim.start))
    for question_id, named in items.items():
        breakdown = read_answer(form.questions[question_id], named)
        if not isinstance(breakdown, Problem):
            yield Proposal(question_id, breakdown, "".join(quotes[question_id]))
