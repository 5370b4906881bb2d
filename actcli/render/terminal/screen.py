"""Properties of the terminal: its width, its colours and its characters."""

from __future__ import annotations

import os
import shutil
import sys

#: Colours of the 256-colour palette that contrast with black and with white; the basic eight do not.
PALETTE = (33, 166, 29, 170, 136, 30, 102)


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


def shows_curves() -> bool:
    """Tell whether the encoding of standard output has the characters that plots are made of."""
    try:
        "⣿│─".encode(sys.__stdout__.encoding if sys.__stdout__ is not None else "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def width() -> int:
    """Return the columns of the terminal: COLUMNS, else its own width, else 80."""
    return shutil.get_terminal_size().columns


def painted(text: str, i: int) -> str:
    """Return text in the colour of the i-th thing that is drawn."""
    return f"\x1b[38;5;{PALETTE[i % len(PALETTE)]}m{text}\x1b[0m"
