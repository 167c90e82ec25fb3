"""Console records as an input method sends them; the console itself is not there to be asked."""

from __future__ import annotations

import ctypes

from drafter.tui.textual_privates import Mender, _Kernel

SHIFT = 0x0010


class Char(ctypes.Union):
    _fields_ = (("code", ctypes.c_uint16),)

    @property
    def UnicodeChar(self):  # noqa: N802
        return chr(self.code)


class KeyEvent(ctypes.Structure):
    _fields_ = (
        ("bKeyDown", ctypes.c_int),
        ("wVirtualKeyCode", ctypes.c_uint16),
        ("uChar", Char),
        ("dwControlKeyState", ctypes.c_uint32),
    )


class Event(ctypes.Union):
    _fields_ = (("KeyEvent", KeyEvent),)


class Record(ctypes.Structure):
    _fields_ = (("EventType", ctypes.c_uint16), ("Event", Event))


def fill(records, text, *, vk=0, state=SHIFT):
    codes = text.encode("utf-16-le", "surrogatepass")
    for place in range(0, len(codes), 2):
        code = int.from_bytes(codes[place : place + 2], "little")
        records[place // 2] = Record(1, Event(KeyEvent(1, vk, Char(code), state)))
    return len(codes) // 2


def heard(records, count):
    """What Textual makes of them: it passes over no key with a modifier."""
    keys = [records[place].Event.KeyEvent for place in range(count)]
    taken = [
        key.uChar.code for key in keys if not (key.dwControlKeyState and not key.wVirtualKeyCode)
    ]
    return b"".join(code.to_bytes(2, "little") for code in taken).decode("utf-16-le")


def test_full_width_punctuation_typed_with_shift_arrives():
    records = (Record * 16)()
    count = fill(records, "？：（）“”")
    assert heard(records, count) == ""
    assert heard(records, Mender().mend(records, count)) == "？：（）“”"


def test_keys_keep_their_modifiers_and_a_bare_modifier_is_no_character():
    records = (Record * 4)()
    fill(records, "A", vk=0x41)
    records[1] = Record(1, Event(KeyEvent(1, 0, Char(0), SHIFT)))
    Mender().mend(records, 2)
    assert [records[place].Event.KeyEvent.dwControlKeyState for place in (0, 1)] == [SHIFT, SHIFT]


def test_a_character_split_over_two_reads_arrives_whole():
    mender, records = Mender(), (Record * 8)()
    first, second = "\ud867", "\ude3d"
    count = mender.mend(records, fill(records, "甲" + first))
    assert heard(records, count) == "甲"
    count = mender.mend(records, fill(records, second + "乙"))
    assert heard(records, count) == "\U00029e3d乙"


def test_the_console_is_asked_for_one_record_less():
    class Library:
        asked = 0

        def ReadConsoleInputW(self, handle, records, most, read):  # noqa: N802
            self.asked = most
            read._obj.value = fill(records._obj, "？")

    library, records, read = Library(), (Record * 8)(), ctypes.c_uint32(0)
    kernel = _Kernel(library)
    kernel.ReadConsoleInputW(0, ctypes.byref(records), 8, ctypes.byref(read))
    assert library.asked == 7
    assert heard(records, read.value) == "？"
