"""What is told of a file that differs: where, what it should be, what it is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafter.importing.differences import Gap, Item, differences, gaps
from drafter.importing.finished_report import Reading
from drafter.importing.row_alignment import How
from drafter.report.document import Document, Grid, GridCell, Heading, Paragraph, PrintedTable

CELLS = {"loans/all/novels": "1", "loans/all/science": "2.50", "loans/all/total": "3"}


@pytest.fixture
def document() -> Document:
    grid = Grid(3, (tuple(GridCell(text, address=cell) for cell, text in CELLS.items()),))
    return Document(
        "某馆2021年借阅年报",
        False,
        (
            Heading("第一部分 概况", 1, "story"),
            Paragraph("第一段，某馆。", "story"),
            Paragraph("第二段 甲 乙。", "story"),
            Heading("第二部分 借阅", 1, "loans"),
            PrintedTable(grid, "loans"),
        ),
        "某馆",
        "2022年1月5日",
    )


@pytest.fixture
def reading(tiny, document) -> Reading:
    texts = [block.text for block in document.blocks if block.kind != "table"]
    prose = (document.title, *texts, document.signed_by, document.signed_on)
    return Reading(
        form=tiny,
        title=document.title,
        mark="",
        headings=(),
        paragraphs=(),
        signed_by=document.signed_by,
        signed_on=document.signed_on,
        cells=CELLS,
        rows={"loans/all": How.EXACT},
        extra=(),
        prose=prose,
        flowing=False,
        printed=False,
        under={"loans": "第二部分 借阅"},
    )


def told(document: Document, reading: Reading, **options: bool) -> list[tuple[str, str]]:
    return [(p.where, p.what) for p in differences(document, reading, **options)]


def with_prose(reading: Reading, **changes: str) -> Reading:
    """Pieces of the prose changed, `p2="…"` for the third; an empty one is left out."""
    texts = (changes.get(f"p{number}", text) for number, text in enumerate(reading.prose))
    return replace(reading, prose=tuple(text for text in texts if text))


@pytest.mark.parametrize("flowing", [False, True])
def test_the_same_is_the_same(document, reading, flowing):
    assert told(document, replace(reading, flowing=flowing)) == []


def test_a_figure_is_compared_as_it_is_printed(document, reading):
    changed = replace(reading, cells=CELLS | {"loans/all/science": "2.5"})
    assert told(document, changed) == [("第二部分 借阅，“全年·科普”", "应为 2.50，文件里是 2.5。")]


def test_a_figure_that_was_not_found_is_told(document, reading):
    cells = {address: text for address, text in CELLS.items() if "novels" not in address}
    assert told(document, replace(reading, cells=cells)) == [
        ("第二部分 借阅，“全年·小说”", "应为 1，文件里没有这个数。")
    ]


def test_a_table_that_was_not_found_is_told_once(document, reading):
    assert told(document, replace(reading, cells={})) == [
        ("第二部分 借阅", "文件里读不到这张表的数。")
    ]


@pytest.mark.parametrize("flowing", [False, True])
def test_a_changed_paragraph_is_told_with_both_texts(document, reading, flowing):
    changed = replace(with_prose(reading, p2="第一段，某局。"), flowing=flowing)
    ((where, what),) = told(document, changed)
    assert where == "概况，第1段"
    assert "某馆。”" in what
    assert "文件里是“第一段" in what
    assert "某局。”" in what


@pytest.mark.parametrize("flowing", [False, True])
def test_a_lost_paragraph_is_told(document, reading, flowing):
    ((where, what),) = told(document, replace(with_prose(reading, p3=""), flowing=flowing))
    assert where == "概况，第2段"
    assert what.endswith("文件里没有。")


def test_text_that_is_too_much_is_told_after_what_it_stands(document, reading):
    changed = with_prose(reading, p3="第二段 甲 乙。\n")
    changed = replace(changed, prose=(*changed.prose[:4], "多的话", *changed.prose[4:]))
    assert told(document, changed) == [("概况，第2段", "后面多出“多的话”。")]
    assert told(document, changed, additions=True) == []


def test_an_office_may_have_its_own_letterhead(document, reading):
    own = replace(reading, prose=("某馆文件", "某馆", *reading.prose, "联系人：某馆"))
    assert told(document, own, additions=True) == []
    assert told(document, with_prose(own, p5=""), additions=True) != []


def test_two_texts_that_changed_places_are_told(document, reading):
    one, two = reading.prose[2:4]
    assert told(document, with_prose(reading, p2=two, p3=one)) != []


def test_spaces_count_where_they_are_the_texts_own(document, reading):
    changed = with_prose(reading, p3="第二段 甲乙。")
    assert told(document, changed) != []
    assert told(document, replace(changed, flowing=True)) == []


def test_line_breaks_are_the_pages_own(document, reading):
    assert told(document, with_prose(reading, p0="某馆\n2021年借阅年报")) == []


def test_where_lines_flow_texts_may_be_broken_anywhere(document, reading):
    whole = "".join(reading.prose)
    broken = tuple(whole[at : at + 7] for at in range(0, len(whole), 7))
    assert told(document, replace(reading, prose=broken, flowing=True)) == []


def test_a_fonts_variant_of_a_character_is_the_character(document, reading):
    changed = with_prose(reading, p1="第⼀部分 概况")
    assert told(document, replace(changed, flowing=True, printed=True)) == []
    assert told(document, replace(changed, flowing=True)) != []


def test_a_paragraph_that_says_draft_is_a_paragraph(document, reading):
    blocks = (*document.blocks[:3], Paragraph("草稿", "story"), *document.blocks[3:])
    drafted = document._replace(blocks=blocks)
    assert told(drafted, reading) == [("概况，第3段", "应为“草稿”，文件里没有。")]


def test_a_row_under_another_name_is_told(document, reading):
    ((where, what),) = told(document, replace(reading, rows={"loans/all": How.ALIKE}))
    assert (where, what) == ("第二部分 借阅，“全年·小说”", "这一行的名称和报告里的不一样。")


def test_a_row_too_many_is_told(document, reading):
    more = replace(reading, extra=(("loans", "1 2.50 4"),))
    assert told(document, more) == [("第二部分 借阅", "表里多出“1 2.50 4”。")]
    assert told(document, more, additions=True) == []


@pytest.mark.parametrize(("name", "mark"), [("draft", "草稿"), ("for_review", "送审稿")])
def test_the_mark_is_compared(document, reading, name, mark):
    ((_, lost),) = told(document._replace(**{name: True}), reading)
    ((_, extra),) = told(document, replace(reading, mark=mark))
    assert f"没有“{mark}”字样" in lost
    assert f"却有“{mark}”字样" in extra


def test_a_draft_is_no_copy_for_review(document, reading):
    draft = document._replace(draft=True, for_review=True)
    assert draft.mark == "草稿"
    ((_, other),) = told(draft, replace(reading, mark="送审稿"))
    assert "却有“送审稿”字样" in other


JOINED = (
    ("公开信息15", "5月召开", "公开信息15月召开"),
    ("公开信息1", "15月召开", "公开信息15月召开"),
    ("收到5", "5", "收到5"),
    ("收到5", "5", "收到555"),
    ("甲乙", "甲乙甲", "甲乙甲"),
    ("甲", "乙", "乙甲"),
    ("甲乙", "乙", "乙甲乙"),
    ("甲", "甲", "甲甲甲"),
    ("甲", "甲甲", "甲"),
)


@pytest.mark.parametrize("flowing", [False, True])
@pytest.mark.parametrize(("one", "other", "joined"), JOINED)
def test_what_is_lost_or_doubled_where_two_texts_meet_is_told(
    document, reading, one, other, joined, flowing
):
    texts = (Paragraph(one, "story"), Paragraph(other, "story"))
    asked = document._replace(blocks=(document.blocks[0], *texts, *document.blocks[3:]))
    wrong = replace(with_prose(reading, p2=joined, p3=""), flowing=flowing)
    assert any("概况，第" in where for where, _ in told(asked, wrong))
    assert told(asked, wrong, additions=True) != []


def test_the_text_that_lost_the_digit_is_named(document, reading):
    texts = (Paragraph("公开信息15", "story"), Paragraph("5月召开", "story"))
    asked = document._replace(blocks=(document.blocks[0], *texts, *document.blocks[3:]))
    wrong = replace(with_prose(reading, p2="公开信息15月召开", p3=""), flowing=True)
    assert told(asked, wrong) == [("概况，第2段", "应为“5月召开”，文件里是“月召开”。")]


def test_an_addition_hides_no_digit(document, reading):
    wrong = replace(with_prose(reading, p3="第二段 甲 乙。5"), flowing=True)
    assert told(document, wrong, additions=True) != []


TEXT = st.text(st.sampled_from("甲乙5 "), min_size=1, max_size=3).filter(str.strip)
PROSE = st.lists(TEXT, max_size=5)


@given(paragraphs=PROSE, prose=PROSE, flowing=st.booleans())
@settings(deadline=None)
def test_texts_pass_just_where_they_are_the_same(tiny, paragraphs, prose, flowing):
    """But for the white space that such a file drops."""
    given = Document("甲", False, tuple(Paragraph(p, "story") for p in paragraphs), "", "")
    read = Reading(*(tiny, "", "", (), (), "", "", {}, {}, (), ("甲", *prose), flowing, False))
    one, other = (
        "".join("".join(texts).split()) if flowing else [" ".join(t.split()) for t in texts]
        for texts in (paragraphs, prose)
    )
    assert (differences(given, read) == ()) == (one == other)


def test_of_a_long_text_the_part_that_differs_is_quoted(document, reading):
    text = "相同的话，" * 30 + "二〇二一年" + "以后的话，" * 30
    blocks = (document.blocks[0], Paragraph(text, "story"), *document.blocks[3:])
    changed = with_prose(reading, p2=text.replace("二〇二一", "二〇二〇"), p3="")
    ((_, what),) = told(document._replace(blocks=blocks), changed)
    assert "二〇二一年" in what
    assert "二〇二〇年" in what
    assert len(what) < 120


TEXTS = st.lists(st.text(st.sampled_from("甲乙丙"), min_size=1, max_size=3), max_size=6)


def matched(items: list[str], found: list[str], joint: str) -> list[Gap]:
    """The gaps with something in them."""
    every = gaps([Item(text, text) for text in items], joint.join(["", *found, ""]), joint)
    return [gap for gap in every if gap.items or gap.found.strip(joint or None)]


def test_between_texts_that_repeat_order_decides():
    (gap,) = matched(["甲", "乙", "甲"], ["甲", "丙", "甲"], "\n")
    assert (gap.after, [item.text for item in gap.items], gap.found.strip()) == ("甲", ["乙"], "丙")


def test_a_text_inside_another_does_not_stand_for_it():
    (gap,) = matched(["甲乙", "乙"], ["甲乙"], "")
    assert [item.text for item in gap.items] == ["乙"]
    assert gap.found == ""


def test_a_text_that_the_file_repeats_is_found_in_its_place():
    (gap,) = matched(["乙", "甲"], ["甲", "乙", "甲"], "\n")
    assert (gap.items, gap.found.strip()) == ((), "甲")


def test_one_changed_text_is_the_only_gap():
    items = ["甲", "乙", "丙", "甲甲", "乙乙"]
    (gap,) = matched(items, ["甲", "乙", "丁", "甲甲", "乙乙"], "\n")
    assert [item.text for item in gap.items] == ["丙"]


@given(items=TEXTS, found=TEXTS)
@settings(deadline=None)
def test_there_is_a_gap_just_where_lines_differ(items, found):
    assert bool(matched(items, found, "\n")) == (items != found)


@given(items=TEXTS, found=TEXTS)
@settings(deadline=None)
def test_there_is_a_gap_just_where_characters_differ(items, found):
    assert bool(matched(items, found, "")) == ("".join(items) != "".join(found))
