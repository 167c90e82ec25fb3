"""What fields of the files beside form.yaml may hold, for those who only want to say so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NewType

Texts = tuple[str, ...]
NO_KEYS: Mapping[str, Any] = {}
"""Of a mapping that a file leaves out."""
PartId = NewType("PartId", str)
SectionId = NewType("SectionId", str)
QuestionId = NewType("QuestionId", str)
CellId = NewType("CellId", str)
