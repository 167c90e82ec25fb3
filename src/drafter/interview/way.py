"""The way through a form, the whole one and the short one, and where on it a clerk is.

The short way asks alone what must be asked, and everything else on a few pages. It leaves the
same session as the whole way, whose places it asks in another order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from drafter.draft.draft_model import Draft, Value
from drafter.draft.typed_answers import read_answer
from drafter.errors import Problem
from drafter.form.definitions import Address, Express, Need, Part, Question, Section
from drafter.interview.interview_state import (
    REVIEW,
    InterviewState,
    PageKind,
    Place,
    PlaceKind,
    Progress,
    gate_of,
    page_of,
    parts,
    place_of,
    section_of,
    table_place,
    unknown,
)
from drafter.interview.paragraphs import is_settled


def way(state: InterviewState) -> tuple[Place, ...]:
    """Every place that concerns this organ, dealt with or not, in the order of asking."""
    if "way" not in state.memo:
        state.memo["way"] = tuple(_way(state))
    places: tuple[Place, ...] = state.memo["way"]
    return places


def open_places(state: InterviewState) -> tuple[Place, ...]:
    """The places of the way still to be asked: neither dealt with nor skipped."""
    if "open" not in state.memo:
        state.memo["open"] = tuple(_open(state))
    places: tuple[Place, ...] = state.memo["open"]
    return places


def is_answered(state: InterviewState, place: Place) -> bool:
    """Whether something was given there; a skipped place, or one marked 待核, is not answered."""
    match place.kind:
        case PlaceKind.TABLE:
            cells = state.facts.open_cells
            return all(state.form.cells[address].table != place.id for address in cells)
        case PlaceKind.TEXT:
            return is_settled(state, place.section)
        case PlaceKind.PAGE:
            return False  # it is done with when nothing on it is open: `is_open`
    return place.id in state.draft.answers


def lies_ahead(state: InterviewState, where: str) -> bool:
    """Whether the place that an address belongs to is still to be asked."""
    place = place_of(state, where)
    return place in open_places(state)


def title_of(state: InterviewState, part: str) -> str:
    """What the clerk calls a part."""
    form = state.form
    own = next((known for known in form.parts if known.id == part), None)
    title = form.basics.title if own is None else own.title
    return state.facts.render(title, part)


def open_tables(state: InterviewState) -> frozenset[str]:
    """The tables with cells that nobody has looked at and nobody has marked."""
    form, verify = state.form, state.draft.verify
    cells = state.facts.open_cells
    return frozenset(form.cells[address].table for address in cells if address not in verify)


def missing(state: InterviewState) -> tuple[Address, ...]:
    """The required questions without an answer, in the order of asking."""
    questions = state.form.questions
    return tuple(
        place.id
        for place in way(state)
        if place.kind is PlaceKind.QUESTION
        and place.id not in state.draft.answers
        and state.facts.required(questions[place.id])
    )


def unadopted(state: InterviewState) -> tuple[Place, ...]:
    """The drafted texts that the clerk has neither adopted nor replaced, in the order of asking.

    Where nothing is drafted there is nothing to adopt.
    """
    return tuple(
        place
        for place in way(state)
        if place.kind is PlaceKind.TEXT
        and not is_answered(state, place)
        and state.drafted(place.section)
    )


def settle(
    state: InterviewState,
    place: str,
    *,
    draft: Draft | None = None,
    progress: Progress | None = None,
) -> InterviewState:
    """The state after an act at `place`, which is dealt with: the way goes on from there."""
    draft, progress = draft or state.draft, progress or state.progress
    return replace(state, draft=draft, progress=progress, at="", after=place)


def unskipped(progress: Progress, places: Iterable[str]) -> Progress:
    """The progress with these places no longer skipped."""
    return replace(progress, skipped=progress.skipped.difference(places))


def _way(state: InterviewState) -> Iterator[Place]:
    form = state.form
    opening = (form.basics,) if form.preamble is None else (form.basics, form.preamble)
    for section in opening:
        yield from _section(state, section, form.basics.id)
    for part in form.asking_order:
        # What is printed before a table tells of its figures.
        yield from _table(state, part)
        for section in part.sections:
            yield from _section(state, section, part.id)


def _section(state: InterviewState, section: Section, part: str) -> Iterator[Place]:
    for question in section.questions:
        if _is_asked(state, question):
            yield Place(PlaceKind.QUESTION, question.id, part, section.id)
    if section.text:
        yield Place(PlaceKind.TEXT, section.id, part, section.id)


def _table(state: InterviewState, part: Part) -> Iterator[Place]:
    if part.table is None:
        return
    # The gates come before their table: their answers leave most organs only a few cells to see.
    for gate in part.table.gates:
        if state.facts.asked(gate.question):
            yield Place(PlaceKind.QUESTION, gate.question.id, part.id, gate.question.section)
    computed = state.form.computed
    if any(c.address not in computed and c.address not in state.closed for c in part.table.cells):
        yield Place(PlaceKind.TABLE, part.id, part.id, "")


def _is_asked(state: InterviewState, question: Question) -> bool:
    """A question that only a local rule asks for is asked where there is one, or once given."""
    wanted = question.need is not Need.LOCAL or question.id in state.local
    return (wanted or question.id in state.draft.answers) and state.facts.asked(question)


def _open(state: InterviewState) -> Iterator[Place]:
    tables = open_tables(state)  # once, not for each table: it looks at every cell
    for place in way(state):
        if place.name not in state.progress.skipped and not _is_dealt_with(state, place, tables):
            yield place


def _is_dealt_with(state: InterviewState, place: Place, tables: frozenset[str]) -> bool:
    if place.kind is PlaceKind.TABLE:
        return place.id not in tables
    return is_answered(state, place) or place.name in state.draft.verify


# Where one is, and going elsewhere


def route(state: InterviewState) -> tuple[Place, ...]:
    """The places that the clerk passes, dealt with or not, in order."""
    return express_places(state) if state.is_express else way(state)


def shown_place(state: InterviewState) -> str:
    """The place whose step comes next, or REVIEW when nothing is left to ask.

    A place gone to is shown first, answered or not. Else the part that the clerk is in goes
    on, from the last place to its end and then from its beginning; else the way does.
    """
    if state.at == REVIEW or (state.at and place_of(state, state.at) is not None):
        return state.at
    todo = open_places(state)
    if state.is_express:
        # Behind the pages comes whatever they leave: a text for which nothing is drafted.
        ahead = (place for place in (*express_places(state), *todo) if is_open(state, place))
        return next((place.name for place in ahead), REVIEW)
    if not todo:
        return REVIEW
    here = place_of(state, state.after)
    if here is None:
        return todo[0].name
    same = [place for place in todo if place.part == here.part]
    order = {place: number for number, place in enumerate(way(state))}
    later = [place for place in same if order[place] >= order.get(here, 0)]
    # Round the part before the way: what was stepped over in it belongs to what is at hand.
    return (*later, *same, *todo)[0].name


def shown(state: InterviewState) -> Place | None:
    """The place shown, with its part and section; None at REVIEW."""
    return place_of(state, shown_place(state))


def back(state: InterviewState) -> InterviewState:
    """The place before the one shown, on the way; the first one stays. Nothing is validated."""
    order = route(state)
    here = place_of(state, shown_place(state))
    if here is None:
        return replace(state, at=order[-1].name) if order else state
    if here not in order:
        return replace(state, at="")
    return replace(state, at=order[max(0, order.index(here) - 1)].name)


def go_to(state: InterviewState, where: str) -> InterviewState | Problem:
    """A part, a question, a cell, a text, REVIEW.

    A part opens at what is open in it, else at its table, else at its beginning. What was
    skipped there is asked again. A section's id stands for its text, where it is not a
    part's id as well.
    """
    if where == REVIEW:
        return replace(state, at=REVIEW)
    if where in parts(state):
        return _go_to_part(state, where)
    place = place_of(state, where)
    if place is None:
        return unknown(where)
    at = where if where in state.form.cells else place.name
    return replace(state, at=at, progress=unskipped(state.progress, (place.name,)))


def _go_to_part(state: InterviewState, part: str) -> InterviewState:
    own = [place.name for place in way(state) if place.part == part] or [table_place(part)]
    awake = replace(state, progress=unskipped(state.progress, own))
    # Who comes back to a table that is done wants its figures; its gates lie one step back.
    done = table_place(part) if table_place(part) in own else own[0]
    first = next((p.name for p in open_places(awake) if p.part == part), done)
    return replace(awake, at=first)


# The short way


def express_of(state: InterviewState) -> Express:
    """What the form says of its short way, where the clerk goes it."""
    assert state.form.express is not None
    return state.form.express


def express_places(state: InterviewState) -> tuple[Place, ...]:
    """The places and pages of the short way, dealt with or not, in the order of asking."""
    if "express" not in state.memo:
        state.memo["express"] = tuple(_express_places(state))
    places: tuple[Place, ...] = state.memo["express"]
    return places


def is_open(state: InterviewState, place: Place) -> bool:
    """Whether a place or a page still has something to ask."""
    if place.kind is not PlaceKind.PAGE:
        return place in open_places(state)
    kind = PageKind(place.id)
    if kind is PageKind.STANDING:
        return bool(state.progress.standing)
    if place.name in state.progress.skipped:
        return False
    return any(True for _ in _still_on(state, kind))


def proposed(state: InterviewState, question: Question) -> str:
    """As a clerk would type it; "" for none. A gate has none: its table answers it best."""
    if question.proposes is None:
        return question.default
    said = state.facts.render(question.proposes, question.section).strip()
    return said or question.default


def proposal_of(state: InterviewState, question: Question) -> Value | None:
    """What a question proposes, read; None where it proposes nothing that can be used."""
    said = proposed(state, question)
    value = read_answer(question, said) if said else None
    return None if isinstance(value, Problem) else value


def usual(state: InterviewState) -> frozenset[str]:
    """The questions whose answers follow from others, or from what is usual: one page has them."""
    if "usual" not in state.memo:
        before = {*express_of(state).first, *express_of(state).happened}
        state.memo["usual"] = frozenset(
            place.id
            for place in way(state)
            if place.kind is PlaceKind.QUESTION
            and place.id not in before
            and gate_of(state.form, place.id) is None
            and proposal_of(state, state.form.questions[place.id]) is not None
        )
    questions: frozenset[str] = state.memo["usual"]
    return questions


def happened(state: InterviewState) -> tuple[str, ...]:
    """The questions behind the page of what happened that concern this organ, as listed."""
    asked = {place.id for place in way(state)}
    return tuple(name for name in express_of(state).happened if name in asked)


def extras(state: InterviewState) -> tuple[Place, ...]:
    """The optional questions to be ticked or left, in the order of asking.

    Once none is open, all that were ticked or left before: who comes back may think otherwise.
    """
    still = tuple(_still_on(state, PageKind.EXTRAS))
    return still or tuple(place for place in way(state) if _is_optional(state, place))


def _express_places(state: InterviewState) -> Iterator[Place]:
    express, form = express_of(state), state.form
    asked = way(state)
    if state.progress.standing:
        yield page_of(form, PageKind.STANDING)
    yield from (place for place in asked if place.id in express.first)
    if happened(state):
        yield page_of(form, PageKind.EVENTS)
    alone = [place for place in asked if _is_asked_alone(state, place)]
    yield from (place for place in alone if _is_needed(state, place))
    if extras(state):
        yield page_of(form, PageKind.EXTRAS)
    # Whoever steps back passes what was ticked, and none of what was left.
    skipped = state.progress.skipped
    yield from (
        place for place in alone if not _is_needed(state, place) and place.name not in skipped
    )
    yield page_of(form, PageKind.USUAL)


def _still_on(state: InterviewState, kind: PageKind) -> Iterator[Place]:
    """What is still open of what a page asks."""
    events = happened(state)
    for place in open_places(state):
        match kind:
            case PageKind.EVENTS if place.id in events:
                yield place
            case PageKind.EXTRAS if _is_extra(state, place):
                yield place
            case PageKind.USUAL if place.kind is PlaceKind.TEXT:
                if state.drafted(place.section) or section_of(state.form, place.section).optional:
                    yield place
            case PageKind.USUAL if place.id in usual(state):
                yield place


def _is_asked_alone(state: InterviewState, place: Place) -> bool:
    """Whether a place is asked by itself; those of a page that was skipped are."""
    if place.kind is PlaceKind.TABLE:
        return True
    if place.kind is PlaceKind.TEXT:
        return _is_skipped(state, PageKind.USUAL)
    if place.id in express_of(state).first:
        return False  # before all the others
    if place.id in express_of(state).happened:
        return _is_skipped(state, PageKind.EVENTS)
    if place.id in usual(state):
        return _is_skipped(state, PageKind.USUAL)
    picked = place.section in state.progress.picked or _is_skipped(state, PageKind.EXTRAS)
    return picked or _is_needed(state, place)


def _is_needed(state: InterviewState, place: Place) -> bool:
    if place.kind is not PlaceKind.QUESTION:
        return place.kind is PlaceKind.TABLE
    question = state.form.questions[place.id]
    return gate_of(state.form, place.id) is not None or state.facts.required(question)


def _is_extra(state: InterviewState, place: Place) -> bool:
    return place.section not in state.progress.picked and _is_optional(state, place)


def _is_optional(state: InterviewState, place: Place) -> bool:
    return (
        place.kind is PlaceKind.QUESTION
        and place.id not in express_of(state).first
        and place.id not in express_of(state).happened
        and not _is_needed(state, place)
        and place.id not in usual(state)
    )


def _is_skipped(state: InterviewState, kind: PageKind) -> bool:
    return page_of(state.form, kind).name in state.progress.skipped
