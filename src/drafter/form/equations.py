"""Reading relations: one equation of the form becomes one relation per row or column."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from drafter.form.definitions import (
    Address,
    Block,
    CellDefinition,
    Kind,
    Line,
    Question,
    Relation,
    Side,
    Table,
    Term,
    Verb,
    all_lines,
)
from drafter.form.form_parts import read_text
from drafter.form.shape import Shape
from drafter.nodes import Node

_LAST = "last:"
_NUMBERS = (Kind.COUNT, Kind.MONEY, Kind.YEAR, Kind.BREAKDOWN)
_KEYS = ("computes", "requires", "expects", "notes", "each", "of", "says", "source", "when")

Resolve = Callable[[str], "tuple[str, tuple[Address, ...]] | None"]
"""From a name to its label and the addresses that it stands for; None when there is none."""


def read_relations(
    shape: Shape,
    nodes: Iterable[Node],
    table: Table | None,
    cells: Mapping[Address, CellDefinition],
    questions: Mapping[str, Question],
) -> Iterator[Relation]:
    """Every relation that `nodes` state; those without `each` may name any cell or answer."""
    for node in nodes:
        entries = shape.entries(node, ("id",), _KEYS)
        verbs = [verb for verb in Verb if verb.value in entries]
        if len(verbs) != 1:
            words = "、".join(verb.value for verb in Verb)
            shape.complain(node.line, "一条关系要有且只有一个动词。", f"写 {words} 之一。")
            continue
        statement = entries[verbs[0].value]
        equation = read_equation(shape, statement)
        if equation is None:
            continue
        each = shape.one_of(entries.get("each"), {"row": "row", "column": "column"}, "")
        if "of" in entries and not each:
            shape.complain(node.line, "“of”要和“each”一起写。", "补上“each”，或去掉“of”。")
        if each and table is None:
            shape.complain(
                node.line, "“each”只能写在表格的关系里。", "把这条关系移到表格里，或去掉“each”。"
            )
            continue
        maker = _Maker(shape, table, cells, questions, statement.line)
        if table is None or not each:
            places: Iterable[_Place] = [_Place("", "", maker.anywhere)]
        else:
            wanted = shape.words(entries.get("of"))
            places = list(maker.places(table, each, wanted))
            for name in set(wanted) - {place.id for place in places}:
                known = (place.id for place in maker.places(table, each, ()))
                shape.complain(
                    node.line, f"“of”里的“{name}”不存在。", shape.suggestion(name, known)
                )
        for place in places:
            sides = maker.sides(equation, place)
            if sides is None:
                break
            relation = Relation(
                name=shape.text(entries.get("id")),
                table=table.id if table else "",
                each=each,
                at=place.label,
                along=place.id,
                verb=verbs[0],
                equal=equation.equal,
                left=sides[0],
                right=sides[1],
                says=shape.text(entries.get("says")),
                source=shape.text(entries.get("source")),
                when=read_text(shape, entries.get("when")),
                line=statement.line,
            )
            if maker.can_compute(relation):
                yield relation


class _Place(NamedTuple):
    """A row or column that a relation is said of."""

    id: str
    label: str
    resolve: Resolve


class _Maker:
    """Turns the names of one equation into addresses, complaining about what is missing."""

    def __init__(
        self,
        shape: Shape,
        table: Table | None,
        cells: Mapping[Address, CellDefinition],
        questions: Mapping[str, Question],
        line: int,
    ) -> None:
        self.shape = shape
        self.table = table
        self.cells = cells
        self.questions = questions
        self.line = line
        self.known: set[str] = set()

    def places(self, table: Table, each: str, wanted: tuple[str, ...]) -> Iterator[_Place]:
        """The rows (columns) with the names of their columns (rows)."""
        for block in table.blocks:
            lines = block.row_leaves if each == "row" else block.column_leaves
            for line in lines:
                if not wanted or line.id in wanted:
                    yield _Place(line.id, line.short, self._across(table, block, each, line))

    def _across(self, table: Table, block: Block, each: str, along: Line) -> Resolve:
        tree = block.columns if each == "row" else block.rows
        by_name = {line.id: line for line in all_lines(tree) if line.id}
        self.known.update(by_name)

        def resolve(name: str) -> tuple[str, tuple[Address, ...]] | None:
            if (line := by_name.get(name)) is None:
                return self.anywhere(name) if "/" in name or "." in name else None
            pairs = ((along.id, x.id) if each == "row" else (x.id, along.id) for x in line.leaves)
            return line.short, tuple(f"{table.id}/{row}/{column}" for row, column in pairs)

        return resolve

    def anywhere(self, name: str) -> tuple[str, tuple[Address, ...]] | None:
        """A cell by its full address, or a question by its full id."""
        if (cell := self.cells.get(name)) is not None:
            return cell.label, (name,)
        question = self.questions.get(name)
        if question is not None and question.kind in _NUMBERS:
            return question.label, (name,)
        self.known.update(self.cells)
        self.known.update(key for key, q in self.questions.items() if q.kind in _NUMBERS)
        return None

    def sides(
        self, equation: Equation, place: _Place
    ) -> tuple[tuple[Side, ...], tuple[Side, ...]] | None:
        """Both sides with addresses; None after complaining about an unknown name."""
        made = [[self._side(factor, name, place) for factor, name in side] for side in equation[1:]]
        left, right = ([side for side in sides if side is not None] for sides in made)
        if len(left) < len(made[0]) or len(right) < len(made[1]):
            return None
        return tuple(left), tuple(right)

    def _side(self, factor: int, name: str, place: _Place) -> Side | None:
        if not name:
            return Side(str(abs(factor)), (Term(factor, ""),))
        last = name.startswith(_LAST)
        found = place.resolve(name.removeprefix(_LAST))
        if found is None:
            fix = self.shape.suggestion(name.removeprefix(_LAST), sorted(self.known))
            self.shape.complain(self.line, f"关系里的“{name}”不存在，或者不是数。", fix)
            return None
        label, addresses = found
        shown = f"上年{label}" if last else label
        return Side(shown, tuple(Term(factor, address, last) for address in addresses))

    def can_compute(self, relation: Relation) -> bool:
        """Whether a `computes` relation has one cell of this year on its left."""
        if relation.verb is not Verb.COMPUTES:
            return True
        terms = [term for side in relation.left for term in side.terms]
        fits = len(terms) == 1 and terms[0].address in self.cells and terms[0].factor == 1
        only_cells = all(
            t.address in self.cells and not t.last for s in relation.right for t in s.terms
        )
        if fits and only_cells and relation.equal and not terms[0].last and relation.when is None:
            return True
        self.shape.complain(
            self.line,
            "computes 的左边只能是一个格子，右边只能是本年的格子。",
            "改用 requires，或改写等式。",
        )
        return False


_TOKEN = re.compile(r"\s*(?:([0-9]{1,15})|((?:last:)?[a-z][\w./]*)|(>=|[=+\-*]))")


class Equation(NamedTuple):
    """An equation as it is written: signed factors and names, a name being "" for a number."""

    equal: bool
    left: tuple[tuple[int, str], ...]
    right: tuple[tuple[int, str], ...]


def read_equation(shape: Shape, node: Node) -> Equation | None:
    """The parsed equation, or None after complaining."""
    text = shape.text(node)
    tokens: list[str] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            shape.complain(
                node.line,
                f"等式里读不懂“{text[at:].strip()[:12]}”。",
                "只用名称、整数、+ - * 和 = 或 >=。",
            )
            return None
        tokens.append(match.group().strip())
        at = match.end()
    comparisons = [token for token in tokens if token in ("=", ">=")]
    if len(comparisons) != 1:
        shape.complain(node.line, "一条关系要有且只有一个“=”或“>=”。", "补上或拆成两条。")
        return None
    middle = tokens.index(comparisons[0])
    left, right = _sum(tokens[:middle]), _sum(tokens[middle + 1 :])
    if left is None or right is None:
        shape.complain(node.line, "等式不完整。", "加减号两边都要有名称或整数。")
        return None
    return Equation(comparisons[0] == "=", left, right)


def _sum(tokens: list[str]) -> tuple[tuple[int, str], ...] | None:
    terms: list[tuple[int, str]] = []
    rest = ["+", *tokens] if tokens and tokens[0] not in "+-" else list(tokens)
    while rest:
        sign = {"+": 1, "-": -1}.get(rest.pop(0))
        if sign is None or not rest:
            return None
        word = rest.pop(0)
        if not word.isdigit():
            terms.append((sign, word))
        elif rest[:1] == ["*"] and len(rest) > 1:
            terms.append((sign * int(word), rest[1]))
            del rest[:2]
        else:
            terms.append((sign * int(word), ""))
    if any(name and not name[0].isalpha() for _, name in terms):
        return None
    return tuple(terms) or None
