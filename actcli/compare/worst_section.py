"""``compare --diff --worst N``: the points where functions are farthest from the first one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NamedTuple

import numpy as np

from actcli.compare import cell_text
from actcli.compare.section import Column, Section, number, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from actcli.compare.comparison import Comparison
    from actcli.compare.pointwise_errors import Errors


class WorstRow(NamedTuple):
    """One record per point, up to N for each function but the first: those with a mismatched nan or infinity, then
    those with the largest difference in ulp; of equal ones those with the smaller x.
    """  # noqa: D205  # the first sentence takes two lines

    function: Annotated[str, text("the canonical SPEC, with a prime under `--grad`")]
    x: Annotated[float, number("x", "the point")]
    x_code: Annotated[str, text("its encoding in `--dtype`")]
    value: Annotated[float, number("f", "what the function gives")]
    value_code: Annotated[str, text("its encoding")]
    reference: Annotated[float, number("f", "what the reference gives, rounded to `--dtype`")]
    reference_code: Annotated[str, text("its encoding")]
    ulp: Annotated[float | None, number("ulp", "the difference; null where a nan or infinity is on one side only")]
    steps: Annotated[float | None, number("count", "values of `--dtype` between the two; null where `ulp` is")]


ROW = WorstRow


def section(comparison: Comparison) -> Section[WorstRow]:
    """Return the worst points of each function."""
    rows = [row for errors in comparison.errors for row in worst(errors, comparison.options["worst"])]
    return Section(rows, COLUMNS, [], row_type=WorstRow)


def worst(errors: Errors, count: int) -> Iterator[WorstRow]:
    """Yield the records of the ``count`` worst points that differ."""
    # Sorting all points would take longer than comparing them.
    size = errors.ranked
    count = min(count, int(np.count_nonzero(size)))
    if not count:
        return
    least = np.partition(size, -count)[-count]
    candidates = np.flatnonzero(size >= least)
    indices = candidates[np.lexsort([errors.x[candidates], -size[candidates]])][:count]
    encode = errors.number_format.hex_strings
    points, results, wanted = (values[indices] for values in (errors.x, errors.got, errors.wanted))
    differs = errors.mismatched[indices].tolist()
    for i, index in enumerate(indices.tolist()):
        yield WorstRow(
            errors.name,
            x=float(points[i]),
            x_code=encode(points[i : i + 1])[0],
            value=float(results[i]),
            value_code=encode(results[i : i + 1])[0],
            reference=float(wanted[i]),
            reference_code=encode(wanted[i : i + 1])[0],
            ulp=None if differs[i] else float(errors.ulps[index]),
            steps=None if differs[i] else float(errors.steps[index]),
        )


COLUMNS: tuple[Column[WorstRow], ...] = (
    Column("worst of", lambda row, _: row.function, numeric=False, narrowest=cell_text.NARROWEST),
    Column("x", lambda row, digits: cell_text.brief(row.x, digits), always=True),
    Column("code", lambda row, _: row.x_code, always=True),
    Column("it gives", lambda row, digits: cell_text.brief(row.value, digits), always=True),
    Column("code", lambda row, _: row.value_code, always=True),
    Column("wanted", lambda row, digits: cell_text.brief(row.reference, digits), always=True),
    Column("code", lambda row, _: row.reference_code, always=True),
    Column("ulp", lambda row, digits: cell_text.brief(row.ulp, digits), always=True),
)
