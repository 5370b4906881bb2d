"""The terminal as it is: how wide, and whether it wants colours."""

from __future__ import annotations

import os
import shutil


def wants_color(when: str, *, in_file: bool = False) -> bool:
    """Tell whether to colour text for reading on standard output, or in a file.

    --color comes first, then NO_COLOR, FORCE_COLOR (which does not reach files), TERM=dumb, and whether standard output
    is a terminal.
    """
    if when != "auto":
        return when == "always"
    if in_file or os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return os.isatty(1) and os.environ.get("TERM") != "dumb"


def width() -> int:
    """Return the columns of the terminal: COLUMNS, else what it says, else 80."""
    return shutil.get_terminal_size().columns
