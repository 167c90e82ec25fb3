"""核对: what the checks say, by number; going there, and closing a 提醒 with a reason."""

from __future__ import annotations

from collections.abc import Iterator

from drafter.chat.chat_commands import Said
from drafter.chat.conversation import Chat
from drafter.chat.talk import chosen
from drafter.checks.check_output import summary
from drafter.checks.finding import TITLES, Result
from drafter.desk.acts import EXCUSE, LOOK_AGAIN, REPAIR
from drafter.desk.told_findings import (
    ahead_words,
    close,
    mend,
    mending_words,
    mendings,
    not_run_words,
    reopen,
    told_findings,
    usual_reasons,
    where_to,
)
from drafter.form.definitions import Severity

_FINE, _OPEN, _MEND = EXCUSE.word, LOOK_AGAIN.word, REPAIR.word
_MOST_NOT_RUN = 5


def check(chat: Chat) -> Said | None:
    """List the findings until the clerk goes to one or back."""
    while True:
        result, ahead = told_findings(chat.state, chat.around)
        chat.talk.say(*_lines(chat, result))
        if ahead:
            chat.talk.say(ahead_words(ahead))
        if not result.findings and not result.closed:
            return None
        line = chat.ask(
            _ways(result),
            is_answer=lambda text: text.strip().isdecimal(),
        )
        if isinstance(line, Said):
            return line
        word, _, rest = line.strip().partition(" ")
        if not word:
            return None
        if EXCUSE.named(word):
            _close(chat, result, rest)
        elif LOOK_AGAIN.named(word):
            _reopen(chat, result, rest)
        elif REPAIR.named(word):
            _mend(chat, result, rest)
        elif finding := chosen(word, result.findings):
            chat.visit(where_to(chat.state.form, finding.address))
            return None
        else:
            chat.talk.say(f"没有第“{word[:9]}”处。")


def _ways(result: Result) -> list[str]:
    said = [f"打序号就去那里；提醒确实没错的，打“{_FINE} 序号 理由”"] if result.findings else []
    if any(finding.relation or finding.span for finding in result.findings):
        said.append(f"列出了改法的，打“{_MEND} 序号”，或者“{_MEND} 序号 第几种”")
    said += [f"说明过的要重新看，打“{_OPEN} 序号”"] if result.closed else []
    return [f"{'；'.join(said)}；回车返回。"]


def _lines(chat: Chat, result: Result) -> Iterator[str]:
    severity: Severity | None = None
    for number, finding in enumerate(result.findings, 1):
        if finding.severity is not severity:
            severity = finding.severity
            yield f"{TITLES[severity]}："
        yield f"  {number} {finding.place}：{finding.what}{finding.fix}（{finding.code}）"
        for way, mending in enumerate(mendings(chat.state, chat.around, finding), 1):
            yield f"    {_MEND} {number} {way}：{mending_words(mending)}"
        if finding.echoes:
            yield f"    另有 {len(finding.echoes)} 处因此产生。"
    for number, done in enumerate(result.closed, 1):
        if number == 1:
            yield "已说明："
        yield f"  {number} {done.finding.place}：{done.finding.what}理由：{done.reason}"
    for missing in not_run_words(result)[:_MOST_NOT_RUN]:
        yield f"未能核对：{missing}。"
    yield summary(result)


def _reopen(chat: Chat, result: Result, rest: str) -> None:
    closed = chosen(rest.strip(), result.closed)
    if closed is None:
        chat.talk.say(f"写成：{_OPEN} 1。")
    elif chat.take(reopen(chat.state, closed.finding)):
        chat.talk.say("重新打开了。")


def _mend(chat: Chat, result: Result, rest: str) -> None:
    number, _, way = rest.strip().partition(" ")
    finding = chosen(number, result.findings)
    mending = chosen(way or "1", mendings(chat.state, chat.around, finding)) if finding else None
    if mending is None:
        chat.talk.say(f"写成：{_MEND} 1，或者 {_MEND} 1 2；序号看上面的改法。")
    elif chat.take(mend(chat.state, mending)):
        chat.talk.say(f"{mending.said}。改错了打“撤销”。")


def _close(chat: Chat, result: Result, rest: str) -> None:
    number, _, reason = rest.strip().partition(" ")
    finding = chosen(number, result.findings)
    if finding is None:
        chat.talk.say(f"写成：{_FINE} 2 理由。")
    elif finding.closable and not reason.strip():
        usual = "；".join(usual_reasons(finding))
        chat.talk.say(f"还没有写理由。写成：{_FINE} {number} 理由。常用的理由：{usual}。")
    elif chat.take(close(chat.state, chat.around, finding, reason)):
        chat.talk.say("记下理由了；数值变化后，它会重新出现。")
