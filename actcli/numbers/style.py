"""How numbers are to be printed: the request that renderers and the filter share."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from actcli.errors import UsageError
from actcli.numbers.formatting import digits_formatter, each_formatter, float_texts, format_floats

if TYPE_CHECKING:
    from actcli.numbers.array import Array
    from actcli.numbers.formatting import Formatter
    from actcli.numbers.narrow import NumberType


class Style(NamedTuple):
    """How numbers are written.

    Attributes
    ----------
    number_type
        The type whose shortest decimals are printed; None for float64.
    digits
        Significant digits; None for as many as read back to the same number.
    bits
        Hexadecimal encodings instead of decimals.
    """

    number_type: NumberType | None = None
    digits: int | None = None
    bits: bool = False

    @property
    def formatter(self) -> Formatter:
        """The function from values to their texts."""
        number_type = self.number_type
        if self.bits and number_type is not None:
            return each_formatter(number_type.hex_strings)
        if self.digits is not None:
            return digits_formatter(self.digits)
        if number_type is not None:
            return lambda values: format_floats(number_type.decimals(values))
        return format_floats

    def check_array(self) -> None:
        """Refuse options of text for an array, which holds the numbers themselves."""
        if self.digits is not None or self.bits:
            option = "--bits" if self.bits else "--digits"
            raise UsageError(f"{option} is for text; an .npy array holds the numbers themselves")

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
