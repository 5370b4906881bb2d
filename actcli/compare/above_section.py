"""``compare --diff --above K``: the stretches of x in which functions are more than K ulp from the first one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NamedTuple

import numpy as np

from actcli.compare import cell_text
from actcli.compare.section import Column, Section, number, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from actcli.compare.comparison import Comparison
    from actcli.compare.pointwise_errors import Errors


class AboveRow(NamedTuple):
    """One record per stretch of neighbouring points, in ascending order of x, for each function but the first."""

    function: Annotated[str, text("the canonical SPEC, with a prime under `--grad`")]
    start: Annotated[float, number("x", "the first point of the stretch")]
    stop: Annotated[float, number("x", "its last point")]
    points: Annotated[int, number("count", "how many points it has")]
    max_ulp: Annotated[float, number("ulp", "the largest difference in it; null for a mismatched nan or infinity")]
    max_ulp_at: Annotated[float, number("x", "where")]


ROW = AboveRow


def section(comparison: Comparison) -> Section[AboveRow]:
    """Return the stretches of each function."""
    limit = comparison.options["above"]
    rows = [row for errors in comparison.errors for row in stretches(errors, limit)]
    return Section(rows, COLUMNS, [], row_type=AboveRow)


def stretches(errors: Errors, limit: float) -> Iterator[AboveRow]:
    """Yield the records of neighbouring points whose difference exceeds a limit."""
    order = np.argsort(errors.x, kind="stable")
    x, size = errors.x[order], errors.ranked[order]
    above = size > limit
    edges = np.flatnonzero(np.diff(np.concatenate([[False], above, [False]]).astype(np.int8)))
    for start, stop in edges.reshape(-1, 2).tolist():
        top = start + int(size[start:stop].argmax())
        yield AboveRow(errors.name, float(x[start]), float(x[stop - 1]), stop - start, float(size[top]), float(x[top]))


COLUMNS: tuple[Column[AboveRow], ...] = (
    Column("above in", lambda row, _: row.function, numeric=False, narrowest=cell_text.NARROWEST),
    Column("from x", lambda row, digits: cell_text.brief(row.start, digits), always=True),
    Column("to x", lambda row, digits: cell_text.brief(row.stop, digits), always=True),
    Column("points", lambda row, _: str(row.points), always=True),
    Column("largest ulp", lambda row, digits: cell_text.brief(row.max_ulp, digits), always=True),
    Column("at x", lambda row, digits: cell_text.brief(row.max_ulp_at, digits), always=True),
)
