"""One question, or a list of small forms: shown, answered, and repeated where in doubt."""

from __future__ import annotations

from collections.abc import Iterator
from unicodedata import normalize

from drafter.chat.chat_commands import Said, unescaped
from drafter.chat.conversation import Chat
from drafter.chat.talk import chosen
from drafter.desk.acts import ADD, ANEW, BACK, DELETE, EDIT
from drafter.desk.clerk_words import number_words
from drafter.desk.question_in_words import (
    NONE,
    SAME,
    YES_NO,
    as_entries,
    bare,
    choices_of,
    contradictions,
    go_on,
    heard,
    hint_line,
    is_gate,
    need_words,
    pairs_line,
    shortened,
)
from drafter.draft.draft_model import Raw, Record
from drafter.draft.empty_answers import answer_problem, field_problem
from drafter.draft.typed_answers import read_answer
from drafter.errors import Problem
from drafter.form.definitions import Form, Kind, Question
from drafter.interview.given_answers import record_answer
from drafter.interview.progress import skip
from drafter.interview.steps import Ask

_SEVERAL, _OR_NONE = "可以选几项，用顿号隔开", "；一项也没有就写“无”"
_MENDED = (Kind.LINE, Kind.PROSE, Kind.BREAKDOWN)
"""A refused answer of these kinds may be worth mending; any other is typed anew."""


def answer(chat: Chat, step: Ask) -> Said | None:
    """Ask one question, once; the loop asks again where there was no answer.

    The result is the command that was said instead.
    """
    question = step.question
    chat.head(step.spot)
    if question.kind is Kind.RECORDS:
        return _answer_entries(chat, step)
    lines, start = _ask_lines(chat, step), ""
    while True:
        line = _ask(chat, step, lines, start)
        if isinstance(line, Said):
            return line
        word = line.strip()
        if not word:
            taken = chat.take(go_on(chat.state, step), done_at=question.id)
        elif EDIT.named(word) and step.typed:
            from drafter.chat.paragraph_talk import edited

            new = edited(chat, step.typed, question.id, lines[0])
            if isinstance(new, Said):
                return new
            taken = not new.strip() or _record(chat, question, new)
        else:
            same = word == SAME and step.last
            if same:
                chat.talk.say(f"记下与上年相同：{shortened(step.last)}{question.unit}")
            said = "" if same else word
            taken = _record(chat, question, same or _as_raw(question, unescaped(line)), said)
        if taken:
            return None
        # It was read once: now its first line, and what was typed to be mended. What can be chosen
        # is told by what refused a word, and has to be told again where there was none.
        lines = lines[:1] if word else [lines[0], *_choices(step)]
        start = chat.to_mend(line) if question.kind in _MENDED else ""


def _ask(chat: Chat, step: Ask, lines: list[str], start: str) -> str | Said:
    question = step.question
    typed = chat.desk.typing.get(question.id)
    several = question.kind is Kind.PROSE
    extra = ["  可以写几段，写完单独打一行“完”。"] if several else []
    if typed and not start:
        start = typed if isinstance(typed, str) else pairs_line(typed)
        extra.append("  上次写到一半的在这里，接着写就行。")
    return chat.ask(
        [*lines, *extra],
        words_too=(*choices_of(question), *question.choices),
        start=start,
        several=several,
        at=question.id,
        is_answer=lambda text: _is_answer(question, text),
    )


def _record(chat: Chat, question: Question, raw: Raw, said: str = "") -> bool:
    """said: what was typed, where `raw` is what it stands for."""
    after = record_answer(chat.state, question.id, raw)
    if not chat.take(after, done_at=question.id):
        return False
    value = chat.state.draft.answers.get(question.id)
    if isinstance(raw, str) and value is not None:
        chat.talk.say(*filter(None, [heard(question, said or raw, value)]))
    doubts = contradictions(chat.state, question.id)
    chat.talk.say(*doubts, *([f"写错了的，打“{BACK.word}”回去改。"] if doubts else []))
    return True


def _ask_lines(chat: Chat, ask: Ask) -> list[str]:
    """The question, a line of hint, the choices, and what Enter does."""
    form, question = chat.state.form, ask.question
    head = (
        f"{number_words(chat.state, ask.spot.place)} {question.ask}{need_words(form, ask)}".strip()
    )
    lines = [head]
    lines += [f"  {said}"] if (said := hint_line(ask)) else []
    lines += _choices(ask)
    if question.example and not ask.typed:
        lines.append(f"  例如：{question.example}")
    if ask.last:
        lines.append(f"  上年：{shortened(ask.last)}（要一样的，打“{SAME}”）")
    if ask.verify:
        lines.append("  这一题标了待核。核实以后直接填，或者打“已核实”。")
    lines.append(f"  {_enter_does(form, ask)}")
    return [line for line in lines if line.strip()]


def _choices(ask: Ask) -> Iterator[str]:
    question = ask.question
    if choices := choices_of(question):
        listed = "  ".join(f"{number} {choice}" for number, choice in enumerate(choices, 1))
        yield f"  {listed}"
    several = f"{_SEVERAL}{'' if ask.some else _OR_NONE}。"
    more = several if question.kind is Kind.CHOICES else ""
    if more := more + ("也可以写别的。" if question.free else ""):
        yield f"  {more}"
    if question.kind is Kind.BREAKDOWN and question.choices:
        yield f"  常用的名称：{'、'.join(question.choices)}"


def _enter_does(form: Form, ask: Ask) -> str:
    """What an empty line does here, in words."""
    if ask.typed:
        more = "；打“改”在原来的文字上改" if ask.question.kind is Kind.PROSE else ""
        return f"现在是：{shortened(ask.typed)}。（回车不改{more}）"
    if ask.default:
        return f"（回车就是：{ask.default}）"
    return "" if ask.required or is_gate(form, ask.question) else "（回车跳过）"


def _is_answer(question: Question, line: str) -> bool:
    """Whether a line can be read as an answer."""
    # Where any text is an answer, a letter alone is taken for the command that it names.
    text = normalize("NFKC", line).strip()
    takes_text = question.free or question.kind in (Kind.LINE, Kind.PROSE)
    if takes_text and len(text) == 1 and text.isascii() and not text.isdecimal():
        return False
    value = read_answer(question, _as_raw(question, line))
    return not isinstance(value, Problem) and answer_problem(question, value) is None


def _as_raw(question: Question, line: str) -> str:
    """What was typed, the number of a yes or no made its word."""
    number = normalize("NFKC", line.strip())
    if question.kind is Kind.YESNO and number in ("1", "2"):
        return YES_NO[int(number) - 1]
    return line


def _answer_entries(chat: Chat, step: Ask) -> Said | None:
    """Ask for the entries; an answer that is there already can be kept, added to, changed."""
    typed = chat.desk.typing.get(step.question.id)
    value = step.value if isinstance(step.value, tuple) else ()
    entries = [entry for entry in value if isinstance(entry, Record)]
    if entries and not typed:
        return _change(chat, step, entries)
    given = [str(text) for text in typed] if isinstance(typed, tuple) else []
    return _gather(chat, step, given)


def _gather(chat: Chat, step: Ask, given: list[str]) -> Said | None:
    """`given` holds the fields so far, entry after entry."""
    question, fields = step.question, step.question.fields
    begun = list(step.begun)
    chat.talk.say(*_ask_lines(chat, step)[: 1 if given else 2])
    if step.last and not given:
        chat.talk.say("  上年写的，打“上年”看。")
    if given:
        chat.talk.say("  上次写到一半，接着写就行。")
    while True:
        entry, at = divmod(len(given), len(fields))
        offered = begun[entry][fields[at].id] if entry < len(begun) else ""
        can_end = at == 0 and not offered and (entry > 0 or not step.required)
        line = _field(chat, question, entry, at, can_end=can_end, offered=offered)
        if offered and isinstance(line, str) and DELETE.named(line):
            del begun[entry]
            continue
        if isinstance(line, Said):
            if line.act is not BACK or not given:
                return line
            given.pop()  # within the entries, back is one field back
            chat.desk.typed(question.id, tuple(given))
            continue
        text = bare(unescaped(line).strip(), fields[at].label) or offered
        if (not text and can_end) or (not given and text in NONE):
            if _finished(chat, question, text or given):
                return None
        elif not given and text == SAME and step.last:
            chat.talk.say(f"记下与上年相同：{shortened(step.last)}")
            if _record(chat, question, step.last, text):
                return None
        elif (odd := field_problem(fields[at].label, text, required=fields[at].required)) and text:
            chat.talk.say(str(odd))
        elif not text and fields[at].required:
            chat.talk.say(f"“{fields[at].label}”要写。现在写不了的，打“不确定”或者“跳过”。")
        else:
            given.append(text)
            chat.desk.typed(question.id, tuple(given))
            chat.desk.flush()


def _field(
    chat: Chat, question: Question, entry: int, at: int, *, can_end: bool, offered: str
) -> str | Said:
    field = question.fields[at]
    ends = "没有了就回车" if entry else "回车跳过"
    enter = ends if can_end else ("" if field.required else "选填，回车跳过")
    hint = field.hint if entry == 0 else ""
    if offered:
        hint = f"{offered}（回车照用，打“{DELETE.word}”不写这一条）"
    words = f"第 {entry + 1} 条，{field.label}{f'（{enter}）' if enter else ''}：{hint}"
    # One character is a command's letter sooner than a field of an entry.
    return chat.ask(
        [words],
        is_answer=lambda text: len(text.strip()) > 1 or bool(offered and DELETE.named(text)),
    )


def _finished(chat: Chat, question: Question, given: str | list[str]) -> bool:
    """`given`: the fields, entry after entry, or a word for none."""
    raw: Raw = given if isinstance(given, str) else as_entries(question, given)
    after = record_answer(chat.state, question.id, raw) if given else skip(chat.state, question.id)
    return chat.take(after, done_at=question.id)


def _change(chat: Chat, step: Ask, entries: list[Record]) -> Said | None:
    """Keep what is there, add to it, change or take away one entry, or begin anew."""
    question, size = step.question, len(step.question.fields)
    told = (shortened("；".join(filter(None, entry.values()))) for entry in entries)
    listed = [f"  {number} {words}" for number, words in enumerate(told, 1)]
    ways = f"  （回车不改；{ADD.word} 再加一条；{EDIT.word} 1；{DELETE.word} 1；{ANEW.word}）"
    line = chat.ask([_ask_lines(chat, step)[0], *listed, ways], is_answer=lambda _: False)
    if isinstance(line, Said):
        return line
    word, _, number = line.strip().partition(" ")
    word, number = (word[0], word[1:]) if word[1:].isdecimal() else (word, number)
    given = [text for entry in entries for text in (entry[f.id] for f in question.fields)]
    at = chosen(number.strip(), range(len(entries)))
    if not word:
        chat.take(skip(chat.state, question.id), done_at=question.id)
    elif ADD.named(word):
        return _gather(chat, step, given)
    elif ANEW.named(word):
        return _gather(chat, step, [])
    elif (EDIT.named(word) or DELETE.named(word)) and at is not None:
        own = slice(at * size, (at + 1) * size)
        new = [] if DELETE.named(word) else _changed(chat, step, given[own])
        if isinstance(new, Said):
            return new
        given[own] = new
        _finished(chat, question, given or NONE[0])
    else:
        chat.talk.say(f"没有听懂“{line.strip()[:20]}”。")
    return None


def _changed(chat: Chat, step: Ask, old: list[str]) -> list[str] | Said:
    """One entry, each field kept or written anew; or the command that was said instead."""
    new = []
    for field, text in zip(step.question.fields, old, strict=True):
        drop = "；不要了打“无”" if text and not field.required else ""
        asked = f"{field.label}，现在是：{text or '（空）'}（回车不改{drop}）"
        while True:
            line = chat.ask([asked], start="" if chat.talk.plain else text)
            if isinstance(line, Said):
                return line
            written = unescaped(line).strip() or text
            if written in NONE and not field.required:
                written = ""
            odd = written and field_problem(field.label, written, required=field.required)
            if not odd:
                break
            chat.talk.say(f"{odd.where}：{odd.what}有的写具体，不改就回车。")
        new.append(written)
    return new
