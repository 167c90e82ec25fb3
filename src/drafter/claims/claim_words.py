"""What a form's claims are about: claims.yaml beside form.yaml, loaded and checked.

docs/claims.md tells what every key means."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import chain, product
from typing import NamedTuple, NewType

from drafter.claims.claim_lexicon import Lexicon, PatternError, Word, expand
from drafter.form.definitions import Address, Form, Line, Table
from drafter.form.field_kinds import NO_KEYS, QuestionId, SectionId, Texts
from drafter.form.field_reader import FieldReader
from drafter.form.form_cache import remembered
from drafter.form.form_layers import Layer, digest_of, layers_of, root_of
from drafter.form.label_numbers import without_number
from drafter.nodes import Node

CLAIMS_FILE = "claims.yaml"

TopicName = NewType("TopicName", str)
"""A key of `topics`."""
NO_TOPIC = TopicName("")
NO_QUESTION = QuestionId("")
Metric = NewType("Metric", str)
"""What can be looked up in a draft; `{column}` in it stands for every column."""
Turn = NewType("Turn", str)
"""A regular expression of `turns`."""
_LONGEST_TURN = 300
_REPEATED = re.compile(r"\((?:\?:)?[^()*+?{}]*\)[*+]")
_ENDLESS = re.compile(r"\)[*+{]")
"""A repeated group that repeats something itself can take years over one line."""
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
    excepts: what is left out of all (除…外), and what is then left (其余)
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
    net: what is left of a number told before (收到11件，实际受理10件)
    doubled: twice as many as last year (翻了一番)
    groups: applicants that are no column, and not everyone either (社会组织)
    about: what cases were about, one thing after the other (主要涉及); wide: a whole region,
        of which the organ may be a part (全县)
    ongoing: not done yet (尚有2件在办理)
    carried: 结转 without saying whether from last year or into the next; onward: carried only
        where a year stands beside it (转2024年)
    exists: makes a bare noun countable (有, 发生); submitted: 提出的 before a noun
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
    groups: Patterns = ()
    net: Patterns = ()
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
    media: those that are others'
    things: what is published there (信息); taken: what others printed of it (采用)
        or was answered there
    counted: units of things that are published, and of nothing else (信息42条)
    every: what makes a list of kinds that ends in a thing all of them (各类通知和动态信息)
    fillers: what may stand between carrier and number and leaves it the number of all
    """

    topic: TopicName = NO_TOPIC
    metric: str = ""
    whole: TopicName = NO_TOPIC
    verbs: Texts = ()
    carriers: Patterns = ()
    leads: Patterns = ()
    media: Patterns = ()
    taken: Patterns = ()
    things: Patterns = ()
    counted: Texts = ()
    every: Patterns = ()
    fillers: Patterns = ()


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
    """claims.yaml, key by key."""

    topics: Mapping[str, Topic] = NO_KEYS
    aspects: PatternLists = NO_KEYS
    blurs: PatternLists = NO_KEYS
    groups: Mapping[str, Texts] = NO_KEYS
    lists: Mapping[str, Texts] = NO_KEYS
    columns: PatternLists = NO_KEYS
    total: str = ""
    anyone: Texts = ()
    rest: Mapping[str, str] = NO_KEYS
    carry: Carry = Carry()
    wholes: tuple[Whole, ...] = ()
    implied: Texts = ()
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
_READING = re.compile(r"(?P<says>[^:：]+)[:：](?P<terms>[^:：]+)")
_TERM = re.compile(r"\s*([+-]?)\s*([^\s+-]+)")
_COLUMN = "{column}"


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
        if _COLUMN in pattern:
            return _in_column(pattern, column or self.file.total)
        # A topic without columns has one figure: it is what the total means, and no applicant has
        # it.
        return "" if column and column != self.file.total else pattern

    def implied(self, topic: str, aspect: str) -> bool:
        """Whether an aspect of a topic is called by no cell (`implied`)."""
        return self.metric(topic, aspect) in self.file.implied


class _Read(NamedTuple):
    """What the file says without the form, which is remembered by itself."""

    file: Vocabulary
    lexicon: Lexicon
    others: Mapping[str, tuple[Reading, ...]]
    certain: frozenset[str]
    labels: Mapping[str, str]


@lru_cache(maxsize=4)
def claim_words(form: Form) -> ClaimWords:
    """The words of a form. Raises: DrafterError with every mistake in claims.yaml."""
    layers = layers_of(form, CLAIMS_FILE)
    digest = digest_of(layers)
    read = remembered(form.id, form.digest, "claims", digest, lambda: _read(form, layers))
    readings = Readings(form, read.others, read.certain, read.labels)
    return ClaimWords(read.file, read.lexicon, readings)


def _read(form: Form, layers: Sequence[Layer]) -> _Read:
    reader = _ClaimsReader(form, f"{form.folder.name}/{CLAIMS_FILE}")
    root = root_of(layers)
    file = reader.vocabulary(root) if root is not None else Vocabulary()
    known = reader.readings(file)
    return reader.done(_Read(file, _lexicon(file), known.others, known.certain, known.labels))


class _ClaimsReader(FieldReader):
    """Reads claims.yaml; names that it gives itself must be given there."""

    def __init__(self, form: Form, name: str) -> None:
        super().__init__(form, name)
        self.form = form
        self.metrics: list[Written] = []
        self.readers |= {
            Topic: self._topic,
            Pattern: self._pattern,
            Turn: self._turn,
            Metric: self._metric,
            Written: lambda node: Written(self.shape.text(node), node.line),
        }

    def vocabulary(self, root: Node) -> Vocabulary:
        """The whole file."""
        topics = root.value.get("topics") if isinstance(root.value, dict) else None
        self.readers[TopicName] = self.one_of(self.shape.pairs(topics))
        return self.read(root, Vocabulary)

    def readings(self, file: Vocabulary) -> Readings:
        """How metrics may be understood; with it known, every metric named is looked up."""
        others: dict[str, tuple[Reading, ...]] = {}
        for pattern, texts in file.readings.items():
            for column in _columns(file, pattern):
                read = [self._reading(written, column) for written in texts]
                others[_in_column(pattern, column)] = tuple(reading for reading in read if reading)
        # A metric that stands for one a column is certain, and named, in each of them.
        certain = frozenset(_in_column(m, c) for m in file.certain for c in _columns(file, m))
        said = {_in_column(k, c): v for k, v in file.says.items() for c in _columns(file, k)}
        readings = Readings(self.form, others, certain, said)
        for metric, line in self.metrics:
            for column in _columns(file, metric):
                if not readings.of(name := _in_column(metric, column)):
                    fix = "改正名称，或在 readings 里写明怎样算。"
                    self.shape.complain(line, f"“{name}”不是格式里的单元格或问题。", fix)
        return readings

    def _topic(self, node: Node) -> Topic:
        topic = self.read(node, Topic)
        for aspect in (topic.bare, topic.none, topic.total, *topic.explicit):
            if aspect and aspect not in topic.figures:
                fix = "在 figures 里写上它，或改名。"
                self.shape.complain(node.said, f"没有“{aspect}”这项数字。", fix)
        return topic

    def _pattern(self, node: Node) -> str:
        text = self.shape.text(node)
        try:
            expand(text)
        except PatternError:
            fix = "写成“(甲|乙|)丙”。"
            self.shape.complain(node.line, f"“{text}”的括号不成对，或代表的词太多。", fix)
            return ""
        return text

    def _turn(self, node: Node) -> str:
        text = self.shape.text(node)
        try:
            if len(text) > _LONGEST_TURN or _ENDLESS.search(_REPEATED.sub("", text)):
                raise re.error("endless")
            re.compile(text)
        except (re.error, OverflowError, RecursionError):
            fix = "对照自带的 claims.yaml；要重复的，写成“(?:甲|乙)*”。"
            self.shape.complain(node.line, f"“{text[:20]}”不是能用的正则表达式。", fix)
            return "(?!)"
        return text

    def _metric(self, node: Node) -> str:
        text = self.shape.text(node)
        self.metrics.append(Written(text, node.line))
        return text

    def _reading(self, written: Written, column: str) -> Reading | None:
        match = _READING.fullmatch(_in_column(written.text, column))
        if match is None:
            what = f"“{written.text}”不是“说法: 单元格 + 单元格”。"
            self.shape.complain(written.line, what, "补上冒号两边的内容。")
            return None
        terms: list[Term] = []
        for sign, name in _TERM.findall(match["terms"]):
            addresses = leaves_of(self.form, name)
            if not addresses:
                what = f"格式里没有“{name}”。"
                self.shape.complain(written.line, what, "改成单元格的名称。")
            terms += [Term(-1 if sign == "-" else 1, address) for address in addresses]
        return Reading(match["says"].strip(), tuple(terms))


def _columns(file: Vocabulary, metric: str) -> tuple[str, ...]:
    """The columns that a metric is to be filled in with."""
    return tuple(file.columns) if _COLUMN in metric else ("",)


def _in_column(metric: str, column: str) -> str:
    return metric.replace(_COLUMN, column)


def _lexicon(file: Vocabulary) -> Lexicon:
    words: dict[str, Word] = {}

    def add(patterns: Patterns, word: Word) -> None:
        for text in chain.from_iterable(map(expand, patterns)):
            known = words.get(text)
            words[text] = word if known is None or known == word else known | word

    for name, topic in file.topics.items():
        add(topic.nouns, Word(nouns=(name,)))
        add(topic.loose, Word(nouns=(name,), marks=frozenset({"loose"})))
        add(topic.agents, Word(agents=(name,)))
        add(topic.echoes, Word(echoes=(name,)))
        for aspect, texts in topic.explicit.items():
            add(texts, Word(explicit=((name, aspect),)))
    for aspect, texts in file.aspects.items():
        add(texts, Word(aspects=(aspect,)))
    for aspect, texts in file.blurs.items():
        add(texts, Word(blurs=(aspect,), marks=frozenset({"asides"})))
    for column, texts in file.columns.items():
        add(texts, Word(columns=(column,)))
    for metric, texts in file.rates.items():
        add(texts, Word(rates=(metric,)))
    channels = file.channels
    placed = {"channels": channels.carriers, "leads": channels.leads, "things": channels.things}
    placed |= {
        "media": channels.media,
        "taken": channels.taken,
        "every": channels.every,
        "fillers": channels.fillers,
    }
    for mark, texts in (file.marks._asdict() | placed).items():
        add(texts, Word(marks=frozenset({mark})))
    return Lexicon(words)
