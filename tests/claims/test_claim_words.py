"""claims.yaml is read whole, and every mistake in it is told with its line."""

from __future__ import annotations

import pickle
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafter.claims.claim_lexicon import Lexicon, PatternError, Word, expand
from drafter.claims.claims_file import claim_words
from drafter.errors import DrafterError
from drafter.form.form_file import load_form

FORM = load_form("disclosure-2021")


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("申请", ("申请",)),
        (
            "(主动|)公开(各类|)信息",
            ("主动公开各类信息", "主动公开信息", "公开各类信息", "公开信息"),
        ),
        ("(甲|甲)", ("甲",)),
        ("(|)", ()),
    ],
)
def test_expand(pattern, words):
    assert expand(pattern) == words


@pytest.mark.parametrize("pattern", ["(甲", "甲)", "((甲))", "(甲|乙)" * 20])
def test_expand_refuses(pattern):
    with pytest.raises(PatternError):
        expand(pattern)


def test_every_metric_has_a_name_and_a_figure():
    words = claim_words(FORM)
    for topic in words.file.topics.values():
        for pattern in topic.figures.values():
            for column in words.file.columns:
                metric = pattern.replace("{column}", column)
                assert words.readings.of(metric)
                assert "/" not in words.readings.label(metric)


def test_certain_metrics_exist():
    words = claim_words(FORM)
    assert all(words.readings.of(metric) for metric in words.readings.certain)


def test_a_form_without_claims(tmp_path):
    assert claim_words(replace(FORM, folder=tmp_path)).file.topics == {}


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        ("applications/received/{column}", "applications/recieved/{column}", "不是格式里的单元格"),
        ("bare: received", "bare: recieved", "没有“recieved”这项数字"),
        ("loose: [申请,", "loose: [(申请,", "括号不成对"),
        ("  light:", "  lite:", "不认识的名称“lite”"),
        ("  topic: posts\n", "  topic: postings\n", "格式里没有“postings”"),
        ("total: total", "totl: total", "不认识的名称“totl”"),
        ("  whole: published", "  whole: publish", "格式里没有“publish”"),
        ("  new: applications/received/total", "  new: applications/new/total", "不是格式里的"),
        ("(?:内容|事项|申请)+", "(?:内容|事项|申请", "不是能用的正则表达式"),
        # Over a line of 申 without end, this one would never be done.
        ("(?:内容|事项|申请)+", "(?:(?:申|请)+)+末", "不是能用的正则表达式"),
        ("- applications/otherwise/{column}", "- applications/nothing/{column}", "格式里没有"),
    ],
)
def test_mistakes_are_told(tmp_path: Path, wrong, right, said):
    shutil.copy(FORM.folder / "claims.yaml", tmp_path)
    text = (tmp_path / "claims.yaml").read_text("utf-8")
    assert wrong in text
    (tmp_path / "claims.yaml").write_text(text.replace(wrong, right, 1), "utf-8")
    with pytest.raises(DrafterError) as caught:
        claim_words(replace(FORM, folder=tmp_path))
    problems = [str(problem) for problem in caught.value.problems]
    assert any(said in problem for problem in problems)
    assert all(f"{tmp_path.name}/claims.yaml:" in problem for problem in problems)


MEANINGS = (Word(nouns=("requests",)), Word(aspects=("received",), marks=frozenset({"loose"})))


@settings(deadline=None)
@given(st.dictionaries(st.text("甲乙丙", min_size=1, max_size=6), st.sampled_from(MEANINGS)))
def test_a_lexicon_that_was_kept_is_the_one_that_was_made(words):
    kept = pickle.loads(pickle.dumps(Lexicon(words)))
    for text in words:
        assert kept.longest(f"{text}丁", 0) == (len(text), words[text])
    assert kept.longest("丁", 0) is None
