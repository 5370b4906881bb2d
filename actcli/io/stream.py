"""Bytes -> blocks of numbers -> bytes: the filter, and the other formats of numbers that are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from actcli.errors import UsageError
from actcli.io import text_filter
from actcli.io.filter_options import FilterOptions
from actcli.io.output import note, refuse_binary
from actcli.io.source import Source, open_source
from actcli.render.terminal import progress

if TYPE_CHECKING:
    from collections.abc import Iterator

    from actcli.io.output import Sink
    from actcli.numbers.array import Array
    from actcli.numbers.invalid import Policy

__all__ = ["FilterOptions", "number_blocks", "numbers", "open_source", "run"]


def run(source: Source, sink: Sink, job: FilterOptions) -> None:
    """Read numbers, compute, and write the results as they come.

    Parameters
    ----------
    source
        Text or, if it begins with NumPy's magic bytes, an ``.npy`` array.
    sink
        Receives whole lines, or the bytes of an ``.npy`` array.
    job
        The operation.

    Raises
    ------
    ActcliError
        If a number can't be read, or a function not applied; all earlier results are written.
    UsageError
        If ``rows`` is given with an elementwise function, or an array would go to a terminal.
    """
    if job.rows and not job.is_vector:
        raise UsageError(f"--rows is for functions of vectors; {job.series.function.activation.name} is elementwise")
    if job.form == "npy" or (job.form is None and source.is_npy):
        job.style.check_array()
        if sink.is_terminal:
            refuse_binary("npy", "-o out.npy")
    if job.column is not None:
        if source.is_npy:
            raise UsageError(f"--column is for tables of text; {source.name} is an .npy array")
        from actcli.io import table_filter

        chunks = table_filter.chunks(source, job, job.column)
    elif source.is_npy:
        from actcli.io import npy

        chunks = npy.chunks(source, job)
    else:
        chunks = text_filter.chunks(source, job)
    with progress.shown(source.size, wanted=not sink.is_terminal) as source.advance:
        for chunk in chunks:
            sink.write(chunk)
    if source.invalid:
        note(_invalid(source, job.invalid))


def _invalid(source: Source, policy: Policy) -> str:
    words = (
        f"{source.invalid} word is not a number" if source.invalid == 1 else f"{source.invalid} words are not numbers"
    )
    return f"{source.name}: {words}; " + ("taken as nan" if policy == "nan" else "lines with such words are left out")


def numbers(path: str | None = None) -> Array:
    """Read all numbers of a file, or of standard input.

    Raises
    ------
    ActcliError
        At input that is not a number, or an array that can't be read.
    """
    return np.concatenate([np.empty(0), *number_blocks(path)])


def number_blocks(path: str | None = None) -> Iterator[Array]:
    """Yield the numbers of a file, or of standard input, in blocks of shape (n,); see `numbers`."""
    with open_source(path) as source:
        if source.is_npy:
            from actcli.io import npy

            yield from npy.number_blocks(source)
        else:
            yield from text_filter.number_blocks(source)
