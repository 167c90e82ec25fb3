"""Checks over the register of applications (A), and between it and the report.

They speak only where a register is known. Of applications they name rows, days and results, never
whose they are or what they are about.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from drafter.checks.check_catalogue import Hit, Missing, check
from drafter.checks.material import Material
from drafter.draft.relation_trials import finder
from drafter.form.definitions import Address, Severity, Term
from drafter.form.form_texts import day as _day
from drafter.form.form_texts import figure as shown

if TYPE_CHECKING:  # whoever has no register does not load what reads one
    from drafter.ledger.counted_register import CountedRegister

_LONG_DAYS = 200
"""Calendar days between receipt and answer that no lawful extension takes."""
_ALIKE_DAYS = 60
"""Within which two like applications of one applicant may be one."""


def _row_name(counted: CountedRegister, row: str) -> str:
    """What the form calls a row of the table that the register fills."""
    return counted.tally.form.row_name(counted.tally.words.table, row)


def _of(counted: CountedRegister, *addresses: Address) -> Address:
    """The first of these that the form has, else the table that is counted."""
    form = counted.tally.form
    known = (a for a in addresses if a in form.questions or a in form.cells)
    return next(known, counted.tally.words.table)


def _hit(counted: CountedRegister, address: Address, rows: Sequence[int], what: str) -> Hit:
    """A hit on rows; a closure rests on which they are."""
    places = counted.register.places(tuple(rows))
    seen = tuple(counted.register.key(row) for row in rows)
    return Hit(address, f"台账{places}：{what}", seen=seen)


def _rows_where(
    counted: CountedRegister, wrong: Callable[[int], bool], rows: Sequence[int] | None = None
) -> list[int]:
    return [row for row in (range(len(counted.register)) if rows is None else rows) if wrong(row)]


@check("A01", Severity.WARNING, source="drafter")
def rows_understood(material: Material) -> Iterator[Hit]:
    """台账的每一行都已归类。

    Why: 没有归类的申请不会数进表三，报告的数字就少了。
    Fix: 在台账里改明白，或者重新统计台账，逐项回答。
    """
    counted = material.register
    if counted is None:
        return
    reasons: dict[str, list[int]] = defaultdict(list)
    for row, why in counted.tally.waiting.items():
        reasons[why].append(row)
    table = counted.tally.form.tables[counted.tally.words.table].short
    for why, rows in reasons.items():
        yield _hit(counted, counted.tally.words.table, rows, f"没有数进{table}（{why}）。")


@check("A02", Severity.WARNING, source="drafter")
def figures_agree(material: Material) -> Iterator[Hit]:
    """表格与台账的统计一致。

    Why: 表里的数字应当能从台账逐件找到。
    Fix: 对照台账改正，或者重新统计；确有原因的，写明理由后关闭。
    """
    counted = material.register
    if counted is None:
        return
    form = material.form
    figures = material.facts.figures
    scope, cells = counted.scope, counted.cells
    for address in form.cells:
        if address not in scope or address in counted.explained:
            continue
        own = figures[form.arithmetic.index[address]]
        told = cells.get(address, 0)
        if own != told:
            what = f"台账统计是 {told}，这里是 {shown(own)}，差 {shown(abs(Decimal(own) - told))}。"
            yield Hit(address, what, seen=(str(told), str(own)))


@check("A03", Severity.WARNING)
def answered_in_time(material: Material) -> Iterator[Hit | Missing]:
    """申请在法定期限内答复。

    Why: 超过期限答复，行政复议和诉讼中多被确认违法。
    Fix: 核对收到、补正、延期、答复的日期；确实逾期的，报告如实写明。
    """
    counted = material.register
    if counted is None:
        return
    if missing := counted.limits.missing_years():
        years = "、".join(f"{year}年" for year in missing)
        yield Missing(f"没有{years}的节假日安排，期限按周一至周五计算", f"{years}的答复期限")
    address = _of(counted, counted.tally.words.answers.on_time)
    for row in counted.late:
        limit = counted.limits.limit(row)
        if limit is not None and limit.due and limit.answered:
            what = f"答复期限是{_day(limit.due)}（次日起算），{_day(limit.answered)}答复。"
            yield _hit(counted, address, (row,), what)


@check("A04", Severity.WARNING)
def on_time_told_right(material: Material) -> Iterator[Hit]:
    """是否按期的回答与台账一致。

    Why: 正文写全部按期、台账却有逾期，上级抽查台账时会要求更正。
    Fix: 对照台账改回答，或者改台账里写错的日期。
    Example: 回答全部按期，台账有 1 件逾期 → 不一致。
    """
    counted = material.register
    if counted is None:
        return
    asked = counted.tally.words.answers
    answers = material.facts.answers
    if answers.get(asked.on_time) is True and counted.late:
        what = f"回答是全部按期，台账里有 {len(counted.late)} 件逾期。"
        yield Hit(_of(counted, asked.on_time), what, seen=(str(len(counted.late)),))
    late = answers.get(asked.late)
    if isinstance(late, int) and not isinstance(late, bool) and late != len(counted.late):
        what = f"回答是逾期 {late} 件，台账里有 {len(counted.late)} 件。"
        yield Hit(_of(counted, asked.late), what, seen=(str(late), str(len(counted.late))))


@check("A05", Severity.WARNING)
def nothing_overdue(material: Material) -> Iterator[Hit]:
    """在办的申请没有超过期限。

    Why: 期限一过，申请人可以就不答复申请复议、提起诉讼。
    Fix: 尽快答复；已经答复的，补上办结日期和结果。
    """
    counted = material.register
    if counted is None or material.today is None:
        return
    for row in counted.limits.open_rows():
        limit = counted.limits.limit(row)
        if limit is not None and limit.due and limit.due < material.today:
            table = counted.tally.words.table
            yield _hit(counted, table, (row,), f"{_day(limit.due)}到期，还没有答复。")


@check("A06", Severity.WARNING, source="drafter")
def days_in_order(material: Material) -> Iterator[Hit]:
    """台账的日期先后合理。

    Why: 先后颠倒或者相隔太久，多半是月日写反、年份写错，会数错年度。
    Fix: 对照原件改正台账，再重新统计。
    """
    counted = material.register
    if counted is None:
        return
    label = {name: heads[0] for name, heads in counted.tally.words.heads.items()}
    day, table = counted.limits.days.day, counted.tally.words.table
    for first, second in _ORDER:

        def wrong(row: int, first: str = first, second: str = second) -> bool:
            early, late = day(row, first), day(row, second)
            return early is not None and late is not None and late < early

        if rows := _rows_where(counted, wrong):
            yield _hit(counted, table, rows, f"{label[second]}早于{label[first]}。")

    def long(row: int) -> bool:
        received, answered = day(row, "received"), day(row, "answered")
        return bool(received and answered and (answered - received).days > _LONG_DAYS)

    if rows := _rows_where(counted, long):
        what = f"{label['answered']}比{label['received']}晚了 {_LONG_DAYS} 天以上。"
        yield _hit(counted, table, rows, what)


_ORDER = (
    ("received", "answered"),
    ("received", "correction_asked"),
    ("correction_asked", "correction_received"),
    ("received", "opinion_asked"),
    ("opinion_asked", "opinion_received"),
    ("received", "fee_notice"),
    ("fee_notice", "fee_paid"),
    ("answered", "delivered"),
)


@check("A07", Severity.WARNING, source="drafter")
def numbers_once(material: Material) -> Iterator[Hit]:
    """一个编号只有一行。

    Why: 一件申请写成两行，会数两次；部分公开的，只计部分公开一次。
    Fix: 合成一行；确实是两件的，编号改成不同的。
    """
    counted = material.register
    if counted is None or "number" not in counted.register.columns:
        return
    by_number: dict[tuple[int, str], list[int]] = defaultdict(list)
    column = counted.register.columns["number"]
    often = {
        value for value, n in Counter(map(column.word, counted.tally.counted)).items() if n > 1
    }
    for row in counted.tally.counted:
        number = column.word(row)
        # Plain numbers begin anew on every sheet.
        sheet = counted.register.sheet_of[row] if number.isdecimal() else -1
        if number in often and number:
            by_number[sheet, number].append(row)
    for (_, number), rows in by_number.items():
        if len(rows) < 2:
            continue
        outcomes = {counted.tally.outcome_of[row] for row in rows}
        what = f"编号“{number}”有 {len(rows)} 行"
        if len(outcomes) > 1:
            what += "，办理结果不同"
            if counted.tally.words.mixed in outcomes:
                what += f"；{_row_name(counted, counted.tally.words.mixed)}的只计这一情形"
        yield _hit(counted, counted.tally.words.table, rows, f"{what}。")


@check("A08", Severity.NOTE, source="drafter")
def alike_once(material: Material) -> Iterator[Hit]:
    """同一申请没有登记两次。

    Why: 网上和纸质台账各登记一次，或者补正另起一行，会数两次。
    Fix: 核对是不是同一件；是的合成一行，不是的不用改。
    """
    counted = material.register
    if counted is None or {"applicant", "content"} - counted.register.alike.keys():
        return
    alike = counted.register.alike
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    for row in counted.tally.counted:
        if alike["applicant"][row] and alike["content"][row]:
            groups[alike["applicant"][row], alike["content"][row]].append(row)
    for rows in groups.values():
        days = [counted.limits.days.day(row, "received") for row in rows]
        known = sorted(day for day in days if day)
        if len(rows) > 1 and known and (known[-1] - known[0]).days <= _ALIKE_DAYS:
            what = f"同一申请人 {_ALIKE_DAYS} 天内申请了同样的内容，可能是同一件。"
            yield _hit(counted, counted.tally.words.table, rows, what)


@check("A09", Severity.WARNING, source="drafter")
def carried_as_last_year(material: Material) -> Iterator[Hit | Missing]:
    """台账的上年结转与上年报告一致。

    Why: 上年报告结转下年度的，本年台账里应当逐件找到，各列都相同。
    Fix: 对照上年报告找出少登或者多登的申请。
    """
    counted = material.register
    if counted is None:
        return
    if material.last is None:
        yield Missing("没有上年的报告数据")
        return
    words, find = counted.tally.words, finder(material.facts, material.last, as_stated=False)
    come, gone = _row_name(counted, words.carried_in), _row_name(counted, words.carried_out)
    total_told = total_last = 0
    for cell in counted.tally.form.tables[words.table].cells:
        if cell.row != words.carried_in or cell.address in counted.tally.form.computed:
            continue
        source = f"{words.table}/{words.carried_out}/{cell.column}"
        known = find(Term(1, source, True))
        if known is None:
            yield Missing("上年的报告没有对应的数字")
            return
        before, told = int(known), counted.cells.get(cell.address, 0)
        total_told, total_last = total_told + told, total_last + before
        if told != before:
            what = f"上年报告{gone} {before}，台账里{come} {told}，差 {abs(before - told)}。"
            yield Hit(cell.address, what, seen=(str(before), str(told)))
    if total_told != total_last:
        total = next(
            (
                c.address
                for c in counted.tally.form.tables[words.table].cells
                if c.row == words.carried_in and c.address in counted.tally.form.computed
            ),
            words.table,
        )
        what = f"上年报告共{gone} {total_last}，台账里共有 {total_told}。"
        yield Hit(total, what, seen=(str(total_last), str(total_told)))


@check("A10", Severity.WARNING)
def corrections_behind_results(material: Material) -> Iterator[Hit]:
    """补正后的结果有补正的日期。

    Why: 没有告知补正，就不能按补正后仍不明确、逾期不补正处理。
    Fix: 补登补正告知的日期；没有告知过的，改办理结果。
    Example: 结果是逾期不补正，没有补正告知日期 → 缺日期。
    """
    counted = material.register
    if counted is None or "correction_asked" not in counted.register.columns:
        return
    words = counted.tally.words
    wanted = {words.unclear, words.unsupplemented}

    def wrong(row: int) -> bool:
        said = counted.register.word(row, "correction_asked").strip()
        return counted.tally.outcome_of[row] in wanted and not said

    if rows := _rows_where(counted, wrong, counted.tally.counted):
        yield _hit(counted, words.table, rows, "结果与补正有关，没有补正告知日期。")


@check("A11", Severity.WARNING)
def notices_behind_unpaid(material: Material) -> Iterator[Hit]:
    """逾期未缴费的有收费通知。

    Why: 没有发过收费通知，就不能按逾期未缴费处理。
    Fix: 补登收费通知的日期；没有通知过的，改办理结果。
    """
    counted = material.register
    if counted is None or "fee_notice" not in counted.register.columns:
        return
    unpaid = counted.tally.words.unpaid

    def wrong(row: int) -> bool:
        said = counted.register.word(row, "fee_notice").strip()
        return counted.tally.outcome_of[row] == unpaid and not said

    if rows := _rows_where(counted, wrong, counted.tally.counted):
        yield _hit(
            counted,
            counted.tally.words.table,
            rows,
            f"{_row_name(counted, unpaid)}，没有收费通知日期。",
        )


@check("A12", Severity.WARNING)
def no_abolished_rule(material: Material) -> Iterator[Hit]:
    """答复没有用已经取消的“三需要”。

    Why: 2019年5月15日起，申请人不用说明生产、生活、科研等特殊需要。
    Fix: 以此为由的答复没有依据，重新处理；只是台账写法旧的，改台账。
    """
    counted = material.register
    if counted is None:
        return
    old = counted.tally.words.abolished

    def wrong(row: int) -> bool:
        answered = counted.limits.days.day(row, "answered")
        said = counted.register.word(row, "result") + counted.register.word(row, "reason")
        in_force = answered is not None and answered >= old.since
        return in_force and any(word in said.replace("、", "") for word in old.words)

    if rows := _rows_where(counted, wrong):
        what = f"以“三需要”为由，{_day(old.since)}起已经取消。"
        yield _hit(counted, counted.tally.words.table, rows, what)


@check("A13", Severity.NOTE)
def frequent_applicants(material: Material) -> Iterator[Hit]:
    """同一申请人一个月内申请很多的，可以依法收费。

    Why: 同一申请人一个自然月超过 10 件的，可以收取信息处理费，也可以要求说明理由。
    Fix: 核对有没有收费、有没有要求说明理由；不收费的不用改。
    """
    counted = material.register
    if counted is None or "applicant" not in counted.register.alike:
        return
    same = counted.register.alike["applicant"]
    months: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for row in counted.tally.counted:
        day = counted.limits.days.day(row, "received")
        if same[row] and day:
            months[same[row], day.year, day.month].append(row)
    for (_, year, month), rows in months.items():
        if len(rows) > counted.tally.words.free_a_month:
            what = f"同一申请人{year}年{month}月申请了 {len(rows)} 件。"
            yield _hit(counted, counted.tally.words.table, rows, what)
