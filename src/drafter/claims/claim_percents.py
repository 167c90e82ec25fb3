"""Percents and multiples: rates, shares of a whole, growth against the year before."""

from __future__ import annotations

from decimal import Decimal
from itertools import takewhile

from drafter.claims.claim_channels import hosted
from drafter.claims.claim_counts import added
from drafter.claims.claim_model import Approx, Kind, Number
from drafter.claims.claim_state import FOREIGN, REACH, Item, State
from drafter.claims.claim_subjects import Found, look
from drafter.claims.claim_targets import Target, targets
from drafter.claims.claim_tokens import Phrase, Sort

PERCENTS = {"%": 1, "成": 10, "倍": 100}
"""What units are per cent, and how many: 三成 is 30."""


def read_percent(state: State, phrase: Phrase, found: Found, after: Found) -> None:
    """Take in one percentage."""
    if found.strange:
        state.estrange()
    if state.attributes == state.clause - 1:
        state.attributes = state.clause
    _resume_year(state, found)
    if phrase.figure.unit == "倍" and state.scope.before and state.items:
        _times(state, phrase, found)
    if not state.readable:
        return
    if "openness" in found.marks:
        _opened(state, phrase, found)
    if "asides" in found.marks and not found.rates:
        return
    # The last of them counts: 增长…下降12%.
    changes = [token for token in phrase.lead if token.marked("up") or token.marked("down")]
    if changes or state.growing:
        # 分别下降20%、40%: both fell.
        before = [item.value for item in state.items if item.kind is Kind.GROWTH]
        fell = changes[-1].marked("down") if changes else bool(before) and before[-1] < 0
        _growth(state, phrase, found, -1 if fell else 1)
    elif found.rates:
        _rates(state, phrase, found)
    elif (
        "share" in found.marks
        or (phrase.figure.unit == "成" and found.columns)
        or (state.sharing and not found.anything)
        or _alone_in_brackets(state, phrase)
        or ("share" in state.marks_heard and not found.anything)
    ):
        _share(state, phrase, found)
    else:
        _done(state, phrase, found, after)
    if found.topics and not found.strange:
        state.name(found.topics)


def _times(state: State, phrase: Phrase, found: Found) -> None:
    """收到10件，是上年的2倍: so many times as much, not so many more."""
    of = state.last[-1] if len(state.last) == 1 and not found.anything else None
    led = [token for token in phrase.lead if not token.light]
    if of is None or of.target is None or len(led) != 1 or found.unknown:
        return
    value = int((phrase.figure.value - 1) * 100)
    item = state.put(of.metric, value, led[0].start, phrase.figure.end, kind=Kind.GROWTH)
    item.target, item.of, item.approx = of.target, of, Approx.ABOUT


def _resume_year(state: State, found: Found) -> None:
    """2023年收到53件，2022年收到45件，同比增长17.8%: of the first of both."""
    told = state.items[-1:]
    if not ("versus" in found.marks and state.scope.before and told and not found.anything):
        return
    of = [i for i in state.items[-REACH:] if i.kind is Kind.COUNT and i.metric == told[0].metric]
    if told[0].kind is Kind.LAST and len(of) == 1:
        state.scope.other_year, state.last = False, of


def _opened(state: State, phrase: Phrase, found: Found) -> None:
    """收到申请9件，公开率100%: all that was answered was granted."""
    words, carry = state.words, state.words.file.carry
    ours = carry.topic == (found.topics[-1] if found.topics else state.topic)
    if not ours or state.foreign or found.explicit or found.strange:
        return
    lead = next(t for t in phrase.lead if t.marked("openness"))
    # 公开率（含部分公开）100% says less than that all were granted.
    wider = state.here is not None and state.here.opened is Sort.CLOSE
    if not wider and phrase.figure.value == 100 and (results := words.file.lists.get("results")):
        item = state.put("", 0, lead.start, phrase.figure.end, kind=Kind.ALL)
        item.target = Target(carry.topic, results[0])
    elif metric := words.metric(carry.topic, "openness"):
        _enter_percent(state, phrase, metric, None, Kind.SHARE, 1)


def _growth(state: State, phrase: Phrase, found: Found, sign: int) -> None:
    # 办结率同比提高2%, 网上申请占比上升5%, 公众号增长20%: of what no cell holds.
    places = (found.boards or found.ways) and not hosted(state, phrase, found)
    if found.rates or "share" in found.marks or places:
        return
    # Growth against 2019 cannot be compared with anything that is given.
    if state.scope.base not in (0, state.year - 1):
        return
    # 分别增长5%、8%: one growth for each number of the clause before, in order.
    if state.growing and not found.anything:
        of = [state.growing.pop(0)]
    elif "respectively" in found.marks and not found.anything:
        row = _row_before(state)
        of, state.growing = row[:1], row[1:]
    elif found.anything:
        if not found.near or found.strange:
            return
        topic = "" if state.topic == FOREIGN else state.topic
        said = targets(state.words, found, topic, state.row, state.column)
        # 公众号发布信息增长22%，达到612条: of what is on that channel.
        if host := hosted(state, phrase, found):
            state.subject, state.host = Target(state.words.file.channels.topic, "channel"), host
        for target in said if len(said) == 1 and not found.boards else ():
            state.subject = target
            _enter_percent(state, phrase, state.words.metric(*target), target, Kind.GROWTH, sign)
        return
    else:
        of = _whole_of(state)
        # 申请量减少12件，下降24%: of what the difference was of.
        if not of and state.subject is not None and not found.unknown:
            metric = state.words.metric(*state.subject)
            _enter_percent(state, phrase, metric, state.subject, Kind.GROWTH, sign)
    told = {item.metric for item in state.items[-REACH:] if item.kind is Kind.GROWTH}
    for item in of:
        # 12件，下降20%；其中未结3件，同比增长50%: the second is of a part.
        if state.among and item.metric in told:
            continue
        if item.target is not None and item.kind is Kind.COUNT and not found.unknown:
            _enter_percent(state, phrase, item.metric, item.target, Kind.GROWTH, sign, item)


def _row_before(state: State) -> list[Item]:
    """The counts that 分别 speaks of: those of the clause before, or the list of applicants."""
    before = [i for i in state.items[-REACH:] if i.target and i.kind is Kind.COUNT][::-1]
    own = [i for i in before if i.clause == before[0].clause]
    # 复议8件，诉讼3件，分别下降20%、40%: as many as there are percentages.
    tokens = state.here.tokens if state.here else ()
    asked = sum(t.figure is not None and t.figure.unit in PERCENTS for t in tokens)
    if asked > len(own) == 1:
        own = before[:asked]
    if len(own) == 1 and own[0].target and own[0].target.column:
        own = list(takewhile(lambda i: i.target and i.target.column, before))
    return own[::-1]


def _whole_of(state: State) -> list[Item]:
    """What a growth behind a list is of: 复议3件，其中维持2件、未结1件，同比增长…, of all three."""
    parts = [item for item in state.items[-REACH:] if item.among]
    before = [i for i in state.items[-REACH:] if not i.among and i.target and i.kind is Kind.COUNT]
    listed = parts and state.last and state.last[-1] is parts[-1]
    # 复议3件，其中未结1件，同比增长50%: of one part or of the whole, nobody can tell.
    if listed and before:
        return before[-1:] if len(parts) > 1 else []
    return state.last


def _rates(state: State, phrase: Phrase, found: Found) -> None:
    # 除2件结转外均已答复，答复率100%: of those that are left.
    if state.excepted and phrase.figure.value == 100:
        return
    topic = state.words.file.rated
    own = topic in found.topics or state.topic == topic
    # 收到3件，均已答复，未发生复议，办结率100%: what there was none of has no rate.
    denied = bool(state.items) and state.items[-1].zero and topic in state.named
    own = own or denied
    # 依申请公开办结率 names what it is a rate of.
    text = state.seen.text
    own = own or any(t.word and t.word.rates and text[t.start] == "依" for t in phrase.lead)
    # 答复率100% at the head of a text is of applications: only they have such rates.
    unsaid = not state.topic and not found.unknown and not found.topics
    # 督办事项办结率: unexplained words before a rate are what it is a rate of.
    odd = found.unknown and not found.topics
    if found.strange or odd or not (own or unsaid) or not found.near:
        return
    # 交办事项12件，办结率100%: of what was counted just before.
    counts = [item for item in state.items[-REACH:] if item.kind is Kind.COUNT]
    if counts and not own and not any(item.target for item in counts):
        return
    for metric in dict.fromkeys(found.rates):
        _enter_percent(state, phrase, metric, None, Kind.RATE, 1)
    state.topic = topic


def _share(state: State, phrase: Phrase, found: Found) -> None:
    # 网上申请占60%: of a way, or a channel, which no cell holds.
    if found.strange or found.ways or found.boards:
        return
    # 分别占30%、70%, as with growth.
    if state.sharing and not found.anything:
        target = state.sharing.pop(0)
        _enter_percent(state, phrase, state.words.metric(*target), target, Kind.SHARE, 1)
        return
    state.sharing = []
    if "respectively" in found.marks and not found.anything and not found.unknown:
        row = [item.target for item in _row_before(state) if item.target]
        if len(row) > 1:
            _enter_percent(state, phrase, state.words.metric(*row[0]), row[0], Kind.SHARE, 1)
            state.sharing = row[1:]
        return
    if not found.anything:
        # 其他情况占5%: of what is left, not of what was told last.
        rest = "some" in found.marks
        if not (found.unknown or rest) and not _share_of_heard(state, phrase):
            _share_of_last(state, phrase)
        return
    topic = "" if state.topic == FOREIGN else state.topic
    # 占全年申请量的25.5%: what stands behind 占 is what it is a share of.
    cut = next((i for i, token in enumerate(phrase.lead) if token.marked("share")), None)
    whole = look(state.words, phrase.lead[cut + 1 :], topic) if cut is not None else Found()
    # 国家秘密1件，占不予公开的33%: of a part, not of all.
    if whole.columns or any(state.words.list_of.get(aspect) for _, aspect in whole.explicit):
        return
    if cut is not None and not (found.columns or found.explicit):
        found = look(state.words, phrase.lead[:cut], topic)
    if not found.anything and not found.unknown:
        _share_of_last(state, phrase)
        return
    said = targets(state.words, found, topic, state.row, state.column)
    if len(said) > 1 and found.near and "respectively" in found.marks:
        state.sharing, said = said[1:], said[:1]
    if len(said) == 1 and found.near and not (found.explicit and state.foreign):
        _enter_percent(state, phrase, state.words.metric(*said[0]), said[0], Kind.SHARE, 1)
    # 予以公开和部分公开合计占60%: of both together.
    elif found.listed and found.near and not found.unknown and (sums := added(state, said)):
        _enter_percent(state, phrase, sums, None, Kind.SHARE, 1)
        state.items[-1].metric, state.items[-1].together = "", sums


def _share_of_heard(state: State, phrase: Phrase) -> bool:
    """自然人占比最高，为93.5%: of what the clause just before names, of that alone."""
    heard = state.heard if state.told == state.clause - 1 else None
    if heard is None or len(heard.columns) + len(heard.explicit) != 1 or heard.strange:
        return False
    said = targets(state.words, heard, state.topic, state.row, state.column)
    for target in said if len(said) == 1 and not state.foreign else ():
        _enter_percent(state, phrase, state.words.metric(*target), target, Kind.SHARE, 1)
    return True


def _share_of_last(state: State, phrase: Phrase) -> None:
    # 予以公开及部分公开34件，占85%: of both together.
    last = state.items[-1] if state.items else None
    if last and last.together and last.kind is Kind.COUNT and last.clause >= state.clause - 1:
        # 复议和诉讼共74件，维持46件，占62%: of the sum, which no cell holds.
        if state.both:
            return
        _enter_percent(state, phrase, last.together, None, Kind.SHARE, 1)
        state.items[-1].metric, state.items[-1].together = "", last.together
        return
    # 收到30件，内容以征地为主，占60%: the clause between names what it is a share of.
    for item in state.last[-1:]:
        # 其他处理9件（其中撤回3件），占6%: the bracket is passed over.
        bracket = state.seen.text.startswith("(", item.end) and item.clause >= state.clause - 3
        # 复议22件、诉讼12件，占申请的5%: of both together, which nobody can tell apart.
        beside = [i for i in state.items[-3:] if i.clause == item.clause and i is not item]
        if any(i.target and item.target and i.target.topic != item.target.topic for i in beside):
            return
        if item.kind is Kind.COUNT and (bracket or item.clause >= state.clause - 1):
            _enter_percent(state, phrase, item.metric, item.target, Kind.SHARE, 1, item)


def _alone_in_brackets(state: State, phrase: Phrase) -> bool:
    here = state.here
    alone = not [token for token in phrase.lead if not token.light] and not phrase.tail
    return bool(here and here.opened is Sort.OPEN and here.closed is Sort.CLOSE and alone)


def _done(state: State, phrase: Phrase, found: Found, after: Found) -> None:
    """100%按期答复: the words after say what was done so far."""
    for whole in state.words.file.wholes:
        said = after if after.aspects else found
        if not whole.timely or whole.aspect not in said.aspects or not found.near:
            continue
        if (
            (not state.topic or state.topic in whole.topics)
            and not after.strange
            and not found.unknown
        ):
            metric = whole.timely if "timely" in after.marks | found.marks else whole.metric
            _enter_percent(state, phrase, metric, None, Kind.RATE, 1)


def _enter_percent(
    state: State,
    phrase: Phrase,
    metric: str,
    target: Target | None,
    kind: Kind,
    sign: int,
    of: Item | None = None,
) -> None:
    figure = phrase.figure
    scale = PERCENTS[figure.unit]
    value: Number = figure.value * scale * sign
    if isinstance(value, Decimal) and value == value.to_integral_value():
        value = int(value)
    words = [t.start for t in phrase.lead if t.word and not t.light]
    start = words[0] if words else figure.start
    if metric:
        exact = figure._replace(step=figure.step * scale)
        item = state.put(metric, value, start, figure.end, kind=kind, target=target, figure=exact)
        item.of = of
