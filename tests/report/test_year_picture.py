"""What the picture of the year shows, and when it shows last year's figures."""

from __future__ import annotations

from dataclasses import replace

from drafter.draft.answers_file import load_answers
from drafter.draft.draft_facts import Facts
from drafter.draft.draft_model import Draft, Item
from drafter.report.year_picture import MOST_NAMES, Bar, picture_of


def facts(root, name: str) -> Facts:
    answers = load_answers(root / "sample_answers" / f"{name}.yaml")
    return Facts(answers.form, answers.draft)


def chart(picture, title: str):
    return next(chart for chart in picture.charts if chart.title == title)


def test_figures_stand_beside_last_year_s(root):
    now, last = facts(root, "suqian-2024"), facts(root, "suqian-2023")
    picture = picture_of(now, last, mark="草稿")
    assert (picture.now, picture.last) == ("2024年", "2023年")
    assert Bar("行政复议", 170, 440) in chart(picture, "行政复议和行政诉讼").bars
    assert "行政复议 170（2023年 440）" in picture.description


def test_without_last_year_there_is_one_bar_each(root):
    picture = picture_of(facts(root, "suqian-2024"), None)
    assert picture.last == ""
    assert all(bar.last is None for each in picture.charts for bar in each.bars)


def test_last_year_s_zeros_that_nobody_looked_at_are_no_figures(root):
    now, last = facts(root, "suqian-2024"), facts(root, "suqian-2023")
    cells = {a: c for a, c in last.draft.cells.items() if not a.startswith("disputes/")}
    unread = Facts(last.form, replace(last.draft, cells=cells, confirmed=frozenset()))
    assert picture_of(now, unread).last == ""


def test_names_of_either_year_have_a_bar(root):
    now, last = facts(root, "county-bureau-2023"), facts(root, "county-bureau-2023")
    channels = {"overview.proactive.by_channel": (Item("公开栏", 3), Item("政府公报", 4))}
    before = Facts(last.form, replace(last.draft, answers={**last.draft.answers, **channels}))
    bars = chart(picture_of(now, before), "主动公开信息的渠道").bars
    assert bars == (
        Bar("县政府门户网站", 180, 0),
        Bar("微信公众号", 52, 0),
        Bar("公开栏", 14, 3),
        Bar("政府公报", 0, 4),
    )


def test_what_was_not_answered_is_not_shown(root):
    form = facts(root, "suqian-2024").form
    titles = [
        chart.title for chart in picture_of(Facts(form, Draft(form.id)), None, mark="草稿").charts
    ]
    assert "主动公开信息的渠道" not in titles
    assert "办理结果" in titles


def test_the_last_of_too_many_names_are_summed_up(root):
    now = facts(root, "county-bureau-2023")
    names = tuple(Item(f"渠道{number}", number) for number in range(20))
    answers = {**now.draft.answers, "overview.proactive.by_channel": names}
    picture = picture_of(Facts(now.form, replace(now.draft, answers=answers)), None)
    bars = chart(picture, "主动公开信息的渠道").bars
    assert len(bars) == MOST_NAMES
    assert bars[-1] == Bar("另外14项", sum(range(6, 20)), None)
