"""Functions that installed packages contribute, by the entry point group ``actcli.activations``.

An entry point is an :class:`actcli.catalog.record.Activation`, an iterable of them, or a callable that returns either.
A fault in a package prints one line on standard error; everything else goes on. ``ACTCLI_NO_PLUGINS=1`` leaves
them all out.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from importlib.machinery import PathFinder
from pathlib import Path
from typing import TYPE_CHECKING, Any

from actcli.catalog.record import Activation, Elementwise, RecordError, Vector
from actcli.errors import ActcliError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from importlib.metadata import EntryPoint

GROUP = "actcli.activations"
SWITCH = "ACTCLI_NO_PLUGINS"


def records(taken: Mapping[str, str], normalize: Callable[[str], str]) -> list[Activation]:
    """Return the records of all plug-ins, in the order of packages and entry points.

    Parameters
    ----------
    taken
        Normalized names that are given away, and whose they are.
    normalize
        Brings a name into the form in which names are compared.
    """
    if os.environ.get(SWITCH, "0") not in {"", "0"} or not _may_exist():
        return []
    from importlib.metadata import entry_points

    owners = dict(taken)
    found: list[Activation] = []
    for point in sorted(entry_points(group=GROUP), key=lambda point: (_package(point), point.name)):
        try:
            for record in _contributed(point):
                spellings = {normalize(name) for name in (record.name, *record.aliases)}
                clash = next((name for name in spellings if name in owners), None)
                if clash is not None:
                    _warn(point, f"{record.name} is left out: {clash} is {owners[clash]}")
                    continue
                owners |= dict.fromkeys(spellings, f"in {_package(point)}")
                found.append(record)
        except ActcliError as error:
            _warn(point, error.message)
    return found


def _may_exist() -> bool:
    """Tell whether a package may have entry points of the group: importing what finds them takes a tenth of a start."""
    if any(hasattr(finder, "find_distributions") for finder in sys.meta_path if finder is not PathFinder):
        return True
    group = GROUP.encode()
    for folder in map(Path, sys.path):
        if folder.is_file():
            return True  # an archive
        with suppress(OSError):
            if any(group in file.read_bytes() for file in folder.glob("*-[Ii][Nn][Ff][Oo]/entry_points.txt")):
                return True
    return False


def _contributed(point: EntryPoint) -> Iterator[Activation]:
    """Yield the records of an entry point.

    Raises
    ------
    ActcliError
        If it fails, or gives anything else.
    """
    from actcli.spec.user_code import user_errors

    with user_errors(point.value):
        thing: Any = point.load()
        if callable(thing) and not isinstance(thing, Activation):
            thing = thing()
        given = [thing] if isinstance(thing, Activation) else list(thing)
    for record in given:
        if not isinstance(record, Elementwise | Vector):
            raise RecordError(f"{point.value} gives a {type(record).__name__}, no Elementwise or Vector")
        _check_formula(record)
        yield record


def _check_formula(record: Activation) -> None:
    """Refuse a definition outside the language; its truth is checked by the package's tests."""
    if record.display_only:
        return
    from actcli.formula.parse import parse

    try:
        parse(record.formula, lambda _name: True)
    except UsageError as error:
        raise RecordError(f"{record.name}: {error.message}") from None


def _package(point: EntryPoint) -> str:
    return point.dist.name if point.dist is not None else point.value


def _warn(point: EntryPoint, sentence: str) -> None:
    if sys.stderr is not None:
        sys.stderr.write(f"actcli: warning: plug-in {_package(point)}: {sentence}\n")
