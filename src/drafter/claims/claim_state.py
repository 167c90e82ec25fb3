"""What has been read of a paragraph so far, and what it makes the next words mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from drafter.claims.claim_lexicon import Plain, Word
from drafter.claims.claim_model import Approx, Kind, Number
from drafter.claims.claim_scope import Scope, year_of
from drafter.claims.claim_subjects import Found
from drafter.claims.claim_targets import Target
from drafter.claims.claim_tokens import Clause, Figure, Sort, Token
from drafter.claims.claim_words import ClaimWords

REACH = 60
"""Numbers that one sentence of a report may hold; hostile ones hold more."""
_NEAR = 3
"""Clauses from a count to one that tells what its cases were about; a bracket makes two."""
FOREIGN = "?"
"""The topic after words for something that the form does not count."""


@dataclass(eq=False, repr=False)
class Item:
    """One number, or one statement without a number; `target` is None if not understood.

    of: the count that a growth or a share is of, where it took its meaning from that
    way: whether it speaks of one way of applying only
    wide, own: whether it is said of a whole region (全县), of the organ itself (我局)
    blurs: the aspect that an aside may be counted in, too; beside: the sum of such asides
    together: the metrics whose sum it is, where it is one of several rows (公开和部分公开共8件)
    stock: whether it may be a sum of many years (累计); moved: whether it was carried (结转)
    hosted: whether a channel stands before it; strict: whether it can only be new (新收)
    odd: whether unexplained words stand before its noun
    rest: whether it is what is left over (其他信息1条)
    apart: whether the number before leaves it out (不含上年结转)
    loose: whether it may be some only (受理的42件已答复)
    left: whether it is what is left of a count (其余31件)
    only: whether the one way that its sentence names leads to it (通过网络共受理4件)
    behind: whether what it counts stands behind it (2件行政复议)
    """

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
    way: bool = False
    blurs: str = ""
    beside: Number = 0
    together: str = ""
    stock: bool = False
    wide: bool = False
    own: bool = False
    moved: bool = False
    hosted: bool = False
    strict: bool = False
    apart: bool = False
    loose: bool = False
    left: bool = False
    only: bool = False
    behind: bool = False
    odd: bool = False
    rest: bool = False
    of: Item | None = None


_LONG_AGO = -2
"""A clause that is neither any clause of the sentence nor the one before it."""


@dataclass(eq=False, repr=False)
class State:
    """What the parser knows at one place of the text.

    topic: what is spoken of; named: the topics since the last semicolon or full stop
    row: the aspect that columns belong to; column: the one that every number belongs to
    heard: what the clause before, number `told`, says without a number; it begins at `heading`
    title: what the sentence before names, where it is no more than a heading
    held: the topic before a part of it that the form does not count; earlier: the one that the
        sentence began with
    listed: the last applicant counted; rest: whether the clause just before says 其他
    posting: the channels that the numbers after 分别 belong to, in order
    board: the place of the channel that the clause just before names without a number
    site: the place of the channel that the clause just before is about; sited: that clause;
        sure: whether the next one is of it, whatever it says was published; opened: whether
        that clause says itself that something was, so that only its sum may follow
    anywhere: the clause that tells what was published on several of them, without a number
    kinds: the clause that counts kinds of what was published on a channel
    ways: how many ways of applying, or channels, the sentence names
    attributes: the clause that tells how documents are marked (主动公开31件、依申请公开90件);
        attributed: whether 依申请公开 is one of the marks
    fresh: the topics that the clause just before names without a number
    pending: what the numbers after 分别为 count, in order
    last: the items that a growth or a share would be of
    before: the items of the sentence before, where this one goes on with it
    theirs: whether the last count was one of another year or organ
    subject: what a number of another year or organ, or a mere difference, was of: the numbers
        after it (增至25件, 本局8件, 增长4%) may leave the subject out; host: its channel
    lost: the verbs of the last number of a stranger; ours: whether parts are told of which
        only they are of the field (行政复议14件，其中信息公开类1件)
    refused: topics whose last count was of something else (审理行政复议35件)
    names: the organ's own names, where they are known
    about: the clause that tells what cases were about (涉及征地16件、行政处罚8件)
    qualified: the outcome before the noun of the number just before (未审结的行政复议2件)
    both: the topics that one number counts together (复议和诉讼共8件)
    excepted: whether something was left out of all (除…外); rested: the clause that tells of the
        rest (其余均…); partial: whether the count just
        before was only of those that came in some way
    """

    words: ClaimWords
    seen: Plain
    year: int
    names: tuple[str, ...] = ()
    scope: Scope = field(init=False)
    topic: str = ""
    row: str = ""
    column: str = ""
    blocked: bool = False
    foreign: bool = False
    channel: bool = False
    board: tuple[int, int] | None = None
    site: tuple[int, int] | None = None
    sited: int = -1
    sure: bool = False
    opened: bool = False
    anywhere: int = _LONG_AGO
    kinds: int = -1
    ways: int = 0
    attributes: int = _LONG_AGO
    attributed: bool = False
    held: str = ""
    earlier: str = ""
    listed: Target | None = None
    rest: bool = False
    about: int = -1
    qualified: str = ""
    excepted: bool = False
    rested: int = -1
    both: tuple[str, ...] = ()
    partial: bool = False
    number: int = -1
    clause: int = 0
    depth: int = 0
    among: bool = False
    follows: bool = False
    here: Clause | None = None
    heading: int = -1
    told: int = -1
    heard: Found | None = None
    title: Found | None = None
    theirs: bool = False
    ours: bool = False
    subject: Target | None = None
    host: tuple[int, int] = (0, 0)
    posting: list[tuple[int, int]] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    fresh: list[str] = field(default_factory=list)
    pending: list[Target | None] = field(default_factory=list)
    sharing: list[Target] = field(default_factory=list)
    growing: list[Item] = field(default_factory=list)
    last: list[Item] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    before: list[Item] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.scope = Scope(self.year, bool(self.names))

    def begin(self, follows: bool) -> None:
        """A new sentence; one that begins with 其中 goes on with the one before."""
        self.number += 1
        self.follows = follows
        # 其中 goes on with the year, row and strangers of the sentence before.
        if not follows:
            before = self.scope if self.theirs and self.topic else None
            self.scope, self.row, self.last = Scope(self.year, bool(self.names)), "", []
            self.foreign = self.channel = self.blocked = False
            self.refused = set()
            self._resume()
            # 全区各部门收到316件。办结310件: still theirs, until an own subject is named.
            if before is not None:
                self.scope = replace(before, planned=False, compared=False, kept=True)
        self.excepted = self.partial = self.theirs = False
        self.rested, self.both = -1, ()
        self.subject, self.lost, self.ours = None, [], False
        self.column, self.named, self.fresh, self.heard = "", [], [], None
        self.earlier = self.topic
        self.before = self.items if follows else []
        self.pending, self.sharing, self.growing, self.items = [], [], [], []
        self.posting = []
        self.attributes = self.anywhere = _LONG_AGO
        # 以门户网站为主。全年公开42条: what it was about ends with its sentence.
        self.site = None
        self.among = follows

    def _resume(self) -> None:
        """其中征地类申请58件。全年办结98件: what comes next is of the whole again."""
        if self.topic == FOREIGN and self.held:
            self.topic, self.foreign = self.held, False
        self.held = ""

    def end(self) -> None:
        """The sentence is over."""
        # 行政复议情况。无。
        alone = self.here is not None and self.here.opened in (Sort.STOP, Sort.SEMICOLON)
        said = self.heard if alone and not self.items else None
        bare = said is not None and not (said.unknown or said.strange or said.aspects)
        self.title = said if bare else None
        self.fresh = []
        # 未收到信函申请，收到网上申请3件: none of the one kind is not none at all.
        topic = self.words.file.carry.topic
        came = (
            i for i in self.items if i.unit and (i.way or (i.target and i.target.topic == topic))
        )
        if any(came):
            self.items = [item for item in self.items if not (item.way and item.zero)]
        # 未发生行政诉讼。全年办结98件: of what there was none nothing can be counted.
        if self.items and all(item.zero for item in self.items):
            self.topic = self.earlier
        # A paragraph ends: the next one names its topic itself.
        if "\n" in self.seen.text[self._stop() : self._stop() + 1]:
            self.topic = ""

    def _stop(self) -> int:
        tokens = self.here.tokens if self.here else ()
        return tokens[-1].end if tokens else 0

    def enter(self, clause: Clause) -> None:
        """A new clause."""
        self.clause += 1
        self.depth = clause.depth
        if clause.opened is not Sort.COLON:
            self.board = None
        if self.sited < self.clause - 1:
            self.site = None
        self.here = clause
        self.scope.clause()
        self.qualified = ""
        # 一是…；二是…: each item of such a list speaks of its own topics.
        if clause.opened is Sort.SEMICOLON:
            self.named, self.among, self.excepted, self.subject = [], False, False, None
            self.ours = False
            # 均按程序审查；废止3件: what was done to another's work is over.
            if self.scope.assisting:
                self.scope.assisting = self.scope.other_organ = False
            # 自然人30件，予以公开12件；法人5件: those are of the first one's row again.
            told = [i.target for i in self.items[:REACH] if i.target and i.target.column]
            self.row = told[0].aspect if told else self.row
            self._resume()
        # （其中）: what stands in brackets after a number breaks it down.
        # 涉及征地（6件）、行政处罚（2件）: so does what they were about.
        if clause.opened in (Sort.OPEN, Sort.CLOSE) and self.about == self.clause - 1:
            self.about = self.clause
        if clause.opened in (Sort.OPEN, Sort.CLOSE):
            self.among = clause.opened is Sort.OPEN
        # 按结果分：予以公开…: what a colon opens after a number breaks that down.
        if clause.opened is Sort.COLON and any(item.unit for item in self.items[-REACH:]):
            self.among = True
        if self.excepted and not clause.marks.isdisjoint(("excepts", "some", "all")):
            self.rested = self.clause
        self.excepted = self.excepted or "excepts" in clause.marks
        # 公开信息44条，主要涉及机构设置18条、工作动态29条: kinds of them.
        kinds = "about" in clause.marks and self.topic in self.words.items and self.items
        if "among" in clause.marks or kinds:
            self.among = True

    def name(self, topics: Sequence[str]) -> None:
        """The talk is of these topics now."""
        for topic in topics:
            self.topic, self.foreign = topic, False
            if topic not in self.named:
                self.named.append(topic)

    def head(self, found: Found) -> None:
        """A clause without a number may say what the next ones are about."""
        if found.strange and self._asked_for(found):
            return
        if found.strange:
            self.estrange()
        if found.anything:
            self.heard, self.heading, self.told = found, found.at, self.clause
        if found.topics or found.agents:
            self.name(found.topics or found.agents)
            self.fresh = list(found.topics)
        # 办理结果：公开9件 is of applications, as is every word that means one thing.
        elif found.explicit and self.topic != FOREIGN:
            self.name([topic for topic, _ in found.explicit[-1:]])
        # 自然人申请方面，…: every number of the sentence is then of that applicant.
        of_one = len(found.columns) == 1 and found.marks.isdisjoint({"all", "negations"})
        if of_one and found.topics:
            self.column = found.columns[0]
        self.channel = self.channel or found.on_channel
        self.rest = "some" in found.marks and not found.anything and not found.unknown

    def _asked_for(self, found: Found) -> bool:
        """收到申请7件，主要涉及项目审批，予以公开6件: what they were about is no new subject."""
        topic = self.words.file.carry.topic
        counts = [i for i in self.items[-REACH:] if i.kind is Kind.COUNT and not i.way]
        of = counts[-1].target if counts and counts[-1].clause >= self.clause - _NEAR else None
        # 各类留言均及时回复 is.
        told = found.marks & {"about", "mainly"} or ("each" in found.marks and not found.aspects)
        asked = of is not None and of.topic == topic and not of.column
        return bool(asked and told and "negations" not in found.marks)

    def hear_tail(self, found: Found) -> None:
        """What follows a number may name a topic for later."""
        if found.topics and not found.strange:
            self.name(found.topics)
        self.channel = self.channel or found.on_channel

    def estrange(self) -> None:
        """The talk is of something else."""
        if self.among and self.topic != FOREIGN:
            self.held = self.topic
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
    def marks_heard(self) -> set[str]:
        """The marks of the clause just before, where it has no number."""
        return self.heard.marks if self.heard and self.told == self.clause - 1 else set()

    @property
    def readable(self) -> bool:
        """Whether what is said here is of this organ and this year, and may be counted."""
        return self.scope.ours and not self.blocked


_REACH = 6


def merge_carried(words: ClaimWords, clause: Clause, year: int) -> Clause:
    """The clause with each such word explicit, and its year no longer a year of the sentence."""
    if not clause.marks & {"carried", "onward"}:
        return clause
    tokens = list(clause.tokens)
    for place, token in enumerate(tokens):
        if token.marked("carried") or token.marked("onward"):
            _merge(words, tokens, place, year)
    return clause._replace(tokens=tuple(tokens))


def _merge(words: ClaimWords, tokens: list[Token], place: int, year: int) -> None:
    carry = words.file.carry
    # The year after comes first: 上年结转下年度 has both, and 下年度 is the one meant.
    later = _year(tokens, range(place + 1, min(len(tokens), place + _REACH)), year)
    if later is not None and year_of(tokens[later], year) > year:
        _explain(tokens, place, later, (carry.topic, carry.out))
        return
    # 结转上年2件 is said for 上年结转2件.
    if later is not None and year_of(tokens[later], year) < year:
        _explain(tokens, place, later, (carry.topic, carry.into))
        return
    # 新收和上年结转48件: 和上年 compares nothing here, it joins both.
    before = tokens[place - 1] if place else None
    if before is not None and before.marked("versus") and before.marked("joins"):
        tokens[place - 1] = before._replace(word=Word(marks=frozenset({"joins"})))
        tokens[place] = tokens[place]._replace(word=Word(explicit=((carry.topic, carry.into),)))
        return
    earlier = _year(tokens, range(place - 1, max(-1, place - _REACH), -1), year)
    # This year before it says nothing: 本年结转3件 may go either way.
    if earlier is not None and (named := year_of(tokens[earlier], year)) != year:
        aspect = carry.into if named < year else carry.out
        _explain(tokens, place, earlier, (carry.topic, aspect))


def _year(tokens: Sequence[Token], places: range, year: int) -> int | None:
    """The nearest year that only numbers and known words part from the place."""
    for place in places:
        token = tokens[place]
        # Beyond these the year belongs to something else: 结转、2025年….
        if token.sort is Sort.LIST or token.marked("carried"):
            return None
        if year_of(token, year):
            return place
    return None


def _explain(tokens: list[Token], place: int, named: int, meaning: tuple[str, str]) -> None:
    """Both tokens mean it: whichever comes first begins the phrase."""
    for one in (place, named):
        known = tokens[one].word
        # 2023年度未结转申请 still denies it.
        marks = known.marks & {"negations", "nils"} if known else frozenset()
        word = Word(explicit=(meaning,), marks=marks)
        tokens[one] = tokens[one]._replace(sort=Sort.WORD, word=word, year=0)
