"""Sliders of a page: each moves one parameter through values computed in advance."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from actcli.catalog.record import Elementwise
from actcli.charts import gated_chart
from actcli.charts.curve import CurveFunction
from actcli.charts.line_chart import traced
from actcli.charts.staircase import Quantities
from actcli.errors import ActcliError
from actcli.evaluation import parameters
from actcli.formula import symbols
from actcli.numbers.formatting import format_float
from actcli.spec.resolve import resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from actcli.catalog.record import Param
    from actcli.charts.model import Line, LineChart, PlotOptions, SampleRange
    from actcli.evaluation.bound import BoundActivation

    #: The lines of each panel.
    Panels = tuple[tuple[Line, ...], ...]

#: The values of a parameter on a page.
STEPS = 21
#: Columns and samples in each for the curve of one value.
_COLUMNS, _DEPTH = 200, 6


@dataclass(frozen=True)
class State:
    """A function at one value of a parameter: its name, and its lines in each panel."""

    name: str
    panels: Panels


@dataclass(frozen=True)
class Knob:
    """A parameter of a function that has a slider on a page.

    Attributes
    ----------
    order
        The index of the function that has it.
    label, summary
        Its name as a figure shows it, and its description.
    values
        The values, as they are written in a SPEC.
    at
        The index of the function's own value.
    states
        The function at each of them.
    """

    order: int
    label: str
    summary: str
    values: tuple[str, ...]
    at: int
    states: tuple[State, ...]


def knobs(
    functions: Sequence[BoundActivation], chart: LineChart, where: SampleRange, options: PlotOptions
) -> tuple[Knob, ...]:
    """Return the parameters that have sliders on the page of a chart; none if it shows one function's family.

    Parameters
    ----------
    functions
        The functions of the chart, in its order.
    chart
        Their chart, but not a chart of differences.
    where
        The range, and the points whose values a reader can see.
    options
        Those of the chart.
    """
    one = len(functions) == 1
    if chart.ramp and not one:
        return ()
    where = replace(where, columns=_COLUMNS, depth=_DEPTH)
    count = len(chart.panels)

    def state(order: int, function: BoundActivation) -> State:
        if isinstance(function.activation, Elementwise):
            return State(function.name, _panels(function, order, where, options)[:count])
        return State(function.name, _gated_panels(function, None if one else order, where)[:count])

    return tuple(
        knob
        for order, function in enumerate(functions)
        for param in function.activation.params
        if (knob := _knob(order, function, param, partial(state, order))) is not None
    )


def _knob(
    order: int, function: BoundActivation, param: Param, state: Callable[[BoundActivation], State]
) -> Knob | None:
    own = function.values[param.name]
    if not math.isfinite(own):
        return None
    shown = min(format_float(own), format_float(float(own)), key=len)  # 1/6, but the double of a long decimal
    variants = [*_variants(function, param), (float(own), shown, function)]
    variants.sort(key=lambda variant: variant[0])
    at = next(i for i, variant in enumerate(variants) if variant[2] is function)
    first = max(min(at - STEPS // 2, len(variants) - STEPS), 0)
    kept = variants[first : first + STEPS]
    if len(kept) < 2:
        return None
    states = tuple(state(variant) for _, _, variant in kept)
    texts = tuple(text for _, text, _ in kept)
    return Knob(order, symbols.parameter(param.name), param.summary, texts, at - first, states)


def _variants(function: BoundActivation, param: Param) -> Iterator[tuple[float, str, BoundActivation]]:
    """Yield values around a parameter's own on a round grid, with the function at each; it allows all of them."""
    own = float(function.values[param.name])
    step = 1.0 if param.domain.integer else _round_step(max(abs(own), 0.5) / 10)
    nearest = round(own / step)
    for k in range(nearest - 2 * STEPS, nearest + 2 * STEPS + 1):
        value = float(f"{k * step:.12g}")
        if k != nearest and (variant := _variant(function, param, format_float(value))) is not None:
            yield value, format_float(value), variant


def _round_step(size: float) -> float:
    power = 10.0 ** math.floor(math.log10(size))
    return power * min((1, 2, 5, 10), key=lambda m: abs(m - size / power))


def _variant(function: BoundActivation, param: Param, text: str) -> BoundActivation | None:
    """Return the function with another value of a parameter; None if it is refused."""
    values = {name: format_float(value) for name, value in function.values.items()} | {param.name: text}
    words = ",".join(f"{name}={value}" for name, value in values.items())
    try:
        parameters.read(function.activation, words)
        return resolve(f"{function.activation.name}:{words}")
    except ActcliError:
        return None


def _panels(function: BoundActivation, order: int, where: SampleRange, options: PlotOptions) -> Panels:
    """Return the value of a function and its derivative."""
    shown = Quantities(options.style, options.order)
    if function.activation.tier != "user" or options.style is not None:
        quantities = shown.value(function), shown.slope(function)
    else:  # their kinks would be searched for, for each value of the parameter
        slope = partial(function.slope, order=options.order)
        quantities = CurveFunction(function.compute, (), (0.0,)), CurveFunction(slope, (), (0.0,))
    return tuple((traced(function.name, function.name, quantity, order, where),) for quantity in quantities)


def _gated_panels(function: BoundActivation, order: int | None, where: SampleRange) -> Panels:
    """Return a gated function and its derivative: its slices, or only the line at 1 if it is one of several."""
    if order is None:
        return tuple(gated_chart.lines(function.pairs, function.name, where, slope=slope) for slope in (False, True))
    quantities = (gated_chart.quantity(function.pairs, 1.0, slope=slope) for slope in (False, True))
    return tuple((traced(function.name, function.name, quantity, order, where),) for quantity in quantities)
