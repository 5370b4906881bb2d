"""The goal beyond the verdict: 4 ulp outright in the tails and near zero, without the condition number."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from oracle.points import NORMAL, generator
from oracle.report import ALLOWED_ULPS, Failure
from oracle.verdict import Case, judge_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from actcli.catalog.record import Elementwise

TAIL = 4.0
ORIGIN = 0.25


def has_goal(record: Elementwise) -> bool:
    return record.tier in {"classic", "core"} and record.family != "periodic"


def where(record: Elementwise, many: int = 1) -> list[float]:
    """Return points of the tails and around zero, of both signs and all magnitudes."""
    random = generator("goal", record.name)
    parts = [np.array([TAIL, ORIGIN])]
    for low, high, count in ((TAIL, 8.0, 25), (8.0, 40.0, 40), (40.0, 760.0, 30), (1e-3, ORIGIN, 25)):
        parts.append(random.uniform(low, high, count * many))
    parts.append(2.0 ** random.uniform(-1022, -2, 25 * many))
    parts.append(2.0 ** random.uniform(9, 1023, 8 * many))
    x = np.concatenate(parts)
    traits = record.traits(**record.defaults)
    return [each for each in np.concatenate([x, -x]).tolist() if each in traits.domain]


def is_normal(wanted: float) -> bool:
    return NORMAL <= abs(wanted) < math.inf


def misses(record: Elementwise) -> Iterator[Failure]:
    """Yield results that are off by more than 4 ulp where the truth is a normal number."""
    for report in judge_at(Case(record, record.defaults), where(record))[:2]:
        for each in report.measured:
            if each.ulps > ALLOWED_ULPS and is_normal(each.wanted):
                yield Failure(
                    record.name, report.what, each.x, None, repr(each.wanted), f"{each.ulps:.3g} ulp outright"
                )
