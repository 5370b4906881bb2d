"""The ends of the declared range against the values: closed ones are taken, open ones approached but not taken."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from actcli.formula.rationals import rational
from oracle import balls
from oracle.sample import CLOSE, Sample, Wrong

if TYPE_CHECKING:
    from collections.abc import Iterator

    from actcli.catalog.record import Interval
    from actcli.formula.flint import fmpq


class Ranges(Sample):
    """The checks of the range."""

    def range_is_reached(self) -> Iterator[Wrong]:
        """Closed ends are taken, open ones approached but not taken."""
        for piece in self.traits.range:
            for end, bracket in ((piece.low, piece.ends[0]), (piece.high, piece.ends[1])):
                closed = bracket in "[]"
                if math.isinf(end):
                    if closed:
                        yield "an infinite end of the range can't be closed", str(piece)
                    elif not self._grows_towards(end):
                        yield f"values do not grow towards the end {end} of the range", str(piece)
                    continue
                distance = self._nearest(end, piece)
                if distance > CLOSE:
                    yield f"no value comes nearer than {distance:.3g} to the end {end!r} of the range", str(piece)
                elif closed != self._is_taken(end, closed=closed):
                    yield f"the end {end!r} of the range is {'not ' if closed else ''}a value", str(piece)

    def _grows_towards(self, end: float) -> bool:
        seen = np.concatenate([self.f, self.ends()]) * math.copysign(1.0, end)
        if seen.max() > 1e100:
            return True
        return any(
            math.isfinite(edge) and self._diverges(edge, way, end)
            for edge, way in ((self.traits.domain.low, 1), (self.traits.domain.high, -1))
        )

    def _diverges(self, edge: float, way: int, end: float) -> bool:
        """Tell whether values grow for ever towards an end of the domain."""
        y = [self.true(x) for x in self._towards(edge, way)]
        y = [value * math.copysign(1.0, end) for value in y if not math.isnan(value)]
        return len(y) > 8 and all(a < b for a, b in pairwise(y)) and y[-1] - y[-2] > 0.2 * (y[1] - y[0])

    @staticmethod
    def _towards(edge: float, way: int) -> list[float]:
        return [edge + way * max(abs(edge), 1.0) * 2.0**-k for k in range(8, 50, 4)]

    def _nearest(self, end: float, piece: Interval) -> float:
        """Return how near values come to an end of the range, after refining around the nearest."""
        known = np.concatenate([self.f, self.ends()])
        seen = known[(known >= piece.low - CLOSE) & (known <= piece.high + CLOSE)]
        if seen.size and np.abs(seen - end).min() <= CLOSE * max(1.0, abs(end)):
            return float(np.abs(seen - end).min() / max(1.0, abs(end)))
        return abs(self._closest(end)[1]) / max(1.0, abs(end))

    def _closest(self, end: float) -> tuple[float, float]:
        """Return where a value comes nearest to an end of the range, and minus the distance."""
        return self.refined(lambda x: -np.abs(self.compute(x) - end), int(np.argmin(np.abs(self.f - end))))

    def _is_taken(self, end: float, *, closed: bool) -> bool:
        """Tell whether the exact function has the value somewhere (rounding reaches open ends, as sigmoid(40) does)."""
        near = np.abs(self.f - end) <= CLOSE * max(1.0, abs(end))
        picked = self.x[near & (np.abs(self.x) < self.reach)]
        target = rational(end)
        equal = any(number == target for number in self.numbers(picked[:: max(1, len(picked) // 20)]))
        return equal or (closed and self._is_extremum(self._closest(end)[0], target))

    def _is_extremum(self, x: float, target: fmpq) -> bool:
        """Tell whether the value comes nearest to a number at x, with no slope."""
        here, *beside = (abs(balls.ball(y) - target) for y in self.numbers([x, x - 0.01, x + 0.01]))
        return all(here <= other for other in beside) and abs(self.true(x, 1)) < 1e-3
