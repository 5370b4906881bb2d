"""Options of the filter, common to all kinds of input."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from actcli.errors import ActcliError
from actcli.evaluation import compute
from actcli.evaluation.compute import Table
from actcli.numbers.grammar import CODE_HINT
from actcli.render.text import numeric_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from actcli.choices import OutputFormat
    from actcli.evaluation.compute import Batch, Series
    from actcli.numbers.array import Array
    from actcli.numbers.invalid import Policy
    from actcli.numbers.style import Style


class FilterOptions(NamedTuple):
    """The options of the filter: what to compute from the numbers read, and how to write it.

    Attributes
    ----------
    series
        The quantity to compute.
    style
        How numbers are written; its formats are what input and results are rounded to.
    form
        The output format; with None each result replaces its number in the text, and an array gives an array.
    header
        Whether columns have names above them.
    invalid
        How to handle input that is not a number.
    rows
        Whether each line, or the last axis of an array, is a vector of its own.
    column
        The column of a delimited table that holds the numbers, by name or number; None if the input is numbers only.
    """

    series: Series
    style: Style
    form: OutputFormat | None
    header: bool
    invalid: Policy
    rows: bool
    column: str | None = None

    @property
    def is_vector(self) -> bool:
        """Whether the numbers make vectors."""
        return self.series.function.is_vector

    def apply(self, x: Array, place: Callable[[], str] | None = None) -> tuple[Array, Array]:
        """Return the input and its results, rounded to their formats; an error names the place, if there is one."""
        try:
            x, y = compute.apply([self.series], x, self.style.number_format, self.style.results)
        except ActcliError as error:
            if place is None:
                raise
            raise ActcliError(f"{place()}: {error.message}", error.hint) from None
        return x, y

    def apply_each(self, blocks: Iterable[Array]) -> Iterator[tuple[Array, Array]]:
        """Yield each block of input with its results, as they come, rounded to their formats."""
        return compute.apply_each(self.series, blocks, self.style.number_format, self.style.results)

    def decoded(self, data: bytes) -> bytes:
        """Return lines with codes replaced by decimals, if codes are read."""
        if not self.style.bits or self.style.number_format is None or b"0x" not in data.lower():
            return data
        from actcli.numbers.encodings import to_decimals  # few inputs are codes

        return to_decimals(data, self.style.number_format)

    @property
    def code_hint(self) -> str:
        """The hint for a code where none is read, or one that the format does not have."""
        if not self.style.bits or self.style.number_format is None:
            return CODE_HINT
        from actcli.numbers.encodings import code_range  # for mistakes only

        return code_range(self.style.number_format)

    def columns(self, blocks: Iterator[Array], form: OutputFormat) -> Iterator[bytes]:
        """Yield the bytes of numbers and their results, side by side."""
        pairs = self.apply_each(x for x in blocks if x.size)
        table = Table(("x", self.series.name), pairs, series=[self.series])
        return numeric_table.encode(table, form, self.style, header=self.header)

    def vectors(self, batches: Iterator[Batch], form: OutputFormat) -> Iterator[bytes]:
        """Yield the bytes of vectors and their results."""
        table = compute.vector_table(batches, [self.series], several=self.rows)
        return numeric_table.encode(table, form, self.style, header=self.header)
