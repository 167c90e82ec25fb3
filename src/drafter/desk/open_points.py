"""What still stands open before the report can be final, and what is said to a clerk who goes."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from drafter.draft.answers_file import Answers, Mark, Marks
from drafter.draft.unfinished_places import marked
from drafter.errors import Problem
from drafter.form.definitions import Severity
from drafter.form.form_texts import day
from drafter.interview.given_answers import accept_carried, accept_text, confirm_rest_zero
from drafter.interview.interview_state import (
    REVIEW,
    InterviewState,
    PlaceKind,
    Saved,
    from_saved,
    is_corrected,
    place_of,
    table_place,
    text_place,
    to_saved,
    typing_in,
    unsettled,
)
from drafter.interview.paragraphs import changed_texts
from drafter.interview.progress import verified
from drafter.interview.way import is_answered, missing, unadopted, way
from drafter.session.session_folder import session_path, sessions_folder

if TYPE_CHECKING:  # `print` tells what is left of a file, and loads nothing that saves
    from drafter.checks.finding import Finding
    from drafter.checks.material import Material
    from drafter.desk.desk import Around, Desk
    from drafter.session.session_list import Listing

_TOLD_AS_OPEN = ("F01", "F02", "F03")
"""The checks of what has not been answered, looked at or verified: the list says it itself."""
_YEAR_DAYS = 366
_SHOWN = 20
"""Characters of a half-typed text that are shown."""
_PLAIN = re.compile(r"[\w./:+-]+")
"""What no shell needs quotes for."""


class Repair(NamedTuple):
    """What one key does about a thing that stands open: `采用`, `确认为零`."""

    said: str
    does: Callable[[InterviewState], InterviewState | Problem]


class Item(NamedTuple):
    """One thing that stands open, where to go for it, and what one key does about it.

    fix: what else to do, where a check has said it
    """

    what: str
    where: str
    repair: Repair | None = None
    fix: str = ""


def left(desk: Desk, around: Around) -> tuple[Item, ...]:
    """All that stands between a session and its final report; nothing else keeps it back."""
    return _left(desk.state, around.material(desk.state), desk.typing)


def _left(
    state: InterviewState, material: Material, typing: Mapping[str, Mark]
) -> tuple[Item, ...]:
    """The same of any draft."""
    # A file that no interview has touched has no way to say that its texts were adopted.
    adopts = bool(to_saved(state).marks)
    errors, typed = _errors(state, material), half_typed(state, typing)
    return (*errors, *typed, *open_items(state, adopts=adopts))


def repaired(state: InterviewState, item: Item) -> InterviewState | Problem:
    """The state after the one-key repair; the clerk stays at the list."""
    if item.repair is None:
        return Problem(item.what, "这一处要到那里去改。", "按回车去改。")
    after = item.repair.does(state)
    return after if isinstance(after, Problem) else replace(after, at=REVIEW)


def left_in(answers: Answers, material: Material) -> tuple[Item, ...]:
    """All that stands between a file and its final report, session or not."""
    state = from_saved(answers.form, Saved(answers.draft, answers.marks))
    return _left(state, material, typing_in(answers.marks))


def count_left(state: InterviewState, marks: Marks, today: date) -> int:
    """How many things those are of a session that nobody works at."""
    from drafter.desk.desk import Around

    return len(_left(state, Around(today, Path()).material(state), typing_in(marks)))


def _errors(state: InterviewState, material: Material) -> Iterator[Item]:
    """What the checks call wrong, but for what `open_items` tells by itself."""
    from drafter.checks.check_catalogue import families
    from drafter.checks.check_run import run_checks

    asked = {state.form.questions[a].section for a in missing(state) if a in state.form.questions}
    deciding = [check for family in families(decide=True) for check in family]
    for finding in run_checks(material, deciding).of(Severity.ERROR):
        if finding.code not in _TOLD_AS_OPEN:
            yield from _error(state, material, finding, asked)


def _error(
    state: InterviewState, material: Material, finding: Finding, asked: Collection[str]
) -> Iterator[Item]:
    """One of them, unless it is for want of a required answer (`asked`), told by itself."""
    from drafter.desk.told_findings import mend, mendings_of, where_to  # most reports have none

    at = where_to(state.form, finding.address)
    if _empty_section(state, at) in asked:
        return
    ways = mendings_of(state, material, finding)
    alone = [way.likely for way in ways].count(True) == 1
    repair = Repair(ways[0].said, partial(mend, mending=ways[0])) if alone else None
    what = f"{finding.place}：{finding.what}"
    yield Item(what, _answerable(state, at), repair, finding.fix)


def _answerable(state: InterviewState, where: str) -> str:
    """The place; of a text for which nothing is drafted, the first question that would draft it."""
    # At the text there is nothing to adopt: whoever is sent there is sent back again and again.
    section = _empty_section(state, where)
    if not section:
        return where
    own = (p for p in way(state) if p.section == section and p.kind is PlaceKind.QUESTION)
    return next((p.name for p in own if not is_answered(state, p)), where)


def _empty_section(state: InterviewState, where: str) -> str:
    """The section of a text for which nothing is drafted or written; "" for any other place."""
    place = place_of(state, where)
    if place is None or place.kind is not PlaceKind.TEXT:
        return ""
    written = place.section in state.draft.texts or state.drafted(place.section)
    return "" if written else place.section


def half_typed(state: InterviewState, typing: Mapping[str, Mark]) -> Iterator[Item]:
    """What stands in a field and is not in the draft: refused, or not handed over."""
    asked = {place.name for place in way(state)}
    for where, text in typing.items():
        place = place_of(state, where)
        if not text or place is None or place.name not in asked or where in state.closed:
            continue
        said = f"“{text[:_SHOWN]}”" if isinstance(text, str) else "写了一半的内容"
        name = state.form.place(place.id if place.kind is PlaceKind.TEXT else where)
        yield Item(f"{name}：{said}还没有记下", where)


def open_items(state: InterviewState, *, adopts: bool) -> Iterator[Item]:
    """Everything the clerk still has to look at, kind by kind in the order of asking."""
    form = state.form
    shorts = {section.id: section.short for section in form.sections}
    for address in missing(state):
        yield Item(f"{form.place(address)}：必填，还没有回答", address)
    # Cells marked 待核 count here, too: the mark alone leaves them the form's zero.
    unseen = Counter(form.cells[a].table for a in state.facts.open_cells)
    for table, count in unseen.items():
        zero = Repair("确认为零", partial(confirm_rest_zero, table=table))
        yield Item(f"{form.tables[table].short}：有 {count} 格没有人看过", table_place(table), zero)
    for place in unadopted(state) if adopts else ():
        adopt = Repair("采用", partial(accept_text, section=place.section))
        yield Item(f"{shorts[place.section]}的文字：还没有采用", place.name, adopt)
    for address in marked(state.facts):
        right = Repair("已核实", partial(verified, where=address))
        yield Item(f"{form.place(address)}：标了待核", address, right)
    for changed in changed_texts(state):
        what = f"{shorts[changed.section]}的文字：写好以后事实变了"
        yield Item(what, text_place(changed.section))
    for address in unsettled(state):
        same = None if is_corrected(state, address) else Repair("没有变", _accepting(address))
        is_carried = address in state.progress.carried
        what = f"{form.carried}来的数还没有核对" if is_carried else "与台账的统计不同，还没有写原因"
        yield Item(f"{form.place(address)}：{what}", address, same)


def _accepting(address: str) -> Callable[[InterviewState], InterviewState]:
    return lambda state: accept_carried(state, (address,))


def unused_words(state: InterviewState) -> str:
    """What is kept and does not count; "" where nothing is. A zero that does not count is none."""
    form, cells = state.form, state.facts.unused_cells
    kept = [address for address, cell in cells.items() if cell.value]
    tables = dict.fromkeys(form.tables[form.cells[address].table].short for address in kept)
    said = f"有 {len(kept)} 格以前填过、现在没有用到（未使用），报告里不算。"
    return f"{'、'.join(tables)}{said}" if kept else ""


def deadline_words(today: date, last: date | None, made: date | None = None) -> str:
    """`距公布期限1月31日还有 11 天。`; "" where there is no deadline to tell.

    Nor is one told of a year ago, as of a sample.

    made: the day on which the final report was made: then that is told
    """
    if made:
        return f"正式稿在{day(made)}已经生成。"
    if last is None or _is_history(today, last):
        return ""
    days, last_day = (last - today).days, day(last)
    if days > 0:
        return f"距公布期限{last_day}还有 {days} 天。"
    if days == 0:
        return f"公布期限就是今天（{last_day}）。"
    return f"公布期限{last_day}已经过了 {-days} 天。"


def _is_history(today: date, last: date) -> bool:
    """Whether the next report has fallen due as well: nobody is late for this one any more."""
    return (today - last).days > _YEAR_DAYS


def days_left_words(today: date, last: date | None, made: date | None = None) -> str:
    """The same for the frame of the screen, in few words: `距1月31日还有 11 天`."""
    if made:
        return f"{made.month}月{made.day}日已生成正式稿"
    if last is None or _is_history(today, last):
        return ""
    days, last_day = (last - today).days, f"{last.month}月{last.day}日"
    if days > 0:
        return f"距{last_day}还有 {days} 天"
    return "今天是公布期限" if days == 0 else f"{last_day}的期限已过 {-days} 天"


def listing_lines(listing: Listing, today: date) -> Iterator[str]:
    """What a session is and how far it came, what its register tells, and who has it open."""
    if listing.trouble:
        yield f"读不出来：{listing.trouble}"
    else:
        year = f"{listing.year}年" if listing.year else "年度未填"
        whose = "，".join(filter(None, (listing.organ or "单位未填", year, listing.report)))
        days = days_left_words(today, listing.deadline, listing.made)
        yield "；".join(filter(None, (whose, _progress_words(listing), days)))
    if listing.due:
        from drafter.desk.register_in_words import soon_words

        if soon := soon_words(listing.due, today):
            yield f"台账：{soon}"
    if listing.holder:
        yield f"正由{listing.holder}打开着"


def _progress_words(listing: Listing) -> str:
    if listing.made:
        return ""  # that it was made is told with its day
    if not listing.begun:
        return "还没有填"
    if not listing.left:
        return "都填完了，可以生成正式稿"
    return f"做到“{listing.reached}”，还有 {listing.left} 处没有完"


def left_words(items: Sequence[Item]) -> str:
    """What is left, in a sentence; "" when nothing is."""
    if not items:
        return ""
    return f"还有 {len(items)} 处没有完，第一处是：{items[0].what.rstrip('。')}。"


def saved_words(desk: Desk, command: str) -> str:
    """That it is saved, and the command that goes on with it; or why it is not."""
    if desk.session.read_only:
        return f"这次只看，什么也没有改：{desk.session.read_only}"
    if desk.trouble is not None:
        return f"没有存下来：{desk.trouble.problems[0].what}"
    return f"已经保存。{goes_on_words(desk.session.path, command)}"


def goes_on_words(path: Path, command: str) -> str:
    """The command that goes on with this session."""
    return f"接着填：drafter {command} {_typed_name(path)}"


def _typed_name(path: Path) -> str:
    """The session as it is named on the command line; one that lies elsewhere by its file."""
    # By its real path: the folder may be a link, and the name alone would open another file.
    usual = session_path(sessions_folder(), path.stem)
    name = path.stem if os.path.realpath(usual) == str(path) else str(path)
    return name if _PLAIN.fullmatch(name) else f'"{name}"'
