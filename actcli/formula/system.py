"""Number systems: the numbers with which a compiled formula is computed, and their operations."""

from __future__ import annotations

import ast  # noqa: TC003  # dataclasses keep their annotations
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

#: A function from numbers to a number of the system.
Operation = Callable[..., Any]


@dataclass(eq=False)
class System:
    """Numbers and their operations.

    Attributes
    ----------
    add, subtract, multiply, divide, power, negate
        Arithmetic.
    integer_power
        A power whose exponent is a Python int.
    functions
        The functions of the language by name.
    activations
        Activation functions that have a better way than their formula, by name.
    first
        ``min`` and ``max`` of two numbers, the first of equals.
    comparisons
        The result of comparing two numbers: a truth value.
    number
        A constant by its name, or a decimal as it is written.
    constant
        The value of a parameter, a rational number or a ball.
    nearest_double
        The double nearest to a constant.
    where
        From closures of a condition and two branches, the closure of the choice.
    both
        From closures of several comparisons, the closure of whether all hold.
    """

    add: Operation
    subtract: Operation
    multiply: Operation
    divide: Operation
    power: Operation
    negate: Operation
    integer_power: Operation
    functions: Mapping[str, Operation]
    activations: Mapping[str, Operation]
    first: Mapping[str, Operation]
    comparisons: Mapping[type[ast.cmpop], Operation]
    number: Operation
    constant: Operation
    nearest_double: Operation
    where: Operation
    both: Operation
