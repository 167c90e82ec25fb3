"""Reading relations: one equation of the form becomes one relation per row or column."""

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
        yield from _Statement(shape, node, table, cells, questions).relations()


class _Place(NamedTuple):
    """A row or column that a relation is said of."""

    id: str
    label: str
    resolve: Resolve


class _Statement:
    """One statement of the form: its names become addresses, for every row or column it is of."""

    def __init__(
        self,
        shape: Shape,
        node: Node,
        table: Table | None,
        cells: Mapping[Address, CellDefinition],
        questions: Mapping[str, Question],
    ) -> None:
        self.shape = shape
        self.entries = shape.entries(node, ("id",), _KEYS)
        self.node = node
        self.table = table
        self.cells = cells
        self.questions = questions
        self.each = shape.one_of(self.entries.get("each"), {"row": "row", "column": "column"}, "")
        self.line = node.line
        self.known: set[str] = set()
        """The names that could have been meant, for whoever slipped in one."""

    def relations(self) -> Iterator[Relation]:
        """One a row or column, or a single one."""
        verbs = [verb for verb in Verb if verb.value in self.entries]
        if len(verbs) != 1:
            words = "、".join(verb.value for verb in Verb)
            what = "一条关系要有且只有一个动词。"
            self.shape.complain(self.line, what, f"写 {words} 之一。")
            return
        statement = self.entries[verbs[0].value]
        self.line = statement.line
        equation = read_equation(self.shape, statement)
        if equation is None:
            return
        for place in self._places():
            sides = self._sides(equation, place)
            if sides is None:
                return  # the next row would only say the same again
            relation = self._relation(verbs[0], equation.equal, place, *sides)
            if self._can_compute(relation):
                yield relation

    def _relation(
        self,
        verb: Verb,
        equal: bool,
        place: _Place,
        left: tuple[Side, ...],
        right: tuple[Side, ...],
    ) -> Relation:
        shape, entries = self.shape, self.entries
        return Relation(
            name=shape.text(entries.get("id")),
            table=self.table.id if self.table else "",
            each=self.each,
            at=place.label,
            along=place.id,
            verb=verb,
            equal=equal,
            left=left,
            right=right,
            says=shape.text(entries.get("says")),
            source=shape.text(entries.get("source")),
            when=read_text(shape, entries.get("when")),
            line=self.line,
        )

    def _places(self) -> list[_Place]:
        """The rows or columns that it is said of; one without a name where it names its cells."""
        line, wanted = self.node.line, self.shape.words(self.entries.get("of"))
        if not self.each:
            if wanted:
                fix = "补上“each”，或去掉“of”。"
                self.shape.complain(line, "“of”要和“each”一起写。", fix)
            return [_Place("", "", self._anywhere)]
        if self.table is None:
            fix = "把这条关系移到表格里，或去掉“each”。"
            self.shape.complain(line, "“each”只能写在表格的关系里。", fix)
            return []
        places = list(self._along(self.table))
        ids = [place.id for place in places]
        for name in wanted:
            if name not in ids:
                fix = self.shape.suggestion(name, ids)
                self.shape.complain(line, f"“of”里的“{name}”不存在。", fix)
        return [place for place in places if not wanted or place.id in wanted]

    def _along(self, table: Table) -> Iterator[_Place]:
        """The rows (columns) with the names of their columns (rows)."""
        met: set[str] = set()
        for block in table.blocks:
            for line in block.row_leaves if self.each == "row" else block.column_leaves:
                # A row that goes on in a second block is still one.
                if self.each == "column" or line.id not in met:
                    yield _Place(line.id, line.short, self._across(table, block, line))
                met.add(line.id)

    def _across(self, table: Table, block: Block, along: Line) -> Resolve:
        by_row = self.each == "row"
        tree = table.continued(along.id) if by_row else block.rows
        by_name = {line.id: line for line in all_lines(tree) if line.id}
        self.known.update(by_name)

        def resolve(name: str) -> tuple[str, tuple[Address, ...]] | None:
            if (line := by_name.get(name)) is None:
                # Only a full address may lead elsewhere: a slip in `novel` must not find another
                # table's.
                return self._anywhere(name) if "/" in name or "." in name else None
            pairs = ((along.id, x.id) if by_row else (x.id, along.id) for x in line.leaves)
            return line.short, tuple(f"{table.id}/{row}/{column}" for row, column in pairs)

        return resolve

    def _anywhere(self, name: str) -> tuple[str, tuple[Address, ...]] | None:
        """A cell by its full address, or a question by its full id."""
        if (cell := self.cells.get(name)) is not None:
            return cell.label, (name,)
        question = self.questions.get(name)
        if question is not None and question.kind in _NUMBERS:
            return question.label, (name,)
        self.known.update(self.cells)
        self.known.update(key for key, q in self.questions.items() if q.kind in _NUMBERS)
        return None

    def _sides(
        self, equation: "Equation", place: _Place
    ) -> tuple[tuple[Side, ...], tuple[Side, ...]] | None:
        """Both sides with addresses; None after complaining about an unknown name."""
        left, right = (
            [self._side(factor, name, place) for factor, name in side]
            for side in (equation.left, equation.right)
        )
        if None in left or None in right:
            return None
        return tuple(filter(None, left)), tuple(filter(None, right))

    def _side(self, factor: int, name: str, place: _Place) -> Side | None:
        if not name:
            return Side(str(abs(factor)), (Term(factor, ""),))
        last = name.startswith(_LAST)
        found = place.resolve(name.removeprefix(_LAST))
        if found is None:
            bare = name.removeprefix(_LAST)
            what = f"关系里的“{name}”不存在，或者不是数。"
            fix = self.shape.suggestion(bare, sorted(self.known))
            if bare in self.known:
                what = f"关系里的“{name}”在表格的另一块里。"
                fix = "跨块的关系不写 each，用全名“表/行/列”。"
            self.shape.complain(self.line, what, fix)
            return None
        label, addresses = found
        shown = f"上年报告{label}" if last else label
        return Side(shown, tuple(Term(factor, address, last) for address in addresses))

    def _can_compute(self, relation: Relation) -> bool:
        """Whether a `computes` relation has one cell of this year on its left.

        A total has to follow from the figures at hand alone, whatever is answered, or the order
        in which totals are derived would hang on the answers.
        """
        if relation.verb is not Verb.COMPUTES:
            return True
        derives_one = sum(len(side.terms) for side in relation.left) == 1
        only_cells = all(t.address in self.cells and not t.last for t in relation.terms)
        always = relation.equal and relation.when is None
        if derives_one and next(relation.terms).factor == 1 and only_cells and always:
            return True
        what = "computes 的左边只能是一个格子，右边只能是本年的格子。"
        self.shape.complain(self.line, what, "改用 requires，或改写等式。")
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
            what = f"等式里读不懂“{text[at:].strip()[:12]}”。"
            shape.complain(node.line, what, "只用名称、整数、+ - * 和 = 或 >=。")
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
    """Signed factors and names; None where signs and words do not take turns."""
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
