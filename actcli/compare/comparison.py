"""The input of every section: the functions, the points and the options of ``compare``."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from actcli.compare import diff_points
from actcli.compare.pointwise_errors import Errors, errors_between
from actcli.errors import ActcliError, UsageError
from actcli.evaluation import compute, points
from actcli.numbers.formatting import format_float
from actcli.spec.measured import Measured, union

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from contextlib import AbstractContextManager

    from actcli.evaluation.bound import BoundActivation
    from actcli.evaluation.points import Points
    from actcli.numbers.array import Array
    from actcli.numbers.number_format import NumberFormat


@dataclass(frozen=True, eq=False)
class Comparison:
    """Functions side by side.

    Attributes
    ----------
    functions
        In the order in which they were given.
    options
        The options of the command by name, those that were not given included.
    number_format
        The type to which points and results are rounded; None for float64.
    ends
        START and STOP as they were typed; None or nothing for the default.
    read
        Returns the points asked for one by one: on standard input, by ``--at``, ``--input`` or ``--every``; or None.
    progress
        Given a number of steps, shows how many are done: entered, it gives the function that counts them.
    """

    functions: Sequence[BoundActivation]
    options: Mapping[str, Any]
    number_format: NumberFormat | None
    ends: Sequence[str] | None
    read: Callable[[], Array] | None
    progress: Callable[[int], AbstractContextManager[Callable[[int], None]]]

    @cached_property
    def series(self) -> Sequence[compute.Series]:
        """The functions, or with ``--grad`` their derivatives."""
        quantity = compute.derivative if self.options["grad"] else compute.value
        return [quantity(function) for function in self._placed]

    @cached_property
    def _placed(self) -> Sequence[BoundActivation]:
        """The functions; measured values have their points, those of the range asked for."""
        placed: list[BoundActivation] = []
        for function in self.functions:
            if isinstance(function, Measured):
                placed.append(self._between(function) if function.x is not None else function.at(self._typed))
            else:
                placed.append(function)
        return placed

    def _between(self, values: Measured) -> Measured:
        """Return measured values that have their own points, those in the range asked for."""
        if self.read is not None or self.options["num"] is not None:
            given = "--num" if self.read is None else "-"
            raise UsageError(f"{values.name} has points of its own, which {given} can't change")
        if not self.ends:
            return values
        inside = values.between(*sorted(map(points.number, self.ends)))
        if inside.x is None or not inside.x.size:
            raise ActcliError(f"{values.name} has no points from {self.ends[0]} to {self.ends[1]}")
        return inside

    @cached_property
    def _typed(self) -> Array:
        """The points on standard input or of START STOP, for measured values without x."""
        if self.given is None and not self.ends:
            name = next(f.name for f in self.functions if isinstance(f, Measured) and f.x is None)
            raise UsageError(f"{name} has no x", "give START STOP, or its points on standard input: -")
        x = compute.vector(self.points)
        return x if self.number_format is None else self.number_format.round(x)

    @cached_property
    def _measured(self) -> Array | None:
        """The points of all measured values that have their own: in their order if they have the same ones."""
        own = [self._between(f).x for f in self.functions if isinstance(f, Measured) and f.x is not None]
        found = [x for x in own if x is not None]
        if not found:
            return None
        if all(np.array_equal(x, found[0], equal_nan=True) for x in found):
            return found[0]
        return union(found)

    @cached_property
    def given(self) -> Array | None:
        """The points asked for one by one, or None."""
        return None if self.read is None else self.read()

    @cached_property
    def points(self) -> Points:
        """The points of a table of values."""
        if self.given is not None:
            grid: Points = points.Listed(tuple(self.given.tolist()))
        elif self._measured is not None:
            grid = points.Listed(tuple(self._measured.tolist()))
        else:
            multiple = max(function.multiple for function in self.functions)
            start, stop = self.ends or points.DEFAULT_ENDS
            counts = [function.y.size for function in self.functions if isinstance(function, Measured)]
            grid = points.grid(
                start, stop, num=self.options["num"] or (counts[0] if counts else None), multiple=multiple
            )
        if grid.count > points.MAX_HELD:
            raise UsageError(f"compare takes up to 10**6 points, got {grid.count}", "actcli eval streams any number")
        return grid

    @cached_property
    def errors(self) -> Sequence[Errors]:
        """The errors of each series but the first, which is the reference."""
        if len(self.functions) < 2:
            raise UsageError("--diff needs two functions or more", "actcli compare gelu gelu_tanh --diff")
        self.require_elementwise("--diff")
        return [self._errors(series) for series in self.series[1:]]

    def _errors(self, series: compute.Series) -> Errors:
        x, where = self._compared(series)
        flush = bool(self.options["ftz"])
        return replace(errors_between(self.series[0], series, x, self.number_format, flush=flush), where=where)

    def _compared(self, series: compute.Series) -> tuple[Array, str]:
        """Return the points at which a series is compared with the first one, and where they are in words."""
        for each in (series, self.series[0]):
            if isinstance(each.function, Measured) and each.function.x is not None:
                return each.function.x, f"of {each.name}"
        kinks = [kink.at for function in self.functions for kink in function.traits.kinks]
        if self.given is not None:
            return self.given, "on the given points"
        if self.ends:
            start, stop = map(points.number, self.ends)
            x = diff_points.between(start, stop, kinks, self.number_format)
            return x, f"from {format_float(start)} to {format_float(stop)}"
        return diff_points.default(kinks, self.number_format), "over all magnitudes and both sides of every kink"

    def require_elementwise(self, option: str) -> None:
        """Refuse functions of vectors with an option."""
        compute.require_elementwise(option, self.functions)

    def require_float64(self, option: str) -> None:
        """Refuse another number type with an option."""
        if self.number_format is not None:
            raise UsageError(f"{option} computes in float64, not {self.number_format.name}")

    def fit_side_by_side(self) -> bool:
        """Tell whether all functions give as many results."""
        if not any(function.is_vector for function in self.functions):
            return True
        return len({function.output_length(self.points.count) for function in self.functions}) == 1
