"""Name -> record: the built-in functions and those that plug-ins contribute.

Plug-ins are looked for when a name is not built in, and where all functions are listed.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from actcli import functions
from actcli.catalog.libraries import LIBRARIES, library_key
from actcli.catalog.record import FAMILIES, Elementwise
from actcli.errors import UsageError
from actcli.spelling import nearest, normalize

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from actcli.catalog.record import Activation, Traits
    from actcli.evaluation.bound import BoundActivation

#: The pattern of names of functions in any spelling; other words do not cause plug-ins to be loaded.
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


@cache
def records() -> Mapping[str, Activation]:
    """Return every record by its name, in the order of families; plug-ins come last in theirs."""
    order = list(FAMILIES)
    everything = sorted([*functions.built_in(), *_contributed()], key=lambda record: order.index(record.family))
    return {record.name: _searched(record) for record in everything}


@cache
def _searched(record: Activation) -> Activation:
    """Return a record whose traits are searched for where it does not declare them."""
    if not isinstance(record, Elementwise) or record.traits(**record.defaults).range:
        return record

    def search(function: BoundActivation) -> Traits:
        from actcli.analysis.searched_traits import completed

        return completed(function)

    return record._replace(search=search)


@cache
def _contributed() -> tuple[Activation, ...]:
    from actcli.spec import plugins

    return tuple(plugins.records(dict.fromkeys(functions.by_name(), "built in"), normalize))


@cache
def _by_plugins() -> Mapping[str, Activation]:
    return _by_normalized(_contributed())


def _by_normalized(some: Iterable[Activation]) -> Mapping[str, Activation]:
    return {normalize(name): record for record in some for name in (*record.aliases, record.name)}


def find(name: str) -> Activation | None:
    """Return the record that a name or alias means, or None."""
    record = functions.find(name)
    if record is None and _NAME.fullmatch(name):
        record = _by_plugins().get(normalize(name))
    return None if record is None else _searched(record)


def family(name: str) -> str:
    """Return the key of the family that a name means: its key or its heading, spelled freely.

    Raises
    ------
    UsageError
        If there is none, or it has no functions.
    """
    used = [key for key in FAMILIES if any(record.family == key for record in records().values())]
    for key, heading in FAMILIES.items():
        if normalize(name) in {normalize(key), normalize(heading)}:
            if key in used:
                return key
            raise UsageError(f"the family {key} has no functions")
    raise UsageError(f"'{name}' is not a family", nearest(name, used) or f"families: {', '.join(used)}")


def library(name: str) -> str:
    """Return the key of the library that a name means: its key or the name that cards show, spelled freely.

    Raises
    ------
    UsageError
        If the library is unknown.
    """
    key = library_key(name)
    if key is None:
        known = {shown: key for key, shown in LIBRARIES.items() if key != "other"}
        hint = nearest(name, dict.fromkeys([*known, *known.values()])) or f"libraries: {', '.join(known.values())}"
        raise UsageError(f"'{name}' is not a library", hint)
    return key


def names() -> list[str]:
    """Return the names of all functions, in the order of families."""
    return list(records())


def spellings() -> list[str]:
    """Return the names and aliases of all functions, for suggestions."""
    return [name for record in records().values() for name in (record.name, *record.aliases)]
