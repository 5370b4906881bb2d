"""Bytes -> blocks of numbers -> bytes: the filter, and the other formats of numbers that are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actcli.compute import ROWS, Table
from actcli.errors import ActcliError, UsageError
from actcli.grammar import quote
from actcli.render import text
from actcli.source import Source, opened
from actcli.textblock import Block, parse_block, write_block

if TYPE_CHECKING:
    from collections.abc import Iterator

    from actcli.activation import Array
    from actcli.compute import Series
    from actcli.output import Sink
    from actcli.render.text import Format, Style
    from actcli.textblock import Invalid

__all__ = ["Source", "opened", "run"]


def run(
    source: Source,
    sink: Sink,
    series: Series,
    style: Style,
    *,
    form: Format | None,
    header: bool,
    invalid: Invalid,
    rows: bool,
) -> None:
    """Read numbers, compute, and write the results as they come.

    Parameters
    ----------
    source
        Text or, if it begins with NumPy's magic bytes, an ``.npy`` array.
    sink
        Receives whole lines, or the bytes of an ``.npy`` array.
    series
        What to compute.
    style
        How to spell results; its number type is what input and results are rounded to.
    form
        None writes each result in the place of its number, and an array for an array.
    header
        Whether columns have names above them.
    invalid
        What to do about a word that is no number.
    rows
        Whether each line, or the last axis of an array, is a vector of its own.

    Raises
    ------
    ActcliError
        If a number can't be read, or a function not applied; all earlier results are written.
    UsageError
        If ``rows`` is asked for with an elementwise function.
    """
    if rows and not series.function.is_vector:
        raise UsageError(f"--rows is for functions of vectors; {series.function.activation.name} is elementwise")
    if form is None:
        for block in _blocks(source, invalid):
            sink.write(write_block(block, _pair(block.values, series, style)[1], style.spell))
        return
    pairs = (_pair(block.values, series, style) for block in _blocks(source, invalid) if block.values.size)
    for chunk in text.encode(Table(("x", series.name), pairs, ROWS + 1), form, style, header=header):
        sink.write(chunk)


def _pair(x: Array, series: Series, style: Style) -> tuple[Array, Array]:
    """Return the input and the result, each rounded to the number type."""
    if style.number_type is None:
        return x, series.compute(x)
    x = style.number_type.round(x)
    return x, style.number_type.round(series.compute(x))


def _blocks(source: Source, invalid: Invalid) -> Iterator[Block]:
    """Yield the numbers of a text as they arrive.

    Raises
    ------
    ActcliError
        At a word that is no number, after the lines before it.
    """
    line = 1
    for data in source.lines():
        block = parse_block(data, invalid)
        yield block
        if block.bad is not None:
            raise ActcliError(f"{source.name}:{line + block.bad.line}: {quote(block.bad.word)} is not a number")
        line += block.line_count
