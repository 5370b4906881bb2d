"""Pages of ``plot``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from actcli.analysis import describe
from actcli.charts.compose import compose
from actcli.charts.model import LineChart
from actcli.errors import UsageError
from actcli.evaluation import compute, points
from actcli.numbers.formatting import format_float

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from actcli.charts.model import BarChart, PlotOptions, SampleRange
    from actcli.cli.plot import PlotRequest
    from actcli.evaluation.bound import BoundActivation
    from actcli.numbers.array import Array

#: The number of points of a page whose values can be read: by number of sliders, in the gallery, and at most.
READ, READ_IN_GALLERY, MOST = (401, 201, 101), 101, 5000


def page(
    functions: Sequence[BoundActivation],
    request: PlotRequest,
    where: SampleRange,
    options: PlotOptions,
    errors: Callable[[], LineChart | BarChart],
) -> bytes:
    """Return the page of functions, or of the gallery where there are none.

    Its values are those at the marked points, else at evenly spaced ones.
    """
    from actcli.charts import gallery_chart, knobs
    from actcli.render.html import gallery_page, pages

    theme = request.theme.value if request.theme else None
    if request.ulp:
        return pages.draw(errors(), functions, theme)
    if not functions:
        where = replace(where, dots=_readable(where, READ_IN_GALLERY))
        return gallery_page.draw(gallery_chart.compose(request.family, where, options), theme)
    marked = where.dots is not None
    if where.dots is not None and where.dots.size > MOST:
        raise UsageError(f"a page shows the values at up to {MOST} points, got {where.dots.size}")
    if not marked:
        turned = sum(len(function.values) for function in functions)
        where = replace(where, dots=_readable(where, READ[min(turned, 2)]))
    if options.grad is None and not options.diff:
        options = replace(options, grad=describe.kind(functions[0].activation) != "vector" or None)
    chart = compose(functions, where, options)
    turns = (
        knobs.knobs(functions, chart, where, options)
        if isinstance(chart, LineChart) and not options.diff and request.exact is False
        else ()
    )
    return pages.draw(chart, functions, theme, knobs=turns, marked=marked, equations=2 if options.formula else 0)


def _readable(where: SampleRange, count: int) -> Array:
    return compute.vector(points.grid(format_float(where.start), format_float(where.stop), num=count))
