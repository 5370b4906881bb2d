"""How far f and f' of a function are off, in units in the last place: the largest errors, for the accuracy report."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from actcli.evaluation import evaluate
from actcli.numbers.formats import FLOAT64
from oracle import goal
from oracle.points import generator, points
from oracle.real import Real
from oracle.report import ALLOWED_ULPS
from oracle.truth import kappa
from oracle.verdict import Case

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from actcli.catalog.record import Elementwise, Kernel
    from actcli.numbers.array import Array
    from actcli.numbers.float_format import FloatFormat

QUANTITIES = ("f", "f'")
#: How many times as many points of the tails and around zero as the tests have.
MANY = 4
#: The share of bad results is that of so many random points of -WIDTH .. WIDTH.
WIDTH = 40.0
COUNT = 1000


@dataclass(frozen=True)
class Error:
    """One error, in units of the spacing of a number type at the exact value; infinite for nan and false infinities."""

    x: float
    wanted: Real
    ulps: float


@dataclass(frozen=True)
class Errors:
    """The errors of f (wrt is None) or f' (wrt is 0) at default parameters."""

    case: Case
    wrt: int | None
    all: Sequence[Error]

    @property
    def largest(self) -> float:
        return _largest(self.all)

    @property
    def tails(self) -> float:
        """The largest for abs(x) >= 4, where the exact result is a normal number."""
        return _largest(e for e in self.all if abs(e.x) >= goal.TAIL and goal.is_normal(float(e.wanted)))

    @property
    def origin(self) -> float:
        """The largest for abs(x) <= 1/4, where the exact result is a normal number."""
        return _largest(e for e in self.all if abs(e.x) <= goal.ORIGIN and goal.is_normal(float(e.wanted)))

    @property
    def relative(self) -> float:
        """The largest in units of 1 + condition number."""
        truth, largest = self.case.truth(self.wrt), 0.0
        for e in sorted(self.all, key=lambda e: -e.ulps):
            if e.ulps <= largest:
                break
            condition = truth.condition((e.x, *self.case.arguments))
            largest = max(largest, e.ulps / (1 + kappa(e.wanted, condition)))
        return largest

    @property
    def share(self) -> float:
        """The share of -40 .. 40 where the error is more than 4 ulp."""
        chosen = set(_usual(self.case.record))
        counted = [e.ulps > ALLOWED_ULPS for e in self.all if e.x in chosen]
        return sum(counted) / max(len(counted), 1)


def _largest(errors: Iterable[Error]) -> float:
    return max((e.ulps for e in errors), default=0.0)


def _usual(record: Elementwise) -> list[float]:
    """Return the points of which the share of bad results is taken: float32 values, so that they suit every peer."""
    x = generator("usual", record.name).uniform(-WIDTH, WIDTH, COUNT).astype(np.float32).astype(np.float64)
    return [each for each in x.tolist() if each in record.traits(**record.defaults).domain]


def measure(record: Elementwise, number_format: FloatFormat = FLOAT64) -> dict[str, Errors]:
    """Return the errors of f and f' at default parameters.

    The points are thousands of values of the number type: of all magnitudes, in the tails, around zero and the kinks.
    """
    case = Case(record, record.defaults)
    where = [*goal.where(record, MANY), *points(record, record.defaults, case.traits, 20), *_usual(record)]
    x = number_format.round(np.unique(where))
    x = np.array([each for each in x.tolist() if each in case.traits.domain])
    kernels: tuple[Kernel, ...] = (case.kernels.f, case.kernels.grad)
    return {
        what: Errors(case, wrt, list(_errors(case, wrt, kernel, x, number_format)))
        for what, wrt, kernel in zip(QUANTITIES, (None, 0), kernels, strict=True)
    }


def _errors(case: Case, wrt: int | None, kernel: Kernel, x: Array, number_format: FloatFormat) -> Iterable[Error]:
    truth = case.truth(wrt)
    results = evaluate.elementwise(kernel, x, case.arguments)
    for at, got in zip(x.tolist(), results.tolist(), strict=True):
        if wrt == 0 and at in case.kinks:
            continue  # the slope there is a convention
        point = (at, *case.arguments)
        wanted = truth(point)
        if _distance(got, wanted, number_format) > 1:
            wanted = truth(point, verify=True)
        if abs(float(wanted)) <= number_format.max:
            yield Error(at, wanted, _distance(got, wanted, number_format))


def _distance(got: float, wanted: Real, number_format: FloatFormat) -> float:
    if not math.isfinite(got):
        return math.inf
    exponent = wanted.magnitude() - 1 if wanted.raw[1] else number_format.min_exponent
    spacing = Real.power_of_two(max(exponent, number_format.min_exponent) - number_format.mantissa_bits)
    return float(abs(Real.of(got) - wanted) / spacing)
