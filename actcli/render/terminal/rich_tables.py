"""Tables and cards for a person at a terminal, laid out by rich."""

from __future__ import annotations

import io
import os
import re
from itertools import groupby
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Console, Group, RenderableType
from rich.table import Table as RichTable
from rich.text import Text

from actcli.catalog.record import FAMILIES
from actcli.compare.section import Section
from actcli.numbers.formatting import format_settings
from actcli.render.terminal.cells import cells
from actcli.render.terminal.screen import wants_color, width
from actcli.render.text import card_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from actcli.analysis.describe import Card
    from actcli.evaluation.compute import Table
    from actcli.numbers.style import Style
    from actcli.render.terminal.cells import Cells

#: Blanks at the end of a line, and the escapes among them.
_TRAILING = re.compile(r"(?: |\x1b\[[0-9;]*m)+$")
#: Wider than any line: text in a pipe is not wrapped.
_UNWRAPPED = 100_000
#: Significant digits in tables for reading.
DIGITS = 6
#: Blanks around the columns of numbers, and of short cells.
_AROUND, _CLOSE = 3, 2
#: Columns that function names keep beyond the least width of other cells.
_NAME = 2


def rendered(what: RenderableType, *, color: str, in_file: bool = False, least: int = 0) -> bytes:
    """Return an object rendered by rich, as bytes; outside a terminal lines are not wrapped.

    Parameters
    ----------
    what
        Text, tables and groups of them.
    color
        When to colour it: auto, always, never.
    in_file
        Whether it goes to a file.
    least
        Columns that it gets on a narrower terminal too.
    """
    buffer = io.StringIO()
    colored = wants_color(color, in_file=in_file)
    Console(
        file=buffer,
        width=max(room(in_file=in_file), least),
        height=1,  # rich takes a dumb terminal's size for its own unless both are given
        force_terminal=colored,
        no_color=not colored,
        color_system="standard" if colored else None,
        highlight=False,
        legacy_windows=False,
    ).print(what)
    lines = (_TRAILING.sub(lambda end: end[0].replace(" ", ""), line) for line in buffer.getvalue().splitlines())
    return "".join(f"{line}\n" for line in lines).encode()


def room(*, in_file: bool) -> int:
    """Return the columns available."""
    return width() if not in_file and (os.isatty(1) or "COLUMNS" in os.environ) else _UNWRAPPED


def table(values: Table, style: Style, *, color: str, header: bool) -> Iterator[bytes]:
    """Yield a table with a box, by default with six significant digits; one that is too wide comes in parts."""
    if style.digits is None and not style.bits:
        style = style._replace(digits=DIGITS)
    columns: list[list[str]] = [[name] if header else [] for name in values.names]
    for block in values.blocks:
        for column, texts in zip(columns, style.columns(block, keyed=values.names[0] == "x"), strict=True):
            column.extend(texts)
    keyed = values.names[0] == "x"
    widths = [_AROUND + max(map(len, column[header:]), default=0) for column in columns]
    if header:
        most = width() - widths[0] * keyed
        widths = [max(own, min(_AROUND + len(name), most)) for own, name in zip(widths, values.names, strict=True)]
    for part in _abreast(widths, keyed=keyed):
        result = RichTable(box=box.SIMPLE_HEAD, show_header=header, header_style="bold", pad_edge=False)
        for i in part:
            name = values.names[i]
            result.add_column(
                name, justify="right", overflow="fold", width=widths[i] - _AROUND, style="cyan" if name == "x" else ""
            )
        for row in zip(*(columns[i][header:] for i in part), strict=True):
            result.add_row(*row)
        yield rendered(result, color=color, least=sum(widths[i] for i in part))


def _abreast(widths: Sequence[int], *, keyed: bool) -> Iterator[list[int]]:
    """Yield groups of columns that fit side by side, each with the key column first, if there is one."""
    key = [0] * keyed
    part = list(key)
    for i in range(len(key), len(widths)):
        if part != key and sum(widths[j] for j in (*part, i)) > width():
            yield part
            part = list(key)
        part.append(i)
    yield part


def sections(parts: Mapping[str, Section[Any] | Table], style: Style, *, color: str) -> Iterator[bytes]:
    """Yield sections one below the other: short cells, long texts below, then notes, a line each."""
    after_text = False
    for part in parts.values():
        if after_text:  # a table ends with an empty line of its own
            yield b"\n"
            after_text = False
        if not isinstance(part, Section):
            yield from table(part, style, color=color, header=True)
            continue
        content = cells(part, style.digits)
        yield from _short(content, color)
        after_text = bool(content.below or content.notes)
        if content.below:
            yield _pairs(content.below, color, width() // 3)
        if content.notes:
            yield b"\n" + rendered(Text("\n".join(content.notes), style="dim"), color=color)


def _pairs(lines: Iterable[tuple[str, str]], color: str, most: int) -> bytes:
    """Return names, up to a width, and texts beside them."""
    result = RichTable.grid(padding=(0, 2, 0, 0))
    result.add_column(style="cyan", max_width=most, overflow="fold")
    result.add_column(overflow="fold")
    for name, line in lines:
        result.add_row(Text(name), Text(line))
    return rendered(result, color=color)


def _short(content: Cells, color: str) -> Iterator[bytes]:
    widths = _widths(content)
    for part in _abreast(widths, keyed=True):
        result = RichTable(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False, padding=(0, 1, 0, 0))
        for i in part:
            column = content.columns[i]
            result.add_column(
                Text(column.heading), style="" if i else "cyan", justify="right" if column.numeric else "left",
                overflow="fold", width=widths[i] - _CLOSE,
            )  # fmt: skip
        for row in content.rows:
            result.add_row(*(Text(row[i]) for i in part))
        yield rendered(result, color=color, least=sum(widths[i] for i in part))


def _widths(content: Cells) -> list[int]:
    """Return the widths of columns: their natural ones, less on a narrow terminal for those that may be wrapped."""
    names = [column.heading for column in content.columns]
    widths = [_CLOSE + max(map(len, column)) for column in zip(names, *content.rows, strict=True)]
    least = [
        own if column.narrowest is None else min(own, _CLOSE + column.narrowest)
        for column, own in zip(content.columns, widths, strict=True)
    ]
    if sum(least) > width():  # it comes in parts, and these have room
        rooms = [width() // 3, *[width() - min(widths[0], width() // 3)] * (len(widths) - 1)]
        return [min(own, max(low, room)) for own, low, room in zip(widths, least, rooms, strict=True)]
    for _ in range(sum(widths) - width()):
        spare = [(own - _NAME * (i == 0), i) for i, own in enumerate(widths) if own > least[i]]
        widths[max(spare)[1]] -= 1
    return widths


def listing(entries: Sequence[Card], *, color: str) -> bytes:
    """Return the functions by family: name, summary and parameters."""
    names = max(len(item["name"]) for item in entries)
    parts: list[RenderableType] = []
    for family, members in groupby(entries, key=lambda item: item["family"]):
        if parts:
            parts.append("")
        parts.append(Text(FAMILIES[family], style="bold"))
        result = RichTable(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
        result.add_column(width=names + 2, style="cyan")
        result.add_column(overflow="fold")
        for item in members:
            parameters = format_settings(item["parameters"], ", ", DIGITS)
            about = Text(item["summary"])
            about.append(f"  {parameters}" if parameters else "", style="dim")
            result.add_row(f"  {item['name']}", about)
        parts.append(result)
    return rendered(Group(*parts), color=color)


def show(card: Card, *, color: str, in_file: bool) -> bytes:
    """Return the card of a function."""
    result = RichTable(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    result.add_column(style="cyan", max_width=room(in_file=in_file) // 3, overflow="fold")
    result.add_column(overflow="fold")
    for name, line in card_lines.lines(card):
        result.add_row(Text(name), Text(line))
    title = Text(card["name"], style="bold")
    title.append(f"  {card['summary']}", style="not bold")
    parts = (rendered(what, color=color, in_file=in_file) for what in (title, result))
    return b"\n".join(parts)
