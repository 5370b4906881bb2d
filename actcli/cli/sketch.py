"""The small plot at the end of a card."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from actcli.analysis import describe
from actcli.charts.compose import compose
from actcli.charts.model import PlotOptions, SampleRange
from actcli.errors import ActcliError
from actcli.evaluation import compute, points
from actcli.render.terminal import plots

if TYPE_CHECKING:
    from actcli.evaluation.bound import BoundActivation

#: The most columns, and the lines.
WIDTH, HEIGHT = 64, 14


def sketch(function: BoundActivation, columns: int, *, colored: bool, ascii_only: bool = False) -> bytes:
    """Return a plot of a function and its derivative over the default range, as text; empty if nothing is finite."""
    grid = points.grid(*points.DEFAULT_ENDS, multiple=function.multiple)
    listed = compute.vector(grid)
    where = SampleRange(
        float(listed[0]), float(listed[-1]), listed if describe.kind(function.activation) == "vector" else None
    )
    try:
        chart = compose([function], where, PlotOptions(title="", grad=False if function.is_vector else None))
    except ActcliError:
        return b""
    if not function.is_vector:
        chart = replace(chart, subtitle="")  # the card lists the parameters
    color = "always" if colored else "never"
    screen = plots.TerminalSize(min(columns, WIDTH), HEIGHT, ascii_only=ascii_only, color=color)
    return b"\n" + plots.draw(chart, screen)
