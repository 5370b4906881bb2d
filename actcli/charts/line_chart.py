"""Charts of functions of one number: values and derivatives, families of one parameter, differences."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from actcli.analysis import inferred_traits
from actcli.charts import curve, labels
from actcli.charts.model import Line, LineChart, PlotOptions, SampleRange, Segment, panel
from actcli.charts.numerals import minus
from actcli.charts.staircase import Quantities, sample
from actcli.errors import UsageError
from actcli.numbers.formatting import format_brief

if TYPE_CHECKING:
    from collections.abc import Sequence

    from actcli.catalog.traits import Asymptote, Monotone
    from actcli.charts.curve import Curve, CurveFunction
    from actcli.evaluation.bound import BoundActivation
    from actcli.numbers.style import Style


class _Named(NamedTuple):
    """Functions with their labels, and the parameters that are all that they differ in."""

    functions: Sequence[BoundActivation]
    labels: Sequence[str]
    varied: tuple[str, ...]

    @property
    def common(self) -> BoundActivation | None:
        """The function whose name and definition hold for all."""
        return self.functions[0] if len(self.functions) == 1 or self.varied else None


class _Draft(NamedTuple):
    """A panel before its limits are found."""

    label: str
    lines: list[Line]
    asymptotes: list[Segment]


def compose(functions: Sequence[BoundActivation], where: SampleRange, options: PlotOptions) -> LineChart:
    """Return the chart of one or several functions.

    Raises
    ------
    UsageError
        If ``diff`` is wanted of one function.
    ActcliError
        If nothing finite is to be seen.
    """
    named = _named(functions, options)
    drafts = _drafts(named, where, options)
    common = named.common
    title = minus(common.activation.name) if common else ""
    if options.diff and len(functions) == 2:
        title = drafts[0].lines[0].label
    limits = [options.ylim, *[None] * len(drafts)]
    return LineChart(
        title=options.title if options.title is not None else title,
        subtitle=_subtitle(common, named.varied, options.style),
        names=", ".join(f.name for f in named.functions),
        formula=labels.definition(common.activation) if common and options.formula else None,
        xlim=(where.start, where.stop),
        xlabel="values" if options.xlabel is None else options.xlabel,
        ylim=options.ylim,
        panels=tuple(panel(*draft, ylim) for draft, ylim in zip(drafts, limits, strict=False)),
        ramp=len(named.varied) == 1,
        description=_described(named.functions, where, drafts),
    )


def _named(functions: Sequence[BoundActivation], options: PlotOptions) -> _Named:
    """Label functions: by the parameters that they differ in, if that is all; by ascending values if it is one."""
    varied = () if options.diff else differing(functions)
    names = options.names(functions)
    if len(varied) == 1:
        order = sorted(range(len(functions)), key=lambda i: functions[i].values[varied[0]])
        functions, names = [functions[i] for i in order], [names[i] for i in order]
    if varied and not options.labels:
        names = [", ".join(labels.setting(key, f.values[key]) for key in varied) for f in functions]
    return _Named(functions, names, varied)


def _drafts(named: _Named, where: SampleRange, options: PlotOptions) -> list[_Draft]:
    """Return the panels: differences; or values, and derivatives if they are wanted or there is one function."""
    functions, names, varied = named
    quantities = Quantities(options.style, options.order)
    if options.diff:
        drafts = _differences(quantities, functions, names, where, options)
    else:
        drafts = [_values(quantities, functions, names, where)]
        if len(functions) == 1 if options.grad is None else options.grad:
            prime = "" if varied and not options.labels else "′" * options.order
            drafts.append(_slopes(quantities, functions, [name + prime for name in names], where))
    if options.ylabel is not None:
        drafts[0] = drafts[0]._replace(label=options.ylabel)
    return drafts


def _subtitle(shown: BoundActivation | None, varied: tuple[str, ...], style: Style | None) -> str:
    """Return the parameters of the function, and the types of points and results."""
    texts = [] if shown is None else [labels.subtitle(shown, varied)]
    if style is not None and style.number_format is not None and style.results is not None:
        names = dict.fromkeys([style.number_format.name, style.results.number_format.name])
        texts.append(minus(" → ".join(names)))
    return ",  ".join(filter(None, texts))


def differing(functions: Sequence[BoundActivation]) -> tuple[str, ...]:
    """Return the parameters in which otherwise identical functions differ."""
    if len(functions) < 2 or len({f.activation.name for f in functions}) > 1:
        return ()
    return tuple(key for key in functions[0].values if len({f.values[key] for f in functions}) > 1)


def _values(
    quantities: Quantities, functions: Sequence[BoundActivation], names: Sequence[str], where: SampleRange
) -> _Draft:
    if len(functions) > 1:
        lines = [
            traced(name, f.name, quantities.value(f), order, where)
            for order, (f, name) in enumerate(zip(functions, names, strict=True))
        ]
        return _Draft("activations", lines, [])
    function, quantity = functions[0], quantities.value(functions[0])
    line = traced(names[0], function.name, quantity, 0, where)
    if quantity.treads is None and _monotone(function, line.curve) == "no":
        line = Line(line.label, line.name, line.curve, 0, curve.minima(quantity, line.curve), line.dots)
    return _Draft("activations", [line], _asymptotes(function, where))


def _monotone(function: BoundActivation, drawn: Curve) -> Monotone:
    """Return how the values change: as declared, or as drawn, since a search of the whole line takes a second."""
    if function.declared.monotone != "unknown":
        return function.declared.monotone
    finite = np.isfinite(drawn.y)
    return inferred_traits.monotone(drawn.x[finite], drawn.y[finite])


def _slopes(
    quantities: Quantities, functions: Sequence[BoundActivation], names: Sequence[str], where: SampleRange
) -> _Draft:
    lines = [
        traced(name, function.name + "'" * quantities.order, quantities.slope(function), order, where)
        for order, (function, name) in enumerate(zip(functions, names, strict=True))
    ]
    return _Draft(derivatives(quantities.order) + ("" if len(functions) == 1 else "s"), lines, [])


def derivatives(order: int) -> str:
    """Return the name of a derivative of an order."""
    names = {1: "derivative", 2: "second derivative", 3: "third derivative"}
    return names.get(order, f"{order}th derivative")


def _differences(
    quantities: Quantities,
    functions: Sequence[BoundActivation],
    names: Sequence[str],
    where: SampleRange,
    options: PlotOptions,
) -> list[_Draft]:
    if len(functions) < 2:
        raise UsageError("--diff needs two functions or more", "actcli plot --diff gelu gelu_tanh")
    drafts = []
    kinds = ((quantities.value, ""), (quantities.slope, "′" * options.order))
    for quantity, prime in kinds[: 2 if options.grad else 1]:
        first = quantity(functions[0])
        lines = [
            traced(f"{name}{prime} − {names[0]}{prime}", f"{f.name} - {functions[0].name}",
                  curve.difference(quantity(f), first), order, where)
            for order, (f, name) in enumerate(zip(functions, names, strict=True)) if order
        ]  # fmt: skip
        of = f" of {derivatives(options.order)}s" if prime else ""
        drafts.append(_Draft("difference" + of, lines, []))
    return drafts


def traced(label: str, name: str, quantity: CurveFunction, order: int, where: SampleRange) -> Line:
    """Return the curve of a quantity with its name, and marked points if any were asked for."""
    if quantity.points is not None:
        points = curve.measured(quantity, quantity.points, where.start, where.stop, where.columns)
        return Line(minus(label), name, points, order, scattered=True)
    sampled = sample(quantity, where)
    dots = (where.dots, quantity.compute(where.dots)) if where.dots is not None else None
    return Line(minus(label), name, sampled, order, dots=dots)


def _asymptotes(function: BoundActivation, where: SampleRange) -> list[Segment]:
    """Return the asymptotes that the record declares and the limits at infinity where they are finite."""
    start, stop = where.start, where.stop
    middle = min(max(0.0, start), stop)
    lines = []
    left, right = function.compute(np.array([-np.inf, np.inf])).tolist()
    if np.isfinite(left) and left == right:
        lines.append((start, left, stop, left))
    else:
        lines += [(start, left, middle, left)] if np.isfinite(left) else []
        lines += [(middle, right, stop, right)] if np.isfinite(right) else []
    for line in function.declared.asymptotes:
        if _joined(function, line):
            continue  # a straight end of the curve shows it, and a stub of a dashed line beside it is noise
        ends = (start if line.side <= 0 else middle, stop if line.side >= 0 else middle)
        heights = [line.slope * x + line.intercept for x in ends]
        if np.isfinite(heights).all():
            lines.append((ends[0], heights[0], ends[1], heights[1]))
    return [line for line in lines if line[0] < line[2]]


def _joined(function: BoundActivation, line: Asymptote) -> bool:
    """Tell whether the curve lies on its asymptote beyond all kinks, as lines do that are made of straight pieces."""
    beyond = max((abs(kink.at) for kink in function.declared.kinks), default=0.0)
    x = (line.side or 1) * (beyond + np.array([1.0, 2.0, 5.0]))
    return bool(np.allclose(function.compute(x), line.slope * x + line.intercept, rtol=1e-12, atol=0.0))


def _described(functions: Sequence[BoundActivation], where: SampleRange, drafts: Sequence[_Draft]) -> str:
    names = ", ".join(f.name for f in functions)
    shown = " and ".join(draft.label for draft in drafts)
    text = f"The {shown} of {names} for values {where.text}."
    if len(functions) == 1:
        text += f" f(x) = {functions[0].formula}; {functions[0].activation.summary}."
        for x, y in chain.from_iterable(line.minima for line in drafts[0].lines):
            text += f" The lowest point is at ({format_brief(x, 4)}, {format_brief(y, 4)})."
    return text
