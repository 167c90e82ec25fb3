"""What is refused before it is read, and the one way to say so."""

from __future__ import annotations

from drafter.errors import DrafterError, Problem

LARGEST = 20 * 1024 * 1024
"""Bytes of a file, and of each file packed inside one."""
MOST_PIECES = 100_000
MOST_PAGES = 200
WHERE = "读回报告"


def refusal(what: str, fix: str = "核对选对了文件。") -> DrafterError:
    """The error that ends the reading of one file."""
    return DrafterError(Problem(WHERE, what, fix))


def decode(data: bytes) -> str:
    """Text by its mark, else UTF-8, else GB18030; line ends made `\\n`.

    Raises: DrafterError when it is none of them.
    """
    marks = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
    known = [name for mark, name in marks if data.startswith(mark)]
    for encoding in known or ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise refusal("这个文件不是文字，或者编码认不出。", "存成 UTF-8 编码再试。")
