"""Checks over the figures of one report (T). What relates to what is said in the form."""

from __future__ import annotations

from collections.abc import Iterator

from drafter.checks.check_catalogue import Hit, Missing, check
from drafter.checks.material import Material
from drafter.draft.relation_trials import Break, finder
from drafter.form.arithmetic import Figure
from drafter.form.definitions import Block, Kind, Severity, Term, Verb
from drafter.form.form_texts import figure as shown


@check("T01", Severity.ERROR, source="报告格式的表格")
def totals_add_up(material: Material) -> Iterator[Hit | Missing]:
    """总计等于各项之和。

    Why: 总计由各项相加得出，另有总数的（从别处抄来的表），两者应当相同。
    Fix: 核对各项和总数，改正写错的一处。
    """
    yield from broken(material, Verb.COMPUTES)


@check("T02", Severity.ERROR, source="报告格式的表格")
def relations_hold(material: Material) -> Iterator[Hit | Missing]:
    """表格的勾稽关系成立。

    Why: 勾稽关系印在格式上，不成立的表会被退回。
    Fix: 核对这几格，改正写错的一处。
    """
    yield from broken(material, Verb.REQUIRES)


@check("T03", Severity.WARNING, source="报告格式的表格")
def relations_expected(material: Material) -> Iterator[Hit | Missing]:
    """一般应当成立的关系成立。

    Why: 这类关系有合理的例外，但多数时候不成立就是填错了。
    Fix: 核对这几格；确属例外的，写明理由后关闭这条提醒。
    Example: 本年制发 5 件、现行有效 3 件 → 现行有效一般不少于本年制发。
    """
    yield from broken(material, Verb.EXPECTS)


@check("T04", Severity.NOTE, source="报告格式的表格")
def relations_noted(material: Material) -> Iterator[Hit | Missing]:
    """少见的情形有印象。

    Why: 这类情形可能存在，只是少见，值得再看一眼。
    Fix: 确认无误就不用改。
    """
    yield from broken(material, Verb.NOTES)


@check("T05", Severity.ERROR, source="报告格式的表格")
def figures_not_negative(material: Material) -> Iterator[Hit]:
    """没有负数。

    Why: 件数和金额都不会小于零；增减数除外。
    Fix: 核对原件，改正这一格。
    """
    figures = {address: cell.value for address, cell in material.draft.cells.items()}
    for address, value in (figures | dict(material.draft.stated)).items():
        if value < 0 and material.form.cells[address].kind is not Kind.CHANGE:
            yield Hit(address, f"是 {shown(value)}，小于零。", seen=(shown(value),))


@check("T06", Severity.NOTE, source="drafter")
def columns_differ(material: Material) -> Iterator[Hit]:
    """没有两列完全相同的数字。

    Why: 几列数字完全相同，可能是复制时错了列。
    Fix: 核对这几列；确实相同的不用改。
    Example: 商业企业和科研机构两列各行都相同 → 两列数字完全相同。
    """
    for table in material.form.tables.values():
        for block in table.blocks:
            for same in _same_columns(material, table.id, block):
                first, *others = same
                names = "、".join(f"“{block.column_leaves[place].short}”" for place in same)
                cells = [_top(table.id, block, place) for place in (first, *others)]
                what = f"{table.short}的{names}这几列数字完全相同。"
                yield Hit(cells[0], what, others=tuple(cells[1:]))


@check("T07", Severity.WARNING, source="报告格式的表格")
def no_cell_left_blank(material: Material) -> Iterator[Hit]:
    """读来的表没有空着、画线的格。

    Why: 没有的应当填 0；空着或者画线，读的人分不清是没有还是漏填。
    Fix: 没有的填 0，有的填上数；总计照各项之和填上。
    """
    form, draft = material.form, material.draft
    find = finder(material.facts, as_stated=False)
    for table in form.tables.values():
        empty = [cell.address for cell in table.cells if cell.address in draft.blanks]
        sums = {a: find(Term(1, a)) for a in empty if a in form.computed}
        for address, value in sums.items():
            if value:
                what = f"{_left(draft.blanks[address])}，各项相加是 {shown(value)}。"
                yield Hit(address, what, f"填上 {shown(value)}。")
        bare = [a for a in empty if a not in form.computed and a not in draft.cells]
        if bare:
            signs = "、".join(dict.fromkeys(_left(draft.blanks[a]) for a in bare))
            what = f"{table.short}有 {len(bare)} 格没有数字（{signs}）。"
            yield Hit(bare[0], what, "没有的填 0；漏填的补上。", others=tuple(bare[1:]))


@check("T08", Severity.ERROR, source="报告格式")
def tables_of_this_edition(material: Material) -> Iterator[Hit]:
    """表格用的是现行的格式。

    Why: 以前的格式已经停用，各列的意思和现在的不同，数字无法汇总。
    Fix: 换成现行格式的表，按现在的项目重新填。
    Example: 2023年的报告，表二写的是“本年新公开数量” → 表二用的是以前的格式。
    """
    for table in material.form.tables.values():
        if source := material.draft.former.get(table.id):
            what = f"{table.short}用的是以前的格式（{source}），里面的数没有读取，也没有核对。"
            yield Hit(table.cells[0].address, what, seen=(source,))


def _left(sign: str) -> str:
    return f"写着“{sign}”" if sign else "空着"


def broken(material: Material, verb: Verb) -> Iterator[Hit | Missing]:
    """The relations of one verb, among this year's figures, that do not hold."""
    untested: dict[str, set[str]] = {}
    for trial in material.trials:
        relation = trial.relation
        if relation.verb is not verb or relation.crosses_years:
            continue
        if trial.missing:
            untested.setdefault(relation.says or relation.name, set()).update(trial.missing)
        elif trial.broken is not None:
            yield hit_of(trial.broken)
    for about, missing in untested.items():
        places = [material.form.place(address) for address in sorted(missing)]
        yield Missing(f"{'、'.join(places)}还没有填写", about)


def hit_of(found: Break) -> Hit:
    """A broken relation as a finding at the first cell of its left side."""
    relation = found.relation
    first, *others = dict.fromkeys(relation.addresses)
    # A balance is told by its sums: 第一项加第二项之和 says it once more, by numbers of rows.
    told = relation.bare or relation.is_balance or not relation.says
    rule = "" if told else f"（{relation.says}）"
    what = f"{found.said}{rule}。"
    return Hit(first, what, others=tuple(others), seen=found.values, relation=relation)


def _same_columns(material: Material, table: str, block: Block) -> Iterator[list[int]]:
    """Groups of columns, not computed, that hold the same figures, three of them not zero."""
    index, computed = material.form.arithmetic.index, material.form.computed
    rows = [row.id for row in block.row_leaves]
    groups: dict[tuple[Figure, ...], list[int]] = {}
    for place, column in enumerate(block.column_leaves):
        addresses = [f"{table}/{row}/{column.id}" for row in rows]
        typed = [a for a in addresses if a not in computed]
        values = tuple(material.facts.figures[index[a]] for a in typed)
        if sum(1 for value in values if value) >= 3:
            groups.setdefault(values, []).append(place)
    yield from (group for group in groups.values() if len(group) > 1)


def _top(table: str, block: Block, place: int) -> str:
    return f"{table}/{block.row_leaves[0].id}/{block.column_leaves[place].id}"
