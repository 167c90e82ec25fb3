"""Which rows and columns the numbers of a sentence are of, once all of them are told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby, pairwise

from drafter.claims.claim_lexicon import Plain
from drafter.claims.claim_model import Kind, Number
from drafter.claims.claim_state import REACH, Item
from drafter.claims.claim_words import ClaimWords


def settle_rows(
    words: ClaimWords, seen: Plain, items: Sequence[Item], told: Sequence[Item]
) -> None:
    """Give each item the row that its sentence as a whole makes it mean, or none.

    `told` are the items of the sentence before.
    """
    _include(words, items, told)
    _told_again(words, items, told)
    _drop_grounds(words, items)
    _settle_columns(words, items, told)
    _settle_results(words, seen, items)
    _drop_kinds(words, items)
    _drop_parts(words, items)
    _blur(items)


def column(item: Item) -> str:
    """The applicants that an item is of; "" for all, or for what has none."""
    return item.target.column if item.target else ""


def _include(words: ClaimWords, items: Sequence[Item], told: Sequence[Item]) -> None:
    """共办理61件（新收58件，上年结转3件）counts all in hand, and so do its columns.

    `told` are the items of the sentence before.
    """
    carry = words.file.carry
    for place, item in enumerate(items):
        # Only 办理, 处理 and 收到 can mean all in hand; 办结61件 never takes in what came before.
        ours = item.target is not None and item.target.topic == carry.topic
        if item.target is None or not ours or item.kind is not Kind.COUNT or not item.verb:
            continue
        if (
            _followed(words, items, place)
            or _preceded(words, item, (*told[-REACH:], *items[max(0, place - REACH) : place]))
            or _shared_out(words, items, place)
        ):
            old = item.target.aspect
            if old == carry.work:
                _drop_rest(words, items, place)
            item.target = item.target._replace(aspect=carry.hand)
            item.metric = words.metric(*item.target)
            for share in items[place + 1 : place + REACH]:
                if share.of is item and share.metric:
                    share.target, share.metric = item.target, item.metric
            # The breakdown behind it is then one of all in hand too, up to the next count of its
            # own.
            for later in items[place + 1 : place + REACH]:
                target = later.target
                if (
                    target
                    and target.topic == carry.topic
                    and target.column in ("", words.file.total)
                ):
                    if target.aspect in (carry.new, carry.into) or later.start == item.start:
                        continue
                    break
                if target and target.aspect == old:
                    later.target = target._replace(aspect=carry.hand)
                    # 申请人全部为公民 states no figure that a metric could hold.
                    later.metric = later.metric and words.metric(*later.target)


def _told_again(words: ClaimWords, items: Sequence[Item], told: Sequence[Item]) -> None:
    """收到12件（含上年结转2件），受理的12件均已答复: all in hand once more, not what came in."""
    carry = words.file.carry
    near = [item for item in (*told[-REACH:], *items) if item.target and not column(item)]
    hands = {item.value for item in near if item.target and item.target.aspect == carry.hand}
    into = any(item.target and item.target.aspect == carry.into and item.value for item in near)
    for item in items if hands and into else ():
        of = item.target
        again = of is not None and of.topic == carry.topic and of.aspect == carry.new
        if of and again and item.value in hands:
            item.target = of._replace(aspect=carry.hand)
            item.metric = words.metric(*item.target)


def _drop_grounds(words: ClaimWords, items: Sequence[Item]) -> None:
    """1件因执法原因不予公开，2件因行政查询不予公开: the first is of one ground, not of all."""
    beside: Counter[tuple[str, int, bool]] = Counter()
    for item in items:
        if item.target and (group := words.group_of.get(item.target.aspect)):
            beside[group, item.depth, item.among] += int(item.value)
    for item in items if beside else ():
        of = item.target
        if of is None or of.aspect not in words.file.groups or item.kind is not Kind.COUNT:
            continue
        if beside[of.aspect, item.depth, item.among] > item.value:
            item.target, item.metric = None, ""


def _drop_kinds(words: ClaimWords, items: Sequence[Item]) -> None:
    """门户网站发布动态信息112条、通知公告24条, 社保公开信息2条、就业信息8条: the first kind."""
    for item, after in pairwise(items):
        alike = after.clause == item.clause and after.unit == item.unit
        alike = alike and not (after.foreign or after.hosted)
        of = item.target
        kind = of and of.topic in words.items and (of.aspect == "channel" or item.odd)
        if kind and alike and after.target is None:
            item.target, item.metric = None, ""


def _drop_parts(words: ClaimWords, items: Sequence[Item]) -> None:
    """就业信息公开46条，教育信息公开89条: of several counts of one thing only the whole is it."""
    carry = words.file.carry
    whole = {carry.new, carry.done, carry.hand, words.file.topic(words.file.channels.whole).total}
    # 强制措施2次，强制执行1次: so it is of all that has one figure only.
    whole |= {topic.bare for topic in words.file.topics.values() if len(topic.figures) == 1}
    # 信息不存在9件，非本机关职责4件: two words for one row, of which the table has the sum.
    whole |= {*words.group_of, *words.file.lists.get("results", ())}
    counts: dict[str, list[Item]] = {}
    for item in items:
        if item.kind is Kind.COUNT and item.unit and item.target and item.target.aspect in whole:
            counts.setdefault(item.metric, []).append(item)
    for same in counts.values():
        if (new := _new_of(words, items, same)) is not None:
            for item in same:
                if item is not new and item.target:
                    item.target = item.target._replace(aspect=carry.hand)
                    item.metric = words.metric(*item.target)
            continue
        # 收到59件，其中新收47件: with nothing carried in beside it, it is a part of the whole.
        if any(not item.among for item in same):
            for item in same:
                if item.among:
                    item.target, item.metric = None, ""
            same = [item for item in same if not item.among]
        # 全县公开信息35620条，我局公开1258条: the region's are not the organ's.
        if any(item.wide for item in same) and any(item.own for item in same):
            for item in same:
                if item.wide:
                    item.target, item.metric = None, ""
            same = [item for item in same if not item.wide]
        most = max(same, key=lambda item: item.value)
        rest = [item for item in same if item.value != most.value]
        # 新增信息96条，累计公开1244条: the sum is of many years, the other of this one.
        if most.stock and len(rest) == 1 and not rest[0].stock:
            most.target, most.metric = None, ""
            continue
        sure = most.summed and most.value >= sum(item.value for item in rest)
        for item in same if rest and not sure else rest:
            item.target, item.metric = None, ""


def _new_of(words: ClaimWords, items: Sequence[Item], same: Sequence[Item]) -> Item | None:
    """What came in this year, where the other numbers of it are of all in hand.

    受理62件，新收51件 says so by its word; 收到21件，上年结转8件，受理29件 adds up to it.
    """
    carry = words.file.carry
    into = sum(i.value for i in items if i.target and i.target.aspect == carry.into)
    least = min(same, key=lambda item: item.value)
    # 政府新收2件，部门新收5件: the second came in, too.
    if any(item.strict for item in same if item is not least):
        return None
    others = [item for item in same if item.value > least.value]
    of_new = least.metric == words.metric(carry.topic, carry.new) and len(others) == len(same) - 1
    added = bool(into) and all(item.value == least.value + into for item in others)
    return least if of_new and others and (least.strict or added) else None


def _blur(items: Sequence[Item]) -> None:
    """废止1件，宣布失效2件: the table's 废止 may hold both."""
    beside: dict[str, Number] = {}
    for item in items:
        if item.blurs:
            beside[item.blurs] = beside.get(item.blurs, 0) + item.value
    for item in items if beside else ():
        if item.target:
            item.beside = beside.get(item.target.aspect, 0)


def drop_lone(words: ClaimWords, seen: Plain, near: Sequence[Item]) -> None:
    """收到公民申请5件, with no other count near it, may name whoever applied; 自然人 does not."""
    topic = words.file.carry.topic
    own = [i for i in near if i.kind is Kind.COUNT and i.target and i.target.topic == topic]
    lone = own[0] if len(own) == 1 else None
    if lone is None or lone.target is None or column(lone) not in words.file.anyone[:1]:
        return
    if any(word in seen.text[lone.start : lone.end] for word in words.file.persons):
        return
    # 收到公民申请0件: nobody applied.
    lone.target = None if lone.value else lone.target._replace(column="")
    lone.metric = words.metric(*lone.target) if lone.target else ""


def drop_one_way(words: ClaimWords, items: Sequence[Item], beside: Sequence[Item]) -> None:
    """通过网络共受理4件。通过信函受理2件: of some only, if the next sentence names another way."""
    topic = words.file.carry.topic
    if any(item.way or item.only for item in beside):
        for item in items:
            if item.only and item.target and item.target.topic == topic:
                item.target, item.metric, item.way = None, "", True


def _settle_columns(words: ClaimWords, items: Sequence[Item], told: Sequence[Item]) -> None:
    """收到85件，答复80件。其中自然人79件，法人6件: a list is of the count that it adds up to."""
    carry, total = words.file.carry, words.file.total
    counts = [item for item in (*told[-REACH:], *items) if item.kind is Kind.COUNT]
    place = 0
    for of_applicants, run in groupby(counts, lambda item: column(item) not in ("", total)):
        parts = list(run)
        before, place = counts[max(0, place - REACH) : place], place + len(parts)
        added = sum(item.value for item in parts)
        if not of_applicants or len(parts) < 2 or not added:
            continue
        rows = {item.target.aspect for item in parts if item.target}
        fits = [i.target for i in before if i.target and i.value == added]
        fits = [t for t in fits if t.topic == carry.topic and t.column in ("", total)]
        # 新收30件、结转2件，其中自然人27件，企业5件: they are of both together.
        near = [item for item in before if item.clause == before[-1].clause]
        if (
            not fits
            and len(near) == 2
            and near[0].target
            and added == near[0].value + near[1].value
        ):
            for item in parts:
                item.target, item.metric = None, ""
            continue
        if not fits or any(target.aspect in rows for target in fits):
            continue
        for item in parts:
            assert item.target is not None
            item.target = item.target._replace(aspect=fits[-1].aspect)
            item.metric = words.metric(*item.target)


def _settle_results(words: ClaimWords, seen: Plain, items: Sequence[Item]) -> None:
    """自然人申请30件，其中予以公开12件、无法提供18件: these are of that applicant only."""
    carry = words.file.carry
    counts = [item for item in items if item.kind is Kind.COUNT]
    columns = {column(item) for item in counts} - {"", words.file.total}
    for place, item in enumerate(counts):
        if column(item) not in columns:
            continue
        # 受理公民申请8件 may name whoever applied.
        if item.verb and len(columns) == 1 and columns <= set(words.file.anyone[:1]):
            continue
        run: list[Item] = []
        for later in counts[place + 1 : place + REACH]:
            aspect = later.target.aspect if later.target else ""
            own = aspect in words.list_of or aspect in words.group_of or aspect == carry.out
            if not own or column(later) or later.depth < item.depth:
                break
            run.append(later)
        if not run:
            continue
        before = counts[place - 1] if place else None
        lone = before is None or not column(before) or before.clause != item.clause
        deeper = run[0].depth > item.depth
        inside = deeper or (run[0].among and not item.among and lone)
        inside = inside or seen.text.startswith("中", item.end)
        run = [later for later in run if later.depth > item.depth] if deeper else run
        added = sum(i.value for i in run if i.target and i.target.aspect not in words.group_of)
        if not inside or added > item.value:
            continue
        for later in run:
            assert later.target is not None
            later.target = later.target._replace(column=column(item))
            later.metric = words.metric(*later.target)


def _followed(words: ClaimWords, items: Sequence[Item], place: int) -> bool:
    """Whether 含上年结转 follows at once."""
    carry, item = words.file.carry, items[place]
    # 办理64件，同比下降12%，其中上年结转2件: growth is of the count itself.
    # So is a second meaning of the same words: 收到并办理64件（含上年结转2件）.
    after = [i for i in items[place + 1 : place + 6] if i.kind is Kind.COUNT]
    for later in [i for i in after if i.start != item.start][:2]:
        # Only what stands in brackets, or after 其中, says what the count takes in.
        inside = later.depth > item.depth or (later.among and not item.among)
        if later.target is None or not inside:
            return False
        if later.target.aspect == carry.into:
            # 含上年结转0件 takes nothing in, so that the count is of this year alone; so it is
            # before 不含上年结转5件.
            return later.value > 0 and not later.apart
        if later.target.aspect != carry.new:
            return False
    return False


def _shared_out(words: ClaimWords, items: Sequence[Item], place: int) -> bool:
    """Whether 办理48件 is told apart into what was done and what goes on: 办结41件，结转7件."""
    carry, item = words.file.carry, items[place]
    assert item.target is not None
    if item.target.aspect != carry.work:
        return False
    own, results = _rows_behind(words, items, place)
    out, done = own.get(carry.out), own.get(carry.done)
    if not out:
        # 处理23件，已答复22件: the others are still in hand.
        return done is not None and done < item.value
    if done is None:
        return results + out == item.value
    return item.value in (done + out, results + done + out)


def _rows_behind(
    words: ClaimWords, items: Sequence[Item], place: int
) -> tuple[dict[str, Number], Number]:
    """The numbers that follow by row, of whoever applied, and the sum of the results."""
    own: dict[str, Number] = {}
    for later in items[place + 1 : place + REACH]:
        target = later.target
        if later.kind is not Kind.COUNT or target is None or target.column:
            continue
        if target.topic == words.file.carry.topic:
            own.setdefault(target.aspect, later.value)
    results = (v for a, v in own.items() if a in words.list_of and a not in words.group_of)
    return own, sum(results)


def _drop_rest(words: ClaimWords, items: Sequence[Item], place: int) -> None:
    """办理20件，1件无法提供，18件答复，1件结转: what was answered is what is left over."""
    carry, (own, results) = words.file.carry, _rows_behind(words, items, place)
    out, done = own.get(carry.out, 0), own.get(carry.done, 0)
    if not (results and out and done) or results + done + out != items[place].value:
        return
    for later in items[place + 1 : place + REACH]:
        if later.target and later.target.aspect == carry.done:
            later.target, later.metric = None, ""


def _preceded(words: ClaimWords, item: Item, near: Sequence[Item]) -> bool:
    """Whether 新收 and 上年结转 stand before 共办理."""
    carry = words.file.carry
    before = {i.target.aspect: i.value for i in near if i.target and not i.target.column}
    assert item.target is not None
    # 新收62件，上年结转4件，办理66件: the sum of both, whether or not 共 says so.
    both = before.get(carry.new, 0) + before.get(carry.into, 0)
    worked = item.target.aspect == carry.work and item.value == both
    if not (item.summed or worked) or not before.get(carry.into):
        return False
    # 上年结转3件，共办理61件: with no count of its own, 新收 is in the total.
    if carry.new not in before:
        return item.target.aspect != carry.new
    # 新收117件、上年结转2件，其中共办理115件: less than both are those that were done.
    return item.target.aspect not in (carry.new, carry.work) or item.value == both
