"""What stands above and below a text."""

from __future__ import annotations

from textual.content import Content

from drafter.interview.steps import Write
from drafter.tui.glyphs import MUTED, content
from drafter.tui.write.editor import LONG


def title(step: Write, *, writing: bool) -> Content:
    """Where one is, and whose text it is."""
    spot = step.spot
    number = f"（{spot.number}/{spot.of}）" if spot.number else ""
    head = content(f"{step.section.short}的文字", "bold") + content(number, MUTED)
    return head + content(f"\n{_standing(step, writing=writing)}", MUTED)


def below(
    text: str, length: str, differing: int, *, writing: bool, under_way: bool
) -> tuple[str, ...]:
    """What the clerk should know of the text; nothing where all is well.

    length: what there is to say of its length
    differing: how many numbers are others in the report
    """
    said = [length] if length else []
    if differing:
        said.append(f"有 {differing} 个数和表里不一样，按 Tab 去选：用表里的，或者改表。")
    longest = max(map(len, text.split("\n")))
    if writing and longest > LONG:
        said.append(f"有一段长 {longest} 字，超过 {LONG} 字打字会变慢，分成几段也更好读。")
    if under_way and not writing:
        said.append("上次改到一半的文字还在，按 F5 接着改。")
    return tuple(said)


def _standing(step: Write, *, writing: bool) -> str:
    if writing:
        return "正在写：一行是一段，写好了按 F10；改到一半离开，文字会留着。"
    if step.changed is not None:
        return "您自己写的文字。写好以后，前面的回答变了，请看一看还对不对。"
    if step.own is not None:
        return "您自己写的文字。"
    if step.again:
        return "前面的回答变了，拟好的文字也变了，请再看一看。"
    if not step.drafted:
        return "前面的题没有答，拟不出文字。可以先跳过，也可以回去答，或者自己写一段。"
    return "拟好的文字，已经采用。" if step.accepted else "按前面的回答拟好的文字。"
