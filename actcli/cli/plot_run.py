"""The work of ``plot``: resolve, points, compose, draw."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from actcli.analysis import describe
from actcli.charts.compose import compose
from actcli.charts.model import LineChart, PlotOptions, SampleRange
from actcli.choices import FIGURES
from actcli.cli import error_plot, operands, plot_page, validation
from actcli.cli.figure_style import drawable, figure_style
from actcli.cli.request import Fact, refuse_ignored
from actcli.cli.writing import style_of
from actcli.errors import ActcliError, UsageError
from actcli.evaluation import compute, points
from actcli.io import output
from actcli.numbers.grammar import parse_number
from actcli.spec.measured import Measured, union
from actcli.spec.resolve import resolve_all

if TYPE_CHECKING:
    from collections.abc import Sequence

    from actcli.charts.gallery_chart import Gallery
    from actcli.charts.model import BarChart
    from actcli.cli.operands import Operands
    from actcli.cli.plot import PlotRequest
    from actcli.evaluation.bound import BoundActivation
    from actcli.numbers.array import Array
    from actcli.numbers.style import Style
    from actcli.render.figure.backend import Format
    from actcli.render.figure.figures import FigureStyle


def run(request: PlotRequest) -> None:
    """Draw the requested chart, into a figure or the terminal."""
    ylim = _ylim(request)
    asked = operands.parse_operands(request.words)
    form, path = _target(request, asked)
    style = style_of(request)
    functions: Sequence[BoundActivation] = resolve_all(
        asked.specs, style.number_format, results=style.results_format, timeout=request.timeout
    )
    if not request.ulp:
        functions = _placed(functions, asked, request)
    if request.exact:
        functions = validation.proven(functions, style)
    _check(request, asked, form, functions, style)
    options = _options(request, functions, style, ylim)

    def chart() -> LineChart | BarChart:
        if request.ulp:
            return error_plot.plotted(functions, asked, request, style, options)
        return compose(functions, _where(asked, request, functions), options)

    if form is None:
        data = _terminal(chart(), request)
    elif form == "html":
        data = plot_page.page(functions, request, _where(asked, request, functions), options, chart)
    else:
        look = figure_style(request, form)
        data = _figure(chart() if functions else _gallery(asked, request, options, look), look)
    with output.open_sink(path, "text" if form is None else "bytes") as sink:
        sink.write(data)


def _gallery(asked: Operands, request: PlotRequest, options: PlotOptions, style: FigureStyle) -> Gallery:
    from actcli.charts import gallery_chart
    from actcli.render.figure import figures

    def meanwhile() -> None:
        figures.load(gallery_chart.Gallery, style.form)

    return gallery_chart.compose(request.family, _where(asked, request, []), options, meanwhile)


def _terminal(chart: LineChart | BarChart, request: PlotRequest) -> bytes:
    from actcli.render.terminal import plots
    from actcli.render.terminal.screen import shows_curves

    ascii_only = request.ascii or not shows_curves()
    return plots.draw(chart, plots.TerminalSize(request.width, request.height, ascii_only, request.color))


def _figure(chart: LineChart | BarChart | Gallery, style: FigureStyle) -> bytes:
    from actcli.render.figure import figures

    return figures.draw(chart, style)


def _target(request: PlotRequest, asked: Operands) -> tuple[Format | Literal["html"] | None, str | None]:
    """Return the format of the figure, None for the terminal, and where it goes."""
    validation.two_outputs(asked.out, request.output)
    path = asked.out or request.output
    if path is None and request.format is None:
        return None, None
    suffix = os.path.splitext(path or "")[1].lower()
    if request.format is None and suffix not in FIGURES:
        if path == "-":
            raise UsageError("a figure on standard output needs a format", "-o - -t svg")
        named = "" if suffix else f"for another name, choose the format: -o {path} -t svg"
        raise UsageError(f"'{path}': {operands.FIGURES_END}", named)
    if request.format is not None and suffix in FIGURES and suffix[1:] != request.format:
        raise UsageError(f"'{path}' is not {request.format}", "leave out -t: the suffix picks the format")
    form: Format | Literal["html"] = request.format.value if request.format else suffix[1:]  # type: ignore[assignment]  # as checked
    if path in {None, "-"} and form not in {"svg", "html"} and os.isatty(1):
        output.refuse_binary(form, f"out.{form}")
    return form, path


def _check(
    request: PlotRequest, asked: Operands, form: str | None, functions: Sequence[BoundActivation], style: Style
) -> None:
    """Refuse arguments and options that contradict each other or would be ignored."""
    gallery = request.all or request.family is not None
    if gallery:
        _check_gallery(request, asked, form)
    elif not asked.specs:
        raise UsageError("functions are missing", "for instance: actcli plot relu gelu out.svg; --all draws every one")
    facts = {
        Fact.TERMINAL: form is None,
        Fact.FIGURE: form is not None,
        Fact.PICTURE: form not in {None, "html"},
        Fact.PNG: form == "png",
        Fact.SPECS: not gallery,
        Fact.RANGE: not asked.stdin,
        Fact.ELEMENTWISE: bool(functions) and not any(function.is_vector for function in functions),
        Fact.VECTOR: any(function.is_vector for function in functions),
        Fact.ROUNDED: style.is_narrow or any(function.provable for function in functions),
        Fact.PROGRAM: any(map(validation.is_program, functions)),
        Fact.DIFF: request.diff,
        Fact.ULP: request.ulp,
        Fact.CURVES: not request.ulp,
    }
    refuse_ignored(request, {fact for fact, holds in facts.items() if holds})
    if request.grad or request.order > 1:
        validation.definitions("--grad" if request.grad else "--order", functions)
    if request.order > 1 and request.grad is False:
        raise UsageError(f"--order {request.order} draws derivatives, --no-grad none")


def _check_gallery(request: PlotRequest, asked: Operands, form: str | None) -> None:
    words = asked.specs or ["-"] * asked.stdin
    flag = validation.chooser(all_=request.all, family=request.family, words=words)
    if form is None:
        chosen = flag if request.family is None else f"{flag} {request.family}"
        raise UsageError(f"{flag} needs a figure, such as gallery.svg", f"actcli plot {chosen} gallery.svg")


def _options(
    request: PlotRequest, functions: Sequence[BoundActivation], style: Style, ylim: tuple[float, float] | None
) -> PlotOptions:
    return PlotOptions(
        grad=False if any(f.values_only for f in functions) else True if request.order > 1 else request.grad,
        order=request.order,
        diff=request.diff,
        title=drawable("--title", request.title),
        xlabel=drawable("--xlabel", request.xlabel),
        ylabel=drawable("--ylabel", request.ylabel),
        labels=_labels(drawable("--labels", request.labels), functions),
        ylim=ylim,
        formula=not request.no_formula,
        style=None if style.number_format is None else style,
    )


def _labels(text: str | None, functions: Sequence[BoundActivation]) -> tuple[str, ...]:
    if text is None:
        return ()
    labels = tuple(label.strip() for label in text.split(","))
    if len(functions) < 2:
        raise UsageError("--labels names several functions", "--title names one")
    if len(labels) != len(functions) or not all(labels):
        raise UsageError(f"--labels needs {len(functions)} names, separated by commas, got {text}")
    return labels


def _ylim(request: PlotRequest) -> tuple[float, float] | None:
    if request.ylim is None:
        return None
    fields = request.ylim.split(",")
    if len(fields) != 2:
        upper = next((word for word in request.words if parse_number(word) is not None), "HIGH")
        hint = f"--ylim {request.ylim},{upper}" if len(fields) == 1 else ""
        raise UsageError(f"--ylim is LOW,HIGH, got {request.ylim}", hint)
    low, high = (points.number(word.strip()) for word in fields)
    if not (np.isfinite([low, high]).all() and low < high):
        raise UsageError(f"--ylim needs finite LOW < HIGH, got {request.ylim}")
    return low, high


def _where(asked: Operands, request: PlotRequest, functions: Sequence[BoundActivation]) -> SampleRange:
    """Return the range, and the points to be marked, if any."""
    if asked.stdin:
        return _around(_read())
    if not asked.ends and (own := [f.x for f in functions if isinstance(f, Measured) and f.x is not None]):
        return replace(_around(union(own)), dots=None)
    start, stop = asked.ends or points.DEFAULT_ENDS
    multiple = max((f.multiple for f in functions), default=1)
    grid = points.grid(start, stop, num=request.num, multiple=multiple)
    if grid.count > points.MAX_HELD:
        raise UsageError(f"plot takes up to 10**6 points, got {grid.count}", "a curve is smooth without --num")
    low, high = sorted(map(points.number, (start, stop)))
    listed = compute.vector(grid)
    vector = any(describe.kind(f.activation) == "vector" for f in functions)
    if low == high:
        return _around(listed[:1])
    return SampleRange(low, high, listed if request.num is not None or vector else None)


def _placed(functions: Sequence[BoundActivation], asked: Operands, request: PlotRequest) -> Sequence[BoundActivation]:
    """Return the functions; measured values without x are put at the points of START STOP."""
    placed: list[BoundActivation] = []
    for function in functions:
        if isinstance(function, Measured) and not function.has_points:
            if not asked.ends:
                raise UsageError(f"{function.name} has no x", "give START STOP")
            start, stop = asked.ends
            grid = points.grid(start, stop, num=request.num or function.rows.size)
            placed.append(function.at(compute.vector(grid)))
        else:
            placed.append(function)
    return placed


def _read() -> Array:
    from actcli.io import stream

    return stream.numbers()


def _around(listed: Array) -> SampleRange:
    """Return the range that holds the points, and them."""
    finite = listed[np.isfinite(listed)]
    if not finite.size:
        raise ActcliError("no finite points to plot")
    if listed.size > points.MAX_HELD:
        raise UsageError(f"plot takes up to 10**6 points, got {listed.size}")
    low, high = float(finite.min()), float(finite.max())
    if low == high:
        room = max(1.0, abs(low) * 1e-3)
        low, high = max(low - room, -sys.float_info.max), min(high + room, sys.float_info.max)
    return SampleRange(low, high, listed)
