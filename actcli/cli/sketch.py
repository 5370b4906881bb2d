"""The small plot at the end of a card."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from actcli.charts.compose import overview
from actcli.render.terminal import plots

if TYPE_CHECKING:
    from actcli.evaluation.bound import BoundActivation

#: The most columns, and the lines without a heading.
WIDTH, HEIGHT = 64, 14


def sketch(function: BoundActivation, columns: int, *, colored: bool, ascii_only: bool = False) -> bytes:
    """Return a plot of a function and its derivative over the default range, as text; empty if nothing is finite."""
    chart = overview(function)
    if chart is None:
        return b""
    # The card names the function and lists its parameters.
    chart = replace(chart, title="", subtitle=chart.subtitle if function.is_vector else "")
    color = "always" if colored else "never"
    # A heading leaves the number of rows odd: 0 is in the middle of one where gates are drawn on both sides of it.
    lines = HEIGHT + bool(chart.subtitle)
    screen = plots.TerminalSize(min(columns, WIDTH), lines, ascii_only=ascii_only, color=color)
    return b"\n" + plots.draw(chart, screen)
