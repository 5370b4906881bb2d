"""The search over the real line: bounds that are only approached, stretches, and the searches it is made of."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from actcli.analysis import search
from actcli.analysis.max_slope import max_slope
from actcli.spec.resolve import resolve


@pytest.mark.parametrize(
    ("text", "size", "low", "high"),
    [
        ("x*((atan(x)/3.141592653589793+0.5)*1.2-0.1)", 1.1, math.inf, math.inf),
        ("sqrt(x*x+1)", 1, math.inf, math.inf),
        ("log(1+exp(x))", 1, math.inf, math.inf),
        ("x*log(1+x*x)", math.inf, math.inf, math.inf),
        ("x*x", math.inf, math.inf, math.inf),
        ("x+1/sqrt(1+x*x)", 1.384900179459763, -math.sqrt(0.5), -math.sqrt(0.5)),
        ("3*x", 3, -math.inf, math.inf),
        ("0*x", 0, -math.inf, math.inf),
    ],
)
@pytest.mark.parametrize("noise", [0.0, 1e-12], ids=["exact", "by differences"])
def test_where_formulas_are_steepest(text: str, size: float, low: float, high: float, noise: float) -> None:
    """A bound that is approached is reported at infinity, not where the search ended or rounding is largest."""
    function = resolve(text)

    def slope(x: np.ndarray[tuple[int], np.dtype[np.float64]]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        with np.errstate(all="ignore"):
            values = function.slope(x) * (1 + noise * np.sin(1e7 * np.sqrt(np.abs(x))))
        return np.where(np.isinf(x), np.nan, values) if noise else values

    x, _ = search.sample(function.compute)
    peak = max_slope(slope, (), x, slope(x))
    assert peak is not None
    assert peak.size == pytest.approx(size, rel=1e-9)
    if low < high and noise:  # a level stretch with noise on it is steepest at one of its ends
        assert math.isinf(peak.low)
    else:
        assert [peak.low, peak.high] == pytest.approx([low, high], rel=1e-5)


def test_nothing_is_steepest_where_no_slope_is_known() -> None:
    x = search.points()
    assert max_slope(lambda x: np.full_like(x, np.nan), (), x, np.full_like(x, np.nan)) is None


@given(edge=st.floats(-1e6, 1e6), width=st.sampled_from([0.0, 1e-3]))
def test_bisection_ends_on_both_sides_of_the_edge(edge: float, width: float) -> None:
    inside, outside = search.bisect(lambda t: t <= edge, -2e6, 2e6, width)
    assert inside <= edge < outside
    assert outside - inside <= max(width * max(1.0, abs(inside)), 1e-8)


@given(low=st.floats(-1e300, 1e300), size=st.floats(1e-3, 1e300), count=st.integers(1, 300))
def test_scattered_points_lie_one_in_each_cell(low: float, size: float, count: int) -> None:
    x = search.scattered(low, low + size, count)
    cell = (x / 4 - low / 4) / ((low + size) / 4 - low / 4) * count if low + size > low else np.arange(count) + 0.5
    if size > 1e-6 * abs(low):
        assert np.abs(cell - np.arange(count) - 0.5).max() <= 0.5 + 1e-6 * count


def test_zooming_finds_the_lowest_point_and_tells_a_pole() -> None:
    found = search.minimum(lambda x: (x - 1.2345) ** 2 - 3, -5, 5)
    assert [found.at, found.value] == pytest.approx([1.2345, -3], abs=1e-7)
    assert not found.unbounded
    assert search.minimum(lambda x: -1 / (np.abs(x - 1.2345) + 1e-300), 0, 2).unbounded
    level = search.minimum(lambda x: np.maximum(np.abs(x - 3) - 1, 0), -5, 5)
    assert [level.at, level.value] == pytest.approx([3, 0], abs=0.1)
