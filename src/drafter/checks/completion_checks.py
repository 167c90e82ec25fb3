"""Checks over what has not been filled in (F)."""

from __future__ import annotations

from collections.abc import Iterator

from drafter.checks.check_catalogue import Hit, check
from drafter.checks.material import Material
from drafter.draft.draft_facts import closing_gate, missing_answers
from drafter.draft.empty_answers import empty_texts, odd_answer
from drafter.draft.unfinished_places import empty_lines, hidden_cells, marked
from drafter.form.definitions import Address, Kind, Question, Severity
from drafter.form.form_texts import figure as shown
from drafter.form.year_words import in_year


@check("F01", Severity.ERROR, source="报告格式")
def required_answers(material: Material) -> Iterator[Hit]:
    """必填的问题都已回答。

    Why: 缺少必填内容，报告就不完整。
    Fix: 回答这个问题；确实没有的，填 0 或“否”。
    Example: 没有填成文日期 → 基本信息，“成文日期”：还没有回答。
    """
    for question in missing_answers(material.facts):
        yield Hit(question.id, "还没有回答。", f"回答：{in_year(question, material.year).ask}")


@check("F02", Severity.ERROR, source="drafter")
def cells_looked_at(material: Material) -> Iterator[Hit]:
    """表格中的零都有人看过。

    Why: 没有填的格子预置为 0；没有人看过的 0，可能是漏填。
    Fix: 有数的填上；剩下的确实都是 0，就在这张表里用“其余为零”。
    """
    untouched: dict[str, list[Address]] = {}
    for address in material.facts.open_cells:
        untouched.setdefault(material.form.cells[address].table, []).append(address)
    for table_id, addresses in untouched.items():
        short = material.form.tables[table_id].short
        what = f"{short}有 {len(addresses)} 格还没有人看过，现在都按 0 印。"
        yield Hit(addresses[0], what, others=tuple(addresses[1:]))


@check("F03", Severity.ERROR, source="drafter")
def marks_verified(material: Material) -> Iterator[Hit]:
    """标记待核的内容都已核实。

    Why: 待核表示填写时不能确定，正式稿里不能留有不确定的内容。
    Fix: 核实后去掉待核标记。
    """
    for address in marked(material.facts):
        yield Hit(address, "标记了待核。")


@check("F04", Severity.ERROR, source="drafter")
def figures_in_use(material: Material) -> Iterator[Hit]:
    """填了的数字都计入了报告。

    Why: 表格前面的问题答了“没有”，后面的格子里却有数字，这些数字没有计入报告。
    Fix: 前面答错了，就改前面的回答；这个数不要了，就把这一格改成 0。
    """
    for address, cell in hidden_cells(material.facts).items():
        what = (
            f"这一格填了 {shown(cell.value)}，因为{_put_aside(material, address)}，没有计入报告。"
        )
        yield Hit(address, what, seen=(shown(cell.value),))


@check("F05", Severity.ERROR, source="drafter")
def answers_are_answers(material: Material) -> Iterator[Hit]:
    """回答不是“没有”“待定”“同上”这样的话。

    Why: 这样的话会原样印进句子，例如“由待定复审”。
    Fix: 写上回答；没有要写的就清空这一题。
    Example: “复审人”答了“待定” → “待定”不像这一题的回答，会原样印进报告。
    """
    for question in material.form.questions.values():
        value = material.facts.answers.get(question.id)
        if value is None or not _is_printed(material, question):
            continue
        for text, _ in empty_texts(question, value):
            told = f"“{text[:24]}”不像这一题的回答，会原样印进报告。"
            yield Hit(question.id, told, "写上回答；没有要写的，清空这一题。", seen=(text,))


@check("F06", Severity.WARNING, source="drafter")
def opened_lines_filled(material: Material) -> Iterator[Hit]:
    """前面答了有的，表里就有数。

    Why: 表格前面的问题答了“有”，对应的行或列却都是 0，多半是漏填，或者前面答错了。
    Fix: 填上这一行的数；确实没有的，改正前面的回答。
    """
    for gate, line, (address, *others) in empty_lines(material.facts):
        what = f"前面“{gate.question.label}”答的是有，表里“{line.short}”却都是 0。"
        yield Hit(address, what, others=(gate.question.id, *others))


@check("F07", Severity.WARNING, source="drafter")
def contacts_look_right(material: Material) -> Iterator[Hit]:
    """邮政编码、电话、电子邮箱写得像样。

    Why: 读者照着写不对的号码联系不上。
    Fix: 改正；确实是这样的，写明理由后关闭这条提醒。
    Example: 邮政编码写成“人民路1号” → 不像邮政编码，应当是六位数字。
    """
    for question in material.form.questions.values():
        value = material.facts.answers.get(question.id)
        if value is not None and (odd := odd_answer(question, value)):
            yield Hit(question.id, odd, seen=(str(value),))


def _put_aside(material: Material, address: Address) -> str:
    """Which answer leaves the cell out."""
    closing = closing_gate(material.form, material.draft.answers, address)
    if closing is None:
        return "前面答的是没有"
    gate, line = closing
    label = in_year(gate.question, material.year).label
    if gate.question.kind is Kind.YESNO:
        return f"前面“{label}”答的是否"
    return f"前面“{label}”没有选“{line.short}”"


def _is_printed(material: Material, question: Question) -> bool:
    """Whether the answer goes into a text that is not the clerk's own."""
    return question.section not in material.draft.texts and material.facts.asked(question)
