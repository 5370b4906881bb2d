"""What sections are computed from: the functions, the points and the options of ``compare``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from actcli.errors import UsageError
from actcli.evaluation import compute, points

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from contextlib import AbstractContextManager

    from actcli.evaluation.bound import BoundActivation
    from actcli.evaluation.points import Points
    from actcli.numbers.array import Array
    from actcli.numbers.narrow import NumberType


@dataclass(frozen=True, eq=False)
class Comparison:
    """Functions side by side.

    Attributes
    ----------
    functions
        In the order in which they were given.
    options
        The options of the command by name, those that were not given included.
    number_type
        The type to which points and results are rounded; None for float64.
    ends
        START and STOP as they were typed; None for the default.
    read
        Reads the points on standard input; None where they are not asked for.
    progress
        Given a number of steps, shows how many are done: entered, it gives the function that counts them.
    """

    functions: Sequence[BoundActivation]
    options: Mapping[str, Any]
    number_type: NumberType | None
    ends: Sequence[str] | None
    read: Callable[[], Array] | None
    progress: Callable[[int], AbstractContextManager[Callable[[int], None]]]

    @cached_property
    def series(self) -> Sequence[compute.Series]:
        """The functions, or with ``--grad`` their derivatives."""
        quantity = compute.derivative if self.options["grad"] else compute.value
        return [quantity(function) for function in self.functions]

    @cached_property
    def given(self) -> Array | None:
        """The points on standard input; None where they are not asked for."""
        return None if self.read is None else self.read()

    @cached_property
    def points(self) -> Points:
        """The points of a table of values."""
        if self.given is not None:
            grid: Points = points.Listed(tuple(self.given.tolist()))
        else:
            multiple = max(function.multiple for function in self.functions)
            start, stop = self.ends or points.DEFAULT_ENDS
            grid = points.grid(start, stop, num=self.options["num"], multiple=multiple)
        if grid.count > points.MAX_HELD:
            raise UsageError(f"compare takes up to 10**6 points, got {grid.count}", "actcli eval streams any number")
        return grid

    def require_elementwise(self, option: str) -> None:
        """Refuse functions of vectors with an option."""
        compute.require_elementwise(option, self.functions)

    def require_float64(self, option: str) -> None:
        """Refuse another number type with an option."""
        if self.number_type is not None:
            raise UsageError(f"{option} computes in float64, not {self.number_type.name}")

    def fit_side_by_side(self) -> bool:
        """Tell whether all functions give as many results."""
        return len({function.output_length(self.points.count) for function in self.functions}) == 1
