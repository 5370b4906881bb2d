"""The record of a function that somebody else wrote."""

from __future__ import annotations

from dataclasses import dataclass

from actcli.catalog.record import Elementwise

FOUND = (
    "Nothing is declared of it: range, monotony, symmetry, kinks, dead regions and the Lipschitz constant are found "
    "by a search, good to about six digits."
)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class UserActivation(Elementwise):
    """An elementwise function that a user brought; its traits are measured, not declared.

    Attributes
    ----------
    exact
        Whether the derivative is exact, by dual numbers or a library's own differentiation; otherwise it is a
        difference of high order.
    values_only
        Whether values are all that is known: it is a program, or values that were measured.
    """

    display_only: bool = True
    exact: bool = False
    values_only: bool = False
    notes: tuple[str, ...] = (FOUND,)

    def __post_init__(self) -> None:
        """Check nothing: the doors make these records, and measuring the traits is for those who ask."""
