"""The traits of functions side by side, measured on the functions themselves or verified by the tests."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

import numpy as np

from actcli.card import intervals, smoothness
from actcli.compare.quadrature import normal_mean
from actcli.compare.section import Record, Section

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from actcli.activation import Array
    from actcli.bound import Bound

HEADINGS = {
    "function": "function",
    "formula": "formula",
    "range": "range",
    "mean": "mean",
    "symmetry": "symmetry",
    "monotone": "monotone",
    "smoothness": "smoothness",
    "max_slope": "max |f'|",
    "max_slope_at": "at",
    "saturates": "saturates",
    "dead": "dead",
    "sum_to_one": "sums to 1",
}
COST = {"cost": "cost / relu"}
NOTE = "mean: of the output for standard normal input; saturates: |f'| below 1 % of its largest; dead: f' exactly 0"

#: Slopes are searched here: points per unit near the origin, and all magnitudes beyond.
NEAR = np.linspace(-30, 30, 24001)
FAR = np.geomspace(30, 1e6, 2000)
SEARCHED = np.concatenate([-FAR[::-1], NEAR, FAR])
SATURATED = 0.01


def section(functions: Sequence[Bound], *, cost: bool = False) -> Section:
    """Return the traits of functions, one record each."""
    records = [_vector(f) if f.is_vector else _elementwise(f) for f in functions]
    if cost:
        for record, function in zip(records, functions, strict=True):
            record["cost"] = relative_cost(function)
    used = {key: heading for key, heading in (HEADINGS | (COST if cost else {})).items() if _used(records, key)}
    return Section("traits", used, records, NOTE)


def _used(records: Sequence[Record], key: str) -> bool:
    return key != "sum_to_one" or any(record[key] is not None for record in records)


def _vector(function: Bound) -> Record:
    blank: Record = dict.fromkeys(HEADINGS)
    return blank | {
        "function": function.name,
        "formula": function.formula,
        "range": intervals(function.range),
        "sum_to_one": function.vector.sums_to_one,
    }


def _elementwise(function: Bound) -> Record:
    traits = function.traits
    slope, at = largest_slope(function)
    return {
        "function": function.name,
        "formula": function.formula,
        "range": intervals(traits.range) or measured_range(function),
        "mean": _rounded(normal_mean(function.compute, [kink.at for kink in traits.kinks])),
        "symmetry": traits.symmetry,
        "monotone": traits.monotone,
        "smoothness": None if math.isnan(traits.smoothness) else smoothness(traits.smoothness),
        "max_slope": slope,
        "max_slope_at": at,
        "saturates": saturation(function),
        "dead": intervals(traits.dead),
        "sum_to_one": None,
    }


def _rounded(value: float) -> float:
    """Return a mean without the rounding noise of a sum that should vanish."""
    return 0.0 if abs(value) < 1e-15 else value


def measured_range(function: Bound) -> str:
    """Return the smallest and largest value on the searched points, marked as measured."""
    values = function.compute(SEARCHED)
    return f"≈[{np.nanmin(values):.4g}, {np.nanmax(values):.4g}]"


def largest_slope(function: Bound) -> tuple[float | None, float | None]:
    """Return the largest magnitude of the slope and where it is; the place is None where it is a limit.

    The one-sided slopes at kinks count. Infinite where the slope grows without bound.
    """
    size = np.abs(function.slope(SEARCHED))
    if np.isnan(size).all():
        return None, None
    best = int(np.nanargmax(size))
    if best in {0, SEARCHED.size - 1} and size[best] > 1.5 * np.nanmax(size[np.abs(SEARCHED) <= 1e5]):
        return math.inf, None
    x, top = _refined(function, best, float(size[best]))
    for kink in function.traits.kinks:
        side = max(abs(kink.left), abs(kink.right))
        if side >= top:
            x, top = kink.at, side
    flat = np.count_nonzero(size >= top * (1 - 1e-9)) > 3
    return top, None if flat or abs(x) >= FAR[-1] else x


def _refined(function: Bound, best: int, top: float) -> tuple[float, float]:
    """Narrow the largest slope down around the best of the searched points."""
    low, high = SEARCHED[max(best - 1, 0)], SEARCHED[min(best + 1, SEARCHED.size - 1)]
    x = float(SEARCHED[best])
    for _ in range(12):
        points = np.linspace(low, high, 33)
        size = np.abs(function.slope(points))
        i = int(np.nanargmax(size))
        if size[i] > top:
            x, top = float(points[i]), float(size[i])
        low, high = points[max(i - 1, 0)], points[min(i + 1, 32)]
    return x, top


def saturation(function: Bound) -> str | None:
    """Return where, towards either end, the slope stays below 1 % of its largest magnitude on -5..5."""
    typical = float(np.nanmax(np.abs(function.slope(np.linspace(-5, 5, 2001)))))
    if not typical > 0:
        return "everywhere"

    def small(x: Array) -> Array:
        return np.abs(function.slope(x)) < SATURATED * typical

    parts = [(_tail(small, -1), "x < {:.4g}"), (_tail(small, 1), "x > {:.4g}")]
    return ", ".join(text.format(at) for at, text in parts if at is not None) or None


def _tail(small: Callable[[Array], Array], side: int) -> float | None:
    """Return where the tail begins in which a condition holds throughout."""
    x = SEARCHED[::side]
    broken = np.flatnonzero(~small(x).astype(bool))
    if broken.size == 0 or broken[-1] == x.size - 1:
        return None
    low, high = x[broken[-1]], x[broken[-1] + 1]
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if small(np.array([middle]))[0] else (middle, high)
    return float(high)


def relative_cost(function: Bound) -> float:
    """Return the time per element in units of relu's, measured now on one thread."""
    from actcli.spec import resolve  # noqa: PLC0415  # the unit of measure

    x = np.random.default_rng(0).normal(size=(64, 1024))
    pairs = [(_seconds(function, x), _seconds(resolve("relu"), x)) for _ in range(15)]
    return round(min(a for a, _ in pairs) / min(b for _, b in pairs), 2)


def _seconds(function: Bound, x: Array) -> float:
    start = time.perf_counter()
    function.compute(x)
    return time.perf_counter() - start
