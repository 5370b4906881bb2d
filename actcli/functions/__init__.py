"""The built-in functions: one module per family, one block per function."""

from __future__ import annotations

from actcli.catalog.record import Activation
from actcli.functions import (
    algebraic,
    exponential,
    exponential_variants,
    gated,
    gelu,
    hard,
    hard_swish,
    leaky,
    linear,
    periodic,
    rectifier,
    selecting,
    shrink,
    sigmoid,
    sigmoid_variants,
    softmax,
    softplus,
    softplus_variants,
    swish,
    swish_variants,
    tanh,
    threshold,
)

MODULES = (
    linear,
    rectifier,
    leaky,
    threshold,
    hard,
    hard_swish,
    shrink,
    exponential,
    exponential_variants,
    sigmoid,
    sigmoid_variants,
    tanh,
    algebraic,
    softplus,
    softplus_variants,
    swish,
    swish_variants,
    gelu,
    periodic,
    softmax,
    selecting,
    gated,
)
BUILT_IN: tuple[Activation, ...] = tuple(
    record for module in MODULES for record in vars(module).values() if isinstance(record, Activation)
)
