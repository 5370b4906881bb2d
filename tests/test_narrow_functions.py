"""Every value of every narrow type through every function: the result is the rounding of the exact value.

Float64 results are trusted as far as the judge vouches for them: 4 ulp times (1 + condition number). Where a result
that far off could round otherwise, and on a random sample, the exact value decides, to hundreds of digits. Where even
that lies so close to a tie, either neighbour passes; those cases are counted and named (``pytest -s``).
"""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass

import numpy as np
import pytest

from actcli import registry
from actcli.activation import Array, Elementwise
from actcli.bound import Bound
from actcli.narrow import NUMBER_TYPES, NumberType
from judging.real import Real
from judging.truth import exact, kappa, precision, spacing
from judging.truth import quantity as formula_quantity
from judging.verdict import ALLOWED_ULPS, Case

NARROW = [number_type for number_type in NUMBER_TYPES.values() if number_type.bits <= 16]
RECORDS = [record for record in registry.records().values() if isinstance(record, Elementwise)]
#: About so many results of each function are compared with the exact value whatever they are.
SAMPLE = 20
every_function = pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.name)


@dataclass(frozen=True)
class Quantity:
    """A function (None) or its derivative (0) at default parameters."""

    record: Elementwise
    wrt: int | None

    @property
    def bound(self) -> Bound:
        return Bound(self.record, self.record.defaults)

    def compute(self, x: Array) -> Array:
        return self.bound.compute(x) if self.wrt is None else self.bound.slope(x)

    def margin(self, x: Array, y: Array) -> Array:
        """Return, amply, what the judge allows float64 to be off."""
        step = np.spacing(np.abs(x)) * 2**20
        with np.errstate(all="ignore"):
            moved = np.abs(self.compute(x + step) - self.compute(x - step)) / 2 * 2**32
            allowed = 8 * ALLOWED_ULPS * (np.spacing(np.abs(y)) + moved * 2.0**-52)
        return np.where(np.isfinite(allowed), allowed, 0.0)


def odd(value: Real) -> float:
    """Return the double next to a number, the odd one unless it is exact: to be rounded again without harm."""
    near = float(value)
    if not math.isfinite(near) or Real.of(near) == value:
        return near
    if np.float64(near).view(np.uint64) & np.uint64(1):
        return near
    return math.nextafter(near, math.inf if Real.of(near) < value else -math.inf)


def doubtful(quantity: Quantity, number_type: NumberType, x: Array) -> tuple[Array, Array]:
    """Return the points where an allowed error could change the result, and a random sample; and their results."""
    y = quantity.compute(x)
    got = number_type.round(y)
    margin = quantity.margin(x, y)
    low, high = number_type.round(y - margin), number_type.round(y + margin)
    sure = (low == high) | (np.isnan(low) & np.isnan(high))
    sure &= (np.random.default_rng(x.size).random(x.size) > SAMPLE / x.size) | ~np.isfinite(x)
    return x[~sure], got[~sure]


def wrong(quantity: Quantity, number_type: NumberType, x: Array) -> tuple[list[str], list[str]]:
    """Return the wrong results and those that a tie excuses."""
    case = Case(quantity.record, quantity.record.defaults)
    record = quantity.record
    truth = case.truth(quantity.wrt)
    text = record.formula if quantity.wrt is None else record.derivative
    printed = formula_quantity(text, ("x", *(p.name for p in record.params)))
    failures: list[str] = []
    excused: list[str] = []
    points, results = doubtful(quantity, number_type, x)
    for at, got in zip(points.tolist(), results.tolist(), strict=True):
        with precision(4000):
            at_kink = quantity.wrt == 0 and at in case.kinks
            wanted = Real.of(case.kinks[at].chosen) if at_kink else printed(exact((at, *case.arguments)))
            if wanted.is_nan():  # 0/0 far out in a tail; differences see it
                wanted = truth((at, *case.arguments), careful=True)
            rounded = float(number_type.round(np.array([odd(wanted)]))[0])
            if rounded == got or (math.isnan(rounded) and math.isnan(got)):
                continue
            middle = (Real.of(rounded) + Real.of(got)).shifted(-1) if math.isfinite(rounded + got) else None
            limit = ALLOWED_ULPS * (1 + kappa(wanted, truth.condition((at, *case.arguments))))
            close = middle is not None and float(abs(wanted - middle) / spacing(wanted)) <= limit
        line = f"{quantity.record.name}{'' if quantity.wrt is None else chr(39)}({at!r}) in {number_type.name}: {got!r}"
        (excused if close else failures).append(f"{line}, exactly {rounded!r}")
    return failures, excused


@pytest.mark.exhaustive
@every_function
@pytest.mark.parametrize("number_type", NARROW, ids=lambda number_type: number_type.name)
def test_every_value_is_the_rounding_of_the_exact_one(record: Elementwise, number_type: NumberType) -> None:
    x = np.concatenate([number_type.every(), [np.inf, -np.inf, np.nan]])
    for wrt in (None, 0):
        failures, excused = wrong(Quantity(record, wrt), number_type, x)
        for line in excused:
            print("at a tie:", line)
        assert not failures, "\n".join([f"{len(failures)} wrong", *failures[:10]])


def float32_points(record: Elementwise, count: int) -> Array:
    random = np.random.default_rng(len(record.name))
    encodings = random.integers(0, 0x7F800000, count, dtype=np.uint32)  # finite and positive
    bits = encodings.view(np.float32).astype(np.float64) * random.choice([-1, 1], count)
    usual = random.normal(0, 4, count).astype(np.float32).astype(np.float64)
    near = [kink.at for kink in record.traits(**record.defaults).kinks] + [0.0]
    around = np.concatenate([np.float32(at) + np.arange(-40, 41) * np.spacing(np.float32(at)) for at in near])
    return np.concatenate([bits, usual, around.astype(np.float64)])


@every_function
def test_float32_is_the_rounding_of_the_exact_value(record: Elementwise) -> None:
    for wrt in (None, 0):
        failures, _ = wrong(Quantity(record, wrt), NUMBER_TYPES["float32"], float32_points(record, 2000))
        assert not failures, "\n".join(failures[:10])


@every_function
@pytest.mark.parametrize("name", ["float8_e4m3fn", "float8_e5m2"])
def test_eight_bits(record: Elementwise, name: str) -> None:
    for wrt in (None, 0):
        failures, _ = wrong(Quantity(record, wrt), NUMBER_TYPES[name], NUMBER_TYPES[name].every())
        assert not failures, "\n".join(failures[:10])


def test_a_function_that_computes_in_float32_is_caught() -> None:
    record = registry.records()["silu"]
    assert isinstance(record, Elementwise)
    sloppy = dataclasses.replace(record, f=lambda x: record.f(x).astype(np.float32).astype(np.float64) * (1 + 2.0**-22))
    assert wrong(Quantity(sloppy, None), NUMBER_TYPES["float32"], float32_points(record, 100))[0]
