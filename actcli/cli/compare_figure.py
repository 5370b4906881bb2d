"""Figures of ``compare``."""

from __future__ import annotations

import os
import shlex
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from actcli.charts.model import PlotOptions
from actcli.choices import FIGURES
from actcli.cli import error_plot, validation
from actcli.cli.figure_style import drawable, figure_style
from actcli.compare.sections import module_of
from actcli.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from actcli.cli.compare import CompareRequest
    from actcli.cli.operands import Operands
    from actcli.compare.comparison import Comparison
    from actcli.render.figure.backend import Format


def figure(request: CompareRequest, asked: Operands) -> str | None:
    """Return the figure to be written, if one was named."""
    validation.two_outputs(asked.out, request.output)
    named = (request.output or "").lower().endswith(FIGURES)
    path = request.output if named else asked.out
    if path is not None and request.format is not None:
        raise UsageError(f"'{path}' is a figure, not {request.format}")
    return path


def draw(wanted: Sequence[str], comparison: Comparison, request: CompareRequest, path: str) -> bytes:
    """Return the figure of the one requested section."""
    drawn = [name for name in wanted if name == "diff" or hasattr(module_of(name), "chart")]
    if not drawn:
        raise UsageError(f"'{path}' is a figure", f"to draw the functions: {_plot(request, path)}")
    if len(wanted) > 1:
        raise UsageError(f"a figure shows one section, not {' and '.join(wanted)}", f"choose one, such as --{drawn[0]}")
    title = drawable("--title", request.title)
    if wanted[0] == "diff":
        chart = error_plot.chart(comparison, PlotOptions(title=title))
    else:
        chart = module_of(wanted[0]).chart(comparison)
        chart = chart if title is None else replace(chart, title=title)
    form = os.path.splitext(path)[1][1:].lower()
    if form == "html":
        from actcli.render.html import pages

        return pages.draw(chart, comparison.functions, request.theme.value if request.theme else None)
    from actcli.render.figure import figures

    return figures.draw(chart, figure_style(request, cast("Format", form)))


def _plot(request: CompareRequest, path: str) -> str:
    """Return the command that draws the functions of a comparison, with their derivatives where it asks for them."""
    words = request.words if path in request.words else [*request.words, path]
    options = ["--grad"] * request.grad
    return shlex.join(["actcli", "plot", *options, *words])
