"""The parameters of functions: their domains, defaults and derivatives, and rules on several of them."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from actcli.frozen import Frozen, Value
from actcli.numbers.array import Array

if TYPE_CHECKING:
    from actcli.numbers.choice import Choice

#: A vectorized function of a float64 array (two for a gate) and the parameters, in their declared order.
Kernel = Callable[..., Array]


class InPlace:
    """A kernel that takes an array ``out`` for its results, as ufuncs do, which saves a copy of each block."""

    def __init__(self, write: Callable[..., object]) -> None:
        self._write = write

    def __call__(self, x: Array, *params: float, out: Array | None = None) -> Array:
        """Return the results, in a new array if none is given."""
        if out is None:
            out = np.empty(x.shape)
        self._write(x, *params, out=out)
        return out


class Domain(Value):
    """The interval of numbers that a parameter may take.

    Attributes
    ----------
    rule
        How the interval is written, for instance ``"> 0"``; shown when a value is refused.
    low, high
        Its ends.
    low_open, high_open
        Whether the end itself is excluded.
    nonzero
        Whether zero is excluded.
    integer
        Whether only whole numbers belong to it.
    """

    rule: str
    low: float = -math.inf
    high: float = math.inf
    low_open: bool = False
    high_open: bool = False
    nonzero: bool = False
    integer: bool = False

    def __contains__(self, value: float) -> bool:
        if math.isnan(value) or (self.nonzero and value == 0) or (self.integer and not float(value).is_integer()):
            return False
        above = value > self.low if self.low_open else value >= self.low
        return above and (value < self.high if self.high_open else value <= self.high)


_MAX = 1.7976931348623157e308
FINITE = Domain("finite", -_MAX, _MAX)
POSITIVE = Domain("finite and > 0", 0.0, _MAX, low_open=True)
NONNEGATIVE = Domain("finite and >= 0", 0.0, _MAX)
NONZERO = Domain("finite and not 0", -_MAX, _MAX, nonzero=True)


class Param(Frozen):
    """A parameter of a function.

    Attributes
    ----------
    name
        PyTorch's name where it has the function.
    default
        Its value where none is given; an ExactFloat where its source has a fraction or a long decimal.
    domain
        The values it may take.
    summary
        A description in a few words.
    aliases
        Its names in other libraries.
    learned
        Whether it is trained with the weights where the function is used as published.
    choices
        The words that it takes instead of numbers.
    derivative
        Kernel of the partial derivative with respect to it; None if the formula gives it, or for a whole number.
    """

    name: str
    default: float
    domain: Domain
    summary: str
    aliases: tuple[str, ...] = ()
    learned: bool = False
    choices: tuple[Choice, ...] = ()
    derivative: Kernel | None = None


class Rule(Frozen):
    """A condition on several parameters together: its sentence (``lower <= upper``) and its test."""

    text: str
    holds: Callable[..., bool]
