"""The records of Python callables: elementwise, gated, and of a whole vector."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from actcli.analysis import vector_traits
from actcli.analysis.finite_difference import derivative
from actcli.catalog.gating import gated
from actcli.catalog.record import REALS, Activation, Domain, Gate, Param, Traits, Vector
from actcli.catalog.user_activation import UserActivation
from actcli.errors import ActcliError
from actcli.numbers.array import Array

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from actcli.spec.adapters import Adapter

_ANY = Domain("a number")


class Parts(NamedTuple):
    """A record in the making.

    Attributes
    ----------
    found
        The callable with the given parameters, and the way to call it.
    call
        Returns the callable with other parameters.
    summary, formula
        The texts of the card.
    defaults
        The parameters that are numbers.
    tried
        The arguments with which it was tried: one array, or two for a gated function.
    """

    found: Adapter
    call: Callable[..., Callable[..., Any]]
    summary: str
    formula: str
    defaults: Mapping[str, float]
    tried: Sequence[Array]

    def at(self, numbers: tuple[float, ...]) -> Adapter:
        """Return the callable with these parameters."""
        return replace(self.found, call=self.call(*numbers))

    def fields(self, *, exact: bool, partial: Callable[[int], Callable[..., Array]] | None = None) -> dict[str, Any]:
        """Return the fields that all kinds of records share.

        Parameters
        ----------
        exact
            Whether the library of the callable differentiates it.
        partial
            Returns the kernel of the derivative with respect to a parameter; None if there is none.
        """
        params = tuple(
            Param(name, default, _ANY, "from its signature", derivative=partial(i) if partial else None)
            for i, (name, default) in enumerate(self.defaults.items())
        )
        return {
            "name": self.found.label,
            "family": "user",
            "tier": "user",
            "summary": self.summary,
            "formula": self.formula,
            "derivative": f"by {self.found.arrays}" if exact else "≈ by differences",
            "params": params,
            "display_only": True,
        }


def record(parts: Parts) -> Activation:
    """Return the record of a callable that has been tried.

    Raises
    ------
    ActcliError
        If it is random, or gated and not elementwise.
    """
    depends = parts.found.depends_on_neighbours(*parts.tried)
    if len(parts.tried) == 1:
        return _of_vector(parts) if depends else _elementwise(parts)
    if depends:
        raise ActcliError(
            f"{parts.found.label} is not gated: a result depends on more than one pair of its two arguments"
        )
    return _gated(parts)


def _elementwise(parts: Parts) -> Activation:
    exact = parts.found.differentiates(*parts.tried)

    def slope(x: Array, *numbers: float) -> Array:
        return parts.at(numbers).slope(x)

    def traits(**numbers: float) -> Traits:
        from actcli.analysis import inferred_traits

        arguments = tuple(numbers.values())
        return inferred_traits.traits(parts.at(arguments).value, lambda x: slope(x, *arguments), exact=exact)

    def partial(index: int) -> Callable[..., Array]:
        def by_parameter(x: Array, *numbers: float) -> Array:
            def at_rows(rows: Array) -> Array:
                return np.stack([parts.at((*numbers[:index], row[0], *numbers[index + 1 :])).value(x) for row in rows])

            return derivative(at_rows, np.full(x.shape, numbers[index])) if x.size else x

        return by_parameter

    return UserActivation(
        **parts.fields(exact=exact, partial=partial),
        f=lambda x, *numbers: parts.at(numbers).value(x),
        grad=slope,
        traits=traits,
        exact=exact,
    )


def _gated(parts: Parts) -> Activation:
    def kernel(compute: Callable[..., Array]) -> Callable[..., Array]:
        def at_pairs(a: Array, b: Array, *numbers: float) -> Array:
            a, b = np.broadcast_arrays(a, b)
            return compute(parts.at(numbers), a.reshape(-1), b.reshape(-1)).reshape(a.shape)

        return at_pairs

    gate = Gate(
        kernel(lambda at, a, b: at.value(a, b)),
        kernel(lambda at, a, b: at.slope(a, b, by=0)),
        kernel(lambda at, a, b: at.slope(a, b, by=1)),
    )
    return gated(gate, **parts.fields(exact=parts.found.differentiates(*parts.tried)), range=REALS)


def _of_vector(parts: Parts) -> Activation:
    def rows(compute: Callable[[Array], Array], x: Array) -> Array:
        results = parts.found.stacked([compute(row) for row in x.reshape(-1, x.shape[-1])])
        return results.reshape(*x.shape[:-1], *results.shape[1:])

    multiple = _multiple(parts.found) if parts.found.resizes else 1

    @cache
    def length(n: int, **numbers: float) -> int:
        return parts.at(tuple(numbers.values())).value(np.linspace(-1, 1, n)).size if parts.found.resizes else n

    return Vector(
        **parts.fields(exact=parts.found.differentiates(*parts.tried)),
        f=lambda x, *numbers: rows(parts.at(numbers).value, x),
        jacobian=lambda x, *numbers: rows(parts.at(numbers).jacobian, x),
        length=length,
        multiple=lambda **_: multiple,
        **vector_traits.found(parts.found.value),
    )


def _multiple(found: Adapter) -> int:
    """Return the number that must divide the length of a vector; 1 to 4 are tried."""

    def works(n: int) -> bool:
        try:
            return found.value(np.linspace(-1, 1, n)).size > 0
        except ActcliError:
            return False

    return next((k for k in range(1, 5) if all(works(k * n) for n in (1, 2, 3))), 1)
