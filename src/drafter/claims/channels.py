"""Items counted by channel: 门户网站发布860条, “示例发布”微信公众号约0.4万条."""

from __future__ import annotations

from drafter.claims.clauses import Phrase
from drafter.claims.items import State
from drafter.claims.targets import Found, Target
from drafter.claims.tokens import Sort, Token
from drafter.claims.words import ClaimWords


def read_channel(state: State, phrase: Phrase, found: Found) -> bool:
    """Enter the number if it belongs to a channel; False leaves it to others."""
    words = state.words
    channels = words.file.channels
    places = [i for i, token in enumerate(phrase.lead) if token.marked("channels")]
    about = {channels.topic, channels.whole}
    topic = found.topics[-1] if found.topics else state.topic
    figure = phrase.figure
    if topic not in about and not found.topics and places and _opens(words, found, figure.unit):
        topic = channels.topic
        state.name([topic])
    if topic not in about:
        return False
    if not places:
        # Items on a channel named before: whether they are all of them is not told.
        return not found.explicit and channels.topic in found.topics and state.channel
    state.channel = True
    if topic in found.topics:
        state.name([topic])
    known = figure.unit in state.words.file.topics[channels.topic].units
    if not known or not _explained(phrase.lead[places[-1] + 1 :]):
        state.last = []
        return True
    if len(places) > 1:
        return False
    place = places[0]
    start = _name_start(phrase.lead, place)
    name = state.seen.words(start, phrase.lead[place].end)
    target = Target(channels.topic, "channel")
    metric = channels.metric + name
    state.last = [state.put(metric, figure.value, start, figure.end, target=target, figure=figure)]
    return True


def _opens(words: ClaimWords, found: Found, unit: str) -> bool:
    """门户网站公开670条: the verb and the unit tell what is counted."""
    opened = set(found.aspects) & set(words.file.channels.verbs)
    return bool(opened) and unit in words.file.topics[words.file.channels.whole].units


def _explained(tokens: tuple[Token, ...]) -> bool:
    return all(token.sort is not Sort.OTHER for token in tokens)


def _name_start(tokens: tuple[Token, ...], place: int) -> int:
    """Where the name begins: a quoted name or unexplained words before the channel are of it."""
    before = tokens[place - 1] if place else None
    named = before is not None and before.sort is Sort.OTHER
    return before.start if named and before else tokens[place].start
