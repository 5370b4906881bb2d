"""Output formats: each is one module ``as_FORMAT`` of this folder, which defines a ``WRITER``.

A format holds what its writer has a function for: tables of texts, tables of numbers, records, several tables.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from actcli.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from actcli.choices import OutputFormat
    from actcli.evaluation.compute import Table
    from actcli.numbers.style import Style

    #: Yields runs of JSON records, joined by a separator within each run.
    Records = Callable[[str], Iterator[str]]


class TextTable(Frozen):
    """A table of texts.

    Attributes
    ----------
    names
        The headings of the columns.
    numeric
        Whether each column holds numbers, which are aligned to the right.
    blocks
        Runs of rows: one list of texts per column.
    count
        The number of rows; 0 where they are still being read.
    """

    names: Sequence[str]
    numeric: Sequence[bool]
    blocks: Iterable[Sequence[Sequence[str]]]
    count: int


def one_after_another(parts: Mapping[str, Iterator[bytes]]) -> Iterator[bytes]:
    """Join tables by blank lines."""
    for i, chunks in enumerate(parts.values()):
        if i:
            yield b"\n"
        yield from chunks


class Writer(Frozen):
    """The functions of a format; None for contents that the format can't hold.

    Attributes
    ----------
    grid
        Writes a table of texts, with or without its header.
    numbers
        Writes a table of numbers, where that is not done best by way of their texts.
    records
        Writes JSON records.
    join
        Makes one document of several tables; None where a document holds one.
    blank
        The text of an absent value in a table of texts.
    """

    grid: Callable[[TextTable, bool], Iterator[bytes]] | None = None
    numbers: Callable[[Table, Style, bool], Iterator[bytes]] | None = None
    records: Callable[[Records], Iterator[bytes]] | None = None
    join: Callable[[Mapping[str, Iterator[bytes]]], Iterator[bytes]] | None = None
    blank: str = "-"


@cache
def writer_of(form: OutputFormat) -> Writer:
    """Return the writer of a format."""
    writer: Writer = import_module(f"actcli.render.text.as_{form}").WRITER
    return writer


def interleaved(columns: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return the texts of columns in reading order."""
    count = len(columns)
    cells = [""] * (count * len(columns[0]))
    for index, column in enumerate(columns):
        cells[index::count] = column
    return tuple(cells)
