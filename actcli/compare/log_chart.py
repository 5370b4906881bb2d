"""Models of charts with a logarithmic y axis, for positive quantities over whole numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from actcli.numbers.array import Array


@dataclass(frozen=True)
class Trace:
    """One function's curve.

    Attributes
    ----------
    name
        The function.
    y
        The quantity at 0, 1, 2, ... (or from ``LogChart.start`` on); zeros and non-finite values are left out.
    low, high
        The band around it.
    expected
        The prediction of theory, of the same length.
    """

    name: str
    y: Array
    low: Array | None = None
    high: Array | None = None
    expected: Array | None = None


@dataclass(frozen=True)
class LogChart:
    """Curves over whole numbers, on a logarithmic axis.

    Attributes
    ----------
    title, subtitle
        The title, and the conditions.
    xlabel, ylabel
        The labels of the axes.
    start
        The whole number of the first point.
    traces
        The curves, in drawing order.
    description
        A description in words.
    """

    title: str
    subtitle: str
    xlabel: str
    ylabel: str
    start: int
    traces: tuple[Trace, ...]
    description: str

    @property
    def names(self) -> str:
        """The functions, for the title of the file where the heading is empty."""
        return ", ".join(trace.name for trace in self.traces)

    @property
    def decades(self) -> tuple[float, float]:
        """The powers of ten that enclose all values, at least one apart."""
        parts = [part for t in self.traces for part in (t.y, t.low, t.high, t.expected) if part is not None]
        values = np.concatenate(parts)
        values = np.log10(values[np.isfinite(values) & (values > 0)])
        if not values.size:
            return -1.0, 1.0
        low, high = float(values.min()), float(values.max())
        room = max(0.04 * (high - low), (1 - (high - low)) / 2)
        return low - room, high + room
