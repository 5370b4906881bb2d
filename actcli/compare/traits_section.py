"""``compare --traits``: the declared traits of functions, which the tests verify, beside those that are measured."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, NamedTuple

from actcli.analysis import search
from actcli.analysis.max_slope import max_slope
from actcli.catalog.record import Interval
from actcli.compare import cell_text
from actcli.compare.measured_traits import mean, relative_cost, saturation, smoothness
from actcli.compare.section import Column, Section, intervals, number, place, text, truth
from actcli.evaluation import processes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from actcli.compare.comparison import Comparison
    from actcli.evaluation.bound import BoundActivation


class TraitsRow(NamedTuple):
    """One record per function.

    Built-in functions declare their traits, and tests verify them. The traits of formulas and of your own functions are
    found by a search, good to about six digits, and `measured` is true.
    """

    function: Annotated[str, text("the canonical SPEC")]
    range: Annotated[tuple[Interval, ...], intervals("f", "the values that f takes")]
    mean: Annotated[
        float | None,
        number(
            "f", "mean of f(z) for standard normal z, by quadrature; null for functions of vectors and where f is nan"
        ),
    ] = None
    symmetry: Annotated[str | None, text("`odd`, `even` or `none`; odd functions are zero-centred")] = None
    monotone: Annotated[
        str | None, text("`increasing` (strictly), `non-decreasing`, `decreasing`, `no` or `unknown`")
    ] = None
    smoothness: Annotated[
        str | None,
        text(
            "`jump`, or `C` and the number of continuous derivatives, `C∞` for all; `≥C1` where a search found no kink"
        ),
    ] = None
    max_slope: Annotated[
        float | None, number("f per x", "least upper bound of the magnitude of f'; null if infinite, as at a jump")
    ] = None
    max_slope_at: Annotated[
        Interval | None, place("x", "where it is attained: a number, an interval, or `inf` or `-inf` for a limit")
    ] = None
    saturates_below: Annotated[
        float | None,
        number(
            "x",
            "below it the magnitude of f' stays under 1 % of `max_slope` (of its largest on -5..5 where that is null)",
        ),
    ] = None
    saturates_above: Annotated[float | None, number("x", "the same above it")] = None
    dead: Annotated[tuple[Interval, ...], intervals("x", "where f' is exactly 0")] = ()
    sum_to_one: Annotated[
        bool | None, truth("whether the outputs are non-negative and sum to one; null for elementwise functions").rare()
    ] = None
    cost: Annotated[
        float | None, number("time of relu", "time per element, measured in this run; null without `--cost`").rare()
    ] = None
    measured: Annotated[
        bool, truth("whether range, monotone, symmetry, smoothness and dead were found by a search").rare()
    ] = False
    formula: Annotated[str, text("the definition")] = ""


ROW = TraitsRow
#: So many functions are shared by processes, if none of them is the user's, whose code might not bear it.
SHARED = 5
#: Definitions are listed below tables of up to this many functions.
LISTED = 20

_MONOTONE = {"increasing": "↑", "non-decreasing": "↗", "decreasing": "↓", "no": "no"}


def section(comparison: Comparison) -> Section[TraitsRow]:
    """Return the traits of functions, one row for each."""
    return table(comparison.functions, cost=comparison.options["cost"])


def table(functions: Sequence[BoundActivation], *, cost: bool = False) -> Section[TraitsRow]:
    """Return the traits of functions as rows.

    Parameters
    ----------
    functions
        Elementwise functions or functions of vectors.
    cost
        Whether to measure the cost per element, which is a timing and differs from run to run.
    """
    alone = len(functions) < SHARED or any(f.activation.tier == "user" for f in functions)
    rows = list(map(_row, functions)) if alone else processes.mapped(_row, functions)
    if cost:
        rows = [row._replace(cost=relative_cost(f)) for row, f in zip(rows, functions, strict=True)]
    notes = ["≈: found by search, as nothing is declared"] if any(row.measured for row in rows) else []
    if len(rows) <= LISTED:
        return Section(rows, COLUMNS, notes)
    return Section(rows, COLUMNS[:-1], [*notes, "definitions: actcli list"])


def _row(function: BoundActivation) -> TraitsRow:
    if function.is_vector:
        sums_to_one = function.vector.sums_to_one
        return TraitsRow(function.name, function.range, sum_to_one=sums_to_one, formula=function.formula)
    traits = function.traits
    x, _, slopes = search.samples(function)
    peak = max_slope(function.slope, traits.kinks, x, slopes)
    below, above = saturation(function, peak, x, slopes)
    return TraitsRow(
        function.name,
        range=traits.range,
        mean=mean(function, traits),
        symmetry=traits.symmetry,
        monotone=traits.monotone,
        smoothness=smoothness(traits.smoothness),
        max_slope=peak.size if peak else None,
        max_slope_at=Interval(peak.low, peak.high, "()") if peak else None,
        saturates_below=below,
        saturates_above=above,
        dead=traits.dead,
        measured=function.activation.tier == "user",
        formula=function.formula,
    )


def _mean(row: TraitsRow, digits: int) -> str:
    text = cell_text.number(row.mean, digits)
    return f"{text} {row.symmetry}" if row.symmetry in {"odd", "even"} else text


def _max_slope(row: TraitsRow, digits: int) -> str:
    at = row.max_slope_at
    if row.max_slope is None or at is None:
        return "-"
    text = cell_text.extended(row.max_slope, digits)
    if math.isinf(at.low) and at.low == at.high:
        return f"{text} as x→{'-' * (at.low < 0)}∞"
    return f"{text} at {at.format(digits)}" if at.low == at.high else f"{text} {cell_text.inequality(at, digits)}"


def _found(cell: Callable[[TraitsRow, int], str]) -> Callable[[TraitsRow, int], str]:
    """Mark traits that were found by search rather than declared."""

    def marked(row: TraitsRow, digits: int) -> str:
        text = cell(row, digits)
        return f"≈{text}" if row.measured and text != "-" else text

    return marked


COLUMNS: tuple[Column[TraitsRow], ...] = (
    Column("function", lambda row, _: row.function, numeric=False, narrowest=cell_text.NARROWEST),
    Column(
        "range", _found(lambda row, digits: cell_text.intervals(row.range, digits)), numeric=False, narrowest=8
    ),
    Column("mean", _found(_mean), "of f for standard normal input", numeric=False, narrowest=7),
    Column(
        "mono", _found(lambda row, _: _MONOTONE.get(str(row.monotone), "-")),
        "↑ strictly increasing, ↗ non-decreasing, ↓ decreasing", numeric=False,
    ),
    Column(
        "class", _found(lambda row, _: row.smoothness or "-"),
        "C1 has one continuous derivative, C∞ all", numeric=False,
    ),
    Column("max |f'|", _found(_max_slope), numeric=False, narrowest=8),
    Column(
        "saturates",
        _found(lambda row, digits: cell_text.outside(row.saturates_below, row.saturates_above, digits)),
        "there |f'| stays below 1 % of its largest", numeric=False, narrowest=9,
    ),
    Column(
        "dead", _found(lambda row, digits: cell_text.where(row.dead, digits)),
        "there f' is exactly 0", numeric=False, narrowest=5,
    ),
    Column("Σ=1", lambda row, _: {True: "yes", False: "no", None: "-"}[row.sum_to_one], numeric=False),
    Column(
        "cost", lambda row, digits: cell_text.number(row.cost, digits),
        "time per element in units of relu's, measured now",
    ),
    Column("", lambda row, _: row.formula if row.formula != row.function else "", below=True),
)  # fmt: skip
