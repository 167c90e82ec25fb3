"""名单: the units that owe a report, and which of them a name means."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

from drafter.errors import DrafterError, Problem
from drafter.files import json_in, read_bytes, text_of
from drafter.form.shape import Shape
from drafter.importing.file_pieces import LARGEST
from drafter.importing.workbook_sheets import WorkbookError, workbook_sheets
from drafter.limited_process import LimitError, run_limited
from drafter.nodes import Node, parse

_HEADS = {
    "name": ("单位名称", "机关全称", "单位全称", "单位", "名称", "机关", "全称"),
    "also": ("别名", "简称", "曾用名", "其他名称"),
    "inside": ("并入", "包含于", "并入单位"),
}
"""What the columns of a table may be called, the likeliest first."""
_SEVERAL = re.compile(r"[、,，;；/\n]+")
_MARKS = re.compile(r"[\s（）()【】\[\]《》“”\"'·.,，。_—-]+")
_SHORTEST_PART = 3
"""Characters of a name that may be found within another: 财政局 is one, 局 is none."""
_MOST_UNITS = 100_000
_LONGEST_CELL = 100_000
"""Characters of a cell in a file of text."""


class Unit(NamedTuple):
    """A unit that owes a report.

    also: other names it goes by; inside: the unit whose report holds this one's figures
    """

    name: str
    also: tuple[str, ...] = ()
    inside: str = ""


class Match(NamedTuple):
    """The unit that a name means, and how sure that is: `how` is "" for the very name."""

    unit: Unit
    how: str = ""


class UnitList:
    """Units in the order of the list. `parent`: whose report the units' figures add up to."""

    def __init__(self, units: Sequence[Unit], parent: str = "") -> None:
        self.units, self.parent = tuple(units), parent
        self._by_name = {
            plain_name(said): unit for unit in self.units for said in (unit.name, *unit.also)
        }

    def __iter__(self) -> Iterator[Unit]:
        return iter(self.units)

    def __len__(self) -> int:
        return len(self.units)

    def find(self, name: str, path: str = "") -> Match | None:
        """The unit of a report by the name in it, else by that of its file; never a guess.

        One name within the other will do where only one unit can be meant.
        """
        said = plain_name(name)
        if said:
            if (unit := self._by_name.get(said)) is not None:
                return Match(unit, "" if plain_name(unit.name) == said else "按别名")
            if (unit := self._only(said)) is not None:
                return Match(unit, f"报告里写的是“{name}”")
        # A report that names another organ is not taken for this one's because of its file.
        if not said and (unit := self._in_path(path)) is not None:
            return Match(unit, "按文件名")
        return None

    def nearest(self, name: str) -> str:
        """A name of the list that looks like this one; "" for none."""
        close = get_close_matches(plain_name(name)[:40], self._by_name, n=1, cutoff=0.7)
        return self._by_name[close[0]].name if close else ""

    def as_json(self) -> str:
        """For another process."""
        return json.dumps([self.parent, self.units], ensure_ascii=False)

    @classmethod
    def of_json(cls, text: str) -> UnitList:
        """What `as_json` gave. Raises: ValueError, TypeError for anything else."""
        parent, units = json_in(text.encode())
        return cls([Unit(name, tuple(also), inside) for name, also, inside in units], parent)

    def _only(self, said: str) -> Unit | None:
        """The one unit whose name ends as this one does, or the other way round."""
        if len(said) < _SHORTEST_PART:
            return None
        ends = {
            unit.name: unit
            for known, unit in self._by_name.items()
            if len(known) >= _SHORTEST_PART and (known.endswith(said) or said.endswith(known))
        }
        return next(iter(ends.values())) if len(ends) == 1 else None

    def _in_path(self, path: str) -> Unit | None:
        """The one unit that the file, or else its folder, is named after."""
        for part in reversed(Path(path).parts):
            said = plain_name(part)
            held = [known for known in self._by_name if len(known) >= 2 and known in said]
            # 县教育局 holds 教育局: the longer name is what was meant.
            held = [k for k in held if not any(k != other and k in other for other in held)]
            units = {self._by_name[known].name: self._by_name[known] for known in held}
            if len(units) == 1:
                return next(iter(units.values()))
        return None


def plain_name(name: str) -> str:
    """A name to be compared: without spaces, brackets and other widths."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", name))


def load_units(path: Path) -> UnitList:
    """A 名单 as xlsx, xls, ods, csv or YAML. Raises: DrafterError with all that is wrong in it."""
    end = path.suffix.lower()
    if end in (".yaml", ".yml"):
        return _checked(*_of_yaml(path), path)
    if end in (".xlsx", ".xls", ".xlsb", ".ods", ".et"):
        rows = _sheet(path)
    else:
        text = text_of(read_bytes(path), str(path))
        rows = _separated(text, "\t" if "\t" in text else ",", path)
    return _checked(_of_rows(rows, path), "", path)


def _separated(text: str, mark: str, path: Path) -> list[list[str]]:
    """The cells of a file of text. Raises: DrafterError where one is longer than any name."""
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=mark))
    except csv.Error:
        rows = []
    # The csv module's own limit is the process's, and what reads registers raises it.
    if (text and not rows) or any(len(cell) > _LONGEST_CELL for row in rows for cell in row):
        raise _refused(path, "这不是一份名单。", "另存为 xlsx 或 csv 再试。")
    return rows


def rows_in_child(data: bytes) -> bytes:
    """The cells of a workbook's first shown sheet that has any, as JSON; see `run_limited`."""
    try:
        first = next((sheet.cells for sheet in workbook_sheets(data) if sheet.cells), [])
    except WorkbookError:
        what = "这个表格文件打不开，可能损坏或者加了密码。"
        raise DrafterError(Problem("名单", what, "另存为 xlsx 或 csv 再试。")) from None
    return json.dumps([[_cell(cell) for cell in row] for row in first]).encode()


def _cell(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _sheet(path: Path) -> list[list[str]]:
    try:
        data = read_bytes(path, LARGEST)
        rows: list[list[str]] = json.loads(run_limited(f"{__name__}:rows_in_child", data))
    except LimitError:
        fix = "另存为 csv 再试。"
        raise _refused(path, "读这份名单用的时间或内存太多，没有读取。", fix) from None
    except DrafterError as error:
        raise DrafterError(p._replace(where=str(path)) for p in error.problems) from None
    return rows


def _of_rows(rows: Sequence[Sequence[str]], path: Path) -> list[tuple[Unit, int]]:
    """Each unit with its line. A list without heads has the names in its first column."""
    heads, places = 0, {"name": 0}
    for number, row in enumerate(rows[:10]):
        found = {key: at for key in _HEADS if (at := _place(row, _HEADS[key])) is not None}
        if "name" in found:
            heads, places = number + 1, found
            break
    units = []
    for number, row in enumerate(rows[heads:], start=heads + 1):
        told = {key: row[at].strip() if at < len(row) else "" for key, at in places.items()}
        if told["name"]:
            also = tuple(filter(None, _SEVERAL.split(told.get("also", ""))))
            units.append((Unit(told["name"], also, told.get("inside", "")), number))
    if not units:
        fix = f"第一行写列名，其中一列叫“{_HEADS['name'][0]}”，下面一行一个单位。"
        raise _refused(path, "名单里没有单位。", fix)
    return units


def _place(row: Sequence[str], heads: Iterable[str]) -> int | None:
    cells = [plain_name(cell) for cell in row]
    return next((cells.index(head) for head in heads if head in cells), None)


def _of_yaml(path: Path) -> tuple[list[tuple[Unit, int]], str]:
    shape = Shape(str(path))
    root = parse(text_of(read_bytes(path), str(path)), str(path))
    entries: Mapping[str, Node] = shape.entries(root, ("units",), ("units", "parent"))
    parent = shape.text(entries["parent"]) if "parent" in entries else ""
    units = []
    for item in shape.items(entries["units"]) if "units" in entries else []:
        if isinstance(item.value, str):
            units.append((Unit(item.value.strip()), item.line))
            continue
        told = shape.entries(item, ("name",), ("name", "also", "inside"))
        also = tuple(map(shape.text, shape.items(told["also"]))) if "also" in told else ()
        inside = shape.text(told["inside"]) if "inside" in told else ""
        if "name" in told:
            units.append((Unit(shape.text(told["name"]), also, inside), item.line))
    if shape.problems:
        raise DrafterError(shape.problems)
    if not units:
        raise _refused(path, "名单里没有单位。", "在 units 下面一行写一个单位。")
    return units, parent


def _checked(units: Sequence[tuple[Unit, int]], parent: str, path: Path) -> UnitList:
    """Raises: DrafterError for names that mean two units, or a unit that holds itself."""
    if len(units) > _MOST_UNITS:
        raise _refused(path, f"名单超过 {_MOST_UNITS} 个单位。", "分成几份名单。")
    problems, seen = [], dict[str, tuple[str, int]]()
    for unit, line in units:
        for said in dict.fromkeys(map(plain_name, (unit.name, *unit.also))):
            if said in seen:
                name, first = seen[said]
                what = f"“{unit.name}”和第 {first} 行的“{name}”名称相同，分不清是哪一个。"
                fix = "重复的删去一行；是两个单位的，写各自的全称。"
                problems.append(Problem(f"{path}:{line}", what, fix))
            seen.setdefault(said, (unit.name, line))
    holds = {plain_name(unit.name): plain_name(unit.inside) for unit, _ in units}
    for unit, line in units:
        if unit.inside and _is_in_itself(plain_name(unit.name), holds):
            what = f"“{unit.name}”绕了一圈又并入自己。"
            problems.append(Problem(f"{path}:{line}", what, "改正“并入”一列。"))
    if problems:
        raise DrafterError(problems)
    return UnitList([unit for unit, _ in units], parent)


def _is_in_itself(name: str, holds: Mapping[str, str]) -> bool:
    above, seen = holds.get(name), set[str]()
    while above and above not in seen:
        if above == name:
            return True
        seen.add(above)
        above = holds.get(above)
    return False


def _refused(path: Path, what: str, fix: str) -> DrafterError:
    return DrafterError(Problem(str(path), what, fix))
