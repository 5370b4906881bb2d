"""Name -> record: the built-in functions and those that plug-ins contribute."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from actcli.activation import FAMILIES
from actcli.functions import BUILT_IN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from actcli.activation import Activation


def normalize(name: str) -> str:
    """Return the form in which names are compared: without regard to case, ``_`` and ``-``."""
    return name.lower().replace("_", "").replace("-", "")


@cache
def records() -> Mapping[str, Activation]:
    """Return every record by its name, in the order of families."""
    order = list(FAMILIES)
    return {record.name: record for record in sorted(BUILT_IN, key=lambda record: order.index(record.family))}


@cache
def _by_normalized() -> Mapping[str, Activation]:
    return {normalize(name): record for record in records().values() for name in (*record.aliases, record.name)}


def find(name: str) -> Activation | None:
    """Return the record that a name or alias means, or None."""
    return _by_normalized().get(normalize(name))


def names() -> list[str]:
    """Return the names of all functions, in the order of families."""
    return list(records())


def spellings() -> list[str]:
    """Return the names and aliases of all functions, for suggestions."""
    return [name for record in records().values() for name in (record.name, *record.aliases)]
