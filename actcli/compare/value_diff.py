"""The differences of one function from a reference, summarized: largest and typical errors, and counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NamedTuple

import numpy as np

from actcli.compare.section import number, text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from actcli.compare.pointwise_errors import Errors
    from actcli.numbers.array import Array


class DiffRow(NamedTuple):
    """One record per function but the first, which is the reference.

    Points and results are rounded to `--dtype`. The reference is not: the error of a correctly rounded result is up to
    half a unit. Where both results are finite they are subtracted; the rest is counted.
    """

    function: Annotated[str, text("the canonical SPEC, with a prime under `--grad`")]
    max_ulp: Annotated[
        float, number("ulp", "largest difference in units of the last place of the reference in `--dtype`")
    ]
    max_ulp_at: Annotated[float | None, number("x", "where; null if there is no difference")]
    value: Annotated[float | None, number("f", "what the function gives there")]
    reference: Annotated[float | None, number("f", "what the reference gives there, rounded to `--dtype`")]
    mean_ulp: Annotated[float | None, number("ulp", "mean over the points where both are finite")]
    median_ulp: Annotated[float | None, number("ulp", "median over the same points")]
    p99_ulp: Annotated[float | None, number("ulp", "99th percentile over the same points")]
    max_steps: Annotated[
        float, number("count", "largest number of values of `--dtype` between the result and the rounded reference")
    ]
    mean_steps: Annotated[float | None, number("count", "mean of that number")]
    share_exact: Annotated[float | None, number("1", "share of points where the result is the rounded reference")]
    share_within_1: Annotated[
        float | None, number("1", "share of points where the difference is at most 1 ulp, or both are nan or infinite")
    ]
    flushed: Annotated[int, number("count", "points where the result is 0 and the reference a normal number")]
    max_abs: Annotated[float, number("f", "largest absolute difference")]
    max_abs_at: Annotated[float | None, number("x", "where")]
    max_rel: Annotated[
        float,
        number("1", "largest difference relative to the reference; null if it is infinite, the reference being 0"),
    ]
    max_rel_at: Annotated[float | None, number("x", "where")]
    nan_mismatches: Annotated[int, number("count", "points where just one of the two is nan")]
    inf_mismatches: Annotated[
        int, number("count", "points where just one of the two is infinite, or both with different signs")
    ]
    sign_of_zero: Annotated[int, number("count", "points where both are 0, of different signs; never a reason to fail")]
    mismatch_at: Annotated[
        float | None,
        number(
            "x",
            "the first point with a mismatched nan or infinity; null if there is none, or if the point is not finite",
        ),
    ]
    points: Annotated[int, number("count", "points compared")]


class _Worst(NamedTuple):
    size: float
    at: float | None
    place: int


def summary(errors: Errors) -> DiffRow:
    """Return the summary of a function's errors."""
    x, got, wanted = errors.x, errors.got, errors.wanted
    ulp, largest, relatively = (_worst(x, sizes) for sizes in (errors.ulps, errors.absolute, errors.relative))
    mismatches = np.flatnonzero(errors.mismatched)
    ulps = errors.ulps[errors.finite]
    signs = (got == 0) & (wanted == 0) & (np.signbit(got) != np.signbit(wanted))
    normal = np.isfinite(wanted) & (np.abs(wanted) >= errors.number_format.smallest_normal)
    return DiffRow(
        errors.name,
        max_ulp=ulp.size,
        max_ulp_at=ulp.at,
        value=None if ulp.at is None else float(got[ulp.place]),
        reference=None if ulp.at is None else float(wanted[ulp.place]),
        mean_ulp=_mean(ulps),
        median_ulp=_quantile(ulps, 0.5),
        p99_ulp=_quantile(ulps, 0.99),
        max_steps=float(errors.steps.max(initial=0)),
        mean_steps=_mean(errors.steps[errors.finite]),
        share_exact=_mean((got == wanted) | (np.isnan(got) & np.isnan(wanted))),
        share_within_1=_mean(errors.ranked <= 1),
        flushed=int(((got == 0) & normal).sum()),
        max_abs=largest.size,
        max_abs_at=largest.at,
        max_rel=relatively.size,
        max_rel_at=relatively.at,
        nan_mismatches=int(errors.nans.sum()),
        inf_mismatches=int(errors.infinities.sum()),
        sign_of_zero=int(signs.sum()),
        mismatch_at=float(x[mismatches[0]]) if mismatches.size else None,
        points=x.size,
    )


def _mean(values: Array | NDArray[np.bool_]) -> float | None:
    with np.errstate(all="ignore"):
        return float(values.mean()) if values.size else None


def _quantile(values: Array, part: float) -> float | None:
    """Return a quantile: the smallest value that at least this share of the values does not exceed."""
    return float(np.quantile(values, part, method="inverted_cdf")) if values.size else None


def _worst(x: Array, size: Array) -> _Worst:
    """Return the largest size and its place; None for the place if all are 0."""
    index = int(size.argmax()) if size.size else 0
    if not size.size or size[index] == 0:
        return _Worst(0.0, None, index)
    return _Worst(float(size[index]), float(x[index]), index)
