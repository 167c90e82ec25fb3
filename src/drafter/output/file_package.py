"""A report's files in one zip with a list of their sums, and the same bytes for the same files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

LIST = "清单.txt"
_SUM = re.compile(r"([0-9a-f]{64})  (.+)")
_HOW = (
    "左边是每个文件的 SHA-256；文件没有改动过，算出来就是这个数。",
    f"解开以后核对：sha256sum -c {LIST}；在 Windows 上：certutil -hashfile 文件名 SHA256",
)


def packed(files: Mapping[str, bytes], said: Sequence[str]) -> bytes:
    """The zip; `said` stands at the head of its list."""
    # Lines that begin with # are none of the sums, for `sha256sum -c` as well.
    head = [f"# {line}" for line in (*said, *_HOW)]
    sums = [f"{sha256(data).hexdigest()}  {name}" for name, data in files.items()]
    listed = "\n".join([*head, *sums, ""]).encode("utf-8", "replace")
    made = BytesIO()
    with ZipFile(made, "w") as package:
        for name, data in {LIST: listed, **files}.items():
            about = ZipInfo(name)  # of 1980: a zip must name a time
            about.compress_type = ZIP_DEFLATED
            about.create_system = 3
            about.external_attr = 0o644 << 16
            package.writestr(about, data)
    return made.getvalue()


def unpacked(data: bytes) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """The files in a zip but for its list, and the names of those that it does not list as they
    are."""
    with ZipFile(BytesIO(data)) as package:
        files = {name: package.read(name) for name in package.namelist()}
    listed = dict(_sums(files.pop(LIST, b"").decode()))
    found = {name: sha256(each).hexdigest() for name, each in files.items()}
    wrong = [name for name in {**listed, **found} if listed.get(name) != found.get(name)]
    return files, tuple(wrong)


def _sums(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        if found := _SUM.fullmatch(line):
            yield found[2], found[1]
