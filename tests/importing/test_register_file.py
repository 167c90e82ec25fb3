"""A register is read from whatever file it is kept in; what cannot be read says so."""

from __future__ import annotations

import io
import re
import zipfile
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

import drafter.importing.register_file as register_file
from drafter.errors import DrafterError
from drafter.form.form_file import load_form
from drafter.importing.register_file import digest_of, load_register, raw_sheets
from drafter.importing.workbook_sheets import workbook_sheets
from drafter.ledger.form_meanings import head_reader
from drafter.ledger.ledger_file import register_words
from drafter.ledger.register_model import Register, Sheet
from drafter.ledger.register_settings import Settings
from drafter.ledger.register_tally import tally
from drafter.limited_process import LimitedWorker
from drafter.office_program import converted, find_office

HEADS = ["编号", "收到日期", "申请人类型", "办理结果", "办结日期"]
ROWS = [
    ["1", date(2025, 1, 3), "公民", "公开", date(2025, 1, 20)],
    ["2", date(2025, 2, 3), "企业", "信息不存在", date(2025, 2, 20)],
]
CELLS = {
    "received/natural": 1,
    "received/business": 1,
    "granted/natural": 1,
    "not_held/business": 1,
}


def workbook(rows=ROWS, options=None, change=lambda book, sheet: None) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, options or {})
    sheet, day = book.add_worksheet("台账"), book.add_format({"num_format": "yyyy/m/d"})
    for line, row in enumerate([HEADS, *rows]):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(line, column, datetime(cell.year, cell.month, cell.day), day)
            else:
                sheet.write(line, column, cell)
    change(book, sheet)
    book.close()
    return file.getvalue()


def csv_text(rows=ROWS, separator=",") -> str:
    return "\n".join(separator.join(map(str, row)) for row in [HEADS, *rows])


@pytest.fixture(scope="module")
def form():
    return load_form("disclosure-2021")


@pytest.fixture
def loaded(form, tmp_path):
    """The register in the bytes of a file."""

    def register(data: bytes, name: str = "台账.xlsx") -> Register:
        path = tmp_path / name
        path.write_bytes(data)
        reader = head_reader(form, register_words(form), Settings(), 2025)
        return load_register(path, reader).register

    return register


@pytest.fixture
def counted(form, loaded):
    """The cells that the bytes of a file come to."""

    def cells(data: bytes, name: str) -> dict[str, int]:
        found = tally(form, register_words(form), loaded(data, name), Settings(), 2025)
        assert not found.waiting
        return {address.removeprefix("applications/"): n for address, n in found.cells.items()}

    return cells


@pytest.fixture
def refused(form, tmp_path):
    """The one sentence that a file is refused with."""

    def sentence(data: bytes, name: str = "台账.xlsx") -> str:
        path, words = tmp_path / name, register_words(form)
        path.write_bytes(data)
        with pytest.raises(DrafterError) as caught:
            load_register(path, head_reader(form, words, Settings(), 2025))
        (problem,) = caught.value.problems
        assert str(path) in problem.where
        return problem.what

    return sentence


@pytest.mark.parametrize("name", ["台账.xlsx", "台账.xls", "台账.et", "无后缀"])
def test_the_bytes_decide_not_the_name(counted, name):
    assert counted(workbook(), name) == CELLS


def test_the_columns_of_a_sheet_are_those_of_its_lines():
    def beside(book, sheet):
        sheet = book.add_worksheet("别处")
        sheet.write(3, 2, "在右下方")
        sheet.write(5, 4, 7)
        book.add_worksheet("空白")

    data = workbook([ROWS[0]] * 1200, change=beside)
    lines = [list(sheet.cells) for sheet in workbook_sheets(data)]
    columns = [sheet.cells for sheet in workbook_sheets(data, by_column=True)]
    assert lines == [[*map(list, zip(*cells, strict=True))] for cells in columns]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_text_files_are_read_as_they_are_written(counted, encoding, separator):
    assert counted(csv_text(separator=separator).encode(encoding), "台账.csv") == CELLS


def test_lines_of_different_lengths_are_read(counted):
    text = csv_text() + "\n\n合计,2\n"
    assert counted(text.encode(), "台账.csv") == CELLS


@pytest.mark.skipif(not find_office(), reason="needs LibreOffice to write the old kind")
def test_an_old_workbook_is_read_whatever_it_is_called(counted):
    old = converted(workbook(), ".xlsx", "xls", find_office())
    assert counted(old, "台账.xls") == CELLS
    assert counted(old, "台账.et") == CELLS


def test_a_workbook_of_1904_has_its_own_days(counted):
    rows = [[*row[:1], (row[1] - date(1904, 1, 1)).days, *row[2:]] for row in ROWS]
    with pytest.raises(AssertionError):
        counted(workbook(rows, {"date_1904": True}), "台账.xlsx")  # a doubt: bare numbers
    (sheet,) = raw_sheets(workbook(rows, {"date_1904": True}))
    assert sheet.since_1904
    assert counted(workbook(ROWS, {"date_1904": True}), "台账.xlsx") == CELLS


def test_what_is_hidden_filtered_or_struck_through_on_a_shown_sheet_counts(counted):
    def change(book, sheet):
        sheet.set_row(1, None, book.add_format({"font_strikeout": True}))
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_column(2, 3, None, None, {"hidden": True})
        sheet.autofilter(0, 0, len(ROWS), len(HEADS) - 1)
        sheet.write_number(1, 0, 1)
        sheet.write_formula(2, 2, '="企业"', None, "企业")

    assert counted(workbook(change=change), "台账.xlsx") == CELLS


def test_a_formula_that_went_wrong_or_was_never_reckoned_decides_nothing(form, loaded):
    def change(_, sheet):
        sheet.write_formula(1, 3, "=VLOOKUP(1,A:A,9)", None, "#N/A")
        sheet.write_formula(2, 4, "=A1", None, 0)

    register = loaded(workbook(change=change))
    found = tally(form, register_words(form), register, Settings(), 2025)
    assert [*found.waiting] == [0, 1]


def test_an_application_without_an_answer_is_open_and_one_with_an_error_is_asked_about(
    form, loaded
):
    def change(_, sheet):
        sheet.write_formula(2, 3, "=VLOOKUP(1,A:A,9)", None, "#N/A")
        sheet.write_formula(3, 3, "=A9+A8", None, "#REF!")
        sheet.write_formula(3, 4, "=A9+A8", None, "#REF!")

    rows = [[n, date(2025, 1, 3), "公民"] for n in ("1", "2", "3")]
    register = loaded(workbook(rows, change=change))
    found = tally(form, register_words(form), register, Settings(), 2025)
    assert found.outcome_of == {0: "carried_out"}
    assert found.waiting == {1: "“#N/A”要逐件确认", 2: "办结日期读不懂"}
    assert [(doubt.rows, doubt.of, "open" in doubt.choices) for doubt in found.doubts] == [
        ((1,), "outcomes", True)
    ]


def with_hidden_sheets(book, _):
    hidden = book.add_worksheet("旧")
    hidden.write_row(0, 0, HEADS)
    hidden.write_row(1, 0, ["1", "2025-01-03", "公民", "公开", "2025-01-20"])
    hidden.hide()
    book.add_worksheet("节假日").hide()


def test_a_hidden_register_is_read_and_named_where_there_is_no_other(counted, loaded):
    def hide(book, sheet):
        book.add_worksheet("说明").write(0, 0, "台账见隐藏的工作表")
        sheet.hide()
        book.worksheets()[1].activate()
        book.worksheets()[1].set_first_sheet()

    data = workbook(change=hide)
    assert counted(data, "台账.xlsx") == CELLS
    assert [(each.name, each.line, each.hidden) for each in loaded(data).sheets] == [
        ("说明", 0, False),
        ("台账", 1, True),
    ]


def test_hidden_sheets_are_not_read_and_named_where_they_hold_a_register(counted, loaded):
    data = workbook(change=with_hidden_sheets)
    assert counted(data, "台账.xlsx") == CELLS
    assert loaded(data).sheets[1:] == (Sheet("旧", 0, hidden=True),)


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "台账.xlsx", "文件是空的。"),
        (b"%PDF-1.7\n", "台账.pdf", "这是PDF 文件，不是台账。"),
        (workbook()[:3000], "台账.xlsx", "这个文件打不开，可能损坏了，或者不是表格文件。"),
        (b"PK\x03\x04 word/document.xml", "台账.docx", "这是 Word 文件，不是表格文件。"),
        (
            b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le") + bytes(500),
            "台账.xlsx",
            "这个文件有打开密码，没有读取。",
        ),
        ("编号,备注\n1,无\n".encode(), "台账.csv", "没有找到表头"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_sentence(refused, data, name, said):
    assert refused(data, name).startswith(said)


def spoilt(data: bytes, name: str) -> bytes:
    """The workbook with the packed bytes of one part overwritten."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        part = packed.getinfo(name)
    start = part.header_offset + 30 + len(part.filename.encode())
    return data[:start] + b"\xff" * part.compress_size + data[start + part.compress_size :]


@pytest.mark.parametrize("part", zipfile.ZipFile(io.BytesIO(workbook())).namelist())
def test_a_damaged_part_is_told_or_needless(loaded, part):
    """Whichever part it is: read without it, or one sentence."""
    with suppress(DrafterError):
        loaded(spoilt(workbook(), part), "台账.xlsx")


def test_a_file_too_large_is_not_read(refused, monkeypatch):
    monkeypatch.setattr(register_file, "LARGEST", 1024 * 1024)
    assert refused(b"1,2\n" * 300_000, "台账.csv").startswith("文件太大（超过 1 MB）")


def test_a_missing_file_is_told(form, tmp_path):
    with pytest.raises(DrafterError, match="没有这个文件"):
        load_register(tmp_path / "没有.xlsx", head_reader(form, register_words(form), Settings()))
    assert digest_of(tmp_path / "没有.xlsx") == ""


def test_nothing_of_a_person_comes_back_from_the_reading_process(form, tmp_path, monkeypatch):
    name, identity, content = "欧阳某某", "110101199003078515", "某处宅基地的审批表"
    rows = [["1", "2025-01-03", name, identity, content, f"答复{name}：信息不存在", "2025-01-20"]]
    heads = ["编号", "收到日期", "申请人", "身份证号码", "申请内容", "办理结果", "办结日期"]
    path = tmp_path / "台账.csv"
    path.write_text("\n".join(",".join(row) for row in [heads, *rows]), "utf-8")
    crossed: list[bytes] = []
    run = LimitedWorker.run
    monkeypatch.setattr(
        LimitedWorker, "run", lambda *args: crossed.append(run(*args)) or crossed[-1]
    )
    load_register(path, head_reader(form, register_words(form), Settings()))
    text = b"".join(crossed).decode()
    assert not re.search(f"{name}|{identity}|{content}", text)


def test_the_sample_is_what_its_tool_writes(root, tmp_path):
    import sys

    sys.path.insert(0, str(root / "tools"))
    try:
        import write_sample_register as tool
    finally:
        sys.path.pop(0)
    kept = Path(tool.PLACE).read_bytes()
    tool.PLACE = tmp_path / "again.xlsx"
    tool.main()
    old, new = (next(iter(raw_sheets(data))) for data in (kept, tool.PLACE.read_bytes()))
    assert new._replace(errors=old.errors) == old
