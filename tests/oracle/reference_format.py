"""Binary floating-point formats by fractions: slow, and independent of the tool."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
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


BFLOAT16 = ReferenceFormat(8, -126, 127)
FLOAT16 = ReferenceFormat(11, -14, 15)
FLOAT8_E5M2 = ReferenceFormat(3, -14, 15)
