"""Mean-field theory of signal and gradient in a wide dense network.

A layer is ``z -> f(z) @ W`` with normal weights of variance g²/width. In the limit of infinite width z is normal with
variance q, the next layer has variance g² E f(√q Z)², and the mean squared gradient grows by χ = g² E f'(√q Z)² on its
way back, where Z is standard normal (Poole et al., 2016; Schoenholz et al., 2017). The gain 1/√E f(Z)² keeps q at 1:
√2 for relu (He et al., 2015).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from actcli.compare.quadrature import REACH, normal_nodes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from actcli.evaluation.bound import BoundActivation
    from actcli.numbers.array import Array

#: Pieces of the range of integration, refined until two results agree to CLOSE: narrow functions need the finest.
PIECES = tuple(int(2 * REACH) * 8**k for k in (0, 1, 2, 3))
CLOSE = 1e-9
#: An integral with a visible contribution from beyond this point diverges.
EDGE = REACH - 0.5


def mean_square(function: Callable[[Array], Array], breaks: Iterable[float] = ()) -> float:
    """Return E g(Z)² for standard normal Z; inf where it diverges or overflows, nan where g is.

    Parameters
    ----------
    function
        g, of an array of any length.
    breaks
        Where g or its slope jumps.
    """
    kinks = list(breaks)
    result = math.nan
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        for pieces in PIECES:
            x, weights = normal_nodes([*kinks, *np.linspace(-REACH, REACH, pieces + 1)[1:-1]])
            shares = weights * np.square(function(x))
            before, result = result, float(shares.sum())
            if shares[np.abs(x) > EDGE].sum() > CLOSE * result:
                return math.inf
            if not math.isfinite(result) or abs(result - before) <= CLOSE * result:
                break
    return result


def standard_gain(function: BoundActivation) -> float:
    """Return the gain 1/√E f(Z)² that keeps the size of a standard normal signal; nan where there is none."""
    square = mean_square(function.compute, [kink.at for kink in function.declared.kinks])
    return 1 / math.sqrt(square) if 0 < square < math.inf else math.nan


def factors(function: BoundActivation, layers: int, gain: float | None = None) -> list[float]:
    """Return the factor χ of the mean squared gradient for each layer, the first layer's first.

    Parameters
    ----------
    function
        An elementwise function.
    layers
        Their number; the first gets a standard normal signal.
    gain
        Standard deviation of the weights times √width; without it, the standard gain.
    """
    kinks = [kink.at for kink in function.declared.kinks]
    if gain is None:
        return [standard_gain(function) ** 2 * mean_square(function.slope, kinks)] * layers
    result, variance = [], 1.0
    for _ in range(layers):
        scale = math.sqrt(variance)
        breaks = [at / scale for at in kinks] if scale else []
        result.append(gain**2 * mean_square(_scaled(function.slope, scale), breaks))
        variance = gain**2 * mean_square(_scaled(function.compute, scale), breaks)
        if not math.isfinite(variance):
            return result + [variance] * (layers - len(result))
    return result


def _scaled(quantity: Callable[[Array], Array], scale: float) -> Callable[[Array], Array]:
    return lambda z: quantity(scale * z)
