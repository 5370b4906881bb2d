"""Judge functions: ``python tests/tools/judge.py [--dense] [--seed N] [NAME...]``; all where none is named.

For the default and two other sets of parameters, the function, its derivative and the derivatives with respect to its
parameters are compared with the formula of the record, whose exact values balls enclose. Printed are the wrong results
and the largest errors, in ulp and in ulp per (1 + condition number); the status is 1 where something is wrong.
Each seed gives other random points; 0, the default, those of the tests.
"""

from __future__ import annotations

import argparse
import sys
import time
from typing import TYPE_CHECKING

import _search_path  # noqa: F401  # finds the modules beside this folder
from actcli.catalog.record import Activation, Elementwise, Vector
from actcli.spec import registry
from oracle import facts, vectors, verdict
from oracle.points import Random, parameter_sets

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from oracle.report import Failure, Report

SHOWN = 12


#: How many times the usual points a dense run takes.
DENSE = 10


def reports(record: Activation, values: Mapping[str, float], many: float = 1) -> Iterator[Report]:
    """Yield the report on every quantity of a function, at some multiple of the usual points."""
    if isinstance(record, Elementwise):
        yield from verdict.judge(record, values, round(many * verdict.MANY))
    if isinstance(record, Vector):
        yield from vectors.judge(record, values, round(many * vectors.MANY))


def main(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description="Judge functions.")
    parser.add_argument("--dense", action="store_true")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("names", nargs="*", metavar="NAME")
    given = parser.parse_args(words)
    Random.seed = given.seed
    wrong = 0
    for name in given.names or registry.names():
        record = registry.find(name)
        if record is None:
            print(f"{name}: not in the registry")
            wrong += 1
            continue
        wrong += _judged(record, DENSE if given.dense else 1)
    return 1 if wrong else 0


def _judged(record: Activation, many: int) -> int:
    """Print all about one function; return how much is wrong."""
    start = time.perf_counter()
    failures: list[Failure] = []
    for values in parameter_sets(record):
        print(f"{record.name} {dict(values) or ''}")
        for report in reports(record, values, many):
            failures += report.failures
            print("   ", _summary(report))
        failures += facts.check(record, values)
        if isinstance(record, Elementwise):
            print("    facts that only samples support:", ", ".join(facts.unproven(record, values)) or "none")
    for failure in failures[:SHOWN]:
        print("  WRONG", failure)
    if len(failures) > SHOWN:
        print(f"  and {len(failures) - SHOWN} more")
    print(f"  {len(failures)} wrong, {time.perf_counter() - start:.1f} s")
    return len(failures)


def _summary(report: Report) -> str:
    worst = report.worst
    if worst is None:
        return f"{report.what:12} {len(report.failures)} wrong"
    plain = max(report.measured, key=lambda m: m.ulps)
    return (
        f"{report.what:12} {len(report.failures):4} wrong of {len(report.measured)}, largest error {plain.ulps:.3g} ulp"
        f" at {plain.x!r}, {worst.relative:.3g} ulp/(1+kappa) at {worst.x!r}"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
