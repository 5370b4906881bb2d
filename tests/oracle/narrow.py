"""The narrow types before the judge: every result is the rounding of the exact value.

Float64 results are trusted as far as the judge vouches for them: 4 ulp times (1 + condition number). Where a result
that far off could round otherwise, and on a random sample, the exact value decides, to hundreds of digits. Where even
that lies so close to a tie, either neighbour passes: those cases are named.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from actcli.evaluation.bound import BoundActivation
from oracle.real import ZERO, Real
from oracle.report import ALLOWED_ULPS
from oracle.truth import exact, kappa, precision, spacing
from oracle.truth import quantity as formula_quantity
from oracle.verdict import Case

if TYPE_CHECKING:
    from actcli.catalog.record import Elementwise
    from actcli.numbers.array import Array
    from actcli.numbers.float_format import FloatFormat

#: About so many results of each function are compared with the exact value whatever they are.
SAMPLE = 20


@dataclass(frozen=True)
class Quantity:
    """A function (None) or its derivative (0) at default parameters."""

    record: Elementwise
    wrt: int | None

    @property
    def bound(self) -> BoundActivation:
        return BoundActivation(self.record, self.record.defaults)

    @property
    def name(self) -> str:
        return self.record.name + ("" if self.wrt is None else "'")

    def compute(self, x: Array) -> Array:
        return self.bound.compute(x) if self.wrt is None else self.bound.slope(x)

    def margin(self, x: Array, y: Array) -> Array:
        """Return, amply, what the judge allows float64 to be off."""
        step = np.spacing(np.abs(x)) * 2**20
        with np.errstate(all="ignore"):
            moved = np.abs(self.compute(x + step) - self.compute(x - step)) / 2 * 2**32
            allowed = 8 * ALLOWED_ULPS * (np.spacing(np.abs(y)) + moved * 2.0**-52)
        return np.where(np.isfinite(allowed), allowed, 0.0)


@dataclass(frozen=True)
class Tie:
    """A result that is not the rounding of the exact value, and may be."""

    what: str
    number_format: str
    x: float
    got: float
    wanted: float

    def __str__(self) -> str:
        return f"{self.what}({self.x!r}) in {self.number_format}: {self.got!r}, exactly {self.wanted!r}"


def wrong(quantity: Quantity, number_format: FloatFormat, x: Array) -> tuple[list[Tie], list[Tie]]:
    """Return the wrong results and those that a tie excuses."""
    failures: list[Tie] = []
    excused: list[Tie] = []
    points, results = _doubtful(quantity, number_format, x)
    for at, got in zip(points.tolist(), results.tolist(), strict=True):
        wanted = _truth(quantity, at)
        rounded = float(number_format.round(np.array([_odd(wanted)]))[0])
        if _same(rounded, got, signed=wanted != ZERO):
            continue
        tie = Tie(quantity.name, number_format.name, at, got, rounded)
        (excused if _close_to_tie(quantity, tie, wanted) else failures).append(tie)
    return failures, excused


def _same(a: float, b: float, *, signed: bool) -> bool:
    """Tell whether two results agree, in the sign of zero too where the exact value has one."""
    if math.isnan(a) or math.isnan(b):
        return math.isnan(a) and math.isnan(b)
    return a == b and (not signed or math.copysign(1.0, a) == math.copysign(1.0, b))


def _doubtful(quantity: Quantity, number_format: FloatFormat, x: Array) -> tuple[Array, Array]:
    """Return the points where an allowed error could change the result, and a random sample; and their results."""
    y = quantity.compute(x)
    got = number_format.round(y)
    margin = quantity.margin(x, y)
    sure = ~number_format.undecided(y, margin)
    sure &= (np.random.default_rng(x.size).random(x.size) > SAMPLE / x.size) | ~np.isfinite(x)
    return x[~sure], got[~sure]


def _truth(quantity: Quantity, x: float) -> Real:
    """Return the exact value, that of a derivative from its printed formula."""
    case = _case(quantity)
    if quantity.wrt == 0 and x in case.kinks:
        return Real.of(case.kinks[x].subgradient)
    record = quantity.record
    printed = formula_quantity(
        record.formula if quantity.wrt is None else record.derivative, ("x", *(p.name for p in record.params))
    )
    with precision(4000):
        wanted = printed(exact((x, *case.arguments)))
        # 0/0 far out in a tail: differences see it.
        return case.truth(quantity.wrt)((x, *case.arguments), verify=True) if wanted.is_nan() else wanted


def _case(quantity: Quantity) -> Case:
    return Case(quantity.record, quantity.record.defaults)


def _odd(value: Real) -> float:
    """Return the double next to a number, the odd one unless it is exact: to be rounded again without harm."""
    near = float(value)
    if not math.isfinite(near) or Real.of(near) == value:
        return near
    if np.float64(near).view(np.uint64) & np.uint64(1):
        return near
    return math.nextafter(near, math.inf if Real.of(near) < value else -math.inf)


def _close_to_tie(quantity: Quantity, tie: Tie, wanted: Real) -> bool:
    """Tell whether a float64 result within the judge's verdict may lie on the other side of the tie."""
    if not math.isfinite(tie.got + tie.wanted):
        return False
    case = _case(quantity)
    point = (tie.x, *case.arguments)
    with precision(4000):
        middle = (Real.of(tie.wanted) + Real.of(tie.got)).shifted(-1)
        limit = ALLOWED_ULPS * (1 + kappa(wanted, case.truth(quantity.wrt).condition(point)))
        return float(abs(wanted - middle) / spacing(wanted)) <= limit


def float32_points(record: Elementwise, count: int) -> Array:
    """Return random float32 values of all magnitudes and of the usual size, and all those next to 0 and the kinks."""
    random = np.random.default_rng(len(record.name))
    encodings = random.integers(0, 0x7F800000, count, dtype=np.uint32)  # finite and positive
    bits = encodings.view(np.float32).astype(np.float64) * random.choice([-1, 1], count)
    usual = random.normal(0, 4, count).astype(np.float32).astype(np.float64)
    near = [kink.at for kink in record.traits(**record.defaults).kinks] + [0.0]
    around = np.concatenate([np.float32(at) + np.arange(-40, 41) * np.spacing(np.float32(at)) for at in near])
    return np.concatenate([bits, usual, around.astype(np.float64)])
