"""The table of number formats: what distinguishes them, as data. Imports no NumPy.

Rounding, encoding, enumeration, names and the page of formats follow from a row; adding a format is adding a row.

Sources: IEEE 754-2019; NVIDIA A100 whitepaper (tf32); OCP 8-bit Floating Point Specification 1.0 (e4m3fn, e5m2);
OCP Microscaling Formats 1.0 (e8m0, 6 and 4 bits); Noune et al. 2022, arXiv:2206.02915 (fnuz); ml_dtypes (e4m3, e3m4,
e4m3b11fnuz); ARM's Q notation (fixed point).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple

from actcli.choices import Rounding
from actcli.spelling import normalize

#: Each direction in words.
ROUNDINGS: Final = {
    Rounding.even: "to nearest, ties to even",
    Rounding.away: "to nearest, ties away from zero",
    Rounding.zero: "towards zero",
    Rounding.up: "towards +inf",
    Rounding.down: "towards -inf",
}


class Specials(StrEnum):
    """The special values of a floating-point format, and their codes."""

    ieee = "ieee"
    fn = "fn"
    fnuz = "fnuz"
    finite = "finite"


#: The treatment of infinities, nan, overflow and -0, by the special values of a format.
RULES: Final = {
    Specials.ieee: "The largest exponent encodes infinities and nan. Overflow gives an infinity.",
    Specials.fn: "No infinities; nan is the code of all ones. Infinities and overflow give nan.",
    Specials.fnuz: "No infinities and no -0, whose code is nan. Infinities and overflow give nan, -0 gives 0.",
    Specials.finite: "Neither infinities nor nan. Infinities and overflow give the largest value of their sign, nan "
    "gives 0.",
}
#: The rule of formats that have neither sign nor zero, in addition.
NO_ZERO: Final = (
    "No sign and no zero: 0 and negative numbers give nan. Positive numbers below the smallest value give it, or nan "
    "where they are rounded down."
)
#: The rule of integer and fixed-point formats.
INTEGER_RULE: Final = "Numbers beyond the ends give the ends. nan and -0 give 0."


class FloatRow(NamedTuple):
    """A binary floating-point format.

    Attributes
    ----------
    name
        As ml_dtypes and PyTorch spell it.
    bits
        Width of an encoding.
    mantissa_bits
        Explicit bits of the significand.
    bias
        Subtracted from the encoded exponent.
    specials
        Its special values.
    short
        Other names. A name that several rows share is refused, naming them.
    summary
        A description in a few words.
    signed
        Whether there is a sign bit.
    has_zero
        Whether the smallest exponent encodes zero and the subnormals.
    padding
        Low bits of an encoding that are always 0.
    """

    name: str
    bits: int
    mantissa_bits: int
    bias: int
    specials: Specials
    short: tuple[str, ...]
    summary: str
    signed: bool = True
    has_zero: bool = True
    padding: int = 0

    @property
    def magnitude_bits(self) -> int:
        """Bits of exponent and mantissa."""
        return self.bits - self.padding - self.signed

    @property
    def exponent_bits(self) -> int:
        """Bits of the encoded exponent."""
        return self.magnitude_bits - self.mantissa_bits

    @property
    def largest_code(self) -> int:
        """Code of the largest finite value, without padding."""
        taken = {Specials.ieee: 1 << self.mantissa_bits, Specials.fn: 1, Specials.fnuz: 0, Specials.finite: 0}
        return (1 << self.magnitude_bits) - 1 - taken[self.specials]

    @property
    def min_exponent(self) -> int:
        """Exponent of the smallest value with a full significand."""
        return (1 if self.has_zero else 0) - self.bias

    @property
    def max_exponent(self) -> int:
        """Exponent of the largest finite value."""
        return (self.largest_code >> self.mantissa_bits) - self.bias

    @property
    def largest(self) -> float:
        """The largest finite value."""
        fraction = self.largest_code & ((1 << self.mantissa_bits) - 1)
        return 2.0**self.max_exponent * (1 + fraction * 2.0**-self.mantissa_bits)

    @property
    def rule(self) -> str:
        """Sentences on how the format treats values that it can't hold."""
        return RULES[self.specials] if self.has_zero else f"{RULES[self.specials]} {NO_ZERO}"


class IntegerRow(NamedTuple):
    """An integer format with a scale and a zero point.

    Attributes
    ----------
    name
        As NumPy spells it.
    bits
        Width of an encoding.
    signed
        Whether codes are in two's complement.
    short
        Other names.
    example
        A use of it in quantized networks.
    """

    name: str
    bits: int
    signed: bool
    short: tuple[str, ...]
    example: str


_IEEE, _FN, _FNUZ, _FINITE = Specials.ieee, Specials.fn, Specials.fnuz, Specials.finite

#: The floating-point formats, widest first.
FLOATS: Final = (
    FloatRow("float64", 64, 52, 1023, _IEEE, ("fp64", "f64", "double"), "IEEE double precision"),
    FloatRow("float32", 32, 23, 127, _IEEE, ("fp32", "f32", "float", "single"), "IEEE single precision"),
    FloatRow("tf32", 32, 10, 127, _IEEE, ("tensorfloat32",), "19 bits of a float32, in tensor cores", padding=13),
    FloatRow("float16", 16, 10, 15, _IEEE, ("fp16", "f16", "half"), "IEEE half precision"),
    FloatRow("bfloat16", 16, 7, 127, _IEEE, ("bf16",), "the upper half of a float32"),
    FloatRow("float8_e3m4", 8, 4, 3, _IEEE, ("e3m4",), "8 bits in IEEE style"),
    FloatRow("float8_e4m3", 8, 3, 7, _IEEE, ("e4m3",), "8 bits in IEEE style"),
    FloatRow(
        "float8_e4m3fn",
        8,
        3,
        7,
        _FN,
        ("e4m3fn", "e4m3", "fp8", "f8", "float8"),
        "8 bits of OCP, for weights and results",
    ),
    FloatRow("float8_e4m3fnuz", 8, 3, 8, _FNUZ, ("e4m3fnuz",), "8 bits of Graphcore and AMD MI300"),
    FloatRow("float8_e4m3b11fnuz", 8, 3, 11, _FNUZ, ("e4m3b11fnuz", "e4m3b11"), "8 bits with a bias of 11"),
    FloatRow(
        "float8_e5m2", 8, 2, 15, _IEEE, ("e5m2", "fp8", "f8", "float8"), "8 bits of OCP, the upper half of a float16"
    ),
    FloatRow("float8_e5m2fnuz", 8, 2, 16, _FNUZ, ("e5m2fnuz",), "8 bits of Graphcore and AMD MI300"),
    FloatRow(
        "float8_e8m0fnu",
        8,
        0,
        127,
        _FN,
        ("e8m0fnu", "e8m0"),
        "powers of two, the scales of OCP MX",
        signed=False,
        has_zero=False,
    ),
    FloatRow("float6_e2m3fn", 6, 3, 1, _FINITE, ("e2m3fn", "e2m3", "fp6", "f6", "float6"), "6 bits of OCP MX"),
    FloatRow("float6_e3m2fn", 6, 2, 3, _FINITE, ("e3m2fn", "e3m2", "fp6", "f6", "float6"), "6 bits of OCP MX"),
    FloatRow("float4_e2m1fn", 4, 1, 1, _FINITE, ("e2m1fn", "e2m1", "fp4", "f4", "float4"), "4 bits of OCP MX"),
)

#: The integer formats.
INTEGERS: Final = (
    IntegerRow("int8", 8, signed=True, short=("i8", "s8"), example="int8:scale=1/256,zero_point=-128"),
    IntegerRow("uint8", 8, signed=False, short=("u8",), example="uint8:scale=1/255"),
    IntegerRow("int16", 16, signed=True, short=("i16", "s16"), example="int16:scale=1/32768"),
    IntegerRow("uint16", 16, signed=False, short=("u16",), example="uint16:scale=1/65535"),
)

#: Examples of fixed-point names, with what they mean.
FIXED: Final = {"q3.12": "a sign bit, 3 integer bits and 12 fraction bits", "uq0.8": "no sign, 8 fraction bits"}
#: The widest fixed-point format.
FIXED_BITS: Final = 32

#: The widest format whose values are enumerated.
ENUMERABLE_BITS: Final = 16

#: Names as help and completion list them.
NAMES: Final = (*(row.name for row in FLOATS), *(row.name for row in INTEGERS), *FIXED)


def rows_named(name: str) -> list[FloatRow | IntegerRow]:
    """Return the rows that a name may mean: one, several if it is ambiguous, or none."""
    key = normalize(name.strip())
    rows = (*FLOATS, *INTEGERS)
    exact = [row for row in rows if normalize(row.name) == key]
    return exact or [row for row in rows if key in map(normalize, row.short)]
