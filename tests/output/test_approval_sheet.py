"""送审单: the same sentences in each of its shapes, and an office's own in their place."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import docx
import html5lib
import pytest

from drafter.checks.material import load_material
from drafter.draft.answers_file import load_answers
from drafter.draft.draft_facts import Facts
from drafter.draft.draft_model import Draft, with_answer
from drafter.errors import DrafterError
from drafter.form.sandbox import Sandbox
from drafter.output.approval_sheet import Sheet, sheet_of, sheet_page, sheet_text, sheet_word
from drafter.output.review_sheet import Version, review_of
from drafter.report.word_file import written
from drafter.report.word_layout import sheet_layout
from drafter.report.word_package import filled_package
from drafter.report.word_template import filled_by_docxtpl

ROOT = Path(__file__).parents[2]
SAMPLES = sorted(path.stem for path in (ROOT / "sample_answers").glob("*.yaml"))
DAY = date(2025, 1, 10)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MARKUP = '<b>甲</b>&"{{ 局 }}'


def facts_of(name: str) -> Facts:
    answers = load_answers(ROOT / "sample_answers" / f"{name}.yaml")
    return Facts(answers.form, answers.draft)


def sheet_for(facts: Facts, last: Facts | None = None, own: Path | None = None, **more) -> Sheet:
    material = load_material(facts, last, DAY)
    return sheet_of(review_of(material, **{"draft": True, "since": None} | more), facts, own)


def shapes_of(sheet: Sheet, facts: Facts) -> dict[str, str]:
    """The words of each shape, without white space."""
    word = docx.Document(io.BytesIO(sheet_word(sheet, facts.form)))
    page = html5lib.parse(sheet_page(sheet, facts.form))
    words = {
        "docx": "".join(text.text or "" for text in word.element.iter(f"{W}t")),
        "html": "".join(page.itertext()),
        "txt": sheet_text(sheet, facts.form),
    }
    return {shape: "".join(text.split()) for shape, text in words.items()}


def words_of(sheet: Sheet) -> list[str]:
    """Everything that is told, but for the figures."""
    fields = [word for row in sheet.fields for field in row for word in field]
    sections = [word for each in sheet.sections for word in (each.title, *each.paragraphs)]
    return [sheet.day, sheet.mark, sheet.signed, sheet.dated, *fields, *sheet.opinions, *sections]


@pytest.fixture(scope="module")
def city() -> Sheet:
    return sheet_for(facts_of("suqian-2024"), facts_of("suqian-2023"))


@pytest.mark.parametrize("name", SAMPLES)
def test_every_shape_tells_all(name):
    facts = facts_of(name)
    sheet = sheet_for(facts)
    for shape, text in shapes_of(sheet, facts).items():
        for word in words_of(sheet):
            assert "".join(word.split()) in text, shape


def test_every_shape_has_the_figures_of_both_years(city):
    for shape, text in shapes_of(city, facts_of("suqian-2024")).items():
        squeezed = text.replace("│", "")
        assert "2024年2023年增减" in squeezed, shape
        assert "行政复议（件）170440大减270（61.36%）" in squeezed, shape
        assert "行政复议由440件变为170件" in squeezed, shape


def test_what_jumped_is_bold_in_the_word_file_and_on_the_page(city):
    facts = facts_of("suqian-2024")
    word = docx.Document(io.BytesIO(sheet_word(city, facts.form)))
    bold = [
        row.cells[0].text
        for row in word.tables[1].rows
        if row.cells[0].paragraphs[0].style.font.bold
    ]
    assert bold == ["行政复议（件）"]
    page = html5lib.parse(sheet_page(city, facts.form), namespaceHTMLElements=False)
    (row,) = page.findall(".//tr[@class='jumped']")
    assert row[0].text == "行政复议（件）"


def test_a_machine_without_docxtpl_fills_in_the_same(city):
    template = sheet_layout()
    names = {"sheet": city, "title": "\n".join(city.lines)}
    told = []
    for filled in (filled_package, filled_by_docxtpl):
        sandbox = Sandbox(autoescape=True, finalize=written)
        word = docx.Document(io.BytesIO(filled(template, sandbox, city.title, names)))
        told.append([text.text for text in word.element.iter(f"{W}t")])
    assert told[0] == told[1]
    assert "行政复议（件）" in told[0]


def test_years_are_told_by_number(city):
    assert city.head == ("主要数字", "2024年", "2023年", "增减")
    assert not any("今年" in word or "上年" in word for word in words_of(city))


def test_part_five_stands_in_full():
    facts = facts_of("county-government-2023")
    section = next(each for each in sheet_for(facts).sections if "第五部分" in each.title)
    assert section.paragraphs == facts.printed(
        next(each for each in facts.form.sections if each.id == "problems")
    )


def test_what_is_not_known_is_left_blank_for_the_hand():
    fields = {
        field.label: field.text
        for row in sheet_for(facts_of("suqian-2024")).fields
        for field in row
    }
    assert not any(fields[label] for label in ("密级", "缓急", "份数", "核稿", "校对", "会签"))
    assert fields["附件"] == "《宿迁市人民政府2024年政府信息公开工作年度报告》全文"
    assert fields["公布期限"].startswith("2025年3月31日（")


def test_figures_that_are_zero_in_both_years_are_one_sentence():
    sheet = sheet_for(facts_of("nil-township-2023"))
    assert [figure.label for figure in sheet.figures] == ["主动公开政府信息"]
    assert any("行政诉讼中被纠正" in paragraph for paragraph in sheet.sections[0].paragraphs)


def test_what_was_typed_is_no_markup_in_any_shape():
    facts = facts_of("county-bureau-2023")
    facts = Facts(facts.form, with_answer(facts.draft, "organ.office", MARKUP))
    since = Version(Facts(facts.form, Draft(facts.form.id)), MARKUP)
    sheet = sheet_for(facts, since=since)
    for shape, text in shapes_of(sheet, facts).items():
        assert text.count("".join(MARKUP.split())) >= 2, shape


@pytest.fixture
def own(tmp_path) -> Path:
    """A folder of an office's own, with the sentences of the national form."""
    folder = tmp_path / "disclosure-2021"
    folder.mkdir()
    standard = ROOT / "templates" / "disclosure-2021" / "review.yaml"
    (folder / "review.yaml").write_text(standard.read_text("utf-8"), "utf-8")
    return folder / "review.yaml"


def changed(own: Path, old: str, new: str) -> Sheet:
    text = own.read_text("utf-8")
    assert old in text
    own.write_text(text.replace(old, new), "utf-8")
    return sheet_for(facts_of("nil-township-2023"), own=own.parents[1])


def test_an_offices_own_sentences_stand_before_the_forms(own):
    assert "核稿人" in words_of(changed(own, "label: 核稿", "label: 核稿人"))


def test_an_empty_template_sends_nobody_to_blank_answers(own):
    facts = facts_of("nil-township-2023")
    own.with_name("review.docx").write_bytes(b"")
    with pytest.raises(DrafterError) as raised:
        sheet_word(sheet_for(facts), facts.form, own.parents[1])
    (problem,) = raised.value.problems
    assert problem.what == "文件是空的。"
    assert "blank" not in problem.fix


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("{{ organ.phone or '' }}", "{{ organ.fax }}", "review.yaml:12"),
        ("{{ organ.phone or '' }}", "{{ organ.phone", "没有写完"),
        ("label: 密级", "labels: 密级", "labels"),
        ("{label: 密级}, ", "{label: 密级}, {label: 甲}, ", "一行最多 3 栏"),
        ("{{ organ.phone or '' }}", "{{ ''.__class__ }}", "算不出来"),
        ("{{ organ.phone or '' }}", "{{ range(99999999) | list }}", "算不出来"),
    ],
)
def test_a_mistake_in_them_is_told_with_its_place(own, old, new, told):
    with pytest.raises(DrafterError) as raised:
        changed(own, old, new)
    assert told in " ".join(map(str, raised.value.problems))
