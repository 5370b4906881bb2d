"""Poles between the samples of a curve, across which no line may be drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from actcli.numbers.array import Array


#: A peak this many times as high as half of the curve may be a pole.
_TALL = 10.0
#: Rounds of zooming in on a peak, and the points of each, between the neighbours of the highest so far.
_ROUNDS, _GRID = 10, 17
#: A pole of order 1/2 or more grows by more than this in the last half of the rounds; a smooth peak does not.
_GROWTH = 16.0


def poles(compute: Callable[[Array], Array], x: Array, y: Array) -> Array:
    """Return, in ascending order, where a quantity grows without bound between samples.

    Parameters
    ----------
    compute
        Float64 x to float64 results of the same shape.
    x, y
        The samples, shape (n,), x ascending.
    """
    height = np.where(np.isfinite(y), np.abs(y), np.nan)
    if np.isnan(height).all():
        return np.array([], dtype=np.float64)
    tall = height / _TALL > max(np.nanquantile(height, 0.5, method="lower"), np.finfo(np.float64).tiny)
    peaks = 1 + np.flatnonzero((height[1:-1] >= height[:-2]) & (height[1:-1] >= height[2:]) & tall[1:-1])
    place, low, high = x[peaks], x[peaks - 1], x[peaks + 1]
    if not len(peaks):
        return place
    rows = np.arange(len(peaks))
    tops = []
    for _ in range(_ROUNDS):
        grid = np.linspace(low, high, _GRID, axis=1)
        found = np.abs(compute(grid.ravel())).reshape(grid.shape)
        best = np.where(np.isnan(found), np.inf, found).argmax(axis=1)
        place, low, high = (grid[rows, np.clip(best + step, 0, _GRID - 1)] for step in (0, -1, 1))
        tops.append(found[rows, best])
    smooth = np.isfinite(tops[-1]) & (tops[-1] / _GROWTH <= tops[_ROUNDS // 2 - 1])
    return np.unique(place[~smooth])
