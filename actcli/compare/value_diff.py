"""The differences of one function from a reference, summarized: largest and typical errors, and counts."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated, NamedTuple

import numpy as np

from actcli.compare.section import number, text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from actcli.compare.pointwise_errors import Errors
    from actcli.numbers.array import Array

#: Bits of a quantile of errors: they are counted by their values rounded to these.
QUANTILE_BITS = 12
_DROPPED = 52 - QUANTILE_BITS


class DiffRow(NamedTuple):
    """One record per function except the first, which is the reference.

    Points are rounded to `--dtype`, and results too, or to the type of `--to`. The reference is not: the error of a
    correctly rounded result is up to half a unit. Where both results are finite they are subtracted; the rest is
    counted.
    """

    function: Annotated[str, text("the canonical SPEC, with a prime under `--grad`")]
    max_ulp: Annotated[
        float, number("ulp", "largest difference in units of the last place of the reference in the type of results")
    ]
    max_ulp_at: Annotated[float | None, number("x", "where; null if there is no difference")]
    value: Annotated[float | None, number("f", "what the function gives there")]
    reference: Annotated[float | None, number("f", "what the reference gives there, rounded to that type")]
    mean_ulp: Annotated[float | None, number("ulp", "mean over the points where both are finite")]
    median_ulp: Annotated[float | None, number("ulp", "median over the same points, rounded to 12 bits")]
    p99_ulp: Annotated[float | None, number("ulp", "99th percentile over the same points, likewise")]
    max_steps: Annotated[
        float, number("count", "largest number of values of that type between the result and the rounded reference")
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
        number(
            "1",
            "largest difference relative to the reference, where one of the two is a normal number; null if it is "
            "infinite, the reference being 0",
        ),
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


class _Largest(NamedTuple):
    """The largest error so far: its size, its place, the value of the function and the wanted value."""

    size: float = 0.0
    at: float | None = None
    value: float | None = None
    reference: float | None = None

    def or_in(self, sizes: Array, errors: Errors) -> _Largest:
        """Return the largest error, now that there are more."""
        index = int(sizes.argmax()) if sizes.size else 0
        if not sizes.size or not sizes[index] > self.size:
            return self
        parts = (errors.x, errors.got, errors.wanted)
        return _Largest(float(sizes[index]), *(float(part[index]) for part in parts))


class Summary:
    """The summary of a function's errors, which come block by block."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._ulp = self._absolute = self._relative = _Largest()
        self._quantiles = _Quantiles()
        self._counts: Counter[str] = Counter()
        self._ulps = self._steps = self._max_steps = 0.0
        self._mismatch: float | None = None

    def add(self, errors: Errors) -> None:
        """Take the errors at more points."""
        self._ulp = self._ulp.or_in(errors.ulps, errors)
        self._absolute = self._absolute.or_in(errors.absolute, errors)
        self._relative = self._relative.or_in(errors.relative, errors)
        self._quantiles.add(errors.ulps[errors.finite])
        self._max_steps = max(self._max_steps, float(errors.steps.max(initial=0)))
        with np.errstate(over="ignore"):
            self._ulps += float(errors.ulps.sum())
            self._steps += float(errors.steps.sum())
        got, wanted = errors.got, errors.wanted
        zeros = (got == 0) & (wanted == 0)
        normal = np.isfinite(wanted) & (np.abs(wanted) >= errors.number_format.smallest_normal)
        found = {
            "finite": errors.finite,
            "exact": (got == wanted) | (np.isnan(got) & np.isnan(wanted)),
            "within_1": errors.ranked <= 1,
            "flushed": (got == 0) & normal,
            "nan": errors.nans,
            "inf": errors.infinities,
            "sign_of_zero": zeros & (np.signbit(got) != np.signbit(wanted)),
        }
        self._counts.update({key: int(np.count_nonzero(where)) for key, where in found.items()}, points=errors.x.size)
        if self._mismatch is None and errors.mismatched.any():
            self._mismatch = float(errors.x[errors.mismatched.argmax()])

    @property
    def row(self) -> DiffRow:
        """The summary of all errors so far."""
        counts = self._counts
        return DiffRow(
            self._name,
            max_ulp=self._ulp.size,
            max_ulp_at=self._ulp.at,
            value=self._ulp.value,
            reference=self._ulp.reference,
            mean_ulp=_ratio(self._ulps, counts["finite"]),
            median_ulp=self._quantiles.at(0.5),
            p99_ulp=self._quantiles.at(0.99),
            max_steps=self._max_steps,
            mean_steps=_ratio(self._steps, counts["finite"]),
            share_exact=_ratio(counts["exact"], counts["points"]),
            share_within_1=_ratio(counts["within_1"], counts["points"]),
            flushed=counts["flushed"],
            max_abs=self._absolute.size,
            max_abs_at=self._absolute.at,
            max_rel=self._relative.size,
            max_rel_at=self._relative.at,
            nan_mismatches=counts["nan"],
            inf_mismatches=counts["inf"],
            sign_of_zero=counts["sign_of_zero"],
            mismatch_at=self._mismatch,
            points=counts["points"],
        )


class _Quantiles:
    """Quantiles of numbers that are not kept: they are counted by their values, rounded to a number of bits."""

    def __init__(self) -> None:
        self._codes: NDArray[np.int64] = np.empty(0, dtype=np.int64)
        self._counts: NDArray[np.int64] = np.empty(0, dtype=np.int64)

    def add(self, values: Array) -> None:
        """Count positive numbers."""
        codes = (np.ascontiguousarray(values).view(np.int64) + (1 << (_DROPPED - 1))) >> _DROPPED
        new, counts = np.unique(codes, return_counts=True)
        self._codes, place = np.unique(np.concatenate([self._codes, new]), return_inverse=True)
        both = np.concatenate([self._counts, counts])
        self._counts = np.bincount(place, weights=both, minlength=self._codes.size).astype(np.int64)

    def at(self, part: float) -> float | None:
        """Return a quantile: the smallest number that at least this share of the numbers does not exceed."""
        if not self._codes.size:
            return None
        totals = np.cumsum(self._counts)
        code = self._codes[np.searchsorted(totals, part * totals[-1])]
        return float((code << _DROPPED).view(np.float64))


def _ratio(part: float, whole: int) -> float | None:
    return part / whole if whole else None
