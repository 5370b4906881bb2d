"""The format of results, together with how they are rounded to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from fractions import Fraction

    import numpy as np
    from numpy.typing import NDArray

    from actcli.choices import Rounding
    from actcli.numbers.array import Array
    from actcli.numbers.number_format import NumberFormat


class Target(NamedTuple):
    """A format of results and the rule by which they are rounded to it.

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

    def round(self, y: Array) -> Array:
        """Round doubles of any shape."""
        return self.number_format.round(y, self.rounding, saturate=self.saturate)

    def round_exact(self, y: Fraction) -> float:
        """Round an exact number."""
        return self.number_format.round_exact(y, self.rounding, saturate=self.saturate)

    def round_enclosure(self, low: Fraction, high: Fraction) -> float | None:
        """Round a number between two others; None if it is undecided."""
        return self.number_format.round_enclosure(low, high, self.rounding, saturate=self.saturate)

    def undecided(self, y: Array, bound: Array) -> NDArray[np.bool_]:
        """Tell where an error within its bound may change the result."""
        return self.number_format.undecided(y, bound, self.rounding, saturate=self.saturate)
