"""Charts of functions of a whole vector: its numbers as bars, and the results below them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from actcli.charts import labels
from actcli.charts.model import BarChart, Bars, PlotOptions, SampleRange
from actcli.charts.numerals import minus
from actcli.errors import ActcliError, UsageError
from actcli.numbers.formatting import format_brief

if TYPE_CHECKING:
    from collections.abc import Sequence

    from actcli.evaluation.bound import BoundActivation
    from actcli.numbers.array import Array

#: The label of the axis of elements.
ELEMENT = "element"
#: More bars than this can't be told apart.
MOST = 200
#: The most panels that fit on a page beside the input's.
PANELS = 6


def compose(functions: Sequence[BoundActivation], where: SampleRange, options: PlotOptions) -> BarChart:
    """Return the chart of one or several functions of the same vector, ``where.dots``.

    Raises
    ------
    UsageError
        If there are too many functions or numbers, or curves are wanted of them.
    """
    vector = _checked(functions, where, options)
    one = functions[0] if len(functions) == 1 else None
    results = [function.compute(vector) for function in functions]
    for name, numbers in (("the points", vector), *zip([f.name for f in functions], results, strict=True)):
        if not np.isfinite(numbers).any():
            raise ActcliError(f"{name}: no finite number to plot")
    bars = [
        Bars("activations" if one else minus(name), y, options.ylim)
        for name, y in zip(options.names(functions), results, strict=True)
    ]
    if options.ylabel is not None:
        bars[0] = replace(bars[0], label=options.ylabel)
    title = one.activation.name if one else ""
    return BarChart(
        title=options.title if options.title is not None else title,
        subtitle=labels.subtitle(one) if one else "",
        names=", ".join(function.name for function in functions),
        formula=labels.definition(one.activation) if one and options.formula else None,
        xlabel=ELEMENT if options.xlabel is None else options.xlabel,
        panels=(Bars("values", vector, None), *bars),
        description=_described(functions, vector, results),
    )


def _checked(functions: Sequence[BoundActivation], where: SampleRange, options: PlotOptions) -> Array:
    """Return the vector, if it and the functions fit on a chart of bars."""
    if options.diff or options.grad:
        option, name = "--diff" if options.diff else "--grad", functions[0].name
        raise UsageError(f"{name} takes a vector; {option} draws functions of one number", f"actcli grad {name}")
    if len(functions) > PANELS:
        raise UsageError(f"up to {PANELS} functions of a vector fit on a figure, got {len(functions)}")
    vector = where.dots
    if vector is None:
        raise AssertionError(where)  # a vector comes as points
    if vector.size > MOST:
        raise UsageError(f"a bar chart shows up to {MOST} numbers, got {vector.size}")
    if options.ylabel is not None and len(functions) > 1:
        raise UsageError("--ylabel is for one y axis; the panels of several functions bear their names", "--labels A,B")
    return vector


def _described(functions: Sequence[BoundActivation], vector: Array, results: Sequence[Array]) -> str:
    numbers = ", ".join(format_brief(value, 4) for value in vector)
    parts = [
        f"{function.name} ({function.activation.summary}) gives {', '.join(format_brief(value, 4) for value in y)}."
        for function, y in zip(functions, results, strict=True)
    ]
    return f"Of the vector {numbers}: {' '.join(parts)}"
