"""Tables and cards for a person at a terminal; the only module that uses rich."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console, RenderableType
from rich.table import Table as RichTable
from rich.text import Text

from actcli.activation import FAMILIES, LIBRARIES
from actcli.compare.section import Section
from actcli.render.sections import cell
from actcli.render.strings import UNWRAPPED
from actcli.render.text import Style

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from actcli.card import Card
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
    """Return what rich makes of something, as bytes; outside a terminal lines are not wrapped."""
    buffer = io.StringIO()
    Console(
        file=buffer,
        width=width() if os.isatty(1) or "COLUMNS" in os.environ else UNWRAPPED,
        force_terminal=wants_color(color),
        no_color=not wants_color(color),
        color_system="standard" if wants_color(color) else None,
        highlight=False,
        legacy_windows=False,
    ).print(what)
    return "".join(line.rstrip() + "\n" for line in buffer.getvalue().splitlines()).encode()


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


def sections(parts: Mapping[str, Section | Table], style: Style, *, color: str) -> Iterator[bytes]:
    """Yield sections one below the other; a table of words is turned where it is wider than the terminal."""
    words = Style(style.number_type, style.digits or DIGITS)
    for i, part in enumerate(parts.values()):
        if i:
            yield b"\n"
        if not isinstance(part, Section):
            yield from table(part, style, color=color, header=True)
            continue
        yield rendered(_fitting(part, words), color=color)
        if part.note:
            yield rendered(Text(part.note, style="dim"), color=color)


def _fitting(part: Section, style: Style) -> RichTable:
    """Return one row per record, or where that is too wide for reading one column per record."""
    rows = [[cell(record[key], style) for key in part.headings] for record in part.records]
    names = list(part.headings.values())
    columns = [max(len(line[i]) for line in [names, *rows]) for i in range(len(names))]
    if sum(columns) + 2 * len(columns) > width():
        names, rows = (
            ["", *(row[0] for row in rows)],
            [[name, *(row[i] for row in rows)] for i, name in enumerate(names) if i],
        )
    result = RichTable(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False)
    for i, name in enumerate(names):
        result.add_column(name, style="" if i else "cyan", overflow="fold")
    for row in rows:
        result.add_row(*map(Text, row))
    return result


def listing(entries: Sequence[Card], *, color: str) -> bytes:
    """Return the functions by family: name and parameters, formula, what they do."""
    result = RichTable(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    result.add_column(no_wrap=True, style="cyan")
    result.add_column(ratio=1)
    family = ""
    for item in entries:
        if item["family"] != family:
            result.add_row(Text(("\n" if family else "") + FAMILIES[item["family"]], style="bold"), "")
            family = item["family"]
        name = "  " + item["name"]
        parameters = ", ".join(f"{key}={value}" for key, value in item["parameters"].items())
        about = Text(item["summary"])
        if parameters:
            about.append(f"  {parameters}", style="dim")
        result.add_row(name, about)
    return rendered(result, color=color)


def show(card: Card, *, color: str) -> bytes:
    """Return the card of a function."""
    result = RichTable(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    result.add_column(no_wrap=True, style="cyan")
    result.add_column()
    for name, line in _lines(card):
        result.add_row(Text(name), Text(line))
    title = Text(card["name"], style="bold")
    title.append(f"  {card['summary']}", style="not bold")
    return rendered(title, color=color) + b"\n" + rendered(result, color=color)


def _lines(card: Card) -> Iterator[tuple[str, str]]:
    """Yield the lines of a card: a name and a text."""
    yield "f(a, b)" if card["kind"] == "gated" else "f(x)", card["formula"]
    if card.get("derivative"):
        yield "f'(x)" if card["kind"] == "elementwise" else "Jacobian", card["derivative"]
    for p in card["parameters"]:
        also = f"; also called {', '.join(p['aliases'])}" if p["aliases"] else ""
        learned = ", learned in training" if p["learned"] else ""
        yield p["name"], f"{p['value']}  {p['summary']}; default {p['default']}, {p['domain']}{learned}{also}"
    if card["rules"]:
        yield "rule", ", ".join(card["rules"])
    yield "family", f"{FAMILIES[card['family']]}"
    yield "range", card["range"]
    yield from _facts(card) if card["kind"] == "elementwise" else _vector_facts(card)
    for i, paper in enumerate(card["papers"]):
        where = f", arXiv:{paper['arxiv']}" if paper["arxiv"] else ""
        yield "" if i else "paper", f"{paper['authors']} ({paper['year']}), {paper['title']}{where}"
    if card["aliases"]:
        yield "also", ", ".join(card["aliases"])
    for key, where in card["libraries"].items():
        yield LIBRARIES[key], _library(where)
    for i, note in enumerate(card["notes"]):
        yield "" if i else "note", note


def _facts(card: Card) -> Iterator[tuple[str, str]]:
    yield "monotone", card["monotone"]
    if card["symmetry"] != "none":
        yield "symmetry", card["symmetry"]
    yield "smoothness", card["smoothness"]
    for kink in card["kinks"]:
        yield f"at x = {kink['at']}", _kink(kink)
    limits = card["limits"]
    yield "limits", f"{limits['-inf']} at -inf, {limits['inf']} at inf"
    yield "saturates", " and ".join(f"at {end}" for end in card["saturates_at"]) or "no"
    yield "dead", card["dead"] or "nowhere"
    yield "Lipschitz", str(card["lipschitz"])


def _kink(kink: Card) -> str:
    jump = f"jumps from {kink['jump'][0]} to {kink['jump'][1]}; " if kink["jump"] else ""
    text = f"{jump}slope {kink['left_slope']} on the left, {kink['right_slope']} on the right, {kink['slope']} here"
    libraries = _grouped(kink["libraries"].items())
    return text + (f"; {libraries}" if libraries else "")


def _grouped(slopes: Iterable[tuple[str, object]]) -> str:
    """Name the libraries that return each slope."""
    by_slope: dict[object, list[str]] = {}
    for key, slope in slopes:
        by_slope.setdefault(slope, []).append(key)
    return "; ".join(f"{slope} in {', '.join(keys)}" for slope, keys in by_slope.items())


def _vector_facts(card: Card) -> Iterator[tuple[str, str]]:
    yield (
        "takes",
        "a whole vector" + (f", a multiple of {card['length_multiple']} values" if card["length_multiple"] > 1 else ""),
    )
    yield "sum to 1", "yes" if card["sums_to_one"] else "no"


def _library(where: Card) -> str:
    defaults = ", ".join(f"{name}={value}" for name, value in where["defaults"].items())
    parts = [f"default {defaults}" if defaults else "", where["note"] or ""]
    extra = "; ".join(part for part in parts if part)
    return f"{where['name']}  ({extra})" if extra else str(where["name"])
