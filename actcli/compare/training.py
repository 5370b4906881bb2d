"""Small networks of each function, trained on toy problems with several seeds."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from actcli.compare.network import Adam, Network
from actcli.compare.randomness import generator

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from actcli.compare.tasks import Sample, Task
    from actcli.evaluation.bound import BoundActivation
    from actcli.numbers.array import Array

EXAMPLES, BATCH, RATE = 512, 64, 0.005


@dataclass(frozen=True)
class TrainConfig:
    """The networks that are trained, and for how long.

    Attributes
    ----------
    task
        The problem.
    layers, width
        Hidden layers, and units of each.
    epochs
        Passes over the examples.
    seeds
        Repetitions, each with examples, weights and order of its own.
    seed
        The first of the seeds.
    """

    task: Task
    layers: int = 6
    width: int = 32
    epochs: int = 100
    seeds: int = 5
    seed: int = 0


@dataclass(frozen=True)
class Run:
    """One training.

    Attributes
    ----------
    loss, accuracy
        On fresh examples after each epoch; inf and 0 from the epoch on in which the network overflowed.
    dead
        Share of hidden units whose slope is zero for all examples in the end.
    learned
        The learned parameters in the end, a row for each hidden layer.
    """

    loss: Array
    accuracy: Array
    dead: float
    learned: Array


@dataclass(frozen=True)
class TrainingResult:
    """All runs of one function, and the seconds that they took."""

    function: BoundActivation
    runs: tuple[Run, ...]
    seconds: float


def study(
    functions: Sequence[BoundActivation], config: TrainConfig, on_progress: Callable[[int], None] = lambda _epochs: None
) -> list[TrainingResult]:
    """Train networks of each function; a seed means the same examples, order and, apart from the gain, weights for all.

    Parameters
    ----------
    functions
        Elementwise functions.
    config
        The networks, and for how long they are trained.
    on_progress
        Called with the number of epochs done since the last call.
    """
    results = []
    for function in functions:
        start = time.perf_counter()
        runs = tuple(_run(function, config, config.seed + i, on_progress) for i in range(config.seeds))
        results.append(TrainingResult(function, runs, time.perf_counter() - start))
    return results


def _run(function: BoundActivation, config: TrainConfig, seed: int, on_progress: Callable[[int], None]) -> Run:
    task = config.task
    examples = task.draw(generator(seed, "examples"), EXAMPLES)
    fresh = task.draw(generator(seed, "fresh examples"), EXAMPLES)
    network = Network(
        function.sampled, [task.inputs, *[config.width] * config.layers, task.outputs], generator(seed, "weights")
    )
    adam, order = Adam(RATE), generator(seed, "order")
    loss, accuracy = np.full(config.epochs, math.inf), np.zeros(config.epochs)
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        for epoch in range(config.epochs):
            _pass(network, adam, task, examples, order.permutation(EXAMPLES))
            score = task.score(network.outputs(fresh.x), fresh.targets)
            if not math.isfinite(score.loss):
                on_progress(config.epochs - epoch)
                break
            loss[epoch], accuracy[epoch] = score.loss, score.accuracy
            on_progress(1)
        return Run(loss, accuracy, network.dead(examples.x), network.learned_values.copy())


def _pass(network: Network, adam: Adam, task: Task, examples: Sample, order: NDArray[np.int_]) -> None:
    """Take one step for each batch of examples."""
    for start in range(0, EXAMPLES, BATCH):
        batch = order[start : start + BATCH]
        signals = network.signals(examples.x[batch])
        score = task.score(signals.outputs, examples.targets[batch])
        network.move(adam.step(network.gradient(signals, score.gradient)))
