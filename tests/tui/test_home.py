"""The first screen: reports to go on with, and every way to begin one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.tui.screens import screen_text
from textual import events
from textual.widgets import Input

from drafter.desk.last_report import last_file, sheet, sheet_head
from drafter.desk.new_report import known_forms, report_kinds
from drafter.draft.answers_file import load_answers
from drafter.draft.draft_facts import Facts
from drafter.draft.draft_model import with_answer
from drafter.errors import ExitCode
from drafter.form.definitions import Severity
from drafter.interview.given_answers import record_answer
from drafter.interview.steps import Fill
from drafter.report.document import build_document
from drafter.report.word_file import render_docx
from drafter.session.session_folder import beside, session_files
from drafter.session.session_lock import Holder, write_holder
from drafter.tui.dialogs import Choose, TypeLine
from drafter.tui.home import Home
from drafter.tui.report_access import ChooseFile, NewSession
from drafter.tui.report_sheet import ReadingSheet
from drafter.tui.row_list import RowList
from drafter.tui.workspace import Workspace

from .clerk import post

SAMPLES = Path(__file__).parents[2] / "sample_answers"


def answers(pilot):
    return pilot.app.workspace.work.state.draft.answers


async def shown_text(pilot, words):
    """The screen once it shows these words."""
    for _ in range(200):
        if words in (text := screen_text(pilot.app)):
            return text
        await pilot.pause()
    raise AssertionError(f"{words} is not on\n{screen_text(pilot.app)}")


@pytest.fixture
def kept(new_session):
    """The file of a session that nobody holds."""
    session = new_session(name="甲")
    session.close()
    return session.path


async def test_each_report_is_told_with_organ_year_how_far_and_the_days_left(app, new_session):
    session = new_session("disclosure-2021", "商务局2021", "甲商务局")
    session.save(with_answer(session.saved.draft, "organ.kind", "政府部门"))
    session.close()
    async with app(own=None).run_test(size=(80, 24)) as pilot:
        shown = await shown_text(pilot, "做到")
        assert "商务局2021" in shown
        assert "甲商务局，2021年；做到“基本信息”" in shown
        assert "接着填哪一份" in shown


async def test_a_report_may_have_been_read_just_when_the_program_is_left(app, kept, monkeypatch):
    tell, told, left = Home._tell, [], []

    def keep(home, listing):
        told.append(listing)
        tell(home, listing)

    def was_read(home):
        home._tell(told[0])
        left.append(home)

    monkeypatch.setattr(Home, "_tell", keep)
    monkeypatch.setattr(Home, "on_unmount", was_read, raising=False)
    async with app().run_test(size=(80, 24)) as pilot:
        await shown_text(pilot, "甲图书馆，2021年")
        await pilot.press("ctrl+q")
    assert left


async def test_where_the_reports_are_stands_above_the_keys(app, kept):
    async with app(place="报告存在这台电脑上：/data/文/示例").run_test(size=(80, 24)) as pilot:
        *_, place, _ = screen_text(pilot.app).rstrip().splitlines()
        assert place.strip() == "报告存在这台电脑上：/data/文/示例"


async def test_enter_opens_the_one_changed_last(app, kept):
    async with app().run_test() as pilot:
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, Workspace)
        assert pilot.app.workspace.work.desk.session.path == kept


async def test_a_new_report_in_one_burst(app, folder):
    async with app().run_test() as pilot:
        await pilot.press("down", "enter", "enter", *"2021", "enter", *"乙图书馆", "enter")
        assert isinstance(pilot.app.screen, NewSession | Workspace)
        if isinstance(pilot.app.screen, NewSession):  # two forms serve the year
            await pilot.press("enter")
        assert answers(pilot) == {"year": 2021, "organ.name": "乙图书馆"}
        assert (folder / "乙图书馆2021.yaml").exists()


@pytest.mark.parametrize("form", known_forms(None), ids=lambda form: form.id)
async def test_a_report_of_each_form_can_be_begun(app, form):
    kinds = [{each.id for each in kind.forms} for kind in report_kinds(None)]
    number = next(n for n, ids in enumerate(kinds, 1) if form.id in ids)
    year = str(min(form.last_year, 2021))
    async with app(own=None).run_test() as pilot:
        await pilot.press("down", "enter", str(number))
        await pilot.press("ctrl+u", *year, "enter", *"某某县水利局", "enter")
        state = pilot.app.workspace.work.state
        assert (state.form.id, state.draft.answers["year"]) == (form.id, int(year))


async def test_a_year_that_cannot_be_is_told_below_it_and_stays(app):
    async with app().run_test() as pilot:
        await pilot.press("down", "enter", "enter", *"明年", "enter", *"x")
        assert isinstance(pilot.app.screen, NewSession)
        assert pilot.app.screen.query(Input).first().value == "明年x"
        assert "明年" in str(pilot.app.screen.query(".wrong").first().content)


async def test_a_name_that_stops_at_the_place_is_asked_about_once(app):
    async with app(own=None).run_test() as pilot:
        await pilot.press("down", "enter", "enter", "enter", *"示例镇", "enter")
        assert isinstance(pilot.app.screen, NewSession)
        assert "写到“镇”为止" in str(pilot.app.screen.query(".wrong").last().content)
        await pilot.press("enter")
        assert pilot.app.workspace.work.state.draft.answers["organ.name"] == "示例镇"


async def test_a_name_typed_for_the_year_is_the_name_and_the_year_proposed(app):
    async with app(own=None).run_test() as pilot:
        await pilot.press("down", "enter", "enter", *"示例县水利局", "enter")
        year, organ = pilot.app.screen.query(Input)
        assert (year.value, organ.value) == (str(pilot.app.start.today.year - 1), "示例县水利局")
        await pilot.press("enter")
        assert pilot.app.workspace.work.state.draft.answers["organ.name"] == "示例县水利局"


async def test_a_year_that_has_not_begun_is_not_taken(app):
    async with app().run_test() as pilot:
        await pilot.press("down", "enter", "enter", *"2052", "enter")
        assert isinstance(pilot.app.screen, NewSession)
        assert "2052年还没有到" in str(pilot.app.screen.query(".wrong").first().content)


async def test_the_sample_is_a_copy_with_a_name_of_its_own(app, folder):
    async with app(own=None).run_test() as pilot:
        await pilot.press("enter", "enter")
        assert pilot.app.workspace.work.desk.session.name == "示例"
        await pilot.press("ctrl+p", *"首页", "enter")
        await pilot.press("end", "enter", "enter")
        assert pilot.app.workspace.work.desk.session.name == "示例", "one sample is enough"


@pytest.mark.parametrize("kind", report_kinds(None), ids=lambda kind: kind.name)
async def test_there_is_a_sample_of_every_report(app, kind):
    number = [each.name for each in report_kinds(None)].index(kind.name) + 1
    async with app(own=None).run_test() as pilot:
        await pilot.press("enter", str(number))
        work = pilot.app.workspace.work
        assert work.state.form in kind.forms
        form = work.state.form
        assert len(work.left()) <= 1, "else it is filled in, its texts adopted"
        balances = any(True for table in form.tables for _ in form.balances(table))
        assert bool(work.told().result.of(Severity.ERROR)) is balances  # a slip to be found


async def test_the_sample_opens_where_there_is_something_to_see(app):
    async with app(own=None).run_test() as pilot:
        await pilot.press("enter", "enter")
        work = pilot.app.workspace.work
        assert isinstance(work.step, Fill)
        assert work.told().result.of(Severity.ERROR)


async def test_what_is_typed_while_a_session_opens_lands_in_it(app, kept):
    async with app().run_test() as pilot:
        post(pilot.app, ["enter", *"12"])
        await pilot.app.typed_off()
        work = pilot.app.workspace.work
        assert work.typing(work.step.spot.place) == "12"


async def test_a_report_is_renamed_removed_and_brought_back(app, kept, folder):
    async with app().run_test() as pilot:
        await pilot.press("ctrl+p", "1", "ctrl+u", *"乙馆", "enter")
        assert [path.stem for path in session_files(folder)] == ["乙馆"]
        await pilot.press("delete", "2")
        assert not list(session_files(folder))
        await pilot.press("ctrl+p", "1", "1")
        assert [path.stem for path in session_files(folder)] == ["乙馆"]


async def test_last_years_report_is_found_in_its_folder(app, kept, folder, tmp_path):
    away = tmp_path / "上年"
    away.mkdir()
    shutil.copy(kept, away / "报告.yaml")
    async with app().run_test() as pilot:
        pilot.app.push_screen(ChooseFile(tmp_path), lambda path: found.append(path))
        found: list[Path] = []
        await pilot.pause()
        listed = pilot.app.screen.query_one(RowList)
        listed.go(str(away))
        await pilot.press("enter", "enter")
        assert found == [away / "报告.yaml"]


async def test_last_years_file_is_carried_over(app, kept, folder):
    async with app().run_test() as pilot:
        await pilot.press("down", "down", "enter")
        assert isinstance(pilot.app.screen, Choose)
        assert "甲" in screen_text(pilot.app), "the reports there are stand in a list"
        await pilot.press("end", "enter")
        assert isinstance(pilot.app.screen, TypeLine)
        await pilot.press(*"没有", "enter")
        assert isinstance(pilot.app.screen, TypeLine)
        await pilot.press("backspace", "backspace", *"甲", "enter")
        assert answers(pilot)["year"] == 2022
        session = pilot.app.workspace.work.desk.session
        assert beside(session.path, "last").read_bytes() == kept.read_bytes()


async def test_a_file_from_elsewhere_is_opened_where_it_lies(app, kept, tmp_path):
    elsewhere = tmp_path / "别处 一.yaml"
    shutil.copy(kept, elsewhere)
    async with app().run_test() as pilot:
        await pilot.press("down", "down", "down", "enter")
        pilot.app.post_message(events.Paste(f"'{elsewhere}'"))
        await pilot.press("enter")
        assert pilot.app.workspace.work.desk.session.path == elsewhere


async def test_a_damaged_file_is_mended_when_the_clerk_says_so(app, kept):
    beside(kept, "bak").write_bytes(kept.read_bytes())
    kept.write_text("format: 1\n: : :\n", encoding="utf-8")
    async with app(kept).run_test() as pilot:
        assert isinstance(pilot.app.screen, Choose)
        await pilot.press("1")
        assert answers(pilot)["organ.name"] == "甲图书馆"
    assert len(list(kept.parent.glob("甲.damaged-*"))) == 1


async def test_a_session_held_elsewhere_can_be_looked_at_only(app, new_session):
    session = new_session(name="甲")
    async with app(session.path).run_test() as pilot:
        assert "只能看" in screen_text(pilot.app).split("\n")[0]
        work = pilot.app.workspace.work
        assert work.desk.session.read_only
        await pilot.press("ctrl+q")
    assert pilot.app.return_value.code == ExitCode.OK


@pytest.mark.parametrize(("key", "only_looks"), [("1", True), ("2", False)])
async def test_a_session_held_on_another_computer_is_asked_about(app, kept, key, only_looks):
    lock = beside(kept, "lock")
    lock.touch()
    write_holder(lock, Holder("别处", "老王", 4711, "2026年1月19日 09:30"))
    async with app(kept).run_test() as pilot:
        assert "老王" in await shown_text(pilot, "接过来填")
        await pilot.press(key)
        assert bool(pilot.app.workspace.work.desk.session.read_only) == only_looks


async def test_one_may_look_around_in_what_is_only_to_be_looked_at(app, new_session):
    async with app(new_session(name="甲").path).run_test() as pilot:
        work = pilot.app.workspace.work
        assert work.go("organ.name") is None
        assert work.state.at == "organ.name"
        assert work.act(lambda state: record_answer(state, "organ.name", "乙")) is not None


async def test_a_file_that_is_no_session_is_told_and_home_stays(app, tmp_path):
    other = tmp_path / "other.yaml"
    other.write_text("format: 1\nform: nowhere\n", encoding="utf-8")
    async with app(other).run_test(size=(80, 24)) as pilot:
        await shown_text(pilot, "nowhere")
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, Home)


async def test_last_years_published_report_is_read_through_before_it_counts(app, folder, tmp_path):
    path = tmp_path / "上年.docx"
    path.write_bytes(written_docx("nil-township-2023"))
    async with app(own=None).run_test(size=(80, 24)) as pilot:
        pilot.app.push_screen(ReadingSheet(*page_of(path)), lambda left: found.append(left))
        found: list[frozenset[str]] = []
        await pilot.pause()
        assert "机关全称：示例县青石镇人民政府" in screen_text(pilot.app)
        await pilot.press("down", "space", "enter")
        assert found == [frozenset({"organ.kind"})]
        await pilot.press("down", "down", "enter", "end", "enter")
        await pilot.press(*f"'{path.as_uri()}'", "enter")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert isinstance(pilot.app.screen, ReadingSheet)
        assert not list(folder.glob("*.yaml")), "nothing is made before it is confirmed"
        await pilot.press("enter")
        assert answers(pilot)["overview.supervision.unit"] == "党政综合办公室"


def written_docx(name: str) -> bytes:
    given = load_answers(SAMPLES / f"{name}.yaml")
    document = build_document(Facts(given.form, given.draft), draft=False)
    return render_docx(given.form, document)


def page_of(path: Path):
    last = last_file(path, None)
    return sheet_head(last), sheet(last)


async def test_a_published_report_is_not_opened_but_followed(app, kept, tmp_path):
    (tmp_path / "去年.docx").write_bytes(b"PK")
    async with app().run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "down", "down", "enter")
        pilot.app.post_message(events.Paste(str(tmp_path / "去年.docx")))
        await pilot.press("enter")
        await shown_text(pilot, "不能接着填")
