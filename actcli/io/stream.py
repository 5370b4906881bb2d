"""Bytes -> blocks of numbers -> bytes: the filter, and the other formats of numbers that are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actcli.errors import UsageError
from actcli.io import text_filter
from actcli.io.filter_options import FilterOptions
from actcli.io.output import refuse_binary
from actcli.io.source import Source, opened
from actcli.render.terminal import progress

if TYPE_CHECKING:
    from actcli.io.output import Sink
    from actcli.numbers.array import Array

__all__ = ["FilterOptions", "numbers", "opened", "run"]


def run(source: Source, sink: Sink, job: FilterOptions) -> None:
    """Read numbers, compute, and write the results as they come.

    Parameters
    ----------
    source
        Text or, if it begins with NumPy's magic bytes, an ``.npy`` array.
    sink
        Receives whole lines, or the bytes of an ``.npy`` array.
    job
        What to do.

    Raises
    ------
    ActcliError
        If a number can't be read, or a function not applied; all earlier results are written.
    UsageError
        If ``rows`` is asked for with an elementwise function, or an array would go to a terminal.
    """
    if job.rows and not job.is_vector:
        raise UsageError(f"--rows is for functions of vectors; {job.series.function.activation.name} is elementwise")
    if job.form == "npy" or (job.form is None and source.is_npy):
        job.style.check_array()
        if sink.is_terminal:
            refuse_binary("npy", "-o out.npy")
    if source.is_npy:
        from actcli.io import npy  # noqa: PLC0415  # text does without it

        chunks = npy.chunks(source, job)
    else:
        chunks = text_filter.chunks(source, job)
    with progress.shown(source.size, wanted=not sink.is_terminal) as source.advance:
        for chunk in chunks:
            sink.write(chunk)


def numbers() -> Array:
    """Read all numbers of standard input.

    Raises
    ------
    ActcliError
        At a word that is no number, or an array that can't be read.
    """
    with opened(None) as source:
        if source.is_npy:
            from actcli.io import npy  # noqa: PLC0415  # text does without it

            return npy.numbers(source)
        return text_filter.numbers(source)
