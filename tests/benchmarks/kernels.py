"""Kernels against PyTorch's: 2**20 doubles, one thread each, in turn in one run.

Run with a Python that has both: ``python tests/benchmarks/kernels.py``. Without PyTorch only our times are printed.
"""

from __future__ import annotations

import math
import time
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import numpy as np

import actcli

if TYPE_CHECKING:
    from collections.abc import Callable

SIZE = 2**20
ROUNDS = 40
MOST = 1.5
TORCH = {
    "relu": "relu",
    "leaky_relu": "leaky_relu",
    "elu": "elu",
    "selu": "selu",
    "celu": "celu",
    "sigmoid": "sigmoid",
    "tanh": "tanh",
    "softplus": "softplus",
    "log_sigmoid": "logsigmoid",
    "silu": "silu",
    "gelu": "gelu",
    "gelu_tanh": "gelu",
    "mish": "mish",
    "hard_swish": "hardswish",
    "hard_sigmoid": "hardsigmoid",
    "hard_tanh": "hardtanh",
    "softsign": "softsign",
    "tanhshrink": "tanhshrink",
    "softshrink": "softshrink",
    "softmax": "softmax",
}
OPTIONS: dict[str, dict[str, Any]] = {"gelu_tanh": {"approximate": "tanh"}, "softmax": {"dim": -1}}


def seconds(function: Callable[[], object]) -> float:
    """Return the processor time of a call: what others take of the machine is not in it."""
    start = time.thread_time()
    function()
    return time.thread_time() - start


def peers(x: Any) -> dict[str, Callable[[], object]]:  # noqa: ANN401  # an array
    if find_spec("torch") is None:
        return {}
    import torch

    torch.set_num_threads(1)
    tensor = torch.from_numpy(x)
    functions = {name: getattr(torch.nn.functional, torch_name) for name, torch_name in TORCH.items()}
    return {name: lambda n=name, f=f: f(tensor, **OPTIONS.get(n, {})) for name, f in functions.items()}  # type: ignore[misc]  # defaults bind


def main() -> None:
    """Print nanoseconds per element and the ratio, function by function, and the geometric mean."""
    x = np.random.default_rng(0).normal(0, 3, SIZE)
    theirs = peers(x)
    ratios = []
    for name in TORCH:
        function = actcli.get(name)
        ours, peer = [], []
        for _ in range(ROUNDS):
            ours.append(seconds(lambda f=function: f(x)))  # type: ignore[misc]  # the default binds
            if theirs:
                peer.append(seconds(theirs[name]))
        line = f"{name:14} {min(ours) / SIZE * 1e9:6.2f} ns"
        if peer:
            ratios.append(min(ours) / min(peer))
            line += f"   PyTorch {min(peer) / SIZE * 1e9:6.2f} ns   ratio {ratios[-1]:5.2f}"
        print(line)
    if ratios:
        mean = math.exp(sum(map(math.log, ratios)) / len(ratios))
        print(f"geometric mean of the ratios {mean:.2f}   {'ok' if mean <= MOST else 'OVER'} (at most {MOST})")


if __name__ == "__main__":
    main()
