"""``compare``: functions side by side, in sections."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from actcli.choices import OutputFormat
from actcli.cli import compare_study, operands, validation
from actcli.cli.writing import are_for_reading, format_of, style_of, write
from actcli.errors import ActcliError, UsageError
from actcli.evaluation import compute, points
from actcli.render.text import sections
from actcli.spec.resolve import resolve_all

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from actcli.cli.compare_options import CompareRequest
    from actcli.cli.operands import Operands
    from actcli.compare.section import Section
    from actcli.evaluation.bound import BoundActivation
    from actcli.evaluation.points import Points
    from actcli.numbers.array import Array
    from actcli.numbers.style import Style

    Part = Section | compute.Table


@dataclass(frozen=True)
class Comparison:
    """What is compared: the request, and what its words mean."""

    request: CompareRequest
    asked: Operands
    functions: list[BoundActivation]
    style: Style

    @cached_property
    def series(self) -> list[compute.Series]:
        """The functions, or their derivatives."""
        quantity = compute.derivative if self.request.grad else compute.value
        return [quantity(function) for function in self.functions]

    @cached_property
    def given(self) -> Array:
        """The points on standard input."""
        from actcli.io import stream  # noqa: PLC0415  # words need no stream

        x = stream.numbers()
        if not x.size:
            raise ActcliError("stdin: no numbers")
        return x

    @cached_property
    def at(self) -> Points:
        """The points of values."""
        if self.asked.stdin:
            grid: Points = points.Listed(tuple(self.given.tolist()))
        else:
            multiple = max(function.multiple for function in self.functions)
            start, stop = self.asked.ends or points.DEFAULT_ENDS
            grid = points.grid(start, stop, num=self.request.num, multiple=multiple)
        if grid.count > points.MAX_HELD:
            raise UsageError(f"compare takes up to 10**6 points, got {grid.count}", "actcli eval streams any number")
        return grid

    def fit_side_by_side(self) -> bool:
        """Tell whether all functions give as many results."""
        count = self.at.count
        return len({function.output_length(count) for function in self.functions}) == 1


def compare(request: CompareRequest) -> None:
    """Measure what was asked for, and write it."""
    asked = operands.parse_operands(request.words)
    figure = compare_study.figure(request, asked)
    compare_study.check(request, figure)
    if not asked.specs:
        raise UsageError("functions are missing", "for instance: actcli compare relu gelu")
    style = style_of(request.dtype, request.digits)
    comparison = Comparison(request, asked, resolve_all(asked.specs, style.number_type), style)
    form = format_of(request.format, request.output if figure is None else None)
    wanted = _wanted(comparison, form)
    _check(comparison, wanted)
    if figure is not None:
        write([compare_study.draw(wanted, comparison.functions, request, figure)], figure, None)
        return
    parts = {name: SECTIONS[name](comparison) for name in wanted}
    write(_rendered(parts, form, style, request), request.output, form)
    _enforce(parts.get("diff"), request.max_ulp)


def _wanted(comparison: Comparison, form: OutputFormat | None) -> list[str]:
    """Return the sections asked for; the default is traits, then values where they fit side by side."""
    request = comparison.request
    asked = {
        "traits": request.traits or (request.cost and request.train is None),
        "values": request.values,
        "diff": request.diff or request.max_ulp is not None,
        "depth": request.depth is not None,
        "train": request.train is not None,
    }
    wanted = [name for name in SECTIONS if asked[name]]
    if wanted:
        return wanted
    if form in sections.ONE:
        return ["values"]
    return ["traits", "values"] if comparison.fit_side_by_side() else ["traits"]


def _check(comparison: Comparison, wanted: Sequence[str]) -> None:
    """Refuse options that no section heeds."""
    request = comparison.request
    if request.num is not None and comparison.asked.stdin:
        raise UsageError("--num goes with START STOP")
    if request.num is not None and "values" not in wanted:
        raise UsageError("--num goes with --values")
    if request.grad and not {"values", "diff"} & {*wanted}:
        raise UsageError("--grad goes with --values or --diff")


def _traits(comparison: Comparison) -> Part:
    from actcli.compare import trait_table  # noqa: PLC0415  # each section is wanted alone

    return trait_table.section(comparison.functions, cost=comparison.request.cost)


def _values(comparison: Comparison) -> Part:
    return compute.table(comparison.series, comparison.at, comparison.style.number_type)


def _differences(comparison: Comparison) -> Part:
    from actcli.compare import diff_points as where  # noqa: PLC0415  # the same
    from actcli.compare import value_diff  # noqa: PLC0415  # the same

    if len(comparison.functions) < 2:
        raise UsageError("--diff needs two functions or more", "actcli compare gelu gelu_tanh --diff")
    validation.vectors("--diff", comparison.functions)
    number_type = comparison.style.number_type
    kinks = [kink.at for function in comparison.functions for kink in function.traits.kinks]
    if comparison.asked.stdin:
        x, place = comparison.given, "on the given points"
    elif comparison.asked.ends:
        start, stop = map(points.number, comparison.asked.ends)
        x, place = where.between(start, stop, kinks, number_type), f"from {start:g} to {stop:g}"
    else:
        x, place = where.default(kinks, number_type), "over all magnitudes and both sides of every kink"
    return value_diff.section(comparison.series, x, number_type, place)


SECTIONS: Mapping[str, Callable[[Comparison], Part]] = {
    "traits": _traits,
    "values": _values,
    "diff": _differences,
    "depth": lambda comparison: compare_study.depth(comparison.functions, comparison.request).section,
    "train": lambda comparison: compare_study.train(comparison.functions, comparison.request).section,
}


def _rendered(
    parts: Mapping[str, Part], form: OutputFormat | None, style: Style, request: CompareRequest
) -> Iterable[bytes]:
    if are_for_reading(form, request.output):
        from actcli.render.terminal import rich_tables  # noqa: PLC0415  # rich is for terminals

        return rich_tables.sections(parts, style, color=request.color)
    return sections.encode(parts, form or OutputFormat.table, style, header=not request.no_header)


def _enforce(diff: Part | None, max_ulp: float | None) -> None:
    """Fail where the differences exceed what was allowed."""
    if max_ulp is None or diff is None or isinstance(diff, compute.Table):
        return
    from actcli.compare import value_diff  # noqa: PLC0415  # the same

    excess = value_diff.exceeding(diff, max_ulp)
    if excess is not None:
        raise ActcliError(f"{excess}; --max-ulp is {max_ulp:g}")
