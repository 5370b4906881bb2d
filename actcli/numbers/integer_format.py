"""Integers with a scale and a zero point, as quantized networks have them, and fixed point.

A code means ``(code - zero_point) * scale``, and the scale is an exact fraction. Where it is not a power of two, that
product is printed as the nearest double, and this double represents the value in every direction of rounding.
"""

from __future__ import annotations

import math
from fractions import Fraction
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from actcli.choices import Rounding
from actcli.numbers.format_table import INTEGER_RULE
from actcli.numbers.number_format import NumberFormat
from actcli.numbers.rounding import NEAREST, divided, to_integers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from actcli.numbers.number_format import Codes, ExactValue, Floats


_TWOS = ", the code in two's complement"


class IntegerFormat(NumberFormat):
    """Integers that represent multiples of a scale, counted from a zero point.

    Its steps are the multiples. Codes are in two's complement where signed.

    Parameters
    ----------
    name
        Canonical text.
    bits
        Width of a code, at most 32; at most 16 unless the scale is a power of two.
    signed
        Whether codes are signed.
    scale
        Distance between values.
    zero_point
        The integer that represents 0.
    """

    default_rounding = Rounding.away
    always_saturates = True
    has_nan = False
    rule = INTEGER_RULE

    def __init__(self, name: str, bits: int, *, signed: bool, scale: Fraction, zero_point: int = 0) -> None:
        self.name, self.bits, self.signed = name, bits, signed
        self.scale, self.zero_point = scale, zero_point
        self.lowest, self.highest = (end - zero_point for end in integer_range(bits, signed=signed))
        self.min, self.max = (float(multiple * scale) for multiple in (self.lowest, self.highest))
        self.least = self.smallest_normal = float(scale)
        code = f"(code {'-' if zero_point > 0 else '+'} {abs(zero_point)})" if zero_point else "code"
        self.encoding = f"A value is {code} * {scale}{_TWOS if signed else ''}."
        # Multiples are exact doubles, and division by the scale is too.
        self._is_exact = scale.numerator == 1 and scale.denominator.bit_count() == 1

    @property
    def exact_value(self) -> ExactValue | None:
        """The function from a double to the multiple of the scale that it represents; None where they are equal."""
        return None if self._is_exact else lambda x: round(Fraction(x) / self.scale) * self.scale

    def _steps(self, x: Floats, mode: Rounding, *, saturate: bool) -> Floats:  # noqa: ARG002  # it always saturates
        with np.errstate(over="ignore", under="ignore"):
            multiples = x / float(self.scale)
        if self._is_exact:
            steps = np.clip(to_integers(multiples, mode), self.lowest, self.highest)
        else:
            # The quotient is off by less than one step, and the exact starts of the steps put it right.
            starts = self._starts(mode)
            index = np.rint(np.clip(np.nan_to_num(multiples, nan=0.0), self.lowest, self.highest)) - self.lowest
            place = index.astype(np.intp)
            place -= x < starts[place]
            place += x >= starts[place + 1]
            steps = np.where(np.isnan(x), math.nan, np.minimum(place + self.lowest, self.highest))
        return steps + 0.0

    def _exact_step(self, x: Fraction, mode: Rounding, *, saturate: bool) -> float:  # noqa: ARG002  # the same
        scale = self.scale
        multiple = divided(x.numerator * scale.denominator, x.denominator * scale.numerator, mode)
        return float(min(max(multiple, self.lowest), self.highest))

    def _values(self, steps: Floats) -> Floats:
        multiples = np.where(np.isnan(steps), 0.0, steps)
        if self._is_exact:
            return multiples * float(self.scale)
        return self._table[multiples.astype(np.intp) - self.lowest]

    def encode(self, x: Floats) -> Codes:
        """Encode numbers; see `NumberFormat.encode`."""
        x = np.asarray(x, dtype=np.float64)
        multiples = np.nan_to_num(self._steps(x.reshape(-1), self.default_rounding, saturate=True), nan=0.0)
        integers = (multiples.astype(np.int64) + self.zero_point) & ((1 << self.bits) - 1)
        return integers.astype(self.code_dtype).reshape(x.shape)

    def decode(self, codes: Codes) -> Floats:
        """Return the values of codes of any shape."""
        return self._values(self._multiples(codes).astype(np.float64))

    def ulp(self, x: Floats) -> Floats:
        """Return the scale; nan where x is not finite."""
        return np.where(np.isfinite(x), float(self.scale), math.nan)

    def _finite(self) -> Floats:
        return self._values(np.arange(self.lowest, self.highest + 1, dtype=np.float64))

    def _multiples(self, codes: Codes) -> NDArray[np.int64]:
        integers = np.asarray(codes).astype(np.int64)
        sign = 1 << (self.bits - 1) if self.signed else 0
        return (integers ^ sign) - sign - self.zero_point

    def _ordinals(self, values: Floats) -> NDArray[np.int64]:
        return np.nan_to_num(np.rint(values / float(self.scale)), nan=0.0).astype(np.int64)

    def _fits(self, native: np.finfo[Any]) -> bool:
        widest = max(-self.lowest, self.highest)
        return native.dtype == np.float64 or (
            self._is_exact
            and widest.bit_length() <= native.nmant + 1
            and float(native.max) >= widest * self.scale
            and float(native.smallest_subnormal) <= self.scale
        )

    @cached_property
    def _table(self) -> Floats:
        """The values in numeric order."""
        numerator, denominator = self.scale.as_integer_ratio()
        return np.array([multiple * numerator / denominator for multiple in range(self.lowest, self.highest + 1)])

    @cache  # noqa: B019  # a handful of formats in a process
    def _starts(self, mode: Rounding) -> Floats:
        """Return the smallest double of each step, and inf beyond the last."""
        if mode in NEAREST:
            numerator, denominator = self.scale.as_integer_ratio()
            starts = [
                _first_double((2 * multiple - 1) * numerator, 2 * denominator, inclusive=_takes_tie(multiple, mode))
                for multiple in range(self.lowest, self.highest + 1)
            ]
        else:
            # Values above 0 start at themselves when rounding down, right after the value below when rounding up.
            at_value = self._table
            after = np.nextafter(np.insert(at_value[:-1], 0, -math.inf), math.inf)
            positive = np.arange(self.lowest, self.highest + 1) > 0
            starts = {Rounding.down: at_value, Rounding.up: after, Rounding.zero: np.where(positive, at_value, after)}[
                mode
            ].tolist()
        return np.array([-math.inf, *starts[1:], math.inf])


def integers(bits: int) -> IntegerFormat:
    """Return the format of the integers from 0 up, whose codes are themselves."""
    return IntegerFormat(f"uint{bits}", bits, signed=False, scale=Fraction(1))


def integer_range(bits: int, *, signed: bool) -> tuple[int, int]:
    """Return the smallest and largest integer of a width."""
    return (-(1 << (bits - 1)), (1 << (bits - 1)) - 1) if signed else (0, (1 << bits) - 1)


def _takes_tie(multiple: int, mode: Rounding) -> bool:
    """Tell whether the midpoint below a multiple rounds to it."""
    return multiple % 2 == 0 if mode == Rounding.even else multiple > 0


def _first_double(numerator: int, denominator: int, *, inclusive: bool) -> float:
    """Return the smallest double beyond a fraction, or at it."""
    nearest = numerator / denominator
    over, under = nearest.as_integer_ratio()
    left, right = over * denominator, numerator * under
    if left < right or (left == right and not inclusive):
        return math.nextafter(nearest, math.inf)
    return nearest
