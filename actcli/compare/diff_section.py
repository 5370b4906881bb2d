"""``compare --diff``: how far functions are from the first one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from actcli.catalog.user_activation import UserActivation
from actcli.compare import cell_text
from actcli.compare.limits import mismatches
from actcli.compare.section import Column, Section
from actcli.compare.value_diff import DiffRow
from actcli.numbers.formats import FLOAT64

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from actcli.compare.comparison import Comparison
    from actcli.compare.judged import Judged
    from actcli.evaluation.bound import BoundActivation
    from actcli.numbers.number_format import NumberFormat

ROW = DiffRow


def section(comparison: Comparison) -> Section[DiffRow]:
    """Return the differences of functions, or their derivatives, from the first one."""
    reference = comparison.quantity(comparison.functions[0]).name
    blurred = [f.name for f in comparison.functions if not is_exact(f)] if comparison.options["grad"] else []
    target = comparison.style.results
    form = FLOAT64 if target is None else target.number_format
    return table(comparison.judged, reference, form, blurred)


def table(
    judged: Sequence[Judged], reference: str, number_format: NumberFormat, blurred: Sequence[str] = ()
) -> Section[DiffRow]:
    """Return the differences of functions from a reference.

    Parameters
    ----------
    judged
        The functions.
    reference
        The name of the reference.
    number_format
        The type whose ulp is the unit.
    blurred
        Functions whose values are only as exact as differences.
    """
    rows = [each.summary.row for each in judged]
    notes = [*dict.fromkeys(f"{row.points} points {each.where}" for row, each in zip(rows, judged, strict=True))]
    notes.append(f"ulp: unit in the last place of {reference}'s value, in {number_format.name}")
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
    yield _Line("", "steps", row.max_steps, None, mean=row.mean_steps)
    yield _Line("", "absolute", row.max_abs, row.max_abs_at)
    yield _Line("", "relative", row.max_rel, row.max_rel_at)


def _counts(line: _Line, digits: int) -> str:
    """Return the counts of nan and infinities, which have no difference, in words."""
    row = line.counts
    if row is None:
        return ""
    counts = mismatches(row.nan_mismatches, row.inf_mismatches)
    if counts:
        counts[-1] += f", the first at x = {cell_text.brief(row.mismatch_at, digits)}"
    zeros = row.sign_of_zero
    counts += [f"{row.flushed} zero{'s' * (row.flushed != 1)} for normal numbers"] if row.flushed else []
    counts += [f"{zeros} zero{'s' * (zeros != 1)} of the other sign"] if zeros else []
    return ", ".join([*counts, *_shares(row, digits)])


def _shares(row: DiffRow, digits: int) -> list[str]:
    """Return the distribution of the errors, in words."""
    if row.median_ulp is None or row.p99_ulp is None or row.share_exact is None or row.share_within_1 is None:
        return []
    median, p99 = (cell_text.brief(value, digits) for value in (row.median_ulp, row.p99_ulp))
    exact, near = (cell_text.brief(100 * share, digits) for share in (row.share_exact, row.share_within_1))
    return [f"median {median} ulp", f"p99 {p99} ulp", f"{exact} % exact", f"{near} % within 1 ulp"]


COLUMNS: tuple[Column[_Line], ...] = (
    Column("function", lambda line, _: line.function, numeric=False, narrowest=cell_text.NARROWEST),
    Column("difference", lambda line, _: line.difference, numeric=False),
    Column("largest", lambda line, digits: cell_text.brief(line.largest, digits), always=True),
    Column("at x", lambda line, digits: cell_text.brief(line.at, digits), always=True),
    Column("it gives", lambda line, digits: cell_text.brief(line.value, digits) if line.counts else "", always=True),
    Column("wanted", lambda line, digits: cell_text.brief(line.reference, digits) if line.counts else "", always=True),
    Column(
        "mean", lambda line, digits: cell_text.brief(line.mean, digits) if line.mean is not None else "", always=True
    ),
    Column("", _counts, below=True),
)
