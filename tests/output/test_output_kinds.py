"""The kinds of files by the words of `--to`, by a clerk's, and by the names of files."""

from __future__ import annotations

from pathlib import Path

import pytest

from drafter.output.output_kinds import (
    CALLED,
    USUAL,
    Output,
    output_named,
    outputs_called,
    split_words,
)


@pytest.mark.parametrize("output", Output)
def test_each_goes_by_the_word_of_the_command_line(output):
    assert outputs_called(output.value) == outputs_called(output.value.upper()) == (output,)


@pytest.mark.parametrize(("name", "outputs"), CALLED.items())
def test_each_goes_by_what_a_clerk_calls_it(name, outputs):
    assert outputs_called(name) == outputs_called(name.lower()) == outputs
    assert len(outputs) == 1 or name == "图解"


def test_a_picture_is_two_files():
    assert outputs_called("chart") == outputs_called("图解") == (Output.SVG, Output.PNG)


def test_all_are_the_usual_ones():
    assert outputs_called("全部") == USUAL


def test_what_is_not_known_is_nothing():
    assert outputs_called("报表") == outputs_called("") == ()


@pytest.mark.parametrize("text", ["docx,html", "docx，html", " docx 、 html,", "docx html"])
def test_words_stand_apart_by_commas_or_spaces(text):
    assert split_words(text) == ["docx", "html"]


@pytest.mark.parametrize("output", [o for o in Output if o.ending == f".{o.value}"])
def test_a_file_is_known_by_its_ending(output):
    assert output_named(Path(f"年报{output.ending.upper()}")) is output


@pytest.mark.parametrize("name", ["年报", "年报.yaml", "年报2.0版", ".docx"])
def test_other_endings_say_nothing(name):
    assert output_named(Path(name)) is None
