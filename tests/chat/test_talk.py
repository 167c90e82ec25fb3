"""The conversation: what is said, taken, refused; back, undo, going elsewhere, finishing."""

from __future__ import annotations

import re
from datetime import date

import pytest

from drafter.chat.chat_loop import run_chat
from drafter.chat.conversation import Chat
from drafter.desk.desk import Around, Desk
from drafter.draft.answers_file import load_answers
from drafter.errors import ExitCode
from drafter.interview.interview_state import REVIEW, to_saved
from drafter.interview.steps import Ask, Fill, next_step
from drafter.session.session_file import open_session

from .conftest import NOON, TODAY, Script

BASICS = ("2023", "示例县水利局", "3", "县级", "1")
TABLE = (*BASICS, "去 第三部分", "有", "没有", "1、2", "1", "没有")


def test_the_greeting_tells_what_is_left_and_how_long_there_is(talked):
    _, talk, _ = talked(*BASICS)
    assert "一共 110 步" in talk.text
    _, again, _ = talked()
    assert "还有 105 步，其中 4 题必填" in again.text
    assert "距公布期限2024年1月31日还有 21 天" in again.text
    assert "报告年度" not in again.text


@pytest.mark.parametrize(
    ("kind", "today", "words"),
    [
        ("人民政府", date(2024, 3, 1), "2024年3月31日还有 30 天"),
        ("政府部门", date(2024, 1, 31), "公布期限就是今天"),
        ("政府部门", date(2024, 2, 5), "已经过了 5 天"),
    ],
)
def test_the_deadline_is_the_organ_s(talked, tmp_path, kind, today, words):
    talked("2023", "示例", kind)
    _, talk, _ = talked(around=Around(today, tmp_path))
    assert words in talk.text


def test_a_wrong_answer_is_told_and_asked_again(talked):
    chat, talk, _ = talked("2023", "示例县水利局", "部委", "3")
    assert "没有“部委”这个选项" in talk.text
    assert chat.state.draft.answers["organ.kind"] == "政府部门"


def test_every_answer_is_on_disk_before_the_next_question(talked, session_path):
    seen = []

    class Looking(str):
        def strip(self, *args):
            seen.append(len(load_answers(session_path).draft.answers))
            return super().strip(*args)

    talked(*map(Looking, BASICS))
    assert set(range(len(BASICS))) <= set(seen)


def test_back_never_validates_and_enter_keeps_what_is_there(talked):
    chat, talk, _ = talked(*BASICS, "上一题", "上一题", "")
    assert "现在是：我局" in talk.text
    assert chat.state.draft.answers["organ.level"] == "县级"
    assert next_step(chat.state).question.id == "organ.superior"


def test_enter_takes_the_default_and_skips_what_is_optional(talked):
    chat, _, _ = talked(*BASICS, *[""] * 7, "2024-1-20", "", "")
    assert chat.state.draft.answers["preamble.cite_format"] is True
    assert "organ.phone" in chat.state.progress.skipped
    assert "organ.phone" not in chat.state.draft.answers


def test_enter_does_not_pass_a_required_question_or_a_gate(talked):
    _, talk, _ = talked("", "2023", "示例", "去 表三", "去 第三部分", "", "有")
    assert talk.text.count("这一题要有回答") == 2


def test_a_required_question_can_be_left_all_the_same(talked):
    chat, _, _ = talked("跳过", "不确定", "3")
    assert chat.state.draft.verify == {"organ.name"}
    assert chat.state.draft.answers["organ.kind"] == "政府部门"


def test_undo_survives_a_restart_and_redo_comes_back(talked):
    talked(*BASICS)
    chat, talk, _ = talked("撤销", "撤销", "重做", "重做", "重做")
    assert "撤销了：基本信息，“自称”。" in talk.text
    assert "后面没有可以重做的了" in talk.text
    assert chat.state.draft.answers["organ.self"] == "我局"


def test_undo_of_nothing_is_told(talked):
    _, talk, _ = talked("撤销")
    assert "没有可以撤销的" in talk.text


def test_figures_are_repeated_before_they_are_recorded(talked):
    chat, talk, _ = talked(*TABLE, "新收 自然人 5 商业企业 2", "否", "新收 自然人 ６", "")
    assert "听懂的是：本年新收 自然人 5件、商业企业 2件。" in talk.text
    assert {a: c.value for a, c in chat.state.draft.cells.items()} == {
        "applications/received/natural": 6
    }


def test_the_balance_is_told_and_the_repair(talked):
    _, talk, _ = talked(
        *TABLE,
        "新收 自然人 5",
        "",
        "予以公开 自然人 4",
        "",
        "其余为零",
        "",
        "予以公开 自然人 5",
        "是",
    )
    assert "原来" in talk.text
    assert (
        "自然人列：本年新收 5 + 上年结转 0 = 5，办结总计 4 + 结转下年度 0 = 4，差 1。" in talk.text
    )
    assert "“予以公开·自然人”为 5" in talk.text
    assert "部分公开·自然人" not in talk.text
    assert "平了：自然人。" in talk.text
    assert "表三填完了。" in talk.text


def test_the_cell_that_was_just_changed_is_named_first(talked):
    filled = ("新收 自然人 5，予以公开 自然人 3，结转下年度 自然人 2，其余为零", "是")
    # The second cell of the line is as it was; only one was changed.
    line = "予以公开 自然人 4，结转下年度 自然人 2"
    _, talk, _ = talked(*TABLE, *filled, "去 表三", line, "是", "核对")
    first = "若“予以公开·自然人”为 3（现为 4，刚改过）"
    assert talk.text.count(first) == 2
    assert "照改 1 1：把“予以公开·自然人”由 4 改成 3（刚改过）" in talk.text


def test_the_cell_that_was_just_changed_is_named_first_on_another_day(talked):
    filled = ("新收 自然人 5，予以公开 自然人 3，结转下年度 自然人 2，其余为零", "是")
    talked(*TABLE, *filled, "去 表三", "予以公开 自然人 4，结转下年度 自然人 2", "是", "退出")
    _, talk, _ = talked("核对")
    assert "若“予以公开·自然人”为 3（现为 4，刚改过）" in talk.text


def test_a_table_that_does_not_balance_traps_nobody(talked):
    chat, talk, _ = talked(*TABLE, "新收 自然人 5，其余为零", "", "跳过")
    assert "差 5" in talk.text
    assert not isinstance(next_step(chat.state), Fill)


def test_a_cell_is_cleared_marked_verified_and_explained(talked):
    chat, talk, _ = talked(
        *TABLE,
        *("新收 自然人 5", ""),
        *("清空 新收 自然人", "不确定 新收 自然人", "看表", "已核实", "说明 予以公开", "清空"),
    )
    assert not chat.state.draft.cells
    assert not chat.state.draft.verify
    assert "本年新收：自然人 0（待核）" in talk.text
    assert "全部公开的申请" in talk.text
    assert "写明清空哪一格" in talk.text


def test_a_command_at_the_confirming_records_nothing(talked):
    chat, talk, _ = talked(*TABLE, "新收 自然人 5", "上一题")
    assert "刚才那一行没有记" in talk.text
    assert not chat.state.draft.cells


def test_free_text_at_a_table_is_repeated_before_it_is_recorded(talked):
    said = "今年收到申请5件，自然人4件、企业1件，都公开了"
    chat, talk, _ = talked(*TABLE, said, "")
    said = "本年新收 自然人 4件、商业企业 1件；予以公开 自然人 4件、商业企业 1件。"
    assert said in talk.text
    assert len(chat.state.draft.cells) == 4


@pytest.mark.parametrize(("reply", "cells"), [("", 0), ("是", 2)])
def test_free_text_that_was_not_all_understood_is_not_simply_recorded(talked, reply, cells):
    said = "自然人收到4件、企业1件，天气很好，还有主动公开信息120条"
    chat, talk, _ = talked(*TABLE, said, reply)
    assert "没有听懂“天气很好”，没有记。" in talk.text
    assert "“还有主动公开信息120条”不是这张表的，没有记。" in talk.text
    assert len(chat.state.draft.cells) == cells
    assert "overview.proactive.items_published" not in chat.state.draft.answers


def test_a_misspelt_name_is_told_and_enter_does_not_record_it(talked):
    chat, talk, _ = talked(*TABLE, "予以共开 自然人 3", "")
    assert "“予以共开”当作“予以公开”。" in talk.text
    assert not chat.state.draft.cells


def test_free_text_that_leaves_cells_open_is_asked_about_and_not_recorded(talked):
    chat, talk, _ = talked(*TABLE, "今年一共收到申请5件", "新收 自然人 不知道")
    assert "“今年一共收到申请5件”没有记：还要写明各是多少，例如：自然人" in talk.text
    assert "听懂的是" not in talk.text
    assert not chat.state.draft.cells


def test_texts_are_accepted_edited_and_given_back(talked):
    place = "去 编制说明的文字"
    chat, _, _ = talked(*BASICS, place, "改", "", "第二段", "")
    assert chat.state.draft.texts["preamble"].endswith("\n第二段")
    chat, talk, _ = talked(place, "写", "甲。\n乙。")
    assert "您自己写的文字" in talk.text
    assert chat.state.draft.texts["preamble"] == "甲。\n乙。"
    chat, _, _ = talked(place, "恢复", "")
    assert "preamble" not in chat.state.draft.texts
    assert "preamble" in chat.state.progress.accepted


def test_an_own_text_whose_facts_changed_is_told(talked):
    talked(*BASICS, "去 编制说明的文字", "写", "自己写的。")
    _, talk, _ = talked("去 机关全称", "示例县水务局", "去 编制说明的文字")
    assert "已经对不上：" in talk.text
    assert "示例县水务局编制了" in talk.text


def test_entries_are_asked_field_by_field_and_back_goes_one_field_back(talked):
    go = "去 主要问题和改进措施"
    lines = ("甲问题", "上一题", "乙问题", "", "乙措施", "", "丙问题", "因为", "丙措施", "", "")
    chat, _, _ = talked(*BASICS, go, *lines)
    entries = chat.state.draft.answers["problems.items"]
    assert [entry["problem"] for entry in entries] == ["乙问题", "丙问题"]
    assert entries[1]["cause"] == "因为"
    chat, talk, _ = talked(go, "改 2", "", "", "新措施", "", go, "删 1", go, "")
    assert "1 乙问题；乙措施" in talk.text
    assert [e["measure"] for e in chat.state.draft.answers["problems.items"]] == ["新措施"]


def test_entries_half_written_are_there_the_next_time(talked):
    go = "去 主要问题和改进措施"
    talked(*BASICS, go, "甲问题", "", "保存退出")
    chat, talk, _ = talked("甲措施", "", "")
    assert "第 1 条，改进措施" in talk.text
    assert chat.state.draft.answers["problems.items"][0]["measure"] == "甲措施"


def test_several_places_of_one_name_are_listed(talked):
    chat, talk, _ = talked("去 维持", "去 联系", "2")
    assert "没有这个地方" in talk.text
    assert "有几处，去哪一处" in talk.text
    assert isinstance(next_step(chat.state), Ask)


def test_the_review_lists_what_is_left_and_goes_there(talked):
    chat, talk, _ = talked(*BASICS, *["跳过"] * 130, "1")
    assert "处没有完：" in talk.text
    assert "还没有回答" in talk.text
    assert isinstance(next_step(chat.state), Ask)


def test_a_finding_is_gone_to_and_closed(talked):
    chat, talk, _ = talked(
        *BASICS,
        *("去 成文日期", "2024-2-20", "核对", "没错 1 推迟印发", "核对", "去 成文日期"),
        *("2023-1-20", "核对", "没错 1 就是", "1"),
    )
    assert chat.state.draft.closures[0].code == "D04"
    assert chat.state.draft.closures[0].closed_on == "2024-01-10"
    assert "错误不能关闭" in talk.text
    assert next_step(chat.state).question.id == "report.signed"


def test_without_a_reason_the_usual_ones_are_told_and_nothing_is_closed(talked):
    chat, talk, _ = talked(*BASICS, "去 成文日期", "2024-2-20", "核对", "没错 1", "")
    assert "还没有写理由。写成：没错 1 理由。常用的理由：准备在那一天印发；" in talk.text
    assert chat.state.draft.closures == ()


def test_no_local_or_last_year_line_where_there_is_none(talked):
    _, talk, _ = talked(*BASICS, "上年", "同上年")
    assert "没有上年的内容可以对照" in talk.text


def test_an_answers_file_leaves_only_the_rest_to_be_asked(run_drafter, tmp_path, root):
    sample = root / "sample_answers" / "county-bureau-2023.yaml"
    env = {"DRAFTER_DIR": str(tmp_path / "s")}
    run_drafter("new", "甲", "--year", "2023", env=env)
    run = run_drafter("chat", "甲", "--plain", "--answers", sample, env=env, input=b"")
    assert run.code == ExitCode.UNFINISHED
    assert "读入了" in run.err
    draft = load_answers(tmp_path / "s" / "甲.yaml").draft
    assert draft == load_answers(sample).draft
    # What happened is ticked already, as the figures of the file say.
    assert "收到过政府信息公开申请（已选）" in run.err
    assert "（必填）" not in run.err


@pytest.mark.parametrize(
    "text", ["[/b]", "{{x}}", "{% raw %}", "a\x1b[31mb", "甲\x00乙", "\ud800甲", "\u202e甲"]
)
def test_hostile_text_is_taken_literally(talked, text, session_path):
    chat, _, _ = talked("2023", text)
    name = chat.state.draft.answers["organ.name"]
    assert name == text.translate(dict.fromkeys(map(ord, "\x1b\x00\ud800\u202e")))
    assert load_answers(session_path).draft.answers["organ.name"] == name


def test_last_year_s_figures_are_accepted_or_explained(run_drafter, tmp_path, root, talked):
    sample = root / "sample_answers" / "suqian-2023.yaml"
    run = run_drafter("new", "乙", "--from", sample, env={"DRAFTER_DIR": str(tmp_path / "s")})
    assert run.code == 0
    path = tmp_path / "s" / "乙.yaml"
    chat, talk, _ = talked(
        *("去 表三", "上年", "上年结转 自然人 1", "是", "机构改革划转", "认可"),
        path=path,
        around=Around(date(2025, 1, 10), tmp_path),
    )
    assert "从上年带来，请核对" in talk.text
    assert "为什么不同？" in talk.text
    assert "记下与上年相同" in talk.text
    carried = chat.state.progress.carried
    assert carried["applications/carried_in/natural"].reason == "机构改革划转"
    assert all(c.accepted or c.reason for a, c in carried.items() if a.startswith("applications"))


def test_a_session_of_the_core_goes_on_in_the_chat(talked, session_path):
    chat, _, _ = talked(*BASICS)
    with open_session(session_path) as session:
        assert to_saved(chat.state) == session.saved


def test_a_part_of_one_section_is_named_once(talked):
    _, talk, _ = talked(*BASICS, "去 主要问题", "去 全年主动公开")
    assert "【五、存在的主要问题及改进情况】" in talk.told
    assert "【一、总体情况 · 主动公开】" in talk.told


def test_no_way_past_the_gates_is_offered_and_none_where_nothing_is_left_to_skip(talked):
    _, talk, _ = talked(*BASICS, "去 第三部分", "去 编制说明的文字", "跳过本节", "跳过本节")
    gates = talk.text.split("【三、")[1].split("【")[0]
    assert "跳过本节" not in gates
    assert talk.text.count("这一节没有可以跳过的选填题。") == 1


def test_a_table_gone_back_to_says_again_what_is_not_even(talked):
    talked(*TABLE, "新收 自然人 5，其余为零", "", "去 电话")
    _, talk, _ = talked("去 表三")
    assert "自然人列：本年新收 5 + 上年结转 0 = 5，办结总计 0" in talk.text
    assert "填完了，还没有平。" in talk.text


def test_a_new_report_is_told_in_numbers_and_where_it_goes_on(talked):
    _, talk, _ = talked("2023", "示例局", "去 第三部分")
    assert "一共 110 步，其中 9 题必填，别的回车就跳过。先问“基本信息”" in talk.text
    _, again, _ = talked("3", "县级", "1", "保存退出")
    assert "先问“三、收到和处理政府信息公开申请情况”" in again.text


def test_the_toolbar_tells_organ_year_saved_time_and_findings(session_path, tmp_path):
    talk = Script(["2023", "示例局", "3"], plain=False)
    with open_session(session_path, clock=lambda: NOON) as session:
        run_chat(Chat(Desk(session), talk, Around(TODAY, tmp_path)))
        shown = talk.prompts[-1].toolbar()
    assert shown == " 示例局 2023  已保存 12:00:00  填过的地方没有发现错误  帮助打“?”"


def test_the_end_says_what_was_made_what_is_unchecked_and_what_comes_next(talked, tmp_path):
    _, talk, _ = talked(*BASICS, "完成 全部", "生成")
    assert f"写在：{tmp_path}" in talk.text
    assert "没有核对的：没有上年的报告数据。" in talk.text
    assert re.search(
        "这是草稿：还有 [0-9]+ 处没有完，第一处是：.+。填好、改好，再生成一次。", talk.text
    )
    assert "距公布期限2024年1月31日还有 21 天。" in talk.text


def test_a_pasted_number_of_thousands_of_digits_is_no_item_of_a_list(talked):
    _, talk, _ = talked(*BASICS, "去 最后", "9" * 5000)
    assert "没有第 999999999 项。" in talk.text


def test_a_proposed_repair_is_made_by_its_number(talked):
    chat, talk, _ = talked(
        *TABLE,
        *("新收 自然人 5", "是", "予以公开 自然人 5", "是", "其余为零", "是", "去 表三"),
        *("予以公开 自然人 4", "是", "核对", "照改 7", "照改 1", ""),
    )
    assert "照改 1 1：把“予以公开·自然人”由 4 改成 5" in talk.text
    assert chat.state.draft.cells["applications/granted/natural"].value == 5
    assert "照改 1，或者 照改 1 2" in talk.text


def test_from_a_place_of_the_review_the_way_back_leads_to_the_review(talked):
    chat, _, _ = talked(*BASICS, "去 最后", "1", "上一题")
    assert chat.state.at == REVIEW


def test_a_field_of_an_entry_is_no_place_for_words_that_are_no_answer(talked):
    chat, talk, _ = talked(*BASICS, "去 主要问题", "同上年", "解读形式单一", "", "待定")
    assert "“同上年”不像要写的内容，没有记下" in talk.text
    assert chat.desk.typing["problems.items"] == ("解读形式单一", "")


@pytest.mark.parametrize(("words", "place"), [("表3", "applications"), ("表 4", "disputes")])
def test_a_table_is_gone_to_by_its_number(talked, words, place):
    chat, _, _ = talked(*BASICS, f"去 {words}")
    assert next_step(chat.state).spot.part == place


def test_a_question_that_is_not_asked_gives_way_to_what_is(talked):
    _, talk, _ = talked(*BASICS, "去 行政复议")
    assert "所以不用回答这一题" not in talk.text


@pytest.mark.parametrize("said", ["照改 {}", "{} 好", "{}照改"])
def test_what_stands_open_is_dealt_with_by_the_word_of_the_table(talked, said):
    _, talk, _ = talked(*BASICS, *["跳过"] * 130)
    number = next(n for n in range(1, 16) if f"  {n} 表四：有" in talk.text)
    chat, _, _ = talked(said.format(number))
    assert "disputes" in chat.state.draft.confirmed


def test_one_paragraph_is_changed_by_its_number(talked):
    chat, talk, _ = talked(*BASICS, "去 编制说明的文字", "改 9", "改 1", "换成这一段。")
    assert "没有第 9 段" in talk.text
    assert chat.state.draft.texts["preamble"].split("\n")[0] == "换成这一段。"


def test_a_command_said_instead_of_a_number_is_done(talked):
    chat, talk, _ = talked(*BASICS, "去 联系", "去 表三")
    assert "有几处，去哪一处" in talk.text
    assert next_step(chat.state).spot.part == "applications"


def test_a_new_report_takes_year_and_organ_from_the_answers_file(run_drafter, tmp_path, root):
    sample = root / "sample_answers" / "county-bureau-2023.yaml"
    env = {"DRAFTER_DIR": str(tmp_path / "s")}
    run = run_drafter("chat", "--plain", "--answers", sample, env=env, input=b"")
    assert "新建了“示例县水利局2023”" in run.err
    assert "已选的没有错就回车" in run.err, "an empty line leaves what the file has ticked"
    assert "写哪一年的工作" not in run.err


def test_where_the_input_ends_before_there_is_a_report_that_is_said(run_drafter, tmp_path):
    env = {"DRAFTER_DIR": str(tmp_path / "s")}
    run = run_drafter("chat", "--plain", env=env, input=b"2025\n")
    assert run.code == ExitCode.UNFINISHED
    assert "没有打开、也没有新建报告" in run.err


def test_enter_where_something_has_to_be_chosen_tells_again_what_there_is(talked):
    _, talk, _ = talked("2023", "示例中心", "")
    assert talk.prompts[-1].lines[1].startswith("  1 人民政府")
