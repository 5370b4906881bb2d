"""The correctly rounded quantities of any function: values, derivatives and Jacobians."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

import numpy as np

from actcli.catalog.record import Vector
from actcli.errors import UsageError
from actcli.evaluation.quantity import GatedQuantity, Quantity
from actcli.evaluation.vector_quantity import VectorQuantity

if TYPE_CHECKING:
    from actcli.catalog.record import Activation
    from actcli.evaluation.exact import IfUndecided
    from actcli.evaluation.function import Function
    from actcli.numbers.array import Array
    from actcli.numbers.number_format import ExactValue
    from actcli.numbers.target import Target


class Exactly(Protocol):
    """A quantity that can be computed exactly."""

    def values(self, x: Array, target: Target | None = None, undecided: IfUndecided = "raise") -> Array:
        """Return the correctly rounded results; None for float64."""

    def sums(self, x: Array) -> tuple[Array, Array]:
        """Return the exact results as sums of two doubles."""


def exactly(
    function: Function, order: int = 0, wrt: str | None = None, exact_value: ExactValue | None = None
) -> Exactly:
    """Return a function, its derivative of an order, or its derivative by a parameter, for exact evaluation.

    Parameters
    ----------
    function, order, wrt
        The quantity.
    exact_value
        Gives the exact number that a point represents in its number format; None where that is the double itself.

    Raises
    ------
    UsageError
        If no formula defines the function.
    """
    if function.base is not None:
        return exactly(function.base, function.order + order, wrt, exact_value)
    if not function.provable:
        raise UsageError(f"{function.name} cannot be computed exactly: no formula defines it")
    if not function.is_vector:
        return Quantity(function, order, wrt, exact_value)
    if function.vector.gate is not None:
        return GatedRows(function, order == 1, exact_value)
    return VectorQuantity(function, order == 1, exact_value)


def proven(function: Function, exact_value: ExactValue | None = None) -> Activation:
    """Return the record of a function with exact kernels, whose every result is correctly rounded.

    Parameters
    ----------
    function, exact_value
        As `exactly` takes them.

    Raises
    ------
    UsageError
        If no formula defines the function.
    """
    record = function.activation
    values, slopes = (exactly(function, order, exact_value=exact_value) for order in (0, 1))
    if isinstance(record, Vector):
        return record._replace(f=lambda x, *_: values.values(x), jacobian=lambda x, *_: slopes.values(x))
    params = tuple(
        param._replace(derivative=lambda x, *_, by=param.name: exactly(function, 0, by, exact_value).values(x))
        for param in record.params
    )
    return function.elementwise._replace(
        f=lambda x, *_: values.values(x), grad=lambda x, *_: slopes.values(x), params=params
    )


@dataclass(frozen=True)
class GatedRows:
    """A gated function of vectors along the last axis, or its Jacobian."""

    function: Function
    jacobian: bool
    exact_value: ExactValue | None = None

    def values(self, x: Array, target: Target | None = None, undecided: IfUndecided = "raise") -> Array:
        """Return the correctly rounded results, shape (..., m), or Jacobians (..., m, 2m)."""
        halves = self.function.halves(x.shape[-1])
        pairs = np.stack(halves.split(x), axis=-1)
        results = [quantity.values(pairs, target, undecided) for quantity in self._quantities]
        return halves.jacobian(*results) if self.jacobian else results[0]

    def sums(self, x: Array) -> tuple[Array, Array]:
        """Return the exact results as sums of two doubles."""
        halves = self.function.halves(x.shape[-1])
        pairs = np.stack(halves.split(x), axis=-1)
        parts = [quantity.sums(pairs) for quantity in self._quantities]
        if not self.jacobian:
            return parts[0]
        (near_a, rest_a), (near_b, rest_b) = parts
        return halves.jacobian(near_a, near_b), halves.jacobian(rest_a, rest_b)

    @property
    def _quantities(self) -> list[GatedQuantity]:
        """The function, or its partial derivatives."""
        by: tuple[Literal["a", "b"] | None, ...] = ("a", "b") if self.jacobian else (None,)
        return [GatedQuantity(self.function, each, self.exact_value) for each in by]
