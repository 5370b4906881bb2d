"""Findings about a quantity: the results that are wrong, and how far the others are off."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from actcli.numbers.array import Array

#: Times (1 + condition number).
ALLOWED_ULPS = 4.0


@dataclass(frozen=True)
class Failure:
    """One wrong result."""

    function: str
    what: str
    x: object
    got: object
    wanted: object
    why: str

    def __str__(self) -> str:
        return f"{self.function}  {self.what}  x={self.x!r}  got {self.got!r}  wanted {self.wanted}  {self.why}"


@dataclass(frozen=True)
class Measured:
    """An error: in ulp, and in ulp per (1 + condition number)."""

    x: float
    wanted: float
    ulps: float
    relative: float


@dataclass
class Report:
    """All that was found about one quantity of a function, such as its derivative."""

    what: str
    failures: list[Failure] = field(default_factory=list)
    measured: list[Measured] = field(default_factory=list)

    @property
    def worst(self) -> Measured | None:
        return max(self.measured, key=lambda m: m.relative, default=None)


def apply(compute: Callable[[], Array], complain: Callable[[str], None]) -> Array:
    """Compute with warnings as complaints."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        result = compute()
    for warning in caught:
        complain(f"warns: {warning.message}")
    return result
