"""Exact quantities of functions of a vector: values and Jacobians; those of gated functions by pairs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from actcli.errors import UsageError
from actcli.evaluation import evaluate, exact
from actcli.evaluation.definition import Definition, define
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
    from actcli.numbers.target import Target

_GATED = ("a", "b")
Undecided = Literal["raise", "nan"]


@dataclass(frozen=True, eq=False)
class GatedQuantity:
    """A gated function of pairs, or one of its partial derivatives.

    Attributes
    ----------
    function
        A gated function.
    wrt
        ``a`` or ``b`` for a partial derivative.
    exact_value
        As in `Quantity`.
    """

    function: Function
    wrt: Literal["a", "b"] | None = None
    exact_value: ExactValue | None = None

    @cached_property
    def definition(self) -> Definition:
        """The function as its formula."""
        return define(self.function)

    @property
    def name(self) -> str:
        """Its name, for messages."""
        return self.function.name if self.wrt is None else f"d{self.function.name}/d{self.wrt}"

    def values(self, a: Array, b: Array, target: Target | None = None, undecided: Undecided = "raise") -> Array:
        """Return the correctly rounded results for pairs of doubles, in arrays of one shape."""
        points = np.stack([a.reshape(-1), b.reshape(-1)], axis=-1)
        finite = np.isfinite(points).all(axis=-1)
        results = np.empty(len(points))
        special = self.approximate(points[~finite])
        results[~finite] = special if target is None else target.round(special)
        results[finite] = exact.rounded(_Pairs(self, points[finite]), target, undecided)
        return results.reshape(a.shape)

    def sums(self, a: Array, b: Array) -> tuple[Array, Array]:
        """Return the exact results as sums of two doubles, each of the shape of a; see `exact.sums`."""
        points = np.stack([a.reshape(-1), b.reshape(-1)], axis=-1)
        finite = np.isfinite(points).all(axis=-1)
        near, rest = np.empty(len(points)), np.zeros(len(points))
        near[~finite] = self.approximate(points[~finite])
        near[finite], rest[finite] = exact.sums(_Pairs(self, points[finite]))
        return near.reshape(a.shape), rest.reshape(a.shape)

    def approximate(self, points: Array) -> Array:
        """Return the results of the float64 kernels for pairs, shape (n, 2)."""
        pairs = self.function.pairs
        kernel = {None: pairs.f, "a": pairs.grad_a, "b": pairs.grad_b}[self.wrt]
        with np.errstate(all="ignore"):
            return evaluate.whole(kernel, points[:, 0], (points[:, 1],))

    def at(self, *, split: bool) -> Callable[[list[float]], Any]:
        """Return the quantity as a function of a pair, at the current precision."""
        if self.wrt is None:
            run = self.definition.closure(SPLITS if split else BALLS, _GATED)
            return lambda pair: run([rational(each) for each in pair])
        system, moving = differentiating(1, split=split), _GATED.index(self.wrt)
        run = self.definition.closure(system, _GATED)

        def slope(pair: list[float]) -> Any:
            values: list[Any] = [rational(each) for each in pair]
            values[moving] = system.variable(values[moving])
            return system.derivative(run(values))

        return slope


@dataclass(frozen=True)
class _Pairs:
    quantity: GatedQuantity
    points: Array

    @property
    def size(self) -> int:
        return len(self.points)

    def evaluator(self, *, split: bool) -> exact.Evaluator:
        compute, points = self.quantity.at(split=split), exact.exact_points(self.points, self.quantity.exact_value)
        return lambda index: compute(points[index])

    def approximate(self, indices: NDArray[np.intp]) -> Array:
        return self.quantity.approximate(self.points[indices])

    def describe(self, index: int) -> str:
        return exact.point_text(self.quantity.name, self.points[index].tolist())


@dataclass(frozen=True, eq=False)
class VectorQuantity:
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

    @cached_property
    def definition(self) -> Definition:
        """The function as its formula."""
        return define(self.function)

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

    def values(self, x: Array, target: Target | None = None, undecided: Undecided = "raise") -> Array:
        """Return the correctly rounded results for vectors along the last axis of x.

        Returns
        -------
        Array
            Shape (..., m), for the Jacobian (..., m, n).
        """
        n = x.shape[-1]
        self.function.check_length(n)
        rows = x.reshape(-1, n)
        results = np.empty((len(rows), *self.shape(n)))
        finite = np.isfinite(rows).all(axis=-1)
        special = self.approximate(rows[~finite])
        results[~finite] = special if target is None else target.round(special)
        problem = _Vectors(self, rows[finite])
        results[finite] = exact.rounded(problem, target, undecided).reshape(-1, *self.shape(n))
        return results.reshape(*x.shape[:-1], *self.shape(n))

    def sums(self, x: Array) -> tuple[Array, Array]:
        """Return the exact results as sums of two doubles, each shaped like the results; see `exact.sums`."""
        n = x.shape[-1]
        self.function.check_length(n)
        rows = x.reshape(-1, n)
        near, rest = np.empty((len(rows), *self.shape(n))), np.zeros((len(rows), *self.shape(n)))
        finite = np.isfinite(rows).all(axis=-1)
        near[~finite] = self.approximate(rows[~finite])
        parts = exact.sums(_Vectors(self, rows[finite]))
        near[finite], rest[finite] = (part.reshape(-1, *self.shape(n)) for part in parts)
        shape = (*x.shape[:-1], *self.shape(n))
        return near.reshape(shape), rest.reshape(shape)

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
            return lambda x, _: run((Row(map(rational, x)),))
        system = differentiating(1, split=split)
        run = self.definition.closure(over_rows(system), ("x",))

        def column(x: list[float], along: int) -> list[Any]:
            row = Row(map(rational, x))
            row[along] = system.variable(row[along])
            return [system.derivative(each) for each in run((row,))]

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
