"""Other people's reports: what is read is right or wants a look; the rest is not read."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafter.draft.answers_file import load_answers
from drafter.draft.draft_facts import Facts
from drafter.draft.draft_model import Origin
from drafter.errors import DrafterError
from drafter.form.form_file import form_folders, load_form
from drafter.importing.any_report import best_reading
from drafter.importing.glued_figures import taken_apart
from drafter.importing.published_report import read_published
from drafter.importing.report_notes import Sure
from drafter.report.document import build_document
from drafter.report.jinja_pages import Format, Page, render

from . import wild_reports as wild
from .wild_pages import page_report
from .wild_reports import figures_of

HTML = (
    wild.html_spans,
    wild.html_flat,
    wild.html_word,
    wild.html_total_first,
    wild.html_subtotal,
    wild.html_one_outer_table,
    wild.html_one_value_spread,
    wild.html_swapped_tables,
    wild.html_extra_rows,
    wild.html_explained_labels,
    wild.html_three_tables,
    wild.html_heads_in_two_rows,
    wild.html_without_numbers,
)
TEXT = (wild.lines_a_cell, wild.lines_with_bars, wild.pipes, wild.vertical_labels)
PARTLY = {
    wild.cut_by_page: "txt",
    wild.repeated_lines_dropped: "txt",
    wild.glued: "txt",
    wild.glued_rows: "txt",
    wild.html_blank_zeros: "html",
    wild.bars_and_strokes: "txt",
    wild.bars_and_blanks: "txt",
    wild.trial_edition: "html",
    wild.as_picture: "html",
}
"""Layouts of which not all can be read, and the kind of file each stands in."""


COLUMNS = ["", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
RECEIVED = "一、本年新收政府信息公开申请数量"


@pytest.fixture(scope="module")
def numbers(form):
    count = len(form.cells) - len(form.computed)
    small = st.one_of(st.just(0), st.integers(0, 9), st.integers(0, 3000))
    return st.lists(small, min_size=count, max_size=count)


def read(form, text, kind):
    return read_published(form, text.encode(), kind)


def assert_true(form, published, figures, *, all_read=True):
    """Nothing read is another number; and, unless less is promised, all is read."""
    draft = published.draft
    for address, cell in draft.cells.items():
        assert (cell.value, cell.origin) == (figures[address], Origin.IMPORTED), address
    for address, value in draft.stated.items():
        assert value == figures[address], address
    if all_read:
        assert len(draft.cells) + len(draft.stated) == len(form.cells)


@pytest.mark.parametrize("layout", [*HTML, *TEXT], ids=lambda layout: layout.__name__)
def test_what_was_written_comes_back(form, numbers, layout):
    kind, wrap = ("html", wild.paragraph) if layout in HTML else ("txt", str)

    @settings(max_examples=8, deadline=None)
    @given(given_numbers=numbers)
    def comes_back(given_numbers):
        figures = figures_of(form, given_numbers)
        text = wild.report(form, wild.printed(form, figures), layout, wrap=wrap)
        assert_true(form, read(form, text, kind), figures)

    comes_back()


@pytest.mark.parametrize("layout", PARTLY, ids=lambda layout: layout.__name__)
def test_what_cannot_all_be_read_is_right_or_not_read(form, numbers, layout):
    kind = PARTLY[layout]

    @settings(max_examples=8, deadline=None)
    @given(given_numbers=numbers)
    def is_right(given_numbers):
        figures = figures_of(form, given_numbers)
        wrap = wild.paragraph if kind == "html" else str
        text = wild.report(form, wild.printed(form, figures), layout, wrap=wrap)
        published = read(form, text, kind)
        draft = published.draft
        assert_true(form, published, figures, all_read=False)
        assert draft.texts == wild.TEXTS
        if len(draft.cells) + len(draft.stated) < len(form.cells) - published.counts["blank"]:
            assert any(note.sure is Sure.UNREAD for note in published.notes)

    is_right()


def test_glued_figures_want_a_look(form):
    count = len(form.cells) - len(form.computed)
    figures = wild.printed(form, figures_of(form, [3] * count))
    published = read(form, wild.report(form, figures, wild.glued), "txt")
    assert published.draft.cells
    assert set(published.draft.cells) <= published.draft.verify


@pytest.mark.parametrize("narrow", ["1.1em", "1.6em", "3em"])
def test_pages_with_narrow_columns_are_read(form, numbers, narrow):
    @settings(max_examples=3, deadline=None)
    @given(given_numbers=numbers)
    def is_read(given_numbers):
        figures = figures_of(form, given_numbers)
        published = read_published(form, page_report(form, figures, narrow), "pdf")
        assert_true(form, published, figures)
        assert published.draft.texts == wild.TEXTS
        told = [cell for cell in published.draft.cells if cell.startswith("applications/")]
        assert len(published.draft.verify & set(told)) < len(told) / 2

    is_read()


def test_heads_in_lines_of_text_that_tell_no_order_leave_the_usual_one(form):
    heads = ["法人或其他组织", "自然人", "总计", *COLUMNS[2:7], RECEIVED, *"3100004"]
    published = read(form, "\n".join(heads), "txt")
    cells = published.draft.cells
    assert cells["applications/received/natural"].value == 3
    assert set(cells) <= published.draft.verify


def test_a_sentence_that_names_a_column_is_no_head(form):
    told = "制发行政规范性文件2件，废止10件，现行有效件数14件。"
    heads = ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]
    rows = ["规章", *"000", "行政规范性文件", "2", "10", "14"]
    published = read(form, "\n".join(["一、总体情况", told, *heads, *rows]), "txt")
    row = "disclosed/documents"
    columns = ("issued", "repealed", "in_force")
    assert [published.draft.cells[f"{row}/{c}"].value for c in columns] == [2, 10, 14]


def taken_for_gbk(text):
    """UTF-8 that a program took for GBK."""
    return text.encode().decode("gb18030", errors="replace").encode()


@pytest.mark.parametrize(
    ("layout", "kind"), [(wild.lines_a_cell, "txt"), (wild.html_spans, "html")]
)
def test_a_wrong_encoding_is_undone(form, numbers, layout, kind):
    @settings(max_examples=5, deadline=None)
    @given(given_numbers=numbers)
    def is_undone(given_numbers):
        figures = figures_of(form, given_numbers)
        wrap = wild.paragraph if kind == "html" else str
        text = wild.report(form, wild.printed(form, figures), layout, wrap=wrap)
        published = read_published(form, taken_for_gbk(text), kind)
        assert_true(form, published, figures, all_read=False)
        assert len(published.draft.cells) > 100
        assert any("编码" in note.what for note in published.notes)

    is_undone()


TRADITIONAL = str.maketrans(
    dict(
        zip(
            "总体况动开处请讼问题报项数计关条类费",
            "總體況動開處請訟問題報項數計關條類費",
            strict=True,
        )
    )
)


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda text: text.encode("gbk").decode(errors="replace").encode(), "丢了"),
        (lambda text: text.encode("ascii", errors="replace"), "丢了"),
        (lambda text: text.translate(TRADITIONAL).encode(), "繁体字"),
    ],
)
def test_characters_that_are_lost_or_traditional_are_told(form, spoil, told):
    figures = wild.printed(form, figures_of(form, [1] * (len(form.cells) - len(form.computed))))
    with pytest.raises(DrafterError, match=told):
        read_published(form, spoil(wild.report(form, figures, wild.lines_a_cell)), "txt")


def test_glued_figures_are_not_those_of_a_row_without_a_label(form):
    # Fifteen digits, and Table 4 is one row of fifteen figures without a label.
    text = "\n".join([wild.HEADINGS[0][2], "3.其他003030010001303"])
    cells = read(form, text, "txt").draft.cells
    assert not any(address.startswith("disputes/") for address in cells)


@given(
    figures=st.lists(st.integers(0, 4000), min_size=2, max_size=6),
    summed=st.booleans(),
)
@settings(deadline=None)
def test_digits_are_parted_only_as_they_were(figures, summed):
    whole = [*figures, sum(figures)] if summed else figures
    parted = taken_apart("".join(map(str, whole)), len(whole), summed=summed)
    assert parted is None or list(map(int, parted)) == whole


@pytest.mark.parametrize(
    ("digits", "count", "parted"),
    [("12.5", 1, ("12.5",)), ("0.5", 1, ("0.5",)), ("12.5", 3, None), ("00.5", 1, None)],
)
def test_an_amount_is_one_figure(digits, count, parted):
    assert taken_apart(digits, count, summed=count > 1) == parted


@pytest.mark.parametrize("title", wild.TITLES)
@pytest.mark.parametrize("signature", wild.SIGNATURES)
def test_title_and_signature_are_read(form, title, signature):
    figures = wild.printed(form, figures_of(form, [0] * (len(form.cells) - len(form.computed))))
    text = wild.report(form, figures, wild.lines_a_cell, title=title, signature=signature)
    answers = read(form, text, "txt").draft.answers
    assert (answers["year"], answers["organ.name"]) == (wild.YEAR, wild.ORGAN)
    assert answers["report.signed"] == date(2025, 1, 10)


@pytest.mark.parametrize("layout", [wild.bars_and_strokes, wild.bars_and_blanks])
def test_between_bars_every_figure_is_read(form, layout):
    figures = figures_of(form, ([0, 3] * 100)[: len(form.cells) - len(form.computed)])
    published = read(form, wild.report(form, wild.printed(form, figures), layout), "txt")
    read_cells = {a: cell.value for a, cell in published.draft.cells.items()}
    read_cells |= published.draft.stated
    assert {a for a, figure in figures.items() if figure} <= set(read_cells)


def test_a_page_without_a_title_names_its_organ_in_its_first_sentence(form):
    text = (
        "根据规定，现公布甲县水务局2023年政府信息公开工作年度报告。\n"
        "一、总体情况\n本报告所列数据的统计期限为2023年1月1日至2023年12月31日。\n"
    )
    answers = read(form, text, "txt").draft.answers
    assert (answers["organ.name"], answers["year"]) == ("甲县水务局", 2023)


def test_the_last_day_of_the_period_is_no_signature(form):
    text = "一、总体情况\n本年报所列数据的统计期限为2023年1月1日至2023年12月31日。\n"
    assert "organ.name" not in read(form, text, "txt").draft.answers


@pytest.mark.parametrize("headings", wild.HEADINGS)
@pytest.mark.parametrize("sections", wild.SECTIONS)
@pytest.mark.parametrize("run_in", [False, True])
def test_every_paragraph_is_in_its_place(form, headings, sections, run_in):
    figures = wild.printed(form, figures_of(form, [0] * (len(form.cells) - len(form.computed))))
    text = wild.report(
        form, figures, wild.lines_a_cell, headings=headings, sections=sections, run_in=run_in
    )
    published = read(form, text, "txt")
    assert published.draft.texts == wild.TEXTS
    items = published.draft.answers["problems.items"]
    assert [item["measure"] for item in items] == ["增加图解", "加强解读"]


def one_row(head, row):
    cells = "".join(f"<td>{text}</td>" for text in head)
    return f"<table><tr>{cells}</tr><tr>{''.join(f'<td>{text}</td>' for text in row)}</tr></table>"


def test_columns_that_are_not_all_named_want_a_look(form):
    page = one_row(["", "", "", "", "", "", "", ""], [RECEIVED, *"3100004"])
    published = read(form, page, "html")
    assert "applications/received/natural" in published.draft.verify


def test_a_sum_column_that_does_not_add_up_is_told(form):
    head = [*COLUMNS[:7], "小计", "总计"]
    published = read(form, one_row(head, [RECEIVED, "3", "1", *"0000", "9", "4"]), "html")
    assert published.draft.cells["applications/received/business"].value == 1
    assert any("小计" in note.what for note in published.notes if note.sure is Sure.UNCERTAIN)


def test_an_earlier_edition_is_not_read_as_this_one(form):
    lines = ["二、主动公开政府信息情况", "信息内容", "上一年项目数量", "本年增/减", "处理决定数量"]
    text = "\n".join([*lines, "行政许可", "12", "+3", "450", "行政处罚", "34", "-2", "29"])
    published = read(form, text, "txt")
    assert published.draft.cells == {}
    assert any("2019" in note.what for note in published.notes)


@pytest.mark.parametrize(
    ("printed", "value"),
    [("1，472", 1472), ("1 472", 1472), ("12件", 12), ("22（其中修订16件）", 22)],
)
def test_a_figure_with_its_unit_or_a_remark(form, printed, value):
    page = f"<table><tr><td>行政强制</td><td>{printed}</td></tr></table>"
    published = read(form, page, "html")
    assert published.draft.cells["disclosed/coercion/decisions"].value == value
    assert ("disclosed/coercion/decisions" in published.draft.verify) == ("（" in printed)


def test_an_amount_with_its_unit_is_in_the_unit_of_the_form(form):
    page = "<table><tr><td>行政事业性收费</td><td>437880元</td></tr></table>"
    cells = read(form, page, "html").draft.cells
    assert str(cells["disclosed/fees/amount"].value) in ("43.788", "43.7880")


def test_blank_is_not_zero(form):
    page = one_row(COLUMNS, [RECEIVED, "3", "", "/", "-", "0", "", "3"])
    published = read(form, page, "html")
    given = {address for address in published.draft.cells if "/received/" in address}
    assert given == {"applications/received/natural", "applications/received/legal"}
    assert published.counts["blank"] == 4


def test_tables_as_pictures_are_not_zeros(form):
    lines = [*wild.HEADINGS[0][:4], *wild.SIGNATURES[0]]
    published = read(form, "\n".join([wild.TITLES[0], *lines]), "txt")
    assert not published.draft.cells
    assert [note.where for note in published.notes if "图片" in note.what] == [
        "表二",
        "表三",
        "表四",
    ]


def test_what_a_page_has_around_the_report_is_left_out(form):
    page = "".join(
        map(
            wild.paragraph,
            [
                "首页 > 政府信息公开 > 年报",
                "索引号：001",
                "发布机构：甲县水务局",
                wild.TITLES[0],
                "字号：大 中 小",
            ],
        )
    )
    text = wild.report(
        form,
        wild.printed(form, figures_of(form, [0] * (len(form.cells) - len(form.computed)))),
        wild.html_spans,
        wrap=wild.paragraph,
    )
    draft = read(
        form, page + text + "<p>扫一扫在手机打开</p><p>版权所有 甲县人民政府</p>", "html"
    ).draft
    assert draft.texts == wild.TEXTS
    assert draft.answers["organ.name"] == wild.ORGAN


def test_a_group_on_the_line_of_its_first_row_is_no_other_row(form):
    lines = [RECEIVED, *"3000003", "三、本年度办理结果（一）予以公开", *"2000002"]
    cells = read(form, "\n".join(lines), "txt").draft.cells
    assert cells["applications/granted/natural"].value == 2


def test_a_cell_of_words_own_page_is_read_as_it_is_printed(form):
    page = (
        "<table><tr><td><p>规章<o:p></o:p></p></td><td><span>0<o:p></o:p></span></td>"
        "<td>0</td><td><span><o:p>&nbsp;</o:p></span></td></tr>"
        "<tr><td><p>行政<br>规范性文件</p></td><td>1</td><td>0</td><td>1<span>2</span></td></tr>"
        "<![if !supportMisalignedColumns]><tr height=0><td width=1></td></tr><![endif]></table>"
    )
    published = read(form, page, "html")
    cells = {a: c.value for a, c in published.draft.cells.items()}
    assert cells == {
        "disclosed/regulations/issued": 0,
        "disclosed/regulations/repealed": 0,
        "disclosed/documents/issued": 1,
        "disclosed/documents/repealed": 0,
        "disclosed/documents/in_force": 12,
    }


@pytest.mark.parametrize("layout", [wild.html_spans, wild.as_picture], ids=["tables", "pictures"])
def test_a_report_is_read_as_the_form_that_it_fits(form, tiny, layout):
    figures = wild.printed(form, figures_of(form, [1] * (len(form.cells) - len(form.computed))))
    page = wild.report(form, figures, layout, wrap=wild.paragraph).encode()
    for forms in ((form, tiny), (tiny, form)):
        assert best_reading(forms, page, "html").form is form


def test_the_first_rows_of_a_report_are_of_the_form_that_its_title_names(form):
    """Seven figures in a row are a row of other forms as well, whose table may be short."""
    figures = wild.printed(form, figures_of(form, [1] * (len(form.cells) - len(form.computed))))
    whole = wild.report(form, figures, wild.pipes, wrap=str)
    begun = whole[: whole.index("三、本年度办理结果")].encode()
    forms = [load_form(form_id) for form_id in form_folders()]
    assert best_reading(forms, begun, "txt").form.id == form.id


def test_a_report_of_2019_is_read_in_the_form_of_2019(form, root):
    """Titles as several offices have them, blanks for zeros, an amount with its unit, a sign."""
    trial = load_form("disclosure-2019")
    facts = Facts(trial, load_answers(root / "sample_answers" / "province-office-2019.yaml").draft)
    page = render(trial, build_document(facts, draft=False), Format.HTML, Page(80))
    for ours, theirs in {
        "五、存在的主要问题": "五、政府信息公开工作存在的主要问题",
        "二、主动公开政府": "二、行政机关主动公开政府",
        ">0</td>": "></td>",
        ">251000<": ">251000元<",
    }.items():
        assert ours in page
        page = page.replace(ours, theirs)
    for forms in ((form, trial), (trial, form)):
        published = best_reading(forms, page.encode(), "html")
        assert published.form is trial
        assert published.draft.answers["year"] == 2019
        assert published.counts["missing"] == 0
        read = {a: cell.value for a, cell in published.draft.cells.items() if cell.value}
        given = {a: cell.value for a, cell in facts.draft.cells.items() if cell.value}
        assert read == given


def test_a_later_report_on_the_trial_form_is_one_of_its_year_with_a_fault(form, root):
    trial = load_form("disclosure-2019")
    answers = load_answers(root / "sample_answers" / "township-2020.yaml")
    page = render(
        trial, build_document(Facts(trial, answers.draft), draft=False), Format.HTML, Page(80)
    )
    published = best_reading((trial, form), page.replace("2020", "2023").encode(), "html")
    assert published.form is form
    assert any("国办公开办函〔2019〕60号" in note.what for note in published.notes)
