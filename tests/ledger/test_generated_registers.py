"""Registers made from a known truth, with all the dirt that is known: they tally to that truth."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from drafter.form.form_file import load_form
from drafter.ledger.form_meanings import head_reader, kind_meanings, outcome_meanings
from drafter.ledger.ledger_file import register_words
from drafter.ledger.register_heads import RawSheet
from drafter.ledger.register_settings import Settings
from drafter.ledger.register_sheets import read_register
from drafter.ledger.register_tally import tally
from drafter.ledger.register_words import OPEN, UNCOUNTED
from drafter.ledger.repeated_rows import REPEATED
from drafter.ledger.written_dates import YES

FORM = load_form("disclosure-2021")
WORDS = register_words(FORM)
KINDS, OUTCOMES = kind_meanings(FORM, WORDS), outcome_meanings(FORM, WORDS)
YEAR = 2025
SAID = Settings(days={"serial": YES, "order": YES})
"""The clerk has said that bare numbers, and days with the year last, are right as proposed."""
Merged = tuple[int, int, int, int]
BY_KIND = {
    kind: [w for m in WORDS.kinds if m.to == (kind,) for w in m.words] for kind in KINDS.order
}
BY_OUTCOME = {
    row: [w.replace("…", "某局") for m in WORDS.outcomes if m.to == (row,) for w in m.words]
    for row in OUTCOMES.order
}
REFUSED = [row for row in OUTCOMES.order if row in OUTCOMES.read("不予公开").to]
UNDECIDED = [w for m in WORDS.outcomes if len(m.to) > 1 for w in m.words]
UNKNOWN = [
    "拟公开给申请人",
    "建议部分公开",
    "经与档案室核对信息不存在",
    "阅",
    "已阅",
    "按规定办",
    "见附件",
    "未公开",
    "非公开",
    "同意",
    "不",
]
BROKEN_DAYS = ["某日", "2025-02-30", "待定", "第二季度", "99999"]


class Application(NamedTuple):
    """What an application truly was; `outcome` is a row, OPEN or UNCOUNTED."""

    kind: str
    outcome: str
    received: date
    answered: date | None


class Written(NamedTuple):
    """An application with the words that it is written with; `clear` where all are known."""

    truth: Application
    cells: dict[str, object]
    clear: bool


def written_day(day: date, shape: int) -> object:
    return (
        day,
        day.isoformat(),
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}/{day.month:02}/{day.day:02} 09:30",
        f"{day.year}{day.month:02}{day.day:02}",
        f"{day.year}．{day.month}．{day.day}".translate(
            str.maketrans("0123456789", "０１２３４５６７８９")
        ),
        f"{day.isoformat()}（补正）",
        float((day - date(1899, 12, 30)).days),
        f"{day.month}/{day.day}/{day.year}",
    )[shape]


@st.composite
def applications(draw) -> Written:
    received = draw(st.dates(date(YEAR - 1, 6, 1), date(YEAR + 1, 1, 31)))
    outcome = draw(st.sampled_from(OUTCOMES.order))
    # Not before: an answer before receipt is another test's.
    answered = None
    if outcome != OPEN:
        answered = received + timedelta(draw(st.integers(0, 120)))
    truth = Application(draw(st.sampled_from(KINDS.order)), outcome, received, answered)
    result, reason = draw(st.sampled_from(BY_OUTCOME[outcome])), ""
    if outcome in REFUSED and draw(st.booleans()):
        result, reason = draw(
            st.sampled_from([("不予公开", result), (f"不予公开（{result}）", "")])
        )
    spaced = draw(st.sampled_from(["{}", " {} ", "{}。", "　{}"]))
    cells: dict[str, object] = {
        "收到日期": written_day(received, draw(st.integers(0, 9))),
        "申请人": draw(st.sampled_from(["", "某甲", "某某单位"])),
        "申请内容": f"关于第{draw(st.integers(0, 10**6))}号的信息",
        "申请人类型": spaced.format(draw(st.sampled_from(BY_KIND[truth.kind]))),
        "办理结果": spaced.format(result),
        "不予公开理由": reason,
        "办结日期": "" if answered is None else written_day(answered, draw(st.integers(0, 9))),
    }
    broken = draw(st.integers(0, 9))
    if broken == 0:
        cells["办理结果"], cells["不予公开理由"] = draw(st.sampled_from(UNDECIDED + UNKNOWN)), ""
    elif broken == 1:
        cells["收到日期"] = draw(st.sampled_from(BROKEN_DAYS))
    elif broken == 2:
        cells["申请人类型"] = draw(st.sampled_from(["法人", "单位", "个体工商户", "某类", "不详"]))
        cells["申请人"] = ""
    return Written(truth, cells, broken > 2)


def expected(truth: Application) -> tuple[str, ...] | None:
    """The two rows that it is counted in; none where it belongs elsewhere."""
    if truth.received.year > YEAR or (truth.answered and truth.answered.year < YEAR):
        return ()
    if truth.outcome == UNCOUNTED:
        # Answered next year it is open for all that this year's report knows.
        return ()
    came = "received" if truth.received.year == YEAR else "carried_in"
    is_open = truth.answered is None or truth.answered.year > YEAR
    return came, "carried_out" if is_open else truth.outcome


HEADS = ["收到日期", "申请人", "申请人类型", "申请内容", "办理结果", "不予公开理由", "办结日期"]
# A short head, or one like 答复方式, may be belied by what stands under it.
CALLED = {
    heads[0]: [h for h in heads if len(h) > 2 and not h.endswith(WORDS.endings["way"])] or heads
    for heads in WORDS.heads.values()
} | {"备注": ["备注", "说明", "承办科室"]}
CALLED["编号"] = ["编号", "登记编号", "收文号"]
OVER = {"收到日期": "来件登记", "申请人": "申请人", "办理结果": "办理情况"}
"""What may stand over a head, in a line of its own and merged with what follows."""
FOOT = ["注：本表按月更新", "填表人：某某", "审核：某某", "第1页", "共 3 页"]
COUNTS = [
    [["月份", "收到", "办结", "予以公开"], ["1月", 3.0, 2.0, 1.0], ["2月", "3", "2", "1"]],
    [["申请人类型", "予以公开", "部分公开"], ["自然人", 5.0, 1.0], ["商业企业", 2.0, 0.0]],
    [["填写说明"], ["按收到的先后登记"]],
    [],
]
"""What lies beside the applications in one file and is none."""


def two_lines(heads: list[str], shown: list[str]) -> tuple[list[list[object]], list[Merged]]:
    """A head in two lines: what has nothing over it is merged down, what has is merged across."""
    top, below, merged = [""] * len(heads), list(shown), []
    for place, head in enumerate(heads):
        if head in OVER and place + 1 < len(heads) and heads[place + 1] not in OVER:
            top[place] = OVER[head]
            merged.append((0, place, 0, place + 1))
    covered = {place + step for _, place, _, _ in merged for step in (0, 1)}
    for place in set(range(len(heads))) - covered:
        top[place], below[place] = below[place], ""
        merged.append((0, place, 1, place))
    return [list(top), list(below)], merged


@st.composite
def sheets(draw, written: list[Written]) -> list[RawSheet]:
    """The applications on one or a few sheets, among titles, blank lines, heads, notes and sums."""
    cuts = sorted(draw(st.sets(st.integers(1, len(written)), max_size=3)) | {0, len(written)})
    parts = [written[i:j] for i, j in pairwise(cuts)]
    made = [draw(sheet(f"{n}月", part, f"{n}-")) for n, part in enumerate(parts, start=1)]
    if draw(st.booleans()):
        made.append(RawSheet.of_lines("统计", draw(st.sampled_from(COUNTS))))
    if draw(st.booleans()):
        made.append(draw(sheet("旧", written, "旧"))._replace(hidden=True))
    return made


@st.composite
def sheet(draw, name: str, part: list[Written], numbered: str) -> RawSheet:
    heads = ["编号", *draw(st.permutations(HEADS)), "备注"]
    shown = [draw(st.sampled_from(CALLED[head])) for head in heads]
    width = len(heads)
    head, merged = [list(shown)], []
    if draw(st.integers(0, 3)) == 0:
        head, merged = two_lines(heads, shown)
    above = [["某局依申请公开台账", *[""] * (width - 1)]] * draw(st.integers(0, 2))
    lines: list[list[object]] = [*map(list, above), *map(list, head)]
    for place, each in enumerate(part):
        own = {"编号": f"{numbered}{place}", "备注": draw(st.sampled_from(["", "补正过"]))}
        lines.append([(each.cells | own)[head] for head in heads])
        if draw(st.integers(0, 5)) == 0:
            lines.append([""] * width)
        if draw(st.integers(0, 9)) == 0:
            # A page ends here: its foot, and title and head of the next.
            lines.append([draw(st.sampled_from(FOOT)), *[""] * (width - 1)])
            lines += [*map(list, above), *map(list, head)]
    if draw(st.booleans()):
        lines.append(["合计", str(len(part)), *[""] * (width - 2)])
    if draw(st.booleans()):
        lines.append([draw(st.sampled_from(FOOT)), *[""] * (width - 1)])
    down = len(above)
    return RawSheet.of_lines(
        name, lines, [(top + down, left, end + down, right) for top, left, end, right in merged]
    )


@st.composite
def registers(draw) -> tuple[list[Written], list[RawSheet]]:
    unlike = st.lists(
        applications(), min_size=1, max_size=12, unique_by=lambda w: w.cells["申请内容"]
    )
    written = draw(unlike)
    return written, draw(sheets(written))


@settings(max_examples=80)
@given(registers())
def test_a_register_tallies_to_what_it_was_made_from(made):
    written, pages = made
    register = read_register(head_reader(FORM, WORDS, Settings(), YEAR), pages)
    assert len(register) == len(written)
    counted = tally(FORM, WORDS, register, SAID, YEAR)

    truth = Counter[str]()
    for row, each in enumerate(written):
        if each.clear:
            assert row not in counted.waiting, each
            for line in expected(each.truth):
                truth[f"applications/{line}/{each.truth.kind}"] += 1
        else:
            # Where only the words of the result are broken, an application that is answered next
            # year, or of another year, needs none; all the others wait.
            waits = row in counted.waiting
            assert waits or row in counted.outside or row in counted.counted + counted.uncounted
    clear = {row for row, each in enumerate(written) if each.clear}
    cells = {a: sum(r in clear for r in rows) for a, rows in counted.behind.items()}
    assert {a: n for a, n in cells.items() if n} == truth

    every = [*counted.counted, *counted.waiting, *counted.outside, *counted.uncounted]
    assert sorted(every) == list(range(len(written)))
    for kind in KINDS.order:
        column = {a.split("/")[1]: n for a, n in counted.cells.items() if a.endswith(f"/{kind}")}
        came = column.pop("received", 0) + column.pop("carried_in", 0)
        assert came == sum(column.values())


@settings(max_examples=40)
@given(registers(), st.data())
def test_a_sheet_of_them_all_beside_them_changes_no_count(made, data):
    written, pages = made
    whole = data.draw(sheet("汇总", data.draw(st.permutations(written)), ""))
    beside = data.draw(st.sampled_from([[*pages, whole], [whole, *pages]]))
    reader = head_reader(FORM, WORDS, Settings(), YEAR)
    before = tally(FORM, WORDS, read_register(reader, pages), SAID, YEAR)
    for said in (SAID, SAID._replace(sheets={REPEATED: YES})):
        after = tally(FORM, WORDS, read_register(reader, beside), said, YEAR)
        assert after.cells == before.cells


@settings(max_examples=40)
@given(registers())
def test_what_is_not_understood_is_never_counted(made):
    written, pages = made
    register = read_register(head_reader(FORM, WORDS, Settings(), YEAR), pages)
    counted = tally(FORM, WORDS, register, SAID, YEAR)
    for row in counted.counted:
        kind, outcome = counted.kind_of[row], counted.outcome_of[row]
        said = written[row].cells
        assert KINDS.read(str(said["申请人类型"])).decided == kind
        truth = written[row].truth
        if outcome != "carried_out":
            assert outcome == truth.outcome
            assert written[row].clear


@settings(max_examples=100)
@given(
    st.lists(
        st.lists(st.one_of(st.text(max_size=8), st.floats(), st.none()), min_size=3, max_size=9),
        max_size=9,
    )
)
def test_no_sheet_breaks_the_reader(lines):
    width = max(map(len, lines), default=0)
    lines = [["收到日期", "申请人类型", "办理结果", *[""] * max(0, width - 3)]] + [
        [*line, *[""] * (max(width, 3) - len(line))] for line in lines
    ]
    register = read_register(
        head_reader(FORM, WORDS, Settings(), YEAR), [RawSheet.of_lines("", lines)]
    )
    counted = tally(FORM, WORDS, register, SAID, YEAR)
    every = [*counted.counted, *counted.waiting, *counted.outside, *counted.uncounted]
    assert sorted(every) == list(range(len(register)))


SUQIAN = (2023, 2024)


def test_the_published_tables_of_suqian_come_back_from_rows(root):
    """Both years' applications in one register: the open ones of 2023 are carried into 2024."""
    from drafter.draft.answers_file import load_answers

    tables = {y: load_answers(root / f"sample_answers/suqian-{y}.yaml").draft.cells for y in SUQIAN}
    lines: list[list[object]] = [["收到日期", "申请人类型", "办理结果", "办结日期"]]
    for year, cells in tables.items():
        for kind in KINDS.order:
            own = {
                a.split("/")[1]: int(c.value)
                for a, c in cells.items()
                if a.startswith("applications/") and a.endswith(f"/{kind}")
            }
            fresh, old = own.pop("received", 0), own.pop("carried_in", 0)
            out = own.pop("carried_out", 0)
            results = [row for row, number in own.items() for _ in range(number)]
            days = [date(year - 1, 12, 20)] * (old if year == 2023 else 0)
            # Those carried into 2024 are the open ones of 2023, which get their answer there.
            if year == 2024:
                waiting = [
                    line for line in lines[1:] if line[1] == BY_KIND[kind][0] and not line[3]
                ]
                assert len(waiting) == old
                for line in waiting:
                    line[2:] = [BY_OUTCOME[results.pop()][0], date(year, 1, 15)]
            days += [date(year, 3, 1)] * fresh
            for place, day in enumerate(days):
                is_open = place >= len(days) - out
                result = "" if is_open else BY_OUTCOME[results.pop()][0]
                lines.append([day, BY_KIND[kind][0], result, "" if is_open else date(year, 6, 1)])
            assert not results
    register = read_register(head_reader(FORM, WORDS, Settings()), [RawSheet.of_lines("", lines)])
    for year, cells in tables.items():
        counted = tally(FORM, WORDS, register, Settings(), year)
        own = {
            a: int(c.value) for a, c in cells.items() if a.startswith("applications/") and c.value
        }
        assert counted.cells == own
        assert not counted.waiting
