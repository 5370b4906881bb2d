"""Charts of gated functions: along the gate, with one line for each of a few values of the other half."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from actcli.charts import curve, labels
from actcli.charts.line_chart import traced
from actcli.charts.model import LineChart, Panel, PlotOptions, SampleRange, panel
from actcli.charts.numerals import minus
from actcli.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from actcli.charts.model import Line
    from actcli.evaluation.bound import BoundActivation
    from actcli.evaluation.function import PairKernels
    from actcli.numbers.array import Array

#: The values at which the other half is held.
SLICE_VALUES = (-2.0, -1.0, 0.0, 1.0, 2.0)
SLICE_LABELS = tuple(minus(f"{held:g}") for held in SLICE_VALUES)
_STEP = 2.0**-40


def slice_axis(gate: PairKernels) -> str:
    """Return the gate, the half that bends the function: ``b`` where it is linear in a and not in b, else ``a``."""
    x = np.array([-1.5, 0.5, 2.0])
    one = np.ones_like(x)
    linear_a, linear_b = (np.ptp(slope) == 0 for slope in (gate.grad_a(x, one), gate.grad_b(one, x)))
    return "b" if linear_a and not linear_b else "a"


def quantity(gate: PairKernels, held: float, *, slope: bool = False) -> curve.CurveFunction:
    """Return the function, or its slope, along one half while the other is held."""
    over_a = slice_axis(gate) == "a"
    kernel = (gate.grad_a if over_a else gate.grad_b) if slope else gate.f

    def compute(x: Array) -> Array:
        other = np.full_like(x, held)
        with np.errstate(over="ignore", under="ignore"):
            return kernel(x, other) if over_a else kernel(other, x)

    left, at, right = compute(np.array([-_STEP, 0.0, _STEP])).tolist()
    jump = abs(right - left) > 1e-6
    breaks = (
        curve.Discontinuity(0.0, round(left, 9), round(right, 9), at) if jump else curve.Discontinuity(0.0, at, at, at),
    )
    return curve.CurveFunction(compute, breaks, (0.0,))


def lines(gate: PairKernels, name: str, where: SampleRange, *, slope: bool = False) -> tuple[Line, ...]:
    """Return the curves of a gated function, one for each value of the other half.

    Parameters
    ----------
    gate
        Its kernels, with its parameters.
    name
        The name of the function.
    where
        The range of the half along which it is drawn.
    slope
        Whether to draw the partial derivative along that half instead.
    """
    return tuple(
        traced(
            f"{_other(gate)} = {SLICE_LABELS[order]}",
            name + "'" * slope + f", {_other(gate)} = {held:g}",
            quantity(gate, held, slope=slope),
            order,
            where,
        )
        for order, held in enumerate(SLICE_VALUES)
    )


def compose(functions: Sequence[BoundActivation], where: SampleRange, options: PlotOptions) -> LineChart:
    """Return the chart of one gated function over one half of its vector, or of several with the other half at 1.

    Raises
    ------
    UsageError
        If differences are wanted.
    """
    if options.diff:
        raise UsageError(f"{functions[0].name} takes a vector: --diff draws functions of one number")
    drawn = [function.pairs for function in functions]
    grad = options.grad if options.grad is not None else len(functions) == 1
    one = functions[0].activation if len(functions) == 1 else None
    panels = [_panel(functions, drawn, where, options, slope=slope) for slope in ((False, True) if grad else (False,))]
    names = ", ".join(function.name for function in functions)
    title = one.name if one else ""
    slices = _slices(functions, drawn)
    return LineChart(
        title=options.title if options.title is not None else title,
        subtitle=slices,
        names=names,
        formula=labels.definition(one) if one and options.formula else None,
        xlim=(where.start, where.stop),
        xlabel=options.xlabel if options.xlabel is not None else f"values of {_axis(drawn)}",
        ylim=options.ylim,
        panels=tuple(panels),
        ramp=one is not None,
        description=f"The activations of {names} {slices}, {where.text}.",
    )


def _axis(gates: Sequence[PairKernels]) -> str:
    """Return the half that is on the x axis: ``a`` or ``b``, or the gate where functions differ in it."""
    halves = {slice_axis(gate) for gate in gates}
    return halves.pop() if len(halves) == 1 else "the gate"


def _slices(functions: Sequence[BoundActivation], gates: Sequence[PairKernels]) -> str:
    """Return a text that tells which half is the x axis, and the value of the other."""
    axes = [slice_axis(gate) for gate in gates]
    if len(functions) == 1:
        return f"along the gate {axes[0]}, one curve for each {_other(gates[0])}"
    if len(set(axes)) == 1:
        return f"along the gate {axes[0]}; {_other(gates[0])} is 1"
    names = {axis: ", ".join(f.name for f, own in zip(functions, axes, strict=True) if own == axis) for axis in axes}
    return f"along the gate: {', '.join(f'{axis} of {names[axis]}' for axis in names)}; the other half is 1"


def _panel(
    functions: Sequence[BoundActivation], gates: Sequence[PairKernels], where: SampleRange, options: PlotOptions, *,
    slope: bool,
) -> Panel:  # fmt: skip
    if len(functions) == 1:
        drawn: Sequence[Line] = lines(gates[0], functions[0].name, where, slope=slope)
        label = f"derivative by {slice_axis(gates[0])}" if slope else "activations"
    else:
        drawn = [
            traced(name + "′" * slope, f.name + "'" * slope, quantity(gate, 1.0, slope=slope), order, where)
            for order, (f, name, gate) in enumerate(zip(functions, options.names(functions), gates, strict=True))
        ]
        label = "derivatives" if slope else "activations"
    if options.ylabel is not None and not slope:
        label = options.ylabel
    return panel(label, drawn, (), None if slope else options.ylim)


def _other(gate: PairKernels) -> str:
    return "b" if slice_axis(gate) == "a" else "a"
