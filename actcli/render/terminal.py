"""Tables and cards for a person at a terminal; the only module that uses rich."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console, RenderableType
from rich.table import Table as RichTable

from actcli.render.text import Style

if TYPE_CHECKING:
    from collections.abc import Iterator

    from actcli.compute import Table

#: Significant digits in tables for reading.
DIGITS = 6


def wants_color(when: str, descriptor: int = 1) -> bool:
    """Tell whether to colour: --color first, then NO_COLOR, FORCE_COLOR, TERM=dumb, and whether it is a terminal."""
    if when != "auto":
        return when == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return os.isatty(descriptor) and os.environ.get("TERM") != "dumb"


def width() -> int:
    """Return the columns of the terminal: COLUMNS, else what it says, else 80."""
    with_columns = os.environ.get("COLUMNS", "")
    if with_columns.isdecimal() and int(with_columns) > 0:
        return int(with_columns)
    try:
        return os.get_terminal_size(1).columns or 80
    except OSError:
        return 80


def rendered(what: RenderableType, *, color: str) -> bytes:
    """Return what rich makes of something, as bytes."""
    buffer = io.StringIO()
    Console(
        file=buffer,
        width=width(),
        force_terminal=wants_color(color),
        no_color=not wants_color(color),
        color_system="standard" if wants_color(color) else None,
        highlight=False,
        legacy_windows=False,
    ).print(what)
    return buffer.getvalue().encode()


def table(values: Table, style: Style, *, color: str, header: bool) -> Iterator[bytes]:
    """Yield a table with a box, six significant digits unless asked otherwise."""
    if style.digits is None and not style.bits:
        style = Style(style.number_type, DIGITS)
    result = RichTable(box=box.SIMPLE_HEAD, show_header=header, header_style="bold", pad_edge=False)
    for name in values.names:
        result.add_column(name, justify="right", no_wrap=True, style="cyan" if name == "x" else "")
    for columns in values.blocks:
        for row in zip(*(style.texts(column) for column in columns), strict=True):
            result.add_row(*row)
    yield rendered(result, color=color)
