"""Propagation of signal and gradient through many layers of a function, predicted and measured."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from actcli.compare.meanfield import factors, standard_gain
from actcli.compare.measured_traits import flat
from actcli.compare.randomness import generator

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from actcli.evaluation.bound import BoundActivation
    from actcli.numbers.array import Array


@dataclass(frozen=True)
class DepthConfig:
    """The layers that signals go through.

    Attributes
    ----------
    layers
        How many times the function and normal weights are applied.
    gain
        Standard deviation of the weights times √width; without it, for each function the one that keeps the size of
        the signal.
    width, batch
        Units of a layer, and inputs.
    seed
        The seed of the random numbers.
    """

    layers: int
    gain: float | None = None
    width: int = 256
    batch: int = 512
    seed: int = 0


@dataclass(frozen=True)
class PropagationResult:
    """Signal and gradient after all layers of a function.

    Attributes
    ----------
    function
        The function that each layer applies, before its weights.
    gain
        Standard deviation of the weights times √width; nan where the function has none that keeps the signal.
    chi
        Geometric mean of the predicted factors of the mean squared gradient.
    expected, measured
        The mean squared gradient at the input of each layer, the output's last and 1, by theory and in this network.
    size, spread
        The root mean square of the outputs, and of their deviations from the mean over the batch.
    dead
        Share of units whose slope is zero on the whole batch.
    saturated
        Share of slopes below a hundredth of the largest.
    """

    function: BoundActivation
    gain: float
    chi: float
    expected: Array
    measured: Array
    size: float = math.nan
    spread: float = math.nan
    dead: float = math.nan
    saturated: float = math.nan


def study(
    functions: Sequence[BoundActivation], config: DepthConfig, on_progress: Callable[[int], None] = lambda _layers: None
) -> list[PropagationResult]:
    """Send a batch of standard normals through layers, and a random gradient back.

    Parameters
    ----------
    functions
        Elementwise functions; each gets the same inputs and gradient, and, apart from the gain, the same weights.
    config
        The layers.
    on_progress
        Called with the number of layers done since the last call.
    """
    shape = config.width, config.width
    weights = [
        generator(config.seed, f"weights {i}").normal(size=shape) / math.sqrt(config.width)
        for i in range(config.layers)
    ]
    inputs, gradient = (
        generator(config.seed, purpose).normal(size=(config.batch, config.width)) for purpose in ("inputs", "gradient")
    )
    results = []
    for function in functions:
        predicted = _predicted(function, config)
        with np.errstate(over="ignore", under="ignore", invalid="ignore"):
            results.append(_through(predicted, weights, inputs, gradient))
        on_progress(config.layers)
    return results


def _predicted(function: BoundActivation, config: DepthConfig) -> PropagationResult:
    """Return the results of theory."""
    chis = factors(function, config.layers, config.gain)
    return PropagationResult(
        function,
        gain=standard_gain(function) if config.gain is None else config.gain,
        chi=math.exp(sum(map(math.log, chis)) / config.layers) if all(chis) else 0.0,
        expected=np.array([math.prod(chis[i:]) for i in range(config.layers + 1)]),
        measured=np.full(config.layers + 1, math.nan),
    )


def _through(
    predicted: PropagationResult, weights: Sequence[Array], inputs: Array, gradient: Array
) -> PropagationResult:
    """Return the results of theory together with those of a network; without a gain those of theory alone."""
    function, gain = predicted.function, predicted.gain
    if math.isnan(gain):
        return predicted
    limit = flat(function, function.traits.lipschitz)
    sampled = function.sampled
    z, slopes, dead, saturated = inputs, [], [], []
    for w in weights:
        slope = sampled.slope(z)
        dead.append(np.mean(~slope.any(axis=0)))
        saturated.append(np.mean(np.abs(slope) < limit))
        slopes.append(slope)
        z = gain * (sampled.compute(z) @ w)
    sizes = [np.mean(np.square(gradient))]
    for w, slope in zip(reversed(weights), reversed(slopes), strict=True):
        gradient = gain * (gradient @ w.T) * slope
        sizes.append(np.mean(np.square(gradient)))
    return replace(
        predicted, measured=np.array(sizes[::-1]) / sizes[0],
        size=_finite(np.sqrt(np.mean(np.square(z)))), spread=_finite(np.sqrt(np.mean(np.var(z, axis=0)))),
        dead=float(np.mean(dead)), saturated=float(np.mean(saturated)),
    )  # fmt: skip


def _finite(value: float) -> float:
    """Return a size as a float; that of a signal that overflowed to nan is inf."""
    return math.inf if math.isnan(value) else float(value)
