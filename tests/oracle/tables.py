"""Tables of codes before the judge: each code decoded, computed and rounded without the tool.

The decoders are ml_dtypes' and the definition of integers with a scale; functions are computed by mpmath at a point in
exact fractions; results are rounded by looking for the neighbours among all values of the type.
"""

from __future__ import annotations

import bisect
import itertools
import math
from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property
from typing import TYPE_CHECKING

import mpmath
import numpy as np
from mpmath import libmp

from actcli.choices import Rounding
from actcli.numbers.formats import FLOAT_FORMATS
from actcli.spec.resolve import resolve
from oracle.number_formats import Judge, foreign_values, integer_judge, judge
from oracle.second_opinion import Opinion

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from actcli.evaluation.bound import BoundActivation

#: Bits to which values are computed: those of 1 - tanh(x) grow with x, of gelu with its square, of gelu_tanh with its
#: cube. All but the spare ones tell a boundary from the numbers beside it.
_BITS, _MOST_BITS, _SPARE = 1300, 12_000, 300
#: Powers of two beyond which all numbers round alike.
_FAR = 20_000


@dataclass(frozen=True)
class Powers:
    """The judge of float8_e8m0fnu, which has neither sign nor zero: ties go to the larger power."""

    least: Fraction = Fraction(1, 2**127)
    largest: Fraction = Fraction(2**127)

    def round(self, x: Fraction, mode: Rounding, *, saturate: bool) -> float:
        if x <= 0:
            return math.nan
        nearest = mode in {Rounding.even, Rounding.away}
        if x < self.least:
            return float(self.least) if nearest or mode == Rounding.up else math.nan
        above = nearest and 2 * x >= 3 * self.largest
        if x >= 2 * self.largest or (x > self.largest and (mode == Rounding.up or above)):
            inwards = mode in {Rounding.zero, Rounding.down}
            return float(self.largest) if saturate or inwards else math.nan
        low = max(power for power in self.powers if power <= x)
        up = x > low and (mode == Rounding.up or (nearest and 2 * x >= 3 * low))
        return float(2 * low if up else low)

    @cached_property
    def powers(self) -> list[Fraction]:
        return [Fraction(2) ** exponent for exponent in range(-127, 129)]

    @property
    def boundaries(self) -> list[Fraction]:
        return [Fraction(0), *(bound for power in self.powers for bound in (power, power * 3 / 2))]


class Type:
    """A type of 8 bits or fewer without the tool: the values of its codes, and rounding to them."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.is_float = name in FLOAT_FORMATS
        self.judge: Judge | Powers
        if name == "float8_e8m0fnu":
            self.judge = Powers()
            self.boundaries = self.judge.boundaries
        else:
            self.judge = judge(FLOAT_FORMATS[name]) if self.is_float else integer_judge(name)
            line = [self.judge.below, *self.judge.values, self.judge.above]
            self.boundaries = sorted({*line, *((low + high) / 2 for low, high in itertools.pairwise(line))})
        self.values: list[Fraction | float] = self._floats() if self.is_float else self._integers()

    def _floats(self) -> list[Fraction | float]:
        values = foreign_values(FLOAT_FORMATS[self.name]).tolist()
        return [Fraction(value) if math.isfinite(value) and value else value for value in values]

    def _integers(self) -> list[Fraction | float]:
        """Return the values by code: in two's complement where there are negative ones."""
        ascending = integer_judge(self.name).values
        kind = self.name.partition(":")[0]
        negative = 0 if kind.startswith("u") else len(ascending) // 2
        return [*ascending[negative:], *ascending[:negative]]

    @cached_property
    def codes(self) -> Mapping[object, set[int]]:
        """The codes of each value, by its key: every nan has the same one."""
        codes: dict[object, set[int]] = defaultdict(set)
        for code, value in enumerate(self.values):
            codes[_key(value)].add(code)
        return codes


def _key(value: float | Fraction) -> object:
    """Return what tells values apart: both zeros differ, and nan equals nan."""
    value = float(value)
    return "nan" if math.isnan(value) else (value, math.copysign(1, value))


def expected(spec: str, points: Type, results: Type, mode: Rounding, *, saturate: bool) -> list[set[int]]:
    """Return the codes that the results at every code of a type may have.

    They are one code each, or those of nan, or those of both zeros for an exact zero. Far out, where the digits don't
    tell on which side of a boundary a value lies, two neighbours pass.
    """
    exact = _exact_results(spec, points)
    rounded = (
        [_special(y, results, mode, saturate=saturate)]
        if not isinstance(y, Fraction)
        else [results.judge.round(each, mode, saturate=saturate) for each in _candidates(x, y, results.boundaries)]
        for x, y in zip(points.values, exact, strict=True)
    )
    return [
        set().union(*(results.codes[_key(sign * value)] for value in values for sign in (1, -1 if y == 0 else 1)))
        for values, y in zip(rounded, exact, strict=True)
    ]


@cache
def _exact_results(spec: str, points: Type) -> list[Fraction | float]:
    """Return the value at every code of a type: of infinities and nan the float64 result."""
    function = resolve(spec)
    special = iter(function.compute(np.array([float(x) for x in points.values if not math.isfinite(x)])).tolist())
    return [_value(function, Fraction(x)) if math.isfinite(x) else next(special) for x in points.values]


def _value(function: BoundActivation, x: Fraction) -> Fraction | float:
    """Return the exact value to as many bits as the point takes; nan outside the domain."""
    y = Opinion(function, _bits(x))(x)
    if not mpmath.isfinite(y):
        return float(y)
    magnitude = mpmath.frexp(y)[1]
    if abs(magnitude) > _FAR:
        return Fraction(int(mpmath.sign(y))) * Fraction(2) ** (_FAR if magnitude > 0 else -_FAR)
    return Fraction(*libmp.to_rational(y._mpf_))


def _bits(x: Fraction) -> int:
    return min(_BITS + int(4 * abs(x) + x * x + abs(x) ** 3 / 5), _MOST_BITS)


def _candidates(x: Fraction | float, y: Fraction, boundaries: Sequence[Fraction]) -> list[Fraction]:
    """Return the value; the boundary that it lies on, as far as its digits tell; both sides too where they don't."""
    place, sure = bisect.bisect_left(boundaries, y), 2 ** (_bits(Fraction(x)) - _SPARE)
    near = [edge for edge in boundaries[max(place - 1, 0) : place + 1] if abs(y - edge) <= abs(edge) / sure]
    if not near:
        return [y]
    beside = [(abs(near[0]) or 1) / Fraction(sure)] if _bits(Fraction(x)) == _MOST_BITS else []
    return [near[0] + shift for each in [Fraction(0), *beside] for shift in (-each, each)]


def _special(value: float, kind: Type, mode: Rounding, *, saturate: bool) -> float:
    """Return what results at infinities and nan give: nan, infinities, and limits, zeros of either sign among them."""
    judged = kind.judge
    if math.isnan(value):
        return math.nan if isinstance(judged, Powers) else judged.nan
    if math.isfinite(value):
        rounded = judged.round(Fraction(value), mode, saturate=saturate)
        return judged.zeros[0] if isinstance(judged, Judge) and math.copysign(1, value) == -1 and not value else rounded
    if isinstance(judged, Powers):
        return float(judged.largest) if saturate and value > 0 else math.nan
    if saturate:
        return float(judged.values[-1] if value > 0 else judged.values[0])
    return judged.over if value > 0 else judged.under
