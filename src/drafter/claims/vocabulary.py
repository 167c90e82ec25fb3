"""What claims.yaml says, key by key; docs/claims.md tells what every key means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Texts = tuple[str, ...]
Lists = Mapping[str, Texts]

MARKS = frozenset(
    {"light", "own", "this_year", "last_year", "next_year", "past", "compare", "versus"}
    | {"others", "plans", "ifs", "always", "provided", "strangers", "blocks", "asides", "ways"}
    | {"negations", "all", "each", "respectively", "both", "joins", "totals", "among", "some"}
    | {
        "and_so_on",
        "partly",
        "manner",
        "timely",
        "up",
        "down",
        "share",
        "carried",
        "exists",
        "people",
    }
    | {"submitted", "whole_report", "channels"}
)
"""The kinds of words that the grammar knows; claims.yaml lists the words of each."""


@dataclass(frozen=True, eq=False)
class Topic:
    """Something that numbers are said of, as 政府信息公开申请.

    nouns, loose: its names; a loose one (申请) counts only where nothing else qualifies it
    bare: the aspect that a number right after a noun states
    none: the aspect that is zero where the text says there is none of it
    units: measure words it is counted in ("" for none); money: the unit of its `amounts`
    figures: by aspect the metric, with `{column}` where it has columns
    explicit: words by aspect that name the topic too
    agents: words that turn the talk to it but are not counted
    echoes: words that mean it where it is spoken of, and something else elsewhere
    within: the topic of which it is a part, as 行政诉讼 of 复议后起诉
    """

    nouns: Texts = ()
    loose: Texts = ()
    agents: Texts = ()
    echoes: Texts = ()
    within: str = ""
    bare: str = ""
    none: str = ""
    total: str = ""
    units: Texts = ()
    money: str = ""
    amounts: Texts = ()
    figures: Mapping[str, str] = field(default_factory=dict)
    explicit: Lists = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Carry:
    """The topic whose cases are carried from year to year, and its aspects."""

    topic: str = ""
    new: str = ""
    into: str = ""
    hand: str = ""
    done: str = ""
    out: str = ""
    takes: Texts = ()


@dataclass(frozen=True, eq=False)
class Whole:
    """What is claimed where words say that `aspect` is true of every case.

    `timely` is the metric instead where they say that it was in time; then `also` will do
    for `aspect`.
    """

    aspect: str = ""
    topics: Texts = ()
    metric: str = ""
    timely: str = ""
    also: str = ""
    value: str = "1"


@dataclass(frozen=True, eq=False)
class Absolute:
    """A claim about every case, and the metrics that must then be zero.

    unless: an answer that must not be 否; certain: whether a break is an error
    """

    metric: str = ""
    topic: str = ""
    zeros: Texts = ()
    unless: str = ""
    certain: str = ""


@dataclass(frozen=True, eq=False)
class Channels:
    """Items counted by the channel they were published on."""

    topic: str = ""
    metric: str = ""
    whole: str = ""
    verbs: Texts = ()


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """claims.yaml, key by key."""

    topics: Mapping[str, Topic] = field(default_factory=dict)
    aspects: Lists = field(default_factory=dict)
    groups: Lists = field(default_factory=dict)
    lists: Lists = field(default_factory=dict)
    columns: Lists = field(default_factory=dict)
    total: str = ""
    anyone: Texts = ()
    rest: Mapping[str, str] = field(default_factory=dict)
    carry: Carry = field(default_factory=Carry)
    wholes: tuple[Whole, ...] = ()
    channels: Channels = field(default_factory=Channels)
    rates: Lists = field(default_factory=dict)
    rated: str = ""
    parts: str = ""
    unnegated: Texts = ()
    marks: Lists = field(default_factory=dict)
    readings: Mapping[str, Texts] = field(default_factory=dict)
    quiet: Texts = ()
    certain: Texts = ()
    absolutes: tuple[Absolute, ...] = ()
    balance: Mapping[str, str] = field(default_factory=dict)
    bases: Texts = ()
    says: Mapping[str, str] = field(default_factory=dict)
