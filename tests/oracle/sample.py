"""One function with its parameters, computed at many points, for checks of what its record declares."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from actcli.evaluation import evaluate
from oracle import balls
from oracle.points import generator, points

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from actcli.numbers.array import Array
    from oracle.verdict import Case

#: What a wrong fact is: the sentence, and what was found instead.
Wrong = tuple[str, object]
#: Values and slopes agree with the declared ones to this, relative to 1 or to themselves.
CLOSE = 1e-9
#: The precision of exact values.
BITS = 256


class Sample:
    """The values and slopes of a function over the usual range, all magnitudes and its kinks, in ascending order."""

    def __init__(self, case: Case) -> None:
        self.case, self.traits = case, case.traits
        self.x = self._sample()
        self.f, self.grad = self.compute(self.x), self.slopes(self.x)

    @property
    def reach(self) -> float:
        """Return how far from 0 the tails still differ from their limits, at the bits of exact values."""
        ends = [kink.at for kink in self.traits.kinks] + [
            end for piece in self.traits.dead for end in (piece.low, piece.high)
        ]
        return max(6.0, *(2 * abs(end) for end in ends if math.isfinite(end)), 0.0)

    def _sample(self) -> Array:
        """Return a fine grid of the usual range, all magnitudes, and the neighbourhood of the kinks, ascending."""
        chosen = points(self.case.record, self.case.values, self.traits)
        random = generator("facts", self.case.name)
        fine = [random.uniform(-width, width, 1000) for width in (2.0, 12.0, 60.0)]
        x = np.unique(np.concatenate([*fine, [each for each in chosen if math.isfinite(each)]]))
        return np.array([each for each in x if each in self.traits.domain])

    def compute(self, x: Array) -> Array:
        return evaluate.elementwise(self.case.kernels.f, np.asarray(x), self.case.arguments)

    def slopes(self, x: Array) -> Array:
        return evaluate.elementwise(self.case.kernels.grad, np.asarray(x), self.case.arguments)

    def numbers(self, x: Sequence[float] | Array, order: int = 0) -> list[balls.Number]:
        """Return exact values, or those of a derivative."""
        return balls.numbers_at(self.case.exactly(order), np.asarray(x, dtype=np.float64), BITS)

    def true(self, x: float, order: int = 0) -> float:
        """Return the double nearest to the exact value; at a kink the slope is the declared one."""
        (number,) = self.numbers([x], order)
        return math.nan if number is None else float(balls.ball(number))

    def ends(self) -> Array:
        """Return the values at minus and plus infinity, where they exist."""
        domain = self.traits.domain
        y = self.compute(np.array([x for x in (domain.low, domain.high) if math.isinf(x)]))
        return y[~np.isnan(y)]

    def refined(self, score: Callable[[Array], Array], at: int) -> tuple[float, float]:
        """Return where a score is largest near a point of the sample, and how large."""
        low, high = self.x[max(at - 1, 0)], self.x[min(at + 1, self.x.size - 1)]
        best_x, best = self.x[at], -math.inf
        for _ in range(30):
            x = np.linspace(low, high, 41)
            s = np.where(np.isnan(score(x)), -math.inf, score(x))
            i = int(np.argmax(s))
            if s[i] > best:
                best_x, best = x[i], float(s[i])
            low, high = x[max(i - 1, 0)], x[min(i + 1, 40)]
        return float(best_x), best
