"""Checks of errors against tolerances; a failure is a sentence that names the worst point."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from actcli.numbers.formatting import format_brief, format_float

if TYPE_CHECKING:
    from actcli.compare.pointwise_errors import Errors
    from actcli.compare.value_diff import DiffRow


def beyond_ulp(row: DiffRow, most: float) -> str | None:
    """Return a sentence if a function differs by more than ``most`` ulp, or in nan or inf; else None."""
    if sentence := _mismatch(row):
        return sentence
    if row.max_ulp_at is None or row.max_ulp <= most:
        return None
    return f"{row.function} is off by {format_brief(row.max_ulp, 6)} ulp at x = {format_float(row.max_ulp_at)}"


class Tolerance:
    """The largest excess of a function's errors, which come block by block, over ``atol + rtol * |reference|``."""

    def __init__(self, atol: float, rtol: float) -> None:
        self._limits = atol, rtol
        self._largest = 0.0
        self._sentence: str | None = None

    def add(self, errors: Errors) -> None:
        """Take the errors at more points."""
        atol, rtol = self._limits
        exceeding = errors.exceed(atol, rtol) & ~errors.mismatched
        if not exceeding.any():
            return
        with np.errstate(all="ignore"):
            excess = np.where(exceeding, errors.absolute - (atol + rtol * np.abs(errors.exact)), -1.0)
        index = int(excess.argmax())
        if self._sentence is None or excess[index] > self._largest:
            self._largest = float(excess[index])
            x, wanted = (format_float(float(values[index])) for values in (errors.x, errors.wanted))
            size = format_brief(float(errors.absolute[index]), 6)
            self._sentence = f"{errors.name} is off by {size} at x = {x}, where the reference is {wanted}"

    def sentence(self, row: DiffRow) -> str | None:
        """Return a sentence if an error of a function with this summary is too large, or nan or inf; else None."""
        return _mismatch(row) or self._sentence


def mismatches(nans: int, infinities: int) -> list[str]:
    """Return how many nan and infinities only one side has, in words."""
    counts = {"nan": nans, "inf": infinities}
    return [f"{count} mismatched {kind}" for kind, count in counts.items() if count]


def _mismatch(row: DiffRow) -> str | None:
    counts = mismatches(row.nan_mismatches, row.inf_mismatches)
    if not counts or row.mismatch_at is None:
        return None
    return f"{row.function}: {', '.join(counts)}, the first at x = {format_float(row.mismatch_at)}"
