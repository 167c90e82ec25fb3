"""Which session: the one named, the latest, one of a list, or a new one after two questions."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from drafter.chat.chat_commands import read_command
from drafter.chat.talk import Prompt, Talk, chosen
from drafter.desk.acts import BACK, EXPLAIN, HELP, LEAVE
from drafter.desk.last_report import LastFile, SheetGroup, confirmed, last_file, sheet, sheet_head
from drafter.desk.new_report import (
    Beginning,
    ReportKind,
    empty_beginning,
    following,
    forms_for,
    is_plainly_a_name,
    read_year,
    report_kinds,
    sample_beginning,
)
from drafter.desk.question_in_words import contradictions
from drafter.draft.answers_file import load_answers
from drafter.draft.draft_model import Draft, with_answer
from drafter.errors import DrafterError, Problem
from drafter.form.definitions import Form
from drafter.form.year_words import in_year
from drafter.interview.given_answers import record_answer
from drafter.interview.interview_state import InterviewState, new_state
from drafter.session.session_file import (
    DamagedError,
    Session,
    mended_words,
    open_session,
    recover,
)
from drafter.session.session_folder import (
    NAMED_AFTER,
    changed_at,
    find_file,
    latest_first,
    session_path,
    typed_path,
)
from drafter.session.session_lock import TAKE_OVER
from drafter.session.session_shelf import create, find

_MOST = 9
"""Sessions in the list; an older one is opened by its name."""
_YEAR_DIGITS = 4
_SAMPLE = "示例"
"""Says that the clerk wants to look around first."""

_Meant = tuple[ReportKind, str, tuple[Beginning, bytes | None] | None]
"""The report that is meant, the year said with it, and all that last year's file tells."""


class GivenUpError(Exception):
    """The clerk does not want to go on."""


def open_named(talk: Talk, folder: Path, name: str, own: Path | None) -> Session:
    """The session of that name, or the file. Raises: DrafterError; GivenUpError."""
    given = find_file(Path(name), folder)
    path = given if os.path.isfile(given) else find(folder, name)
    return _open_path(talk, path, own)


def open_latest(
    talk: Talk, folder: Path, own: Path | None, today: date, answers: Path | None = None
) -> Session:
    """The session that was changed last, or a new one where there is none."""
    known = latest_first(folder)
    return _open_path(talk, known[0], own) if known else open_new(talk, folder, own, today, answers)


def open_chosen(
    talk: Talk, folder: Path, own: Path | None, today: date, answers: Path | None = None
) -> Session:
    """One of those there are, or a new one."""
    known = latest_first(folder)
    if not known:
        return open_new(talk, folder, own, today, answers)
    listed, new = known[:_MOST], str(len(known[:_MOST]) + 1)
    lines = ["有这些报告，接着填哪一份？（回车选第 1 份）"]
    for n, path in enumerate(listed, 1):
        lines.append(f"  {n} {path.stem}（{changed_at(path):%Y-%m-%d %H:%M} 改过）")
    if more := len(known) - len(listed):
        lines.append(f"  还有 {more} 份，用 drafter chat 名字 打开。")
    sample = str(len(listed) + 2)
    lines += [f"  {new} 新建一份", f"  {sample} 看看示例"]
    while True:
        line = _ask_line(talk, lines) or "1"
        if (numbered := chosen(line, listed)) is not None:
            return _open_path(talk, numbered, own)
        if line.startswith("新") or line == new:
            return open_new(talk, folder, own, today, answers)
        if line in (sample, _SAMPLE, f"看看{_SAMPLE}"):
            return _open_sample(talk, folder, own)
        if named := [path for path in known if path.stem == line]:
            return _open_path(talk, named[0], own)
        talk.say("打前面的序号，或者写名字。")


def open_new(
    talk: Talk, folder: Path, own: Path | None, today: date, answers: Path | None = None
) -> Session:
    """A new session after organ and year. Raises: DrafterError; GivenUpError.

    answers: a file of answers that may tell both; then nothing is asked
    """
    began, last = _answered(answers, own) if answers is not None else None, None
    if began is None:
        files = "Word、PDF、网页或答案文件"
        talk.say("新建一份报告，先问几件事。", f"有上年的报告（{files}），先把它拖到这里。")
        if (kind := _kind(talk, folder, own)) is None:
            return _open_sample(talk, folder, own)
        began, last = _started(talk, folder, own, today, kind)
    session = create(folder, began.form, began.draft, began.marks, last=last, own_forms=own)
    talk.say(f"新建了“{session.name}”，存在 {session.path}", *began.told)
    return session


def _open_sample(talk: Talk, folder: Path, own: Path | None) -> Session:
    """A copy of a filled-in report to look around in; the same again, as it was left."""
    kinds = [kind for kind in report_kinds(own) if kind.sample_name]
    lines = ["看哪一种报告的示例？（回车看第 1 种）"]
    lines += [f"  {n} {kind.name}" for n, kind in enumerate(kinds, 1)]
    while (kind := chosen(_ask_line(talk, lines) or "1", kinds)) is None:
        talk.say(f"打前面的序号，1 到 {len(kinds)}。")
    if (path := session_path(folder, kind.sample_name)).exists():
        return _open_path(talk, path, own)
    began = sample_beginning(kind, own)
    given = (began.form, began.draft, began.marks)
    session = create(folder, *given, name=kind.sample_name, own_forms=own)
    talk.say(*began.told)
    return session


def _answered(answers: Path, own: Path | None) -> Beginning | None:
    """A new report of the year and the organ of an answers file; None where it lacks either."""
    given = load_answers(answers, own)
    draft = Draft(given.form.id)
    for question in NAMED_AFTER:
        if (answer := given.draft.answers.get(question)) is None:
            return None
        draft = with_answer(draft, question, answer)
    return empty_beginning(given.form, draft)


def _open_path(talk: Talk, path: Path, own: Path | None) -> Session:
    """The session in a file: mended where it is damaged, taken over where the clerk says so."""
    try:
        session = open_session(path, own_forms=own)
    except DamagedError as error:
        return _mended(talk, path, own, error)
    held = session.held
    if held is None:
        return session
    talk.say(str(held.problems[0]))
    if not held.doubtful:
        return session
    line = _ask_line(talk, [TAKE_OVER, "  1 接过来  2 只看（回车只看）"])
    if line != "1" and not line.startswith("接"):
        return session
    session.close()
    return open_session(path, own_forms=own, take_over=True)


def _mended(talk: Talk, path: Path, own: Path | None, error: DamagedError) -> Session:
    talk.say(*map(str, error.problems))
    if error.good is None:
        raise GivenUpError
    line = _ask_line(talk, [error.offer, "  1 恢复  2 不动它，退出（回车恢复）"])
    if line == "2" or line.startswith("不"):
        raise GivenUpError
    session, place = recover(path, own_forms=own)
    if place is not None:
        talk.say(mended_words(place))
    return session


def _started(
    talk: Talk, folder: Path, own: Path | None, today: date, meant: _Meant
) -> tuple[Beginning, bytes | None]:
    """What report of which year: that tells which form there is to ask the rest of. Last year's
    report instead of it tells all of that; its bytes are the second."""
    kind, given, last = meant
    if last is not None:
        return last
    first, *rest = NAMED_AFTER
    usual, name = today.year - 1, ""
    lines = [*_lines(new_state(kind.forms[0]), first, usual), f"  回车就是：{usual}"]
    while isinstance(
        year := read_year(kind.forms, line := given or _ask_line(talk, lines) or str(usual), today),
        Problem,
    ):
        given = ""
        if (path := _file(line, folder)) is None and is_plainly_a_name(line):
            name = line
            talk.say(f"“{name}”记作本机关的全称。年度还没有写。")
        elif path is None:
            talk.say(str(year))
        elif last := _from_last(talk, path, own):
            return last
    state = new_state(_one_of(talk, forms_for(kind.forms, year)))
    for question_id in (first, *rest):
        if question_id != first:
            line = name or _ask_line(talk, _lines(state, question_id, year))
        while isinstance(after := record_answer(state, question_id, line), Problem):
            talk.say(str(after))
            line = _ask_line(talk, _lines(state, question_id, year))
        state = after
        doubts = contradictions(state, question_id)
        talk.say(*doubts, *([f"写错了的，等一下打“{BACK.word}”回去改。"] if doubts else []))
    return empty_beginning(state.form, state.draft), None


def _kind(talk: Talk, folder: Path, own: Path | None) -> _Meant | None:
    """The report that is meant, asked where there are several; or all that last year's tells.
    None for a sample.

    A year is an answer, too, which goes with the first: the second of what is returned.
    """
    kinds = report_kinds(own)
    if len(kinds) == 1:
        return kinds[0], "", None
    listed = [f"  {n} {kind.name}（{kind.about}）" for n, kind in enumerate(kinds, 1)]
    while True:
        how = f"回车选第 1 种；打“{_SAMPLE}”先看一份填好的"
        line = _ask_line(talk, [f"写哪一种报告？（{how}）", *listed]) or "1"
        if line == _SAMPLE:
            return None
        if (kind := chosen(line, kinds)) is not None:
            return kind, "", None
        if len(line) == _YEAR_DIGITS and line.isdecimal():
            return kinds[0], line, None
        if (path := _file(line, folder)) is None:
            talk.say(f"打前面的序号，1 到 {len(kinds)}。")
        elif last := _from_last(talk, path, own):
            return kinds[0], "", last


def _file(line: str, folder: Path) -> Path | None:
    path = typed_path(line, folder)
    return path if path.is_file() else None


def _from_last(talk: Talk, path: Path, own: Path | None) -> tuple[Beginning, bytes | None] | None:
    """The year after the file's, and its bytes; None where it will not do, which is told."""
    try:
        found = last_file(path, own)
    except DrafterError as error:
        talk.say(*map(str, error.problems))
        return None
    if isinstance(began := following(found, own), Problem):
        talk.say(str(began))
        return None
    if (left_out := _left_out(talk, found)) is None:
        return None
    found = confirmed(found, left_out)
    began = following(found, own)
    assert isinstance(began, Beginning)
    return began, found.kept


def _left_out(talk: Talk, last: LastFile) -> set[str] | None:
    """What was read of last year's report, shown: the proposals that are wrong; None for no."""
    if not last.was_read:
        return set()
    talk.say(*sheet_head(last))
    groups = sheet(last)
    offered = [row.question for group in groups for row in group.rows if row.question]
    for group in groups:
        if group.beside:  # dozens of them: those who listen to the lines ask for them
            talk.say(f"{group.title}：{len(group.rows)} 项，打“看”逐项看。")
        else:
            talk.say(*_group_lines(group, offered))
    lines = ["都看过了就按回车；哪几项不要，写前面的编号，用空格隔开；打“换”换一个文件。"]
    while True:
        line = _ask_line(talk, lines)
        if line.startswith("换"):
            return None
        if line.startswith("看"):
            for group in [group for group in groups if group.beside]:
                talk.say(*_group_lines(group, offered))
            continue
        numbers = re.split(r"[\s、，,]+", line) if line else []
        named = [each for number in numbers if (each := chosen(number, offered)) is not None]
        if len(named) == len(numbers):
            return set(named)
        talk.say(f"编号是 1 到 {len(offered)}。")


def _group_lines(group: SheetGroup, offered: list[str]) -> Iterator[str]:
    yield f"{group.title}："
    for row in group.rows:
        number = f"{offered.index(row.question) + 1} " if row.question else ""
        yield f"  {number}{row.said}"
        if row.quote:
            yield f"     原文：{row.quote}"


def _one_of(talk: Talk, forms: list[Form]) -> Form:
    if len(forms) == 1:
        return forms[0]
    listed = [f"  {n} {form.name}（{form.source}）" for n, form in enumerate(forms, 1)]
    while True:
        line = _ask_line(talk, ["用哪一种报告格式？", *listed])
        if (form := chosen(line, forms)) is not None:
            return form


def _lines(state: InterviewState, question_id: str, year: int) -> list[str]:
    question = in_year(state.form.questions[question_id], year)
    return [f"{question.ask}（必填）", f"  {question.hint}例如：{question.example}"]


def _ask_line(talk: Talk, lines: list[str]) -> str:
    """What the clerk types before there is a session. Raises: GivenUpError."""
    while True:
        line = talk.ask(Prompt(tuple(lines))).strip()
        said = read_command(line, lambda text: len(text) > 1)
        if said is not None and said.act is LEAVE:
            raise GivenUpError
        if said is None or said.act not in (HELP, EXPLAIN):
            return line
        talk.say(
            "先问清楚是哪一份报告，再开始填。不填了，打“退出”。",
            f"开始以后，打“{HELP.word}”看能做的每一件事。",
        )
