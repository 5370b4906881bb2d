"""What functions do to learning: small networks trained on toy problems, with several seeds.

The fields are documented in FIELDS.md.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from actcli.compare.log_chart import LogChart, Trace
from actcli.compare.network import Adam, Network
from actcli.compare.randomness import generator
from actcli.compare.section import Record, Section

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from actcli.compare.tasks import Sample, Task
    from actcli.evaluation.bound import BoundActivation
    from actcli.numbers.array import Array

EXAMPLES, BATCH, RATE = 512, 64, 0.005
#: Fields that repeat an option, and those that are shown where some function has something to say.
REPEATED = {"task", "layers", "width", "seeds"}
OCCASIONAL = {"accuracy", "accuracy_std", "learned", "seconds"}


@dataclass(frozen=True)
class TrainConfig:
    """What is trained, and for how long.

    Attributes
    ----------
    task
        What is to be learned.
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
    """Train networks of each function; a seed means the same examples, order and weights for all, but for the gain.

    Parameters
    ----------
    functions
        Elementwise functions.
    plan
        What is trained.
    advance
        Told how many epochs are done since the last call.
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
        function, [task.inputs, *[config.width] * config.layers, task.outputs], generator(seed, "weights")
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


def section(results: Sequence[TrainingResult], config: TrainConfig, *, cost: bool = False) -> Section:
    """Return what was found as records, one for each function.

    Parameters
    ----------
    lessons
        What was learned.
    plan
        How.
    cost
        Whether to tell the seconds that it took: all else is the same in every run.
    """
    task = config.task
    level = f"{task.level:.0%}" if task.classifies else f"a loss of {task.level:g}"
    records = [_record(result, config, cost=cost) for result in results]
    said = {key for record in records for key, value in record.items() if value is not None}
    shown = [key for key in records[0] if key not in REPEATED and (key not in OCCASIONAL or key in said)]
    note = (
        f"{task.name}: {task.summary}; {config.layers} hidden layers of {config.width} units, {EXAMPLES} examples, "
        f"batches of {BATCH}, Adam at {RATE:g}, {config.epochs} epochs, {_repeated(config)}; "
        f"loss: {task.loss} on fresh examples; epochs: median until {level} is reached there, and by how many seeds; "
        "dead: hidden units with f' = 0 on all examples. A toy: it shows how these functions learn here, not which one "
        "is best for you"
    )
    return Section("train", shown, records, note)


def _repeated(config: TrainConfig) -> str:
    return f"seed {config.seed}" if config.seeds == 1 else f"{config.seeds} seeds from {config.seed}: mean ± std"


def _band(config: TrainConfig) -> str:
    return f"seed {config.seed}" if config.seeds == 1 else f"median and range of {config.seeds} seeds"


def _record(result: TrainingResult, config: TrainConfig, *, cost: bool) -> Record:
    loss, loss_std = _spread([run.loss[-1] for run in result.runs])
    accuracy, accuracy_std = _spread([run.accuracy[-1] for run in result.runs])
    epochs = [_epochs(run, config.task) for run in result.runs]
    median = float(np.sort(epochs)[(config.seeds - 1) // 2])
    return {
        "function": result.function.name,
        "task": config.task.name,
        "layers": config.layers,
        "width": config.width,
        "loss": loss,
        "loss_std": loss_std,
        "accuracy": accuracy if config.task.classifies else None,
        "accuracy_std": accuracy_std if config.task.classifies else None,
        "epochs": int(median) if math.isfinite(median) else None,
        "reached": sum(map(math.isfinite, epochs)),
        "seeds": config.seeds,
        "diverged": sum(math.isinf(run.loss[-1]) for run in result.runs),
        "dead": float(np.mean([run.dead for run in result.runs])),
        "learned": _learned(result) or None,
        "seconds": round(result.seconds, 2) if cost else None,
    }


def _spread(values: Sequence[float]) -> tuple[float, float | None]:
    """Return mean and standard deviation of a sample; the latter needs two finite values."""
    with np.errstate(invalid="ignore"):
        mean = float(np.mean(values))
        known = len(values) > 1 and math.isfinite(mean)
        return mean, float(np.std(values, ddof=1)) if known else None


def _epochs(run: Run, task: Task) -> float:
    """Return the epochs until the task was learned; inf where it never was."""
    for epoch, (loss, accuracy) in enumerate(zip(run.loss.tolist(), run.accuracy.tolist(), strict=True), start=1):
        if task.reached(loss, accuracy):
            return epoch
    return math.inf


def _learned(result: TrainingResult) -> dict[str, list[float]]:
    """Return the learned parameters, for each the mean over the seeds in each hidden layer, the first layer's first."""
    names = [param.name for param in result.function.activation.params if param.learned]
    means = np.mean([run.learned for run in result.runs], axis=0)
    return {name: column.tolist() for name, column in zip(names, means.T, strict=True)}


def chart(results: Sequence[TrainingResult], config: TrainConfig) -> LogChart:
    """Return the learning curves: the median of the seeds, in a band from the lowest to the highest."""
    task = config.task
    losses = {result.function.name: np.stack([run.loss for run in result.runs]) for result in results}
    return LogChart(
        title=f"Learning: {task.name}",
        subtitle=f"{task.summary}; {config.layers} layers of {config.width}; {_band(config)}",
        xlabel="epochs",
        ylabel=task.loss.partition(" of")[0],
        start=1,
        traces=tuple(
            Trace(name, np.median(loss, axis=0), low=loss.min(axis=0), high=loss.max(axis=0))
            for name, loss in losses.items()
        ),
        description=f"The loss of {', '.join(losses)} on fresh examples of {task.name} over {config.epochs} epochs.",
    )
