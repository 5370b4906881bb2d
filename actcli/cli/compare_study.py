"""Figures of ``compare``, and the options of ``--depth`` and ``--train``."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from actcli.choices import FIGURES
from actcli.cli import validation
from actcli.cli.figure_style import drawable, figure_style, given
from actcli.compare.sections import module_of
from actcli.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from actcli.cli.compare_options import CompareRequest
    from actcli.cli.operands import Operands
    from actcli.compare.comparison import Comparison
    from actcli.render.figure.backend import Format


def check(request: CompareRequest, figure: str | None) -> None:
    """Refuse options of a study that was not asked for, or of a figure that was not."""
    of_train = {"--layers": request.layers, "--width": request.width, "--epochs": request.epochs}
    of_train |= {"--seeds": request.seeds}
    unused = [key for key, value in of_train.items() if value is not None and request.train is None]
    if unused:
        raise UsageError(f"{unused[0]} goes with --train", "for instance --train spirals")
    if request.gain is not None and request.depth is None:
        raise UsageError("--gain goes with --depth", "for instance --depth 20")
    if request.seed is not None and request.depth is None and request.train is None:
        raise UsageError("--seed goes with --depth or --train", "for instance --train spirals")
    of_figures = [*(["--title"] if request.title is not None else []), *given(request)]
    if of_figures and figure is None:
        validation.without_figure(of_figures[0])


def figure(request: CompareRequest, asked: Operands) -> str | None:
    """Return the figure to be written, if one was named."""
    validation.two_outputs(asked.out, request.output)
    if asked.out is not None and request.format is not None:
        raise UsageError(f"'{asked.out}' is a figure, not {request.format}")
    named = request.format is None and (request.output or "").lower().endswith(FIGURES)
    return request.output if named else asked.out


def draw(wanted: Sequence[str], comparison: Comparison, request: CompareRequest, path: str) -> bytes:
    """Return the figure of the one section that was asked for."""
    drawn = [name for name in wanted if hasattr(module_of(name), "chart")]
    if not drawn:
        raise UsageError(f"'{path}' is a figure", f"to draw one: actcli plot {' '.join(request.words)}")
    if len(wanted) > 1:
        raise UsageError(f"a figure shows one section, not {' and '.join(wanted)}", f"choose one, such as --{drawn[0]}")
    form: Format = os.path.splitext(path)[1][1:].lower()  # type: ignore[assignment]  # noqa: PTH122  # the suffix is known; a word, no path yet
    style, title = figure_style(request, form), drawable("--title", request.title)
    chart = module_of(wanted[0]).chart(comparison)
    from actcli.render.figure import figures  # noqa: PLC0415  # tables do without

    return figures.draw(chart if title is None else replace(chart, title=title), style)
