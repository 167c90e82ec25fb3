"""Numbers beside those of another year or organ: 由上年的18件增至25件, 较上年减少3件."""

from __future__ import annotations

from drafter.claims.claim_channels import hosted, post
from drafter.claims.claim_entries import fits, give, not_ours
from drafter.claims.claim_meanings import meaning, topic_of
from drafter.claims.claim_model import Kind
from drafter.claims.claim_scope import year_of
from drafter.claims.claim_state import State
from drafter.claims.claim_subjects import Found
from drafter.claims.claim_targets import Target, targets
from drafter.claims.claim_tokens import Phrase, Sort

_FROM = ("由", "从")
_MORE = {"多": 1, "少": -1}


def read_beside(state: State, phrase: Phrase, found: Found, after: Found) -> bool:
    """Take in a number that is told beside another year's or organ's; False leaves it to others."""
    if _compares(state, phrase):
        remember(state, phrase, found, after)
        read_change(state, phrase, found)
        return True
    # 申请数由15件降至11件.
    if _departs(state, phrase):
        remember(state, phrase, found, after)
        not_ours(state, phrase, found)
        put_last_years(state, phrase)
        return True
    if _arrives(state, phrase, found) or _last_years(state, phrase, found):
        return True
    return "respectively" in found.marks and _by_year(state, phrase, found)


def remember(state: State, phrase: Phrase, found: Found, after: Found) -> None:
    """Keep what a number of another year or organ is of: 由上年的18件增至25件."""
    if host := hosted(state, phrase, found):
        state.subject, state.host = Target(state.words.file.channels.topic, "channel"), host
        return
    said = meaning(state, phrase, found, after) if found.anything or state.fresh else []
    if found.anything or said:
        state.subject = said[0] if len(said) == 1 else None


def put_last_years(state: State, phrase: Phrase) -> None:
    """2022年收到申请12件, in the report on 2023: what was said of last year can be looked up."""
    target, figure = state.subject, phrase.figure
    if not state.scope.last or target is None or target.aspect == "channel":
        return
    if fits(state, phrase, Found(), [target]) and (metric := state.words.metric(*target)):
        start = phrase.lead[0].start if phrase.lead else figure.start
        item = state.put(metric, figure.value, start, figure.end, kind=Kind.LAST, figure=figure)
        item.target = target


def _compares(state: State, phrase: Phrase) -> bool:
    """Whether the number only tells a difference, or another year's value."""
    words = [token for token in phrase.lead if token.word and not token.light]
    changed = bool(words) and (words[-1].marked("up") or words[-1].marked("down"))
    return state.scope.compared or changed


def read_change(state: State, phrase: Phrase, found: Found) -> None:
    """较上年增加3件, 比上年的28件: against the count just before, in the same unit."""
    figure = phrase.figure
    if state.scope.base != state.year - 1:
        return
    turns = [t for t in phrase.lead if t.marked("up") or t.marked("down")]
    more = _MORE.get(state.seen.text[figure.start - 1 : figure.start], 0)
    if found.unknown > abs(more):
        return
    # 申请数量较上年增加3件 names what it is of.
    if found.topics and turns and not (found.aspects or found.explicit or found.strange):
        _named_change(state, phrase, -1 if turns[-1].marked("down") else 1)
        return
    of = state.last[0] if len(state.last) == 1 else None
    if of is None or of.target is None or of.unit != figure.unit or found.anything:
        return
    if of.kind is not Kind.COUNT:
        return
    sign = more or (-1 if turns and turns[-1].marked("down") else 1)
    kind = Kind.CHANGE if turns or more else Kind.LAST
    start = phrase.lead[0].start if phrase.lead else figure.start
    value = figure.value * (sign if turns or more else 1)
    item = state.put(of.metric, value, start, figure.end, kind=kind, figure=figure)
    item.target, item.of = of.target, of


def _named_change(state: State, phrase: Phrase, sign: int) -> None:
    target, figure = state.subject, phrase.figure
    if target is None or target.aspect == "channel" or not fits(state, phrase, Found(), [target]):
        return
    metric, value = state.words.metric(*target), figure.value * sign
    start = phrase.lead[0].start
    item = state.put(metric, value, start, figure.end, kind=Kind.CHANGE, figure=figure)
    item.target = target


def _last_years(state: State, phrase: Phrase, found: Found) -> bool:
    """上年为315件, （上年315件）: of the count just before."""
    said = [t for t in phrase.lead if not t.light]
    if len(said) != 1 or year_of(said[0], state.year) != state.year - 1 or found.unknown:
        return False
    if (
        len(state.last) != 1
        or state.last[0].unit != phrase.figure.unit
        or state.last[0].depth > state.depth
    ):
        return False
    of = state.last[0]
    if of.target is None or of.kind is not Kind.COUNT or phrase.tail:
        return False
    item = state.put(
        of.metric,
        phrase.figure.value,
        said[0].start,
        phrase.figure.end,
        kind=Kind.LAST,
        figure=phrase.figure,
    )
    item.target, item.of = of.target, of
    # 上年812条，同比减少13%: what comes next is of this year again.
    state.scope.other_year = False
    return True


def _departs(state: State, phrase: Phrase) -> bool:
    """Whether the number is what it was before: 由15件降至."""
    led = next((t for t in reversed(phrase.lead)), None)
    away = led is not None and state.seen.text[led.start : led.end] in _FROM
    return away and any(t.marked("reaches") for t in phrase.tail[:2])


def _arrives(state: State, phrase: Phrase, found: Found) -> bool:
    """Enter what only a number before it names: 增至25件, 2024年102件, 市政府办公室57件."""
    if state.subject is None or found.anything or found.unknown or found.strange:
        return False
    led = phrase.lead
    reached = any(t.marked("reaches") for t in led)
    named = any(t.sort is Sort.YEAR or t.marked("own") or t.marked("this_year") for t in led)
    if reached and not any(t.sort is Sort.YEAR for t in led):
        state.scope.other_year = False
    whole = not phrase.tail and not state.among and "negations" not in found.marks
    if not (reached or named) or not state.readable or not whole:
        return False
    said = [state.subject]
    if not fits(state, phrase, found, said):
        return False
    if state.subject.aspect == "channel":
        post(state, phrase, state.host)
    else:
        give(state, phrase, said)
    state.subject = None
    return True


def _by_year(state: State, phrase: Phrase, found: Found) -> bool:
    """2022年、2023年分别收到8件、12件: the numbers stand in the order of the years."""
    years = [token.year for token in phrase.lead if token.sort is Sort.YEAR]
    # 2021年至2023年分别收到6件、9件、12件.
    if len(years) == 2 and state.scope.ranged:
        years = list(range(years[0], years[1] + 1))
    if len(years) < 2 or state.year not in years or not found.near:
        return False
    said = targets(state.words, found, topic_of(state, found), state.row, state.column)
    if len(said) != 1:
        return False
    each: list[Target | None] = [said[0] if year == state.year else None for year in years]
    # The years were named to be listed; this clause is not of another year.
    state.scope.other_year = False
    state.pending = each[1:]
    if (first := each[0]) is not None:
        give(state, phrase, [first])
    return True
