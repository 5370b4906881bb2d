"""``compare --diff --above K``: the stretches of x in which functions are more than K ulp from the first one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actcli.compare import cell_text
from actcli.compare.section import Column, Section
from actcli.compare.stretches import AboveRow

if TYPE_CHECKING:
    from actcli.compare.comparison import Comparison

ROW = AboveRow


def section(comparison: Comparison) -> Section[AboveRow]:
    """Return the stretches of each function."""
    rows = [row for judged in comparison.judged if judged.stretches for row in judged.stretches.rows]
    return Section(rows, COLUMNS)


COLUMNS: tuple[Column[AboveRow], ...] = (
    Column("above in", lambda row, _: row.function, numeric=False, narrowest=cell_text.NARROWEST),
    Column("from x", lambda row, digits: cell_text.brief(row.start, digits), always=True),
    Column("to x", lambda row, digits: cell_text.brief(row.stop, digits), always=True),
    Column("points", lambda row, _: str(row.points), always=True),
    Column("largest ulp", lambda row, digits: cell_text.brief(row.max_ulp, digits), always=True),
    Column("at x", lambda row, digits: cell_text.brief(row.max_ulp_at, digits), always=True),
)
