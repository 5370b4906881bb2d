"""``compare --depth``: what functions do to signal and gradient on their way through many layers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, NamedTuple

from actcli.compare import cell_text, depth
from actcli.compare.log_chart import LogChart, Trace
from actcli.compare.section import Column, Section, number, text
from actcli.errors import UsageError
from actcli.evaluation.compute import require_elementwise
from actcli.numbers.grammar import parse_number

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from actcli.compare.comparison import Comparison
    from actcli.compare.depth import DepthConfig, PropagationResult

#: Beyond this gain one layer changes a signal by an order of magnitude, whatever the function.
MAX_GAIN = 1000
#: Factors of the squared gradient through all layers between which it counts as kept.
HOLDS = 0.1, 10.0
#: Sizes of the last signal between which it counts as kept.
STEADY = 0.5, 2.0


class DepthRow(NamedTuple):
    """One record per function: how signal and gradient fare in many layers.

    A batch of 512 standard normal inputs goes through `layers` layers `z → f(z) W` of 256 units, and a gradient back
    through them. The weights are normal, with the standard deviation `gain`/16. All functions get the same inputs,
    gradient and, apart from the gain, weights, which come from `--seed`.
    """

    function: Annotated[str, text("the canonical SPEC")]
    layers: Annotated[int, number("count", "the option `--depth`").repeated()]
    gain: Annotated[
        float,
        number(
            "z per f",
            "`--gain`, or 1/√E f(z)², z standard normal, which keeps the size of the signal at 1; null if no gain does",
        ),
    ]
    chi: Annotated[
        float,
        number(
            "1",
            "factor of the mean squared gradient per layer at infinite width, by quadrature: gain² E f'(z)², "
            "where z has the variance of the signal in that layer; geometric mean over the layers",
        ),
    ]
    predicted: Annotated[float, number("1", "that factor through all layers: the product")]
    measured: Annotated[
        float,
        number(
            "1",
            "the same measured: mean squared gradient at the first layer's input over that at the last layer's output",
        ),
    ]
    verdict: Annotated[
        str | None,
        text("`vanishes` if `measured` is below 0.1, `explodes` if it is above 10, else `holds`; null if it is null"),
    ]
    size: Annotated[float, number("z", "root mean square of the last layer's outputs; null if they overflow")]
    spread: Annotated[float, number("z", "root mean square of their deviations from the mean over the batch")]
    dead: Annotated[float, number("share", "units whose f' is 0 on the whole batch")]
    saturated: Annotated[
        float,
        number("share", "slopes whose magnitude is below 1 % of `max_slope` (of its largest on -5..5 where that is "
               "null)"),
    ]  # fmt: skip


ROW = DepthRow


def section(comparison: Comparison) -> Section[DepthRow]:
    """Return what the layers do, one row for each function."""
    return table(*_studied(comparison))


def chart(comparison: Comparison) -> LogChart:
    """Return the mean squared gradient against the distance from the output."""
    return curves(*_studied(comparison))


def _studied(comparison: Comparison) -> tuple[Sequence[PropagationResult], DepthConfig]:
    require_elementwise("--depth", comparison.functions)
    comparison.require_float64("--depth")
    options = comparison.options
    config = depth.DepthConfig(options["depth"], _gain(options["gain"]), seed=options["seed"] or 0)
    with comparison.progress(len(comparison.functions) * config.layers) as on_progress:
        return depth.study(comparison.functions, config, on_progress), config


def _gain(given: str | None) -> float | None:
    value = None if given is None else parse_number(given)
    if given is not None and (value is None or not 0 < value <= MAX_GAIN):
        raise UsageError(f"--gain must be above 0 and at most {MAX_GAIN}, got {given}", "for instance --gain 1.414")
    return value


def table(results: Sequence[PropagationResult], config: DepthConfig) -> Section[DepthRow]:
    """Return results as rows."""
    rows = [_row(result, config) for result in results]
    notes = [
        f"{config.layers} layers z → f(z) W of {config.width} units with normal weights",
        f"{config.batch} standard normal inputs, seed {config.seed}",
    ]
    strays = [r.function for r in rows if config.gain is None and not STEADY[0] <= r.size <= STEADY[1]]
    if strays:
        notes.append(f"with {', '.join(strays)} the size did not stay at 1 as it would in infinite width")
    return Section(rows, columns(config), notes, digits=3)


def _row(result: PropagationResult, config: DepthConfig) -> DepthRow:
    return DepthRow(
        result.function.name,
        layers=config.layers,
        gain=result.gain,
        chi=result.chi,
        predicted=float(result.expected[0]),
        measured=float(result.measured[0]),
        verdict=verdict(float(result.measured[0])),
        size=result.size,
        spread=result.spread,
        dead=result.dead,
        saturated=result.saturated,
    )


def verdict(measured: float) -> str | None:
    """Return ``vanishes``, ``holds`` or ``explodes`` for a factor of the squared gradient; None for nan."""
    if math.isnan(measured):
        return None
    return "vanishes" if measured < HOLDS[0] else "explodes" if measured > HOLDS[1] else "holds"


def columns(config: DepthConfig) -> tuple[Column[DepthRow], ...]:
    """Return the columns of a reader."""

    def brief(heading: str, value: Callable[[DepthRow], float], note: str = "") -> Column[DepthRow]:
        return Column(heading, lambda row, digits: cell_text.brief(value(row), digits), note)

    def share(heading: str, value: Callable[[DepthRow], float], note: str) -> Column[DepthRow]:
        return Column(heading, lambda row, digits: cell_text.share(value(row), digits), note)

    gain = "standard deviation of the weights times √width"
    if config.gain is None:
        gain += "; here 1/√E f(z)², which keeps the size of the signal at 1"
    return (
        Column("function", lambda row, _: row.function, numeric=False, narrowest=cell_text.NARROWEST),
        brief("measured", lambda row: row.measured, "mean squared gradient at the first layer, divided by that at the "
              "last; 1 is ideal"),
        Column("verdict", lambda row, _: row.verdict or "-", f"vanishes if measured is below {HOLDS[0]:g}, explodes "
               f"if above {HOLDS[1]:g}, else holds", numeric=False),
        brief("predicted", lambda row: row.predicted, "the same by theory, for infinite width"),
        brief("gain", lambda row: row.gain, gain),
        brief("size", lambda row: row.size, "root mean square of the last outputs"),
        brief("spread", lambda row: row.spread, "root mean square of their deviations from the mean over the inputs"),
        share("dead", lambda row: row.dead, "units with f' = 0 on all inputs"),
        share("satur.", lambda row: row.saturated, "slopes below 1 % of the largest, in magnitude"),
    )  # fmt: skip


def curves(results: Sequence[PropagationResult], config: DepthConfig) -> LogChart:
    """Return results as curves: the mean squared gradient against the distance from the output."""
    gain = "weights that keep the signal's size" if config.gain is None else f"gain {config.gain:g}"
    names = ", ".join(result.function.name for result in results)
    return LogChart(
        title="Gradient against depth",
        subtitle=f"layers of {config.width} units, {gain}; circles: predicted",
        xlabel="layers back from the output",
        ylabel="growth of the mean squared gradient",
        start=0,
        traces=tuple(
            Trace(result.function.name, result.measured[::-1], expected=result.expected[::-1]) for result in results
        ),
        description=f"How the gradient of {names} grows or vanishes on its way back through {config.layers} layers.",
    )
