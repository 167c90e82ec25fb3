"""A page of the short way: shown whole, its lines ticked or changed by their numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from unicodedata import normalize

from drafter.chat.chat_commands import Said
from drafter.chat.conversation import Chat
from drafter.chat.talk import chosen
from drafter.desk.acts import ALL_RIGHT
from drafter.desk.last_report import sentences
from drafter.desk.question_in_words import SAME
from drafter.draft.typed_answers import read_choices
from drafter.draft.typed_figures import Misread
from drafter.interview.express_pages import PageLine, go_to_line, page_lines, take_page
from drafter.interview.interview_state import PageKind
from drafter.interview.steps import Page

_NUMBERS = re.compile(r"[0-9]+(?:[ 、，,]+[0-9]+)*")
_OUT = re.compile(r"(?:不要|-) *(?P<number>[0-9]+)")
_NONE = ("无", "没有", "都没有")


def page(chat: Chat, step: Page) -> Said | None:
    """Show the page and take what the clerk says of it."""
    if step.kind in (PageKind.EVENTS, PageKind.EXTRAS):
        return _ticked(chat, step)
    return _read(chat, step)


def _ticked(chat: Chat, step: Page) -> Said | None:
    """The numbers of what there was, in one line; none is an answer, too."""
    how = "  （打序号，可以几个，用空格隔开；一项也没有就回车）"
    if any(known.ticked for known in step.lines):
        how = "  （已选的没有错就回车；要改就打全部序号，用空格隔开；一项也没有打“无”）"
    chat.talk.say(*_head(step), *_listed(step.lines))
    if any(line.note and not line.ticked for line in step.lines):
        chat.talk.say(f"  上年有的没有替您选；和上年一样的，打“{SAME}”。")
    while True:  # the page was read once: it is long
        line = chat.ask([how], is_answer=_is_numbers)
        if isinstance(line, Said):
            return line
        ticked = _meant(step.lines, normalize("NFKC", line).strip())
        if not isinstance(ticked, str):
            break
        chat.talk.say(ticked)
    if chat.take(take_page(chat.state, step.kind, ticked)) and ticked:
        names = "、".join(known.label for known in step.lines if known.id in ticked)
        chat.talk.say(f"选了：{names}。")
    return None


def _meant(lines: tuple[PageLine, ...], word: str) -> set[str] | str:
    """The lines that are to be ticked, by number or name; else what was not understood."""
    if not word:  # nothing is to be changed
        return {line.id for line in lines if line.ticked}
    if word in _NONE:
        return set()
    if word == SAME:
        return {line.id for line in lines if line.ticked or line.note}
    if _is_numbers(word):
        found = {number: chosen(number, lines) for number in re.findall("[0-9]+", word)}
        unknown = [number for number, line in found.items() if line is None]
        return f"没有第 {unknown[0][:9]} 项。" if unknown else {o.id for o in found.values() if o}
    named = read_choices(word, tuple(line.label for line in lines), free=False)
    if isinstance(named, Misread):
        return f"没有听懂“{word[:20]}”。打前面的序号或者名称，用空格隔开。"
    return {line.id for line in lines if line.label in named}


def _read(chat: Chat, step: Page) -> Said | None:
    """Enter takes all of it; a number changes a line, `不要 3` leaves one out."""
    lines = step.lines
    how = "  （回车：都对，就这样；打序号改那一行；“不要 3”不写第 3 项）"
    chat.talk.say(*_head(step), *_numbered(lines, sentences(chat.state, step)))
    while True:
        line = chat.ask([how], is_answer=_is_numbers)
        if isinstance(line, Said):
            return line
        word = normalize("NFKC", line).strip()
        if not word or ALL_RIGHT.named(word):
            chat.take(take_page(chat.state, step.kind, {one.id for one in lines if one.ticked}))
            return None
        out = _OUT.fullmatch(word)
        if (one := chosen(out["number"] if out else word, lines)) is None:
            chat.talk.say(f"没有听懂“{word[:20]}”。打前面的序号，或者回车。")
        elif out is None:
            ticked = {known.id for known in lines if known.ticked}
            chat.take(go_to_line(chat.state, step.kind, one, ticked))
            return None
        elif one.fixed:
            chat.talk.say(f"“{one.label}”报告里一定要有，不能不要；要改的，打序号。")
        else:
            ticked = {known.id for known in lines if known.ticked} - {one.id}
            lines = page_lines(chat.state, step.kind, ticked)
            chat.talk.say(f"“{one.label}”不写了。")


def _head(step: Page) -> list[str]:
    return ["", step.ask, *([f"  {step.hint}"] if step.hint else [])]


def _listed(lines: tuple[PageLine, ...]) -> Iterator[str]:
    """What there is to tick: under each heading in one go, for there may be eighty."""
    numbered = list(enumerate(lines, 1))
    for heading in dict.fromkeys(line.heading for line in lines):
        own = [(number, line) for number, line in numbered if line.heading == heading]
        yield f"  {heading}："
        yield "    " + "  ".join(f"{n} {line.label}{_remark(line)}" for n, line in own)


def _remark(line: PageLine) -> str:
    said = [words for words in (line.note, "已选" if line.ticked else "") if words]
    return f"（{'，'.join(said)}）" if said else ""


def _numbered(lines: tuple[PageLine, ...], quotes: Mapping[str, str]) -> Iterator[str]:
    heading = ""
    for number, line in enumerate(lines, 1):
        if line.heading and line.heading != heading:
            heading = line.heading
            yield f"  {heading}"
        said = "" if line.is_text else f"：{line.said}"
        yield f"  {number} {line.label}{said}"
        yield from (f"　　{text}" for text in line.said.split("\n") if line.is_text)
        if line.id in quotes:
            yield f"     原文：{quotes[line.id]}"


def _is_numbers(text: str) -> bool:
    return _NUMBERS.fullmatch(normalize("NFKC", text).strip()) is not None
