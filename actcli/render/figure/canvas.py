"""Drawing in points on a bare matplotlib figure: text, mathematics, lines, and panels with their own coordinates.

No Axes are made: their ticks and layout are most of the cost of a figure, and all of it is arithmetic here.
"""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch, Polygon, Rectangle
from matplotlib.text import Text
from matplotlib.textpath import TextPath, text_to_path
from matplotlib.transforms import Affine2D, Bbox, TransformedBbox

if TYPE_CHECKING:
    from matplotlib.artist import Artist

    from actcli.numbers.array import Array
    from actcli.render.figure.theme import Theme

FAMILY = "DejaVu Sans"
#: Coordinates beyond these powers of two overflow in a transformation and are scaled first.
_EXTREME = 900


#: Properties of artists in points, which grow with the page.
_SIZES = ("linewidth", "markersize", "markeredgewidth")


class Canvas:
    """A page to draw on, its origin at the lower left.

    Everything on it is measured in points of the page's usual size, and grows with the page: a slide of twice the size
    has text and lines of twice the size. On a smaller page they shrink by the square root only, to remain legible.

    Attributes
    ----------
    width, height
        The room there is, in those points.
    scale
        Real points in one of them.
    """

    def __init__(self, size: tuple[float, float], usual: tuple[float, float], theme: Theme) -> None:
        ratio = min(size[0] / usual[0], size[1] / usual[1])
        self.scale = ratio if ratio > 1 else math.sqrt(ratio)
        self.width, self.height = size[0] * 72 / self.scale, size[1] * 72 / self.scale
        self.theme = theme
        ground = "none" if theme.transparent else theme.ground
        self.figure = Figure(figsize=size, dpi=72, facecolor=ground, edgecolor="none")
        self.points = Affine2D().scale(self.scale / 72) + self.figure.dpi_scale_trans

    def scaled(self, style: dict[str, Any]) -> dict[str, Any]:
        """Return properties of an artist with their sizes in real points."""
        return style | {key: style[key] * self.scale for key in _SIZES if key in style}

    def add(self, artist: Artist, gid: str | None = None) -> None:
        """Put an artist on the figure."""
        if gid is not None:
            artist.set_gid(gid)
        self.figure.add_artist(artist, clip=False)

    def text(  # noqa: PLR0913 - the properties of a text
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        color: str | None = None,
        ha: Literal["left", "center", "right"] = "left",
        va: Literal["bottom", "baseline", "center_baseline", "top"] = "baseline",
        bold: bool = False,
        rotation: float = 0,
    ) -> None:
        """Write plain text."""
        self.add(
            Text(
                x, y, text, color=color or self.theme.ink, fontproperties=font(size * self.scale, bold=bold),
                horizontalalignment=ha, verticalalignment=va, rotation=rotation, rotation_mode="anchor",
                transform=self.points, parse_math=False,
            )
        )  # fmt: skip

    def math(self, x: float, y: float, text: str, size: float) -> None:
        """Draw mathtext (without dollar signs) as outlines, so that viewers need no fonts."""
        path = TextPath((x, y), f"${text}$", prop=math_font(size))
        self.add(PathPatch(path, facecolor=self.theme.ink, edgecolor="none", transform=self.points))

    def line(self, xs: Any, ys: Any, color: str, width: float, **style: Any) -> None:
        """Draw a line through points of the page."""
        self.add(Line2D(xs, ys, color=color, linewidth=width * self.scale, transform=self.points, **style))

    def rectangle(self, x: float, y: float, w: float, h: float, **style: Any) -> None:
        """Draw a rectangle of the page."""
        self.add(Rectangle((x, y), w, h, transform=self.points, **style))

    def frame(
        self, rect: tuple[float, float, float, float], xlim: tuple[float, float], ylim: tuple[float, float]
    ) -> Frame:
        """Return a panel: a rectangle of the page with coordinates of its own."""
        return Frame(self, rect, xlim, ylim)


class Frame:
    """A rectangle (x, y, width, height) of the page in which xlim and ylim are mapped to its sides."""

    def __init__(
        self, canvas: Canvas, rect: tuple[float, float, float, float], xlim: tuple[float, float],
        ylim: tuple[float, float],
    ) -> None:  # fmt: skip
        self.canvas = canvas
        self.x, self.y, self.w, self.h = rect
        self.xlim, self.ylim = xlim, ylim
        self._x, self._y = _Scale(*xlim, self.x, self.w), _Scale(*ylim, self.y, self.h)
        matrix = Affine2D.from_values(self._x.factor, 0, 0, self._y.factor, self._x.shift, self._y.shift)
        self.transform = matrix + canvas.points
        self.clip = TransformedBbox(Bbox.from_bounds(*rect), canvas.points)

    def px(self, x: float) -> float:
        """Return the page's coordinate of a value on the x axis."""
        return self._x.page(x)

    def py(self, y: float) -> float:
        """Return the page's coordinate of a value on the y axis."""
        return self._y.page(y)

    def plot(self, x: Any, y: Any, gid: str | None = None, **style: Any) -> Line2D:
        """Draw a line or markers in the panel's coordinates, cut off at its edges."""
        line = Line2D(self._x.data(x), self._y.data(y), transform=self.transform, **self.canvas.scaled(style))
        line.set_clip_box(self.clip)
        self.canvas.add(line, gid)
        return line

    def fill(self, x: Any, y: Any, **style: Any) -> None:
        """Fill the area between a line and 0, cut off at the edges of the panel."""
        x, y = self._x.data(x), self._y.data(y)
        corners = np.column_stack([np.concatenate([x[:1], x, x[-1:]]), np.concatenate([[0.0], y, [0.0]])])
        area = Polygon(corners, edgecolor="none", transform=self.transform, **style)
        area.set_clip_box(self.clip)
        self.canvas.add(area)

    def marks(self, x: Any, y: Any, **style: Any) -> None:
        """Draw markers that may reach over the edge of the panel."""
        style = self.canvas.scaled(style)
        self.canvas.add(Line2D(self._x.data(x), self._y.data(y), transform=self.transform, linestyle="none", **style))


class _Scale:
    """A linear map from data to the page that survives ranges such as -1e308 to 1e308."""

    def __init__(self, low: float, high: float, start: float, length: float) -> None:
        size = int(np.frexp(max(abs(low), abs(high)))[1])
        self.power = -size if abs(size) > _EXTREME else 0
        low, high = np.ldexp(low, self.power), np.ldexp(high, self.power)
        self.factor = float(length / (high - low))
        self.shift = float(start - low * self.factor)

    def data(self, values: Any) -> Array:
        values = np.asarray(values, dtype=np.float64)
        scaled: Array = np.ldexp(values, self.power) if self.power else values
        return scaled

    def page(self, value: float) -> float:
        return float(self.data(value)) * self.factor + self.shift


def font(size: float, *, bold: bool = False) -> FontProperties:
    """Return the text font in a size."""
    return FontProperties(family=FAMILY, size=size, weight="bold" if bold else "normal")


def math_font(size: float) -> FontProperties:
    """Return the font of mathematics in a size."""
    return FontProperties(family=FAMILY, size=size, math_fontfamily="cm")


@cache
def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of plain text in points."""
    return float(text_to_path.get_text_width_height_descent(text, font(size, bold=bold), ismath=False)[0])


def math_extent(text: str, size: float) -> tuple[float, float, float]:
    """Return the width of mathematics, its height over the baseline and its depth under it, in points."""
    w, h, d = text_to_path.get_text_width_height_descent(f"${text}$", math_font(size), ismath=True)
    return float(w), float(h - d), float(d)
