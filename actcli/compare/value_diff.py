"""How far results are from those of a reference: absolute, relative and in units in the last place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NamedTuple

import numpy as np

from actcli.compare.section import number, text

if TYPE_CHECKING:
    from actcli.numbers.array import Array
    from actcli.numbers.narrow import NumberType


class DiffRow(NamedTuple):
    """One record per function but the first, which is the reference.

    Points and results are rounded to `--dtype`. Where both results are finite they are subtracted; the rest is counted.
    """

    function: Annotated[str, text("the canonical SPEC, with a prime under `--grad`")]
    max_ulp: Annotated[
        float, number("ulp", "largest difference in units of the last place of the reference in `--dtype`")
    ]
    max_ulp_at: Annotated[float | None, number("x", "where; null if there is no difference")]
    value: Annotated[float | None, number("f", "what the function gives there")]
    reference: Annotated[float | None, number("f", "what the reference gives there")]
    mean_ulp: Annotated[float | None, number("ulp", "mean over the points where both are finite")]
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


def differences(name: str, x: Array, got: Array, wanted: Array, narrow: NumberType) -> DiffRow:
    """Return how far results are from those of the reference.

    Parameters
    ----------
    name
        The function.
    x, got, wanted
        Points, the function's results, the reference's: shape (n,), rounded to the type.
    narrow
        The type whose ulp is the unit.
    """
    nans = np.isnan(got) != np.isnan(wanted)
    infinities = ~nans & (np.isinf(got) | np.isinf(wanted)) & (got != wanted)
    both = np.isfinite(got) & np.isfinite(wanted)
    signs = (got == 0) & (wanted == 0) & (np.signbit(got) != np.signbit(wanted))
    with np.errstate(all="ignore"):
        size = np.where(both, np.abs(got - wanted), 0.0)
        relative = np.where(size == 0, 0.0, size / np.abs(wanted))
        ulps = np.where(size == 0, 0.0, size / narrow.ulp(wanted))
        mean = float(ulps[both].mean()) if both.any() else None
    ulp, largest, relatively = (_worst(x, sizes) for sizes in (ulps, size, relative))
    mismatches = np.flatnonzero(nans | infinities)
    return DiffRow(
        name,
        max_ulp=ulp.size,
        max_ulp_at=ulp.at,
        value=None if ulp.at is None else float(got[ulp.place]),
        reference=None if ulp.at is None else float(wanted[ulp.place]),
        mean_ulp=mean,
        max_abs=largest.size,
        max_abs_at=largest.at,
        max_rel=relatively.size,
        max_rel_at=relatively.at,
        nan_mismatches=int(nans.sum()),
        inf_mismatches=int(infinities.sum()),
        sign_of_zero=int(signs.sum()),
        mismatch_at=float(x[mismatches[0]]) if mismatches.size else None,
        points=x.size,
    )


def _worst(x: Array, size: Array) -> _Worst:
    """Return the largest of some sizes and where it is; nowhere if all are 0."""
    index = int(size.argmax()) if size.size else 0
    if not size.size or size[index] == 0:
        return _Worst(0.0, None, index)
    return _Worst(float(size[index]), float(x[index]), index)
