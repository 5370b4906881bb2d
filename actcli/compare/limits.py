"""Checks of errors against tolerances; a failure is a sentence that names the worst point."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from actcli.numbers.formatting import format_brief, format_float

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from actcli.compare.pointwise_errors import Errors


def beyond_ulp(errors: Errors, most: float) -> str | None:
    """Return a sentence if a function differs by more than ``most`` ulp, or in nan or inf; else None."""
    if sentence := _mismatch(errors):
        return sentence
    if not (errors.ulps > most).any():
        return None
    index = int(errors.ulps.argmax())
    return f"{errors.name} is off by {format_brief(float(errors.ulps[index]), 6)} ulp at {_place(errors, index)}"


def beyond(errors: Errors, atol: float, rtol: float) -> str | None:
    """Return a sentence if a function differs by more than ``atol + rtol * |reference|``, nan or inf; else None."""
    if sentence := _mismatch(errors):
        return sentence
    exceeding = errors.exceed(atol, rtol)
    if not exceeding.any():
        return None
    with np.errstate(all="ignore"):
        excess = np.where(exceeding, errors.absolute - (atol + rtol * np.abs(errors.exact)), -1.0)
    index = int(excess.argmax())
    size = format_brief(float(errors.absolute[index]), 6)
    return (
        f"{errors.name} is off by {size} at {_place(errors, index)}, where the reference is {_exactly(errors, index)}"
    )


def mismatches(nans: int, infinities: int) -> list[str]:
    """Return how many nan and infinities only one side has, in words."""
    counts = {"nan": nans, "inf": infinities}
    return [f"{count} mismatched {kind}" for kind, count in counts.items() if count]


def _mismatch(errors: Errors) -> str | None:
    counts = mismatches(_count(errors.nans), _count(errors.infinities))
    if not counts:
        return None
    first = int(np.flatnonzero(errors.mismatched)[0])
    return f"{errors.name}: {', '.join(counts)}, the first at {_place(errors, first)}"


def _count(where: NDArray[np.bool_]) -> int:
    return int(np.count_nonzero(where))


def _place(errors: Errors, index: int) -> str:
    return f"x = {format_float(float(errors.x[index]))}"


def _exactly(errors: Errors, index: int) -> str:
    return format_float(float(errors.wanted[index]))
