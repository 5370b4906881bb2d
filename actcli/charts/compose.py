"""(functions, points, options) -> chart, by the kind of the functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actcli.analysis.describe import kind
from actcli.charts import gated_chart, line_chart, vector_chart
from actcli.charts.model import PlotOptions, SampleRange
from actcli.errors import ActcliError, UsageError
from actcli.evaluation import compute, points

if TYPE_CHECKING:
    from collections.abc import Sequence

    from actcli.charts.model import BarChart, LineChart
    from actcli.evaluation.bound import BoundActivation

_KINDS = {"elementwise": "one number", "gated": "two halves of a vector", "vector": "a whole vector"}


def compose(functions: Sequence[BoundActivation], where: SampleRange, options: PlotOptions) -> LineChart | BarChart:
    """Return the chart of functions of one kind.

    Raises
    ------
    UsageError
        If they are of different kinds, or the options do not suit them.
    ActcliError
        If nothing finite is to be seen.
    """
    first = functions[0]
    for other in functions[1:]:
        if kind(other.activation) != kind(first.activation):
            ours, theirs = (f"{f.name} is a function of {_KINDS[kind(f.activation)]}" for f in (first, other))
            raise UsageError(f"{ours}, {theirs}: they cannot share a plot", "plot them one by one")
    match kind(first.activation):
        case "elementwise":
            return line_chart.compose(functions, where, options)
        case "gated":
            return gated_chart.compose(functions, where, options)
    return vector_chart.compose(functions, where, options)


def overview(function: BoundActivation) -> LineChart | BarChart | None:
    """Return the chart of a function over the default range; None if it has no finite value there."""
    grid = points.grid(*points.DEFAULT_ENDS, multiple=function.multiple)
    listed = compute.vector(grid)
    marked = listed if kind(function.activation) == "vector" else None
    where = SampleRange(float(listed[0]), float(listed[-1]), marked)
    try:
        return compose([function], where, PlotOptions(grad=False if function.is_vector else None))
    except ActcliError:
        return None
