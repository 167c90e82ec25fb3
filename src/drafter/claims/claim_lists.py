"""After a sentence: its claims, and which numbers are the parts of which."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from drafter.claims.claim_lexicon import Plain
from drafter.claims.claim_model import ASIDE, Claim, Kind, Part, plain_values
from drafter.claims.claim_rows import column, drop_lone, drop_one_way, settle_rows
from drafter.claims.claim_state import REACH, Item
from drafter.claims.claim_targets import Target
from drafter.claims.claim_words import ClaimWords

_FAR = 2
"""So many times a number that is not understood, they are no parts of it."""
COLUMNS = "columns"
WHOLE = "whole"
"""A list of what is not known that ends in 其他, so that its parts make the whole."""


def claims_of(
    words: ClaimWords, seen: Plain, sentences: Sequence[Sequence[Item]], asides: bool = False
) -> tuple[Claim, ...]:
    """The claims that the items of every sentence make; with `asides`, those of `ASIDE` too."""
    claims = []
    said = [items for items in sentences if items]
    nothing: Sequence[Item] = ()
    for told, items in pairwise((nothing, *said)):
        before = told if _same_paragraph(seen, told, items) else nothing
        settle_rows(words, seen, items, before)
    for told, items, after in zip((nothing, *said), said, (*said[1:], nothing), strict=False):
        drop_lone(words, seen, (*told, *items, *after))
        after = after if _same_paragraph(seen, items, after) else nothing
        drop_one_way(words, items, after)
        for place, item in enumerate(items):
            listing, parts, sure = _breakdown(words, items, place, after)
            if not parts and item.target and item.target.topic in words.items:
                parts, sure = _kinds_up_to_rest(seen, items, place), True
            parts = _without_next(seen, item, parts)
            if parts and not listing and _is_whole(words, items, place, parts):
                listing = WHOLE
            if asides and not item.metric:
                _name(words, item, bool(parts))
            aside = item.kind in ASIDE or item.metric in words.file.implied
            if (aside and not asides) or not (item.metric or item.kind is Kind.SUM):
                continue
            claims.append(_claim(words, seen, item, listing, parts, sure))
            if asides:
                claims += _sums(words, seen, items, place, claims[-1], parts)
    plainly = plain_values(claims)
    return tuple(claim for claim in claims if claim.whole(plainly))


def _claim(
    words: ClaimWords, seen: Plain, item: Item, listing: str, parts: Sequence[Item], sure: bool
) -> Claim:
    start, end = seen.span(item.start, item.end)
    new = item.target is not None and item.target.aspect == words.file.carry.new
    return Claim(
        item.metric,
        item.value,
        item.kind,
        seen.source[start:end],
        start,
        end,
        item.sentence,
        item.unit,
        item.approx,
        item.step,
        item.scope,
        tuple(_part(seen, part) for part in parts),
        listing,
        not sure or any(part.open for part in parts),
        item.zero,
        item.beside,
        item.strict and new,
        _loose(words, item),
        _also(words, item),
    )


def _sums(
    words: ClaimWords,
    seen: Plain,
    items: Sequence[Item],
    place: int,
    claim: Claim,
    parts: Sequence[Item],
) -> Iterator[Claim]:
    """What else a count is the sum of: a second way of sorting, and what ends in 其余."""
    again = claim._replace(metric="", kind=Kind.SUM, listing=WHOLE, open=True)
    if also := _another_way(words, items, items[place], claim.listing, parts):
        told = tuple(_part(seen, part) for part in also[1])
        yield again._replace(listing=also[0], parts=told)
    if rest := _up_to_the_rest(words, items, place):
        yield again._replace(open=False, parts=tuple(_part(seen, part) for part in rest))


def _up_to_the_rest(words: ClaimWords, items: Sequence[Item], place: int) -> list[Item]:
    """收到38件，5件撤回，2件在办，其余30件已答复: what should make up the count, and does not."""
    whole, carry = items[place], words.file.carry
    if not _of_all_told(words, whole):
        return []
    told, into = list[Item](), whole.value * 0
    for item in items[place + 1 : place + REACH]:
        aspect = item.target.aspect if item.target else ""
        if item.kind is not Kind.COUNT or item.way or column(item) or item.depth > whole.depth:
            continue
        if aspect == carry.into:
            into += item.value
        elif item.unit != whole.unit or item.foreign or _of_all_told(words, item):
            return []
        elif words.group_of.get(aspect) not in {t.target.aspect for t in told if t.target}:
            told.append(item)
        # 办结35件，…，剩余3件结转: those are left of what came in.
        if item.left and aspect == carry.out and _ended_there(words, whole):
            return []
        if item.left:
            added = sum(each.value for each in told)
            return told if len(told) > 1 and added not in (whole.value, whole.value + into) else []
    return []


def _ended_there(words: ClaimWords, item: Item) -> bool:
    return item.target is not None and item.target.aspect == words.file.carry.done


def _of_all_told(words: ClaimWords, item: Item) -> bool:
    """Whether it counts all that came in, were in hand or done, before 其余 tells of the rest."""
    counts = item.kind is Kind.COUNT and not item.among and not item.left and not item.zero
    return counts and item.target is not None and _of_all(words, item.target)


def _also(words: ClaimWords, item: Item) -> str:
    """办理66件 may be all in hand, of which some are still open."""
    carry, of = words.file.carry, item.target
    if of is None or of.topic != carry.topic or of.aspect != carry.work:
        return ""
    return words.metric(carry.topic, carry.hand, of.column)


def _loose(words: ClaimWords, item: Item) -> bool:
    """发布信息20条 may be all that was made public, unless 主动公开信息94条 is told."""
    channels, of = words.file.channels, item.target
    # 累计公开8200条 may be of many years.
    if item.loose or (item.stock and of is not None and of.topic in words.items):
        return True
    posts = of is not None and of.topic == channels.topic
    return posts and of is not None and of.aspect == words.file.topic(channels.whole).total


def _without_next(seen: Plain, whole: Item, parts: list[Item]) -> list[Item]:
    """120条，其中原创11条、转发109条；收到投诉12条: a list told already ends at a stop."""
    gaps = [seen.text[part.end : after.start] for part, after in pairwise(parts)]
    place = next((i for i, gap in enumerate(gaps, 1) if ";" in gap), len(parts))
    told = parts[:place]
    if place > 1 and sum(part.value for part in told) == whole.value:
        return told
    # 审计结果4条，审计整改1条，其他信息3条: a list up to its end, if they happen to add up.
    if parts and parts[-1].rest and sum(part.value for part in parts) <= whole.value:
        return parts
    # 51条，其中公开29条，包括机构职能13条、…: the rest are the parts of one of them.
    for at, part in enumerate(parts[:-2]):
        if sum(each.value for each in parts[at + 1 :]) == part.value < whole.value:
            return parts[: at + 1] if at else []
    return parts


def _kinds_up_to_rest(seen: Plain, items: Sequence[Item], place: int) -> list[Item]:
    """公开70条，工作动态66条，其他信息4条: a list that says so itself, without 其中."""
    whole, run = items[place], list[Item]()
    for item in items[place + 1 : place + REACH]:
        alike = item.kind is Kind.COUNT and item.unit == whole.unit and not item.foreign
        if item.target is not None or not alike or whole.kind is not Kind.COUNT:
            break
        # A number between them that was passed over is of the list, too.
        if item.unit in seen.text[(run[-1] if run else whole).end : item.start]:
            break
        run.append(item)
        if item.rest:
            return run if len(run) > 1 else []
    return []


def _is_whole(words: ClaimWords, items: Sequence[Item], place: int, parts: Sequence[Item]) -> bool:
    """Whether a list of what is not known means to tell everything."""
    whole = items[place]
    # 135条、5条、81条，合计221条.
    if whole.summed and whole.target is None and parts[-1].start < whole.start:
        return True
    # 其中网上42件、现场0件、邮寄2件: who names even the way that nobody took leaves out none.
    topic = whole.target.topic if whole.target else ""
    if topic == words.file.carry.topic and any(not part.value for part in parts):
        # 受理59件，新收47件，其中网上39件、…: unless they make up another count.
        others = [item.value for item in items[: items.index(parts[0])] if item is not whole]
        return sum(part.value for part in parts) not in others
    return _ends_in_rest(items, place, parts)


def _ends_in_rest(items: Sequence[Item], place: int, parts: Sequence[Item]) -> bool:
    """其中动态信息4条、其他信息1条, with no number between them that is no part."""
    last = parts[-1]
    if not last.rest or last not in items:
        return False
    within = items[place + 1 : items.index(last)]
    return sum(i.kind is Kind.COUNT and i.depth <= last.depth for i in within) == len(parts) - 1


def _same_paragraph(seen: Plain, items: Sequence[Item], after: Sequence[Item]) -> bool:
    return bool(items and after) and "\n" not in seen.text[items[-1].end : after[0].start]


def _name(words: ClaimWords, item: Item, whole: bool) -> None:
    """Say what an item without a metric can still be held against, if anything."""
    if item.together:
        item.metric = item.together
    elif item.kind is Kind.ALL and item.target is not None and not item.foreign:
        # 2件均予以公开 tells of those two only.
        of = item.of.target if item.of else None
        item.metric = words.metric(*item.target)
        # 不予处理3件，均为信访; 行政诉讼2件，均为直接起诉: all of those, not of all there were.
        if item.of is not None and of is not None and _holds(words, of, item.target):
            item.scope = (item.of.metric,)
        elif of is not None and not item.scope and not _of_all(words, of):
            item.metric = ""
            return
        item.kind = Kind.EVERY
    elif item.kind is Kind.COUNT and whole:
        item.kind = Kind.SUM


def _holds(words: ClaimWords, whole: Target, part: Target) -> bool:
    """Whether a row is made up of the other one and its like."""
    if whole.column != part.column:
        return False
    within = words.file.topics[part.topic].within == whole.topic and part.aspect == whole.aspect
    grouped = whole.topic == part.topic and words.group_of.get(part.aspect) == whole.aspect
    ends = (part.topic, whole.aspect) == (whole.topic, words.file.topics[whole.topic].total)
    outcome = ends and (part.aspect in words.file.outcomes or words.implied(*part[:2]))
    return within or grouped or outcome


def _of_all(words: ClaimWords, target: Target) -> bool:
    """Whether a count is of all applications: received, in hand or done, whoever applied."""
    carry = words.file.carry
    whole = target.topic == carry.topic and target.column in ("", words.file.total)
    return whole and target.aspect in {*carry.takes, carry.hand, carry.done}


def _part(seen: Plain, item: Item) -> Part:
    return Part(item.metric, item.value, item.approx, *seen.span(item.start, item.end))


def _breakdown(
    words: ClaimWords, items: Sequence[Item], place: int, after: Sequence[Item]
) -> tuple[str, list[Item], bool]:
    """The list that breaks a count down, and whether the text says that it does (其中).

    `after` are the items of the sentence after.
    """
    whole = items[place]
    if whole.kind is not Kind.COUNT or whole.zero or whole.foreign:
        return "", [], True
    if whole.target is None:
        if whole.summed and (added := _added_up(items[:place], whole)):
            return "", added, True
        return *_strange_parts(items, place), True
    listing, parts = _parts(words, items, place)
    # 新收40件，上年结转3件。其中予以公开25件…: more than was carried is of both together.
    carried = whole.target.aspect in (words.file.carry.into, words.file.carry.out)
    if carried and listing != COLUMNS and sum(part.value for part in parts) > whole.value:
        return "", [], True
    if parts:
        return listing, parts, True
    # 收到19件，公民16件，企业3件; 公民16件，企业3件，合计收到19件.
    if whole.summed:
        listing, parts = _beside(words, whole, items[max(0, place - REACH) : place][::-1])
    if not parts:
        listing, parts = _beside(words, whole, (*items[place + 1 : place + REACH], *after)[:REACH])
    return listing, parts, False


def _beside(words: ClaimWords, whole: Item, near: Sequence[Item]) -> tuple[str, list[Item]]:
    """The unbroken list of one kind that stands right beside a count."""
    assert whole.target is not None
    carry, own = words.file.carry, whole.target.aspect
    # What became of them is no breakdown of what came in: some of it may still be open.
    ended = _ended(words)
    listing, parts = "", list[Item]()
    for item in near:
        aspect = item.target.aspect if item.target else ""
        moved = aspect in (carry.into, carry.new, carry.out) and not column(item)
        if item.kind is not Kind.COUNT or moved:
            continue
        kind = _listing(words, whole, item) if item.target else None
        # 网上40件、信函6件。自然人41件，企业5件: another way of sorting them.
        if item.target is None and item.unit == whole.unit and not parts:
            continue
        if kind is None and parts and words.group_of.get(aspect):
            continue  # a part's own part
        fits = kind == COLUMNS or (bool(kind) and own in ended)
        same = item.target is not None and item.target.topic == whole.target.topic
        if not (fits and same) or (listing and kind != listing):
            break
        listing = kind or ""
        parts.append(item)
    groups = {part.target.aspect for part in parts if part.target}
    # 不予公开1件，属于行政执法案卷1件: the row is in its group already.
    parts = [p for p in parts if p.target and words.group_of.get(p.target.aspect) not in groups]
    return (listing, parts) if len(parts) > 1 else ("", [])


def _ended(words: ClaimWords) -> set[str]:
    """The aspects that results break down."""
    carry, topics = words.file.carry, words.file.topics.values()
    return {carry.done, carry.work, *words.file.groups} | {t.total for t in topics if t.total}


def _another_way(
    words: ClaimWords, items: Sequence[Item], whole: Item, listing: str, parts: Sequence[Item]
) -> tuple[str, list[Item]] | None:
    """答复25件，公民22件、法人3件；予以公开12件、…: a second list sorts them by something else."""
    ways = bool(parts) and all(part.way for part in parts)
    if not (listing or ways) or not parts or whole.target is None or parts[-1] not in items:
        return None
    also, second = "", list[Item]()
    for item in items[items.index(parts[-1]) + 1 :][:REACH]:
        aspect = item.target.aspect if item.target else ""
        if item.kind is not Kind.COUNT or (second and words.group_of.get(aspect)):
            continue
        kind = _listing(words, whole, item) if item.target else None
        fits = kind == COLUMNS or (bool(kind) and whole.target.aspect in _ended(words))
        if not fits or kind == listing or (also and kind != also):
            break
        also = kind or ""
        second.append(item)
    return (also, second) if len(second) > 1 else None


def _parts(words: ClaimWords, items: Sequence[Item], place: int) -> tuple[str, list[Item]]:
    """The list that follows a count, all of one kind."""
    whole, carry = items[place], words.file.carry
    assert whole.target is not None
    parts: list[Item] = []
    listing, depth, passed, between = "", 0, False, False
    for item in items[place + 1 : place + REACH]:
        # 收到并办结46件; 收到85件，答复80件，其中自然人79件: the applicants may be of the first.
        if not parts and _is_row(words, item):
            passed = True
            continue
        # A part may be broken down itself, one bracket deeper; those are no parts of this whole.
        if item.kind is not Kind.COUNT or (parts and item.depth > depth):
            continue
        # 收办126件（含上年结转9件），其中…: what it takes in is not what it is made up of.
        taken = item.target and item.target.aspect in (carry.into, carry.new)
        if taken and not parts and whole.target.aspect == carry.hand and not column(item):
            continue
        # 复议7件和诉讼2件，其中复议维持6件，诉讼维持2件: each keeps to its own.
        posted = item.target is not None and item.target.aspect == "channel"
        if item.target and item.target.topic != whole.target.topic and not posted:
            between = between or not (item.among or item.zero or item.depth > whole.depth)
            continue
        # 行政处罚2件；行政许可583件，其中4件…: of the one told last.
        if between and item.target is None and not parts:
            break
        # 不予公开5件，其中属于国家秘密1件: a part's own parts are passed over.
        group = words.group_of.get(item.target.aspect) if item.target else None
        if group and any(part.target and part.target.aspect == group for part in parts):
            continue
        inside = item.depth > whole.depth or (item.among and not whole.among)
        kind = _listing(words, whole, item)
        # 网上39件、信函13件；自然人49件、企业3件: of two ways of sorting the one understood.
        goes_on = kind == listing or _mixes(words, whole, parts, item, {listing, kind})
        if parts and not (listing or goes_on) and kind and item.clause != parts[-1].clause:
            parts = []
        if not parts:
            if not inside or kind is None or (passed and kind != COLUMNS):
                break
            listing, depth = kind, item.depth
        elif not goes_on or item.depth != depth:
            # A number that is not understood may be the rest of the list.
            # So may those that go on: 受理45件，其中公开31件、不予公开12件，结转2件.
            unknown = item.target is None and not item.together
            rest = unknown or (item.target is not None and item.target.aspect == carry.out)
            parts[-1].open = parts[-1].open or (rest and not item.foreign)
            break
        parts.append(item)
    # One part alone (其中网上申请3件) is an example, not a breakdown.
    return (listing, parts) if len(parts) > 1 else ("", [])


def _mixes(
    words: ClaimWords, whole: Item, parts: Sequence[Item], item: Item, kinds: set[str | None]
) -> bool:
    """政务动态517条，微信公众号81条: a kind and a channel may tell together what was published."""
    items = whole.target is not None and whole.target.topic in words.items
    # Once the kinds make up the whole, the channels sort it another way.
    fewer = sum(part.value for part in parts) < whole.value
    return items and fewer and item.unit == whole.unit and kinds == {"", "channels"}


def _is_row(words: ClaimWords, item: Item) -> bool:
    """Whether it is what was done of all, or what goes on."""
    carry, target = words.file.carry, item.target
    rows = (carry.done, carry.work, carry.out)
    plain = target is not None and target.topic == carry.topic and not target.column
    return plain and target is not None and target.aspect in rows and not item.among


def _added_up(before: Sequence[Item], whole: Item) -> list[Item]:
    """基础信息135条，项目信息5条，合计140条: all that was counted alike just before."""

    def alike(item: Item) -> bool:
        counted = item.kind is Kind.COUNT and item.unit == whole.unit
        return counted and not item.foreign and not item.summed and item.depth == whole.depth

    parts = [*takewhile(alike, reversed(before[-REACH:]))][::-1]
    return parts if len(parts) > 1 else []


def _strange_parts(items: Sequence[Item], place: int) -> tuple[str, list[Item]]:
    """The parts of a number that is not understood: counted alike, one list, without a break."""
    whole = items[place]
    parts: list[Item] = []
    for item in items[place + 1 : place + REACH]:
        inside = item.depth > whole.depth or (item.among and not whole.among)
        alike = item.kind is Kind.COUNT and item.unit == whole.unit and not item.foreign
        if not (inside and alike) or (parts and item.depth != parts[0].depth):
            break
        parts.append(item)
    # 收到21件，18件线上申请，3件信函申请，其中予以公开…: of all of them.
    added = sum(part.value for part in parts)
    earlier = [i for i in items[max(0, place - REACH) : place] if i.kind is Kind.COUNT]
    of_all = added != whole.value and any(item.value == added for item in earlier)
    # 延期办结7件。其中予以公开241件，…: nor are they parts of what is much less.
    of_all = of_all or added > whole.value * _FAR
    return ("", parts) if len(parts) > 1 and whole.unit and not of_all else ("", [])


def _listing(words: ClaimWords, whole: Item, item: Item) -> str | None:
    """The kind of list that an item may be a part of; None for a number of its own."""
    target, own = item.target, whole.target
    assert own is not None
    # 公开信息331条，其中监督检查35条: whatever else it may be, it is a kind of them.
    # 政策解读12篇 may be among 条.
    alike = own.topic in words.items and item.unit in words.file.topics[own.topic].units
    kind = alike and item.among
    if item.foreign and not (kind and target is None):
        return None
    if target is None:
        # A number that is not understood can be a part if it is counted alike; then nobody says
        # of what.
        return "" if item.unit == whole.unit or kind else None
    total = words.file.total
    if target.column and target.column != total:
        return COLUMNS if target.aspect == own.aspect and own.column in ("", total) else None
    listing = words.list_of.get(target.aspect)
    group = words.group_of.get(target.aspect)
    # 自然人7件，法人2件，予以公开8件: results of all, not of the applicants told last.
    if own.column not in ("", total) and target.column != own.column:
        return None
    if group is not None:
        # 办结4件，其中予以公开2件、本机关不掌握2件: a row may stand for its group.
        if own.aspect == group:
            return group
        return None if own.aspect in words.list_of else words.list_of.get(group)
    if listing is None or own.aspect in words.list_of:
        return "channels" if target.aspect == "channel" else None
    return listing
