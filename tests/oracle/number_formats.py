"""Number formats before the judge: values as ml_dtypes, NumPy and the definitions have them, in fractions."""

from __future__ import annotations

import bisect
import itertools
import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

import ml_dtypes
import numpy as np
import pytest

from actcli.choices import Rounding
from actcli.numbers.format_table import FLOATS, Specials
from actcli.numbers.formats import FLOAT_FORMATS, number_format

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from actcli.numbers.float_format import FloatFormat
    from actcli.numbers.number_format import NumberFormat

    Floats = NDArray[np.float64]

NARROW = [form for form in FLOAT_FORMATS.values() if form.bits <= 16]
INTEGER_NAMES = [
    "int8:scale=1/256,zero_point=-128",
    "int8:scale=1/3,zero_point=5",
    "uint8:scale=0.1,zero_point=255",
    "uint8:scale=1/255",
    "int8:scale=3",
    "int16:scale=1/32768",
    "int16:scale=0.0007,zero_point=-3",
    "uint16:scale=1/65535,zero_point=40000",
    "q3.12",
    "q0.7",
    "uq0.8",
    "uq4.0",
    "q2.3",
    "q7.24",
    "uq0.32",
]
HARD = np.array([0.0, -0.0, 5e-324, -5e-324, 1e-310, 1.0, -1.0, 1.7976931348623157e308, math.inf, -math.inf, math.nan])

every_float = pytest.mark.parametrize("form", FLOAT_FORMATS.values(), ids=lambda form: form.name)
narrow_float = pytest.mark.parametrize("form", NARROW, ids=lambda form: form.name)
every_format = pytest.mark.parametrize("name", [*FLOAT_FORMATS, *INTEGER_NAMES])
native_type = pytest.mark.parametrize("name", ["float64", "float32", "float16"])
every_mode = pytest.mark.parametrize("mode", Rounding)


def foreign(name: str) -> np.dtype[Any]:
    """Return the type as NumPy or ml_dtypes knows it."""
    dtype: np.dtype[Any] = np.dtype(getattr(np, name, None) or getattr(ml_dtypes, name))
    return dtype


def foreign_values(form: FloatFormat) -> Floats:
    """Return the value of every code, as ml_dtypes or NumPy decode it."""
    with np.errstate(invalid="ignore"):  # signalling nans among the codes
        return form.codes().view(foreign(form.name)).astype(np.float64)


def magnitudes(form: FloatFormat) -> Floats:
    """Return the finite values from 0 or the smallest up, indexed by code."""
    values = foreign_values(form)[: 1 << form.row.magnitude_bits]
    return values[np.isfinite(values)]


def same(got: Floats, wanted: Floats) -> bool:
    """Tell whether arrays agree; nan equals nan, -0 differs from 0."""
    equal = (got == wanted) & (np.signbit(got) == np.signbit(wanted)) | np.isnan(got) & np.isnan(wanted)
    return bool(np.all(equal))


def random_doubles(count: int, seed: int) -> Floats:
    """Finite doubles of every magnitude."""
    doubles = np.random.default_rng(seed).integers(-(2**63), 2**63, count).view(np.float64)
    return doubles[np.isfinite(doubles)]


class Judge(NamedTuple):
    """A format as the list of its finite values: rounding by looking for the neighbours, in fractions.

    Attributes
    ----------
    values
        Distinct, ascending.
    even
        Whether a value wins ties to even.
    above, below
        What lies beyond the ends: half-way there overflow begins.
    over, under, nan
        What overflow and nan give.
    zeros
        What numbers below and above 0 that round to 0 give.
    """

    values: list[Fraction]
    even: list[bool]
    above: Fraction
    below: Fraction
    over: float
    under: float
    nan: float
    zeros: tuple[float, float]

    def round(self, x: Fraction, mode: Rounding, *, saturate: bool) -> float:
        limits = (self.values[0], self.values[-1]) if saturate else (self.below, self.above)
        if saturate:
            x = min(max(x, limits[0]), limits[1])
        after = bisect.bisect_right(self.values, x)
        known = [(self.values[i], self.even[i]) for i in (after - 1, after) if 0 <= i < len(self.values)]
        # Beyond both ends the list goes on with one value, of the parity that the last has not.
        if after == len(self.values):
            known.append((self.above, not self.even[-1]))
        if after == 0:
            known.insert(0, (self.below, not self.even[0]))
        (low, low_is_even), (high, _) = known
        nearer = x - low - (high - x)
        hit = x == low > self.below
        chosen = {
            Rounding.down: low,
            Rounding.up: low if hit else high,
            Rounding.zero: low if x >= 0 or hit else high,
            Rounding.even: high if nearer > 0 or (nearer == 0 and not low_is_even) else low,
            Rounding.away: high if nearer > 0 or (nearer == 0 and x >= 0) else low,
        }[mode]
        if chosen == self.above or (x > self.above and chosen == high):
            return self.over
        if chosen == self.below or (x < self.below and chosen == low):
            return self.under
        return self.zeros[x >= 0] if chosen == 0 else float(chosen)


def judge(form: NumberFormat) -> Judge:
    """Make a judge from what ml_dtypes or the definition of integer formats says."""
    row = next((row for row in FLOATS if row.name == form.name), None)
    if row is None:
        return integer_judge(form.name)
    positive = magnitudes(FLOAT_FORMATS[row.name]).tolist()
    even = [code % 2 == 0 for code in range(len(positive))]
    values, gap = [Fraction(value) for value in positive], Fraction(positive[-1]) - Fraction(positive[-2])
    over = math.inf if row.specials is Specials.ieee else math.nan
    values = [-value for value in values[:0:-1]] + values
    minus = 0.0 if row.specials is Specials.fnuz else -0.0
    nan = 0.0 if row.specials is Specials.finite else math.nan
    return Judge(values, even[:0:-1] + even, values[-1] + gap, values[0] - gap, over, -over, nan, (minus, 0.0))


def integer_judge(name: str) -> Judge:
    """Make a judge of an integer or fixed-point format by its definition."""
    kind, _, words = name.partition(":")
    if words:
        given = dict(word.split("=") for word in words.split(","))
        scale, zero = Fraction(given["scale"]), int(given.get("zero_point", "0"))
        info = np.iinfo(kind)
        codes = range(info.min - zero, info.max - zero + 1)
    else:
        whole, fraction = map(int, kind.strip("uq").split("."))
        scale, top = Fraction(1, 2**fraction), 2 ** (whole + fraction)
        codes = range(0 if kind.startswith("u") else -top, top)
    values = [code * scale for code in codes]
    even = [code % 2 == 0 for code in codes]
    return Judge(values, even, values[-1] + scale, values[0] - scale, math.nan, math.nan, 0.0, (0.0, 0.0))


JUDGED = [form for form in NARROW if form.row.has_zero] + [
    form for form in map(number_format, INTEGER_NAMES) if form.bits <= 16
]
JUDGES = {form.name: judge(form) for form in JUDGED}


def boundaries(judged: Judge, count: int) -> list[Fraction]:
    """Return values, midpoints between them and what lies just beside both, near 0, near the ends and in between."""
    line = [judged.below, *judged.values, judged.above]
    middle = [(low + high) / 2 for low, high in itertools.pairwise(line)]
    places = sorted([*line, *middle])
    half = places.index(Fraction(0))
    step = max(1, len(places) // count)
    chosen = {*places[::step], *places[:9], *places[-9:], *places[max(half - 9, 0) : half + 9]}
    tiny = Fraction(1, 2**300)
    return [place + shift for place in chosen for shift in (-tiny, 0, tiny)]
