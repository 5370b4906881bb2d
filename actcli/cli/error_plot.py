"""Figures of errors in ulp: of ``plot --diff --ulp``, and of ``compare --diff`` with a figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actcli.charts import error_chart
from actcli.compare.comparison import Comparison
from actcli.compare.places import kinks_of
from actcli.numbers.formats import FLOAT64
from actcli.render.terminal import progress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from actcli.charts.model import LineChart, PlotOptions
    from actcli.cli.operands import Operands
    from actcli.cli.plot import PlotRequest
    from actcli.evaluation.bound import BoundActivation
    from actcli.numbers.style import Style


def chart(comparison: Comparison, options: PlotOptions) -> LineChart:
    """Return the chart of the errors of a comparison."""
    # Those of other functions are found by a search, which takes their errors for kinks.
    defined = [function for function in comparison.functions if function.provable and not function.is_vector]
    return error_chart.compose(
        comparison.judged,
        options.names(comparison.functions)[0] + "'" * comparison.options["grad"],
        (comparison.style.results_format or FLOAT64).name,
        kinks_of(defined),
        options,
    )


def plotted(
    functions: Sequence[BoundActivation], asked: Operands, request: PlotRequest, style: Style, options: PlotOptions
) -> LineChart:
    """Return the chart of ``plot --diff --ulp``."""
    from actcli.io import stream

    given = {"grad": bool(request.grad), "num": None, "figure": True}
    read = stream.number_blocks if asked.stdin else None
    return chart(Comparison(functions, given, style, asked.ends, read, progress.shown), options)
