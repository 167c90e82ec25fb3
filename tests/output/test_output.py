"""The report of a session as files: several forms under one number, never over another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from drafter.desk.desk import Around, Desk
from drafter.desk.open_points import days_left_words
from drafter.errors import DrafterError
from drafter.form.form_file import load_form
from drafter.interview.given_answers import record_answer
from drafter.interview.interview_state import to_saved
from drafter.output import output_kinds
from drafter.output.output_kinds import Output, outputs_called, possible_outputs
from drafter.output.report_at_hand import write_report
from drafter.session.session_list import list_sessions
from drafter.session.session_shelf import create

from ..chat.conftest import left_by_core

SAMPLES = Path(__file__).parents[2] / "sample_answers"
TITLE = "示例县水利局2023年政府信息公开工作年度报告"


@pytest.fixture
def desk(tmp_path):
    form = load_form("disclosure-2021")
    # As a clerk leaves it: every text adopted, every part said to be finished.
    state = left_by_core(SAMPLES / "county-bureau-2023.yaml")
    desk = Desk(create(tmp_path / "sessions", form, *to_saved(state), name="示例"))
    yield desk
    desk.close()


@pytest.fixture
def around(tmp_path):
    return Around(date(2024, 1, 25), tmp_path)


def test_several_forms_are_written_under_one_number(desk, around, tmp_path):
    (tmp_path / f"{TITLE}.html").write_text("旧的", "utf-8")
    written = write_report(desk, around, (Output.HTML, Output.TEXT))
    assert [path.name for path in written.paths] == [f"{TITLE}-2.html", f"{TITLE}-2.txt"]
    assert (tmp_path / f"{TITLE}.html").read_text("utf-8") == "旧的"
    assert not written.draft


def test_what_is_made_together_goes_under_one_number_too(desk, around, tmp_path):
    (tmp_path / f"{TITLE}（粘贴稿）.html").write_text("旧的", "utf-8")
    written = write_report(desk, around, (Output.XLSX, Output.PASTE))
    assert [path.name for path in written.paths] == [
        f"{TITLE}-2.xlsx",
        f"{TITLE}（粘贴稿）-2.html",
    ]
    assert written.notes[0].startswith("以前生成的文件没有动")


def test_a_picture_without_matplotlib_is_refused_with_the_way_out(desk, around, monkeypatch):
    monkeypatch.setattr(output_kinds, "_can_draw", lambda: False)
    form = desk.state.form
    assert "图解" not in possible_outputs(form)
    with pytest.raises(DrafterError, match="没有画图的程序。运行 pip install matplotlib"):
        write_report(desk, around, outputs_called("图解"))
    monkeypatch.setattr(output_kinds, "_can_draw", lambda: True)
    assert possible_outputs(form)["图解"] == (Output.SVG, Output.PNG)
    assert "图解" not in possible_outputs(replace(form, picture=()))


def test_a_folder_that_is_not_there_gives_way_to_that_of_the_session(desk, around, tmp_path):
    written = write_report(desk, around._replace(out=tmp_path / "没有"))
    assert [path.parent for path in written.paths] == [tmp_path / "sessions"]


def test_the_next_page_for_whoever_signs_tells_what_has_changed(desk, around):
    first = write_report(desk, around, (Output.REVIEW_TEXT,))
    assert "上次送审" not in first.paths[0].read_text("utf-8")
    second = write_report(desk, around, (Output.REVIEW_TEXT,))
    assert "上次送审" in second.paths[0].read_text("utf-8")


def test_a_final_report_is_told_as_made_until_the_draft_changes(desk, around):
    assert desk.made is None
    write_report(desk, around, (Output.REVIEW,))
    assert desk.made is None
    write_report(desk, around)
    desk.flush()
    assert desk.made == around.today
    [listed] = list_sessions(desk.session.path.parent, around.today, lambda *_: 0)
    assert listed.made == around.today
    assert days_left_words(date(2024, 3, 1), listed.deadline, listed.made) == "1月25日已生成正式稿"
    desk.act(lambda state: record_answer(state, "organ.phone", "0996-1234567"))
    assert desk.made is None
