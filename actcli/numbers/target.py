"""The target of rounding: the format of results, the direction, and saturation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from actcli.choices import Rounding
from actcli.frozen import Value

if TYPE_CHECKING:
    from fractions import Fraction

    from numpy.typing import NDArray

    from actcli.numbers.array import Array
    from actcli.numbers.number_format import NumberFormat

FLOAT64: Final = "float64"
_LARGEST: Final = float(np.finfo(np.float64).max)


class Target(Value):
    """How results are rounded: to which format, in which direction, and whether overflow saturates.

    Attributes
    ----------
    number_format
        The format.
    rounding
        The direction; None for the format's own.
    saturate
        Whether overflow gives the largest finite value.
    """

    number_format: NumberFormat
    rounding: Rounding | None = None
    saturate: bool = False

    @property
    def keeps_doubles(self) -> bool:
        """Whether doubles stay as they are."""
        return self.number_format.name == FLOAT64 and self.rounding in {None, Rounding.even} and not self.saturate

    def round(self, y: Array) -> Array:
        """Round doubles of any shape."""
        return self.number_format.round(y, self.rounding, saturate=self.saturate)

    def certain(self, low: Array, high: Array) -> NDArray[np.bool_]:
        """Tell where all numbers between two doubles, or as close to them as their neighbours, round alike."""
        middle = np.clip(low, -_LARGEST, _LARGEST)
        bound = np.clip(high, -_LARGEST, _LARGEST) - middle
        bound += np.spacing(np.maximum(np.abs(low), np.abs(high)))
        return ~self.number_format.undecided(middle, bound, self.rounding, saturate=self.saturate)

    def between(self, low: Fraction, high: Fraction) -> float | None:
        """Round all numbers between two fractions; None where they round differently. A zero may have either sign."""
        form = self.number_format
        result = form.round_enclosure(low, high, self.rounding, saturate=self.saturate)
        if result is None and low <= 0 <= high:
            zeros = [form.round_exact(end, self.rounding, saturate=self.saturate) == 0 for end in (low, high)]
            return 0.0 if all(zeros) else None
        return result
