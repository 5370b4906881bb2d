"""The built-in functions: one module per family, one block per function."""

from __future__ import annotations

from actcli.activation import Activation
from actcli.functions import exponential, gated, linear, rectifier, vector

MODULES = (linear, rectifier, exponential, vector, gated)
BUILT_IN: tuple[Activation, ...] = tuple(
    record for module in MODULES for record in vars(module).values() if isinstance(record, Activation)
)
