"""Kernels against PyTorch's, in turn in one run: 2**20 doubles in one thread, or 2**23 in as many as are named.

Run with a Python that has both: ``python tests/benchmarks/kernels.py [--threads N]``. Without PyTorch only our times
are printed. One thread is measured in processor time, which what others take of the machine is not in; several in the
time of the clock, so the machine must be idle.

Older processors are emulated by ``NPY_DISABLE_CPU_FEATURES="X86_V4 AVX512_ICL" ATEN_CPU_CAPABILITY=avx2``.
"""

from __future__ import annotations

import argparse
import math
import os
import time
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import numpy as np

import actcli

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 40
#: The largest geometric mean, in one thread and in several.
MOST, MOST_THREADS = 1.5, 1.2
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


def seconds(function: Callable[[], object], clock: Callable[[], float]) -> float:
    """Return the time of a call."""
    start = clock()
    function()
    return clock() - start


def peers(x: Any, threads: int) -> dict[str, Callable[[], object]]:  # noqa: ANN401  # an array
    if find_spec("torch") is None:
        return {}
    import torch

    torch.set_num_threads(threads)
    tensor = torch.from_numpy(x)
    functions = {name: getattr(torch.nn.functional, torch_name) for name, torch_name in TORCH.items()}
    return {name: lambda n=name, f=f: f(tensor, **OPTIONS.get(n, {})) for name, f in functions.items()}  # type: ignore[misc]  # defaults bind


def main(threads: int) -> None:
    """Print nanoseconds per element and the ratio, function by function, and the geometric mean."""
    os.environ["ACTCLI_NUM_THREADS"] = str(threads)
    size, clock, most = (2**20, time.thread_time, MOST) if threads == 1 else (2**23, time.perf_counter, MOST_THREADS)
    x = np.random.default_rng(0).normal(0, 3, size)
    theirs = peers(x, threads)
    ratios = []
    for name in TORCH:
        function = actcli.get(name)
        ours, peer = [], []
        for _ in range(ROUNDS):
            ours.append(seconds(lambda f=function: f(x), clock))  # type: ignore[misc]  # the default binds
            if theirs:
                peer.append(seconds(theirs[name], clock))
        line = f"{name:14} {min(ours) / size * 1e9:6.2f} ns"
        if peer:
            ratios.append(min(ours) / min(peer))
            line += f"   PyTorch {min(peer) / size * 1e9:6.2f} ns   ratio {ratios[-1]:5.2f}"
        print(line)
    if ratios:
        mean = math.exp(sum(map(math.log, ratios)) / len(ratios))
        print(f"geometric mean of the ratios {mean:.2f}   {'ok' if mean <= most else 'OVER'} (at most {most})")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--threads", type=int, default=1)
    main(parser.parse_args().threads)
