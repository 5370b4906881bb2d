"""``compare --depth`` and ``--train``: options -> plan, the work with a progress bar, a table or a figure of it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from actcli.choices import FIGURES, Theme
from actcli.cli import validation
from actcli.errors import UsageError
from actcli.numbers.grammar import parse_number
from actcli.render.terminal import progress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from actcli.cli.compare_options import CompareRequest
    from actcli.cli.operands import Operands
    from actcli.compare.log_chart import LogChart
    from actcli.compare.section import Section
    from actcli.evaluation.bound import BoundActivation
    from actcli.render.figure.backend import Format

#: Beyond it one layer makes a signal another order of magnitude, whatever the function.
MAX_GAIN = 1000


@dataclass(frozen=True)
class StudyResult:
    """What was found, as a table and as curves."""

    section: Section
    chart: LogChart


def depth(functions: Sequence[BoundActivation], request: CompareRequest) -> StudyResult:
    """Send signal and gradient through layers."""
    from actcli.compare import depth  # noqa: PLC0415  # each study is wanted alone

    _check(functions, request, "--depth")
    layers = request.depth or 0
    config = depth.DepthConfig(layers, _gain(request.gain), seed=request.seed or 0)
    with progress.shown(len(functions) * layers) as on_progress:
        results = depth.study(functions, config, on_progress)
    return StudyResult(depth.section(results, config), depth.chart(results, config))


def train(functions: Sequence[BoundActivation], request: CompareRequest) -> StudyResult:
    """Train networks."""
    from actcli.compare import tasks, training  # noqa: PLC0415  # the same

    _check(functions, request, "--train")
    given = {key: getattr(request, key) for key in ("layers", "width", "epochs", "seeds", "seed")}
    known = {key: value for key, value in given.items() if value is not None}
    config = training.TrainConfig(tasks.TASKS[str(request.train)], **known)
    with progress.shown(len(functions) * config.seeds * config.epochs) as on_progress:
        results = training.study(functions, config, on_progress)
    return StudyResult(training.section(results, config, cost=request.cost), training.chart(results, config))


STUDIES = {"depth": depth, "train": train}


def _check(functions: Sequence[BoundActivation], request: CompareRequest, option: str) -> None:
    validation.vectors(option, functions)
    if request.dtype != "float64":
        raise UsageError(f"{option} computes in float64, not {request.dtype}")


def _gain(text: str | None) -> float | None:
    value = None if text is None else parse_number(text)
    if text is not None and (value is None or not 0 < value <= MAX_GAIN):
        raise UsageError(f"--gain is a number above 0, {MAX_GAIN} at most, got {text}", "for instance --gain 1.414")
    return value


def check(request: CompareRequest, figure: str | None) -> None:
    """Refuse options of a study that was not asked for, or of a figure that was not."""
    of_train = {"--layers": request.layers, "--width": request.width, "--epochs": request.epochs}
    of_train |= {"--seeds": request.seeds}
    unused = [key for key, value in of_train.items() if value is not None and request.train is None]
    if unused:
        raise UsageError(f"{unused[0]} goes with --train", "for instance --train spirals")
    if request.gain is not None and request.depth is None:
        raise UsageError("--gain goes with --depth", "for instance --depth 20")
    if request.seed is not None and request.depth is None and request.train is None:
        raise UsageError("--seed goes with --depth or --train", "for instance --train spirals")
    if request.theme is not None and figure is None:
        validation.without_figure("--theme")


def figure(request: CompareRequest, asked: Operands) -> str | None:
    """Return the figure to be written, if one was named."""
    validation.two_outputs(asked.out, request.output)
    if asked.out is not None and request.format is not None:
        raise UsageError(f"'{asked.out}' is a figure, not {request.format}")
    named = request.format is None and (request.output or "").lower().endswith(FIGURES)
    return request.output if named else asked.out


def draw(wanted: Sequence[str], functions: Sequence[BoundActivation], request: CompareRequest, path: str) -> bytes:
    """Return the figure of the one study that was asked for."""
    if not {*wanted} & {*STUDIES}:
        raise UsageError(f"'{path}' is a figure", f"to draw one: actcli plot {' '.join(request.words)}")
    if len(wanted) > 1:
        raise UsageError(f"a figure shows one study, not {' and '.join(wanted)}")
    chart = STUDIES[wanted[0]](functions, request).chart
    from actcli.render.figure import figures  # noqa: PLC0415  # tables do without

    form: Format = os.path.splitext(path)[1][1:].lower()  # type: ignore[assignment]  # noqa: PTH122  # the suffix is known; a word, no path yet
    return figures.study(chart, figures.FigureStyle(form, request.theme or Theme.light))
