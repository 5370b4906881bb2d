"""``plot``: resolve, points, compose, draw."""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING

import numpy as np

from actcli.charts.compose import compose
from actcli.charts.model import PlotOptions, SampleRange
from actcli.choices import FIGURES
from actcli.cli import operands, validation
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
    from actcli.render.figure.figures import FigureStyle

#: Dots of a PNG at most; a tenth of it is a poster.
MAX_DOTS = 2 * 10**8
#: Characters that no XML holds, so no SVG either.
_UNDRAWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def plot(request: PlotRequest) -> None:
    """Draw what was asked for, into a figure or the terminal."""
    asked = operands.parse_operands(request.words)
    form, path = _target(request, asked)
    _check(request, asked, form)
    data = _terminal(asked, request) if form is None else _figure(asked, request, form)
    with output.open_sink(path, "text" if form is None else "bytes") as sink:
        sink.write(data)


def _terminal(asked: Operands, request: PlotRequest) -> bytes:
    from actcli.render.terminal import line_plot  # noqa: PLC0415  # uniplot is for terminals
    from actcli.render.terminal.screen import shows_curves  # noqa: PLC0415  # the same

    functions = _functions(asked, request)
    options = _options(request, functions)
    chart = compose(functions, _where(asked, request, functions), options)
    screen = line_plot.TerminalSize(request.width, request.height, request.ascii or not shows_curves(), request.color)
    return line_plot.draw(chart, screen, options.ylim)


def _figure(asked: Operands, request: PlotRequest, form: Format) -> bytes:
    functions = _functions(asked, request)
    where, options, style = _where(asked, request, functions), _options(request, functions), _style(request, form)
    from actcli.render.figure import figures  # noqa: PLC0415  # matplotlib is for figures

    if not functions:
        return figures.gallery(request.family, where, options, style)
    return figures.draw(compose(functions, where, options), style)


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
        if request.diff or request.num is not None:
            raise UsageError(f"{flag} does not go with {'--diff' if request.diff else '--num'}")
    elif not asked.specs:
        raise UsageError("functions are missing", "for instance: actcli plot relu gelu out.svg; --all draws every one")
    terminal = {"--width": request.width, "--height": request.height, "--ascii": request.ascii or None}
    figure = {"--theme": request.theme, "--size": request.size, "--dpi": request.dpi}
    unused = [key for key, value in (figure if form is None else terminal).items() if value is not None]
    if unused and form is None:
        validation.without_figure(unused[0])
    if unused:
        raise UsageError(f"{unused[0]} is for plots in the terminal, without a figure")


def _options(request: PlotRequest, functions: Sequence[BoundActivation]) -> PlotOptions:
    if request.title is not None and (odd := _UNDRAWN.search(request.title)):
        raise UsageError(f"--title has a character that can't be drawn: {odd[0]}")
    grad = False if any(map(validation.is_opaque, functions)) else request.grad
    return PlotOptions(grad, request.diff, request.title, _ylim(request.ylim))


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


def _style(request: PlotRequest, form: Format) -> FigureStyle:
    from actcli.render.figure.figures import DPI, FigureStyle  # noqa: PLC0415  # terminals do without

    size = _size(request.size)
    dpi = request.dpi or DPI
    if form == "png" and size is not None and size[0] * size[1] * dpi**2 > MAX_DOTS:
        raise UsageError(f"{request.size} inches at {dpi} dots per inch are too many dots", "take a smaller --dpi")
    return FigureStyle(form, request.theme.value if request.theme else "light", size, dpi)


def _size(text: str | None) -> tuple[float, float] | None:
    if text is None:
        return None
    match = re.fullmatch(r"([0-9.]+)[x×X]([0-9.]+)", text)
    sizes = tuple(points.number(word) for word in match.groups()) if match else ()
    if len(sizes) != 2 or not all(2 <= s <= 100 for s in sizes):
        raise UsageError(f"--size is WIDTHxHEIGHT in inches, 2 to 100 each, got {text}", "for instance 6.4x5")
    return sizes[0], sizes[1]
