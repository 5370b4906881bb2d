"""Rounding to an integer in each direction: of arrays, and of exact fractions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from actcli.choices import Rounding

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_BELOW_HALF = np.nextafter(0.5, 0)
#: The directions in which the boundaries between results are midpoints.
NEAREST = frozenset({Rounding.even, Rounding.away})


def to_integers(x: Floats, mode: Rounding) -> Floats:
    """Round to integral values, in place.

    Parameters
    ----------
    x
        Values of shape (n,), overwritten; nan and infinities stay, zeros keep their sign.
    mode
        The direction.

    Returns
    -------
    Floats
        The same array.
    """
    match mode:
        case Rounding.even:
            return np.rint(x, out=x)
        case Rounding.zero:
            return np.trunc(x, out=x)
        case Rounding.up:
            return np.ceil(x, out=x)
        case Rounding.down:
            return np.floor(x, out=x)
        case Rounding.away:  # pragma: no branch  # the last there is
            # The double before a half: a half itself would carry 0.49999999999999994 to 1.
            x += np.copysign(_BELOW_HALF, x)
            return np.trunc(x, out=x)


def divided(numerator: int, denominator: int, mode: Rounding) -> int:
    """Return the exact quotient of integers, rounded; the denominator is positive."""
    quotient, rest = divmod(numerator, denominator)
    match mode:
        case Rounding.even:
            return quotient + (2 * rest > denominator or (2 * rest == denominator and quotient % 2 == 1))
        case Rounding.away:
            return quotient + (2 * rest > denominator or (2 * rest == denominator and quotient >= 0))
        case Rounding.zero:
            return quotient + (rest > 0 and quotient < 0)
        case Rounding.up:
            return quotient + (rest > 0)
        case Rounding.down:  # pragma: no branch  # the last there is
            return quotient
