"""The built-in functions: one module per family, one block per function.

Modules are found by themselves, in alphabetical order; functions are listed family by family in that order. A module
whose name begins with ``_`` is shared by several of them.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module

from actcli.catalog.record import Activation
from actcli.spelling import normalize

BUILT_IN: tuple[Activation, ...] = tuple(
    record
    for module in pkgutil.iter_modules(__path__)
    if not module.name.startswith("_")
    for record in vars(import_module(f"{__name__}.{module.name}")).values()
    if isinstance(record, Activation)
)
BY_NAME = {normalize(name): record for record in BUILT_IN for name in (*record.aliases, record.name)}


def find(name: str) -> Activation | None:
    """Return the built-in function that a name or alias means, or None."""
    return BY_NAME.get(normalize(name))
