"""Reading files that people hand in: whatever they are, one clear sentence or their text."""

from __future__ import annotations

import errno
import os
import re
import stat
from pathlib import Path
from typing import Any, BinaryIO

from drafter.errors import DrafterError, Problem

SIZE_LIMIT = 5 * 1024 * 1024
"""Bytes. The largest real answers file is under 100 kB."""


_NO_RIGHT = ("没有读取的权限。", "换一个位置或账号再试。")
_UNREADABLE = {
    errno.ENOENT: ("没有这个文件。", "核对文件名和所在文件夹。"),
    errno.EACCES: _NO_RIGHT,
    errno.EPERM: _NO_RIGHT,
    errno.ENOTDIR: ("路径里有一段不是文件夹。", "核对文件夹的名字。"),
    errno.ELOOP: ("路径里有链接绕回了自己。", "核对文件夹的名字。"),
    errno.ENAMETOOLONG: ("名字太长，没有这样的文件。", "核对文件名和所在文件夹。"),
}

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


_REPORT_ENDS = {
    *(".txt", ".md", ".markdown", ".html", ".htm", ".docx", ".pdf", ".json"),
    *(".doc", ".wps", ".rtf", ".odt"),
    *(".xlsx", ".xlsm", ".xls", ".et", ".ods"),
}


def is_answers_file(path: Path) -> bool:
    """Whether the name says so; a report in a file of another kind has to be read first."""
    return path.suffix.lower() not in _REPORT_ENDS


def dropped_path(text: str) -> Path:
    """The path meant by a text that was typed, pasted or dropped: quoted, or a `file:` address."""
    text = text.strip().strip("'\"“”‘’")
    if text.startswith("file:"):
        from urllib.parse import unquote, urlsplit

        text = unquote(urlsplit(text).path)
        # file:///C:/年报.docx
        text = text[1:] if re.match(r"/[A-Za-z]:", text) else text
    if os.path.exists(text):
        return Path(text)
    # What a shell would want escaped, terminals escape as they take a drop.
    return Path(re.sub(r"\\([ ()&'])", r"\1", text))


def read_text(path: Path) -> str:
    """The text of a UTF-8, UTF-16 (with mark) or GB18030 file, its line ends made `\\n`.

    Raises: DrafterError when there is no such file, or it is not text.
    """
    return text_of(read_bytes(path), str(path))


def text_of(data: bytes, where: str) -> str:
    """The text in `data`, its line ends made `\\n`. Raises: DrafterError."""
    return decode(data, where).replace("\r\n", "\n").replace("\r", "\n")


def read_bytes(path: Path, limit: int = SIZE_LIMIT) -> bytes:
    """The whole file, at most `limit` bytes.

    Raises: DrafterError when it is missing, no regular file, empty, too large or locked away.
    """
    where = str(path)
    try:
        if path.is_dir():
            raise _refused(where, "这是一个文件夹，不是文件。", "写出文件夹里的文件名。")
        if path.exists() and not path.is_file():
            raise _refused(where, "这不是普通文件（是管道或设备）。", "先存成文件，再写出文件名。")
        with path.open("rb") as file:
            data = file.read(limit + 1)  # not by its size, which may change meanwhile
    except (OSError, ValueError) as error:
        if isinstance(error, FileNotFoundError) and path.is_symlink():
            what = "没有这个文件：链接指向的文件不在了。"
            raise _refused(where, what, "把文件本身放到这里。") from None
        raise unreadable(where, error) from None
    if len(data) > limit:
        what = f"文件太大（超过 {limit // 1024 // 1024} MB），不像是答案文件。"
        fix = (
            "核对选对了文件；确实是报告的，用文本编辑器打开，"
            "删短“texts”和“typing”里粘贴进去的长文字，存盘再打开。"
        )
        raise _refused(where, what, fix)
    if not data.strip():
        fix = "核对选对了文件。"
        if path.suffix.lower() in ("", ".yaml", ".yml"):
            fix = "核对选对了文件；空白的答案文件用 drafter blank 生成。"
        raise _refused(where, "文件是空的。", fix)
    return data


def refuse_link(path: Path) -> None:
    """For what lies beside a session, perhaps a received one. Raises: DrafterError for a link."""
    if os.path.islink(path):
        what = "这是一个链接，没有跟着它读到别处。"
        raise _refused(str(path), what, "把文件本身放在这里，或者把链接移走。")


def unreadable(path: str | Path, error: OSError | ValueError) -> DrafterError:
    """What is said of a file or folder that the system does not let be looked at."""
    number = getattr(error, "errno", None)
    if number is None:
        return _refused(str(path), "文件名不能用。", "核对文件名。")
    fix = "核对名字，或者复制到本机再试。"
    return _refused(str(path), *_UNREADABLE.get(number, (f"读不出来（系统错误 {number}）。", fix)))


def open_own(path: Path) -> BinaryIO:
    """Open what drafter itself put there: a regular file, no link's target, nothing to wait for.

    Raises: OSError for anything else.
    """
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0)
    flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    file = os.fdopen(os.open(path, flags), "rb")
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise OSError(errno.ENXIO, "")
    return file


def json_in(data: bytes) -> Any:
    """What the JSON of somebody's file says. Raises: ValueError, for endless brackets too."""
    import json  # few files are JSON, and most runs read none

    try:
        return json.loads(data)
    except RecursionError:
        raise ValueError from None


def decode(data: bytes, where: str) -> str:
    """The text in `data`: UTF-8 first, then what Chinese office machines write.

    GB18030 accepts nearly any bytes, so it is tried only where UTF-8 is plainly not meant.
    """
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        text = _decode_other(data, error.start, where)
    if "\0" in text:
        raise _no_text(where)
    return text


def _decode_other(data: bytes, bad: int, where: str) -> str:
    # UTF-8 with a slip has many good characters for each bad one; GB18030 read as UTF-8 has few.
    lenient = data.decode("utf-8", errors="replace")
    damaged = lenient.count("\ufffd")
    read = sum(1 for character in lenient if character > "\x7f") - damaged
    if b"\0" not in data and damaged > read:
        try:
            return data.decode("gb18030")
        except UnicodeDecodeError:
            pass
    if b"\0" in data or damaged > max(read, 3):
        raise _no_text(where)
    line = data.count(b"\n", 0, bad) + 1
    fix = "用文本编辑器打开，改掉乱码，存成 UTF-8 编码。"
    raise _refused(f"{where}:{line}", "这一行有认不出的字节。", fix)


def _no_text(where: str) -> DrafterError:
    return _refused(where, "这不是文本文件。", "核对选对了文件；答案文件是 YAML 文本。")


def _refused(where: str, what: str, fix: str) -> DrafterError:
    return DrafterError(Problem(where, what, fix))
