"""Mathematical properties of a function: range, kinks, smoothness, largest slope."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Literal

from actcli.frozen import NOTHING, Value
from actcli.numbers.formatting import format_float

Monotone = Literal["increasing", "non-decreasing", "decreasing", "no", "unknown"]
Symmetry = Literal["odd", "even", "none"]


class Interval(Value):
    """A piece of the real line; ``ends`` tells which ends belong to it: ``[]``, ``()``, ``[)`` or ``(]``."""

    low: float
    high: float
    ends: Literal["[]", "()", "[)", "(]"] = "[]"

    def __str__(self) -> str:
        return self.format()

    def format(self, digits: int | None = None) -> str:
        """Return it as text without blanks, ``[0,inf)``; a point as its number. Ends are exact by default."""
        low, high = format_float(self.low, digits), format_float(self.high, digits)
        return low if self.low == self.high else f"{self.ends[0]}{low},{high}{self.ends[1]}"

    def __contains__(self, value: float) -> bool:
        above = value >= self.low if self.ends[0] == "[" else value > self.low
        return above and (value <= self.high if self.ends[1] == "]" else value < self.high)


def union(pieces: Iterable[Interval], digits: int | None = None) -> str:
    """Return pieces of the real line as text: ``(-inf,-1)∪(1,inf)``."""
    return "∪".join(piece.format(digits) for piece in pieces)


REALS = (Interval(-math.inf, math.inf, "()"),)


class Kink(Value):
    """A point where the function or its slope jumps.

    Attributes
    ----------
    at
        The float64 where the branch changes: a plain float, the nearest one where a parameter is an exact fraction.
    left, right
        The one-sided derivatives.
    slope
        The derivative that actcli returns there: PyTorch's, or where it lacks the function the one of smaller
        magnitude.
    jump
        The one-sided limits of the function where it is discontinuous.
    libraries
        The derivative that libraries return there, by library key, where known.
    """

    at: float
    left: float
    right: float
    slope: float | None = None
    jump: tuple[float, float] | None = None
    libraries: Mapping[str, float] = NOTHING

    @property
    def subgradient(self) -> float:
        """The derivative that actcli returns at the kink."""
        return self.slope if self.slope is not None else min(self.left, self.right, key=abs)


class Asymptote(Value):
    """A line ``slope * x + intercept`` that the function approaches at one end: -1 left, 1 right, 0 both."""

    slope: float
    intercept: float
    side: Literal[-1, 0, 1] = 0


class Traits(Value):
    """The mathematical properties of a function with given parameters; the tests check each against the function.

    A record without a range leaves all to a search except kinks, asymptotes and domain, and how smooth the function is
    where it has no kinks.

    Attributes
    ----------
    range
        The values it takes, as one or more pieces.
    monotone
        ``increasing`` means strictly.
    smoothness
        The largest k such that the function has k continuous derivatives: -1 for a jump, ``inf`` for all.
    kinks
        Where the function or its slope jumps.
    symmetry
        ``odd``, ``even`` or neither.
    dead
        Where the derivative is exactly zero on an interval: no gradient passes.
    lipschitz
        The least upper bound of the magnitude of the slope; ``inf`` where there is none, or at a jump.
    asymptotes
        Lines other than the axis-parallel ones that the limits at infinity already tell.
    domain
        Where the function is defined; nan elsewhere.
    """

    range: tuple[Interval, ...] = ()
    monotone: Monotone = "unknown"
    smoothness: float = math.inf
    lipschitz: float = math.nan
    kinks: tuple[Kink, ...] = ()
    symmetry: Symmetry = "none"
    dead: tuple[Interval, ...] = ()
    asymptotes: tuple[Asymptote, ...] = ()
    domain: Interval = REALS[0]
