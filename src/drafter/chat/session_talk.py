"""Which session: the one named, the latest, one of a list, or a new one after two questions."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from drafter.chat.chat_commands import read_command
from drafter.chat.talk import Prompt, Talk
from drafter.desk.acts import LEAVE
from drafter.desk.form_choice import FIRST, forms_for, known_forms, read_year
from drafter.draft.answers_file import Answers
from drafter.errors import DrafterError, Problem
from drafter.form.definitions import Form, Need
from drafter.interview.given_answers import record_answer
from drafter.interview.interview_state import InterviewState, new_state
from drafter.interview.progress import skip
from drafter.interview.transcript import Answer, Cells, Close, RestZero, Unsure, perform, transcript
from drafter.interview.way import open_places
from drafter.session.session_file import Session
from drafter.session.session_folder import changed_at, find_file, latest_first
from drafter.session.session_shelf import create

if TYPE_CHECKING:
    from drafter.session.session_file import DamagedError

# The list is shown before anything is imported that only an open session needs.
_MOST = 9


class GivenUpError(Exception):
    """The clerk does not want to go on."""


def open_named(talk: Talk, folder: Path, name: str, own: Path | None) -> Session:
    """The session of that name, or the file. Raises: DrafterError; GivenUpError."""
    from drafter.session.session_shelf import find

    given = find_file(Path(name), folder)
    path = given if os.path.isfile(given) else find(folder, name)
    return open_path(talk, path, own)


def open_latest(talk: Talk, folder: Path, own: Path | None) -> Session:
    """The session that was changed last, or a new one where there is none."""
    known = latest_first(folder)
    return open_path(talk, known[0], own) if known else open_new(talk, folder, own)


def open_chosen(talk: Talk, folder: Path, own: Path | None) -> Session:
    """One of those there are, or a new one."""
    known = latest_first(folder)
    if not known:
        return open_new(talk, folder, own)
    listed = [
        f"  {n} {path.stem}（{changed_at(path):%Y-%m-%d %H:%M} 改过）"
        for n, path in enumerate(known[:_MOST], 1)
    ]
    more = f"  还有 {len(known) - _MOST} 份，用 drafter chat 名字 打开。" if known[_MOST:] else ""
    lines = [
        "有这些报告，接着填哪一份？（回车选第 1 份）",
        *listed,
        more,
        f"  {min(len(known), _MOST) + 1} 新建一份",
    ]
    while True:
        line = ask_line(talk, lines)
        if not line:
            return open_path(talk, known[0], own)
        if line.isdecimal() and 1 <= int(line) <= min(len(known), _MOST):
            return open_path(talk, known[int(line) - 1], own)
        if line.startswith("新") or line == str(min(len(known), _MOST) + 1):
            return open_new(talk, folder, own)
        named = [path for path in known if path.stem == line]
        if named:
            return open_path(talk, named[0], own)
        talk.say("打前面的序号，或者写名字。")


def open_path(talk: Talk, path: Path, own: Path | None) -> Session:
    """The session in a file: mended where it is damaged, taken over where the clerk says so."""
    from drafter.session.session_file import DamagedError, open_session

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
    line = ask_line(talk, ["接过来填，还是只看？", "  1 接过来  2 只看（回车只看）"])
    if line != "1" and not line.startswith("接"):
        return session
    session.close()
    return open_session(path, own_forms=own, take_over=True)


def _mended(talk: Talk, path: Path, own: Path | None, error: DamagedError) -> Session:
    talk.say(*map(str, error.problems))
    if error.good is None:
        raise GivenUpError
    line = ask_line(
        talk,
        [
            f"文件坏了，可以恢复到{error.source}；坏了的那份会另存。",
            "  1 恢复  2 不动它，退出（回车恢复）",
        ],
    )
    if line == "2" or line.startswith("不"):
        raise GivenUpError
    from drafter.session.session_file import recover

    session, place = recover(path, own_forms=own)
    if place is not None:
        talk.say(f"恢复好了。坏了的那份在：{place}")
    return session


def ask_line(talk: Talk, lines: list[str]) -> str:
    """What the clerk types before there is a session. Raises: GivenUpError."""
    prompt = Prompt(tuple(line for line in lines if line.strip()))
    line = talk.ask(prompt).strip()
    said = read_command(line, lambda text: len(text) > 1)
    if said is not None and said.act is LEAVE:
        raise GivenUpError
    return line


def open_new(talk: Talk, folder: Path, own: Path | None) -> Session:
    """A new session after organ and year. Raises: DrafterError; GivenUpError."""
    talk.say("新建一份报告，先问两件事。")
    state = _started(talk, own)
    session = create(folder, state.form, state.draft, own_forms=own)
    talk.say(f"新建了“{session.name}”，存在 {session.path}")
    return session


def _started(talk: Talk, own: Path | None) -> InterviewState:
    forms = known_forms(own)
    first, *rest = FIRST
    year = _typed(talk, new_state(forms[0]), first, lambda raw: read_year(forms, raw))
    fitting = forms_for(forms, int(str(year)))
    state = _recorded(new_state(_one_of(talk, fitting)), first, str(year))
    for question_id in rest:
        ready = state

        def read(raw: str, ready: InterviewState = ready, asked: str = question_id) -> object:
            after = record_answer(ready, asked, raw)
            return after if isinstance(after, Problem) else raw

        state = _recorded(state, question_id, str(_typed(talk, state, question_id, read)))
    return state


def _typed(
    talk: Talk, state: InterviewState, question_id: str, read: Callable[[str], object]
) -> object:
    question = state.form.questions[question_id]
    lines = [f"{question.ask}（必填）", f"  {question.hint}例如：{question.example}"]
    while True:
        value = read(ask_line(talk, lines))
        if not isinstance(value, Problem):
            return value
        talk.say(str(value))


def _recorded(state: InterviewState, question_id: str, raw: str) -> InterviewState:
    after = record_answer(state, question_id, raw)
    if isinstance(after, Problem):
        raise DrafterError(after)
    return after


def _one_of(talk: Talk, forms: list[Form]) -> Form:
    if len(forms) == 1:
        return forms[0]
    listed = [f"  {n} {form.name}（{form.source}）" for n, form in enumerate(forms, 1)]
    while True:
        line = ask_line(talk, ["用哪一种报告格式？", *listed])
        if line.isdecimal() and 1 <= int(line) <= len(forms):
            return forms[int(line) - 1]


class Taken(NamedTuple):
    """The state with a file's answers; `skipped` optional questions that it left out."""

    state: InterviewState
    answers: int
    skipped: int
    problems: tuple[Problem, ...]


def take_answers(state: InterviewState, given: Answers) -> Taken:
    """Every answer, figure, text and mark of the file; what is there already gives way.

    The optional questions that it does not answer were left out on purpose: they are skipped.
    """
    problems, count = [], 0
    for act in transcript(given.form, given.draft):
        if isinstance(act, Answer | Cells | RestZero | Unsure | Close):
            after = perform(state, act)
            if isinstance(after, Problem):
                problems.append(after)
            else:
                state, count = after, count + 1
    skipped = 0
    for place in open_places(state):
        question = state.form.questions.get(place.id)
        gate = any(question is gate.question for gate in state.form.gates)
        if question is not None and not gate and question.need is not Need.REQUIRED:
            after = state if state.facts.required(question) else skip(state, place.name)
            if not isinstance(after, Problem) and after is not state:
                state, skipped = after, skipped + 1
    return Taken(state, count, skipped, tuple(problems))
