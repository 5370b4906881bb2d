"""``compare --train``: what functions do to learning, on toy problems."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, NamedTuple

import numpy as np

from actcli.compare import cell_text, tasks, training
from actcli.compare.log_chart import LogChart, Trace
from actcli.compare.section import Column, Section, number, parameters, text
from actcli.evaluation.compute import require_elementwise

if TYPE_CHECKING:
    from actcli.compare.comparison import Comparison
    from actcli.compare.tasks import Task
    from actcli.compare.training import Run, TrainConfig, TrainingResult


class TrainRow(NamedTuple):
    """One record per function: how well networks with hidden layers of this function learn from examples.

    Adam learns from 512 examples in batches of 64, at a rate of 0.005. Loss and accuracy are measured on 512 fresh
    examples. Each seed, from `--seed` on, has its own examples, order and weights. They are the same for all functions
    apart from the gain, which is that of `depth`. These are toys: they show what a function does here.
    """

    function: Annotated[str, text("the canonical SPEC")]
    task: Annotated[str, text("`sine`, `spirals` or `blobs`").repeated()]
    layers: Annotated[int, number("count", "hidden layers").repeated()]
    width: Annotated[int, number("count", "units in each").repeated()]
    loss: Annotated[
        float,
        number(
            "loss",
            "after the last epoch, mean over the seeds: mean squared error (sine) or cross-entropy in nats; "
            "null if a run diverged",
        ),
    ]
    loss_std: Annotated[float | None, number("loss", "standard deviation over the seeds; null for one seed")]
    accuracy: Annotated[
        float | None,
        number(
            "share",
            "right answers after the last epoch, mean over the seeds, 0 for a run that diverged; null for `sine`",
        ).rare(),
    ]
    accuracy_std: Annotated[float | None, number("share", "standard deviation over the seeds").rare()]
    epochs: Annotated[
        int | None,
        number(
            "count",
            "until the goal is reached (sine: loss 0.01, spirals: 95 % right, blobs: 90 %), the lower median of the "
            "seeds; null if it is never reached",
        ),
    ]
    reached: Annotated[int, number("count", "how many seeds reached the goal")]
    seeds: Annotated[int, number("count", "seeds").repeated()]
    diverged: Annotated[int, number("count", "seeds whose network overflowed")]
    dead: Annotated[
        float, number("share", "hidden units whose f' is 0 for all examples after training, mean over the seeds")
    ]
    learned: Annotated[
        Mapping[str, Sequence[float]] | None,
        parameters(
            "for each learned parameter its final value in each hidden layer, from the first layer on, mean over the "
            "seeds; null if the function has none"
        ).rare(),
    ]
    seconds: Annotated[float | None, number("s", "time for all seeds; null without `--cost`").rare()]  # fmt: skip


ROW = TrainRow


def section(comparison: Comparison) -> Section[TrainRow]:
    """Return what networks of each function learn, one row for each function."""
    results, config = _studied(comparison)
    return table(results, config, cost=comparison.options["cost"])


def chart(comparison: Comparison) -> LogChart:
    """Return the learning curves."""
    return curves(*_studied(comparison))


def _studied(comparison: Comparison) -> tuple[Sequence[TrainingResult], TrainConfig]:
    require_elementwise("--train", comparison.functions)
    comparison.require_float64("--train")
    options = comparison.options
    given = {key: options[key] for key in ("layers", "width", "epochs", "seeds", "seed") if options[key] is not None}
    config = training.TrainConfig(tasks.TASKS[str(options["train"])], **given)
    with comparison.progress(len(comparison.functions) * config.seeds * config.epochs) as on_progress:
        return training.study(comparison.functions, config, on_progress), config


def table(results: Sequence[TrainingResult], config: TrainConfig, *, cost: bool = False) -> Section[TrainRow]:
    """Return results as rows.

    Parameters
    ----------
    results
        The trainings of each function.
    config
        How it was trained.
    cost
        Whether to tell the seconds that it took: all else is the same in every run.
    """
    task = config.task
    one = config.seeds == 1
    notes = [
        f"{task.name}: {task.summary}",
        f"{config.layers} hidden layers of {config.width} units, {config.epochs} epochs",
        f"{training.EXAMPLES} examples in batches of {training.BATCH}, Adam at {training.RATE:g}",
        f"seed {config.seed}" if one else f"{config.seeds} seeds from {config.seed}: mean ± standard deviation",
        "a toy: it shows how these functions learn here, not which one is best for you",
    ]
    return Section([_row(result, config, cost=cost) for result in results], columns(task), notes, digits=3)


def _row(result: TrainingResult, config: TrainConfig, *, cost: bool) -> TrainRow:
    task = config.task
    loss, loss_std = _mean_and_deviation([run.loss[-1] for run in result.runs])
    accuracy, accuracy_std = _mean_and_deviation([run.accuracy[-1] for run in result.runs])
    epochs = [_epochs(run, task) for run in result.runs]
    median = float(np.sort(epochs)[(config.seeds - 1) // 2])
    return TrainRow(
        result.function.name,
        task=task.name,
        layers=config.layers,
        width=config.width,
        loss=loss,
        loss_std=loss_std,
        accuracy=accuracy if task.classifies else None,
        accuracy_std=accuracy_std if task.classifies else None,
        epochs=int(median) if math.isfinite(median) else None,
        reached=sum(map(math.isfinite, epochs)),
        seeds=config.seeds,
        diverged=sum(math.isinf(run.loss[-1]) for run in result.runs),
        dead=float(np.mean([run.dead for run in result.runs])),
        learned=_learned(result) or None,
        seconds=round(result.seconds, 2) if cost else None,
    )


def _mean_and_deviation(values: Sequence[float]) -> tuple[float, float | None]:
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


def columns(task: Task) -> tuple[Column[TrainRow], ...]:
    """Return the columns of a reader."""
    level = f"{task.level:.0%}" if task.classifies else f"a loss of {task.level:g}"
    return (
        Column("function", lambda row, _: row.function, numeric=False, narrowest=cell_text.NARROWEST),
        Column(
            "loss",
            lambda row, digits: cell_text.with_spread(
                cell_text.brief(row.loss, digits), cell_text.brief(row.loss_std, 2)
            ),
            f"{task.loss}, on fresh examples", numeric=False,
        ),
        Column(
            "accuracy",
            lambda row, digits: cell_text.with_spread(
                cell_text.share(row.accuracy, digits), cell_text.share(row.accuracy_std, 2)
            ),
            numeric=False,
        ),
        Column(
            "epochs", lambda row, digits: cell_text.brief(row.epochs, digits),
            f"median until {level} is reached on fresh examples", always=True,
        ),
        Column("reached", lambda row, _: f"{row.reached} of {row.seeds}", "how many seeds got there"),
        Column("diverged", lambda row, _: f"{row.diverged} of {row.seeds}" if row.diverged else "-"),
        Column("dead", lambda row, digits: cell_text.share(row.dead, digits),
               "hidden units with f' = 0 on all examples"),
        Column("seconds", lambda row, digits: cell_text.brief(row.seconds, digits)),
        Column("", _learned_text, below=True),
    )  # fmt: skip


def _learned_text(row: TrainRow, digits: int) -> str:
    return "\n".join(
        f"learned {name}, layer by layer: {' '.join(cell_text.brief(value, digits) for value in values)}"
        for name, values in (row.learned or {}).items()
    )


def curves(results: Sequence[TrainingResult], config: TrainConfig) -> LogChart:
    """Return results as curves: the median of the seeds, in a band from the lowest to the highest."""
    task = config.task
    losses = {result.function.name: np.stack([run.loss for run in result.runs]) for result in results}
    band = f"seed {config.seed}" if config.seeds == 1 else f"median and range of {config.seeds} seeds"
    return LogChart(
        title=f"Learning: {task.name}",
        subtitle=f"{task.summary}; {config.layers} layers of {config.width}; {band}",
        xlabel="epochs",
        ylabel=task.loss.partition(" of")[0],
        start=1,
        traces=tuple(
            Trace(name, np.median(loss, axis=0), low=loss.min(axis=0), high=loss.max(axis=0))
            for name, loss in losses.items()
        ),
        description=f"The loss of {', '.join(losses)} on fresh examples of {task.name} over {config.epochs} epochs.",
    )
