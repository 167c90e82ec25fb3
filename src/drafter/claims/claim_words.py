"""What a form's claims are about: the words of claims.yaml beside form.yaml.

docs/claims.md tells what every key means."""

from collections.abc import Collection, Mapping
from itertools import chain, product
from typing import NamedTuple, NewType

from drafter.claims.claim_lexicon import Lexicon
from drafter.form.definitions import Address, Form, Line, Table
from drafter.form.field_kinds import NO_KEYS, QuestionId, SectionId, Texts
from drafter.form.label_numbers import without_number

CLAIMS_FILE = "claims.yaml"

TopicName = NewType("TopicName", str)
"""A key of `topics`."""
NO_TOPIC = TopicName("")
NO_QUESTION = QuestionId("")
Metric = NewType("Metric", str)
"""What can be looked up in a draft; `{column}` in it stands for every column."""
Turn = NewType("Turn", str)
"""A regular expression of `turns`."""
Pattern = NewType("Pattern", str)
"""Words written short (`expand`)."""
Patterns = tuple[Pattern, ...]
PatternLists = Mapping[str, Patterns]


class Marks(NamedTuple):
    """Words that count nothing themselves, by what the grammar makes of them.

    light: say nothing by themselves (的, 共, 全年)
    own, others: what follows is this organ's (我局), another's (各部门, 全省各级)
    assists: what is done to another's work (指导, 协助), for a clause or more
    this_year, last_year, next_year, past: of which year it is
    compare, versus: the number beside is one of another year (较, 同比)
    plans, ifs, always: of what is to come, might be or should be; provided, blocks: nothing
        here is stated of the year (确保…, the report's own instructions)
    strangers: what the form does not count (留言, 信访件)
    asides: turn a number into a detail of something else; ways: how an application came in
    negations: 未收到; all, each, both: 均, 各, 并; partly, manner: less than all (部分, 及时)
    respectively: the numbers follow in the order of what was named (分别为)
    stock: a sum that may be of many years (累计)
    joins, totals, among, some, and_so_on: 和, 共计, 其中, 其他, 等
    timely, up, down, share: 按期, 增长, 下降, 占
    excepts: what is left out of all (除…外), and what is then left (其余), `left` alone
    same: as last year (持平); reaches: before what a number has come to (增至, 达到)
    half_years, whole_year: a part of the year, and all of it again (上半年…，全年…)
    nils: negations of what stands before them (零发生)
    gathers: sums up a list of kinds (等各类信息)
    bodies: names of organs that hold words of the field (财政局), and are others where the
        organ's own name is known
    mainly: a list that is not all (主要为)
    field: what the whole form is about (其中涉及信息公开的2件)
    openness: the share of what was granted (公开率)
    governments: another's name where the organ's own is known and it does something itself
        (县政府收到; not 按县政府要求)
    finishes: done, of what was spoken of (完成88件)
    applicants: those who applied, all of them (申请人均为公民)
    newly: came in this year, whatever was carried in (新收)
    leaves_out: what the number before does not take in (不含上年结转)
    net: what is left of a number told before (收到11件，实际受理10件)
    doubled: twice as many as last year (翻了一番)
    groups: applicants that are no column, and not everyone either (社会组织)
    about: what cases were about, one thing after the other (主要涉及); wide: a whole region,
        of which the organ may be a part (全县)
    ongoing: not done yet (尚有2件在办理); causes: why it came about (因2023年的申请引发)
    carried: 结转 without saying whether from last year or into the next; onward: carried only
        where a year stands beside it (转2024年)
    exists, gives: make a bare noun countable (有, 发生; 作出); submitted: 提出的 before a noun
    people: applicants of no certain kind (群众)
    whole_report: 全文, 本报告
    """

    light: Patterns = ()
    own: Patterns = ()
    this_year: Patterns = ()
    last_year: Patterns = ()
    next_year: Patterns = ()
    past: Patterns = ()
    compare: Patterns = ()
    versus: Patterns = ()
    others: Patterns = ()
    assists: Patterns = ()
    plans: Patterns = ()
    ifs: Patterns = ()
    always: Patterns = ()
    provided: Patterns = ()
    strangers: Patterns = ()
    blocks: Patterns = ()
    asides: Patterns = ()
    ways: Patterns = ()
    negations: Patterns = ()
    all: Patterns = ()
    each: Patterns = ()
    respectively: Patterns = ()
    both: Patterns = ()
    joins: Patterns = ()
    totals: Patterns = ()
    ongoing: Patterns = ()
    causes: Patterns = ()
    groups: Patterns = ()
    net: Patterns = ()
    applicants: Patterns = ()
    finishes: Patterns = ()
    newly: Patterns = ()
    leaves_out: Patterns = ()
    doubled: Patterns = ()
    about: Patterns = ()
    wide: Patterns = ()
    onward: Patterns = ()
    stock: Patterns = ()
    among: Patterns = ()
    some: Patterns = ()
    and_so_on: Patterns = ()
    partly: Patterns = ()
    manner: Patterns = ()
    timely: Patterns = ()
    up: Patterns = ()
    down: Patterns = ()
    share: Patterns = ()
    excepts: Patterns = ()
    left: Patterns = ()
    same: Patterns = ()
    reaches: Patterns = ()
    half_years: Patterns = ()
    whole_year: Patterns = ()
    nils: Patterns = ()
    gathers: Patterns = ()
    bodies: Patterns = ()
    governments: Patterns = ()
    openness: Patterns = ()
    field: Patterns = ()
    mainly: Patterns = ()
    carried: Patterns = ()
    exists: Patterns = ()
    gives: Patterns = ()
    people: Patterns = ()
    submitted: Patterns = ()
    whole_report: Patterns = ()


NO_MARKS = Marks()


class Written(NamedTuple):
    """A text that can only be understood once the whole file is read, and its line."""

    text: str
    line: int


class Topic(NamedTuple):
    """Something that numbers are said of, as 政府信息公开申请.

    nouns, loose: its names; a loose one (申请) counts only where nothing else qualifies it
    bare: the aspect that a number right after a noun states
    none: the aspect that is zero where the text says there is none of it
    unpublished: the aspect that is zero where none was published (未发布规范性文件)
    units: measure words it is counted in ("" for none); money: the unit of its `amounts`
    figures: by aspect the metric, with `{column}` where it has columns
    explicit: words by aspect that name the topic too
    agents: words that turn the talk to it but are not counted
    echoes: words that mean it where it is spoken of, and something else elsewhere
    within: the topic of which it is a part, as 行政诉讼 of 复议后起诉
    """

    nouns: Patterns = ()
    loose: Patterns = ()
    agents: Patterns = ()
    echoes: Patterns = ()
    within: TopicName = NO_TOPIC
    bare: str = ""
    none: str = ""
    unpublished: str = ""
    total: str = ""
    units: Texts = ()
    money: str = ""
    amounts: Texts = ()
    figures: Mapping[str, Metric] = NO_KEYS
    explicit: PatternLists = NO_KEYS


class Carry(NamedTuple):
    """The topic whose cases are carried from year to year, and its aspects."""

    topic: TopicName = NO_TOPIC
    new: str = ""
    into: str = ""
    hand: str = ""
    done: str = ""
    work: str = ""
    out: str = ""
    takes: Texts = ()


class Whole(NamedTuple):
    """What is claimed where words say that `aspect` is true of every case.

    `timely` is the metric instead where they say that it was in time; then `also` will do
    for `aspect`, as it always does where there is no `timely`.
    """

    aspect: str = ""
    topics: tuple[TopicName, ...] = ()
    metric: str = ""
    timely: str = ""
    also: str = ""
    value: int = 1


class Absolute(NamedTuple):
    """A claim about every case, and the metrics that must then be zero.

    some: a metric that must not be zero: there must be cases that this holds of
    unless: an answer that must not be 否; certain: whether a break is an error
    """

    metric: str = ""
    topic: TopicName = NO_TOPIC
    zeros: tuple[Metric, ...] = ()
    some: Metric = Metric("")
    unless: QuestionId = NO_QUESTION
    certain: bool = False


class Channels(NamedTuple):
    """Items counted by the channel they were published on.

    topic, whole: what is counted on a channel, and what all of it together is
    verbs: aspects that say that something was published; metric: its beginning, before the name
    carriers: what is published on (网站, 公众号); leads: what leads to it (通过)
    screens: carriers of `videos` (抖音号), which are counted in `lengths` (个, 期), too
    media: those that are others'; unnamed: where something is published, on no one of them;
        several: on more than one (两个公众号)
    things: what is published there (信息); taken: what others printed of it (采用)
        or was answered there
    counted: units of things that are published, and of nothing else (信息42条)
    every: what makes a list of kinds that ends in a thing all of them (各类通知和动态信息)
    fillers: what may stand between carrier and number and leaves it the number of all
    aims: what a carrier is said to be for, before it is told what was published there (围绕)
    """

    topic: TopicName = NO_TOPIC
    metric: str = ""
    whole: TopicName = NO_TOPIC
    verbs: Texts = ()
    carriers: Patterns = ()
    screens: Patterns = ()
    videos: Patterns = ()
    lengths: Texts = ()
    leads: Patterns = ()
    media: Patterns = ()
    unnamed: Patterns = ()
    several: Patterns = ()
    taken: Patterns = ()
    things: Patterns = ()
    counted: Texts = ()
    every: Patterns = ()
    fillers: Patterns = ()
    aims: Patterns = ()


class Typed(NamedTuple):
    """What clerks write in a table's free text and reports do not (`table_sentence`).

    lines: by table, and by row, column, group, topic or aspect, its further names
    words: by what they do in a sentence, the words that name nothing
    turns: regular expressions of what is said at length, by the word that it stands for
    unusual: rows, columns or topics whose figures are seldom other than zero, and what to
        say where one is
    """

    lines: Mapping[str, PatternLists] = NO_KEYS
    words: PatternLists = NO_KEYS
    unusual: Mapping[str, str] = NO_KEYS
    turns: Mapping[str, tuple[Turn, ...]] = NO_KEYS


class Vocabulary(NamedTuple):
    """claims.yaml, key by key.

    implied: metrics that no cell is called by; at_most: those that may be less than their cell
    """

    topics: Mapping[str, Topic] = NO_KEYS
    aspects: PatternLists = NO_KEYS
    blurs: PatternLists = NO_KEYS
    groups: Mapping[str, Texts] = NO_KEYS
    lists: Mapping[str, Texts] = NO_KEYS
    columns: PatternLists = NO_KEYS
    total: str = ""
    anyone: Texts = ()
    persons: Texts = ()
    rest: Mapping[str, str] = NO_KEYS
    carry: Carry = Carry()
    wholes: tuple[Whole, ...] = ()
    implied: Texts = ()
    at_most: Texts = ()
    channels: Channels = Channels()
    rates: PatternLists = NO_KEYS
    rated: TopicName = NO_TOPIC
    parts: str = ""
    unnegated: Texts = ()
    marks: Marks = NO_MARKS
    readings: Mapping[str, tuple[Written, ...]] = NO_KEYS
    quiet: tuple[SectionId, ...] = ()
    certain: tuple[Metric, ...] = ()
    absolutes: tuple[Absolute, ...] = ()
    balance: Mapping[str, Metric] = NO_KEYS
    bases: tuple[Metric, ...] = ()
    says: Mapping[str, str] = NO_KEYS
    typed: Typed = Typed()

    @property
    def outcomes(self) -> Texts:
        """How a review or a suit ends."""
        return self.lists.get("outcomes", ())

    def topic(self, name: str) -> Topic:
        """The topic of that name; one of which nothing is said where the form has none."""
        return self.topics.get(name, Topic())


SUM = " + "
"""Stands between the metrics of a sum that the text tells and no cell holds."""
COLUMN = "{column}"
"""In a metric: every column."""


class Term(NamedTuple):
    """A cell or question, added or taken away."""

    sign: int
    address: Address


class Reading(NamedTuple):
    """One way to understand a metric; `says` is what a clerk calls it, "" for the plain one."""

    says: str
    terms: tuple[Term, ...]


class Readings(NamedTuple):
    """The readings of every metric, the plain one first.

    certain: metrics that can mean one thing only
    labels: what a clerk calls a metric
    """

    form: Form
    others: Mapping[str, tuple[Reading, ...]]
    certain: frozenset[str]
    labels: Mapping[str, str]

    def of(self, metric: str) -> tuple[Reading, ...]:
        """How the metric may be understood; nothing for one that no cell holds."""
        if SUM in metric:
            each = [self.of(part) for part in metric.split(SUM)]
            return tuple(
                Reading("", tuple(chain.from_iterable(reading.terms for reading in ways)))
                for ways in product(*each)
            )
        addresses = leaves_of(self.form, metric)
        plain = (Reading("", tuple(Term(1, a) for a in addresses)),) if addresses else ()
        return plain + self.others.get(metric, ())

    def label(self, metric: str) -> str:
        """What a clerk calls the metric."""
        if metric in self.labels:
            return self.labels[metric]
        if metric in self.form.cells:
            return self.form.cells[metric].label
        if metric in self.form.questions:
            return self.form.questions[metric].label
        return _group_label(self.form, metric)


def in_column(metric: str, column: str) -> str:
    """A metric of each column, in one of them."""
    return metric.replace(COLUMN, column)


def leaves_of(form: Form, address: str) -> tuple[Address, ...]:
    """The cells that an address with group names stands for; nothing for an unknown one."""
    if address in form.cells or address in form.questions:
        return (address,)
    table_id, _, rest = address.partition("/")
    row, _, column = rest.partition("/")
    table = form.tables.get(table_id)
    if table is None:
        return ()
    rows, columns = _leaves(table, row), _leaves(table, column)
    whole = tuple(f"{table_id}/{r}/{c}" for r in rows for c in columns)
    return whole if all(a in form.cells for a in whole) else ()


def _leaves(table: Table, name: str) -> tuple[str, ...]:
    found = _find(table, name)
    return tuple(leaf.id for leaf in found.leaves) if found else ()


def _find(table: Table, name: str) -> Line | None:
    for block in table.blocks:
        waiting = [*block.rows, *block.columns]
        while waiting:
            line = waiting.pop()
            if line.id == name:
                return line
            waiting += line.children
    return None


def _group_label(form: Form, metric: str) -> str:
    table_id, _, rest = metric.partition("/")
    row, _, column = rest.partition("/")
    table = form.tables.get(table_id)
    if table is None:
        return metric
    lines = [found for name in (row, column) if (found := _find(table, name))]
    words = [without_number(line.short) for line in lines]
    return "·".join(word for word in words if word) or metric


class ClaimWords:
    """The vocabulary of one form, ready for reading.

    items: the topics that count what was published; none of a form without channels
    """

    def __init__(self, file: Vocabulary, lexicon: Lexicon, readings: Readings) -> None:
        self.file = file
        self.lexicon = lexicon
        self.readings = readings
        self.group_of = {m: group for group, members in file.groups.items() for m in members}
        # It takes groups in: each is a list of what its row is made up of.
        self.list_of = self.group_of | {m: n for n, each in file.lists.items() for m in each}
        # What is counted on a channel has the same figures under each of its names.
        posts = file.topics.get(file.channels.topic)
        self.items = frozenset(
            name for name, topic in file.topics.items() if posts and topic.figures == posts.figures
        )

    def metric(self, topic: str, aspect: str, column: str = "") -> str:
        """The metric of an aspect, or "" where the topic has no such figure."""
        known = self.file.topics.get(topic)
        pattern = known.figures.get(aspect, "") if known else ""
        if COLUMN in pattern:
            return in_column(pattern, column or self.file.total)
        # A topic without columns has one figure: it is what the total means, and no applicant has
        # it.
        return "" if column and column != self.file.total else pattern

    def everyone(self, columns: Collection[str]) -> bool:
        """Whether these applicants together are all that there may be: 公民、法人和其他组织."""
        return len(columns) > 1 and self._leaves(columns) == self._leaves(self.file.columns)

    def _leaves(self, columns: Collection[str]) -> set[Address]:
        """The cells of one row that these columns hold, the total left out."""
        topic, new = self.file.carry.topic, self.file.carry.new
        names = (self.metric(topic, new, c) for c in columns if c != self.file.total)
        return {cell for name in names for cell in leaves_of(self.readings.form, name)}

    def implied(self, topic: str, aspect: str) -> bool:
        """Whether an aspect of a topic is called by no cell (`implied`)."""
        return self.metric(topic, aspect) in self.file.implied


class ReadClaims(NamedTuple):
    """What the file says without the form, which is remembered by itself."""

    file: Vocabulary
    lexicon: Lexicon
    others: Mapping[str, tuple[Reading, ...]]
    certain: frozenset[str]
    labels: Mapping[str, str]
