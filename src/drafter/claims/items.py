"""What has been read of a paragraph so far, and what it makes the next words mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from drafter.claims.clauses import Clause
from drafter.claims.figures import Figure
from drafter.claims.model import Approx, Kind, Number
from drafter.claims.plain import Plain
from drafter.claims.scope import Scope
from drafter.claims.targets import Found, Target
from drafter.claims.tokens import Sort, Token
from drafter.claims.words import ClaimWords

REACH = 60
"""Numbers that one sentence of a report may hold; hostile ones hold more."""
FOREIGN = "?"
"""The topic after words for something that the form does not count."""


@dataclass
class Item:
    """One number, or one statement without a number; `target` is None if not understood."""

    target: Target | None
    metric: str
    kind: Kind
    value: Number
    start: int
    end: int
    sentence: int
    clause: int
    depth: int
    unit: str = ""
    approx: Approx = Approx.EXACT
    step: Number = 1
    scope: tuple[str, ...] = ()
    among: bool = False
    zero: bool = False
    verb: bool = False
    summed: bool = False
    foreign: bool = False
    open: bool = False


@dataclass
class State:
    """What the parser knows at one place of the text.

    topic: what is spoken of; named: the topics since the last semicolon or full stop
    row: the aspect that columns belong to; column: the one that every number belongs to
    heard: what the clause just before says without a number, which begins at `heading`
    fresh: the topics that the clause just before names without a number
    pending: what the numbers after 分别为 count, in order
    last: the items that a growth or a share would be of
    """

    words: ClaimWords
    seen: Plain
    year: int
    scope: Scope = field(init=False)
    topic: str = ""
    row: str = ""
    column: str = ""
    blocked: bool = False
    foreign: bool = False
    channel: bool = False
    number: int = -1
    clause: int = 0
    depth: int = 0
    among: bool = False
    here: Clause | None = None
    heading: int = -1
    heard: Found | None = None
    named: list[str] = field(default_factory=list)
    fresh: list[str] = field(default_factory=list)
    pending: list[Target | None] = field(default_factory=list)
    sharing: list[Target] = field(default_factory=list)
    growing: list[Item] = field(default_factory=list)
    last: list[Item] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.scope = Scope(self.year)

    def begin(self, follows: bool) -> None:
        """A new sentence; one that begins with 其中 goes on with the one before."""
        self.number += 1
        if not follows:
            self.scope, self.row, self.last = Scope(self.year), "", []
            self.foreign = self.channel = self.blocked = False
        self.column, self.named, self.fresh, self.heard = "", [], [], None
        self.pending, self.sharing, self.growing, self.items = [], [], [], []
        self.among = follows

    def end(self) -> None:
        """The sentence is over."""
        self.fresh = []
        if "\n" in self.seen.text[self._stop() : self._stop() + 1]:
            self.topic = ""

    def _stop(self) -> int:
        tokens = self.here.tokens if self.here else ()
        return tokens[-1].end if tokens else 0

    def enter(self, clause: Clause) -> None:
        """A new clause."""
        self.clause += 1
        self.depth = clause.depth
        self.here = clause
        self.scope.clause()
        if clause.opened is Sort.SEMICOLON:
            self.named, self.among = [], False
        if clause.opened in (Sort.OPEN, Sort.CLOSE):
            self.among = clause.opened is Sort.OPEN
        if "among" in clause.marks:
            self.among = True

    def name(self, topics: Sequence[str]) -> None:
        """The talk is of these topics now."""
        for topic in topics:
            self.topic, self.foreign = topic, False
            if topic not in self.named:
                self.named.append(topic)

    def head(self, found: Found, tokens: Sequence[Token]) -> None:
        """A clause without a number may say what the next ones are about."""
        if found.strange:
            self.estrange()
        if found.anything:
            self.heard, self.heading = found, found.at
        if found.topics or found.agents:
            self.name(found.topics or found.agents)
            self.fresh = list(found.topics)
        if len(found.columns) == 1 and found.topics:
            self.column = found.columns[0]
        self.channel = self.channel or "channels" in found.marks

    def hear_tail(self, found: Found) -> None:
        """What follows a number may name a topic for later."""
        if found.topics and not found.strange:
            self.name(found.topics)
        self.channel = self.channel or "channels" in found.marks

    def estrange(self) -> None:
        """The talk is of something else."""
        self.topic, self.foreign, self.last = FOREIGN, True, []
        self.pending = []

    def put(
        self,
        metric: str,
        value: Number,
        start: int,
        end: int,
        *,
        kind: Kind = Kind.COUNT,
        target: Target | None = None,
        figure: Figure | None = None,
    ) -> Item:
        """Enter an item that stands here; `figure` is its number, where it has one."""
        item = Item(target, metric, kind, value, start, end, self.number, self.clause, self.depth)
        item.among = self.among
        if figure is not None:
            item.unit, item.approx, item.step = figure.unit, figure.approx, figure.step
        self.items.append(item)
        return item

    @property
    def readable(self) -> bool:
        """Whether what is said here is of this organ and this year, and may be counted."""
        return self.scope.ours and not self.blocked
