"""The traits of functions side by side: declared ones, which the tests verify, and what is measured here.

The fields are documented in FIELDS.md.
"""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

import numpy as np

from actcli.analysis import search
from actcli.analysis.max_slope import max_slope
from actcli.catalog.record import Interval
from actcli.compare.quadrature import normal_mean
from actcli.compare.section import Record, Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from actcli.analysis.max_slope import Peak
    from actcli.catalog.record import Traits
    from actcli.evaluation.bound import BoundActivation
    from actcli.numbers.array import Array

FIELDS = (
    "function",
    "range",
    "mean",
    "symmetry",
    "monotone",
    "smoothness",
    "max_slope",
    "max_slope_at",
    "saturates_below",
    "saturates_above",
    "dead",
    "sum_to_one",
    "cost",
    "measured",
    "formula",
)
#: Fields that are shown where some function has something to say.
OCCASIONAL = {"sum_to_one", "cost", "measured"}
NOTE = (
    "mean: of f for standard normal input; class C1: one continuous derivative, C∞: all; "
    "saturates: |f'| stays below 1 % of its largest; dead: f' is exactly 0"
)
MEASURED = "≈: found by search, as nothing is declared; "
COST = "cost: time per element in units of relu's, just measured; "

#: Part of the largest slope below which a function saturates; where that is infinite, of the largest on -5..5.
SATURATED = 0.01
MIDDLE = np.linspace(-5, 5, 2001)
#: Repetitions of the measurement of cost, of which the fastest counts, on rows of about so many elements.
REPEATS, ROWS, COLUMNS = 15, 64, 1024


def section(functions: Sequence[BoundActivation], *, cost: bool = False) -> Section:
    """Return the traits of functions, one record each.

    Parameters
    ----------
    functions
        Functions of numbers or of vectors.
    cost
        Whether to measure the cost per element, which is a timing and differs from run to run.
    """
    records = [_vector(f) if f.is_vector else _elementwise(f) for f in functions]
    if cost:
        for record, function in zip(records, functions, strict=True):
            record["cost"] = relative_cost(function)
    shown = [key for key in FIELDS if key not in OCCASIONAL or any(r[key] for r in records)]
    about = (MEASURED if "measured" in shown else "") + (COST if cost else "") + NOTE
    return Section("traits", shown, records, about)


def _vector(function: BoundActivation) -> Record:
    facts: Record = {
        "function": function.name,
        "range": list(function.range),
        "sum_to_one": function.vector.sums_to_one,
        "measured": False,
        "formula": function.formula,
    }
    return {key: facts.get(key) for key in FIELDS}


def _elementwise(function: BoundActivation) -> Record:
    traits = function.traits
    x, _ = search.sample(function.compute)
    peak = max_slope(function.slope, traits.kinks, x)
    below, above = saturation(function, peak, x)
    return {
        "function": function.name,
        "range": list(traits.range),
        "mean": mean(function, traits),
        "symmetry": traits.symmetry,
        "monotone": traits.monotone,
        "smoothness": smoothness(traits.smoothness),
        "max_slope": peak.size if peak else None,
        "max_slope_at": Interval(peak.low, peak.high, "()") if peak else None,
        "saturates_below": below,
        "saturates_above": above,
        "dead": list(traits.dead),
        "sum_to_one": None,
        "cost": None,
        "measured": function.activation.tier == "user",
        "formula": function.formula,
    }


def mean(function: BoundActivation, traits: Traits) -> float | None:
    """Return E f(Z) for standard normal Z; exactly 0 for odd functions, None where f is nan somewhere."""
    if traits.symmetry == "odd":
        return 0.0
    value = normal_mean(function.compute, [kink.at for kink in traits.kinks])
    # A sum of such terms vanishes but for rounding.
    return None if math.isnan(value) else 0.0 if abs(value) < 1e-15 else value


def smoothness(order: float) -> str:
    """Return ``C1`` and so on for the number of continuous derivatives, ``jump`` for -1; nan: none was found."""
    if math.isnan(order):
        return "≥C1"
    return "jump" if order < 0 else "C∞" if math.isinf(order) else f"C{order:.0f}"


def saturation(function: BoundActivation, peak: Peak | None, x: Array) -> tuple[float | None, float | None]:
    """Return below and above which x the slope stays small for good; None where it does not."""
    if peak is None:
        return None, None
    level = flat(function, peak.size)
    if level == 0:
        return 0.0, 0.0
    return search.tails(lambda t: np.abs(function.slope(t)) < level, x)


def flat(function: BoundActivation, largest: float) -> float:
    """Return the slope below which a function is saturated, given the largest one that is known."""
    if not math.isfinite(largest):
        slopes = np.abs(function.slope(MIDDLE))
        largest = float(slopes[np.isfinite(slopes)].max(initial=0.0))
    return SATURATED * largest


def relative_cost(function: BoundActivation) -> float:
    """Return the time per element in units of relu's, measured now on one thread."""
    from actcli.spec.resolve import resolve  # noqa: PLC0415  # the unit of measure

    columns = COLUMNS - COLUMNS % function.multiple
    x = np.random.default_rng(0).normal(size=(ROWS, columns))
    unit = resolve("relu")
    pairs = [(_seconds(function, x), _seconds(unit, x)) for _ in range(REPEATS)]
    return round(min(a for a, _ in pairs) / min(b for _, b in pairs), 2)


def _seconds(function: BoundActivation, x: Array) -> float:
    start = time.perf_counter()
    function.compute(x)
    return time.perf_counter() - start
