"""Curves in a number format: points and results are rounded, and the curve is a staircase."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from actcli.charts import curve
from actcli.charts.curve import Curve, CurveFunction
from actcli.evaluation import compute
from actcli.numbers.format_table import ENUMERABLE_BITS
from actcli.spec.measured import Measured

if TYPE_CHECKING:
    from actcli.charts.model import SampleRange
    from actcli.evaluation.bound import BoundActivation
    from actcli.numbers.array import Array
    from actcli.numbers.number_format import NumberFormat
    from actcli.numbers.style import Style


class Quantities(NamedTuple):
    """The quantities that curves show, rounded where a number format is asked for.

    Attributes
    ----------
    style
        The formats of points and results; None for float64, whose steps can't be seen.
    order
        The order of derivatives.
    """

    style: Style | None
    order: int = 1

    def value(self, function: BoundActivation) -> CurveFunction:
        """Return a function; the points of measured values are in their format already."""
        if self.style is None:
            return curve.value(function)
        rounded = _rounded(compute.value(function), self.style)
        return replace(rounded, points=function.x, treads=None) if isinstance(function, Measured) else rounded

    def slope(self, function: BoundActivation) -> CurveFunction:
        """Return its derivative."""
        if self.style is None:
            return curve.slope(function, self.order)
        return _rounded(compute.derivative(function, order=self.order), self.style)


def _rounded(series: compute.Series, style: Style) -> CurveFunction:
    form, target = style.number_format, style.results
    return CurveFunction(lambda x: compute.apply([series], x, form, target)[1], (), (), treads=form)


def sample(quantity: CurveFunction, where: SampleRange) -> Curve:
    """Return the curve of a quantity over a range; rounded ones with as many treads as there are values in it."""
    if quantity.treads is not None:
        stairs = staircase(quantity, quantity.treads, where.start, where.stop, 2 * where.columns)
        if stairs is not None:
            return stairs
    return curve.sample(quantity, where.start, where.stop, where.columns, where.depth)


def staircase(quantity: CurveFunction, form: NumberFormat, start: float, stop: float, most: int) -> Curve | None:
    """Return the curve of a quantity whose points are rounded: treads, and risers half-way between values.

    Parameters
    ----------
    quantity
        What to draw.
    form
        The format of points.
    start, stop
        The range, ascending and finite.
    most
        The largest number of treads.

    Returns
    -------
    Curve or None
        None where there are more treads; then the samples of a column show how low and high it goes there.
    """
    if form.bits > ENUMERABLE_BITS:
        return None
    values = form.round(np.array([start, stop]))
    inside = np.unique(form.every(*np.where(np.isfinite(values), values, [-np.inf, np.inf]).tolist()))
    if not 0 < inside.size <= most:
        return None
    edges = inside[:-1] / 2 + inside[1:] / 2
    ends = _ends(form)
    if not np.isfinite(values[0]):
        inside, edges = np.insert(inside, 0, values[0]), np.insert(edges, 0, ends[0])
    if not np.isfinite(values[1]):
        inside, edges = np.append(inside, values[1]), np.append(edges, ends[1])
    x = np.concatenate([[start], np.repeat(edges, 2), [stop]])
    y = np.repeat(quantity.compute(inside), 2)
    return Curve(x, np.where(np.isfinite(y), y, np.nan), ())


def _ends(form: NumberFormat) -> Array:
    """Return the interval of the numbers that round to finite values."""
    beyond = form.max + form.ulp(np.array([form.max])) / 2
    return np.concatenate([-beyond if form.min < 0 else [0.0], beyond])
