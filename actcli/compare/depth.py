"""What functions do to signal and gradient on their way through many layers: predicted, and measured.

The fields are documented in FIELDS.md.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from actcli.compare.log_chart import LogChart, Trace
from actcli.compare.meanfield import factors, standard_gain
from actcli.compare.randomness import generator
from actcli.compare.section import Record, Section
from actcli.compare.trait_table import flat

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from actcli.evaluation.bound import BoundActivation
    from actcli.numbers.array import Array

#: Sizes of the last signal between which it counts as kept.
STEADY = 0.5, 2.0


@dataclass(frozen=True)
class DepthConfig:
    """What signals go through.

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
        What the random numbers come from.
    """

    layers: int
    gain: float | None = None
    width: int = 256
    batch: int = 512
    seed: int = 0


@dataclass(frozen=True)
class PropagationResult:
    """What became of signal and gradient.

    Attributes
    ----------
    function
        What each layer applies, before its weights.
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
        Elementwise functions; each gets the same inputs and gradient, and the same weights but for the gain.
    plan
        What they go through.
    advance
        Told how many layers are done since the last call.
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
    """Return what theory says."""
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
    """Return what theory says together with what is measured; without a gain there is nothing to measure."""
    function, gain = predicted.function, predicted.gain
    if math.isnan(gain):
        return predicted
    limit = flat(function, function.traits.lipschitz)
    z, slopes, dead, saturated = inputs, [], [], []
    for w in weights:
        slope = function.slope(z)
        dead.append(np.mean(~slope.any(axis=0)))
        saturated.append(np.mean(np.abs(slope) < limit))
        slopes.append(slope)
        z = gain * (function.compute(z) @ w)
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
    """Return a size as a float; a signal that overflowed, and is no number any more, as inf."""
    return math.inf if math.isnan(value) else float(value)


def section(results: Sequence[PropagationResult], config: DepthConfig) -> Section:
    """Return what was found as records, one for each function."""
    about = "gain: 1/√E f(z)², which keeps the size of the signal at 1; " if config.gain is None else ""
    note = (
        f"{config.layers} times f, then a dense layer of {config.width} units with normal weights; "
        f"{config.batch} standard normal inputs, seed {config.seed}; {about}χ: growth of the mean squared gradient per "
        "layer, in theory, for infinite width; predicted, measured: its growth from the output back through all "
        "layers; size, spread: root mean square of the outputs, and of their deviations from the mean over the inputs; "
        "dead: units with f' = 0 on all inputs; saturated: |f'| below 1 % of its largest"
    )
    strays = [p.function.name for p in results if config.gain is None and not STEADY[0] <= p.size <= STEADY[1]]
    if strays:
        note += f"; with {', '.join(strays)} the size did not stay at 1 as it would in infinite width"
    records = [_record(result, config) for result in results]
    return Section("depth", [key for key in records[0] if key != "layers"], records, note)


def _record(result: PropagationResult, config: DepthConfig) -> Record:
    return {
        "function": result.function.name,
        "layers": config.layers,
        "gain": result.gain,
        "chi": result.chi,
        "predicted": float(result.expected[0]),
        "measured": float(result.measured[0]),
        "size": result.size,
        "spread": result.spread,
        "dead": result.dead,
        "saturated": result.saturated,
    }


def chart(results: Sequence[PropagationResult], config: DepthConfig) -> LogChart:
    """Return the mean squared gradient against the distance from the output."""
    gain = "weights that keep the signal's size" if config.gain is None else f"gain {config.gain:g}"
    names = ", ".join(result.function.name for result in results)
    return LogChart(
        title="Gradient against depth",
        subtitle=f"layers of {config.width} units, {gain}; dotted: predicted",
        xlabel="layers back from the output",
        ylabel="growth of the mean squared gradient",
        start=0,
        traces=tuple(
            Trace(result.function.name, result.measured[::-1], expected=result.expected[::-1]) for result in results
        ),
        description=f"How the gradient of {names} grows or vanishes on its way back through {config.layers} layers.",
    )
