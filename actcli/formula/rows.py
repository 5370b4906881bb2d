"""Vectors of numbers, for formulas that reduce over a whole vector: a number system made of another one."""

from __future__ import annotations

import ast  # noqa: TC003  # the annotation of an attribute
from functools import reduce
from typing import TYPE_CHECKING, Any

from flint import fmpq

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from actcli.formula.compile import System


class Row(list[Any]):
    """A vector of numbers."""


def _elementwise(operation: Callable[..., Any]) -> Callable[..., Any]:
    """Return an operation on numbers that goes through vectors; numbers beside vectors are repeated."""

    def apply(*args: Any) -> Any:  # noqa: ANN401  # numbers and vectors
        length = next((len(arg) for arg in args if type(arg) is Row), None)
        if length is None:
            return operation(*args)
        columns = [arg if type(arg) is Row else [arg] * length for arg in args]
        return Row(operation(*each) for each in zip(*columns, strict=True))

    return apply


class Rows:
    """Vectors over a number system.

    Parameters
    ----------
    system
        The numbers.
    """

    def __init__(self, system: System) -> None:
        self.system = system
        self.add = _elementwise(system.add)
        self.subtract = _elementwise(system.subtract)
        self.multiply = _elementwise(system.multiply)
        self.divide = _elementwise(system.divide)
        self.negate = _elementwise(system.negate)
        self.power = _elementwise(system.power)
        self.integer_power = lambda a, n: _elementwise(lambda each: system.integer_power(each, n))(a)
        self.number = system.number
        self.constant = system.constant
        self.nearest_double = system.nearest_double
        self.both = system.both
        self.comparisons: Mapping[type[ast.cmpop], Callable[[Any, Any], Any]] = {
            operator: _elementwise(compare) for operator, compare in system.comparisons.items()
        }
        self.activations: Mapping[str, Callable[..., Any]] = {
            name: _elementwise(function) for name, function in system.activations.items()
        }
        self.functions: Mapping[str, Callable[..., Any]] = {
            **{name: _elementwise(function) for name, function in system.functions.items()},
            "sum": self.sum,
            "mean": lambda x: self.divide(self.sum(x), fmpq(len(x))),
            "min": lambda *args: self.extreme("min", *args),
            "max": lambda *args: self.extreme("max", *args),
        }

    def sum(self, x: Row) -> Any:  # noqa: ANN401  # a number
        """Return the sum of a vector."""
        return reduce(self.system.add, x)

    def extreme(self, name: str, *args: Any) -> Any:  # noqa: ANN401  # numbers and vectors
        """Return the largest or smallest of a vector, the first of equals; or of two numbers or vectors."""
        function = self.system.functions[name]
        return reduce(self.system.first[name], args[0]) if len(args) == 1 else _elementwise(function)(*args)

    def where(
        self, condition: Callable[[Any], Any], yes: Callable[[Any], Any], no: Callable[[Any], Any]
    ) -> Callable[[Any], Any]:
        """Return a choice; between vectors both branches are computed."""

        def choose(v: Any) -> Any:  # noqa: ANN401  # the variables
            truth = condition(v)
            if type(truth) is not Row:
                return self.system.where(lambda _: truth, yes, no)(v)
            pick = _elementwise(lambda t, a, b: self.system.where(lambda _: t, lambda _: a, lambda _: b)(v))
            return pick(truth, yes(v), no(v))

        return choose
