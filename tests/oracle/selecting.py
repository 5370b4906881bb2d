"""The verdict on functions that select: by the properties that define them, in exact arithmetic."""

from __future__ import annotations

import math
from fractions import Fraction
from functools import partial
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from actcli.evaluation.bound import BoundActivation
from oracle.points import LARGEST, SMALLEST, generator
from oracle.report import ALLOWED_ULPS, Failure, Report, apply

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from actcli.catalog.record import Vector
    from actcli.numbers.array import Array


def judge(record: Vector, values: Mapping[str, float]) -> Report:
    """Judge a function whose formula is for display, by its defining properties."""
    report = Report("properties")
    check = CHECKS.get(record.name)

    def fail(x: object, why: str) -> None:
        report.failures.append(Failure(BoundActivation(record, values).name, "properties", x, None, None, why))

    if check is None:
        fail(None, "no property check is known for this function")
        return report
    function = BoundActivation(record, values)
    multiple = function.multiple
    for x in _vectors(multiple):
        complain = partial(fail, x.tolist())
        y = apply(partial(function.compute, x), complain)
        jacobian = apply(partial(function.slope, x), complain)
        m = record.length(x.size, **values)
        if y.shape != (m,) or jacobian.shape != (m, x.size):
            fail(x.tolist(), f"shapes {y.shape} and {jacobian.shape}, wanted {m} and {(m, x.size)}")
            continue
        for why in check(x, y, jacobian, values):
            fail(x.tolist(), f"{why}: {y.tolist()}, {jacobian.tolist()}")
    return report


def _vectors(multiple: int) -> Iterator[Array]:
    random = generator("selecting", multiple)
    patterns = (
        [0.0, 1.0, 0.5],
        [2.0, 2.0, 2.0, 2.0],
        [0.1, 0.2, 0.3],
        [1.0, 1.0, 0.0],
        [-1.0, -3.0, -1.0],
        [1e8, 1e8 + 0.25, 0.0],
        [1e308, -1e308, 1e308],
        [LARGEST, LARGEST],
        [SMALLEST, -SMALLEST, 0.0, -0.0],
        [-0.0, 0.0],
        [5.0],
        [math.nan, 1.0, 2.0],
        [1.0, math.nan],
        [math.inf, 1.0, 2.0],
        [-math.inf, 1.0, 1.5],
        [-math.inf, -math.inf],
        [math.inf, 3.0, math.inf],
        [-math.inf, math.inf, 0.0],
    )
    for pattern in patterns:
        yield np.tile(pattern, multiple)
    for scale in (1e-300, 1e-3, 0.2, 1.0, 10.0, 1e200):
        for _ in range(4):
            yield random.normal(0, scale, multiple * int(random.integers(1, 6)))
    yield np.arange(-5.0, 5.0, 1 / multiple)


def _near(got: float, wanted: Fraction, condition: Fraction) -> bool:
    """Tell whether a number is within 4 ulp, times 1 + the condition number, of the exact one."""
    if not math.isfinite(got):
        return False
    ulp = Fraction(float(np.spacing(float(abs(wanted)))))
    factor = 1 + condition / abs(wanted) if wanted else Fraction(1)
    return abs(Fraction(got) - wanted) <= int(ALLOWED_ULPS) * ulp * factor


def _same(got: Array, wanted: Array) -> bool:
    """Equal, with nan equal to nan and no -0 for 0."""
    return np.array_equal(got, wanted, equal_nan=True) and not np.signbit(got[wanted == 0]).any()


def _all_nan(*arrays: Array) -> bool:
    return all(bool(np.isnan(array).all()) for array in arrays)


def sparsemax(x: Array, y: Array, jacobian: Array, _values: Mapping[str, float]) -> Iterator[str]:
    """The projection on the simplex: p >= 0, sum 1, x - p constant on the support and x no larger elsewhere."""
    if np.isnan(x).any() or np.isinf(x).any():
        rest = np.where(np.isneginf(x), -LARGEST, x)
        if np.isnan(x).any() and not _all_nan(y, jacobian):
            yield "nan in, nan out"
        elif (
            np.isfinite(rest).all() and np.isfinite(x).any() and not np.allclose(y, _project(rest), rtol=1e-15, atol=0)
        ):
            yield "-inf is an entry that takes no part"
        return
    exact = [Fraction(value) for value in x.tolist()]
    tau, size = _threshold(exact)
    for value, got in zip(exact, y.tolist(), strict=True):
        wanted = max(value - tau, Fraction(0))
        spread = sum((abs(each) for each in exact if each > tau), Fraction(0)) / size + abs(value)
        if not (got >= 0 and math.copysign(1, got) > 0 and (_near(got, wanted, spread) if wanted else got == 0)):
            yield f"{float(value)!r} has {got!r}, wanted {float(wanted)!r}"
    support = np.array([value > tau for value in exact], dtype=float)
    if not np.allclose(jacobian, np.diag(support) - np.outer(support, support) / size, rtol=1e-15, atol=1e-16):
        yield "the Jacobian is diag(s) - ss'/|S|"


def _threshold(exact: list[Fraction]) -> tuple[Fraction, int]:
    """Return tau and the size of the support, from the largest entries whose mean excess stays below them."""
    descending = sorted(exact, reverse=True)
    sums = [sum(descending[: k + 1], Fraction(0)) for k in range(len(exact))]
    size = max(k for k in range(1, len(exact) + 1) if 1 + k * descending[k - 1] > sums[k - 1])
    return (sums[size - 1] - 1) / size, size


def _project(x: Array) -> Array:
    exact = [Fraction(value) for value in x.tolist()]
    tau, _ = _threshold(exact)
    return np.array([float(max(value - tau, Fraction(0))) for value in exact])


def entmax(x: Array, y: Array, jacobian: Array, values: Mapping[str, float]) -> Iterator[str]:
    """A sum of 1; x - p**(alpha - 1)/(alpha - 1) is one number on the support, and no smaller than x elsewhere."""
    alpha = values["alpha"]
    if np.isnan(x).any() or np.isinf(x).any():
        if np.isnan(x).any() and not _all_nan(y, jacobian):
            yield "nan in, nan out"
        return
    power = np.log(y[y > 0]) if alpha == 1 else (y[y > 0] ** (alpha - 1) - 1) / (alpha - 1)
    below = np.maximum(x / 2 - x.max() / 2, -1e300) * 2  # the difference alone may overflow
    tau = below[y > 0] - power
    if not (abs(math.fsum(y) - 1) <= 1e-15 * y.size and (y >= 0).all()):
        yield "a sum of 1"
    if not np.allclose(tau, tau.max(), rtol=1e-9, atol=1e-12):
        yield "the values of the support"
    if alpha > 1 and not (below[y == 0] <= tau.max() - 1 / (alpha - 1) + 1e-12).all():
        yield "nothing beyond tau is left out"
    s = np.where(y > 0, y ** (2 - alpha), 0.0)
    if not np.allclose(jacobian, np.diag(s) - np.outer(s, s) / s.sum(), rtol=1e-12, atol=1e-15):
        yield "the Jacobian is diag(s) - ss'/sum(s)"


def gelu_sparse(x: Array, y: Array, jacobian: Array, values: Mapping[str, float]) -> Iterator[str]:
    """gelu_tanh of what exceeds the cut; a common shift changes nothing."""
    if np.isnan(x).any() and not _all_nan(y, jacobian):
        yield "nan in, nan out"
    if not 1e-150 < np.abs(x).max() < 1e150:
        return  # the variance under- or overflows
    distance = x - x.mean()
    excess = np.maximum(distance - NormalDist().inv_cdf(values["sparsity"]) * x.std(), 0.0)
    with np.errstate(over="ignore"):
        tanh = np.tanh(math.sqrt(2 / math.pi) * (excess + 0.044715 * excess**3))
    if not np.allclose(y, excess / 2 * (1 + tanh), rtol=1e-9, atol=1e-12 * np.abs(x).max()):
        yield "gelu_tanh above the cut"
    moved = np.allclose(jacobian.sum(axis=1), 0.0, atol=1e-12)
    if not (moved and (np.abs(jacobian).max(axis=1) > 0)[excess > 1e-9 * np.abs(x).max()].all()):
        yield "a common shift changes nothing"


def hardmax(x: Array, y: Array, jacobian: Array, _values: Mapping[str, float]) -> Iterator[str]:
    """1 at the first maximum, 0 elsewhere; no slope anywhere."""
    if np.isnan(x).any():
        if not _all_nan(y, jacobian):
            yield "nan in, nan out"
        return
    wanted = np.zeros_like(x)
    wanted[int(np.argmax(x))] = 1
    if not _same(y, wanted):
        yield "1 at the first maximum"
    if not _same(jacobian, np.zeros((x.size, x.size))):
        yield "the Jacobian is 0"


def maxout(x: Array, y: Array, jacobian: Array, values: Mapping[str, float]) -> Iterator[str]:
    """The maximum of each group of consecutive values; the slope goes to one maximum."""
    groups = x.reshape(-1, int(values["size"]))
    if not np.array_equal(y, groups.max(axis=1), equal_nan=True):
        yield "the maximum of each group"
    for row, (group, slopes) in enumerate(zip(groups, jacobian.reshape(len(groups), *groups.shape), strict=True)):
        if np.isnan(group).any():
            if not np.isnan(slopes[row]).any():
                yield "nan in, nan out"
            continue
        wanted = np.zeros_like(groups)
        wanted[row, int(np.argmax(group))] = 1
        if not _same(slopes, wanted):
            yield "the slope of each group is 1 at its first maximum"


def crelu(x: Array, y: Array, jacobian: Array, _values: Mapping[str, float]) -> Iterator[str]:
    """The positive parts of x, then those of -x."""
    if not _same(y, np.concatenate([np.maximum(x, 0.0), np.maximum(-x, 0.0)])):
        yield "relu(x) and relu(-x)"
    keep = np.where(np.isnan(x), np.nan, 0.0)
    wanted = np.vstack([np.diag((x > 0) + keep), np.diag(-1.0 * (x < 0) + 0.0 + keep)])
    if not _same(jacobian, wanted):
        yield "the Jacobian is two diagonals"


#: Yields what is wrong with a result and a Jacobian for a vector and the parameters.
CHECKS: Mapping[str, Callable[[Array, Array, Array, Mapping[str, float]], Iterator[str]]] = {
    "sparsemax": sparsemax,
    "entmax": entmax,
    "gelu_sparse": gelu_sparse,
    "hardmax": hardmax,
    "maxout": maxout,
    "crelu": crelu,
}
