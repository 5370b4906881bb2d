"""The declared range against the values: all lie within; closed ends are taken, open ends approached but not taken."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from oracle.real import Real
from oracle.sample import CLOSE, Sample, Wrong

if TYPE_CHECKING:
    from collections.abc import Iterator

    from actcli.catalog.record import Interval

#: Rounding lets values pass the end of their range by so many ulp.
SLACK = 8


class Ranges(Sample):
    """The checks of the range."""

    def range_holds(self) -> Iterator[Wrong]:
        """All values lie within the declared pieces, up to rounding."""
        y = np.concatenate([self.f, self.ends()])
        inside = np.zeros(y.shape, dtype=bool)
        for piece in self.traits.range:
            slack = [SLACK * np.spacing(abs(end)) if math.isfinite(end) else 0.0 for end in (piece.low, piece.high)]
            inside |= (y >= piece.low - slack[0]) & (y <= piece.high + slack[1])
        if not inside.all():
            yield f"a value {y[~inside][0]!r} lies outside the range", str(self.traits.range)

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
        y = [self.true(self.value, x) for x in self._towards(edge, way)]
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
        target = Real.of(end)
        equal = any(self.value((x, *self.case.arguments)) == target for x in picked[:: max(1, len(picked) // 20)])
        return equal or (closed and self._is_extremum(self._closest(end)[0], target))

    def _is_extremum(self, x: float, target: Real) -> bool:
        """Tell whether the value comes nearest to a number at x, with no slope."""
        value = self.value.at()
        here, *beside = (abs(value(self.point(at)) - target) for at in (x, x - 0.01, x + 0.01))
        return all(here <= other for other in beside) and abs(self.true(self.slope, x)) < 1e-3
