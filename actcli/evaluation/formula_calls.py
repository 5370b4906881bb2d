"""The functions that calls in a formula mean: ``silu``, ``elu:0.5``."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from actcli.errors import UsageError
from actcli.evaluation import parameters
from actcli.evaluation.bound import BoundActivation

if TYPE_CHECKING:
    from collections.abc import Callable

    from actcli.catalog.record import Activation


@cache
def built_in(call: str) -> BoundActivation:
    """Return the built-in function that a call in a formula means: ``silu``, ``elu:0.5``."""
    from actcli.functions import find

    return called(call, find)


def called(call: str, find: Callable[[str], Activation | None]) -> BoundActivation:
    """Return the function that a call in a formula means; parameters may be unnamed, in their order.

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
        return BoundActivation(record, record.defaults)
    given = words.split(",")
    if len(given) > len(record.params):
        known = f"{len(record.params) or 'no'} parameter{'s' * (len(record.params) != 1)}"
        raise UsageError(f"{name} has {known}, got {len(given)}")
    named = [w if "=" in w else f"{p.name}={w}" for w, p in zip(given, record.params, strict=False)]
    return BoundActivation(record, parameters.read(record, ",".join(named)))
