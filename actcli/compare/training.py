"""What functions do to learning: small networks trained on toy problems, with several seeds.

The fields are documented in FIELDS.md.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from actcli.compare.chart import Chart, Trace
from actcli.compare.network import Adam, Network
from actcli.compare.randomness import generator
from actcli.compare.section import Record, Section

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from actcli.compare.tasks import Sample, Task
    from actcli.evaluation.bound import Bound
    from actcli.numbers.array import Array

EXAMPLES, BATCH, RATE = 512, 64, 0.005
#: Fields that repeat an option, and those that are shown where some function has something to say.
REPEATED = {"task", "layers", "width", "seeds"}
OCCASIONAL = {"accuracy", "accuracy_std", "learned", "seconds"}


@dataclass(frozen=True)
class Plan:
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
class Lesson:
    """All runs of one function, and the seconds that they took."""

    function: Bound
    runs: tuple[Run, ...]
    seconds: float


def study(
    functions: Sequence[Bound], plan: Plan, advance: Callable[[int], None] = lambda _epochs: None
) -> list[Lesson]:
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
    lessons = []
    for function in functions:
        start = time.perf_counter()
        runs = tuple(_run(function, plan, plan.seed + i, advance) for i in range(plan.seeds))
        lessons.append(Lesson(function, runs, time.perf_counter() - start))
    return lessons


def _run(function: Bound, plan: Plan, seed: int, advance: Callable[[int], None]) -> Run:
    task = plan.task
    examples = task.draw(generator(seed, "examples"), EXAMPLES)
    fresh = task.draw(generator(seed, "fresh examples"), EXAMPLES)
    network = Network(function, [task.inputs, *[plan.width] * plan.layers, task.outputs], generator(seed, "weights"))
    adam, order = Adam(RATE), generator(seed, "order")
    loss, accuracy = np.full(plan.epochs, math.inf), np.zeros(plan.epochs)
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        for epoch in range(plan.epochs):
            _pass(network, adam, task, examples, order.permutation(EXAMPLES))
            score = task.score(network.outputs(fresh.x), fresh.targets)
            if not math.isfinite(score.loss):
                advance(plan.epochs - epoch)
                break
            loss[epoch], accuracy[epoch] = score.loss, score.accuracy
            advance(1)
        return Run(loss, accuracy, network.dead(examples.x), network.learned_values.copy())


def _pass(network: Network, adam: Adam, task: Task, examples: Sample, order: NDArray[np.int_]) -> None:
    """Take one step for each batch of examples."""
    for start in range(0, EXAMPLES, BATCH):
        batch = order[start : start + BATCH]
        signals = network.signals(examples.x[batch])
        score = task.score(signals.outputs, examples.targets[batch])
        network.move(adam.step(network.gradient(signals, score.gradient)))


def section(lessons: Sequence[Lesson], plan: Plan, *, cost: bool = False) -> Section:
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
    task = plan.task
    level = f"{task.level:.0%}" if task.classifies else f"a loss of {task.level:g}"
    records = [_record(lesson, plan, cost=cost) for lesson in lessons]
    said = {key for record in records for key, value in record.items() if value is not None}
    shown = [key for key in records[0] if key not in REPEATED and (key not in OCCASIONAL or key in said)]
    note = (
        f"{task.name}: {task.summary}; {plan.layers} hidden layers of {plan.width} units, {EXAMPLES} examples, batches "
        f"of {BATCH}, Adam at {RATE:g}, {plan.epochs} epochs, {_repeated(plan)}; "
        f"loss: {task.loss} on fresh examples; epochs: median until {level} is reached there, and by how many seeds; "
        "dead: hidden units with f' = 0 on all examples. A toy: it shows how these functions learn here, not which one "
        "is best for you"
    )
    return Section("train", shown, records, note)


def _repeated(plan: Plan) -> str:
    return f"seed {plan.seed}" if plan.seeds == 1 else f"{plan.seeds} seeds from {plan.seed}: mean ± std"


def _band(plan: Plan) -> str:
    return f"seed {plan.seed}" if plan.seeds == 1 else f"median and range of {plan.seeds} seeds"


def _record(lesson: Lesson, plan: Plan, *, cost: bool) -> Record:
    loss, loss_std = _spread([run.loss[-1] for run in lesson.runs])
    accuracy, accuracy_std = _spread([run.accuracy[-1] for run in lesson.runs])
    epochs = [_epochs(run, plan.task) for run in lesson.runs]
    median = float(np.sort(epochs)[(plan.seeds - 1) // 2])
    return {
        "function": lesson.function.name,
        "task": plan.task.name,
        "layers": plan.layers,
        "width": plan.width,
        "loss": loss,
        "loss_std": loss_std,
        "accuracy": accuracy if plan.task.classifies else None,
        "accuracy_std": accuracy_std if plan.task.classifies else None,
        "epochs": int(median) if math.isfinite(median) else None,
        "reached": sum(map(math.isfinite, epochs)),
        "seeds": plan.seeds,
        "diverged": sum(math.isinf(run.loss[-1]) for run in lesson.runs),
        "dead": float(np.mean([run.dead for run in lesson.runs])),
        "learned": _learned(lesson) or None,
        "seconds": round(lesson.seconds, 2) if cost else None,
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


def _learned(lesson: Lesson) -> dict[str, list[float]]:
    """Return the learned parameters, for each the mean over the seeds in each hidden layer, the first layer's first."""
    names = [param.name for param in lesson.function.activation.params if param.learned]
    means = np.mean([run.learned for run in lesson.runs], axis=0)
    return {name: column.tolist() for name, column in zip(names, means.T, strict=True)}


def chart(lessons: Sequence[Lesson], plan: Plan) -> Chart:
    """Return the learning curves: the median of the seeds, in a band from the lowest to the highest."""
    task = plan.task
    losses = {lesson.function.name: np.stack([run.loss for run in lesson.runs]) for lesson in lessons}
    return Chart(
        title=f"Learning: {task.name}",
        subtitle=f"{task.summary}; {plan.layers} layers of {plan.width}; {_band(plan)}",
        xlabel="epochs",
        ylabel=task.loss.partition(" of")[0],
        start=1,
        traces=tuple(
            Trace(name, np.median(loss, axis=0), low=loss.min(axis=0), high=loss.max(axis=0))
            for name, loss in losses.items()
        ),
        description=f"The loss of {', '.join(losses)} on fresh examples of {task.name} over {plan.epochs} epochs.",
    )
