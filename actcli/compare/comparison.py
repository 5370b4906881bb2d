"""The input of every section: the functions, the points and the options of ``compare``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from actcli.compare import places
from actcli.compare.errors_by_block import Points, own_points
from actcli.compare.judged import judge
from actcli.errors import ActcliError, UsageError
from actcli.evaluation import compute, points
from actcli.numbers.formats import FLOAT64
from actcli.spec.measured import NO_X, Measured, union
from actcli.spec.stored_rows import Rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from contextlib import AbstractContextManager

    from actcli.compare.judged import Judged
    from actcli.evaluation.bound import BoundActivation
    from actcli.numbers.array import Array
    from actcli.numbers.number_format import NumberFormat
    from actcli.numbers.style import Style


class _Group(NamedTuple):
    """Functions that are compared with a reference at the same points."""

    points: Points
    reference: compute.Series
    others: list[compute.Series]


@dataclass(frozen=True, eq=False)
class Comparison:
    """Functions side by side.

    Attributes
    ----------
    functions
        In the order in which they were given.
    options
        The options of the command by name, those that were not given included.
    style
        The type to which points are rounded, and how results are.
    ends
        START and STOP as they were typed; None or nothing for the default.
    read
        Returns the points given one by one, in blocks of shape (n,): on standard input, by ``--at``, ``--input`` or
        ``--every``; or None.
    progress
        Given a number of steps, shows how many are done: entered, it gives the function that counts them.
    """

    functions: Sequence[BoundActivation]
    options: Mapping[str, Any]
    style: Style
    ends: Sequence[str] | None
    read: Callable[[], Iterable[Array]] | None
    progress: Callable[[int], AbstractContextManager[Callable[[int], None]]]

    @property
    def number_format(self) -> NumberFormat:
        """The type of the points."""
        return self.style.number_format or FLOAT64

    @cached_property
    def series(self) -> Sequence[compute.Series]:
        """The functions, or with ``--grad`` their derivatives."""
        return [self.quantity(function) for function in self._placed]

    def quantity(self, function: BoundActivation) -> compute.Series:
        """Return a function, or with ``--grad`` its derivative."""
        return compute.derivative(function) if self.options["grad"] else compute.value(function)

    @cached_property
    def _placed(self) -> Sequence[BoundActivation]:
        """The functions; measured values have their points within the given range."""
        return [
            function.at(self._typed) if isinstance(function, Measured) and not function.has_points else function
            for function in self.own_points
        ]

    @cached_property
    def own_points(self) -> Sequence[BoundActivation]:
        """The functions; measured values with points keep those within the given range."""
        return [
            self._between(function) if isinstance(function, Measured) and function.has_points else function
            for function in self.functions
        ]

    def _between(self, values: Measured) -> Measured:
        """Return measured values that have points of their own, cut to the given range."""
        if self.read is not None or self.options["num"] is not None:
            given = "--num" if self.read is None else "-"
            raise UsageError(f"{values.name} has points of its own, which {given} can't change")
        if not self.ends:
            return values
        inside = values.between(*sorted(map(points.number, self.ends)))
        if not inside.rows.size:
            raise ActcliError(f"{values.name} has no points from {self.ends[0]} to {self.ends[1]}")
        return inside

    @cached_property
    def _typed(self) -> Array:
        """The points on standard input or of START STOP, for measured values without x."""
        if self.read is None and not self.ends:
            name = next(f.name for f in self.functions if isinstance(f, Measured) and not f.has_points)
            raise UsageError(f"{name} has no x", NO_X)
        return self.number_format.round(self.vector)

    @property
    def vector(self) -> Array:
        """The points of a table of values, as one array."""
        return compute.vector(self.points)

    @cached_property
    def _measured(self) -> Array | None:
        """The points of all measured values that have their own: in their order if they have the same ones."""
        found = [f.x for f in self.own_points if isinstance(f, Measured) and f.x is not None]
        if not found:
            return None
        if all(np.array_equal(x, found[0], equal_nan=True) for x in found):
            return found[0]
        return union(found)

    @cached_property
    def given(self) -> Rows | None:
        """The points given one by one, in one column; None if there are none."""
        return None if self.read is None else Rows(block[:, None] for block in self.read())

    @cached_property
    def points(self) -> points.Points:
        """The points of a table of values."""
        if self.given is not None:
            grid: points.Points = points.Listed(tuple(self.given.column(0).tolist()))
        elif self._measured is not None:
            grid = points.Listed(tuple(self._measured.tolist()))
        else:
            multiple = max(function.multiple for function in self.functions)
            start, stop = self.ends or points.DEFAULT_ENDS
            counts = [function.rows.size for function in self.functions if isinstance(function, Measured)]
            grid = points.grid(
                start, stop, num=self.options["num"] or (counts[0] if counts else None), multiple=multiple
            )
        if grid.count > points.MAX_HELD:
            raise UsageError(f"compare takes up to 10**6 points, got {grid.count}", "actcli eval streams any number")
        return grid

    @cached_property
    def judged(self) -> Sequence[Judged]:
        """The errors of each function except the first, which is the reference."""
        if len(self.functions) < 2:
            raise UsageError("--diff needs two functions or more", "actcli compare gelu gelu_tanh --diff")
        found: dict[str, Judged] = {}
        groups = self._groups
        with self.progress(sum(group.points.size for group in groups)) as advance:
            for where, reference, others in groups:
                form, target = self.number_format, self.style.results
                for judged in judge(reference, others, where, form, target, options=self.options, advance=advance):
                    found[judged.name] = judged
        return [found[self.quantity(function).name] for function in self.functions[1:]]

    @property
    def _groups(self) -> Sequence[_Group]:
        """The functions that are compared at the same points: measured values at their own, all others together."""
        reference, *others = self._compared
        groups: dict[str, _Group] = {}
        for series in others:
            own = next(
                (f for f in (series.function, reference.function) if isinstance(f, Measured) and f.has_points), None
            )
            key = "" if own is None else own.name
            if key not in groups:
                groups[key] = _Group(self._shared if own is None else own_points(own), reference, [])
            groups[key].others.append(series)
        return list(groups.values())

    @property
    def _compared(self) -> Sequence[compute.Series]:
        """The series; measured values without points are results for the vectors, where those are compared."""
        if any(function.is_vector for function in self.functions):
            return [compute.value(f) if isinstance(f, Measured) else self.quantity(f) for f in self.own_points]
        return self.series

    @property
    def _shared(self) -> Points:
        """The points of all functions without points of their own."""
        if any(function.is_vector for function in self.functions):
            places.require_vectors(self.functions)
            x = self.vector if self.ends else None if self.given is None else self.given.column(0)
            first = next(function for function in self.functions if function.is_vector)
            return places.of_vectors(first, x, self.number_format)
        return places.of_numbers(self.functions, self.number_format, self.given, self.ends or ())

    def require_float64(self, option: str) -> None:
        """Refuse another number type, or another rounding, with an option."""
        if self.style.results is not None:
            name = self.style.results.number_format.name
            what = "rounds to nearest, ties to even" if name == FLOAT64.name else f"computes in float64, not {name}"
            raise UsageError(f"{option} {what}")

    def fit_side_by_side(self) -> bool:
        """Tell whether all functions give as many results."""
        if not any(function.is_vector for function in self.functions):
            return True
        return len({function.output_length(self.points.count) for function in self.functions}) == 1
