"""Charts -> figures as bytes: the door to everything that uses matplotlib."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from actcli.charts.model import BarChart
from actcli.render.figure import backend
from actcli.render.figure.theme import THEMES

if TYPE_CHECKING:
    from actcli.charts.model import LineChart, PlotOptions, SampleRange
    from actcli.compare.log_chart import LogChart
    from actcli.render.figure.backend import Format

#: Inches of a figure: a column of a paper, a slide's half.
SIZE = (6.4, 5.0)
#: Dots per inch of a PNG.
DPI = 200


@dataclass(frozen=True)
class FigureStyle:
    """How a figure is written: format, theme, size in inches (None for its own), dots per inch."""

    form: Format
    theme: str = "light"
    size: tuple[float, float] | None = None
    dpi: float = DPI


def draw(chart: LineChart | BarChart, style: FigureStyle) -> bytes:
    """Return the figure of a chart."""
    with backend.matplotlib():
        from actcli.render.figure import bars, curves  # noqa: PLC0415  # import matplotlib

        theme = THEMES[style.theme]
        if isinstance(chart, BarChart):
            canvas = bars.draw(chart, theme, style.size or SIZE)
        else:
            canvas = curves.draw(chart, theme, style.size or SIZE)
        return backend.encode(canvas.figure, style.form, style.dpi, chart.title, chart.description)


def gallery(family: str | None, where: SampleRange, options: PlotOptions, style: FigureStyle) -> bytes:
    """Return the gallery of all functions, or of a family."""
    from actcli.charts import gallery_chart as galleries  # noqa: PLC0415  # only galleries need it

    composed = galleries.compose(family, where, options)
    with backend.matplotlib():
        from actcli.render.figure import gallery  # noqa: PLC0415  # imports matplotlib

        canvas = gallery.draw(composed, THEMES[style.theme], style.size)
        return backend.encode(canvas.figure, style.form, style.dpi, composed.title, composed.description)


def study(chart: LogChart, style: FigureStyle) -> bytes:
    """Return the figure of what a study found; its size is its own."""
    with backend.matplotlib():
        from actcli.render.figure import study  # noqa: PLC0415  # imports matplotlib

        canvas = study.draw(chart, THEMES[style.theme])
        return backend.encode(canvas.figure, style.form, style.dpi, chart.title, chart.description)
