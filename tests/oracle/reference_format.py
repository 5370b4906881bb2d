"""Binary floating-point formats by fractions: slow, and independent of the tool."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from actcli.numbers.array import Array


@dataclass(frozen=True)
class ReferenceFormat:
    """A format of ``precision`` significant bits and normal numbers from 2**least to below 2**(largest + 1)."""

    precision: int
    least: int
    largest: int

    def values(self) -> Array:
        """Return the finite values that are not negative."""
        steps = np.arange(2.0 ** (self.precision - 1), 2.0**self.precision)
        normal = [np.ldexp(steps, e - self.precision + 1) for e in range(self.least, self.largest + 1)]
        subnormal = np.ldexp(np.arange(2.0 ** (self.precision - 1)), self.least - self.precision + 1)
        return np.concatenate([subnormal, *normal])

    def of(self, value: Fraction, mode: str | None = None) -> float:
        if value == 0:
            return 0.0
        size = abs(value)
        exponent = size.numerator.bit_length() - size.denominator.bit_length()
        exponent -= Fraction(2) ** exponent > size
        unit = Fraction(2) ** (max(exponent, self.least) - self.precision + 1)
        steps, rest = divmod(size, unit)
        away = {
            "even": rest > unit / 2 or (rest == unit / 2 and steps % 2 == 1),
            "zero": False,
            "up": rest > 0 and value > 0,
            "down": rest > 0 and value < 0,
        }[mode or "even"]
        result = float((steps + away) * unit)
        if result > math.ldexp(2 - 2.0 ** (1 - self.precision), self.largest):
            to_infinity = {"even": True, "zero": False, "up": value > 0, "down": value < 0}[mode or "even"]
            result = math.inf if to_infinity else math.ldexp(2 - 2.0 ** (1 - self.precision), self.largest)
        return math.copysign(result, value)

    def is_tie(self, value: Fraction) -> bool:
        """Tell whether a value lies in the middle between two neighbours."""
        finer = ReferenceFormat(self.precision + 1, self.least, self.largest)
        return Fraction(finer.of(value)) == value != Fraction(self.of(value))

    def round(self, x: Array, mode: str | None = None, *, saturate: bool = False) -> Array:
        assert not saturate
        return np.array([each if not math.isfinite(each) or not each else self.of(Fraction(each), mode) for each in x])

    def round_exact(self, x: Fraction, mode: str | None = None, *, saturate: bool = False) -> float:
        assert not saturate
        return self.of(x, mode)

    def round_enclosure(
        self, low: Fraction, high: Fraction, mode: str | None = None, *, saturate: bool = False
    ) -> float | None:
        first, last = (self.round_exact(end, mode, saturate=saturate) for end in (low, high))
        return first if first == last and math.copysign(1, first) == math.copysign(1, last) else None

    def undecided(
        self, y: Array, bound: Array, mode: str | None = None, *, saturate: bool = False
    ) -> NDArray[np.bool_]:
        with np.errstate(over="ignore"):
            ends = [np.nextafter(y - bound, -math.inf), np.nextafter(y + bound, math.inf)]
        low, high = (self.round(np.clip(end, -1e308, 1e308), mode, saturate=saturate) for end in ends)
        differ: NDArray[np.bool_] = (low != high) | (np.signbit(low) != np.signbit(high))
        return differ


BFLOAT16 = ReferenceFormat(8, -126, 127)
FLOAT16 = ReferenceFormat(11, -14, 15)
FLOAT8_E5M2 = ReferenceFormat(3, -14, 15)
