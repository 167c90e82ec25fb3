"""What is behind the cells of a government's draft: the figures of its units, kept beside it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from drafter.draft.draft_model import Origin
from drafter.errors import DrafterError, Problem
from drafter.file_writer import write_file
from drafter.files import json_in, read_bytes, refuse_link
from drafter.form.arithmetic import Figure, format_figure
from drafter.form.definitions import Address, Form
from drafter.interview.interview_state import InterviewState
from drafter.session.session_folder import beside

_MERGED = "merged"
Parts = Iterable[tuple[str, Figure]]


def keep_parts(file: Path, behind: Mapping[Address, Parts]) -> None:
    """Keep what each cell was added up of beside the draft. Raises: SaveError."""
    kept = {a: [[unit, format_figure(f)] for unit, f in parts] for a, parts in behind.items()}
    data = json.dumps(kept, ensure_ascii=False).encode("utf-8", "replace")
    write_file(beside(file, _MERGED), data, follow=False)


def is_merged(state: InterviewState, address: Address) -> bool:
    """Whether a cell's figure is a sum of units, and still that."""
    cell = state.draft.cells.get(address)
    return cell is not None and cell.origin is Origin.MERGED


def units_behind(form: Form, file: Path, address: Address) -> list[str]:
    """The units behind a cell, the largest first. Raises: DrafterError where none are kept."""
    kept = beside(file, _MERGED)
    try:
        refuse_link(kept)
        parts = [(str(unit), str(said)) for unit, said in json_in(read_bytes(kept))[address]]
        # As text they sort otherwise: 9 after 84.
        parts.sort(key=lambda part: (-float(part[1]), part[0]))
    except KeyError:
        parts = []
    except (DrafterError, ValueError, TypeError):
        fix = "重新运行 drafter merge；或者看旁边各单位的表格。"
        what = "旁边没有存下各单位的数字。"
        raise DrafterError(Problem(form.place(address), what, fix)) from None
    head = f"{form.place(address)}：{len(parts)} 个单位" if parts else f"{form.place(address)}："
    return [head, *(f"  {unit} {said}" for unit, said in parts or [("各单位都是", "0")])]
