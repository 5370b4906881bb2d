"""Exact quantities of functions of a vector: values and Jacobians."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from actcli.errors import UsageError
from actcli.evaluation import exact
from actcli.evaluation.exact_quantity import ExactQuantity
from actcli.evaluation.quantity import differentiating
from actcli.formula.balls import BALLS
from actcli.formula.rationals import rational
from actcli.formula.rows import Row, over_rows
from actcli.formula.split_functions import SPLITS

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from actcli.catalog.record import ExactKernels
    from actcli.evaluation.function import Function
    from actcli.numbers.array import Array
    from actcli.numbers.number_format import ExactValue


@dataclass(frozen=True, eq=False)
class VectorQuantity(ExactQuantity):
    """A function of a vector, or its Jacobian.

    Attributes
    ----------
    function
        A function of a vector that is not gated.
    jacobian
        Whether its Jacobian is wanted.
    exact_value
        As in `Quantity`.
    """

    function: Function
    jacobian: bool = False
    exact_value: ExactValue | None = None

    @property
    def kernels(self) -> ExactKernels | None:
        """The kernels of a function that no formula defines.

        Raises
        ------
        UsageError
            If it has neither.
        """
        record = self.function.vector
        if record.display_only and record.exact is None:
            raise UsageError(f"{record.name} cannot be computed exactly: no formula defines it")
        return record.exact

    def problem(self, points: Array) -> _Vectors:
        """Return the entries of the results for finite vectors."""
        return _Vectors(self, points)

    def result_shape(self, x: Array) -> tuple[int, ...]:
        """Return the shape of the result for one vector; refuse vectors of an unsuitable length."""
        self.function.check_length(x.shape[-1])
        return self.shape(x.shape[-1])

    def shape(self, n: int) -> tuple[int, ...]:
        """Return the shape of the result for one vector."""
        m = self.function.output_length(n)
        return (m, n) if self.jacobian else (m,)

    def approximate(self, rows: Array) -> Array:
        """Return the results of the float64 kernels for vectors."""
        with np.errstate(all="ignore"):
            return self.function.slope(rows) if self.jacobian else self.function.compute(rows)

    def columns(self, *, split: bool) -> Callable[[list[float], int], list[Any]]:
        """Return a function from a vector to the outputs; for the Jacobian, to their derivatives by one input."""
        if self.kernels is not None:
            return self._by_kernels(self.kernels)
        if not self.jacobian:
            run = self.definition.closure(over_rows(SPLITS if split else BALLS), ("x",))
            return lambda x, _: Row.of(run((Row(map(rational, x)),)), len(x))
        system = differentiating(1, split=split)
        run = self.definition.closure(over_rows(system), ("x",))

        def column(x: list[float], along: int) -> list[Any]:
            row = Row(map(rational, x))
            row[along] = system.variable(row[along])
            return [system.derivative(each) for each in Row.of(run((row,)), len(row))]

        return column

    def _by_kernels(self, kernels: ExactKernels) -> Callable[[list[float], int], list[Any]]:
        arguments = self.function.arguments
        if not self.jacobian:
            return lambda x, _: kernels.f([rational(each) for each in x], *arguments)
        return lambda x, along: [row[along] for row in kernels.jacobian([rational(each) for each in x], *arguments)]


@dataclass(frozen=True)
class _Vectors:
    """The entries of the results for several vectors, one after the other."""

    quantity: VectorQuantity
    rows: Array

    @cached_property
    def shape(self) -> tuple[int, ...]:
        return self.quantity.shape(self.rows.shape[-1])

    @property
    def size(self) -> int:
        return len(self.rows) * int(np.prod(self.shape))

    def evaluator(self, *, split: bool) -> exact.Evaluator:
        columns = self.quantity.columns(split=split)
        rows = exact.exact_points(self.rows, self.quantity.exact_value)
        of_row: dict[int, dict[int, list[Any]]] = {}

        def entry(index: int) -> Any:
            row, output, along = self._where(index)
            if row not in of_row:
                of_row.clear()  # the entries of a vector follow each other
                of_row[row] = {}
            known = of_row[row]
            if along not in known:
                known[along] = columns(rows[row], along)
            return known[along][output]

        return entry

    def _where(self, index: int) -> tuple[int, int, int]:
        row, inside = divmod(index, int(np.prod(self.shape)))
        return (row, *divmod(inside, self.shape[1])) if self.quantity.jacobian else (row, inside, 0)

    def approximate(self, indices: NDArray[np.intp]) -> Array:
        entries = int(np.prod(self.shape))
        rows, back = np.unique(indices // entries, return_inverse=True)
        y = self.quantity.approximate(self.rows[rows]).reshape(len(rows), entries)
        return y[back, indices % entries]

    def describe(self, index: int) -> str:
        row, output, _ = self._where(index)
        return f"{self.quantity.function.name}, output {output + 1} of vector {row + 1},"
