"""The common part of number systems that differentiate: comparisons and choices where branches meet.

At a tie of a comparison, min, max or abs, the branch is chosen by a convention: for first derivatives the one of
smaller slope, for higher ones the one that holds there; or, where a side is given, the branch that holds on that side.
"""

from __future__ import annotations

import ast
from abc import abstractmethod
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from actcli.formula.flint import fmpq
from actcli.formula.system import System

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from actcli.formula.system import Operation

    #: A number, and a value that may depend on the variable.
    Number = Any
    Value = Any

_ZERO = fmpq(0)


class Truth(NamedTuple):
    """Whether a comparison holds, and whether branches meet there: a tie."""

    holds: bool
    tie: bool


class Branches(System):
    """A system of values that depend on a variable.

    Parameters
    ----------
    order
        The highest derivative that is wanted.
    side
        Where branches meet: 0 for the convention, -1 for the left branch, 1 for the right.
    numbers
        The system of the numbers in the values.
    arithmetic
        Arithmetic on values, by the names of the attributes of System.
    functions, activations
        Smooth functions of values.
    """

    def __init__(  # noqa: PLR0913  # the parts of a system
        self,
        *,
        order: int,
        side: int,
        numbers: System,
        arithmetic: Mapping[str, Operation],
        functions: Mapping[str, Operation],
        activations: Mapping[str, Operation],
    ) -> None:
        self.order = order
        self.side = side
        self.numbers = numbers
        super().__init__(
            **arithmetic,
            functions={
                **functions,
                "abs": self.absolute,
                "sign": self.sign,
                "min": lambda a, b: self.extreme(a, b, -1),
                "max": lambda a, b: self.extreme(a, b, 1),
                "clip": lambda x, low, high: self.extreme(self.extreme(x, low, 1), high, -1),
            },
            activations={**activations, "sign": self.sign},
            first={
                "min": lambda a, b: a if self.compare(a, b) <= 0 else b,
                "max": lambda a, b: a if self.compare(a, b) >= 0 else b,
            },
            comparisons={
                ast.Lt: partial(self.truth, lambda order: order < 0),
                ast.LtE: partial(self.truth, lambda order: order <= 0),
                ast.Gt: partial(self.truth, lambda order: order > 0),
                ast.GtE: partial(self.truth, lambda order: order >= 0),
                ast.Eq: lambda a, b: Truth(self.compare(a, b) == 0, tie=False),
            },
            number=numbers.number,
            constant=numbers.constant,
            nearest_double=numbers.nearest_double,
            where=self.choice,
            both=both,
        )

    @abstractmethod
    def to_the_right(self) -> Branches:
        """Return the same system for where branches meet: the one on the right is taken."""

    @abstractmethod
    def variable(self, at: Number) -> Value:
        """Return the variable at a point."""

    @abstractmethod
    def is_number(self, value: Value) -> bool:
        """Tell whether a value does not depend on the variable."""

    @abstractmethod
    def coefficient(self, value: Value, order: int) -> Number:
        """Return a coefficient of the series of a value, of order 0 the value where the variable is."""

    @abstractmethod
    def line(self, at: Number, slope: Number) -> Value:
        """Return a value of the first order."""

    @abstractmethod
    def order_of(self, a: Number, b: Number) -> int:
        """Return the sign of a - b, or raise Undecided."""

    @abstractmethod
    def union(self, a: Number, b: Number) -> Number:
        """Return a number that encloses two."""

    def head(self, value: Value) -> Number:
        """Return the value where the variable is."""
        return self.coefficient(value, 0)

    def derivative(self, value: Value) -> Number:
        """Return the derivative of the highest order."""
        result = self.coefficient(value, self.order)
        for k in range(2, self.order + 1):
            result = self.numbers.multiply(result, fmpq(k))
        return result

    def compare(self, a: Value, b: Value) -> int:
        """Return the sign of a - b, on the side that is given."""
        order = self.order_of(self.head(a), self.head(b))
        if order or not self.side:
            return order
        for k in range(1, self.order + 1):
            order = self.order_of(self.coefficient(a, k), self.coefficient(b, k))
            if order:
                return order * (self.side if k % 2 else 1)
        return 0

    def truth(self, test: Callable[[int], bool], a: Value, b: Value) -> Truth:
        """Compare two values; where equal sides move together they stay equal, and no branches meet."""
        order = self.compare(a, b)
        return Truth(test(order), order == 0 and self.part(a, b))

    def part(self, a: Value, b: Value) -> bool:
        """Tell whether two values that are equal here differ next to it."""
        return any(self.order_of(self.coefficient(a, k), self.coefficient(b, k)) for k in range(1, self.order + 1))

    def choice(self, condition: Operation, yes: Operation, no: Operation) -> Operation:
        """Return a choice; at a tie the value of the branch that holds, with the smaller slope of both."""

        def choose(v: Any) -> Value:
            truth = condition(v)
            chosen = yes if truth.holds else no
            if not truth.tie or self.order > 1:
                return chosen(v)
            a, b = yes(v), no(v)
            slope = self.smaller(self.coefficient(a, 1), self.coefficient(b, 1))
            return self.line(self.head(a if truth.holds else b), slope)

        return choose

    def smaller(self, a: Number, b: Number) -> Number:
        """Return the number of smaller magnitude; of two that cannot be told apart, one that encloses both."""
        size = self.numbers.functions["abs"]
        try:
            return a if self.order_of(size(a), size(b)) <= 0 else b
        except ArithmeticError:
            return self.union(a, b)

    def sign(self, u: Value) -> Number:
        """Return -1, 0 or 1."""
        return fmpq(self.compare(u, _ZERO))

    def absolute(self, u: Value) -> Value:
        """Return the magnitude; where it is 0 its derivatives are 0, the mean of both sides."""
        order = self.compare(u, _ZERO)
        return u if order > 0 else self.negate(u) if order < 0 else _ZERO

    def extreme(self, a: Value, b: Value, sign: int) -> Value:
        """Return the larger (sign 1) or smaller (-1) of two values; of equal ones that which moves less."""
        order = self.compare(a, b) * sign
        if order:
            return a if order > 0 else b
        size = self.numbers.functions["abs"]
        for k in range(1, self.order + 1):
            order = self.order_of(size(self.coefficient(a, k)), size(self.coefficient(b, k)))
            if order:
                return a if order < 0 else b
        return a


def both(truths: Sequence[Operation]) -> Operation:
    """Return whether several comparisons hold; it is a tie where some may and the others do."""

    def combined(v: Any) -> Truth:
        each = [truth(v) for truth in truths]
        tie = any(t.tie for t in each) and all(t.holds or t.tie for t in each)
        return Truth(all(t.holds for t in each), tie)

    return combined
