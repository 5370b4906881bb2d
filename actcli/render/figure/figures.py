"""Charts as figures in bytes: the entry point of everything that uses matplotlib."""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib import import_module
from typing import TYPE_CHECKING

from actcli.charts.gallery_chart import Gallery
from actcli.charts.model import BarChart, LineChart
from actcli.compare.log_chart import LogChart
from actcli.render.figure import backend
from actcli.render.figure.theme import THEMES
from actcli.termination import held

if TYPE_CHECKING:
    from collections.abc import Mapping

    from actcli.render.figure.backend import Format
    from actcli.render.figure.canvas import Canvas

#: The module of this room that draws a chart, with ``draw(chart, theme, size) -> Canvas``.
DRAWINGS: Mapping[type, str] = {LineChart: "curves", BarChart: "bars", Gallery: "gallery", LogChart: "study"}
#: Dots per inch of a PNG.
DPI = 200


@dataclass(frozen=True)
class FigureStyle:
    """The output of a figure: format, theme, size in inches (None for its own), dots per inch, transparency."""

    form: Format
    theme: str = "light"
    size: tuple[float, float] | None = None
    dpi: float = DPI
    transparent: bool = False


def load(chart: type, form: Format) -> None:
    """Import what draws a kind of chart in a format, while others compute it."""
    with backend.matplotlib(), held():
        import_module(f"actcli.render.figure.{DRAWINGS[chart]}")
        backend.canvas_of(form)


def draw(chart: LineChart | BarChart | Gallery | LogChart, style: FigureStyle) -> bytes:
    """Return the figure of a chart."""
    theme = replace(THEMES[style.theme], transparent=style.transparent)
    with backend.matplotlib():
        with held():
            drawing = import_module(f"actcli.render.figure.{DRAWINGS[type(chart)]}")
        canvas: Canvas = drawing.draw(chart, theme, style.size)
        return backend.encode(canvas.figure, style.form, style.dpi, chart.title or chart.names, chart.description)
