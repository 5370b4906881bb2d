"""Charts as text, for terminals and pipes."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, NamedTuple

from actcli.charts.model import BarChart
from actcli.render.terminal import bar_plot, line_plot
from actcli.render.terminal.screen import wants_color
from actcli.render.text.encoding import to_ascii

if TYPE_CHECKING:
    from actcli.charts.model import LineChart


class TerminalSize(NamedTuple):
    """The size and abilities of the screen on which a chart is drawn.

    Attributes
    ----------
    width, height
        Columns and lines; those of the terminal for None, 80 by 24 where they are unknown. Bars take a line for each
        number.
    ascii_only
        Whether to keep to ASCII.
    color
        ``auto``, ``always`` or ``never``.
    """

    width: int | None
    height: int | None
    ascii_only: bool
    color: str


def draw(chart: LineChart | BarChart, screen: TerminalSize) -> bytes:
    """Return a chart as text: the curves of all panels in one plot, or horizontal bars."""
    colored = wants_color(screen.color)
    columns, rows = _size(screen.width, screen.height)
    if isinstance(chart, BarChart):
        lines = bar_plot.draw(chart, columns, colored=colored)
    else:
        lines = line_plot.draw(chart, (columns, rows), ascii_only=screen.ascii_only, colored=colored)
    text = "\n".join(lines) + "\n"
    return (to_ascii(text) if screen.ascii_only else text).encode()


def _size(width: int | None, height: int | None) -> tuple[int, int]:
    columns, lines = shutil.get_terminal_size()
    # The prompt needs a line too.
    return max(width or columns, 20), max(height or lines - 1, 8)
