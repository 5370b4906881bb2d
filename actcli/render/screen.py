"""The terminal as it is: how wide, and whether it wants colours."""

from __future__ import annotations

import os


def wants_color(when: str, descriptor: int = 1) -> bool:
    """Tell whether to colour: --color first, then NO_COLOR, FORCE_COLOR, TERM=dumb, and whether it is a terminal."""
    if when != "auto":
        return when == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return is_terminal(descriptor) and os.environ.get("TERM") != "dumb"


def width() -> int:
    """Return the columns of the terminal: COLUMNS, else what it says, else 80."""
    with_columns = os.environ.get("COLUMNS", "")
    if with_columns.isdecimal() and int(with_columns) > 0:
        return int(with_columns)
    try:
        return os.get_terminal_size(1).columns or 80
    except OSError:
        return 80


def is_terminal(descriptor: int) -> bool:
    """Tell whether a descriptor is a terminal; a closed one is none."""
    try:
        return os.isatty(descriptor)
    except OSError:
        return False
