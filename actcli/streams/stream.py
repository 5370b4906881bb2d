"""Bytes -> blocks of numbers -> bytes: the filter, and the other formats of numbers that are read."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from actcli import compute
from actcli.compute import Table
from actcli.errors import ActcliError, UsageError
from actcli.render import progress, text
from actcli.streams import lines
from actcli.streams.source import Source, opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from actcli.activation import Array
    from actcli.compute import Series
    from actcli.numbers.block import Invalid
    from actcli.output import Sink
    from actcli.render.text import Format, Style
    from actcli.render.vectors import Batch

__all__ = ["Job", "numbers", "opened", "run"]


class Job(NamedTuple):
    """What is to be done with the numbers.

    Attributes
    ----------
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
    """

    series: Series
    style: Style
    form: Format | None
    header: bool
    invalid: Invalid
    rows: bool

    @property
    def is_vector(self) -> bool:
        """Whether the numbers make vectors."""
        return self.series.function.is_vector

    def apply(self, x: Array, place: Callable[[], str] | None = None) -> tuple[Array, Array]:
        """Return the input and its results, rounded to the number type; an error names the place, if there is one."""
        try:
            x, y = compute.apply([self.series], x, self.style.number_type)
        except ActcliError as error:
            if place is None:
                raise
            raise ActcliError(f"{place()}: {error.message}", error.hint) from None
        return x, y

    def columns(self, blocks: Iterator[Array], form: Format) -> Iterator[bytes]:
        """Yield the bytes of numbers and their results, side by side."""
        pairs = (self.apply(x) for x in blocks if x.size)
        return text.encode(Table(("x", self.series.name), pairs), form, self.style, header=self.header)

    def vectors(self, batches: Iterator[Batch], form: Format) -> Iterator[bytes]:
        """Yield the bytes of vectors and their results."""
        from actcli.render import vectors  # noqa: PLC0415  # elementwise functions do without it

        return vectors.encode(batches, self.series.name, form, self.style, header=self.header, rows=self.rows)


def run(source: Source, sink: Sink, job: Job) -> None:
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
            raise UsageError("npy is binary and does not belong on a terminal", "write it to a file: -o out.npy")
    if source.is_npy:
        from actcli.streams import npy  # noqa: PLC0415  # text does without it

        chunks = npy.chunks(source, job)
    else:
        chunks = lines.chunks(source, job)
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
            from actcli.streams import npy  # noqa: PLC0415  # text does without it

            return npy.numbers(source)
        return lines.numbers(source)
