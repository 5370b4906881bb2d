"""The goal beyond the verdict: 4 ulp outright in the tails and near zero, without the condition number."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from oracle.points import NORMAL
from oracle.report import ALLOWED_ULPS, Failure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from actcli.catalog.record import Elementwise
    from actcli.numbers.array import Array
    from oracle.report import Report

TAIL = 4.0
ORIGIN = 0.25


def has_goal(record: Elementwise) -> bool:
    return record.tier in {"classic", "core"} and record.family != "periodic"


def is_normal(wanted: Array) -> NDArray[np.bool_]:
    return (np.abs(wanted) >= NORMAL) & (np.abs(wanted) < math.inf)


def misses(record: Elementwise, reports: Sequence[Report]) -> Iterator[Failure]:
    """Yield results of f and f' that are off by more than 4 ulp where the truth is a normal number."""
    for report in reports[:2]:
        for each in report.measured:
            placed = abs(each.x) >= TAIL or abs(each.x) <= ORIGIN
            if placed and each.ulps > ALLOWED_ULPS and is_normal(np.array(each.wanted)):
                yield Failure(record.name, report.what, each.x, None, each.wanted, f"{each.ulps:.3g} ulp outright")
