"""One function with its parameters, computed at many points, for checks of what its record declares."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from actcli.evaluation import evaluate
from oracle.points import generator, points
from oracle.truth import exact

if TYPE_CHECKING:
    from collections.abc import Callable

    from actcli.numbers.array import Array
    from oracle.real import Real
    from oracle.truth import Truth
    from oracle.verdict import Case

#: What a wrong fact is: the sentence, and what was found instead.
Wrong = tuple[str, object]
#: Values and slopes agree with the declared ones to this, relative to 1 or to themselves.
CLOSE = 1e-9


class Sample:
    """The values and slopes of a function over the usual range, all magnitudes and its kinks, in ascending order."""

    def __init__(self, case: Case) -> None:
        self.case, self.traits = case, case.traits
        self.value, self.slope = case.truth(None), case.truth(0)
        self.x = self._sample()
        self.f, self.grad = self.compute(self.x), self.slopes(self.x)

    @property
    def reach(self) -> float:
        """Return how far from 0 the tails still differ from their limits, at the digits of the truth."""
        return max(6.0, *(2 * abs(kink.at) for kink in self.traits.kinks), 0.0)

    def _sample(self) -> Array:
        """Return a fine grid of the usual range, all magnitudes, and the neighbourhood of the kinks, ascending."""
        chosen = points(self.case.record, self.case.values, self.traits)
        random = generator("facts", self.case.name)
        fine = [random.uniform(-width, width, 3000) for width in (2.0, 12.0, 60.0)]
        x = np.unique(np.concatenate([*fine, [each for each in chosen if math.isfinite(each)]]))
        return np.array([each for each in x if each in self.traits.domain])

    def compute(self, x: Array) -> Array:
        return evaluate.elementwise(self.case.kernels.f, np.asarray(x), self.case.arguments)

    def slopes(self, x: Array) -> Array:
        return evaluate.elementwise(self.case.kernels.grad, np.asarray(x), self.case.arguments)

    def true(self, truth: Truth, x: float) -> float:
        return float(truth((x, *self.case.arguments)))

    def point(self, x: float) -> tuple[Real, ...]:
        return exact((float(x), *self.case.arguments))

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
