"""The gallery, as plain data: every function of the registry in a small panel, by family."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from actcli.catalog.record import FAMILIES, Vector
from actcli.charts import curve, gated_chart, model
from actcli.charts.line_chart import traced
from actcli.charts.numerals import minus
from actcli.evaluation import processes
from actcli.evaluation.bound import BoundActivation
from actcli.evaluation.points import default_num
from actcli.spec import registry

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from actcli.catalog.record import Activation
    from actcli.charts.model import Line, SampleRange
    from actcli.numbers.array import Array

#: A panel is 60 to 130 points wide, and where a curve bends more points are drawn.
COLUMNS, DEPTH = 80, 6
_MARGIN = 0.07
#: Limits are clipped to this, so that the height between them, with margins, stays finite.
_HIGHEST = float(np.finfo(np.float64).max) / 2.4
#: A panel this many times as high as the median of its family has limits of its own.
_FLATTENS = 2.5
#: So does one that the limits of its family would flatten by this factor.
_FLATTENED = 3.5


@dataclass(frozen=True)
class Cell:
    """One function: its lines, or the bars of a function of a vector; ylim are the limits that its family shares."""

    name: str
    summary: str
    lines: tuple[Line, ...]
    bars: Array | None
    ylim: tuple[float, float]


@dataclass(frozen=True)
class FamilySection:
    """A family: its heading and cells, most of them with the same limits; the note tells what bars and ramps show.

    The keys are the values of a gated function's other half, one for each line.
    """

    heading: str
    cells: tuple[Cell, ...]
    note: str = ""
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gallery:
    """All sections over one range of x."""

    title: str
    names: str
    sections: tuple[FamilySection, ...]
    xlim: tuple[float, float]
    grad: bool
    description: str


class _Drawn(NamedTuple):
    """The content of a cell: lines, or the bars of a function of a vector."""

    lines: tuple[Line, ...]
    bars: Array | None


def compose(
    family: str | None, where: SampleRange, options: model.PlotOptions, meanwhile: Callable[[], object] | None = None
) -> Gallery:
    """Return the gallery of all functions, or of one family.

    Parameters
    ----------
    family
        The family; None for all.
    where
        The range of x.
    options
        The title, limits, and whether derivatives are drawn.
    meanwhile
        What is to be done while another process computes.

    Raises
    ------
    UsageError
        If the family does not exist.
    """
    where = replace(where, columns=COLUMNS, depth=DEPTH)
    families = list(FAMILIES) if family is None else [registry.family(family)]
    grad = options.grad is not False
    records = [r for r in registry.records().values() if r.family in families]
    drawn = dict(zip(records, processes.mapped(partial(_drawn, where, grad), records, meanwhile), strict=True))
    sections = [
        _section(FAMILIES[key], {r: drawn[r] for r in records if r.family == key}, where, options)
        for key in dict.fromkeys(r.family for r in records)
    ]
    count = sum(len(s.cells) for s in sections)
    only = FAMILIES[families[0]] if family is not None else ""
    listed = "; ".join(f"{s.heading}: {', '.join(c.name for c in s.cells)}" for s in sections)
    return Gallery(
        options.title if options.title is not None else only or "Activation functions",
        only or "Activation functions",
        tuple(sections),
        (where.start, where.stop),
        grad,
        f"A gallery of {count} activation functions{' and their derivatives' if grad else ''}. {listed}.",
    )


def _drawn(where: SampleRange, grad: bool, record: Activation) -> _Drawn:  # noqa: FBT001  # a partial fills it in
    function = BoundActivation(record)
    return _Drawn(_lines(function, where, grad=grad), _bars(function, where))


def _section(
    heading: str, drawn: Mapping[Activation, _Drawn], where: SampleRange, options: model.PlotOptions
) -> FamilySection:
    own = [
        _limits([bars], None) if bars is not None else _limits([line.curve.y for line in lines], where)
        for lines, bars in drawn.values()
    ]
    curves = [limits for limits, (_, bars) in zip(own, drawn.values(), strict=True) if bars is None]
    usual = _usual(curves) if curves else (0.0, 1.0)
    cells = [
        Cell(record.name, record.summary, lines, bars, options.ylim or _nearest(usual, limits, bars))
        for limits, (record, (lines, bars)) in zip(own, drawn.items(), strict=True)
    ]
    if any(len(cell.lines) > 2 for cell in cells):
        return FamilySection(heading, tuple(cells), "along the gate, the other half held at", gated_chart.SLICE_LABELS)
    if all(cell.bars is not None for cell in cells):
        return FamilySection(heading, tuple(cells), f"of numbers from {minus(f'{where.start:g} to {where.stop:g}')}")
    return FamilySection(heading, tuple(cells))


def _usual(limits: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Return limits around all panels of a family, except those that would flatten the others."""
    halves = [high / 2 - low / 2 for low, high in limits]  # two spans together may overflow
    kept = [pair for pair, half in zip(limits, halves, strict=True) if half <= _FLATTENS * float(np.median(halves))]
    return min(low for low, _ in kept), max(high for _, high in kept)


def _nearest(usual: tuple[float, float], own: tuple[float, float], bars: Array | None) -> tuple[float, float]:
    fits = usual[0] <= own[0] and own[1] <= usual[1] and usual[1] - usual[0] <= _FLATTENED * (own[1] - own[0])
    return usual if bars is None and fits else own


def _lines(function: BoundActivation, where: SampleRange, *, grad: bool) -> tuple[Line, ...]:
    record = function.activation
    if isinstance(record, Vector):
        return gated_chart.lines(function.pairs, record.name, where) if record.gate is not None else ()
    quantities = [(curve.value(function), ""), (curve.slope(function), "'")][: 2 if grad else 1]
    return tuple(
        traced(record.name + prime, record.name + prime, quantity, order, where)
        for order, (quantity, prime) in enumerate(quantities)
    )  # fmt: skip


def _bars(function: BoundActivation, where: SampleRange) -> Array | None:
    record = function.activation
    if not isinstance(record, Vector) or record.gate is not None:
        return None
    quarters = np.linspace(where.start / 4, where.stop / 4, default_num(function.multiple))
    return function.compute(4 * quarters)  # the range as a whole may overflow


def _limits(ys: Sequence[Array], where: SampleRange | None) -> tuple[float, float]:
    """Return limits around all values, no farther from zero than x is, so that both axes have one scale."""
    finite = np.concatenate([y[np.isfinite(y)] for y in ys] or [np.zeros(1)])
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0)
    bound = min(_HIGHEST, max(abs(where.start), abs(where.stop)) if where is not None else _HIGHEST)
    low, high = max(min(low, 0.0), -bound), min(max(high, 0.0), bound)
    if low == high:
        high = low + 1.0
    room = _MARGIN * (high - low)
    return low - room, high + room
