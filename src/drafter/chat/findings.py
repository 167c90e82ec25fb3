"""核对: what the checks say, by number; going there, and closing a 提醒 with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from drafter.chat.commands import Said
from drafter.checks.finding import Finding, Result
from drafter.checks.run import run_checks
from drafter.checks.telling import summary
from drafter.draft.model import Closure
from drafter.errors import Problem
from drafter.form.model import Severity
from drafter.interview.moving import go_to
from drafter.interview.next import next_step
from drafter.interview.passing import close_finding
from drafter.interview.places import open_places, place_of
from drafter.interview.state import TEXTS

if TYPE_CHECKING:
    from drafter.chat.loop import Chat

_TITLES = {Severity.ERROR: "需要改", Severity.WARNING: "需要确认", Severity.NOTE: "提示"}
_FINE = "没错"
_MOST_NOT_RUN = 5


def check(chat: Chat) -> None:
    """List the findings until the clerk goes to one or back."""
    while True:
        result, ahead = _sorted(chat)
        chat.talk.say(*_lines(result))
        if ahead:
            chat.talk.say(f"还没填到的地方另有 {ahead} 处，填到时再看。")
        if not result.findings:
            return
        line = chat.ask(
            [f"打序号就去那里；提醒确实没错的，打“{_FINE} 序号 理由”；回车返回。"],
            is_answer=lambda text: text.strip().isdecimal(),
        )
        if isinstance(line, Said):
            chat.do(line, next_step(chat.state))
            return
        word, _, rest = line.strip().partition(" ")
        if not word:
            return
        if word == _FINE:
            _close(chat, result, rest)
        elif word.isdecimal() and 1 <= int(word) <= len(result.findings):
            chat.take(go_to(chat.state, _where(chat, result.findings[int(word) - 1])))
            return
        else:
            chat.talk.say(f"没有第“{word[:9]}”处。")


def count_words(chat: Chat) -> str:
    """`需要改 1 处，需要确认 2 处`."""
    result, _ = _sorted(chat)
    counts = [
        f"{_TITLES[severity]} {len(found)} 处"
        for severity in (Severity.ERROR, Severity.WARNING)
        if (found := result.of(severity))
    ]
    return "，".join(counts) or "没有发现错误"


def _sorted(chat: Chat) -> tuple[Result, int]:
    """What there is to say of what was given, and how much is only not filled in yet."""
    result = run_checks(chat.material())
    state = chat.state
    ahead = {place.id for place in open_places(state)}
    told = tuple(
        finding
        for finding in result.findings
        if (place := place_of(state, _where(chat, finding))) is None or place.id not in ahead
    )
    return result._replace(findings=told), len(result.findings) - len(told)


def _lines(result: Result) -> Iterator[str]:
    severity: Severity | None = None
    for number, finding in enumerate(result.findings, 1):
        if finding.severity is not severity:
            severity = finding.severity
            yield f"{_TITLES[severity]}："
        yield f"  {number} {finding.place}：{finding.what}{finding.fix}（{finding.code}）"
        if finding.echoes:
            yield f"    另有 {len(finding.echoes)} 处因此产生。"
    unchecked = list(dict.fromkeys(skipped.missing for skipped in result.not_run))
    for missing in unchecked[:_MOST_NOT_RUN]:
        yield f"未能核对：{missing}。"
    yield summary(result)


def _close(chat: Chat, result: Result, rest: str) -> None:
    number, _, reason = rest.strip().partition(" ")
    if not (number.isdecimal() and 1 <= int(number) <= len(result.findings)):
        chat.talk.say(f"写成：{_FINE} 2 理由。")
        return
    finding = result.findings[int(number) - 1]
    if finding.severity is Severity.ERROR:
        chat.talk.say(str(Problem(finding.place, "错误不能关闭。", finding.fix)))
        return
    today = chat.around.today.isoformat()
    closure = Closure(finding.code, finding.address, finding.seen, reason.strip(), today)
    if chat.take(close_finding(chat.state, closure)):
        chat.talk.say("记下理由了；数值变化后，它会重新出现。")


def _where(chat: Chat, finding: Finding) -> str:
    """The place to go to: a section's text stands for it where both have one name."""
    form, address = chat.state.form, finding.address
    if address in form.cells or address in form.questions or address in form.tables:
        return address
    has_text = any(section.id == address and section.text for section in form.sections)
    return TEXTS + address if has_text else address
