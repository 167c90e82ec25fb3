"""What the words around a number say that it counts, and what they leave to the context."""

from __future__ import annotations

from collections.abc import Sequence

from drafter.claims.clauses import Phrase
from drafter.claims.items import FOREIGN, REACH, State
from drafter.claims.targets import Found, Target, look, targets
from drafter.claims.tokens import Sort, Token


def meaning(state: State, phrase: Phrase, found: Found, after: Found) -> list[Target]:
    """What the words before the number, else those after it, say that it counts."""
    bare = not (found.explicit or after.explicit)
    if bare and ("carried" in found.marks or (not found.anything and "carried" in after.marks)):
        return _carried(state, found)
    if not found.anything:
        return _led_by_nothing(state, phrase, found, after)
    if "some" in found.marks and not (found.columns or found.explicit or found.aspects):
        return _rest_of_list(state)
    if not found.near:
        if found.aspects and not found.topics:
            state.estrange()
        return []
    topic = topic_of(state, found)
    if not found.topics and found.aspects and not found.explicit:
        first = next((t for t in phrase.tail if not t.light), None)
        if after.topics and first is not None and first.word and first.word.nouns:
            topic = after.topics[0]
        elif after.strange or (first is not None and first.sort is Sort.OTHER):
            state.estrange()
            return []
    if found.explicit and state.foreign:
        return []
    if topic == FOREIGN and not found.topics and not found.explicit:
        return []
    last = state.last[-1:]
    same = last and last[0].target and last[0].clause == state.clause
    before = last[0].target.aspect if same and last[0].target else ""
    return targets(state.words, found, topic, state.row, state.column, before)


def topic_of(state: State, found: Found) -> str:
    """What is spoken of: 法院 means suits, and what both kinds of suits share is of suits."""
    topic = state.topic or _unsaid(state, found)
    if found.agents and topic not in found.agents:
        return found.agents[0]
    known = state.words.file.topics.get(topic)
    if known and known.within:
        parts = [n for n, t in state.words.file.topics.items() if t.within == known.within]
        if all(part in state.named for part in parts):
            return known.within
    return topic


def _unsaid(state: State, found: Found) -> str:
    """Where nothing was named yet, 收到5件 and 办结5件 speak of applications."""
    carry = state.words.file.carry
    known = {carry.new, carry.done, carry.hand}
    return carry.topic if set(found.aspects) <= known and not found.unknown else ""


def _led_by_nothing(state: State, phrase: Phrase, found: Found, after: Found) -> list[Target]:
    """A number that no word leads to: 其余6件予以公开, 共计36件, or after 行政诉讼方面，."""
    everyone = next((i for i, t in enumerate(phrase.tail) if t.marked("all")), None)
    if everyone is not None:
        after = look(state.words, phrase.tail[:everyone], state.topic)
    if not found.near:
        return []
    if after.anything and not after.strange and "asides" not in after.marks:
        return _told_after(state, phrase, found, after)
    if after.strange or _unexplained(phrase.tail):
        return []
    if "some" in found.marks:
        return _rest_of_list(state)
    if "totals" in found.marks and (total := _total(state)):
        return [total]
    return _headed(state, phrase)


def _told_after(state: State, phrase: Phrase, found: Found, after: Found) -> list[Target]:
    """6件予以公开, 有2件申请行政复议; a mere noun (4件申请) tells nothing."""
    if "negations" in after.marks or (after.explicit and state.foreign):
        return []
    first = next((t for t in phrase.tail if not t.light), None)
    unexplained = first is not None and first.sort is Sort.OTHER and not after.explicit
    mere = after.topics and not (after.aspects or after.explicit or after.columns)
    if unexplained or (mere and not found.marks & {"totals", "exists"}):
        return []
    return targets(state.words, after, state.topic, state.row, state.column)


def _headed(state: State, phrase: Phrase) -> list[Target]:
    """A number right after words that only name: 行政复议：0件, 行政诉讼方面，全年共2件."""
    topics = state.words.file.topics
    if len(state.fresh) > 1 and _is_none(phrase):
        return [Target(t, topics[t].bare) for t in state.fresh if topics[t].bare]
    if state.here and state.here.opened in (Sort.COLON, Sort.OPEN) and state.heard:
        before = state.heard
        if before.near and not before.strange and not (before.explicit and state.foreign):
            return targets(state.words, before, topic_of(state, before), state.row, state.column)
        return []
    if len(state.fresh) == 1 and topics[state.fresh[0]].bare:
        return [Target(state.fresh[0], topics[state.fresh[0]].bare)]
    return []


def _is_none(phrase: Phrase) -> bool:
    """Whether the number is a zero that no word of its own leads to."""
    bare = not any(token.word and token.word.means for token in phrase.lead)
    return bare and phrase.figure.value == 0


def _rest_of_list(state: State) -> list[Target]:
    """What 其他 is in the list that it ends."""
    words, last = state.words, state.last[-1:]
    if not last or last[0].target is None:
        return []
    topic, aspect, column = last[0].target
    if column and column != words.file.total:
        return [Target(topic, aspect, words.file.rest.get("columns", ""))]
    rest = words.file.rest.get(words.list_of.get(aspect, ""), "")
    return [Target(topic, rest)] if rest and words.metric(topic, rest) else []


def _unexplained(tail: Sequence[Token]) -> bool:
    return any(token.sort is Sort.OTHER for token in tail)


def _total(state: State) -> Target | None:
    """What a bare 合计 sums up, by the items listed before it."""
    carry = state.words.file.carry
    own = [item.target for item in state.items[-REACH:] if item.target]
    if not own or state.foreign:
        return None
    aspects = {target.aspect for target in own if target.topic == carry.topic}
    if carry.into in aspects and carry.new in aspects:
        return Target(carry.topic, carry.hand)
    topic = state.words.file.topics[own[-1].topic]
    listed = own[-1].aspect in state.words.list_of
    return Target(own[-1].topic, topic.total) if topic.total and listed else None


def _carried(state: State, found: Found) -> list[Target]:
    """结转 without a year: into the next one where the sentence has told what was done."""
    carry = state.words.file.carry
    if state.foreign or not found.near or (found.topics and carry.topic not in found.topics):
        return []
    done = any(i.target and i.target.aspect == carry.done for i in state.items[-REACH:])
    column = found.columns[0] if len(found.columns) == 1 else state.column
    return [Target(carry.topic, carry.out, column)] if done else []
