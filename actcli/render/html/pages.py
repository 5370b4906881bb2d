"""Charts as pages: the entry point of the room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actcli.charts.model import LineChart
from actcli.charts.scale import LINEAR
from actcli.render.html import document
from actcli.render.html.cards import cards
from actcli.render.html.views import view

if TYPE_CHECKING:
    from collections.abc import Sequence

    from actcli.charts.knobs import Knob
    from actcli.charts.model import BarChart
    from actcli.compare.log_chart import LogChart
    from actcli.evaluation.bound import BoundActivation


def draw(  # noqa: PLR0913 - what a page is made of
    chart: LineChart | BarChart | LogChart,
    functions: Sequence[BoundActivation],
    theme: str | None,
    *,
    knobs: Sequence[Knob] = (),
    marked: bool = False,
    equations: int = 2,
) -> bytes:
    """Return the page of a chart.

    Parameters
    ----------
    chart
        The chart; its lines have the points whose values can be read.
    functions
        The functions that it shows.
    theme
        The theme; None follows the reader's setting.
    knobs
        The parameters that have sliders.
    marked
        Whether the points are drawn.
    equations
        How many equations are typeset for each function.
    """
    if not _is_linear(chart):
        return _picture(chart, theme)
    ramp = _ramp(chart)
    told = list({function.activation.name: function for function in reversed(functions)}.values())[::-1]
    about = cards(told, most=equations)
    title = chart.title or chart.names
    heading = document.Heading(title, chart.subtitle, chart.description, theme, ramp)
    return document.page(heading, view(chart, knobs, marked=marked), about.cards, about.glyphs)


def _ramp(chart: LineChart | BarChart | LogChart) -> int:
    """Return how many colours of an ordered scale a chart takes."""
    if not isinstance(chart, LineChart) or not chart.ramp:
        return 0
    return chart.count


def _is_linear(chart: LineChart | BarChart | LogChart) -> bool:
    """Tell whether values are their own places on the axes, so that a cursor can find them."""
    if not isinstance(chart, LineChart):
        return True
    return chart.scale is LINEAR and all(panel.scale is LINEAR for panel in chart.panels)


def _picture(chart: LineChart | BarChart | LogChart, theme: str | None) -> bytes:
    """Return a page that shows the figure of a chart."""
    from actcli.render.figure import figures

    wanted = [theme] if theme else ["light", "dark"]
    drawn = [figures.draw(chart, figures.FigureStyle("svg", each, transparent=True)) for each in wanted]
    heading = document.Heading(chart.title or chart.names, chart.subtitle, chart.description, theme)
    return document.picture(heading, drawn)
