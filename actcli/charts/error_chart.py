"""The chart of errors: in ulp against x, every point, or the largest of each column where there are many."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from actcli.charts.curve import Curve
from actcli.charts.model import Line, LineChart, Panel
from actcli.charts.numerals import minus
from actcli.charts.scale import SymmetricLog
from actcli.compare.envelope import largest
from actcli.errors import ActcliError
from actcli.numbers.formatting import format_brief

if TYPE_CHECKING:
    from collections.abc import Sequence

    from actcli.charts.model import PlotOptions, Segment
    from actcli.compare.judged import Judged
    from actcli.numbers.array import Array

#: Columns of an envelope.
_COLUMNS = 240
#: Where no error is larger than this many ulp, the axis of x is compressed.
_QUIET = 1.0
#: The axes are logarithmic at least between these powers of ten.
_X, _Y = (-1, 1), (-1, 1)
#: The highest power of ten that a double holds.
_HIGHEST = 308
#: The part of an axis that is left free at its ends.
_MARGIN = 0.02


def compose(
    judged: Sequence[Judged], reference: str, dtype: str, kinks: Sequence[float], options: PlotOptions
) -> LineChart:
    """Return the chart of the errors of functions.

    Parameters
    ----------
    judged
        The functions, with their envelopes.
    reference
        The name of their reference.
    dtype
        The type whose ulp is the unit.
    kinks
        Where slopes jump.
    options
        Texts in place of its own.

    Raises
    ------
    ActcliError
        If no point has a place.
    """
    points = [each.envelope.points for each in judged if each.envelope is not None]
    xs, sizes = (np.concatenate(parts) for parts in zip(*points, strict=True))
    if not xs.size:
        raise ActcliError("no points to draw")
    across, up = _across(xs, sizes), _up(sizes)
    low, high = (float(across.places(np.array(end))) for end in (xs.min(), xs.max()))
    room = _MARGIN * (high - low) or 1.0
    top = float(up.places(sizes.max(initial=1.0)))
    xlim, ylim = (low - room, high + room), (-_MARGIN * top, (1 + 2 * _MARGIN) * top)
    names = options.labels[1:] or [each.name for each in judged]
    lines = [
        _line(each, name, order, (across.places(x), up.places(size)), xlim)
        for order, (each, name, (x, size)) in enumerate(zip(judged, names, points, strict=True))
    ]
    half = float(up.places(np.array(0.5)))
    marks: list[Segment] = [(xlim[0], half, xlim[1], half)]
    places = across.places(np.array(sorted(set(kinks)))).tolist()
    marks += [(place, ylim[0], place, ylim[1]) for place in places if xlim[0] < place < xlim[1]]
    title = f"Error of {names[0]} against {reference}" if len(judged) == 1 else f"Errors against {reference}"
    return LineChart(
        title=minus(title) if options.title is None else options.title,
        subtitle=_subtitle(judged, dtype, has_kinks=bool(places)),
        names=", ".join(each.name for each in judged),
        formula=None,
        xlim=xlim,
        xlabel=options.xlabel or "values",
        ylim=None,
        panels=(Panel(options.ylabel or "error in ulp", tuple(lines), tuple(marks), ylim, up),),
        ramp=False,
        description=_described(judged, reference, dtype),
        scale=across,
    )


def _across(x: Array, size: Array) -> SymmetricLog:
    """Return the scale of x: logarithmic where errors are large."""
    known = np.abs(x[np.isfinite(x) & (x != 0)])
    if not known.size:
        return SymmetricLog(*_X)
    ends = math.floor(math.log10(known.min())), _above(known.max())
    loud = np.abs(x[(size > _QUIET) & np.isfinite(size) & np.isfinite(x) & (x != 0)])
    lowest, highest = _X
    if loud.size:
        lowest = min(lowest, math.floor(math.log10(loud.min())))
        highest = max(highest, _above(loud.max()))
    lowest, highest = min(max(lowest, ends[0]), _HIGHEST - 1), min(highest, ends[1])
    highest = max(highest, lowest + 1)
    return SymmetricLog(lowest, highest, "∞" if np.abs(x).max() > 10.0**highest else "")


def _above(value: float) -> int:
    """Return the exponent of the power of ten that is above a number, or below it where that would overflow."""
    return min(math.ceil(math.log10(value)), _HIGHEST)


def _up(size: Array) -> SymmetricLog:
    """Return the scale of errors; those without a size, a nan or infinity on one side, are on top."""
    finite = size[np.isfinite(size)]
    highest = max(_Y[1], _above(finite.max(initial=1.0)))
    return SymmetricLog(_Y[0], highest, "" if finite.size == size.size else "nan, inf")


def _line(judged: Judged, name: str, order: int, places: tuple[Array, Array], xlim: tuple[float, float]) -> Line:
    """Return the points of a function, or where they are many the highest of each column."""
    x, y = places
    is_whole = judged.envelope is not None and judged.envelope.is_whole
    if not is_whole:
        kept = largest(np.floor((x - xlim[0]) / (xlim[1] - xlim[0]) * _COLUMNS).astype(np.int64), y)
        x, y = x[kept], y[kept]
    return Line(minus(name), judged.name, Curve(x, y, ()), order, scattered=is_whole, filled=not is_whole)


def _subtitle(judged: Sequence[Judged], dtype: str, *, has_kinks: bool) -> str:
    most = max(each.summary.row.points for each in judged)
    is_whole = all(each.envelope is not None and each.envelope.is_whole for each in judged)
    shown = f"{most} points" if is_whole else f"largest of {most} points in each column"
    return f"{dtype}, {shown}; dashed: half an ulp" + (", kinks" if has_kinks else "")


def _described(judged: Sequence[Judged], reference: str, dtype: str) -> str:
    text = f"The errors against {reference} in {dtype}, on logarithmic axes."
    for each in judged:
        row = each.summary.row
        at = "" if row.max_ulp_at is None else f" at {format_brief(row.max_ulp_at, 6)}"
        text += f" {each.name} is off by up to {format_brief(row.max_ulp, 4)} ulp{at}."
    return text
