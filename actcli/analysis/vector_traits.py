"""Traits of functions of vectors without declared ones, found by trial."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from actcli.catalog.record import REALS, Interval
from actcli.errors import ActcliError

if TYPE_CHECKING:
    from collections.abc import Callable

    from actcli.numbers.array import Array

#: Vectors without pattern, of several lengths and spreads.
_TRIED = tuple(scale * np.sin(np.arange(1.0, size) ** 2) for size in (3, 6, 10) for scale in (0.5, 4.0, 20.0))
_UNIT = (Interval(0.0, 1.0),)


def found(f: Callable[[Array], Array]) -> dict[str, Any]:
    """Return the fields of a record that trials determine: the range, and whether the results sum to one."""
    unit = _sums_to_one(f)
    return {"range": _UNIT if unit else REALS, "sums_to_one": unit}


def _sums_to_one(f: Callable[[Array], Array]) -> bool:
    try:
        results = [f(x) for x in _TRIED]
    except ActcliError:
        return False  # it wants other lengths
    return all((y >= 0).all() and abs(y.sum() - 1) < 1e-6 for y in results)
