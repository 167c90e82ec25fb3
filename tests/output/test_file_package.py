"""The package: what is in it, and that nothing in it can change unseen."""

from __future__ import annotations

import hashlib
import io
import zipfile

import pytest

from drafter.checks.material import load_material
from drafter.draft.answers_file import load_answers
from drafter.draft.draft_facts import Facts
from drafter.errors import DrafterError, Problem
from drafter.output import output_kinds
from drafter.output.file_package import LIST, packed, unpacked
from drafter.output.output_kinds import Export, Output, compare, make_output
from drafter.report.document import build_document

FILES = {"甲.html": b"one", "乙.json": b"two"}


@pytest.fixture
def export(root) -> Export:
    answers = load_answers(root / "sample_answers" / "county-bureau-2023.yaml")
    return Export(load_material(Facts(answers.form, answers.draft)), draft=False)


def only(monkeypatch, *outputs: Output) -> None:
    monkeypatch.setattr(output_kinds, "_PACKED", outputs)


def test_the_list_has_the_sum_of_each_file():
    package = zipfile.ZipFile(io.BytesIO(packed(FILES, ["一句话"])))
    assert package.namelist() == [LIST, *FILES]
    lines = package.read(LIST).decode().splitlines()
    assert lines[0] == "# 一句话"
    assert [line for line in lines if line[0] != "#"] == [
        f"{hashlib.sha256(data).hexdigest()}  {name}" for name, data in FILES.items()
    ]


def test_what_is_packed_comes_out_again_and_is_the_same_each_time():
    assert unpacked(packed(FILES, [])) == (FILES, ())
    assert packed(FILES, []) == packed(FILES, [])


def test_a_file_that_changed_is_named():
    data = packed(FILES, [])
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(changed, "w") as new:
        new.writestr(LIST, old.read(LIST))
        new.writestr("乙.json", b"three")
        new.writestr("丙.txt", b"more")
    assert unpacked(changed.getvalue())[1] == ("甲.html", "乙.json", "丙.txt")


def test_every_kind_is_in_it_and_read_back(export, monkeypatch):
    only(monkeypatch, Output.DOCX, Output.HTML, Output.PASTE, Output.XLSX, Output.JSON)
    document = build_document(export.material.facts, draft=False)
    seen = []
    monkeypatch.setattr(output_kinds, "compare", lambda *args: seen.append(args[-1]))
    data = make_output(export, document, Output.PACKAGE).data
    assert seen == [*output_kinds._PACKED, Output.PACKAGE]
    files, wrong = unpacked(data)
    title = "示例县水利局2023年政府信息公开工作年度报告"
    assert [*files] == [
        f"{title}{rest}" for rest in (".docx", ".html", "（粘贴稿）.html", ".xlsx", ".json")
    ]
    assert wrong == ()


def test_what_is_handed_up_has_the_sheet_for_it_along(export, monkeypatch):
    only(monkeypatch, Output.HTML)
    up = export._replace(for_review=True)
    document = build_document(export.material.facts, draft=False, for_review=True)
    files, wrong = unpacked(make_output(up, document, Output.PACKAGE).data)
    title = "示例县水利局2023年政府信息公开工作年度报告"
    assert [*files] == [f"{title}（送审稿）.html", f"{title}（送审单）.docx"]
    assert wrong == ()


def test_the_same_report_gives_the_same_bytes(export, monkeypatch):
    only(monkeypatch, Output.DOCX, Output.XLSX, Output.JSON)
    document = build_document(export.material.facts, draft=False)
    first = make_output(export, document, Output.PACKAGE)
    assert make_output(export, document, Output.PACKAGE) == first


def test_what_this_machine_cannot_make_is_left_out_and_told(export, monkeypatch):
    only(monkeypatch, Output.HTML, Output.PDF)
    problem = DrafterError(Problem("PDF", "这台电脑上没有能生成 PDF 的程序。", "装上。"))

    def fails(_export, _document):
        raise problem

    kinds = {**output_kinds.KINDS}
    kinds[Output.PDF] = kinds[Output.PDF]._replace(make=fails)
    monkeypatch.setattr(output_kinds, "KINDS", kinds)
    document = build_document(export.material.facts, draft=False)
    made = make_output(export, document, Output.PACKAGE)
    assert made.note == "压缩包里没有 PDF：这台电脑上没有能生成 PDF 的程序。"
    assert len(unpacked(made.data)[0]) == 1
    kinds[Output.HTML] = kinds[Output.HTML]._replace(make=fails)
    with pytest.raises(DrafterError):
        make_output(export, document, Output.PACKAGE)


def test_a_json_file_of_another_report_is_told(export):
    document = build_document(export.material.facts, draft=False)
    data = make_output(export, document, Output.JSON).data
    with pytest.raises(DrafterError, match="里面的报告和做它的报告不一样"):
        compare(export, document._replace(title="别的"), data, Output.JSON)
