"""Traits that are measured rather than declared: mean, saturation and cost."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

import numpy as np

from actcli.analysis import search
from actcli.compare.quadrature import normal_mean

if TYPE_CHECKING:
    from actcli.analysis.max_slope import Peak
    from actcli.catalog.record import Traits
    from actcli.evaluation.bound import BoundActivation
    from actcli.numbers.array import Array

#: Part of the largest slope below which a function saturates; where that is infinite, of the largest on -5..5.
SATURATED = 0.01
MIDDLE = np.linspace(-5, 5, 2001)
#: Repetitions of the measurement of cost, the fastest of which counts, and the approximate elements of a row.
REPEATS, ROWS, COLUMNS = 15, 64, 1024


def mean(function: BoundActivation, traits: Traits) -> float | None:
    """Return E f(Z) for standard normal Z; exactly 0 for odd functions, None where f is nan somewhere."""
    if traits.symmetry == "odd":
        return 0.0
    value = normal_mean(function.compute, [kink.at for kink in traits.kinks])
    # A sum of such terms is zero up to rounding.
    return None if math.isnan(value) else 0.0 if abs(value) < 1e-15 else value


def smoothness(order: float) -> str:
    """Return ``C1`` and so on for the number of continuous derivatives, ``jump`` for -1; nan: none was found."""
    if math.isnan(order):
        return "≥C1"
    return "jump" if order < 0 else "C∞" if math.isinf(order) else f"C{order:.0f}"


def saturation(
    function: BoundActivation, peak: Peak | None, x: Array, slopes: Array
) -> tuple[float | None, float | None]:
    """Return below and above which x the slope stays small for good; None where it does not.

    Parameters
    ----------
    function, peak
        The function and its largest slope.
    x, slopes
        Where to search, ascending, and the slopes there.
    """
    if peak is None:
        return None, None
    level = flat(function, peak.size)
    if level == 0:
        return 0.0, 0.0
    return search.tails(lambda t: np.abs(function.slope(t)) < level, x, np.abs(slopes) < level)


def flat(function: BoundActivation, largest: float) -> float:
    """Return the slope below which a function is saturated, given the largest one that is known."""
    if not math.isfinite(largest):
        slopes = np.abs(function.slope(MIDDLE))
        largest = float(slopes[np.isfinite(slopes)].max(initial=0.0))
    return SATURATED * largest


def relative_cost(function: BoundActivation) -> float:
    """Return the time per element in units of relu's, measured now on one thread."""
    from actcli.spec.resolve import resolve

    columns = COLUMNS - COLUMNS % function.multiple
    x = np.random.default_rng(0).normal(size=(ROWS, columns))
    unit = resolve("relu")
    pairs = [(_seconds(function, x), _seconds(unit, x)) for _ in range(REPEATS)]
    return round(min(a for a, _ in pairs) / min(b for _, b in pairs), 2)


def _seconds(function: BoundActivation, x: Array) -> float:
    start = time.perf_counter()
    function.compute(x)
    return time.perf_counter() - start
