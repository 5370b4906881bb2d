"""Kernels against what the formula gives: ``python tests/benchmarks/derived.py [NAME...]``, all functions by default.

Printed are milliseconds for 2**17 doubles of deviation 3 and the ratio, for values, slopes and derivatives by
parameters that have a kernel. Each function runs in a process of its own: memory that another one has left is faster.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import numpy as np

from actcli.catalog.record import Elementwise
from actcli.evaluation import evaluate
from actcli.evaluation.bound import BoundActivation
from actcli.spec import registry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from actcli.catalog.record import Kernel
    from actcli.evaluation.function import Kernels

X = np.random.default_rng(0).normal(0, 3, 2**17)
ROUNDS = 5
#: More than this, and the kernel is worth its lines.
MOST = 2.0


def seconds(kernel: Kernel, function: BoundActivation) -> float:
    """Return the processor time of a call: what others take of the machine is not in it."""
    start = time.process_time()
    evaluate.elementwise(kernel, X, function.arguments)
    return time.process_time() - start


def pairs(record: Elementwise) -> Iterator[tuple[str, Kernel, Kernel]]:
    """Yield what has a kernel, with it and with that of the formula."""
    params = tuple(param._replace(derivative=None) for param in record.params)
    plain = BoundActivation(record._replace(f=None, grad=None, params=params), record.defaults)
    derived: Kernels = plain.kernels
    for what, kernel, other in (("f", record.f, derived.f), ("f'", record.grad, derived.grad)):
        if kernel is not None:
            yield what, kernel, other
    for param in record.params:
        if param.derivative is not None:
            yield f"d/d{param.name}", param.derivative, derived.by[param.name]


def measure(name: str) -> None:
    """Print the times of one function."""
    record = registry.records()[name]
    if not isinstance(record, Elementwise) or record.display_only:
        return
    function = BoundActivation(record, record.defaults)
    for what, kernel, other in pairs(record):
        times = [(seconds(kernel, function), seconds(other, function)) for _ in range(ROUNDS + 1)][1:]
        ours, theirs = (statistics.median(side) * 1e3 for side in zip(*times, strict=True))
        verdict = "" if theirs > MOST * ours else "   the formula will do"
        print(f"{name:18} {what:16} {ours:8.2f} ms {theirs:8.2f} ms   ratio {theirs / ours:7.1f}{verdict}")


def main(names: list[str]) -> None:
    if len(names) == 1:
        measure(names[0])
        return
    for name in names or registry.names():
        subprocess.run([sys.executable, __file__, name], check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
