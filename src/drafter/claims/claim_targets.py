"""What a number may count: the topic, aspect and column that words lead to."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from drafter.claims.claim_subjects import Found
from drafter.claims.claim_words import ClaimWords


class Target(NamedTuple):
    """What a number may count."""

    topic: str
    aspect: str
    column: str = ""


def targets(
    words: ClaimWords, found: Found, carried: str, row: str, column: str, before: str = ""
) -> list[Target]:
    """What the tokens may mean; `carried`, `row` and `column` are those spoken of before.

    `before` is the aspect of the item before in the same list: 制发规章1件、规范性文件3件.

    An aspect that its topic does not have is passed over: 收到行政复议3件 counts reviews.
    """
    columns = found.columns or ([column] if column else [""])
    if found.explicit:
        return _explicit(words, found, columns)
    if found.topics:
        made = of_topics(words, found.topics, found.aspects, columns)
        if not made and before:
            made = of_topics(words, found.topics, [before], columns)
        # 其中自然人5件: the row is that of the number which this one is a part of.
        if made and not found.aspects and found.columns and row:
            return [target._replace(aspect=row) for target in made]
        return made
    if found.aspects and carried:
        return _known(words, [carried], found.aspects, columns)
    carry = words.file.carry
    if found.columns and carried in ("", carry.topic):
        return [Target(carry.topic, row or carry.new, c) for c in found.columns]
    return []


_SHARED_OUT = frozenset(("all", "each", "respectively"))


def _explicit(words: ClaimWords, found: Found, columns: Sequence[str]) -> list[Target]:
    """What words mean of which some mean one row only."""
    file, carry = words.file, words.file.carry
    topics = dict.fromkeys(topic for topic, _ in found.explicit)
    # 新收和上年结转共48件: both together are all in hand.
    into = (carry.topic, carry.into) in found.explicit and carry.new in found.aspects
    if into and found.listed and not found.marks & _SHARED_OUT:
        return [Target(carry.topic, carry.hand, c) for c in columns]
    # A topic named after the explicit word has taken over: 予以公开，行政复议3件.
    later = found.starts.get("topics", 0) > found.starts["explicit"]
    if later and found.topics and topics.keys().isdisjoint(found.topics):
        return of_topics(words, found.topics, found.aspects, columns)
    # 办理结果为公开5件: so it is with a result that is an aspect of its own.
    ended = [aspect for aspect in found.aspects if aspect in words.list_of]
    behind = found.starts.get("aspects", 0) > found.starts["explicit"]
    if ended and behind and found.explicit == [(carry.topic, file.topic(carry.topic).total)]:
        return of_topics(words, [carry.topic], ended, columns)
    kept = _without_groups(words, found)
    # 公开或部分公开14件 counts both together.
    if found.joined or found.listed:
        kept += [(topic, aspect) for topic in topics for aspect in ended]
    # 办结、予以公开各5件: both kinds of words were listed together, so both are meant.
    listed = found.joined or found.starts.get("aspects", 0) < found.starts["explicit"]
    if listed and found.listed and found.marks & _SHARED_OUT:
        own = found.topics or [*topics]
        kept = [*((topic, aspect) for topic in own for aspect in found.aspects), *kept]
    return [Target(t, a, c) for t, a in kept for c in columns if words.metric(t, a, c)]


def _without_groups(words: ClaimWords, found: Found) -> list[tuple[str, str]]:
    """不予公开（属于国家秘密）: the row is meant, not the group that it is a part of."""
    wider = {words.group_of.get(aspect) for _, aspect in found.explicit}
    # 办理结果为予以公开5件: so it is with the total that heads the results.
    if len(found.explicit) > 1:
        wider |= {words.file.topics[topic].total for topic, _ in found.explicit}
    groups = [each for each in found.explicit if each[1] in wider]
    # 因不掌握等原因无法提供12件: the row is an example of its group.
    if "and_so_on" in found.marks and groups:
        return groups[-1:]
    return [each for each in found.explicit if each not in groups]


def _known(
    words: ClaimWords, topics: Sequence[str], aspects: Sequence[str], columns: Sequence[str]
) -> list[Target]:
    """All of them together that the form has a figure for."""
    each = (Target(t, a, c) for t in topics for a in aspects for c in columns)
    return [target for target in each if words.metric(*target)]


def of_topics(
    words: ClaimWords, topics: Iterable[str], aspects: Sequence[str], columns: Sequence[str]
) -> list[Target]:
    """Those of the aspects that a topic has, else its bare one."""
    made = []
    for topic in topics:
        own = [a for a in aspects if words.metric(topic, a)]
        bare = words.file.topics[topic].bare
        made += _known(words, [topic], own or ([bare] if bare else []), columns)
    return made
