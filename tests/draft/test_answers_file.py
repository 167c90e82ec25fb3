"""Answers files: what is written reads back the same, and every mistake is told at once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from drafter.draft.answers_file import load_answers, read_answers
from drafter.draft.answers_writer import write_answers
from drafter.draft.clean_text import scrub, scrub_line, scrub_prose
from drafter.draft.draft_model import Cell, Closure, Draft, Item, Origin, Record
from drafter.errors import DrafterError

HEAD = "format: 1\nform: tiny\n"
NASTY = (
    "null",
    "~",
    "yes",
    "no",
    "是",
    "012",
    "1:30",
    "0x1F",
    "1e3",
    "12",
    "1.50",
    "2022-01-20",
    "=",
    "<<",
    "# 注释",
    "甲 # 乙",
    "a: b",
    "a:",
    ": b",
    "- b",
    "-",
    "? x",
    "{{ year }}",
    "{% raw %}",
    "[b]粗[/b]",
    "<script>alert(1)</script>",
    "'",
    '"',
    "'甲'",
    '"甲"',
    "\\n",
    "*甲",
    "&甲",
    "!甲",
    "%甲",
    "@甲",
    "`甲`",
    "|",
    ">",
    "[",
    "]",
    "{",
    "}",
    "---",
    "...",
    "  前后有空格  ",
    "\u3000全角空格\u3000",
    "\t制表",
    "两行\n第二行",
    "\n前面空行",
    "末尾换行\n",
    "末尾换行\n\n\n",
    "行末空格 \n第二行",
    " 缩进\n第二行",
    "# 井号\n- 列表\n: 冒号",
    "---\n...",
    "😀",
    "𠮷野家",
    "é",
    "e\u0301",
    "\u200b零宽",
    "\ufffe",
    "\uffff",
    "\ud800",
    "\x00",
    "\x1b[31m红",
    "\x85",
    "\u2028",
    "\ufeff",
    "\xa0",
    "长" * 200,
    "a b " * 100,
)


# Any text at all, with those that YAML or a template might take for something else.
texts = st.one_of(
    st.sampled_from(NASTY),
    st.text(max_size=60),
    st.text(alphabet="ab甲 \n\t:#-'\"{}[]&*!|>%@`\\?,。", max_size=40),
    st.lists(st.sampled_from(NASTY), min_size=2, max_size=3).map("".join),
)
lines = texts.map(scrub_line).filter(bool)
proses = texts.map(scrub_prose).filter(bool)
own_texts = texts.map(scrub).filter(lambda text: text.strip())
counts = st.integers(0, 10**12 - 1)
amounts = st.integers(0, 10**17).map(lambda n: Decimal(n).scaleb(-6)).filter(lambda a: a < 10**11)
breakdowns = st.dictionaries(lines, counts, max_size=4).map(
    lambda named: tuple(Item(name, count) for name, count in named.items())
)
records = st.lists(
    st.builds(
        lambda p, m: Record({"problem": p, "measure": m}), proses, st.one_of(st.just(""), proses)
    ),
    max_size=3,
).map(tuple)
# A free choice may be anything that no choice begins with and no number of one.
ways = st.lists(
    st.sampled_from(("网站", "公报", "村务公开栏", "a: b", "# 甲", "null")), unique=True
).map(tuple)
closures = st.builds(
    Closure,
    code=st.sampled_from(("T02", "N11")),
    address=st.sampled_from(("work.main", "cases/received/total")),
    seen=st.lists(lines, max_size=2).map(tuple),
    reason=lines,
    closed_on=st.dates(date(2000, 1, 1)).map(date.isoformat),
)


def drafts(form):
    kinds = {
        "year": st.integers(2021, 2025),
        "organ.name": lines,
        "organ.kind": st.sampled_from(("人民政府", "部门")),
        "report.signed": st.dates(date(1000, 1, 1)),
        "work.main.items": counts,
        "work.main.cost": amounts,
        "work.main.open": st.booleans(),
        "work.main.ways": ways,
        "work.main.by_way": breakdowns,
        "work.main.exam": st.booleans(),
        "work.main.why": lines,
        "work.notes.prose": proses,
        "work.notes.problems": records,
    }
    assert set(kinds) == set(form.questions)
    given = sorted(
        {Origin.ENTERED, Origin.CONFIRMED, Origin.CARRIED, Origin.TALLIED, Origin.IMPORTED}, key=str
    )

    def figures(addresses):
        return st.fixed_dictionaries({}, optional={
            a: amounts if form.cells[a].kind.value == "money" else counts for a in addresses
        })  # fmt: skip

    typed = [a for a in form.cells if a not in form.computed]
    return st.builds(
        Draft,
        form=st.just(form.id),
        answers=st.fixed_dictionaries({}, optional=kinds),
        texts=st.fixed_dictionaries({}, optional={"work.main": own_texts, "work.notes": own_texts}),
        cells=figures(typed).flatmap(lambda f: st.fixed_dictionaries(
            {a: st.builds(Cell, st.just(v), st.sampled_from(given)) for a, v in f.items()})),
        confirmed=st.frozensets(st.sampled_from(sorted(form.tables))),
        verify=st.frozensets(st.sampled_from([*form.cells, *form.questions])),
        stated=figures(sorted(form.computed)),
        closures=st.lists(closures, max_size=2).map(tuple),
    )  # fmt: skip


@given(data=st.data())
@settings(max_examples=150)
def test_what_is_written_reads_back_the_same(kinds, forms, data):
    draft = data.draw(drafts(kinds))
    assert read_answers(write_answers(kinds, draft), "n", forms).draft == draft


@pytest.mark.parametrize("text", NASTY, ids=lambda text: ascii(text[:12]))
def test_a_text_that_looks_like_something_else_is_kept(kinds, forms, text):
    answers = {
        "organ.name": scrub_line(text) or "甲",
        "work.notes.prose": scrub_prose(text) or "甲",
    }
    own = {"work.main": scrub(text) if scrub(text).strip() else "甲"}
    draft = Draft("kinds", answers, own)
    assert read_answers(write_answers(kinds, draft), "n", forms).draft == draft


def test_a_very_long_line_is_kept(kinds, forms):
    draft = Draft("kinds", {"work.notes.prose": "很长 # 的 " * 20_000 + "完"})
    assert read_answers(write_answers(kinds, draft), "n", forms).draft == draft


@given(data=st.data())
@settings(max_examples=30)
def test_writing_again_changes_nothing(kinds, forms, data):
    written = write_answers(kinds, data.draw(drafts(kinds)))
    assert write_answers(kinds, read_answers(written, "n", forms).draft) == written


@pytest.mark.parametrize(
    ("question", "value"),
    [("work.main.items", 0), ("work.main.cost", Decimal(0)), ("work.main.open", False),
     ("work.main.ways", ()), ("work.main.by_way", ()), ("work.notes.problems", ())],
)  # fmt: skip
def test_none_at_all_is_an_answer_and_survives(kinds, forms, question, value):
    draft = Draft("kinds", {question: value})
    assert read_answers(write_answers(kinds, draft), "n", forms).draft == draft


def test_a_typed_zero_is_not_an_untouched_cell(draft_of):
    zero = draft_of(HEAD + "tables: {loans: {cells: {all: {novels: 0}}}}")
    assert zero.cells == {"loans/all/novels": Cell(0, Origin.ENTERED)}
    assert draft_of(HEAD).cells == {}


def test_a_file_with_nothing_answered_holds_nothing(kinds):
    assert write_answers(kinds, Draft("kinds")).splitlines()[1:] == ["format: 1", "form: kinds"]


@pytest.mark.parametrize("blank", ["", '""', "  ", "' '"])
def test_a_question_left_blank_is_not_answered(draft_of, blank):
    assert draft_of(f"{HEAD}year: {blank}\nanswers:\n  story.visitors: {blank}\n").answers == {}


def test_figures_and_days_need_no_quotes(draft_of):
    draft = draft_of(HEAD + "year: 2021\nanswers: {signed: 2022-01-20, story.visitors: 012}")
    assert draft.answers == {"year": 2021, "signed": date(2022, 1, 20), "story.visitors": 12}


def test_a_name_of_the_organ_may_stand_in_either_place(draft_of):
    assert (
        draft_of(HEAD + "organ: {name: 甲}").answers
        == draft_of(HEAD + "answers: {organ.name: 甲}").answers
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gbk", "gb18030"])
def test_a_file_is_read_in_every_encoding_of_the_office(tmp_path, forms, encoding):
    path = tmp_path / "某.yaml"
    path.write_bytes(f"{HEAD}organ:\r\n  name: 示例市图书馆\r\n".encode(encoding))
    assert load_answers(path, forms).draft.answers == {"organ.name": "示例市图书馆"}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("甲\x1b[31m乙", "甲[31m乙"),
        ("甲\x00乙", "甲乙"),
        ("甲\ud800乙", "甲乙"),
        ("\ufeff甲", "甲"),
        ("{{ organ.name }}", "{{ organ.name }}"),
        ("[b]甲[/b]", "[b]甲[/b]"),
        ("<script>", "<script>"),
    ],
)
def test_only_what_cannot_be_printed_is_dropped(draft_of, typed, kept):
    assert draft_of(f"{HEAD}organ: {{name: '{typed}'}}").answers == {"organ.name": kept}


def test_controls_in_ones_own_text_are_dropped(draft_of):
    draft = draft_of(HEAD + 'texts: {story: "甲\\e[31m\\r\\n乙\\0"}')
    assert draft.texts == {"story": "甲[31m\n乙"}


def test_controls_written_as_escapes_are_dropped_too(draft_of):
    assert draft_of(HEAD + 'organ: {name: "甲\\e[31m\\0乙"}').answers == {"organ.name": "甲[31m乙"}


# What stands after `format` and `form` (line 3 on), the line told, the words.
MISTAKES = {
    "unknown question": (
        "answers:\n  story.visitor: 1",
        4,
        "没有“story.visitor”这个问题。是不是“story.visitors”？",
    ),
    "unknown key": ("answer: {}", 3, "没有“answer”这个名称。是不是“answers”？"),
    "unknown table": (
        "tables:\n  loan:\n    confirmed: true",
        4,
        "没有“loan”这个表格。是不是“loans”？",
    ),
    "unknown row": (
        "tables:\n  loans:\n    cells:\n      al:\n        novels: 1",
        6,
        "没有“al”这个行。是不是“all”？",
    ),
    "unknown column": (
        "tables:\n  loans:\n    cells:\n      all:\n        novel: 1",
        7,
        "没有“novel”这个列。是不是“novels”？",
    ),
    "unknown section": (
        "texts:\n  stories: |\n    甲",
        4,
        "没有“stories”这个段落。是不是“story”？",
    ),
    "unknown address": ("verify:\n  - loans/all/novel", 4, "是不是“loans/all/novels”？"),
    "unknown key of a table": ("tables:\n  loans:\n    cell: {}", 5, "是不是“cells”？"),
    "not a number": ("answers:\n  story.visitors: 很多", 4, "“到馆人次”"),
    "a list for a number": ("answers:\n  story.visitors: [1, 2]", 4, "只要一项"),
    "a mapping for a name": ("organ:\n  name: {a: b}", 4, "只要一项"),
    "a list for a cell": ("tables:\n  loans: {cells: {all: {novels: [1]}}}", 4, "这里应当是一个数"),
    "text in a cell": ("tables:\n  loans: {cells: {all: {novels: 多}}}", 4, "“全年·小说”"),
    "a negative cell": ("tables:\n  loans: {cells: {all: {novels: -1}}}", 4, "负数"),
    "half a book": ("tables:\n  loans: {cells: {all: {novels: 1.5}}}", 4, "不是整数"),
    "a typed total": (
        "tables:\n  loans: {cells: {all: {total: 1}}}",
        4,
        "由 drafter 计算，不用填写",
    ),
    "a stated cell": ("tables:\n  loans: {stated: {all: {novels: 1}}}", 4, "这一格不是总数"),
    "confirmed": ("tables:\n  loans: {confirmed: 大概}", 4, "写成了“大概”"),
    "origin": (
        "tables:\n  loans: {cells: {all: {novels: {value: 1, origin: guessed}}}}",
        4,
        "没有这种来源",
    ),
    "origin that is a list": (
        "tables:\n  loans: {cells: {all: {novels: {value: 1, origin: [x]}}}}",
        4,
        "没有这种来源",
    ),
    "origin of a total": (
        "tables:\n  loans: {cells: {all: {novels: {value: 1, origin: computed}}}}",
        4,
        "没有这种来源",
    ),
    "cell without a value": (
        "tables:\n  loans: {cells: {all: {novels: {origin: carried}}}}",
        4,
        "还没有填写",
    ),
    "list for a mapping": ("answers: [1]", 3, "名称: 内容"),
    "text for a mapping": ("tables: 很多", 3, "名称: 内容"),
    "mapping for a list": ("verify: {a: 1}", 3, "应当是一个列表"),
    "mapping in a list": ("verify:\n  - {a: 1}", 4, "这个位置"),
    "mapping for a text": ("texts:\n  story: {a: 1}", 4, "应当是一段文字"),
    "no date": ("answers:\n  signed: 2022-02-30", 4, "不是日历上有的日子"),
    "twice": ("year: 2021\nanswers:\n  year: 2022", 5, "“year”写了两遍"),
    "year in words": ("year: 去年", 3, "读不成年份"),
    "year before any report": ("year: 1999", 3, "不在能编报告的年份里"),
    "year far ahead": ("year: 3021", 3, "不在能编报告的年份里"),
    "year before the form": ("year: 2019", 3, "2019年不用这种格式（用于2020年起的报告）"),
}


@pytest.mark.parametrize(("rest", "line", "words"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_with_its_line(told_of, rest, line, words):
    (sentence,) = told_of(HEAD + rest)
    assert sentence.startswith(f"答案.yaml:{line}")
    assert words in sentence


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file(told_of):
    told = told_of(
        HEAD + "year: 1999\norgan: 甲\nanswers:\n  signed: 今天\n  x: 1\ntables:\n  y: {}\nz: 1\n"
    )
    assert [sentence.split("：")[0].split("，")[0] for sentence in told] == [
        f"答案.yaml:{line}" for line in (3, 4, 6, 7, 9, 10)
    ]


OPENINGS = {
    "no format": ("form: tiny\n", 1, "缺少可用的“format”"),
    "format in words": ("format: 甲\nform: tiny\n", 1, "缺少可用的“format”"),
    "format of a list": ("format: [1]\nform: tiny\n", 1, "缺少可用的“format”"),
    "newer format": ("form: tiny\nformat: 2\n", 2, "文件格式是 2，比这个版本的 drafter 新。升级"),
    "format of a thousand digits": ("format: " + "9" * 5000 + "\n", 1, "比这个版本的 drafter 新"),
    "no form": ("format: 1\n", 1, "没有写明报告格式"),
    "blank form": ("format: 1\nform:\n", 2, "没有写明报告格式"),
    "form of a list": ("format: 1\nform: [tiny]\n", 2, "没有写明报告格式"),
    "unknown form": ("format: 1\n\nform: tini\n", 3, "没有“tini”这种报告格式。是不是“tiny”？"),
    "form that is a path": ("format: 1\nform: ../tiny\n", 2, "没有“../tiny”这种报告格式"),
    "a list": ("- 甲\n", 1, "这不是答案文件"),
    "a word": ("甲\n", 1, "这不是答案文件"),
}


@pytest.mark.parametrize(("text", "line", "words"), OPENINGS.values(), ids=OPENINGS)
def test_a_file_that_is_no_answers_file_is_told(told_of, text, line, words):
    (sentence,) = told_of(text)
    assert sentence.startswith(f"答案.yaml:{line}：")
    assert words in sentence


def test_a_form_is_for_its_years(told_of):
    told = told_of("format: 1\nform: disclosure-2021\nyear: 2020\n")
    assert told == [
        "答案.yaml:3：2020年不用这种格式（用于2021年起的报告）。核对年度，或换一种报告格式。"
    ]


scalars = st.sampled_from(
    ("1", "甲", "''", "true", "2021", "[1, 甲]", "{a: 1}", "[]", "{}", "[[1]]", "-1")
)
KEYS = ("format", "form", "year", "organ", "answers", "texts", "verify", "tables", "closed", "甲")


@given(st.dictionaries(st.sampled_from(KEYS), scalars, max_size=6), scalars)
@example({"tables": "{loans: 1}"}, "1")
def test_wrong_types_at_any_level_are_told_in_words(forms, entries, leaf):
    deep = (
        f"answers: {{story.visitors: {leaf}}}\ntexts: {{story: {leaf}}}\n"
        f"organ: {{name: {leaf}}}\nverify: [{leaf}]\n"
    )
    tables = [f"tables: {{loans: {{{at}}}}}" for at in (
        f"cells: {leaf}", f"cells: {{all: {leaf}}}", f"cells: {{all: {{novels: {leaf}}}}}",
        f"cells: {{all: {{novels: {{value: {leaf}, origin: {leaf}}}}}}}", f"confirmed: {leaf}",
        f"stated: {{all: {{total: {leaf}}}}}")]  # fmt: skip
    plain = "".join(f"{key}: {value}\n" for key, value in entries.items())
    for text in (plain, HEAD + deep, *(HEAD + table for table in tables)):
        try:
            read_answers(text, "n", forms)
        except DrafterError as error:
            told = [str(problem) for problem in error.problems]
        else:
            told = []
        assert not [sentence for sentence in told if "Node" in sentence]


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("answers:\n  overview.opening.approach: 【突出公开重点，规范公开程序】\n", 4),
        ("answers:\n  overview.proactive.by_channel: ｛网站：100，微信：20｝\n", 4),
        ("tables:\n  applications:\n    cells:\n      received: ｛natural：3｝\n", 6),
        ("verify: ［year］\n", 3),
    ],
)
def test_full_width_brackets_of_a_list_are_told_with_their_line(written, line):
    text = f"format: 1\nform: disclosure-2021\n{written}"
    with pytest.raises(DrafterError, match=rf"n:{line}：这里用了全角括号“.*改成英文的") as told:
        read_answers(text, "n")
    assert len(told.value.problems) == 1


def test_full_width_brackets_in_words_are_words():
    draft = read_answers("format: 1\nform: disclosure-2021\norgan: {name: 【甲】}\n", "n").draft
    assert draft.answers["organ.name"] == "【甲】"
