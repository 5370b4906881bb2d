"""``compare --diff --worst N``: the points where functions are farthest from the first one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actcli.compare import cell_text
from actcli.compare.section import Column, Section
from actcli.compare.worst_points import WorstRow

if TYPE_CHECKING:
    from actcli.compare.comparison import Comparison

ROW = WorstRow


def section(comparison: Comparison) -> Section[WorstRow]:
    """Return the worst points of each function."""
    rows = [row for judged in comparison.judged if judged.worst for row in judged.worst.rows]
    return Section(rows, COLUMNS)


def _point(row: WorstRow, digits: int) -> str:
    """Return the point, of a gated function the pair."""
    elements = (row.vector or "").split()
    pair = map(float, elements) if len(elements) == 2 else [row.x]
    return ", ".join(cell_text.brief(each, digits) for each in pair)


COLUMNS: tuple[Column[WorstRow], ...] = (
    Column("worst of", lambda row, _: row.function, numeric=False, narrowest=cell_text.NARROWEST),
    Column("x", _point, always=True),
    Column("code", lambda row, _: row.x_code, always=True),
    Column("it gives", lambda row, digits: cell_text.brief(row.value, digits), always=True),
    Column("code", lambda row, _: row.value_code, always=True),
    Column("wanted", lambda row, digits: cell_text.brief(row.reference, digits), always=True),
    Column("code", lambda row, _: row.reference_code, always=True),
    Column("ulp", lambda row, digits: cell_text.brief(row.ulp, digits), always=True),
)
