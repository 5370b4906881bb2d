"""The sign of a result that is too small for float64, however far out: what the sign of its zero must be."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from oracle.real import ZERO

if TYPE_CHECKING:
    from oracle.real import Real
    from oracle.truth import Truth
    from oracle.verdict import Case

#: Further out no function with parameters of the usual size turns its sign again.
_FURTHEST = 2.0**13
#: Where else a tail is looked at, as parts of the distance at which it is first seen.
_NEARER = (0.97, 0.93, 0.89, 0.86, 0.81, 0.78, 0.74, 0.71, 0.67, 0.62)


@dataclass
class Signs:
    """The signs of one quantity of a function.

    Far out the digits that the truth is computed with do not tell a tail from 0 (1 + erf(-1000) would take 700,000
    bits). There a tail has the sign that it has where it is first seen on the way to 0, before any kink.
    """

    case: Case
    truth: Truth
    _tails: dict[bool, int] = field(default_factory=dict)

    def at(self, x: float) -> int:
        """Return -1 or 1, or 0 for what is exactly zero or can't be told."""
        if any(x in piece or (abs(x) == math.inf and x in piece[:2]) for piece in self.case.traits.dead):
            return 0
        seen = self._seen(x) if math.isfinite(x) else 0
        if seen or abs(x) <= self._nearest:
            return seen
        side = x < 0
        if side not in self._tails:
            self._tails[side] = self._tail(side)
        return self._tails[side]

    @property
    def _nearest(self) -> float:
        return max([0.1, *(1.5 * abs(kink.at) for kink in self.case.kinks.values())])

    def _tail(self, side: bool) -> int:  # noqa: FBT001  # the key of the cache
        x, seen = -_FURTHEST if side else _FURTHEST, 0
        while abs(x) > self._nearest and not seen:
            x *= 0.75
            seen = self._seen(x)
        # A function that oscillates has no such sign.
        return seen if all(self._seen(x * nearer) == seen for nearer in _NEARER) else 0

    def _seen(self, x: float) -> int:
        """Return the sign where two precisions agree on it, and on some digits."""
        point = (x, *self.case.arguments)
        near, nearer = (self.truth.at_level(point, level) for level in (0, 1))
        if any(not y.is_finite() or y == ZERO for y in (near, nearer)):
            return 0
        return _sign(nearer) if abs(near - nearer) <= abs(nearer).shifted(-10) else 0


def _sign(y: Real) -> int:
    return 1 if y > ZERO else -1
