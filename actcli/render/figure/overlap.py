"""Lines that cover others, which solid strokes would hide."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from actcli.render.figure.page import LINE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from actcli.charts.model import LineChart, Panel
    from actcli.numbers.array import Array

#: Places at which lines are compared.
PLACES = 400
#: Lines cover each other if they are equal on this share of the places, or differ on at most this share.
_EQUAL, _APART = 0.25, 0.25


def covered(chart: LineChart, heights: Sequence[float]) -> list[int]:
    """Return for each function of a chart on how many lines, drawn before it, its own line lies.

    Parameters
    ----------
    chart
        Its panels show the same functions.
    heights
        The heights of its panels in points.
    """
    count = chart.count
    x = chart.xlim[0] * (1 - np.linspace(0, 1, PLACES)) + chart.xlim[1] * np.linspace(0, 1, PLACES)
    covers = np.zeros((count, count), dtype=bool)
    for panel, height in zip(chart.panels, heights, strict=True):
        covers |= _covers(_page(panel, x, height, count))
    ranks: list[int] = []
    for order in range(count):
        below = [ranks[i] for i in range(order) if covers[order, i]]
        ranks.append(1 + max(below) if below else 0)
    return ranks


def _page(panel: Panel, x: Array, height: float, count: int) -> Array:
    """Return the lines of a panel in points, shape (count, PLACES), nan where they are outside."""
    y = np.full((count, x.size), np.nan)
    for line in panel.lines:
        if line.curve.x.size:
            y[line.order] = np.interp(x, line.curve.x, line.curve.y)
    low, high = panel.ylim
    with np.errstate(over="ignore", invalid="ignore"):
        y = (y / 4 - low / 4) / (high / 4 - low / 4) * height
    return np.where((y >= 0) & (y <= height), y, np.nan)


def _covers(y: Array) -> Array:
    """Return which line hides which, shape (count, count)."""
    hides = np.zeros((len(y), len(y)), dtype=bool)
    for order in range(len(y)):
        gap = np.abs(y - y[order])
        both = np.count_nonzero(~np.isnan(gap), axis=1)
        equal, apart = np.count_nonzero(gap <= 1e-9, axis=1), np.count_nonzero(gap > LINE, axis=1)
        hides[order] = (equal > _EQUAL * PLACES) | ((both > PLACES / 2) & (apart < _APART * both))
    return hides
