"""What a terminal sends is read as it was meant; what is sent to one never steers it."""

from __future__ import annotations

import os
import re
import shutil
import sys
from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.session.session_folder import session_path
from drafter.streams import TypedBytes, make_safe, steer, write_out

from .conftest import ROOT

TEXTS = (
    "甲县水利局",
    "水",
    "巴州商务局2021年",
    "一要学习",
    "🙂甲\U00020000",
    "Ünü·ñ",
    "ئۇيغۇر",
    "商 · 务",
)


def read(*pieces: bytes) -> str:
    typed = TypedBytes()
    return "".join(map(typed.decode, pieces)) + typed.decode(b"", final=True)


def pieces(data: bytes, at: list[int]) -> list[bytes]:
    ends = sorted({end % (len(data) + 1) for end in at} | {0, len(data)})
    return [data[start:end] for start, end in pairwise(ends)]


@given(st.sampled_from(TEXTS), st.lists(st.integers(0, 40)))
def test_utf_8_is_read_whatever_its_pieces(text, at):
    assert read(*pieces(text.encode(), at)) == text


@pytest.mark.parametrize("text", ["甲县水利局", "水", "展示", "水、甲", "甲🙂"])
def test_the_chinese_code_page_is_read(text):
    assert read(text.encode("gb18030")) == text
    assert read(*(char.encode("gb18030") for char in text)) == text


def test_a_character_of_the_code_page_may_come_byte_by_byte():
    assert read(*(bytes([byte]) for byte in "甲县水路局1".encode("gb18030"))) == "甲县水路局1"


def test_a_terminal_that_sends_utf_8_again_is_read_again():
    assert read("甲".encode("gbk"), "路".encode("gbk"), "甲".encode(), "·".encode()) == "甲路甲·"


@pytest.mark.parametrize("char", ["没", "每"])
def test_where_the_first_bytes_may_be_either_the_locale_tells(char):
    assert [TypedBytes(name).decode(char.encode("gbk")) for name in ("GBK", "GB18030")] == [
        char
    ] * 2
    assert TypedBytes("UTF-8").decode(char.encode("gbk")) == char.encode("gbk").decode()
    typed = TypedBytes("GBK")
    assert [typed.decode(text.encode()) for text in ("路", "ü")] == ["路", "ü"]


def test_a_bad_byte_in_a_long_text_stands_alone():
    assert read("很长的一段".encode() + b"\xff" + "文字".encode()) == "很长的一段\ufffd文字"


@pytest.mark.parametrize("data", [b"\xff", b"\xff\xfe", b"\x81\xff"])
def test_what_is_neither_is_seen(data):
    assert "\ufffd" in read(data + b"\r")


@given(st.lists(st.binary(max_size=9)))
def test_any_bytes_are_text_and_plain_ones_stay(given):
    text = read(*given)
    text.encode()
    plain = [piece for piece in given if piece.isascii()]
    if plain == given:
        assert text == b"".join(given).decode()


HOSTILE = "\x1b[2J\x1b]0;甲\x07\x9b2J\u202e\u2066\r乙"
ESCAPED = HOSTILE.encode("unicode_escape").decode()
STEERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


@pytest.fixture
def on_terminal(monkeypatch):
    """`on_terminal(write)`: what reaches a terminal of what `write` writes to stdout."""
    pty = pytest.importorskip("pty")

    def written(write):
        ours, theirs = pty.openpty()
        with open(theirs, "w", encoding="utf-8") as stream, monkeypatch.context() as patch:
            patch.setattr(sys, "stdout", stream)
            make_safe()
            write()
            sys.stdout.flush()
        said = b""
        with suppress(OSError):  # what Linux says at the end
            while piece := os.read(ours, 999):
                said += piece
        os.close(ours)
        return said.decode().replace("\r\n", "\n")

    return written


def test_nothing_printed_steers_a_terminal_but_what_drafter_means_to(on_terminal):
    said = on_terminal(lambda: print(HOSTILE, "丙\t丁", sep="\n"))
    assert not STEERS.search(said)
    assert said.endswith("乙\n丙\t丁\n")
    assert on_terminal(lambda: steer(sys.stdout, "\r\x1b[K")) == "\r\x1b[K"


@pytest.fixture
def hostile(tmp_path):
    """A folder with a session, one in the trash and a form, all of hostile names and words."""
    name = f"{HOSTILE}\n丙"
    text = f'format: 1\nform: tiny\nyear: 2021\norgan: {{name: "{ESCAPED}"}}\n'
    session_path(tmp_path, name).write_text(text, "utf-8")
    words = f"电脑：{HOSTILE}\n用户：{HOSTILE}\n进程：1\n打开时间：{HOSTILE}\n"
    (tmp_path / f"{name}.lock").write_text(f" {words}", "utf-8")
    place = tmp_path / "trash" / f"{name}.20260101-000000"
    place.mkdir(parents=True)
    session_path(place, name).write_text(text, "utf-8")
    form = tmp_path / "forms" / "tiny"
    shutil.copytree(ROOT / "tests" / "forms" / "tiny", form)
    told = (form / "form.yaml").read_text("utf-8")
    told = told.replace("图书馆借阅年报", f'"{ESCAPED}"', 1)
    told = told.replace("label: 年度", f'label: "{ESCAPED}"')
    told = told.replace("借阅繁忙", f"借阅繁忙{{{{ '{ESCAPED}' }}}}")
    (form / "form.yaml").write_text(told, "utf-8")
    return tmp_path, name


COMMANDS = (
    ("list",),
    ("restore",),
    ("where", "NAME"),
    ("check", "FILE", "FILE"),
    ("export", "FILE", "-o", "OUT", "--to", "txt"),
    ("print", "FILE"),
    ("forms",),
    ("blank", "tiny"),
)


@pytest.mark.terminal
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
@pytest.mark.posix
def test_hostile_names_and_words_steer_no_terminal(hostile, command, clean_env):
    folder, name = hostile
    known = {"NAME": name, "FILE": str(session_path(folder, name)), "OUT": str(folder)}
    args = [known.get(word, word) for word in command]
    if command[0] not in ("restore", "where"):
        args += ["--templates", str(folder / "forms")]
    said = seen(clean_env | {"DRAFTER_DIR": str(folder)}, args)
    assert "乙" in said
    assert not STEERS.search(said), said
    assert "\n丙" not in said


def seen(env: dict[str, str], args: list[str]) -> str:
    """What `drafter` with these arguments shows in a terminal."""
    pexpect = pytest.importorskip("pexpect")
    child = pexpect.spawn(
        sys.executable, ["-m", "drafter", *args], env=env | {"NO_COLOR": "1"}, encoding="utf-8"
    )
    said = child.read().replace("\r\n", "\n")
    child.close()
    return said


def test_what_nobody_takes_any_more_is_dropped_at_the_end(monkeypatch):
    reader, writer = os.pipe()
    os.close(reader)
    with open(writer, "w", encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        stream.write("报告")
        write_out()
        stream.flush()  # as Python does once more when it ends
