"""Files changed by chance: bytes turned, pieces cut, doubled, moved, or put in from other files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from random import Random

_LARGEST = 400_000
"""Bytes that a mutation may add in one go."""
_TOKENS = (
    *(b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"\r", b"\t", b"\x1b[2J", b"\\", b"'", b'"'),
    *(b"-1", b"0", b"9" * 40, b"1e999", b"1,234.5", b"nan", b"null", b"{", b"}", b"[", b"]", b":"),
    *(b"- ", b"&a", b"*a", b"!!python/object:os.system", b"|", b"#", b"---\n", b"{{ x }}", b"{%"),
    *(b"<", b">", b"&#0;", b"&lt;", b"<table>", b"</td>", b"<!DOCTYPE x>", b"<![CDATA[", b"<p>"),
    *(b"obj", b"endobj", b"stream", b"endstream", b"/Kids", b"<<", b">>", b"xref", b"PK\x03\x04"),
    *("\u0301\u0316".encode(), "\u202e".encode(), "\ufdfa".encode(), "１".encode()),
    *("┌──┐\n".encode(), "│".encode(), "（草稿）".encode(), "第一部分".encode(), "１２３".encode()),
)


def mutated(chance: Random, samples: Sequence[bytes]) -> bytes:
    """One of the samples after one to five changes; an archive is changed inside, or as bytes."""
    data = chance.choice(samples)
    if data.startswith(b"PK") and chance.random() < 0.8:
        return _repacked(chance, data)
    # What is no text any more is refused at once: most have to get further.
    is_text = chance.random() < 0.9 and _is_text(data)
    for _ in range(chance.choice((1, 1, 1, 2, 5))):
        data = chance.choice(_CHANGES)(chance, data, samples)
    return data.decode(errors="ignore").encode() if is_text else data


def _is_text(data: bytes) -> bool:
    try:
        return not data.startswith(b"%PDF") and bool(data.decode())
    except ValueError:
        return False


def _repacked(chance: Random, data: bytes) -> bytes:
    """The archive with one of its parts changed; now and then named otherwise or doubled."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    main = [name for name in parts if name == "word/document.xml" or name.startswith("xl/")]
    name = chance.choice([*parts, *main * (len(parts) // len(main) if main else 0)])
    new = parts[name]
    for _ in range(chance.choice((1, 1, 3))):
        new = chance.choice(_CHANGES)(chance, new, list(parts.values()))
    parts[name] = new
    if chance.random() < 0.1:
        parts[f"word/header{chance.randrange(99)}.xml"] = new
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for each, content in parts.items():
            package.writestr(each, content)
    return out.getvalue()


def _span(chance: Random, data: bytes, longest: int = 2000) -> tuple[int, int]:
    start = chance.randint(0, len(data))
    return start, min(len(data), start + chance.choice((1, 8, 80, chance.randint(1, longest))))


def _turn(chance: Random, data: bytes, samples: Sequence[bytes]) -> bytes:
    changed = bytearray(data or b"x")
    for _ in range(chance.randint(1, 8)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _cut(chance: Random, data: bytes, samples: Sequence[bytes]) -> bytes:
    start, end = _span(chance, data)
    return data[:start] + data[end:]


def _end(chance: Random, data: bytes, samples: Sequence[bytes]) -> bytes:
    return data[: chance.randint(0, len(data))]


def _repeat(chance: Random, data: bytes, samples: Sequence[bytes]) -> bytes:
    start, end = _span(chance, data)
    most = _LARGEST // max(end - start, 1)
    return data[:end] + data[start:end] * chance.choice((1, 2, 30, most)) + data[end:]


def _put_in(chance: Random, data: bytes, samples: Sequence[bytes]) -> bytes:
    at, token = chance.randint(0, len(data)), chance.choice(_TOKENS)
    return data[:at] + token * chance.choice((1, 1, 1, 50, _LARGEST // len(token))) + data[at:]


def _splice(chance: Random, data: bytes, samples: Sequence[bytes]) -> bytes:
    other = chance.choice(samples)
    (start, end), at = _span(chance, other), chance.randint(0, len(data))
    return data[:at] + other[start:end] + data[at:]


def _lines(chance: Random, data: bytes, samples: Sequence[bytes]) -> bytes:
    lines = data.split(b"\n")
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], chance.choice((lines[one], b"", b"  " + lines[one]))
    return b"\n".join(lines)


def _digits(chance: Random, data: bytes, samples: Sequence[bytes]) -> bytes:
    places = [at for at in range(len(data)) if 48 <= data[at] <= 57]
    at = chance.choice(places or [0])
    return data[:at] + chance.choice((b"", b"-1", b"0", b"9" * 30, b".5")) + data[at + 1 :]


_CHANGES: tuple[Callable[[Random, bytes, Sequence[bytes]], bytes], ...] = (
    *(_turn, _cut, _end, _repeat, _put_in, _splice, _lines, _digits),
)
