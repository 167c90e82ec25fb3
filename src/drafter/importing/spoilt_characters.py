"""Text that went through a wrong encoding, or is in traditional characters: mended, or refused.

Of three kinds seen in published reports one can be undone: UTF-8 taken for GBK (鏀垮簻 for 政府),
where the bytes are all still there. Characters lost to `?` or U+FFFD are gone. Traditional
characters are told, not converted: the words of the form would have to be theirs, too.
"""

from __future__ import annotations

from collections.abc import Sequence

from drafter.errors import DrafterError
from drafter.importing.file_pieces import Piece, refusal

_FEWEST = 20
"""Characters beyond ASCII that there must be before anything is said of them."""
_LOST, _MARKED = 0.05, 0.3
"""Of those, the share that is U+FFFD, and of all characters the share that is `?`."""
_SPOILT = 0.6
"""The share of lines that are other Chinese when their bytes are read as UTF-8."""
_ENDS = 6
"""Characters to one that was lost with the end of a word."""
_TRADITIONAL = 0.06
"""The share of characters that no text in simplified ones has. A name may have one."""
_ONLY_TRADITIONAL = frozenset(
    "資訊報開關請發處門辦總計結數項書會機構業務體現號這個來對實單條類費規範頒與執許購採網頁誌"
    "導領強確審圍標準責長員問題進認為從將動電話郵編時間縣鄉鎮區廳議復訴訟裁決維糾無盡涉屬證據"
)


def mended(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The pieces as they were before a wrong encoding. Raises: DrafterError where that is lost."""
    text = "".join(piece.text for piece in pieces)
    beyond = [character for character in text if character > "\x7f"]
    if text.count("?") > max(_FEWEST, _MARKED * len(text)):
        raise _lost()
    if len(beyond) < _FEWEST:
        return tuple(pieces)
    again = [_read_again(piece.text) for piece in pieces]
    judged = [text for piece, text in zip(pieces, again, strict=True) if len(piece.text) > 3]
    if sum(text is not None for text in judged) > _SPOILT * len(judged):
        texts = (new or piece.text for piece, new in zip(pieces, again, strict=True))
        return tuple(p._replace(text=text) for p, text in zip(pieces, texts, strict=True))
    if beyond.count("\ufffd") > _LOST * len(beyond):
        raise _lost()
    if sum(character in _ONLY_TRADITIONAL for character in beyond) > _TRADITIONAL * len(beyond):
        what = "这个文件用的是繁体字，读不准，没有读取。"
        raise refusal(what, "先转成简体字（Word 和 WPS 的“审阅”里有“繁转简”），存好再读。")
    return tuple(pieces)


def _read_again(text: str) -> str | None:
    """The text whose UTF-8 was read as GBK; None for any other, and for figures alone.

    Where Chinese ended on an odd byte, that byte was lost, and its character with it.
    """
    try:
        new = text.replace("\ufffd", "").encode("gb18030").decode("utf-8", errors="replace")
    except UnicodeError:
        return None
    chinese = sum(character > "\u2fff" for character in new)
    lost = new.count("\ufffd")
    return new if chinese - lost and new != text and lost <= 1 + len(new) // _ENDS else None


def _lost() -> DrafterError:
    what = "这个文件里的汉字在转换编码时丢了，没有读取。"
    return refusal(what, "从网站上另存一份，或者找 Word、PDF 再试。")
