"""The built-in functions: one module per family, one block per function.

Modules are found by themselves, in alphabetical order; functions are listed family by family in that order. A module
whose name begins with ``_`` is shared by several of them. One function is found by the text of the modules, so that
only its own is imported: all of them take a third of the start of the tool.
"""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from actcli.catalog.record import Activation
from actcli.spelling import normalize

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@cache
def built_in() -> tuple[Activation, ...]:
    """Return the records of all functions."""
    return tuple(record for module in _texts() for record in _records(module))


@cache
def by_name() -> Mapping[str, Activation]:
    """Return the records by normalized name and alias."""
    return {normalize(name): record for record in built_in() for name in (*record.aliases, record.name)}


@cache
def find(name: str) -> Activation | None:
    """Return the built-in function that a name or alias means, or None."""
    wanted = normalize(name)
    for module in _candidates(name):
        for record in _records(module):
            if wanted in {normalize(known) for known in (record.name, *record.aliases)}:
                return record
    return None


def _candidates(name: str) -> Iterator[str]:
    """Yield the modules that may define a function, the likeliest first."""
    texts = _texts()
    yield from (module for module, text in texts.items() if f'name="{name}"' in text)
    plain = {module: normalize(text) for module, text in texts.items()}
    for spelled in (f'name="{normalize(name)}"', f'"{normalize(name)}"'):
        yield from (module for module, text in plain.items() if spelled in text)


@cache
def _texts() -> Mapping[str, str]:
    """Return the texts of the modules, by their names."""
    names = [module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_")]
    return {name: (pkgutil.get_data(__name__, f"{name}.py") or b"").decode() for name in names}


def _records(module: str) -> Iterator[Activation]:
    for value in vars(import_module(f"{__name__}.{module}")).values():
        if isinstance(value, Activation):
            yield value
