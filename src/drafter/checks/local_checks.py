"""Checks over what the superior organ asks for in addition (R): rule packs switched on by name."""

from __future__ import annotations

from collections.abc import Iterator

from drafter.checks.check_catalogue import Hit, check
from drafter.checks.material import Material
from drafter.form.definitions import Severity


@check("R01", Severity.WARNING, source="当地要求文件")
def asked_for_here(material: Material) -> Iterator[Hit]:
    """当地要求写明的内容都已写明。

    Why: 上级的编制要求在国家格式之外规定了要写的内容。
    Fix: 回答这个问题；确实不涉及的，写明理由后关闭这条提醒。
    Example: 武威市要求写明政策解读数量，没有填 → 政策解读数量：没有写明。
    """
    for pack in material.packs:
        for asked in pack.answers:
            question = material.form.questions[asked.question]
            if asked.question not in material.facts.answers and material.facts.asked(question):
                what = f"还没有写。当地的要求是：{asked.why}（{pack.source}）。"
                yield Hit(asked.question, what, seen=("",))


@check("R02", Severity.NOTE, source="当地要求文件")
def not_too_long(material: Material) -> Iterator[Hit]:
    """篇幅不超过当地的限制。

    Why: 有的地方限定了某一部分的字数。
    Fix: 压缩文字，留下事实和数字。
    """
    for pack in material.packs:
        for longest in pack.longest:
            part = next(part for part in material.form.parts if part.id == longest.part)
            own = [section.id for section in part.sections]
            length = sum(len(p.text) for p in material.passages if p.section.id in own)
            if length > longest.characters:
                over = length - longest.characters
                limit = f"一般不超过 {longest.characters} 字（{pack.source}）"
                yield Hit(own[0], f"这一部分现有 {length} 字，{limit}，超出 {over} 字。")


@check("R03", Severity.WARNING, source="当地要求文件")
def mentioned_here(material: Material) -> Iterator[Hit]:
    """当地要求提到的事项都已提到。

    Why: 上级的编制要求规定了某一部分要谈到的事项。
    Fix: 补写这一事项；确实不涉及的，写明理由后关闭这条提醒。
    Example: 当地要求写明教育培训情况，这一部分没有提到 → 没有提到“培训”。
    """
    for pack in material.packs:
        for mention in pack.mentions:
            texts = "".join(p.text for p in material.passages if p.section.id == mention.section)
            if not any(word in texts for word in mention.words):
                words = "、".join(f"“{word}”" for word in mention.words)
                what = f"没有提到{words}，{mention.why}（{pack.source}）。"
                yield Hit(mention.section, what, seen=(texts,))
