"""Print the largest error of every function, in ulp: ``python tests/accuracy.py [NAME...]``.

``tails`` is the largest error of f and f' for abs(x) >= 4 or abs(x) <= 1/4 where the result is a normal number,
``all`` the largest of all points, ``/(1+k)`` the largest in units of 1 + condition number; at default parameters.
"""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING

from actcli import registry
from actcli.activation import Elementwise
from judging import goal
from judging.points import NORMAL, points

if TYPE_CHECKING:
    from collections.abc import Sequence

    from judging.verdict import Measured, Report

MANY = 4


def main(names: Sequence[str]) -> int:
    head = " ".join(f"{what:>9}" for what in ("tails", "all", "/(1+k)"))
    print(" " * 19 + "f".ljust(30) + "f'")
    print(f"{'':18}{head} {head}")
    for name in names or registry.names():
        record = registry.find(name)
        if isinstance(record, Elementwise):
            print(f"{record.name:18}" + " ".join(map(_columns, _reports(record))), flush=True)
    return 0


def _reports(record: Elementwise) -> list[Report]:
    traits = record.traits(**record.defaults)
    return goal.measure(record, [*goal.where(record, MANY), *points(record, record.defaults, traits)])


def _columns(report: Report) -> str:
    tails = [m.ulps for m in report.measured if _is_goal(m)]
    largest = max((m.ulps for m in report.measured), default=0.0)
    relative = max((m.relative for m in report.measured), default=0.0)
    return f"{max(tails, default=0.0):9.3g} {largest:9.3g} {relative:9.3g}"


def _is_goal(m: Measured) -> bool:
    outside = abs(m.x) >= goal.TAIL or abs(m.x) <= goal.ORIGIN
    return outside and NORMAL <= abs(float(m.wanted)) < math.inf


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
