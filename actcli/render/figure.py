"""Pictures -> figures as bytes: the door to everything that uses matplotlib."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from actcli.drawing.picture import BarPicture
from actcli.render import figure_backend
from actcli.render.figure_theme import THEMES

if TYPE_CHECKING:
    from actcli.compare.chart import Chart
    from actcli.drawing.picture import Picture, Where, Wishes
    from actcli.render.figure_backend import Format

#: Inches of a figure: a column of a paper, a slide's half.
SIZE = (6.4, 5.0)
#: Dots per inch of a PNG.
DPI = 200


@dataclass(frozen=True)
class Look:
    """How a figure is written: format, theme, size in inches (None for its own), dots per inch."""

    form: Format
    theme: str = "light"
    size: tuple[float, float] | None = None
    dpi: float = DPI


def draw(picture: Picture | BarPicture, look: Look) -> bytes:
    """Return the figure of a picture."""
    with figure_backend.matplotlib():
        from actcli.render import figure_bars, figure_curves  # noqa: PLC0415  # import matplotlib

        theme = THEMES[look.theme]
        if isinstance(picture, BarPicture):
            canvas = figure_bars.draw(picture, theme, look.size or SIZE)
        else:
            canvas = figure_curves.draw(picture, theme, look.size or SIZE)
        return figure_backend.encode(canvas.figure, look.form, look.dpi, picture.title, picture.description)


def gallery(family: str | None, where: Where, wishes: Wishes, look: Look) -> bytes:
    """Return the gallery of all functions, or of a family."""
    from actcli.drawing import gallery as galleries  # noqa: PLC0415  # only galleries need it

    composed = galleries.compose(family, where, wishes)
    with figure_backend.matplotlib():
        from actcli.render import figure_gallery  # noqa: PLC0415  # imports matplotlib

        canvas = figure_gallery.draw(composed, THEMES[look.theme], look.size)
        return figure_backend.encode(canvas.figure, look.form, look.dpi, composed.title, composed.description)


def study(chart: Chart, look: Look) -> bytes:
    """Return the figure of what a study found; its size is its own."""
    with figure_backend.matplotlib():
        from actcli.render import figure_study  # noqa: PLC0415  # imports matplotlib

        canvas = figure_study.draw(chart, THEMES[look.theme])
        return figure_backend.encode(canvas.figure, look.form, look.dpi, chart.title, chart.description)
