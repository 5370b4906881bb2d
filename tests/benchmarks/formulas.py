"""Formulas with a bound on their error against the same formulas in plain NumPy, and what exact values cost.

Run with the Python of the environment in which actcli is installed: ``python tests/benchmarks/formulas.py``. The pairs
of a line run in turn. The filter's peer is a Python file that computes the formula in NumPy.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from pipe import normals
from ratio import report

from actcli.spec.resolve import resolve

if TYPE_CHECKING:
    from collections.abc import Callable

    from actcli.numbers.array import Array

TOOL = str(Path(sys.executable).parent / "actcli")
SIZE = 2**20
LINES = 1_000_000
EXACT = 100_000
ROUNDS = 9
#: Well-conditioned formulas, and the same in NumPy.
PLAIN = {
    "x/(1+exp(-x))": "x / (1 + np.exp(-x))",
    "log1p(exp(x))": "np.log1p(np.exp(x))",
    "x*sigmoid(1.702*x)": "x / (1 + np.exp(-1.702 * x))",
    "x/(1+abs(x))": "x / (1 + np.abs(x))",
    "x*tanh(exp(x))": "x * np.tanh(np.exp(x))",
    "max(x, 0.1*x)": "np.maximum(x, 0.1 * x)",
}
#: Formulas that cancel digits as they are written.
CANCELLING = ("log(1+exp(x))", "x/2*(1+erf(x/sqrt(2)))", "1-tanh(x)**2", "exp(x)-1-x")
NAMES = ("relu", "tanh", "silu", "gelu", "mish", "softsign", "x/(1+exp(-x))")


def seconds(function: Callable[[Array], object], x: Array) -> float:
    """Return the processor time of a call: what others take of the machine is not in it."""
    start = time.thread_time()
    function(x)
    return time.thread_time() - start


def least(functions: list[Callable[[Array], object]], x: Array) -> list[float]:
    """Return the least time of each of some functions, which run in turn."""
    rounds = [[seconds(function, x) for function in functions] for _ in range(ROUNDS)]
    return [min(times) for times in zip(*rounds, strict=True)]


def plain(text: str) -> Callable[[Array], object]:
    """Return a NumPy expression as a function."""
    return eval(f"lambda x: {text}", {"np": np})  # type: ignore[no-any-return]  # noqa: S307  # the texts above


def arrays() -> None:
    """Compare computing alone."""
    x = np.random.default_rng(1).standard_normal(SIZE)
    for formula, text in PLAIN.items():
        ours, peer = least([resolve(formula).compute, plain(text)], x)
        print(f"{formula:24} / NumPy {ours / peer:6.2f}   {ours / SIZE * 1e9:6.1f} ns a value")
    for formula in CANCELLING:
        (ours,) = least([resolve(formula).compute], x[: SIZE // 8])
        print(f"{formula:24} {'':14} {ours / SIZE * 8e9:6.1f} ns a value")


def exact() -> None:
    """Print how many exact values a second are computed."""
    x = np.random.default_rng(1).normal(0, 3, EXACT)
    for name in NAMES:
        start = time.thread_time()
        resolve(name).exact(x)
        print(f"{name:24} --exact {EXACT / (time.thread_time() - start):9.0f} values a second")


def filters() -> None:
    """Compare whole processes."""
    with tempfile.TemporaryDirectory() as folder:
        data, mine = normals(Path(folder) / "normals", LINES), Path(folder) / "plain.py"
        for i, (formula, text) in enumerate(PLAIN.items()):
            with mine.open("a") as file:
                file.write(f"import numpy as np\ndef f{i}(x): return {text}\n")
            ours, peer = ([TOOL, "eval", spec, "--input", data] for spec in (formula, f"{mine}:f{i}"))
            report(f"{formula} / NumPy, filter", ours, peer, most=4, runs=3)


if __name__ == "__main__":
    arrays()
    exact()
    filters()
