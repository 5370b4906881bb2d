"""``plot``: resolve, points, compose, draw."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import numpy as np

from actcli.charts.compose import compose
from actcli.charts.model import PlotOptions, SampleRange
from actcli.choices import FIGURES
from actcli.cli import operands, validation
from actcli.cli.figure_style import drawable, figure_style, given
from actcli.errors import ActcliError, UsageError
from actcli.evaluation import compute, points
from actcli.io import output
from actcli.spec.resolve import resolve_all

if TYPE_CHECKING:
    from collections.abc import Sequence

    from actcli.cli.operands import Operands
    from actcli.cli.plot_options import PlotRequest
    from actcli.evaluation.bound import BoundActivation
    from actcli.numbers.array import Array
    from actcli.render.figure.backend import Format


def plot(request: PlotRequest) -> None:
    """Draw what was asked for, into a figure or the terminal."""
    asked = operands.parse_operands(request.words)
    form, path = _target(request, asked)
    _check(request, asked, form)
    data = _terminal(asked, request) if form is None else _figure(asked, request, form)
    with output.open_sink(path, "text" if form is None else "bytes") as sink:
        sink.write(data)


def _terminal(asked: Operands, request: PlotRequest) -> bytes:
    from actcli.render.terminal import plots  # noqa: PLC0415  # uniplot is for terminals
    from actcli.render.terminal.screen import shows_curves  # noqa: PLC0415  # the same

    functions = _functions(asked, request)
    chart = compose(functions, _where(asked, request, functions), _options(request, functions))
    ascii_only = request.ascii or not shows_curves()
    return plots.draw(chart, plots.TerminalSize(request.width, request.height, ascii_only, request.color))


def _figure(asked: Operands, request: PlotRequest, form: Format) -> bytes:
    functions = _functions(asked, request)
    where, options, style = _where(asked, request, functions), _options(request, functions), figure_style(request, form)
    from actcli.render.figure import figures  # noqa: PLC0415  # matplotlib is for figures

    if functions:
        return figures.draw(compose(functions, where, options), style)
    from actcli.charts import gallery_chart  # noqa: PLC0415  # only galleries need it

    return figures.draw(gallery_chart.compose(request.family, where, options), style)


def _functions(asked: Operands, request: PlotRequest) -> list[BoundActivation]:
    functions = resolve_all(asked.specs, timeout=request.timeout)
    validation.timeout(request.timeout, functions)
    if request.grad:
        validation.definitions("--grad", functions)
    return functions


def _target(request: PlotRequest, asked: Operands) -> tuple[Format | None, str | None]:
    """Return the format of the figure, None for the terminal, and where it goes."""
    validation.two_outputs(asked.out, request.output)
    path = asked.out or request.output
    if path is None and request.format is None:
        return None, None
    suffix = os.path.splitext(path or "")[1].lower()  # noqa: PTH122  # a word, perhaps '-', no path yet
    if request.format is None and suffix not in FIGURES:
        if path == "-":
            raise UsageError("a figure on standard output needs a format", "-o - -t svg")
        raise UsageError(f"'{path}': figures end in .svg, .png or .pdf")
    form: Format = request.format.value if request.format else suffix[1:]  # type: ignore[assignment]  # as checked
    if path in {None, "-"} and form != "svg" and os.isatty(1):
        output.refuse_binary(form, f"out.{form}")
    return form, path


def _check(request: PlotRequest, asked: Operands, form: Format | None) -> None:
    """Refuse options that contradict each other or would be ignored."""
    if request.all or request.family is not None:
        flag = "--all" if request.all else "--family"
        if request.all and request.family is not None:
            raise UsageError("--all and --family exclude each other")
        if asked.specs or asked.stdin:
            raise UsageError(f"{flag} draws functions by itself, without {' '.join(asked.specs) or '-'}")
        if form is None:
            raise UsageError(f"{flag} needs a figure to write", f"actcli plot {flag} gallery.svg")
        single = {
            "--diff": request.diff, "--num": request.num is not None, "--no-formula": request.no_formula,
            "--xlabel": request.xlabel is not None, "--ylabel": request.ylabel is not None,
            "--labels": request.labels is not None,
        }  # fmt: skip
        unused = [key for key, asked_for in single.items() if asked_for]
        if unused:
            raise UsageError(f"{flag} does not go with {unused[0]}")
    elif not asked.specs:
        raise UsageError("functions are missing", "for instance: actcli plot relu gelu out.svg; --all draws every one")
    terminal = {"--width": request.width, "--height": request.height, "--ascii": request.ascii or None}
    of_figures = [*given(request), *(["--no-formula"] if request.no_formula else [])]
    unused = of_figures if form is None else [key for key, value in terminal.items() if value is not None]
    if unused and form is None:
        validation.without_figure(unused[0])
    if unused:
        raise UsageError(f"{unused[0]} is for plots in the terminal, without a figure")


def _options(request: PlotRequest, functions: Sequence[BoundActivation]) -> PlotOptions:
    return PlotOptions(
        grad=False if any(map(validation.is_opaque, functions)) else request.grad,
        diff=request.diff,
        title=drawable("--title", request.title),
        xlabel=drawable("--xlabel", request.xlabel),
        ylabel=drawable("--ylabel", request.ylabel),
        labels=_labels(drawable("--labels", request.labels), functions),
        ylim=_ylim(request.ylim),
        formula=not request.no_formula,
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


def _ylim(text: str | None) -> tuple[float, float] | None:
    if text is None:
        return None
    fields = text.split(",")
    if len(fields) != 2:
        raise UsageError(f"--ylim is LOW,HIGH, got {text}")
    low, high = (points.number(word.strip()) for word in fields)
    if not (np.isfinite([low, high]).all() and low < high):
        raise UsageError(f"--ylim needs finite LOW < HIGH, got {text}")
    return low, high


def _where(asked: Operands, request: PlotRequest, functions: Sequence[BoundActivation]) -> SampleRange:
    """Return the range, and the points to be marked where some were asked for."""
    if asked.stdin:
        if request.num is not None:
            raise UsageError("--num goes with START STOP")
        return _around(_read())
    start, stop = asked.ends or points.DEFAULT_ENDS
    multiple = max((f.multiple for f in functions), default=1)
    grid = points.grid(start, stop, num=request.num, multiple=multiple)
    if grid.count > points.MAX_HELD:
        raise UsageError(f"plot takes up to 10**6 points, got {grid.count}", "a curve is smooth without --num")
    low, high = sorted(map(points.number, (start, stop)))
    listed = compute.vector(grid)
    vector = any(f.is_vector for f in functions)
    if low == high:
        return _around(listed[:1])
    return SampleRange(low, high, listed if request.num is not None or vector else None)


def _read() -> Array:
    from actcli.io import stream  # noqa: PLC0415  # words need no stream

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
