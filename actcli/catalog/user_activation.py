"""The records of user functions: those that can be computed, and those with known values only."""

from __future__ import annotations

import math

from actcli.catalog.record import Elementwise, Traits
from actcli.numbers.array import Array

FOUND = (
    "Nothing is declared of it: range, monotonicity, symmetry, kinks, dead regions and the Lipschitz constant are "
    "found by a search, good to about six digits."
)


class UserActivation(Elementwise, kw_only=True):
    """An elementwise function that a user brought; its traits are measured, not declared.

    Attributes
    ----------
    exact
        Whether the derivative is exact, by dual numbers or a library's own differentiation; otherwise it is a
        difference of high order.
    """

    display_only: bool = True
    exact: bool = False
    notes: tuple[str, ...] = (FOUND,)


def undefined(name: str, summary: str) -> UserActivation:
    """Return the record of a function with known values only; the caller computes it."""
    return UserActivation(
        name=name,
        family="user",
        tier="user",
        summary=summary,
        formula=name,
        f=_absent,
        grad=_absent,
        traits=lambda: Traits((), "unknown", math.nan, math.nan),
    )


def _absent(x: Array) -> Array:
    raise AssertionError(x)
