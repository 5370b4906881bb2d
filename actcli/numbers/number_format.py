"""The format in which numbers are stored: rounding to it, its codes, its values.

Values of every format travel as float64. Rounding goes in two parts: numbers fall on *steps*, an increasing function;
the format turns steps into values. Proofs compare steps, since both ends of a format may give nan.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from actcli.errors import UsageError
from actcli.numbers.format_table import ENUMERABLE_BITS

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction

    from numpy.typing import NDArray

    from actcli.choices import Rounding

    #: The exact number that a double represents.
    ExactValue = Callable[[float], Fraction]

    Floats = NDArray[np.float64]
    Codes = NDArray[np.unsignedinteger[Any]]

_NATIVE: Final = (np.float16, np.float32, np.float64)
#: Several subnormals of float64.
_TINY: Final = 5e-323


class NumberFormat(ABC):
    """A set of numbers with a code for each.

    Attributes
    ----------
    name
        Canonical text, which `number_format` reads back.
    bits
        Width of a code.
    default_rounding
        How inputs are always rounded, and results by default.
    always_saturates
        Whether overflow gives the largest value in any case.
    has_nan
        Whether there is a code for nan; where there is none, nan gives 0.
    min, max
        The ends of the finite values.
    least
        The smallest positive value.
    smallest_normal
        The smallest positive value of full precision.
    rule
        Sentences on how it treats numbers that it can't hold.
    encoding
        A sentence on what a code means, where the name of the format does not say it.
    """

    name: str
    bits: int
    default_rounding: Rounding
    always_saturates: bool
    has_nan: bool
    min: float
    max: float
    least: float
    smallest_normal: float
    rule: str
    encoding: str = ""

    @abstractmethod
    def _steps(self, x: Floats, mode: Rounding, *, saturate: bool) -> Floats:
        """Return the step on which each x of shape (n,) falls; nan for nan."""

    @abstractmethod
    def _exact_step(self, x: Fraction, mode: Rounding, *, saturate: bool) -> float:
        """Return the step of an exact number."""

    @abstractmethod
    def _values(self, steps: Floats) -> Floats:
        """Return the values of steps; they may be overwritten."""

    @abstractmethod
    def encode(self, x: Floats) -> Codes:
        """Encode numbers.

        Parameters
        ----------
        x
            Numbers of any shape; those that are not values of the format are rounded first, by the default.

        Returns
        -------
        Codes
            uint8, uint16, uint32 or uint64, same shape. Every nan is the one quiet nan, positive where nans have signs.
        """

    @abstractmethod
    def decode(self, codes: Codes) -> Floats:
        """Return the values of codes of any shape, each below ``2**bits``."""

    @abstractmethod
    def _finite(self) -> Floats:
        """Return every finite value in numeric order, -0 just before 0."""

    @abstractmethod
    def ulp(self, x: Floats) -> Floats:
        """Return the spacing of the values at `x` of any shape, towards larger magnitudes; nan where x is not finite.

        At 0 it is the least positive value.
        """

    @abstractmethod
    def _ordinals(self, values: Floats) -> NDArray[np.int64]:
        """Number the values in their order, both zeros alike; anything for nan."""

    def round(self, x: Floats, mode: Rounding | None = None, *, saturate: bool = False) -> Floats:
        """Round numbers to values of the format, each in a single rounding.

        Parameters
        ----------
        x
            Numbers of any shape, nan and infinities included.
        mode
            The direction; None for the format's own.
        saturate
            Whether infinities and overflow give the largest finite value of their sign. Otherwise to nearest overflow
            begins half a spacing beyond it, and directed modes overflow in their direction only, as in IEEE 754.

        Returns
        -------
        Floats
            Same shape.
        """
        x = np.asarray(x, dtype=np.float64)
        steps = self._steps(x.reshape(-1), mode or self.default_rounding, saturate=self._saturates(saturate))
        return self._values(steps).reshape(x.shape)

    def round_exact(self, x: Fraction, mode: Rounding | None = None, *, saturate: bool = False) -> float:
        """Round an exact number to the value of the format; see `round`."""
        step = self._exact_step(x, mode or self.default_rounding, saturate=self._saturates(saturate))
        return float(self._values(np.array([step]))[0])

    def round_enclosure(
        self, low: Fraction, high: Fraction, mode: Rounding | None = None, *, saturate: bool = False
    ) -> float | None:
        """Round a number that is known to lie between two others, both included.

        Returns
        -------
        float or None
            The value to which all numbers of the enclosure round, the sign of zero included; None if there are several.
        """
        mode, saturate = mode or self.default_rounding, self._saturates(saturate)
        lower, upper = (self._exact_step(end, mode, saturate=saturate) for end in (low, high))
        if lower != upper or math.copysign(1, lower) != math.copysign(1, upper):
            return None
        return float(self._values(np.array([lower]))[0])

    def undecided(
        self, y: Floats, bound: Floats, mode: Rounding | None = None, *, saturate: bool = False
    ) -> NDArray[np.bool_]:
        """Tell where an error may change what a number rounds to.

        Parameters
        ----------
        y
            Computed numbers of any shape.
        bound
            Bounds of their absolute errors, same shape: 0 where y is exact, inf or nan where nothing is known.
        mode, saturate
            As for `round`.

        Returns
        -------
        NDArray[np.bool_]
            Same shape. False where all of ``[y - bound, y + bound]`` rounds to the same value, the sign of zero
            included; it may be true where a boundary is a few doubles beyond the ends. Nan is nan, and an
            infinity with a finite bound is exact.
        """
        mode, saturate = mode or self.default_rounding, self._saturates(saturate)
        y, bound = (np.asarray(part, dtype=np.float64) for part in (y, bound))
        flat, error = y.reshape(-1), np.broadcast_to(bound, y.shape).reshape(-1)
        exact = (error == 0) | np.isinf(flat) & np.isfinite(error)
        low, high = (np.where(exact, flat, end) for end in _outwards(flat, error))
        below, above = (self._steps(end, mode, saturate=saturate) for end in (low, high))
        differ: NDArray[np.bool_] = (below.view(np.int64) != above.view(np.int64)) | np.isnan(error)
        differ &= ~np.isnan(flat)
        return differ.reshape(y.shape)

    def steps(self, a: Floats, b: Floats) -> Floats:
        """Return how many values apart two values of the format are; an infinity comes after the largest.

        Parameters
        ----------
        a, b
            Values of the same shape.

        Returns
        -------
        Floats
            Same shape: 0 for equal values and for both zeros, 1 for neighbours, nan where either is nan.
        """
        a, b = np.asarray(a), np.asarray(b)
        first, second = self._ordinals(a.reshape(-1)), self._ordinals(b.reshape(-1))
        # Unsigned, since 2**64 values of float64 are further apart than int64 reaches.
        apart = np.maximum(first, second).view(np.uint64) - np.minimum(first, second).view(np.uint64)
        return np.where(np.isnan(a) | np.isnan(b), math.nan, apart.reshape(a.shape).astype(np.float64))

    def every(self, start: float = -math.inf, stop: float = math.inf) -> Floats:
        """Return every finite value from `start` to `stop`, both included, in numeric order; -0 comes before 0.

        Raises
        ------
        UsageError
            If the format is wider than 16 bits.
        """
        self._check_enumerable()
        values = self._finite()
        return values[(values >= start) & (values <= stop)]

    def codes(self) -> Codes:
        """Return every code in ascending order.

        Raises
        ------
        UsageError
            If the format is wider than 16 bits.
        """
        self._check_enumerable()
        return np.arange(1 << self.bits, dtype=self.code_dtype)

    def hex_strings(self, x: Floats) -> list[str]:
        """Return the codes of `x`, flattened, in hexadecimal of fixed width: ``0x3c00`` is 1 in float16."""
        return [f"0x{code:0{self.hex_digits}x}" for code in self.encode(x).ravel().tolist()]

    @property
    def hex_digits(self) -> int:
        """Digits of a code in hexadecimal."""
        return -(-self.bits // 4)

    @property
    def code_dtype(self) -> np.dtype[np.unsignedinteger[Any]]:
        """The narrowest NumPy integer that holds a code."""
        return np.dtype(f"u{next(size for size in (1, 2, 4, 8) if 8 * size >= self.bits)}")

    @property
    def dtype(self) -> np.dtype[np.floating[Any]]:
        """The narrowest NumPy type that holds every finite value exactly."""
        return next(np.dtype(native) for native in _NATIVE if self._fits(np.finfo(native)))

    @abstractmethod
    def _fits(self, native: np.finfo[Any]) -> bool:
        """Tell whether a NumPy type of these limits holds every finite value exactly."""

    @property
    def exact_value(self) -> ExactValue | None:
        """The function from a double that represents a value to that value; None where all values are doubles."""
        return None

    def _saturates(self, asked: bool) -> bool:  # noqa: FBT001  # private, of one obvious argument
        return asked or self.always_saturates

    def _check_enumerable(self) -> None:
        if self.bits > ENUMERABLE_BITS:
            raise UsageError(
                f"{self.name} has too many values to take every one",
                f"take a type of {ENUMERABLE_BITS} bits or fewer, such as float16, bfloat16 or float8_e5m2",
            )


def _outwards(y: Floats, error: Floats) -> tuple[Floats, Floats]:
    """Return doubles beyond both ends of ``[y - error, y + error]``.

    They lie at least two doubles further out: one for the rounding of the ends, one since a format with a scale takes
    the double nearest to a value for the value itself.
    """
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        margin = error * (1 + 2.0**-49) + np.abs(y) * 2.0**-51 + _TINY
        return y - margin, y + margin
