"""Binary floating-point formats, from float64 down to four bits.

NumPy alone does the arithmetic: ml_dtypes converts through float32 and so rounds twice (1 + 2**-8 + 2**-30 becomes 1 in
its bfloat16).
"""

from __future__ import annotations

import math
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from actcli.choices import Rounding
from actcli.numbers.format_table import ENUMERABLE_BITS, FloatRow, Specials
from actcli.numbers.number_format import NumberFormat
from actcli.numbers.rounding import NEAREST, divided, to_integers

if TYPE_CHECKING:
    from fractions import Fraction

    from numpy.typing import NDArray

    from actcli.numbers.number_format import Codes, Floats

#: Explicit bits of a float64's significand.
_FRACTION: Final = 52
_EXPONENT_MASK: Final = np.int64(0x7FF << _FRACTION)


class FloatFormat(NumberFormat):
    """A binary floating-point format.

    Its steps are its values, and the infinities for numbers beyond `max`, whether the format has them or not.

    Parameters
    ----------
    row
        Its line in the table.
    """

    default_rounding = Rounding.even

    def __init__(self, row: FloatRow) -> None:
        self.name, self.bits, self.mantissa_bits = row.name, row.bits, row.mantissa_bits
        self.row, self.rule = row, row.rule
        self.always_saturates = row.specials is Specials.finite
        self.max = row.largest
        self.min = -self.max if row.signed else 2.0**row.min_exponent
        self.min_exponent, self.max_exponent = row.min_exponent, row.max_exponent
        self.smallest_normal = 2.0**row.min_exponent
        self.least = self.smallest_normal * 2.0 ** -(row.mantissa_bits if row.has_zero else 0)
        self.has_infinities = row.specials is Specials.ieee
        self.has_nan = row.specials is not Specials.finite
        self.has_negative_zero = row.signed and row.specials is not Specials.fnuz
        self._spacing_exponents = range(row.min_exponent - row.mantissa_bits, row.max_exponent - row.mantissa_bits + 1)

    def _steps(self, x: Floats, mode: Rounding, *, saturate: bool) -> Floats:
        if self.mantissa_bits == _FRACTION:
            steps = x
        else:
            # A significand that is divided by the spacing is rounded to an integer. Both products are exact.
            spacing = self._spacing(x)
            with np.errstate(over="ignore", under="ignore"):
                steps = x / spacing
                to_integers(steps, mode)
                steps *= spacing
            beyond = np.abs(steps) > self.max
            if beyond.any():
                clamped = np.isfinite(x) & _inwards(x, mode)
                limits = np.copysign(np.where(clamped, self.max, math.inf), steps)
                steps = np.where(beyond, limits, steps)
        if not self.row.has_zero:
            steps = np.where(x > 0, np.maximum(steps, self.least if mode in NEAREST else steps), steps)
            steps = np.where(x <= 0, 0.0, steps)
        if saturate:
            steps = np.clip(steps, -self.max, self.max)
        return steps if self.has_negative_zero else steps + 0.0

    def _exact_step(self, x: Fraction, mode: Rounding, *, saturate: bool) -> float:
        numerator, denominator = x.numerator, x.denominator
        negative = numerator < 0
        if numerator == 0 or (negative and not self.row.signed):
            return 0.0
        exponent = _floor_log2(abs(numerator), denominator) - self.mantissa_bits
        exponent = min(max(exponent, self._spacing_exponents[0]), self._spacing_exponents[-1])
        significand = divided(numerator << max(-exponent, 0), denominator << max(exponent, 0), mode)
        if not self.row.has_zero and mode in NEAREST:
            significand = max(significand, 1)
        largest = int(math.ldexp(self.max, -self._spacing_exponents[-1]))
        if exponent == self._spacing_exponents[-1] and abs(significand) > largest:
            clamped = saturate or bool(_inwards(numerator, mode))
            return math.copysign(self.max if clamped else math.inf, -1 if negative else 1)
        step = math.ldexp(significand, exponent)
        return -0.0 if negative and step == 0 and self.has_negative_zero else step

    def _values(self, steps: Floats) -> Floats:
        if not self.has_nan:
            steps[np.isnan(steps)] = 0.0
        elif not self.has_infinities:
            steps[np.isinf(steps)] = math.nan
        if not self.row.has_zero:
            steps[steps == 0] = math.nan
        return steps

    def undecided(
        self, y: Floats, bound: Floats, mode: Rounding | None = None, *, saturate: bool = False
    ) -> NDArray[np.bool_]:
        """Tell where an error may change what a number rounds to; see `NumberFormat.undecided`."""
        if self.mantissa_bits < _FRACTION or mode not in {None, *NEAREST}:
            return super().undecided(y, bound, mode, saturate=saturate)
        # Boundaries of float64 lie between doubles: half a gap away, which is the smaller one below a power of two.
        y = np.asarray(y, dtype=np.float64)
        with np.errstate(invalid="ignore", over="ignore"):
            gap = np.abs(y) - np.nextafter(np.abs(y), -math.inf)
            far: NDArray[np.bool_] = ~(2 * np.asarray(bound) < gap) & (bound != 0)
        far &= ~np.isnan(y) & ~(np.isinf(y) & np.isfinite(bound))
        return far

    def ulp(self, x: Floats) -> Floats:
        """Return the spacing at `x`, towards larger magnitudes; nan where x is not finite."""
        x = np.asarray(x, dtype=np.float64)
        return np.where(np.isfinite(x), self._spacing(x), math.nan)

    def encode(self, x: Floats) -> Codes:
        """Encode numbers; see `NumberFormat.encode`."""
        values = self.round(x)
        magnitude = np.abs(values)
        # The scale puts the format's subnormals onto those of float64: both encodings then differ by a shift alone.
        code = (magnitude / self._scale).view(np.uint64) >> np.uint64(_FRACTION - self.mantissa_bits)
        code -= np.uint64(self._offset)
        code = np.where(magnitude <= self.max, code, np.uint64(self.row.largest_code + 1))
        if self.row.signed:
            code |= np.signbit(values).astype(np.uint64) << np.uint64(self.row.magnitude_bits)
        if self.has_nan:
            code = np.where(np.isnan(values), np.uint64(self._nan_code), code)
        return (code << np.uint64(self.row.padding)).astype(self.code_dtype)

    def decode(self, codes: Codes) -> Floats:
        """Return the values of codes of any shape; low bits that are padding don't count."""
        return self._table[codes] if self.bits <= ENUMERABLE_BITS else self._decoded(codes)

    @cached_property
    def _table(self) -> Floats:
        """The values of all codes of a narrow format."""
        return self._decoded(self.codes())

    def _decoded(self, codes: Codes) -> Floats:
        code = np.asarray(codes, dtype=np.uint64) >> np.uint64(self.row.padding)
        magnitude_code = code & np.uint64((1 << self.row.magnitude_bits) - 1)
        shifted = (magnitude_code + np.uint64(self._offset)) << np.uint64(_FRACTION - self.mantissa_bits)
        magnitude = shifted.view(np.float64) * self._scale
        infinite = self.has_infinities & (magnitude_code == self.row.largest_code + 1)
        special = np.where(infinite, math.inf, math.nan)
        magnitude = np.where(magnitude_code <= self.row.largest_code, magnitude, special)
        values = np.where(code == magnitude_code, magnitude, -magnitude)
        if self.row.specials is Specials.fnuz:
            values = np.where(code == self._nan_code, math.nan, values)
        return values

    def _finite(self) -> Floats:
        magnitudes = self.decode(np.arange(self.row.largest_code + 1, dtype=np.uint16))
        if not self.row.signed:
            return magnitudes
        negative = -magnitudes[::-1]
        return np.concatenate([negative if self.has_negative_zero else negative[:-1], magnitudes])

    def _ordinals(self, values: Floats) -> NDArray[np.int64]:
        magnitude = np.abs(values)
        code = (magnitude / self._scale).view(np.int64) >> np.int64(_FRACTION - self.mantissa_bits)
        code = np.where(np.isinf(magnitude), np.int64(self.row.largest_code + 1 + self._offset), code)
        return np.where(np.signbit(values), -code, code)

    def _fits(self, native: np.finfo[Any]) -> bool:
        return (
            native.nmant >= self.mantissa_bits
            and float(native.max) >= self.max
            and float(native.smallest_subnormal) <= self.least
        )

    def _spacing(self, x: Floats) -> Floats:
        """Return the spacing at each x: its power of two, within those of the format, shifted to the last bit."""
        binade = (x.view(np.int64) & _EXPONENT_MASK).view(np.float64)
        binade = np.minimum(np.maximum(binade, self.smallest_normal), 2.0**self.row.max_exponent)
        return binade * 2.0**-self.mantissa_bits

    @property
    def _scale(self) -> float:
        """The smallest normal value over that of float64."""
        return math.ldexp(1.0, self.row.min_exponent + 1022)

    @property
    def _offset(self) -> int:
        """Codes that float64, scaled, has below the format's first: its zero, where the format has none."""
        return 0 if self.row.has_zero else 1 << self.mantissa_bits

    @property
    def _nan_code(self) -> int:
        """Code of the quiet nan without padding."""
        if self.row.specials is Specials.fnuz:
            return 1 << self.row.magnitude_bits
        return self.row.largest_code + 1 + (1 << (self.mantissa_bits - 1) if self.has_infinities else 0)


def _inwards(x: Any, mode: Rounding) -> Any:  # noqa: ANN401  # a number or an array, and bools of its shape
    """Tell where a directed mode rounds x towards smaller magnitudes; nowhere to nearest."""
    match mode:
        case Rounding.zero:
            return x == x  # noqa: PLR0124  # True in the shape of x
        case Rounding.down:
            return x > 0
        case Rounding.up:
            return x < 0
    return x != x  # noqa: PLR0124  # False in the shape of x


def _floor_log2(numerator: int, denominator: int) -> int:
    """Return the exponent of the power of two at or below a positive fraction."""
    exponent = numerator.bit_length() - denominator.bit_length()
    return exponent - (numerator << max(-exponent, 0) < denominator << max(exponent, 0))
