"""A typed line in pieces: its clauses, and which figure goes with which names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from drafter.typed_lines.typed_pieces import (
    Piece,
    any_marked,
    is_zero,
    marked,
)

_LAST_NONE = re.compile(r"((?:上|去)年度?)(?:的)?(没有|没|无)(结转|转来|转过来|遗留)")
_HEADED = re.compile(
    r"^[ \t]*(?:[（(]?[一二三四五六七八九十]{1,3}[)）、][ \t]*)+(?=[一-龥])(?!总计)", re.M
)
_DASHED = re.compile(r"([一-龥]+)[-—–－]+([一-龥]+)(?:[-—–－]+(?=[0-9]))?")
_LAST_BARE = re.compile(r"((?:上|去)年度?)(没有|没|无)(?=[，,。；;\n]|$)")
_SLASHES = re.compile(r"(?<![0-9/])[0-9]{1,3}(?:/[0-9]{1,3}){2,}(?![0-9/])")
_SPACED = re.compile(
    r"(?<=[0-9][件份个起宗例])[ \u3000]+(?=[^0-9\s|])"
    r"|(?<=[0-9])[ \u3000]+(?=[一-龥]{2})(?![件份个起宗例条项次万元])"
)
_PLUS = re.compile(r"(?<=[0-9件份个])[+＋](?=[^0-9\s])")
_NOT_ONE = re.compile(r"一[件个起宗例](?:的)?([^，,。；;0-9一]{2,10}?)[都也](?:没有|没|无)")
_SUMS = frozenset(("共", "总计", "合计", "总共", "共计", "一共", "总数"))
_DIGITS = "0-9０-９一二两三四五六七八九十"
_ASIDE = re.compile(
    r"[（(]?[^，,。；;（()）]{2,12}〔[0-9]{4}〕[0-9、号]+号[）)]?"
    r"|[，,]?(?:同比|环比|(?:比|较|与|和|跟)(?:上年|去年|上一年|往年)(?!结转|转|遗留|没|未|剩|留))"
    r"[^，,。；;（()）]*"
    r"|(?:上年|去年|上一年)度?(?:末|底)?(?:是|为|有|有效|现行有效|许可|处罚|新收|收到|收了?|办结|公开)"
    r"[^，,。；;（()）]*?[0-9]+[件份个条]?"
    rf"|[{_DIGITS}]+[家名位](?=[^，,。；;{_DIGITS}]{{1,8}}[{_DIGITS}]+[件份宗起])"
    r"|[0-9]{1,2}月份?(?:收到|收了|受理)[0-9]+[件份个][，,]?"
    r"|占(?:比|总数的?|全部的?)?[0-9.]+[%％]"
)
_BUT_NOT = re.compile(
    rf"(?:应该是|应该为|应当是|应是|应为|是)([{_DIGITS}]+[件个份]?)[，,、]?\s*(?:而不是|不是)([{_DIGITS}]+[件个份]?)"
)
_NOT_BUT = re.compile(r"不是([^，,。；;、]{1,8}?)[，,、]?\s*(?:而是|应该是|应是|是)")


def without_asides(text: str) -> tuple[str, list[str]]:
    """The line without what is said beside its figures (文号, 同比, 占比), and that."""
    told = [match[0].strip("，,（()） ") for match in _ASIDE.finditer(text)]
    return _ASIDE.sub("", text), told


def with_years(text: str, year: int) -> str:
    """The years that an application is carried from or to, by their words."""
    before, after = (
        rf"{year - 1}年度?(?=底|末|结转|转|遗留|留|没|未)",
        rf"(?<=[到至入]){year + 1}年度?",
    )
    return re.sub(before, "上年", re.sub(after, "下年", text)) if year else text


def plainer(text: str) -> str:
    """Turns of phrase as the reader knows them: 不是6，是7; 是7不是6; 2/0/11; 新收-企业."""
    text = _NOT_ONE.sub(r"没有\1", text)
    text = _DASHED.sub(r"\1\2", _HEADED.sub("", text))
    text = _SLASHES.sub(lambda match: match[0].replace("/", "|"), text)
    text = _PLUS.sub("、", _SPACED.sub("，", text))
    text = _BUT_NOT.sub(r"由\2改为\1", text)
    text = _LAST_BARE.sub(r"没有\1结转", text)
    return _LAST_NONE.sub(r"\2\1\3", _NOT_BUT.sub(r"由\1改为", text))


def clauses_of(tokens: Sequence[Piece]) -> Iterator[list[Piece]]:
    """The pieces between stops; 、 and 和 part them only after a figure."""
    clause: list[Piece] = []
    numbered = False
    for token in tokens:
        # 没有复议也没有诉讼: two things are denied.
        denied = any_marked(clause, "none") and any(t.kind == "name" for t in clause)
        twice = denied and marked(token, "none") and not numbered
        stop = (token.kind == "cut" and token.text != "、") or (token.kind == "colon" and numbered)
        soft = (token.kind == "cut" or marked(token, "joins")) and numbered
        # 6件都公开了: what holds of all is a clause of its own.
        apart = numbered and marked(token, "all") and not token.senses
        # 维持1 纠正0 总计1: the sum is of all before it.
        apart = apart or (numbered and token.text in _SUMS)
        # 新收8件其中企业2件其余个人: without a stop before them.
        apart = apart or (numbered and marked(token, "among", "rest"))
        if stop or soft or apart or twice:
            yield clause
            clause, numbered = [token], False
            continue
        # 自然人6件里公开4件: the whole is a clause of its own; so is 除自然人5件外.
        whole = numbered and marked(token, "within") and clause[-1].kind == "number"
        but = numbered and marked(token, "except") and any_marked(clause, "except")
        if whole or but:
            yield [*clause, token]
            clause, numbered = [], False
            continue
        numbered = numbered or token.kind == "number"
        clause.append(token)
    yield clause


def zeros_told(tokens: Sequence[Piece]) -> list[Piece]:
    """都是0 says no more than 都没有."""
    out: list[Piece] = []
    for token in tokens:
        if is_zero(token) and out and marked(out[-1], "all", "rest"):
            out.append(Piece("mark", token.text, (), frozenset(("none",))))
        else:
            out.append(token)
    return out


def distributed(tokens: Sequence[Piece]) -> list[Piece]:
    """自然人、企业分别为6件、2件 and 自然人、企业各2件, as a figure after each name."""
    out = list(tokens)
    for at, token in enumerate(tokens):
        each = marked(token, "each")
        if token.senses or not (each or marked(token, "respectively")):
            continue
        first = at
        while first and (
            tokens[first - 1].kind == "name"
            or tokens[first - 1].text == "、"
            or marked(tokens[first - 1], "joins")
        ):
            first -= 1
        names = [t for t in tokens[first:at] if t.kind == "name"]
        behind = not names and not each
        # 自然人、企业分别公开8件、1件: the name after the word is of every figure.
        shared = [t for t in tokens[at + 1 : at + 2] if t.kind == "name"]
        last = at + 1 + len(shared)
        while last < len(tokens) and (
            tokens[last].kind == "number"
            or tokens[last].text in "、,|"
            or marked(tokens[last], "joins")
        ):
            last += 1
        numbers = [t for t in tokens[at + 1 : last] if t.kind == "number"]
        # 新收自然人、企业各2件: the name of the row stands before the list without a stop.
        listed = 1 + sum(t.text == "、" or marked(t, "joins") for t in tokens[first:at])
        lead, names = names[: len(names) - listed], names[len(names) - listed :]
        if behind and shared:
            names = _counted_columns(out[:at])[-len(numbers) :] if numbers else []
        if each:
            numbers = numbers[:1] * len(names)
        if len(names) < 2 or len(names) != len(numbers):
            continue
        comma = Piece("cut", "，")
        pairs = [
            t for name, n in zip(names, numbers, strict=True) for t in (*shared, name, n, comma)
        ]
        if each:
            last = next(i for i in range(at, len(tokens)) if tokens[i].kind == "number") + 1
        return [*out[:first], *lead, *pairs, *distributed(tokens[last:])]
    return out


def paired(tokens: Sequence[Piece]) -> list[Piece]:
    """许可、处罚：86、14; 规范性文件 制发 废止 2 1: as many figures as names of one axis before."""
    order = [t for t in tokens if t.kind in ("name", "number")]
    numbers = [t for t in order if t.kind == "number"]
    names = order[: len(order) - len(numbers)]
    lead, own = names[: len(names) - len(numbers)], names[len(names) - len(numbers) :]
    plain = all(t.kind in ("name", "number", "cut", "colon", "blank") for t in tokens)
    if not plain or not 1 < len(numbers) <= len(names) or any(t.kind == "number" for t in names):
        return list(tokens)
    axes = {(s.row is None, s.column is None) for name in own for s in name.senses}
    others = {(s.row is None, s.column is None) for name in lead for s in name.senses}
    if len(axes) != 1 or axes & others:
        return list(tokens)
    comma = Piece("cut", "，")
    return [*lead, *(t for pair in zip(own, numbers, strict=True) for t in (*pair, comma))]


def rows_of(tokens: Sequence[Piece]) -> list[list[Piece]]:
    """Pasted rows, each begun by its names; several only where each has several figures."""
    rows: list[list[Piece]] = []
    for token in tokens:
        if not rows or (token.kind == "name" and any(t.kind == "number" for t in rows[-1])):
            rows.append([])
        rows[-1].append(token)
    many = all(sum(t.kind == "number" for t in row) > 1 for row in rows)
    named = all(any(t.kind == "name" for t in row) for row in rows)
    return rows if many and named else [list(tokens)]


def segments_of(tokens: Sequence[Piece]) -> list[tuple[Piece, list[Piece]]] | None:
    """Each figure of a clause with its names; None where they cannot be told apart."""
    order = [t for t in tokens if t.kind in ("name", "number")]
    numbers = [t for t in order if t.kind == "number"]
    if len(numbers) == 1:
        return [(numbers[0], [t for t in order if t.kind == "name"])]
    # 新收9件8件自然人1件企业: the names of the parts stand behind their figures.
    if [t.kind for t in order[-1:]] == ["name"] and order[0].kind == "name":
        at = next(i for i, token in enumerate(order) if token.kind == "number")
        rest = segments_of(order[at + 1 :]) if order[at + 1].kind == "number" else None
        return [(order[at], order[:at]), *rest] if rest else None
    if order[0].kind == "number":
        order = order[::-1]
        pairs = _forward(order)
        return None if pairs is None else pairs[::-1]
    return _forward(order)


def _forward(order: Sequence[Piece]) -> list[tuple[Piece, list[Piece]]] | None:
    pairs: list[tuple[Piece, list[Piece]]] = []
    names: list[Piece] = []
    for token in order:
        if token.kind == "name":
            names.append(token)
        elif not names:
            return None
        else:
            pairs.append((token, names))
            names = []
    return None if names else pairs


def _counted_columns(tokens: Sequence[Piece]) -> list[Piece]:
    """自然人申请7件、企业申请2件，分别…: the applicants counted before, in order."""
    names: list[Piece] = []
    column: Piece | None = None
    for token in tokens:
        if token.kind == "name" and any(s.row is None and s.column for s in token.senses):
            column = token
        elif token.kind == "number" and column is not None:
            names.append(column)
            column = None
    return names
