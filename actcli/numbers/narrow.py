"""The number types a network computes in: rounding to them, their encodings, their shortest decimals.

Values of every type travel as float64, which holds them all exactly; a type is a record that knows which float64
values are its own. NumPy alone does the arithmetic: ml_dtypes converts through float32 and so rounds twice
(1 + 2**-8 + 2**-30 becomes 1 in its bfloat16).

Sources: IEEE 754-2019 for the interchange formats; the OCP 8-bit Floating Point Specification for the two 8-bit types.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import orjson

from actcli.errors import UsageError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Encodings = NDArray[np.unsignedinteger[Any]]

#: Explicit bits of a float64's significand.
_FRACTION: Final = 52
_EXPONENT_MASK: Final = np.int64(0x7FF << _FRACTION)
#: Significant digits that tell any two values of a type of 16 bits apart: 1 + ceil(11 * log10(2)).
_MOST_DIGITS: Final = 5

_POWERS_OF_TEN: Final[Floats] = np.array([float(f"1e{power}") for power in range(60)])


@dataclass(frozen=True)
class NumberType:
    """One binary floating-point type.

    Parameters
    ----------
    name
        As ml_dtypes and PyTorch spell it.
    bits
        Width of an encoding: sign, exponent, mantissa.
    mantissa_bits
        Explicit bits of the significand.
    min_exponent, max_exponent
        Of the smallest normal and the largest finite value, as powers of two.
    infinite
        Whether infinities have an encoding; where they have none, overflow is nan.
    """

    name: str
    bits: int
    mantissa_bits: int
    min_exponent: int
    max_exponent: int
    infinite: bool = True

    @property
    def smallest_normal(self) -> float:
        """The smallest positive value with a full significand."""
        return 2.0**self.min_exponent

    @property
    def max(self) -> float:
        """The largest finite value; without infinities the significand of all ones is nan instead."""
        return 2.0**self.max_exponent * (2 - 2.0**-self.mantissa_bits * (1 if self.infinite else 2))

    @property
    def dtype(self) -> np.dtype[np.floating[Any]]:
        """The narrowest NumPy type that holds every value exactly: float16 for the 8-bit types, 32 for bfloat16."""
        return next(
            np.dtype(native)
            for native in (np.float16, np.float32, np.float64)
            if np.finfo(native).minexp <= self.min_exponent
        )

    def round(self, x: Floats) -> Floats:
        """Round to the nearest value of the type, ties to even, in a single rounding.

        Parameters
        ----------
        x
            Values of any shape, nan and infinities included.

        Returns
        -------
        Floats
            Same shape. What rounds beyond `max` is an infinity, or nan in a type that has none; zeros keep their sign.
        """
        if self.mantissa_bits == _FRACTION:
            return x
        # Beside the anchor float64 is spaced as the type is at x, so adding it rounds x just as the type would; it is
        # an even multiple of that spacing, so ties still go to even.
        anchor = np.minimum(np.maximum(_binade(x), self.smallest_normal), 2.0**self.max_exponent)
        anchor *= 2.0 ** (_FRACTION - self.mantissa_bits)
        magnitude = np.abs(x)
        magnitude += anchor
        magnitude -= anchor
        beyond = magnitude > self.max
        if beyond.any():
            magnitude = np.where(beyond, math.inf if self.infinite else math.nan, magnitude)
        return np.copysign(magnitude, x)

    def ulp(self, x: Floats) -> Floats:
        """Spacing of the type at `x`, towards larger magnitudes; that of the subnormals below `smallest_normal`.

        Parameters
        ----------
        x
            Values of the type, any shape.

        Returns
        -------
        Floats
            Same shape; nan for infinities and nan.
        """
        binade = np.maximum(_binade(x), self.smallest_normal)
        return np.where(np.isfinite(x), binade * 2.0**-self.mantissa_bits, math.nan)

    def encode(self, x: Floats) -> Encodings:
        """Encode the values nearest to `x`.

        Parameters
        ----------
        x
            Values of any shape; what is not a value of the type is rounded first.

        Returns
        -------
        Encodings
            Unsigned integers as wide as the type, same shape. Every nan is the one quiet positive nan.
        """
        rounded = self.round(x)
        magnitude = np.abs(rounded)
        # The scale puts the type's subnormals onto those of float64: both encodings then differ by a shift alone.
        code = (magnitude / self._scale).view(np.uint64) >> np.uint64(_FRACTION - self.mantissa_bits)
        code = np.where(magnitude <= self.max, code, np.uint64(self._max_code + 1))
        code |= np.signbit(rounded).astype(np.uint64) << np.uint64(self.bits - 1)
        code = np.where(np.isnan(rounded), np.uint64(self._nan_code), code)
        return code.astype(f"u{self.bits // 8}")

    def decode(self, encodings: Encodings) -> Floats:
        """Give the values of encodings: the inverse of `encode`.

        Parameters
        ----------
        encodings
            Unsigned integers below ``2**bits``, any shape.

        Returns
        -------
        Floats
            Same shape.
        """
        code = np.asarray(encodings, dtype=np.uint64)
        magnitude_code = code & np.uint64((1 << (self.bits - 1)) - 1)
        magnitude = (magnitude_code << np.uint64(_FRACTION - self.mantissa_bits)).view(np.float64) * self._scale
        infinite = self.infinite & (magnitude_code == self._max_code + 1)
        magnitude = np.where(magnitude_code <= self._max_code, magnitude, np.where(infinite, math.inf, math.nan))
        return np.where(code == magnitude_code, magnitude, -magnitude)

    def hex_strings(self, x: Floats) -> list[str]:
        """Write the encodings of `x`, flattened, in hexadecimal of fixed width: 1.0 in float16 is ``0x3c00``."""
        width = self.bits // 8
        digits = self.encode(x).astype(f">u{width}").tobytes().hex(" ", width)
        return [f"0x{code}" for code in digits.split()]

    def every(self, start: float = -math.inf, stop: float = math.inf) -> Floats:
        """Every finite value from `start` to `stop`, both included, in numeric order; -0 stands just before +0.

        Raises
        ------
        UsageError
            If the type is wider than 16 bits.
        """
        if self.bits > 16:
            narrow = ", ".join(name for name, number_type in NUMBER_TYPES.items() if number_type.bits <= 16)
            raise UsageError(f"{self.name} has too many values to take every one", f"take one of {narrow}")
        magnitudes = self.decode(np.arange(self._max_code + 1, dtype=np.uint16))
        values = np.concatenate([-magnitudes[::-1], magnitudes])
        return values[(values >= start) & (values <= stop)]

    def decimals(self, x: Floats) -> Floats:
        """Give, as float64, the shortest decimals that read back in this type: 0.1 for float16's 0.0999755859375.

        Printed as float64 they are the shortest decimals of the type, so numbers are spelled in one place. Of the
        decimals with the fewest significant digits it is the closest to the value, of two as close the even one;
        reading back is one rounding of the exact decimal to nearest even. (A reader that goes through float64 rounds
        twice; in all of float32 that misreads one magnitude alone, 7.038531e-26.)

        Parameters
        ----------
        x
            Values of any shape; what is not a value of the type is rounded first.

        Returns
        -------
        Floats
            Same shape.
        """
        if self.mantissa_bits == _FRACTION:
            return x
        if self.bits <= 16:
            return self._decimal_table[self.encode(x)]
        rounded = self.round(x)
        finite = np.isfinite(rounded)
        singles = np.where(finite, rounded, 0).astype(np.float32).ravel()
        text = orjson.dumps(singles, option=orjson.OPT_SERIALIZE_NUMPY)
        decimals = np.fromiter(orjson.loads(text), np.float64, singles.size).reshape(rounded.shape)
        return np.where(finite, decimals, rounded)

    @property
    def _scale(self) -> float:
        """The type's smallest normal value over that of float64."""
        return 2.0 ** (self.min_exponent + 1022)

    @property
    def _max_code(self) -> int:
        """Encoding of `max`; the next one is infinity, or nan in a type without infinities."""
        return (1 << (self.bits - 1)) - (1 << self.mantissa_bits if self.infinite else 1) - 1

    @property
    def _nan_code(self) -> int:
        """Encoding of the quiet positive nan."""
        return self._max_code + 1 + (1 << (self.mantissa_bits - 1) if self.infinite else 0)

    @cached_property
    def _decimal_table(self) -> Floats:
        """The result of `decimals` for each encoding of a type of 16 bits or fewer."""
        magnitudes = self.decode(np.arange(1 << (self.bits - 1), dtype=np.uint16))
        values = magnitudes[1 : self._max_code + 1]
        magnitudes[1 : self._max_code + 1] = _shortest(self, values)
        return np.concatenate([magnitudes, -magnitudes])


def _binade(x: Floats) -> Floats:
    """Return the power of two at or below each magnitude; 0 for float64 subnormals, inf for infinities and nan."""
    return (x.view(np.int64) & _EXPONENT_MASK).view(np.float64)


def _shortest(number_type: NumberType, values: Floats) -> Floats:
    """Give the shortest decimals that read back to positive finite `values` of a type of 16 bits or fewer."""
    digits = np.zeros(values.size, dtype=np.int64)
    powers = np.zeros(values.size, dtype=np.int64)
    left = np.arange(values.size)
    for length in range(1, _MOST_DIGITS + 1):
        value = values[left]
        power = np.floor(np.log10(value)).astype(np.int64) + 1 - length
        scaled = _decimal(value, -power)
        nearest = np.rint(scaled)
        # The interval that reads back is lopsided at powers of two: the nearest may miss it where the next one hits.
        next_nearest = 2 * np.floor(scaled) + 1 - nearest
        reads_back = np.zeros(value.size, dtype=np.bool_)
        for candidate in (next_nearest, nearest):
            hit = number_type.round(_decimal(candidate, power)) == value
            digits[left[hit]] = candidate[hit]
            reads_back |= hit
        powers[left] = power
        left = left[~reads_back]
    # Only reading the text is sure to give the float64 nearest to it: powers of ten past 10**22 are rounded themselves.
    text = ",".join(f"{digit}e{power}" for digit, power in zip(digits.tolist(), powers.tolist(), strict=True))
    return np.array(orjson.loads(f"[{text}]"), dtype=np.float64)


def _decimal(digits: Floats, power: NDArray[np.int64]) -> Floats:
    """Return ``digits * 10**power``: exact for every tie between two values of a type of 16 bits or fewer."""
    scale = _POWERS_OF_TEN[np.abs(power)]
    return np.where(power < 0, digits / scale, digits * scale)


#: The types by name, widest first.
NUMBER_TYPES: Final = {
    number_type.name: number_type
    for number_type in (
        NumberType("float64", bits=64, mantissa_bits=52, min_exponent=-1022, max_exponent=1023),
        NumberType("float32", bits=32, mantissa_bits=23, min_exponent=-126, max_exponent=127),
        NumberType("float16", bits=16, mantissa_bits=10, min_exponent=-14, max_exponent=15),
        NumberType("bfloat16", bits=16, mantissa_bits=7, min_exponent=-126, max_exponent=127),
        NumberType("float8_e4m3fn", bits=8, mantissa_bits=3, min_exponent=-6, max_exponent=8, infinite=False),
        NumberType("float8_e5m2", bits=8, mantissa_bits=2, min_exponent=-14, max_exponent=15),
    )
}


def dtype_named(name: str) -> NumberType:
    """Look a type up by its exact name.

    Raises
    ------
    UsageError
        If there is none of that name.
    """
    if name not in NUMBER_TYPES:
        raise UsageError(f"unknown number type {name!r}", f"take one of {', '.join(NUMBER_TYPES)}")
    return NUMBER_TYPES[name]
