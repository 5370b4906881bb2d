"""How far functions are from the first one: absolute, relative and in units in the last place.

The fields are documented in FIELDS.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from actcli.compare.section import Section
from actcli.numbers.formatting import format_float
from actcli.numbers.narrow import dtype_named
from actcli.spec.user_activation import UserActivation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from actcli.compare.section import Record, Value
    from actcli.evaluation.bound import BoundActivation
    from actcli.evaluation.compute import Series
    from actcli.numbers.array import Array
    from actcli.numbers.narrow import NumberType


def section(series: Sequence[Series], x: Array, number_type: NumberType | None, where: str) -> Section:
    """Return the differences of quantities from the first, one record for each other one.

    Parameters
    ----------
    series
        The reference, and what is compared with it; functions of single numbers.
    x
        Points, shape (n,).
    number_type
        The type to which points and results are rounded, and whose ulp is the unit; None for float64.
    where
        The points in words.
    """
    narrow = number_type or dtype_named("float64")
    x = narrow.round(x)
    reference, *others = series
    wanted = narrow.round(reference.compute(x))
    records: list[Record] = [
        {"function": s.name, **_differences(x, narrow.round(s.compute(x)), wanted, narrow)} for s in others
    ]
    blurred = [s.function.name for s in series if s.name != s.function.name and not is_exact(s.function)]
    about = f"differences from {reference.name} {where}; ulp: of its value, in {narrow.name}"
    about += f"; ≈: the derivative of {', '.join(blurred)} is itself a difference" if blurred else ""
    return Section("diff", list(records[0]), records, about)


def is_exact(function: BoundActivation) -> bool:
    """Tell whether the derivative of a function is computed by a formula, not by differences."""
    record = function.activation
    return not isinstance(record, UserActivation) or record.exact


class _Worst(NamedTuple):
    size: float
    at: float | None
    place: int


def _differences(x: Array, got: Array, wanted: Array, narrow: NumberType) -> Record:
    nans = np.isnan(got) != np.isnan(wanted)
    infinities = ~nans & (np.isinf(got) | np.isinf(wanted)) & (got != wanted)
    both = np.isfinite(got) & np.isfinite(wanted)
    signs = (got == 0) & (wanted == 0) & (np.signbit(got) != np.signbit(wanted))
    with np.errstate(all="ignore"):
        size = np.where(both, np.abs(got - wanted), 0.0)
        relative = np.where(size == 0, 0.0, size / np.abs(wanted))
        ulps = np.where(size == 0, 0.0, size / narrow.ulp(wanted))
        mean = float(ulps[both].mean()) if both.any() else None
    worst, absolute, relatively = (_worst(x, sizes) for sizes in (ulps, size, relative))
    mismatches = np.flatnonzero(nans | infinities)
    return {
        "max_ulp": worst.size,
        "max_ulp_at": worst.at,
        "value": None if worst.at is None else float(got[worst.place]),
        "reference": None if worst.at is None else float(wanted[worst.place]),
        "mean_ulp": mean,
        "max_abs": absolute.size,
        "max_abs_at": absolute.at,
        "max_rel": relatively.size,
        "max_rel_at": relatively.at,
        "nan_mismatches": int(nans.sum()),
        "inf_mismatches": int(infinities.sum()),
        "sign_of_zero": int(signs.sum()),
        "mismatch_at": float(x[mismatches[0]]) if mismatches.size else None,
        "points": x.size,
    }


def _worst(x: Array, size: Array) -> _Worst:
    """Return the largest of some sizes and where it is; nowhere if all are 0."""
    index = int(size.argmax()) if size.size else 0
    if not size.size or size[index] == 0:
        return _Worst(0.0, None, index)
    return _Worst(float(size[index]), float(x[index]), index)


def exceeding(part: Section, most: float) -> str | None:
    """Return a sentence about the first function that differs by more than so many ulp, or in nan or inf; or None."""
    for record in part.records:
        mismatches = [f"{record[f'{kind}_mismatches']} mismatched {kind}" for kind in ("nan", "inf")
                      if record[f"{kind}_mismatches"]]  # fmt: skip
        if mismatches:
            return f"{record['function']}: {', '.join(mismatches)}, the first at x = {_spelled(record['mismatch_at'])}"
        ulp = record["max_ulp"]
        if not (isinstance(ulp, float) and ulp <= most):
            return f"{record['function']} is off by {ulp:.6g} ulp at x = {_spelled(record['max_ulp_at'])}"
    return None


def _spelled(place: Value) -> str:
    return format_float(place) if isinstance(place, float) else str(place)
