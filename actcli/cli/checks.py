"""Checks of ``compare``: failure if differences exceed ``--max-ulp``, or ``--atol`` and ``--rtol``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actcli.errors import ActcliError
from actcli.numbers.formatting import format_float

if TYPE_CHECKING:
    from actcli.cli.compare import CompareRequest
    from actcli.compare.comparison import Comparison


def enforce(request: CompareRequest, comparison: Comparison) -> None:
    """Fail if the differences exceed the tolerances.

    Raises
    ------
    ActcliError
        With the first function that does, and where.
    """
    if request.max_ulp is None and request.atol is None and request.rtol is None:
        return
    from actcli.compare import limits  # few comparisons are checks

    for judged in comparison.judged:
        row = judged.summary.row
        if request.max_ulp is not None and (excess := limits.beyond_ulp(row, request.max_ulp)):
            raise ActcliError(f"{excess}; --max-ulp is {format_float(request.max_ulp)}")
        if judged.tolerance is not None and (excess := judged.tolerance.sentence(row)):
            atol, rtol = request.atol or 0.0, request.rtol or 0.0
            raise ActcliError(f"{excess}; --atol is {format_float(atol)}, --rtol {format_float(rtol)}")
