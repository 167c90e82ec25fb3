"""The looks one can choose from, and the choice kept for the next time."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from textual.theme import BUILTIN_THEMES, Theme

from drafter.file_writer import make_private_folder, write_file

_FILE = "theme"
_LONGEST = 40

_DARK = Theme(
    "drafter-dark",
    primary="#6cb6ff",
    secondary="#8ddb8c",
    warning="#e0b050",
    error="#ff7b72",
    success="#7ee787",
    accent="#6cb6ff",
    foreground="#d8dee6",
    background="#14181d",
    surface="#1a1f26",
    panel="#222932",
)
_LIGHT = Theme(
    "drafter-light",
    primary="#0b5cad",
    secondary="#1a7f37",
    warning="#8a5a00",
    error="#b3261e",
    success="#1a7f37",
    accent="#0b5cad",
    foreground="#1f2328",
    background="#fbfbfa",
    surface="#f4f4f2",
    panel="#e9e9e6",
    dark=False,
)
_CONTRAST = Theme(
    "drafter-contrast",
    primary="#ffff00",
    secondary="#00ffff",
    warning="#ffd700",
    error="#ff6666",
    success="#00ff00",
    accent="#ffff00",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1c1c1c",
    text_alpha=1.0,
)

THEMES = (_DARK, _LIGHT, _CONTRAST, BUILTIN_THEMES["ansi-dark"], BUILTIN_THEMES["ansi-light"])

LABELS: Mapping[str, str] = {
    "drafter-dark": "深色",
    "drafter-light": "浅色",
    "drafter-contrast": "高对比",
    "ansi-dark": "十六色，深底",
    "ansi-light": "十六色，浅底",
}
"""What a clerk calls each."""


def kept_theme(folder: Path, environ: Mapping[str, str] = os.environ) -> str:
    """The theme chosen before; else what suits a terminal of sixteen colours, or the dark one."""
    try:
        with (folder / _FILE).open(encoding="utf-8") as file:
            name = file.read(_LONGEST).strip()
    except (OSError, ValueError):
        name = ""
    if name in LABELS:
        return name
    many = os.name == "nt" or environ.get("COLORTERM") or "256" in environ.get("TERM", "")
    return "drafter-dark" if many else "ansi-dark"


def keep_theme(folder: Path, name: str) -> None:
    """Remember the choice. Raises: SaveError."""
    make_private_folder(folder)
    write_file(folder / _FILE, f"{name}\n".encode())
