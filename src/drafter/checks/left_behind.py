"""The check of the clerk's own texts against answers that were changed after them (M)."""

from __future__ import annotations

from collections.abc import Iterator

from drafter.checks.catalogue import Hit, Missing, check
from drafter.checks.finding import Span
from drafter.checks.material import Material
from drafter.checks.similarity import similarity
from drafter.draft.sentences import Differing, left_behind
from drafter.form.definitions import Section, Severity

_LONGEST = 60


@check("M11", Severity.WARNING, source="drafter")
def own_texts_keep_up(material: Material) -> Iterator[Hit | Missing]:
    """自己写的文字，写好以后事实没有变。

    Why: 自己写的文字不会跟着回答和表格变；后来改了数字，文字里可能还是原来的说法。
    Fix: 看一看这段文字：说法过时的就改，仍然对的，写明理由后关闭这条提醒。
    Example: 写好以后信息条数由12条改成13条 → 文字里的“共公开信息12条。”已经对不上。
    """
    for section in material.form.sections:
        before, own = material.drafted.get(section.id), material.draft.texts.get(section.id)
        if before is None or own is None:
            continue
        found = left_behind(before, material.facts.paragraphs(section), own)
        if found is not None:
            what, span = _told(material, section, found)
            yield Hit(section.id, what, span=span, seen=(*found.gone, *found.come))


def _told(material: Material, section: Section, found: Differing) -> tuple[str, Span | None]:
    """The sentence that still stands in the text, where one does; else what was drafted."""
    for number, text in enumerate(material.facts.printed(section)):
        for sentence in found.gone:
            if (start := text.find(sentence)) >= 0:
                span = Span(section.id, number, start, start + len(sentence))
                now = _now(sentence, found.come)
                return f"文字里的“{_short(sentence)}”已经对不上{now}", span
    if found.gone:
        now = _now(found.gone[0], found.come)
        return f"写这段文字时的情况是“{_short(found.gone[0])}”{now}", None
    return f"写好以后多了一件事：“{_short(found.come[0])}”", None


def _now(sentence: str, come: tuple[str, ...]) -> str:
    """What would be drafted instead: the sentence most like it."""
    if not come:
        return "，现在没有这句话了。"
    return f"，现在会写“{_short(max(come, key=lambda new: similarity(sentence, new)))}”。"


def _short(sentence: str) -> str:
    return sentence if len(sentence) <= _LONGEST else f"{sentence[: _LONGEST - 1]}…"
