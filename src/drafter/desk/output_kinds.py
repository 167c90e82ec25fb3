"""The kinds of files that a report is made as, and what a clerk calls them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from pathlib import Path


class Output(Enum):
    """What can be made; the value is the word of `--to`."""

    DOCX = "docx"
    HTML = "html"
    MARKDOWN = "md"
    TEXT = "txt"
    PDF = "pdf"
    JSON = "json"
    REVIEW = "review"

    @property
    def ending(self) -> str:
        """Of a file's name."""
        return ".html" if self is Output.REVIEW else f".{self.value}"


USUAL = (Output.DOCX, Output.HTML, Output.TEXT)
"""What 全部 stands for."""
CALLED: Mapping[Output, str] = {
    Output.DOCX: "Word",
    Output.HTML: "网页",
    Output.TEXT: "文本",
    Output.PDF: "PDF",
    Output.REVIEW: "送审稿",
}
ALL = "全部"
_BETWEEN = re.compile(r"[\s,，、]+")
_WORDS: Mapping[str, tuple[Output, ...]] = {
    **{output.value: (output,) for output in Output},
    **{name.casefold(): (output,) for output, name in CALLED.items()},
    ALL: USUAL,
}


def split_words(text: str) -> list[str]:
    """The words of `docx,html` or `Word、网页`."""
    return [word for word in _BETWEEN.split(text) if word]


def outputs_called(word: str) -> tuple[Output, ...]:
    """What a word stands for; nothing for one that is not known."""
    return _WORDS.get(word.casefold(), ())


def output_named(path: Path) -> Output | None:
    """What the ending of a file's name says it is."""
    return next((each for each in Output if each.ending == path.suffix.casefold()), None)
