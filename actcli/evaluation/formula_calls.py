"""The functions that calls in a formula mean: ``silu``, ``elu:0.5``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actcli.errors import UsageError
from actcli.evaluation import parameters

if TYPE_CHECKING:
    from collections.abc import Callable

    from actcli.catalog.record import Activation


def called(call: str, find: Callable[[str], Activation | None]) -> tuple[Activation, dict[str, float]]:
    """Return the function that a call in a formula means, and its parameters; they may be unnamed, in their order.

    Raises
    ------
    UsageError
        If there are too many parameters, or a value is refused.
    """
    name, colon, words = call.partition(":")
    record = find(name)
    if record is None:
        raise AssertionError(name)  # the parser has asked
    if not colon:
        return record, record.defaults
    given = words.split(",")
    if len(given) > len(record.params):
        known = f"{len(record.params) or 'no'} parameter{'s' * (len(record.params) != 1)}"
        raise UsageError(f"{name} has {known}, got {len(given)}")
    named = [w if "=" in w else f"{p.name}={w}" for w, p in zip(given, record.params, strict=False)]
    return record, parameters.read(record, ",".join(named))
