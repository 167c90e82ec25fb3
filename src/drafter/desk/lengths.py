"""How long a part may be where one writes, told once it is near."""

from __future__ import annotations

from drafter.checks.packs import Pack
from drafter.draft.facts import Facts

_NEAR = 0.8


def length_words(facts: Facts, packs: tuple[Pack, ...], section: str, text: str) -> str:
    """`这一部分现有 850 字，一般不超过 1000 字。`; "" while there is room, or no limit.

    text: what would stand as the section's text
    """
    for pack in packs:
        for longest in pack.longest:
            part = next(part for part in facts.form.parts if part.id == longest.part)
            if any(own.id == section for own in part.sections):
                others = [own for own in part.sections if own.id != section]
                length = sum(len(p) for own in others for p in facts.printed(own))
                length += sum(len(line.strip()) for line in text.split("\n"))
                if length >= _NEAR * longest.characters:
                    return f"这一部分现有 {length} 字，一般不超过 {longest.characters} 字。"
    return ""
