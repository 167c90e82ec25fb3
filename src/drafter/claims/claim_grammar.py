"""Reading claims: a small parser that carries the subject from clause to clause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from drafter.claims.claim_channels import hear_channel, own_fields
from drafter.claims.claim_counts import read_count
from drafter.claims.claim_lexicon import Plain, Word, plain, veiled
from drafter.claims.claim_lists import claims_of
from drafter.claims.claim_meanings import has_outcomes
from drafter.claims.claim_model import Claim
from drafter.claims.claim_percents import PERCENTS, read_percent
from drafter.claims.claim_scope import Scope
from drafter.claims.claim_state import FOREIGN, Item, State, merge_carried
from drafter.claims.claim_statements import all_told, counted_all, read_statements
from drafter.claims.claim_subjects import Found, look
from drafter.claims.claim_tokens import Clause, Phrase, Sort, Token, after_list, clauses, tokens
from drafter.claims.claim_words import SUM, ClaimWords


def read_claims(
    words: ClaimWords,
    text: str,
    year: int,
    own: tuple[str, ...] = (),
    *,
    asides: bool = False,
) -> tuple[Claim, ...]:
    """What the text says of this organ's numbers in `year`, in the order of the text.

    `own` are the organ's names (`own_names`): what they hold (财政, 退役军人事务) says nothing.
    """
    # A form without claims.yaml has nothing that prose could count.
    if not words.file.topics:
        return ()
    seen = plain(text)
    return claims_of(words, seen, read_items(words, seen, year, own), asides)


def read_items(
    words: ClaimWords, seen: Plain, year: int, own: tuple[str, ...] = ()
) -> list[list[Item]]:
    """Every number and statement, understood or not, sentence by sentence."""
    seen = veiled(seen, own)
    state = State(words, seen, year, own)
    sentences: list[list[Item]] = []
    held: list[Clause] = []
    for clause in clauses(tokens(seen.text, words.lexicon)):
        held.append(clause)
        if clause.closed is Sort.STOP:
            items = _sentence(state, held)
            # 其中 goes on: its numbers may be the parts of one in the sentence before.
            if state.follows and sentences:
                sentences[-1] += items
            else:
                sentences.append(items)
            held = []
    return sentences


def _sentence(state: State, parts: Sequence[Clause]) -> list[Item]:
    opening = next((t for clause in parts for t in clause.tokens), None)
    told = state.items
    state.begin(follows=opening is not None and opening.marked("among"))
    named = [clause for clause in parts if not clause.marks.isdisjoint(_WAYS)]
    ways = (t for clause in named for t in clause.tokens if t.word and t.word.marks & _WAYS)
    state.ways = sum(1 for _ in ways)
    # 收到申请1件。该申请已予以公开: the sentence before tells of the one.
    if opening is not None and state.seen.text.startswith(_THIS, opening.start):
        state.last = [item for item in told if item.target and item.value == 1][-1:]
    # The whole sentence is about documents or filling in: none of its numbers is of the year.
    if any("blocks" in clause.marks and not _kinds(state, clause) for clause in parts):
        state.blocked = True
    waiting: list[tuple[tuple[Token, ...], str, Scope, list[Item], bool]] = []
    reason: tuple[Token, ...] = ()
    every: tuple[Token, ...] = ()
    for clause in parts:
        clause = merge_carried(state.words, clause, state.year)
        lead: tuple[Token, ...] = ()
        # After a bracket the sentence goes on where it was broken off: 申请（含网上申请）5件.
        if clause.opened is Sort.CLOSE and waiting:
            lead, state.topic, state.scope, state.last, state.foreign = waiting.pop()
            # “不予公开（过程性信息）”1件: the quote ends between.
            first = next((token for token in clause.tokens if not token.light), None)
            counted = first is not None and first.sort is Sort.NUMBER
            lead = (*lead, *reason) if lead or counted else ()
            # 、 after the bracket begins another item: the words before it are used up.
            if clause.tokens and clause.tokens[0].sort is Sort.LIST:
                lead = ()
        # 均严格按照规定，在法定期限内，依法答复: what is true of all comes later.
        every = (*every[:_LONGEST_LEAD], *clause.tokens) if _still_of_all(clause, every) else ()
        if every and clause.closed is not Sort.COMMA:
            lead = _said_of_all(every[: -len(clause.tokens) or None])
        _clause(state, clause, lead)
        _counted_with(state, clause)
        reason = _reason(clause)
        if clause.closed is Sort.OPEN:
            # Only words still waiting for their number are carried over the bracket.
            held = _unspent(lead + clause.tokens)[-_LONGEST_LEAD:]
            waiting.append((held, state.topic, replace(state.scope), state.last, state.foreign))
    state.end()
    return state.items


def _unspent(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """网站287条、微博（含转发）194条: the words behind the last number and 、 have none yet."""
    ends = [place for place, token in enumerate(tokens, 1) if token.sort is Sort.NUMBER]
    rest = [*tokens[ends[-1] if ends else 0 :]]
    joined = not ends or (bool(rest) and rest[0].marked("joins"))
    return tuple(rest if joined else after_list(rest, whole=False))


def _kinds(state: State, clause: Clause) -> bool:
    """公文88条, 涵盖公文法规等内容, in a list of kinds of items; 公文88件 are documents.

    So they are not in 门户网站发布信息120条、公文88件.
    """
    figures = [token.figure for token in clause.tokens if token.figure is not None]
    # 公文主动公开率100% counts none.
    counted = {*state.words.file.channels.counted, "%"}
    if not figures:
        return not clause.marks.isdisjoint({"among", "about"})
    units = [figure.unit for figure in figures]
    posted = "channels" in clause.marks and units[0] in counted
    return posted or all(unit in counted for unit in units)


def _reason(clause: Clause) -> tuple[Token, ...]:
    """不予公开（内部事务信息）2件: the bracket says which of them, and leads to the number too."""
    inside = clause.opened is Sort.OPEN and clause.closed is Sort.CLOSE
    said = [t for t in clause.tokens if not t.light]
    named = bool(said and said[-1].word and said[-1].word.explicit)
    if not inside or not named:
        return ()
    # 公开（含部分公开）31件 counts both, which no cell does.
    if len(said) == 2 and said[0].marked("among"):
        return (said[-1]._replace(word=Word(marks=frozenset({"asides"}))),)
    return tuple(said) if len(said) == 1 else ()


def _still_of_all(clause: Clause, every: Sequence[Token]) -> bool:
    """Whether a clause says 均 of nothing yet, or goes on with one that did."""
    if not every and "all" not in clause.marks:
        return False
    place = next((i for i, token in enumerate(clause.tokens) if token.marked("all")), None)
    behind = clause.tokens[place or 0 :]
    if any(t.sort is Sort.NUMBER or t.marked("negations") for t in clause.tokens):
        return False
    words = [token.word for token in behind if token.word]
    nouns = any(word.nouns or word.columns for word in words)
    acts = any(word.aspects or word.explicit for word in words)
    if every:
        ends = clause.closed in (Sort.STOP, Sort.SEMICOLON)
        return place is None and not nouns and (ends or not acts)
    return place is not None and clause.closed is Sort.COMMA and not (nouns or acts)


def _said_of_all(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """What leads to 均, that itself, and whether it was in time; the rest tells how."""
    place = next(i for i, token in enumerate(tokens) if token.marked("all"))
    timely = (token for token in tokens[place + 1 :] if token.marked("timely"))
    return (*tokens[: place + 1], *timely)


def _counted_with(state: State, clause: Clause) -> None:
    """予以公开15件（含部分公开）: the number before the bracket is of both rows."""
    said = [token for token in clause.tokens if not token.light]
    whole = state.items[-1] if state.items else None
    if clause.opened is not Sort.OPEN or len(said) != 2 or not said[0].marked("among"):
        return
    word = said[1].word
    if whole is None or whole.target is None or word is None or len(word.explicit) != 1:
        return
    topic, aspect = word.explicit[0]
    own = state.words.list_of.get(whole.target.aspect) == state.words.list_of.get(aspect)
    if whole.clause == state.clause - 1 and own and topic == whole.target.topic:
        whole.together = SUM.join((whole.metric, state.words.metric(topic, aspect)))
        whole.target, whole.metric = None, ""


_FIELD = 2
"""Characters that the name of a field has at least."""
_THIS = ("该", "此", "上述申请")
_WAYS = frozenset(("ways", "channels"))
# Brackets within brackets would otherwise hold ever longer leads in hostile text.
_LONGEST_LEAD = 40


def _clause(state: State, clause: Clause, lead: tuple[Token, ...]) -> None:
    state.enter(clause)
    clause = _of_own_field(state, own_fields(state, clause))
    first = True
    for phrase in clause.phrases():
        if first and lead:
            phrase = Phrase(lead + phrase.lead, phrase.number, phrase.tail)
        about = phrase.number is None and "about" in clause.marks
        state.scope.hear(_of_year(phrase) if about else phrase.lead, opening=first)
        found = look(state.words, phrase.lead, state.topic)
        if phrase.number is None:
            # 收到热线诉求8条，所有申请均已答复: a loose noun is of those.
            every = "all" in found.marks and not found.columns
            if state.topic == FOREIGN and every and _loosely(phrase.lead):
                found.strange, found.topics = True, []
            read_statements(state, phrase.lead, found)
            state.head(found)
            if found.boards or state.board:
                hear_channel(state, phrase.lead)
            if "about" in found.marks:
                state.about = state.clause
        else:
            _number(state, phrase, found)
        first = False


def _of_own_field(state: State, clause: Clause) -> Clause:
    """海事规范性文件, of a bureau of 海事, are its 规范性文件: it makes no others."""
    if not state.names or all(token.sort is not Sort.OTHER for token in clause.tokens):
        return clause
    tokens, text = clause.tokens, state.seen.text

    def plain(place: int) -> bool:
        """Whether it is the field of a noun, joined to nothing before it."""
        token, noun = tokens[place], tokens[place + 1].word
        named = noun is not None and noun.nouns and "loose" not in noun.marks
        if token.sort is not Sort.OTHER or not named or token.end - token.start < _FIELD:
            return False
        joined = place and (tokens[place - 1].marked("joins") or text[token.start - 1] == "、")
        return not joined and any(text[token.start : token.end] in name for name in state.names)

    fields = {place for place in range(len(tokens) - 1) if plain(place)}
    kept = tuple(token for place, token in enumerate(tokens) if place not in fields)
    return clause._replace(tokens=kept) if fields else clause


def _loosely(tokens: Sequence[Token]) -> bool:
    nouns = [token for token in tokens if token.word and token.word.nouns]
    return bool(nouns) and all(token.marked("loose") for token in nouns)


def _of_year(phrase: Phrase) -> tuple[Token, ...]:
    """内容主要涉及历年统计数据: the year is of what was applied for, not of what is counted."""
    about = next((i for i, token in enumerate(phrase.lead) if token.marked("about")), None)
    return phrase.lead[:about]


def _number(state: State, phrase: Phrase, found: Found) -> None:
    state.channel = state.channel or found.on_channel
    after = look(state.words, phrase.tail, state.topic) if phrase.tail else Found()
    if phrase.figure.unit in PERCENTS:
        read_percent(state, phrase, found, after)
        # “示例发布”公众号关注量3万，增长9%，发布信息120条: a growth ends no talk of a channel.
        if state.sited == state.clause - 1:
            state.sited = state.clause
    else:
        read_count(state, phrase, found, after)
        counted_all(state, phrase, found)
    # “示例发布”公众号关注量达3万，全年发布信息120条: the next clause is of that channel.
    if found.boards and not any(i.clause == state.clause and i.metric for i in state.items[-1:]):
        hear_channel(state, phrase.lead, counted=phrase.figure.unit)
    if "mainly" in found.marks and state.items:
        state.items[-1].open = True
    # A heading speaks to the number right after it only.
    state.fresh, state.heard = [], None
    if phrase.tail:
        if "and_so_on" in after.marks and state.items:
            state.items[-1].open = True
        state.hear_tail(after)
        read_statements(state, phrase.tail, after, negated=_none_of_these(state, phrase))


def _none_of_these(state: State, phrase: Phrase) -> bool:
    """这3件申请均未引发行政复议: so it is of all, unless they are some of others."""
    if state.among or not state.items:
        return False
    if len(state.items) > 1 and not all_told(state, state.items[-1]):
        return False
    # 收到3件没有引发行政复议: a comma is missing.
    if phrase.tail[0].marked("negations"):
        denied = look(state.words, phrase.tail).topics
        return bool(denied) and all(has_outcomes(state, topic) for topic in denied)
    topic, of = state.words.file.carry.topic, state.items[0].target
    named = any(token.word and topic in token.word.nouns for token in phrase.tail)
    ours = named or (of is not None and of.topic == topic)
    return ours and any(
        before.marked("all") and token.marked("negations")
        for before, token in pairwise(phrase.tail)
    )
