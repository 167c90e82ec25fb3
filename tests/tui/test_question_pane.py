"""Questions in the workspace: answered by keys alone, refused, kept, taken back, explained."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from textual import events

from drafter.draft.draft_model import Draft, Item, Record, with_answer
from drafter.form.definitions import Kind
from drafter.form.form_file import load_form
from drafter.session.session_shelf import create
from drafter.tui.command_palette import Help
from drafter.tui.question_choices import Choices
from drafter.tui.question_fields import Listing, TextField
from drafter.tui.question_pane import AskPane

from .driving import seen
from .screens import screen_text

FORMS = Path(__file__).parents[1] / "forms"
ITEMS, COST, OPEN = "work.main.items", "work.main.cost", "work.main.open"
WAYS, PROSE, PROBLEMS = "work.main.ways", "work.notes.prose", "work.notes.problems"
LAST = """\
format: 1
form: kinds
year: 2021
organ: {name: 甲局, kind: 部门}
answers: {work.main.items: "9", work.main.ways: 网站、窗口, work.notes.problems: [{problem: 旧的}]}
"""


@pytest.fixture
def asked(app, folder):
    """`asked(place, answers)`: the running app at a question of the form of all kinds."""

    @asynccontextmanager
    async def run(place="", answers=None, last="", size=(80, 24)):
        form = load_form("kinds", FORMS)
        draft = Draft("kinds")
        for where, value in (answers or {}).items():
            draft = with_answer(draft, where, value)
        session = create(
            folder, form, draft, name="甲", own_forms=FORMS, last=last.encode() or None
        )
        session.close()
        running = app(session.path)
        async with running.run_test(size=size) as pilot:
            await pilot.pause()
            if place:
                assert running.workspace.work.go(place) is None
                await pilot.pause()
            yield Clerk(running, pilot)

    return run


class Clerk:
    """Types, pastes and looks."""

    def __init__(self, app, pilot):
        self.app, self.pilot = app, pilot
        self.work = app.workspace.work
        self.pane = app.workspace.query_one(AskPane)

    @property
    def answers(self):
        return dict(self.work.state.draft.answers)

    @property
    def place(self):
        return self.work.step.spot.place

    @property
    def field(self):
        return self.pane.query_one(TextField)

    async def type(self, *keys):
        """All at once: each is a text, typed by its characters, or the name of a key."""
        for key in keys:
            for one in [key] if key in NAMES else key:
                self.app.post_message(events.Key(one, one if len(one) == 1 else None))
        await seen(self.app)

    async def paste(self, text):
        self.app.post_message(events.Paste(text))
        await self.app.typed_off()

    def sees(self, text):
        return text in screen_text(self.app)


NAMES = (
    *("enter", "tab", "shift+tab", "escape", "up", "down", "space", "backspace", "home"),
    *(
        "f1",
        "f5",
        "f6",
        "f7",
        "f8",
        "f10",
        "ctrl+d",
        "ctrl+k",
        "ctrl+n",
        "ctrl+t",
        "ctrl+u",
        "ctrl+w",
        "ctrl+z",
        "ctrl+u",
    ),
)


async def test_every_kind_of_question_in_one_burst(asked):
    async with asked() as clerk:
        await clerk.type(
            *("2021", "enter", "甲局", "enter", "1", "enter", "2022.1.18", "enter"),
            *("十二件", "enter", "3.5", "enter", "y", "enter", "2", "1", "窗口", "enter"),
            *("2", "enter"),  # asked of governments only
        )
        assert clerk.place == "texts/work.main"
        clerk.work.go("work.main.by_way")
        await clerk.pilot.pause()
        await clerk.type("网站", "enter", "7", "enter", "报纸", "enter", "1,200", "enter", "enter")
        clerk.work.go(PROSE)
        await clerk.pilot.pause()
        await clerk.type(
            "第一段", "enter", "第二段", "f10", "忙", "enter", "加人", "enter", "enter"
        )
        assert clerk.answers == {
            "year": 2021,
            "organ.name": "甲局",
            "organ.kind": "人民政府",
            "report.signed": date(2022, 1, 18),
            ITEMS: 12,
            COST: Decimal("3.5"),
            OPEN: True,
            WAYS: ("公报", "网站", "窗口"),
            "work.main.exam": False,
            "work.main.by_way": (Item("网站", 7), Item("报纸", 1200)),
            PROSE: "第一段\n第二段",
            PROBLEMS: (Record({"problem": "忙", "measure": "加人"}),),
        }
        assert not clerk.work.desk.typing


async def test_what_cannot_be_read_stays_and_is_told_under_the_field(asked):
    async with asked(ITEMS) as clerk:
        await clerk.type("12x", "enter")
        assert clerk.place == ITEMS
        assert clerk.field.text == "12x"
        assert clerk.sees("！“12x”")
        await clerk.type("backspace", "enter")
        assert clerk.answers[ITEMS] == 12


async def test_how_an_answer_is_understood_is_told_while_it_is_typed(asked):
    async with asked(ITEMS) as clerk:
        await clerk.type("十二件")
        assert clerk.sees("记下：12条")
        await clerk.type("ctrl+u", "12")
        assert not clerk.sees("记下")


@pytest.mark.parametrize("back", ["escape", "shift+tab"])
async def test_back_checks_nothing_and_what_was_typed_is_there_on_return(asked, back):
    async with asked(COST, {"year": 2021}) as clerk:
        await clerk.type("3.x", back)
        assert clerk.place == ITEMS
        assert clerk.work.typing(COST) == "3.x"
        await clerk.type("5", "enter")
        assert clerk.place == COST
        assert clerk.field.text == "3.x"


async def test_the_answer_is_told_beside_what_was_typed_over_it_and_not_recorded(asked):
    async with asked(ITEMS, {"year": 2021, ITEMS: 12}) as clerk:
        await clerk.type("ctrl+u", "1x", "escape")
        assert clerk.place != ITEMS
        clerk.work.go(ITEMS)
        await clerk.type("f1")
        assert clerk.field.text == "1x"
        assert clerk.sees("原来的回答还在：12")


async def test_a_required_question_is_not_passed_with_enter(asked):
    async with asked(ITEMS) as clerk:
        await clerk.type("enter")
        assert clerk.place == ITEMS
        assert clerk.sees("这一题要有回答")
        await clerk.type("f6")
        assert clerk.place == COST


async def test_enter_keeps_an_answer_or_skips_and_changes_nothing(asked):
    async with asked(ITEMS, {ITEMS: 5}) as clerk:
        before = clerk.work.state.draft
        await clerk.type("enter", "tab")
        assert clerk.place == OPEN
        assert clerk.work.state.draft == before


async def test_typing_takes_the_place_of_a_number_that_stands_there(asked):
    async with asked(ITEMS, {ITEMS: 5}) as clerk:
        await clerk.type("12", "enter")
        assert clerk.answers[ITEMS] == 12


async def test_an_emptied_answer_is_taken_back(asked):
    async with asked(COST, {COST: Decimal(3), ITEMS: 5}) as clerk:
        await clerk.type("ctrl+u", "enter")
        assert COST not in clerk.answers
        assert clerk.place == OPEN
        clerk.work.go(ITEMS)
        await clerk.type("ctrl+u", "enter")
        assert clerk.answers[ITEMS] == 5
        assert clerk.sees("这一题要有回答")


async def test_not_sure_records_what_was_typed_and_marks_it(asked):
    async with asked(ITEMS) as clerk:
        await clerk.type("12", "f7", "3x", "f7")
        assert clerk.answers[ITEMS] == 12
        assert clerk.work.state.draft.verify == {ITEMS, COST}
        assert clerk.work.typing(COST) == "3x"
        clerk.work.go(ITEMS)
        await clerk.type("enter")
        assert clerk.work.state.draft.verify == {COST}


async def test_last_years_answer_stands_beside_and_is_taken_with_one_key(asked):
    async with asked(ITEMS, last=LAST) as clerk:
        assert clerk.sees("上年：9")
        await clerk.type("f8")
        assert ITEMS not in clerk.answers
        await clerk.type("enter")
        assert clerk.answers[ITEMS] == 9
        clerk.work.go(WAYS)
        await clerk.type("f8", "enter")
        assert clerk.answers[WAYS] == ("网站", "窗口")
        clerk.work.go(PROBLEMS)
        await clerk.type("f8", "f10")
        assert clerk.answers[PROBLEMS] == (Record({"problem": "旧的", "measure": ""}),)


async def test_the_same_as_last_year_in_words(asked):
    async with asked(ITEMS, last=LAST) as clerk:
        await clerk.type("同上年", "enter")
        assert clerk.answers[ITEMS] == 9


async def test_f1_unfolds_the_question_and_then_the_keys(asked):
    async with asked("work.main.exam", {"organ.kind": "人民政府"}) as clerk:
        assert not clerk.sees("“考核”")
        await clerk.type("f1")
        assert clerk.sees("“考核”")
        await clerk.type("f1")
        assert isinstance(clerk.app.screen, Help)


async def test_esc_folds_the_explanation_before_it_leads_back(asked):
    async with asked(COST) as clerk:
        await clerk.type("f1", "escape")
        assert clerk.place == COST
        assert not clerk.pane._explains
        await clerk.type("escape")
        assert clerk.place != COST


async def test_a_question_before_no_table_says_so(asked):
    async with asked(ITEMS) as clerk:
        await clerk.type("ctrl+t")
        assert clerk.place == ITEMS
        assert clerk.sees("没有整张表")


async def test_a_question_that_changes_under_the_clerk_keeps_what_is_typed(asked):
    async with asked(ITEMS, {ITEMS: 5}) as clerk:
        await clerk.type("7")
        clerk.work.act(lambda state: state)
        assert clerk.field.text == "7"


async def test_undo_takes_typing_first_and_then_the_answer(asked):
    async with asked(ITEMS) as clerk:
        await clerk.type("5", "enter", "66", "ctrl+z")
        assert clerk.answers[ITEMS] == 5
        assert clerk.field.text == ""
        await clerk.type("ctrl+z")
        assert ITEMS not in clerk.answers
        assert clerk.place == ITEMS


async def test_choices_with_arrows_and_something_else_in_words(asked):
    async with asked(WAYS) as clerk:
        await clerk.type("down", "space", "down", "space", "space", "down", "down", "窗口", "up")
        assert clerk.app.focused is clerk.pane.query_one(Choices)
        await clerk.type("enter")
        assert clerk.answers[WAYS] == ("网站", "窗口")


async def test_nothing_is_chosen_for_the_clerk(asked):
    async with asked("organ.kind") as clerk:
        await clerk.type("enter")
        assert "organ.kind" not in clerk.answers
        await clerk.type("x")
        assert clerk.sees("“x”不是其中一项")


async def test_the_choice_pointed_at_is_in_sight(asked):
    async with asked("work.main.by_way", size=(60, 16)) as clerk:
        listed = tuple(f"第{n}类" for n in range(1, 9))
        question = clerk.pane.ask.question._replace(kind=Kind.CHOICE, choices=listed)
        clerk.pane.show(
            clerk.pane.ask._replace(question=question, spot=clerk.pane.ask.spot._replace(place="x"))
        )
        await clerk.type()
        assert not clerk.sees("第8类")
        await clerk.type("8")
        assert clerk.sees("▸ 8  第8类")


async def test_entries_are_mended_and_taken_away(asked):
    entries = tuple(Record({"problem": text, "measure": ""}) for text in "甲乙丙")
    async with asked(PROBLEMS, {PROBLEMS: entries}) as clerk:
        await clerk.type("down", "加人", "down", "ctrl+d", "shift+tab", "shift+tab", "了", "f10")
        assert [tuple(e.values()) for e in clerk.answers[PROBLEMS]] == [
            ("甲了", "加人"),
            ("丙", ""),
        ]


async def test_what_enter_does_in_a_new_entry_is_told_before_it_is_pressed(asked):
    async with asked(PROBLEMS) as clerk:
        assert ("回车", "下一格") in clerk.pane.hints
        await clerk.type("人手少", "enter", "加人", "enter")
        assert ("回车", "写完了") in clerk.pane.hints
        await clerk.type("解")
        assert ("回车", "下一格") in clerk.pane.hints
        await clerk.type("backspace", "enter")
        assert clerk.answers[PROBLEMS][0]["problem"] == "人手少"


async def test_a_blank_of_the_first_entry_that_may_stay_empty_says_so(asked):
    async with asked(PROBLEMS) as clerk:
        assert not clerk.sees("（选填）：")
        await clerk.type("人手少", "enter")
        assert clerk.sees("措施（选填）：写怎么改")
        await clerk.type("加")
        assert not clerk.sees("措施（选填）")
        await clerk.type("人", "enter", "不够快", "enter")
        assert not clerk.sees("措施（选填）")


async def test_half_written_entries_are_there_on_return(asked):
    async with asked(PROBLEMS) as clerk:
        await clerk.type("人手少", "enter", "加", "escape")
        assert clerk.work.typing(PROBLEMS) == ("人手少", "加")
        clerk.work.go(PROBLEMS)
        await clerk.type("down", "人", "f10")
        assert [tuple(e.values()) for e in clerk.answers[PROBLEMS]] == [("人手少", "加人")]


async def test_a_pasted_list_fills_the_entries(asked):
    async with asked("work.main.by_way") as clerk:
        await clerk.paste("网站\t7\r报纸\t1,200\r")
        await clerk.type("f10")
        assert clerk.answers["work.main.by_way"] == (Item("网站", 7), Item("报纸", 1200))


async def test_lines_pasted_into_one_line_are_all_kept(asked):
    async with asked("organ.name") as clerk:
        await clerk.paste("甲县\r\n文化局\r\n")
        assert clerk.field.text == "甲县文化局"
        await clerk.pilot.pause()
        assert clerk.sees("连成一行")
        await clerk.type("enter")
        assert clerk.answers["organ.name"] == "甲县文化局"


async def test_a_chinese_sentence_is_not_one_word(asked):
    async with asked("organ.name") as clerk:
        await clerk.type("甲县文化局", "ctrl+w")
        assert clerk.field.text == "甲县文化"


async def test_a_paragraph_is_cleared_at_once_and_undone(asked):
    text = "甲县文化局" * 30  # far more than one line of the screen
    async with asked(PROSE) as clerk:
        await clerk.type(text, "enter", text, "ctrl+u")
        assert clerk.field.text == text + "\n"
        await clerk.type("ctrl+z")
        assert clerk.field.text == f"{text}\n{text}"
        await clerk.type("up", "up", "home", "ctrl+k")
        kept = clerk.field.text
        assert f"{text}\n{text}".startswith(kept)
        assert len(text) < len(kept) < 2 * len(text) - clerk.field.size.width


@pytest.mark.parametrize("text", ["[/b]", "[@click=app.quit]x", "{{ x }}"])
async def test_a_clerks_words_are_shown_as_they_are(asked, text):
    entries = (Record({"problem": text, "measure": text}),)
    answers = {"organ.name": text, WAYS: (text,), PROSE: text, PROBLEMS: entries}
    async with asked("organ.name", answers) as clerk:
        for place in answers:
            clerk.work.go(place)
            await clerk.pilot.pause()
            assert clerk.sees(text)


async def test_everything_with_the_mouse(asked):
    async with asked(OPEN) as clerk:
        await clerk.pilot.click(Choices, offset=(6, 1))
        line = clerk.app.screen.query_one("HintLine")
        await clerk.pilot.click(line, offset=(2, 0))
        await clerk.app.typed_off()
        assert clerk.answers[OPEN] is False
        clerk.work.go(PROBLEMS)
        await clerk.type("甲", "enter", "乙")
        await clerk.pilot.click("#ask-above", offset=(8, 0))
        await clerk.type()
        assert clerk.field.text == "甲"
        assert clerk.pane.query_one("#ask-below", Listing).display


async def test_an_empty_text_is_passed_with_enter(asked):
    async with asked(PROSE) as clerk:
        await clerk.type("enter")
        assert clerk.place == PROBLEMS


async def test_how_a_question_looks(asked):
    answers = {"year": 2021, "organ.name": "甲局"}
    async with asked("work.main.by_way", answers, size=(76, 24)) as clerk:
        await clerk.type("网站", "enter", "3x", "enter")
        shown = [line.rstrip() for line in screen_text(clerk.app).split("\n")]
        assert shown[1:14] == [
            "",
            "   一、工作 ▸ 主要工作",
            "",
            "   各渠道多少？（选填）",
            "   当地有要求的才写，平时不问。",
            "",
            "    1. 网站：  3x                    条",
            "   ！“网站”“3x”里除了数字还有看不懂的内容。填一个整数，例如 12；没有就",
            "   填 0。",
            "",
            "   回车到下一格；没有的空着，写完了按 F10",
            "",
            "",
        ]
