"""The style of printed numbers, shared by the renderers and the filter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from actcli.errors import UsageError
from actcli.numbers.formatting import digits_formatter, each_formatter, float_texts, format_floats
from actcli.numbers.target import FLOAT64, Target

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from actcli.numbers.array import Array
    from actcli.numbers.formatting import Formatter
    from actcli.numbers.number_format import NumberFormat


class Style(NamedTuple):
    """How numbers are written.

    Attributes
    ----------
    number_format
        The format of x; None for float64.
    digits
        Significant digits; None for as many as read back to the same number.
    bits
        Hexadecimal encodings instead of decimals.
    target
        The format of results, if it is another, or they are rounded otherwise than by default.
    """

    number_format: NumberFormat | None = None
    digits: int | None = None
    bits: bool = False
    target: Target | None = None

    @property
    def results(self) -> Target | None:
        """How results are rounded; None for float64."""
        if self.target is None and self.number_format is not None:
            return Target(self.number_format)
        return self.target

    @property
    def of_x(self) -> Style:
        """How x is written: in its own format."""
        return self._replace(target=None)

    @property
    def is_uniform(self) -> bool:
        """Whether x and results are written alike."""
        return not self.bits or self.target is None or self.target.number_format is self.number_format

    @property
    def results_format(self) -> NumberFormat | None:
        """The format of results; None for float64."""
        return None if self.results is None else self.results.number_format

    @property
    def is_narrow(self) -> bool:
        """Whether results are of another format than float64."""
        return self.results is not None and self.results.number_format.name != FLOAT64

    @property
    def formatter(self) -> Formatter:
        """The function from values to their texts."""
        if self.bits and self.results is not None:
            return each_formatter(self.results.number_format.hex_strings)
        if self.digits is not None:
            return digits_formatter(self.digits)
        return format_floats

    def check_array(self) -> None:
        """Refuse options of text for binary arrays."""
        if self.digits is not None:
            raise UsageError("--digits is for text; an .npy array holds the numbers themselves")

    def array(self, values: Array) -> NDArray[Any]:
        """Return results as they are stored: codes, or numbers in a dtype that holds every value of their format."""
        if self.results is None:
            return values
        form = self.results.number_format
        return form.encode(values) if self.bits else values.astype(form.dtype, copy=False)

    def columns(self, table: Sequence[Array], *, keyed: bool) -> list[list[str]]:
        """Return the texts of columns, the first of which may be x."""
        return [(self.of_x if keyed and not i else self).texts(column) for i, column in enumerate(table)]

    def texts(self, values: Array) -> list[str]:
        """Return the text of each value."""
        return float_texts(values, self.formatter)

    def json_texts(self, values: Array) -> list[str]:
        """Return each value as JSON: null for nan and the infinities, strings for encodings."""
        texts = self.texts(values)
        if self.bits:
            return [f'"{text}"' for text in texts]
        if np.isfinite(values).all():
            return texts
        return [text if finite else "null" for text, finite in zip(texts, np.isfinite(values).flat, strict=True)]
