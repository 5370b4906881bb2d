"""Measure PyTorch's functions as ours are: ``python tests/tools/accuracy_torch.py`` with a Python that has it.

Writes accuracy_torch.json beside this file, of which the accuracy report is made where there is no PyTorch.
"""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch.nn import functional

import _search_path  # noqa: F401  # finds the modules beside this folder
from actcli.catalog.record import Elementwise
from actcli.numbers.formats import FLOAT_FORMATS
from actcli.spec import registry
from oracle.errors import measure

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from actcli.numbers.array import Array
    from oracle.errors import Errors

DATA = Path(__file__).with_suffix(".json")
FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    "sign": torch.sign,
    "relu": functional.relu,
    "relu6": functional.relu6,
    "leaky_relu": functional.leaky_relu,
    "prelu": lambda x: functional.prelu(x, torch.tensor(0.25, dtype=x.dtype)),
    "rrelu": functional.rrelu,
    "thresholded_relu": lambda x: functional.threshold(x, 1.0, 0.0),
    "threshold": lambda x: functional.threshold(x, 1.0, 0.0),
    "hard_sigmoid": functional.hardsigmoid,
    "hard_tanh": functional.hardtanh,
    "hard_swish": functional.hardswish,
    "softshrink": functional.softshrink,
    "hardshrink": functional.hardshrink,
    "tanhshrink": functional.tanhshrink,
    "elu": functional.elu,
    "selu": functional.selu,
    "celu": functional.celu,
    "exponential": torch.exp,
    "sigmoid": torch.sigmoid,
    "log_sigmoid": functional.logsigmoid,
    "tanh": torch.tanh,
    "softsign": functional.softsign,
    "arctan": torch.atan,
    "softplus": functional.softplus,
    "silu": functional.silu,
    "mish": functional.mish,
    "gelu": functional.gelu,
    "gelu_tanh": lambda x: functional.gelu(x, approximate="tanh"),
    "sine": torch.sin,
}


def peer(record: Elementwise, dtype: torch.dtype) -> Elementwise:
    """Return the record with PyTorch's kernels, at default parameters."""
    function = FUNCTIONS[record.name]

    def f(x: Array, *_: float) -> Array:
        return np.asarray(function(torch.tensor(x, dtype=dtype)).double().numpy())

    def grad(x: Array, *_: float) -> Array:
        given = torch.tensor(x, dtype=dtype, requires_grad=True)
        (slope,) = torch.autograd.grad(function(given).sum(), given)
        return np.asarray(slope.double().numpy())

    return record._replace(f=f, grad=grad)


def entry(errors: Errors) -> dict[str, float | None]:
    figures = {name: getattr(errors, name) for name in ("tails", "origin", "largest", "share")}
    return {name: float(f"{value:.3g}") if math.isfinite(value) else None for name, value in figures.items()}


def main(names: Sequence[str]) -> None:
    data: dict[str, Any] = {"version": torch.__version__.partition("+")[0]}
    for number_format in (FLOAT_FORMATS["float64"], FLOAT_FORMATS["float32"]):
        data[number_format.name] = {}
        for name in names or FUNCTIONS:
            record = registry.find(name)
            assert isinstance(record, Elementwise)
            measured = measure(peer(record, getattr(torch, number_format.name)), number_format)
            data[number_format.name][name] = {what: entry(errors) for what, errors in measured.items()}
            print(number_format.name, name, data[number_format.name][name], flush=True)
    if not names:
        DATA.write_text(json.dumps(data, indent=1) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
