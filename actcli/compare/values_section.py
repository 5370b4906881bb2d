"""``compare --values``: x and one column per function."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actcli.evaluation import compute

if TYPE_CHECKING:
    from actcli.compare.comparison import Comparison

ROW = None
ABOUT = """One record per point, or per result for functions of vectors: `x`, where there are as many results as
points, and a number under the name of each function; under `--grad` with a prime, `relu'`."""


def section(comparison: Comparison) -> compute.Table:
    """Return the values of functions, or their derivatives."""
    return compute.table(comparison.series, comparison.points, comparison.style.number_format, comparison.style.results)
