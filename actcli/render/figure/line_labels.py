"""The names of lines beside their ends, apart from each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from actcli.render.figure.canvas import width
from actcli.render.figure.page import HAIR, LABEL, LINE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from actcli.numbers.array import Array
    from actcli.render.figure.canvas import Frame
    from actcli.render.figure.theme import Dash

#: The height of each name relative to its font size; names shrink if not all fit.
_LEADING = 1.35
#: Points that a leader takes, the piece of line before a name, and the blanks on both sides of the name.
_LEADER, _SWATCH, _BEFORE, _AFTER = 8.0, 14.0, 4.0, 2.0


class Name(NamedTuple):
    """A name, the height on the page where its line ends, and the style of the line."""

    text: str
    end: float
    color: str
    dash: Dash


def room(texts: Iterable[str]) -> float:
    """Return the width that names take beside a panel."""
    return _LEADER + _SWATCH + _BEFORE + max(width(text, LABEL) for text in texts) + _AFTER


def end(frame: Frame, y: Array) -> float:
    """Return the height on the page of the last point of a line, clipped to the panel; the bottom without a point.

    Parameters
    ----------
    frame
        The panel.
    y
        The line's heights in the panel's coordinates, nan where it is interrupted.
    """
    known = y[np.isfinite(y)]
    return frame.py(min(max(float(known[-1]), frame.ylim[0]), frame.ylim[1])) if known.size else frame.y


def draw(frame: Frame, names: Sequence[Name]) -> None:
    """Write names to the right of a panel, each with a leader from the end of its line."""
    canvas = frame.canvas
    gap = min(LABEL * _LEADING, frame.h / len(names))
    places = apart([name.end for name in names], gap, frame.y, frame.y + frame.h)
    x = frame.x + frame.w
    for name, place in zip(names, places, strict=True):
        canvas.line([x + 2, x + _LEADER], [name.end, place], name.color, HAIR)
        piece = [x + _LEADER, x + _LEADER + _SWATCH]
        canvas.line(piece, [place, place], name.color, LINE, linestyle=centred(name.dash))
        canvas.text(
            x + _LEADER + _SWATCH + _BEFORE, place, name.text, min(LABEL, gap),
            color=canvas.theme.text(name.color), va="center_baseline",
        )  # fmt: skip


def centred(dash: Dash, length: float = _SWATCH / LINE) -> Dash:
    """Return a line style whose pattern shows on a short piece: the part after the first dash is in the middle."""
    if isinstance(dash, str):
        return dash
    _, (first, *rest) = dash
    return (first + sum(rest) / 2 - length / 2) % (first + sum(rest)), (first, *rest)


def apart(places: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Move places as little as possible so that neighbours are a gap apart, within low and high.

    Equal places keep their order from top to bottom.
    """
    order = sorted(range(len(places)), key=lambda i: (-places[i], i))
    groups: list[list[float]] = []  # of wanted positions of the group's first member, each shifted by its rank
    for rank, i in enumerate(order):
        groups.append([places[i] + rank * gap])
        while len(groups) > 1 and np.mean(groups[-1]) > np.mean(groups[-2]):
            last = groups.pop()
            groups[-1] += last
    firsts = [float(np.mean(group)) for group in groups for _ in group]
    limits = [min(max(y, low + gap * (len(order) - 1)), high) for y in firsts]
    result = [0.0] * len(order)
    for rank, i in enumerate(order):
        result[i] = limits[rank] - rank * gap
    return result
