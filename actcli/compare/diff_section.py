"""``compare --diff``: how far functions are from the first one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from actcli.catalog.user_activation import UserActivation
from actcli.compare import cell_text, diff_points
from actcli.compare.section import Column, Section
from actcli.compare.value_diff import DiffRow, differences
from actcli.errors import UsageError
from actcli.evaluation import points
from actcli.numbers.formatting import format_brief, format_float
from actcli.numbers.narrow import dtype_named
from actcli.spec.measured import Measured

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from actcli.compare.comparison import Comparison
    from actcli.evaluation.bound import BoundActivation
    from actcli.evaluation.compute import Series
    from actcli.numbers.array import Array
    from actcli.numbers.narrow import NumberType

ROW = DiffRow


def section(comparison: Comparison) -> Section[DiffRow]:
    """Return the differences of functions, or their derivatives, from the first one."""
    if len(comparison.functions) < 2:
        raise UsageError("--diff needs two functions or more", "actcli compare gelu gelu_tanh --diff")
    comparison.require_elementwise("--diff")
    return _table(comparison.series, comparison.number_type, lambda s: _points(comparison, s))


def _points(comparison: Comparison, series: Series) -> tuple[Array, str]:
    """Return the points at which a series is compared with the first one, and where they are in words."""
    number_type = comparison.number_type
    for each in (series, comparison.series[0]):
        if isinstance(each.function, Measured) and each.function.x is not None:
            return each.function.x, f"of {each.name}"
    kinks = [kink.at for function in comparison.functions for kink in function.traits.kinks]
    if comparison.given is not None:
        return comparison.given, "on the given points"
    if comparison.ends:
        start, stop = map(points.number, comparison.ends)
        x = diff_points.between(start, stop, kinks, number_type)
        return x, f"from {format_float(start)} to {format_float(stop)}"
    return diff_points.default(kinks, number_type), "over all magnitudes and both sides of every kink"


def table(series: Sequence[Series], x: Array, number_type: NumberType | None, where: str) -> Section[DiffRow]:
    """Return the differences of series from the first one, all at the same points.

    Parameters
    ----------
    series
        The reference, then the others; of elementwise functions.
    number_type
        The type to which points and results are rounded, and whose ulp is the unit; None for float64.
    x
        Points, shape (n,).
    where
        The points in words.
    """
    return _table(series, number_type, lambda _: (x, where))


def _table(
    series: Sequence[Series], number_type: NumberType | None, points_of: Callable[[Series], tuple[Array, str]]
) -> Section[DiffRow]:
    narrow = number_type or dtype_named("float64")
    reference, *others = series
    rows = []
    places: dict[str, None] = {}
    for s in others:
        x, where = points_of(s)
        x = narrow.round(x)
        rows.append(differences(s.name, x, narrow.round(s.compute(x)), narrow.round(reference.compute(x)), narrow))
        places[f"{x.size} points {where}"] = None
    notes = [*places, f"ulp: unit in the last place of {reference.name}'s value, in {narrow.name}"]
    blurred = [s.function.name for s in series if s.name != s.function.name and not is_exact(s.function)]
    notes += [f"≈: the derivative of {', '.join(blurred)} is itself a difference"] if blurred else []
    return Section(rows, COLUMNS, notes, [line for row in rows for line in _lines(row)])


def is_exact(function: BoundActivation) -> bool:
    """Tell whether the derivative of a function is computed by a formula, not by differences."""
    record = function.activation
    return not isinstance(record, UserActivation) or record.exact


class _Line(NamedTuple):
    """One kind of difference of one function, as a reader sees it."""

    function: str
    difference: str
    largest: float
    at: float | None
    value: float | None = None
    reference: float | None = None
    mean: float | None = None
    counts: DiffRow | None = None


def _lines(row: DiffRow) -> Iterator[_Line]:
    yield _Line(row.function, "ulp", row.max_ulp, row.max_ulp_at, row.value, row.reference, row.mean_ulp, row)
    yield _Line("", "absolute", row.max_abs, row.max_abs_at)
    yield _Line("", "relative", row.max_rel, row.max_rel_at)


def _counts(line: _Line, digits: int) -> str:
    """Return what could not be subtracted, in words."""
    row = line.counts
    if row is None:
        return ""
    counts = mismatches(row)
    if counts:
        counts[-1] += f", the first at x = {cell_text.brief(row.mismatch_at, digits)}"
    zeros = row.sign_of_zero
    counts += [f"{zeros} zero{'s' * (zeros != 1)} of the other sign"] if zeros else []
    return ", ".join(counts)


COLUMNS: tuple[Column[_Line], ...] = (
    Column("function", lambda line, _: line.function, numeric=False, narrowest=cell_text.NARROWEST),
    Column("difference", lambda line, _: line.difference, numeric=False),
    Column("largest", lambda line, digits: cell_text.brief(line.largest, digits), always=True),
    Column("at x", lambda line, digits: cell_text.brief(line.at, digits), always=True),
    Column("it gives", lambda line, digits: cell_text.brief(line.value, digits) if line.counts else "", always=True),
    Column("wanted", lambda line, digits: cell_text.brief(line.reference, digits) if line.counts else "", always=True),
    Column("mean", lambda line, digits: cell_text.brief(line.mean, digits) if line.counts else "", always=True),
    Column("", _counts, below=True),
)


def mismatches(row: DiffRow) -> list[str]:
    """Return how many nan and infinities only one side has, in words."""
    counts = {"nan": row.nan_mismatches, "inf": row.inf_mismatches}
    return [f"{count} mismatched {kind}" for kind, count in counts.items() if count]


def exceeding(rows: Sequence[DiffRow], most: float) -> str | None:
    """Return a sentence about the first function that differs by more than so many ulp, or in nan or inf; or None."""
    for row in rows:
        if counts := mismatches(row):
            return f"{row.function}: {', '.join(counts)}, the first at x = {_exactly(row.mismatch_at)}"
        if not row.max_ulp <= most:
            return f"{row.function} is off by {format_brief(row.max_ulp, 6)} ulp at x = {_exactly(row.max_ulp_at)}"
    return None


def _exactly(x: float | None) -> str:
    return "nowhere" if x is None else format_float(x)
